//! E-mail, from SES's bucket and SNS's signed notification to a complaint and
//! its answers; and what only looks like it.

use chrono::TimeDelta;
use journeys::Helpline;
use journeys::stack::text;
use serde_json::{Value, json};

use crate::mail::{
    HER, OURS, STORY, base64, mail, messages, notification, posts, receive, receive_with, registers, signed,
};

#[tokio::test]
async fn a_complaint_by_mail_from_the_first_word_to_the_officer() {
    let helpline = Helpline::start().await;
    let complaint = registers(&helpline).await;
    assert_eq!(complaint["category"], "pension");
    assert_eq!(complaint["messages"].as_array().map(Vec::len), Some(3));
    assert_eq!(helpline.told().await, ["pension-north"]);
    let answer = helpline.outbound().await.remove(0);
    assert_eq!((text(&answer["provider"]), text(&answer["to"])), ("email".to_owned(), HER.to_owned()));
    let stored = messages(&helpline).await.remove(0);
    assert_eq!(stored["text"], STORY);
    assert_eq!(
        (text(&stored["from_email"]), text(&stored["subject"])),
        (HER.to_owned(), "meri pension".to_owned())
    );
    assert_eq!(stored["verdicts"]["dmarc"], "PASS");
    let count = helpline.outbound().await.len();
    let reply = mail(HER, "m4@example.org", "In-Reply-To: <0109-1@email.amazonses.com>\r\n", "और एक बात");
    assert_eq!(receive(&helpline, &reply).await.status, 200);
    let joined = helpline.complaint().await;
    assert_eq!(joined["messages"].as_array().map(Vec::len), Some(4), "the reply is in the open complaint");
    assert_eq!(messages(&helpline).await[3]["reply_to"], "<0109-1@email.amazonses.com>");
    assert!(helpline.outbound().await.len() > count, "she is told that it joined");
    helpline.end(&[HER, "pension तीन", "meri pension", "विधवा"]).await;
}

#[tokio::test]
async fn the_sample_and_hindi_in_every_encoding() {
    let helpline = Helpline::start().await;
    let sample = include_str!("../../shared/channels/samples/email/ses-sns-pass.json");
    let sample: Value = serde_json::from_str(sample).expect("JSON");
    let ses = text(&sample["request"]["lambda_event"]["Records"][0]["Sns"]["Message"]);
    let content = text(&serde_json::from_str::<Value>(&ses).expect("JSON")["content"]);
    assert_eq!(receive(&helpline, content.as_bytes()).await.status, 200);
    let stored = messages(&helpline).await.remove(0);
    assert_eq!(stored["subject"], "उत्पीड़न की शिकायत");
    assert!(text(&stored["text"]).ends_with("पता: आलमबाग, लखनऊ"), "{stored}");
    assert_eq!(stored["from_email"], "a@example.org");
    // SES's other way, as the sample itself has it.
    let mut inline = notification(&helpline);
    inline["Message"] = json!(ses);
    assert_eq!(posts(&helpline, &signed(inline)).await.status, 200);
    let quoted: String = STORY
        .bytes()
        .map(|byte| if byte == b' ' { " ".to_owned() } else { format!("={byte:02X}") })
        .collect();
    for (place, (encoding, body)) in
        [("8bit", STORY.to_owned()), ("base64", base64(STORY.as_bytes())), ("quoted-printable", quoted)]
            .into_iter()
            .enumerate()
    {
        let from = format!("w{place}@example.org");
        let raw =
            mail(&from, &format!("e{place}@x"), &format!("Content-Transfer-Encoding: {encoding}\r\n"), &body);
        assert_eq!(receive_with(&helpline, &raw, json!({}), place == 0).await.status, 200);
        let all = messages(&helpline).await;
        let hers = all.iter().find(|it| it["from_email"] == from.as_str()).expect("it");
        assert_eq!(hers["text"], STORY, "{encoding}");
    }
    helpline.end(&["example.org", "विधवा", "आलमबाग"]).await;
}

#[tokio::test]
async fn attachments_are_counted_and_a_large_mail_is_kept_whole() {
    let helpline = Helpline::start().await;
    let file = |bytes: usize| {
        format!(
            "--b\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; filename=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            "QUJD".repeat(bytes / 3)
        )
    };
    let raw = format!(
        "From: {HER}\r\nTo: {OURS}\r\nMessage-ID: <a@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nphotos\r\n{}{}--b--\r\n",
        file(300),
        file(6_000_000)
    );
    assert_eq!(receive(&helpline, raw.as_bytes()).await.status, 200);
    let stored = messages(&helpline).await.remove(0);
    assert_eq!((&stored["media_count"], &stored["kind"]), (&json!(2), &json!("text")));
    // Neither is a picture by its content: looked at once, and said to be lost.
    helpline.pass(TimeDelta::minutes(1)).await;
    helpline.sweep().await;
    assert_eq!(helpline.local("objects").await, json!([]));
    // Far more words than an item of the table holds.
    let long = mail(HER, "long@x", "", &"बहुत लंबी बात ".repeat(30_000));
    assert_eq!(receive(&helpline, &long).await.status, 200);
    assert!(text(&messages(&helpline).await[1]["text"]).starts_with("बहुत लंबी बात"));
    assert_eq!(helpline.local("quarantine").await.as_array().map(Vec::len), Some(1));
    helpline.end(&[HER, "बहुत"]).await;
}

#[tokio::test]
async fn the_files_of_a_mail_are_shown_to_the_officer() {
    let helpline = Helpline::start().await;
    registers(&helpline).await;
    let pictures: [&[u8]; 2] = [b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"];
    let part = |bytes: &[u8]| {
        format!(
            "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            base64(bytes)
        )
    };
    let raw = format!(
        "From: {HER}\r\nTo: {OURS}\r\nMessage-ID: <files@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nmeri rasid\r\n{}{}--b--\r\n",
        part(pictures[0]),
        part(pictures[1])
    );
    assert_eq!(receive(&helpline, raw.as_bytes()).await.status, 200);
    helpline.pass(TimeDelta::minutes(1)).await;
    helpline.sweep().await;
    let officer = helpline.complaint().await["officer"].as_str().expect("an officer").to_owned();
    let read = helpline.link_of(&officer).await.reads().await;
    let all = read["messages"].as_array().expect("messages");
    let mail = all.iter().find(|message| text(&message["text"]).contains("rasid"));
    let files = &mail.expect("the mail with files")["files"];
    let kinds: Vec<_> = files.as_array().expect("files").iter().map(|file| text(&file["type"])).collect();
    assert_eq!(kinds, ["image/jpeg", "image/png"], "{files}");
    helpline.end(&[HER, "rasid"]).await;
}

#[tokio::test]
async fn what_a_program_wrote_opens_nothing_and_is_not_answered() {
    let helpline = Helpline::start().await;
    for (place, (from, header)) in [
        (HER, "Auto-Submitted: auto-replied\r\n"),
        (HER, "Precedence: bulk\r\n"),
        (HER, "X-Auto-Response-Suppress: All\r\n"),
        (HER, "Return-Path: <>\r\n"),
        ("MAILER-DAEMON@mail.example.org", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let raw = mail(from, &format!("auto{place}@x"), header, "मैं छुट्टी पर हूँ, आने पर उत्तर दूँगी");
        assert_eq!(receive(&helpline, &raw).await.status, 200, "{header}");
    }
    let stored = messages(&helpline).await;
    assert!(stored.len() == 5 && stored.iter().all(|it| it["kind"] == "system"), "{stored:#?}");
    helpline.pass(TimeDelta::days(2)).await;
    helpline.sweep().await;
    assert!(helpline.complaints().await.is_empty() && helpline.outbound().await.is_empty());
    helpline.end(&[HER, "छुट्टी"]).await;
}

#[tokio::test]
async fn what_cannot_be_read_or_harms_is_in_quarantine() {
    let helpline = Helpline::start().await;
    let spam = mail(HER, "spam@x", "", "बधाई हो");
    for (raw, verdicts) in [
        (&b"\xff\xfe\x00 no mail at all"[..], json!({})),
        (&b"Subject: nobody\r\n\r\nx"[..], json!({})),
        (&spam[..], json!({"spam": "FAIL"})),
        (&spam[..], json!({"virus": "FAIL"})),
    ] {
        assert_eq!(receive_with(&helpline, raw, verdicts, false).await.status, 200);
    }
    let mut odd = notification(&helpline);
    odd["Message"] = json!("Successfully validated SNS topic for Amazon SES event publishing.");
    assert_eq!(posts(&helpline, &signed(odd)).await.status, 200);
    let kept = helpline.local("quarantine").await;
    // The same mail twice is kept once.
    assert_eq!(kept.as_array().map(Vec::len), Some(4), "{kept}");
    assert!(kept.as_array().expect("a list").iter().all(|body| body["provider"] == "email"));
    assert!(messages(&helpline).await.is_empty() && helpline.outbound().await.is_empty());
    helpline.end(&[HER, "बधाई"]).await;
}

#[tokio::test]
async fn a_mail_counts_once() {
    let helpline = Helpline::start().await;
    let raw = mail(HER, "m1@example.org", "", STORY);
    let first = receive(&helpline, &raw).await;
    assert_eq!(first.status, 200);
    let posted: Value = serde_json::from_str(&text(&first.json()["notification"])).expect("JSON");
    for _ in 0..2 {
        assert_eq!(posts(&helpline, &posted).await.status, 200, "SNS posts again");
    }
    helpline.pass(TimeDelta::hours(100)).await;
    assert_eq!(receive(&helpline, &raw).await.status, 200, "her server sends again");
    assert_eq!(messages(&helpline).await.len(), 1);
    assert_eq!(helpline.outbound().await.len(), 1);
    helpline.end(&[HER]).await;
}

#[tokio::test]
async fn when_the_bucket_or_ses_fails_nothing_is_lost() {
    let helpline = Helpline::start().await;
    helpline.tell("POST", "faults", &json!({"service": "s3", "kind": "error"})).await;
    let failed = receive(&helpline, &mail(HER, "m1@example.org", "", STORY)).await;
    assert_eq!(failed.status, 503);
    assert!(messages(&helpline).await.is_empty());
    helpline.tell("POST", "faults", &json!({"service": "ses", "kind": "throttle"})).await;
    let again: Value = serde_json::from_str(&text(&failed.json()["notification"])).expect("JSON");
    assert_eq!(posts(&helpline, &again).await.status, 200);
    assert!(helpline.outbound().await.is_empty(), "SES refused it");
    helpline.pass(TimeDelta::minutes(2)).await;
    helpline.sweep().await;
    assert_eq!(helpline.outbound().await.len(), 1);
    helpline.end(&[HER]).await;
}

//! A body of three with a bad one in each place: the good ones are stored, the
//! bad one takes none with it, and the answer is 2xx.

use journeys::stack::text;
use journeys::woman::deliver_meta;
use journeys::{Helpline, Woman};
use serde_json::Value;

/// What becomes of a bad message.
#[derive(Clone, Copy)]
enum Fate {
    /// Kept raw in quarantine.
    Quarantined,
    /// It names its sender and itself: kept as a message of this kind.
    Stored(&'static str),
}

use Fate::{Quarantined, Stored};

/// Bad messages as raw JSON: half of them no JSON library would write.
const BAD: [(&str, Fate); 14] = [
    (r#"{"from":"919000000009","timestamp":"1796100000","type":"text","text":{"body":"x"}}"#, Quarantined),
    (r#"{"from":"919000000009","id":"","type":"text","text":{"body":"x"}}"#, Quarantined),
    (r#"{"from":"919000000009","id":{"a":1},"type":"text","text":{"body":"x"}}"#, Quarantined),
    (r#"{"from":["919000000009"],"id":"wamid.BAD","type":"text","text":{"body":"x"}}"#, Quarantined),
    (r#"{"id":"wamid.BAD","type":"text","text":{"body":"x"}}"#, Quarantined),
    ("null", Quarantined),
    ("17", Quarantined),
    (r#""text""#, Quarantined),
    ("[]", Quarantined),
    (r#"{"from":"919000000009","id":"wamid.BAD","type":"text","text":{"body":"\ud83d x"}}"#, Stored("text")),
    (r#"{"from":"919000000009","id":"wamid.BAD","type":"text","text":5}"#, Stored("unsupported")),
    (r#"{"from":"919000000009","id":"wamid.BAD","type":"text","text":null}"#, Stored("unsupported")),
    (r#"{"from":"919000000009","id":"wamid.BAD","type":"hologram","hologram":{}}"#, Stored("unsupported")),
    (r#"{"from":"919000000009","id":"wamid.BAD","type":7,"timestamp":1e400}"#, Stored("unsupported")),
];

/// A body with these raw messages in one change.
fn body(messages: &[&str]) -> Vec<u8> {
    document(&[&entry(&[&change(messages, &[])])])
}

fn document(entries: &[&str]) -> Vec<u8> {
    format!(r#"{{"object":"whatsapp_business_account","entry":[{}]}}"#, entries.join(",")).into_bytes()
}

fn entry(changes: &[&str]) -> String {
    format!(r#"{{"id":"200000000000001","changes":[{}]}}"#, changes.join(","))
}

fn change(messages: &[&str], statuses: &[&str]) -> String {
    let metadata = r#"{"display_phone_number":"915220000001","phone_number_id":"100000000000001"}"#;
    let lists: String = [("messages", messages), ("statuses", statuses)]
        .iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(name, list)| format!(r#","{name}":[{}]"#, list.join(",")))
        .collect();
    format!(
        r#"{{"value":{{"messaging_product":"whatsapp","metadata":{metadata}{lists}}},"field":"messages"}}"#
    )
}

fn says(she: &Woman<'_>, words: &str) -> String {
    she.meta_message(&serde_json::json!({"type": "text", "text": {"body": words}})).to_string()
}

fn count(list: &Value) -> usize {
    list.as_array().expect("a list").len()
}

#[tokio::test]
async fn a_bad_one_in_each_place_takes_no_good_one_with_it() {
    let helpline = Helpline::start().await;
    // The same bytes are kept once, however often they come.
    let (mut stored, mut quarantined) = (0, std::collections::BTreeSet::new());
    for (n, (bad, fate)) in BAD.into_iter().enumerate() {
        for place in 0..3 {
            let one = helpline.woman(&format!("+91900001{n:02}{place}1"));
            let two = helpline.woman(&format!("+91900001{n:02}{place}2"));
            // Each time under an id of its own.
            let bad = bad.replace("wamid.BAD", &format!("wamid.BAD{n}.{place}"));
            let (first, second) = (says(&one, "नमस्ते"), says(&two, "नमस्ते"));
            let mut messages = vec![first.as_str(), second.as_str()];
            messages.insert(place, &bad);
            let answer = deliver_meta(&helpline, body(&messages)).await;
            assert_eq!((answer.status, answer.body.as_str()), (200, "{}"), "{bad} at {place}");
            for good in [&one, &two] {
                assert_eq!(good.replies().await.len(), 1, "{bad} at {place}");
            }
            match fate {
                Quarantined => _ = quarantined.insert(bad),
                Stored(_) => stored += 1,
            }
            stored += 2;
        }
    }
    assert_eq!(count(&helpline.local("messages").await), stored);
    assert_eq!(count(&helpline.local("quarantine").await), quarantined.len());
    helpline.end(&["90000100", "9000000009", "नमस्ते"]).await;
}

#[tokio::test]
async fn a_bad_one_is_kept_as_it_came() {
    for (bad, fate) in BAD {
        let helpline = Helpline::start().await;
        assert_eq!(deliver_meta(&helpline, body(&[bad])).await.status, 200, "{bad}");
        let (messages, kept) = (helpline.local("messages").await, helpline.local("quarantine").await);
        match fate {
            Quarantined => {
                assert_eq!((count(&messages), count(&kept)), (0, 1), "{bad}");
                assert!(text(&kept[0]["body"]).contains(bad), "{kept}");
                assert_eq!(kept[0]["provider"], "meta");
            }
            Stored(kind) => {
                assert_eq!((count(&messages), count(&kept)), (1, 0), "{bad}");
                assert_eq!(
                    (&messages[0]["kind"], text(&messages[0]["from_phone"])),
                    (&kind.into(), "+919000000009".into())
                );
            }
        }
        helpline.end(&["9000000009"]).await;
    }
}

#[tokio::test]
async fn many_entries_changes_and_senders_with_statuses_between() {
    let helpline = Helpline::start().await;
    let women: Vec<Woman<'_>> = (0..6).map(|n| helpline.woman(&format!("+91900000010{n}"))).collect();
    let hers: Vec<String> = women.iter().map(|she| says(she, "नमस्ते")).collect();
    let status = |id: &str, state: &str| {
        format!(
            r#"{{"id":"{id}","status":"{state}","timestamp":"1796100000","recipient_id":"919000000001"}}"#
        )
    };
    let (sent, read) = (status("wamid.OUT1", "sent"), status("wamid.OUT2", "read"));
    let failed = r#"{"id":"wamid.OUT3","status":"failed","errors":[{"code":131026,"title":"x"}]}"#;
    let body = document(&[
        &entry(&[
            &change(&[&hers[0], &hers[1]], &[&sent]),
            &change(&[], &[&read, r#"{"status":"read"}"#]),
            r#"{"field":"account_update","value":{"event":"x"}}"#,
        ]),
        "17",
        &entry(&[&change(&[&hers[2], "null", &hers[3]], &[]), r#"{"field":"messages","value":9}"#]),
        &entry(&[&change(&[&hers[4]], &[failed]), &change(&[&hers[5]], &["[]"])]),
    ]);
    let answer = deliver_meta(&helpline, body.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    for she in &women {
        assert_eq!(she.replies().await.len(), 1, "{}", she.phone);
    }
    let statuses = helpline.local("statuses").await;
    let read: Vec<(String, String)> = statuses
        .as_array()
        .expect("a list")
        .iter()
        .map(|status| (text(&status["provider_message_id"]), text(&status["status"])))
        .collect();
    let expected = [("wamid.OUT1", "sent"), ("wamid.OUT2", "read"), ("wamid.OUT3", "failed")];
    assert_eq!(read, expected.map(|(id, state)| (id.to_owned(), state.to_owned())));
    assert_eq!(statuses[2]["error"], "131026");
    // The status without id, the entry that is a number, the message that is null, the
    // change without a value, the status that is a list.
    let kept = helpline.local("quarantine").await;
    assert_eq!(count(&kept), 5, "{kept:#}");
    assert_eq!(count(&helpline.local("messages").await), 6);
    helpline.end(&["90000001", "नमस्ते"]).await;
}

#[tokio::test]
async fn a_body_that_is_no_document_goes_to_quarantine_whole() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for body in [
        b"not json".to_vec(),
        b"[]".to_vec(),
        br#"{"object":"whatsapp_business_account","entry":[{"#.to_vec(),
        br#"{"entry":[]}"#.to_vec(),
        deep.into_bytes(),
        vec![0xff, 0xfe, 0x00],
    ] {
        let helpline = Helpline::start().await;
        let answer = deliver_meta(&helpline, body.clone()).await;
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&body));
        let kept = helpline.local("quarantine").await;
        assert_eq!(count(&kept), 1);
        assert_eq!(text(&kept[0]["body"]), String::from_utf8_lossy(&body));
        helpline.end(&[]).await;
    }
}

#[tokio::test]
async fn odd_bytes_around_good_messages_do_no_harm() {
    let helpline = Helpline::start().await;
    let (one, two, three) =
        (helpline.woman("+919000000101"), helpline.woman("+919000000102"), helpline.woman("+919000000103"));
    let bom = [b"\xef\xbb\xbf".to_vec(), body(&[&says(&one, "नमस्ते")])].concat();
    let invalid = says(&two, "नमस्ते YY").into_bytes();
    let mut invalid = body(&[&String::from_utf8_lossy(&invalid)]);
    let at = invalid.windows(2).position(|pair| pair == b"YY").expect("the mark");
    invalid[at] = 0xff;
    let escaped = says(&three, "नमस्ते").replace("नमस्ते", r"\u0928\u092e\u0938\u094d\u0924\u0947\/");
    for (she, bytes) in [(&one, bom), (&two, invalid), (&three, body(&[&escaped]))] {
        assert_eq!(deliver_meta(&helpline, bytes).await.status, 200);
        assert_eq!(she.replies().await.len(), 1, "{}", she.phone);
    }
    assert_eq!(count(&helpline.local("quarantine").await), 0);
    let words = helpline.local("messages").await.to_string();
    assert!(words.contains("नमस्ते/"), "{words}");
    helpline.end(&["90000001", "नमस्ते"]).await;
}

#[tokio::test]
async fn a_form_of_twilios_that_is_no_message_goes_to_quarantine() {
    let helpline = Helpline::start().await;
    for form in ["From=whatsapp%3A%2B919000000001&Body=x", "MessageSid=SM1&Body=x", "x"] {
        let answer = journeys::woman::deliver_twilio(&helpline, form.as_bytes().to_vec()).await;
        assert_eq!(answer.status, 200, "{form}");
    }
    assert_eq!(count(&helpline.local("quarantine").await), 3);
    assert_eq!(count(&helpline.local("messages").await), 0);
    helpline.end(&["9000000001"]).await;
}

//! What SNS has not signed is refused, all alike, and nothing is fetched for it;
//! what it has signed acts in nobody's name.

use journeys::Helpline;
use journeys::stack::text;
use serde_json::{Value, json};

use crate::mail::{
    HER, REFUSED, TOPIC, mail, messages, notification, posts, receive, receive_with, registers, signed,
};

#[tokio::test]
async fn what_sns_has_not_signed_is_refused_and_nothing_is_fetched() {
    let helpline = Helpline::start().await;
    let good = signed(notification(&helpline));
    let mut cases = vec![json!({}), json!("x")];
    for (field, value) in [
        ("Message", json!(text(&good["Message"]).replace("sita", "gita"))),
        ("Timestamp", json!("2026-12-02T04:30:00.000Z")),
        ("Signature", json!("AAAA")),
        ("Signature", json!(null)),
        ("SignatureVersion", json!("1")),
        ("TopicArn", json!("arn:aws:sns:ap-south-1:999999999999:helpline-mail")),
    ] {
        let mut changed = good.clone();
        changed[field] = value;
        cases.push(changed);
    }
    let own = helpline.url();
    let confirmation = |url: &str| {
        let mut asked = notification(&helpline);
        asked["Type"] = json!("SubscriptionConfirmation");
        asked["Token"] = json!("t");
        asked["SubscribeURL"] = json!(url);
        signed(asked)
    };
    let query = format!("Action=ConfirmSubscription&Token=t&TopicArn={TOPIC}");
    for url in [
        format!("https://evil.example/?{query}"),
        format!("{own}/local/logs?{query}"),
        format!("{own}/local/sns/../fetches?{query}"),
        format!("{own}/local/sns/?Action=Publish&TopicArn={TOPIC}"),
        format!("{own}/local/sns/?Action=ConfirmSubscription&TopicArn=arn:other"),
        format!("https://sns.ap-south-1.amazonaws.com/?{query}"),
    ] {
        cases.push(confirmation(&url));
    }
    for case in &cases {
        let answer = posts(&helpline, case).await;
        assert_eq!((answer.status, answer.body.as_str()), (401, REFUSED), "{case}");
    }
    // Rightly signed, but the certificate is elsewhere; or the topic is a stranger's.
    let before = helpline.local("fetches").await.as_array().expect("a list").len();
    for (field, value) in [
        ("SigningCertURL", "https://evil.example/certificate.pem".to_owned()),
        ("SigningCertURL", "https://sns.ap-south-1.amazonaws.com/certificate.pem".to_owned()),
        ("SigningCertURL", format!("{own}/local/sns/certificate.pem?x=.pem")),
        ("SigningCertURL", format!("{own}/local/../certificate.pem")),
        ("TopicArn", "arn:aws:sns:ap-south-1:999999999999:helpline-mail".to_owned()),
    ] {
        let mut changed = notification(&helpline);
        changed[field] = json!(value);
        let answer = posts(&helpline, &signed(changed)).await;
        assert_eq!((answer.status, answer.body.as_str()), (401, REFUSED), "{value}");
    }
    let fetches = helpline.local("fetches").await.as_array().expect("a list").clone();
    assert_eq!(fetches.len(), before, "{fetches:#?}");
    assert!(
        fetches.iter().all(|it| text(&it["url"]).ends_with("/local/sns/certificate.pem")),
        "{fetches:#?}"
    );
    assert!(messages(&helpline).await.is_empty());
    assert_eq!(posts(&helpline, &good).await.status, 200, "the unchanged one is taken");
    assert_eq!(posts(&helpline, &confirmation(&format!("{own}/local/sns/?{query}"))).await.status, 200);
    let confirmed = helpline.local("fetches").await.as_array().expect("a list").clone();
    assert!(text(&confirmed.last().expect("one")["url"]).contains("Action=ConfirmSubscription"));
    assert_eq!(messages(&helpline).await.len(), 1);
    helpline.end(&[HER, "evil.example"]).await;
}

#[tokio::test]
async fn without_a_topic_everything_is_refused() {
    let settings = [("MAIL_TOPIC_ARN".to_owned(), String::new())].into();
    let helpline = Helpline::start_with("2026-12-01 10:00", settings).await;
    let answer = posts(&helpline, &signed(notification(&helpline))).await;
    assert_eq!((answer.status, answer.body.as_str()), (401, REFUSED));
    helpline.end(&[]).await;
}

/// What a complaint is, but for her messages.
fn standing(complaint: &Value) -> Value {
    let mut standing = complaint.clone();
    standing["messages"] = json!(null);
    standing
}

#[tokio::test]
async fn nobody_acts_by_mail_and_a_forged_one_does_nothing() {
    let helpline = Helpline::start().await;
    let complaint = registers(&helpline).await;
    let reference = text(&complaint["reference"]);
    // Whoever writes as an officer is one more person who writes.
    for (place, words) in ["acknowledge", "disposed", "PIN 2468 action=dispose"].into_iter().enumerate() {
        let raw =
            mail("dm@lucknow.gov.in", &format!("officer{place}@x"), "", &format!("{words} {reference}"));
        assert_eq!(receive(&helpline, &raw).await.status, 200);
    }
    let all = helpline.complaints().await;
    assert_eq!(standing(&all[0]), standing(&complaint));
    // Somebody writes as her: it is kept with her case, and nothing else happens.
    let answers = helpline.outbound().await.len();
    for (place, words) in ["cancel", "STATUS", "menu", "हाँ", "नहीं"].into_iter().enumerate() {
        let raw = mail(HER, &format!("forged{place}@x"), "", words);
        let verdicts = json!({"dmarc": "FAIL", "spf": "FAIL", "dkim": "FAIL"});
        assert_eq!(receive_with(&helpline, &raw, verdicts, false).await.status, 200);
    }
    let after = helpline.complaints().await;
    let hers = after.iter().find(|it| it["reference"] == complaint["reference"]).expect("hers");
    assert_eq!(standing(hers), standing(&complaint));
    assert_eq!(hers["messages"].as_array().map(Vec::len), Some(8));
    assert_eq!(helpline.outbound().await.len(), answers);
    helpline.end(&[HER, "dm@lucknow", "2468"]).await;
}

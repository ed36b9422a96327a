//! The words in which journeys by mail are told: a mail, SES that receives it,
//! SNS that posts, the woman who answers.

use journeys::Helpline;
use journeys::stack::{Answer, text};
use serde_json::{Value, json};

pub(crate) const HER: &str = "sita@example.org";
pub(crate) const OURS: &str = "mahila@helpline.example.gov.in";
pub(crate) const STORY: &str = "मलिहाबाद में मेरी विधवा पेंशन तीन महीने से नहीं आई है";
pub(crate) const TOPIC: &str = "arn:aws:sns:ap-south-1:000000000000:helpline-mail";
pub(crate) const REFUSED: &str = r#"{"message":"Unauthorized"}"#;

/// A plain mail.
pub(crate) fn mail(from: &str, id: &str, headers: &str, words: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: {OURS}\r\nMessage-ID: <{id}>\r\nSubject: meri pension\r\n{headers}\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n{words}\r\n"
    )
    .into_bytes()
}

/// SES receives a mail.
pub(crate) async fn receive(helpline: &Helpline, raw: &[u8]) -> Answer {
    receive_with(helpline, raw, json!({}), false).await
}

pub(crate) async fn receive_with(helpline: &Helpline, raw: &[u8], verdicts: Value, inline: bool) -> Answer {
    let raw = base64(raw);
    helpline.tell("POST", "email", &json!({"raw": raw, "verdicts": verdicts, "inline": inline})).await
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// Her mail is taken; the newest answer to her.
pub(crate) async fn writes(helpline: &Helpline, id: &str, words: &str) -> Value {
    let answer = receive(helpline, &mail(HER, id, "", words)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    helpline.outbound().await.pop().expect("an answer")
}

/// She answers by the number of an option, above what her program quotes.
pub(crate) async fn picks(helpline: &Helpline, id: &str, title: &str) -> Value {
    let asked = helpline.outbound().await.pop().expect("a question");
    let options = asked["options"].as_array().expect("options");
    let option = options.iter().find(|it| text(&it["title"]).contains(title));
    let number = text(&option.unwrap_or_else(|| panic!("{title} is not in {asked}"))["id"]);
    let quoted: String = text(&asked["text"]).lines().map(|line| format!("> {line}\r\n")).collect();
    let words = format!("{number}\r\n\r\nOn Tue, 1 Dec 2026 at 10:00, <{OURS}> wrote:\r\n{quoted}");
    writes(helpline, id, &words).await
}

/// A complaint by mail.
pub(crate) async fn registers(helpline: &Helpline) -> Value {
    writes(helpline, "m1@example.org", STORY).await;
    picks(helpline, "m2@example.org", "पेंशन").await;
    picks(helpline, "m3@example.org", "दर्ज करें").await;
    helpline.complaint().await
}

pub(crate) async fn messages(helpline: &Helpline) -> Vec<Value> {
    helpline.local("messages").await.as_array().expect("a list").clone()
}

/// SNS posts this.
pub(crate) async fn posts(helpline: &Helpline, notification: &Value) -> Answer {
    let plain = [("content-type", "text/plain; charset=UTF-8")];
    helpline.request("POST", "/webhooks/email", &plain, notification.to_string().into_bytes()).await
}

pub(crate) fn signed(mut notification: Value) -> Value {
    stack::mail::sign(&mut notification);
    notification
}

/// A notification that SNS would post, not yet signed.
pub(crate) fn notification(helpline: &Helpline) -> Value {
    let content = String::from_utf8(mail(HER, "forged@example.org", "", STORY)).expect("text");
    let ses = json!({
        "notificationType": "Received", "content": content,
        "mail": {"messageId": "ses-1", "source": HER, "destination": [OURS]},
        "receipt": {"recipients": [OURS], "action": {"type": "SNS", "encoding": "UTF8"}},
    });
    json!({
        "Type": "Notification", "MessageId": "1", "TopicArn": TOPIC, "Message": ses.to_string(),
        "Timestamp": "2026-12-01T04:30:00.000Z",
        "SigningCertURL": format!("{}/local/sns/certificate.pem", helpline.url()),
    })
}

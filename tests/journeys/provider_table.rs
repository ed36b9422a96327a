//! One table of cases for every provider and shape, over HTTP through the
//! running stack: what is proved is stored once and as it was written, what is
//! not is refused alike, what cannot be understood is kept, and the answer to a
//! provider is never one that makes it try for a week.

use std::collections::BTreeMap;

use journeys::Helpline;
use journeys::stack::{Answer, text};
use serde_json::{Value, json};

use crate::mail::{OURS, STORY, TOPIC, base64, mail, posts, receive, signed};
use crate::provider_wires::{Signed, WIRES, Wire};
use crate::sample::seen;

/// What came of one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Came {
    messages: usize,
    statuses: usize,
    quarantined: usize,
}

const NOTHING: Came = Came { messages: 0, statuses: 0, quarantined: 0 };
const ONE: Came = Came { messages: 1, ..NOTHING };
const NEWS: Came = Came { statuses: 1, ..NOTHING };
const KEPT: Came = Came { quarantined: 1, ..NOTHING };

async fn stored(helpline: &Helpline) -> Came {
    let count = async |route: &str| helpline.local(route).await.as_array().expect("a list").len();
    Came {
        messages: count("messages").await,
        statuses: count("statuses").await,
        quarantined: count("quarantine").await,
    }
}

/// Sends one case and holds what came of it against the table.
async fn check(helpline: &Helpline, name: &str, send: impl Future<Output = Answer>, expected: (u16, Came)) {
    let before = stored(helpline).await;
    let answer = send.await;
    let after = stored(helpline).await;
    let came = Came {
        messages: after.messages - before.messages,
        statuses: after.statuses - before.statuses,
        quarantined: after.quarantined - before.quarantined,
    };
    assert_eq!((answer.status, came), expected, "{name}: {}", answer.body);
}

/// The words of a message as they were stored, by the end of its id.
async fn reads(helpline: &Helpline, name: &str, id: &str, words: &str) {
    let all = helpline.local("messages").await;
    let all = all.as_array().expect("a list");
    let found = all.iter().find(|it| text(&it["provider_message_id"]).contains(id));
    assert_eq!(text(&found.unwrap_or_else(|| panic!("{name}: no {id}"))["text"]), words, "{name}");
}

/// Her words as each kind of body has them, and as they must be read.
struct Words {
    name: &'static str,
    json: &'static [u8],
    form: &'static [u8],
    read: &'static str,
}

const fn words(name: &'static str, json: &'static [u8], form: &'static [u8], read: &'static str) -> Words {
    Words { name, json, form, read }
}

const WORDS: [Words; 11] = [
    words(
        "Hindi with both joiners",
        "क्\u{200d}ष न\u{200c} मदद".as_bytes(),
        "क्\u{200d}ष न\u{200c} मदद".as_bytes(),
        "क्\u{200d}ष न\u{200c} मदद",
    ),
    words("Hindi escaped", br"\u092e\u0926\u0926", b"%E0%A4%AE%E0%A4%A6%E0%A4%A6", "मदद"),
    words("beyond the first plane", br"a\ud83d\ude4fb", "a%F0%9F%99%8Fb".as_bytes(), "a🙏b"),
    words("bytes that are no text", b"a\xff\xc0b", b"a%FF%C0b", "a\u{fffd}\u{fffd}b"),
    words(
        "bidirectional overrides",
        "अ\u{202e}ब\u{2066}क".as_bytes(),
        "अ\u{202e}ब\u{2066}क".as_bytes(),
        "अबक",
    ),
    words("NUL and escape", br"a\u0000b\u001bc", b"a%00b%1Bc", "abc"),
    words("a raw line feed", b"one\ntwo", b"one%0Atwo", "one\ntwo"),
    words("slashes and quotes", br#"a\/\"b\\"#, b"a%2F%22b%5C", r#"a/"b\"#),
    words(
        "markup",
        b"<script>alert(1)</script>",
        b"%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "<script>alert(1)</script>",
    ),
    words("signs of a form", b"a=b&c", b"a%3Db%26c", "a=b&c"),
    words("one letter", b"x", b"x", "x"),
];

/// Fields that nobody knows, beside a text that is read all the same.
fn extras(form: bool) -> Vec<(&'static str, Vec<u8>)> {
    if form {
        let named = [
            ("a new field", "&New=1&Newer[a]=2"),
            ("a field without value", "&New&="),
            ("broken percent signs", "&New=%&%zz=%2"),
            ("a huge number", "&Size=1e400"),
            ("bytes", "&New=%FF%FE%00"),
        ];
        return named.map(|(name, text)| (name, text.as_bytes().to_vec())).to_vec();
    }
    let deep = format!(r#","deep":{}{}"#, "[".repeat(5_000), "]".repeat(5_000));
    vec![
        ("a new field", br#","new":{"a":[1,null,true]}"#.to_vec()),
        ("deep nesting", deep.into_bytes()),
        ("duplicate keys", br#","new":1,"new":2,"new":{"new":3}"#.to_vec()),
        ("huge numbers", format!(r#","a":1e400,"b":-{}"#, "9".repeat(2_000)).into_bytes()),
        ("half a surrogate pair", br#","new":"\ud83d""#.to_vec()),
        ("bytes that are no text", b",\"new\":\"\xff\xfe\"".to_vec()),
        ("an empty key", br#","":"","\u0000":0"#.to_vec()),
    ]
}

async fn helpline() -> Helpline {
    let mut settings: BTreeMap<String, String> =
        WIRES.iter().map(|wire| (wire.setting.to_owned(), wire.secrets().join(","))).collect();
    settings.insert("MAIL_TOPIC_ARN".into(), format!("{TOPIC},{TOPIC}-old"));
    Helpline::start_with("2026-12-01 10:00", settings).await
}

fn named(wire: &Wire, case: &str) -> String {
    format!("{}: {case}", wire.name)
}

/// Proofs: each of two secrets is good; without one, or with another, everybody
/// hears the same and nothing is stored.
async fn proofs(helpline: &Helpline, wire: &Wire) {
    let text = |n| wire.text(n, "मदद".as_bytes(), b"");
    let post = |n, how| wire.post(helpline, "", text(n), how);
    check(helpline, &named(wire, "valid"), post(1, Signed::New), (200, ONE)).await;
    check(helpline, &named(wire, "the same again"), post(1, Signed::New), (200, NOTHING)).await;
    check(helpline, &named(wire, "the same by the old secret"), post(1, Signed::Old), (200, NOTHING)).await;
    check(helpline, &named(wire, "the old secret"), post(2, Signed::Old), (200, ONE)).await;
    check(helpline, &named(wire, "unsigned"), post(3, Signed::Not), (401, NOTHING)).await;
    check(helpline, &named(wire, "mis-signed"), post(3, Signed::Wrong), (401, NOTHING)).await;
    let refused = [post(3, Signed::Not).await, post(3, Signed::Wrong).await];
    assert_eq!(seen(&refused[0]), seen(&refused[1]), "{}", wire.name);
    check(helpline, &named(wire, "valid after all"), post(3, Signed::New), (200, ONE)).await;
}

/// What is no message, or none that is known.
async fn kinds(helpline: &Helpline, wire: &Wire) {
    let post = |body, end| wire.post(helpline, end, body, Signed::New);
    let (status, end) = wire.status;
    let news = wire.fill(status, 10, b"", b"");
    check(helpline, &named(wire, "a status"), post(news.clone(), end), (200, NEWS)).await;
    check(helpline, &named(wire, "a status again"), post(news.clone(), end), (200, NEWS)).await;
    let forged = wire.post(helpline, end, news, Signed::Wrong);
    check(helpline, &named(wire, "a forged status"), forged, (401, NOTHING)).await;
    let unknown = wire.body(&[wire.fill(wire.unknown, 11, b"", b"")]);
    check(helpline, &named(wire, "an unknown kind"), post(unknown, ""), (200, ONE)).await;
    for (n, (name, body)) in
        [("empty", &b""[..]), ("no message", b"7"), ("bytes", b"\xff\xfe\x00\x01")].into_iter().enumerate()
    {
        // Two shapes of one provider keep the same bytes once.
        let before = stored(helpline).await.quarantined;
        let answer = post(body.to_vec(), "").await;
        assert_eq!(answer.status, 200, "{}: {name}", wire.name);
        let kept = stored(helpline).await.quarantined - before;
        let first =
            WIRES.iter().find(|it| it.provider == wire.provider).is_some_and(|it| it.name == wire.name);
        assert_eq!(kept, usize::from(first), "{}: {name} ({n})", wire.name);
    }
    if wire.is_list() {
        let three: Vec<Vec<u8>> = (12..15).map(|n| wire.fill(wire.text, n, b"x", b"")).collect();
        let all = Came { messages: 3, ..NOTHING };
        check(helpline, &named(wire, "three at once"), post(wire.body(&three), ""), (200, all)).await;
        let mixed = [three[0].clone(), b"\"odd\"".to_vec(), wire.fill(wire.text, 15, b"x", b"")];
        let both = Came { messages: 1, quarantined: 1, ..NOTHING };
        let first = WIRES.iter().find(|it| it.provider == wire.provider && it.is_list());
        let first = first.is_some_and(|it| it.name == wire.name);
        // The odd part of the other shape is kept already: it is the same.
        let expected = if first { both } else { ONE };
        check(helpline, &named(wire, "old, odd and new"), post(wire.body(&mixed), ""), (200, expected)).await;
    }
}

/// Whatever stands in or beside her words, they are read.
async fn hostile(helpline: &Helpline, wire: &Wire) {
    let post = |body| wire.post(helpline, "", body, Signed::New);
    let mut n = 20;
    for words in WORDS {
        n += 1;
        let name = named(wire, words.name);
        let body = wire.text(n, if wire.form { words.form } else { words.json }, b"");
        check(helpline, &name, post(body), (200, ONE)).await;
        reads(helpline, &name, &wire.id(n), words.read).await;
    }
    for (extra, field) in extras(wire.form) {
        n += 1;
        let name = named(wire, extra);
        check(helpline, &name, post(wire.text(n, b"hers", &field)), (200, ONE)).await;
        reads(helpline, &name, &wire.id(n), "hers").await;
    }
    let long = "x".repeat(20_000);
    let name = named(wire, "twenty thousand letters");
    check(helpline, &name, post(wire.text(50, long.as_bytes(), b"")), (200, ONE)).await;
    reads(helpline, &name, &wire.id(50), &long).await;
    // A mark before a form spoils the name of its first field: then it is kept.
    let marked = [b"\xef\xbb\xbf".to_vec(), wire.text(51, b"hers", b"")].concat();
    let expected = if wire.form { KEPT } else { ONE };
    check(helpline, &named(wire, "a byte-order mark"), post(marked), (200, expected)).await;
}

/// Every wire, in one stack: what one provider brings is no other's duplicate.
async fn play(provider: &str) {
    let helpline = helpline().await;
    for wire in WIRES.iter().filter(|wire| wire.provider == provider) {
        proofs(&helpline, wire).await;
        kinds(&helpline, wire).await;
        hostile(&helpline, wire).await;
    }
    let all = helpline.local("messages").await;
    let strangers = all.as_array().expect("a list").iter().filter(|it| it["provider"] != provider).count();
    assert_eq!(strangers, 0, "{provider}");
    helpline.end(&["hers", "मदद", "90000000", "table-new-secret", "table-old-secret"]).await;
}

#[tokio::test]
async fn the_table_through_meta() {
    play("meta").await;
}

#[tokio::test]
async fn the_table_through_twilio() {
    play("twilio").await;
}

#[tokio::test]
async fn the_table_through_gupshup() {
    play("gupshup").await;
}

#[tokio::test]
async fn the_table_through_infobip() {
    play("infobip").await;
}

#[tokio::test]
async fn the_table_through_msg91() {
    play("msg91").await;
}

#[tokio::test]
async fn the_table_through_exotel() {
    play("exotel").await;
}

/// A notification about this mail, from this topic, not yet signed.
fn about(helpline: &Helpline, raw: &[u8], topic: &str) -> Value {
    let ses = json!({
        "notificationType": "Received", "content": base64(raw),
        "mail": {"messageId": "ses-table", "source": "a@example.org", "destination": [OURS]},
        "receipt": {"recipients": [OURS], "action": {"type": "SNS", "encoding": "BASE64"}},
    });
    json!({
        "Type": "Notification", "MessageId": "1", "TopicArn": topic, "Message": ses.to_string(),
        "Timestamp": "2026-12-01T04:30:00.000Z",
        "SigningCertURL": format!("{}/local/sns/certificate.pem", helpline.url()),
    })
}

#[tokio::test]
async fn the_table_through_mail() {
    let helpline = helpline().await;
    let letter =
        |n: u32, words: &str| mail(&format!("a{n}@example.org"), &format!("t{n}@example.org"), "", words);
    let plain = |n| letter(n, STORY);
    let (old, foreign) = (format!("{TOPIC}-old"), format!("{TOPIC}-other"));
    let post = async |notification: Value| posts(&helpline, &notification).await;
    let right = |n, topic: &str| signed(about(&helpline, &plain(n), topic));
    check(&helpline, "valid", receive(&helpline, &plain(1)), (200, ONE)).await;
    check(&helpline, "the same again", receive(&helpline, &plain(1)), (200, NOTHING)).await;
    check(&helpline, "inside the notification", post(right(2, TOPIC)), (200, ONE)).await;
    check(&helpline, "the old topic", post(right(3, &old)), (200, ONE)).await;
    check(&helpline, "another topic", post(right(4, &foreign)), (401, NOTHING)).await;
    check(&helpline, "unsigned", post(about(&helpline, &plain(4), TOPIC)), (401, NOTHING)).await;
    let mut forged = right(4, TOPIC);
    forged["Message"] = json!(text(&forged["Message"]).replace("ses-table", "ses-other"));
    check(&helpline, "mis-signed", post(forged), (401, NOTHING)).await;
    check(&helpline, "no notification", post(json!({})), (401, NOTHING)).await;
    check(&helpline, "an empty mail", receive(&helpline, b""), (200, KEPT)).await;
    for (n, sent, read) in [
        (10, "क्\u{200d}ष न\u{200c}", "क्\u{200d}ष न\u{200c}"),
        (11, "अ\u{202e}ब", "अब"),
        (12, "a\u{1b}b", "ab"),
        (13, "<script>x</script>", "<script>x</script>"),
    ] {
        check(&helpline, sent, receive(&helpline, &letter(n, sent)), (200, ONE)).await;
        reads(&helpline, sent, &format!("<t{n}@"), read).await;
    }
    let broken = [letter(14, "a"), b"\xff\xc0b\r\n".to_vec()].concat();
    // Her words are read as far as they go, and the mail is kept as it came.
    let both = Came { messages: 1, quarantined: 1, ..NOTHING };
    check(&helpline, "bytes that are no text", receive(&helpline, &broken), (200, both)).await;
    let long = "x ".repeat(12_000);
    check(&helpline, "a long mail", receive(&helpline, &letter(15, &long)), (200, ONE)).await;
    let many = format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\nx\r\n".repeat(500));
    let many = [b"From: a16@example.org\r\n".to_vec(), many.into_bytes()].concat();
    assert_eq!(receive(&helpline, &many).await.status, 200);
    helpline.end(&["example.org", "विधवा", "ses-table"]).await;
}

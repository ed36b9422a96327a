//! The canary: markers of every kind are planted through every provider and all
//! three functions, in what is taken, refused, broken off and given up; then
//! logs, refusals, SMS and addresses are searched for each of them, as they were
//! written and as they may be hidden: in base64, percent signs, digits.

use channels::meta;
use domain::CellId;
use journeys::stack::{META_SECRET, TWILIO_TOKEN, text};
use journeys::woman::{deliver_meta, meta_body, meta_document};
use journeys::{Helpline, Woman};
use serde_json::json;

use crate::canary_search::{Found, Search};
use crate::mail::{OURS, mail, receive, receive_with};
use crate::media_case::offer;
use crate::provider_wires::{Signed, WIRES};

const PHONE: &str = "+919777012345";
const BSUID: &str = "IN.77701234509876";
const NAME: &str = "Kanaripriya";
const HINDI: &str = "गुप्तकथा";
const ROMAN: &str = "guptakatha";
const ADDRESS: &str = "Kanaripura 17";
const MAIL: &str = "kanari.sita@example.org";
const SUBJECT: &str = "kanari-vishay";
const FILE: &str = "kanari-chot.jpg";
const CAPTION: &str = "kanari-anushirshak";
const CARD: &str = "Kanaribhai";
const LATITUDE: &str = "26.84673";
const LONGITUDE: &str = "80.94619";
const POISON: &str = "kanari-vish";
const BYTES: &str = "kanari-file-bytes";
const OFFICER: &str = "kanari-adhikari";
const WRONG_PIN: &str = "739164";
const PATH: &str = "kanari-path";
const STORY: &str = "मलिहाबाद में गुप्तकथा guptakatha, घर Kanaripura 17, फ़ोन ९७७७० १२३४५ या 97770-12345";

/// Settings that are secrets, with values to know them by.
const KEYS: [(&str, &str); 4] = [
    ("META_VERIFY_TOKEN", "kanari-verify-token"),
    ("META_ACCESS_TOKEN", "kanari-meta-access"),
    ("GUPSHUP_API_KEY", "kanari-gupshup-key"),
    ("INFOBIP_API_KEY", "kanari-infobip-key"),
];

async fn helpline() -> Helpline {
    let keys = KEYS.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let wires = WIRES.iter().map(|wire| {
        let first = match wire.provider {
            "meta" => format!("{META_SECRET},"),
            "twilio" => format!("{TWILIO_TOKEN},"),
            _ => String::new(),
        };
        (wire.setting.to_owned(), first + &wire.secrets().join(","))
    });
    Helpline::start_with("2026-12-01 10:00", keys.chain(wires).collect()).await
}

/// What may be nowhere.
async fn search(helpline: &Helpline) -> Search {
    let mut search = Search::default();
    let said = [
        PHONE,
        "9777012345",
        "97770 12345",
        "97770-12345",
        "९७७७० १२३४५",
        BSUID,
        NAME,
        HINDI,
        ROMAN,
        ADDRESS,
        MAIL,
        SUBJECT,
        FILE,
        CAPTION,
        CARD,
        LATITUDE,
        LONGITUDE,
        POISON,
        BYTES,
        OFFICER,
        WRONG_PIN,
        PATH,
        META_SECRET,
        TWILIO_TOKEN,
    ];
    said.into_iter().for_each(|marker| search.plant(marker));
    KEYS.iter().for_each(|(_, value)| search.plant(value));
    for wire in &WIRES {
        wire.secrets().iter().for_each(|secret| search.plant(secret));
    }
    search.plant(&channels::infobip::credential(&WIRES[6].secrets()[0]));
    search.plant(&helpline.settings().text("DATA_KEY"));
    search.plant(&helpline.table().vault().person(&CellId::new("lko"), PHONE).hash);
    for officer in helpline.local("policy").await["officers"].as_array().unwrap() {
        // Some posts have no number or no name yet.
        for marker in [&officer["phone"], &officer["name"]].map(text).iter().filter(|it| !it.is_empty()) {
            search.plant(marker);
        }
    }
    search
}

/// Everything that a WhatsApp message can hold.
async fn by_whatsapp(helpline: &Helpline, she: &Woman<'_>, found: &mut Found) {
    offer(helpline, "9001", &[b"\xFF\xD8\xFF\xE0 ", BYTES.as_bytes()].concat(), &json!({})).await;
    offer(helpline, "9002", b"", &json!({"url": format!("https://example.org/{PATH}")})).await;
    she.registers("certificate", STORY).await;
    let card = json!([{"name": {"formatted_name": CARD}, "phones": [{"phone": PHONE}]}]);
    let (latitude, longitude): (f64, f64) = (LATITUDE.parse().unwrap(), LONGITUDE.parse().unwrap());
    let edited = json!({"type": "text", "text": {"body": ROMAN}});
    for message in [
        json!({"type": "image", "image": {"id": "9001", "caption": CAPTION}}),
        json!({"type": "document", "document": {"id": "9002", "filename": FILE, "caption": HINDI}}),
        json!({"type": "location", "location": {"latitude": latitude, "longitude": longitude, "address": ADDRESS}}),
        json!({"type": "contacts", "contacts": card}),
        json!({"type": "reaction", "reaction": {"message_id": "wamid.X", "emoji": "👍"}}),
        json!({"type": "edit", "edit": {"original_message_id": "wamid.JOURNEY0001", "message": edited}}),
        json!({"type": "revoke", "revoke": {"original_message_id": "wamid.JOURNEY0001"}}),
        json!({"type": "hologram", "hologram": {"text": POISON}}),
        json!({"type": "text", "text": {"body": "x"}, "id": {"odd": POISON}}),
    ] {
        found.hear(&she.sends(&message).await);
    }
    let metadata = json!({"display_phone_number": "915220000001", "phone_number_id": "100000000000001"});
    let unnamed = json!({"id": "wamid.B1", "from_user_id": BSUID, "timestamp": "1", "type": "text", "text": {"body": HINDI}});
    let named = json!({"profile": {"name": NAME}, "user_id": BSUID});
    let value = json!({"metadata": metadata, "contacts": [named], "messages": [unnamed]});
    found.hear(&deliver_meta(helpline, meta_document(&value)).await);
    // WhatsApp's ids are base64 of, among others, her number.
    let id = format!(
        "wamid.{}",
        crate::mail::base64(format!("\u{1c}\u{18}{}\u{15}\u{2}", &PHONE[1..]).as_bytes())
    );
    let errors = json!([{"code": 131_026, "title": NAME, "error_data": {"details": PHONE}}]);
    let status = |state: &str| json!({"id": id, "status": state, "timestamp": "1", "recipient_id": &PHONE[1..], "errors": errors});
    let value = json!({"metadata": metadata, "statuses": [status("sent"), status("failed")]});
    found.hear(&deliver_meta(helpline, meta_document(&value)).await);
    let shown = helpline.local("statuses").await.to_string();
    assert!(shown.contains(&id), "the stack shows the provider's id: {shown}");
}

/// Every shape of every provider: good, odd, forged.
async fn by_every_wire(helpline: &Helpline, found: &mut Found) {
    for (place, wire) in WIRES.iter().enumerate() {
        let n = 770_123 + place as u64;
        let words = if wire.form { channels_form(STORY) } else { STORY.to_owned() };
        let (status, end) = wire.status;
        for (end, body) in [
            ("", wire.text(n, words.as_bytes(), b"")),
            ("", wire.body(&[wire.fill(wire.unknown, n + 100, b"", b"")])),
            (end, wire.fill(status, n, b"", b"")),
            ("", format!("{POISON} {PHONE} {HINDI}").into_bytes()),
        ] {
            for signed in [Signed::Wrong, Signed::Not, Signed::New, Signed::New] {
                found.hear(&wire.post(helpline, end, body.clone(), signed).await);
            }
        }
    }
    let forged =
        meta_body(&[json!({"from": &PHONE[1..], "id": "x", "type": "text", "text": {"body": HINDI}})]);
    found.never(&meta::signature(META_SECRET, &forged)["sha256=".len()..]);
    let headers = [("x-hub-signature-256", "sha256=00"), ("x-kanari", NAME)];
    found.hear(&helpline.request("POST", "/webhooks/meta", &headers, forged).await);
}

fn channels_form(words: &str) -> String {
    let form = channels::form_encode(&[("w".to_owned(), words.to_owned())]);
    form.trim_start_matches("w=").to_owned()
}

async fn by_mail(helpline: &Helpline, found: &mut Found) {
    let letter = |id: &str| mail(MAIL, id, &format!("X-Name: {NAME}\r\n"), STORY);
    let subject =
        |raw: Vec<u8>| String::from_utf8(raw).unwrap().replace("meri pension", SUBJECT).into_bytes();
    found.hear(&receive(helpline, &subject(letter("k1@example.org"))).await);
    for verdicts in [json!({"dmarc": "FAIL"}), json!({"spam": "FAIL"}), json!({"virus": "FAIL"})] {
        let answer = receive_with(helpline, &subject(letter("k2@example.org")), verdicts, true).await;
        assert_eq!(answer.status, 200);
    }
    let broken = [letter("k3@example.org"), b"\xff\xc0".to_vec(), HINDI.as_bytes().to_vec()].concat();
    assert_eq!(receive(helpline, &broken).await.status, 200);
    found.hear(
        &crate::mail::posts(helpline, &json!({"Type": "Notification", "Message": STORY, "to": OURS})).await,
    );
}

/// The officer: wrong PINs, odd bodies, links that are none, and words of his.
async fn by_officer(helpline: &Helpline, found: &mut Found) {
    let link = helpline.link_of("tehsildar-malihabad").await;
    found.link(link.path.trim_start_matches("/c/"));
    found.hear(&link.open().await);
    for pin in [WRONG_PIN, "", "１２３４"] {
        found.hear(&link.posts(&[("action", "open"), ("pin", pin), ("text", OFFICER)], None).await);
        found.hear(&link.api("POST", "acknowledge", &json!({"pin": pin, "text": OFFICER})).await);
    }
    found.hear(&link.api("POST", OFFICER, &json!({"pin": OFFICER, "x": [HINDI]})).await);
    let session = link.session().await;
    found.never(session.trim_start_matches("Bearer "));
    let headers = [("authorization", session.as_str()), ("cookie", "s=kanari-path")];
    for path in [
        "/c/kanari-path",
        "/v1/c/kanari-path",
        "/c/kanari-path/media/kanari-chot.jpg",
        "/v1/kanari-path?q=9777012345",
    ] {
        for method in ["GET", "POST", "PUT"] {
            found.hear(&helpline.request(method, path, &headers, STORY.into()).await);
        }
    }
    found.hear(&link.acts("transfer", &json!({"to": OFFICER, "reason": HINDI})).await);
    link.does("acknowledge", &json!({})).await;
    link.does("ask", &json!({"text": OFFICER})).await;
    link.does("note", &json!({"text": OFFICER})).await;
}

/// Whatever fails outside, with her words on the way.
async fn while_it_fails(helpline: &Helpline, she: &Woman<'_>, found: &mut Found) {
    for (service, kind) in [
        ("dynamodb", "error"),
        ("dynamodb", "throttle"),
        ("graph", "error"),
        ("graph", "throttle"),
        ("s3", "error"),
        ("sns", "error"),
    ] {
        helpline.tell("POST", "faults", &json!({"service": service, "kind": kind, "count": 4})).await;
        found.hear(&she.tries_to_write(HINDI).await);
        found.hear(&she.sends(&json!({"type": "image", "image": {"id": "9001", "caption": CAPTION}})).await);
        helpline.request("POST", "/local/sweep", &[], b"{}".to_vec()).await;
        helpline.tell("DELETE", "faults", &json!({})).await;
    }
    for at in ["before-commit", "after-commit", "before-send"] {
        helpline.tell("POST", "kill", &json!({"function": "webhook-intake", "at": at})).await;
        found.hear(&she.tries_to_write(ROMAN).await);
        helpline.tell("DELETE", "kill", &json!({})).await;
    }
    for query in
        [format!("hub.mode=subscribe&hub.challenge={NAME}&hub.verify_token={POISON}"), POISON.to_owned()]
    {
        found.hear(&helpline.request("GET", &format!("/webhooks/meta?{query}"), &[], Vec::new()).await);
    }
    for path in ["/webhooks/kanari-path", "/kanari-path?x=9777012345", "/webhooks/gupshup/kanari-path/x"] {
        found.hear(&helpline.request("POST", path, &[], STORY.into()).await);
    }
    found.hear(&helpline.request("POST", "/webhooks/meta", &[], vec![b'x'; 7 * 1024 * 1024]).await);
}

#[tokio::test]
async fn nothing_planted_is_in_a_log_a_refusal_an_sms_or_an_address() {
    let helpline = helpline().await;
    let mut found = Found::new(search(&helpline).await);
    let she = helpline.woman(PHONE);
    by_whatsapp(&helpline, &she, &mut found).await;
    by_every_wire(&helpline, &mut found).await;
    by_mail(&helpline, &mut found).await;
    by_officer(&helpline, &mut found).await;
    while_it_fails(&helpline, &she, &mut found).await;
    for moment in
        ["2026-12-01 10:45", "2026-12-05 17:00", "2026-12-07 17:01", "2026-12-09 17:01", "2026-12-10 17:01"]
    {
        helpline.sweep_at(moment).await;
    }
    let stored = helpline.local("messages").await.to_string();
    for planted in [HINDI, NAME, ADDRESS, CAPTION, MAIL, SUBJECT, BSUID] {
        // A name is asked of nobody and kept of nobody.
        assert_eq!(stored.contains(planted), planted != NAME, "{planted} went through");
    }
    found.assert_nothing(&helpline).await;
    helpline.end(&[]).await;
}

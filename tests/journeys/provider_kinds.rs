//! Every kind of message that Meta and Twilio name, over HTTP: stored under its
//! kind, with what it says in the field where it belongs. The other providers'
//! kinds are their samples, in `providers`.

use std::collections::BTreeMap;

use journeys::Helpline;
use journeys::stack::text;
use journeys::woman::{deliver_meta, deliver_twilio, meta_body};
use serde_json::{Value, json};

/// What is stored of the newest message of hers: the fields that are named.
async fn check(helpline: &Helpline, id: &str, expected: &Value) {
    let all = helpline.local("messages").await;
    let found = all.as_array().unwrap().iter().find(|it| text(&it["provider_message_id"]) == id);
    let found = found.unwrap_or_else(|| panic!("{id} is not stored: {expected}"));
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&found[name], value, "{expected}");
    }
}

/// Meta's message objects, and what is stored of each.
fn metas() -> Vec<(Value, Value)> {
    let file = |kind: &str, more: Value| {
        let mut part = json!({"id": "81", "mime_type": "x/y"});
        part.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"type": kind, kind: part})
    };
    let lucknow = json!({"latitude": 26.8467, "longitude": 80.9462});
    let reply =
        |kind: &str, part: Value| json!({"type": "interactive", "interactive": {"type": kind, kind: part}});
    vec![
        (json!({"type": "text", "text": {"body": "x"}}), json!({"kind": "text", "text": "x"})),
        (
            file("image", json!({"caption": "c"})),
            json!({"kind": "image", "media_id": "81", "text": "c", "media_count": 1}),
        ),
        (file("audio", json!({"voice": true})), json!({"kind": "audio", "media_id": "81", "text": null})),
        (file("video", json!({"caption": "c"})), json!({"kind": "video", "media_id": "81", "text": "c"})),
        (file("document", json!({"filename": "a.pdf"})), json!({"kind": "document", "media_id": "81"})),
        (file("sticker", json!({"animated": false})), json!({"kind": "sticker", "media_id": "81"})),
        (json!({"type": "location", "location": lucknow}), json!({"kind": "location", "location": lucknow})),
        (
            json!({"type": "contacts", "contacts": [{"name": {"formatted_name": "A"}}]}),
            json!({"kind": "contacts"}),
        ),
        (
            json!({"type": "button", "button": {"payload": "p", "text": "t"}}),
            json!({"kind": "button", "choice": "p", "text": "t"}),
        ),
        (
            reply("button_reply", json!({"id": "b", "title": "t"})),
            json!({"kind": "button", "choice": "b", "text": "t"}),
        ),
        (
            reply("list_reply", json!({"id": "l", "title": "t"})),
            json!({"kind": "list", "choice": "l", "text": "t"}),
        ),
        (
            reply("nfm_reply", json!({"response_json": "{}", "name": "flow"})),
            json!({"kind": "flow", "text": "{}"}),
        ),
        (
            json!({"type": "reaction", "reaction": {"message_id": "wamid.K", "emoji": "👍"}}),
            json!({"kind": "reaction", "reply_to": "wamid.K"}),
        ),
        (
            json!({"type": "order", "order": {"catalog_id": "1", "text": "t"}}),
            json!({"kind": "order", "text": "t"}),
        ),
        (
            json!({"type": "system", "system": {"body": "b", "type": "user_changed_number"}}),
            json!({"kind": "system", "text": "b"}),
        ),
        (json!({"type": "request_welcome"}), json!({"kind": "system"})),
        (
            json!({"type": "unsupported", "errors": [{"code": 131_051}]}),
            json!({"kind": "unsupported", "text": null}),
        ),
        (json!({"type": "hologram", "hologram": {}}), json!({"kind": "unsupported"})),
        (
            json!({"type": "text", "text": {"body": "x"}, "referral": {"source_id": "1"}, "context": {"id": "wamid.K"}}),
            json!({"kind": "text", "text": "x", "reply_to": "wamid.K"}),
        ),
    ]
}

#[tokio::test]
async fn every_kind_of_metas() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000081");
    she.writes("नमस्ते").await;
    for (place, (message, expected)) in metas().into_iter().enumerate() {
        let mut message = she.meta_message(&message);
        message["id"] = json!(format!("wamid.KIND{place}"));
        assert_eq!(deliver_meta(&helpline, meta_body(&[message])).await.status, 200, "{expected}");
        check(&helpline, &format!("wamid.KIND{place}"), &expected).await;
    }
    assert_eq!(helpline.local("quarantine").await, json!([]));
    helpline.end(&["9000000081"]).await;
}

#[tokio::test]
async fn an_edit_and_a_revocation_are_added_to_what_was_first_said() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000082");
    she.writes("पहले की बात").await;
    let first = text(&helpline.local("messages").await[0]["provider_message_id"]);
    for (kind, part) in [
        (
            "edit",
            json!({"original_message_id": first, "message": {"type": "text", "text": {"body": "कुछ नहीं"}}}),
        ),
        ("revoke", json!({"original_message_id": first})),
    ] {
        assert_eq!(she.sends(&json!({"type": kind, kind: part})).await.status, 200);
    }
    let all = helpline.local("messages").await;
    let kept = all.as_array().unwrap().iter().find(|it| text(&it["provider_message_id"]) == first);
    let kept = kept.expect("the first version");
    assert_eq!(kept["text"], "पहले की बात");
    let changes: Vec<String> =
        kept["changes"].as_array().unwrap().iter().map(|it| text(&it["kind"])).collect();
    assert_eq!(changes, ["edit", "revoke"]);
    assert_eq!(kept["changes"][0]["text"], "कुछ नहीं");
    helpline.end(&["9000000082", "कुछ"]).await;
}

#[tokio::test]
async fn every_kind_of_twilios() {
    let helpline = Helpline::start().await;
    let file = |kind: &'static str| {
        [("NumMedia", "1"), ("MediaUrl0", "https://api.twilio.com/m"), ("MediaContentType0", kind)]
    };
    let cases: [(&[(&str, &str)], Value); 12] = [
        (&[("Body", "x")], json!({"kind": "text", "text": "x"})),
        (
            &file("image/jpeg"),
            json!({"kind": "image", "media_id": "https://api.twilio.com/m", "media_count": 1}),
        ),
        (&file("audio/ogg"), json!({"kind": "audio"})),
        (&file("video/mp4"), json!({"kind": "video"})),
        (&file("application/pdf"), json!({"kind": "document"})),
        (&file("text/vcard"), json!({"kind": "contacts"})),
        (
            &[("Latitude", "26.8467"), ("Longitude", "80.9462"), ("Label", "घर")],
            json!({"kind": "location", "text": "घर"}),
        ),
        (
            &[("ButtonText", "t"), ("ButtonPayload", "p"), ("MessageType", "button")],
            json!({"kind": "button", "choice": "p", "text": "t"}),
        ),
        (&[("ListId", "l"), ("ListTitle", "t")], json!({"kind": "list", "choice": "l", "text": "t"})),
        (&[("InteractiveData", "{}")], json!({"kind": "flow", "text": "{}"})),
        (&[("MessageType", "reaction"), ("Body", "👍")], json!({"kind": "reaction"})),
        (&[("MessageType", "hologram")], json!({"kind": "unsupported"})),
    ];
    for (place, (fields, expected)) in cases.into_iter().enumerate() {
        let id = format!("SM{place:032x}");
        let mut all: BTreeMap<&str, &str> = BTreeMap::from([
            ("MessageSid", id.as_str()),
            ("From", "whatsapp:+919000000083"),
            ("To", "whatsapp:+915220000001"),
            ("NumMedia", "0"),
        ]);
        all.extend(fields.iter().copied());
        let all: Vec<(String, String)> =
            all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let form = channels::form_encode(&all).into_bytes();
        assert_eq!(deliver_twilio(&helpline, form).await.status, 200, "{expected}");
        check(&helpline, &id, &expected).await;
    }
    assert_eq!(helpline.local("quarantine").await, json!([]));
    helpline.end(&["9000000083"]).await;
}

//! The providers' sample requests: accepted and stored as they say; with one
//! bit changed refused, all refusals alike, nothing stored.

use journeys::Helpline;
use serde_json::{Value, json};

use crate::sample::{PUBLIC_URL, Sample, nothing_is_stored, samples_of, seen};

/// All samples that are posted.
fn posted() -> Vec<Sample> {
    let mut samples = all();
    samples.retain(|sample| sample.method == "POST");
    samples
}

fn all() -> Vec<Sample> {
    ["meta", "twilio"].into_iter().flat_map(samples_of).collect()
}

async fn helpline(changed: &[(&str, &str)]) -> Helpline {
    let own = [
        ("META_APP_SECRET", "sample-meta-app-secret"),
        ("META_VERIFY_TOKEN", "sample-verify-token"),
        ("PUBLIC_URL", PUBLIC_URL),
    ];
    let settings = own.iter().chain(changed).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Helpline::start_with("2026-12-01 10:00", settings.collect()).await
}

/// Fields of the stored message, by sample.
fn stored_as(sample: &str) -> Value {
    const STORY: &str = "मेरे पति रोज़ शराब पीकर मारते हैं, कृपया मदद करें। पता: आलमबाग, लखनऊ";
    const HINGLISH: &str = "mere husband roz marte hai, 2 din se ghar se nikal diya, please help Gomti Nagar";
    let lucknow = json!({"latitude": 26.8467, "longitude": 80.9462});
    match sample {
        "meta-audio-forwarded" => {
            json!({"kind": "audio", "media_id": "900005", "media_count": 1, "from_phone": "+919000000010"})
        }
        "meta-button-reply" => {
            json!({"kind": "button", "text": "घरेलू हिंसा", "choice": "CAT_DV", "reply_to": "wamid.OUT0002=", "from_phone": "+919000000017"})
        }
        "meta-image-caption" => {
            json!({"kind": "image", "text": "चोट की फोटो", "media_id": "900001", "media_count": 1, "from_phone": "+919000000006"})
        }
        "meta-list-reply" => {
            json!({"kind": "list", "text": "Chinhat", "choice": "BLOCK_7", "from_phone": "+919000000018"})
        }
        "meta-location-pin" => {
            json!({"kind": "location", "location": lucknow, "text": null, "from_phone": "+919000000014"})
        }
        "meta-text-hindi-utf8" => {
            json!({"provider_message_id": "wamid.SAMPLE0001=", "provider": "meta", "kind": "text", "text": STORY, "from_phone": "+919000000001", "from_user_id": null, "sent_at": "1767225600", "media_count": 0})
        }
        "meta-text-hinglish-context-reply" => {
            json!({"kind": "text", "text": HINGLISH, "reply_to": "wamid.OUT0001=", "from_phone": "+919000000005"})
        }
        "meta-unsupported" => json!({"kind": "unsupported", "text": null, "from_phone": "+919000000027"}),
        "tw-sms-text" => {
            json!({"provider": "twilio", "kind": "text", "text": HINGLISH, "from_phone": "+919000000002", "provider_message_id": "SM00000000000000000000000000000002"})
        }
        "tw-wa-button" => {
            json!({"kind": "button", "text": "हाँ", "choice": "RESOLVED_YES", "from_phone": "+919000000005", "reply_to": "MM00000000000000000000000000000000"})
        }
        "tw-wa-location" => json!({"kind": "location", "location": lucknow, "from_phone": "+919000000004"}),
        "tw-wa-text-hindi" => json!({"kind": "text", "text": STORY, "from_phone": "+919000000001"}),
        other => panic!("say how {other} is to be stored"),
    }
}

/// The status a sample brings, if it brings one.
fn status_of(sample: &str) -> Option<[Value; 3]> {
    let (id, status, error) = match sample {
        "meta-status-sent" => ("wamid.OUT0100=", "sent", Value::Null),
        "meta-status-delivered" => ("wamid.OUT0101=", "delivered", Value::Null),
        "meta-status-read" => ("wamid.OUT0102=", "read", Value::Null),
        "tw-status-delivered" => ("SM00000000000000000000000000000064", "delivered", Value::Null),
        "tw-status-undelivered-30008" => ("", "failed", json!("30008")),
        _ => return None,
    };
    Some([json!(id), json!(status), error])
}

#[tokio::test]
async fn every_sample_is_accepted_and_stored_as_it_says() {
    for sample in posted() {
        let helpline = helpline(&[]).await;
        let answer = sample.send(&helpline).await;
        assert_eq!(answer.status, 200, "{}: {}", sample.name, answer.body);
        let (messages, statuses) = (helpline.local("messages").await, helpline.local("statuses").await);
        let (messages, statuses) =
            (messages.as_array().expect("a list"), statuses.as_array().expect("a list"));
        if let Some([id, status, error]) = status_of(&sample.name) {
            assert_eq!((messages.len(), statuses.len()), (0, 1), "{}", sample.name);
            assert!(id == "" || statuses[0]["provider_message_id"] == id, "{}", statuses[0]);
            assert_eq!((&statuses[0]["status"], &statuses[0]["error"]), (&status, &error), "{}", sample.name);
        } else {
            assert_eq!((messages.len(), statuses.len()), (1, 0), "{}", sample.name);
            for (field, value) in stored_as(&sample.name).as_object().expect("fields") {
                assert_eq!(&messages[0][field], value, "{} {field}", sample.name);
            }
        }
        assert_eq!(helpline.local("quarantine").await, json!([]), "{}", sample.name);
        helpline.end(&["90000000"]).await;
    }
}

#[tokio::test]
async fn one_bit_changed_in_body_or_signature_is_refused_and_nothing_is_stored() {
    let helpline = helpline(&[]).await;
    let mut refusals = Vec::new();
    for sample in posted() {
        let header = sample.signature_header();
        let right = sample.headers[header].clone();
        for changed in bodies(&sample.body) {
            let forged = Sample { body: changed, ..sample.clone() };
            refusals.push(forged.send(&helpline).await);
        }
        for signature in signatures(&right) {
            let mut headers = sample.headers.clone();
            headers.insert(header.to_owned(), signature);
            let forged = Sample { headers, ..sample.clone() };
            refusals.push(forged.send(&helpline).await);
        }
    }
    let first = seen(&refusals[0]);
    assert!([401, 403].contains(&first.0), "{first:?}");
    assert!(refusals.len() > 200, "{} tried", refusals.len());
    for refusal in &refusals {
        assert_eq!(seen(refusal), first);
    }
    nothing_is_stored(&helpline).await;
    helpline.end(&["90000000"]).await;
}

/// The body with one bit changed, at several places; and cut, and longer.
fn bodies(body: &[u8]) -> Vec<Vec<u8>> {
    let last = body.len() - 1;
    let places = [0, last / 4, last / 2, last * 3 / 4, last];
    let flipped = places.into_iter().flat_map(|at| [0, 5].map(|bit| (at, bit)));
    let mut all: Vec<Vec<u8>> = flipped
        .map(|(at, bit)| {
            let mut body = body.to_vec();
            body[at] ^= 1 << bit;
            body
        })
        .collect();
    all.push(body[..last].to_vec());
    all.push([body, b" "].concat());
    all
}

/// The signature with one bit changed, at several places; and cut, and empty.
fn signatures(right: &str) -> Vec<String> {
    let last = right.len() - 1;
    // The last letters of a base64 signature carry padding bits: stay before them.
    let places = [0, 8, last / 2, last * 3 / 4, last - 2];
    let mut all: Vec<String> = places
        .into_iter()
        .map(|at| {
            let mut bytes = right.as_bytes().to_vec();
            bytes[at] ^= 1;
            String::from_utf8(bytes).expect("letters")
        })
        .collect();
    all.extend([right[..last].to_owned(), String::new(), right.to_owned() + "0"]);
    all
}

#[tokio::test]
async fn the_handshake_echoes_for_the_right_token_only() {
    let helpline = helpline(&[]).await;
    let handshake = all().into_iter().find(|sample| sample.method == "GET").expect("the handshake");
    let right = handshake.send(&helpline).await;
    assert_eq!((right.status, right.body.as_str()), (200, "1158201444"));
    assert!(right.headers["content-type"].starts_with("text/plain"), "{:?}", right.headers);
    let mut refusals = Vec::new();
    for query in [
        "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=sample-verify-tokeo",
        "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=",
        "hub.mode=subscribe&hub.challenge=1158201444",
        "hub.mode=unsubscribe&hub.challenge=1158201444&hub.verify_token=sample-verify-token",
        "",
    ] {
        refusals.push(helpline.request("GET", &format!("/webhooks/meta?{query}"), &[], Vec::new()).await);
    }
    for refusal in &refusals {
        assert!([401, 403].contains(&refusal.status), "{refusal:?}");
        assert_eq!(seen(refusal), seen(&refusals[0]));
    }
    nothing_is_stored(&helpline).await;
    helpline.end(&["sample-verify-token"]).await;
}

#[tokio::test]
async fn without_a_secret_everything_is_refused() {
    let helpline =
        helpline(&[("META_APP_SECRET", ""), ("META_VERIFY_TOKEN", ""), ("TWILIO_AUTH_TOKEN", "")]).await;
    let mut refusals = Vec::new();
    for sample in all() {
        refusals.push(sample.send(&helpline).await);
    }
    let unsigned = |query: &str| format!("/webhooks/meta?hub.mode=subscribe&hub.challenge=1&{query}");
    refusals.push(helpline.request("GET", &unsigned("hub.verify_token="), &[], Vec::new()).await);
    for refusal in &refusals {
        assert!([401, 403].contains(&refusal.status), "{refusal:?}");
        assert_eq!(seen(refusal), seen(&refusals[0]));
    }
    nothing_is_stored(&helpline).await;
    helpline.end(&["90000000"]).await;
}

#[tokio::test]
async fn while_a_secret_is_rotated_the_old_and_the_new_one_hold() {
    let rotated = [
        ("META_APP_SECRET", "a-new-secret,sample-meta-app-secret"),
        ("TWILIO_AUTH_TOKEN", "a-new-token,journey-twilio-token"),
    ];
    let helpline = helpline(&rotated).await;
    for sample in posted() {
        assert_eq!(sample.send(&helpline).await.status, 200, "{}", sample.name);
    }
    helpline.end(&["90000000", "a-new-secret"]).await;
}

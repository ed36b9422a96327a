//! What she sends besides words: kept by us before the provider drops it, shown
//! to the officer after the PIN, and where it cannot be shown, said so.

use chrono::TimeDelta;
use journeys::Helpline;
use journeys::stack::text;
use journeys::woman::{deliver_meta, deliver_twilio, meta_body};
use serde_json::{Value, json};

use crate::media_case::{Case, objects, offer, path_of};

/// Her photograph: a picture by its first bytes, and a word to know it by.
const PHOTO: &[u8] = b"\xFF\xD8\xFF\xE0 photo-marker";
const VOICE: &[u8] = b"OggS\0\x02 voice-marker";
const COMING: &str = "The file is being fetched.";
const LOST: &str = "ask her to send it again.";
const REFUSED: &str = "The file could not be shown:";

#[tokio::test]
async fn a_photo_and_a_voice_note_are_shown_after_the_pin_and_only_then() {
    let helpline = Helpline::start().await;
    offer(&helpline, "9001", PHOTO, &json!({})).await;
    offer(&helpline, "9002", VOICE, &json!({"content_type": "audio/ogg"})).await;
    let case = Case::open(&helpline, "+919000000001").await;
    case.sends("image", "9001").await;
    case.sends("audio", "9002").await;
    assert_eq!(case.page().await.matches(COMING).count(), 2);
    helpline.sweep().await;
    let page = case.page().await;
    assert!(page.contains("<img src=\"/c/") && page.contains("<audio controls"), "{page}");
    assert!(!page.contains(COMING) && !page.contains("9001"));
    assert!(!case.link.open().await.body.contains("/media/"), "before the PIN nothing is named");
    for (file, marker, kind) in case
        .files()
        .await
        .iter()
        .zip(["photo-marker", "voice-marker"])
        .zip(["image/jpeg", "audio/ogg"])
        .map(|((a, b), c)| (a, b, c))
    {
        let route = text(&file["href"]);
        let shut = helpline.request("GET", &route, &[], Vec::new()).await;
        assert_eq!((shut.status, shut.headers.get("location")), (401, None));
        let led = case.get(&route).await;
        assert_eq!(led.status, 302, "{}", led.body);
        let shown = helpline.request("GET", &path_of(&led.headers["location"]), &[], Vec::new()).await;
        assert_eq!((shown.status, shown.headers["content-type"].as_str()), (200, kind));
        assert!(shown.body.contains(marker));
    }
    helpline.end(&["9001", "9002", "photo-marker", "+9190"]).await;
}

#[tokio::test]
async fn a_link_to_a_file_ends_and_holds_for_one_file_of_one_complaint() {
    let helpline = Helpline::start().await;
    offer(&helpline, "9001", PHOTO, &json!({})).await;
    let case = Case::open(&helpline, "+919000000001").await;
    case.sends("image", "9001").await;
    helpline.sweep().await;
    let route = text(&case.files().await[0]["href"]);
    let link = path_of(&case.get(&route).await.headers["location"]);
    let status = async |path: &str| helpline.request("GET", path, &[], Vec::new()).await.status;
    assert_eq!(status(&link).await, 200);
    assert_eq!(status(&link.replace("X-Amz-Expires=300", "X-Amz-Expires=900")).await, 403);
    assert_eq!(status(&link.replace("/lko/", "/lko/0")).await, 403);
    assert_eq!(status(link.split('?').next().unwrap()).await, 403);
    helpline.pass(TimeDelta::minutes(5)).await;
    assert_eq!(status(&link).await, 403, "it lasts five minutes");
    assert_eq!(case.get(&route).await.status, 302, "the session is good for another");
    // Another woman's officer, with a true session of another complaint.
    let other = Case::open(&helpline, "+919000000002").await;
    let name = route.rsplit('/').next().unwrap();
    assert_eq!(other.get(&format!("{}/media/{name}", other.link.path)).await.status, 404);
    assert_eq!(other.get(&route).await.status, 401);
    helpline.pass(TimeDelta::minutes(15)).await;
    assert_eq!(case.get(&route).await.status, 401, "the session is over");
    helpline.end(&["9001"]).await;
}

#[tokio::test]
async fn a_provider_that_is_down_is_asked_again() {
    let helpline = Helpline::start().await;
    let case = Case::open(&helpline, "+919000000001").await;
    for (operation, id) in [("media", "9001"), ("file", "9002")] {
        offer(&helpline, id, PHOTO, &json!({})).await;
        for kind in ["error", "throttle"] {
            let fault = json!({"service": "graph", "operation": operation, "kind": kind});
            helpline.tell("POST", "faults", &fault).await;
        }
        case.sends("image", id).await;
        // It fails, waits a minute, fails, and waits for two.
        for (minutes, coming) in [(0, true), (0, true), (1, true), (1, true), (1, false)] {
            case.sweeps(minutes).await;
            assert_eq!(case.page().await.contains(COMING), coming, "{operation} {minutes}");
        }
    }
    assert_eq!(objects(&helpline).await, 2);
    helpline.end(&["9001"]).await;
}

#[tokio::test]
async fn what_the_provider_dropped_is_said_to_be_lost() {
    let helpline = Helpline::start().await;
    offer(&helpline, "9001", PHOTO, &json!({})).await;
    let case = Case::open(&helpline, "+919000000001").await;
    case.sends("image", "9001").await;
    helpline.pass(TimeDelta::days(8)).await;
    helpline.sweep().await;
    assert!(helpline.local("fetches").await.as_array().unwrap().is_empty(), "it is not asked for any more");
    let session = case.link.session().await;
    let case = Case { session, ..case };
    assert!(case.page().await.contains(LOST));
    assert_eq!(case.files().await, [json!({"state": "failed", "why": "expired"})]);
    // A file that the provider never had, or has no more.
    offer(&helpline, "9002", PHOTO, &json!({})).await;
    helpline.pass(TimeDelta::days(8)).await;
    case.sends("image", "9002").await;
    for minutes in [0, 1, 2, 4, 8, 16, 32, 64] {
        case.sweeps(minutes).await;
    }
    assert_eq!(case.files().await[1], json!({"state": "failed", "why": "missing"}));
    helpline.end(&["9001", "9002"]).await;
}

#[tokio::test]
async fn an_address_elsewhere_is_not_followed_and_that_is_said() {
    let helpline = Helpline::start().await;
    let case = Case::open(&helpline, "+919000000001").await;
    let elsewhere = [
        json!({"url": "http://169.254.169.254/latest/meta-data/iam"}),
        json!({"url": "http://127.0.0.1:1/x"}),
        json!({"url": "http://localhost/x"}),
        json!({"url": "https://[::1]/x"}),
        json!({"url": "https://example.org/x.jpg"}),
        json!({"url": "https://graph.facebook.com@example.org/x.jpg"}),
        json!({"url": "file:///etc/passwd"}),
        json!({"redirect": "http://169.254.169.254/latest/meta-data/iam"}),
        json!({"redirect": "//example.org/x.jpg"}),
        json!({"redirect": "https://lookaside.fbsbx.com.example.org/x.jpg"}),
    ];
    for (at, more) in elsewhere.iter().enumerate() {
        let id = format!("91{at:02}");
        offer(&helpline, &id, PHOTO, more).await;
        case.sends("image", &id).await;
    }
    helpline.sweep().await;
    for (file, more) in case.files().await.iter().zip(&elsewhere) {
        assert_eq!(*file, json!({"state": "failed", "why": "foreign_address"}), "{more}");
    }
    assert_eq!(case.page().await.matches(REFUSED).count(), elsewhere.len());
    assert_eq!(objects(&helpline).await, 0);
    let fetches = helpline.local("fetches").await;
    let paths = fetches.as_array().unwrap().iter().map(|fetch| path_of(&text(&fetch["url"])));
    assert!(paths.into_iter().all(|path| path.starts_with("/graph")), "{fetches}");
    helpline.end(&["169.254", "example.org"]).await;
}

#[tokio::test]
async fn a_file_is_what_its_content_says_and_not_too_large() {
    let helpline = Helpline::start().await;
    let case = Case::open(&helpline, "+919000000001").await;
    let failed = |why: &str| json!({"state": "failed", "why": why});
    let huge = [PHOTO, &vec![0; 16 * 1024 * 1024]].concat();
    let cases: [(&[u8], Value); 6] = [
        (b"<html><script>alert(1)</script>", failed("unknown_kind")),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", failed("unknown_kind")),
        (b"PK\x03\x04 an archive", failed("unknown_kind")),
        (b"", failed("unknown_kind")),
        (&huge, failed("too_large")),
        (b"%PDF-1.7 a certificate", json!({"state": "stored", "type": "application/pdf", "bytes": 22})),
    ];
    for (at, (bytes, _)) in cases.iter().enumerate() {
        let id = format!("92{at:02}");
        offer(&helpline, &id, bytes, &json!({})).await;
        case.sends("image", &id).await;
    }
    helpline.sweep().await;
    for (at, (mut file, (_, expected))) in case.files().await.into_iter().zip(&cases).enumerate() {
        file.as_object_mut().unwrap().remove("href");
        assert_eq!(file, *expected, "{at}");
    }
    let page = case.page().await;
    assert_eq!((page.matches(REFUSED).count(), page.matches("(PDF)").count()), (5, 1));
    assert_eq!(objects(&helpline).await, 1);
    helpline.end(&["alert("]).await;
}

#[tokio::test]
async fn dying_anywhere_a_file_is_stored_once() {
    let helpline = Helpline::start().await;
    let case = Case::open(&helpline, "+919000000001").await;
    // Taking the effects over, storing the file, keeping where it lies,
    // marking the effects as done.
    let deaths = [1, 2, 3, 4].into_iter().flat_map(|nth| [("before", nth), ("after", nth)]);
    let mut stored = 0;
    for (when, nth) in deaths {
        let id = format!("93{stored:02}");
        offer(&helpline, &id, PHOTO, &json!({})).await;
        case.sends("image", &id).await;
        let kill = json!({"function": "sla-sweeper", "at": format!("{when}-commit"), "nth": nth});
        assert_eq!(helpline.tell("POST", "kill", &kill).await.status, 204);
        assert_eq!(helpline.tell("POST", "sweep", &json!({})).await.status, 502, "{when} {nth}");
        case.sweeps(1).await;
        stored += 1;
        assert_eq!(objects(&helpline).await, stored, "{when} {nth}");
        assert_eq!(helpline.local("outboxes").await, json!({"pending": 0, "fetching": 0}), "{when} {nth}");
        helpline.tell("PUT", "clock", &json!({"now": "2026-12-01T04:30:00Z", "frozen": true})).await;
    }
    let files = case.files().await;
    assert!(files.len() == stored && files.iter().all(|file| file["state"] == "stored"), "{files:?}");
    helpline.end(&[]).await;
}

#[tokio::test]
async fn a_store_that_fails_gets_the_file_again() {
    let helpline = Helpline::start().await;
    let case = Case::open(&helpline, "+919000000001").await;
    for (at, kind) in ["error", "throttle", "lost-response"].into_iter().enumerate() {
        let id = format!("94{at:02}");
        offer(&helpline, &id, PHOTO, &json!({})).await;
        helpline
            .tell("POST", "faults", &json!({"service": "s3", "operation": "PutObject", "kind": kind}))
            .await;
        case.sends("image", &id).await;
        case.sweeps(0).await;
        assert!(case.page().await.contains(COMING), "{kind}");
        case.sweeps(1).await;
        assert!(!case.page().await.contains(COMING), "{kind}");
        assert_eq!(objects(&helpline).await, at + 1, "{kind}");
    }
    helpline.end(&[]).await;
}

#[tokio::test]
async fn many_photographs_of_one_body_hold_nobody_up() {
    let helpline = Helpline::start().await;
    let case = Case::open(&helpline, "+919000000001").await;
    let photo =
        |at: usize| case.she.meta_message(&json!({"type": "image", "image": {"id": format!("95{at:02}")}}));
    let body = meta_body(&(0..10).map(photo).collect::<Vec<_>>());
    for at in 0..10 {
        offer(&helpline, &format!("95{at:02}"), PHOTO, &json!({})).await;
    }
    assert_eq!(deliver_meta(&helpline, body).await.status, 200);
    for stored in [4, 8, 10, 10] {
        helpline.sweep().await;
        assert_eq!(objects(&helpline).await, stored);
    }
    assert_eq!(helpline.local("outboxes").await, json!({"pending": 0, "fetching": 0}));
    helpline.end(&[]).await;
}

#[tokio::test]
async fn through_twilio_too() {
    let helpline = Helpline::start().await;
    let case = Case::open(&helpline, "+919000000001").await;
    offer(&helpline, "ME1", PHOTO, &json!({})).await;
    offer(&helpline, "ME2", PHOTO, &json!({"redirect": "https://example.org/x.jpg"})).await;
    let account = "AC00000000000000000000000000000000";
    for (sid, url) in [
        ("SM1", format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Messages/MM1/Media/ME1")),
        ("SM2", format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Messages/MM1/Media/ME2")),
        ("SM3", "https://example.org/x.jpg".to_owned()),
    ] {
        let fields = [
            ("MessageSid", sid),
            ("AccountSid", account),
            ("From", "whatsapp:+919000000001"),
            ("To", "whatsapp:+915220000001"),
            ("Body", ""),
            ("NumMedia", "1"),
            ("MediaContentType0", "image/jpeg"),
            ("MediaUrl0", &url),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let sent = deliver_twilio(&helpline, channels::form_encode(&fields).into_bytes()).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
    }
    helpline.sweep().await;
    let files = case.files().await;
    assert_eq!(files.len(), 3, "{files:?}");
    let stored = files.iter().filter(|file| file["state"] == "stored").count();
    let foreign = files.iter().filter(|file| file["why"] == "foreign_address").count();
    assert_eq!((stored, foreign), (1, 2), "{files:?}");
    helpline.end(&["example.org"]).await;
}

/// All files of one message are fetched; one that is lost takes no other along.
#[tokio::test]
async fn several_files_in_one_message_are_all_shown() {
    let helpline = Helpline::start().await;
    let case = Case::open(&helpline, "+919000000001").await;
    offer(&helpline, "ME1", PHOTO, &json!({})).await;
    offer(&helpline, "ME3", VOICE, &json!({})).await;
    let account = "AC00000000000000000000000000000000";
    let url =
        |id: &str| format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Messages/MM1/Media/{id}");
    let urls = [url("ME1"), "https://example.org/x.jpg".to_owned(), url("ME3")];
    let mut fields = vec![
        ("MessageSid".to_owned(), "SM1".to_owned()),
        ("AccountSid".to_owned(), account.to_owned()),
        ("From".to_owned(), "whatsapp:+919000000001".to_owned()),
        ("To".to_owned(), "whatsapp:+915220000001".to_owned()),
        ("NumMedia".to_owned(), "3".to_owned()),
        ("MediaContentType0".to_owned(), "image/jpeg".to_owned()),
    ];
    fields.extend(urls.into_iter().enumerate().map(|(n, url)| (format!("MediaUrl{n}"), url)));
    let body = channels::form_encode(&fields).into_bytes();
    for _ in 0..2 {
        assert_eq!(deliver_twilio(&helpline, body.clone()).await.status, 200);
    }
    assert_eq!(case.page().await.matches(COMING).count(), 3);
    helpline.sweep().await;
    let page = case.page().await;
    assert!(page.contains("<img src=\"/c/") && page.contains("<audio controls"), "{page}");
    assert_eq!((page.matches(REFUSED).count(), page.contains(COMING)), (1, false), "{page}");
    let read = case.link.reads().await;
    let message = read["messages"].as_array().unwrap().iter().find(|it| it["has_media"] == true).unwrap();
    let files = message["files"].as_array().unwrap();
    let states: Vec<String> = files.iter().map(|file| text(&file["state"])).collect();
    assert_eq!(states, ["stored", "failed", "stored"]);
    assert_ne!(files[0]["href"], files[2]["href"]);
    assert_eq!(objects(&helpline).await, 2);
    helpline.end(&["example.org", "photo-marker", "voice-marker"]).await;
}

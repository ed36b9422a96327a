//! What must hold of a parser whatever it is given. The fuzz targets and the
//! replay of their corpus in `cargo test` share this file.

use domain::message::{Inbound, InboundMessage};

/// Longest id that is let in, in bytes.
const ID_LIMIT: usize = 512;

/// Reads `body` twice, and judges what came of it.
///
/// # Panics
/// Where a rule is broken: that is the finding.
pub fn hold(parse: fn(&[u8]) -> Vec<Inbound>, body: &[u8]) {
    let inbound = parse(body);
    assert!(inbound.len() == parse(body).len(), "sent again, a body means the same");
    for part in &inbound {
        match part {
            Inbound::Message(message) => message_holds(message),
            Inbound::Status(status) => id_holds(&status.provider_message_id),
            Inbound::Consent(change) => {
                assert!(change.sender.identity().is_some(), "a wish is somebody's");
            }
            Inbound::Odd(part) => {
                assert!(
                    !part.why.is_empty() && (!part.raw.is_empty() || body.is_empty()),
                    "an odd part is kept"
                );
            }
        }
    }
}

fn message_holds(message: &InboundMessage) {
    id_holds(&message.provider_message_id);
    id_holds(&message.receiver);
    assert!(message.sender.identity().is_some(), "a message is somebody's");
    if let Some(phone) = &message.sender.phone {
        let digits = phone.strip_prefix('+').unwrap_or_default();
        assert!((7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()), "E.164");
    }
    for text in [&message.text, &message.choice].into_iter().flatten() {
        assert!(!text.contains(['\0', '\u{202e}', '\u{2066}', '\u{1b}']), "her words hide nothing");
    }
    if let Some(at) = message.location {
        assert!(at.latitude.abs() <= 90.0 && at.longitude.abs() <= 180.0, "a point on the map");
    }
    let silent = message.text.is_none() && message.media_id.is_none() && message.location.is_none();
    let said_by_kind = !message.kind.is_substance() || message.choice.is_some();
    assert!(!silent || said_by_kind || message.raw.is_some(), "what has no field of its own is kept raw");
}

fn id_holds(id: &str) {
    assert!(
        !id.is_empty() && id.len() <= ID_LIMIT && !id.chars().any(char::is_control),
        "an id names something"
    );
}

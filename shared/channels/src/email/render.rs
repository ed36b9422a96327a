//! An answer by e-mail: SES's `SendEmail` with a mail of our own making, since
//! only that can carry the headers that thread it and mark it as automatic.
//!
//! Sources: "SendEmail" in the SES API v2 reference; RFC 5322 (form), RFC 2047
//! (subject), RFC 3834 (automatic answers).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::message::{Outgoing, ReplyAddress};

use crate::json::{self, Obj};
use crate::numbered::numbered;
use crate::send::{RenderError, SendOutcome, SendRequest};

/// Bytes of a subject in one encoded word, which with the header's name stays
/// within 76 characters.
const WORD: usize = 39;
/// Longest subject of an answer, in characters.
const SUBJECT_LIMIT: usize = 200;
/// Bytes in one line of base64 (76 characters).
const LINE: usize = 57;

/// The request for an answer to `address`; options become numbered text.
///
/// # Errors
/// The [`RenderError`] that names the missing part.
pub fn render(outgoing: &Outgoing, address: &ReplyAddress) -> Result<SendRequest, RenderError> {
    if outgoing.text.trim().is_empty() {
        return Err(RenderError::Empty { what: "the text" });
    }
    let to = address.to.email.as_deref().filter(|to| is_address(to)).ok_or(RenderError::NoRecipient)?;
    let from = Some(address.from.as_str()).filter(|from| is_address(from)).ok_or(RenderError::NoRecipient)?;
    let text = numbered(&outgoing.text, outgoing.options.choices());
    let mail = format!("{}\r\n{}", headers(address, from, to), body(&text));
    Ok(SendRequest::json(
        "/v2/email/outbound-emails",
        &serde_json::json!({
            "FromEmailAddress": from,
            "Destination": {"ToAddresses": [to]},
            "Content": {"Raw": {"Data": STANDARD.encode(mail)}},
        }),
    ))
}

/// Plain addresses only: what SES takes without SMTPUTF8, and nothing that
/// could be read as two addresses or as another header.
fn is_address(address: &str) -> bool {
    let sound = address.bytes().all(|b| b.is_ascii_graphic() && !b"<>()[],;:\\\"".contains(&b));
    let halves = address.split_once('@');
    sound && halves.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
}

fn headers(address: &ReplyAddress, from: &str, to: &str) -> String {
    let thread = address.thread.as_ref();
    let id = thread.map(|thread| thread.message_id.as_str()).filter(|id| is_message_id(id));
    let threading = id.map(|id| format!("In-Reply-To: {id}\r\nReferences: {id}\r\n")).unwrap_or_default();
    let subject = encoded(&subject(thread.and_then(|thread| thread.subject.as_deref()).unwrap_or_default()));
    format!(
        "From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\n{threading}\
         Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n"
    )
}

fn is_message_id(id: &str) -> bool {
    let inner = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    inner.is_some_and(|id| {
        (1..=900).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>')
    })
}

fn subject(hers: &str) -> String {
    let is_answer = hers.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    let whole = if is_answer { hers.to_owned() } else { format!("Re: {hers}") };
    let one_line = whole.chars().map(|c| if c.is_control() { ' ' } else { c });
    one_line.take(SUBJECT_LIMIT).collect::<String>().trim().to_owned()
}

/// A header's text in encoded words of whole characters.
fn encoded(text: &str) -> String {
    let mut words: Vec<String> = vec![String::new()];
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + c.len_utf8() <= WORD => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let words = words.iter().map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word)));
    words.collect::<Vec<_>>().join("\r\n ")
}

fn body(text: &str) -> String {
    let text = text.replace('\n', "\r\n");
    text.as_bytes().chunks(LINE).map(|line| format!("{}\r\n", STANDARD.encode(line))).collect()
}

/// What SES made of a mail. Its refusals name our account, our domain or our
/// limits as often as her address, and not which: all are tried again, as often
/// as a message is.
#[must_use]
pub fn parse_send_answer(status: u16, body: &[u8]) -> SendOutcome {
    let body = json::text_of(body);
    let id = Obj::parse(&body).and_then(|answer| answer.id("MessageId"));
    match (status, id) {
        (200..=299, Some(id)) => SendOutcome::Sent { provider_message_id: id },
        (429, _) => SendOutcome::RateLimited,
        (400..=499, _) => SendOutcome::Retry { why: "SES refused the mail, or us" },
        _ => SendOutcome::Retry { why: "SES failed" },
    }
}

//! A mail as she wrote it: MIME to a domain message. Parsed by `mail-parser`,
//! which recovers what it can; what is left odd goes to quarantine.

use domain::message::{
    Channel, Inbound, InboundMessage, MailVerdicts, MessageKind, Provider, Sender, Verdict,
};
use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};
use sha2::{Digest as _, Sha256};

use super::quote::without_quotation;
use super::ses::{Place, Received};
use crate::text::clean;
use crate::{ID_LIMIT, is_id, odd};

/// Longest subject that is kept, in characters. RFC 5322 has no limit; programs
/// write under 250.
const SUBJECT_LIMIT: usize = 1_000;
/// So much of a mail without words is kept with the message, in characters; the
/// whole mail lies in its object.
const RAW_LIMIT: usize = 20_000;

/// So many attachments of a mail are shown; its words say the rest.
const MOST_ATTACHMENTS: usize = 10;

/// What a mail holds: one message, and the raw mail as well where some of its
/// words could not be read. A mail that harms or names nobody is odd.
#[must_use]
pub fn parse(received: &Received, raw: &[u8]) -> Vec<Inbound> {
    if received.verdicts.is_harmful() {
        return vec![odd(raw, "a mail that is spam or carries a virus")];
    }
    let Some(mail) = MessageParser::default().parse(raw) else {
        return vec![odd(raw, "not a mail")];
    };
    let Some(from) = her_address(&mail, received) else {
        return vec![odd(raw, "a mail from nobody")];
    };
    let Some(receiver) = received.recipients.iter().find(|to| is_id(to)) else {
        return vec![odd(raw, "a mail to nobody")];
    };
    let message = message(received, &mail, from, receiver.to_ascii_lowercase(), raw);
    let mut parts = vec![Inbound::Message(Box::new(message))];
    if is_damaged(&mail) {
        parts.push(odd(raw, "a mail whose words could be read only in part"));
    }
    parts
}

/// What a mail out of quarantine holds, of which nothing but its bytes is left.
/// Who sent it cannot be told any more, so nothing is done on its word.
#[must_use]
pub fn parse_raw(raw: &[u8]) -> Vec<Inbound> {
    let mail = MessageParser::default().parse(raw);
    let to = mail.as_ref().and_then(|mail| mail.to()?.first()?.address().map(str::to_owned));
    let received = Received {
        id: crate::text::hex(&Sha256::digest(raw)),
        source: mail.as_ref().and_then(|mail| mail.return_address()).unwrap_or("unknown").to_owned(),
        recipients: to.into_iter().collect(),
        sent_at: None,
        verdicts: MailVerdicts { dmarc: Verdict::Fail, ..MailVerdicts::default() },
        place: Place::Here(Vec::new()),
    };
    parse(&received, raw)
}

fn message(
    received: &Received,
    mail: &Message<'_>,
    from: String,
    receiver: String,
    raw: &[u8],
) -> InboundMessage {
    let subject =
        mail.subject().map(|subject| clean(&subject.chars().take(SUBJECT_LIMIT).collect::<String>()));
    let subject = subject.filter(|subject| !subject.trim().is_empty());
    let text = words(mail, &receiver).or_else(|| subject.clone());
    let attachment = mail.attachments().next();
    let mut files = attachments(received, mail).into_iter();
    let kind = kind(mail, received, &from, text.is_some());
    let is_silent = text.is_none();
    InboundMessage {
        provider: Provider::Email,
        channel: Channel::Email,
        provider_message_id: message_id(mail).unwrap_or_else(|| received.id.clone()),
        receiver,
        sender: Sender { email: Some(from), ..Sender::default() },
        kind,
        text,
        choice: None,
        media_id: files.next(),
        media_type: attachment.and_then(|part| part.content_type()).map(type_of),
        media_count: u32::try_from(mail.attachment_count()).unwrap_or(u32::MAX),
        further_media: files.collect(),
        location: None,
        reply_to: id_of(mail.in_reply_to().as_text()),
        subject,
        verdicts: Some(received.verdicts),
        raw: is_silent.then(|| String::from_utf8_lossy(raw).chars().take(RAW_LIMIT).collect()),
        sent_at: received.sent_at.clone(),
    }
}

/// Where its attachments lie: in the mail's object, by their place in it. Of a
/// mail that came within the notification nothing is kept but its words.
fn attachments(received: &Received, mail: &Message<'_>) -> Vec<String> {
    let Place::Object { bucket, key } = &received.place else { return Vec::new() };
    let count = mail.attachment_count().min(MOST_ATTACHMENTS);
    (0..count).map(|place| format!("{bucket}/{key}#{place}")).collect()
}

/// An attachment that [`parse`] named: the bucket, the object, its place.
#[must_use]
pub fn read_attachment(id: &str) -> Option<(&str, &str, usize)> {
    let (object, place) = id.rsplit_once('#')?;
    let (bucket, key) = object.split_once('/')?;
    Some((bucket, key, place.parse().ok()?))
}

/// The bytes of the attachment at this place of a mail.
#[must_use]
pub fn attachment(raw: &[u8], place: usize) -> Option<Vec<u8>> {
    let mail = MessageParser::default().parse(raw)?;
    Some(mail.attachments().nth(place)?.contents().to_vec())
}

/// Whom the mail says that it is from, as she reads it; in small letters, since
/// nobody's address differs in that alone. A bounce may say so in the envelope
/// only.
fn her_address(mail: &Message<'_>, received: &Received) -> Option<String> {
    let written = mail.from().and_then(|from| from.iter().find_map(|address| address.address()));
    let address = written.unwrap_or(&received.source).trim().to_lowercase();
    let is_address = address.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    (is_address && is_id(&address)).then_some(address)
}

/// Message-ID in its angle brackets.
fn message_id(mail: &Message<'_>) -> Option<String> {
    id_of(mail.message_id())
}

fn id_of(id: Option<&str>) -> Option<String> {
    let id = id?.trim().trim_matches(['<', '>']);
    (is_id(id) && id.len() < ID_LIMIT - 2).then(|| format!("<{id}>"))
}

fn type_of(content: &mail_parser::ContentType<'_>) -> String {
    let subtype = content.subtype().unwrap_or_default();
    clean(&format!("{}/{subtype}", content.ctype()).to_lowercase())
}

/// Her words: the plain text, else the HTML as text, without what she answers.
fn words(mail: &Message<'_>, ours: &str) -> Option<String> {
    let plain: Vec<_> = (0..mail.text_body_count()).filter_map(|place| mail.body_text(place)).collect();
    let plain = clean(&plain.join("\n"));
    let all = if plain.trim().is_empty() { html_as_text(mail) } else { plain };
    let own = without_quotation(&all, ours).trim();
    (!own.is_empty()).then(|| own.to_owned())
}

/// For a program that leaves the plain part empty.
fn html_as_text(mail: &Message<'_>) -> String {
    let html = mail.html_bodies().filter_map(|part| part.text_contents());
    clean(&html.map(mail_parser::decoders::html::html_to_text).collect::<Vec<_>>().join("\n"))
}

fn kind(mail: &Message<'_>, received: &Received, from: &str, has_words: bool) -> MessageKind {
    if is_automatic(mail) || is_bounce(mail, received, from) {
        MessageKind::System
    } else if has_words {
        MessageKind::Text
    } else if let Some(part) = mail.attachments().next() {
        match part.content_type().map(|content| content.ctype().to_lowercase()).as_deref() {
            Some("image") => MessageKind::Image,
            Some("audio") => MessageKind::Audio,
            Some("video") => MessageKind::Video,
            _ => MessageKind::Document,
        }
    } else {
        MessageKind::Unsupported
    }
}

/// Whether a program wrote it by itself. Sources: RFC 3834 (Auto-Submitted),
/// RFC 2919 (List-Id), [MS-OXCMAIL] (X-Auto-Response-Suppress); Precedence and
/// the others are what older autoresponders write.
fn is_automatic(mail: &Message<'_>) -> bool {
    let value = |name: &'static str| header(mail, name);
    let submitted = value("Auto-Submitted").unwrap_or("no");
    let submitted = submitted.split([';', ' ']).next().unwrap_or_default();
    let precedence = value("Precedence").unwrap_or_default().to_ascii_lowercase();
    !submitted.eq_ignore_ascii_case("no")
        || ["auto_reply", "bulk", "junk", "list"].contains(&precedence.as_str())
        || ["X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond"]
            .iter()
            .any(|name| value(name).is_some())
        || value("List-Id").is_some()
}

/// A header as it is written, by its name in whatever letters.
fn header<'a>(mail: &'a Message<'_>, name: &str) -> Option<&'a str> {
    mail.headers_raw().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// Whether it tells that a mail of ours did not arrive (RFC 3464), or comes
/// from nobody whom an answer could reach.
fn is_bounce(mail: &Message<'_>, received: &Received, from: &str) -> bool {
    let name = from.split('@').next().unwrap_or_default();
    let report = mail.content_type().is_some_and(|content| {
        content.ctype().eq_ignore_ascii_case("multipart")
            && content.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("report"))
    });
    let returns_to_nobody = header(mail, "Return-Path") == Some("<>");
    report
        || returns_to_nobody
        || ["", "<>"].contains(&received.source.trim())
        || ["mailer-daemon", "postmaster"].contains(&name)
}

/// Whether some of its text could not be decoded.
fn is_damaged(mail: &Message<'_>) -> bool {
    let is_text =
        |part: &&mail_parser::MessagePart<'_>| matches!(part.body, PartType::Text(_) | PartType::Html(_));
    mail.parts.iter().filter(is_text).any(|part| {
        part.is_encoding_problem || part.text_contents().is_some_and(|text| text.contains('\u{fffd}'))
    })
}

//! SES, as far as the helpline uses it: `SendEmail` with a raw mail.
//!
//! Source: "SendEmail" in the SES API v2 reference; "Sending raw email" in the
//! SES developer guide (what a raw mail must have); RFC 5322 (line length).

use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mail_parser::MessageParser;
use serde_json::{Value, json};

use crate::calls::Call;
use crate::faults::{Boundary, FaultKind, Service};
use crate::outbound::{Sent, numbered};
use crate::process::Instance;
use crate::rules;
use crate::runtime_api::{Outgoing, fetched};
use crate::stack::Shared;

/// RFC 5322, section 2.1.1.
const LINE: usize = 998;

/// Why SES refuses: HTTP status, the exception's name, the message.
type Refusal = (u16, &'static str, &'static str);

/// Serves a function's request for what comes after `/ses/`.
pub(crate) async fn serve(instance: &Instance, path: &str, request: &Outgoing) -> Response {
    if path != "v2/email/outbound-emails" || request.method != Method::POST {
        fetched(instance, request);
        return refuse((404, "NotFoundException", "Not found"));
    }
    let call = Call { instance, service: Service::Ses, operation: "SendEmail", kind: Some(Boundary::Send) };
    let act = async {
        match accept(&instance.shared, request) {
            Ok(id) => axum::Json(json!({"MessageId": id})).into_response(),
            Err(refusal) => refuse(refusal),
        }
    };
    call.perform(failure, act, || ()).await
}

fn accept(shared: &Shared, request: &Outgoing) -> Result<String, Refusal> {
    let bad = |message| (400, "BadRequestException", message);
    let authorization = rules::header(request, &header::AUTHORIZATION);
    let signed = authorization.starts_with("AWS4-HMAC-SHA256 Credential=local/")
        && authorization.contains("/ap-south-1/ses/aws4_request, SignedHeaders=")
        && authorization.contains("host;x-amz-date");
    if !signed {
        return Err((403, "SignatureDoesNotMatch", "The request is not signed for SES"));
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| bad("not JSON"))?;
    let from = body["FromEmailAddress"].as_str().unwrap_or_default();
    if from.is_empty() || !shared.config.all_policies().contains(&format!("\"{from}\"")) {
        return Err((400, "MessageRejected", "Email address is not verified."));
    }
    let [to] = body["Destination"]["ToAddresses"].as_array().map_or(&[][..], Vec::as_slice) else {
        return Err(bad("Destination.ToAddresses must be a list, here of one"));
    };
    let to = to.as_str().filter(|to| to.is_ascii() && to.contains('@')).ok_or(bad("Illegal address"))?;
    let raw = body["Content"]["Raw"]["Data"].as_str().ok_or(bad("Content.Raw.Data is missing"))?;
    let raw = STANDARD.decode(raw).map_err(|_| bad("Content.Raw.Data is not base64"))?;
    let text = mail_text(&raw, from, to).map_err(bad)?;
    let id = format!("0109{}-000000", uuid::Uuid::new_v4().simple());
    shared.outbound.record(Sent {
        id: id.clone(),
        provider: "email",
        to: to.to_owned(),
        kind: "text",
        options: numbered(&text),
        text,
        raw: String::from_utf8_lossy(&request.body).into_owned(),
        at: shared.clock.now(),
    });
    Ok(id)
}

/// The words of a raw mail that SES would pass on.
fn mail_text(raw: &[u8], from: &str, to: &str) -> Result<String, &'static str> {
    let lines = || raw.split(|byte| *byte == b'\n');
    if !raw.is_ascii() || lines().any(|line| line.len() > LINE) {
        return Err("a raw mail is ASCII, its lines of at most 998 characters");
    }
    if lines().any(|line| !line.is_empty() && !line.ends_with(b"\r")) {
        return Err("a raw mail's lines end in CRLF");
    }
    let mail = MessageParser::default().parse(raw).ok_or("not a mail")?;
    let names = |list: Option<&mail_parser::Address<'_>>, address: &str| {
        list.is_some_and(|list| list.iter().filter_map(|one| one.address()).eq([address]))
    };
    if !names(mail.from(), from) || !names(mail.to(), to) || mail.cc().is_some() || mail.bcc().is_some() {
        return Err("the mail is from, or to, others than the request says");
    }
    let text = mail.body_text(0).filter(|text| !text.trim().is_empty()).ok_or("an empty mail")?;
    Ok(text.replace("\r\n", "\n").trim_end().to_owned())
}

fn refuse((status, name, message): Refusal) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let name = [("x-amzn-errortype", name)];
    (status, name, axum::Json(json!({"message": message}))).into_response()
}

fn failure(kind: FaultKind) -> Response {
    match kind {
        FaultKind::Throttle => refuse((429, "TooManyRequestsException", "Maximum sending rate exceeded.")),
        _ => refuse((500, "InternalServiceError", "Internal failure")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ses_refuses() {
        let check = |raw: &str, expected: Result<&str, &str>| {
            let found = mail_text(raw.as_bytes(), "a@b.org", "c@d.org");
            assert_eq!(found.as_deref().map_err(|why| *why), expected, "{raw}");
        };
        let head = "From: a@b.org\r\nTo: c@d.org\r\n";
        check(&format!("{head}\r\nwords\r\n"), Ok("words"));
        check(&format!("{head}\r\n"), Err("an empty mail"));
        check(&format!("{head}\r\nwords\n"), Err("a raw mail's lines end in CRLF"));
        let others = Err("the mail is from, or to, others than the request says");
        check(&format!("{head}Bcc: e@f.org\r\n\r\nwords\r\n"), others);
        check("From: a@b.org\r\nTo: c@d.org, e@f.org\r\n\r\nwords\r\n", others);
        check(&format!("{head}\r\nशब्द"), Err("a raw mail is ASCII, its lines of at most 998 characters"));
    }
}

//! What a provider's error code means for what is done next, once a message
//! that it had taken did not arrive.

use domain::message::{DeliveryState, DeliveryStatus, FailureReason, Inbound, Provider, Sender};

use crate::{gupshup, infobip, meta, twilio};

/// News of a message of ours: from whom to whom, as far as it is told.
pub(crate) struct News {
    pub(crate) provider: Provider,
    pub(crate) id: String,
    pub(crate) state: DeliveryState,
    /// The provider's code, if it gives one.
    pub(crate) code: Option<String>,
    pub(crate) recipient: Sender,
    /// Our number.
    pub(crate) receiver: Option<String>,
}

impl From<News> for Inbound {
    fn from(news: News) -> Self {
        let failed = news.state == DeliveryState::Failed;
        let error = news.code.filter(|_| failed);
        Self::Status(DeliveryStatus {
            provider: news.provider,
            provider_message_id: news.id,
            status: news.state,
            reason: failed.then(|| reason(news.provider, error.as_deref())),
            error,
            recipient: news.recipient,
            receiver: news.receiver,
            echo: None,
        })
    }
}

/// What a code means. One that is not known means that it does not reach her
/// this way: whatever it was, she has to hear of it by another.
pub fn reason(provider: Provider, code: Option<&str>) -> FailureReason {
    let Some(code) = code else { return FailureReason::Unreachable };
    let (window, rate, opted_out) = match provider {
        Provider::Twilio => (twilio::WINDOW_CLOSED, twilio::RATE_LIMITED, twilio::OPTED_OUT),
        Provider::Gupshup => (gupshup::WINDOW_CLOSED, gupshup::RATE_LIMITED, gupshup::OPTED_OUT),
        Provider::Infobip => (infobip::WINDOW_CLOSED, infobip::RATE_LIMITED, infobip::OPTED_OUT),
        _ => (meta::WINDOW_CLOSED, meta::RATE_LIMITED, meta::OPTED_OUT),
    };
    match code {
        code if window.contains(&code) => FailureReason::WindowClosed,
        code if rate.contains(&code) => FailureReason::RateLimited,
        code if opted_out.contains(&code) => FailureReason::OptedOut,
        _ => FailureReason::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a test may stop")]
    use super::*;

    fn failed(inbound: &[Inbound]) -> DeliveryStatus {
        match inbound {
            [Inbound::Status(status)] => status.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_failure_names_her_and_our_number() {
        let meta_body = |recipient: &str| {
            format!(
                r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{{
                "metadata":{{"phone_number_id":"100000000000001"}},
                "statuses":[{{"id":"a","status":"failed",{recipient},"errors":[{{"code":131026}}]}}]}}}}]}}]}}"#
            )
        };
        let phone = Some("+919000000001");
        let check = |inbound: Vec<Inbound>, who: (Option<&str>, Option<&str>), ours: Option<&str>| {
            let status = failed(&inbound);
            let recipient = (status.recipient.phone.as_deref(), status.recipient.user_id.as_deref());
            assert_eq!((recipient, status.receiver.as_deref()), (who, ours), "{status:?}");
            assert!(status.reason.is_some() && !format!("{status:?}").contains("90000000"));
        };
        let ours = Some("100000000000001");
        let by_number = r#""recipient_id":"919000000001""#;
        let by_id = r#""recipient_user_id":"IN.7""#;
        check(meta::parse(meta_body(by_number).as_bytes()), (phone, None), ours);
        check(meta::parse(meta_body(by_id).as_bytes()), (None, Some("IN.7")), ours);
        let both = format!("{by_number},{by_id}");
        check(meta::parse(meta_body(&both).as_bytes()), (phone, Some("IN.7")), ours);
        let nobody = r#""recipient_id":7"#;
        check(meta::parse(meta_body(nobody).as_bytes()), (None, None), ours);
        let form =
            "MessageSid=a&MessageStatus=failed&To=whatsapp%3A%2B919000000001&From=whatsapp%3A%2B915220000001";
        check(twilio::parse_status(form.as_bytes()), (phone, None), Some("+915220000001"));
        let form = "MessageSid=a&MessageStatus=undelivered&To=%2B919000000001";
        check(twilio::parse_status(form.as_bytes()), (phone, None), None);
        let flat = r#"{"app":"LkoHelpline","type":"message-event","payload":{"id":"a","type":"failed",
            "destination":"919000000001","payload":{"code":1002}}}"#;
        check(gupshup::parse(flat.as_bytes()), (phone, None), Some("LkoHelpline"));
        let report =
            r#"{"results":[{"messageId":"a","to":"919000000001","status":{"groupName":"REJECTED"}}]}"#;
        check(infobip::parse(report.as_bytes()), (phone, None), None);
    }

    #[test]
    fn codes() {
        use FailureReason::{OptedOut, RateLimited, Unreachable, WindowClosed};
        use Provider::{Gupshup, Infobip, Meta, Twilio};
        for (provider, code, expected) in [
            (Meta, Some("131026"), Unreachable),
            (Meta, Some("131047"), WindowClosed),
            (Meta, Some("131048"), RateLimited),
            (Meta, Some("131056"), RateLimited),
            (Meta, Some("130429"), RateLimited),
            (Meta, Some("80007"), RateLimited),
            (Meta, Some("131050"), OptedOut),
            (Meta, Some("131000"), Unreachable),
            (Meta, Some("7"), Unreachable),
            (Meta, None, Unreachable),
            (Twilio, Some("30008"), Unreachable),
            (Twilio, Some("63016"), WindowClosed),
            (Twilio, Some("63018"), RateLimited),
            (Twilio, Some("21610"), OptedOut),
            (Gupshup, Some("1002"), Unreachable),
            (Gupshup, Some("470"), WindowClosed),
            (Gupshup, Some("1005"), WindowClosed),
            (Gupshup, Some("131048"), RateLimited),
            (Gupshup, Some("1012"), OptedOut),
            (Infobip, Some("7002"), Unreachable),
            (Infobip, Some("7010"), WindowClosed),
            (Infobip, Some("EC_NO_SESSION"), WindowClosed),
            (Infobip, Some("7017"), RateLimited),
            (Infobip, Some("7033"), OptedOut),
        ] {
            assert_eq!(reason(provider, code), expected, "{provider} {code:?}");
        }
    }
}

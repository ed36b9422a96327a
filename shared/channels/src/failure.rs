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
    use super::*;

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

//! What is known of an e-mail beside its words: what SES found when it checked
//! it, and the thread that an answer belongs to.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What one check of SES found.
///
/// Source: "Contents of notifications for Amazon SES email receiving" in the
/// SES developer guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// The mail passed.
    Pass,
    /// It failed.
    Fail,
    /// Neither: the sender's domain says nothing, or SES cannot tell.
    Gray,
    /// SES could not check it.
    ProcessingFailed,
    /// Not checked, or a word that is not known.
    #[default]
    #[serde(other)]
    Unknown,
}

/// What SES's checks found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MailVerdicts {
    /// Whether the host may send for the envelope's domain.
    pub spf: Verdict,
    /// Whether a signature of the domain holds.
    pub dkim: Verdict,
    /// Whether one of the two is the domain of the address that she reads.
    pub dmarc: Verdict,
    /// Whether it is none of the usual rubbish.
    pub spam: Verdict,
    /// Whether it carries nothing that harms.
    pub virus: Verdict,
}

impl MailVerdicts {
    /// Whether the mail is to be taken for somebody else's than it says: DMARC
    /// refuses it, or, where the domain has no such policy, its host may not
    /// send for the domain and no signature holds.
    #[must_use]
    pub fn is_forged(&self) -> bool {
        let unsigned = self.spf == Verdict::Fail && self.dkim != Verdict::Pass;
        self.dmarc == Verdict::Fail || (self.dmarc != Verdict::Pass && unsigned)
    }

    /// Whether nobody should have to read it: spam, or a virus.
    #[must_use]
    pub fn is_harmful(&self) -> bool {
        self.spam == Verdict::Fail || self.virus == Verdict::Fail
    }
}

/// What ties an answer to her mail. Personal: `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailThread {
    /// Message-ID of her last mail, in its angle brackets.
    pub message_id: String,
    /// Its subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

impl fmt::Debug for MailThread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailThread(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Category;
    use crate::message::{Channel, InboundMessage, Provider};
    use crate::testing::Helpline;

    fn forged(message: &mut InboundMessage) {
        (message.provider, message.channel) = (Provider::Email, Channel::Email);
        message.verdicts = Some(MailVerdicts { dmarc: Verdict::Fail, ..MailVerdicts::default() });
    }

    #[test]
    fn a_forged_mail_is_kept_with_her_case_and_does_nothing() {
        let mut line = Helpline::new();
        line.register(Category::Pension);
        line.officer_disposes();
        let before = (line.state.complainant.clone(), line.state.complaints.clone());
        for words in ["हाँ", "नहीं", "menu", "status", "cancel", "bachao"] {
            assert!(line.she_sends(words, forged).is_empty(), "{words} is answered");
        }
        let mut after = (line.state.complainant.clone(), line.state.complaints.clone());
        if let (Some(was), Some(her)) = (&before.0, &mut after.0) {
            her.version = was.version;
        }
        assert_eq!(after, before);
    }

    #[test]
    fn where_nothing_is_open_even_a_forged_mail_is_not_lost() {
        let mut line = Helpline::new();
        assert_eq!(line.she_sends("मेरी पेंशन तीन महीने से नहीं आई है", forged).len(), 1);
        assert!(line.she_sends("register", forged).is_empty(), "but nothing is done on its word");
        assert!(line.state.complaints.is_empty());
    }

    #[test]
    fn what_is_forged() {
        use Verdict::{Fail, Gray, Pass, ProcessingFailed, Unknown};
        let check = |spf, dkim, dmarc, forged| {
            let verdicts = MailVerdicts { spf, dkim, dmarc, ..MailVerdicts::default() };
            assert_eq!(verdicts.is_forged(), forged, "{verdicts:?}");
        };
        check(Pass, Pass, Pass, false);
        // A forwarder breaks SPF; the signature still holds.
        check(Fail, Pass, Pass, false);
        check(Fail, Pass, Gray, false);
        check(Fail, Gray, Gray, true);
        check(Fail, Fail, Unknown, true);
        check(Pass, Pass, Fail, true);
        check(Gray, Gray, Gray, false);
        check(Unknown, Unknown, ProcessingFailed, false);
    }

    #[test]
    fn a_word_that_is_not_known_is_no_verdict() {
        let read: Result<MailVerdicts, _> = serde_json::from_str(r#"{"spf":"PASS","spam":"DISABLED"}"#);
        let expected = MailVerdicts { spf: Verdict::Pass, ..MailVerdicts::default() };
        assert_eq!(read.ok(), Some(expected));
    }
}

//! What the clock has to tell her, on a phone that may be in somebody else's
//! hand: first only that there is something on her number; the words wait until
//! she answers 1, or 'read'.
//!
//! However lately she wrote: a cry left alone for five minutes may be a phone
//! that was taken away. What she herself asks for is answered in full, and an
//! officer's own words reach her inside her window as they are.

use serde::{Deserialize, Serialize};

use crate::category::Language;
use crate::closure;
use crate::complainant::Complainant;
use crate::conversation::Turn;
use crate::hearing::Heard;
use crate::message::InboundMessage;
use crate::normalise;
use crate::outgoing::Outgoing;
use crate::prompts;
use crate::reference::Reference;
use crate::words;

/// So many wait at most; of more the oldest goes, which the later ones outdate.
const MOST: usize = 5;
/// What she writes to read it, besides 1. Folded, as all words are.
const READ: [&str; 9] = ["read", "पढ़ें", "पढ़ो", "पढ़ना", "पढ़ना है", "पढ़िए", "padhein", "padho", "पढें"];

/// Words that wait for her. Personal: `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldNews {
    /// About which complaint.
    pub reference: Reference,
    /// What she will read.
    pub text: String,
}

impl std::fmt::Debug for HeldNews {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HeldNews({})", self.reference)
    }
}

impl Complainant {
    /// Keeps a message for her until she asks for it.
    pub(crate) fn hold_news(&mut self, reference: &Reference, message: Outgoing) {
        self.held_news.push(HeldNews { reference: reference.clone(), text: message.text });
        let over = self.held_news.len().saturating_sub(MOST);
        self.held_news.drain(..over);
        // A '1' is for this now, and no answer to what was offered before.
        if self.draft.is_none() {
            self.offered.clear();
        }
    }
}

/// She reads what waited, in order, and is asked again what she was asked
/// before it. Whether her message was that and no more.
///
/// A number answers the draft that she is in the middle of, if there is one: it
/// was asked by her own writing. A tap says by itself what it answers.
pub(crate) fn read(turn: &mut Turn<'_>, heard: &Heard, message: &InboundMessage) -> bool {
    if turn.her.held_news.is_empty() || *heard == Heard::Distress || message.choice.is_some() {
        return false;
    }
    let text = message.text.as_deref().unwrap_or_default();
    let one = turn.her.draft.is_none() && words::number(text) == Some(1);
    if !one && !says_read(text) {
        return false;
    }
    for news in std::mem::take(&mut turn.her.held_news) {
        turn.belongs_to = Some(news.reference);
        turn.say(prompts::say(news.text));
    }
    if let Some(reference) = closure::awaiting_her_word(turn.state) {
        closure::ask_solved(turn, &reference);
    }
    true
}

fn says_read(text: &str) -> bool {
    let folded = |text: &str| normalise::words(text).into_iter().map(|word| word.fold).collect::<Vec<_>>();
    let said = folded(text);
    READ.iter().any(|read| folded(read) == said)
}

/// It is registered by the clock: the number, and that there is more to read.
#[must_use]
pub fn registered(language: Language, reference: &Reference) -> Outgoing {
    let text = match language {
        Language::Hindi => format!("नंबर {reference} दर्ज हो गया है। आगे पढ़ने के लिए 1 लिखकर भेजें।"),
        Language::English => format!("Number {reference} is registered. Send 1 to read on."),
    };
    Outgoing { text, ..prompts::registered_template(language, reference) }
}

#[cfg(test)]
#[path = "tests/held_news.rs"]
mod tests;

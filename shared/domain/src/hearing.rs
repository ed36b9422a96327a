//! What one message of hers means: a tap, a cry for help, a command, or words.

use crate::category::Language;
use crate::message::InboundMessage;
use crate::normalise;
use crate::prompts::Tap;
use crate::words::{self as known, Command};

/// What she means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Heard {
    /// She chose: by a tap, its number or its words.
    Tap(Tap),
    /// She cries for help.
    Distress,
    /// She tells the helpline to do something.
    Command(Command),
    /// She says something.
    Words,
}

impl Heard {
    /// What a message means to a woman who was last offered these choices. A
    /// cry for help goes before everything that is typed.
    pub(crate) fn of(message: &InboundMessage, offered: &[String]) -> Self {
        if let Some(tap) = message.choice.as_deref().and_then(Tap::read) {
            return Self::Tap(tap);
        }
        let text = message.text.as_deref().unwrap_or_default();
        if known::distress(text) {
            return Self::Distress;
        }
        if let Some(tap) = numbered(text, offered).or_else(|| spelled(text, offered)) {
            return Self::Tap(tap);
        }
        known::command(text).map_or(Self::Words, Self::Command)
    }

    /// Whether it asks for something of its own, rather than for the question
    /// that waits for her: '1', 'yes' and words only open that.
    pub(crate) fn stands_alone(&self, message: &InboundMessage) -> bool {
        match self {
            Self::Tap(_) => message.choice.is_some(),
            Self::Command(command) => {
                matches!(
                    command,
                    Command::Status | Command::Menu | Command::Language(_) | Command::Stop | Command::Start
                )
            }
            Self::Distress => true,
            Self::Words => false,
        }
    }
}

/// "2" means the second of what she was last offered.
fn numbered(text: &str, offered: &[String]) -> Option<Tap> {
    let place = usize::try_from(known::number(text)?).ok()?.checked_sub(1)?;
    offered.get(place).and_then(|id| Tap::read(id))
}

/// The words on a button that she was last offered, written out.
fn spelled(text: &str, offered: &[String]) -> Option<Tap> {
    let said = words(text);
    let is_said = |tap: &Tap| {
        let titles = Language::ALL.map(|language| tap.title(language));
        titles.into_iter().flatten().any(|title| words(title) == said)
    };
    offered.iter().filter_map(|id| Tap::read(id)).find(is_said)
}

/// The words of a text as they sound.
fn words(text: &str) -> Vec<String> {
    normalise::words(text).into_iter().map(|word| word.fold).collect()
}

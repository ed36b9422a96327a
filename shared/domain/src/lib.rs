//! Every rule of the helpline. Pure: no clock, no environment, no randomness,
//! no network, no AWS type. Everything a rule needs is an argument.

pub mod alarm;
pub mod calendar;
pub mod calendar_words;
pub mod category;
mod closure;
pub mod complainant;
pub mod complaint;
mod conversation;
pub mod decide;
pub mod decision;
pub mod dlt;
pub mod dlt_lint;
pub mod effect;
mod escalate;
pub mod event;
mod hearing;
pub mod ids;
pub mod ladder;
pub mod mail;
pub mod media;
pub mod message;
pub mod normalise;
pub mod officer;
pub mod outgoing;
pub mod policy;
pub mod policy_area;
pub mod policy_calendar;
mod policy_check;
mod policy_error;
mod policy_toml;
pub mod prompts;
pub mod reference;
pub mod register;
pub mod roster;
pub mod sms;
#[cfg(test)]
#[path = "tests/testing.rs"]
mod testing;
#[cfg(test)]
#[path = "tests/testing_rules.rs"]
mod testing_rules;
#[cfg(test)]
#[path = "tests/testing_words.rs"]
mod testing_words;
pub mod texts;
mod texts_closure;
pub mod triage;
mod triage_concept;
mod triage_context;
mod triage_rules;
pub mod words;

pub use category::{Category, Language, Name};
pub use decide::decide;
pub use decision::{Context, Decision, KeptMessage, Refused, State};
pub use ids::{AreaId, CellId, EscalationLevel, OfficeId, OfficerId};
pub use reference::Reference;

//! Every rule of the helpline. Pure: no clock, no environment, no randomness,
//! no network, no AWS type. Everything a rule needs is an argument.

pub mod access;
pub mod access_pages;
pub mod accusation;
pub mod alarm;
pub mod calendar;
mod calendar_count;
mod calendar_steps;
mod calendar_week;
pub mod calendar_words;
pub mod case_row;
pub mod category;
mod closure;
pub mod complainant;
pub mod complaint;
pub mod conflict;
mod conversation;
mod counted;
pub mod course;
pub mod decide;
pub mod decision;
pub mod delivery;
pub mod digest;
pub mod dlt;
pub mod dlt_lint;
pub mod effect;
mod escalate;
pub mod event;
pub mod figures;
mod flags;
mod hearing;
mod identity;
pub mod ids;
pub mod ladder;
pub mod limits;
pub mod login;
pub mod mail;
pub mod media;
pub mod message;
pub mod minor;
pub mod month;
pub mod normalise;
pub mod officer;
mod officer_course;
mod officer_pass;
mod officer_senior;
mod outcome;
pub mod outgoing;
mod phrases;
pub mod policy;
pub mod policy_area;
pub mod policy_calendar;
mod policy_check;
mod policy_check_calendar;
pub mod policy_diff;
pub mod policy_edit;
mod policy_edit_toml;
mod policy_error;
mod policy_people;
mod policy_people_check;
mod policy_toml;
pub mod prompts;
pub mod quiet;
pub mod rates;
pub mod reach;
pub mod recount;
pub mod reference;
pub mod register;
mod reopen;
pub mod roster;
pub mod roster_dated;
pub mod roster_gap;
mod settle;
pub mod small_numbers;
pub mod sms;
pub mod tally;
pub mod templates;
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
pub mod texts_limits;
mod texts_wish;
pub mod triage;
mod triage_concept;
mod triage_context;
mod triage_rules;
pub mod undelivered;
pub mod walk_in;
pub mod wish;
pub mod words;

pub use category::{Category, Language, Name};
pub use decide::decide;
pub use decision::{Context, Decision, KeptMessage, Refused, State};
pub use ids::{AreaId, CellId, EscalationLevel, OfficeId, OfficerId};
pub use reference::Reference;

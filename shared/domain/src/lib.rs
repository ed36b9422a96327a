//! Every rule of the helpline. Pure: no clock, no environment, no randomness,
//! no network, no AWS type. Everything a rule needs is an argument.

pub mod category;
pub mod ids;
pub mod ladder;
pub mod message;
pub mod policy;
pub mod policy_area;
pub mod policy_error;
pub mod roster;

pub use category::{Category, Language, Name};
pub use ids::{AreaId, CellId, EscalationLevel, OfficeId, OfficerId};

//! The helpline's ports on AWS: the table on DynamoDB, SMS on SNS, and the
//! providers over HTTP. Nothing here decides anything.

mod bucket;
pub mod clients;
mod commit;
mod commit_together;
pub mod config;
pub mod counting;
mod fetch;
mod identity;
pub mod inspect;
pub mod items;
pub mod keys;
mod lists;
mod logins;
mod mailer;
mod officers;
pub mod publish;
mod settling;
mod sign;
pub mod table;
mod transact;
pub mod versions;
pub mod wiring;
pub mod world;

pub use config::{Config, ConfigError};
pub use table::Table;
pub use wiring::{AfterAnswer, Deployed};
pub use world::Outside;

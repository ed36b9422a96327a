//! The use cases of the helpline over two ports, the table and the world:
//! intake, an officer's update, the sweep, delivery.

pub mod act;
mod crowd;
pub mod deliver;
mod deliver_http;
pub mod desk;
mod digest;
pub mod due;
pub mod figures;
mod file_kind;
mod files;
mod hear;
pub mod hosts;
pub mod intake;
pub mod jobs;
pub mod lists;
pub mod log;
pub mod mail;
pub mod officer_intake;
pub mod others;
mod out;
pub mod own_list;
mod pass_on;
pub mod pin;
pub mod ports;
pub mod recompute;
pub mod service;
pub mod staff;
mod status;
mod step;
pub mod sweep;
mod threads;
mod together;
pub mod vault;
pub mod woman;

pub use ports::{Store, StoreError, World};
pub use service::Helpline;
pub use vault::{PersonKey, Vault};

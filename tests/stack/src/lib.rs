//! The whole helpline on this machine: see the contract in `README.md`.
//!
//! The three real function binaries run behind a local Lambda Runtime API
//! ([`runtime_api`]) in sandboxes ([`pool`], [`process`]), each with a port of
//! its own, so that every request that leaves a function is known by function,
//! instance and invocation. [`gateway`] turns HTTP into API Gateway events,
//! [`dynamo`], [`sns`], [`graph`], [`twilio`], [`gupshup`] and [`infobip`] are the
//! services, [`faults`] makes them fail, [`clock`] is the time, [`local`] answers below `/local`.
//!
//! Nothing here is ever deployed, and no function knows that it runs here.

mod binaries;
mod calls;
pub mod clock;
pub mod config;
mod dynamo;
mod error;
mod event;
pub mod faults;
mod gateway;
mod graph;
mod graph_rules;
mod gupshup;
mod infobip;
mod inspect;
mod local;
mod logs;
pub mod mail;
mod media;
mod objects;
mod outbound;
mod page;
mod phone;
mod policies;
mod pool;
mod process;
mod rules;
mod runtime_api;
mod schedule;
mod ses;
mod sigv4;
mod sns;
mod stack;
pub mod template;
mod templates;
#[cfg(test)]
mod tests;
mod twilio;
pub mod usage;

pub use error::Error;
pub use stack::{Options, Stack};

/// The functions, by the names of their binaries.
pub const FUNCTIONS: [&str; 3] = ["webhook-intake", "officer-updates", "sla-sweeper"];

/// Locks a mutex whose data stays whole whatever a panicking holder did.
pub(crate) fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

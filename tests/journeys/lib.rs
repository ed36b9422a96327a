//! The words in which a journey is told: she writes, she taps, two days pass,
//! the officer opens the link. Everything goes over HTTP to a running stack
//! with the real function binaries; nothing here reaches into them.

#![expect(clippy::expect_used, clippy::panic, reason = "the harness of tests may stop")]

pub mod answer;
pub mod carrier;
pub mod officer;
pub mod stack;
pub mod staff;
pub mod woman;

pub use officer::{Link, PIN};
pub use stack::Helpline;
pub use woman::{Reply, Woman};

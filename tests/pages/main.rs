//! The pages in a real browser, as a person uses them: one binary.

#![expect(clippy::unwrap_used, reason = "a test may stop")]

mod desk;
mod dm;
mod heavy;
mod merge;
mod officer;
mod refused;
mod walk;

//! Journeys through the running stack, and checks of the whole: one binary.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

mod conversation;
mod template;

//! What must hold of a parser whatever it is given.
//!
//! Ten minutes of one target, from `shared/channels`, with cargo-fuzz and a
//! nightly compiler:
//!
//! ```sh
//! cargo +nightly fuzz run gupshup -- -max_total_time=600 -max_len=4096
//! ```
//!
//! Targets: `meta`, `twilio`, `twilio_status`, `gupshup`, `infobip`, `msg91`,
//! `exotel`, `email`. The last with `--release`, as it is deployed: `mail-parser`
//! asserts in debug builds what hostile MIME breaks, and then recovers. A finding,
//! once mended, goes into `corpus/` under a name that says what it is; `cargo test
//! -p channels` reads the corpus again each time.

mod invariants;

pub use invariants::hold;

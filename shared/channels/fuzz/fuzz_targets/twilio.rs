//! Any bytes as a body for `channels::twilio::parse`.
#![no_main]

use channels_fuzz::hold;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| hold(channels::twilio::parse, body));

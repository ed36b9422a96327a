//! Any bytes as a body for `channels::infobip::parse`.
#![no_main]

use channels_fuzz::hold;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| hold(channels::infobip::parse, body));

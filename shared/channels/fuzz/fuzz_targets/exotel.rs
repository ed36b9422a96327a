//! Any bytes as a body for `channels::exotel::parse`.
#![no_main]

use channels_fuzz::hold;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| hold(channels::exotel::parse, body));

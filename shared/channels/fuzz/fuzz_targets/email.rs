//! Any bytes as a mail for `channels::email::parse_raw`.
#![no_main]

use channels_fuzz::hold;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| hold(channels::email::parse_raw, body));

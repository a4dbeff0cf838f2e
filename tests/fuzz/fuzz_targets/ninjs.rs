//! Any text in ninjs.

#![no_main]

use copydesk_fuzz::article;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| article("ninjs", text));

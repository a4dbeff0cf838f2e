//! Any text in html.

#![no_main]

use copydesk_fuzz::article;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| article("html", text));

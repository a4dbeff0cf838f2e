//! Any text in nitf.

#![no_main]

use copydesk_fuzz::article;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| article("nitf", text));

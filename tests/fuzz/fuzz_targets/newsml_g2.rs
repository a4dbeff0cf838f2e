//! Any text in newsml-g2.

#![no_main]

use copydesk_fuzz::article;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| article("newsml-g2", text));

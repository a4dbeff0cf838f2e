//! Any text as the front matter of an article in News Markdown.

#![no_main]

use copydesk_fuzz::article;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| article("news-markdown", &format!("---\n{text}\n---\n[Samira Nasser] signed on [5 June].\n")));

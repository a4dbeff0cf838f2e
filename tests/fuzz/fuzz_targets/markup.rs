//! Any text in any syntax: what one reader leaves, another can stumble over.

#![no_main]

use copydesk::testing::syntax::SYNTAXES;
use copydesk_fuzz::article;
use libfuzzer_sys::fuzz_target;

// The first byte chooses the syntax.
fuzz_target!(|input: (u8, &str)| {
    let (kind, text) = input;
    article(SYNTAXES[usize::from(kind) % SYNTAXES.len()].id.name(), text);
});

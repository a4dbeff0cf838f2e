//! Any bytes as a file to import, in each format.

#![no_main]

use copydesk::testing::actors::import::Format;
use copydesk_fuzz::import;
use libfuzzer_sys::fuzz_target;

// The first byte chooses the format.
fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    import(Format::ALL[usize::from(*first) % Format::ALL.len()], bytes);
});

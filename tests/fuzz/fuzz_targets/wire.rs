//! Any bytes on the wire between a good beginning and a good end: nothing panics, what is sent back is well formed, and the
//! server is still there at the end.

#![no_main]

use copydesk_fuzz::run;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (left, messages) = run(false, bytes);
    // A message among the bytes may have ended the session before.
    let says = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    if !says(b"exit") && !says(b"\\u") {
        assert!(left, "the server left without a word");
        let last = messages.iter().filter(|message| message["id"] == i64::MAX && message.get("method").is_none());
        assert_eq!(last.count(), 1);
    }
});

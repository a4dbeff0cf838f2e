//! Cuts the bytes of a client into messages: headers, an empty line, and as many bytes as the headers say.
//!
//! A broken message does not affect the next one. Bytes that are not a header are skipped up to the next `Content-Length`. If
//! a length is too large, the body contains the next header. JSON has no line breaks in strings and no such letters outside
//! of them, so a header is never part of a message.

/// The longest message that is read, in bytes. The largest article that is checked has 64 MiB, and JSON can write each of
/// them in six bytes (`\u0001`): no useful message is longer.
pub(super) const LONGEST: usize = 512 << 20;
/// The longest header line, in bytes.
const LINE: usize = 16 << 10;
/// A message from this length on takes the buffer that it is in.
const LARGE: usize = 1 << 20;
/// How many bytes at the end are searched again: a header may arrive in two parts.
const OVERLAP: usize = 64;

/// The name of the header that each message has.
const NAME: &[u8] = b"content-length";
/// The digits of the longest number that is a length.
const DIGITS: usize = 20;

/// A part of what a client sends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// The body of a message: any bytes.
    Body(Vec<u8>),
    /// Why some bytes were skipped: they are not a message.
    Broken(&'static str),
}

/// The result of parsing a header line.
enum Line {
    /// It has not arrived completely.
    Unfinished,
    Read,
    /// It is not a header. The reason is sent to the client.
    Broken(&'static str),
}

/// Bytes that were received, and how far they were parsed.
#[derive(Debug, Default)]
pub(super) struct Frames {
    bytes: Vec<u8>,
    /// The start of the bytes that were not returned yet.
    start: usize,
    /// How many bytes after `start` were searched without a result.
    searched: usize,
    /// The length of the message at `start`; `None` among headers.
    length: Option<usize>,
    /// The length that the current headers give.
    claimed: Option<Result<usize, &'static str>>,
    /// Whether there were headers after the last message.
    begun: bool,
    /// Whether it was already reported that the current bytes are not a message.
    lost: bool,
}

impl Frames {
    /// Adds bytes that were received.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        if self.start > 0 && self.start >= self.bytes.len() / 2 {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Puts back the end of the last message, which belongs to the next.
    pub(super) fn put_back(&mut self, bytes: &[u8]) {
        self.bytes.splice(..self.start, bytes.iter().copied());
        self.start = 0;
        self.searched = 0;
    }

    /// Puts back the last message, which was answered with an error: a header may start in it.
    pub(super) fn skip(&mut self, body: &[u8]) {
        self.put_back(body);
        self.lost = true;
    }

    /// The next part. `None` if more bytes are needed.
    pub(super) fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some(length) = self.length {
                return self.body(length);
            }
            match self.line() {
                Line::Unfinished => return None,
                Line::Read => {}
                Line::Broken(why) => return Some(Frame::Broken(why)),
            }
        }
    }

    fn unread(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    fn body(&mut self, length: usize) -> Option<Frame> {
        let unread = self.unread();
        let known = unread.len().min(length);
        let from = self.searched.min(known);
        let end = match header_in(&unread[from..known]) {
            Some(header) => from + header,
            None if unread.len() >= length => length,
            None => {
                self.searched = known.saturating_sub(OVERLAP);
                return None;
            }
        };
        let copy = (end < LARGE).then(|| unread[..end].to_vec());
        (self.length, self.searched) = (None, 0);
        if let Some(body) = copy {
            self.start += end;
            return Some(Frame::Body(body));
        }
        // A long message is not copied, and its memory is not kept.
        let rest = self.bytes.split_off(self.start + end);
        let mut body = std::mem::replace(&mut self.bytes, rest);
        body.drain(..self.start);
        self.start = 0;
        Some(Frame::Body(body))
    }

    /// Reads one header line.
    fn line(&mut self) -> Line {
        let unread = self.unread();
        let Some(end) = memchr::memchr(b'\n', &unread[self.searched.min(unread.len())..]) else {
            let known = unread.len();
            self.searched = known;
            if known <= LINE {
                return Line::Unfinished;
            }
            // The end may be the start of a header.
            self.start = self.bytes.len() - OVERLAP;
            self.searched = OVERLAP;
            return self.stray("these bytes are not a header");
        };
        let end = self.searched + end;
        let line = unread[..end].trim_ascii().to_vec();
        self.start += end + 1;
        self.searched = 0;
        if line.is_empty() { self.end_of_headers() } else { self.header(&line) }
    }

    fn header(&mut self, line: &[u8]) -> Line {
        self.begun = true;
        if let Some((before, value)) = length_in(line) {
            self.claimed = Some(length(value));
            return if before.is_empty() { Line::Read } else { self.stray("these bytes are not a header") };
        }
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default().trim_ascii();
        let is_header = line.contains(&b':') && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        if is_header { Line::Read } else { self.stray("these bytes are not a header") }
    }

    fn end_of_headers(&mut self) -> Line {
        let begun = std::mem::take(&mut self.begun);
        match self.claimed.take() {
            Some(Ok(length)) => {
                (self.length, self.lost) = (Some(length), false);
                Line::Read
            }
            Some(Err(why)) => self.stray(why),
            None if begun => self.stray("missing Content-Length"),
            None => Line::Read,
        }
    }

    /// Reports once that the current bytes are not a message.
    fn stray(&mut self, why: &'static str) -> Line {
        if std::mem::replace(&mut self.lost, true) { Line::Read } else { Line::Broken(why) }
    }
}

/// The start of the first complete header in the middle of other bytes. A pattern would take a tenth of the time to the first
/// findings to compile.
fn header_in(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|end| start_of_header(&bytes[..end]))
}

/// The start of a header that some bytes, without the line break, end with.
fn start_of_header(bytes: &[u8]) -> Option<usize> {
    fn without_blanks(bytes: &[u8]) -> &[u8] {
        let blanks = bytes.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        &bytes[..bytes.len() - blanks]
    }
    let line = without_blanks(bytes.strip_suffix(b"\r").unwrap_or(bytes));
    let digits = line.iter().rev().take(DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=DIGITS).contains(&digits) {
        return None;
    }
    let name = without_blanks(without_blanks(&line[..line.len() - digits]).strip_suffix(b":")?);
    let start = name.len().checked_sub(NAME.len())?;
    name[start..].eq_ignore_ascii_case(NAME).then_some(start)
}

/// The bytes before a `Content-Length` in its line, and the length.
fn length_in(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = line.windows(NAME.len()).rposition(|window| window.eq_ignore_ascii_case(NAME))?;
    let value = line[at + NAME.len()..].trim_ascii_start().strip_prefix(b":")?;
    Some((&line[..at], value.trim_ascii()))
}

fn length(value: &[u8]) -> Result<usize, &'static str> {
    let digits = std::str::from_utf8(value).ok().filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    match digits.map(str::parse::<usize>) {
        Some(Ok(length)) if length <= LONGEST => Ok(length),
        Some(_) if !value.is_empty() => Err("a message has at most 512 MiB"),
        _ => Err("Content-Length is not a number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::bytes::Regex;

    proptest! {
        #[test]
        fn headers_are_found_as_by_a_pattern(parts in prop::collection::vec(prop::sample::select(vec![
            "Content-Length", "content-length", "ength", ":", " ", "\t", "7", "12345678901234567890", "\r\n", "\n", "\r", "{}", "x", "ب",
        ]), 0..24)) {
            let pattern = Regex::new(r"(?i-u)content-length[ \t]*:[ \t]*[0-9]{1,20}[ \t]*\r?\n").unwrap();
            let bytes = parts.concat().into_bytes();
            prop_assert_eq!(header_in(&bytes), pattern.find(&bytes).map(|header| header.start()));
        }
    }

    /// The frames of some bytes, asserted to be the same in one piece and byte by byte.
    fn frames(bytes: &[u8]) -> Vec<String> {
        let shown = |frame: Frame| match frame {
            Frame::Body(body) => String::from_utf8_lossy(&body).into_owned(),
            Frame::Broken(why) => format!("! {why}"),
        };
        let mut whole = Frames::default();
        whole.feed(bytes);
        let whole: Vec<String> = std::iter::from_fn(|| whole.next()).map(shown).collect();
        let mut single = Frames::default();
        let mut singly = Vec::new();
        for byte in bytes {
            single.feed(&[*byte]);
            singly.extend(std::iter::from_fn(|| single.next()).map(shown));
        }
        assert_eq!(whole, singly);
        whole
    }

    #[test]
    fn headers_are_read_as_clients_write_them() {
        for header in [
            "Content-Length: 2\r\n\r\n",
            "content-length:2\r\n\r\n",
            "CONTENT-LENGTH : 2 \r\n\r\n",
            "Content-Length: 2\n\n",
            "\r\n\r\nContent-Length: 2\r\n\r\n",
            "Content-Type: application/vscode-jsonrpc\r\nContent-Length: 2\r\n\r\n",
            "Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\nX-Other: 1\r\n\r\n",
        ] {
            assert_eq!(frames(format!("{header}{{}}").as_bytes()), ["{}"], "{header:?}");
        }
        assert_eq!(frames(b"Content-Length: 0\r\n\r\nContent-Length: 1\r\n\r\n1"), ["", "1"]);
    }

    #[test]
    fn invalid_bytes_are_skipped_and_reported_once() {
        let good = "Content-Length: 2\r\n\r\n{}";
        for (bad, why) in [
            ("garbage", "these bytes are not a header"),
            ("garbage\r\nmore garbage\r\n", "these bytes are not a header"),
            ("Content-Type: x\r\n\r\n", "missing Content-Length"),
            ("Content-Length: -1\r\n\r\n{\"a\":1}", "Content-Length is not a number"),
            ("Content-Length: abc\r\n\r\n{\"a\":1}\r\n\r\n{}", "Content-Length is not a number"),
            ("Content-Length:\r\n\r\n", "Content-Length is not a number"),
            ("Content-Length: 1000000000000000000000000000000\r\n\r\n{}", "a message has at most 512 MiB"),
            ("Content-Length: 18446744073709551615\r\n\r\n{}", "a message has at most 512 MiB"),
        ] {
            assert_eq!(frames(format!("{bad}{good}{good}").as_bytes()), [&format!("! {why}"), "{}", "{}"], "{bad:?}");
        }
        let long = "x".repeat(3 * LINE);
        assert_eq!(frames(format!("{long}{good}").as_bytes()), ["! these bytes are not a header", "{}"]);
    }

    #[test]
    fn a_wrong_length_affects_only_one_message() {
        let good = "Content-Length: 2\r\n\r\n{}";
        assert_eq!(frames(format!("Content-Length: 500\r\n\r\n[1]{good}{good}").as_bytes()), ["[1]", "{}", "{}"]);
        let short = format!("Content-Length: 2\r\n\r\n[1]{good}");
        assert_eq!(frames(short.as_bytes()), ["[1", "! these bytes are not a header", "{}"]);
        let mut frames = Frames::default();
        frames.feed(b"Content-Length: 5\r\n\r\n[1]Content-Length: 2\r\n\r\n{}");
        let Some(Frame::Body(body)) = frames.next() else { panic!("there is a message") };
        assert_eq!(body, b"[1]Co");
        frames.put_back(b"Co");
        assert_eq!(frames.next(), Some(Frame::Body(b"{}".to_vec())));
        assert_eq!(frames.next(), None);
        // One that ends in the middle of the next header.
        frames.feed(b"Content-Length: 5\r\n\r\nContent-Length: 2\r\n\r\n{}");
        let Some(Frame::Body(body)) = frames.next() else { panic!("there is a message") };
        assert_eq!(body, b"Conte");
        frames.skip(&body);
        assert_eq!(frames.next(), Some(Frame::Body(b"{}".to_vec())));
    }

    #[test]
    fn endless_garbage_uses_bounded_memory() {
        let mut frames = Frames::default();
        for _ in 0..1000 {
            frames.feed(&[b'x'; 4096]);
            while frames.next().is_some() {}
        }
        assert!(frames.bytes.capacity() < 1 << 20, "{}", frames.bytes.capacity());
    }
}

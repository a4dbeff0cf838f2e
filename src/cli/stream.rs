//! The bytes of files with one article per line or element, read one after the other, so that memory does not grow with their
//! number.

use crate::error::Result;
use crate::workspace::{self, LARGEST_ARTICLE};
use std::io::BufRead;
use std::path::Path;

/// How many articles are read and checked together.
pub(super) const BATCH: usize = 256;
/// The maximum size of such articles together, in bytes.
pub(super) const BATCH_BYTES: usize = 8 << 20;

/// A line as bytes.
pub(super) struct RawLine {
    /// Its bytes with the line break; empty if it is longer than the largest article.
    pub(super) bytes: Vec<u8>,
    /// The number of its bytes, with the line break.
    pub(super) len: u64,
    /// Whether it is longer than the largest article.
    pub(super) is_cut: bool,
}

/// An element of a JSON array.
pub(super) struct Element {
    /// Its bytes; cut if it is longer than the largest article.
    pub(super) bytes: Vec<u8>,
    /// What is between the element before it and this one.
    pub(super) before: Vec<u8>,
    /// The number of its bytes.
    pub(super) len: u64,
    /// Whether it is longer than the largest article.
    pub(super) is_cut: bool,
}

/// The lines of a file or of standard input as bytes.
pub(super) struct RawLines {
    input: Box<dyn BufRead>,
}

impl RawLines {
    /// Opens a file, or a pipe: `<(zcat archive.jsonl.gz)`.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let input = std::io::BufReader::with_capacity(1 << 16, workspace::open_stream(path)?);
        Ok(Self { input: Box::new(input) })
    }

    /// Opens standard input.
    pub(super) fn of_standard_input() -> Self {
        Self { input: Box::new(std::io::stdin().lock()) }
    }

    /// Whether the first sign that is not a space is this one. Nothing is consumed.
    pub(super) fn begins_with(&mut self, sign: u8) -> std::io::Result<bool> {
        let buffer = self.input.fill_buf()?;
        let text = buffer.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(buffer).trim_ascii_start();
        Ok(text.first() == Some(&sign))
    }

    /// The next element of a JSON array. `None` after the last one.
    pub(super) fn element(&mut self) -> std::io::Result<Option<Element>> {
        let mut element = Element { bytes: Vec::new(), before: Vec::new(), len: 0, is_cut: false };
        let (mut depth, mut is_quoted, mut is_escaped, mut is_begun) = (0_u32, false, false, false);
        loop {
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            if buffer.is_empty() {
                return Ok(is_begun.then_some(element));
            }
            let mut used = 0;
            let mut is_over = false;
            for byte in buffer {
                if !is_begun && (byte.is_ascii_whitespace() || matches!(byte, b'[' | b',' | b']' | 0xEF | 0xBB | 0xBF))
                {
                    element.before.push(*byte);
                    used += 1;
                    continue;
                }
                is_begun = true;
                if depth == 0 && !is_quoted && element.len > 0 && matches!(byte, b',' | b']') {
                    is_over = true;
                    break;
                }
                used += 1;
                element.len += 1;
                if element.len > LARGEST_ARTICLE {
                    element.is_cut = true;
                } else {
                    element.bytes.push(*byte);
                }
                match byte {
                    _ if is_escaped => is_escaped = false,
                    b'\\' if is_quoted => is_escaped = true,
                    b'"' => is_quoted = !is_quoted,
                    b'{' | b'[' if !is_quoted => depth += 1,
                    b'}' | b']' if !is_quoted => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth == 0 && matches!(byte, b'}') && !is_quoted {
                    is_over = true;
                    break;
                }
            }
            self.input.consume(used);
            if is_over {
                return Ok(Some(element));
            }
        }
    }

    /// The next line. `None` after the last one.
    pub(super) fn next(&mut self) -> std::io::Result<Option<RawLine>> {
        let (mut bytes, mut len, mut is_cut) = (Vec::new(), 0_u64, false);
        loop {
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            let end = memchr::memchr(b'\n', buffer);
            let used = end.map_or(buffer.len(), |end| end + 1);
            len += used as u64;
            is_cut |= len - u64::from(end.is_some()) > LARGEST_ARTICLE;
            if is_cut {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&buffer[..used]);
            }
            self.input.consume(used);
            if end.is_some() || used == 0 {
                break;
            }
        }
        Ok((len > 0).then_some(RawLine { bytes, len, is_cut }))
    }
}

//! The reader of JSON.

use super::{Json, JsonValue, Member, Node, string};
use crate::finding::Problem;
use crate::message;
use crate::message::Message;
use crate::text::TextRange;
use serde_json::value::RawValue;

/// Objects and arrays that are nested deeper are not read.
const DEEPEST: usize = 128;
/// How many faults are reported: later ones often follow from earlier ones.
pub(in crate::syntax) const REPORTED: usize = 3;

/// Parses the JSON in a range of a text; its ranges count from the start of the text.
pub fn parse_json(text: &str, within: TextRange) -> Json {
    let bytes = &text.as_bytes()[..(within.end as usize).min(text.len())];
    let mut reader = Reader { text, bytes, at: within.start as usize, objects: 0, arrays: 0, problems: Vec::new() };
    if bytes[reader.at.min(bytes.len())..].starts_with("\u{FEFF}".as_bytes()) {
        reader.at += 3;
    }
    reader.skip_blanks();
    let root = match reader.peek() {
        None => {
            reader.fault(reader.at..reader.at, message!("JSON is missing here"));
            None
        }
        Some(_) => Some(reader.value()),
    };
    reader.skip_blanks();
    if reader.peek().is_some() {
        reader.fault(reader.at..bytes.len(), message!("the document ends before this"));
    }
    Json { root, problems: reader.problems }
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// The number of objects that are open.
    objects: usize,
    /// The number of arrays that are open.
    arrays: usize,
    problems: Vec<Problem>,
}

/// What comes before the next element of an object or array.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Bracket,
    Element,
    Comma(usize),
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn fault(&mut self, range: std::ops::Range<usize>, message: Message) {
        if self.problems.len() < REPORTED {
            self.problems.push(Problem::new(TextRange::from(range), message));
        }
    }

    /// Skips blanks and comments. Returns whether there is a line break among them.
    fn skip_blanks(&mut self) -> bool {
        let mut has_break = false;
        while let Some(byte) = self.peek() {
            match (byte, self.bytes.get(self.at + 1)) {
                (b' ' | b'\t', _) => self.at += 1,
                (b'\n' | b'\r', _) => (self.at, has_break) = (self.at + 1, true),
                (b'/', Some(b'/')) => {
                    let rest = &self.bytes[self.at..];
                    self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                }
                (b'/', Some(b'*')) => {
                    let start = self.at;
                    if let Some(end) = memchr::memmem::find(&self.bytes[start + 2..], b"*/") {
                        self.at += end + 4;
                    } else {
                        self.at = self.bytes.len();
                        self.fault(start..start + 2, message!("the comment is not closed"));
                    }
                }
                _ => break,
            }
        }
        has_break
    }

    /// Reads the value at a byte that is not blank.
    fn value(&mut self) -> Node {
        let start = self.at;
        let value = match self.peek() {
            Some(b'"') => JsonValue::String(self.string()),
            Some(b'{' | b'[') if self.objects + self.arrays >= DEEPEST => self.skip_deep(),
            Some(b'{') => JsonValue::Object(self.object()),
            Some(b'[') => JsonValue::Array(self.array()),
            _ => {
                self.word();
                JsonValue::Word
            }
        };
        Node { range: TextRange::from(start..self.at), value }
    }

    fn object(&mut self) -> Vec<Member> {
        let mut members = Vec::new();
        self.objects += 1;
        self.elements(b'}', |reader| members.extend(reader.member()));
        self.objects -= 1;
        members
    }

    fn array(&mut self) -> Vec<Node> {
        let mut items = Vec::new();
        self.arrays += 1;
        self.elements(b']', |reader| items.push(reader.value()));
        self.arrays -= 1;
        items
    }

    /// Reads the elements from an opening bracket to the closing one.
    fn elements(&mut self, close: u8, mut element: impl FnMut(&mut Self)) {
        let open = self.at;
        let mut before = Before::Bracket;
        self.at += 1;
        loop {
            self.skip_blanks();
            let start = self.at;
            let Some(byte) = self.peek() else {
                return self.fault(open..open + 1, message!("this bracket is not closed"));
            };
            match byte {
                _ if byte == close => {
                    if let Before::Comma(comma) = before {
                        self.fault(comma..comma + 1, message!("there is a comma after the last value"));
                    }
                    self.at += 1;
                    return;
                }
                b'}' | b']' => {
                    let is_open = if byte == b'}' { self.objects > 0 } else { self.arrays > 0 };
                    if is_open {
                        return self.fault(open..open + 1, message!("this bracket is not closed"));
                    }
                    self.at += 1;
                    self.fault(start..self.at, message!("this bracket closes nothing"));
                }
                b',' => {
                    if before != Before::Element {
                        self.fault(start..start + 1, message!("a value is missing before this comma"));
                    }
                    self.at += 1;
                    before = Before::Comma(start);
                }
                b':' => {
                    self.at += 1;
                    self.fault(start..self.at, message!("a key is missing before this colon"));
                }
                _ => {
                    if before == Before::Element {
                        self.fault(start..start, message!("a comma is missing"));
                    }
                    element(self);
                    before = Before::Element;
                }
            }
        }
    }

    fn member(&mut self) -> Option<Member> {
        let start = self.at;
        let (name, name_range) = match self.peek()? {
            b'"' => {
                let inner = self.string();
                (string::unescape(self.text, inner).into_owned(), TextRange::from(start..self.at))
            }
            b'{' | b'[' => {
                self.fault(start..start + 1, message!("this value has no key"));
                let name_range = TextRange::from(start..start);
                return Some(Member { name: String::new(), name_range, value: Some(self.value()) });
            }
            _ => {
                let range = self.skip_word();
                self.fault(range.to_usize(), message!("a key must be in quotation marks"));
                (range.slice(self.text).to_owned(), range)
            }
        };
        let end = self.at;
        let mut is_next_line = self.skip_blanks();
        let has_colon = self.peek() == Some(b':');
        if has_colon {
            self.at += 1;
            is_next_line = self.skip_blanks();
        } else {
            self.fault(end..end, message!("a colon is missing after the key"));
        }
        let is_missing = match self.peek() {
            None | Some(b',' | b'}' | b']' | b':') => true,
            // The key of the next line is not the value of this one.
            Some(b'"') if is_next_line => !has_colon || self.is_key(),
            Some(_) => false,
        };
        if is_missing && has_colon {
            self.fault(name_range.to_usize(), message!("this key has no value"));
        }
        Some(Member { name, name_range, value: (!is_missing).then(|| self.value()) })
    }

    /// Whether a colon follows the string at the current offset.
    fn is_key(&mut self) -> bool {
        let (start, known) = (self.at, self.problems.len());
        self.string();
        self.skip_blanks();
        let is_key = self.peek() == Some(b':');
        self.at = start;
        self.problems.truncate(known);
        is_key
    }

    /// Reads a string up to its closing quotation mark or the end of the line. Returns the range between the marks.
    fn string(&mut self) -> TextRange {
        let open = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.at += 1;
                    return TextRange::from(open + 1..self.at - 1);
                }
                b'\n' | b'\r' => break,
                b'\\' => {
                    let escape = string::escape_at(self.bytes, self.at);
                    let start = self.at;
                    self.at += escape.len;
                    if !escape.is_valid {
                        self.fault(start..self.at, message!("this escape does not exist"));
                    }
                }
                0..=0x1F => {
                    self.at += 1;
                    self.fault(self.at - 1..self.at, message!("a string cannot contain this control character"));
                }
                _ => self.at += 1,
            }
        }
        self.fault(open..open + 1, message!("this string is not closed"));
        TextRange::from(open + 1..self.at)
    }

    /// Reads a number, `true`, `false` or `null`.
    fn word(&mut self) {
        let range = self.skip_word();
        if serde_json::from_str::<&RawValue>(range.slice(self.text)).is_err() {
            self.fault(range.to_usize(), message!("this is not a value; texts must be in quotation marks"));
        }
    }

    /// Skips at least one byte, up to the next blank or punctuation mark.
    fn skip_word(&mut self) -> TextRange {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            let is_comment = byte == b'/' && matches!(self.bytes.get(self.at + 1), Some(b'/' | b'*'));
            if is_comment
                || matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'"' | b',' | b':' | b'{' | b'}' | b'[' | b']')
            {
                break;
            }
            self.at += 1;
        }
        TextRange::from(start..self.at)
    }

    /// Skips an object or array that is nested too deep.
    fn skip_deep(&mut self) -> JsonValue {
        self.fault(self.at..self.at + 1, message!("values are nested too deep here"));
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        JsonValue::Word
    }
}

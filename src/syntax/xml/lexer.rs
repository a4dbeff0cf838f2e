//! Cuts XML and HTML into tags, text, comments and other pieces, with exact byte ranges. It never fails: after a fault it
//! goes on at the next place that looks like markup.

use crate::text::{TextRange, doctype_end};
use memchr::memmem;

/// Which of the two languages a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum Mode {
    Xml,
    Html,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::syntax) struct Attribute {
    pub(in crate::syntax) name: TextRange,
    /// The value between its quotes, not decoded; `None` for `<option selected>`.
    pub(in crate::syntax) value: Option<TextRange>,
    /// From the name to the closing quote.
    pub(in crate::syntax) range: TextRange,
}

/// Markup that is not well-formed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::syntax) struct Fault {
    pub(in crate::syntax) kind: FaultKind,
    pub(in crate::syntax) range: TextRange,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::syntax) enum FaultKind {
    /// `<` in text.
    StrayAngle,
    UnclosedComment,
    UnclosedCdata,
    UnclosedInstruction,
    /// `<p class="x"` without `>`.
    UnclosedTag,
    UnclosedQuote,
    /// `a=b`.
    UnquotedValue,
    /// `a` or `a=` without a value.
    NoValue,
    /// `a="1"b="2"`.
    GluedAttribute,
    /// An element without its end tag.
    UnclosedElement,
    /// An end tag without its element.
    UnmatchedEnd,
    /// `&nbsp;` in XML, `&unknown;`.
    UnknownEntity,
    /// Nesting deeper than the limit of the tree.
    TooDeep,
}

/// One piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Character data. Entities are not decoded.
    Text(TextRange),
    /// `<![CDATA[…]]>`: the piece, and its content.
    Cdata { range: TextRange, inner: TextRange },
    /// `<!--…-->`.
    Comment(TextRange),
    /// `<?…?>`.
    Instruction(TextRange),
    /// `<!DOCTYPE …>`, with its internal subset.
    Doctype(TextRange),
    /// A start tag. Its attributes are the ones added to the list since the last token.
    Start { range: TextRange, name: TextRange, attributes: usize, is_empty: bool },
    /// An end tag.
    End { range: TextRange, name: TextRange },
}

/// Elements whose content is text up to their end tag, in HTML.
const RAW: [&str; 9] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"];

/// The maximum length of an attribute value that contains a `>` or a line break, in bytes. An unclosed quote must not
/// take the rest of a long text.
const LONGEST_VALUE: usize = 16 * 1024;

pub(super) struct Lexer<'t> {
    text: &'t str,
    mode: Mode,
    at: usize,
    /// The element whose raw text follows.
    raw: Option<&'static str>,
    /// Attributes of all tags so far.
    pub(super) attributes: Vec<Attribute>,
    pub(super) faults: Vec<Fault>,
    /// Closing signs that an earlier search did not find.
    missing: Missing,
    /// Whether a document type was read. Only the first can have an internal subset.
    has_doctype: bool,
}

/// Closing signs that the rest of the text does not have, so that each is searched in vain only once.
#[derive(Default)]
struct Missing {
    comment: bool,
    cdata: bool,
    instruction: bool,
    /// The elements with raw text.
    raw: Vec<&'static str>,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str, mode: Mode) -> Self {
        let at = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        Self {
            text,
            mode,
            at,
            raw: None,
            attributes: Vec::new(),
            faults: Vec::new(),
            missing: Missing::default(),
            has_doctype: false,
        }
    }

    fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    fn fault(&mut self, kind: FaultKind, range: TextRange) {
        self.faults.push(Fault { kind, range });
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Token> {
        if self.at >= self.text.len() {
            return None;
        }
        if let Some(name) = self.raw.take() {
            let end = self.end_of_raw(name);
            if end > self.at {
                return Some(self.text_to(end));
            }
        }
        if self.bytes()[self.at] == b'<'
            && let Some(token) = self.markup()
        {
            return Some(token);
        }
        // Character data, up to the next sign that begins markup.
        let mut from = self.at;
        loop {
            let next = memchr::memchr(b'<', &self.bytes()[from + usize::from(from == self.at)..])
                .map(|found| from + usize::from(from == self.at) + found);
            let Some(next) = next else { return Some(self.text_to(self.text.len())) };
            if self.begins_markup(next) {
                return Some(self.text_to(next));
            }
            self.stray(next);
            from = next + 1;
            if from >= self.text.len() {
                return Some(self.text_to(self.text.len()));
            }
        }
    }

    fn text_to(&mut self, end: usize) -> Token {
        if self.bytes()[self.at] == b'<' && self.raw.is_none() && !self.begins_markup(self.at) {
            self.stray(self.at);
        }
        let range = TextRange::from(self.at..end);
        self.at = end;
        Token::Text(range)
    }

    fn stray(&mut self, at: usize) {
        if self.mode == Mode::Xml {
            self.fault(FaultKind::StrayAngle, TextRange::from(at..at + 1));
        }
    }

    /// Whether a `<` begins a tag, a comment or a declaration.
    fn begins_markup(&self, at: usize) -> bool {
        let rest = &self.text[at + 1..];
        let is_name = |rest: &str| rest.starts_with(|c: char| is_name_start(c, self.mode));
        is_name(rest)
            || rest.strip_prefix('/').is_some_and(|rest| is_name(rest) || rest.starts_with('>'))
            || rest.starts_with('?')
            || rest.strip_prefix('!').is_some_and(|rest| {
                rest.starts_with("--")
                    || rest.starts_with("[CDATA[")
                    || rest.starts_with(|c: char| c.is_ascii_alphabetic())
            })
    }

    /// The markup at a `<`; `None` if it begins none.
    fn markup(&mut self) -> Option<Token> {
        if !self.begins_markup(self.at) {
            return None;
        }
        let start = self.at;
        let rest = &self.text[start..];
        if rest.starts_with("<!--") {
            let (range, _) = self.delimited("<!--", "-->", FaultKind::UnclosedComment, |missing| &mut missing.comment);
            return Some(Token::Comment(range));
        }
        if rest.starts_with("<![CDATA[") {
            let (range, inner) =
                self.delimited("<![CDATA[", "]]>", FaultKind::UnclosedCdata, |missing| &mut missing.cdata);
            return Some(Token::Cdata { range, inner });
        }
        if rest.starts_with("<!") {
            return Some(self.doctype());
        }
        if rest.starts_with("<?") {
            if self.mode == Mode::Html {
                // HTML reads it as a comment that ends at the next `>`.
                let end = memchr::memchr(b'>', rest.as_bytes()).map_or(self.text.len(), |found| start + found + 1);
                self.at = end;
                return Some(Token::Instruction(TextRange::from(start..end)));
            }
            let (range, _) =
                self.delimited("<?", "?>", FaultKind::UnclosedInstruction, |missing| &mut missing.instruction);
            return Some(Token::Instruction(range));
        }
        Some(if rest.starts_with("</") { self.end_tag() } else { self.start_tag() })
    }

    /// A piece between two signs. Without the closing one it ends with its line, so that the text after it is read.
    fn delimited(
        &mut self,
        open: &str,
        close: &str,
        fault: FaultKind,
        missing: fn(&mut Missing) -> &mut bool,
    ) -> (TextRange, TextRange) {
        let start = self.at;
        let from = start + open.len();
        let known = *missing(&mut self.missing);
        let found = if known { None } else { memmem::find(&self.bytes()[from..], close.as_bytes()) };
        let (inner, end) = if let Some(found) = found {
            (from + found, from + found + close.len())
        } else {
            *missing(&mut self.missing) = true;
            let end = self.line_end(from);
            self.fault(fault, TextRange::from(start..from));
            (end, end)
        };
        self.at = end;
        (TextRange::from(start..end), TextRange::from(from..inner))
    }

    /// A document type with its internal subset, which is skipped: nothing in it is expanded.
    fn doctype(&mut self) -> Token {
        let start = self.at;
        let bytes = self.bytes();
        // Only the first is read to its end, so that many of them cost no more than their length.
        let is_first = !std::mem::replace(&mut self.has_doctype, true);
        if is_first && let Some(end) = doctype_end(bytes, start) {
            self.at = end;
            return Token::Doctype(TextRange::from(start..end));
        }
        let end = memchr::memchr2(b'>', b'\n', &bytes[start..]).map_or(bytes.len(), |found| start + found + 1);
        self.fault(FaultKind::UnclosedTag, TextRange::from(start..start + 2));
        self.at = end;
        Token::Doctype(TextRange::from(start..end))
    }

    fn end_tag(&mut self) -> Token {
        let start = self.at;
        let name = self.name(start + 2);
        let end = name.end as usize;
        let close = memchr::memchr2(b'>', b'<', &self.bytes()[end..]).map(|found| end + found);
        self.at = if let Some(close) = close.filter(|close| self.bytes()[*close] == b'>') {
            close + 1
        } else {
            self.fault(FaultKind::UnclosedTag, TextRange::from(start..end));
            end
        };
        Token::End { range: TextRange::from(start..self.at), name }
    }

    fn start_tag(&mut self) -> Token {
        let start = self.at;
        let name = self.name(start + 1);
        let first = self.attributes.len();
        self.at = name.end as usize;
        let mut is_empty = false;
        loop {
            let before = self.at;
            self.blanks();
            let Some(byte) = self.bytes().get(self.at).copied() else {
                self.fault(FaultKind::UnclosedTag, TextRange::from(start..name.end as usize));
                break;
            };
            match byte {
                b'>' => {
                    self.at += 1;
                    break;
                }
                b'/' if self.bytes().get(self.at + 1) == Some(&b'>') => {
                    self.at += 2;
                    is_empty = true;
                    break;
                }
                b'<' => {
                    // The blanks belong to the text after the tag.
                    self.at = before;
                    self.fault(FaultKind::UnclosedTag, TextRange::from(start..name.end as usize));
                    break;
                }
                b'/' => self.at += 1,
                _ => self.attribute(before == self.at),
            }
        }
        let range = TextRange::from(start..self.at);
        if self.mode == Mode::Html && !is_empty {
            let written = name.slice(self.text);
            self.raw = RAW.iter().copied().find(|raw| written.eq_ignore_ascii_case(raw));
        }
        Token::Start { range, name, attributes: first, is_empty }
    }

    /// One attribute. `is_glued` says that nothing separates it from what is before it.
    fn attribute(&mut self, is_glued: bool) {
        let start = self.at;
        let bytes = self.bytes();
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'<' | b'/');
        let mut end = bytes[start..].iter().position(is_end).map_or(bytes.len(), |found| start + found);
        // A stray sign, as in `<p ="x">`, is skipped like a name.
        if end == start {
            end += 1;
            while !self.text.is_char_boundary(end) {
                end += 1;
            }
        }
        let name = TextRange::from(start..end);
        self.at = end;
        if is_glued {
            self.fault(FaultKind::GluedAttribute, name);
        }
        let after_name = self.at;
        self.blanks();
        if bytes.get(self.at) != Some(&b'=') {
            self.at = after_name;
            if self.mode == Mode::Xml {
                self.fault(FaultKind::NoValue, name);
            }
            self.attributes.push(Attribute { name, value: None, range: name });
            return;
        }
        self.at += 1;
        let after_equals = self.at;
        self.blanks();
        let value = match bytes.get(self.at).copied() {
            Some(quote @ (b'"' | b'\'')) => Some(self.quoted(quote)),
            Some(byte) if !matches!(byte, b'>' | b'<') => {
                let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'<');
                let from = self.at;
                let mut end = bytes[from..].iter().position(is_end).map_or(bytes.len(), |found| from + found);
                if self.mode == Mode::Xml && bytes.get(end) == Some(&b'>') && end > from + 1 && bytes[end - 1] == b'/' {
                    end -= 1;
                }
                self.at = end;
                let value = TextRange::from(from..end);
                if self.mode == Mode::Xml {
                    self.fault(FaultKind::UnquotedValue, value);
                }
                Some(value)
            }
            _ => {
                self.at = after_equals;
                self.fault(FaultKind::NoValue, name);
                None
            }
        };
        self.attributes.push(Attribute { name, value, range: TextRange::from(start..self.at) });
    }

    /// A quoted value. Without its closing quote it ends at the first `<`, `>` or line end.
    fn quoted(&mut self, quote: u8) -> TextRange {
        let bytes = self.bytes();
        let from = self.at + 1;
        let window = &bytes[from..bytes.len().min(from + LONGEST_VALUE)];
        let close = memchr::memchr(quote, window).map(|found| from + found).or_else(|| {
            // A value longer than the window must be plain: embedded data.
            let close = memchr::memchr3(quote, b'<', b'>', &bytes[from..]).map(|found| from + found)?;
            (bytes[close] == quote).then_some(close)
        });
        let closed = close.filter(|close| {
            let inside = &bytes[from..*close];
            // In XML a value has no `<`. Another sign in it is suspicious if the quote is not followed by the end of a
            // tag or an attribute: then it belongs to the text.
            let has_sign = memchr::memchr3(b'<', b'>', b'\n', inside).is_some();
            let next = bytes.get(*close + 1).copied();
            let ends = next.is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'/' | b'>' | b'?'));
            let is_forbidden = self.mode == Mode::Xml && memchr::memchr(b'<', inside).is_some();
            let fits = !has_sign || ends;
            fits && !is_forbidden
        });
        let end = if let Some(close) = closed {
            self.at = close + 1;
            close
        } else {
            let end = bytes[from..].iter().position(|byte| matches!(byte, b'<' | b'>' | b'\n' | b'\r'));
            let end = end.map_or(bytes.len(), |found| from + found);
            self.fault(FaultKind::UnclosedQuote, TextRange::from(from - 1..end));
            self.at = end;
            // `…"2017-07/>` is an empty element.
            if bytes.get(end) == Some(&b'>') && end > from && bytes[end - 1] == b'/' {
                self.at = end - 1;
            }
            self.at
        };
        TextRange::from(from..end)
    }

    fn blanks(&mut self) {
        let rest = &self.bytes()[self.at..];
        self.at += rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
    }

    fn name(&self, from: usize) -> TextRange {
        let rest = &self.text[from..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<' | '=' | '"' | '\''))
            .unwrap_or(rest.len());
        TextRange::from(from..from + end)
    }

    fn line_end(&self, from: usize) -> usize {
        memchr::memchr2(b'\n', b'\r', &self.bytes()[from..]).map_or(self.text.len(), |found| from + found)
    }

    /// The end of the raw text of an element: its end tag. Without one the next tag ends it, so that the text after it is
    /// read.
    fn end_of_raw(&mut self, name: &'static str) -> usize {
        let bytes = self.bytes();
        let tail = &bytes[self.at..];
        let is_end = |at: &usize| {
            let after = tail.get(at + 2..).unwrap_or_default();
            let is_name = after.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()));
            is_name
                && after.get(name.len()).is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/'))
        };
        let is_known = self.missing.raw.contains(&name);
        let found = if is_known { None } else { memmem::find_iter(tail, b"</").find(is_end) };
        if let Some(found) = found {
            return self.at + found;
        }
        if !is_known {
            self.missing.raw.push(name);
        }
        let next = match name {
            "title" | "textarea" => memchr::memchr(b'<', tail),
            // A program can have tags in its text, but not at the beginning of a line.
            _ => memmem::find(tail, b"\n<").map(|found| found + 1),
        };
        next.map_or(bytes.len(), |next| self.at + next)
    }
}

fn is_name_start(c: char, mode: Mode) -> bool {
    match mode {
        Mode::Html => c.is_ascii_alphabetic(),
        Mode::Xml => c.is_alphabetic() || matches!(c, '_' | ':'),
    }
}

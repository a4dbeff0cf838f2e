//! One open document: its text as the editor edits it, and snapshots of it.

use super::maker::LARGE;
use super::owner::Need;
use super::settings::Preferences;
use super::uris::{file_of, name_of};
use crate::actors::{RegistryFile, begins_entry, parse};
use crate::analysis::{Analysis, Memory};
use crate::config::Config;
use crate::finding::Finding;
use crate::lint::{lint, lint_between, lint_config, lint_registry};
use crate::text::{Encoding, LineIndex, Position, TextRange};
use crate::workspace::{self, CONFIG, Home};
use ropey::{Rope, RopeSlice};
use std::path::Path;
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

/// What a document is checked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An article.
    Article,
    /// A registry file.
    Registry,
    /// A configuration.
    Config,
    /// Something else that happens to be open: it is kept and not checked.
    Other,
}

/// A document as the editor has it.
pub(super) struct Document {
    pub(super) language_id: String,
    /// As the client counts, where it does.
    pub(super) version: Option<i32>,
    /// As the server counts: no two texts have the same, in whatever order a client numbers them.
    pub(super) revision: u64,
    pub(super) rope: Rope,
    /// What the blocks of the last version gave.
    pub(super) memory: Memory,
    /// The snapshot of this version, once it has been made.
    pub(super) snapshot: Option<Arc<Snapshot>>,
    /// Whether its findings must be published.
    pub(super) due: bool,
}

/// One version of a document and what is known of it. Never changed.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub(super) uri: lsp::Uri,
    /// The version as the client counts, where it does.
    pub(super) version: Option<i32>,
    /// The version as the server counts.
    pub(super) revision: u64,
    /// Changes with the settings and the registry.
    pub(super) generation: u64,
    /// Its text; of a large registry file that is still being read, the entry at the place that is asked about.
    pub(super) text: Arc<str>,
    pub(super) lines: Arc<LineIndex>,
    /// How many lines of the document stand above the text.
    pub(super) above: u32,
    pub(super) encoding: Encoding,
    pub(super) kind: Kind,
    /// The folder that governs it.
    pub(super) home: Arc<Home>,
    /// Its entries, where it is a registry file and somebody asked; a large one has none until it has been read.
    pub(super) entries: Option<Arc<RegistryFile>>,
    /// `None` for what is no article.
    pub(super) analysis: Option<Arc<Analysis>>,
    /// `None` until they were asked for.
    pub(super) findings: Option<Arc<[Finding]>>,
    /// What its reader likes to see.
    pub(super) preferences: Preferences,
}

impl Snapshot {
    /// Whether what is needed of it has been made.
    pub(super) fn has(&self, need: Need) -> bool {
        match (need, self.kind) {
            (Need::Analysis | Need::At(_), Kind::Article) => self.analysis.is_some(),
            (Need::Analysis | Need::At(_), Kind::Registry) => self.entries.is_some(),
            (Need::Text, _) | (Need::Analysis | Need::At(_), Kind::Config | Kind::Other) => true,
            (Need::Findings, _) => self.findings.is_some(),
        }
    }

    /// The entries that the features of one place need, where the document is a registry file: all of them if they have
    /// been read, else the one that the text is.
    pub(super) fn entries_here(&self) -> Option<Arc<RegistryFile>> {
        let one = || Arc::new(parse(&name_of(&self.uri), &self.text));
        (self.kind == Kind::Registry).then(|| self.entries.clone().unwrap_or_else(one))
    }

    /// The byte offset of a position, moved to the nearest place that exists.
    pub(super) fn offset(&self, position: lsp::Position) -> u32 {
        let Some(line) = position.line.checked_sub(self.above) else { return 0 };
        self.lines.offset(&self.text, Position { line, column: position.character }, self.encoding)
    }

    /// The bytes of a range; a reversed one is read as if it were not.
    pub(super) fn bytes(&self, range: lsp::Range) -> TextRange {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        TextRange::new(start.min(end), start.max(end))
    }

    /// The range of bytes, as the client counts.
    pub(super) fn range(&self, range: TextRange) -> lsp::Range {
        let mut range = range_in(&self.lines, &self.text, range, self.encoding);
        range.start.line += self.above;
        range.end.line += self.above;
        range
    }
}

/// What a document is checked as. Our own language id always means an article; Markdown is one where its name, its
/// front matter, its links or the configuration say so.
pub(super) fn kind_of(uri: &lsp::Uri, document: &Document, home: &Home) -> Kind {
    let name = name_of(uri);
    let path = Path::new(&name);
    if path.file_name().is_some_and(|name| name == CONFIG) {
        return Kind::Config;
    }
    if file_of(uri).is_some_and(|file| home.is_registry(&file)) {
        return Kind::Registry;
    }
    match document.language_id.as_str() {
        "newsmd" => Kind::Article,
        "markdown" | "plaintext" | "text" if workspace::is_article(path, home, || document.rope.to_string()) => {
            Kind::Article
        }
        _ => Kind::Other,
    }
}

/// The findings of a document; `None` where the work was stopped.
pub(super) fn findings(snapshot: &Snapshot, stop: &dyn Fn() -> bool) -> Option<Vec<Finding>> {
    let home = &snapshot.home;
    match snapshot.kind {
        Kind::Article => snapshot.analysis.as_ref().and_then(|analysis| lint(analysis, stop)),
        Kind::Config => Some(lint_config(&Config::parse(&snapshot.text))),
        Kind::Registry => {
            let file = snapshot.entries.as_ref()?;
            let mut all = lint_registry(file, &home.desk.config);
            all.extend(lint_between(file, &home.desk));
            Some(all)
        }
        Kind::Other => Some(Vec::new()),
    }
}

/// The range of bytes of any text, as the client counts.
pub(super) fn range_in(lines: &LineIndex, text: &str, range: TextRange, encoding: Encoding) -> lsp::Range {
    let at = |offset| {
        let position = lines.position(text, offset, encoding);
        lsp::Position::new(position.line, position.column)
    };
    lsp::Range::new(at(range.start), at(range.end))
}

impl Document {
    pub(super) fn new(language_id: String, version: Option<i32>, revision: u64, text: &str) -> Self {
        let rope = Rope::from_str(text);
        Self { language_id, version, revision, rope, memory: Memory::default(), snapshot: None, due: true }
    }

    /// Whether it is too large to be read as a registry file while somebody waits.
    pub(super) fn is_large(&self) -> bool {
        self.rope.len_bytes() as u64 > LARGE
    }

    /// The entry of a registry file that stands at a position, and how many lines stand above it. It costs the same in a
    /// file of any size.
    pub(super) fn entry_at(&self, position: lsp::Position) -> (u32, String) {
        let is_header = |line: &RopeSlice<'_>| {
            let begins = line.chars().find(|c| !c.is_whitespace()) == Some('[');
            begins && begins_entry(&line.to_string())
        };
        let at = (position.line as usize).min(self.rope.len_lines() - 1);
        let above = (0..=at).rev().find(|line| is_header(&self.rope.line(*line))).unwrap_or(0);
        let below = self.rope.lines_at(above).skip(1).take_while(|line| !is_header(line)).count();
        let whole = self.rope.line_to_char(above)..self.rope.line_to_char(above + 1 + below);
        (above as u32, self.rope.slice(whole).to_string())
    }

    /// Makes the changes of one version, in order.
    pub(super) fn change(&mut self, changes: &[lsp::TextDocumentContentChangeEvent], encoding: Encoding) {
        for change in changes {
            match change.range {
                None => self.rope = Rope::from_str(&change.text),
                Some(range) => splice(&mut self.rope, range, &change.text, encoding),
            }
        }
        self.snapshot = None;
        self.due = true;
    }
}

/// Replaces a range of the text. Positions that do not exist are moved to the nearest that do.
fn splice(rope: &mut Rope, range: lsp::Range, text: &str, encoding: Encoding) {
    let (start, end) = (char_at(rope, range.start, encoding), char_at(rope, range.end, encoding));
    let (start, end) = (start.min(end), start.max(end));
    if start < end {
        rope.remove(start..end);
    }
    if !text.is_empty() {
        rope.insert(start, text);
    }
}

/// The character that a position stands before.
fn char_at(rope: &Rope, position: lsp::Position, encoding: Encoding) -> usize {
    let line = position.line as usize;
    if line >= rope.len_lines() {
        return rope.len_chars();
    }
    let start = rope.line_to_char(line);
    let body = without_break(rope.line(line));
    let column = position.character as usize;
    start
        + match encoding {
            Encoding::Utf8 => body.byte_to_char(column.min(body.len_bytes())),
            Encoding::Utf16 => body.utf16_cu_to_char(column.min(body.len_utf16_cu())),
            Encoding::Utf32 => column.min(body.len_chars()),
        }
}

/// A line without the break at its end.
fn without_break(line: RopeSlice<'_>) -> RopeSlice<'_> {
    let mut end = line.len_chars();
    while end > 0 && matches!(line.char(end - 1), '\n' | '\r') {
        end -= 1;
    }
    line.slice(..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same edit on a plain string, through the index that everything else reads positions with.
    fn reference(text: &str, range: lsp::Range, new: &str, encoding: Encoding) -> String {
        let index = LineIndex::new(text);
        let at = |position: lsp::Position| {
            index.offset(text, Position { line: position.line, column: position.character }, encoding) as usize
        };
        let (start, end) = (at(range.start), at(range.end));
        let (start, end) = (start.min(end), start.max(end));
        format!("{}{new}{}", &text[..start], &text[end..])
    }

    /// Texts out of what breaks counting: vowels, emoji, Adlam, bidi controls, every line separator there is.
    fn texts() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec![
            "قَطَرُ",
            "ا",
            "\u{64B}",
            "😀",
            "👩\u{200D}🚀",
            "\u{1E900}\u{1E922}",
            "\u{202B}",
            "\u{2066}",
            "\u{2069}",
            "\r\n",
            "\r",
            "\n",
            "\u{2028}",
            "\u{85}",
            "\u{0B}",
            "a",
            "[x](actor:",
            " ",
            "é",
            "e\u{301}",
        ]);
        prop::collection::vec(parts, 0..12).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn edits_equal_the_reference(
            start in texts(),
            edits in prop::collection::vec((0u32..6, 0u32..9, 0u32..6, 0u32..9, texts()), 1..12),
            encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]),
        ) {
            let mut document = Document::new("newsmd".into(), Some(1), 1, &start);
            let mut expected = start;
            for (line, column, other_line, other_column, text) in edits {
                let range = lsp::Range::new(
                    lsp::Position::new(line, column),
                    lsp::Position::new(other_line, other_column),
                );
                expected = reference(&expected, range, &text, encoding);
                let change = lsp::TextDocumentContentChangeEvent { range: Some(range), range_length: None, text };
                document.change(&[change], encoding);
                prop_assert_eq!(document.rope.to_string(), expected.clone());
            }
        }
    }
}

//! The open documents as the editor has them.

use super::limits::LARGE_REGISTRY;
use super::position::char_at;
use super::snapshot::{DocumentKind, Snapshot};
use super::uris::{file_of, name_of};
use crate::actors::begins_entry;
use crate::analysis::Memory;
use crate::finding::Finding;
use crate::syntax::is_markup_article;
use crate::text::{Encoding, LineIndex, Parts, Text, TextRange};
use crate::workspace::{self, CONFIG, Project};
use ropey::{Rope, RopeSlice};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

/// How many bytes of a document are searched first for what it is.
const HEAD: usize = 4 << 10;

/// The most bytes of a word that can name a twin.
const TWIN_WORD: usize = 8;

/// The open documents.
pub(super) type Documents = HashMap<lsp::Uri, Document>;

/// A document as the editor has it.
pub(super) struct Document {
    /// Its file, if it is one.
    pub(super) file: Option<PathBuf>,
    pub(super) language_id: String,
    /// The version of the client, if it sends one.
    pub(super) version: Option<i32>,
    /// The revision, counted by the server: no two texts have the same one, however a client numbers them.
    pub(super) revision: u64,
    pub(super) rope: Rope,
    /// The text of this version, once it was needed.
    text: OnceCell<Text>,
    /// The results for the blocks of the last version.
    pub(super) memory: Memory,
    /// The snapshot of this version, once it has been made.
    pub(super) snapshot: Option<Arc<Snapshot>>,
    /// The text of the last snapshot, and its lines.
    pub(super) last_text: Option<(Text, Arc<LineIndex>)>,
    /// How many bytes at the start and at the end are as in that text, if it was edited in parts.
    pub(super) common: Option<(usize, usize)>,
    /// Whether its findings must be published.
    pub(super) due: bool,
    /// The findings that were published last, with the revision and the generation that they are of.
    pub(super) published: Option<(u64, u64, Arc<[Finding]>)>,
    /// Whether its twins may have changed.
    pub(super) is_twin_due: bool,
    /// The files that this version names as its twins, once they were asked for.
    pub(super) twin_names: Option<Vec<PathBuf>>,
    /// Whether its text can name twins; `None` if it was not searched since it may have changed that.
    pub(super) may_name_twins: Option<bool>,
    /// Those that the last version named of which it is known.
    pub(super) old_twin_names: Vec<PathBuf>,
    /// Counts changes on disk of files that are its twins.
    pub(super) twin_changes: u64,
}

impl Document {
    pub(super) fn new(
        file: Option<PathBuf>,
        language_id: String,
        version: Option<i32>,
        revision: u64,
        text: &str,
    ) -> Self {
        let rope = Rope::from_str(text);
        Self {
            file,
            language_id,
            version,
            revision,
            rope,
            text: OnceCell::new(),
            memory: Memory::of_document(),
            snapshot: None,
            last_text: None,
            common: None,
            due: true,
            published: None,
            is_twin_due: false,
            twin_names: None,
            may_name_twins: None,
            old_twin_names: Vec::new(),
            twin_changes: 0,
        }
    }

    /// The text of this version.
    pub(super) fn text(&self) -> &Text {
        self.text.get_or_init(|| self.rope.clone().into())
    }

    /// The text of this version, which is no longer kept.
    pub(super) fn take_text(&mut self) -> Text {
        self.text();
        self.text.take().unwrap_or_default()
    }

    /// The lines of the text of this version, from those of the last one that had some.
    pub(super) fn lines_of(&mut self, text: &Text) -> LineIndex {
        let common = self.common.replace((text.len(), text.len()));
        let Some((old, lines)) = self.last_text.take() else { return LineIndex::new(text) };
        if let Some((head, tail)) = common {
            let tail = tail.min(old.len().min(text.len()) - head);
            self.memory.edited(&old, text, (head, tail));
        }
        self.memory.lines_after((&old, Arc::unwrap_or_clone(lines)), text)
    }

    /// Whether it is too large to be parsed as a registry file while a request waits.
    pub(super) fn is_large(&self) -> bool {
        self.rope.len_bytes() as u64 > LARGE_REGISTRY
    }

    /// The entry of a registry file at a position, and the line it starts at. The cost does not depend on the size of the
    /// file.
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

    /// Applies the changes of one version, in order.
    pub(super) fn change(&mut self, changes: &[lsp::TextDocumentContentChangeEvent], encoding: Encoding) {
        for change in changes {
            match change.range {
                None => {
                    self.rope = Rope::from_str(&change.text);
                    (self.common, self.may_name_twins) = (None, None);
                }
                Some(range) => {
                    let (head, tail) = splice(&mut self.rope, range, &change.text, encoding);
                    self.common = self.common.map(|common| (common.0.min(head), common.1.min(tail)));
                    if self.may_name_twins != Some(false) || self.may_name_twin_at(head, tail) {
                        self.may_name_twins = None;
                    }
                }
            }
        }
        self.text = OnceCell::new();
        self.snapshot = None;
        if let Some(names) = self.twin_names.take() {
            self.old_twin_names = names;
        }
        self.due = true;
    }
}

impl Document {
    /// Whether a word that can name a twin may be where the text was edited: between so many bytes at the start and at the end.
    fn may_name_twin_at(&self, head: usize, tail: usize) -> bool {
        let (start, end) = (head.saturating_sub(TWIN_WORD), self.rope.len_bytes() - tail.saturating_sub(TWIN_WORD));
        let bytes: Vec<u8> = self.rope.bytes_at(start).take(end - start).collect();
        workspace::can_name_twins(&bytes)
    }
}

/// How a document is checked. The language id `newsmd` always means an article. Markdown and plain text are articles if
/// the name, the front matter, the links or the configuration say so; XML, HTML and JSON if the content or the configuration does.
pub(super) fn kind_of(uri: &lsp::Uri, document: &Document, project: &Project) -> DocumentKind {
    let name = name_of(uri);
    let path = Path::new(&name);
    if path.file_name().is_some_and(|name| name == CONFIG) {
        return DocumentKind::Config;
    }
    if file_of(uri).is_some_and(|file| project.is_registry(&file)) {
        return DocumentKind::Registry;
    }
    // The records of an archive are articles, but not the file.
    let is_archive = workspace::archive_of(path, project).is_some();
    match document.language_id.as_str() {
        "newsmd" => DocumentKind::Article,
        _ if is_archive => DocumentKind::Other,
        "markdown" | "plaintext" | "text" if workspace::is_article(path, project, || document.text()) => {
            DocumentKind::Article
        }
        "xml" | "html" | "json" | "nitf" | "tei" if is_article_in_markup(path, document, project) => {
            DocumentKind::Article
        }
        _ => DocumentKind::Other,
    }
}

/// Whether a document in XML, HTML or JSON is an article: the configuration or the content says so.
fn is_article_in_markup(path: &Path, document: &Document, project: &Project) -> bool {
    let (name, text) = (path.to_string_lossy(), document.text());
    let head = text.part(TextRange::from(0..text.floor(HEAD)));
    // Most articles say it at their beginning.
    workspace::is_configured_article(path, project)
        || is_markup_article(&head, &name)
        || (head.len() < text.len() && is_markup_article(text, &name))
}

/// The open documents that can be configurations or registry files. They replace the files on disk.
pub(super) fn open_project_files(documents: &Documents) -> impl Iterator<Item = (PathBuf, &Document)> {
    let all = documents.iter().filter_map(|(uri, document)| Some((file_of(uri)?, document)));
    all.filter(|(path, _)| path.extension().is_some_and(|extension| extension == "toml") || workspace::is_list(path))
}

/// Replaces a range of the text. Positions that do not exist are clamped. Returns the number of bytes before and after it.
fn splice(rope: &mut Rope, range: lsp::Range, text: &str, encoding: Encoding) -> (usize, usize) {
    let (start, end) = (char_at(rope, range.start, encoding), char_at(rope, range.end, encoding));
    let (start, end) = (start.min(end), start.max(end));
    let kept = (rope.char_to_byte(start), rope.len_bytes() - rope.char_to_byte(end));
    if start < end {
        rope.remove(start..end);
    }
    if !text.is_empty() {
        rope.insert(start, text);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{LineIndex, Position};
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

    /// Texts that make counting hard: vowel marks, emoji, Adlam, bidi controls, all line separators.
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
            let mut document = Document::new(None, "newsmd".into(), Some(1), 1, &start);
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

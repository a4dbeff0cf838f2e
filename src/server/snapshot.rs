//! Snapshots: one version of a document and what was computed for it.

use super::position::{char_at, range_in, range_in_rope};
use super::settings::Preferences;
use super::twin_sources::TwinSources;
use crate::actors::RegistryFile;
use crate::analysis::Analysis;
use crate::config::Config;
use crate::finding::Finding;
use crate::text::{Encoding, LineIndex, Position, Text, TextRange};
use crate::workspace::Project;
use ropey::Rope;
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

/// The role of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DocumentKind {
    /// An article.
    Article,
    /// A registry file.
    Registry,
    /// A configuration.
    Config,
    /// Any other open document. It is kept and not checked.
    Other,
}

/// How far a document must be processed for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Its text.
    Text,
    /// Names and dates of an article, entries of a registry file.
    Analysis,
    /// The data for a feature at one position. In a large registry file, this is only the entry.
    At(lsp::Position),
    /// Findings as well.
    Findings,
}

/// The parsed form of a document.
#[derive(Clone)]
pub(super) enum Parsed {
    /// Nothing yet: only the text was requested, or a large registry file is still being read.
    Pending(DocumentKind),
    /// An article.
    Article(Arc<Analysis>),
    /// A registry file.
    Registry(Arc<RegistryFile>),
    /// One entry of a large registry file that is still being read.
    RegistryEntry(Arc<RegistryFile>),
    /// A configuration.
    Config(Arc<Config>),
    /// Any other document.
    Other,
}

/// One version of a document and what was computed for it. Immutable.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub(super) uri: lsp::Uri,
    /// The version of the client, if it sends one.
    pub(super) version: Option<i32>,
    /// The revision, counted by the server.
    pub(super) revision: u64,
    /// Changes with the settings and the registry.
    pub(super) generation: u64,
    /// The text of the document, or of one entry ([`Parsed::RegistryEntry`]).
    pub(super) text: Text,
    pub(super) lines: Arc<LineIndex>,
    /// The text of a large registry file, in place of `text` and `lines`.
    pub(super) rope: Option<Rope>,
    /// The line of the document that the text starts at.
    pub(super) first_line: u32,
    pub(super) encoding: Encoding,
    /// The project that governs the document.
    pub(super) project: Arc<Project>,
    pub(super) parsed: Parsed,
    /// The twins that the findings depend on.
    pub(super) twins: Arc<TwinSources>,
    /// `None` until they are requested.
    pub(super) findings: Option<Arc<[Finding]>>,
    /// The user's preferences.
    pub(super) preferences: Preferences,
}

impl Snapshot {
    /// The role of the document.
    pub(super) fn kind(&self) -> DocumentKind {
        match &self.parsed {
            Parsed::Pending(kind) => *kind,
            Parsed::Article(_) => DocumentKind::Article,
            Parsed::Registry(_) | Parsed::RegistryEntry(_) => DocumentKind::Registry,
            Parsed::Config(_) => DocumentKind::Config,
            Parsed::Other => DocumentKind::Other,
        }
    }

    /// What findings of the snapshot depend on: they are out of date if this changes.
    pub(super) fn checked_version(&self) -> (u64, u64, u64) {
        (self.generation, self.revision, self.twins.identity)
    }

    /// Whether the snapshot has reached a stage.
    pub(super) fn has(&self, stage: Stage) -> bool {
        match stage {
            Stage::Text => self.rope.is_none(),
            // Features at a position use the text of the entry.
            Stage::At(_) if self.rope.is_some() => false,
            Stage::Analysis | Stage::At(_) => !matches!(self.parsed, Parsed::Pending(_)),
            Stage::Findings => self.findings.is_some(),
        }
    }

    /// The analysis, if the document is an article.
    pub(super) fn analysis(&self) -> Option<&Arc<Analysis>> {
        match &self.parsed {
            Parsed::Article(analysis) => Some(analysis),
            _ => None,
        }
    }

    /// The findings, as far as they are known.
    pub(super) fn known_findings(&self) -> &[Finding] {
        self.findings.as_deref().unwrap_or_default()
    }

    /// The snapshot with its findings.
    pub(super) fn with_findings(&self, findings: Arc<[Finding]>) -> Self {
        Self { findings: Some(findings), ..self.clone() }
    }

    /// The byte offset of a position. A position that does not exist is clamped.
    pub(super) fn offset(&self, position: lsp::Position) -> u32 {
        if let Some(rope) = &self.rope {
            return rope.char_to_byte(char_at(rope, position, self.encoding)) as u32;
        }
        let Some(line) = position.line.checked_sub(self.first_line) else { return 0 };
        self.lines.offset(&self.text, Position { line, column: position.character }, self.encoding)
    }

    /// The byte range of a range. A reversed range is swapped.
    pub(super) fn bytes(&self, range: lsp::Range) -> TextRange {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        TextRange::new(start.min(end), start.max(end))
    }

    /// A byte range in the client's units.
    pub(super) fn range(&self, range: TextRange) -> lsp::Range {
        if let Some(rope) = &self.rope {
            return range_in_rope(rope, range, self.encoding);
        }
        let mut range = range_in(&self.lines, &self.text, range, self.encoding);
        range.start.line += self.first_line;
        range.end.line += self.first_line;
        range
    }
}

//! What copydesk says about a document: findings, and the fixes they offer.

use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::text::{EditSet, LineIndex, TextRange, WidePosition};
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

/// The code of a rule, in kebab-case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleCode(&'static str);

impl RuleCode {
    /// A code, as the rule declares it.
    pub const fn new(code: &'static str) -> Self {
        Self(code)
    }

    /// The code as text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl Deref for RuleCode {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl Borrow<str> for RuleCode {
    fn borrow(&self) -> &str {
        self.0
    }
}

impl PartialEq<str> for RuleCode {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for RuleCode {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for RuleCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.0)
    }
}

/// How bad a finding is. Errors come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Wrong.
    Error,
    /// Most likely wrong.
    Warning,
    /// Worth a look.
    Info,
    /// A quiet mark in the editor.
    Hint,
}

impl Severity {
    /// All severities, the worst first.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Info, Self::Hint];

    /// The name in configuration and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Hint => "hint",
        }
    }

    /// One step quieter; a hint stays a hint.
    #[must_use]
    pub fn softer(self) -> Self {
        match self {
            Self::Error => Self::Warning,
            Self::Warning => Self::Info,
            Self::Info | Self::Hint => Self::Hint,
        }
    }
}

/// What a rule reports its findings as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// It does not run.
    Off,
    /// Findings of this severity.
    At(Severity),
}

impl Level {
    /// The severity of a rule that runs.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::At(severity) => Some(severity),
        }
    }

    /// Whether the rule does not run.
    pub const fn is_off(self) -> bool {
        matches!(self, Self::Off)
    }

    /// The name in configuration and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::At(severity) => severity.name(),
        }
    }

    /// Reads the name of a severity, or `off`.
    pub fn parse(name: &str) -> Option<Self> {
        let known = Severity::ALL.into_iter().map(Self::At).chain([Self::Off]);
        known.into_iter().find(|level| level.name() == name)
    }
}

/// How far a fix can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Applicability {
    /// Changes nothing that a reader reads except as its title says; made by `--fix`.
    Safe,
    /// Needs a person's eye; made by `--fix --unsafe-fixes`, offered in the editor.
    Unsafe,
    /// Shown, never made: its edits would cut through markup.
    DisplayOnly,
}

impl Applicability {
    /// All degrees of trust, the highest first.
    pub const ALL: [Self; 3] = [Self::Safe, Self::Unsafe, Self::DisplayOnly];

    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::DisplayOnly => "display-only",
        }
    }
}

/// A fix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: "Link to laila-haddad".
    pub title: Message,
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// The replacements.
    pub edits: EditSet,
}

impl Fix {
    /// A fix that `--fix` applies.
    pub fn safe(title: impl Into<Message>, edits: EditSet) -> Self {
        Self { title: title.into(), applicability: Applicability::Safe, edits }
    }

    /// A fix that a person chooses.
    pub fn manual(title: impl Into<Message>, edits: EditSet) -> Self {
        Self { title: title.into(), applicability: Applicability::Unsafe, edits }
    }

    /// A fix that a person chooses: one word in place of `range`.
    pub fn change_to(range: TextRange, word: impl Into<String>) -> Self {
        let word = word.into();
        Self::manual(message!("Change to `{word}`", word), EditSet::replace(range, word))
    }

    /// The same fix, trusted no further than this.
    #[must_use]
    pub fn at_most(mut self, applicability: Applicability) -> Self {
        self.applicability = self.applicability.max(applicability);
        self
    }
}

/// Another place that a finding refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub location: Location,
    /// How it is related to the finding.
    pub message: Message,
}

impl Related {
    /// A place in the document of the finding.
    pub fn here(range: TextRange, message: impl Into<Message>) -> Self {
        Self { location: Location::Here(range), message: message.into() }
    }

    /// A place in another file.
    pub fn elsewhere(place: FileRange, message: impl Into<Message>) -> Self {
        Self { location: Location::Elsewhere(place), message: message.into() }
    }
}

/// The location of a related place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In the document of the finding.
    Here(TextRange),
    /// In another file.
    Elsewhere(FileRange),
}

/// A range of another file. Its positions are known, because the text of that file is not at hand when the finding is
/// reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRange {
    /// The path, in the same form as that of the document of the finding.
    pub path: String,
    /// The offsets of its start and end in bytes.
    pub offsets: (u32, u32),
    pub start: WidePosition,
    /// Exclusive.
    pub end: WidePosition,
}

impl FileRange {
    /// A range of a text that has been read from a path.
    pub fn new(path: &str, text: &str, lines: &LineIndex, range: TextRange) -> Self {
        Self {
            path: path.to_owned(),
            offsets: (range.start, range.end),
            start: lines.wide_position(text, range.start),
            end: lines.wide_position(text, range.end),
        }
    }
}

/// One problem in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code.
    pub code: RuleCode,
    /// How bad.
    pub severity: Severity,
    /// The words that it is about.
    pub range: TextRange,
    /// What is wrong, in one sentence without a full stop.
    pub message: Message,
    /// Why: the derivation of a date, the holder of an office.
    pub notes: Vec<Message>,
    /// Other places.
    pub related: Vec<Related>,
    /// Fixes, the likeliest first.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// Puts all texts into a language.
    pub fn translate(&mut self, language: Language) {
        let texts = std::iter::once(&mut self.message).chain(&mut self.notes);
        let texts = texts.chain(self.related.iter_mut().map(|related| &mut related.message));
        let texts = texts.chain(self.fixes.iter_mut().map(|fix| &mut fix.title));
        texts.for_each(|text| *text = text.translated(language));
    }

    /// The same finding of a block that began at `from` and begins at `to` now.
    #[must_use]
    pub fn moved(&self, from: u32, to: u32) -> Self {
        let place = |range: TextRange| TextRange::new(range.start - from + to, range.end - from + to);
        let mut moved = self.clone();
        if from == to {
            return moved;
        }
        moved.range = place(moved.range);
        for related in &mut moved.related {
            if let Location::Here(range) = &mut related.location {
                *range = place(*range);
            }
        }
        for fix in &mut moved.fixes {
            fix.edits = fix.edits.moved(place);
        }
        moved
    }

    /// Whether it refers to nothing outside of a range.
    pub fn is_within(&self, range: TextRange) -> bool {
        let related = self.related.iter().filter_map(|related| match related.location {
            Location::Here(place) => Some(place),
            Location::Elsewhere(_) => None,
        });
        let edits = self.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.range));
        std::iter::once(self.range).chain(related).chain(edits).all(|place| range.contains_range(place))
    }

    /// Whether a range, or a cursor, touches its words.
    pub fn touches(&self, range: TextRange) -> bool {
        self.range.touches(range.start) || range.touches(self.range.start)
    }
}

/// Something that a reader could not make sense of. Readers never fail: they report it and go on. The rules turn
/// problems into findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub range: TextRange,
    /// What is wrong, in one sentence without a full stop.
    pub message: Message,
    /// What to do about it, or why it matters.
    pub note: Option<Message>,
    /// A fix, if there is one.
    pub fix: Option<Fix>,
}

impl Problem {
    /// A problem without note and fix.
    pub fn new(range: TextRange, message: impl Into<Message>) -> Self {
        Self { range, message: message.into(), note: None, fix: None }
    }

    /// The same problem with a note.
    #[must_use]
    pub fn note(mut self, note: impl Into<Message>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The same problem with a fix.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

//! What a rule is: its documentation, its default, and its check. The catalogue in [`crate::rules`] lists them all;
//! everything that knows rules by name (documentation, configuration, SARIF, `explain`) is derived from it.

use crate::actors::{Registry, RegistryFile};
use crate::analysis::{Analysis, Facts};
use crate::article::{Block, BlockId, Mapped, Target};
use crate::config::Config;
use crate::finding::{Applicability, Finding, Fix, Level, Problem, Related, RuleCode, Severity};
use crate::message::Message;
use crate::syntax::Writer;
use crate::text::{Edit, EditSet, ProseRange, TextRange};
use std::collections::BTreeSet;

/// The part of the desk that a rule belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Names and titles.
    Actors,
    Dates,
    /// The text itself.
    Text,
    Registry,
    /// copydesk's own directives and settings.
    Housekeeping,
}

impl Group {
    /// All groups, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Actors, Self::Dates, Self::Text, Self::Registry, Self::Housekeeping];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Dates => "dates",
            Self::Text => "text",
            Self::Registry => "registry",
            Self::Housekeeping => "housekeeping",
        }
    }

    /// The heading in the documentation.
    pub fn title(self) -> &'static str {
        match self {
            Self::Actors => "Actors",
            Self::Dates => "Dates",
            Self::Text => "Text",
            Self::Registry => "The registry",
            Self::Housekeeping => "Housekeeping",
        }
    }
}

/// Checks the block at an index of the article.
pub type BlockCheck = fn(&Analysis, BlockId, &mut Sink<'_>);

/// How a rule finds problems.
#[derive(Clone, Copy)]
pub enum Check {
    /// In one analysed article.
    Article(fn(&Analysis, &mut Sink<'_>)),
    /// In one block of an analysed article, without a look at other blocks. The findings are kept with the block.
    Block(BlockCheck),
    /// In one block, and apart from that in the article.
    BlockAndArticle(BlockCheck, fn(&Analysis, &mut Sink<'_>)),
    /// In one analysed article, in view of the facts of its twin in another language.
    Twin(fn(&Analysis, &Facts, &mut Sink<'_>)),
    /// In one registry file.
    Registry(fn(&RegistryFile, &mut Sink<'_>)),
    /// In one registry file, in view of the registry that it is part of; the registry can hold an older version of it.
    Between(fn(&RegistryFile, &Registry, &mut Sink<'_>)),
    /// In one registry file, in view of the ids of the actors that the articles of a run mention.
    Unused(fn(&RegistryFile, &BTreeSet<String>, &mut Sink<'_>)),
    /// In the configuration.
    Config(fn(&Config, &mut Sink<'_>)),
    /// In articles and in the configuration: both can name rules.
    Both(fn(&Analysis, &mut Sink<'_>), fn(&Config, &mut Sink<'_>)),
    /// By the linter itself, after all other rules.
    Linter,
}

/// An example of the documentation, which a test runs.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The article, registry or configuration. Articles are read with the registry of `examples/newsroom`. A line
    /// `//- path` begins another file, which is the twin of the article.
    pub text: &'static str,
    /// The path under which it is checked.
    pub path: &'static str,
}

impl Example {
    /// Its files, by path.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let (first, more) = self.text.split_once("//- ").unwrap_or((self.text, ""));
        let more = more.split("//- ").filter_map(|file| file.split_once('\n'));
        std::iter::once((self.path, first)).chain(more)
    }

    /// Whether it is a registry or a configuration.
    pub fn is_toml(&self) -> bool {
        matches!(self.path.rsplit_once('.'), Some((_, "toml")))
    }
}

/// A rule.
pub struct Rule {
    /// Names the problem, so that it reads well after *ignore*.
    pub code: RuleCode,
    /// The chapter of the documentation.
    pub group: Group,
    /// The level by default.
    pub level: Level,
    /// The best fix it offers.
    pub fix: Option<Applicability>,
    /// What it finds, in one sentence.
    pub summary: &'static str,
    /// Why that matters, and when it is not reported.
    pub why: &'static str,
    /// An example with the problem.
    pub bad: Example,
    /// The same without it.
    pub good: Example,
    /// What sets it apart from most rules.
    pub traits: Traits,
    /// How it is found.
    pub check: Check,
}

/// How the linter, the editor and the command line treat the findings of a rule.
#[derive(Debug, Clone, Copy)]
pub struct Traits {
    /// The rank among rules that report the same words: only the finding with the lowest number stays. The findings of a rule
    /// without a rank stay in any case.
    pub precedence: Option<u8>,
    /// How an editor draws the words.
    pub tag: Option<Tag>,
    /// The change of the registry that may settle a finding.
    pub remedy: Option<Remedy>,
    /// Whether `copydesk lint` does not run it unless it is asked to: a reminder while writing is noise in an archive.
    pub is_quiet_in_batch: bool,
    /// Whether it reports directives, which no directive suppresses.
    pub is_about_directives: bool,
}

impl Traits {
    /// Those of most rules.
    pub const NONE: Self =
        Self { precedence: None, tag: None, remedy: None, is_quiet_in_batch: false, is_about_directives: false };
}

/// How an editor draws the words of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Faded: they can go.
    Unnecessary,
    /// Struck out: something has replaced them.
    Deprecated,
}

/// A change of the registry that may settle a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// A new actor with the words as its name.
    Actor,
    /// A new actor with the words as its name, or the words as another spelling of an actor.
    ActorOrSpelling,
    /// A new actor with the id of a link.
    LinkedActor,
    /// One entry in place of the two that the finding names.
    Merge,
}

/// Takes the findings of one rule.
pub struct Sink<'a> {
    rule: &'static Rule,
    severity: Severity,
    findings: &'a mut Vec<Finding>,
    writer: Option<&'a dyn Writer>,
    is_local: bool,
}

impl<'a> Sink<'a> {
    /// A sink for a rule at the severity that the configuration gives it.
    pub fn new(rule: &'static Rule, severity: Severity, findings: &'a mut Vec<Finding>) -> Self {
        Self { rule, severity, findings, writer: None, is_local: true }
    }

    /// States that the check of a block has looked at other blocks, so that its findings must not be kept.
    pub fn looks_at_other_blocks(&mut self) {
        self.is_local = false;
    }

    /// Whether the check of a block has looked at no other block.
    pub fn is_local(&self) -> bool {
        self.is_local
    }

    /// The same sink, whose fixes are written by the syntax of an article.
    pub fn written_by(self, writer: Option<&'a dyn Writer>) -> Self {
        Self { writer, ..self }
    }

    /// The edits that change the identifier or the date value of a target, in the form of the article's syntax.
    pub fn set_id(&self, target: &Target, id: &str) -> EditSet {
        self.writer.map_or_else(|| EditSet::replace(target.id_range, id), |writer| writer.set_id(target, id))
    }

    /// Reports a finding.
    pub fn report(&mut self, range: TextRange, message: impl Into<Message>) -> Report<'_> {
        self.findings.push(Finding {
            code: self.rule.code,
            severity: self.severity,
            range,
            message: message.into(),
            notes: Vec::new(),
            related: Vec::new(),
            fixes: Vec::new(),
        });
        let at = self.findings.len() - 1;
        Report { finding: &mut self.findings[at], writer: self.writer }
    }

    /// Reports what a reader of some file could not make sense of.
    pub fn report_problem(&mut self, problem: &Problem) {
        let report = self.report(problem.range, problem.message.clone()).notes(problem.note.clone());
        if let Some(fix) = &problem.fix {
            report.fix(fix.clone());
        }
    }

    /// Reports a finding in the words of a block.
    pub fn report_prose(&mut self, block: &Block, range: ProseRange, message: impl Into<Message>) -> Report<'_> {
        self.report(block.prose.map(range).range(), message)
    }
}

/// A finding that is being written.
pub struct Report<'a> {
    finding: &'a mut Finding,
    writer: Option<&'a dyn Writer>,
}

impl Report<'_> {
    /// Adds why.
    pub fn note(self, note: impl Into<Message>) -> Self {
        self.finding.notes.push(note.into());
        self
    }

    /// Adds several reasons.
    pub fn notes(self, notes: impl IntoIterator<Item = impl Into<Message>>) -> Self {
        self.finding.notes.extend(notes.into_iter().map(Into::into));
        self
    }

    /// Adds a fix.
    pub fn fix(self, fix: Fix) -> Self {
        self.finding.fixes.push(fix);
        self
    }

    /// Adds a fix that replaces words of a block, in addition to the replacements that it makes already. The new words are
    /// escaped as the syntax of the article demands. A fix that would cut through markup is only shown.
    pub fn fix_prose(self, block: &Block, edits: &[(ProseRange, String)], mut fix: Fix) -> Self {
        let mapped: Vec<(Mapped, &String)> =
            edits.iter().map(|(range, text)| (block.prose.map(*range), text)).collect();
        let exact = mapped.iter().all(|(mapped, _)| mapped.exact().is_some());
        let written = mapped.into_iter().map(|(mapped, words)| {
            let range = mapped.range();
            let text = self.writer.map_or_else(|| words.clone(), |writer| writer.escape(words, range).into_owned());
            Edit { range, text }
        });
        let Ok(mut set) = EditSet::new(written.collect()) else { return self };
        if set.try_extend(&fix.edits).is_err() {
            return self;
        }
        fix.edits = set;
        if !exact {
            fix.applicability = Applicability::DisplayOnly;
        }
        self.fix(fix)
    }

    /// Adds a fix that a person chooses: other words for a range of a block.
    pub fn replace(
        self,
        block: &Block,
        range: ProseRange,
        words: impl Into<String>,
        title: impl Into<Message>,
    ) -> Self {
        self.fix_prose(block, &[(range, words.into())], Fix::manual(title, EditSet::default()))
    }

    /// Adds another place.
    pub fn related(self, related: Related) -> Self {
        self.finding.related.push(related);
        self
    }

    /// One severity lower.
    pub fn soften(self) -> Self {
        self.finding.severity = self.finding.severity.softer();
        self
    }

    /// A severity of its own, never above the configured one.
    pub fn at_most(self, severity: Severity) -> Self {
        self.finding.severity = self.finding.severity.max(severity);
        self
    }
}

//! One article as rules and features see it: the text, the parsed article, its names and dates, and the settings of its
//! folder. It is built once per version of a document, and all derived data lives here.
//!
//! Data that depends only on the words of a block (its names and dates) is kept in a [`Memory`], so that an edit costs
//! only the changed paragraph.

mod datelines;
mod facts;
mod kept;
mod memory;
mod quotations;
mod reference;
mod sentence_dates;
mod settled;
mod targets;
mod titled;

pub use facts::{Alignment, Fact, Facts};
pub use kept::{Column, add_or_remove};
pub use memory::Memory;
pub use sentence_dates::{Days, format_days};
pub use settled::SettledDate;
pub use targets::front_matter_targets;
pub use titled::TitledName;

use crate::actors::{self, ActorIndex, BlockNames, Lookup, NameClass, NearName, Registry, ResolvedName};
use crate::article::{
    Article, Block, BlockId, BlockKind, DateMark, Key, Link, Mention, Scalar, Scheme, SpanKind, Splice, SyntaxId,
    Target,
};
use crate::config::{Builtin, Config};
use crate::dates::{self, Calendar, Date, DateValue, Expression, Reference, Resolved, ValueError, Weekday};
use crate::language::Language;
use crate::message::Message;
use crate::syntax::{Draft, RECORD, ReadOptions, Slot, Syntax, Writer, WriterNotes, read};
use crate::text::{ProseRange, Text, TextRange, ceil_char, floor_char};
use kept::{BlockStates, Columns};
use memory::BlockMemory;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The context in which the articles of one project are checked.
#[derive(Clone)]
pub struct ProjectContext {
    pub config: Config,
    pub registry: Arc<Registry>,
    /// The folder of the configuration, in the same form as the paths of articles.
    pub root: String,
    /// The syntax of every article, if set by the caller.
    pub syntax: Option<SyntaxId>,
    /// The language of every article, if set by the caller.
    pub language: Option<Language>,
    /// Today, if set by the caller; the clock is never read.
    pub today: Option<Date>,
    /// The reference date of every article, if set by the caller.
    pub date: Option<Date>,
}

impl ProjectContext {
    /// A context with the given settings and registry, and without overrides.
    pub fn new(config: Config, registry: Arc<Registry>) -> Self {
        Self { config, registry, root: String::new(), syntax: None, language: None, today: None, date: None }
    }

    /// The options for reading an article.
    pub fn read_options(&self, path: &str) -> ReadOptions {
        ReadOptions {
            path: path.to_owned(),
            syntax: self.syntax,
            language: self.language,
            default_language: self.config.language,
            prefixes: self.config.prefixes.keys().cloned().collect(),
        }
    }

    /// The context without a configuration file or registry: only dates, text, and the built-in countries are checked.
    pub fn standard() -> Self {
        Self::new(Config::with_defaults(), Arc::new(Registry::new(Vec::new(), true)))
    }
}

/// The dates of one block.
#[derive(Debug, Clone, Default)]
pub struct BlockDates {
    pub expressions: Arc<[Expression]>,
    /// The value of each expression on the reference date.
    pub resolved: Arc<[Resolved]>,
}

/// One date in a block: its words and its value.
#[derive(Debug, Clone, Copy)]
pub struct DateInText<'a> {
    pub block: &'a Block,
    pub expression: &'a Expression,
    pub resolved: &'a Resolved,
}

/// A Hijri date and a Gregorian date that are stated as the same day.
#[derive(Debug, Clone, Copy)]
pub struct CalendarPair<'a> {
    pub hijri: DateInText<'a>,
    pub gregorian: DateInText<'a>,
}

impl CalendarPair<'_> {
    /// The weekday stated with either half.
    pub fn weekday(&self) -> Option<Weekday> {
        self.hijri.expression.weekday.or(self.gregorian.expression.weekday).map(|part| part.value)
    }
}

/// An analysed article.
pub struct Analysis {
    pub text: Text,
    /// The path of its source, as the caller names it; empty if there is none.
    pub path: String,
    /// Settings and registry of its folder.
    pub context: Arc<ProjectContext>,
    /// The parsed article.
    pub article: Arc<Article>,
    /// The day that relative dates are counted from.
    pub reference: Option<Reference>,
    /// The names, in reading order.
    pub names: Vec<ResolvedName>,
    /// The dates of each block, by block index.
    pub dates: Arc<Vec<BlockDates>>,
    /// The actor of each link, by index in [`Article::mentions`].
    pub linked: Vec<Option<ActorIndex>>,
    /// The value of each annotated date, by index in [`Article::date_marks`].
    pub values: Vec<Result<DateValue, ValueError>>,
    /// The dateline of the front matter.
    pub dateline: Option<Dateline>,
    memories: Arc<Vec<Arc<BlockMemory>>>,
    /// Counts the settings and registries that the blocks in the memory have seen.
    epoch: u64,
    /// Counts the versions of the article.
    version: u64,
    /// What was replaced in the last version, if nothing else changed.
    edit: Option<Edit>,
    /// Whether there will be another version.
    is_kept: bool,
    /// What results for each block may depend on, as a hash; computed when a result is first kept.
    block_states: OnceLock<BlockStates>,
    columns: Arc<Columns>,
    /// Cached because several rules iterate over all targets.
    targets: OnceLock<Vec<Target>>,
    /// Computed when a twin is first compared.
    facts: OnceLock<Arc<Facts>>,
    notes: WriterNotes,
}

/// What was replaced in an article.
#[derive(Debug)]
struct Edit {
    /// The blocks.
    splice: Splice,
    /// How many bytes at the start and at the end of the text are as before.
    common: (usize, usize),
}

/// The dateline of the front matter, parsed as a block.
#[derive(Debug, Clone)]
pub struct Dateline {
    pub block: Block,
    pub dates: BlockDates,
}

/// Analyses a text. `memory` keeps the data of blocks between versions of a document.
pub fn analyse(text: Text, path: &str, context: Arc<ProjectContext>, memory: &mut Memory) -> Analysis {
    let options = context.read_options(path);
    let (article, edit) = memory.read(&text, options, &context);
    let epoch = memory.epoch_of(&context);
    let memories = memory.recall(&article, edit.as_ref(), &context.registry);
    let dateline = reference::dateline_block(&article);
    let reference = reference::find(&article, path, &context, &memories, dateline.as_ref());
    let dates = memory.resolve(&memories, edit.as_ref(), reference.as_ref());
    let linked: Vec<_> =
        article.mentions.iter().map(|mention| target_actor(&context.registry, &mention.target)).collect();
    let values = article.date_marks.iter().map(|mark| DateValue::parse(&mark.target.id)).collect();
    let named = with_links(memory.named(), &article);
    let day = reference.map(|reference| reference.day);
    let names = settle(&article, &named, &memories, &context.registry, &linked, day);
    let dateline = dateline.map(|block| {
        let language = article.language_of(&block);
        let expressions: Arc<[Expression]> = dates::scan(&block.prose.readable(), language).into();
        // To resolve the dateline's own date, the year of publication is used instead of a dateline.
        let resolved = dates::resolve(block.prose.text(), &expressions, language, reference.as_ref()).into();
        Dateline { block, dates: BlockDates { expressions, resolved } }
    });
    Analysis {
        text,
        path: path.to_owned(),
        context,
        article,
        reference,
        names,
        dates,
        linked,
        values,
        dateline,
        memories,
        epoch,
        version: memory.versions(),
        edit,
        is_kept: memory.is_kept(),
        block_states: OnceLock::new(),
        columns: memory.columns(),
        targets: OnceLock::new(),
        facts: OnceLock::new(),
        notes: WriterNotes::default(),
    }
}

/// The blocks with names, and those with links to actors.
fn with_links(named: &[usize], article: &Article) -> Vec<BlockId> {
    let linked = article.mentions.iter().map(|mention| mention.link.block);
    let mut all: Vec<BlockId> = named.iter().map(|at| BlockId::new(*at)).chain(linked).collect();
    all.sort();
    all.dedup();
    all
}

/// Decides which actors the names of some blocks mean. The other blocks have neither names nor links to actors.
fn settle(
    article: &Article,
    named: &[BlockId],
    memories: &[Arc<BlockMemory>],
    registry: &Registry,
    linked: &[Option<ActorIndex>],
    on: Option<Date>,
) -> Vec<ResolvedName> {
    let blocks: Vec<BlockNames<'_>> = (named.iter())
        .map(|at| (*at, &article.blocks[*at], &memories[at.index()]))
        .filter(|(_, block, _)| block.is_body() || block.is_heading())
        .map(|(at, block, memory)| BlockNames {
            block: at,
            heading: !block.is_body() || article.in_front_matter(block),
            matches: &memory.matches,
            links: (block.spans.iter())
                .filter_map(|span| match span.kind {
                    SpanKind::Mention(index) => Some((span.prose, linked[index])),
                    _ => None,
                })
                .collect(),
            closed: (block.spans.iter())
                .filter(|span| matches!(span.kind, SpanKind::Elsewhere | SpanKind::DateMark(_)))
                .map(|span| span.prose)
                .collect(),
            dates: if memory.matches.iter().any(|matched| matched.one_word) {
                memory.expressions.iter().map(|expression| expression.range).collect()
            } else {
                Vec::new()
            },
        })
        .collect();
    actors::disambiguate(registry, &blocks, on)
}

/// The actor of a target, also through merged entries; `None` if the registry has none or the target is open.
pub fn target_actor(registry: &Registry, target: &Target) -> Option<ActorIndex> {
    if target.scheme == Scheme::Date || target.is_open() {
        return None;
    }
    let found = match &target.scheme {
        Scheme::Outside(prefix) => registry.lookup(&format!("{prefix}:{}", target.id)),
        _ => registry.lookup(&target.id),
    };
    match found {
        Lookup::Found(actor) | Lookup::Merged(actor) => Some(actor),
        Lookup::Missing => None,
    }
}

/// Of several identifiers of one actor, makes the first that the registry knows the identifier of the target.
fn choose_ids(article: &mut Article, registry: &Registry) {
    let listed = article.metadata.entries.iter_mut().flat_map(|entry| entry.value.targets_mut());
    let targets = article.mentions.iter_mut().map(|mention| &mut mention.target).chain(listed);
    for target in targets.filter(|target| !target.also.is_empty()) {
        if target.is_open() || target_actor(registry, target).is_some() {
            continue;
        }
        let Some(known) = target.also.iter().position(|other| target_actor(registry, other).is_some()) else {
            continue;
        };
        let also = std::mem::take(&mut target.also);
        let first = std::mem::replace(target, also[known].clone());
        target.also = std::iter::once(first).chain(also).collect();
        target.also.remove(known + 1);
    }
}

impl Analysis {
    /// Whether the article is a record of an archive.
    pub fn is_record(&self) -> bool {
        self.context.syntax == Some(RECORD)
    }

    /// Parses another text in the same syntax and language.
    pub fn read_again(&self, text: &str) -> Article {
        let options = ReadOptions {
            path: self.path.clone(),
            syntax: Some(self.article.syntax),
            language: Some(self.language()),
            default_language: None,
            prefixes: self.config().prefixes.keys().cloned().collect(),
        };
        read(text, &options)
    }

    /// The words of a block that are similar to a registered name.
    pub fn near_names(&self, block: BlockId) -> &[NearName] {
        &self.memories[block.index()].near
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.context.config
    }

    /// The actors.
    pub fn registry(&self) -> &Registry {
        &self.context.registry
    }

    /// The language of the article.
    pub fn language(&self) -> Language {
        self.article.language
    }

    /// The language of a block: the one that its markup states, otherwise that of the article.
    pub fn language_of(&self, block: &Block) -> Language {
        self.article.language_of(block)
    }

    /// The language of the text at an offset of the source.
    pub fn language_at(&self, offset: u32) -> Language {
        let stated = self.article.blocks.iter().find(|block| block.language.is_some() && block.range.touches(offset));
        stated.map_or(self.language(), |block| self.language_of(block))
    }

    /// The writer for the article's syntax; `None` if the syntax has no links.
    pub fn writer(&self) -> Option<Box<dyn Writer + '_>> {
        let draft = Draft { article: &self.article, text: &self.text, style: self.config().links, notes: &self.notes };
        draft.writer()
    }

    /// The completion slot at an offset.
    pub fn slot(&self, offset: u32) -> Slot<'_> {
        (Syntax::of(self.article.syntax).slot)(&self.text, &self.article, offset)
    }

    /// Whether a block is text of the story, not of the front matter.
    pub fn in_body(&self, block: &Block) -> bool {
        block.is_body() && !self.article.in_front_matter(block)
    }

    /// Whether unlinked names of an actor are reported: always for the project's own, for built-in ones if the settings
    /// say so.
    pub fn wants_link(&self, actor: ActorIndex) -> bool {
        self.registry().actor(actor).file.is_some() || self.config().builtin == Builtin::Link
    }

    /// A date of the front matter, if it can be parsed.
    pub fn metadata_date(&self, key: Key) -> Option<(&Scalar, DateValue)> {
        reference::metadata_date(&self.article, key, &self.context.config)
    }

    /// The calendar pairs of the article.
    pub fn calendar_pairs(&self) -> impl Iterator<Item = CalendarPair<'_>> {
        self.article.block_ids().flat_map(|block| self.calendar_pairs_of(block))
    }

    /// The calendar pairs of a block.
    pub fn calendar_pairs_of(&self, block: BlockId) -> Vec<CalendarPair<'_>> {
        if !self.dates[block.index()].expressions.iter().any(|date| date.pair.is_some()) {
            return Vec::new();
        }
        let dates: Vec<DateInText<'_>> = self.dates_of(block).collect();
        let pair_of = |one: &DateInText<'_>| dates.get(one.expression.pair?).copied();
        let pairs = dates.iter().filter_map(|one| {
            let other = pair_of(one)?;
            let calendars = (one.expression.calendar, other.expression.calendar);
            let is_pair = calendars == (Calendar::Hijri, Calendar::Gregorian);
            is_pair.then_some(CalendarPair { hijri: *one, gregorian: other })
        });
        pairs.collect()
    }

    /// Whether a range is quoted: between quotation marks of its block, or in a block quotation.
    pub fn is_quoted(&self, block: BlockId, range: ProseRange) -> bool {
        self.article.blocks[block].quoted || self.memories[block.index()].quotations().is_open_at(range.start)
    }

    /// All dates of the article in the order of the source; the dateline's come first.
    pub fn dates(&self) -> impl Iterator<Item = DateInText<'_>> {
        self.dates_in_dateline().chain(self.article.block_ids().flat_map(|block| self.dates_in_text(block)))
    }

    /// The dates of a block, unless it is the dateline, whose dates are those of [`Self::dates_in_dateline`].
    pub fn dates_in_text(&self, block: BlockId) -> impl Iterator<Item = DateInText<'_>> {
        let own = Some(block).filter(|at| self.article.blocks[*at].kind != BlockKind::Dateline);
        own.into_iter().flat_map(|at| self.dates_of(at))
    }

    /// The dates of the front matter's dateline.
    pub fn dates_in_dateline(&self) -> impl Iterator<Item = DateInText<'_>> {
        self.dateline.iter().flat_map(|dateline| in_block(&dateline.block, &dateline.dates))
    }

    /// The date of the dateline at the head of the body.
    pub fn date_at_head(&self) -> Option<DateInText<'_>> {
        let block = datelines::head_block(&self.article)?;
        let dates = &self.dates[block.index()];
        let head = &self.article.blocks[block];
        let at = datelines::dateline_at(head.prose.text(), &dates.expressions, self.language_of(head))?;
        self.dates_of(block).nth(at)
    }

    /// The dates of one block.
    pub fn dates_of(&self, block: BlockId) -> impl Iterator<Item = DateInText<'_>> {
        in_block(&self.article.blocks[block], &self.dates[block.index()])
    }

    /// The date in the words of an annotated date, if there is exactly one.
    pub fn marked_date(&self, mark: &DateMark) -> Option<DateInText<'_>> {
        let (block, dates) = (self.article.block(mark.link.block)?, self.dates.get(mark.link.block.index())?);
        let words = mark.link.prose;
        let at = dates.expressions.partition_point(|expression| expression.range.end <= words.start);
        let inside = |at: usize| dates.expressions.get(at).filter(|expression| expression.range.overlaps(words));
        let (expression, resolved) = (inside(at)?, dates.resolved.get(at)?);
        inside(at + 1).is_none().then_some(DateInText { block, expression, resolved })
    }

    /// The two ends of a range in the words of an annotated date, if the words contain nothing else.
    pub fn marked_ends(&self, mark: &DateMark) -> Option<(DateInText<'_>, DateInText<'_>)> {
        let (block, dates) = (self.article.block(mark.link.block)?, self.dates.get(mark.link.block.index())?);
        let words = mark.link.prose;
        let at = dates.expressions.partition_point(|expression| expression.range.end <= words.start);
        let date = |at: usize| {
            let expression = dates.expressions.get(at).filter(|expression| expression.range.overlaps(words))?;
            Some(DateInText { block, expression, resolved: dates.resolved.get(at)? })
        };
        let (first, last) = (date(at)?, date(at + 1)?);
        let alone = date(at + 2).is_none() && first.expression.link == Some(dates::Link::RangeTo(at + 1));
        alone.then_some((first, last))
    }

    /// The annotated date that covers the words of a date.
    pub fn mark_over(&self, block: BlockId, range: ProseRange) -> Option<&DateMark> {
        let marks = self.article.date_marks_of(block);
        let at = marks.partition_point(|mark| mark.link.prose.end <= range.start);
        marks.get(at).filter(|mark| mark.link.prose.overlaps(range))
    }

    /// The annotated dates with their values.
    pub fn marks(&self) -> impl Iterator<Item = (&DateMark, &Result<DateValue, ValueError>)> {
        self.article.date_marks.iter().zip(&self.values)
    }

    /// The links to actors with their actors, where the registry has them.
    pub fn mentions(&self) -> impl Iterator<Item = (&Mention, Option<ActorIndex>)> {
        self.article.mentions.iter().zip(self.linked.iter().copied())
    }

    /// The names in a range of a block's prose, in order.
    pub fn names_in(&self, block: BlockId, range: ProseRange) -> &[ResolvedName] {
        let start = self.names.partition_point(|name| (name.block, name.matched.range.end) <= (block, range.start));
        let end =
            self.names[start..].partition_point(|name| (name.block, name.matched.range.start) < (block, range.end));
        &self.names[start..start + end]
    }

    /// The actor of a link, if the registry has it.
    pub fn actor_of(&self, mention: &Mention) -> Option<ActorIndex> {
        target_actor(self.registry(), &mention.target)
    }

    /// The words of a recognised name.
    pub fn words_of(&self, name: &ResolvedName) -> &str {
        self.article.blocks[name.block].prose.slice(name.matched.range)
    }

    /// Whether a name is only a short form of its actor.
    pub fn is_short_form(&self, name: &ResolvedName, actor: ActorIndex) -> bool {
        let names = &self.registry().actor(actor).names;
        let mut own = name.matched.candidates.iter().filter(|(candidate, _)| *candidate == actor);
        own.all(|(_, at)| names.get(*at).is_some_and(|name| name.class == NameClass::Short))
    }

    /// The source range of a recognised name.
    pub fn place_of(&self, name: &ResolvedName) -> TextRange {
        self.article.blocks[name.block].prose.map(name.matched.range).range()
    }

    /// The recognised name at an offset of the source.
    pub fn name_at(&self, offset: u32) -> Option<&ResolvedName> {
        self.names.iter().find(|name| self.place_of(name).touches(offset))
    }

    /// The date at an offset of the source, with the index of its block; `None` for the dateline.
    pub fn date_at(&self, offset: u32) -> Option<DateInText<'_>> {
        self.dates().find(|date| date.range().touches(offset))
    }

    /// The name in a link. After لل the link contains the second ل, `ل[لأمم المتحدة]`, and the name is الأمم المتحدة.
    pub fn name_in_link(&self, link: &Link) -> Cow<'_, str> {
        let words = self.link_words(link);
        let before = self.article.blocks[link.block].prose.text().get(..link.prose.start as usize).unwrap_or("");
        if before.ends_with('ل') && words.starts_with('ل') { format!("ا{words}").into() } else { words.into() }
    }

    /// The words of a link.
    pub fn link_words(&self, link: &Link) -> &str {
        self.article.blocks[link.block].prose.slice(link.prose)
    }

    /// The words of a block that look like names of persons who are not in the registry.
    pub fn name_like(&self, block: BlockId) -> &[ProseRange] {
        self.memories[block.index()].name_like()
    }

    /// A hash that is equal for blocks with the same text apart from spelling variants.
    pub(crate) fn block_key(&self, block: BlockId) -> u64 {
        self.memories[block.index()].key()
    }
}

/// The day in a path: `2017/09/18/…`, `2017-09-18-…`.
pub fn day_in_path(path: &str) -> Option<Date> {
    reference::in_path(path)
}

fn in_block<'a>(block: &'a Block, dates: &'a BlockDates) -> impl Iterator<Item = DateInText<'a>> {
    dates.expressions.iter().zip(dates.resolved.iter()).map(move |(expression, resolved)| DateInText {
        block,
        expression,
        resolved,
    })
}

impl DateInText<'_> {
    /// Its source range.
    pub fn range(&self) -> TextRange {
        self.block.prose.map(self.expression.range).range()
    }

    /// Its words.
    pub fn words(&self) -> &str {
        self.block.prose.slice(self.expression.range)
    }

    /// The byte range of its sentence in the block's prose, without the final mark.
    pub fn sentence(&self) -> Range<usize> {
        sentence_dates::sentence_around(self.block.prose.text(), self.expression.range)
    }

    /// The part of its sentence near it: at most a few dozen words, even in texts without full stops.
    pub fn near_sentence(&self) -> Range<usize> {
        const BEFORE: usize = 260;
        const AFTER: usize = 160;
        let prose = self.block.prose.text();
        let own = self.expression.range.to_usize();
        let from = ceil_char(prose, own.start.saturating_sub(BEFORE));
        let to = floor_char(prose, own.end + AFTER);
        let shifted = ProseRange::new((own.start - from) as u32, (own.end - from) as u32);
        let near = sentence_dates::sentence_around(&prose[from..to], shifted);
        near.start + from..near.end + from
    }

    /// The derivation in the article's language, and in English if that differs; empty if nothing was inferred.
    pub fn derivation(&self, language: Language) -> Vec<String> {
        let Some(message) = self.explanation() else { return Vec::new() };
        let english = message.as_str().to_owned();
        if language == Language::Arabic {
            vec![message.in_language(language).into_owned(), english]
        } else {
            vec![english]
        }
    }

    /// The derivation as one line. `None` if nothing was inferred.
    pub fn explanation(&self) -> Option<Message> {
        let steps = &self.resolved.derivation;
        let line = |language: Language| {
            // Arrows are not mirrored, so each points in the reading direction of its line.
            let arrow = if language.is_right_to_left() { " ← " } else { " → " };
            steps.iter().map(|step| step.in_language(language)).collect::<Vec<_>>().join(arrow)
        };
        // The first step only quotes the words.
        (steps.len() > 1).then(|| Message::bilingual(line(Language::English), line(Language::Arabic)))
    }
}

//! What an article states, without its language: actors, days, numbers and quotations. The facts of an article are compared
//! with those of its twin.
//!
//! A fact is listed only if it is certain. What an article may state in addition is asked with [`Facts::may_name`],
//! [`Facts::may_date`] and [`Facts::may_count`]: a twin lacks a fact only if it cannot state it in any way.

mod alignment;
mod numbers;

use super::Analysis;
use crate::actors::{Actor, Kind, NameClass};
use crate::article::{Block, BlockId, BlockKind, Key};
use crate::dates::{self, Calendar, Date, DateValue, Field, TimexKind};
use crate::finding::FileRange;
use crate::language::Language;
use crate::text::{Fold, LineIndex, ProseRange, TextRange, fold};
pub use alignment::Alignment;
pub use numbers::Amount;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The facts of an article.
#[derive(Debug)]
pub struct Facts {
    pub path: String,
    pub text: Arc<str>,
    pub language: Language,
    /// The links and certain names of actors, by id, in the order of the text.
    pub actors: Vec<Fact<String>>,
    /// The days that are stated with day and month.
    pub days: Vec<Fact<Day>>,
    /// The numbers in digits.
    pub numbers: Vec<Fact<Amount>>,
    /// The first quotation of several words in each paragraph that has one.
    pub quotations: Vec<Fact<()>>,
    /// The headline, or the beginning of the text.
    pub start: TextRange,
    sentences: Vec<Sentence>,
    lines: LineIndex,
    /// The number of letters of the body, weighted so that a text and its translation have about the same.
    length: usize,
    possible: Possible,
}

/// A fact and its place.
#[derive(Debug, Clone)]
pub struct Fact<T> {
    pub value: T,
    pub range: TextRange,
    pub words: String,
    /// The index of its sentence.
    pub sentence: usize,
}

/// A day of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub date: Date,
    /// Whether the text leaves the year to the reference date.
    pub is_year_inferred: bool,
}

/// A sentence of the body.
#[derive(Debug)]
struct Sentence {
    block: BlockId,
    prose: ProseRange,
    range: TextRange,
    /// The number of its paragraph, and its own number in it.
    paragraph: usize,
    number: usize,
}

/// What an article may state in any of its parts.
#[derive(Debug, Default)]
struct Possible {
    actors: BTreeSet<String>,
    /// Whether it has a mention without an actor.
    has_open_mention: bool,
    /// Periods, in order and disjoint.
    days: Vec<(Date, Date)>,
    /// The months and days of its single days.
    days_of_years: BTreeSet<(i8, i8)>,
    /// Those whose year the text does not state.
    days_of_any_year: BTreeSet<(i8, i8)>,
    /// Whether it has a date whose days are not known.
    has_open_date: bool,
    /// Sorted by value.
    numbers: Vec<Amount>,
    /// Quotations of any length, and words after a colon.
    quotations: usize,
    /// The loosely folded text.
    folded: String,
}

/// The longest period, in days, that counts as a statement of each of its days.
const LONGEST_PERIOD: i32 = 31;
/// So many numbers near each other are a table.
const MANY: usize = 200;
/// The fewest words of a quotation: fewer are a name or a term.
const FEWEST_WORDS: usize = 4;

impl Facts {
    /// The facts of an analysed article.
    pub(super) fn of(analysis: &Analysis) -> Self {
        let article = &analysis.article;
        let start = article.headline().or(article.blocks.first()).map_or(TextRange::empty(0), |block| block.range);
        let mut facts = Self {
            path: analysis.path.clone(),
            text: analysis.text.shared().clone(),
            language: analysis.language(),
            actors: Vec::new(),
            days: Vec::new(),
            numbers: Vec::new(),
            quotations: Vec::new(),
            start,
            sentences: sentences(analysis),
            lines: LineIndex::new(&analysis.text),
            length: 0,
            possible: Possible { folded: fold(&analysis.text, Fold::Loose), ..Possible::default() },
        };
        let letters: usize = (analysis.article.blocks.iter())
            .filter(|block| analysis.in_body(block) && !analysis.article.is_foreign(block))
            .map(|block| block.prose.text().chars().filter(|c| c.is_alphabetic()).count())
            .sum();
        // These languages write few vowels.
        let is_dense =
            matches!(facts.language, Language::Arabic | Language::Persian | Language::Urdu | Language::Hebrew);
        facts.length = if is_dense { letters * 5 / 4 } else { letters };
        facts.collect_actors(analysis);
        facts.collect_days(analysis);
        facts.collect_numbers(analysis);
        facts.collect_quotations(analysis);
        facts.possible.put_in_order();
        facts
    }

    /// A range as a related place of a finding in another file.
    pub fn place(&self, range: TextRange) -> FileRange {
        FileRange::new(&self.path, &self.text, &self.lines, range)
    }

    /// The file name, for messages.
    pub fn name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path)
    }

    /// The place of a sentence.
    pub fn sentence(&self, sentence: usize) -> Option<TextRange> {
        self.sentences.get(sentence).map(|sentence| sentence.range)
    }

    /// Whether it is only a summary of another article: at most 60 % of its length.
    pub fn summarises(&self, other: &Self) -> bool {
        const SAME: usize = 200;
        self.length * 10 < other.length * 6 && other.length > self.length + SAME
    }

    /// Whether it may name an actor of a registry. `true` if the registry has no name that would be recognised here.
    pub fn may_name(&self, actor: &Actor) -> bool {
        let possible = &self.possible;
        if possible.has_open_mention || possible.actors.contains(&actor.id) {
            return true;
        }
        let is_full = |class: NameClass| matches!(class, NameClass::House | NameClass::Also);
        let own = actor.names.iter().filter(|name| name.language == self.language);
        if !own.clone().any(|name| is_full(name.class)) || own.clone().any(|name| name.class == NameClass::Metonym) {
            return true;
        }
        let names = actor.names.iter().map(|name| name.text.as_str());
        let titles = actor.roles.iter().flat_map(|role| &role.titles);
        let titles = titles.filter(|title| title.language == self.language).map(|title| title.text.as_str());
        names.chain(titles).any(|words| {
            let words = fold(words, Fold::Loose);
            words.chars().count() > 2 && possible.folded.contains(&words)
        })
    }

    /// Whether it may state a day: as a date in any form, or as a part of a short period.
    pub fn may_date(&self, day: Day) -> bool {
        let possible = &self.possible;
        possible.has_open_date
            || possible.covers(day.date)
            || day.is_year_inferred && possible.days_of_years.contains(&month_and_day(day.date))
            || possible.days_of_any_year.contains(&month_and_day(day.date))
    }

    /// Whether it may state a number, in digits or in words. `true` if the numbers of its language cannot be read.
    pub fn may_count(&self, amount: Amount) -> bool {
        let all = &self.possible.numbers;
        let between = |from: f64, to: f64| {
            let start = all.partition_point(|own| own.value < from);
            &all[start..start + all[start..].partition_point(|own| own.value <= to)]
        };
        let (equal, value) = (1e-9, amount.value);
        if !numbers::is_readable(self.language) || !between(value * (1.0 - equal), value * (1.0 + equal)).is_empty() {
            return true;
        }
        // Amounts that agree differ by a tenth at most. Among this many, one can be meant.
        let near = between(value * 0.85, value * 1.2);
        near.len() > MANY || near.iter().any(|own| own.agrees(amount))
    }

    /// The most quotations that it may have.
    pub fn most_quotations(&self) -> usize {
        self.possible.quotations
    }

    fn collect_actors(&mut self, analysis: &Analysis) {
        let registry = analysis.registry();
        for (mention, actor) in analysis.mentions() {
            let block = &analysis.article.blocks[mention.link.block];
            let Some(actor) = actor else {
                self.possible.has_open_mention |= mention.target.id == "?";
                self.possible.actors.insert(mention.target.id.clone());
                continue;
            };
            let id = registry.actor(actor).id.clone();
            self.possible.actors.insert(id.clone());
            if analysis.in_body(block) {
                let words = analysis.link_words(&mention.link).to_owned();
                self.add_actor(id, mention.link.text, words, mention.link.block, mention.link.prose);
            }
        }
        for name in &analysis.names {
            let ids = name.matched.candidates.iter().map(|(actor, _)| *actor).chain(name.actors.iter().copied());
            self.possible.actors.extend(ids.map(|actor| registry.actor(actor).id.clone()));
            let Some(actor) = analysis.certain_actor(name).filter(|_| !name.linked) else { continue };
            let entry = registry.actor(actor);
            // Places have adjectives and metonyms, which are not names.
            let is_weak = name.matched.candidates.iter().any(|(candidate, at)| {
                let class = entry.names.get(*at).map(|name| name.class);
                *candidate == actor && matches!(class, Some(NameClass::Weak | NameClass::Metonym))
            });
            let is_wanted = matches!(entry.kind, Kind::Person | Kind::Organisation) && entry.file.is_some();
            if is_wanted && !is_weak && !name.matched.doubtful && analysis.in_body(&analysis.article.blocks[name.block])
            {
                let (range, words) = (analysis.place_of(name), analysis.words_of(name).to_owned());
                self.add_actor(entry.id.clone(), range, words, name.block, name.matched.range);
            }
        }
        for block in analysis.article.block_ids() {
            let near = analysis.near_names(block).iter();
            self.possible.actors.extend(near.map(|name| registry.actor(name.actor).id.clone()));
        }
        self.possible.has_open_mention |= !analysis.article.unfinished.is_empty();
        self.actors.sort_by_key(|fact| fact.range);
    }

    fn add_actor(&mut self, id: String, range: TextRange, words: String, block: BlockId, prose: ProseRange) {
        let Some(sentence) = self.sentence_at(block, prose.start) else { return };
        self.actors.push(Fact { value: id, range, words, sentence });
    }

    fn collect_days(&mut self, analysis: &Analysis) {
        let reference = analysis.reference.map(|reference| reference.day);
        let news_day = reference.and_then(|day| Some((day.yesterday().ok()?, day.tomorrow().ok()?)));
        self.possible.days.extend(news_day);
        let metadata = Key::ALL.iter().filter_map(|key| analysis.metadata_date(*key)?.1.days);
        let marks = analysis.marks().filter_map(|(_, value)| value.as_ref().ok());
        self.possible.days.extend(metadata.chain(marks.filter_map(|value| value.days)).filter(|days| is_short(*days)));
        for date in analysis.dates() {
            self.collect_possible_days(&date);
        }
        let at_head = analysis.date_at_head().map(|date| date.range());
        for (at, block) in analysis.article.numbered_blocks().filter(|(_, block)| analysis.in_body(block)) {
            for date in analysis.dates_of(at).filter(|date| Some(date.range()) != at_head) {
                let (expression, resolved) = (date.expression, date.resolved);
                let is_plain = expression.calendar == Calendar::Gregorian
                    && expression.day.is_some()
                    && expression.month.is_some()
                    && expression.time.is_none()
                    && expression.pair.is_none()
                    && expression.link.is_none()
                    && !expression.ambiguous_order
                    && resolved.modifier.is_none()
                    && resolved.kind == TimexKind::Date;
                let Some(day) = resolved.day().filter(|_| is_plain) else { continue };
                // The day of the news is often stated in one language only.
                let is_news = news_day.is_none_or(|(first, last)| (first..=last).contains(&day));
                let mark = analysis.mark_over(at, expression.range).map(|mark| DateValue::parse(&mark.target.id));
                let is_annotated_otherwise =
                    mark.is_some_and(|value| value.ok().and_then(|value| value.day()) != Some(day));
                if is_news && expression.year.is_none() || is_annotated_otherwise {
                    continue;
                }
                let Some(sentence) = self.sentence_at(at, expression.range.start) else { continue };
                let is_year_inferred = expression.year.is_none();
                let words = block.prose.slice(expression.range).to_owned();
                self.days.push(Fact {
                    value: Day { date: day, is_year_inferred },
                    range: date.range(),
                    words,
                    sentence,
                });
            }
        }
    }

    fn collect_possible_days(&mut self, date: &super::DateInText<'_>) {
        let (expression, resolved) = (date.expression, date.resolved);
        let is_relative = resolved.stated.contains(&Field::Relation) || resolved.stated.contains(&Field::Weekday);
        let is_date = matches!(resolved.kind, TimexKind::Date | TimexKind::Time);
        let Some(days) = resolved.days else {
            self.possible.has_open_date |=
                is_date && (resolved.needs_reference || is_relative) && resolved.impossible.is_none();
            return;
        };
        if !is_short(days) {
            return;
        }
        let widened = |days: (Date, Date), by: i32| -> Option<(Date, Date)> {
            let span = jiff::Span::new().days(by);
            Some((days.0.checked_sub(span).ok()?, days.1.checked_add(span).ok()?))
        };
        // A zone or a calendar can be one day off, and a weekday may be that of another week.
        let is_vague = expression.time.is_some() || expression.calendar != Calendar::Gregorian;
        let by = match expression.day {
            None if is_relative => 7,
            _ if is_vague => 1,
            _ => 0,
        };
        if expression.day.is_some() && expression.year.is_none() && days.0 == days.1 {
            self.possible.days_of_any_year.insert(month_and_day(days.0));
        }
        self.possible.days.extend(widened(days, by));
        if expression.ambiguous_order {
            let swapped = Date::new(days.0.year(), days.0.day(), days.0.month()).ok();
            self.possible.days.extend(swapped.map(|day| (day, day)));
        }
        // The days between the ends of a range are stated, too.
        if let Some(first) = expression
            .link
            .filter(|link| matches!(link, dates::Link::RangeFrom(_)))
            .and(self.possible.days.iter().rev().nth(1))
        {
            let span = (first.0.min(days.0), first.1.max(days.1));
            self.possible.days.extend(Some(span).filter(|days| is_short(*days)));
        }
    }

    fn collect_numbers(&mut self, analysis: &Analysis) {
        for (at, block) in analysis.article.numbered_blocks() {
            let found = numbers::numbers(block.prose.text(), analysis.language_of(block));
            self.possible.numbers.extend(found.possible);
            if !analysis.in_body(block) || block.kind == BlockKind::Cell {
                continue;
            }
            let expressions = &analysis.dates[at.index()].expressions;
            for (value, range) in found.certain {
                let after = expressions.partition_point(|date| date.range.end <= range.start);
                let is_date = expressions.get(after).is_some_and(|date| date.range.overlaps(range));
                let is_in_name = !analysis.names_in(at, range).is_empty();
                if is_date || is_in_name || block.prose.is_opaque(range) {
                    continue;
                }
                let Some(sentence) = self.sentence_at(at, range.start) else { continue };
                let words = block.prose.slice(range).to_owned();
                self.numbers.push(Fact { value, range: block.prose.map(range).range(), words, sentence });
            }
        }
    }

    fn collect_quotations(&mut self, analysis: &Analysis) {
        for (at, block) in analysis.article.numbered_blocks() {
            let prose = block.prose.text();
            let quotations: Vec<ProseRange> = analysis.quotations(at).collect();
            self.possible.quotations += quotations.len() + usize::from(block.quoted) + introduced(prose);
            // A British quotation mark can be an apostrophe.
            self.possible.quotations += prose.matches(['‘', '‚']).count();
            if !analysis.in_body(block) || !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem) {
                continue;
            }
            let is_long = |range: &ProseRange| has_words(range.slice(prose));
            let Some(range) = quotations.into_iter().find(is_long) else { continue };
            let Some(sentence) = self.sentence_at(at, range.start) else { continue };
            let words = range.slice(prose).to_owned();
            self.quotations.push(Fact { value: (), range: block.prose.map(range).range(), words, sentence });
        }
    }

    /// The sentence of the body at an offset of a block's prose.
    fn sentence_at(&self, block: BlockId, offset: u32) -> Option<usize> {
        let after = self.sentences.partition_point(|one| (one.block, one.prose.start) <= (block, offset));
        after.checked_sub(1).filter(|at| self.sentences[*at].block == block)
    }
}

impl Possible {
    fn put_in_order(&mut self) {
        self.numbers.sort_by(|one, other| one.value.total_cmp(&other.value));
        self.numbers.dedup();
        let single = self.days.iter().filter(|(first, last)| first == last);
        self.days_of_years = single.map(|(day, _)| month_and_day(*day)).collect();
        self.days.sort_unstable();
        let mut joined: Vec<(Date, Date)> = Vec::new();
        for days in self.days.drain(..) {
            match joined.last_mut().filter(|last| last.1 >= days.0) {
                Some(last) => last.1 = last.1.max(days.1),
                None => joined.push(days),
            }
        }
        self.days = joined;
    }

    fn covers(&self, day: Date) -> bool {
        let after = self.days.partition_point(|(first, _)| *first <= day);
        after > 0 && self.days[after - 1].1 >= day
    }
}

fn month_and_day(day: Date) -> (i8, i8) {
    (day.month(), day.day())
}

/// Whether a period is short enough to state each of its days.
fn is_short((first, last): (Date, Date)) -> bool {
    first <= last && dates::days_between(last, first).abs() <= LONGEST_PERIOD
}

/// Whether a text is long enough for a quotation.
fn has_words(text: &str) -> bool {
    text.split_whitespace().take(FEWEST_WORDS).count() == FEWEST_WORDS
}

/// How many times a colon introduces words that may be a quotation without marks.
fn introduced(prose: &str) -> usize {
    let rest = prose.match_indices(':').map(|(at, _)| &prose[at + 1..]);
    rest.filter(|rest| rest.starts_with(' ') && has_words(rest)).count()
}

/// The sentences of the body, in order. What is in another language than the article is not translated, so nothing in it has to be
/// in the twin.
fn sentences(analysis: &Analysis) -> Vec<Sentence> {
    let mut found = Vec::new();
    let body = |block: &Block| analysis.in_body(block) && !analysis.article.is_foreign(block);
    let blocks = analysis.article.numbered_blocks().filter(|(_, block)| body(block));
    for (paragraph, (at, block)) in blocks.enumerate() {
        let prose = block.prose.text();
        let (mut start, mut number) = (0, 0);
        while start < prose.len() {
            let own = super::sentence_dates::sentence_around(prose, ProseRange::new(start as u32, start as u32));
            let end = own.end.max(start);
            let after = end + prose[end..].chars().next().map_or(0, char::len_utf8);
            let words = &prose[start..end];
            let trimmed = start + (words.len() - words.trim_start().len());
            if !words.trim().is_empty() {
                let range = ProseRange::new(trimmed as u32, end as u32);
                let place = block.prose.map(range).range();
                // An offset in the space before a sentence belongs to it.
                let prose = ProseRange::new(start as u32, end as u32);
                found.push(Sentence { block: at, prose, range: place, paragraph, number });
                number += 1;
            }
            start = after.max(start + 1);
        }
    }
    found
}

impl Analysis {
    /// What the article states.
    pub fn facts(&self) -> &Arc<Facts> {
        self.facts.get_or_init(|| Arc::new(Facts::of(self)))
    }

    /// The quotations of a block, without their marks.
    fn quotations(&self, block: BlockId) -> impl Iterator<Item = ProseRange> {
        self.memories[block.index()].quotations().ranges()
    }
}

//! Moves an article that was read from a [`Decoded`] text to the source of that text, and joins articles.

use super::{Article, Decoded, Entry, Link, Scalar, Span, SpanKind, Target, Value};
use crate::finding::{Applicability, Problem};
use crate::text::TextRange;

impl Article {
    /// The article with all ranges in the source of `decoded`, from whose text it was read. A link that cannot be
    /// edited there becomes an ordinary one.
    #[must_use]
    pub fn through(mut self, decoded: &Decoded) -> Self {
        let to = |range: &mut TextRange| *range = decoded.source_range(*range).range();
        for block in &mut self.blocks {
            to(&mut block.range);
            block.prose = std::mem::take(&mut block.prose).through(decoded);
        }
        if let Some(range) = &mut self.metadata.range {
            to(range);
        }
        let entries = self.metadata.entries.iter_mut().chain(&mut self.metadata.others);
        entries.for_each(|entry| move_entry(entry, decoded));
        let definitions = retain(&mut self.definitions, |definition| {
            to(&mut definition.label_range);
            to(&mut definition.range);
            move_target(&mut definition.target, decoded)
        });
        let mentions = retain(&mut self.mentions, |mention| {
            move_link(&mut mention.link, &definitions, decoded) && move_target(&mut mention.target, decoded)
        });
        let date_marks = retain(&mut self.date_marks, |mark| {
            if let Some(custom) = &mut mark.custom {
                to(&mut custom.range);
            }
            move_link(&mut mark.link, &definitions, decoded) && move_target(&mut mark.target, decoded)
        });
        let unfinished = retain(&mut self.unfinished, |unfinished| {
            let parts = [&mut unfinished.range, &mut unfinished.text].into_iter().chain(&mut unfinished.destination);
            move_exactly(parts, decoded)
        });
        for span in self.blocks.iter_mut().flat_map(|block| &mut block.spans) {
            renumber(span, &mentions, &date_marks, &unfinished);
        }
        for directive in &mut self.directives {
            to(&mut directive.range);
            to(&mut directive.verb_range);
            to(&mut directive.scope);
            directive.rules.iter_mut().for_each(|(_, range)| to(range));
        }
        let problems = self.problems.iter_mut().chain(&mut self.markup_problems);
        problems.for_each(|problem| move_problem(problem, decoded));
        self.opaque.iter_mut().chain(&mut self.whole_page).for_each(to);
        self
    }

    /// Adds another article of the same source, which comes after this one.
    pub fn append(&mut self, mut next: Self) {
        let first = self.blocks.len();
        let (mentions, date_marks) = (self.mentions.len(), self.date_marks.len());
        let (definitions, unfinished) = (self.definitions.len(), self.unfinished.len());
        let move_link = |link: &mut Link| {
            link.block = link.block.plus(first);
            link.definition = link.definition.map(|at| at + definitions);
        };
        next.mentions.iter_mut().for_each(|mention| move_link(&mut mention.link));
        next.date_marks.iter_mut().for_each(|mark| move_link(&mut mark.link));
        next.unfinished.iter_mut().for_each(|unfinished| unfinished.block = unfinished.block.plus(first));
        for span in next.blocks.iter_mut().flat_map(|block| &mut block.spans) {
            match &mut span.kind {
                SpanKind::Mention(at) => *at += mentions,
                SpanKind::DateMark(at) => *at += date_marks,
                SpanKind::Unfinished(at) => *at += unfinished,
                SpanKind::Elsewhere => {}
            }
        }
        self.metadata.range = self.metadata.range.or(next.metadata.range);
        self.metadata.entries.append(&mut next.metadata.entries);
        self.metadata.others.append(&mut next.metadata.others);
        self.blocks.append(&mut next.blocks);
        self.mentions.append(&mut next.mentions);
        self.date_marks.append(&mut next.date_marks);
        self.definitions.append(&mut next.definitions);
        self.directives.append(&mut next.directives);
        self.unfinished.append(&mut next.unfinished);
        self.problems.append(&mut next.problems);
        self.markup_problems.append(&mut next.markup_problems);
        self.whole_page = self.whole_page.or(next.whole_page);
        let opaque = std::mem::take(&mut self.opaque);
        self.set_opaque(opaque.into_iter().chain(next.opaque).collect());
    }
}

/// Moves items, and drops those that cannot be moved. Returns the new index of each.
fn retain<T>(items: &mut Vec<T>, mut move_item: impl FnMut(&mut T) -> bool) -> Vec<Option<usize>> {
    let (mut indexes, mut kept) = (Vec::with_capacity(items.len()), 0);
    items.retain_mut(|item| {
        let is_kept = move_item(item);
        indexes.push(is_kept.then_some(kept));
        kept += usize::from(is_kept);
        is_kept
    });
    indexes
}

/// Moves ranges. Returns whether all of them are exact.
fn move_exactly<'a>(ranges: impl IntoIterator<Item = &'a mut TextRange>, decoded: &Decoded) -> bool {
    ranges.into_iter().fold(true, |is_exact, range| {
        let mapped = decoded.source_range(*range);
        *range = mapped.range();
        is_exact && mapped.exact().is_some()
    })
}

fn move_target(target: &mut Target, decoded: &Decoded) -> bool {
    target.also.retain_mut(|other| move_target(other, decoded));
    move_exactly([&mut target.id_range, &mut target.scheme_range], decoded)
}

fn move_link(link: &mut Link, definitions: &[Option<usize>], decoded: &Decoded) -> bool {
    let has_definition = link.definition.is_none_or(|at| definitions.get(at).copied().flatten().is_some());
    link.definition = link.definition.and_then(|at| definitions.get(at).copied().flatten());
    move_exactly([&mut link.text, &mut link.range], decoded) && has_definition
}

/// Gives a span the new index of its link.
fn renumber(span: &mut Span, mentions: &[Option<usize>], dates: &[Option<usize>], unfinished: &[Option<usize>]) {
    let new = |indexes: &[Option<usize>], at: usize| indexes.get(at).copied().flatten();
    let kind = match span.kind {
        SpanKind::Mention(at) => new(mentions, at).map(SpanKind::Mention),
        SpanKind::DateMark(at) => new(dates, at).map(SpanKind::DateMark),
        SpanKind::Unfinished(at) => new(unfinished, at).map(SpanKind::Unfinished),
        SpanKind::Elsewhere => None,
    };
    span.kind = kind.unwrap_or(SpanKind::Elsewhere);
}

fn move_entry(entry: &mut Entry, decoded: &Decoded) {
    entry.name_range = decoded.source_range(entry.name_range).range();
    move_value(&mut entry.value, decoded);
}

fn move_value(value: &mut Value, decoded: &Decoded) {
    match value {
        Value::Scalar(Scalar { prose, range, target, .. }) => {
            if target.as_mut().is_some_and(|target| !move_target(target, decoded)) {
                *target = None;
            }
            *prose = std::mem::take(prose).through(decoded);
            *range = decoded.source_range(*range).range();
        }
        Value::List(items) => items.iter_mut().for_each(|item| move_value(item, decoded)),
        Value::Map(entries) => entries.iter_mut().for_each(|entry| move_entry(entry, decoded)),
    }
}

fn move_problem(problem: &mut Problem, decoded: &Decoded) {
    let mapped = decoded.source_range(problem.range);
    problem.range = mapped.range();
    problem.fix = problem.fix.take().and_then(|mut fix| {
        fix.edits = decoded.source_edits(&fix.edits)?;
        let is_exact = mapped.exact().is_some();
        Some(if is_exact { fix } else { fix.at_most(Applicability::DisplayOnly) })
    });
}

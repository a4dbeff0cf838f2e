//! Collects links whose destination is a target, with the ranges of their text, destination and definition.

use super::super::ReadOptions;
use super::window::Window;
use super::{Link, SpanKind};
use crate::article::{BlockId, DateMark, Definition, LinkForm, Mention, Scheme, Target};
use crate::text::{ProseRange, TextRange};
use pulldown_cmark::{LinkType, RefDefs};
use std::collections::HashMap;

/// A link whose text is being parsed.
pub(super) struct OpenLink {
    pub(super) kind: LinkType,
    pub(super) label: String,
    pub(super) range: TextRange,
    /// Start of its text in the block's prose.
    pub(super) prose: u32,
}

/// The mentions, annotated dates and cast list of an article, as they are found.
pub(super) struct Targets<'a> {
    text: Window<'a>,
    pub(super) prefixes: Vec<String>,
    pub(super) mentions: Vec<Mention>,
    pub(super) date_marks: Vec<DateMark>,
    pub(super) definitions: Vec<Definition>,
    /// The keys of the labels of other definitions.
    pub(super) link_labels: Vec<String>,
    by_label: HashMap<String, usize>,
}

impl<'a> Targets<'a> {
    pub(super) fn new(
        text: Window<'a>,
        base: u32,
        defined: &RefDefs<'_>,
        cast: &[Definition],
        options: &ReadOptions,
    ) -> Self {
        let mut definitions: Vec<Definition> = defined
            .iter()
            .filter_map(|(label, definition)| {
                let range = TextRange::from(definition.span.clone()).shift(base);
                self::definition(text, label, range, &options.prefixes)
            })
            .chain(cast.iter().cloned())
            .collect();
        definitions.sort_by_key(|definition| definition.range.start);
        let mut targets = Self::known(text, definitions, options);
        let others = defined.iter().map(|(label, _)| key(label));
        targets.link_labels = others.filter(|label| !targets.by_label.contains_key(label)).collect();
        targets.link_labels.sort_unstable();
        targets
    }

    /// The targets of an article whose definitions are known.
    pub(super) fn known(text: Window<'a>, definitions: Vec<Definition>, options: &ReadOptions) -> Self {
        let by_label = definitions.iter().enumerate().map(|(at, definition)| (key(&definition.label), at)).collect();
        Self {
            text,
            prefixes: options.prefixes.clone(),
            mentions: Vec::new(),
            date_marks: Vec::new(),
            definitions,
            link_labels: Vec::new(),
            by_label,
        }
    }

    /// Stores a link and returns the kind of its span.
    pub(super) fn close(&mut self, open: &OpenLink, block: BlockId, prose: ProseRange) -> SpanKind {
        let Some(form) = form(open.kind) else { return SpanKind::Elsewhere };
        let text = text_range(self.text, open.range, form);
        let definition = (form != LinkForm::Inline).then(|| self.by_label.get(&key(&open.label)).copied()).flatten();
        let link = Link { block, prose, text, range: open.range, form, definition };
        let (target, title) = match (form, definition) {
            (LinkForm::Inline, _) => {
                let (destination, title) = inline_parts(self.text, text.end, open.range.end);
                (Target::parse(self.text.slice(destination), destination.start, &self.prefixes), title)
            }
            (_, Some(at)) => (Some(self.definitions[at].target.clone()), None),
            (_, None) => (None, None),
        };
        match target {
            None => SpanKind::Elsewhere,
            Some(target) if target.scheme == Scheme::Date => {
                self.date_marks.push(DateMark { link, target, custom: None });
                SpanKind::DateMark(self.date_marks.len() - 1)
            }
            Some(target) => {
                let attributes = title.map_or_else(Vec::new, |title| attributes(self.text.slice(title)));
                self.mentions.push(Mention { link, target, attributes });
                SpanKind::Mention(self.mentions.len() - 1)
            }
        }
    }

    /// Removes the links of a block that turned out to have no text.
    pub(super) fn forget_block(&mut self, block: BlockId) {
        self.mentions.retain(|mention| mention.link.block != block);
        self.date_marks.retain(|mark| mark.link.block != block);
    }
}

fn form(kind: LinkType) -> Option<LinkForm> {
    match kind {
        LinkType::Inline => Some(LinkForm::Inline),
        LinkType::Reference | LinkType::ReferenceUnknown => Some(LinkForm::Full),
        LinkType::Collapsed | LinkType::CollapsedUnknown => Some(LinkForm::Collapsed),
        LinkType::Shortcut | LinkType::ShortcutUnknown => Some(LinkForm::Shortcut),
        _ => None,
    }
}

/// Normalizes a label as CommonMark does: without case, spaces folded.
pub(super) fn key(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The text between the first bracket and its closing one.
fn text_range(text: Window<'_>, range: TextRange, form: LinkForm) -> TextRange {
    let source = text.slice(range);
    let end = match form {
        LinkForm::Shortcut => source.len().saturating_sub(1),
        LinkForm::Collapsed => source.strip_suffix("[]").unwrap_or(source).len().saturating_sub(1),
        LinkForm::Full => source.rfind("][").unwrap_or(source.len().saturating_sub(1)),
        LinkForm::Inline => closing_bracket(source),
    };
    TextRange::new(range.start + 1, range.start + end.max(1) as u32)
}

/// The closing bracket for the one at the start. In a link's text brackets are balanced.
fn closing_bracket(source: &str) -> usize {
    let mut depth = 0usize;
    let mut escaped = false;
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => depth += 1,
            b']' if depth == 1 => {
                if source[at..].starts_with("](") {
                    return at;
                }
                depth = 0;
            }
            b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    source.find("](").unwrap_or(source.len().saturating_sub(1))
}

/// Destination and title of `](destination "title")` at `begin`.
fn inline_parts(text: Window<'_>, at: u32, end: u32) -> (TextRange, Option<TextRange>) {
    let tail = text.slice(TextRange::new(at, end));
    let inner = tail.strip_prefix("](").and_then(|rest| rest.strip_suffix(')')).unwrap_or("");
    let lead = inner.len() - inner.trim_start().len();
    let start = at + 2 + lead as u32;
    let (destination, rest) = if let Some(angle) = inner[lead..].strip_prefix('<') {
        let end = angle.find('>').unwrap_or(angle.len());
        (TextRange::new(start + 1, start + 1 + end as u32), &angle[end..])
    } else {
        let body = &inner[lead..];
        let end = body.find(|c: char| c.is_ascii_whitespace()).unwrap_or(body.len());
        (TextRange::new(start, start + end as u32), &body[end..])
    };
    let quoted = rest.find(['"', '\'', '(']).map(|open| {
        let from = at + 2 + (inner.len() - rest.len() + open + 1) as u32;
        TextRange::new(from, from + rest[open + 1..].trim_end().len().saturating_sub(1) as u32)
    });
    (destination, quoted)
}

/// Parses `role=ceo org=bahr-lines` in a link's title.
fn attributes(title: &str) -> Vec<(String, String)> {
    title
        .split_whitespace()
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.trim_matches('"').to_owned()))
        .collect()
}

/// A definition whose destination is a target: `[label]: scheme:identifier`.
fn definition(text: Window<'_>, label: &str, range: TextRange, prefixes: &[String]) -> Option<Definition> {
    let source = text.slice(range);
    let colon = source.find("]:")?;
    let label_start = source.find('[')? + 1;
    let rest = &source[colon + 2..];
    let lead = rest.len() - rest.trim_start().len();
    let body = &rest[lead..];
    let mut at = range.start + (colon + 2 + lead) as u32;
    let destination = match body.strip_prefix('<') {
        Some(angle) => {
            at += 1;
            &angle[..angle.find('>').unwrap_or(angle.len())]
        }
        None => &body[..body.find(char::is_whitespace).unwrap_or(body.len())],
    };
    let target = Target::parse(destination, at, prefixes)?;
    let label_range = TextRange::new(range.start + label_start as u32, range.start + colon as u32);
    let written = text.slice(label_range);
    let trimmed = range.start + source.trim_end().len() as u32;
    Some(Definition {
        label: if written.is_empty() { label.to_owned() } else { written.to_owned() },
        label_range,
        range: TextRange::new(range.start, trimmed),
        target,
    })
}

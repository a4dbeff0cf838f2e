//! Writes News Markdown: links, inline or with a definition, dates with their values, directives, escaped words.

use super::labels::Labels;
use crate::article::{
    BlockId, BlockKind, Definition, Entry, Link, LinkForm, LinkStyle, Scheme, Target, Unfinished, UnfinishedKind, Value,
};
use crate::message;
use crate::message::Message;
use crate::syntax::writer::{Draft, NewTarget, Writer, Written};
use crate::text::{Edit, EditSet, ProseRange, TextRange, line_break};
use std::borrow::Cow;
use std::collections::HashSet;

/// The writer of one article.
pub(super) struct MarkdownWriter<'a>(pub(super) Draft<'a>);

impl Writer for MarkdownWriter<'_> {
    fn link(&self, block: BlockId, range: ProseRange, to: NewTarget<'_>) -> Option<Written> {
        let Draft { article, text, .. } = self.0;
        let prose = &article.block(block)?.prose;
        let mapped = prose.map(range);
        let place = mapped.range();
        let alone = can_be_label(text, place);
        let (link, definition) = match self.with_definition(prose.slice(range), to.id).filter(|_| alone) {
            Some((link, definition)) => (link, definition),
            None => (inline(place.slice(text), &Scheme::Actor, to.id), None),
        };
        let edits = definition.into_iter().chain([Edit { range: place, text: link }]).collect();
        let head = &text[..place.start as usize];
        // After a backslash a bracket is plain text, after an exclamation mark it starts an image, after `]` a label,
        // and an outer open bracket would end at it.
        let is_certain = mapped.exact().is_some()
            && !head.ends_with(['\\', '!', ']'])
            && !head.trim_end_matches([' ', '<']).ends_with("](")
            && !changes_emphasis(text, place)
            && !self.has_open_bracket(block, place.start);
        Some(Written { edits: EditSet::new(edits).ok()?, is_certain })
    }

    fn new_link(&self, words: &str, to: NewTarget<'_>, _replace: TextRange) -> (String, EditSet) {
        match self.with_definition(words, to.id) {
            Some((link, None)) => (link, EditSet::default()),
            Some((link, Some(Edit { range, text }))) => (link, EditSet::replace(range, text)),
            None => (inline(words, &Scheme::Actor, to.id), EditSet::default()),
        }
    }

    fn finish_link(&self, range: TextRange, words: &str, to: NewTarget<'_>) -> Option<EditSet> {
        let text = self.0.text;
        // After a backslash or an exclamation mark, or inside other brackets, a link would be parsed differently.
        let before = text[..range.start as usize].ends_with(['\\', '!', ']', '[']);
        let after = text[range.end as usize..].starts_with(['(', '[', ']', ':']);
        (!before && !after).then(|| EditSet::replace(range, inline(words, &Scheme::Actor, to.id)))
    }

    fn completed_destination(&self, unfinished: &Unfinished) -> Option<(TextRange, String)> {
        let place = unfinished.destination.filter(|_| unfinished.kind == UnfinishedKind::BlankInDestination)?;
        let joined = place.slice(self.0.text).split_whitespace().collect::<Vec<_>>().join("-").replace(":-", ":");
        // With a bracket in it, more than a space is wrong.
        (!joined.contains(['[', ']', '(', ')', '<', '>', '\\'])).then_some((place, joined))
    }

    fn annotate(&self, block: BlockId, range: ProseRange, value: &str) -> Option<Written> {
        let mapped = self.0.article.block(block)?.prose.map(range);
        let words = mapped.range().slice(self.0.text);
        let edits = EditSet::replace(mapped.range(), inline(words, &Scheme::Date, value));
        Some(Written { edits, is_certain: mapped.exact().is_some() })
    }

    fn retarget(&self, link: &Link, target: &Target, id: &str) -> EditSet {
        if link.form == LinkForm::Inline {
            return EditSet::replace(target.id_range, id.to_owned());
        }
        // The definition leads to the other actor, who may be mentioned elsewhere in the article.
        EditSet::replace(TextRange::new(link.text.end, link.range.end), destination(&Scheme::Actor, id))
    }

    fn narrow(&self, link: &Link, width: usize) -> Option<EditSet> {
        let words = link.text.slice(self.0.text);
        let head = words.get(..width)?;
        let opening = TextRange::new(link.range.start, link.text.start + width as u32);
        // The label of a shortcut link is also the label of its definition, which would have to change too.
        let movable = link.definition.is_none() && words == self.words_of(link)?;
        movable.then(|| EditSet::replace(opening, format!("{head}[")))
    }

    fn reword(&self, link: &Link, words: &str) -> EditSet {
        EditSet::replace(link.text, self.escape(words, link.text))
    }

    fn set_scheme(&self, target: &Target, scheme: &Scheme) -> EditSet {
        EditSet::replace(target.scheme_range, scheme.name())
    }

    fn unlink(&self, link: &Link) -> EditSet {
        EditSet::replace(link.range, link.text.slice(self.0.text).to_owned())
    }

    fn remove_definition(&self, link: &Link) -> EditSet {
        let only = link.definition.filter(|index| self.labels().is_some_and(|labels| labels.uses(*index) == 1));
        let removed = only.and_then(|index| self.without_definition(index));
        removed.map_or_else(EditSet::default, |edit| EditSet::replace(edit.range, edit.text))
    }

    fn restyle(&self, link: &Link, target: &Target, style: LinkStyle) -> Option<EditSet> {
        match style {
            LinkStyle::Auto => None,
            LinkStyle::CastList => self.as_listed(link, target),
            LinkStyle::Inline => as_inline(link, target),
        }
    }

    fn tidy_definitions(&self) -> Option<EditSet> {
        let Draft { article, text, .. } = self.0;
        let [whole] = article.definition_runs(text)[..] else { return None };
        let mut links: Vec<&Link> = article.links().collect();
        links.sort_by_key(|link| link.range);
        let mut seen = HashSet::new();
        let mut order: Vec<usize> = links.into_iter().filter_map(|link| link.definition).collect();
        order.retain(|at| seen.insert(*at) && whole.contains_range(article.definitions[*at].range));
        let lines = order.iter().map(|at| article.definitions[*at].range.slice(text).trim());
        let new = lines.collect::<Vec<_>>().join(line_break(text));
        let old = TextRange::new(whole.start, whole.start + whole.slice(text).trim_end().len() as u32);
        (new != old.slice(text)).then(|| EditSet::replace(old, new))
    }

    fn remove_unused(&self, wanted: &dyn Fn(&str) -> bool) -> EditSet {
        let Some(labels) = self.labels() else { return EditSet::default() };
        let definitions = self.0.article.definitions.iter().enumerate();
        let unused = definitions.filter(|(at, definition)| labels.uses(*at) == 0 && wanted(&definition.label));
        EditSet::new(unused.filter_map(|(at, _)| self.without_definition(at)).collect()).unwrap_or_default()
    }

    fn rename_label(&self, definition: usize, new: &str) -> Result<EditSet, Message> {
        let Draft { article, text, .. } = self.0;
        let Some(own) = article.definitions.get(definition) else { return Ok(EditSet::default()) };
        if !is_label(new) {
            return Err(message!(
                "invalid label `{new}`: it must not be empty or contain brackets or line breaks",
                new
            ));
        }
        let same = |label: &str| label.trim().to_lowercase() == new.trim().to_lowercase();
        if article.definitions.iter().enumerate().any(|(number, other)| number != definition && same(&other.label)) {
            return Err(message!("the cast list already has a label `{new}`", new));
        }
        let mut edits = vec![Edit { range: own.label_range, text: new.to_owned() }];
        for link in article.links().filter(|link| link.definition == Some(definition)) {
            match link.form {
                LinkForm::Full => {
                    edits.extend(link.label_range(text).map(|range| Edit { range, text: new.to_owned() }));
                }
                // `[label][]` gets its label between the empty brackets, `[label]` gets new brackets.
                LinkForm::Collapsed => {
                    // The range of such a link may exclude its empty brackets.
                    let end = link.range.end as usize;
                    let inside = text.get(end..).is_some_and(|rest| rest.starts_with("[]"));
                    let at = if inside { end + 1 } else { end.saturating_sub(1) };
                    edits.push(Edit { range: TextRange::empty(at as u32), text: new.to_owned() });
                }
                LinkForm::Shortcut if !same(link.text.slice(text)) => {
                    edits.push(Edit { range: TextRange::empty(link.range.end), text: format!("[{new}]") });
                }
                LinkForm::Shortcut | LinkForm::Inline => {}
            }
        }
        EditSet::new(edits).map_err(|_| message!("cannot rename: labels of this article overlap"))
    }

    fn add_to_list(&self, list: &Entry, to: NewTarget<'_>) -> Option<EditSet> {
        let Value::List(_) = list.value else { return None };
        let last = list.value.scalars().last().copied()?.range;
        let text = self.0.text;
        let mark = last.slice(text).chars().next().filter(|c| matches!(c, '"' | '\''));
        let mark = mark.map(String::from).unwrap_or_default();
        let line = text[..last.start as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let before = &text[line..last.start as usize];
        let separator = if before.trim() == "-" { format!("{}{before}", line_break(text)) } else { ", ".to_owned() };
        let target = format!("{}:{}", to.scheme.name(), to.id);
        Some(EditSet::insert(last.end, format!("{separator}{mark}{target}{mark}")))
    }

    fn remove_from_list(&self, list: &Entry, item: TextRange) -> Option<EditSet> {
        let text = self.0.text;
        let items: Vec<TextRange> = list.value.scalars().into_iter().map(|scalar| scalar.range).collect();
        let own = items.iter().position(|range| range.contains_range(item)).filter(|_| items.len() > 1)?;
        let range = items[own];
        let line = text[..range.start as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        // An item on its own line goes with the line.
        if text[line..range.start as usize].trim() == "-" {
            let after = &text[range.end as usize..];
            let end = after
                .find(['\n', '\r'])
                .map_or(text.len(), |at| range.end as usize + at + if after[at..].starts_with("\r\n") { 2 } else { 1 });
            let is_alone = text[range.end as usize..end].trim().is_empty();
            return is_alone.then(|| EditSet::remove(TextRange::from(line..end)));
        }
        let (from, to) = match items.get(own + 1) {
            Some(next) => (range.start, next.start),
            None => (items[own - 1].end, range.end),
        };
        let between = if from == range.start { range.end..to } else { from..range.start };
        let separator = &text[between.start as usize..between.end as usize];
        (separator.trim() == ",").then(|| EditSet::remove(TextRange::new(from, to)))
    }

    fn ignore(&self, finding: TextRange, code: &str) -> Option<EditSet> {
        let after = &self.0.text[finding.start as usize..];
        let line = after.split(['\n', '\r']).next().unwrap_or("").trim_end();
        // A table cell ends before its bar.
        let line = line.strip_suffix('|').map_or(line, str::trim_end);
        let offset = finding.start + line.len() as u32;
        Some(EditSet::insert(offset, format!(" <!-- copydesk:ignore {code} -- reason -->")))
    }

    fn escape<'t>(&self, words: &'t str, at: TextRange) -> Cow<'t, str> {
        let place = at;
        let is_marked = |at: usize, c: char| match c {
            '*' | '`' | '[' | ']' => true,
            '|' => self.is_cell(place),
            '\\' => words[at + 1..].starts_with(|next: char| next.is_ascii_punctuation()),
            '<' => {
                words[at + 1..].starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'))
            }
            '&' => is_entity(&words[at + 1..]),
            // Inside a word an underscore is not emphasis.
            '_' => {
                let is_inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                !(is_inner(words[..at].chars().next_back()) && is_inner(words[at + 1..].chars().next()))
            }
            _ => false,
        };
        let in_metadata = self.0.article.metadata.range.is_some_and(|front| front.contains_range(at));
        if in_metadata || !words.char_indices().any(|(at, c)| is_marked(at, c)) {
            return Cow::Borrowed(words);
        }
        let mut out = String::with_capacity(words.len() + 4);
        for (at, c) in words.char_indices() {
            if is_marked(at, c) {
                out.push('\\');
            }
            out.push(c);
        }
        Cow::Owned(out)
    }

    fn defined_label<'e>(&self, edit: &'e Edit) -> Option<&'e str> {
        let is_line = edit.range.is_empty() && edit.text.contains(['\n', '\r']);
        let line = is_line.then(|| edit.text.trim()).filter(|line| line.starts_with('['))?;
        Some(line.split("]:").next().unwrap_or(""))
    }
}

impl MarkdownWriter<'_> {
    fn labels(&self) -> Option<&Labels> {
        self.0.notes.get(|| Labels::of(self.0.article, self.0.text))
    }

    /// The visible text of a link.
    fn words_of(&self, link: &Link) -> Option<&str> {
        Some(self.0.article.block(link.block)?.prose.slice(link.prose))
    }

    /// The link in the style of the article, with a definition if needed.
    fn with_definition(&self, words: &str, id: &str) -> Option<(String, Option<Edit>)> {
        let cast_list = match self.0.style {
            LinkStyle::Inline => false,
            LinkStyle::CastList => true,
            LinkStyle::Auto => self.labels()?.uses_cast_list,
        };
        if cast_list { self.in_cast_list(words, &Scheme::Actor, id) } else { None }
    }

    /// The link with a definition, and the definition if it is missing; `None` if the words cannot be a label.
    fn in_cast_list(&self, words: &str, scheme: &Scheme, id: &str) -> Option<(String, Option<Edit>)> {
        let Draft { article, text, .. } = self.0;
        if !is_label(words) {
            return None;
        }
        let labels = self.labels()?;
        let fits = |at: usize| {
            let target = &article.definitions[at].target;
            target.id == id && names_alike(&target.scheme, scheme)
        };
        if let Some(definition) = labels.definition(words) {
            return fits(definition).then(|| (format!("[{words}]"), None));
        }
        if let Some(definition) = labels.definitions_of(id).iter().find(|at| fits(**at)) {
            return Some((format!("[{words}][{}]", article.definitions[*definition].label), None));
        }
        // A new definition turns all brackets with its label into links.
        if labels.is_bracketed(words) {
            return None;
        }
        // After an open fence or HTML, a definition at the end of the text would not be parsed.
        if article.definitions.is_empty() && (labels.last_block as usize) < text.trim_end().len() {
            return None;
        }
        // A `\n` after a `\r` would join it to one line break.
        let new_line = if text.ends_with('\r') { "\r" } else { line_break(text) };
        let end = text.len() as u32;
        let (at, lines) = match labels.last_definition {
            Some(end) => (end, 1),
            None if text.ends_with(&new_line.repeat(2)) => (end, 0),
            None if text.ends_with(['\n', '\r']) => (end, 1),
            None => (end, 2),
        };
        let before = new_line.repeat(lines);
        let after = if lines == 1 && at < end { "" } else { new_line };
        let definition = format!("{before}[{words}]: {}:{id}{after}", scheme.name());
        let edit = Edit { range: TextRange::empty(at), text: definition };
        Some((format!("[{words}]"), Some(edit)))
    }

    fn as_listed(&self, link: &Link, target: &Target) -> Option<EditSet> {
        let text = self.0.text;
        let words = link.text.slice(text);
        if link.form != LinkForm::Inline || !can_be_label(text, link.range) || words != self.words_of(link)? {
            return None;
        }
        let (new, definition) = self.in_cast_list(words, &target.scheme, &target.id)?;
        EditSet::new(definition.into_iter().chain([Edit { range: link.range, text: new }]).collect()).ok()
    }

    /// Removes a definition that is on lines of its own in the body.
    fn without_definition(&self, index: usize) -> Option<Edit> {
        let Draft { article, text, .. } = self.0;
        let Definition { range, .. } = article.definitions.get(index)?;
        if article.metadata.range.is_some_and(|front| front.contains_range(*range)) {
            return None;
        }
        let end = range.start + range.slice(text).trim_end().len() as u32;
        let (before, after) = (&text[..range.start as usize], &text[end as usize..]);
        let gap = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\n', '\r']));
        let own_lines = before.is_empty() || before.ends_with(['\n', '\r']);
        let width = after.len() - gap.or(after.is_empty().then_some(""))?.len();
        own_lines.then(|| Edit { range: TextRange::new(range.start, end + width as u32), text: String::new() })
    }

    fn is_cell(&self, range: TextRange) -> bool {
        let mut blocks = self.0.article.blocks.iter();
        blocks.any(|block| block.kind == BlockKind::Cell && block.range.contains_range(range))
    }

    /// Whether an unclosed link starts before an offset of a block.
    fn has_open_bracket(&self, block: BlockId, offset: u32) -> bool {
        let unfinished = &self.0.article.unfinished;
        let own = unfinished.partition_point(|one| one.block < block);
        let is_open = |kind| {
            matches!(kind, UnfinishedKind::OpenText | UnfinishedKind::OpenDestination | UnfinishedKind::DoubleBracket)
        };
        let before = unfinished[own..].iter().take_while(|one| one.block == block && one.range.start < offset);
        before.into_iter().any(|one| is_open(one.kind))
    }
}

fn as_inline(link: &Link, target: &Target) -> Option<EditSet> {
    if link.form == LinkForm::Inline || target.id.contains(|c: char| c.is_whitespace() || "()<>\\".contains(c)) {
        return None;
    }
    let after = TextRange::new(link.text.end, link.range.end);
    Some(EditSet::replace(after, destination(&target.scheme, &target.id)))
}

fn inline(words: &str, scheme: &Scheme, id: &str) -> String {
    format!("[{words}{}", destination(scheme, id))
}

/// The destination part of an inline link.
fn destination(scheme: &Scheme, id: &str) -> String {
    format!("]({}:{id})", scheme.name())
}

fn is_label(words: &str) -> bool {
    !words.trim().is_empty() && !words.contains(['[', ']', '\\', '\n', '\r'])
}

/// Whether brackets around a range form a link from a label alone. Before a colon they would be a definition, before
/// another bracket another link, and after `]` a label. Escaped brackets count too, because the parser reads
/// `[name]\[words]` as a name and its label.
fn can_be_label(text: &str, range: TextRange) -> bool {
    let (before, after) = (&text[..range.start as usize], &text[range.end as usize..]);
    !before.ends_with(']') && !after.starts_with(['(', '[', ':']) && !after.starts_with("\\[")
}

/// Punctuation next to which emphasis opens and closes as it does next to ASCII punctuation.
const QUOTES: [char; 13] = ['“', '”', '‘', '’', '«', '»', '„', '،', '؛', '؟', '…', '–', '—'];

/// Whether brackets around words change the effect of adjacent emphasis marks. Between a letter and a bracket they
/// neither open nor close, as in `word**[name]**`. An underscore inside a word is emphasis only next to a bracket.
fn changes_emphasis(text: &str, words: TextRange) -> bool {
    let mark = |c: char| matches!(c, '*' | '_' | '~');
    let (before, after) = (&text[..words.start as usize], &text[words.end as usize..]);
    let (head, tail) = (before.trim_end_matches(mark), after.trim_start_matches(mark));
    let changes = |run: &str, beyond: Option<char>| {
        let is_letter = |c: char| !(c.is_whitespace() || c.is_ascii_punctuation() || QUOTES.contains(&c));
        let glued = beyond.is_some_and(|c| is_letter(c) || (run.contains('_') && !c.is_whitespace()));
        !run.is_empty() && glued
    };
    changes(&before[head.len()..], head.chars().next_back())
        || changes(&after[..after.len() - tail.len()], tail.chars().next())
}

/// Whether the text after `&` makes it a character reference.
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    name.find(|c: char| !c.is_ascii_alphanumeric()).is_some_and(|end| end > 0 && name[end..].starts_with(';'))
}

/// Whether two schemes have the same kind of ids: the registry's, dates, or those of one authority.
fn names_alike(one: &Scheme, other: &Scheme) -> bool {
    let of_registry = |scheme: &Scheme| !matches!(scheme, Scheme::Date | Scheme::Outside(_));
    one == other || (of_registry(one) && of_registry(other))
}

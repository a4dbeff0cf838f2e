//! Writing links: how a repair or a completion makes a link to an actor in the form that the article uses.

use crate::analysis::Analysis;
use crate::article::{Scheme, UnfinishedKind};
use crate::config::LinkStyle;
use crate::finding::{Applicability, Fix};
use crate::text::{Edit, EditSet, ProseRange, TextRange, line_break};
use std::collections::{BTreeMap, HashMap};

/// The fix that links words of a block to an actor; `None` where its edits would overlap.
pub fn link_fix(analysis: &Analysis, block: usize, range: ProseRange, id: &str) -> Option<Fix> {
    let prose = &analysis.article.blocks[block].prose;
    let mapped = prose.map(range);
    let words = mapped.range().slice(&analysis.text);
    let before = analysis.text[..mapped.range().start as usize].chars().next_back();
    let alone = can_be_label(&analysis.text, mapped.range());
    let mut edits = Vec::new();
    let link = match cast_list_form(analysis, prose.slice(range), id).filter(|_| alone) {
        Some((link, definition)) => {
            edits.extend(definition);
            link
        }
        None => format!("[{words}](actor:{id})"),
    };
    edits.push(Edit { range: mapped.range(), text: link });
    let mut fix = Fix::safe(format!("Link to `{id}`"), EditSet::new(edits).ok()?);
    // After a backslash a bracket is plain text, after an exclamation mark it opens an image, after `]` a label, and after an
    // open bracket it ends that one.
    if mapped.exact().is_none()
        || matches!(before, Some('\\' | '!' | ']'))
        || analysis.text[..mapped.range().start as usize].trim_end_matches([' ', '<']).ends_with("](")
        || changes_emphasis(&analysis.text, mapped.range())
        || has_open_bracket(analysis, block, mapped.range().start)
    {
        fix.applicability = Applicability::DisplayOnly;
    }
    Some(fix)
}

/// Whether brackets around a range make a link of a label alone. Before a colon they make a definition, before another bracket
/// another link, and behind `]` a label. An escaped bracket counts too: the reader takes `[name]\[words]` for a name and its label.
pub fn can_be_label(text: &str, range: TextRange) -> bool {
    let (before, after) = (&text[..range.start as usize], &text[range.end as usize..]);
    !before.ends_with(']') && !after.starts_with(['(', '[', ':']) && !after.starts_with("\\[")
}

/// Marks of punctuation beside which emphasis opens and closes as it does beside those of ASCII.
const QUOTES: [char; 13] = ['“', '”', '‘', '’', '«', '»', '„', '،', '؛', '؟', '…', '–', '—'];

/// Whether brackets around words change what the emphasis marks beside them do: between a letter and a bracket they open
/// or close nothing, as in `word**[name]**`. An underscore inside a word is emphasis only beside a bracket.
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

/// Whether a mention is begun before an offset in a block, and nothing closes its bracket.
fn has_open_bracket(analysis: &Analysis, block: usize, offset: u32) -> bool {
    let unfinished = &analysis.article.unfinished;
    let own = unfinished.partition_point(|one| one.block < block);
    unfinished[own..].iter().take_while(|one| one.block == block && one.range.start < offset).any(|one| {
        matches!(one.kind, UnfinishedKind::OpenText | UnfinishedKind::OpenDestination | UnfinishedKind::DoubleBracket)
    })
}

/// The link in cast-list form and the definition that it still needs; `None` where the article's form is the inline one
/// or the words cannot be a label.
pub fn cast_list_form(analysis: &Analysis, words: &str, id: &str) -> Option<(String, Option<Edit>)> {
    let cast = match analysis.config().links {
        LinkStyle::Inline => false,
        LinkStyle::CastList => true,
        LinkStyle::Auto => analysis.labels().uses_cast_list,
    };
    if cast { in_cast_list(analysis, words, &Scheme::Actor, id) } else { None }
}

/// The link in cast-list form and the definition that it still needs, whatever the article's form is; `None` where the
/// words cannot be a label.
pub fn in_cast_list(analysis: &Analysis, words: &str, scheme: &Scheme, id: &str) -> Option<(String, Option<Edit>)> {
    let article = &analysis.article;
    if words.trim().is_empty() || words.contains(['[', ']', '\\', '\n', '\r']) {
        return None;
    }
    let labels = analysis.labels();
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
    let text = &analysis.text;
    // A new definition makes links of all brackets that hold its label.
    if labels.is_bracketed(words) {
        return None;
    }
    // Behind an open fence or a piece of HTML, a definition at the foot would be no definition.
    if article.definitions.is_empty() && (labels.last_block as usize) < text.trim_end().len() {
        return None;
    }
    // A `\n` behind a `\r` would be one line break with it.
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

/// Edits of several fixes that are made together. New lines of a cast list that want the same place follow each other
/// there; otherwise an edit that overlaps an earlier one is refused with its whole fix.
#[derive(Debug, Default)]
pub struct Batch {
    words: EditSet,
    lines: BTreeMap<u32, AddedLines>,
}

/// The lines that are added at one place.
#[derive(Debug, Default)]
struct AddedLines {
    text: String,
    /// Each line by what stands before its destination: the label of a definition, in small letters.
    known: HashMap<String, String>,
}

impl Batch {
    /// Adds the edits of a fix, all or none. `false` where one of them overlaps or touches an earlier edit, or defines a label
    /// otherwise.
    pub fn add(&mut self, fix: &EditSet, line_break: &str) -> bool {
        let (lines, words): (Vec<&Edit>, Vec<&Edit>) = fix.iter().partition(|edit| is_line(edit));
        let label = |edit: &Edit| edit.text.trim().split("]:").next().unwrap_or("").to_lowercase();
        let clash = lines.iter().any(|edit| {
            let added = self.lines.get(&edit.range.start).and_then(|added| added.known.get(&label(edit)));
            added.is_some_and(|known| known != edit.text.trim())
        });
        // What two edits write side by side can read as one thing: `[one][two]` is one link.
        let beside = words.iter().any(|edit| self.words.touches(edit.range));
        let words = EditSet::new(words.into_iter().cloned().collect());
        if clash || beside || !words.is_ok_and(|words| self.words.try_extend(&words).is_ok()) {
            return false;
        }
        for edit in lines {
            let added = self.lines.entry(edit.range.start).or_default();
            if added.known.insert(label(edit), edit.text.trim().to_owned()).is_some() {
                continue;
            }
            if added.text.is_empty() {
                added.text.push_str(&edit.text);
                continue;
            }
            if !added.text.ends_with(['\n', '\r']) {
                added.text.push_str(line_break);
            }
            added.text.push_str(edit.text.trim_start_matches(['\n', '\r']));
        }
        true
    }

    /// All edits in one set.
    pub fn finish(self) -> EditSet {
        let mut edits = self.words;
        for (at, added) in self.lines {
            // An edit that ends where lines are added, or begins there, leaves the place free.
            let added = edits.try_extend(&EditSet::insert(at, added.text));
            debug_assert!(added.is_ok(), "lines are added where no words are changed");
        }
        edits
    }
}

/// Whether an edit adds whole lines: a definition of a cast list.
fn is_line(edit: &Edit) -> bool {
    edit.range.is_empty() && edit.text.contains(['\n', '\r']) && edit.text.trim_start().starts_with('[')
}

/// Whether two schemes name by the same ids: the registry's, dates, or those of one authority.
fn names_alike(one: &Scheme, other: &Scheme) -> bool {
    let of_registry = |scheme: &Scheme| !matches!(scheme, Scheme::Date | Scheme::Outside(_));
    one == other || (of_registry(one) && of_registry(other))
}

/// The changes that are good by themselves, found by halves: each half is tried as a whole, so a bad change costs the
/// halvings that lead to it. After 64 trials the parts that are still bad are left out.
pub fn keep_good<T>(changes: Vec<T>, is_good: &dyn Fn(&[T]) -> bool) -> Vec<T> {
    let mut kept = Vec::with_capacity(changes.len());
    let mut trials = 0;
    let mut parts = vec![changes];
    while let Some(mut part) = parts.pop().filter(|_| trials < TRIALS) {
        trials += 1;
        if part.is_empty() || is_good(&part) {
            kept.append(&mut part);
        } else if part.len() > 1 {
            let second = part.split_off(part.len() / 2);
            parts.extend([second, part]);
        }
    }
    kept
}

/// How often an article is read to find the changes that can be made.
const TRIALS: usize = 64;

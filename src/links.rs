//! Links to actors as fixes, and several changes made together.

use crate::actors::{Kind, Lookup};
use crate::analysis::Analysis;
use crate::article::{BlockId, Scheme};
use crate::finding::{Applicability, Fix};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::syntax::{NewTarget, Writer};
use crate::text::{Edit, EditSet, ProseRange};
use std::collections::{BTreeMap, HashMap};

/// A fix that links words of a block to an actor; `None` where the syntax of the article cannot.
pub fn link_fix(analysis: &Analysis, block: BlockId, range: ProseRange, id: &str, kind: Kind) -> Option<Fix> {
    let scheme = scheme_of(kind);
    let language = analysis.article.block(block).map_or(analysis.language(), |block| analysis.language_of(block));
    let written = analysis.writer()?.link(block, range, NewTarget { id, scheme: &scheme })?;
    let mut fix = Fix::safe(link_title(analysis, id, language), written.edits);
    if !written.is_certain {
        fix.applicability = Applicability::DisplayOnly;
    }
    Some(fix)
}

/// The title of a fix that links words to an actor: the name, and what distinguishes the actor from others of this name.
pub fn link_title(analysis: &Analysis, id: &str, language: Language) -> Message {
    let (Lookup::Found(actor) | Lookup::Merged(actor)) = analysis.registry().lookup(id) else {
        return message!("Link to `{id}`", id);
    };
    let entry = analysis.registry().actor(actor);
    let Some(name) = entry.house_name(language).or_else(|| entry.names.first().map(|name| name.text.as_str())) else {
        return message!("Link to `{id}`", id);
    };
    let described = entry.descriptions.iter().find(|(of, _)| *of == language).map(|(_, text)| text.as_str());
    let Some(note) = entry.note.as_deref().or(described) else { return message!("Link to {name} (`{id}`)", name, id) };
    message!("Link to {name} – {note}", name, note = shortened(note))
}

/// The first sentence of a note, or its first words if that is long.
fn shortened(note: &str) -> String {
    let sentence = note.split(['.', '\n', '؛', ';']).next().unwrap_or_default().trim();
    if sentence.chars().count() <= NOTE {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(NOTE).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{words}…")
}

/// How many characters of a note are in a title.
const NOTE: usize = 60;

/// The scheme that states a kind.
pub fn scheme_of(kind: Kind) -> Scheme {
    match kind {
        Kind::Person => Scheme::Person,
        Kind::Organisation | Kind::Group => Scheme::Organisation,
        Kind::Place => Scheme::Place,
        Kind::Event => Scheme::Event,
    }
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
    /// Each line by its label, in lower case.
    known: HashMap<String, String>,
}

impl Batch {
    /// Adds the edits of a fix, all or none. `false` where one of them overlaps or touches an earlier edit, or defines a label
    /// otherwise.
    pub fn add(&mut self, fix: &EditSet, writer: Option<&dyn Writer>, line_break: &str) -> bool {
        let defined = |edit: &Edit| writer.and_then(|writer| writer.defined_label(edit)).map(str::to_lowercase);
        let (lines, words): (Vec<&Edit>, Vec<&Edit>) = fix.iter().partition(|edit| defined(edit).is_some());
        let label = |edit: &Edit| defined(edit).unwrap_or_default();
        let clash = lines.iter().any(|edit| {
            let added = self.lines.get(&edit.range.start).and_then(|added| added.known.get(&label(edit)));
            added.is_some_and(|known| known != edit.text.trim())
        });
        // What two edits write side by side can read as one thing: `[one][two]` is one link.
        let touches = words.iter().any(|edit| self.words.touches(edit.range));
        let words = EditSet::new(words.into_iter().cloned().collect());
        if clash || touches || !words.is_ok_and(|words| self.words.try_extend(&words).is_ok()) {
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

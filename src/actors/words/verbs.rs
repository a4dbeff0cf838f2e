//! Verbs with an actor as subject or object: speaking, meeting, announcing, visiting.

use super::lexicon::{self, is, is_relational};
use super::normalize::{Tokens, hash, tokens};
use crate::text::ProseRange;
use std::ops::Range;

/// The kind of action that a verb expresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerbKind {
    /// Speaking or writing, for which people are also quoted after their death.
    Speech,
    /// Meeting, visiting, announcing: an action on a certain day.
    Act,
}

/// A verb next to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verb {
    /// Range in the prose.
    pub range: ProseRange,
    pub kind: VerbKind,
}

/// Maximum number of words between a verb and a name.
const BETWEEN: usize = 6;
/// Maximum number of words after a verb of publishing up to its object.
const ISSUED: usize = 6;

/// The reporting or meeting verb of which a name is the subject, or the object of a meeting. `sentence` is the
/// sentence's range in the prose, `title` the title next to the name. `None` after "had", `كان` and `قد`, which refer
/// to an earlier time.
pub fn reporting_verb(
    prose: &str,
    sentence: Range<usize>,
    name: ProseRange,
    title: Option<ProseRange>,
) -> Option<Verb> {
    let shift = sentence.start as u32;
    let read = tokens(prose.get(sentence)?);
    let named = title.map_or(name, |title| title.cover(name));
    let first = read.list.partition_point(|token| token.end + shift <= named.start);
    let last = read.list.partition_point(|token| token.start + shift < named.end);
    let found = if read.list.get(first)?.is_arabic() {
        arabic(&read, first, last)
    } else {
        // "visited Nasser's library" is not about the person.
        let owns = read.key_at(last) == "'s";
        after_in_english(&read, first, last).or_else(|| before_in_english(&read, first).filter(|_| !owns))
    };
    let (at, kind) = found?;
    let token = read.list[at];
    Some(Verb { range: ProseRange::new(token.start + shift, token.end + shift), kind })
}

fn kind(read: &Tokens, at: usize) -> Option<VerbKind> {
    if is(&lexicon::SPEECH, read, at) {
        Some(VerbKind::Speech)
    } else if is(&lexicon::ACTS, read, at) || (is(&lexicon::ISSUES, read, at) && issues_something(read, at)) {
        Some(VerbKind::Act)
    } else {
        None
    }
}

/// Whether a text has a verb of speaking.
pub fn has_speech_verb(text: &str) -> bool {
    let read = tokens(text);
    (0..read.list.len()).any(|at| is(&lexicon::SPEECH, &read, at))
}

/// Whether the published thing comes from an office: a statement, a ranking. Books can appear after death.
fn issues_something(read: &Tokens, at: usize) -> bool {
    (at + 1..(at + ISSUED).min(read.list.len())).any(|at| is(&lexicon::STATEMENTS, read, at))
}

/// The verb after "will", "is to" or "plans to", in its base form.
fn planned(read: &Tokens, at: usize) -> Option<(usize, VerbKind)> {
    let verb = match (read.key_at(at), read.key_at(at + 1)) {
        ("will" | "would" | "shall", _) => at + 1,
        ("is" | "plans" | "expects" | "intends" | "hopes" | "wants" | "has", "to") => at + 2,
        ("is" | "was", "due" | "set" | "expected" | "scheduled") if read.key_at(at + 2) == "to" => at + 3,
        _ => return None,
    };
    let verb = verb + usize::from(is(&lexicon::ADVERBS, read, verb));
    let key = read.key_at(verb);
    let forms = ["s", "es", "ed", "d"].map(|ending| format!("{key}{ending}"));
    let is_in = |set: &lexicon::Words| forms.iter().any(|form| set.contains(&hash(form)));
    let irregular = matches!(key, "say" | "tell" | "meet" | "fly");
    if is_in(&lexicon::SPEECH) || key == "say" {
        return Some((verb, VerbKind::Speech));
    }
    let acts = irregular || is_in(&lexicon::ACTS) || (is_in(&lexicon::ISSUES) && issues_something(read, verb));
    acts.then_some((verb, VerbKind::Act))
}

/// "Samira Nasser said", "Samira Nasser, the minister, said", "Samira Nasser also announced".
fn after_in_english(read: &Tokens, first: usize, last: usize) -> Option<(usize, VerbKind)> {
    // "As Nasser said" repeats an earlier statement.
    if first.checked_sub(1).is_some_and(|before| is(&lexicon::EARLIER, read, before)) {
        return None;
    }
    let mut at = last;
    // An apposition between two commas after the name.
    if read.key_at(at) == "," {
        let close = (at + 1..(at + 9).min(read.list.len())).find(|at| read.key_at(*at) == ",")?;
        at = close + 1;
    }
    while at < last + 12 && is(&lexicon::ADVERBS, read, at) {
        at += 1;
    }
    planned(read, at).or_else(|| kind(read, at).map(|kind| (at, kind)))
}

/// "said Samira Nasser", "met Samira Nasser", "met with minister Samira Nasser".
fn before_in_english(read: &Tokens, first: usize) -> Option<(usize, VerbKind)> {
    let mut at = first;
    for _ in 0..BETWEEN {
        at = at.checked_sub(1)?;
        if let Some(kind) = kind(read, at) {
            let earlier = at.checked_sub(1).is_some_and(|before| is(&lexicon::EARLIER, read, before));
            let objects = kind == VerbKind::Speech || is(&lexicon::MEETINGS, read, at);
            return (!earlier && objects).then_some((at, kind));
        }
        let passes =
            is(&lexicon::HONORIFICS, read, at) || is(&lexicon::QUALIFIERS, read, at) || read.key_at(at) == "with";
        if !passes {
            return None;
        }
    }
    None
}

/// `قالت سميرة ناصر`, `التقى الوزير كريم عادل`, `سميرة ناصر قالت`.
fn arabic(read: &Tokens, first: usize, last: usize) -> Option<(usize, VerbKind)> {
    if let Some(kind) = kind(read, last) {
        return Some((last, kind));
    }
    let mut at = first;
    for _ in 0..BETWEEN {
        at = at.checked_sub(1)?;
        if let Some(kind) = kind(read, at) {
            let earlier = (at.saturating_sub(3)..at).any(|before| is(&lexicon::EARLIER, read, before));
            return (!earlier).then_some((at, kind));
        }
        let token = read.list[at];
        let passes =
            is(&lexicon::HONORIFICS, read, at) || is(&lexicon::QUALIFIERS, read, at) || is_relational(read, token);
        if !passes {
            return None;
        }
    }
    None
}

/// Whether a sentence is a remembrance: late, memoirs, letters, documents, films, anniversaries, wills, "before her
/// death".
pub fn is_remembered(sentence: &str) -> bool {
    let read = tokens(sentence);
    let is_testament = |at: usize| {
        at.checked_sub(1)
            .is_some_and(|before| matches!(read.key_at(before), "his" | "her" | "the" | "a" | "'s" | "last"))
    };
    let before_death = |at: usize| {
        is(&lexicon::DEATH, &read, at) && (at.saturating_sub(4)..at).any(|before| is(&lexicon::BEFORE, &read, before))
    };
    (0..read.list.len()).any(|at| {
        (is(&lexicon::MEMORY, &read, at) && (read.key_at(at) != "will" || is_testament(at))) || before_death(at)
    })
}

/// Whether a sentence is about a change of office holders.
pub fn is_about_handover(sentence: &str) -> bool {
    let read = tokens(sentence);
    (0..read.list.len()).any(|at| {
        let took = matches!(read.key_at(at), "took" | "takes" | "taking" | "handed" | "hands")
            && read.key_at(at + 1) == "over";
        took || is(&lexicon::HANDOVER, &read, at)
    })
}

//! Checks the promises of fixes. Tests, fuzz targets and `examples/fix_archive.rs` share this code.
//!
//! A fix changes the text, removes its finding, and keeps the line endings. A safe fix causes no new finding and changes only
//! words that its title names. Fixes are idempotent: a second run changes nothing.

use super::apply_fixes;
use crate::analysis::{Analysis, Memory, analyse};
use crate::finding::{Applicability, Finding, Fix, RuleCode};
use crate::lint::lint;
use crate::rules::RULES;
use crate::text::{EditSet, TextRange};
use std::collections::BTreeMap;
use std::fmt;

/// A promise that a fix does not keep.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Broken {
    /// It has no edits, or its edits do not change the text.
    ChangesNothing,
    /// Its finding is still there.
    FindingStays,
    /// There is a new finding of this rule.
    NewFinding(&'static str),
    /// The parser understands less of the article than before.
    Unreadable,
    /// A line ending differs from those of the text.
    LineEnding,
    /// A safe fix changed words that its title does not name: the words before and after.
    OtherWords(String, String),
    /// A second run changed the text again.
    NotAtRest,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ChangesNothing => write!(f, "changes nothing"),
            Self::FindingStays => write!(f, "does not remove its finding"),
            Self::NewFinding(code) => write!(f, "causes a finding of {code}"),
            Self::Unreadable => write!(f, "makes the article less readable"),
            Self::LineEnding => write!(f, "changes the line endings"),
            Self::OtherWords(before, after) => {
                write!(f, "changes `{before}` to `{after}`, which its title does not say")
            }
            Self::NotAtRest => write!(f, "changes the text again in a second run"),
        }
    }
}

/// The promises that a fix breaks when it is applied alone. A fix that is only shown promises nothing.
pub fn of_fix(before: &Analysis, findings: &[Finding], finding: &Finding, fix: &Fix) -> Vec<Broken> {
    if fix.applicability == Applicability::DisplayOnly {
        return Vec::new();
    }
    let text = fix.edits.apply(&before.text);
    if *text == *before.text {
        return vec![Broken::ChangesNothing];
    }
    let after = analyse(text.into(), &before.path, before.context.clone(), &mut Memory::default());
    let left = lint(&after, RULES, &|| false).unwrap_or_default();
    let mut broken = Vec::new();
    let place = moved(finding.range, &fix.edits);
    let is_same = |one: &&Finding| one.code == finding.code && (one.range.overlaps(place) || one.range == place);
    if left.iter().any(|one| is_same(&one) && one.message == finding.message) {
        broken.push(Broken::FindingStays);
    }
    broken.extend(of_text(before, &after));
    if fix.applicability == Applicability::Safe {
        broken.extend(new_findings(findings, &left));
        broken.extend(other_words(before, &after, finding, fix));
    }
    broken
}

/// The promises that the fixes of an article up to `trust` break when they are applied together. New findings count only for
/// safe fixes: an unsafe one is reviewed by the user.
pub fn of_all(before: &Analysis, findings: &[Finding], trust: Applicability) -> Vec<Broken> {
    let once = apply_fixes(before.text.shared().clone(), &before.path, &before.context, trust);
    let twice = apply_fixes(once.text.clone(), &before.path, &before.context, trust);
    let mut broken = Vec::new();
    if twice.text != once.text || twice.made > 0 {
        broken.push(Broken::NotAtRest);
    }
    let after = analyse(once.text.into(), &before.path, before.context.clone(), &mut Memory::default());
    if trust == Applicability::Safe {
        broken.extend(new_findings(findings, &once.findings));
    }
    broken.extend(of_text(before, &after));
    broken
}

fn of_text(before: &Analysis, after: &Analysis) -> Vec<Broken> {
    let mut broken = Vec::new();
    if after.article.problems.len() > before.article.problems.len()
        || after.article.unfinished.len() > before.article.unfinished.len()
    {
        broken.push(Broken::Unreadable);
    }
    let (old, new) = (line_endings(&before.text), line_endings(&after.text));
    // A text of one line has no line endings to keep.
    if old.iter().any(|has| *has) && old.iter().zip(new).any(|(had, has)| has && !had) {
        broken.push(Broken::LineEnding);
    }
    broken
}

/// Whether a text has lines that end in `\n`, in `\r\n`, and in `\r`.
fn line_endings(text: &str) -> [bool; 3] {
    let bytes = text.as_bytes();
    let mut found = [false; 3];
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => found[1] = true,
            b'\r' => found[2] = true,
            _ if at > 0 && bytes[at - 1] == b'\r' => {}
            _ => found[0] = true,
        }
    }
    found
}

/// The rules that report more findings than before.
fn new_findings(before: &[Finding], after: &[Finding]) -> Vec<Broken> {
    let count = |findings: &[Finding]| {
        let mut counts: BTreeMap<RuleCode, usize> = BTreeMap::new();
        for finding in findings {
            *counts.entry(finding.code).or_default() += 1;
        }
        counts
    };
    let before = count(before);
    let after = count(after).into_iter();
    after
        .filter(|(code, n)| *n > before.get(code).copied().unwrap_or(0))
        .map(|(code, _)| Broken::NewFinding(code.as_str()))
        .collect()
}

/// The range after edits.
fn moved(range: TextRange, edits: &EditSet) -> TextRange {
    let at = |offset: u32, end: bool| {
        let mut by = 0i64;
        for edit in edits {
            let grown = edit.text.len() as i64 - i64::from(edit.range.len());
            if edit.range.end < offset || (edit.range.end == offset && (end || !edit.range.is_empty())) {
                by += grown;
            } else if edit.range.start < offset {
                // Inside of a replaced range: its edge.
                let edge = if end {
                    i64::from(edit.range.start) + edit.text.len() as i64
                } else {
                    i64::from(edit.range.start)
                };
                return (by + edge).max(0) as u32;
            }
        }
        (i64::from(offset) + by).max(0) as u32
    };
    TextRange::new(at(range.start, false), at(range.end, true))
}

/// The words that a safe fix changed and its title does not name.
fn other_words(before: &Analysis, after: &Analysis, finding: &Finding, fix: &Fix) -> Option<Broken> {
    let words = |analysis: &Analysis| -> String {
        let blocks =
            analysis.article.blocks.iter().map(|block| block.prose.text().split_whitespace().collect::<Vec<_>>());
        blocks.map(|words| words.join(" ")).filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
    };
    let (old, new) = (words(before), words(after));
    if old == new {
        return None;
    }
    let head = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    let (old, new) = (&old[head..], &new[head..]);
    let tail =
        old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let at_fault = finding.range.slice(&before.text);
    let named = |part: &str| part.is_empty() || fix.title.contains(part.trim()) || at_fault.contains(part.trim());
    let invisible = fix.title.contains("U+");
    let is_said = invisible || (named(old) && named(new));
    (!is_said).then(|| Broken::OtherWords(old.to_owned(), new.to_owned()))
}

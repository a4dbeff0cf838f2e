//! Problems of the markup in words.

use super::lexer::{Fault, FaultKind, Mode};
use super::tree::Tree;
use super::vocabulary::Dialect;
use crate::finding::{Fix, Problem};
use crate::message;
use crate::text::{Edit, EditSet, TextRange, shortened};
use std::collections::HashSet;

/// How many problems are reported. One fault often causes others.
const SHOWN: usize = 3;

/// The problems of a document, the first ones.
pub(super) fn problems(text: &str, dialect: &Dialect, tree: &Tree, unknown: &[Fault]) -> Vec<Problem> {
    let mode = dialect.vocabulary().mode;
    let mut all: Vec<&Fault> =
        tree.faults.iter().chain(unknown).filter(|fault| is_reported(fault.kind, mode)).collect();
    all.sort_by_key(|fault| fault.range);
    // An unclosed tag is the cause of the faults after it.
    let mut seen = HashSet::new();
    all.retain(|fault| match fault.kind {
        FaultKind::UnknownEntity => seen.insert((fault.kind, fault.range.slice(text))),
        _ => true,
    });
    all.into_iter().take(SHOWN).map(|fault| problem(text, fault)).collect()
}

/// In HTML only what takes text away is a fault; browsers read the rest.
fn is_reported(kind: FaultKind, mode: Mode) -> bool {
    mode == Mode::Xml || matches!(kind, FaultKind::UnclosedQuote | FaultKind::UnclosedTag | FaultKind::UnclosedComment)
}

fn problem(text: &str, fault: &Fault) -> Problem {
    let range = fault.range;
    let words = range.slice(text);
    let shown = shortened(words);
    let made = |message| Problem::new(range, message);
    match fault.kind {
        FaultKind::StrayAngle => made(message!("`<` begins no tag"))
            .note(message!("write `&lt;` for the sign"))
            .fix(Fix::manual(message!("Write `&lt;`"), EditSet::replace(range, "&lt;"))),
        FaultKind::UnclosedComment => {
            made(message!("this comment is not closed")).note(message!("close it with `-->`"))
        }
        FaultKind::UnclosedCdata => made(message!("this section is not closed")).note(message!("close it with `]]>`")),
        FaultKind::UnclosedInstruction => {
            made(message!("this instruction is not closed")).note(message!("close it with `?>`"))
        }
        FaultKind::UnclosedTag => {
            made(message!("the tag `{tag}` is not closed", tag = shown)).note(message!("close it with `>`"))
        }
        FaultKind::UnclosedQuote => {
            let mark = if words.starts_with('\'') { "'" } else { "\"" };
            made(message!("the value has no closing quotation mark"))
                .fix(Fix::manual(message!("Add `{mark}`", mark), EditSet::insert(range.end, mark)))
        }
        FaultKind::UnquotedValue => {
            let around = [(range.start, "\""), (range.end, "\"")];
            let edits = around.map(|(at, mark)| Edit { range: TextRange::empty(at), text: mark.to_owned() });
            let edits = EditSet::new(edits.to_vec()).unwrap_or_default();
            made(message!("the value `{value}` is not quoted", value = shown))
                .fix(Fix::manual(message!("Quote the value"), edits))
        }
        FaultKind::NoValue => made(message!("the attribute `{name}` has no value", name = shown))
            .note(message!("XML attributes are written `name=\"value\"`")),
        FaultKind::GluedAttribute => made(message!("no space before the attribute `{name}`", name = shown))
            .fix(Fix::manual(message!("Add a space"), EditSet::insert(range.start, " "))),
        FaultKind::UnclosedElement => made(message!("`<{name}>` is not closed", name = shown))
            .note(message!("add `</{name}>` where it ends", name = shown)),
        FaultKind::UnmatchedEnd => made(message!("`{tag}` closes nothing", tag = shown))
            .fix(Fix::manual(message!("Remove `{tag}`", tag = shown), EditSet::remove(range))),
        FaultKind::UnknownEntity if words == "&" => made(message!("`&` begins no character reference"))
            .note(message!("write `&amp;` for the sign"))
            .fix(Fix::manual(message!("Write `&amp;`"), EditSet::replace(range, "&amp;"))),
        FaultKind::UnknownEntity => {
            let decoded = html_escape::decode_html_entities(words);
            let known = decoded != words;
            let problem = made(message!("XML does not know `{name}`", name = shown));
            if known {
                let numbers = decoded.chars().fold(String::new(), |all, c| format!("{all}&#{};", u32::from(c)));
                let title = message!("Write `{numbers}`", numbers);
                problem
                    .note(message!("it is a name of HTML"))
                    .fix(Fix::manual(title, EditSet::replace(range, numbers.clone())))
            } else {
                problem.note(message!("write `&amp;` if the sign is meant"))
            }
        }
        FaultKind::TooDeep => made(message!("`<{name}>` is nested too deeply", name = shown)),
    }
}

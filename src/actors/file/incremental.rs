//! Incremental parsing of a registry file: after an edit, only the changed entries are parsed again.

use super::chunks::plain_pieces;
use super::parse::{end_entries, parse, read_piece};
use super::toml_fields::Fields;
use crate::actors::file::{EntryLink, RegistryFile, RegistryProblem, duplicates};
use crate::actors::model::Actor;
use crate::parallel;
use crate::text::TextRange;
use foldhash::HashMap;
use std::iter::zip;
use std::sync::Arc;

/// From this number of new pieces on, parsing uses all processors.
const SHARED_OUT: usize = 256;

/// The parsed pieces of the previous version of a file.
#[derive(Debug)]
pub struct Pieces {
    text: Arc<str>,
    known: Vec<(TextRange, Arc<Piece>)>,
}

impl Default for Pieces {
    fn default() -> Self {
        Self { text: Arc::from(""), known: Vec::new() }
    }
}

/// The result of parsing one entry, with offsets relative to its start.
#[derive(Debug)]
pub(super) struct Piece {
    actors: Vec<Actor>,
    problems: Vec<RegistryProblem>,
    links: Vec<EntryLink>,
}

/// Parses a registry file like [`parse`], but reuses unchanged pieces of the last version in `before`, and updates it.
pub fn parse_again(path: &str, text: &str, before: &mut Pieces) -> RegistryFile {
    let Some(ranges) = plain_pieces(text) else {
        *before = Pieces::default();
        return parse(path, text);
    };
    let text: Arc<str> = text.into();
    let known = read_again(&text, &ranges, before);
    let mut file = RegistryFile { path: path.into(), text: text.clone(), ..RegistryFile::default() };
    file.actors.reserve(known.len());
    for (range, piece) in &known {
        file.actors.extend(piece.actors.iter().map(|actor| actor.moved(range.start)));
        file.links
            .extend(piece.links.iter().map(|link| EntryLink { range: link.range.shift(range.start), ..link.clone() }));
        file.problems.extend(piece.problems.iter().map(|problem| moved_problem(problem, range.start)));
    }
    *before = Pieces { text, known };
    duplicates(&mut file);
    file
}

/// Matches the pieces of a text with known ones: unchanged pieces at the start and the end by position, those in
/// between by content.
fn read_again(text: &str, ranges: &[TextRange], before: &Pieces) -> Vec<(TextRange, Arc<Piece>)> {
    let same =
        |(range, (old, _)): &(&TextRange, &(TextRange, Arc<Piece>))| range.slice(text) == old.slice(&before.text);
    let head = zip(ranges, &before.known).take_while(same).count();
    let (new, old) = (&ranges[head..], &before.known[head..]);
    let tail = zip(new.iter().rev(), old.iter().rev()).take_while(same).count();
    let (new, new_tail) = new.split_at(new.len() - tail);
    let (old, old_tail) = old.split_at(old.len() - tail);
    let moved: HashMap<&str, &Arc<Piece>> =
        old.iter().map(|(range, piece)| (range.slice(&before.text), piece)).collect();
    let piece = |range: &TextRange| {
        let text = range.slice(text);
        (*range, moved.get(text).copied().cloned().unwrap_or_else(|| Arc::new(read(text))))
    };
    // For a few pieces, parallel parsing is slower.
    let between: Vec<_> =
        if new.len() < SHARED_OUT { new.iter().map(piece).collect() } else { parallel::map(&new, piece) };
    let unchanged_tail = zip(new_tail, old_tail).map(|(range, (_, piece))| (*range, piece.clone()));
    before.known[..head].iter().cloned().chain(between).chain(unchanged_tail).collect()
}

pub(super) fn read(text: &str) -> Piece {
    let mut fields = Fields::new(text);
    let mut actors = Vec::new();
    read_piece(TextRange::from(0..text.len()), &mut fields, &mut actors);
    end_entries(&mut actors, text);
    let (problems, links) = fields.finish();
    Piece { actors, problems, links }
}

impl Piece {
    /// A file that has only this piece.
    pub(super) fn into_file(self) -> RegistryFile {
        let Self { actors, problems, links } = self;
        RegistryFile { actors, links, problems, ..RegistryFile::default() }
    }
}

fn moved_problem(problem: &RegistryProblem, by: u32) -> RegistryProblem {
    let mut problem = problem.clone();
    problem.problem.range = problem.problem.range.shift(by);
    if let Some(fix) = &mut problem.problem.fix {
        fix.edits = fix.edits.shift(by);
    }
    problem
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Lines of valid and broken registries.
    fn lines() -> impl Strategy<Value = Vec<&'static str>> {
        let line = prop::sample::select(vec![
            "[[actor]]",
            "id = \"a\"",
            "id = \"b\"",
            "kind = \"person\"",
            "kid = 1",
            "# note",
            "",
            "[actor.name]",
            "ar = \"رنا\"",
            "en = [\"R\", \"S\"]",
            "[[actor.role]]",
            "org = \"a\"",
            "name.en = \"broken",
            "born = 1952",
            "merged-from = [\"x\"]",
            "  [[ actor ]]  ",
            "[other]",
            "x = \"\"\"",
        ]);
        prop::collection::vec(line, 0..24)
    }

    proptest! {
        #[test]
        fn incremental_parsing_equals_full_parsing(one in lines(), other in lines(), at in 0usize..24) {
            let mut before = Pieces::default();
            let mut text = one.join("\n");
            for step in 0..4 {
                let reparsed = parse_again("actors.toml", &text, &mut before);
                let fresh = parse("actors.toml", &text);
                prop_assert_eq!(&reparsed.actors, &fresh.actors);
                prop_assert_eq!(&reparsed.links, &fresh.links);
                prop_assert_eq!(&reparsed.problems, &fresh.problems);
                let mut fresh = Pieces::default();
                let first = parse_again("actors.toml", &text, &mut fresh);
                prop_assert_eq!(&reparsed.actors, &first.actors);
                prop_assert_eq!(&reparsed.problems, &first.problems);
                let mut lines: Vec<&str> = text.lines().collect();
                let at = (at + step).min(lines.len());
                lines.splice(at..at, other.iter().skip(step * 6).take(6).copied());
                text = lines.join("\n");
            }
        }
    }
}

//! `repeated-block`: the same paragraph twice.

use crate::analysis::Analysis;
use crate::article::{Block, BlockId, BlockKind};
use crate::finding::{Applicability, Fix, Level, Related, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Tag, Traits};
use crate::text::{EditSet, Fold, Parts, TextRange, ends_a_sentence, fold, fold_char};
use foldhash::HashMap;
use std::collections::hash_map::Entry;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("repeated-block"),
    group: Group::Text,
    level: Level::At(Severity::Info),
    fix: Some(Applicability::Unsafe),
    summary: "A paragraph is repeated.",
    why: "Scraped pages often have a caption or a standfirst twice. Not reported for very short lines, headings, \
          list items, table cells, questions, and for a teaser of the front matter that is the first paragraph.",
    bad: Example {
        path: "story.news.md",
        text: "The harbour will be widened by next summer.\n\nThe harbour will be widened by next summer.\n\nWork has begun.\n",
    },
    good: Example { path: "story.news.md", text: "The harbour will be widened by next summer.\n\nWork has begun.\n" },
    traits: Traits { tag: Some(Tag::Unnecessary), ..Traits::NONE },
    check: Check::Article(check),
};

/// Words that a sentence takes at most to be a formula that each section can repeat.
const FORMULA: usize = 16;

/// The key of a block whose repetition would be reported.
struct Repeatable(u64);

/// How many blocks have a key, and how many have one of an earlier block.
#[derive(Clone, Default)]
struct Keys {
    counts: HashMap<u64, usize>,
    repeated: usize,
}

impl Keys {
    fn add(&mut self, block: &Repeatable, is_new: bool) {
        match (self.counts.entry(block.0), is_new) {
            (Entry::Vacant(free), true) => {
                free.insert(1);
            }
            (Entry::Vacant(_), false) => {}
            (Entry::Occupied(mut count), true) => {
                *count.get_mut() += 1;
                self.repeated += 1;
            }
            (Entry::Occupied(count), false) if *count.get() == 1 => {
                count.remove();
            }
            (Entry::Occupied(mut count), false) => {
                *count.get_mut() -= 1;
                self.repeated -= 1;
            }
        }
    }
}

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let can_be_repeated = candidates(analysis);
    let key_of = |block: BlockId| {
        let is_candidate = match &can_be_repeated {
            Some(candidates) => candidates[block.index()],
            None => is_prose(analysis, &analysis.article.blocks[block]),
        };
        is_candidate.then(|| Repeatable(analysis.block_key(block)))
    };
    let repeatable = analysis.sum_of_blocks(key_of, Keys::add);
    if repeatable.sum().repeated == 0 {
        return;
    }
    let mut seen: HashMap<u64, (usize, TextRange)> = HashMap::default();
    let (mut section, mut own) = (0, repeatable.iter().peekable());
    for (index, block) in analysis.article.numbered_blocks() {
        section += usize::from(block.is_heading());
        let Some(Repeatable(key)) = own.next_if(|(at, _)| *at == index).map(|(_, own)| own) else { continue };
        if repeatable.sum().counts.get(key) == Some(&1) {
            continue;
        }
        let Some((first_section, first)) = seen.get(key).copied() else {
            seen.insert(*key, (section, block.range));
            continue;
        };
        // Sections say short things again: "See the release notes for more."
        if first_section != section && block.prose.text().split_whitespace().nth(FORMULA).is_none() {
            continue;
        }
        let gone = analysis.with_line_breaks(block.range);
        sink.report(block.range, message!("repeated paragraph"))
            .related(Related::here(first, message!("first here")))
            .fix(Fix::manual(message!("Remove the repeated paragraph"), EditSet::remove(gone)));
    }
}

/// The blocks whose repetition would be reported and is possible. `None` if the keys of all blocks are kept anyway.
fn candidates(analysis: &Analysis) -> Option<Vec<bool>> {
    if analysis.keeps_results() {
        return None;
    }
    // Blocks with equal keys begin and end alike, and few do.
    let blocks = analysis.article.blocks.iter();
    let edges: Vec<Option<Edges>> =
        blocks.map(|block| is_prose(analysis, block).then(|| edges(block.prose.text().trim()))).collect();
    let mut counts: HashMap<Edges, usize> = HashMap::default();
    edges.iter().flatten().for_each(|edges| *counts.entry(*edges).or_default() += 1);
    let is_repeated = |edges: &Edges| counts.get(edges).is_some_and(|count| *count > 1);
    Some(edges.iter().map(|edges| edges.as_ref().is_some_and(is_repeated)).collect())
}

/// Bytes of the start and of the end of a block that are compared first.
const HEAD: usize = 24;
const TAIL: usize = 24;

type Edges = ([u8; HEAD], [u8; TAIL]);

/// The start and the end of the loosely folded words of a block.
fn edges(text: &str) -> Edges {
    (head(text), tail(text))
}

/// The end of a loosely folded text.
fn tail(text: &str) -> [u8; TAIL] {
    let mut length = 0;
    let start = text.char_indices().rev().find(|(_, c)| {
        fold_char(*c, Fold::Loose, &mut |folded| length += folded.len_utf8());
        length >= TAIL
    });
    let folded = fold(&text[start.map_or(0, |(at, _)| at)..], Fold::Loose);
    let end = &folded.as_bytes()[folded.len().saturating_sub(TAIL)..];
    let mut tail = [0; TAIL];
    tail[..end.len()].copy_from_slice(end);
    tail
}

/// The start of a loosely folded text.
fn head(text: &str) -> [u8; HEAD] {
    let (mut head, mut length) = ([0; HEAD], 0);
    for c in text.chars() {
        fold_char(c, Fold::Loose, &mut |folded| {
            for byte in folded.encode_utf8(&mut [0; 4]).bytes() {
                if let Some(place) = head.get_mut(length) {
                    *place = byte;
                }
                length += 1;
            }
        });
        if length >= HEAD {
            break;
        }
    }
    head
}

/// Whether a block is a sentence that is not written twice on purpose. Cells, list items, questions of an interview, links alone
/// and the teaser of the front matter are.
fn is_prose(analysis: &Analysis, block: &Block) -> bool {
    let is_paragraph = matches!(block.kind, BlockKind::Paragraph | BlockKind::Standfirst);
    if !is_paragraph || analysis.article.in_front_matter(block) {
        return false;
    }
    let text = block.prose.readable();
    let long = text.split_whitespace().nth(3).is_some();
    let source = analysis.text.part(block.range);
    let is_bold = source.starts_with("**") && source.ends_with("**");
    // A caption under the headline has no full stop.
    let is_sentence = block.kind == BlockKind::Standfirst || ends_a_sentence(&text);
    long && is_sentence && !is_bold && !text.trim_end().ends_with(['?', '؟'])
}

#[cfg(test)]
mod tests {
    use super::{RULE, edges};
    use crate::fixture::{check, check_fix};

    #[test]
    fn the_second_paragraph_goes() {
        check(
            RULE.code,
            "
            The harbour will be widened by next summer.

            The harbour will be widened by next summer.
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 info: repeated paragraph

            Work has begun.
            ",
        );
        check_fix(
            RULE.code,
            "
            The harbour will be widened by next summer.

            The harbour will be widened by next summer.

            Work has begun.
            ",
            "
            The harbour will be widened by next summer.

            Work has begun.
            ",
        );
    }

    #[test]
    fn spelling_that_a_loose_eye_passes_is_the_same() {
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت الوزيرة إن الأعمال تبدأ قريباً.

            قالت الوزيره ان الاعمال تبدا قريبا.
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡
            ",
        );
    }

    #[test]
    fn short_lines_and_headings_are_not_reported() {
        check(
            RULE.code,
            "
            ## What the minister said about it

            No comment.

            ## What the minister said about it

            No comment.
            ",
        );
    }

    #[test]
    fn a_caption_that_says_what_the_headline_says_is_not_reported() {
        check(
            RULE.code,
            "
            # The harbour will be widened by next summer

            The harbour will be widened by next summer
            ",
        );
    }

    #[test]
    fn only_sentences_of_prose_count() {
        check(
            RULE.code,
            "
            ---
            description: The harbour will be widened by next summer.
            ---

            The harbour will be widened by next summer.

            | Ground | Town |
            |---|---|
            | The old ground is by the harbour. | One |
            | The old ground is by the harbour. | Two |

            - The gates were painted in green.
            - The gates were painted in green.

            **What do you like most here?**

            The sea.

            **What do you like most here?**

            [Back to the table of contents](#top)

            [Back to the table of contents](#top)

            ![One](a.png){: .center loading=lazy .one }

            ![One](b.png){: .center loading=lazy .one }

            Photographs of the old harbour and its walls

            Photographs of the old harbour and its walls
            ",
        );
    }

    #[test]
    fn equal_spellings_have_equal_edges() {
        for (one, other) in [
            ("قالت الوزيرة إن الأعمال تبدأ قريباً.", "قالت الوزيره ان الاعمال تبدا قريبا."),
            ("Work at the Harbour ends on Friday, Émile said", "work at the harbour ends on friday, emile said"),
            ("بدأت الأعمال في الميناء الجديد، قا\u{FEFB}", "بدأت الأعمال في الميناء الجديد، قالا"),
            ("نعم", "نـعـم"),
        ] {
            assert_eq!(edges(one), edges(other), "{one}");
            assert_ne!(edges(one), edges(&format!("{one}s")), "{one}");
        }
    }
}

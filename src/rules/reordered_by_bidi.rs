//! `reordered-by-bidi`: a date or number that a right-to-left line displays in another order than it is written.

use crate::analysis::Analysis;
use crate::article::{Block, BlockId, BlockKind};
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::syntax::PLAIN;
use crate::text::{Direction, ProseRange, begins_right_to_left};
use std::ops::Range;
use unicode_bidi::{BidiClass, BidiInfo, bidi_class};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("reordered-by-bidi"),
    group: Group::Text,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Unsafe),
    summary: "A number with hyphens is displayed in another order than it is written.",
    why: "After Arabic letters, the bidirectional algorithm (UAX #9) displays `18-03-2024` as `2024-03-18`. Slashes \
          keep the order. Not reported in the stamp line of scraped text, which belongs to the page.",
    bad: Example { path: "story.ar.news.md", text: "وُقّع العقد يوم 18-03-2024 في العاصمة.\n" },
    good: Example { path: "story.ar.news.md", text: "وُقّع العقد يوم 18/03/2024 في العاصمة.\n" },
    traits: Traits::NONE,
    check: Check::BlockAndArticle(in_block, check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    analysis.dateline.iter().for_each(|dateline| judge(&dateline.block, sink));
}

fn in_block(analysis: &Analysis, block: BlockId, sink: &mut Sink<'_>) {
    let block = &analysis.article.blocks[block];
    let is_stamp = analysis.article.syntax == PLAIN && block.kind == BlockKind::Stamp;
    if !is_stamp && !matches!(block.kind, BlockKind::Furniture(_)) {
        judge(block, sink);
    }
}

fn judge(block: &Block, sink: &mut Sink<'_>) {
    let prose = block.prose.text();
    let groups = hyphenated(prose);
    let is_right_to_left = match block.direction {
        Some(direction) => direction == Direction::RightToLeft,
        None => begins_right_to_left(prose),
    };
    if groups.is_empty() || !is_right_to_left {
        return;
    }
    for range in groups {
        let near = surroundings(prose, range);
        let bidi = BidiInfo::new(&prose[near.clone()], Some(unicode_bidi::Level::rtl()));
        let levels = &bidi.levels[range.start as usize - near.start..range.end as usize - near.start];
        // An even level throughout is one run from left to right: it is displayed as it is written.
        if levels.iter().all(unicode_bidi::Level::is_ltr) {
            continue;
        }
        let written = block.prose.slice(range);
        let shown: Vec<&str> = written.rsplit('-').collect();
        let isolated = format!("\u{2066}{written}\u{2069}");
        let mut report = sink.report_prose(
            block,
            range,
            message!(
                "`{written}` is displayed as `{shown}`",
                written = isolated,
                shown = format!("\u{2066}{}\u{2069}", shown.join("-"))
            ),
        );
        if is_date(written) {
            report = report.replace(block, range, written.replace('-', "/"), message!("Write slashes"));
        }
        report.replace(block, range, isolated, message!("Isolate the number (U+2066, U+2069)"));
    }
}

/// The part of a text that decides in which order a number is displayed: from the nearest letter before it to the
/// nearest one after it. A text with explicit marks of direction has no such part.
fn surroundings(prose: &str, range: ProseRange) -> Range<usize> {
    let has_marks = prose.contains(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'));
    if has_marks {
        return 0..prose.len();
    }
    let is_strong = |c: char| matches!(bidi_class(c), BidiClass::L | BidiClass::R | BidiClass::AL);
    let own = range.to_usize();
    let start = prose[..own.start].rfind(is_strong).unwrap_or(0);
    let after = prose[own.end..].char_indices().find(|(_, c)| is_strong(*c));
    start..after.map_or(prose.len(), |(at, c)| own.end + at + c.len_utf8())
}

/// Digits joined by hyphens, three groups or more, or two that are not of equal worth to a reader when swapped.
fn hyphenated(prose: &str) -> Vec<ProseRange> {
    let bytes = prose.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    for hyphen in memchr::memchr_iter(b'-', bytes) {
        if hyphen < at || hyphen == 0 || !bytes[hyphen - 1].is_ascii_digit() {
            continue;
        }
        let part = |byte: &u8| byte.is_ascii_digit() || *byte == b'-';
        let start = hyphen - bytes[..hyphen].iter().rev().take_while(|byte| part(byte)).count();
        let end = hyphen + bytes[hyphen..].iter().take_while(|byte| part(byte)).count();
        at = end;
        let words = prose[start..end].trim_end_matches('-');
        let whole =
            !prose[..start].ends_with(char::is_alphanumeric) && !prose[end..].starts_with(char::is_alphanumeric);
        if whole && words.split('-').count() >= 3 && words.split('-').all(|part| !part.is_empty()) {
            found.push(ProseRange::from(start..start + words.len()));
        }
    }
    found
}

fn is_date(written: &str) -> bool {
    let mut widths: Vec<usize> = written.split('-').map(str::len).collect();
    widths.sort_unstable();
    matches!(widths.as_slice(), [1..=2, 1..=2, 4])
}

#[cfg(test)]
mod tests {
    use super::{RULE, hyphenated, surroundings};
    use crate::fixture::{check, check_fixes};
    use proptest::prelude::*;
    use unicode_bidi::{BidiInfo, Level};

    proptest! {
        #[test]
        fn only_the_surroundings_decide_the_order(text in "([ا-ي]|[a-c]|[0-9]{1,2}-|[٠-٩]|[ ().,:/%$+\\[\\]\n\u{202B}\u{202C}\u{2066}\u{2069}\u{200F}-]){0,30}") {
            let whole = BidiInfo::new(&text, Some(Level::rtl()));
            for range in hyphenated(&text) {
                let near = surroundings(&text, range);
                let part = BidiInfo::new(&text[near.clone()], Some(Level::rtl()));
                let own = range.to_usize();
                prop_assert_eq!(&whole.levels[own.clone()], &part.levels[own.start - near.start..own.end - near.start]);
            }
        }
    }

    #[test]
    fn hyphens_after_arabic_letters() {
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وُقّع العقد يوم 18-03-2024 في العاصمة.
                            ^^^^^^^^^^ 💡 warning
            ",
        );
        check(
            RULE.code,
            r#"
            ---
            inLanguage: ar
            dateline: "الثلاثاء، 18-03-2024"
                                 ^^^^^^^^^^ 💡
            ---
            يبدأ العمل.
            "#,
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            رقم الهاتف 555-010-234 للاستفسار.
                       ^^^^^^^^^^^ 💡
            ",
        );
    }

    #[test]
    fn slashes_or_an_isolate_keep_the_order() {
        check_fixes(
            RULE.code,
            "
            //- story.ar.news.md
            وُقّع العقد يوم 18-03-2024 في العاصمة.
            ",
            &[
                "
            وُقّع العقد يوم 18/03/2024 في العاصمة.
            ",
                "
            وُقّع العقد يوم \u{2066}18-03-2024\u{2069} في العاصمة.
            ",
            ],
        );
    }

    #[test]
    fn what_is_displayed_as_it_is_written_is_not_reported() {
        check(
            RULE.code,
            "
            The contract was signed on 18-03-2024.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وُقّع العقد يوم 18/03/2024، وفاز الفريق 3-1.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وُقّع العقد يوم \u{2066}18-03-2024\u{2069} في العاصمة.
            ",
        );
    }

    #[test]
    fn a_stamp_line_is_the_pages() {
        check(
            RULE.code,
            "
            //- story.ar.txt
            توسعة الميناء قبل الصيف

            الأحد، 18-03-2024 الساعة 19:22

            قالت الوزيرة إن العمل يبدأ.
            ",
        );
    }
}

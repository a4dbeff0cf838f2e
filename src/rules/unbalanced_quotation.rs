//! `unbalanced-quotation`: quotation marks that do not pair within a paragraph.

use crate::analysis::Analysis;
use crate::article::{Block, BlockKind};
use crate::finding::Severity;
use crate::rule::{Check, Example, Group, Rule, Sink};
use crate::text::{ProseRange, is_invisible};

pub(super) static RULE: Rule = Rule {
    code: "unbalanced-quotation",
    group: Group::Text,
    severity: Some(Severity::Warning),
    fix: None,
    summary: "A quotation is opened and not closed in its paragraph, or closed and never opened.",
    why: "The reader no longer knows who speaks. Silent where a quotation runs on: the next paragraph opens one too. \
          Inch marks and apostrophes are no quotation marks.",
    bad: Example { path: "story.news.md", text: "He said: “The works begin in June.\n\nThe ministry did not comment.\n" },
    good: Example { path: "story.news.md", text: "He said: “The works begin in June.”\n\nThe ministry did not comment.\n" },
    check: Check::Article(check),
};

const PAIRS: [(char, char); 2] = [('«', '»'), ('“', '”')];

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let blocks = &analysis.article.blocks;
    for (at, block) in blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Furniture(_) | BlockKind::Stamp) {
            continue;
        }
        // Every mark holds one of these bytes, which most paragraphs do not.
        if memchr::memchr3(0xC2, 0xE2, b'"', block.prose.text().as_bytes()).is_none() {
            continue;
        }
        let next = blocks.get(at + 1);
        for (open, close) in PAIRS {
            paired(block, next, open, close, sink);
        }
        straight(block, next, sink);
    }
}

fn paired(block: &Block, next: Option<&Block>, open: char, close: char, sink: &mut Sink<'_>) {
    let text = &*block.prose.readable();
    if !text.contains(open) && !text.contains(close) {
        return;
    }
    // German and Polish close with the mark that English opens with.
    if open == '“' && text.contains('„') {
        return;
    }
    let mut opened: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        if c == open {
            opened.push(at);
        } else if c == close && opened.pop().is_none() && !follows_digit(&text[..at]) {
            let range = ProseRange::from(at..at + c.len_utf8());
            sink.report_prose(block, range, format!("`{close}` closes a quotation that this paragraph does not open"));
        }
    }
    let runs_on = next.is_some_and(|next| next.prose.text().trim_start().starts_with(open));
    for at in opened.into_iter().filter(|_| !runs_on) {
        let range = ProseRange::from(at..at + open.len_utf8());
        sink.report_prose(block, range, format!("`{open}` opens a quotation that this paragraph does not close"));
    }
}

/// Straight marks do not say which way they face: an odd number of them is the sign.
fn straight(block: &Block, next: Option<&Block>, sink: &mut Sink<'_>) {
    let text = &*block.prose.readable();
    let mut marks: Vec<usize> = Vec::new();
    for (at, _) in text.match_indices('"') {
        // Behind a number it closes a quotation that is open, and means inches where none is.
        if marks.len() % 2 == 1 || !follows_digit(&text[..at]) {
            marks.push(at);
        }
    }
    let runs_on = next.is_some_and(|next| next.prose.text().trim_start().starts_with('"'));
    if let Some(last) = marks.last().filter(|_| marks.len() % 2 == 1 && !runs_on) {
        let message = "a quotation mark of this paragraph has no partner";
        sink.report_prose(block, ProseRange::from(*last..*last + 1), message);
    }
}

/// Whether a digit ends a text, whatever invisible characters stand behind it.
fn follows_digit(text: &str) -> bool {
    text.trim_end_matches(is_invisible).ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn marks_without_a_partner() {
        check(
            RULE.code,
            "
            He said: “The works begin.
                     ^ warning: `“` opens a quotation that this paragraph does not close

            The ministry did not comment.
            ",
        );
        check(
            RULE.code,
            "
            He said: The works begin.”
                                     ^ warning: `”` closes a quotation that this paragraph does not open
            ",
        );
        check(
            RULE.code,
            r#"
            He said: "The works begin.
                     ^ warning: a quotation mark of this paragraph has no partner
            "#,
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وقالت: «ستعلن الكلفة لاحقاً.
                   ^ warning
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وقالت: ستعلن الكلفة لاحقاً».
                                      ^ warning
            ",
        );
    }

    #[test]
    fn a_quotation_that_runs_on_opens_again() {
        check(
            RULE.code,
            "
            He said: “The works begin in June.

            “They end in a year.”
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وقالت: «يبدأ العمل في يونيو.

            «وينتهي بعد عام».
            ",
        );
    }

    #[test]
    fn inches_and_apostrophes_are_no_quotations() {
        check(
            RULE.code,
            r#"
            The pipe is 12" wide, the minister’s table 40".
            "#,
        );
        check(
            RULE.code,
            "
            It is the ministers' table, isn't it?
            ",
        );
    }

    #[test]
    fn pairs_of_every_kind_are_silent() {
        check(
            RULE.code,
            r#"
            He said “yes”, «no», "perhaps" and “never, “ever””.
            "#,
        );
        check(
            RULE.code,
            r#"
            //- story.ar.news.md
            وقالت: «نعم» و“لا” و"ربما".
            "#,
        );
        check(
            RULE.code,
            "
            Er sagte: „Ja“, und ging.
            ",
        );
    }
}

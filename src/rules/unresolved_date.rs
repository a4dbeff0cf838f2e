//! `unresolved-date`: a relative date in a story that has no date.

use crate::analysis::Analysis;
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unresolved-date"),
    group: Group::Dates,
    level: Level::At(Severity::Info),
    fix: None,
    summary: "A relative or yearless date is in a story whose date is unknown.",
    why: "A reader who finds the story in an archive cannot tell the day. Reported once per article, at the first \
          such date.",
    bad: Example { path: "story.en.news.md", text: "The contract was signed last July 11.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndatePublished: 2017-09-18\n---\nThe contract was signed last July 11.\n",
    },
    traits: Traits { precedence: Some(9), ..Traits::NONE },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    if analysis.reference.is_some() {
        return;
    }
    if let Some(date) = analysis.dates().find(|date| date.resolved.needs_reference) {
        sink.report(date.range(), message!("cannot resolve `{words}`: the story has no date", words = date.words()))
            .note(message!("set `datePublished` in the front matter, or pass `--date`"));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn a_relative_date_needs_the_date_of_the_story() {
        check(
            RULE.code,
            "
            The contract was signed yesterday, not last week.
                                    ^^^^^^^^^ info: cannot resolve `yesterday`
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وُقّع العقد أمس.
                        ^^^ info
            ",
        );
        check(
            RULE.code,
            "
            The contract was signed on July 11.
                                       ^^^^^^^ info
            ",
        );
    }

    #[test]
    fn every_source_of_that_date_is_taken() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            The contract was signed yesterday.
            ",
        );
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-18
            ---
            The contract was signed yesterday.
            ",
        );
        check(
            RULE.code,
            "
            ---
            dateline: MARSA, 18 March 2024
            ---
            The contract was signed yesterday.
            ",
        );
        check(
            RULE.code,
            "
            //- 2024-03-18-story.en.news.md
            The contract was signed yesterday.
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.txt
            The contract is signed

            Monday, 18 March 2024 - 10:20

            The contract was signed yesterday, the ministry said.
            ",
        );
    }

    #[test]
    fn whole_dates_need_none() {
        check(
            RULE.code,
            "
            The contract was signed on 11 July 2017 in 2017.
            ",
        );
    }
}

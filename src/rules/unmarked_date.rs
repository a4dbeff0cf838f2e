//! `unmarked-date`: a date without an annotation.

use crate::analysis::Analysis;
use crate::dates::{DateValue, TimexKind};
use crate::finding::{Applicability, Fix, Level, RuleCode};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unmarked-date"),
    group: Group::Dates,
    level: Level::Off,
    fix: Some(Applicability::Safe),
    summary: "A date that can be resolved has no annotation.",
    why: "For newsrooms that annotate all dates. Off unless the configuration gives it a level. Not reported in \
          headlines, in plain text (which holds no annotations), inside links, and for dates of which only a part \
          is known.",
    bad: Example { path: "story.en.news.md", text: "---\ndate: 2024-03-18\n---\nWork starts on 5 June 2024.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nWork starts on [5 June 2024](date:2024-06-05).\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let Some(writer) = analysis.writer() else { return };
    for (index, block) in analysis.article.numbered_blocks() {
        if !analysis.in_body(block) {
            continue;
        }
        for date in analysis.dates_of(index) {
            let range = date.expression.range;
            let value = date.resolved.value.as_deref().filter(|value| DateValue::parse(value).is_ok());
            let day = date.resolved.day().is_some() && date.resolved.kind == TimexKind::Date;
            let Some(value) = value.filter(|_| day && block.span_over(range).is_none()) else { continue };
            // Where the year was worked out, another reader may work out another.
            let stated = date.expression.year.is_some() || date.expression.relation.is_some();
            let title = message!("Annotate with {value}", value);
            let report = sink
                .report_prose(
                    block,
                    range,
                    message!("`{words}` is not annotated: {value}", words = date.words(), value),
                )
                .notes(date.explanation());
            let Some(written) = writer.annotate(index, range, value) else { continue };
            let fix = if stated { Fix::safe(title, written.edits) } else { Fix::manual(title, written.edits) };
            report.fix(if written.is_certain { fix } else { fix.at_most(Applicability::DisplayOnly) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn dates_are_annotated_where_they_are_whole() {
        check_fix(
            RULE.code,
            "//- story.ar.news.md date=2017-09-18\nوُقّعت في 11 يوليو الماضي.\n//- copydesk.toml\n[rules]\nunmarked-date = \"info\"\n",
            "وُقّعت في [11 يوليو الماضي](date:2017-07-11).\n",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2017-09-18
            In July 2017 talks began; after two months, [on 5 June](https://x.y) and [Monday](date:2017-09-18), they ended.
            //- copydesk.toml
            [rules]
            unmarked-date = \"info\"
            ",
        );
    }
}

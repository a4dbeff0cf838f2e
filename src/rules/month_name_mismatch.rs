//! `month-name-mismatch`: two names of a month that are two months.

use crate::analysis::{Analysis, DateInText};
use crate::article::BlockId;
use crate::dates::month_name_like;
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("month-name-mismatch"),
    group: Group::Dates,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "The two names of a month, from two naming systems, are different months.",
    why: "Arabic names the months in several systems, and the press often gives two names. Two months of one system \
          (يوليو/أغسطس) are a span of months and are not reported.",
    bad: Example {
        path: "story.ar.news.md",
        text: "---\ndate: 2017-11-18\n---\nوُقّع العقد في 18 سبتمبر/تشرين الأول 2017.\n",
    },
    good: Example {
        path: "story.ar.news.md",
        text: "---\ndate: 2017-11-18\n---\nوُقّع العقد في 18 سبتمبر/أيلول 2017.\n",
    },
    traits: Traits { precedence: Some(4), ..Traits::NONE },
    check: Check::BlockAndArticle(in_block, check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    analysis.dates_in_dateline().for_each(|date| judge(&date, sink));
}

fn in_block(analysis: &Analysis, block: BlockId, sink: &mut Sink<'_>) {
    analysis.dates_in_text(block).for_each(|date| judge(&date, sink));
}

fn judge(date: &DateInText<'_>, sink: &mut Sink<'_>) {
    let (Some(first), Some(second)) = (date.expression.month, date.expression.other_month) else { return };
    if first.value == second.value {
        return;
    }
    let prose = &date.block.prose;
    let (one, other) = (prose.slice(first.range), prose.slice(second.range));
    let message = message!("`{one}` and `{other}` are two different months", one, other);
    let mut report = sink.report_prose(date.block, first.range.cover(second.range), message);
    for (part, month) in [(second, first.value), (first, second.value)] {
        if let Some(name) = month_name_like(month, prose.slice(part.range)) {
            let title = message!("Change `{old}` to `{name}`", old = prose.slice(part.range), name);
            report = report.replace(date.block, part.range, name, title);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_words};

    #[test]
    fn names_of_two_months() {
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2017-11-18
            وُقّع العقد في 18 سبتمبر/تشرين الأول 2017.
                              ^^^^^^^^^^^^^^^^^^ 💡 are two different months
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2017-11-18
            وُقّع العقد في 18 أيلول (أكتوبر) 2017.
                              ^^^^^^^^^^^^^ 💡
            ",
        );
    }

    #[test]
    fn names_of_one_month_and_spans_are_not_reported() {
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2017-11-18
            وُقّع العقد في 18 سبتمبر/أيلول 2017، والأعمال في يوليو/أغسطس 2018، وفي كانون الثاني (يناير) المقبل.
            ",
        );
    }

    #[test]
    fn names_that_no_system_has_both() {
        check_words(RULE.code, "ar 2020-10-01", "افتتح المعرض في 12 أوت (شتنبر) الماضي.", &["أوت (شتنبر"]);
        check_words(RULE.code, "ar 2020-10-01", "افتتح المعرض في 3 جويلية/غشت الماضي.", &["جويلية/غشت"]);
        for text in
            ["أغلق السوق في أوت/سبتمبر الماضي.", "أغلق السوق في يوليوز/غشت الماضي.", "افتتح في 3 جويلية/يوليو الماضي."]
        {
            check_words(RULE.code, "ar 2020-10-01", text, &[]);
        }
    }
}

//! `reversed-range`: a range of dates that ends before it begins.

use crate::analysis::{Analysis, DateInText};
use crate::dates::{Field, Link, Part, Relation};
use crate::finding::{Applicability, Fix, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink};
use crate::text::EditSet;

pub(super) static RULE: Rule = Rule {
    code: "reversed-range",
    group: Group::Dates,
    severity: Some(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "A range of dates, or an annotated interval, ends before it begins.",
    why: "The ends are exchanged, or one of them is wrong. Silent on consecutive years written high-low, as seasons are \
          (2018-2017), on ranges over the new year, on months that are compared (\"between May 2018 and April 2018\"), where \
          an end had to be guessed, and on digits that a right-to-left line shows in order.",
    bad: Example { path: "story.en.news.md", text: "---\ndate: 2024-03-18\n---\nThe talks ran from 18 to 11 March 2024.\n" },
    good: Example { path: "story.en.news.md", text: "---\ndate: 2024-03-18\n---\nThe talks ran from 11 to 18 March 2024.\n" },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for block in 0..analysis.article.blocks.len() {
        let dates: Vec<DateInText<'_>> = analysis.dates_of(block).collect();
        for first in &dates {
            if let Some(Link::RangeTo(at)) = first.expression.link {
                dates.get(at).into_iter().for_each(|last| in_text(analysis, first, last, sink));
            }
        }
    }
    for (mark, value) in analysis.marks() {
        let Some((first, last)) = value.as_ref().ok().and_then(|value| value.days) else { continue };
        let id = &mark.target.id;
        if let (true, Some((one, other))) = (last < first, id.split_once('/')) {
            let edits = EditSet::replace(mark.target.id_range, format!("{other}/{one}"));
            sink.report(mark.target.id_range, format!("`{id}` ends before it begins"))
                .fix(Fix::manual("Exchange the ends", edits));
        }
    }
}

fn in_text(analysis: &Analysis, first: &DateInText<'_>, last: &DateInText<'_>, sink: &mut Sink<'_>) {
    let (Some((from, _)), Some((to, _))) = (first.resolved.days, last.resolved.days) else { return };
    let (one, other) = (first.expression, last.expression);
    let stated = |date: &DateInText<'_>| !date.resolved.inferred.contains(&Field::Year);
    // Within one month the year does not matter: "from 18 to 11 September".
    let one_month = one.day.is_some() && other.day.is_some() && one.month.map(|part| part.value) == other.month.map(|part| part.value);
    let sure = stated(first) && stated(last) || one_month && !stated(first) && !stated(last);
    let prose = first.block.prose.text();
    let between = &prose[one.range.end as usize..(other.range.start as usize).max(one.range.end as usize)];
    let dash = between.trim().chars().all(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}' | '/'));
    // `(1921 - 1857)` is typed to be seen from the right.
    let mirrored = dash && analysis.language().is_right_to_left() && digits(first) && digits(last);
    // Prices fell "between May 2018 and April 2018": they are compared.
    let compared = !dash && one.day.is_none() && one.month.is_some() && one.year.is_some() && is_joined_by_and(between);
    let day_words = [one, other].iter().all(|e| matches!(e.relation, Some(Part { value: Relation::Days(_), .. })));
    let season = first.expression.month.is_none() && last.expression.month.is_none() && from.year() - to.year() == 1;
    if from <= to || season || !sure || mirrored || compared || day_words || is_numbered(&prose[..one.range.start as usize]) {
        return;
    }
    let range = first.range().cover(last.range());
    let message = format!("the range `{}` to `{}` ends before it begins", first.words(), last.words());
    // Only day numbers can be exchanged without touching what they share.
    let days = first.expression.day.zip(last.expression.day).filter(|_| from.month() == to.month());
    let report = sink.report(range, message);
    if let Some((one, other)) = days {
        let (a, b) = (first.block.prose.slice(one.range), last.block.prose.slice(other.range));
        let edits = [(one.range, b.to_owned()), (other.range, a.to_owned())];
        report.fix_prose(first.block, &edits, Fix::manual("Exchange the ends", EditSet::default()));
    }
}

/// Whether an end of a range is written in digits, or begins or ends with them: `20-9 يناير 1965`.
fn digits(date: &DateInText<'_>) -> bool {
    let words = date.words();
    words.starts_with(char::is_numeric) || words.ends_with(char::is_numeric)
}

/// Whether the words between two ends are *and*: "between the one and the other".
fn is_joined_by_and(between: &str) -> bool {
    const AND: [&str; 10] = ["and", "et", "y", "e", "und", "ed", "ve", "ile", "و", "in"];
    between.split_whitespace().all(|word| AND.contains(&word) || word.starts_with('و'))
}

/// Whether what follows is the number of something: `décret n° 2019-1580`.
fn is_numbered(before: &str) -> bool {
    const SIGNS: [&str; 9] = ["n°", "no.", "no", "nr.", "nº", "#", "№", "رقم", "شماره"];
    let last = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    SIGNS.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn ends_in_the_wrong_order() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            The talks ran from 18 to 11 March 2024.
                               ^^^^^^^^^^^^^^^^^^^ 💡 ends before it begins
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            امتدت المحادثات من 12 إلى 10 مايو 2023.
                               ^^^^^^^^^^^^^^^^^^^ 💡
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            The [talks](date:2024-03-18/2024-03-11) went on.
                             ^^^^^^^^^^^^^^^^^^^^^ 💡
            ",
        );
    }

    #[test]
    fn ranges_in_order_and_seasons_are_silent() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            From 11 to 18 March 2024, between March and May, in the season 2018-2017, from 28 December to 3 January.
            ",
        );
    }
}

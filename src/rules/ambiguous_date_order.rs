//! `ambiguous-date-order`: day and month that could be exchanged.

use crate::analysis::{Analysis, DateInText};
use crate::article::{BlockId, Key};
use crate::dates::{self, Date, DigitOrder};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::language::Language;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::EditSet;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("ambiguous-date-order"),
    group: Group::Dates,
    level: Level::At(Severity::Info),
    fix: Some(Applicability::Unsafe),
    summary: "A date in digits can be read day first or month first.",
    why: "03/04/2017 is in April to one reader of English and in March to another. A region in `inLanguage` (en-GB, \
          en-US) settles it, and so does a weekday that fits one reading, another date of the article in the same form \
          (25/04/2017), or the same day in other words. Other languages write the day first.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2017-06-01\ninLanguage: en\n---\nIt was signed on 03/04/2017.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2017-06-01\ninLanguage: en-GB\n---\nIt was signed on 03/04/2017.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

/// What a block says about the order of its dates in digits.
struct Orders {
    settled: Vec<DigitOrder>,
    /// The days that it states in another way.
    days: Vec<Date>,
    /// Whether one of its dates can be read in two orders.
    is_unsure: bool,
}

/// What the whole article says about the order of its dates in digits.
struct Known {
    settled: Vec<DigitOrder>,
    days: BTreeSet<Date>,
}

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let tag = analysis.article.metadata.text(Key::InLanguage);
    // Only English of no known region has both orders.
    if analysis.language() != Language::English || tag.is_some_and(|tag| tag.text().contains(['-', '_'])) {
        return;
    }
    in_metadata(analysis, sink);
    let of_blocks = analysis.of_blocks(|block| orders(analysis, block));
    if !of_blocks.iter().any(|(_, orders)| orders.is_unsure) && analysis.dateline.is_none() {
        return;
    }
    let reference = analysis.reference.map(|reference| reference.day);
    let known = Known {
        settled: of_blocks.iter().flat_map(|(_, orders)| &orders.settled).copied().collect(),
        days: of_blocks.iter().flat_map(|(_, orders)| &orders.days).copied().chain(reference).collect(),
    };
    analysis.dates_in_dateline().for_each(|date| judge(&date, &known, sink));
    for (block, orders) in of_blocks.iter() {
        if orders.is_unsure && !analysis.article.is_foreign(&analysis.article.blocks[block]) {
            analysis.dates_in_text(block).for_each(|date| judge(&date, &known, sink));
        }
    }
}

fn orders(analysis: &Analysis, block: BlockId) -> Option<Orders> {
    let mut found = Orders { settled: Vec::new(), days: Vec::new(), is_unsure: false };
    for date in analysis.dates_in_text(block) {
        if date.expression.ambiguous_order {
            found.is_unsure = true;
            continue;
        }
        found.settled.extend(order_of(&date).filter(|order| order.settled));
        found.days.extend(date.resolved.day().filter(|_| date.expression.day.is_some()));
    }
    (found.is_unsure || !found.settled.is_empty() || !found.days.is_empty()).then_some(found)
}

fn order_of(date: &DateInText<'_>) -> Option<DigitOrder> {
    dates::digit_order(date.expression, date.block.prose.text())
}

fn judge(date: &DateInText<'_>, known: &Known, sink: &mut Sink<'_>) {
    let expression = date.expression;
    if !expression.ambiguous_order || expression.weekday.is_some() || expression.year.is_none() {
        return;
    }
    let Some(day) = date.resolved.day() else { return };
    let Ok(other) = Date::new(day.year(), day.day(), day.month()) else { return };
    // Another day of the article, or the day of the story, is one of the two.
    let is_stated = known.days.contains(&day) != known.days.contains(&other);
    let is_settled = order_of(date).and_then(|own| own.agreed(&known.settled)).is_some();
    if is_stated || is_settled {
        return;
    }
    let mut report = sink.report(
        date.range(),
        message!(
            "`{words}` can be {one} or {other}",
            words = date.words(),
            one = dates::plain_form(day),
            other = dates::plain_form(other)
        ),
    );
    for meant in [day, other] {
        let written = dates::plain_form(meant);
        let title = message!("Write {written}", written);
        report = report.replace(date.block, expression.range, written, title);
    }
}

/// Dates of the front matter, on which the whole story hangs.
fn in_metadata(analysis: &Analysis, sink: &mut Sink<'_>) {
    for (_, scalar) in super::malformed_date_value::metadata_dates(analysis) {
        let text = scalar.text();
        let expressions = dates::scan(text, Language::English);
        let [expression] = expressions.as_slice() else { continue };
        let day = dates::resolve(text, &expressions, Language::English, None).first().and_then(dates::Resolved::day);
        let Some(day) = day.filter(|_| expression.ambiguous_order && expression.weekday.is_none()) else { continue };
        let Ok(other) = Date::new(day.year(), day.day(), day.month()) else { continue };
        let message = message!(
            "`{words}` can be {one} or {other}",
            words = text,
            one = dates::plain_form(day),
            other = dates::plain_form(other)
        );
        let mut report = sink.report(scalar.inner(), message);
        for meant in [day, other] {
            let edits = EditSet::replace(scalar.inner(), meant.to_string());
            report = report.fix(Fix::manual(
                message!("Write {value}, {day}", value = meant, day = dates::plain_form(meant)),
                edits,
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix, check_words};

    #[test]
    fn both_readings_are_offered() {
        check_fix(
            RULE.code,
            "//- story.en.news.md date=2017-06-01\nIt was signed on 03/04/2017.\n",
            "It was signed on 3 April 2017.\n",
        );
    }

    #[test]
    fn one_reading_is_not_reported() {
        for text in [
            "It was signed on 13/04/2017.",
            "It was signed on 04/04/2017.",
            "It was signed on 2017/04/03.",
            "It was signed on Monday, 03/04/2017.",
        ] {
            check(RULE.code, &format!("//- story.en.news.md date=2017-06-01\n{text}\n"));
        }
        check(RULE.code, "//- story.ar.news.md date=2017-06-01\nوُقّع العقد في 03/04/2017.\n");
    }

    #[test]
    fn another_date_of_the_article_settles_the_order() {
        for text in [
            // The same form, in another paragraph.
            "It was signed on 03/04/2017.\n\nIt was amended on 25/04/2017.",
            "It was signed on 03/04/2017.\n\nIt was amended on 04/25/2017.",
            // The same day in words.
            "It was signed on 3 April 2017.\n\nSee the minutes of 03/04/2017.",
            "It was signed on March 4, 2017.\n\nSee the minutes of 03/04/2017.",
            // The weekday in brackets.
            "It was signed on 03/04/2017 (Monday).",
        ] {
            check_words(RULE.code, "en 2017-06-01", text, &[]);
        }
        // The day of the story.
        check_words(RULE.code, "en 2017-04-03", "It was signed on 03/04/2017.", &[]);
        check_words(RULE.code, "en 2017-03-04", "It was signed on 03/04/2017.", &[]);
        for text in [
            // Another form, dates that disagree, and days that fit neither or both readings.
            "It was signed on 03/04/2017.\n\nIt was amended on 25-04-2017.",
            "It was signed on 03/04/2017.\n\nIt was amended on 25/04/2017 and 04/26/2017.",
            "It was signed on 03/04/2017.\n\nIt was amended on 5 May 2017.",
            "It was signed on 03/04/2017, between 4 March 2017 and 3 April 2017.",
            "It was signed on 03/04/2017.\n\nIt was amended on 2017-04-25.",
        ] {
            check_words(RULE.code, "en 2017-06-01", text, &["03/04/2017"]);
        }
    }

    #[test]
    fn hyphens_siblings_and_front_matter() {
        check_words(RULE.code, "en 2020-01-10", "The lease was renewed on 05-06-2019.", &["05-06-2019"]);
        for text in [
            "It was collected from 8/12/2017 to 8/29/2017.",
            "It was collected from 29/05/2018 to 01/06/2018.",
            "Sales fell by 1/4 on 9/11.",
            "It was signed on Thursday, 06/09/2016.",
            "It was signed on 25-06-2019.",
        ] {
            check_words(RULE.code, "en 2020-01-10", text, &[]);
        }
        check(
            RULE.code,
            "
            ---
            date: 03/04/2017
                  ^^^^^^^^^^ 💡 can be 3 April 2017 or 4 March 2017
            inLanguage: en
            ---
            Work begins.
            ",
        );
    }
}

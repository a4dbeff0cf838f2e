//! `reversed-range`: a range of dates that ends before it begins.

use crate::analysis::{Analysis, DateInText};
use crate::article::BlockId;
use crate::dates::{Field, Link, Part, Relation};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::EditSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("reversed-range"),
    group: Group::Dates,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "A range of dates, or an annotated interval, ends before it begins.",
    why: "The ends are swapped, or one of them is wrong. Not reported for consecutive years written high-low, as \
          seasons are (2018-2017), for ranges over the new year, for months that are compared (\"between May 2018 \
          and April 2018\"), if an end had to be inferred, and for digits that a right-to-left line shows in order.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nThe talks ran from 18 to 11 March 2024.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nThe talks ran from 11 to 18 March 2024.\n",
    },
    traits: Traits { precedence: Some(6), ..Traits::NONE },
    check: Check::BlockAndArticle(in_block, check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for (mark, value) in analysis.marks() {
        let Some((first, last)) = value.as_ref().ok().and_then(|value| value.days) else { continue };
        let id = &mark.target.id;
        if let (true, Some((one, other))) = (last < first, id.split_once('/')) {
            let edits = sink.set_id(&mark.target, &format!("{other}/{one}"));
            sink.report(mark.target.id_range, message!("`{value}` ends before it begins", value = id))
                .fix(Fix::manual(message!("Swap the ends"), edits));
        }
    }
}

fn in_block(analysis: &Analysis, block: BlockId, sink: &mut Sink<'_>) {
    for (first, expression) in analysis.dates_of(block).zip(analysis.dates[block.index()].expressions.iter()) {
        if let Some(Link::RangeTo(at)) = expression.link {
            analysis.dates_of(block).nth(at).into_iter().for_each(|last| in_text(analysis, &first, &last, sink));
        }
    }
}

fn in_text(analysis: &Analysis, first: &DateInText<'_>, last: &DateInText<'_>, sink: &mut Sink<'_>) {
    let (Some((from, _)), Some((to, _))) = (first.resolved.days, last.resolved.days) else { return };
    let (one, other) = (first.expression, last.expression);
    let stated = |date: &DateInText<'_>| {
        let inferred = &date.resolved.inferred;
        !inferred.contains(&Field::Year) && (inferred.is_empty() || date.expression.day.is_some())
    };
    // Within one month the year does not matter: "from 18 to 11 September".
    let one_month = one.day.is_some()
        && other.day.is_some()
        && one.month.map(|part| part.value) == other.month.map(|part| part.value);
    let yearless = |date: &DateInText<'_>| date.resolved.inferred.contains(&Field::Year);
    let sure = stated(first) && stated(last) || one_month && yearless(first) && yearless(last);
    let prose = first.block.prose.text();
    let between = &prose[one.range.end as usize..(other.range.start as usize).max(one.range.end as usize)];
    let dash = between.trim().chars().all(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}' | '/'));
    // `(1921 - 1857)` is typed to be seen from the right.
    let mirrored = dash && analysis.language_of(first.block).is_right_to_left() && digits(first) && digits(last);
    // Prices fell "between May 2018 and April 2018": they are compared.
    let compared = !dash && one.day.is_none() && one.month.is_some() && one.year.is_some() && is_joined_by_and(between);
    let day_words = [one, other].iter().all(|e| matches!(e.relation, Some(Part { value: Relation::Days(_), .. })));
    let season = first.expression.month.is_none() && last.expression.month.is_none() && from.year() - to.year() == 1;
    if from <= to
        || season
        || !sure
        || mirrored
        || compared
        || day_words
        || is_numbered(&prose[..one.range.start as usize])
    {
        return;
    }
    let range = first.range().cover(last.range());
    let message =
        message!("the range `{first}` to `{last}` ends before it begins", first = first.words(), last = last.words());
    // Only day numbers can be exchanged without touching what they share.
    let days = first.expression.day.zip(last.expression.day).filter(|_| from.month() == to.month());
    let report = sink.report(range, message);
    if let Some((one, other)) = days {
        let (a, b) = (first.block.prose.slice(one.range), last.block.prose.slice(other.range));
        let edits = [(one.range, b.to_owned()), (other.range, a.to_owned())];
        report.fix_prose(first.block, &edits, Fix::manual(message!("Swap the ends"), EditSet::default()));
    }
}

/// Whether an end of a range is written in digits, or begins or ends with them: `20-9 يناير 1965`.
fn digits(date: &DateInText<'_>) -> bool {
    let words = date.words();
    words.starts_with(char::is_numeric) || words.ends_with(char::is_numeric)
}

/// Whether the words between two ends are *and*: "between the one and the other".
fn is_joined_by_and(between: &str) -> bool {
    const AND: [&str; 10] = ["and", "et", "y", "e", "i", "und", "ed", "ve", "ile", "و"];
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
    use crate::fixture::{check, check_words};

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
    fn ranges_in_order_and_seasons_are_not_reported() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            From 11 to 18 March 2024, between March and May, in the season 2018-2017, from 28 December to 3 January.
            ",
        );
    }

    #[test]
    fn a_year_that_is_stated_once() {
        for (story, text) in [
            ("en 2018-04-02", "The baths were shut from December to February 2018."),
            ("en 2018-04-02", "It snowed from 30 December to 2 January 2018."),
            ("en 2018-04-02", "It snowed (November–March 2018) in the hills."),
            ("fr 2018-04-02", "Il a neigé du 30 décembre au 2 janvier 2018, et de novembre à mars 2018."),
            ("es 2018-04-02", "Nevó del 30 de diciembre al 2 de enero de 2018."),
            ("de 2018-04-02", "Es schneite vom 30. Dezember bis 2. Januar 2018."),
            ("it 2018-04-02", "Ha nevicato dal 30 dicembre al 2 gennaio 2018."),
            ("ar 2018-04-02", "تساقطت الثلوج من 30 ديسمبر إلى 2 يناير 2018."),
            ("ar 2018-10-02", "استمر المعرض من 28 ذي الحجة إلى 5 محرم 1440هـ."),
            ("ar 2019-08-10", "يستمر المعرض من 20 ذي القعدة وحتى 10 محرم."),
            ("ar 2018-05-10", "يستمر المعرض من شهر ماي إلى شهر جوان القادم."),
            ("ar 2018-05-04", "يستمر المعرض من 3 مايو إلى 12 سبتمبر المقبل."),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
        // Within one month, and where the range would be a year long, the ends are exchanged.
        for (story, text, words) in [
            ("en 2018-04-02", "The fair ran from 19 to 12 March 2018.", "19 to 12 March 2018"),
            ("en 2018-04-02", "The fair ran from 9 March to 12 February 2018.", "9 March to 12 February 2018"),
            (
                "en 2018-04-02",
                "The lease ran from 9 March 2018 to 12 February 2018.",
                "9 March 2018 to 12 February 2018",
            ),
            ("fr 2018-04-02", "La foire a duré du 19 au 12 mars 2018.", "19 au 12 mars 2018"),
            ("ar 2018-04-02", "امتد المعرض من 19 إلى 12 مارس.", "19 إلى 12 مارس"),
        ] {
            check_words(RULE.code, story, text, &[words]);
        }
    }

    #[test]
    fn other_pairs_of_dates_are_not_ranges() {
        for (story, text) in [
            ("en 2018-03-19", "MARSA, March 18 - First Harbour Corp said it had won."),
            ("en 2018-03-19", "MARSA, March 18 - 4th quarter profit rose."),
            ("en 2018-03-19", "MARSA, March 24 - March 7 was the last day."),
            ("en 2018-08-01", "The rate fell from 9 to 4 in June 2018."),
            ("es 2018-08-01", "La tasa bajó del 9 al 4 en junio de 2018."),
            ("fr 2018-08-01", "Le taux est passé de 9 à 4 en juin 2018."),
            ("de 2018-08-01", "Die Quote fiel von 9 auf 4 im Juni 2018."),
            ("ar 2018-08-01", "تراجع العدد من 9 إلى 4 في يونيو 2018."),
            ("ar 2018-08-01", "تراجعت الأسعار بين شهري ماي 2018 وأفريل 2018."),
            ("en 2018-08-01", "Prices fell between May 2018 and April 2018."),
            ("ar 2018-08-01", "بنيت القلعة بين عامي 1650 و1580 قبل الميلاد."),
            ("fr 2018-08-01", "Le décret n° 2018-1580 et le palais (1900-1700 avant J.-C.)."),
            ("ar 2018-08-01", "الشاعر (1921 - 1857) من المرسى."),
            ("fa 2018-08-01", "این جشنواره (۲۰۱۵-۲۰۰۵) برگزار شد."),
            ("ar 2018-08-01", "9- الثاني من يونيو: يوم السباق. اليوم – البارحة."),
            ("en 2018-08-01", "The line is open from 8 a.m. to 8 p.m., Monday through Friday."),
            ("en 2018-04-01", "Rooms are free on May 1-30, May 10-June 10."),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
    }
}

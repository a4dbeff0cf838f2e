//! Compares annotated values with their words. Only stated fields can contradict a value.

use super::edtf::OpenInterval;
use crate::dates::arithmetic::duration;
use crate::dates::lexicon::Lexicon;
use crate::dates::meaning::Meaning;
use crate::dates::model::{Agreement, Calendar, Date, Expression, Field, Modifier, Relation, Resolved, Shape, Unit};
use crate::dates::tokens::Tokens;
use crate::dates::value::edtf::DateValue;
use crate::language::Language;

/// Compares an annotated value with its words.
pub fn agreement(value: &DateValue, expression: &Expression, resolved: &Resolved) -> Agreement {
    if let Some(annotated) = &value.duration {
        return lengths(annotated, expression, resolved.modifier);
    }
    if resolved.impossible.is_some()
        || matches!(expression.shape, Shape::Length | Shape::Set(_) | Shape::Vague(_) | Shape::Then | Shape::Open)
    {
        return Agreement::Unknown;
    }
    let Some((first, last)) = covered(value) else { return Agreement::Unknown };
    let Some((from, to)) = resolved.days else { return stated_fields(expression, first, last) };
    let (before, after) = slack(expression, resolved.modifier);
    let (from_wide, to_wide) = (shifted(from, -before), shifted(to, after));
    if first <= to_wide
        && from_wide <= last
        && (contains((first, last), (from, to)) || contains((from_wide, to_wide), (first, last)))
    {
        return if clock_differs(value, expression) { Agreement::Contradicts } else { Agreement::Agrees };
    }
    // A Hijri month overlaps two Gregorian months.
    let straddles = expression.calendar == Calendar::Hijri && resolved.day().is_none();
    if (straddles || vague_part(resolved)) && first <= to_wide && from_wide <= last {
        return Agreement::Agrees;
    }
    if another_week(expression, from, (first, last)) {
        return Agreement::Doubtful;
    }
    if resolved.inferred.is_empty() {
        return Agreement::Contradicts;
    }
    // If fields were inferred, the stated ones decide whether the value is wrong or only doubtful.
    match stated_fields(expression, first, last) {
        Agreement::Agrees => Agreement::Doubtful,
        other => other,
    }
}

/// Compares the stated fields alone.
fn stated_fields(expression: &Expression, first: Date, last: Date) -> Agreement {
    if expression.calendar != Calendar::Gregorian {
        return Agreement::Unknown;
    }
    let mut compared = false;
    let one_day = first == last;
    let one_month = (first.year(), first.month()) == (last.year(), last.month());
    let one_year = first.year() == last.year();
    let mut differs = false;
    if let (Some(year), true) = (expression.year, one_year) {
        (compared, differs) = (true, differs || year.value != first.year());
    }
    if let (Some(month), true) = (expression.month, one_month) {
        (compared, differs) = (true, differs || month.value != first.month() as u8);
    }
    if let (Some(day), true) = (expression.day, one_day) {
        (compared, differs) = (true, differs || day.value != first.day() as u8);
    }
    // Next to a day and month, the weekday is left to another rule.
    if let (Some(weekday), true, None) = (expression.weekday, one_day, expression.day) {
        (compared, differs) = (true, differs || weekday.value != first.weekday());
    }
    match (differs, compared) {
        (true, _) => Agreement::Contradicts,
        (false, true) => Agreement::Agrees,
        (false, false) => Agreement::Unknown,
    }
}

/// First and last day of a value. An open interval extends to the first or last possible day.
fn covered(value: &DateValue) -> Option<(Date, Date)> {
    if let Some((first, last)) = value.days {
        return Some((first.min(last), first.max(last)));
    }
    match value.open? {
        OpenInterval::From(first) => Some((first, Date::MAX)),
        OpenInterval::Until(last) => Some((Date::MIN, last)),
    }
}

fn contains(outer: (Date, Date), inner: (Date, Date)) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1
}

/// Tolerance in days before and after the value of the words.
fn slack(expression: &Expression, modifier: Option<Modifier>) -> (i64, i64) {
    // Hijri months begin with the sighting of the moon, so one day of difference is accepted.
    if expression.calendar == Calendar::Hijri {
        return (1, 1);
    }
    let Some(length) = expression.length.filter(|_| expression.shape == Shape::Away) else { return (0, 0) };
    // A plain number of units allows half a unit, "about" a whole unit, and "more than" any larger distance.
    let half = match length.value.unit {
        Unit::Week | Unit::Fortnight | Unit::Weekend => 3,
        Unit::Month | Unit::Quarter => 15,
        Unit::Year => 183,
        Unit::Decade => 1_826,
        Unit::Century => 18_262,
        _ => 0,
    };
    let back = matches!(expression.relation.map(|relation| relation.value), Some(Relation::Ago | Relation::Previous));
    let any = 3_000_000;
    let (further, nearer) = match modifier {
        Some(Modifier::Approx) => ((2 * half).max(1), (2 * half).max(1)),
        Some(Modifier::MoreThan | Modifier::EqualOrMore) => (any, half),
        Some(Modifier::LessThan | Modifier::EqualOrLess) => (half, any),
        _ => (half, half),
    };
    if back { (further, nearer) } else { (nearer, further) }
}

/// Whether "next Friday" means the Friday of the following week, as some writers use it.
fn another_week(expression: &Expression, found: Date, value: (Date, Date)) -> bool {
    let further = match expression.relation.map(|relation| relation.value) {
        Some(Relation::Next) => 7,
        Some(Relation::Last) => -7,
        _ => return false,
    };
    let bare = expression.weekday.is_some() && expression.day.is_none();
    bare && value == (shifted(found, further), shifted(found, further))
}

/// Compares an annotated duration with a stated one.
fn lengths(annotated: &str, expression: &Expression, modifier: Option<Modifier>) -> Agreement {
    let stated = expression.length.filter(|length| expression.shape == Shape::Length && length.value.amount.is_some());
    let stated = stated.and_then(|length| seconds(&duration(&length.value)));
    let (Some(annotated), Some(stated)) = (seconds(annotated), stated) else { return Agreement::Unknown };
    let agrees = annotated == stated
        || match modifier {
            Some(Modifier::MoreThan | Modifier::EqualOrMore) => annotated > stated,
            Some(Modifier::LessThan | Modifier::EqualOrLess) => annotated < stated,
            // "About" allows 15 %.
            Some(Modifier::Approx) => annotated.abs_diff(stated).saturating_mul(20) <= stated.saturating_mul(3),
            _ => false,
        };
    if agrees { Agreement::Agrees } else { Agreement::Contradicts }
}

/// Whether the adjacent words give a distance from the date: *before*, *after*, a length.
pub fn leads_away(words: &str, language: Language) -> bool {
    let tokens = Tokens::of(words);
    let mut terms = Vec::new();
    (0..tokens.list.len()).for_each(|at| Lexicon::of(language).look_up(&tokens, at, &mut terms));
    terms.iter().any(|term| {
        matches!(
            term.meaning,
            Meaning::Before
                | Meaning::After
                | Meaning::BackBefore
                | Meaning::Back(_)
                | Meaning::Ahead(_)
                | Meaning::Unit(Unit::Day | Unit::Night | Unit::Week, _)
                | Meaning::Until
        )
    })
}

fn shifted(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// Whether the words give a week, month or year only approximately: "two months ago".
fn vague_part(resolved: &Resolved) -> bool {
    resolved.stated.contains(&Field::Relation) && resolved.day().is_none()
}

/// Whether both state hour and minute and these differ.
fn clock_differs(value: &DateValue, expression: &Expression) -> bool {
    let (Some(time), Some(clock)) = (&value.time, expression.time) else { return false };
    let mut parts = time.split(':').map(|part| part.get(..2).and_then(|two| two.parse::<u8>().ok()));
    let (hour, minute) = (parts.next().flatten(), parts.next().flatten());
    // "Seven" can be morning or evening; a zone shifts the hour.
    let zoned = clock.value.zone.is_some() && time.contains(['Z', '+', '-']);
    let half_day = clock.value.hour.zip(hour).is_some_and(|(stated, annotated)| stated % 12 != annotated % 12);
    let minutes = clock.value.minute.zip(minute).is_some_and(|(stated, annotated)| stated != annotated);
    !zoned && (half_day || minutes)
}

/// A duration in seconds, so that `P2W` equals `P14D` and `P1Y` equals `P12M`. A month is a twelfth of 365.25 days.
fn seconds(text: &str) -> Option<u64> {
    const DAY: f64 = 86_400.0;
    const MONTH: f64 = 30.4375 * DAY;
    let (mut total, mut in_time, mut number) = (0.0, false, String::new());
    for c in text.strip_prefix('P')?.chars() {
        match (c, in_time) {
            ('0'..='9' | '.', _) => {
                number.push(c);
                continue;
            }
            (',', _) => {
                number.push('.');
                continue;
            }
            ('T', _) => {
                in_time = true;
                continue;
            }
            _ => {}
        }
        let unit = match (c, in_time) {
            ('Y', false) => 12.0 * MONTH,
            ('M', false) => MONTH,
            ('W', false) => 7.0 * DAY,
            ('D', false) => DAY,
            ('H', true) => 3_600.0,
            ('M', true) => 60.0,
            ('S', true) => 1.0,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    number.is_empty().then_some(total.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::model::{Reference, ReferenceSource};
    use crate::dates::resolve::resolve;
    use crate::dates::scan::scan;
    use crate::language::Language;

    fn judged(text: &str, language: Language, value: &str) -> Agreement {
        let reference = Reference { day: "2017-09-18".parse().unwrap(), source: ReferenceSource::Published };
        let expressions = scan(text, language);
        let resolved = resolve(text, &expressions, language, Some(&reference));
        agreement(&DateValue::parse(value).unwrap(), &expressions[0], &resolved[0])
    }

    #[test]
    fn values_agree_with_their_words_or_not() {
        use Agreement::{Agrees, Contradicts, Doubtful, Unknown};
        for (text, language, value, expected) in [
            ("11 يوليو الماضي", Language::Arabic, "2017-07-11", Agrees),
            ("11 يوليو الماضي", Language::Arabic, "2017-07", Agrees),
            ("11 يوليو الماضي", Language::Arabic, "2017", Agrees),
            ("11 يوليو الماضي", Language::Arabic, "2017-07-12", Contradicts),
            ("11 يوليو الماضي", Language::Arabic, "2018-07-11", Contradicts),
            ("5 يونيو المقبل", Language::Arabic, "2017-06-05", Contradicts),
            ("5 يونيو المقبل", Language::Arabic, "2018-06-05", Agrees),
            ("11 يوليو", Language::Arabic, "2015-07-11", Doubtful),
            ("11 يوليو", Language::Arabic, "2017-07-12", Contradicts),
            ("11 يوليو", Language::Arabic, "2017-07-11", Agrees),
            ("يوليو 2017", Language::Arabic, "2017-07-11", Agrees),
            ("الاثنين", Language::Arabic, "2017-09-18", Agrees),
            ("الاثنين", Language::Arabic, "2017-09-11", Doubtful),
            ("الاثنين", Language::Arabic, "2017-09-19", Contradicts),
            ("الاثنين الماضي", Language::Arabic, "2017-09-18", Contradicts),
            ("أمس", Language::Arabic, "2017-09-17", Agrees),
            ("أمس", Language::Arabic, "2017-09-16", Contradicts),
            ("1 رمضان 1445هـ", Language::Arabic, "2024-03-11", Agrees),
            ("1 رمضان 1445هـ", Language::Arabic, "2024-03-12", Agrees),
            ("1 رمضان 1445هـ", Language::Arabic, "2024-03-10", Agrees),
            ("1 رمضان 1445هـ", Language::Arabic, "2024-03-13", Contradicts),
            ("رمضان 1445هـ", Language::Arabic, "2024-03", Agrees),
            ("أكثر من شهرين", Language::Arabic, "P2M", Agrees),
            ("أكثر من شهرين", Language::Arabic, "P3M", Agrees),
            ("أكثر من شهرين", Language::Arabic, "P1M", Contradicts),
            ("قبل أكثر من شهرين", Language::Arabic, "2017-05-11", Agrees),
            ("قبل شهرين", Language::Arabic, "2017-07-31", Agrees),
            ("قبل شهرين", Language::Arabic, "2017-05-11", Contradicts),
            ("قبل نحو شهرين", Language::Arabic, "2017-08-11", Agrees),
            ("next Friday", Language::English, "2017-09-29", Doubtful),
            ("next Friday", Language::English, "2017-09-28", Contradicts),
            ("ثلاثة أشهر", Language::Arabic, "P2M", Contradicts),
            ("أسبوعين", Language::Arabic, "P14D", Agrees),
            ("أكثر من شهرين", Language::Arabic, "2017-07-11", Unknown),
            ("11 يوليو", Language::Arabic, "P2M", Unknown),
            ("الفترة الماضية", Language::Arabic, "2017-07-11", Unknown),
            ("قبل شهرين", Language::Arabic, "2017-07-11", Agrees),
            ("قبل يومين", Language::Arabic, "2017-09-15", Contradicts),
            ("مطلع العام المقبل", Language::Arabic, "2018-01", Agrees),
            ("last week", Language::English, "2017-09-13", Agrees),
            ("last week", Language::English, "2017-09-19", Contradicts),
            ("Tuesday", Language::English, "2017-09-18", Contradicts),
            ("Tuesday, 18 September 2017", Language::English, "2017-09-18", Agrees),
            ("18 September 2017 at 19:22", Language::English, "2017-09-18T19:22", Agrees),
            ("18 September 2017 at 19:22", Language::English, "2017-09-18T20:22", Contradicts),
            ("31 June 2017", Language::English, "2017-07-01", Unknown),
            ("2017", Language::English, "2017-07-01/..", Unknown),
            ("July 2017", Language::English, "2017-07-01/2017-07-31", Agrees),
            ("18 September 2017", Language::English, "2017-07-01/..", Agrees),
            ("18 September 2017", Language::English, "../2017-07", Contradicts),
        ] {
            let expressions = scan(text, language);
            if expressions.is_empty() {
                assert_eq!(text, "2017");
                continue;
            }
            assert_eq!(judged(text, language, value), expected, "{text} {value}");
        }
    }
}

//! Measures the recall of the date rules: takes correct dates, breaks one part of each, and counts the findings.
//!
//! ```sh
//! cargo run --release --example mutate_dates            # 2,000 dates per row
//! cargo run --release --example mutate_dates -- 500
//! ```
//!
//! Every sentence is checked first without an error: any finding of a date rule is a false alarm. Then one part is shifted
//! (weekday, day, annotated value, second month name, Hijri day, length), and the rule for it must report it. The dates are
//! spread over 1990 to 2029 by a fixed sequence; nothing is random.

use copydesk::testing::analysis::{Memory, ProjectContext, analyse};
use copydesk::testing::dates::{Date, long_form, month_name_like, plain_form, weekday_name};
use copydesk::testing::language::Language;
use copydesk::testing::lint::lint;
use copydesk::testing::rule::Group;
use copydesk::testing::rules::RULES;
use std::sync::Arc;

/// A sentence about a day, and the same sentence with one part broken. `None` if there is no such sentence for the day.
type Make = fn(Date, bool) -> Option<String>;

struct Row {
    rule: &'static str,
    what: &'static str,
    language: Language,
    make: Make,
    /// The number of days from the day to its story.
    story: i64,
}

fn arabic_month(day: Date) -> &'static str {
    month_name_like(day.month().unsigned_abs(), "يناير").unwrap_or_default()
}

fn english_month(day: Date) -> String {
    plain_form(day).split(' ').nth(1).unwrap_or_default().to_owned()
}

/// The Hijri day as the long format writes it after the Gregorian one: `1 رمضان 1445هـ`.
fn hijri_words(day: Date) -> Option<String> {
    long_form(day, Language::Arabic).split_once("، ").map(|(_, hijri)| hijri.to_owned())
}

fn shifted(day: Date, by: i64) -> Date {
    day.checked_add(jiff::Span::new().days(by)).unwrap_or(day)
}

/// A shift between one and six days that depends on the day.
fn some_days(day: Date) -> i64 {
    1 + i64::from(day.day_of_year() % 6)
}

const ROWS: [Row; 21] = [
    Row {
        rule: "weekday-mismatch",
        what: "weekday, English",
        language: Language::English,
        make: |day, broken| {
            let said = shifted(day, if broken { some_days(day) } else { 0 });
            let weekday = weekday_name(said.weekday(), Language::English, "");
            Some(format!("The contract was signed on {weekday}, {} {}, {}.", english_month(day), day.day(), day.year()))
        },
        story: 69,
    },
    Row {
        rule: "weekday-mismatch",
        what: "weekday, Arabic",
        language: Language::Arabic,
        make: |day, broken| {
            let said = shifted(day, if broken { some_days(day) } else { 0 });
            let weekday = weekday_name(said.weekday(), Language::Arabic, "");
            Some(format!("وُقّع العقد يوم {weekday} {} {} {}.", day.day(), arabic_month(day), day.year()))
        },
        story: 69,
    },
    Row {
        rule: "weekday-mismatch",
        what: "weekday, Arabic, digits",
        language: Language::Arabic,
        make: |day, broken| {
            let said = shifted(day, if broken { some_days(day) } else { 0 });
            let weekday = weekday_name(said.weekday(), Language::Arabic, "");
            Some(format!("وُقّع العقد {weekday}، {:02}/{:02}/{}، في العاصمة.", day.day(), day.month(), day.year()))
        },
        story: 69,
    },
    Row {
        rule: "impossible-date",
        what: "day of the month, English",
        language: Language::English,
        make: |day, broken| {
            let number = if broken { day.days_in_month() + 1 } else { day.day() };
            Some(format!("The contract was signed on {number} {} {}.", english_month(day), day.year()))
        },
        story: 69,
    },
    Row {
        rule: "impossible-date",
        what: "day of the month, Arabic",
        language: Language::Arabic,
        make: |day, broken| {
            let number = if broken { day.days_in_month() + 1 } else { day.day() };
            Some(format!("وُقّع العقد في {number} {} {}.", arabic_month(day), day.year()))
        },
        story: 69,
    },
    Row {
        rule: "date-value-mismatch",
        what: "annotated value, English",
        language: Language::English,
        make: |day, broken| {
            let value = shifted(day, if broken { some_days(day) } else { 0 });
            Some(format!("It was signed on [{} {}, {}](date:{value}).", english_month(day), day.day(), day.year()))
        },
        story: 69,
    },
    Row {
        rule: "date-value-mismatch",
        what: "annotated value, Arabic",
        language: Language::Arabic,
        make: |day, broken| {
            let value = shifted(day, if broken { some_days(day) } else { 0 });
            Some(format!("وُقّع العقد في [{} {} {}](date:{value}).", day.day(), arabic_month(day), day.year()))
        },
        story: 69,
    },
    Row {
        rule: "date-value-mismatch",
        what: "annotated value, relative",
        language: Language::Arabic,
        make: |day, broken| {
            let value = shifted(day, if broken { some_days(day) } else { 0 });
            let near = (day.year(), day.month()) == (2017, 7);
            near.then(|| format!("وُقّع العقد في [{} يوليو الماضي](date:{value}).", day.day()))
        },
        story: 69,
    },
    Row {
        rule: "month-name-mismatch",
        what: "dual month",
        language: Language::Arabic,
        make: |day, broken| {
            let month = (day.month().unsigned_abs() - 1 + if broken { some_days(day) as u8 } else { 0 }) % 12 + 1;
            let second = month_name_like(month, "شباط")?;
            Some(format!("وُقّع العقد في {} {}/{second} {}.", day.day(), arabic_month(day), day.year()))
        },
        story: 69,
    },
    Row {
        rule: "calendar-mismatch",
        what: "Hijri pair, two days and more",
        language: Language::Arabic,
        make: |day, broken| {
            let hijri = hijri_words(shifted(day, if broken { 1 + some_days(day) } else { 0 }))?;
            let (gregorian, of) = (day.day(), arabic_month(day));
            Some(format!("أُعلن المشروع في {hijri} الموافق {gregorian} {of} {}.", day.year()))
        },
        story: 69,
    },
    Row {
        rule: "reversed-range",
        what: "range",
        language: Language::English,
        make: |day, broken| {
            let later = shifted(day, 3);
            let same = (later.month(), later.year()) == (day.month(), day.year());
            let (from, to) = if broken { (later, day) } else { (day, later) };
            same.then(|| format!("It ran from {} to {} {} {}.", from.day(), to.day(), english_month(day), day.year()))
        },
        story: 69,
    },
    Row {
        rule: "weekday-mismatch",
        what: "weekday next to yesterday, English",
        language: Language::English,
        make: |day, broken| {
            let said = shifted(day, if broken { some_days(day) } else { 0 });
            let weekday = weekday_name(said.weekday(), Language::English, "");
            Some(format!("The pool was closed yesterday, {weekday}, for repairs."))
        },
        story: 1,
    },
    Row {
        rule: "weekday-mismatch",
        what: "weekday next to today, Arabic",
        language: Language::Arabic,
        make: |day, broken| {
            let said = shifted(day, if broken { some_days(day) } else { 0 });
            let weekday = weekday_name(said.weekday(), Language::Arabic, "");
            Some(format!("أغلق المسبح اليوم {weekday} للصيانة."))
        },
        story: 0,
    },
    Row {
        rule: "weekday-mismatch",
        what: "weekdays before their days",
        language: Language::English,
        make: |day, broken| {
            let next = shifted(day, 1);
            let said = shifted(next, if broken { some_days(day) } else { 0 });
            let (one, other) = (
                weekday_name(day.weekday(), Language::English, ""),
                weekday_name(said.weekday(), Language::English, ""),
            );
            let same = next.month() == day.month();
            same.then(|| {
                format!(
                    "It was open on {one} and {other}, {} {} and {}, {}.",
                    english_month(day),
                    day.day(),
                    next.day(),
                    day.year()
                )
            })
        },
        story: 69,
    },
    Row {
        rule: "weekday-mismatch",
        what: "weekday, Arabic, of a month",
        language: Language::Arabic,
        make: |day, broken| {
            let said = shifted(day, if broken { some_days(day) } else { 0 });
            let weekday = weekday_name(said.weekday(), Language::Arabic, "");
            Some(format!("وُقّع العقد {weekday} الـ{} من {} {}.", day.day(), arabic_month(day), day.year()))
        },
        story: 69,
    },
    Row {
        rule: "reversed-range",
        what: "range over two months",
        language: Language::English,
        make: |day, broken| {
            let later = shifted(day, 20);
            let words = |day: Date| format!("{} {} {}", day.day(), english_month(day), day.year());
            let (from, to) = if broken { (later, day) } else { (day, later) };
            Some(format!("It ran from {} to {}.", words(from), words(to)))
        },
        story: 69,
    },
    Row {
        rule: "dateline-mismatch",
        what: "dateline",
        language: Language::English,
        make: |day, broken| {
            let said = shifted(day, if broken { -20 - some_days(day) } else { 0 });
            Some(format!("MARSA, {} {} (NNA) — Work on the harbour begins.", english_month(said), said.day()))
        },
        story: 0,
    },
    Row {
        rule: "conflicting-dates",
        what: "yesterday next to a date",
        language: Language::English,
        make: |day, broken| {
            let said = shifted(day, if broken { some_days(day) } else { 0 });
            Some(format!("The pool was closed yesterday, {} {} {}.", said.day(), english_month(said), said.year()))
        },
        story: 1,
    },
    Row {
        rule: "future-event-in-past",
        what: "year of what has happened",
        language: Language::English,
        make: |day, broken| {
            let year = day.year() + i16::from(broken);
            Date::new(year, day.month(), day.day()).ok()?;
            Some(format!(
                "The mayor planted an oak behind the old station on {} {} {year}.",
                day.day(),
                english_month(day)
            ))
        },
        story: 69,
    },
    Row {
        rule: "future-event-in-past",
        what: "year of what will happen",
        language: Language::Arabic,
        make: |day, broken| {
            let year = day.year() - i16::from(broken);
            Date::new(year, day.month(), day.day()).ok()?;
            Some(format!("سيفتتح الميناء في {} {} {year}.", day.day(), arabic_month(day)))
        },
        story: -69,
    },
    Row {
        rule: "elapsed-mismatch",
        what: "time since a day",
        language: Language::English,
        make: |day, broken| {
            let years = if broken { "four" } else { "two" };
            let (number, month, year) = (day.day(), english_month(day), day.year());
            Some(format!("Today, {years} years after the quay opened on {number} {month} {year}, half of it is empty."))
        },
        story: 735,
    },
];

/// The codes of the date rules that report a sentence in a story of a date.
fn codes(text: &str, language: Language, story: Date) -> Vec<&'static str> {
    let context = ProjectContext { language: Some(language), date: Some(story), ..ProjectContext::standard() };
    let analysis = analyse(text.into(), "story.news.md", Arc::new(context), &mut Memory::default());
    let findings = lint(&analysis, RULES, &|| false).unwrap_or_default();
    let of_dates =
        |code: &&'static str| copydesk::testing::rules::find(code).is_some_and(|rule| rule.group == Group::Dates);
    findings.into_iter().map(|finding| finding.code.as_str()).filter(|code| of_dates(code)).collect()
}

fn main() {
    let wanted: usize = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(2000);
    println!("{:20} {:30} {:>7} {:>7} {:>14}", "rule", "part", "dates", "recall", "alarms / 1000");
    for row in &ROWS {
        let (mut dates, mut seen, mut alarms) = (0usize, 0usize, 0usize);
        let start = Date::constant(1990, 1, 1);
        // 7,919 is coprime to the length of the span, so the days are spread and unique.
        for step in 0..14_600i64 {
            if dates == wanted {
                break;
            }
            let day = shifted(start, step * 7919 % 14_600);
            let (Some(clean), Some(broken)) = ((row.make)(day, false), (row.make)(day, true)) else { continue };
            dates += 1;
            let story = shifted(day, row.story);
            alarms += usize::from(!codes(&clean, row.language, story).is_empty());
            let found = codes(&broken, row.language, story).contains(&row.rule);
            seen += usize::from(found);
            if !found && std::env::args().any(|argument| argument == "--missed") {
                println!("missed: {broken}");
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        let percent = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        println!(
            "{:20} {:30} {dates:7} {:6.1}% {:14.1}",
            row.rule,
            row.what,
            percent(seen, dates),
            percent(alarms, dates) * 10.0
        );
    }
}

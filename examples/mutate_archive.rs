//! Measures the recall of the date rules in real text: breaks one date of an article and checks whether the right rule reports
//! it.
//!
//! ```sh
//! cargo run --release --example mutate_archive -- DIR [--most N] [--missed]
//! ```
//!
//! DIR has articles, or folders whose names start with a language tag: `fr-wikinews`. For each row and language, at most N
//! (300) dates are broken, at most three per article. They are selected by a hash of their position: nothing is random. A date
//! that the rule already reports is left out. Rows marked *by pattern* find dates with a regular expression that does not depend
//! on the date parser of copydesk, so dates that the parser misses count as missed. Rows marked *added* insert rare things: an
//! annotation, a Hijri date, a dateline. `--missed` prints the file, the line and the broken words of each miss.

#![expect(clippy::disallowed_methods, reason = "an example reads its input itself")]

use copydesk::testing::analysis::{Analysis, DateInText, Memory, ProjectContext, analyse};
use copydesk::testing::article::{BlockId, BlockKind};
use copydesk::testing::dates::{
    self, Calendar, Date, Link, ReferenceSource, Relation, Tense, Weekday, governing, long_form, month_name_like,
    number_like, plain_form, weekday_name,
};
use copydesk::testing::language::Language;
use copydesk::testing::lint::lint;
use copydesk::testing::rules::RULES;
use copydesk::testing::text::{EditSet, ProseRange, TextRange};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// The maximum number of mutations of one row in one article.
const OF_ARTICLE: usize = 3;

/// The maximum size of an article in bytes: longer ones are logs.
const LONGEST: u64 = 200_000;

/// A broken date.
struct Mutation {
    rule: &'static str,
    what: &'static str,
    /// The article with the inserted text before it is broken. `None` if nothing was inserted.
    right: Option<EditSet>,
    broken: EditSet,
    /// The range of the error in the broken article.
    place: TextRange,
    words: String,
}

#[derive(Default)]
struct Count {
    broken: usize,
    found: usize,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = arguments.first() else {
        eprintln!("usage: mutate_archive DIR [--most N] [--missed]");
        return ExitCode::from(2);
    };
    let most =
        arguments.iter().position(|argument| argument == "--most").and_then(|at| arguments.get(at + 1)?.parse().ok());
    let most: usize = most.unwrap_or(300);
    let missed = arguments.iter().any(|argument| argument == "--missed");
    let mut files = Vec::new();
    collect(Path::new(folder), &mut files);
    // The order by hash spreads the sample over the archives.
    files.sort_by_key(|file| hash(&file.to_string_lossy()));
    let mut counts: BTreeMap<(&str, &str, &str), Count> = BTreeMap::new();
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        of_article(&text, &file, folder, most, missed, &mut counts);
    }
    println!("{:22} {:34} {:8} {:>9} {:>7} {:>8}", "rule", "part", "language", "mutations", "found", "recall");
    let mut of_rule: BTreeMap<&str, Count> = BTreeMap::new();
    for ((rule, what, language), count) in &counts {
        println!("{rule:22} {what:34} {language:8} {:9} {:7} {:7.1}%", count.broken, count.found, percent(count));
        let sum = of_rule.entry(rule).or_default();
        (sum.broken, sum.found) = (sum.broken + count.broken, sum.found + count.found);
    }
    println!();
    for (rule, count) in &of_rule {
        println!("{rule:22} {:34} {:8} {:9} {:7} {:7.1}%", "", "all", count.broken, count.found, percent(count));
    }
    ExitCode::SUCCESS
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn percent(count: &Count) -> f64 {
    100.0 * count.found as f64 / count.broken.max(1) as f64
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let short = entry.metadata().is_ok_and(|metadata| metadata.len() <= LONGEST);
        if path.is_dir() {
            collect(&path, files);
        } else if short && path.extension().is_some_and(|extension| extension == "md" || extension == "txt") {
            files.push(path);
        }
    }
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn read(text: &str, path: &str, language: Option<Language>) -> Analysis {
    let context = ProjectContext { language, ..ProjectContext::standard() };
    analyse(text.into(), path, Arc::new(context), &mut Memory::default())
}

/// The ranges that a rule reports.
fn places(analysis: &Analysis, rule: &str) -> Vec<TextRange> {
    let findings = lint(analysis, RULES, &|| false).unwrap_or_default();
    findings.into_iter().filter(|finding| finding.code == rule).map(|finding| finding.range).collect()
}

fn of_article(
    text: &str,
    file: &Path,
    folder: &str,
    most: usize,
    missed: bool,
    counts: &mut BTreeMap<(&'static str, &'static str, &'static str), Count>,
) {
    let inside = file.strip_prefix(folder).unwrap_or(file);
    let top = inside.components().next().map(|top| top.as_os_str().to_string_lossy().into_owned()).unwrap_or_default();
    let language = top.split('-').next().and_then(Language::from_tag);
    let path = inside.to_string_lossy();
    let clean = read(text, &path, language);
    let tag = clean.language().tag();
    let mut mutations = mutations(&clean);
    mutations.sort_by_key(|mutation| hash(&format!("{path}{}{}", mutation.place.start, mutation.what)));
    let mut own: BTreeMap<&str, usize> = BTreeMap::new();
    for mutation in mutations {
        let key = (mutation.rule, mutation.what, tag);
        let taken = own.entry(mutation.what).or_default();
        if *taken >= OF_ARTICLE || counts.get(&key).is_some_and(|count| count.broken >= most) {
            continue;
        }
        let near = |analysis: &Analysis| {
            places(analysis, mutation.rule)
                .iter()
                .any(|place| place.overlaps(mutation.place) || place.touches(mutation.place.start))
        };
        let before = match &mutation.right {
            Some(right) => near(&read(&right.apply(text), &path, language)),
            None => near(&clean),
        };
        if before {
            continue;
        }
        *taken += 1;
        let found = near(&read(&mutation.broken.apply(text), &path, language));
        let count = counts.entry(key).or_default();
        (count.broken, count.found) = (count.broken + 1, count.found + usize::from(found));
        if missed && !found {
            let line = 1 + text[..(mutation.place.start as usize).min(text.len())].matches('\n').count();
            println!("missed {} {}:{line} {}", mutation.what, file.display(), mutation.words);
        }
    }
}

/// All possible mutations of an article.
fn mutations(clean: &Analysis) -> Vec<Mutation> {
    let mut found = Vec::new();
    for (at, block) in clean.article.numbered_blocks() {
        if !block.is_body() || clean.article.in_front_matter(block) {
            continue;
        }
        let dates: Vec<DateInText<'_>> = clean.dates_of(at).collect();
        for date in &dates {
            if clean.is_quoted(at, date.expression.range) || clean.mark_over(at, date.expression.range).is_some() {
                continue;
            }
            found.extend(weekday(clean, date));
            found.extend(day_of_month(date));
            found.extend(range(clean, date, &dates));
            found.extend(annotation(clean, at, date));
            found.extend(twin(clean, date));
            found.extend(tense(clean, date));
            found.extend(today(clean, date));
        }
    }
    found.extend(dateline(clean));
    found.extend(by_pattern(clean));
    found
}

/// The names of the weekdays from Monday and of the months in a language.
fn names(language: Language) -> Option<([&'static str; 7], [&'static str; 12])> {
    Some(match language {
        Language::English => (
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
        ),
        Language::French => (
            ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
            [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
        ),
        Language::Italian => (
            ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
            [
                "gennaio",
                "febbraio",
                "marzo",
                "aprile",
                "maggio",
                "giugno",
                "luglio",
                "agosto",
                "settembre",
                "ottobre",
                "novembre",
                "dicembre",
            ],
        ),
        Language::German => (
            ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
            [
                "Januar",
                "Februar",
                "März",
                "April",
                "Mai",
                "Juni",
                "Juli",
                "August",
                "September",
                "Oktober",
                "November",
                "Dezember",
            ],
        ),
        Language::Arabic => (
            ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
            [
                "يناير",
                "فبراير",
                "مارس",
                "أبريل",
                "مايو",
                "يونيو",
                "يوليو",
                "أغسطس",
                "سبتمبر",
                "أكتوبر",
                "نوفمبر",
                "ديسمبر",
            ],
        ),
        _ => return None,
    })
}

/// Dates that a regular expression finds: day, month and year, with or without a weekday.
fn by_pattern(clean: &Analysis) -> Vec<Mutation> {
    let mut found = Vec::new();
    let Some((weekdays, months)) = names(clean.language()) else { return found };
    let (days, of) = (weekdays.join("|"), months.join("|"));
    let pattern = format!(
        r"(?:(?P<weekday>{days})[,،]? (?:the )?)?(?:(?P<month>{of}) (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? |(?P<d>(?-u:\b)[0-9]{{1,2}})(?:st|nd|rd|th|er|\.|º)? (?:of |de |من )?(?P<m>{of}),? )(?P<year>(?:19|20)[0-9]{{2}})(?-u:\b)"
    );
    let Ok(pattern) = regex::Regex::new(&pattern) else { return found };
    for (at, block) in clean.article.numbered_blocks() {
        if !block.is_body()
            || clean.article.in_front_matter(block)
            || !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem)
        {
            continue;
        }
        let prose = block.prose.text();
        for groups in pattern.captures_iter(prose) {
            let (Some(month), Some(day), Some(year)) = (
                groups.name("month").or(groups.name("m")),
                groups.name("day").or(groups.name("d")),
                groups.name("year"),
            ) else {
                continue;
            };
            let number =
                months.iter().position(|name| *name == month.as_str()).and_then(|at| i8::try_from(at + 1).ok());
            let date = number
                .and_then(|number| Date::new(year.as_str().parse().ok()?, number, day.as_str().parse().ok()?).ok());
            let Some(date) = date else { continue };
            let range = |start: usize, end: usize| ProseRange::from(start..end);
            let mut add = |rule: &'static str, what: &'static str, words: ProseRange, new: &str| {
                let Some(place) = block.prose.map(words).exact() else { return };
                if clean.is_quoted(at, words) || block.prose.is_opaque(words) {
                    return;
                }
                let Ok(length) = u32::try_from(new.len()) else { return };
                let after = TextRange::new(place.start, place.start + length);
                let words = format!("{new} in {}", &groups[0]);
                found.push(mutation(rule, what, (EditSet::replace(place, new), after), words));
            };
            if let Some(weekday) = groups.name("weekday") {
                let own = weekdays.iter().position(|name| *name == weekday.as_str());
                let right = own == usize::try_from(date.weekday().to_monday_zero_offset()).ok();
                if let Some(own) = own.filter(|_| right) {
                    add(
                        "weekday-mismatch",
                        "weekday (by pattern)",
                        range(weekday.start(), weekday.end()),
                        weekdays[(own + 2) % 7],
                    );
                }
            } else {
                let new = (date.days_in_month() + 1).to_string();
                add("impossible-date", "day (by pattern)", range(day.start(), day.end()), &new);
            }
        }
    }
    found
}

/// Replaces exact words of a block. The range is that of the new words.
fn replaced(date: &DateInText<'_>, words: ProseRange, new: &str) -> Option<(EditSet, TextRange)> {
    let place = date.block.prose.map(words).exact()?;
    let after = TextRange::new(place.start, place.start + u32::try_from(new.len()).ok()?);
    Some((EditSet::replace(place, new), after))
}

fn mutation(rule: &'static str, what: &'static str, (broken, place): (EditSet, TextRange), words: String) -> Mutation {
    Mutation { rule, what, right: None, broken, place, words }
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(day)
}

/// A yearless date is only sure near its story.
fn is_sure(clean: &Analysis, date: &DateInText<'_>, day: Date) -> bool {
    const NEAR: i32 = 60;
    date.expression.year.is_some()
        || clean.reference.is_some_and(|story| dates::days_between(story.day, day).abs() <= NEAR)
}

/// The weekday becomes the next one.
fn weekday(clean: &Analysis, date: &DateInText<'_>) -> Option<Mutation> {
    let (said, day) = (date.expression.weekday?, date.resolved.day()?);
    let is_plain = date.expression.day.is_some() && date.expression.month.is_some() && date.expression.pair.is_none();
    let gregorian = date.expression.calendar == Calendar::Gregorian;
    if !is_plain || !gregorian || said.value != day.weekday() || !is_sure(clean, date, day) || day.year() < 1900 {
        return None;
    }
    let next: Weekday = said.value.wrapping_add(1);
    let new = weekday_name(next, clean.language(), date.block.prose.slice(said.range));
    let edit = replaced(date, said.range, &new)?;
    Some(mutation("weekday-mismatch", "weekday", edit, format!("{new} for {}", date.words())))
}

/// The day becomes one that does not exist in its month.
fn day_of_month(date: &DateInText<'_>) -> Option<Mutation> {
    let (part, day) = (date.expression.day?, date.resolved.day()?);
    let words = date.block.prose.slice(part.range);
    let plain =
        words.chars().all(char::is_numeric) && date.expression.month.is_some() && !date.expression.ambiguous_order;
    let alone = date.expression.link.is_none() && date.expression.pair.is_none();
    let length = day.days_in_month();
    // Without a year, an impossible day may be another number, or the year may be a leap year.
    let sure = date.expression.year.is_some() || length == 30;
    if !plain || !alone || !sure || date.expression.calendar != Calendar::Gregorian || day.year() < 1900 {
        return None;
    }
    let new = number_like(u32::from(length.unsigned_abs()) + 1, words);
    let edit = replaced(date, part.range, &new)?;
    Some(mutation("impossible-date", "day of the month", edit, format!("{new} in {}", date.words())))
}

/// The ends of a range are swapped: two days of one month, or two dates with years.
fn range(clean: &Analysis, first: &DateInText<'_>, dates: &[DateInText<'_>]) -> Option<Mutation> {
    let Some(Link::RangeTo(at)) = first.expression.link else { return None };
    let last = dates.get(at)?;
    let (from, to) = (first.resolved.day()?, last.resolved.day()?);
    let (one, other) = (first.expression.day?, last.expression.day?);
    let prose = &first.block.prose;
    let own = |date: &DateInText<'_>| {
        date.expression.year.is_some_and(|year| date.expression.range.contains_range(year.range))
    };
    let dash = !prose
        .text()
        .get(first.expression.range.end as usize..last.expression.range.start as usize)?
        .contains(char::is_alphabetic);
    let weekdays = first.expression.weekday.is_some() || last.expression.weekday.is_some();
    if from >= to || weekdays || dash && clean.language().is_right_to_left() {
        return None;
    }
    let month = |date: Date| (date.year(), date.month());
    let (a, b) = if month(from) == month(to) {
        (one.range, other.range)
    } else if own(first) && own(last) {
        (first.expression.range, last.expression.range)
    } else {
        return None;
    };
    let (left, right) = (prose.map(a).exact()?, prose.map(b).exact()?);
    let edits = EditSet::new(vec![
        copydesk::testing::text::Edit { range: left, text: prose.slice(b).to_owned() },
        copydesk::testing::text::Edit { range: right, text: prose.slice(a).to_owned() },
    ]);
    let words = format!("{} … {}", first.words(), last.words());
    Some(mutation("reversed-range", "ends of a range", (edits.ok()?, left.cover(right)), words))
}

/// `[words](date:…)` around a date, with a value that is a month off.
fn annotation(clean: &Analysis, block: BlockId, date: &DateInText<'_>) -> Option<Mutation> {
    let day = date.resolved.day()?;
    let markdown = clean.writer().is_some() && clean.article.blocks[block].kind == BlockKind::Paragraph;
    let relative = matches!(date.expression.relation.map(|part| part.value), Some(Relation::Days(_)));
    let stated = date.expression.day.is_some() && date.expression.month.is_some() || relative;
    let words = date.words();
    let place = date.block.prose.map(date.expression.range).exact()?;
    let odd = date.expression.weekday.is_some_and(|said| said.value != day.weekday());
    let linked = date.block.spans.iter().any(|span| span.prose.overlaps(date.expression.range));
    let plain = place.slice(&clean.text) == words && !words.contains(['[', ']', '(', ')', '*', '_', '`', '<']);
    if !markdown
        || !stated
        || odd
        || linked
        || !plain
        || date.expression.time.is_some()
        || date.expression.pair.is_some()
    {
        return None;
    }
    let annotated = |value: Date| EditSet::replace(place, format!("[{words}](date:{value})"));
    let off = day.checked_add(jiff::Span::new().months(1)).ok()?;
    let written = TextRange::new(place.start, place.start + u32::try_from(words.len() + 20).ok()?);
    Some(Mutation {
        rule: "date-value-mismatch",
        what: "annotated value (added)",
        right: Some(annotated(day)),
        broken: annotated(off),
        place: written,
        words: format!("{words} as {off}"),
    })
}

/// A Hijri date after an Arabic date, two weeks off.
fn twin(clean: &Analysis, date: &DateInText<'_>) -> Option<Mutation> {
    let day = date.resolved.day()?;
    let expression = date.expression;
    let whole = expression.year.is_some() && expression.month.is_some() && expression.day.is_some();
    let alone = expression.pair.is_none()
        && expression.link.is_none()
        && expression.time.is_none()
        && expression.weekday.is_none();
    let (arabic, gregorian) = (clean.language() == Language::Arabic, expression.calendar == Calendar::Gregorian);
    let place = date.block.prose.map(expression.range).exact()?;
    if !arabic || !gregorian || !whole || !alone || expression.relation.is_some() || !(1900..2070).contains(&day.year())
    {
        return None;
    }
    let with = |hijri: Date| {
        let form = long_form(hijri, Language::Arabic);
        let (_, hijri) = form.split_once("، ")?;
        Some(format!("{} الموافق {hijri}", date.words()))
    };
    let (right, broken) = (with(day)?, with(later(day, 14))?);
    let written = TextRange::new(place.start, place.start + u32::try_from(broken.len()).ok()?);
    Some(Mutation {
        rule: "calendar-mismatch",
        what: "Hijri twin (added)",
        right: Some(EditSet::replace(place, right)),
        broken: EditSet::replace(place, broken.clone()),
        place: written,
        words: broken,
    })
}

/// The year of a past event becomes the year after the story.
fn tense(clean: &Analysis, date: &DateInText<'_>) -> Option<Mutation> {
    let (story, day) = (clean.reference?.day, date.resolved.day()?);
    let (year, expression) = (date.expression.year?, date.expression);
    let whole = expression.month.is_some() && expression.day.is_some() && expression.weekday.is_none();
    let alone = expression.link.is_none() && expression.pair.is_none() && expression.relation.is_none();
    if day >= story || !whole || !alone || expression.calendar != Calendar::Gregorian {
        return None;
    }
    let prose = date.block.prose.text();
    if governing(prose, expression.range, date.near_sentence(), clean.language()) != Some(Tense::Past) {
        return None;
    }
    let digits = date.block.prose.slice(year.range);
    let start = u32::try_from(digits.find(char::is_numeric)?).ok()?;
    let length: usize = digits[start as usize..].chars().take_while(|c| c.is_numeric()).map(char::len_utf8).sum();
    let from = year.range.start + start;
    let number = ProseRange::new(from, from + u32::try_from(length).ok()?);
    let new = number_like(u32::from((story.year() + 1).unsigned_abs()), date.block.prose.slice(number));
    let exists = Date::new(story.year() + 1, day.month(), day.day()).is_ok();
    let edit = replaced(date, number, &new).filter(|_| exists && length >= 4)?;
    Some(mutation("future-event-in-past", "year of what has happened", edit, format!("{new} in {}", date.words())))
}

/// A weekday after *yesterday*, *today* or *tomorrow*, a day off.
fn today(clean: &Analysis, date: &DateInText<'_>) -> Option<Mutation> {
    let Some(Relation::Days(_)) = date.expression.relation.map(|part| part.value) else { return None };
    let day = date.resolved.day()?;
    let expression = date.expression;
    let bare = expression.weekday.is_none()
        && expression.day.is_none()
        && expression.time.is_none()
        && expression.link.is_none();
    let place = date.block.prose.map(expression.range).exact()?;
    let known = [Language::English, Language::Arabic, Language::French, Language::Italian, Language::Spanish];
    if !bare || !known.contains(&clean.language()) || place.slice(&clean.text) != date.words() {
        return None;
    }
    let comma = if clean.language() == Language::English { "," } else { "" };
    let with = |weekday: Weekday| {
        format!("{}{comma} {}{comma}", date.words(), weekday_name(weekday, clean.language(), "lundi"))
    };
    let with_capital =
        |weekday: Weekday| format!("{}{comma} {}{comma}", date.words(), weekday_name(weekday, clean.language(), ""));
    let write = |weekday| {
        if clean.language() == Language::English || clean.language() == Language::Arabic {
            with_capital(weekday)
        } else {
            with(weekday)
        }
    };
    let broken = write(day.weekday().wrapping_add(1));
    let written = TextRange::new(place.start, place.start + u32::try_from(broken.len()).ok()?);
    Some(Mutation {
        rule: "weekday-mismatch",
        what: "next to today (added)",
        right: Some(EditSet::replace(place, write(day.weekday()))),
        broken: EditSet::replace(place, broken.clone()),
        place: written,
        words: broken,
    })
}

/// The dateline of the first paragraph, or an inserted one, a month off.
fn dateline(clean: &Analysis) -> Option<Mutation> {
    let story = clean.reference.filter(|story| story.source == ReferenceSource::Published)?.day;
    let off = story.checked_sub(jiff::Span::new().months(1)).ok()?;
    let head = |day: Date| {
        Some(match clean.language() {
            Language::English => format!("MARSA, {} {} (NNA) — ", plain_form(day).split(' ').nth(1)?, day.day()),
            Language::Arabic => {
                format!("المرسى، {} {} (نون) - ", day.day(), month_name_like(day.month().unsigned_abs(), "يناير")?)
            }
            Language::French => {
                let (_, months) = names(Language::French)?;
                format!("MARSA, {} {} (NNA) – ", day.day(), months[day.month().unsigned_abs() as usize - 1])
            }
            _ => return None,
        })
    };
    let at = clean.article.blocks.iter().position(|block| block.kind == BlockKind::Paragraph && !block.quoted)?;
    let block = &clean.article.blocks[at];
    let start = block.prose.map(ProseRange::new(0, 1)).range().start;
    // A link or emphasis at the start has markup before the first letter.
    let headings = clean.article.blocks[..at].iter().filter(|block| block.is_heading()).count();
    if start != block.range.start || headings > 2 || clean.date_at_head().is_some() {
        return None;
    }
    let (right, broken) = (head(story)?, head(off)?);
    let written = TextRange::new(start, start + u32::try_from(broken.len()).ok()?);
    Some(Mutation {
        rule: "dateline-mismatch",
        what: "dateline (added)",
        right: Some(EditSet::insert(start, right)),
        broken: EditSet::insert(start, broken.clone()),
        place: written,
        words: broken,
    })
}

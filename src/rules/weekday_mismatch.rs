//! `weekday-mismatch`: a weekday that is not that of its date.

use crate::analysis::{Analysis, CalendarPair, DateInText};
use crate::article::{BlockId, BlockKind};
use crate::dates::{self, Calendar, Date, Field, Part, Relation, Weekday, number_like, weekday_name};
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::language::Language;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::{ProseRange, TextRange};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("weekday-mismatch"),
    group: Group::Dates,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "The weekday is not that of the date next to it.",
    why: "One of the two is wrong, and both fixes are offered. A weekday next to *today*, *yesterday* or *tomorrow* \
          is compared too. A warning if the year had to be inferred, and before 1900.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nThe minister spoke on Tuesday, March 18, 2024.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nThe minister spoke on Monday, March 18, 2024.\n",
    },
    traits: Traits { precedence: Some(3), ..Traits::NONE },
    check: Check::BlockAndArticle(in_block, check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    in_metadata(analysis, sink);
    let mut dates = analysis.dates_in_dateline().peekable();
    if dates.peek().is_some() {
        let fits_pair = fits_pair(analysis.calendar_pairs());
        dates.for_each(|date| judge(analysis, None, &date, &fits_pair, sink));
    }
}

fn in_block(analysis: &Analysis, block: BlockId, sink: &mut Sink<'_>) {
    if !analysis.dates[block.index()].expressions.iter().any(|date| date.weekday.is_some()) {
        return;
    }
    let fits_pair = fits_pair(analysis.calendar_pairs_of(block));
    for date in analysis.dates_of(block) {
        judge(analysis, Some(block), &date, &fits_pair, sink);
    }
}

/// The dates of pairs of which one half has the weekday. A weekday next to a pair may fit either half; the rule of pairs
/// judges the rest.
fn fits_pair<'a>(pairs: impl IntoIterator<Item = CalendarPair<'a>>) -> Vec<TextRange> {
    let fits = |pair: &CalendarPair<'a>| {
        let fits = |date: &DateInText<'_>| date.resolved.day().map(Date::weekday) == pair.weekday();
        fits(&pair.hijri) || fits(&pair.gregorian)
    };
    pairs.into_iter().filter(fits).flat_map(|pair| [pair.hijri.range(), pair.gregorian.range()]).collect()
}

fn judge(
    analysis: &Analysis,
    block: Option<BlockId>,
    date: &DateInText<'_>,
    fits_pair: &[TextRange],
    sink: &mut Sink<'_>,
) {
    let (Some(said), Some(day)) = (date.expression.weekday, date.resolved.day()) else { return };
    let beside_day_word = matches!(date.expression.relation, Some(Part { value: Relation::Days(_), .. }));
    // An old quotation is not about the days of the story.
    let leans = is_inferred(date) || beside_day_word;
    if leans && block.is_some_and(|block| analysis.is_quoted(block, date.expression.range)) {
        return;
    }
    let states_day = date.expression.day.is_some() || beside_day_word;
    // A Hijri day depends on who saw the moon: a weekday one day off is not a mistake, except with a Gregorian day
    // next to it.
    let sighted = date.expression.calendar == Calendar::Hijri
        && date.expression.pair.is_none()
        && [-1, 1]
            .iter()
            .any(|by| day.checked_add(jiff::Span::new().days(*by)).is_ok_and(|near| near.weekday() == said.value));
    let old_style = dates::julian_day(date.expression).is_some_and(|day| day.weekday() == said.value);
    let fits = said.value == day.weekday() || sighted || old_style || fits_pair.contains(&date.range());
    if states_day && !fits && !may_be_another(analysis, date, said.value, day) {
        report(analysis, date, said.value, day, block.is_none(), sink);
    }
}

/// Dates of the front matter in the form of mail: `Tue, 18 Sep 2017 19:22:00 +0300`.
fn in_metadata(analysis: &Analysis, sink: &mut Sink<'_>) {
    for (_, scalar) in super::malformed_date_value::metadata_dates(analysis) {
        let text = scalar.text();
        if !text.trim_start().starts_with(char::is_alphabetic) {
            continue;
        }
        for language in [analysis.language(), Language::English] {
            let expressions = dates::scan(text, language);
            let [expression] = expressions.as_slice() else { continue };
            let day = dates::resolve(text, &expressions, language, None).first().and_then(dates::Resolved::day);
            if let (Some(said), Some(day)) = (expression.weekday, day) {
                if said.value != day.weekday() {
                    let (right, wrong) = (dates::plain_weekday(day.weekday()), dates::plain_weekday(said.value));
                    sink.report(
                        scalar.inner(),
                        message!("{day} is a {right}, not a {wrong}", day = dates::plain_form(day), right, wrong),
                    );
                }
                break;
            }
        }
    }
}

fn is_inferred(date: &DateInText<'_>) -> bool {
    date.resolved.inferred.iter().any(|field| matches!(field, Field::Year | Field::Month))
}

fn report(
    analysis: &Analysis,
    date: &DateInText<'_>,
    said: Weekday,
    day: Date,
    is_dateline: bool,
    sink: &mut Sink<'_>,
) {
    let block = date.block;
    let language = analysis.language_of(block);
    let (right, wrong) = (dates::plain_weekday(day.weekday()), dates::plain_weekday(said));
    let message = message!("{day} is a {right}, not a {wrong}", day = dates::plain_form(day), right, wrong);
    let Some(weekday) = date.expression.weekday else { return };
    // The weekday of a list is apart from its day.
    let place = date.expression.range.cover(weekday.range);
    let mut report = sink.report_prose(block, place, message).notes(date.explanation());
    if is_inferred(date) || day.year() < 1900 {
        report = report.soften();
    }
    let right = weekday_name(day.weekday(), language, block.prose.slice(weekday.range));
    let title = message!("Change the weekday to `{right}`", right);
    report = report.replace(block, weekday.range, right, title);
    if let Some((range, near)) = other_day(date, said, day) {
        let written = number_like(u32::from(near.day().unsigned_abs()), block.prose.slice(range));
        let title = message!("Change the day to {day}", day = dates::plain_form(near));
        report = report.replace(block, range, written, title);
    }
    if let Some((range, year)) = other_year(analysis, date, said, day).filter(|_| !is_dateline) {
        let written = number_like(u32::from(year.unsigned_abs()), block.prose.slice(range));
        let title = message!("Change the year to {year}", year = written);
        report.replace(block, range, written, title);
    }
}

/// Whether a day whose month or year was inferred may be another one, on which the weekday is right.
fn may_be_another(analysis: &Analysis, date: &DateInText<'_>, said: Weekday, day: Date) -> bool {
    // Half a year away the year before and the year after are equally near, and neither may be meant.
    const NEAR: i32 = 150;
    let Some(reference) = analysis.reference.filter(|_| is_inferred(date)) else { return false };
    let far = dates::days_between(reference.day, day).abs() > NEAR;
    // "Saturday the 14th" can be that of the coming month.
    let first = reference.day.first_of_month();
    let coming = first.checked_add(jiff::Span::new().months(1)).ok().filter(|_| date.expression.month.is_none());
    let coming = coming.and_then(|first| Date::new(first.year(), first.month(), day.day()).ok());
    far || coming.is_some_and(|coming| coming.weekday() == said) || fits_in_hijri(analysis, date, said)
}

/// Whether a yearless day in digits is a Hijri one, as in `الاثنين 8/2` of an Arabic story in the second Hijri month.
fn fits_in_hijri(analysis: &Analysis, date: &DateInText<'_>, said: Weekday) -> bool {
    const NEAR: i32 = 45;
    let (Some(reference), Some(month), Some(day)) = (analysis.reference, date.expression.month, date.expression.day)
    else {
        return false;
    };
    let digits = date.block.prose.slice(month.range).chars().all(char::is_numeric);
    if analysis.language_of(date.block) != Language::Arabic || date.expression.year.is_some() || !digits {
        return false;
    }
    (-NEAR..=NEAR).filter_map(|by| reference.day.checked_add(jiff::Span::new().days(by)).ok()).any(|near| {
        near.weekday() == said
            && dates::hijri(near).is_some_and(|(_, number, of)| (number, of) == (month.value, day.value))
    })
}

/// The nearest day of the same month that has the weekday; of two equally near, the earlier.
fn other_day(date: &DateInText<'_>, said: Weekday, day: Date) -> Option<(ProseRange, Date)> {
    let range = date.expression.day?.range;
    // A Hijri day has its own number; moving the Gregorian one would write a wrong one.
    if date.expression.calendar != dates::Calendar::Gregorian {
        return None;
    }
    (1..=3).flat_map(|by| [-by, by]).find_map(|by| {
        let other = day.checked_add(jiff::Span::new().days(by)).ok()?;
        (other.weekday() == said && other.month() == day.month()).then_some((range, other))
    })
}

/// The nearest year within six in which the day falls on the weekday. More than one year away, it must lead to the time of the
/// story. The year of a stamp or a dateline is not the mistake.
fn other_year(analysis: &Analysis, date: &DateInText<'_>, said: Weekday, day: Date) -> Option<(ProseRange, i16)> {
    const NEAR: i32 = 183;
    let is_near = |day: Date| analysis.reference.is_none_or(|story| dates::days_between(story.day, day).abs() <= NEAR);
    let is_head = analysis.date_at_head().is_some_and(|head| head.range() == date.range());
    if is_head || matches!(date.block.kind, BlockKind::Dateline | BlockKind::Furniture(_)) {
        return None;
    }
    let year = date.expression.year?;
    // The year of the other end of a range is another's, too.
    let own = date.expression.range.contains_range(year.range);
    if date.expression.calendar != dates::Calendar::Gregorian || year.value != day.year() || !own {
        return None;
    }
    (1..=6).flat_map(|by| [-by, by]).find_map(|by| {
        let other = Date::new(day.year() + by, day.month(), day.day()).ok()?;
        (other.weekday() == said && (by.abs() == 1 || is_near(other))).then_some((year.range, other.year()))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fixes, check_words};

    #[test]
    fn addresses_and_tags_hold_no_dates() {
        for text in [
            "See https://news.example.net/a/tuesday-18-march-2024.html for more.",
            "Mail tuesday.18.march.2024@example.org for a seat.",
            "{{< figure caption=\"Taken on Tuesday, 18 March 2024\" >}}",
            "{/* Signed on Tuesday, 18 March 2024. */}",
        ] {
            check(RULE.code, &format!("//- story.en.news.md date=2024-03-18\n{text}\n"));
        }
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            {{% note %}}
            The deal was signed on Tuesday, 18 March 2024.
                                   ^^^^^^^^^^^^^^^^^^^^^^ 💡 error
            {{% /note %}}
            ",
        );
    }

    #[test]
    fn a_weekday_that_is_not_that_of_its_date() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            The minister spoke on Tuesday, March 18, 2024.
                                  ^^^^^^^^^^^^^^^^^^^^^^^ 💡 error: 18 March 2024 is a Monday, not a Tuesday
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            تحدثت الوزيرة يوم الثلاثاء 18 مارس 2024.
                          ^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 error
            ",
        );
        check(
            RULE.code,
            r#"
            ---
            datePublished: 2024-03-18
            dateline: "MARSA, Tuesday, 18 March 2024"
                              ^^^^^^^^^^^^^^^^^^^^^^ 💡 error
            ---
            Work begins.
            "#,
        );
    }

    #[test]
    fn an_inferred_year_softens() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            The minister spoke on Tuesday, March 18.
                                  ^^^^^^^^^^^^^^^^^ 💡 warning
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            تحدثت الوزيرة يوم الثلاثاء 18 مارس.
                          ^^^^^^^^^^^^^^^^^^^^ 💡 warning
            ",
        );
    }

    #[test]
    fn both_sides_are_offered() {
        check_fixes(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            The minister spoke on Tuesday, March 18, 2024.
            ",
            &[
                "
            The minister spoke on Monday, March 18, 2024.
            ",
                "
            The minister spoke on Tuesday, March 19, 2024.
            ",
                "
            The minister spoke on Tuesday, March 18, 2025.
            ",
            ],
        );
        check_fixes(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            The minister spoke on Tuesday, March 18.
            ",
            &[
                "
            The minister spoke on Monday, March 18.
            ",
                "
            The minister spoke on Tuesday, March 19.
            ",
            ],
        );
    }

    #[test]
    fn digits_keep_their_script() {
        check_fixes(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            تحدثت الوزيرة يوم الثلاثاء ١٨ مارس ٢٠٢٤.
            ",
            &[
                "
            تحدثت الوزيرة يوم الاثنين ١٨ مارس ٢٠٢٤.
            ",
                "
            تحدثت الوزيرة يوم الثلاثاء ١٩ مارس ٢٠٢٤.
            ",
                "
            تحدثت الوزيرة يوم الثلاثاء ١٨ مارس ٢٠٢٥.
            ",
            ],
        );
    }

    #[test]
    fn fitting_and_lone_weekdays_are_not_reported() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            The minister spoke on Monday, March 18, 2024, and on Tuesday. On Tuesday she left.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            تحدثت الوزيرة يوم الاثنين 18 مارس 2024، ثم يوم الثلاثاء.
            ",
        );
    }

    #[test]
    fn weekdays_next_to_day_words() {
        // 11 May 2022 is a Wednesday.
        for (story, text, words) in [
            ("en 2022-05-11", "The pool reopened yesterday, Monday, after a week.", "yesterday, Monday"),
            ("en 2022-05-11", "The pool opens tomorrow, Friday.", "tomorrow, Friday"),
            ("ar 2022-05-11", "افتتح المسبح أمس الاثنين بعد أسبوع.", "أمس الاثنين"),
            ("ar 2022-05-11", "يفتتح المسبح اليوم الخميس في المرسى.", "اليوم الخميس"),
            ("fr 2022-05-11", "La piscine a rouvert hier lundi.", "hier lundi"),
        ] {
            check_words(RULE.code, story, text, &[words]);
        }
        for (story, text) in [
            (
                "en 2022-05-11",
                "The pool reopened yesterday, Tuesday, and closes today, Wednesday. “It opens tomorrow, Monday,” she said.",
            ),
            ("ar 2022-05-11", "افتتح المسبح أمس الثلاثاء ويغلق اليوم الأربعاء ثم غداً الخميس."),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
    }

    #[test]
    fn weekdays_before_their_days() {
        // 16 September 2017 is a Saturday.
        for (story, text) in [
            ("en 2017-09-01", "It is open on Saturday and Sunday, September 16 and 17, 2017."),
            ("en 2017-09-01", "It is open on Friday, Saturday and Sunday, 15, 16 and 17 September 2017."),
            ("en 2017-09-01", "It is open Friday–Sunday, 15–17 September."),
            ("en 2017-09-01", "It is open from Friday to Sunday, 15 to 17 September 2017."),
            ("fr 2017-09-01", "Elle est ouverte samedi et dimanche, 16 et 17 septembre 2017."),
            ("es 2017-09-01", "Abre sábado y domingo, 16 y 17 de septiembre de 2017."),
            ("it 2017-09-01", "È aperta sabato e domenica, 16 e 17 settembre 2017."),
            ("de 2017-09-01", "Sie ist Samstag und Sonntag, 16. und 17. September 2017, offen."),
            ("tr 2017-09-01", "Fuar 16-17 Eylül 2017 Cumartesi ve Pazar açık."),
            ("ar 2017-09-01", "يفتح المعرض يومي السبت والأحد 16 و17 سبتمبر 2017."),
            ("ar 2017-09-01", "يفتح المعرض من الجمعة إلى الأحد 15-17 سبتمبر 2017."),
            ("fa 2017-09-01", "نمایشگاه شنبه و یکشنبه، ۱۶ و ۱۷ سپتامبر ۲۰۱۷ باز است."),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
        for (story, text, words) in [
            (
                "en 2017-09-01",
                "It is open on Saturday and Monday, September 16 and 17, 2017.",
                "Monday, September 16 and 17, 2017",
            ),
            ("en 2017-09-01", "It is open from Thursday to Sunday, 15 to 17 September 2017.", "Thursday to Sunday, 15"),
            ("ar 2017-09-01", "يفتح المعرض يومي السبت والاثنين، 16 و17 سبتمبر 2017.", "الاثنين، 16 و17 سبتمبر 2017"),
        ] {
            check_words(RULE.code, story, text, &[words]);
        }
    }

    #[test]
    fn a_weekday_far_from_its_day() {
        for (story, text, words) in [
            ("ar 2017-09-18", "عقد اللقاء الأحد 16 من سبتمبر 2017.", "الأحد 16 من سبتمبر 2017"),
            ("ar 2017-09-18", "عقد اللقاء الأحد الـ16 من سبتمبر 2017.", "الأحد الـ16 من سبتمبر 2017"),
            ("ar 2017-09-18", "عقد اللقاء يوم الأحد بتاريخ 16/9/2017.", "يوم الأحد بتاريخ 16/9/2017"),
            ("en 2017-09-18", "It was signed on 16 September 2017, Tuesday.", "16 September 2017, Tuesday"),
            ("en 2017-09-18", "It was signed on Tuesday – 16 September 2017.", "Tuesday – 16 September 2017"),
            ("en 2017-09-18", "It was signed on Tuesday [16 September].", "Tuesday [16 September]"),
            ("en 2017-09-18", "It was signed on Tuesday the 16th.", "Tuesday the 16th"),
            ("en 2017-09-18", "It was signed on Tuesday, the 16th.", "Tuesday, the 16th"),
            ("de 2017-09-18", "Er kam am Dienstag, 16.09.2017.", "Dienstag, 16.09.2017"),
        ] {
            check_words(RULE.code, story, text, &[words]);
        }
        for (story, text) in [
            ("en 2017-09-18", "It was signed on Saturday the 16th; the next talks are on Saturday the 14th."),
            ("en 2017-09-18", "On 16 September 2017, Tuesday’s vote was forgotten."),
            ("ar 2017-09-18", "عقد اللقاء السبت 16 من سبتمبر 2017."),
            ("en 2019-06-12", "(Photo: Mia Sunday, 7 June 2019) (Cartoon by Mia Sunday, 7 June 2019)"),
            ("ar 2021-04-14", "سوق الثلاثاء، 12 أبريل 2021 - افتتح المعرض."),
            ("en 2016-07-01", "It was signed on Thursday, 06/09/2016, and on Friday, 10/06/2016."),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
    }

    #[test]
    fn another_year_is_offered_only_where_it_leads_to_the_story() {
        let fixes = |date: &str, text: &str, afters: &[&str]| {
            let story = |text: &str| format!("//- story.en.news.md date={date}\n{text}\n");
            let afters: Vec<String> = afters.iter().map(|after| story(after)).collect();
            let afters: Vec<&str> = afters.iter().map(String::as_str).collect();
            check_fixes(RULE.code, &story(text), &afters);
        };
        fixes(
            "2024-03-18",
            "DOHA, Tuesday, March 18, 2024 – It begins.",
            &["DOHA, Monday, March 18, 2024 – It begins.", "DOHA, Tuesday, March 19, 2024 – It begins."],
        );
        let front = |line: &str| format!("---\ndatePublished: 2024-03-18\ndateline: \"{line}\"\n---\nIt begins.\n");
        let (monday, next_day) = (front("MARSA, Monday, 18 March 2024"), front("MARSA, Tuesday, 19 March 2024"));
        check_fixes(RULE.code, &front("MARSA, Tuesday, 18 March 2024"), &[&monday, &next_day]);
        fixes(
            "2018-01-09",
            "It was signed on Tuesday, 2 January 2017.",
            &[
                "It was signed on Monday, 2 January 2017.",
                "It was signed on Tuesday, 3 January 2017.",
                "It was signed on Tuesday, 2 January 2018.",
            ],
        );
    }

    #[test]
    fn a_nearer_year_is_not_left_for_one_that_fits() {
        check_words(RULE.code, "en 2021-03-15", "The strike begins on Wednesday, March 18.", &["Wednesday, March 18"]);
        check_words(RULE.code, "ar 2018-10-09", "وصلت القافلة الاثنين 7 أكتوبر.", &["الاثنين 7 أكتوبر"]);
        // Half a year away, either year can be meant; what was said is not of these days.
        check_words(
            RULE.code,
            "en 2021-03-15",
            "The strike began on Wednesday, September 18. “We left on Monday, March 10,” he said.",
            &[],
        );
    }

    #[test]
    fn weekdays_of_calendar_pairs() {
        check_words(
            RULE.code,
            "ar 2019-05-06",
            "يبدأ الصيام الأحد 1 رمضان 1440هـ الموافق 6 مايو 2019م.",
            &["الأحد 1 رمضان 1440هـ"],
        );
        check_words(RULE.code, "ar 2019-05-06", "يبدأ الصيام الاثنين 1 رمضان 1440هـ الموافق 6 مايو 2019م.", &[]);
        check_words(RULE.code, "ar 2018-10-07", "افتتح المعرض الأربعاء المقبل الموافق 25 من شهر محرم.", &[]);
        check_words(RULE.code, "ar 2015-08-02", "يفتتح المعرض يوم السبت بعد المقبل 8 أغسطس.", &[]);
    }

    #[test]
    fn other_calendars_and_clocks() {
        check_words(RULE.code, "fa 2018-10-10", "نشست چهار شنبه ۱۸ مهر ۱۳۹۷ و دو شنبه ۱۶ مهر ۱۳۹۷ برگزار شد.", &[]);
        check_words(RULE.code, "fa 2018-06-24", "نشست شنبه مورخ ۰۲/۰۴/۹۷ برگزار شد.", &[]);
        check_words(RULE.code, "fa 2018-10-10", "نشست سه شنبه ۱۸ مهر ۱۳۹۷ برگزار شد.", &["سه شنبه ۱۸ مهر ۱۳۹۷"]);
        check_words(RULE.code, "en 2019-05-20", "The call is on Friday, 7 June 1700 UTC.", &[]);
        check_words(RULE.code, "ar 2019-01-13", "فاز المرسى على النجم 3-صفر الاثنين.", &[]);
        check(
            RULE.code,
            "
            ---
            date: Tue, 18 Sep 2017 19:22:00 +0300
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 18 September 2017 is a Monday, not a Tuesday
            ---
            Work begins.
            ",
        );
    }
}

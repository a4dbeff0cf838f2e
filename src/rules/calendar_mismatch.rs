//! `calendar-mismatch`: a Hijri and a Gregorian date that are not one day.

use crate::analysis::{Analysis, DateInText};
use crate::article::BlockId;
use crate::dates::{self, Calendar, Date, hijri, number_like};
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::ProseRange;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("calendar-mismatch"),
    group: Group::Dates,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "A Hijri date and the Gregorian date next to it are not the same day.",
    why: "One of the two is wrong. Hijri months begin when the moon is sighted, and the calendar of Umm al-Qura is \
          not exact: one day apart is not reported, two are a warning. In TEI, `when` and `when-custom` of one date are compared \
          too, in the Islamic, Ottoman fiscal, Persian and Julian calendars. If a weekday next to the pair fits only the \
          Hijri date, it is a warning, and a fix of the Gregorian date is offered.",
    bad: Example {
        path: "story.ar.news.md",
        text: "---\ndate: 2024-03-18\n---\nأُعلن المشروع في 1 رمضان 1445هـ الموافق 16 مارس 2024.\n",
    },
    good: Example {
        path: "story.ar.news.md",
        text: "---\ndate: 2024-03-18\n---\nأُعلن المشروع في 1 رمضان 1445هـ الموافق 12 مارس 2024.\n",
    },
    traits: Traits { precedence: Some(5), ..Traits::NONE },
    check: Check::BlockAndArticle(in_block, check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    in_attributes(analysis, sink);
}

fn in_block(analysis: &Analysis, block: BlockId, sink: &mut Sink<'_>) {
    for pair in analysis.calendar_pairs_of(block) {
        let (Some(hijri_day), Some(gregorian_day)) = (pair.hijri.resolved.day(), pair.gregorian.resolved.day()) else {
            continue;
        };
        // Before 1582 the other half is of the Julian calendar.
        let gregorian_day = match dates::julian_day(pair.gregorian.expression) {
            Some(day)
                if dates::days_between(day, hijri_day).abs() < dates::days_between(gregorian_day, hijri_day).abs() =>
            {
                day
            }
            _ => gregorian_day,
        };
        let apart = dates::days_between(gregorian_day, hijri_day).abs();
        let weekday = pair.weekday();
        let by_weekday = weekday.is_some_and(|said| said != gregorian_day.weekday() && said == hijri_day.weekday());
        // A weekday that fits neither half is a problem of its own.
        let odd = weekday.is_some_and(|said| said != gregorian_day.weekday() && said != hijri_day.weekday());
        if odd || (apart <= 1 && !by_weekday) {
            continue;
        }
        let range = pair.hijri.range().cover(pair.gregorian.range());
        let message = message!(
            "`{words}` is {right}, not {wrong}",
            words = pair.hijri.words(),
            right = dates::plain_form(hijri_day),
            wrong = dates::plain_form(gregorian_day)
        );
        let mut report = sink.report(range, message);
        if by_weekday || apart == 2 {
            report = report.at_most(Severity::Warning);
        }
        if let Some((place, day)) = other_day(&pair.gregorian, hijri_day) {
            let title = message!("Change the Gregorian day to {day}", day);
            let written = number_like(day, pair.gregorian.block.prose.slice(place));
            report = report.replace(pair.gregorian.block, place, written, title);
        }
        if let Some((place, day)) = other_hijri_day(&pair.hijri, gregorian_day).filter(|_| !by_weekday) {
            let title = message!("Change the Hijri day to {day}", day);
            let written = number_like(day, pair.hijri.block.prose.slice(place));
            report.replace(pair.hijri.block, place, written, title);
        }
    }
}

/// The day that an attribute states in another calendar: `when="1911-06-28" when-custom="1329-07-01"`.
fn in_attributes(analysis: &Analysis, sink: &mut Sink<'_>) {
    for (mark, value) in analysis.marks() {
        let Some(custom) = &mark.custom else { continue };
        let Some(stated) = value.as_ref().ok().and_then(dates::DateValue::day) else { continue };
        let Some((day, off)) = dates::day_in_calendar(&custom.calendar, &custom.value) else { continue };
        let apart = dates::days_between(day, stated).abs();
        if apart <= off {
            continue;
        }
        let message = message!(
            "`{words}` is {right}, not {wrong}",
            words = custom.value,
            right = dates::plain_form(day),
            wrong = dates::plain_form(stated)
        );
        let report = sink
            .report(custom.range, message)
            .note(message!("in the calendar `{name}`", name = custom.calendar.trim_start_matches('#')));
        if off > 0 && apart == 2 {
            report.at_most(Severity::Warning);
        }
    }
}

/// The day number to write where the other half falls into the same month.
fn other_day(date: &DateInText<'_>, day: Date) -> Option<(ProseRange, u32)> {
    let own = date.resolved.day()?;
    let place = date.expression.day.filter(|part| is_number(date, part.range))?.range;
    (own.year() == day.year() && own.month() == day.month()).then(|| (place, u32::from(day.day().unsigned_abs())))
}

fn other_hijri_day(date: &DateInText<'_>, day: Date) -> Option<(ProseRange, u32)> {
    let (year, month, number) = hijri(day)?;
    let place = date.expression.day.filter(|part| is_number(date, part.range))?.range;
    let same = date.expression.month.is_some_and(|part| part.value == month)
        && date.expression.year.is_none_or(|part| i32::from(part.value) == year);
    (same && date.expression.calendar == Calendar::Hijri).then_some((place, u32::from(number)))
}

/// Whether a part is written in digits, which alone can be replaced by a number.
fn is_number(date: &DateInText<'_>, range: ProseRange) -> bool {
    date.block.prose.slice(range).chars().all(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::finding::RuleCode;
    use crate::fixture::{check, check_words};

    #[test]
    fn attributes_state_a_day_in_two_calendars() {
        check(
            RULE.code,
            "
            //- story.xml
            <TEI xml:lang=\"ar\"><text><body><p>
            في <date when=\"1911-06-28\" when-custom=\"1329-07-01\" calendar=\"#cal_islamic\">1 رجب 1329</date>
            و<date when=\"1911-06-28\" when-custom=\"1327-04-15\" calendar=\"#cal_ottomanfiscal\">15 نيسان 1327</date>
            و<date when=\"1911-07-03\" when-custom=\"1329-07-01\" calendar=\"#cal_islamic\">الأول</date>
                                                  ^^^^^^^^^^ error: `1329-07-01` is 28 June 1911, not 3 July 1911
            و<date when=\"1911-06-29\" when-custom=\"1327-04-15\" calendar=\"#cal_ottomanfiscal\">الأول</date>
                                                  ^^^^^^^^^^ in the calendar `cal_ottomanfiscal`
            و<date when=\"1911-06\" when-custom=\"1329-07\" calendar=\"#cal_islamic\">رجب</date>.
            </p></body></text></TEI>
            ",
        );
    }

    #[test]
    fn halves_that_are_not_one_day() {
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            أُعلن المشروع في 1 رمضان 1445هـ الموافق 13 مارس 2024.
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 is 11 March 2024, not 13 March 2024
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            أُعلن المشروع في 1 رمضان 1445هـ الموافق 20 مارس 2024.
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 is 11 March 2024
            ",
        );
    }

    #[test]
    fn a_day_between_two_sightings_is_not_reported() {
        for day in ["10", "11", "12"] {
            let text = format!("أُعلن المشروع في 1 رمضان 1445هـ الموافق {day} مارس 2024.");
            check(RULE.code, &format!("//- story.ar.news.md date=2024-03-18\n{text}\n"));
        }
    }

    #[test]
    fn the_weekday_breaks_the_tie() {
        // 11 March 2024 was a Monday: it fits the Hijri half alone.
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            أُعلن المشروع الاثنين 1 رمضان 1445هـ الموافق 12 مارس 2024.
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 is 11 March 2024, not 12 March 2024
            ",
        );
        check(
            RuleCode::new("weekday-mismatch"),
            "
            //- story.ar.news.md date=2024-03-18
            أُعلن المشروع الاثنين 1 رمضان 1445هـ الموافق 12 مارس 2024.
            ",
        );
        // It fits the Gregorian half: the pair is judged by the tolerance.
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            أُعلن المشروع الثلاثاء 1 رمضان 1445هـ الموافق 12 مارس 2024.
            ",
        );
    }

    #[test]
    fn halves_that_count_from_the_story() {
        for (story, text) in [
            ("ar 2019-05-02", "يفتتح المعرض في 10 شوال المقبل، الموافق 13 يونيو 2019م."),
            ("ar 2019-08-05", "يفتتح المعرض في 5/1/1441هـ الموافق 4 سبتمبر المقبل."),
            ("ar 2019-06-20", "افتتح المعرض في 20 رمضان 1440هـ الموافق 25 مايو الماضي."),
            ("ar 2019-06-10", "افتتح المعرض في 10 شوال الموافق 13 يونيو."),
            ("ar 2019-08-20", "يقام المعرض 3 - 5 محرم 1441هـ الموافق 2 - 4 سبتمبر 2019م."),
            ("ar 2019-08-20", "يقام المعرض من 3 إلى 5 محرم 1441هـ الموافق من 2 إلى 4 سبتمبر 2019م."),
            ("ar 2019-05-20", "تقام الأمسية في الليلة الثانية والعشرين من رمضان 1440هـ الموافق 27 مايو 2019."),
            ("ar 2019-05-20", "توفي السلطان في 1 محرم 700هـ الموافق 16 سبتمبر 1300م."),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
        for (story, text, words) in [
            (
                "ar 2019-05-02",
                "يفتتح المعرض في 10 شوال المقبل، الموافق 23 يونيو 2019م.",
                "10 شوال المقبل، الموافق 23 يونيو 2019م",
            ),
            (
                "ar 2019-08-20",
                "يقام المعرض في 3 محرم 1441هـ الموافق 12 سبتمبر 2019م.",
                "3 محرم 1441هـ الموافق 12 سبتمبر 2019م",
            ),
            (
                "ar 2019-05-20",
                "توفي السلطان في 1 محرم 700هـ الموافق 16 أكتوبر 1300م.",
                "1 محرم 700هـ الموافق 16 أكتوبر 1300م",
            ),
        ] {
            check_words(RULE.code, story, text, &[words]);
        }
    }
}

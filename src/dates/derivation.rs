//! Texts of the derivation steps, in English and Arabic.

use super::format::{arabic_month, day_form, english_month, unit as unit_names};
use crate::dates::model::{Clock, Date, Reference, ReferenceSource, Step, Unit};
use crate::language::Language;

fn step(english: impl Into<String>, arabic: impl Into<String>) -> Step {
    Step { english: english.into(), arabic: arabic.into() }
}

pub(super) fn words(words: &str) -> Step {
    // Neither line starts with the quotation: its first letter sets the direction of the line.
    step(format!("words: “{words}”"), format!("العبارة «{words}»"))
}

pub(super) fn reference(reference: Reference) -> Step {
    let (english, arabic) = match reference.source {
        ReferenceSource::Given => ("the given day", "اليوم المعطى"),
        ReferenceSource::Published => ("the day of publication", "يوم النشر"),
        ReferenceSource::Dateline => ("from the dateline", "من سطر المكان والتاريخ"),
        ReferenceSource::Stamp => ("from the stamp line", "من سطر الختم الزمني"),
        ReferenceSource::Path => ("from the file's path", "من مسار الملف"),
    };
    step(
        format!("counted from {}, {english}", day_form(reference.day, Language::English)),
        format!("العد من {}، {arabic}", day_form(reference.day, Language::Arabic)),
    )
}

pub(super) fn anchor(base: Date) -> Step {
    step(
        format!("counted from {}, stated in the same sentence", day_form(base, Language::English)),
        format!("العد من {}، الوارد في الجملة نفسها", day_form(base, Language::Arabic)),
    )
}

pub(super) fn days(days: i8, found: Date) -> Step {
    let english = match days {
        0 => "that day".to_owned(),
        1 => "the day after".to_owned(),
        -1 => "the day before".to_owned(),
        days if days < 0 => format!("{} days before", -i16::from(days)),
        days => format!("{days} days after"),
    };
    let arabic = match days {
        0 => "اليوم نفسه".to_owned(),
        1 => "اليوم الذي يليه".to_owned(),
        -1 => "اليوم الذي قبله".to_owned(),
        2 => "بعده بيومين".to_owned(),
        -2 => "قبله بيومين".to_owned(),
        days if days < 0 => format!("قبله بعدد {} من الأيام", -i16::from(days)),
        days => format!("بعده بعدد {days} من الأيام"),
    };
    step(
        format!("{english}: {}", day_form(found, Language::English)),
        format!("{arabic}: {}", day_form(found, Language::Arabic)),
    )
}

pub(super) fn found(first: Date, last: Date) -> Step {
    if first == last {
        step(day_form(first, Language::English), day_form(first, Language::Arabic))
    } else {
        step(
            format!("{} to {}", day_form(first, Language::English), day_form(last, Language::English)),
            format!("من {} إلى {}", day_form(first, Language::Arabic), day_form(last, Language::Arabic)),
        )
    }
}

pub(super) fn nearest(before: bool) -> Step {
    if before {
        step("looks back: the nearest one before it", "تشير إلى الماضي: أقرب موعد قبله")
    } else {
        step("looks ahead: the nearest one after it", "تشير إلى المستقبل: أقرب موعد بعده")
    }
}

pub(super) fn inferred_year(future: bool) -> Step {
    if future {
        step("no year is stated: the next such date", "لم تذكر السنة: أقرب موعد آت")
    } else {
        step(
            "no year is stated: the last such date, as usual in news",
            "لم تذكر السنة: أقرب موعد سابق، كالمعتاد في الأخبار",
        )
    }
}

pub(super) fn year_of_sentence() -> Step {
    step("no year is stated here: the year of the sentence", "لم تذكر السنة هنا: السنة المذكورة في الجملة")
}

pub(super) fn bare_weekday(future: bool) -> Step {
    if future {
        step("the sentence is about the future: the next one", "الجملة عن المستقبل: اليوم الآتي بهذا الاسم")
    } else {
        step(
            "the sentence is about the past: that day or the last one",
            "الجملة عن الماضي: اليوم نفسه أو آخر يوم بهذا الاسم",
        )
    }
}

pub(super) fn shifted(unit: Unit, shift: i8) -> Step {
    let (english, arabic) = unit_names(unit);
    match shift {
        0 => step(format!("the same {english}"), format!("{arabic}: نفسه")),
        -2 => step(format!("the {english} before the last"), format!("{arabic}: ما قبل الماضي")),
        2 => step(format!("the {english} after the next"), format!("{arabic}: ما بعد المقبل")),
        ..0 => step(format!("the {english} before"), format!("{arabic}: السابق")),
        _ => step(format!("the {english} after"), format!("{arabic}: التالي")),
    }
}

pub(super) fn moved(unit: Unit, amount: i64) -> Step {
    let (english, arabic) = unit_names(unit);
    let count = amount.unsigned_abs();
    let plural = match (count, english) {
        (1, _) => english.to_owned(),
        (_, "century") => "centuries".to_owned(),
        _ => format!("{english}s"),
    };
    let (english_direction, direction) =
        if amount < 0 { ("earlier", "إلى الوراء") } else { ("later", "إلى الأمام") };
    step(format!("{count} {plural} {english_direction}"), format!("{count} ({arabic}) {direction}"))
}

pub(super) fn umm_al_qura() -> Step {
    step("converted with the Umm al-Qura calendar", "التحويل بتقويم أم القرى")
}

pub(super) fn no_time(clock: Clock) -> Step {
    let time = format!("{}:{:02}", clock.hour.unwrap_or(0), clock.minute.unwrap_or(0));
    step(format!("the time {time} does not exist"), format!("لا توجد ساعة {time}"))
}

pub(super) fn no_month(month: u8) -> Step {
    step(
        format!("month {month} does not exist; a year has 12 months"),
        format!("لا يوجد شهر رقمه {month}؛ في السنة 12 شهراً"),
    )
}

pub(super) fn short_persian_month(number: u8, length: u8) -> Step {
    step(
        format!("day {number} does not exist; this Persian month has {length} days"),
        format!("لا يوجد يوم رقمه {number}؛ في هذا الشهر الشمسي {length} يوماً"),
    )
}

pub(super) fn short_hijri_month(number: u8) -> Step {
    step(
        format!("day {number} does not exist; a Hijri month has 29 or 30 days"),
        format!("لا يوجد يوم رقمه {number}؛ في الشهر الهجري 29 أو 30 يوماً"),
    )
}

pub(super) fn short_month(month: u8, year: Option<i16>, length: u8) -> Step {
    // Only February depends on the year; without one it has at most 29 days.
    let (english, arabic) = (english_month(month), arabic_month(month));
    match (month, year) {
        (2, Some(year)) => {
            step(format!("{english} {year} has {length} days"), format!("في {arabic} {year} {length} يوماً"))
        }
        (2, None) => {
            step(format!("{english} has at most {length} days"), format!("في {arabic} {length} يوماً على الأكثر"))
        }
        _ => step(format!("{english} has {length} days"), format!("في {arabic} {length} يوماً")),
    }
}

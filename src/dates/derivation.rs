//! Texts of the derivation steps, in English and Arabic.

use super::format::{arabic_month, day_form, english_month, unit as unit_names};
use crate::dates::model::{Clock, Date, Reference, ReferenceSource, Step, Unit};
use crate::language::Language;
use crate::message::Message;

pub(super) fn words(words: &str) -> Step {
    Step::Words(words.to_owned())
}

pub(super) fn reference(reference: Reference) -> Step {
    Step::Reference(reference)
}

pub(super) fn anchor(base: Date) -> Step {
    Step::Anchor(base)
}

pub(super) fn days(days: i8, found: Date) -> Step {
    Step::Days(days, found)
}

pub(super) fn found(first: Date, last: Date) -> Step {
    Step::Found(first, last)
}

pub(super) fn nearest(before: bool) -> Step {
    Step::Nearest(before)
}

pub(super) fn inferred_year(future: bool) -> Step {
    Step::InferredYear(future)
}

pub(super) fn year_of_sentence() -> Step {
    Step::YearOfSentence
}

pub(super) fn bare_weekday(future: bool) -> Step {
    Step::BareWeekday(future)
}

pub(super) fn shifted(unit: Unit, shift: i8) -> Step {
    Step::Shifted(unit, shift)
}

pub(super) fn moved(unit: Unit, amount: i64) -> Step {
    Step::Moved(unit, amount)
}

pub(super) fn umm_al_qura() -> Step {
    Step::UmmAlQura
}

pub(super) fn no_time(clock: Clock) -> Step {
    Step::NoTime(clock)
}

pub(super) fn no_month(month: u8) -> Step {
    Step::NoMonth(month)
}

pub(super) fn short_persian_month(number: u8, length: u8) -> Step {
    Step::ShortPersianMonth(number, length)
}

pub(super) fn short_hijri_month(number: u8) -> Step {
    Step::ShortHijriMonth(number)
}

pub(super) fn short_month(month: u8, year: Option<i16>, length: u8) -> Step {
    Step::ShortMonth(month, year, length)
}

impl Step {
    /// The step in all languages of messages.
    pub fn message(&self) -> Message {
        let texts = texts(self.clone());
        Message::bilingual(&texts.english, &texts.arabic)
    }

    /// The step in Arabic for Arabic, in English for all other languages.
    pub fn in_language(&self, language: Language) -> String {
        let texts = texts(self.clone());
        if language == Language::Arabic { texts.arabic } else { texts.english }
    }
}

/// The texts of a step.
struct Texts {
    english: String,
    arabic: String,
}

fn step(english: impl Into<String>, arabic: impl Into<String>) -> Texts {
    Texts { english: english.into(), arabic: arabic.into() }
}

fn texts(of: Step) -> Texts {
    match of {
        Step::Words(words) => {
            // Neither line starts with the quotation: its first letter sets the direction of the line.
            step(format!("words: “{words}”"), format!("العبارة «{words}»"))
        }
        Step::Reference(reference) => {
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
        Step::Anchor(base) => step(
            format!("counted from {}, stated in the same sentence", day_form(base, Language::English)),
            format!("العد من {}، الوارد في الجملة نفسها", day_form(base, Language::Arabic)),
        ),
        Step::Days(days, found) => {
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
        Step::Found(first, last) => {
            if first == last {
                step(day_form(first, Language::English), day_form(first, Language::Arabic))
            } else {
                step(
                    format!("{} to {}", day_form(first, Language::English), day_form(last, Language::English)),
                    format!("من {} إلى {}", day_form(first, Language::Arabic), day_form(last, Language::Arabic)),
                )
            }
        }
        Step::Nearest(before) => {
            if before {
                step("looks back: the nearest one before it", "تشير إلى الماضي: أقرب موعد قبله")
            } else {
                step("looks ahead: the nearest one after it", "تشير إلى المستقبل: أقرب موعد بعده")
            }
        }
        Step::InferredYear(future) => {
            if future {
                step("no year is stated: the next such date", "لم تذكر السنة: أقرب موعد آت")
            } else {
                step(
                    "no year is stated: the last such date, as usual in news",
                    "لم تذكر السنة: أقرب موعد سابق، كالمعتاد في الأخبار",
                )
            }
        }
        Step::YearOfSentence => {
            step("no year is stated here: the year of the sentence", "لم تذكر السنة هنا: السنة المذكورة في الجملة")
        }
        Step::BareWeekday(future) => {
            if future {
                step("the sentence is about the future: the next one", "الجملة عن المستقبل: اليوم الآتي بهذا الاسم")
            } else {
                step(
                    "the sentence is about the past: that day or the last one",
                    "الجملة عن الماضي: اليوم نفسه أو آخر يوم بهذا الاسم",
                )
            }
        }
        Step::Shifted(unit, shift) => {
            let (english, arabic) = unit_names(unit);
            match shift {
                0 => step(format!("the same {english}"), format!("{arabic}: نفسه")),
                -2 => step(format!("the {english} before the last"), format!("{arabic}: ما قبل الماضي")),
                2 => step(format!("the {english} after the next"), format!("{arabic}: ما بعد المقبل")),
                ..0 => step(format!("the {english} before"), format!("{arabic}: السابق")),
                _ => step(format!("the {english} after"), format!("{arabic}: التالي")),
            }
        }
        Step::Moved(unit, amount) => {
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
        Step::UmmAlQura => step("converted with the Umm al-Qura calendar", "التحويل بتقويم أم القرى"),
        Step::NoTime(clock) => {
            let time = format!("{}:{:02}", clock.hour.unwrap_or(0), clock.minute.unwrap_or(0));
            step(format!("the time {time} does not exist"), format!("لا توجد ساعة {time}"))
        }
        Step::NoMonth(month) => step(
            format!("month {month} does not exist; a year has 12 months"),
            format!("لا يوجد شهر رقمه {month}؛ في السنة 12 شهراً"),
        ),
        Step::ShortPersianMonth(number, length) => step(
            format!("day {number} does not exist; this Persian month has {length} days"),
            format!("لا يوجد يوم رقمه {number}؛ في هذا الشهر الشمسي {length} يوماً"),
        ),
        Step::ShortHijriMonth(number) => step(
            format!("day {number} does not exist; a Hijri month has 29 or 30 days"),
            format!("لا يوجد يوم رقمه {number}؛ في الشهر الهجري 29 أو 30 يوماً"),
        ),
        Step::ShortMonth(month, year, length) => {
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
    }
}

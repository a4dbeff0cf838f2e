//! Formats days and numbers for fixes, which must match the text that they replace, and for derivations.

use super::calendar::hijri;
use super::lexicon::Lexicon;
use super::months::GULF;
use crate::dates::model::{Date, Unit, Weekday};
use crate::language::Language;
use crate::message::Message;
use crate::text::{Fold, fold};

const ENGLISH_MONTHS: [&str; 12] = [
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
];
const ENGLISH_HIJRI: [&str; 12] = [
    "Muharram",
    "Safar",
    "Rabi al-Awwal",
    "Rabi al-Thani",
    "Jumada al-Ula",
    "Jumada al-Akhirah",
    "Rajab",
    "Shaban",
    "Ramadan",
    "Shawwal",
    "Dhu al-Qadah",
    "Dhu al-Hijjah",
];
const ARABIC_HIJRI: [&str; 12] = [
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
];
const ENGLISH_WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ARABIC_WEEKDAYS: [&str; 7] = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"];

/// The name of a weekday, with or without the article and the word for *day*, in the style of `like`.
pub fn weekday_name(weekday: Weekday, language: Language, like: &str) -> String {
    let place = weekday.to_monday_zero_offset() as usize;
    if language != Language::Arabic {
        let english = ENGLISH_WEEKDAYS[place];
        let name = Lexicon::of(language).weekday_name(weekday).unwrap_or(english);
        let letters: Vec<char> = like.chars().filter(|c| c.is_alphabetic()).collect();
        // "SUNDAY", "sunday", "Sun" and "Sun." keep their case and length.
        let short = name == english && (2..=4).contains(&letters.len());
        let name = if short { &name[..3] } else { name };
        let point = if short && like.trim_end().ends_with('.') { "." } else { "" };
        return if letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()) {
            format!("{}{point}", name.to_uppercase())
        } else if letters.first().is_some_and(|c| c.is_lowercase()) {
            format!("{}{point}", name.to_lowercase())
        } else {
            let mut rest = name.chars();
            // A weekday at the start of a sentence keeps its capital.
            rest.next().map_or(String::new(), |first| format!("{}{}{point}", first.to_uppercase(), rest.as_str()))
        };
    }
    let with_article = ARABIC_WEEKDAYS[place];
    let words: Vec<&str> = like.split_whitespace().collect();
    let (before, written) = words.split_at(words.len().saturating_sub(1));
    let written = written.first().map_or(String::new(), |word| fold(word, Fold::Loose));
    let stem = with_article.strip_prefix("ال").unwrap_or(with_article);
    // In "للأحد" the second letter is the article's; a bare "أحد" has no article. Without a model the article is
    // written.
    let name = match written.as_str() {
        "" => with_article.to_owned(),
        _ if written.starts_with("لل") => format!("لل{stem}"),
        _ => match written.find("ال") {
            Some(at) if at <= 4 => format!("{}{with_article}", &written[..at]),
            _ => stem.to_owned(),
        },
    };
    // The spelling `الإثنين` is deliberate only for Monday; the other weekdays have one spelling.
    let mut parts: Vec<&str> = before.to_vec();
    parts.push(&name);
    parts.join(" ")
}

/// A number in the digits of `like`, the text that it replaces, and with its leading zero.
pub fn number_like(number: u32, like: &str) -> String {
    let digits: Vec<char> = like.chars().filter(|c| is_digit(*c)).collect();
    let zero = match digits.first() {
        Some('\u{0660}'..='\u{0669}') => '\u{0660}',
        Some('\u{06F0}'..='\u{06F9}') => '\u{06F0}',
        _ => '0',
    };
    let width = if digits.first() == Some(&zero) { digits.len() } else { 0 };
    format!("{number:0width$}")
        .chars()
        .map(|c| c.to_digit(10).and_then(|digit| char::from_u32(zero as u32 + digit)).unwrap_or(c))
        .collect()
}

/// A day in the style of a language, for display: "Monday 18 September 2017", with the Hijri day.
pub fn long_form(date: Date, language: Language) -> String {
    let plain = day_form(date, language);
    let Some((year, month, number)) = hijri(date) else { return plain };
    let place = usize::from(month.clamp(1, 12)) - 1;
    if language == Language::Arabic {
        format!("{plain}، {number} {} {year}هـ", ARABIC_HIJRI[place])
    } else {
        format!("{plain}, {number} {} {year} AH", ENGLISH_HIJRI[place])
    }
}

/// Number of days from the first day to the second; negative if the second is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days())
}

/// A day as messages write it: "18 September 2017".
pub fn plain_form(day: Date) -> Message {
    let month = day.month().unsigned_abs();
    let form = |month: &str| format!("{} {month} {}", day.day(), day.year());
    Message::bilingual(form(english_month(month)), form(arabic_month(month)))
}

/// A month as messages write it: "September 2017".
pub fn plain_month(day: Date) -> Message {
    let month = day.month().unsigned_abs();
    let form = |month: &str| format!("{month} {}", day.year());
    Message::bilingual(form(english_month(month)), form(arabic_month(month)))
}

/// A weekday as messages write it: "Monday".
pub fn plain_weekday(weekday: Weekday) -> Message {
    let at = weekday.to_monday_zero_offset() as usize;
    Message::bilingual(ENGLISH_WEEKDAYS[at], ARABIC_WEEKDAYS[at])
}

/// A day with its weekday, in Arabic or English: "Monday 18 September 2017".
pub fn day_form(day: Date, language: Language) -> String {
    let weekday = day.weekday().to_monday_zero_offset() as usize;
    let (weekday, month) = if language == Language::Arabic {
        (ARABIC_WEEKDAYS[weekday], GULF[day.month() as usize - 1])
    } else {
        (ENGLISH_WEEKDAYS[weekday], ENGLISH_MONTHS[day.month() as usize - 1])
    };
    format!("{weekday} {} {month} {}", day.day(), day.year())
}

pub(super) fn english_month(month: u8) -> &'static str {
    ENGLISH_MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("that month")
}

pub(super) fn arabic_month(month: u8) -> &'static str {
    GULF.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("ذلك الشهر")
}

/// The name of a unit in English and Arabic.
pub(super) fn unit(unit: Unit) -> (&'static str, &'static str) {
    match unit {
        Unit::Second => ("second", "الثانية"),
        Unit::Minute => ("minute", "الدقيقة"),
        Unit::Hour => ("hour", "الساعة"),
        Unit::Night => ("night", "الليلة"),
        Unit::Day => ("day", "اليوم"),
        Unit::Weekend => ("weekend", "عطلة الأسبوع"),
        Unit::Week => ("week", "الأسبوع"),
        Unit::Fortnight => ("fortnight", "الأسبوعان"),
        Unit::Month => ("month", "الشهر"),
        Unit::Quarter => ("quarter", "ربع السنة"),
        Unit::Year => ("year", "العام"),
        Unit::Decade => ("decade", "العقد"),
        Unit::Century => ("century", "القرن"),
    }
}

impl Unit {
    /// Parses the unit of a lexicon line.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "night" => Self::Night,
            "day" => Self::Day,
            "weekend" => Self::Weekend,
            "week" => Self::Week,
            "fortnight" => Self::Fortnight,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            _ => return None,
        })
    }
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{0660}'..='\u{0669}' | '\u{06F0}'..='\u{06F9}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_keep_the_style_of_the_replaced_name() {
        for (weekday, language, like, expected) in [
            (Weekday::Monday, Language::Arabic, "الثلاثاء", "الاثنين"),
            (Weekday::Monday, Language::Arabic, "يوم الثلاثاء", "يوم الاثنين"),
            (Weekday::Sunday, Language::Arabic, "للجمعة", "للأحد"),
            (Weekday::Sunday, Language::Arabic, "اثنين", "أحد"),
            (Weekday::Sunday, Language::Arabic, "والاثنين", "والأحد"),
            (Weekday::Sunday, Language::Arabic, "", "الأحد"),
            (Weekday::Tuesday, Language::English, "Monday", "Tuesday"),
            (Weekday::Tuesday, Language::English, "MONDAY", "TUESDAY"),
            (Weekday::Tuesday, Language::English, "Mon.", "Tue."),
            (Weekday::Tuesday, Language::French, "lundi", "mardi"),
            (Weekday::Tuesday, Language::French, "Lundi", "Mardi"),
            (Weekday::Tuesday, Language::German, "Montag", "Dienstag"),
            (Weekday::Friday, Language::Turkish, "Pazartesi", "Cuma"),
            (Weekday::Friday, Language::Persian, "دوشنبه", "جمعه"),
        ] {
            assert_eq!(weekday_name(weekday, language, like), expected, "{like}");
        }
    }

    #[test]
    fn numbers_keep_digits_and_leading_zero() {
        for (number, like, expected) in [
            (9, "18", "9"),
            (9, "08", "09"),
            (12, "08", "12"),
            (9, "٠٨", "٠٩"),
            (2017, "۲۰۱۸", "۲۰۱۷"),
            (11, "11th", "11"),
        ] {
            assert_eq!(number_like(number, like), expected, "{like}");
        }
    }

    #[test]
    fn a_day_is_formatted_for_display() {
        let date: Date = "2017-09-18".parse().unwrap();
        assert_eq!(long_form(date, Language::English), "Monday 18 September 2017, 27 Dhu al-Hijjah 1438 AH");
        assert_eq!(long_form(date, Language::Arabic), "الاثنين 18 سبتمبر 2017، 27 ذو الحجة 1438هـ");
    }
}

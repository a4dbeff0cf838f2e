//! Finding and resolving dates, in bytes per second. Run with `cargo bench --bench dates`; compare rows with each other, not
//! with another machine's.

use copydesk::testing::dates::{Reference, ReferenceSource, resolve, scan};
use copydesk::testing::language::Language;
use divan::counter::BytesCount;
use std::fmt::Write;

fn main() {
    divan::main();
}

const ARABIC: &str = "قالت وزيرة الموانئ سميرة ناصر، الاثنين 18 مارس 2024، إن الأعمال في ميناء مرسى النخيل تبدأ في 5 يونيو المقبل بعد أكثر من شهرين من المفاوضات مع «شركة ساحل للشحن»، وإن الحكومة رصدت للمشروع 120 مليون درهم منذ مطلع العام الجاري.";
const ENGLISH: &str = "Ports Minister Samira Nasser said on Monday, March 18, 2024 that work on Marsa Nakheel harbour would start on next June 5 after more than two months of talks with “Sahil Lines”, and that the government had set aside 120 million dirhams for the project since early this year.";

/// A block of about `kilobytes` with unique sentences.
fn prose(sentence: &str, kilobytes: usize) -> String {
    let mut text = String::new();
    let mut number = 0;
    while text.len() < kilobytes * 1024 {
        number += 1;
        let _ = write!(text, "({number}) {sentence} ");
    }
    text
}

const PROSE: [(&str, Language); 2] = [(ARABIC, Language::Arabic), (ENGLISH, Language::English)];

fn measure(bencher: divan::Bencher<'_, '_>, which: usize, resolved: bool) {
    let (sentence, language) = PROSE[which];
    let text = prose(sentence, 5);
    let reference =
        Reference { day: copydesk::testing::dates::Date::constant(2024, 3, 18), source: ReferenceSource::Given };
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let found = scan(&text, language);
        if resolved { resolve(&text, &found, language, Some(&reference)).len() } else { found.len() }
    });
}

/// 0 is Arabic, 1 English.
#[divan::bench(args = [0, 1])]
fn scan_only(bencher: divan::Bencher<'_, '_>, which: usize) {
    measure(bencher, which, false);
}

#[divan::bench(args = [0, 1])]
fn scan_and_resolve(bencher: divan::Bencher<'_, '_>, which: usize) {
    measure(bencher, which, true);
}

/// Texts that look back at what they have just read, at lengths in kilobytes: the rate must not fall with the length.
const HOSTILE: [(&str, Language); 6] = [
    ("من 1 إلى ", Language::Arabic),
    ("و", Language::Arabic),
    ("1 رمضان الموافق ", Language::Arabic),
    ("1-", Language::English),
    ("more than two days and ", Language::English),
    ("Monday, ", Language::English),
];

#[divan::bench(args = [1, 10, 100])]
fn hostile(bencher: divan::Bencher<'_, '_>, kilobytes: usize) {
    let texts: Vec<(String, Language)> =
        (HOSTILE.iter()).map(|(unit, language)| (unit.repeat(kilobytes * 1024 / unit.len()), *language)).collect();
    let reference =
        Reference { day: copydesk::testing::dates::Date::constant(2024, 3, 18), source: ReferenceSource::Given };
    let bytes: usize = texts.iter().map(|(text, _)| text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        texts.iter().fold(0, |found, (text, language)| {
            let expressions = scan(text, *language);
            found + resolve(text, &expressions, *language, Some(&reference)).len()
        })
    });
}

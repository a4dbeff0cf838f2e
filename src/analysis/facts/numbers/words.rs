//! The words of numbers, loosely folded.

use crate::language::Language;

/// Units that a translation converts, folded.
pub(super) const MEASURES: &str = "mile miles mph kph km kms kilometre kilometres kilometer kilometers m metre metres meter meters feet \
                        foot ft inch inches yard yards acre acres hectare hectares pound pounds lb lbs kg kilogram \
                        kilograms kilo kilos ounce ounces gallon gallons litre litres liter liters degree degrees celsius \
                        fahrenheit square sq cubic nautical knots ton tons tonne tonnes cm mm ميل اميال كيلومتر كيلومترات \
                        كلم كم متر امتار قدم اقدام بوصه فدان افدنه هكتار هكتارات دونم دونمات رطل ارطال كيلوغرام كيلوجرام \
                        كغ كيلو درجه درجات عقده طن اطنان لتر ليتر سنتيمتر سم مم";

/// Words that say that a number is rounded, folded.
pub(super) const ROUNDED: &str = "about around nearly almost some over more less fewer under approximately roughly least most up below \
                       above estimated نحو حوالي زهاء قرابه اكثر اقل يقارب تقريبا يزيد تزيد يفوق يتجاوز يناهز بنحو بحوالي";

/// Words before the number of a thing that is numbered, folded.
pub(super) const LABELS: &str = "no number article chapter page room flight channel resolution aged الماده ماده القناه قناه القرار قرار \
                      رقم البند بند الدوره القمه الفصل الصفحه صفحه الرحله رحله عمر عام سنه العام";

pub(super) fn is_among(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

/// What a part of a number is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Part {
    /// Digits, or a word below a hundred.
    Value(f64),
    /// A word that multiplies: hundred, مليون.
    Scale(f64),
    /// Half, ربع: of the scale next to it.
    Fraction(f64),
}

/// The parts of a number that a word states, and whether an Arabic و is written together with it.
pub(super) fn parts(word: &str, language: Language) -> (Vec<Part>, bool) {
    if language == Language::English {
        return (english(word).into_iter().collect(), false);
    }
    if language != Language::Arabic {
        return (Vec::new(), false);
    }
    for prefix in ["", "و", "ال", "وال", "ب", "ل", "ف", "بال", "لل", "ول", "وب", "ك"] {
        let parts = word.strip_prefix(prefix).map(arabic).unwrap_or_default();
        if !parts.is_empty() {
            return (parts, prefix.starts_with('و'));
        }
    }
    (Vec::new(), false)
}

fn small_number(value: usize) -> f64 {
    u32::try_from(value).map_or(0.0, f64::from)
}

fn english(word: &str) -> Option<Part> {
    const SMALL: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
                         sixteen seventeen eighteen nineteen";
    const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";
    if let Some(at) = SMALL.split(' ').position(|small| small == word) {
        return Some(Part::Value(small_number(at)));
    }
    if let Some(at) = TENS.split(' ').position(|ten| ten == word) {
        return Some(Part::Value(small_number(at * 10 + 20)));
    }
    Some(match word {
        "couple" | "twice" | "both" => Part::Value(2.0),
        "dozen" | "dozens" => Part::Scale(12.0),
        "score" => Part::Value(20.0),
        "hundred" | "hundreds" => Part::Scale(1e2),
        "thousand" | "thousands" => Part::Scale(1e3),
        "million" | "millions" | "mln" | "mn" => Part::Scale(1e6),
        "billion" | "billions" | "bln" | "bn" => Part::Scale(1e9),
        "trillion" | "trillions" | "tn" => Part::Scale(1e12),
        "half" => Part::Fraction(0.5),
        "quarter" => Part::Fraction(0.25),
        "third" => Part::Fraction(1.0 / 3.0),
        _ => return None,
    })
}

/// A word in loose spelling. Eleven to nineteen are two words, of which each is found.
fn arabic(word: &str) -> Vec<Part> {
    if let Some(scale) = arabic_scale(word) {
        return vec![Part::Scale(scale)];
    }
    match word {
        "نصف" => return vec![Part::Fraction(0.5)],
        "ربع" => return vec![Part::Fraction(0.25)],
        "ثلث" => return vec![Part::Fraction(1.0 / 3.0)],
        _ => {}
    }
    if let Some(value) = arabic_one(word) {
        return vec![Part::Value(value)];
    }
    let ten = word.strip_suffix("ون").or_else(|| word.strip_suffix("ين"));
    if let Some(value) = ten.and_then(|stem| arabic_one(if stem == "عشر" { "اثنان" } else { stem })) {
        return vec![Part::Value(value * 10.0)];
    }
    // The dual: الفان, مليوني, مايتين.
    for ending in ["ان", "ين", "تان", "تين", "تا", "تي", "ا", "ي"] {
        let stem = word.strip_suffix(ending);
        let of_stem = |stem: &str| arabic_scale(stem).or_else(|| arabic_scale(&format!("{stem}ه")));
        if let Some(value) = stem.and_then(of_stem) {
            return vec![Part::Value(2.0), Part::Scale(value)];
        }
    }
    // Hundreds in one word: ثلاثميه, خمسمايه.
    let hundred = word.strip_suffix("مايه").or_else(|| word.strip_suffix("ميه"));
    match hundred.and_then(arabic_one) {
        Some(value) => vec![Part::Value(value), Part::Scale(1e2)],
        None => Vec::new(),
    }
}

fn arabic_scale(word: &str) -> Option<f64> {
    Some(match word {
        "ميه" | "مايه" | "ميات" | "مايات" => 1e2,
        "الف" | "الفا" | "الاف" | "الوف" => 1e3,
        "مليون" | "مليونا" | "ملايين" => 1e6,
        "مليار" | "مليارا" | "مليارات" | "بليون" | "بليونا" | "بلايين" => 1e9,
        "تريليون" | "تريليونا" | "تريليونات" => 1e12,
        _ => return None,
    })
}

/// A word from one to ten, with or without the ending of the feminine.
fn arabic_one(word: &str) -> Option<f64> {
    Some(match word.strip_suffix('ه').unwrap_or(word) {
        "واحد" | "احد" | "احدي" => 1.0,
        "اثنان" | "اثنين" | "اثنتان" | "اثنتين" | "اثنا" | "اثني" | "اثنتا" | "اثنتي" => {
            2.0
        }
        "ثلاث" => 3.0,
        "اربع" => 4.0,
        "خمس" => 5.0,
        "ست" => 6.0,
        "سبع" => 7.0,
        "ثمان" | "ثماني" => 8.0,
        "تسع" => 9.0,
        "عشر" => 10.0,
        _ => return None,
    })
}

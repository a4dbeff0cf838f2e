//! Ids made of names.

use crate::actors::{Actor, NameClass};
use crate::language::Language;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name as comparison takes it: letters and digits in one case, without marks.
pub(super) fn fold(name: &str) -> String {
    let letters = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let spaced: String = letters.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An id for an actor: its English name, else another in Latin letters, else its Arabic name in Latin letters.
pub(super) fn of(actor: &Actor) -> String {
    let house = |language: Language| {
        move |name: &&crate::actors::Name| name.language == language && name.class == NameClass::House
    };
    let names = actor.names.iter();
    let ordered = (names.clone().filter(house(Language::English)))
        .chain(names.clone().filter(|name| name.language == Language::English))
        .chain(names);
    ordered.map(|name| slug(&name.text)).find(|slug| slug.len() > 1).unwrap_or_else(|| "actor".to_owned())
}

fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            // Within a word they do not part it: O'Neill, U.N.
            '\'' | '’' | '.' | 'ـ' => {}
            c => match latin(c) {
                Some(letters) => out.push_str(letters),
                None if !out.ends_with('-') && !out.is_empty() => out.push('-'),
                None => {}
            },
        }
        if out.len() > 60 {
            break;
        }
    }
    out.trim_matches('-').to_owned()
}

/// Arabic letters, and Latin ones that do not come apart, in letters that everybody can type.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' | 'ى' | 'ة' | 'ع' => "a",
        'ب' => "b",
        'ت' | 'ط' => "t",
        'ث' | 'þ' => "th",
        'ج' => "j",
        'ح' | 'ه' => "h",
        'خ' => "kh",
        'د' | 'ض' | 'đ' | 'Đ' | 'ð' => "d",
        'ذ' => "dh",
        'ر' => "r",
        'ز' | 'ظ' => "z",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ق' => "q",
        'ك' | 'ک' => "k",
        'ل' | 'ł' | 'Ł' => "l",
        'م' => "m",
        'ن' => "n",
        'و' | 'ؤ' => "w",
        'ي' | 'ی' | 'ئ' => "y",
        'پ' => "p",
        'چ' => "ch",
        'گ' => "g",
        'ء' => "",
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        'ø' | 'Ø' => "o",
        'œ' | 'Œ' => "oe",
        'ı' => "i",
        _ => return None,
    })
}

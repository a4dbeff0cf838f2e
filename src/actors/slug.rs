//! Ids made from names, in letters that are easy to type.

use unicode_normalization::UnicodeNormalization;

/// Maximum length of an id made from a name.
const LONGEST: usize = 60;

/// Makes an id from a name: `rex-tillerson`, `al-thani`. Empty if no letter of the name can be transliterated.
pub fn id_of_name(name: &str) -> String {
    let mut out = String::new();
    for word in name.split_whitespace() {
        let mut written = String::new();
        // Characters without a transliteration, such as vowel signs, are dropped.
        for c in word.nfkd() {
            match c {
                c if c.is_ascii_alphanumeric() => written.push(c.to_ascii_lowercase()),
                '-' | '–' if !written.is_empty() => written.push('-'),
                c => written.push_str(latin(c)),
            }
        }
        let written = written
            .strip_prefix("al")
            .filter(|rest| rest.len() > 2 && word.starts_with("ال"))
            .map_or(written.clone(), |rest| format!("al-{rest}"));
        if !written.is_empty() {
            if out.len() + written.len() > LONGEST {
                break;
            }
            if !out.is_empty() {
                out.push('-');
            }
            out.push_str(&written);
        }
    }
    out.trim_matches('-').to_owned()
}

/// The transliteration of an Arabic letter. Short vowels are not written, so users should check these ids.
fn latin(c: char) -> &'static str {
    match c {
        'ا' | 'ى' | 'ة' | 'ع' | '\u{64E}' => "a",
        'ب' => "b",
        'ت' | 'ط' => "t",
        'ث' | 'þ' | 'Þ' => "th",
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
        'ڤ' => "v",
        'گ' => "g",
        '\u{64F}' => "u",
        '\u{650}' | 'ı' => "i",
        'ß' => "ss",
        'ø' | 'Ø' => "o",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        _ => "",
    }
}

//! Finds names by sound, in any script: for names typed by ear, as initials, or with the surname first.

use crate::actors::complete::{near, shown};
use crate::actors::model::{ActorIndex, NameClass};
use crate::actors::store::registry::Registry;
use crate::actors::words::normalize::tokens;
use crate::language::Language;

/// Registries with more entries than this are not searched by sound.
const MOST: usize = 50_000;
/// Minimum number of consonants in the typed text.
const FEWEST: usize = 3;

impl Registry {
    /// Completes a name where [`Registry::complete`] finds nothing: names with one or two wrong letters, otherwise
    /// names found by sound, by initials or in another word order.
    pub fn complete_near(&self, prefix: &str, language: Language, limit: usize) -> Vec<(ActorIndex, usize)> {
        let near = near(self, prefix, language, limit);
        if near.is_empty() { by_ear(self, prefix, language, limit) } else { near }
    }
}

/// Finds names that sound like the typed text, best first. Words can be in any order, without articles, as initials
/// (`J. Whitlock`, `JRW`), and in Latin letters for Arabic names or the reverse.
fn by_ear(registry: &Registry, typed: &str, language: Language, limit: usize) -> Vec<(ActorIndex, usize)> {
    let words = sounded_words(typed);
    let acronym = acronym(typed);
    let sounds: usize = words.iter().map(|word| word.key.chars().count().max(1)).sum();
    let enough = sounds >= FEWEST || (words.len() > 1 && sounds > 1);
    if registry.len() > MOST || !(enough || acronym.is_some()) {
        return Vec::new();
    }
    let mut found: Vec<Ranked> = Vec::new();
    for actor in registry.indexes() {
        let best = registry.with_entry(actor, |entry| {
            let named = entry.names.iter().enumerate();
            let fits = named.filter(|(_, name)| !matches!(name.class, NameClass::Metonym | NameClass::Wrong));
            let ranked = fits.filter_map(|(at, name)| {
                let rank = match &acronym {
                    Some(letters) => spells(letters, &name.text),
                    None => rank(&words, &sounded_words(&name.text)),
                }?;
                Some((rank, shown(entry, at, language)?))
            });
            ranked.min().map(|((swapped, rest), name)| {
                ((usize::from(entry.file.is_none()), swapped, rest, actor), (actor, name))
            })
        });
        found.extend(best.flatten());
    }
    found.sort_unstable();
    found.truncate(limit);
    found.into_iter().map(|(_, name)| name).collect()
}

/// The rank of a name: whether it is built in, number of swapped words, number of unmatched words.
type Ranked = ((usize, usize, usize, ActorIndex), (ActorIndex, usize));

/// A word and its consonants.
struct SoundedWord {
    /// Loose spelling, without the article.
    word: String,
    key: String,
}

/// The letters of `JRW`.
fn acronym(typed: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = typed.trim().chars().collect();
    let is_one = (2..=5).contains(&letters.len()) && letters.iter().all(char::is_ascii_uppercase);
    is_one.then(|| letters.iter().map(char::to_ascii_lowercase).collect())
}

/// The words of a text without articles and particles; `Abdelhamid` counts as two words.
fn sounded_words(text: &str) -> Vec<SoundedWord> {
    let mut out = Vec::new();
    for part in text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | 'ʼ' | '\u{64B}'..='\u{652}'))
    {
        let read = tokens(part);
        let word = read.joined();
        if word.is_empty()
            || matches!(&*word, "al" | "el" | "il" | "bin" | "ben" | "ibn" | "bint" | "بن" | "ابن" | "بنت" | "ال")
        {
            continue;
        }
        let bare = word.strip_prefix("ال").filter(|rest| rest.chars().count() > 2).unwrap_or(&word);
        match after_abd(bare) {
            Some(rest) => out.extend([of_word("abd"), of_word(rest)]),
            None => out.push(of_word(bare)),
        }
    }
    out
}

fn of_word(word: &str) -> SoundedWord {
    SoundedWord { word: word.to_owned(), key: key(word) }
}

/// The part after `Abd al-` in a name that is written as one word.
fn after_abd(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("abd").or_else(|| word.strip_prefix("عبدال"))?;
    let articles = ["ul", "el", "al", "il", "ur", "er", "ar", "us", "as", "es", "u", "e", "a"];
    let rest = articles.iter().find_map(|article| rest.strip_prefix(article)).unwrap_or(rest);
    rest.chars().nth(2).is_some().then_some(rest)
}

/// Whether the letters are the initials of a name's words, in order.
fn spells(letters: &[char], name: &str) -> Option<(usize, usize)> {
    let read = tokens(name);
    let words = read.list.iter().filter(|token| token.is_word()).map(|token| read.key(*token));
    let firsts: Vec<char> = words.filter_map(|word| word.chars().next()).collect();
    let same = firsts == letters;
    let ends =
        firsts.len() == letters.len() + 1 && firsts.starts_with(&letters[..1]) && firsts.ends_with(&letters[1..]);
    (same || ends).then_some((usize::from(!same), firsts.len()))
}

/// Compares typed words with a name: the number of words in another order, and the number of unmatched words of the
/// name. The last typed word may be incomplete.
fn rank(typed: &[SoundedWord], name: &[SoundedWord]) -> Option<(usize, usize)> {
    let mut taken = vec![false; name.len()];
    let mut swapped = 0;
    let mut last = 0;
    for (number, word) in typed.iter().enumerate() {
        let is_last = number + 1 == typed.len();
        let at = (0..name.len()).filter(|at| !taken[*at]).find(|at| fits(word, &name[*at], is_last))?;
        taken[at] = true;
        swapped += usize::from(at < last);
        last = at;
    }
    (!typed.is_empty()).then(|| (swapped, taken.iter().filter(|taken| !**taken).count()))
}

fn fits(typed: &SoundedWord, name: &SoundedWord, is_last: bool) -> bool {
    let letters = typed.word.chars().count();
    // An initial, or the first letters.
    if name.word.starts_with(&typed.word) && (letters == 1 || is_last || typed.word.len() == name.word.len()) {
        return true;
    }
    let sounded_words = typed.key.chars().count();
    sounded_words > 1 && (typed.key == name.key || (is_last && name.key.starts_with(&typed.key)))
}

/// The consonants of a word, with letters that are transliterations of each other merged. A vowel counts only at the
/// start.
fn key(word: &str) -> String {
    let mut out = String::new();
    let mut chars = word.chars().peekable();
    let mut is_first = true;
    while let Some(c) = chars.next() {
        let with_h = matches!(c, 'p' | 's' | 'c' | 'g' | 'k' | 't' | 'd' | 'w') && chars.peek() == Some(&'h');
        if with_h {
            chars.next();
        }
        let sound = match (c, with_h) {
            ('s' | 'c', true) | ('ش', _) => 'x',
            ('p', true) | ('f' | 'v' | 'ف' | 'ڤ', _) => 'f',
            ('b' | 'p' | 'ب' | 'پ', _) => 'b',
            ('g' | 'j' | 'ج' | 'غ' | 'گ' | 'ژ' | 'چ', _) => 'g',
            ('k' | 'q' | 'c' | 'ك' | 'ق' | 'خ' | 'ک', _) => 'k',
            ('s' | 'z' | 'x' | 'س' | 'ص' | 'ز', _) => 's',
            ('t' | 'ت' | 'ط' | 'ث', _) => 't',
            ('d' | 'د' | 'ذ' | 'ض' | 'ظ', _) => 'd',
            ('m' | 'م', _) => 'm',
            ('n' | 'ن', _) => 'n',
            ('l' | 'ل', _) => 'l',
            ('r' | 'ر', _) => 'r',
            ('h' | 'ه' | 'ح', _) if is_first || chars.peek().is_some() => 'h',
            ('w' | 'و', _) if is_first => 'w',
            ('y' | 'ي' | 'ی', _) if is_first => 'y',
            ('a' | 'e' | 'i' | 'o' | 'u' | 'ا' | 'ع' | 'أ' | 'إ' | 'آ', _) if is_first => 'a',
            _ => {
                is_first = false;
                continue;
            }
        };
        is_first = false;
        if !out.ends_with(sound) {
            out.push(sound);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::file::parse::parse;
    use std::sync::Arc;

    const PEOPLE: &str = r#"
[[actor]]
id = "harold-winslow"
kind = "person"
name.en = "Harold T. Winslow"
short.en = ["Winslow"]

[[actor]]
id = "lubna-zuhair"
kind = "person"
name.en = "Lubna Zuhair"
name.ar = "لبنى الزهيري"

[[actor]]
id = "abdulkarim"
kind = "person"
name.en = "Abdulkarim al-Basri"
name.ar = "عبد الكريم البصري"

[[actor]]
id = "tariq-bin-salman"
kind = "person"
name.en = "Tariq bin Saqr"
name.ar = "طارق بن صقر"

[[actor]]
id = "fund"
kind = "organisation"
name.en = "Northern Fisheries Fund"
name.ar = "الصندوق الشمالي للمصائد"

[[actor]]
id = "pavel"
kind = "person"
name.ar = "بافل غوريتش"
"#;

    #[test]
    fn names_are_found_by_ear_initials_and_in_any_order() {
        let registry = Registry::new(vec![Arc::new(parse("actors.toml", PEOPLE))], true);
        let first = |typed: &str, language: Language| {
            let found = by_ear(&registry, typed, language, 5);
            found.first().map(|(actor, _)| registry.actor(*actor).id.clone()).unwrap_or_default()
        };
        for (typed, id) in [
            ("ونسلو", "harold-winslow"),
            ("هارولد وينس", "harold-winslow"),
            ("H. Wins", "harold-winslow"),
            ("HTW", "harold-winslow"),
            ("HW", "harold-winslow"),
            ("Winslow, Har", "harold-winslow"),
            ("Zuhair Lub", "lubna-zuhair"),
            ("الزهيري لبن", "lubna-zuhair"),
            ("al zuheir", "lubna-zuhair"),
            ("zohair", "lubna-zuhair"),
            ("abd al karim", "abdulkarim"),
            ("abdelkarim basr", "abdulkarim"),
            ("عبدالكريم بصر", "abdulkarim"),
            ("tarik ben saq", "tariq-bin-salman"),
            ("صندوق شمالي", "fund"),
            ("bavil ghorit", "pavel"),
        ] {
            let language = if typed.is_ascii() { Language::English } else { Language::Arabic };
            assert_eq!(first(typed, language), id, "{typed}");
        }
        for typed in ["", "a", "x", "zz", "Qqq", "J"] {
            assert_eq!(first(typed, Language::English), "", "{typed}");
        }
    }
}

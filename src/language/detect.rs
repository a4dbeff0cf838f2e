//! Detects the language of a text from its script and most common words.

use super::Language;
use foldhash::HashMap;
use std::sync::LazyLock;

/// Maximum number of words that are examined. About one in three is a common word, so a few hundred are enough.
const WORDS: usize = 120;
/// From this number of words on, a clear lead ends the search.
const SURE: usize = 24;
/// Minimum number of words before a text can be classified as another language.
const ENOUGH: usize = 40;

/// The most common words of each language in Latin script. A word of several languages counts proportionally for each.
const LATIN: &[(Language, &str)] = &[
    (
        Language::English,
        "the of and to in is that for was with on as it by at from are be this have an which were has or not his her they \
         their but you we will can been he she said its who would more our your about how what when if all",
    ),
    (
        Language::French,
        "le la les des et est une du dans que pour en un qui sur par au avec pas ce il sont plus ne se aux cette ont été \
         nous vous son sa ses leur mais ou où être fait comme d l à",
    ),
    (
        Language::Spanish,
        "el la los las de y en un una que por con para del se no es su al lo como más pero sus le ha este esta son fue \
         entre sobre también desde hasta hay o ser muy sin",
    ),
    (
        Language::German,
        "der die das und ist nicht ein eine mit von zu auf den dem im für sich des auch als er sie es an werden wird aus bei \
         nach wurde sind hat dass einen einer wie oder um wir zum zur über",
    ),
    (
        Language::Italian,
        "il la che di e un una per con non del della dei delle è sono si da nel nella alla al i gli le lo ha come anche più \
         ma stato questo questa ed dal dalla sul degli o",
    ),
    (
        Language::Portuguese,
        "o a os as de e em um uma que não para com do da dos das no na por se mais foi ao como são ou seu sua é pelo pela \
         também até isso ele ela",
    ),
    (
        Language::Dutch,
        "de het een en van in is dat op te zijn voor met die niet aan er om ook als dan maar bij of uit door naar heeft \
         worden wordt werd nog over deze dit",
    ),
    (
        Language::Turkish,
        "ve bir bu da de için ile olarak olan çok daha gibi kadar sonra ise o en ne var yeni her olduğu göre ama ki iki \
         tarafından dedi",
    ),
    (
        Language::Indonesian,
        "yang dan di untuk dengan itu dari ini dalam tidak pada akan ada juga ke oleh para bisa telah sebagai mereka karena \
         atau lebih saat kata",
    ),
];

/// The most common words of Arabic and Persian, without vowel marks.
const ARABIC: &[&str] = &[
    "في", "من", "على", "إلى", "الى", "أن", "ان", "عن", "التي", "الذي", "هذا", "هذه", "مع", "كما", "بعد", "قال", "لا",
    "ما",
];
const PERSIAN: &[&str] = &[
    "که", "از", "به", "در", "را", "این", "است", "با", "برای", "آن", "شد", "شده", "می", "های", "ها", "خود", "بر", "تا",
    "یک", "نیز",
];

/// Letters that only Persian has, and letters that only Arabic has.
const PERSIAN_LETTERS: [char; 6] = ['پ', 'چ', 'ژ', 'گ', 'ک', 'ی'];
const ARABIC_LETTERS: [char; 5] = ['ي', 'ك', 'ة', 'ى', 'إ'];
const URDU_LETTERS: [char; 5] = ['ٹ', 'ڈ', 'ڑ', 'ں', 'ے'];

/// The languages that have a word among their most common ones, with weights.
static WORDS_OF: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Vec<usize>> = HashMap::default();
    for (language, (_, list)) in LATIN.iter().enumerate() {
        for word in list.split_whitespace() {
            words.entry(word).or_default().push(language);
        }
    }
    words
});

/// Detects the language of a text. `None` if it has too few words; [`Language::Other`] if it has enough words but none
/// of a known language.
pub(super) fn of_text<'a>(parts: &(impl Iterator<Item = &'a str> + Clone)) -> Option<Language> {
    let words = || {
        parts
            .clone()
            .flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && !is_mark(c)))
            .filter(|w| !w.is_empty())
            .take(WORDS)
    };
    let mut scripts = Scripts::default();
    for word in words() {
        if word.is_ascii() {
            scripts.counts[Script::Latin as usize] += if word.as_bytes()[0].is_ascii_digit() { 0 } else { word.len() };
        } else {
            word.chars().for_each(|c| scripts.count(c));
        }
    }
    match scripts.prevailing()? {
        Script::Latin => latin(words()),
        Script::Arabic => Some(arabic(words(), &scripts)),
        Script::Cyrillic if scripts.ukrainian > 0 => Some(Language::Other),
        Script::Cyrillic => Some(Language::Russian),
        Script::Hebrew => Some(Language::Hebrew),
        Script::Kana => Some(Language::Japanese),
        Script::Han => Some(Language::Chinese),
        Script::Devanagari => Some(Language::Hindi),
        Script::Other => Some(Language::Other),
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{064B}'..='\u{0652}' | '\u{0300}'..='\u{036F}' | '\u{0900}'..='\u{097F}')
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Arabic,
    Cyrillic,
    Hebrew,
    Kana,
    Han,
    Devanagari,
    Other,
}

/// Number of letters of each script in a text.
#[derive(Debug, Default)]
struct Scripts {
    counts: [usize; 8],
    persian: usize,
    arabic: usize,
    urdu: usize,
    ukrainian: usize,
}

impl Scripts {
    fn count(&mut self, c: char) {
        let script = match c {
            'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' => Script::Latin,
            '\u{0620}'..='\u{06FF}' | '\u{FB50}'..='\u{FEFC}' => Script::Arabic,
            '\u{0400}'..='\u{04FF}' => Script::Cyrillic,
            '\u{05D0}'..='\u{05EA}' => Script::Hebrew,
            '\u{3040}'..='\u{30FF}' => Script::Kana,
            '\u{4E00}'..='\u{9FFF}' => Script::Han,
            '\u{0900}'..='\u{097F}' => Script::Devanagari,
            c if c.is_alphabetic() => Script::Other,
            _ => return,
        };
        self.counts[script as usize] += 1;
        if script == Script::Arabic {
            self.persian += usize::from(PERSIAN_LETTERS.contains(&c));
            self.arabic += usize::from(ARABIC_LETTERS.contains(&c));
            self.urdu += usize::from(URDU_LETTERS.contains(&c));
        }
        self.ukrainian += usize::from(matches!(c, 'і' | 'ї' | 'є' | 'ґ' | 'ў' | 'ј'));
    }

    fn prevailing(&self) -> Option<Script> {
        use Script::{Arabic, Cyrillic, Devanagari, Han, Hebrew, Kana, Latin, Other};
        let count = |script: Script| self.counts[script as usize];
        // Text in other scripts often contains Latin names, links and ids; Latin text rarely contains other scripts.
        let others = [Arabic, Cyrillic, Hebrew, Devanagari, Other];
        let most = others.into_iter().max_by_key(|script| (count(*script), usize::MAX - *script as usize))?;
        let letters: usize = self.counts.iter().sum();
        match letters {
            0 => None,
            _ if count(most) > 0 && count(most) * 3 >= count(Latin) => Some(most),
            _ if (count(Kana) + count(Han)) * 6 >= count(Latin).max(1) => {
                Some(if count(Kana) * 8 >= count(Han) { Kana } else { Han })
            }
            _ => Some(Latin),
        }
    }
}

fn latin<'a>(words: impl Iterator<Item = &'a str>) -> Option<Language> {
    let mut scores = [0usize; LATIN.len()];
    let mut count = 0;
    for word in words.filter(|word| word.starts_with(char::is_alphabetic)) {
        count += 1;
        let found = if word.bytes().any(|b| b.is_ascii_uppercase() || b >= 0x80) {
            WORDS_OF.get(word.to_lowercase().as_str())
        } else {
            WORDS_OF.get(word)
        };
        for language in found.into_iter().flatten() {
            // A word of three languages counts a third for each.
            scores[*language] += 12 / found.map_or(1, Vec::len);
        }
        if count >= SURE && count % 8 == 0 {
            let best = (0..LATIN.len()).max_by_key(|at| scores[*at]).filter(|best| scores[*best] * 5 >= 12 * count);
            let rest = |best: usize| (0..LATIN.len()).filter(|at| *at != best).map(|at| scores[at]).max().unwrap_or(0);
            if let Some(best) = best.filter(|best| scores[*best] > rest(*best) * 3) {
                return Some(LATIN[best].0);
            }
        }
    }
    let best = (0..LATIN.len()).max_by_key(|at| (scores[*at], usize::MAX - at))?;
    let second = (0..LATIN.len()).filter(|at| *at != best).map(|at| scores[at]).max().unwrap_or(0);
    match scores[best] {
        // In running text about one word in three is a common one; in tables and lists of names, one in ten.
        score if score >= 12 && score * 16 >= 12 * count && score * 4 > second * 5 => Some(LATIN[best].0),
        // Related languages share many words: for Portuguese and Spanish, the more likely one is better than none.
        score if count >= ENOUGH && score * 6 >= 12 * count => Some(LATIN[best].0),
        _ if count >= ENOUGH => Some(Language::Other),
        _ => None,
    }
}

fn arabic<'a>(words: impl Iterator<Item = &'a str>, scripts: &Scripts) -> Language {
    let (mut arabic, mut persian) = (0, 0);
    for word in words {
        arabic += usize::from(ARABIC.contains(&word));
        persian += usize::from(PERSIAN.contains(&word));
    }
    if scripts.urdu * 50 > scripts.counts[Script::Arabic as usize] {
        return Language::Urdu;
    }
    // Iranian keyboards write Arabic with Persian letters, so words take precedence over letters.
    let is_persian = if arabic == persian { scripts.persian > scripts.arabic } else { persian > arabic };
    if is_persian && scripts.persian > 0 { Language::Persian } else { Language::Arabic }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Language> {
        of_text(&std::iter::once(text))
    }

    #[test]
    fn the_commonest_words_decide() {
        for (text, language) in [
            ("The port was closed and the ships waited in the bay.", Language::English),
            ("Le port a été fermé et les navires attendent dans la baie.", Language::French),
            ("El puerto fue cerrado y los barcos esperan en la bahía.", Language::Spanish),
            ("Der Hafen wurde geschlossen und die Schiffe warten in der Bucht.", Language::German),
            ("Il porto è stato chiuso e le navi aspettano nella baia.", Language::Italian),
            ("O porto foi fechado e os navios não saem da baía para o mar.", Language::Portuguese),
            ("De haven is gesloten en het schip wacht met een lading op zee.", Language::Dutch),
            ("Liman bir gün için kapandı ve gemiler bu koyda daha çok bekledi.", Language::Turkish),
            ("Pelabuhan itu ditutup dan kapal yang datang tidak bisa masuk.", Language::Indonesian),
            ("أُغلق الميناء في المساء وانتظرت السفن على مدخل الخليج.", Language::Arabic),
            ("بندر بسته شد و کشتی‌ها در خلیج منتظر ماندند که طوفان از آن بگذرد.", Language::Persian),
            ("Порт закрыт, суда ждут в заливе.", Language::Russian),
            ("Порт закрито, судна чекають у затоці.", Language::Other),
            ("הנמל נסגר והאוניות ממתינות במפרץ.", Language::Hebrew),
            ("港は閉鎖され、船は湾で待っています。", Language::Japanese),
            ("港口关闭，船只在海湾等候。", Language::Chinese),
        ] {
            assert_eq!(of(text), Some(language), "{text}");
        }
    }

    #[test]
    fn short_texts_are_undecided_and_long_ones_can_be_of_another_language() {
        for text in ["", "12 / 40", "Marsa Nakheel", "Karim Adel, Samira Nasser"] {
            assert_eq!(of(text), None, "{text}");
        }
        let swedish =
            "Hamnen stängdes under natten och fartygen väntar fortfarande utanför kajen medan arbetet fortsätter. ";
        assert_eq!(of(&swedish.repeat(4)), Some(Language::Other));
    }

    #[test]
    fn names_in_latin_letters_do_not_make_an_arabic_text_english() {
        assert_eq!(of("قال Karim Adel في Marsa إن الميناء مغلق منذ أمس"), Some(Language::Arabic));
        assert_eq!(of("The minister wrote مرسى on the wall of the port."), Some(Language::English));
    }
}

//! Makes the image of a lexicon from its data file. Only the test does it, which compares the images of the program.

use super::beginning::{Beginning, letter_number};
use super::image::Image;
use super::{IMAGES, Lexicon};
use crate::dates::first_words::Growing;
use crate::dates::meaning::{Guard, Meaning, meaning};
use crate::dates::tokens::Tokens;
use crate::language::Language;
use crate::text::{Fold, fold};
use include_dir::{Dir, include_dir};

/// A phrase: its words after the first, the number of its head, and what it can begin.
type Phrase = (Vec<String>, u16, Beginning);

/// The data files, named after the tag of their language.
static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/dates/lexicon");

/// A lexicon that is being read.
#[derive(Default)]
struct Draft {
    /// The first words in the order in which they are read, with their phrases.
    words: Vec<(String, Vec<Phrase>)>,
    firsts: Growing,
    heads: Vec<String>,
    settings: String,
    weekdays: [Option<&'static str>; 7],
}

impl Lexicon {
    /// The data file of a language.
    pub(in crate::dates) fn data(language: Language) -> Option<&'static str> {
        FILES.get_file(format!("{}.txt", language.tag()))?.contents_utf8()
    }
}

impl Beginning {
    fn of(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Not => Self::Always,
            _ if !meaning.may_begin() => Self::Never,
            Meaning::Article => Self::Article,
            Meaning::Number(_)
            | Meaning::Several
            | Meaning::Recent
            | Meaning::Another
            | Meaning::Relation(_)
            | Meaning::Every
            | Meaning::Rate
            | Meaning::That => Self::Counted,
            _ => Self::Always,
        }
    }
}

/// The bytes of the image of a data file.
fn image(data: &'static str) -> Vec<u8> {
    let mut draft = Draft::default();
    for line in data.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        let Some((head, phrases)) = line.split_once('=') else { continue };
        let spellings: Vec<&str> = phrases.split('|').map(str::trim).collect();
        draft.line(&head.split_whitespace().collect::<Vec<_>>(), &spellings);
    }
    draft.bytes()
}

impl Draft {
    fn line(&mut self, head: &[&'static str], spellings: &[&'static str]) {
        let words: Vec<String> = match head[0] {
            "grammar" | "years" | "clitic" | "conjunction" | "preposition" => {
                spellings.iter().map(|word| (*word).to_owned()).collect()
            }
            "article" | "contracted" => vec![folded(spellings[0])],
            "elided" | "feminine" | "not-definite" | "demonstrative" | "past-ending" | "not-past" | "future-prefix"
            | "not-future" | "future-ending" | "superlative-ending" | "not-superlative" => {
                spellings.iter().map(|word| folded(word)).collect()
            }
            "past-spelled" | "future-spelled" => spellings.iter().flat_map(|word| composed_or_not(word)).collect(),
            _ => return self.phrases(head, spellings),
        };
        self.set(&head.join(" "), &words.join("|"));
    }

    fn set(&mut self, head: &str, words: &str) {
        self.settings.extend([head, "=", words, "\n"]);
    }

    fn phrases(&mut self, head: &[&'static str], spellings: &[&'static str]) {
        let meaning = meaning(head).unwrap_or_else(|| panic!("no such meaning in the date lexicon: {head:?}"));
        if let Meaning::Weekday(weekday, Guard::None) = meaning {
            let place = &mut self.weekdays[weekday.to_monday_zero_offset() as usize];
            *place = place.or(spellings.first().copied());
        }
        let text = head.join(" ");
        let number = self.heads.iter().position(|known| *known == text).unwrap_or_else(|| {
            self.heads.push(text);
            self.heads.len() - 1
        });
        for spelling in spellings {
            self.add(spelling, u16::try_from(number).unwrap(), meaning);
        }
    }

    fn add(&mut self, spelling: &str, head: u16, meaning: Meaning) {
        if let Some((article, word)) = spelling.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            self.add(word, head, meaning);
            return self.add(&format!("{article}{word}"), head, meaning);
        }
        let tokens = Tokens::of(spelling);
        let mut words = (0..tokens.list.len()).map(|at| tokens.text(at).to_owned());
        let Some(first) = words.next() else { return };
        let (rest, beginning) = (words.collect::<Vec<String>>(), Beginning::of(meaning));
        assert!(rest.iter().all(|word| !word.is_empty() && !word.contains(' ')), "{spelling}");
        if let Some((_, phrases)) = self.words.iter_mut().find(|(word, _)| *word == first) {
            phrases.push((rest, head, beginning));
        } else {
            self.firsts.add(&first);
            self.words.push((first.clone(), vec![(rest, head, beginning)]));
        }
        if beginning != Beginning::Never {
            self.firsts.mark_beginning(&first);
        }
    }

    fn bytes(mut self) -> Vec<u8> {
        if self.weekdays.iter().any(Option::is_some) {
            self.set("weekday-names", &self.weekdays.map(Option::unwrap).join("|"));
        }
        let (mut text, mut words, mut phrases, mut heads) = (String::new(), Vec::new(), Vec::new(), Vec::new());
        let mut place = |part: &str| {
            let start = text.find(part).unwrap_or(text.len());
            if start == text.len() {
                text.push_str(part);
            }
            let start = u32::try_from(start).unwrap().to_le_bytes();
            [&start[..], &u16::try_from(part.len()).unwrap().to_le_bytes()].concat()
        };
        for (word, mut own) in self.words {
            // Longest first, because the first match is used.
            own.sort_by_key(|(rest, ..)| std::cmp::Reverse(rest.len()));
            let (mut longer, mut alone, mut seconds, mut beginnings) = (phrases.len(), Beginning::Never, 0u64, 0u64);
            for (rest, head, beginning) in own {
                let second = rest.first().map_or(0, |second| letter_number(second));
                if rest.is_empty() {
                    alone = alone.max(beginning);
                } else {
                    longer += 1;
                    seconds |= 1 << second;
                    beginnings |= u64::from(beginning != Beginning::Never) << second;
                }
                let count = u8::try_from(rest.len()).unwrap();
                phrases.push([&place(&rest.join(" "))[..], &head.to_le_bytes(), &[second, count]].concat());
            }
            let [longer, end] = [longer, phrases.len()].map(|end| u16::try_from(end).unwrap().to_le_bytes());
            let bits = [seconds.to_le_bytes(), beginnings.to_le_bytes()].concat();
            words.push([&place(&word)[..], &longer, &end, &[alone as u8], &bits].concat());
        }
        self.heads.iter().for_each(|head| heads.push(place(head)));
        let sizes = [words.len(), phrases.len(), heads.len(), self.settings.len()];
        let sizes = sizes.iter().flat_map(|size| u32::try_from(*size).unwrap().to_le_bytes()).collect();
        let rows = [words, phrases, heads].concat().concat();
        [sizes, self.firsts.bytes(), rows, self.settings.into_bytes(), text.into_bytes()].concat()
    }
}

fn folded(word: &str) -> String {
    fold(word, Fold::Loose)
}

/// The composed spelling, as in the data files, and the one with combining accents.
fn composed_or_not(spelling: &str) -> [String; 2] {
    let apart = spelling.chars().flat_map(|c| match c {
        'á' => ['a', '\u{301}'],
        'à' => ['a', '\u{300}'],
        'é' => ['e', '\u{301}'],
        'è' => ['e', '\u{300}'],
        'í' => ['i', '\u{301}'],
        'ì' => ['i', '\u{300}'],
        'ó' => ['o', '\u{301}'],
        'ò' => ['o', '\u{300}'],
        c => [c, '\0'],
    });
    [spelling.to_owned(), apart.filter(|c| *c != '\0').collect()]
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes what it compares")]
fn the_images_are_those_of_the_data_files() {
    let files = FILES.files().filter(|file| file.path().extension().is_some_and(|extension| extension == "txt"));
    let is_update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut names = Vec::new();
    for file in files {
        let made = image(file.contents_utf8().unwrap());
        let name = format!("{}.lexicon", file.path().file_stem().and_then(|tag| tag.to_str()).unwrap());
        let known = IMAGES.get_file(&name).map(include_dir::File::contents);
        if known != Some(&made) && is_update {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/dates/lexicon/images");
            std::fs::write(format!("{folder}/{name}"), &made).unwrap();
        } else {
            assert!(known == Some(&made), "{name} is of other words: set UPDATE_EXPECT and run the test again");
        }
        names.push(name);
    }
    let images = IMAGES.files().filter_map(|file| file.path().to_str());
    images.for_each(|image| assert!(names.iter().any(|name| name == image), "{image} is of no data file"));
}

#[test]
fn damaged_images_give_other_lexicons() {
    let whole = Lexicon::image(Language::English).unwrap();
    for length in (0..whole.len()).step_by(997) {
        let damaged: Vec<u8> = whole.iter().take(length).copied().collect();
        // The image of a lexicon is a part of the program.
        let Some(image) = Image::open(Vec::leak(damaged)) else { continue };
        let lexicon = Lexicon::over(image);
        let tokens = Tokens::of("on the first Sunday in May, in the second half of last year");
        for at in 0..tokens.list.len() {
            let mut found = Vec::new();
            lexicon.look_up(&tokens, at, &mut found);
            lexicon.may_begin(&tokens, at);
        }
    }
}

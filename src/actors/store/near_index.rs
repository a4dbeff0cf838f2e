//! Finds misspelt or differently transliterated names: `Samira Naser` where the registry has Samira Nasser.
//!
//! Candidates are names of at least two words of which one matches exactly, or of which two capitalised words sound
//! similar.

use super::likeness::{
    Likeness, NearName, bare, bare_words, compare, compare_word, is_joint, is_known, is_name_word, next_word, sound,
};
use super::near_titles::Titled;
use crate::actors::model::{Actor, ActorIndex, Kind, NameClass};
use crate::actors::words::clitics::readings;
use crate::actors::words::normalize::{Token, Tokens, hash, split_at, tokens};
use crate::text::ProseRange;
use foldhash::HashMap as FastMap;

/// Registries with more entries than this are not searched, because every name is similar to some other.
const MOST: usize = 50_000;
/// Maximum number of words of a name.
const LONGEST: usize = 6;
/// The names of persons, by their words.
#[derive(Debug, Default)]
pub(in crate::actors) struct Near {
    labels: Vec<NearLabel>,
    /// An occurrence of a word in names: the label, and the position of the word.
    words: FastMap<u64, Vec<(u32, u8)>>,
    /// Labels by the sounds of their first two words.
    sounds: FastMap<u64, Vec<u32>>,
    titled: Titled,
}

#[derive(Debug)]
struct NearLabel {
    actor: ActorIndex,
    name: usize,
    words: Vec<String>,
    /// Whether the registry writes it with an article.
    has_article: bool,
}

impl Near {
    /// Indexes the names of actors.
    pub(super) fn of<A: std::borrow::Borrow<Actor>>(actors: impl ExactSizeIterator<Item = (ActorIndex, A)>) -> Self {
        let mut near = Self::default();
        if actors.len() > MOST {
            return near;
        }
        for (index, actor) in actors {
            let actor = actor.borrow();
            if actor.kind != Kind::Person {
                continue;
            }
            for (name, label) in actor.names.iter().enumerate() {
                if matches!(label.class, NameClass::House | NameClass::Also) {
                    near.add(index, name, &label.text);
                }
            }
            near.titled.add(actor, index);
        }
        near
    }

    fn add(&mut self, actor: ActorIndex, name: usize, text: &str) {
        let read = tokens(text);
        let words: Vec<String> = bare_words(&read).into_iter().map(str::to_owned).collect();
        if !(2..=LONGEST).contains(&words.len()) {
            return;
        }
        let label = self.labels.len() as u32;
        for (place, word) in words.iter().enumerate() {
            // Middle initials, `bin` and similar words do not identify a person.
            if word.chars().nth(2).is_none() {
                continue;
            }
            let is_arabic = word.starts_with(|c: char| matches!(c, '\u{0620}'..='\u{06FF}'));
            let article = if is_arabic { "ال" } else { "al" };
            for form in [word.clone(), format!("{article}{word}")] {
                self.words.entry(hash(&form)).or_default().push((label, place as u8));
            }
        }
        self.sounds.entry(sound(&words[0]) ^ sound(&words[1]).rotate_left(1)).or_default().push(label);
        let has_article = read.list.iter().any(|token| has_article(token, text));
        self.labels.push(NearLabel { actor, name, words, has_article });
    }

    /// The names of a text that are similar to a registered one and have no other explanation, in order. `shows` decides
    /// which actors count, and `taken` are the words of recognised names.
    pub(super) fn find(
        all: &[&Self],
        prose: &str,
        read: &Tokens,
        shows: &dyn Fn(ActorIndex) -> bool,
        taken: &dyn Fn(std::ops::Range<usize>) -> bool,
    ) -> Vec<NearName> {
        let mut found: Vec<(std::ops::Range<usize>, NearName)> = Vec::new();
        if all.iter().all(|near| near.labels.is_empty()) {
            return Vec::new();
        }
        let titles: Vec<&Titled> = all.iter().map(|near| &near.titled).collect();
        for (at, token) in read.list.iter().enumerate() {
            found.extend(Titled::find(&titles, read, at, shows));
            // A name in Latin letters must be capitalised.
            if !token.is_capital() && !token.is_arabic() {
                continue;
            }
            let sounds =
                token.is_capital() && !token.is_arabic() && read.list.get(at + 1).is_some_and(|next| next.is_capital());
            let sounds = sounds.then(|| sound(read.key(*token)) ^ sound(bare(read.key_at(at + 1))).rotate_left(1));
            for near in all {
                let places = near.words.get(&token.hash).map_or(&[][..], Vec::as_slice);
                let places = places.iter().map(|(label, place)| (&near.labels[*label as usize], *place));
                for (label, place) in places.filter(|(label, _)| shows(label.actor)).take(MOST_TRIED) {
                    let start = back(read, at, usize::from(place));
                    found.extend(start.and_then(|start| fits(prose, read, start, label)));
                }
                let labels = sounds.and_then(|sounds| near.sounds.get(&sounds)).map_or(&[][..], Vec::as_slice);
                let labels = labels.iter().map(|label| &near.labels[*label as usize]);
                for label in labels.filter(|label| shows(label.actor)).take(MOST_TRIED) {
                    found.extend(fits(prose, read, at, label));
                }
            }
        }
        found.retain(|(words, _)| !taken(words.clone()));
        found.sort_by_key(|(words, near)| (words.start, std::cmp::Reverse(words.end), near.actor, near.name));
        let mut out: Vec<NearName> = Vec::new();
        let mut rest = found.as_slice();
        while let Some((words, near)) = rest.first() {
            let same = rest.iter().take_while(|(other, _)| other.start < words.end).count();
            // If names of several actors are similar, none is reported.
            if rest[..same].iter().all(|(_, other)| other.actor == near.actor) {
                out.push(near.clone());
            }
            rest = &rest[same..];
        }
        out
    }
}

/// Whether the words at a position are similar but not equal to a name.
fn fits(prose: &str, read: &Tokens, start: usize, label: &NearLabel) -> Option<(std::ops::Range<usize>, NearName)> {
    let mut at = start;
    let mut begin = read.list.get(start)?.start;
    let (mut slips, mut sounds, mut articles) = (0, 0, 0);
    for (place, wanted) in label.words.iter().enumerate() {
        if place > 0 {
            let next = next_word(read, at)?;
            articles += usize::from(next > at + 1);
            at = next;
        }
        let token = read.list[at];
        let key = read.key(token);
        let mut how = compare(read, at, bare(key), wanted, place == 0);
        if place == 0 && token.is_arabic() && how != Likeness::Same {
            // An additional letter at the start is a clitic if the rest is more similar to the name.
            let cut =
                readings(key).map(|reading| (compare_word(&token, bare(&reading.rest), wanted, true), reading.skip));
            if let Some((likeness, skip)) = cut.min_by_key(|(likeness, _)| *likeness).filter(|(cut, _)| *cut <= how)
                && likeness != Likeness::None
            {
                (how, begin) = (likeness, split_at(prose, token, skip));
            }
        }
        match how {
            Likeness::None => return None,
            Likeness::Same => articles += usize::from(bare(key) != key && place > 0),
            Likeness::Sound => sounds += 1,
            Likeness::Slip => slips += 1,
        }
    }
    let words = start..at + 1;
    let range = ProseRange::new(begin, read.list[at].end);
    let has_article = articles > 0 && !label.has_article;
    let is_near = slips <= 1 && (slips + sounds > 0 || has_article) && !(slips == 1 && sounds > 0);
    (is_near && !is_part_of_longer(read, &words))
        .then_some((words, NearName { range, actor: label.actor, name: label.name, is_surname: false }))
}

/// Maximum number of names that are tried per word; only the most common words are in more.
const MOST_TRIED: usize = 64;

fn has_article(token: &Token, name: &str) -> bool {
    let word = name.get(token.start as usize..token.end as usize).unwrap_or("").to_lowercase();
    word.starts_with("ال") || word.starts_with("al") || word.starts_with("el")
}

/// The word a number of words before.
fn back(read: &Tokens, at: usize, words: usize) -> Option<usize> {
    let mut start = at;
    for _ in 0..words {
        start = start.checked_sub(1)?;
        while is_joint(read.key_at(start)) {
            start = start.checked_sub(1)?;
        }
        if !read.list[start].is_word() {
            return None;
        }
    }
    Some(start)
}

/// Whether the adjacent words make a name part of a longer one.
fn is_part_of_longer(read: &Tokens, words: &std::ops::Range<usize>) -> bool {
    let before = words.start.checked_sub(1).is_some_and(|before| {
        let starts = before == 0 || !read.list[before - 1].is_word();
        // The first word of a sentence is always capitalised.
        let is_other = starts && !read.list[before].is_arabic() && !is_known(read.key_at(before));
        is_name_word(read, before) && !is_other
    });
    before || (words.end < read.list.len() && is_name_word(read, words.end))
}

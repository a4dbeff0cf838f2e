//! Completion of names.
//!
//! Typed text is matched with the names of all languages: `til` finds ريكس تيليرسون through its English name.

mod sound;

use crate::actors::model::{Actor, ActorIndex, NameClass};
use crate::actors::recognize::finder::Finder;
use crate::actors::store::registry::Registry;
use crate::actors::words::clitics::readings;
use crate::actors::words::normalize::{split_at, tokens};
use crate::language::Language;
use std::collections::HashMap;

/// Maximum number of labels that are examined per query and position in a name. Labels are sorted, so those with the
/// typed text as a whole word come first.
const MOST: usize = 1024;
/// Maximum number of words that are tried instead of a misspelt one.
const SLIPS: usize = 32;

impl Registry {
    /// Completes a name: finds names that begin with `prefix` or contain a word that does, across scripts and
    /// spellings. Returns the actor and the index of its name in the article's language; best first, at most `limit`.
    pub fn complete(&self, prefix: &str, language: Language, limit: usize) -> Vec<(ActorIndex, usize)> {
        complete(self, prefix, language, limit)
    }

    /// Number of bytes at the start of a typed word that are clitics and not part of the names that
    /// [`Registry::complete`] finds.
    pub fn clitics_of(&self, prefix: &str, language: Language) -> usize {
        clitics_of(self, prefix, language)
    }
}

/// Implements [`Registry::complete`].
fn complete(registry: &Registry, prefix: &str, language: Language, limit: usize) -> Vec<(ActorIndex, usize)> {
    let typed = tokens(prefix.trim_end());
    let typed = typed.joined();
    let finder = &Finder::new(registry);
    let mut found = matches(finder, &typed, language, limit);
    if found.is_empty() && !typed.contains(' ') {
        for reading in readings(&typed) {
            found.extend(matches(finder, &reading.rest, language, limit));
        }
    }
    best(found, limit)
}

fn best(found: HashMap<(ActorIndex, usize), Rank>, limit: usize) -> Vec<(ActorIndex, usize)> {
    let mut found: Vec<((ActorIndex, usize), Rank)> = found.into_iter().collect();
    found.sort_by(|(_, a), (_, b)| a.cmp(b));
    found.truncate(limit);
    found.into_iter().map(|(name, _)| name).collect()
}

/// Names for text with a misspelt word, which [`complete`] does not find: one word may differ by one or two letters.
pub(super) fn near(registry: &Registry, prefix: &str, language: Language, limit: usize) -> Vec<(ActorIndex, usize)> {
    let typed = tokens(prefix.trim_end());
    let typed = typed.joined();
    let words: Vec<&str> = typed.split(' ').collect();
    let finder = &Finder::new(registry);
    let mut found: HashMap<(ActorIndex, usize), Rank> = HashMap::new();
    for (at, word) in words.iter().enumerate() {
        let last = at + 1 == words.len();
        for meant in finder.words_near(word, last, SLIPS) {
            let mut words = words.clone();
            words[at] = &meant;
            for (name, rank) in matches(finder, &words.join(" "), language, limit) {
                found.entry(name).or_insert(rank);
            }
        }
    }
    best(found, limit)
}

/// Number of typed bytes that are clitics; 0 if a name begins with them.
fn clitics_of(registry: &Registry, prefix: &str, language: Language) -> usize {
    let read = tokens(prefix);
    let typed = read.joined();
    let Some(first) = read.list.first().filter(|_| !typed.contains(' ')) else { return 0 };
    let finder = &Finder::new(registry);
    if !matches(finder, &typed, language, 1).is_empty() {
        return 0;
    }
    let reading = readings(&typed).find(|reading| !matches(finder, &reading.rest, language, 1).is_empty());
    reading.map_or(0, |reading| split_at(prefix, *first, reading.skip) as usize)
}

/// The rank of a match: own entries before built-in ones, matches at the start of a name before matches at a later
/// word, full names before others, short names before long ones, then alphabetical order.
type Rank = (u8, bool, NameClass, usize, String, ActorIndex, usize);

/// The matching names with their ranks. If enough names begin with the typed text, later words are not searched.
fn matches(finder: &Finder<'_>, typed: &str, language: Language, limit: usize) -> HashMap<(ActorIndex, usize), Rank> {
    let mut found: HashMap<(ActorIndex, usize), Rank> = HashMap::new();
    let words: Vec<&str> = typed.split(' ').collect();
    let with_article = format!("ال{typed}");
    let article: Vec<&str> = with_article.split(' ').collect();
    for position in 0..3 {
        let labels = match position {
            0 => finder.beginning(&words, MOST),
            1 => finder.holding(&words, MOST),
            _ => {
                let mut labels = finder.beginning(&article, MOST);
                labels.extend(finder.holding(&article, MOST));
                labels
            }
        };
        for (actor, label) in labels {
            let look = |entry: &Actor| {
                let name = shown(entry, usize::from(label.name), language)?;
                let shown = &entry.names[name];
                let text = shown.text.clone();
                Some((name, (position, entry.file.is_none(), shown.class, text.len(), text, actor, name)))
            };
            if let Some((name, rank)) = finder.registry.with_entry(actor, look).flatten() {
                let best = found.entry((actor, name)).or_insert_with(|| rank.clone());
                if rank < *best {
                    *best = rank;
                }
            }
        }
        if found.len() >= limit {
            break;
        }
    }
    found
}

/// The name to insert for a match: the matched name if it is in the article's language and may be used, otherwise the
/// house form.
pub(super) fn shown(actor: &Actor, name: usize, language: Language) -> Option<usize> {
    let matched = actor.names.get(name)?;
    let usable = matches!(matched.class, NameClass::House | NameClass::Also | NameClass::Short);
    if usable && matched.language == language {
        return Some(name);
    }
    if matched.class == NameClass::Metonym {
        return None;
    }
    let house = |language: Option<Language>| {
        actor.names.iter().position(|name| {
            name.class == NameClass::House && language.is_none_or(|language| name.language == language)
        })
    };
    house(Some(language)).or_else(|| house(None)).or(usable.then_some(name))
}

//! Decides whether the text of a link names its actor, and whether it contains a clitic.

use super::finder::Finder;
use super::scan::find;
use crate::actors::model::{ActorIndex, Kind, NameClass};
use crate::actors::store::registry::Registry;
use crate::actors::words::clitics::readings;
use crate::actors::words::frequent::{Everyday, everyday};
use crate::actors::words::lexicon::{self, is, is_relational};
use crate::actors::words::normalize::{Tokens, split_at, tokens, without_article};
use crate::language::Language;

/// Whether the text of a link fits its actor: a name of any class and language (compared loosely), a title and a name,
/// a title of the actor or its head word, a word of the full name, or a possessive.
pub fn names_actor(registry: &Registry, actor: ActorIndex, text: &str, language: Language) -> bool {
    let Some(entry) = registry.get(actor) else { return true };
    // Most links are written exactly as in the registry.
    if entry.names.iter().any(|name| name.text == text) {
        return true;
    }
    let read = tokens(text);
    if !read.list.iter().any(|token| token.is_word()) {
        return true;
    }
    fits(registry, actor, text, &read, language)
        || without_clitics(text, &read).iter().any(|(_, rest)| fits(registry, actor, rest, &tokens(rest), language))
}

/// Number of bytes at the start of a link's text that are clitics and should be outside: `و` in `والأنصاري` if the name
/// is `الأنصاري`. The rest stays unchanged, also after `لل`: `ل[لأمم المتحدة]` reads as before, but a restored article
/// would be visible.
pub fn clitic_inside(registry: &Registry, actor: ActorIndex, text: &str) -> Option<usize> {
    let entry = registry.get(actor)?;
    let glued = text.starts_with(['و', 'ف', 'ب', 'ل', 'ك']);
    if !glued || entry.names.iter().any(|name| name.text == text) {
        return None;
    }
    let read = tokens(text);
    if begins(registry, actor, text, &read) {
        return None;
    }
    let mut stripped = without_clitics(text, &read).into_iter();
    stripped.find(|(_, rest)| begins(registry, actor, rest, &tokens(rest))).map(|(width, _)| width)
}

/// The text without the clitics of its first word, in each possible reading, with the number of bytes removed.
fn without_clitics(text: &str, read: &Tokens) -> Vec<(usize, String)> {
    let Some(first) = read.list.first().filter(|token| token.is_arabic()) else { return Vec::new() };
    let offset_after = |skip: usize| split_at(text, *first, skip) as usize;
    readings(read.key(*first))
        .map(|reading| {
            let rest = if reading.article {
                format!("ال{}", &text[offset_after(reading.skip + "ل".len())..])
            } else {
                text[offset_after(reading.skip)..].to_owned()
            };
            (offset_after(reading.skip), rest)
        })
        .collect()
}

/// Whether the words begin with a name of the actor or are a title, with the first word taken literally. A name further
/// back is not evidence about the first word.
fn begins(registry: &Registry, actor: ActorIndex, text: &str, read: &Tokens) -> bool {
    let words: Vec<usize> = (0..read.list.len()).filter(|at| read.list[*at].is_word()).collect();
    let Some(first) = words.first().copied() else { return false };
    let named = find(text, read, first, Language::Arabic, &Finder::new(registry)).is_some_and(|found| {
        found.clitic.is_empty() && found.candidates.iter().any(|(candidate, _)| *candidate == actor)
    });
    named || is_title(registry, actor, read, &words) || is_part(registry, actor, read, &words)
}

/// Whether the words name an actor, with the first word taken literally.
fn fits(registry: &Registry, actor: ActorIndex, text: &str, read: &Tokens, language: Language) -> bool {
    let words: Vec<usize> = (0..read.list.len()).filter(|at| read.list[*at].is_word()).collect();
    let Some(first) = words.first().copied() else { return false };
    let finder = &Finder::new(registry);
    // A label as a whole, in any case.
    let mut whole = false;
    finder.walk(read.list[first].hash, &read.list, first, |length, labels| {
        let own = finder.each(&labels).any(|(other, _)| other == actor);
        let mut rest = read.list[first + length..].iter().filter(|token| token.is_word());
        whole |= own && rest.all(|token| read.key(*token) == "'s");
    });
    if whole || is_title(registry, actor, read, &words) || is_part(registry, actor, read, &words) {
        return true;
    }
    // Title and name, honorific and name, name and attribute.
    words.iter().filter_map(|at| find(text, read, *at, language, finder)).any(|found| {
        let own = found.candidates.iter().find(|(candidate, _)| *candidate == actor);
        let Some((_, place)) = own.filter(|_| found.clitic.is_empty() || found.words.start > first) else {
            return false;
        };
        // Before a short name, a word that is not a title of the actor is the given name of another person.
        let is_short = registry.actor(actor).names[*place].class == NameClass::Short;
        !is_short
            || words.iter().take_while(|at| **at < found.words.start).all(|at| introduces(registry, actor, read, *at))
    })
}

/// Whether a word can precede a person's short name: a word of a title or of the person's own name, an honorific,
/// or any word that is not a name.
fn introduces(registry: &Registry, actor: ActorIndex, read: &Tokens, at: usize) -> bool {
    let token = read.list[at];
    let is_own = || {
        let entry = registry.actor(actor);
        let names = entry.names.iter().map(|name| name.text.as_str());
        let titles = entry.roles.iter().flat_map(|role| role.titles.iter().map(|title| title.text.as_str()));
        names.chain(titles).any(|text| tokens(text).list.iter().any(|own| own.hash == token.hash))
    };
    let is_addressed =
        [&lexicon::HONORIFICS, &lexicon::QUALIFIERS, &lexicon::POSTS, &lexicon::OFFICES, &lexicon::ADDRESS];
    if is_addressed.iter().any(|set| is(set, read, at)) || lexicon::NATIONS.contains(&token.hash) || is_own() {
        return true;
    }
    if token.is_arabic() {
        let key = read.key(token);
        return !lexicon::is_given_name(read, at)
            && (key.starts_with("ال") || is_relational(read, token) || everyday(token.hash) == Everyday::Word);
    }
    !token.is_capital()
}

/// Whether the words are a title of the actor, optionally followed by a nation or a qualifier.
fn is_title(registry: &Registry, actor: ActorIndex, read: &Tokens, words: &[usize]) -> bool {
    registry.titles(actor).iter().any(|form| {
        let length = form.words.len();
        // "the Secretary of State", "former president".
        let qualifiers = words.iter().take_while(|at| is(&lexicon::QUALIFIERS, read, **at)).count();
        let starts = [words, &words[qualifiers..]];
        starts.iter().any(|words| {
            words.len() >= length
                && words[..length].iter().map(|at| read.list[*at].hash).eq(form.words.iter().copied())
                && words[length..].iter().all(|at| {
                    let token = read.list[*at];
                    is(&lexicon::QUALIFIERS, read, *at) || is_relational(read, token) || read.key(token) == "'s"
                })
        })
    })
}

/// Whether a single word, apart from its article, is a word of a name of the actor: `ليلى`, `الوزارة`.
fn is_part(registry: &Registry, actor: ActorIndex, read: &Tokens, words: &[usize]) -> bool {
    let own: Vec<usize> =
        words.iter().copied().filter(|at| read.key_at(*at) != "'s" && read.key_at(*at) != "the").collect();
    let [only] = own.as_slice() else { return false };
    let bare = without_article(read.key_at(*only));
    if bare.chars().count() < 3 {
        return false;
    }
    let entry = registry.actor(actor);
    entry.names.iter().any(|name| {
        let name = tokens(&name.text);
        let mut keys = name.list.iter().map(|token| without_article(name.key(*token)));
        if entry.kind == Kind::Person {
            return keys.any(|key| key == bare);
        }
        // For a ministry, the word for its kind, not the country after it.
        let first = keys.next();
        let arabic = name.list.first().is_some_and(|token| token.is_arabic());
        first == Some(bare) || (!arabic && keys.next_back() == Some(bare))
    })
}

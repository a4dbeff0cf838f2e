//! Names for completion.
//!
//! What was typed is compared with the words of every name in every language: `til` finds ريكس تيليرسون through its
//! English name. Looking through ten thousand names takes less time than a key stays down, so nothing is built for it.

use super::clitics::readings;
use super::normalise::{split_at, tokens};
use super::{Actor, ActorIndex, NameClass, Registry};
use crate::language::Language;
use std::collections::HashMap;

/// Names for completion, best first: see [`Registry::complete`].
pub(super) fn complete(
    registry: &Registry,
    prefix: &str,
    language: Language,
    limit: usize,
) -> Vec<(ActorIndex, usize)> {
    let typed = tokens(prefix.trim_end());
    let typed = typed.joined();
    let mut found = matches(registry, &typed, language);
    if found.is_empty() && !typed.contains(' ') {
        for reading in readings(&typed) {
            found.extend(matches(registry, &reading.rest, language));
        }
    }
    let mut found: Vec<((ActorIndex, usize), Rank)> = found.into_iter().collect();
    found.sort_by(|(a, first), (b, second)| first.cmp(second).then_with(|| text(registry, *a).cmp(text(registry, *b))));
    found.truncate(limit);
    found.into_iter().map(|(name, _)| name).collect()
}

/// How many bytes of what was typed are clitics; none where it begins a name with them.
pub(super) fn clitics_of(registry: &Registry, prefix: &str, language: Language) -> usize {
    let read = tokens(prefix);
    let typed = read.joined();
    let Some(first) = read.list.first().filter(|_| !typed.contains(' ')) else { return 0 };
    if !matches(registry, &typed, language).is_empty() {
        return 0;
    }
    let reading = readings(&typed).find(|reading| !matches(registry, &reading.rest, language).is_empty());
    reading.map_or(0, |reading| split_at(prefix, *first, reading.skip) as usize)
}

/// How good a match is: own entries before built-in ones, the beginning of a name before that of a later word, full
/// names before others, short ones before long ones.
type Rank = (u8, bool, NameClass, usize);

fn text(registry: &Registry, (actor, name): (ActorIndex, usize)) -> &str {
    &registry.actor(actor).names[name].text
}

fn matches(registry: &Registry, typed: &str, language: Language) -> HashMap<(ActorIndex, usize), Rank> {
    let mut found: HashMap<(ActorIndex, usize), Rank> = HashMap::new();
    for label in &registry.index.labels {
        let Some(position) = position(registry.index.key(label), typed) else { continue };
        let actor = registry.actor(label.actor as usize);
        let Some(name) = shown(actor, label.name as usize, language) else { continue };
        let shown = &actor.names[name];
        let rank = (position, actor.file.is_none(), shown.class, shown.text.len());
        let place = (label.actor as usize, name);
        let best = found.entry(place).or_insert(rank);
        *best = rank.min(*best);
    }
    found
}

/// Where in a name the typed words begin: 0 at its start, 1 at a later word, 2 behind an article.
fn position(key: &str, typed: &str) -> Option<u8> {
    if key.starts_with(typed) {
        return Some(0);
    }
    let behind = |mark: &str| {
        key.match_indices(typed).any(|(at, _)| {
            let before = &key[..at];
            before.ends_with(mark)
                && matches!(before[..before.len() - mark.len()].chars().next_back(), None | Some(' '))
        })
    };
    if key.match_indices(typed).any(|(at, _)| key[..at].ends_with(' ')) {
        return Some(1);
    }
    (behind("ال") || behind("al ")).then_some(2)
}

/// The name to insert where a name matched: itself where the article's language has it and it may be used, else the
/// house form.
fn shown(actor: &Actor, name: usize, language: Language) -> Option<usize> {
    let matched = &actor.names[name];
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

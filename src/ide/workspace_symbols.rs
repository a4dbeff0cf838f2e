//! Symbols of a workspace: actors of the registry and headlines of articles.

use crate::actors::{Actor, ActorIndex, Registry};
use crate::article::{Article, BlockKind};
use crate::language::Language;
use crate::text::{Fold, TextRange, fold};
use std::collections::HashSet;

/// How many actors are listed.
const ACTORS: usize = 100;
/// The longest headline, in characters.
const HEADLINE: usize = 160;

/// The actors whose names or ids match a query, in either script. Built-in actors are left out, because they are in no file.
pub fn actor_symbols(registry: &Registry, query: &str) -> Vec<ActorIndex> {
    let mut actors = Vec::new();
    if !query.trim().is_empty() {
        for language in [Language::Arabic, Language::English] {
            actors.extend(registry.complete(query, language, ACTORS).into_iter().map(|(actor, _)| actor));
        }
    }
    actors.extend(registry.ids_with(query.trim(), ACTORS, &|entry| entry.file.is_some()));
    let mut seen = HashSet::new();
    actors.retain(|actor| registry.actor(*actor).file.is_some() && seen.insert(*actor));
    actors.truncate(ACTORS);
    actors
}

/// The name of an actor in a list of symbols: its house names, else its id.
pub fn symbol_name(entry: &Actor) -> String {
    let names = [Language::Arabic, Language::English].into_iter().filter_map(|language| entry.house_name(language));
    let names: Vec<&str> = names.collect();
    if names.is_empty() { entry.id.clone() } else { names.join(" · ") }
}

/// The headline of an article, else its first heading, with the place.
pub fn headline(article: &Article) -> Option<(String, TextRange)> {
    let block = article.blocks.iter().find(|block| block.kind == BlockKind::Headline);
    let block = block.or_else(|| article.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(1))))?;
    let words: String = block.prose.text().trim().chars().take(HEADLINE).collect();
    (!words.is_empty()).then_some((words, block.range))
}

/// Whether a headline has all words of a query, in whatever spelling.
pub fn headline_matcher(query: &str) -> impl Fn(&str) -> bool {
    let words: Vec<String> = query.split_whitespace().map(|word| fold(word, Fold::Loose)).collect();
    move |headline: &str| {
        let headline = fold(headline, Fold::Loose);
        words.iter().all(|word| headline.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_matches_all_words_of_a_query() {
        let matches = headline_matcher("port  CRANE");
        assert!(matches("The crane of the port"));
        assert!(!matches("The port"));
        assert!(headline_matcher("")("anything"));
    }
}

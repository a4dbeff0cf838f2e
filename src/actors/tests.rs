//! Tests of the registry and of name recognition.

mod built;
mod finding;
mod live;
mod longer;
mod parsing;
mod places;
mod properties;
mod samples;

use super::*;
use crate::article::BlockId;
use crate::language::Language;
use std::sync::Arc;

/// A registry of one file.
fn registry(text: &str, builtin: bool) -> Registry {
    let file = parse("actors.toml", text);
    Registry::new(vec![Arc::new(file)], builtin)
}

/// The resolved names of one paragraph, as words, certainty and ids.
fn names(registry: &Registry, prose: &str) -> Vec<(String, Certainty, Vec<String>)> {
    let language = Language::of_script(prose).unwrap_or_default();
    let matches = scan(prose, language, registry);
    let block = BlockNames {
        block: BlockId::FIRST,
        heading: false,
        matches: &matches,
        links: Vec::new(),
        closed: Vec::new(),
        dates: Vec::new(),
    };
    disambiguate(registry, &[block], None)
        .into_iter()
        .map(|name| {
            let ids = name.actors.iter().map(|actor| registry.actor(*actor).id.clone()).collect();
            (name.matched.range.slice(prose).to_owned(), name.certainty, ids)
        })
        .collect()
}

/// The words of the certain names, and their actors.
fn certain(registry: &Registry, prose: &str) -> Vec<(String, String)> {
    let certain = names(registry, prose).into_iter().filter(|name| name.1 == Certainty::Certain);
    certain.map(|(words, _, mut ids)| (words, ids.remove(0))).collect()
}

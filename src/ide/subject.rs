//! Which actor is meant at a place.

use crate::actors::{Actor, ActorIndex, Lookup, Registry, RegistryFile};
use crate::analysis::{Analysis, front_matter_targets};
use crate::article::{Article, Scheme, Target};
use crate::text::TextRange;

/// The actor that a place names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The id of the entry; as written where the registry has none.
    pub id: String,
    /// All ids that lead to the entry: its own, former ones, those of outside authorities.
    pub ids: Vec<String>,
    /// The words asked about.
    pub origin: TextRange,
    /// The entry, where there is one.
    pub actor: Option<ActorIndex>,
}

/// A place where an article names an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The id as a registry holds it: `rex-tillerson`, `wd:Q318305`.
    pub id: String,
    /// The whole link, definition or value.
    pub range: TextRange,
    /// The id itself; `None` for a link whose id is in the cast list.
    pub id_range: Option<TextRange>,
    /// Whether it is a link in the text, and neither a line of the cast list nor a value of the front matter.
    pub is_link: bool,
    /// Whether the same place states another id before this one.
    pub is_further: bool,
}

/// The places where an article names actors: links, the cast list, the front matter; in the order of the source.
pub fn places(article: &Article, prefixes: &[String]) -> Vec<Place> {
    let mut found = Vec::new();
    for mention in &article.mentions {
        let is_inline = mention.link.definition.is_none();
        for (id, target, is_further) in keys(&mention.target) {
            let id_range = is_inline.then_some(target.id_range);
            found.push(Place { id, range: mention.link.range, id_range, is_link: true, is_further });
        }
    }
    let mut add = |target: &Target, range: TextRange| {
        if found.iter().any(|place| !place.is_link && place.id_range == Some(target.id_range)) {
            return;
        }
        for (id, target, is_further) in keys(target) {
            let range = if is_further { target.id_range } else { range };
            found.push(Place { id, range, id_range: Some(target.id_range), is_link: false, is_further });
        }
    };
    for definition in &article.definitions {
        add(&definition.target, definition.range);
    }
    for target in front_matter_targets(article, prefixes) {
        add(&target, target.id_range);
    }
    found.sort_by_key(|place| (place.range, place.id_range));
    found
}

/// The ids of a target, each once, and whether another one precedes it.
fn keys(target: &Target) -> Vec<(String, &Target, bool)> {
    let mut found: Vec<(String, &Target, bool)> = Vec::new();
    for target in std::iter::once(target).chain(&target.also) {
        if let Some(id) = key(target).filter(|id| found.iter().all(|(known, ..)| known != id)) {
            let is_further = !found.is_empty();
            found.push((id, target, is_further));
        }
    }
    found
}

/// The id of a target as a registry holds it; `None` for dates and open targets.
fn key(target: &Target) -> Option<String> {
    match &target.scheme {
        _ if target.is_open() || target.id.is_empty() => None,
        Scheme::Date => None,
        Scheme::Outside(prefix) => Some(format!("{prefix}:{}", target.id)),
        _ => Some(target.id.clone()),
    }
}

/// The places of an analysed article.
pub fn places_in(analysis: &Analysis) -> Vec<Place> {
    let prefixes: Vec<String> = analysis.config().prefixes.keys().cloned().collect();
    places(&analysis.article, &prefixes)
}

/// The actor that an article names at an offset.
pub fn subject(analysis: &Analysis, offset: u32) -> Option<Subject> {
    let registry = analysis.registry();
    let places = places_in(analysis);
    // Of a link and the line that defines it the smaller one is meant.
    let on_id = |place: &Place| place.id_range.is_some_and(|range| range.touches(offset));
    let named = places.iter().filter(|place| place.range.touches(offset));
    // Of several ids the one at the offset is meant, else the first that the registry has.
    let named = named.min_by_key(|place| (place.range.len(), !on_id(place), place.is_further));
    if let Some(place) = named {
        let on_id = place.id_range.filter(|range| range.touches(offset));
        return Some(subject_of(registry, &place.id, on_id.unwrap_or(place.range)));
    }
    let name = analysis.name_at(offset)?;
    let [actor] = name.actors.as_slice() else { return None };
    Some(subject_of(registry, &registry.actor(*actor).id, analysis.place_of(name)))
}

/// The actor that a registry file names at an offset: the entry that an id leads to, else the entry around the offset.
pub fn subject_in_registry(file: &RegistryFile, registry: &Registry, offset: u32) -> Option<Subject> {
    if let Some(link) = file.links.iter().find(|link| link.range.touches(offset)) {
        return Some(subject_of(registry, &link.id, link.range));
    }
    let entry = entry_at(file, offset)?;
    Some(subject_of(registry, &entry.id, entry.id_range))
}

/// The entry of a registry file at an offset.
pub fn entry_at(file: &RegistryFile, offset: u32) -> Option<&Actor> {
    let at = file.actors.partition_point(|entry| entry.range.start <= offset);
    file.actors[..at].last().filter(|entry| entry.range.touches(offset))
}

/// The actor of an id.
pub fn subject_of(registry: &Registry, id: &str, origin: TextRange) -> Subject {
    let (Lookup::Found(actor) | Lookup::Merged(actor)) = registry.lookup(id) else {
        return Subject { id: id.to_owned(), ids: vec![id.to_owned()], origin, actor: None };
    };
    let entry = registry.actor(actor);
    let leads_here =
        |id: &str| matches!(registry.lookup(id), Lookup::Found(other) | Lookup::Merged(other) if other == actor);
    let others = entry.merged_from.iter().chain(&entry.same_as).filter(|id| leads_here(id));
    let ids = std::iter::once(&entry.id).chain(others).cloned().collect();
    Subject { id: entry.id.clone(), ids, origin, actor: Some(actor) }
}

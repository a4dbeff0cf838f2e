//! Who is meant at a place, and everywhere that an article names somebody.

use crate::actors::{Actor, ActorIndex, LinkKey, Lookup, Registry, RegistryFile};
use crate::analysis::{Analysis, front_matter_targets};
use crate::article::{Article, Scheme, Target};
use crate::text::TextRange;

/// Whom a place is about.
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
    /// The id itself; `None` for a link whose id stands in the cast list.
    pub id_range: Option<TextRange>,
    /// Whether it is a link in the text, and neither a line of the cast list nor a value of the front matter.
    pub is_link: bool,
}

/// The places where an article names actors: links, the cast list, the front matter; in the order of the source.
pub fn places(article: &Article, prefixes: &[String]) -> Vec<Place> {
    let mut found = Vec::new();
    for mention in &article.mentions {
        let Some(id) = key(&mention.target) else { continue };
        let id_range = mention.link.definition.is_none().then_some(mention.target.id_range);
        found.push(Place { id, range: mention.link.range, id_range, is_link: true });
    }
    let mut add = |target: &Target, range: TextRange| {
        let known = found.iter().any(|place| !place.is_link && place.id_range == Some(target.id_range));
        if let Some(id) = key(target).filter(|_| !known) {
            found.push(Place { id, range, id_range: Some(target.id_range), is_link: false });
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

/// The id of a target as a registry holds it; `None` for dates and where nobody is named.
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

/// Whom an article speaks of at an offset.
pub fn subject(analysis: &Analysis, offset: u32) -> Option<Subject> {
    let registry = analysis.registry();
    let places = places_in(analysis);
    // Of a link and the line that defines it the smaller one is meant.
    let named = places.iter().filter(|place| place.range.touches(offset)).min_by_key(|place| place.range.len());
    if let Some(place) = named {
        let on_id = place.id_range.filter(|range| range.touches(offset));
        return Some(subject_of(registry, &place.id, on_id.unwrap_or(place.range)));
    }
    let name = analysis.name_at(offset)?;
    let [actor] = name.actors.as_slice() else { return None };
    Some(subject_of(registry, &registry.actor(*actor).id, analysis.place_of(name)))
}

/// Whom a registry file speaks of at an offset: the entry that an id leads to, else the entry that the offset lies in.
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

/// Whom an id means.
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

/// The places where a registry file names an entry that one of some ids leads to; `declared` adds the entry itself.
pub fn places_in_registry(file: &RegistryFile, subject: &Subject, declared: bool) -> Vec<TextRange> {
    let own = file.actors.iter().filter(|entry| declared && entry.id == subject.id).map(|entry| entry.id_range);
    // A former id stands in the entry itself: it is no mention.
    let links = file.links.iter().filter(|link| link.key != LinkKey::Merged && subject.ids.contains(&link.id));
    let mut found: Vec<TextRange> = own.chain(links.map(|link| link.range)).collect();
    found.sort_unstable();
    found
}

/// All places of an article that speak of the actor at an offset, linked or not.
pub fn highlights(analysis: &Analysis, offset: u32) -> Vec<TextRange> {
    let Some(subject) = subject(analysis, offset) else { return Vec::new() };
    let places = places_in(analysis).into_iter().filter(|place| subject.ids.contains(&place.id));
    let names = analysis.names.iter().filter(|name| {
        !name.linked && Some(name.actors.as_slice()) == subject.actor.as_ref().map(std::slice::from_ref)
    });
    let mut found: Vec<TextRange> =
        places.map(|place| place.range).chain(names.map(|name| analysis.place_of(name))).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The label of the cast list at an offset, wherever it is written alike: what is typed in one place is typed in all.
pub fn linked_labels(analysis: &Analysis, offset: u32) -> Vec<TextRange> {
    let labels = labels(analysis);
    let Some(definition) = labels.iter().find(|(_, range)| range.touches(offset)).map(|(definition, _)| *definition)
    else {
        return Vec::new();
    };
    let label = analysis.article.definitions[definition].label_range;
    let words = label.slice(&analysis.text);
    // Where only one place has these words, there is nothing to link.
    let mut found: Vec<TextRange> = labels
        .into_iter()
        .filter(|(of, range)| *of == definition && range.slice(&analysis.text) == words)
        .map(|(_, range)| range)
        .collect();
    found.sort_unstable();
    found.dedup();
    if found.len() > 1 && found.iter().any(|range| range.touches(offset)) { found } else { Vec::new() }
}

/// The labels of the cast list, in the definitions and in the links, with the number of the definition.
fn labels(analysis: &Analysis) -> Vec<(usize, TextRange)> {
    let article = &analysis.article;
    let own = article.definitions.iter().enumerate().map(|(number, definition)| (number, definition.label_range));
    let used = article.links().filter_map(|link| Some((link.definition?, link.label_range(&analysis.text)?)));
    own.chain(used).collect()
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check_highlights, check_linked, check_references};

    #[test]
    fn links_definitions_front_matter_and_former_ids_count() {
        check_references(
            r#"
            ---
            about: [actor:samira-nasser]
                          ^^^^^^^^^^^^^
            ---
            [Samira <|>Nasser](actor:samira-nasser) met [Karim Adel](actor:karim-adel).
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            [the minister][s] left, [Nasser](person:samira-nasser) said.
            ^^^^^^^^^^^^^^^^^
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            [s]: actor:samira-nasser
            ^^^^^^^^^^^^^^^^^^^^^^^^
            "#,
        );
        check_references(
            r#"
            [Layla](actor:layla) and [Layla <|>Hamdan](actor:layla-hamdan) and [her](wd:Q1).
            ^^^^^^^^^^^^^^^^^^^^
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            //- actors.toml
            [[actor]]
            id = "layla-hamdan"
            kind = "person"
            merged-from = ["layla"]
            name.en = "Layla Hamdan"
            "#,
        );
    }

    #[test]
    fn an_id_that_nobody_has_is_followed_too() {
        check_references(
            "
            [A](actor:nobody) and [B](actor:nobo<|>dy) and [C](actor:-) and [yesterday](date:2024-01-01).
            ^^^^^^^^^^^^^^^^^
                                  ^^^^^^^^^^^^^^^^^
            ",
        );
        check_references(
            "
            Nobody is <|>here.
            ",
        );
    }

    #[test]
    fn all_mentions_of_an_actor_are_marked() {
        check_highlights(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة <|>ناصر](actor:samira-nasser) ذلك، ثم غادرت سميرة ناصر.
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                                                                 ^^^^^^^^^^
            ",
        );
    }

    #[test]
    fn a_label_and_its_definition_are_typed_together() {
        check_linked(
            "
            [Karim <|>Adel] met [Karim Adel][] and [the chief][Karim Adel] and [him][karim adel].
             ^^^^^^^^^^
                              ^^^^^^^^^^
                                                            ^^^^^^^^^^

            [Karim Adel]: actor:karim-adel
             ^^^^^^^^^^
            ",
        );
        check_linked(
            "
            [Karim <|>Adel](actor:karim-adel) signed.
            ",
        );
    }
}

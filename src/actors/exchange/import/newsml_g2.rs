//! Knowledge and concept items of NewsML-G2: `concept` elements of people, organisations, places and events.

use super::draft::{Draft, add_name, add_same_as, add_title, clean, language, outside, short};
use super::xml::{attribute, attribute_range, children, content_range, each, text};
use crate::actors::Role;
use crate::actors::model::{Actor, EntryRange, Gender, Kind, NameClass};
use crate::message;
use crate::text::TextRange;
use roxmltree::Node;

pub(super) fn read(source: &str, draft: &mut Draft) {
    let before = source.matches("<concept>").count() + source.matches("<concept ").count();
    if before == 0 && !source.contains("concept") {
        draft.defect(1, message!("the file contains no concepts"), message!("nothing is imported"));
    }
    each(source, &["concept"], draft, &mut concept);
}

/// A code as an id: `actor:laila-haddad` is an id of this registry, `wd:Q42` an outside id.
fn code(node: Node<'_, '_>) -> Option<String> {
    let code = attribute(node, "qcode").or_else(|| attribute(node, "uri"))?.trim();
    let own = code.strip_prefix("actor:").unwrap_or(code);
    (!own.is_empty()).then(|| if own == code { outside(code) } else { own.to_owned() })
}

fn concept(draft: &mut Draft, line: u32, node: Node<'_, '_>) {
    let id = children(node, "conceptId").next().and_then(code).unwrap_or_default();
    let nature = children(node, "type").next().and_then(|kind| attribute(kind, "qcode")).unwrap_or("");
    let has = |name: &'static str| children(node, name).next();
    let details = has("personDetails")
        .or_else(|| has("organisationDetails"))
        .or_else(|| has("geoAreaDetails"))
        .or_else(|| has("POIDetails"));
    let kind = match nature.rsplit(':').next().unwrap_or("") {
        "person" => Kind::Person,
        "organisation" => Kind::Organisation,
        "geoArea" | "poi" => Kind::Place,
        "event" => Kind::Event,
        "group" => Kind::Group,
        "" if has("personDetails").is_some() => Kind::Person,
        "" if has("geoAreaDetails").is_some() || has("POIDetails").is_some() => Kind::Place,
        "" if has("organisationDetails").is_some() => Kind::Organisation,
        // A knowledge item can have other concepts as well.
        _ if draft.is_list => return,
        _ => {
            let what = message!("the concept `{id}` is not a person, organisation, place or event", id = short(&id));
            draft.leave_out(line, 1, what);
            return;
        }
    };
    let mut actor = Actor::empty(kind);
    actor.range = draft.place(node.range());
    actor.id_range = id_range(draft, node).unwrap_or_default();
    let is_own = attribute(children(node, "conceptId").next().unwrap_or(node), "qcode")
        .is_some_and(|code| code.starts_with("actor:"));
    if is_own {
        actor.id = draft.id(line, &id);
    } else if !id.is_empty() {
        add_same_as(&mut actor, &id);
    }
    for name in children(node, "name") {
        let class = match role_of(name) {
            "short" => NameClass::Short,
            "wrong" => NameClass::Wrong,
            "weak" => NameClass::Weak,
            "metonym" => NameClass::Metonym,
            "alternate" | "also" | "full" => NameClass::Also,
            _ => NameClass::House,
        };
        let known = actor.names.len();
        add_name(&mut actor, class, lang(name), &text(name));
        let entry = actor.range.start;
        if let Some(added) = actor.names.get_mut(known) {
            added.range = EntryRange::from_start(draft.place(content_range(name)), entry);
        }
    }
    for definition in children(node, "definition") {
        let text = clean(&text(definition));
        let of = language(lang(definition), &text);
        if !text.is_empty() && !actor.descriptions.iter().any(|(language, _)| *language == of) {
            actor.descriptions.push((of, text));
        }
    }
    for note in children(node, "note").filter(|note| role_of(*note) == "disambiguation").take(1) {
        actor.note = Some(clean(&text(note))).filter(|note| !note.is_empty());
    }
    children(node, "sameAs").filter_map(code).for_each(|id| add_same_as(&mut actor, &id));
    for broader in children(node, "broader").chain(children(node, "broader")).take(1) {
        actor.parent = code(broader);
    }
    if let Some(details) = details {
        read_details(draft, line, details, &mut actor);
    }
    draft.add(actor, line, (!id.is_empty()).then_some(id));
}

/// The range of the id in the code of a concept.
fn id_range(draft: &Draft, node: Node<'_, '_>) -> Option<TextRange> {
    let id = children(node, "conceptId").next()?;
    let range = attribute_range(id, "qcode").or_else(|| attribute_range(id, "uri"))?;
    let own = attribute(id, "qcode").filter(|code| code.starts_with("actor:")).map_or(0, |_| "actor:".len());
    Some(draft.place(range.start + own..range.end))
}

fn lang<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.ancestors().find_map(|node| attribute(node, "lang"))
}

fn role_of<'a>(node: Node<'a, '_>) -> &'a str {
    attribute(node, "role").map_or("", |role| role.rsplit(':').next().unwrap_or(""))
}

fn read_details(draft: &mut Draft, line: u32, details: Node<'_, '_>, actor: &mut Actor) {
    for (name, ends) in [("born", false), ("founded", false), ("died", true), ("dissolved", true)] {
        for node in children(details, name) {
            let line = draft.line_of(node.range(), line);
            let date = draft.date(line, name, &text(node));
            let kept = if ends { &mut actor.ends } else { &mut actor.begins };
            *kept = kept.or(date);
        }
    }
    for node in children(details, "gender") {
        let word = attribute(node, "qcode").or_else(|| attribute(node, "uri")).unwrap_or("");
        actor.gender = draft.gender(line, word.rsplit([':', '/']).next().unwrap_or(""), word);
    }
    for affiliation in children(details, "affiliation") {
        let line = draft.line_of(affiliation.range(), line);
        let range = EntryRange::from_start(draft.place(affiliation.range()), actor.range.start);
        let mut held = Role { org: code(affiliation), range, ..Role::default() };
        if held.org.is_none() && !draft.is_list {
            // An organisation with a name but no code is kept in the note.
            let name = children(affiliation, "name").next().map(text).unwrap_or_default();
            draft.defect(
                line,
                message!("the affiliation with `{name}` has no code", name = short(&name)),
                message!("the role has no organisation"),
            );
        }
        for (attribute_name, ends) in [("validfrom", false), ("validto", true)] {
            let Some(value) = attribute(affiliation, attribute_name) else { continue };
            let date = draft.date(line, attribute_name, value);
            if ends { held.to = date } else { held.from = date }
        }
        for title in children(affiliation, "jobtitle").chain(children(affiliation, "jobTitle")) {
            let name = children(title, "name").next().unwrap_or(title);
            let form = attribute(title, "role").and_then(|role| match role {
                "gender:m" => Some(Gender::Masculine),
                "gender:f" => Some(Gender::Feminine),
                _ => None,
            });
            add_title(&mut held, lang(name), form, &text(name));
        }
        actor.roles.push(held);
    }
}

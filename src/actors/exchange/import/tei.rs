//! TEI: the elements `person`, `org`, `place` and `event` of lists.

use super::draft::{Draft, add_name, add_same_as, add_title, clean, date, language};
use super::xml::{attribute, attribute_range, children, content_range, each, text};
use crate::actors::Role;
use crate::actors::model::{Actor, EntryRange, Kind, NameClass, PartialDate};
use crate::message;
use crate::text::TextRange;
use roxmltree::Node;

pub(super) fn read(source: &str, draft: &mut Draft) {
    each(source, &["person", "personGrp", "org", "place", "event"], draft, &mut |draft, line, node| {
        let kind = match node.tag_name().name() {
            "person" => Kind::Person,
            "personGrp" => Kind::Group,
            "org" => Kind::Organisation,
            // An event in the entry of an actor is a part of its life.
            "event" if !is_listed(node) => return,
            "event" => Kind::Event,
            _ => Kind::Place,
        };
        entry(draft, line, node, kind);
    });
    if draft.entries.is_empty() {
        draft.defect(1, message!("the file has no listPerson, listOrg or listPlace"), message!("nothing is imported"));
    }
}

/// Whether an event is one of a list. In a file that is not well-formed, an id shows it.
fn is_listed(node: Node<'_, '_>) -> bool {
    match node.parent_element() {
        Some(parent) => matches!(parent.tag_name().name(), "listEvent" | "standOff"),
        None => attribute(node, "id").is_some(),
    }
}

fn entry(draft: &mut Draft, line: u32, node: Node<'_, '_>, kind: Kind) {
    let mut actor = Actor::empty(kind);
    actor.range = draft.place(node.range());
    actor.id_range = attribute_range(node, "id").map_or_else(TextRange::default, |range| draft.place(range));
    let id = attribute(node, "id").unwrap_or("").to_owned();
    if kind == Kind::Event {
        actor.begins = day(draft, line, node, &["when", "from", "notBefore"]);
        actor.ends = day(draft, line, node, &["when", "to", "notAfter"]);
    }
    actor.id = draft.id(line, &id);
    if let Some(word) = attribute(node, "sex").or_else(|| attribute(node, "gender")) {
        actor.gender = draft.gender(line, word, word).or(actor.gender);
    }
    for child in node.children().filter(Node::is_element) {
        let line = draft.line_of(child.range(), line);
        match child.tag_name().name() {
            "persName" | "orgName" | "placeName" | "eventName" | "name" => add_form(draft, &mut actor, child),
            "label" | "head" if kind == Kind::Event => add_form(draft, &mut actor, child),
            "sex" | "gender" => {
                let word = attribute(child, "value").map_or_else(|| text(child), str::to_owned);
                actor.gender = draft.gender(line, &word, &word).or(actor.gender);
            }
            "birth" => actor.begins = date_of(draft, line, child).or(actor.begins),
            "death" => actor.ends = date_of(draft, line, child).or(actor.ends),
            "idno" => {
                let scheme = attribute(child, "type").unwrap_or("").to_lowercase();
                let value = text(child);
                let scheme = if scheme == "wikidata" { "wd" } else { scheme.as_str() };
                let is_address = value.contains("://") || scheme.is_empty() || scheme == "uri" || scheme == "url";
                add_same_as(&mut actor, &if is_address { value } else { format!("{scheme}:{}", value.trim()) });
            }
            "occupation" | "affiliation" | "state" => add_role(draft, line, child, &mut actor),
            name @ ("note" | "desc") if name == "note" || kind == Kind::Event => {
                let said = clean(&text(child));
                if !said.is_empty() && actor.descriptions.is_empty() {
                    actor.descriptions.push((language(lang(child), &said), said));
                }
            }
            _ => {}
        }
    }
    draft.add(actor, line, Some(id));
}

fn lang<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    attribute(node, "lang")
}

fn add_form(draft: &Draft, actor: &mut Actor, node: Node<'_, '_>) {
    let class = match attribute(node, "type").unwrap_or("") {
        "short" | "abb" => NameClass::Short,
        "wrong" => NameClass::Wrong,
        "alt" | "alternative" | "variant" | "full" => NameClass::Also,
        _ => NameClass::House,
    };
    // A title within a name is not part of it. The parts are in the order of the file.
    let parts: Vec<String> = (node.children())
        .filter(|part| !matches!(part.tag_name().name(), "roleName" | "genName" | "note"))
        .map(|part| if part.is_text() { part.text().unwrap_or("").to_owned() } else { format!(" {} ", text(part)) })
        .collect();
    let known = actor.names.len();
    add_name(actor, class, lang(node), &parts.concat());
    let entry = actor.range.start;
    if let Some(name) = actor.names.get_mut(known) {
        name.range = EntryRange::from_start(draft.place(content_range(node)), entry);
    }
    for title in children(node, "roleName") {
        let range = EntryRange::from_start(draft.place(title.range()), actor.range.start);
        let mut held = Role { range, ..Role::default() };
        add_title(&mut held, lang(title).or_else(|| lang(node)), None, &text(title));
        actor.roles.push(held);
    }
}

fn date_of(draft: &mut Draft, line: u32, node: Node<'_, '_>) -> Option<PartialDate> {
    let dated = std::iter::once(node).chain(children(node, "date"));
    let value = dated.into_iter().find_map(|node| attribute(node, "when").or_else(|| attribute(node, "notBefore")));
    let name = node.tag_name().name();
    match value {
        Some(value) => draft.date(line, name, value),
        // Without an attribute, any words can be there.
        None if draft.is_list => date(&text(node)),
        None if clean(&text(node)).is_empty() => None,
        None => draft.date(line, name, &text(node)),
    }
}

/// The first of some attributes that has a date.
fn day(draft: &mut Draft, line: u32, node: Node<'_, '_>, names: &[&str]) -> Option<PartialDate> {
    names.iter().find_map(|name| draft.date(line, name, attribute(node, name)?))
}

fn add_role(draft: &mut Draft, line: u32, node: Node<'_, '_>, actor: &mut Actor) {
    let range = EntryRange::from_start(draft.place(node.range()), actor.range.start);
    let mut held = Role { range, ..Role::default() };
    let org = node.descendants().find(|part| part.is_element() && part.tag_name().name() == "orgName");
    let reference = attribute(node, "ref").or_else(|| org.and_then(|org| attribute(org, "ref")));
    held.org = reference.map(|reference| reference.trim_start_matches('#').to_owned());
    for (name, ends) in [("from", false), ("notBefore", false), ("to", true), ("notAfter", true)] {
        let Some(value) = attribute(node, name) else { continue };
        let date = draft.date(line, name, value);
        let kept = if ends { &mut held.to } else { &mut held.from };
        *kept = kept.or(date);
    }
    let named: Vec<Node<'_, '_>> = children(node, "roleName").collect();
    if named.is_empty() && org.is_none() {
        add_title(&mut held, lang(node), None, &text(node));
    }
    for title in &named {
        add_title(&mut held, lang(*title).or_else(|| lang(node)), None, &text(*title));
    }
    actor.roles.push(held);
}

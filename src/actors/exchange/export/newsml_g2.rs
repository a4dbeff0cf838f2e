//! NewsML-G2 export: a knowledge item with one concept per entry.

use crate::actors::model::{Actor, Kind, NameClass, Role};
use crate::text::{escape, escape_attribute};
use std::fmt::Write;

/// Formats entries as a knowledge item. `day` is the date of its version.
pub fn knowledge_item(actors: &[&Actor], guid: &str) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<knowledgeItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"{}\" version=\"1\" standard=\"NewsML-G2\" \
         standardversion=\"2.35\" conformance=\"power\">",
        escape_attribute(guid)
    );
    out.push_str(
        "  <catalog>\n    \
         <scheme alias=\"actor\" uri=\"http://actors.invalid/id/\"/>\n    \
         <scheme alias=\"cpnat\" uri=\"http://cv.iptc.org/newscodes/cpnature/\"/>\n    \
         <scheme alias=\"cinat\" uri=\"http://cv.iptc.org/newscodes/cinature/\"/>\n    \
         <scheme alias=\"nrol\" uri=\"http://cv.iptc.org/newscodes/namerole/\"/>\n    \
         <scheme alias=\"wd\" uri=\"http://www.wikidata.org/entity/\"/>\n  \
         </catalog>\n  <itemMeta><itemClass qcode=\"cinat:concept\"/></itemMeta>\n  <conceptSet>\n",
    );
    for actor in actors {
        concept(&mut out, actor);
    }
    out.push_str("  </conceptSet>\n</knowledgeItem>\n");
    out
}

fn concept(out: &mut String, actor: &Actor) {
    let nature = match actor.kind {
        Kind::Person => "person",
        Kind::Organisation => "organisation",
        Kind::Place => "geoArea",
        Kind::Event => "event",
        Kind::Group => "group",
    };
    let _ = writeln!(
        out,
        "    <concept>\n      <conceptId qcode=\"actor:{}\"/>\n      <type qcode=\"cpnat:{nature}\"/>",
        escape_attribute(&actor.id)
    );
    for name in &actor.names {
        let role = match name.class {
            NameClass::House => "",
            NameClass::Also => " role=\"nrol:alternate\"",
            NameClass::Short => " role=\"nrol:short\"",
            NameClass::Wrong => " role=\"nrol:wrong\"",
            NameClass::Weak => " role=\"nrol:weak\"",
            NameClass::Metonym => " role=\"nrol:metonym\"",
        };
        let _ = writeln!(out, "      <name xml:lang=\"{}\"{role}>{}</name>", name.language.tag(), escape(&name.text));
    }
    for (language, text) in &actor.descriptions {
        let _ = writeln!(out, "      <definition xml:lang=\"{}\">{}</definition>", language.tag(), escape(text));
    }
    if let Some(note) = &actor.note {
        let _ = writeln!(out, "      <note role=\"nrol:disambiguation\">{}</note>", escape(note));
    }
    if let Some(parent) = &actor.parent {
        let _ = writeln!(out, "      <broader {}/>", code(parent));
    }
    for id in &actor.same_as {
        let _ = writeln!(out, "      <sameAs {}/>", code(id));
    }
    let (details, begin, end) = match actor.kind {
        Kind::Person => ("personDetails", "born", "died"),
        Kind::Organisation | Kind::Group => ("organisationDetails", "founded", "dissolved"),
        Kind::Place => ("geoAreaDetails", "founded", "dissolved"),
        Kind::Event => ("eventDetails", "born", "died"),
    };
    let mut inside = String::new();
    for (name, when) in [(begin, actor.begins), (end, actor.ends)] {
        if let Some(when) = when {
            let _ = writeln!(inside, "        <{name}>{when}</{name}>");
        }
    }
    if let Some(gender) = actor.gender {
        let word = if gender.key() == "m" { "male" } else { "female" };
        let _ = writeln!(inside, "        <gender qcode=\"gender:{word}\"/>");
    }
    for role in &actor.roles {
        affiliation(&mut inside, role);
    }
    if !inside.is_empty() {
        let _ = writeln!(out, "      <{details}>\n{inside}      </{details}>");
    }
    out.push_str("    </concept>\n");
}

fn affiliation(out: &mut String, role: &Role) {
    out.push_str("        <affiliation");
    if let Some(org) = &role.org {
        let _ = write!(out, " {}", code(org));
    }
    for (name, when) in [("validfrom", role.from), ("validto", role.to)] {
        if let Some(when) = when {
            let _ = write!(out, " {name}=\"{when}\"");
        }
    }
    if role.titles.is_empty() {
        out.push_str("/>\n");
        return;
    }
    out.push_str(">\n");
    for title in &role.titles {
        let form = title.gender.map_or_else(String::new, |gender| format!(" role=\"gender:{}\"", gender.key()));
        let (tag, text) = (title.language.tag(), escape(&title.text));
        let _ = writeln!(out, "          <jobtitle{form}><name xml:lang=\"{tag}\">{text}</name></jobtitle>");
    }
    out.push_str("        </affiliation>\n");
}

/// An id as a code. Ids without a scheme belong to this registry.
fn code(id: &str) -> String {
    match id {
        id if id.contains("://") => format!("uri=\"{}\"", escape_attribute(id)),
        id if id.contains(':') => format!("qcode=\"{}\"", escape_attribute(id)),
        id => format!("qcode=\"actor:{}\"", escape_attribute(id)),
    }
}

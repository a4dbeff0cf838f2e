//! Registry files in XML: lists of TEI, knowledge items of NewsML-G2. They are read and never changed.

use super::import::{Defect, Entry, read_list};
use crate::actors::file::{Pieces, RegistryFile, RegistryProblem, duplicates, parse, parse_again};
use crate::actors::model::Actor;
use crate::finding::{Problem, RuleCode};
use crate::message;
use crate::text::{LineIndex, TextRange};

/// Whether a registry file is a list in XML, by the extension of its name.
pub fn is_list(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("xml"))
}

/// Parses a registry file in TOML or XML.
pub fn parse_registry(path: &str, text: &str) -> RegistryFile {
    if is_list(path) { parse_list(path, text) } else { parse(path, text) }
}

/// Parses a registry file as [`parse_registry`] does, with what is kept of its last version.
pub fn parse_registry_again(path: &str, text: &str, before: &mut Pieces) -> RegistryFile {
    if is_list(path) { parse_list(path, text) } else { parse_again(path, text, before) }
}

/// Parses a list in XML as a registry file.
pub fn parse_list(path: &str, text: &str) -> RegistryFile {
    let imported = read_list(text);
    let lines = LineIndex::new(text);
    let mut file = RegistryFile { path: path.into(), text: text.into(), ..RegistryFile::default() };
    file.problems = imported.defects.iter().map(|defect| problem_of(defect, text, &lines)).collect();
    for entry in imported.entries.into_iter().filter(|entry| !entry.is_only_named) {
        match identified(entry) {
            Ok(actor) => file.actors.push(actor),
            Err(range) => {
                let tag = TextRange::new(range.start, range.end.min(range.start + tag_len(range.slice(text))));
                let problem =
                    Problem::new(tag, message!("the entry has no id")).note(message!("links cannot name the entry"));
                file.problems.push(RegistryProblem { code: MALFORMED, problem });
            }
        }
    }
    duplicates(&mut file);
    file
}

const MALFORMED: RuleCode = RuleCode::new("malformed-registry");

/// The entry with an id: its own, or the first that it has elsewhere. The place of the entry if it has none.
fn identified(entry: Entry) -> Result<Actor, TextRange> {
    let mut actor = entry.actor;
    if actor.id.is_empty() {
        let Some(other) = actor.same_as.first().cloned() else { return Err(actor.range) };
        actor.id = other;
    }
    if actor.id_range.is_empty() {
        actor.id_range = TextRange::empty(actor.range.start);
    }
    Ok(actor)
}

/// The length of the first tag of a text.
fn tag_len(text: &str) -> u32 {
    text.find('>').map_or(text.len(), |end| end + 1) as u32
}

/// A defect of a line as a problem of the file.
fn problem_of(defect: &Defect, text: &str, lines: &LineIndex) -> RegistryProblem {
    let line = lines.line_range(text, defect.line.saturating_sub(1));
    let words = line.slice(text);
    let start = line.start + (words.len() - words.trim_start().len()) as u32;
    let range = TextRange::new(start, start + words.trim().len() as u32);
    let problem = Problem::new(range, defect.what.clone()).note(defect.done.clone());
    RegistryProblem { code: MALFORMED, problem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEI: &str = "<!DOCTYPE TEI SYSTEM \"é.dtd\">\n<TEI><standOff><listPerson><person xml:id=\"rana\" sex=\"x\">\n\
        <persName xml:lang=\"ar\">رنا <surname>سالم</surname></persName><persName>Rana Salem</persName></person>\n\
        <person><persName>Huda Nimr</persName><idno type=\"wikidata\">Q42</idno><event><label>Birth</label></event></person>\n\
        <person><persName>Nobody</persName></person></listPerson>\n\
        <listOrg><org xml:id=\"port\"><orgName>Port of Salma</orgName></org></listOrg>\n\
        <listEvent><event xml:id=\"flood\" from=\"2024-02-03\" to=\"2024-02-05\"><label>Flood</label></event></listEvent></standOff></TEI>";
    const NEWSML_G2: &str = "<knowledgeItem xml:lang=\"en\"><conceptSet>\n\
        <concept><conceptId qcode=\"actor:port\"/><type qcode=\"cpnat:organisation\"/><name>Port of Salma</name></concept>\n\
        <concept><conceptId qcode=\"wd:Q42\"/><type qcode=\"cpnat:person\"/><name xml:lang=\"ar\">هدى نمر</name>\n\
        <personDetails><born>soon</born></personDetails></concept>\n\
        <concept><conceptId qcode=\"subj:1\"/><type qcode=\"cpnat:abstract\"/><name>Trade</name></concept></conceptSet></knowledgeItem>";

    /// The ids with the words at the places of the names.
    fn entries(file: &RegistryFile) -> Vec<(&str, Vec<&str>)> {
        for actor in &file.actors {
            assert!(actor.range.slice(&file.text).starts_with('<') && actor.range.slice(&file.text).ends_with('>'));
            let id = actor.id_range.slice(&file.text);
            assert!(id == actor.id || id.is_empty(), "{id}");
        }
        let place = |actor: &Actor, at: usize| actor.place_of(actor.names[at].range);
        file.actors
            .iter()
            .map(|actor| {
                let names = (0..actor.names.len()).map(|at| place(actor, at).slice(&file.text)).collect();
                (actor.id.as_str(), names)
            })
            .collect()
    }

    fn faults(file: &RegistryFile) -> Vec<String> {
        let lines = LineIndex::new(&file.text);
        let line = |problem: &RegistryProblem| lines.line_of(problem.problem.range.start) + 1;
        file.problems.iter().map(|problem| format!("{}: {}", line(problem), problem.problem.message)).collect()
    }

    #[test]
    fn entries_have_their_places() {
        let file = parse_registry("people.xml", TEI);
        let expected: [(&str, Vec<&str>); 4] = [
            ("rana", vec!["رنا <surname>سالم</surname>", "Rana Salem"]),
            ("wd:Q42", vec!["Huda Nimr"]),
            ("port", vec!["Port of Salma"]),
            ("flood", vec!["Flood"]),
        ];
        assert_eq!(entries(&file), expected);
        assert_eq!(faults(&file), ["5: the entry has no id"]);
        let days = |actor: &Actor| [actor.begins, actor.ends].map(|day| day.map(|day| day.to_string()));
        assert_eq!(days(&file.actors[3]), [Some("2024-02-03".to_owned()), Some("2024-02-05".to_owned())]);
        let file = parse_registry("concepts.XML", NEWSML_G2);
        assert_eq!(entries(&file), [("port", vec!["Port of Salma"]), ("wd:Q42", vec!["هدى نمر"])]);
        assert_eq!(faults(&file), ["4: `born` is not a date: `soon`"]);
    }

    #[test]
    fn the_first_element_says_what_a_list_is() {
        for before in ["", "<!-- a <TEI> -->", "<!DOCTYPE knowledgeItem [<!ENTITY x \"<TEI>\">]>", "x ", "<!-- a\n"] {
            let file = parse_registry("concepts.xml", &format!("{before}{NEWSML_G2}"));
            let ids: Vec<&str> = file.actors.iter().map(|actor| actor.id.as_str()).collect();
            assert_eq!(ids, ["port", "wd:Q42"], "{before}");
        }
        let file = parse_registry("people.xml", &format!("<!-- not a <knowledgeItem/> -->{TEI}"));
        assert_eq!(file.actors.len(), 4);
    }

    #[test]
    fn a_list_that_is_not_well_formed_keeps_the_places() {
        let file = parse_registry("people.xml", &TEI.replace("</listPerson>", ""));
        let ids: Vec<&str> = entries(&file).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, ["rana", "wd:Q42", "port", "flood"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(cut in 0usize..1200, gone in 0usize..40, new in "[<>/\"=&a é]{0,4}", is_tei: bool) {
            let text = if is_tei { TEI } else { NEWSML_G2 };
            let char_at = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let (from, to) = (char_at(cut), char_at(cut + gone));
            let edited = [&text[..from], &new, &text[to..]].concat();
            let file = parse_registry("people.xml", &edited);
            for actor in &file.actors {
                let _ = actor.range.slice(&edited);
                let _ = actor.id_range.slice(&edited);
                for name in &actor.names {
                    let _ = actor.place_of(name.range).slice(&edited);
                }
            }
            for problem in &file.problems {
                let _ = problem.problem.range.slice(&edited);
            }
        }
    }
}

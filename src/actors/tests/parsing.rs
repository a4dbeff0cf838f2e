use crate::actors::*;
use crate::finding::RuleCode;
use crate::language::Language;
use std::sync::Arc;

const FULL: &str = r#"# People
[[actor]]
id = "rex-tillerson"
kind = "person"
gender = "m"
born = 1952-03-23
died = "2031-02"
description.en = "Oil executive"
same-as = ["wd:Q318305"]
merged-from = ["tillerson"]
note = "Not the rodeo rider."

[actor.name]
ar = "ريكس تيليرسون"
en = "Rex Tillerson"
[actor.also]
en = ["Rex W. Tillerson", { text = "Wayne Tillerson", from = "1952", to = 1970-01-01 }]
[actor.short]
ar = ["تيليرسون"]

[[actor.role]]
title.ar = { m = "وزير الخارجية", f = "وزيرة الخارجية" }
title.en = ["Secretary of State", "Secretary"]
org = "us-state-department"
exclusive = true
from = 2017-02-01
to = 2018-03-31
source = "https://example.org"

# A place
[[actor]]
id = "salma"
kind = "place"
name.ar = "سلمى"
founded = "1203"
"#;

fn messages(file: &RegistryFile) -> Vec<(&str, &str)> {
    file.problems.iter().map(|p| (p.problem.range.slice(&file.text), p.problem.message.as_str())).collect()
}

#[test]
fn an_entry_is_parsed_with_its_ranges() {
    let file = parse("actors.toml", FULL);
    assert_eq!(messages(&file), []);
    let rex = &file.actors[0];
    assert_eq!((rex.kind, rex.gender), (Kind::Person, Some(Gender::Masculine)));
    assert_eq!(rex.begins, Some(PartialDate { year: 1952, month: Some(3), day: Some(23) }));
    assert_eq!(rex.ends, Some(PartialDate { year: 2031, month: Some(2), day: None }));
    assert_eq!(rex.descriptions, [(Language::English, "Oil executive".to_owned())]);
    assert_eq!(rex.id_range.slice(FULL), "rex-tillerson");
    assert!(rex.range.slice(FULL).starts_with("[[actor]]\nid = \"rex"));
    assert!(rex.range.slice(FULL).ends_with("source = \"https://example.org\""));
    let names: Vec<_> = rex.names.iter().map(|n| (n.class, n.language, rex.place_of(n.range).slice(FULL))).collect();
    assert_eq!(names[0], (NameClass::House, Language::Arabic, "ريكس تيليرسون"));
    assert_eq!(names[3], (NameClass::Also, Language::English, "Wayne Tillerson"));
    assert_eq!(rex.names[3].from, Some(PartialDate { year: 1952, month: None, day: None }));
    assert!(rex.names[2].from.is_none() && rex.names[3].to.is_some());
    let role = &rex.roles[0];
    assert!(role.exclusive && rex.place_of(role.range).slice(FULL).starts_with("[[actor.role]]"));
    assert_eq!(role.titles.len(), 4);
    assert_eq!(role.titles[1].gender, Some(Gender::Feminine));
    let salma = &file.actors[1];
    assert_eq!((salma.names[0].text.as_str(), salma.range.slice(FULL).lines().count()), ("سلمى", 5));
}

#[test]
fn problems_have_ranges_and_the_rest_is_kept() {
    let text = "actr = 1\n[[actor]]\nid = \"a\"\nkind = \"persn\"\nborn = 1952\ndied = \"1952-13\"\nname = \"Ann\"\nalso.en = [3, \"Anna\"]\nshort.english = \"A\"\nmerged_from = []\n\n[[actor]]\nkind = \"place\"\n\n[[actor]]\nid = \"a\"\nkind = \"person\"\n[[actor]]\nid = \"b\"\n";
    let file = parse("x", text);
    assert_eq!(
        messages(&file),
        [
            ("actr", "unknown key `actr`"),
            ("persn", "`persn` is not a kind of actor"),
            ("1952", "`born` is a number"),
            ("\"1952-13\"", "`died` must be a date: 1952-03-23, \"1952-03\" or \"1952\""),
            ("\"Ann\"", "`name` needs the language of each name"),
            ("3", "`also` must be a name, a list of names, or { text = \"…\", from = …, to = … }"),
            ("english", "`english` is not a language"),
            ("merged_from", "unknown key `merged_from`"),
            ("", "this entry has no id"),
            ("a", "the id `a` is taken"),
            ("b", "`b` has no kind"),
        ]
    );
    assert_eq!(file.problems[9].code, "duplicate-actor");
    assert_eq!(file.actors[0].begins.unwrap().year, 1952);
    assert_eq!(file.actors[0].names.len(), 2);
    assert_eq!(file.actors.len(), 3);
}

#[test]
fn a_broken_line_does_not_lose_the_file() {
    let text = "[[actor]]\nid = \"a\"\nkind = \"person\"\n[actor.name]\nen = \"Ann\"\nar = \"آ\n\n[[actor]]\nid = \"b\"\nkind = \"place\"\nname.en = \"Bern\"\n\n[[actor]]\nid = \"c\"\nkind = \"place\"\nname.en = [\"Cairo\",\n";
    let file = parse("x", text);
    let ids: Vec<_> = file.actors.iter().map(|actor| actor.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(file.problems.len(), 2, "{:?}", messages(&file));
    let name_of = |actor: usize| file.actors[actor].place_of(file.actors[actor].names[0].range).slice(text);
    assert_eq!(name_of(0), "Ann");
    assert_eq!(name_of(1), "Bern");
    assert_eq!(file.actors[1].id_range.slice(text), "b");
}

#[test]
fn ids_lead_to_entries_and_merged_entries() {
    let one = Arc::new(parse("one.toml", FULL));
    let two = Arc::new(parse("two.toml", "[[actor]]\nid = \"salma\"\nkind = \"place\"\n"));
    let registry = Registry::new(vec![one.clone(), two.clone()], false);
    assert_eq!(registry.lookup("rex-tillerson"), Lookup::Found(ActorIndex(0)));
    assert_eq!(registry.lookup("tillerson"), Lookup::Merged(ActorIndex(0)));
    assert_eq!(registry.lookup("Salma"), Lookup::Missing);
    assert_eq!(registry.near_ids("rex-tilerson"), ["rex-tillerson"]);
    assert_eq!(registry.problems.len(), 1);
    assert_eq!((registry.problems[0].0, registry.problems[0].1.code), (1, RuleCode::new("duplicate-actor")));
    assert_eq!(registry.actor(ActorIndex(0)).file, Some(0));
    assert_ne!(registry.generation(), Registry::new(vec![one, two], true).generation());
}

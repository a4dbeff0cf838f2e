//! Exported entries can be imported again without loss.

use super::{knowledge_item, popolo, table};
use crate::actors::exchange::import::{Format, Settings, import};
use crate::actors::exchange::merge::{Source, merge};
use crate::actors::{Actor, parse};

const REGISTRY: &str = r#"
[[actor]]
id = "samira-nasser"
kind = "person"
gender = "f"
born = 1971-05-02
same-as = ["wd:Q1", "https://example.org/samira"]
merged-from = ["samira"]
name.en = "Samira Nasser"
name.ar = "سميرة ناصر"
also.en = ["S. Nasser | Writer", "Samira \\ Nasser"]
short.en = ["Nasser"]
wrong.ar = ["سميره ناصر"]
description.en = "Minister, of \"ports\""
description.ar = "وزيرة"
note = "Not the singer."
[[actor.role]]
title.ar = { m = ["وزير", "وزير الموانئ"], f = "وزيرة" }
title.en = ["Minister", "Ports Minister"]
org = "ministry"
exclusive = true
from = 2020-01-05
to = "2022-03"
source = "https://example.org/1"
[[actor.role]]
title.en = "Governor"
org = "ministry"
from = "2023"

[[actor]]
id = "ministry"
kind = "organisation"
founded = "1950"
parent = "state"
name.en = { text = "Ministry of Ports", from = "1990-02" }
also.en = [{ text = "Port Board", to = 1990-02-01 }]

[[actor]]
id = "salma"
kind = "place"
name.en = "Salma"
weak.ar = ["سلمى"]
metonym.en = ["Salma"]

[[actor]]
id = "summit"
kind = "event"
date = 2024-03-18
name.en = "Salma Summit"

[[actor]]
id = "rowers"
kind = "group"
name.und = "Rowarna"
"#;

/// Entries without their ranges, in a fixed order.
fn plain(actors: &[Actor]) -> Vec<String> {
    let mut entries: Vec<String> = (actors.iter())
        .map(|actor| {
            let mut actor = actor.clone();
            actor.names.sort_by_key(|name| (name.class, name.language));
            for role in &mut actor.roles {
                role.titles.sort_by_key(|title| (title.language, title.gender.map(|gender| gender as u8)));
            }
            actor.descriptions.sort();
            crate::actors::exchange::merge::entry_text(&actor)
        })
        .collect();
    entries.sort();
    entries
}

fn back(format: Format, text: &str) -> Vec<String> {
    let imported = import(format, text.as_bytes(), &Settings::default());
    assert_eq!(imported.defects, [], "{text}");
    let merged = merge("", &[Source { path: "file".to_owned(), imported }]).expect("an empty registry is valid");
    assert_eq!(merged.notes, []);
    plain(&parse("actors.toml", &merged.text).actors)
}

#[test]
fn tables_and_popolo_are_imported_again_without_loss() {
    for text in [REGISTRY, include_str!("../../../../examples/newsroom/actors.toml")] {
        let file = parse("actors.toml", text);
        let actors: Vec<&Actor> = file.actors.iter().collect();
        assert!(!actors.is_empty());
        assert_eq!(back(Format::Csv, &table(&actors)), plain(&file.actors));
        assert_eq!(back(Format::Popolo, &popolo(&actors)), plain(&file.actors));
    }
}

#[test]
fn a_knowledge_item_keeps_all_facts_that_the_format_has() {
    let file = parse("actors.toml", REGISTRY);
    let actors: Vec<&Actor> = file.actors.iter().collect();
    let item = knowledge_item(&actors, "urn:test");
    let imported = import(Format::NewsmlG2, item.as_bytes(), &Settings::default());
    assert_eq!(imported.defects, []);
    assert_eq!(imported.entries.len(), actors.len());
    let samira = &imported.entries[0].actor;
    assert_eq!(
        (samira.id.as_str(), samira.begins, samira.gender),
        ("samira-nasser", actors[0].begins, actors[0].gender)
    );
    assert_eq!((samira.names.len(), samira.roles.len()), (actors[0].names.len(), 2));
    assert_eq!(samira.roles[0].titles, actors[0].roles[0].titles);
}

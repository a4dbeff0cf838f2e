//! Merging imports into a registry that is edited by hand.

use super::{Merged, Source, merge};
use crate::actors::exchange::import::{Format, Settings, import};
use expect_test::expect;

const REGISTRY: &str = r#"# Our people.
[[actor]]
id = "samira-nasser" # the minister
kind = "person"
born = 1971-05-02
same-as = "wd:Q1"   # checked
name.en = "Samira Nasser"
[actor.also]
en = [
  "S. Nasser", # her books
]
[[actor.role]]
title.en = "Minister"
org = "ministry"
from = 2020-01-05

# The next one is a friend of the house.
[[actor]]
id = "karim"
kind = "person"
born = "1960"
[actor.name]
en = "Karim Adel"
"#;

const TABLE: &str = "id,kind,name.en,name.ar,also.en,born,same-as,title.en,org,from,to\n\
     ,person,Samira A. Nasser,سميرة ناصر,,1971-05-03,wd:Q1|viaf:7,Minister,ministry,2020-01-05,2022-01-01\n\
     ,person,Karim Adel,,K. Adel,1960,,Governor,bank,2023,\n\
     ministry,organisation,Ministry of Ports,,,,,,,,\n";

fn put(registry: &str, table: &str) -> Merged {
    let imported = import(Format::Csv, table.as_bytes(), &Settings::default());
    merge(registry, &[Source { path: "people.csv".to_owned(), imported }]).expect("a valid registry")
}

#[test]
fn existing_text_stays_and_missing_facts_are_added() {
    let merged = put(REGISTRY, TABLE);
    expect![[r##"
        # Our people.
        [[actor]]
        id = "samira-nasser" # the minister
        kind = "person"
        born = 1971-05-02
        same-as = ["wd:Q1", "viaf:7"]   # checked
        name.en = "Samira Nasser"
        name.ar = "سميرة ناصر"
        [actor.also]
        en = [
          "S. Nasser", # her books
          "Samira A. Nasser",
        ]
        [[actor.role]]
        title.en = "Minister"
        org = "ministry"
        from = 2020-01-05
        to = 2022-01-01

        # The next one is a friend of the house.
        [[actor]]
        id = "karim"
        kind = "person"
        born = "1960"
        also.en = ["K. Adel"]
        [actor.name]
        en = "Karim Adel"

        [[actor.role]]
        title.en = "Governor"
        org = "bank"
        from = "2023"

        [[actor]]
        id = "ministry"
        kind = "organisation"
        name.en = "Ministry of Ports"
    "##]]
    .assert_eq(&merged.text);
    let notes: Vec<String> =
        merged.notes.iter().map(|(_, note)| format!("{}: {}; {}\n", note.line, note.what, note.done)).collect();
    expect![[r"
        2: `samira-nasser`: `born` is 1971-05-02, not 1971-05-03; the value in the registry is kept
        3: `Karim Adel` has the same name and date of birth as `karim`, line 19 of the registry; merged into it
    "]]
    .assert_eq(&notes.concat());
    assert_eq!((merged.new, merged.extended, merged.known), (1, 2, 0));
}

#[test]
fn a_name_in_its_own_spelling_is_found_before_one_that_differs_in_signs() {
    let table = "o\nî\no\n+î-\n";
    let source = || {
        let imported = import(Format::Cameo, table.as_bytes(), &Settings::default());
        [Source { path: "a.txt".to_owned(), imported }]
    };
    let once = merge("", &source()).expect("a valid registry");
    assert_eq!(once.text.matches("[[actor]]").count(), 2, "{}", once.text);
    assert_eq!(merge(&once.text, &source()).expect("a valid registry").text, once.text);
}

#[test]
fn a_second_import_changes_nothing() {
    let once = put(REGISTRY, TABLE);
    let twice = put(&once.text, TABLE);
    assert_eq!(twice.text, once.text);
    assert_eq!((twice.new, twice.extended, twice.known), (0, 0, 3));
    let windows = put(&REGISTRY.replace('\n', "\r\n"), TABLE);
    assert_eq!(windows.text.replace("\r\n", "\n"), once.text);
    assert!(!windows.text.replace("\r\n", "").contains('\n'));
}

#[test]
fn a_person_can_come_before_the_body_of_an_office() {
    for table in [
        "name,kind,org\nZed Ali,person,Acme\nAcme,organisation,\n",
        "name,kind,org\nZed Ali,person,Acme Co\nAcme-Co,organisation,\nMona Ali,person,Acme Co\n",
        "name,org\nZed Ali,8\"\n8',\n",
        "name,kind,org\nAcme,person,Acme\nAcme,organisation,\n",
    ] {
        let once = put("", table);
        let twice = put(&once.text, table);
        assert_eq!((twice.text.as_str(), twice.new), (once.text.as_str(), 0), "{table}");
        // New entries are in the order of the file.
        assert!(!table.contains("Zed") || once.text.starts_with("[[actor]]\nid = \"zed-ali\""), "{}", once.text);
    }
}

#[test]
fn an_entry_with_a_changed_id_is_found_by_its_former_id() {
    let table = "kind,name.en\nperson,Rania Saleh\n";
    let once = put("", table);
    let renamed = once.text.replace("id = \"rania-saleh\"", "id = \"rania\"\nmerged-from = [\"rania-saleh\"]");
    assert_eq!(put(&renamed, table).text, renamed);
}

#[test]
fn different_namesakes_get_different_ids() {
    let table =
        "kind,name.en,born,same-as\nperson,Ali Hasan,1950,wd:Q1\nperson,Ali Hasan,1980,wd:Q2\nperson,Ali Hasan,1980,\n";
    let once = put("", table);
    assert!(once.text.contains("id = \"ali-hasan\"") && once.text.contains("id = \"ali-hasan-2\""), "{}", once.text);
    assert_eq!((once.new, once.known), (2, 1));
    assert_eq!(put(&once.text, table).text, once.text);
}

#[test]
fn a_broken_registry_is_not_changed() {
    let error = merge("[[actor]\n", &[]).expect_err("it is broken");
    assert!(error.starts_with("line 1 is not valid TOML"), "{error}");
}

#[test]
fn a_comment_in_a_list_stays_with_its_name() {
    for list in
        ["[\n  \"A. One\", # first\n  \"A. Two\" # second\n]", "[\n  \"A. One\", # first\n  \"A. Two\", # second\n]"]
    {
        let registry = format!("[[actor]]\nid = \"a\"\nkind = \"person\"\nname.en = \"A. Zero\"\nalso.en = {list}\n");
        let merged = put(&registry, "id,kind,name.en\na,person,A. Three\n");
        assert!(
            merged.text.contains("\"A. One\", # first\n  \"A. Two\", # second\n  \"A. Three\",\n]"),
            "{}",
            merged.text
        );
    }
}

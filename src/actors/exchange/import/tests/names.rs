//! The names that an import makes of a file, and their classes.

use super::{Format, Settings, import};
use crate::actors::NameClass;
use crate::actors::exchange::merge::{Source, merge};

/// The names of the entries of a file, by class.
fn names_of(format: Format, bytes: &[u8]) -> Vec<String> {
    let imported = import(format, bytes, &Settings::default());
    let names = imported.entries.iter().flat_map(|entry| &entry.actor.names);
    names.map(|name| format!("{:?} {}", name.class, name.text)).collect()
}

#[test]
fn tables_of_excel() {
    for table in [
        "sep=;\r\nid;kind;name.en\r\nada;person;Ada Quill\r\n",
        "\"sep=|\"\nid|kind|name.en\nada|person|Ada Quill\n",
        "id,kind,name.en\nada,person,Ada Quill\n",
    ] {
        assert_eq!(names_of(Format::Csv, table.as_bytes()), ["House Ada Quill"], "{table}");
    }
    let arabic = "id,kind,name.ar\nrana,person,رنا سالم\nadel,person,كريم عادل\n";
    let bytes = encoding_rs::WINDOWS_1256.encode(arabic).0;
    assert_eq!(names_of(Format::Csv, &bytes), ["House رنا سالم", "House كريم عادل"]);
    let latin = "id,kind,name.fr\nrene,person,Ren\u{e9} C\u{f4}t\u{e9}\n";
    let bytes: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    assert_eq!(names_of(Format::Csv, &bytes), ["House René Côté"]);
}

#[test]
fn names_of_dictionaries_by_what_they_are() {
    let person = "ADA_O'QUILL_ ;\n+US_PRESIDENT_ADA_O'QUILL_\n+MRS_O'QUILL_\n+THE_O'QUILL_ADMINISTRATION_\n+ADA_M_O'QUILL_\n\t[USAGOV 20090120-20170120]\n";
    assert_eq!(
        names_of(Format::Cameo, person.as_bytes()),
        ["House Ada O'Quill", "Short O'Quill", "Metonym O'Quill Administration", "Also Ada M O'Quill"]
    );
    let country = "QATAR_ ;\n+QATARI_\n+STATE_OF_QATAR_\n\t[QAT]\n";
    let imported = import(Format::Cameo, country.as_bytes(), &Settings::default());
    let actor = &imported.entries[0].actor;
    assert_eq!(actor.same_as, ["iso:QA"]);
    let class = |text: &str| actor.names.iter().find(|name| name.text == text).map(|name| name.class);
    assert_eq!((class("Qatari"), class("State of Qatar")), (Some(NameClass::Metonym), Some(NameClass::Metonym)));
}

#[test]
fn legislators_have_their_press_names() {
    let yaml = "- name:\n    first: Ada\n    middle: Marie\n    last: Quill\n  terms:\n  - type: rep\n    start: '2015-01-06'\n    end: '2017-01-03'\n  - type: rep\n    start: '2017-01-03'\n    end: '2019-01-03'\n  - type: sen\n    start: '2021-01-03'\n    end: '2027-01-03'\n";
    let imported = import(Format::UsLegislators, yaml.as_bytes(), &Settings::default());
    let actor = &imported.entries[0].actor;
    assert!(actor.names.iter().any(|name| name.text == "Ada M. Quill"), "{:?}", actor.names);
    let terms: Vec<String> = actor
        .roles
        .iter()
        .map(|role| {
            format!(
                "{} {}",
                role.from.map_or_else(String::new, |date| date.to_string()),
                role.to.map_or_else(String::new, |date| date.to_string())
            )
        })
        .collect();
    assert_eq!(terms, ["2015-01-06 2019-01-03", "2021-01-03 2027-01-03"]);
}

#[test]
fn contradicting_entries_with_one_id_get_stable_ids() {
    let table = "id,kind,name.en,founded\nlines,organisation,Bahr Lines,\nlines,organisation,Bahr Lines,1994\n";
    let other = "id,kind,name.en,founded\nlines,organisation,Bahr Lines,1988\n";
    let read = || {
        [table, other].map(|text| Source {
            path: "file".to_owned(),
            imported: import(Format::Csv, text.as_bytes(), &Settings::default()),
        })
    };
    let once = merge("", &read()).unwrap().text;
    assert_eq!(merge(&once, &read()).unwrap().text, once);
    let popolo = r#"{"organizations": [{"id": "lines", "name": "Bahr Lines"}, {"id": "lines", "name": "Bahr Lines", "founding_date": "1994"}, {"id": "lines", "name": "Bahr Lines", "founding_date": "1988"}]}"#;
    let read = || {
        [Source { path: "file".to_owned(), imported: import(Format::Popolo, popolo.as_bytes(), &Settings::default()) }]
    };
    let once = merge("", &read()).unwrap().text;
    assert!(once.contains("lines-2"), "{once}");
    assert_eq!(merge(&once, &read()).unwrap().text, once);
}

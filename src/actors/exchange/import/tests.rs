//! Each format with a small invented file, and with errors as in real files.

mod names;

use super::{Format, Settings, import};
use crate::actors::exchange::merge::{Source, merge};
use expect_test::{Expect, expect};
use std::fmt::Write;

/// The registry that an import makes of a file, and the reported defects.
fn check(format: Format, text: &str, expect: &Expect) {
    check_bytes(format, text.as_bytes(), &Settings::default(), expect);
}

fn check_bytes(format: Format, bytes: &[u8], settings: &Settings, expect: &Expect) {
    let imported = import(format, bytes, settings);
    let defects = imported.defects.clone();
    let left_out: usize = defects.iter().map(|defect| defect.left_out).sum();
    let read = imported.read;
    let merged = merge("", &[Source { path: "file".to_owned(), imported }]).expect("an empty registry is valid");
    assert_eq!(read, merged.new + merged.extended + merged.known + left_out, "every entry is accounted for");
    let mut out = merged.text.clone();
    for defect in defects.iter().chain(merged.notes.iter().map(|(_, note)| note)) {
        let _ = writeln!(out, "{}: {}; {}", defect.line, defect.what, defect.done);
    }
    expect.assert_eq(&out);
    let parsed = crate::actors::parse("actors.toml", &merged.text);
    assert_eq!(parsed.problems, [], "what is written is a good registry");
}

#[test]
fn csv() {
    check(
        Format::Csv,
        "id,kind,name.en,name.ar,also.en,born,title.en,title.ar.f,org,from,to,same-as,colour\n\
         samira-nasser,person,Samira Nasser,سميرة ناصر,S. Nasser|Samira A. Nasser,1971-05,Minister,وزيرة,ministry,2020-01-05,2022,wd:Q1,red\n\
         samira-nasser,,,,,,Governor,,bank,2023,,,\n\
         ministry,organization,Ministry of Ports,,,,,,,,,\n\
         ,person,Karim Adel,,,31/2/1960,,,,,,,\n\
         ,country,,,,,,,,,,,\n\
         x y,robot,Robot,,,,,,,,,,\n",
        &expect![[r#"
            [[actor]]
            id = "samira-nasser"
            kind = "person"
            born = "1971-05"
            same-as = ["wd:Q1"]
            name.en = "Samira Nasser"
            name.ar = "سميرة ناصر"
            also.en = ["S. Nasser", "Samira A. Nasser"]
            [[actor.role]]
            title.en = "Minister"
            title.ar = { f = "وزيرة" }
            org = "ministry"
            from = 2020-01-05
            to = "2022"
            [[actor.role]]
            title.en = "Governor"
            org = "bank"
            from = "2023"

            [[actor]]
            id = "ministry"
            kind = "organisation"
            name.en = "Ministry of Ports"

            [[actor]]
            id = "karim-adel"
            kind = "person"
            name.en = "Karim Adel"

            [[actor]]
            id = "robot"
            kind = "person"
            name.en = "Robot"
            1: the column `colour` is unknown; it is left out
            4: the row has 12 cells and the header 13; the missing cells are empty
            5: `born` is not a date: `31/2/1960`; it is left out of the entry
            6: the entry has no name; left out
            7: `x y` cannot be an id: it contains spaces, brackets or signs; an id is made from the name
            7: `robot` is not a kind of actor; the kind is taken from the other columns
        "#]],
    );
}

#[test]
fn csv_that_is_broken() {
    check(
        Format::Csv,
        "",
        &expect![[r"
        1: the table is empty; nothing is imported
    "]],
    );
    check(
        Format::Csv,
        "name.en;knid\n\"Rania Saleh;person\nNadia Farah;person;more\n\"\n",
        &expect![[r#"
            [[actor]]
            id = "rania-saleh"
            kind = "organisation"
            name.en = '"Rania Saleh'

            [[actor]]
            id = "nadia-farah"
            kind = "organisation"
            name.en = "Nadia Farah"
            1: the column `knid` is unknown (did you mean `kind`?); it is left out
            2: a quotation mark is not closed; the line is read as one row that contains the mark
            3: the row has 3 cells and the header 2; the additional cells are left out
            4: a quotation mark is not closed; the line is read as one row that contains the mark
            4: the row has 1 cells and the header 2; the missing cells are empty
            4: the entry has no name; left out
        "#]],
    );
    check_bytes(
        Format::Csv,
        b"name.en\nJos\xE9 Silva\n",
        &Settings::default(),
        &expect![[r#"
        [[actor]]
        id = "jose-silva"
        kind = "organisation"
        name.en = "José Silva"
        2: this line is not UTF-8; it is read as Latin-1
    "#]],
    );
}

#[test]
fn csv_with_columns_of_its_own() {
    let columns =
        [("kind", "'place'"), ("name.en", "title"), ("same-as", "gn:{code}"), ("also", "forms"), ("note", "nowhere")];
    let columns = columns.iter().map(|(field, from)| ((*field).to_owned(), (*from).to_owned())).collect();
    check_bytes(
        Format::Csv,
        "code\ttitle\tforms\n17\tSalma\tسلمى|سەلما\n18\tSalma\t\n".as_bytes(),
        &Settings { columns, ..Settings::default() },
        &expect![[r#"
            [[actor]]
            id = "salma"
            kind = "place"
            same-as = ["gn:17"]
            name.en = "Salma"
            also.ar = ["سلمى"]
            also.und = ["سەلما"]

            [[actor]]
            id = "salma-2"
            kind = "place"
            same-as = ["gn:18"]
            name.en = "Salma"
            1: the table has no column `nowhere`; `note` is left out
        "#]],
    );
}

#[test]
fn popolo() {
    check(
        Format::Popolo,
        r#"{
  "persons": [
    {"id": "samira", "name": "Samira Nasser", "names": {"ar": "سميرة ناصر"}, "gender": "female", "birth_date": "1971-05-02",
     "other_names": [{"lang": "en", "name": "Nasser", "note": "short"}], "identifiers": [{"scheme": "wikidata", "identifier": "Q1"}]},
    {"id": "0f0a1b2c-0000-4000-8000-000000000001", "name": "Karim Adel", "birth_date": "1960-13-01", "gender": "other"},
    {"id": "nobody"},
    7
  ],
  "organizations": [{"id": "house", "name": "House of Ports", "classification": "legislature"}],
  "events": [{"id": "term/1", "classification": "legislative period", "start_date": "2019", "end_date": "2023"}],
  "memberships": [
    {"person_id": "samira", "organization_id": "house", "role": "member", "legislative_period_id": "term/1"},
    {"person_id": "0f0a1b2c-0000-4000-8000-000000000001", "role": {"ar": {"m": "وزير", "f": "وزيرة"}}},
    {"person_id": "ghost", "role": "member"}
  ],
  "motions": []
}"#,
        &expect![[r#"
            [[actor]]
            id = "samira"
            kind = "person"
            gender = "f"
            born = 1971-05-02
            same-as = ["wd:Q1"]
            name.ar = "سميرة ناصر"
            name.en = "Samira Nasser"
            short.en = ["Nasser"]
            [[actor.role]]
            title.en = "member"
            org = "house"
            from = "2019"
            to = "2023"

            [[actor]]
            id = "karim-adel"
            kind = "person"
            same-as = ["uuid:0f0a1b2c-0000-4000-8000-000000000001"]
            name.en = "Karim Adel"
            [[actor.role]]
            title.ar = { m = "وزير", f = "وزيرة" }

            [[actor]]
            id = "house"
            kind = "organisation"
            name.en = "House of Ports"
            5: the gender `other` is not supported in titles; it is left out of the entry
            5: `birth_date` is not a date: `1960-13-01`; it is left out of the entry
            6: `nobody` has no name; left out
            7: this is not an object; left out
            14: the member `ghost` is not in the file; left out
            16: `motions` is not a list of actors; it is left out
        "#]],
    );
    check(
        Format::Popolo,
        "{\"persons\": [\n{\"id\": \"a\",",
        &expect![[r"
        2: the file is not Popolo JSON (EOF while parsing an object); nothing is read
    "]],
    );
}

#[test]
fn cameo() {
    check(
        Format::Cameo,
        "# Actors of nowhere.\n\
         NORAVIA_ [NRV]\n+NORAVIAN_\n+SALMA_\n+REPUBLIC_OF_NORAVIA_\n\
         SAMIRA_NASSER_  # minister\n+S._NASSER_\n\t[NRVGOV 200105-220131]\n\t[NRVELI 2004017-20061201]\n\t[NRVOPP > 220201]\n\t[NRVBUS 991231-990101]\n\
         <!-- a comment\nover lines -->\n\
         NORAVIAN_PORT_AUTHORITY_ [NRVGOV\n+NPA_ +PORT_BODY+_HARBOUR_BODY_\n\
         FARMER [~AGR]\nFISHER!PERSON! [~AGR]\n\
         FAROE]_ [FRO] words\n\
         [XXX]\n",
        &expect![[r#"
            [[actor]]
            id = "noravia"
            kind = "place"
            name.en = "Noravia"
            metonym.en = ["Noravian", "Salma", "Republic of Noravia"]
            [[actor.role]]
            org = "cameo:NRV"

            [[actor]]
            id = "samira-nasser"
            kind = "person"
            name.en = "Samira Nasser"
            also.en = ["S. Nasser"]
            [[actor.role]]
            org = "cameo:NRVGOV"
            from = 2020-01-05
            to = 2022-01-31
            [[actor.role]]
            org = "cameo:NRVELI"
            to = 2006-12-01
            [[actor.role]]
            org = "cameo:NRVOPP"
            from = 2022-02-01
            [[actor.role]]
            org = "cameo:NRVBUS"

            [[actor]]
            id = "noravian-port-authority"
            kind = "organisation"
            name.en = "Noravian Port Authority"
            also.en = ["NPA", "Port Body", "Harbour Body"]
            [[actor.role]]
            org = "cameo:NRVGOV"

            [[actor]]
            id = "faroe"
            kind = "place"
            name.en = "Faroe"
            [[actor.role]]
            org = "cameo:FRO"
            [[actor.role]]
            org = "cameo:XXX"
            9: `2004017` is not a date; the role has no such date
            10: the date `> 220201` contains spaces; it is read without them
            11: the period `991231-990101` ends before it begins; it is left out of the role
            14: a bracket is not closed: `[NRVGOV`; it is closed after the code
            15: names are not separated: `NPA_ +PORT_BODY+_HARBOUR_BODY_`; they are read as 3 names
            16: from here on the file lists agents, which are common nouns and not actors; 2 entries are left out
            18: a closing bracket has no opening bracket; the name is read without it
            18: `words` follows a code; it is read as a comment
        "#]],
    );
}

#[test]
fn ftm() {
    check(
        Format::Ftm,
        concat!(
            r#"{"id": "Q1", "schema": "Person", "caption": "Samira Nasser", "properties": {"name": ["Samira Nasser", "سميرة ناصر"], "alias": ["S. Nasser"], "weakAlias": ["Sam"], "birthDate": ["1971"], "gender": ["female"]}}"#,
            "\n",
            r#"{"id": "x-2", "schema": "PublicBody", "properties": {"name": ["Ministry of Ports"]}}"#,
            "\n",
            r#"{"id": "o-1", "schema": "Position", "properties": {"name": ["Minister of Ports"]}}"#,
            "\n",
            r#"{"id": "o-2", "schema": "Occupancy", "properties": {"holder": ["Q1"], "post": ["o-1"], "startDate": ["2020-01-05"]}}"#,
            "\n",
            r#"{"id": "m-1", "schema": "Membership", "properties": {"member": ["Q1"], "organization": ["x-2"], "role": ["member"]}}"#,
            "\n{\"id\": \"v\", \"schema\": \"Vessel\"}\n{broken\n",
        ),
        &expect![[r#"
            [[actor]]
            id = "samira-nasser"
            kind = "person"
            gender = "f"
            born = "1971"
            same-as = ["wd:Q1"]
            name.en = "Samira Nasser"
            name.ar = "سميرة ناصر"
            also.en = ["S. Nasser"]
            weak.en = ["Sam"]
            [[actor.role]]
            title.en = "Minister of Ports"
            from = 2020-01-05
            [[actor.role]]
            title.en = "member"
            org = "ministry-of-ports"

            [[actor]]
            id = "ministry-of-ports"
            kind = "organisation"
            same-as = ["ftm:x-2"]
            name.en = "Ministry of Ports"
            6: `Vessel` is not a schema for actors; left out
            7: this line is not JSON (key must be a string); left out
        "#]],
    );
}

#[test]
fn wikidata() {
    check(
        Format::Wikidata,
        concat!(
            "[\n",
            r#"{"id": "Q1", "labels": {"en": {"language": "en", "value": "Samira Nasser"}, "ar": {"language": "ar", "value": "سميرة ناصر"}, "sv": {"language": "sv", "value": "Samira Nasser"}}, "aliases": {"en": [{"language": "en", "value": "S. Nasser"}]}, "claims": {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5"}}}}], "P21": [{"mainsnak": {"datavalue": {"value": {"id": "Q6581072"}}}}], "P569": [{"mainsnak": {"datavalue": {"value": {"time": "+1971-05-00T00:00:00Z", "precision": 10}}}}], "P39": [{"mainsnak": {"datavalue": {"value": {"id": "Q2"}}}, "qualifiers": {"P580": [{"datavalue": {"value": {"time": "+2020-01-05T00:00:00Z", "precision": 11}}}]}}, {"mainsnak": {"datavalue": {"value": {"id": "Q77"}}}}]}},"#,
            "\n",
            r#"{"id": "Q2", "labels": {"en": {"value": "Minister of Ports"}, "ar": {"value": "وزير الموانئ"}}, "claims": {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q294414"}}}}]}},"#,
            "\n",
            r#"{"id": "Q3", "labels": {"en": {"value": "Something"}}, "claims": {"P571": [{"mainsnak": {"datavalue": {"value": {"time": "+0300-00-00T00:00:00Z", "precision": 7}}}}]}}"#,
            "\n{\"id\": \"Q4\"\n]\n",
        ),
        &expect![[r#"
            [[actor]]
            id = "samira-nasser"
            kind = "person"
            gender = "f"
            born = "1971-05"
            same-as = ["wd:Q1"]
            name.en = "Samira Nasser"
            name.ar = "سميرة ناصر"
            also.en = ["S. Nasser"]
            [[actor.role]]
            title.en = "Minister of Ports"
            title.ar = "وزير الموانئ"
            org = "wd:Q2"
            from = 2020-01-05
            [[actor.role]]
            org = "wd:Q77"

            [[actor]]
            id = "something"
            kind = "organisation"
            same-as = ["wd:Q3"]
            name.en = "Something"
            2: the position `Q77` is not in the file; the role has no title
            3: `Q2` is a position, not an actor: its labels are titles of roles; left out
            4: `Q3` has no class (P31); it is read as an organisation
            4: P571 is not a year, month or day: `+0300-00-00T00:00:00Z`; it is left out of the entry
            5: this line is not JSON (EOF while parsing an object); left out
        "#]],
    );
}

const KNOWLEDGE: &str = r#"<?xml version="1.0"?>
<knowledgeItem xmlns="http://iptc.org/std/nar/2006-10-01/" xml:lang="ar">
<conceptSet>
<concept>
<conceptId qcode="actor:samira-nasser"/><type qcode="cpnat:person"/>
<name>سميرة ناصر</name><name xml:lang="en">Samira Nasser</name><name xml:lang="en" role="nrol:short">Nasser</name>
<sameAs qcode="wd:Q1"/>
<personDetails><born>1971-05-02</born><affiliation qcode="actor:ministry" validfrom="2020-01-05T00:00:00Z"><jobtitle><name xml:lang="en">Minister</name></jobtitle></affiliation></personDetails>
</concept>
<concept><conceptId qcode="medtop:1"/><type qcode="cpnat:abstract"/><name>sport</name></concept>
<concept><conceptId qcode="org:7"/><type qcode="cpnat:organisation"/><name xml:lang="en">Ports &amp; Co</name></concept>
</conceptSet>
</knowledgeItem>"#;

#[test]
fn newsml_g2() {
    check(
        Format::NewsmlG2,
        KNOWLEDGE,
        &expect![[r#"
        [[actor]]
        id = "samira-nasser"
        kind = "person"
        born = 1971-05-02
        same-as = ["wd:Q1"]
        name.ar = "سميرة ناصر"
        name.en = "Samira Nasser"
        short.en = ["Nasser"]
        [[actor.role]]
        title.en = "Minister"
        org = "ministry"
        from = 2020-01-05

        [[actor]]
        id = "ports-co"
        kind = "organisation"
        same-as = ["org:7"]
        name.en = "Ports & Co"
        10: the concept `medtop:1` is not a person, organisation, place or event; left out
    "#]],
    );
    check(
        Format::NewsmlG2,
        &KNOWLEDGE.replace("</sport></name>", "").replace("<name>sport</name>", "<name>sport"),
        &expect![[r#"
            [[actor]]
            id = "samira-nasser"
            kind = "person"
            born = 1971-05-02
            same-as = ["wd:Q1"]
            name.ar = "سميرة ناصر"
            name.en = "Samira Nasser"
            short.en = ["Nasser"]
            [[actor.role]]
            title.en = "Minister"
            org = "ministry"
            from = 2020-01-05

            [[actor]]
            id = "ports-co"
            kind = "organisation"
            same-as = ["org:7"]
            name.en = "Ports & Co"
            10: the file is not well-formed: expected 'name' tag, not 'concept'; its entries are read one by one
            10: this `concept` element is not well-formed: expected 'name' tag, not 'concept'; left out
        "#]],
    );
}

#[test]
fn tei() {
    check(
        Format::Tei,
        r##"<TEI xmlns="http://www.tei-c.org/ns/1.0"><listPerson>
<person xml:id="samira" sex="F"><persName xml:lang="en"><roleName>Minister</roleName> <forename>Samira</forename> <surname>Nasser</surname></persName>
<persName xml:lang="ar">سميرة ناصر</persName><birth when="1971-05-02"/><death when="soon"/><idno type="wikidata">Q1</idno>
<affiliation ref="#ministry" from="2020" to="2022-03"><roleName>Deputy</roleName></affiliation></person></listPerson>
<listOrg><org xml:id="ministry"><orgName xml:lang="en">Ministry of Ports</orgName></org></listOrg>
<listPlace><place xml:id="salma"><placeName xml:lang="en">Salma</placeName></place></listPlace></TEI>"##,
        &expect![[r#"
            [[actor]]
            id = "samira"
            kind = "person"
            gender = "f"
            born = 1971-05-02
            same-as = ["wd:Q1"]
            name.en = "Samira Nasser"
            name.ar = "سميرة ناصر"
            [[actor.role]]
            title.en = "Minister"
            [[actor.role]]
            title.en = "Deputy"
            org = "ministry"
            from = "2020"
            to = "2022-03"

            [[actor]]
            id = "ministry"
            kind = "organisation"
            name.en = "Ministry of Ports"

            [[actor]]
            id = "salma"
            kind = "place"
            name.en = "Salma"
            2: `death` is not a date: `soon`; it is left out of the entry
        "#]],
    );
    check(
        Format::Tei,
        "<TEI><text/></TEI>",
        &expect![[r"
        1: the file has no listPerson, listOrg or listPlace; nothing is imported
    "]],
    );
}

#[test]
fn json_ld() {
    check(
        Format::JsonLd,
        r#"{"@context": "https://schema.org", "@graph": [
  {"@type": "Person", "@id": "http://www.wikidata.org/entity/Q1", "name": [{"@language": "ar", "@value": "سميرة ناصر"}, {"@language": "en", "@value": "Samira Nasser"}],
   "birthDate": "1971", "gender": "https://schema.org/Female", "jobTitle": "Minister", "worksFor": {"@type": "GovernmentOrganization", "@id": "actor:ministry"}},
  {"@type": ["GovernmentOrganization"], "@id": "actor:ministry", "name": {"en": "Ministry of Ports", "ar": "وزارة الموانئ"}},
  {"@type": "City", "name": "Salma"},
  {"@type": "Recipe", "name": "Soup"}
]}"#,
        &expect![[r#"
            [[actor]]
            id = "samira-nasser"
            kind = "person"
            gender = "f"
            born = "1971"
            same-as = ["wd:Q1"]
            name.ar = "سميرة ناصر"
            name.en = "Samira Nasser"
            [[actor.role]]
            title.en = "Minister"
            org = "ministry"

            [[actor]]
            id = "ministry"
            kind = "organisation"
            name.en = "Ministry of Ports"
            name.ar = "وزارة الموانئ"

            [[actor]]
            id = "salma"
            kind = "place"
            name.en = "Salma"
            6: `Recipe` is not a type of actor; left out
        "#]],
    );
    check(
        Format::JsonLd,
        "{\n\"@graph\": [}",
        &expect![[r"
        2: the file is not JSON-LD (expected value); nothing is read
    "]],
    );
}

#[test]
fn us_legislators() {
    check(
        Format::UsLegislators,
        "- id:\n    wikidata: Q1\n  name:\n    first: Ann\n    last: Example\n    official_full: Ann B. Example\n  bio:\n    birthday: '1950-02-30'\n    gender: F\n  terms:\n  - type: sen\n    start: '2001-01-03'\n    end: '2007-01-03'\n  - type: king\n- name: nothing\n",
        &expect![[r#"
            [[actor]]
            id = "ann-b-example"
            kind = "person"
            gender = "f"
            same-as = ["wd:Q1"]
            name.en = "Ann B. Example"
            also.en = ["Ann Example"]
            short.en = ["Example"]
            [[actor.role]]
            title.en = "US Senator"
            org = "us-senate"
            from = 2001-01-03
            to = 2007-01-03

            [[actor]]
            id = "us-senate"
            kind = "organisation"
            same-as = ["wd:Q66096"]
            name.en = "US Senate"
            1: `birthday` is not a date: `1950-02-30`; it is left out of the entry
            14: `king` is not a known office; the term is left out
            15: this is not a person: it has neither family name nor full name; left out
        "#]],
    );
    check(
        Format::UsLegislators,
        "- name:\n    first: Ann\n    last: Example\n- [}\n",
        &expect![[r#"
        [[actor]]
        id = "ann-example"
        kind = "person"
        name.en = "Ann Example"
        short.en = ["Example"]
        4: the file is not valid YAML from here on: while parsing a node, did not find expected node content; the part before is read
        4: this is not a person: it has neither family name nor full name; left out
    "#]],
    );
}

/// A cell that only looks empty adds no role, which a second import would add again.
#[test]
fn a_cell_of_invisible_characters_is_empty() {
    for blank in ["\u{85}", "\u{200B}", "\u{FEFF}\u{200E}", "\u{A0}", "\u{1}"] {
        let table = format!("id,kind,name.en,org,note,source\nx-y,person,X Y,{blank},{blank},{blank}\n");
        let imported = import(Format::Csv, table.as_bytes(), &Settings::default());
        assert!(imported.entries[0].actor.roles.is_empty(), "{blank:?}: {:?}", imported.entries[0].actor);
        assert_eq!(imported.entries[0].actor.note, None);
    }
}

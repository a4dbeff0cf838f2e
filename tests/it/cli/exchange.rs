//! Import, export and search of actors.

use super::Folder;
use std::path::Path;

const TABLE: &str = "id,kind,name.en,name.ar,born,title.en,org,from,to\n\
     rania-saleh,person,Rania Saleh,رانيا صالح,1970,Minister,ministry,2020-01-05,2022-01-01\n\
     ,person,Karim Adel,,soon,,,,\n\
     ministry,organisation,Ministry of Ports,,,,,,\n";

#[test]
fn importing_a_table_twice_changes_the_registry_once() {
    let folder = Folder::newsroom(&[("people.csv", TABLE)]);
    let before = folder.text("actors.toml");
    let args = ["actors", "import", "--from", "csv", "people.csv", "--into", "actors.toml"];
    let ran = folder.run(&args).code(1).says(&[
        "people.csv:3: warning: `born` is not a date: `soon`; it is left out of the entry\n",
        "read 3 entries with 1 role: 2 imported, 0 merged, 1 already known, 0 skipped; 1 problem\n",
    ]);
    assert_eq!(ran.out, "");
    let after = folder.text("actors.toml");
    assert!(after.starts_with(&before), "{after}");
    assert!(after.contains("id = \"rania-saleh\""), "{after}");
    folder.run(&args).code(1).says(&["0 imported, 0 merged, 3 already known"]);
    assert_eq!(folder.text("actors.toml"), after);
    folder.run(&["lint", "--fail-on", "warning", "actors.toml"]).code(0);
}

#[test]
fn an_import_does_not_overwrite_a_file() {
    let folder = Folder::new(&[("people.csv", TABLE)]);
    let args = ["actors", "import", "--from", "csv", "people.csv", "-o", "new.toml"];
    folder.run(&args).code(1);
    let text = folder.text("new.toml");
    folder.run(&args).code(2).says(&["new.toml: the file already exists", "--merge"]);
    folder.run(&[args.as_slice(), &["--merge"]].concat()).code(1);
    assert_eq!(folder.text("new.toml"), text);
    let printed = folder.run(&["actors", "import", "--from", "csv", "people.csv"]).code(1);
    assert_eq!(printed.out, text);
    folder.write("broken.toml", b"[[actor]\n");
    let args = ["actors", "import", "--from", "csv", "people.csv", "--into", "broken.toml"];
    folder.run(&args).code(2).says(&["broken.toml: line 1 is not valid TOML", "copydesk lint broken.toml"]);
    assert_eq!(folder.text("broken.toml"), "[[actor]\n");
    let args = ["actors", "import", "--from", "csv", "none.csv", "people.csv", "-o", "other.toml"];
    folder.run(&args).code(2).says(&["none.csv: no such file", "3 entries"]);
}

#[test]
fn exports_can_be_imported() {
    let folder = Folder::newsroom(&[]);
    for (format, file) in [("csv", "out.csv"), ("popolo", "out.json"), ("newsml-g2", "out.xml")] {
        folder.run(&["actors", "export", "--to", format, "-o", file]).code(0);
        let printed = folder.run(&["actors", "export", "--to", format]).code(0).out;
        assert_eq!(printed, folder.text(file));
        let before = folder.text("actors.toml");
        folder
            .run(&["actors", "import", "--from", format, file, "--into", "actors.toml"])
            .code(0)
            .says(&["0 imported, 0 merged"]);
        assert_eq!(folder.text("actors.toml"), before);
    }
}

#[test]
fn entries_are_shown_and_searched_in_text_and_in_built_files() {
    let folder = Folder::newsroom(&[]);
    folder.run(&["actors", "build", "-o", "people.actors", "actors.toml"]).code(0);
    for registry in ["actors.toml", "people.actors"] {
        let shown = folder.run(&["actors", "show", "samira-nasser", "--registry", registry]).code(0).out;
        assert!(shown.starts_with("samira-nasser · person"), "{shown}");
        assert!(shown.contains("سميرة ناصر"), "{shown}");
        assert!(shown.contains("actors.toml:"), "{shown}");
        for text in ["Samira", "سميرة", "nasser"] {
            let found = folder.run(&["actors", "search", text, "--registry", registry]).code(0).out;
            assert!(found.starts_with("samira-nasser\tperson\tSamira Nasser · سميرة ناصر\t"), "{text}: {found}");
        }
        let stats = folder.run(&["actors", "stats", "--registry", registry]).code(0).out;
        assert!(
            stats.starts_with("entries ") && stats.contains("\nshared names ") && stats.contains("\nroles "),
            "{stats}"
        );
    }
    folder.run(&["actors", "show", "samira-naser"]).code(2).says(&["did you mean `samira-nasser`?"]);
    folder.run(&["actors", "search", "xyzzy"]).code(1).says(&["no actor matches"]);
}

#[test]
fn articles_show_which_labels_are_doubtful() {
    // `محمد مرسي` is another man if a further name follows it.
    let registry = "[[actor]]\nid = \"m\"\nkind = \"person\"\nname.ar = \"محمد مرسي\"\n\n[[actor]]\nid = \"r\"\nkind = \"person\"\nname.ar = \"رنا سالم\"\n";
    let one = "قال محمد مرسي الشناوي إن العمل بدأ. وأضاف محمد مرسي الشناوي أنه سيستمر.\n";
    let other = "وصل محمد مرسي الشناوي. واستقبلته رنا سالم، وقالت رنا سالم إنها سعيدة، ثم غادرت رنا سالم.\n";
    let folder = Folder::new(&[("people.toml", registry), ("one.ar.news.md", one), ("two.ar.news.md", other)]);
    let ran = folder.run(&["actors", "stats", "--registry", "people.toml", "."]).code(0).out;
    assert!(ran.contains("articles       2, 3 names in them\n"), "{ran}");
    assert!(ran.contains("  محمد مرسي: 3 of 3 places\n") && !ran.contains("  رنا سالم"), "{ran}");
    folder.run(&["actors", "stats", "--registry", "people.toml", "none"]).code(2).says(&["no such file"]);
}

/// Real files, if they are next to the project: every entry is imported or reported.
#[test]
fn real_files_are_imported_or_reported() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/actors");
    if !shared.is_dir() {
        eprintln!("skipped: {} is not there", shared.display());
        return;
    }
    let folder = Folder::new(&[]);
    for (format, file, entries) in [
        ("cameo", "cameo/Phoenix.Countries.actors.txt", 18_390),
        ("cameo", "cameo/Phoenix.International.actors.txt", 7841),
        ("cameo", "cameo/Phoenix.MilNonState.actors.txt", 1021),
        ("cameo", "cameo/Phoenix.agents.txt", 2245),
        ("us-legislators", "us-legislators/executive.yaml", 80),
        ("popolo", "seed/actors.json", 34),
    ] {
        let path = shared.join(file);
        let path = path.to_str().expect("UTF-8");
        let ran = folder.run(&["actors", "import", "--from", format, path, "-o", "new.toml", "--merge"]);
        assert!(ran.code < 2, "{}", ran.err);
        let summary = ran.err.lines().last().expect("a summary");
        let number = |after: &str| -> usize {
            let at = summary.find(after).expect(after);
            summary[..at].trim_end().rsplit([' ', ',']).next().and_then(|n| n.parse().ok()).expect("a number")
        };
        assert_eq!(number("entries"), entries, "{file}: {summary}");
        let parts = [" imported", " merged", " already known", " skipped"].map(number);
        assert_eq!(parts.iter().sum::<usize>(), entries, "{file}: {summary}");
    }
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let folder = Folder::newsroom(&[]);
    let lines = "\u{feff}{\"id\": \"a\", \"text\": \"31 June 2017\"}\n{\"id\": \"b\", \"text\": \"31 June 2017\"}\n";
    folder.write("all.jsonl", lines.as_bytes());
    let ran = folder.run(&["lint", "--jsonl", "--format", "concise", "all.jsonl"]).code(1);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.err);
    let ran = folder.run_with(&["export", "--jsonl", "-"], lines.as_bytes()).code(0);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.err);
    let imports = [
        ("csv", "id,kind,name.en\nx-y,person,X Y\n"),
        ("popolo", "{\"persons\": [{\"id\": \"x-y\", \"name\": \"X Y\"}]}"),
        ("ftm", "{\"id\": \"x-y\", \"schema\": \"Person\", \"properties\": {\"name\": [\"X Y\"]}}\n"),
        ("us-legislators", "- id: {bioguide: X000001}\n  name: {first: X, last: Y}\n  terms: []\n"),
        ("tei", "<listPerson><person xml:id=\"x-y\"><persName xml:lang=\"en\">X Y</persName></person></listPerson>"),
    ];
    for (format, text) in imports {
        folder.write("file", text.as_bytes());
        let plain = folder.run(&["actors", "import", "--from", format, "file"]);
        assert!(plain.out.contains("X Y"), "{format}: {}{}", plain.out, plain.err);
        folder.write("file", format!("\u{feff}{text}").as_bytes());
        let marked = folder.run(&["actors", "import", "--from", format, "file"]);
        assert_eq!((marked.out, marked.err), (plain.out, plain.err), "{format}");
    }
}

#[test]
fn tables_have_no_formulas_and_are_imported_unchanged() {
    let registry =
        "[[actor]]\nid = \"x\"\nkind = \"person\"\nname.en = \"=HYPERLINK(1)\"\nalso.en = \"'+x\"\nnote = \"@sum\"\n";
    let folder = Folder::new(&[("actors.toml", registry), ("m.en.news.md", "[=1+1](actor:x) left on 2 June 2017.\n")]);
    let table = folder.run(&["actors", "export", "--to", "csv"]).code(0).out;
    assert!(table.contains("'=HYPERLINK(1)") && table.contains("''+x") && table.contains("'@sum"), "{table}");
    folder.write("table.csv", table.as_bytes());
    let back = folder.run(&["actors", "import", "--from", "csv", "table.csv"]).code(0).out;
    for text in ["\"=HYPERLINK(1)\"", "\"'+x\"", "\"@sum\""] {
        assert!(back.contains(text), "{text}: {back}");
    }
    let table = folder.run(&["export", "--to", "csv", "m.en.news.md"]).code(0).out;
    assert!(table.contains(",'=1+1,") && table.contains(",2017-06-02,"), "{table}");
}

/// Entities that expand to others or to much text are not read. A document type that has only a name is skipped.
#[test]
fn xml_entity_definitions_are_rejected() {
    let person = "<person xml:id=\"x-y\"><persName xml:lang=\"en\">X Y</persName></person>";
    let folder = Folder::new(&[]);
    let bomb = format!("<!DOCTYPE TEI [<!ENTITY a \"{}\">]>\n", "A".repeat(50_000));
    let name = format!("<person xml:id=\"z\"><persName>{}</persName></person>", "&a;".repeat(20_000));
    folder.write("bomb.xml", format!("{bomb}<listPerson>{name}\n{person}</listPerson>").as_bytes());
    let ran = folder.run(&["actors", "import", "--from", "tei", "bomb.xml"]).code(1);
    assert!(ran.out.len() < 1_000 && ran.out.contains("X Y"), "{} bytes", ran.out.len());
    ran.says(&["bomb.xml:1: ", "(DOCTYPE) are not supported", "its entries are read one by one"]);
    let typed = format!("<!DOCTYPE TEI SYSTEM \"tei.dtd\">\n<listPerson>{person}</listPerson>");
    folder.write("typed.xml", typed.as_bytes());
    let ran = folder.run(&["actors", "import", "--from", "tei", "typed.xml"]).code(0);
    assert!(ran.out.contains("X Y"));
    let attributes: Vec<String> = (0..100_000).map(|nth| format!(" a{nth}=\"\"")).collect();
    folder.write("wide.xml", format!("<listPerson>\n<x{}/>\n{person}</listPerson>", attributes.concat()).as_bytes());
    let ran = folder.run(&["actors", "import", "--from", "tei", "wide.xml"]).code(1);
    assert!(ran.out.contains("X Y"));
    ran.says(&["wide.xml:2: ", "more than 256 attributes"]);
}

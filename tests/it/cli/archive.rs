//! Archives: JSON Lines and tables with one article per record.

use super::{Folder, Ran};

const JSON_LINES: &str = r#"[[archive]]
files = "wire/*.jsonl"
fields = { text = "body", headline = "title" }
syntax = "news-markdown"
"#;

fn archive(config: &str, name: &str, text: &str) -> Folder {
    let folder = Folder::newsroom(&[("copydesk.toml", config)]);
    folder.write(name, text.as_bytes());
    folder
}

#[track_caller]
fn concise(folder: &Folder, path: &str, code: i32) -> Vec<String> {
    let ran = folder.run(&["lint", "--format", "concise", path]).code(code);
    ran.out.lines().map(str::to_owned).collect()
}

/// The text at a line and column of a file, from one, the column in characters.
fn at<'t>(text: &'t str, line: &str) -> &'t str {
    let mut numbers = line.split(':').skip(1).map(|number| number.parse::<usize>().unwrap());
    let (line, column) = (numbers.next().unwrap(), numbers.next().unwrap());
    let line = text.lines().nth(line - 1).unwrap();
    &line[line.char_indices().nth(column - 1).unwrap().0..]
}

#[test]
fn a_finding_has_the_place_in_the_file() {
    let text = concat!(
        "{\"id\": 7, \"date\": \"2024-03-18\", \"lang\": \"en\", \"title\": \"The \\\"deal\\\" on Tuesday, 18 March 2024\", \"body\": \"Work begins.\"}\n",
        "\n",
        "{\"id\": \"b\", \"date\": \"2024-03-18\", \"lang\": \"en\", \"body\": \"A \\\"deal\\\".\\n\\nSigned on Tuesday,\\u00a018 March 2024.\"}\r\n",
        "{\"id\": \"c\", \"date\": \"2024-03-18\", \"lang\": \"ar\", \"body\": \"\\u0648\\u0642\\u0639 \\u0627\\u0644\\u062b\\u0644\\u0627\\u062b\\u0627\\u0621 18 \\u0645\\u0627\\u0631\\u0633 2024.\"}",
    );
    let folder = archive(JSON_LINES, "wire/a.jsonl", text);
    let lines = concise(&folder, ".", 1);
    assert_eq!(lines.len(), 3, "{lines:#?}");
    for (line, (words, record)) in lines.iter().zip([
        ("Tuesday, 18 March 2024", "(record 7)"),
        ("Tuesday,\\u00a018 March 2024", "(record b)"),
        ("\\u0627\\u0644\\u062b\\u0644", "(record c)"),
    ]) {
        assert!(line.starts_with("wire/a.jsonl:") && line.contains("error[weekday-mismatch]"), "{line}");
        assert!(at(text, line).starts_with(words) && line.ends_with(record), "{line}: {}", at(text, line));
    }
    let json = folder.run(&["lint", "--format", "json", "wire/a.jsonl"]).code(1).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for (finding, words) in json["findings"].as_array().unwrap().iter().zip(["Tuesday, ", "Tuesday,\\u00a0", "\\u0627"])
    {
        let offset = usize::try_from(finding["start"]["offset"].as_u64().unwrap()).unwrap();
        assert!(text[offset..].starts_with(words), "{finding}");
    }
    assert_eq!(json["findings"][1]["record"], "b");
    let sarif = folder.run(&["lint", "--format", "sarif", "wire/a.jsonl"]).code(1).out;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let location = &sarif["runs"][0]["results"][1]["locations"][0];
    assert_eq!(location["physicalLocation"]["region"]["startLine"], 3);
    assert_eq!(location["logicalLocations"][0]["name"], "b");
    for format in ["full", "github", "gitlab", "junit", "checkstyle", "rdjson", "jsonl"] {
        let ran = folder.run(&["lint", "--format", format, "wire/a.jsonl"]).code(1);
        assert!(ran.out.contains("record"), "{format}: {}", ran.out);
    }
}

#[test]
fn fixes_are_written_through_the_escapes() {
    let good = "{\"id\": 1,  \"body\": \"Work \\u0062egins.\", \"x\": [1.50, {}]}\n";
    let bad = "{\"id\": 2, \"title\": \"Port\", \"body\": \"The \\\"deal\\\" of Samira Nasir\\nwas signed.\", \"lang\": \"en\"}\n";
    let folder = archive(JSON_LINES, "wire/a.jsonl", &format!("{good}{bad}{good}"));
    let diff = folder.run(&["lint", "--diff", "--unsafe-fixes", "wire"]).code(0);
    let fixed = bad.replace("Samira Nasir", "[Samira Nasser](actor:samira-nasser)");
    assert_eq!(
        diff.out,
        format!("--- a/wire/a.jsonl\n+++ b/wire/a.jsonl\n@@ -2,1 +2,1 @@\n-{bad}+{fixed}"),
        "{}",
        diff.err
    );
    assert_eq!(folder.text("wire/a.jsonl"), format!("{good}{bad}{good}"), "a diff changes nothing");
    folder.run(&["lint", "--fix", "--unsafe-fixes", "wire"]).code(0).says(&["applied in 1 file"]);
    assert_eq!(folder.text("wire/a.jsonl"), format!("{good}{fixed}{good}"));
    assert!(concise(&folder, "wire", 0).is_empty());
}

#[test]
fn a_broken_record_is_one_finding() {
    let good = "{\"id\": 1, \"lang\": \"en\", \"body\": \"It closes on 31 June 2024.\"}\n";
    let bad = "{\"id\": 2, \"body\": \"Work\" \"x\": ]\n[1]\nnonsense\n{\"id\": 3}\n{\"id\": 4, \"body\": null}\n{\"body\": {}}\n";
    let folder = archive(JSON_LINES, "wire/a.jsonl", "");
    folder.write("wire/a.jsonl", &[good.as_bytes(), bad.as_bytes(), b"\xFF\xFE\n", good.as_bytes()].concat());
    let lines = concise(&folder, "wire/a.jsonl", 1);
    let found: Vec<(&str, bool)> =
        (lines.iter()).map(|line| (line.split(':').nth(1).unwrap(), line.contains("malformed-metadata"))).collect();
    let malformed = |line| (line, true);
    assert_eq!(
        found,
        [
            ("1", false),
            malformed("2"),
            malformed("3"),
            malformed("4"),
            malformed("5"),
            malformed("7"),
            malformed("8"),
            ("9", false)
        ],
        "{lines:#?}"
    );
    assert!(lines[1].contains("not valid JSON: a comma is missing") && lines[1].ends_with("(record 2)"), "{lines:#?}");
    folder.run(&["lint", "--fix", "wire"]).code(1);
}

#[test]
fn tables_are_read_with_quotation_marks() {
    let config = "[[archive]]\nfiles = \"wire/*.csv\"\nfields = { text = \"body\", datePublished = \"day\", identifier = \"nr\" }\nsyntax = \"news-markdown\"\n";
    let text = "\u{FEFF}nr,day,body,note\r\n\
        a,2024-03-18,\"The \"\"deal\"\",\nsigned on Tuesday, 18 March 2024.\",x\r\n\
        b,2024-03-18,Samira Nasir signed it.,\"y\"\"\"\r\n\
        c,2024-03-18\r\n\
        d,2024-03-18,\"said \"\"no\"\", Samira Nasir said\",\r\n\
        e,2024-03-18,\"open\n\
        f,2024-03-18,On 31 June 2024.,\n";
    let folder = archive(config, "wire/a.csv", text);
    let lines = concise(&folder, ".", 1);
    let codes: Vec<String> = (lines.iter())
        .map(|line| format!("{} {}", line.split(':').nth(1).unwrap(), line.split(['[', ']']).nth(1).unwrap()))
        .collect();
    assert_eq!(
        codes,
        [
            "3 weekday-mismatch",
            "4 discouraged-name",
            "4 unlinked-actor",
            "5 malformed-metadata",
            "6 discouraged-name",
            "6 unlinked-actor",
            "7 malformed-metadata",
            "8 impossible-date",
        ],
        "{lines:#?}"
    );
    assert!(at(text, &lines[0]).starts_with("Tuesday, 18 March") && lines[0].ends_with("(record a)"), "{lines:#?}");
    assert!(at(text, &lines[4]).starts_with("Samira Nasir said\""), "{lines:#?}");
    folder.run(&["lint", "--fix", "--unsafe-fixes", "--config", "copydesk.toml", "wire/a.csv"]).code(1);
    assert_eq!(folder.text("wire/a.csv"), text.replace("Samira Nasir", "[Samira Nasser](actor:samira-nasser)"));
}

#[test]
fn the_configuration_says_which_files_are_archives() {
    let record = "{\"id\": 1, \"lang\": \"en\", \"body\": \"It closes on 31 June 2024.\"}\n";
    let folder = archive(JSON_LINES, "wire/a.jsonl", record);
    folder.write("other/a.jsonl", record.as_bytes());
    folder.run(&["lint", "other/a.jsonl"]).code(2).says(&["it is JSON"]);
    assert_eq!(concise(&folder, "wire/*.jsonl", 1).len(), 1);
    folder.write(
        "copydesk.toml",
        format!("{JSON_LINES}[[override]]\nfiles = [\"wire/**\"]\nrules.impossible-date = \"off\"\n").as_bytes(),
    );
    assert!(concise(&folder, ".", 0).is_empty());
    folder.write("copydesk.toml", JSON_LINES.replace("body", "article.body").as_bytes());
    folder.write("wire/a.jsonl", b"{\"article\": {\"body\": \"It closes on 31 June 2024.\"}}\n");
    assert_eq!(concise(&folder, ".", 1).len(), 1);
}

#[test]
fn actors_of_archives_are_used() {
    let config = format!("{JSON_LINES}[rules]\nunused-actor = \"warning\"\nunlinked-actor = \"off\"\n");
    let record = "{\"id\": 1, \"lang\": \"en\", \"body\": \"Samira Nasser signed.\"}\n";
    let folder = archive(&config, "wire/a.jsonl", record);
    let lines = concise(&folder, ".", 1);
    assert!(!lines.is_empty() && !lines.iter().any(|line| line.contains("samira-nasser")), "{lines:#?}");
    folder.write("wire/a.jsonl", b"{\"id\": 1, \"lang\": \"en\", \"body\": \"Work begins.\"}\n");
    assert!(concise(&folder, ".", 1).iter().any(|line| line.contains("samira-nasser")));
}

#[test]
fn many_records_are_read_in_little_memory() {
    let record = |nth: usize| format!("{{\"id\": {nth}, \"lang\": \"en\", \"body\": \"Work begins.\"}}\n");
    let mut text: String = (0..3000).map(record).collect();
    text.push_str("{\"id\": \"last\", \"lang\": \"en\", \"body\": \"It closes on 31 June 2024.\"}\n");
    let folder = archive(JSON_LINES, "wire/a.jsonl", &text);
    let ran: Ran = folder.run(&["lint", "--format", "concise", "wire"]).code(1).says(&["3001 files checked"]);
    assert!(ran.out.starts_with("wire/a.jsonl:3001:") && ran.out.lines().count() == 1, "{}", ran.out);
    // A line without an end is skipped, and the next one is read.
    let path = folder.path().join("wire/a.jsonl");
    let file = std::fs::OpenOptions::new().append(true).open(&path).expect("a file");
    file.set_len(1 << 30).expect("a sparse file");
    std::io::Write::write_all(&mut &file, b"\n{\"id\": \"after\", \"lang\": \"en\", \"body\": \"On 31 June 2024.\"}\n")
        .expect("a line");
    let lines = concise(&folder, "wire", 1);
    assert!(
        lines.len() == 3 && lines[1].contains("longer than 64 MiB") && lines[2].ends_with("(record after)"),
        "{lines:#?}"
    );
}

//! Every format on the example newsroom has the same findings at the same places.

use super::{Ran, copydesk};
use expect_test::expect;
use serde_json::Value;
use std::path::Path;
use std::process::Stdio;

fn newsroom(format: &str) -> Ran {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/newsroom");
    let mut command = copydesk(&folder, &["lint", "--format", format]);
    let ran: Ran = command.stdin(Stdio::null()).output().expect("the program runs").into();
    ran.code(1)
}

/// Path, rule, line and column from one, the column in UTF-16 units.
type Place = (String, String, u64, u64);

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn place(finding: &Value) -> Place {
    let start = &finding["start"];
    // A URI does not start with `./`.
    (
        text(&finding["path"]).trim_start_matches("./").to_owned(),
        text(&finding["code"]),
        number(&start["line"]),
        number(&start["column"]),
    )
}

fn json() -> Value {
    serde_json::from_str(&newsroom("json").out).expect("JSON")
}

fn places() -> Vec<Place> {
    json()["findings"].as_array().expect("findings").iter().map(place).collect()
}

#[test]
fn concise_has_one_line_per_finding() {
    let ran = newsroom("concise");
    let expected = expect![[r#"
        harbour.ar.news.md:4:12: error[weekday-mismatch] 18 March 2024 is a Monday, not a Tuesday
        harbour.ar.news.md:8:96: error[unknown-actor] `sahil-line` is not in the registry
        harbour.ar.news.md:8:112: error[date-value-mismatch] `11 فبراير الماضي` is 2024-02-11, not 2024-02-12
        harbour.ar.news.md:10:101: error[impossible-date] `31 يونيو 2025` does not exist
        harbour.ar.news.md:12:6: warning[unlinked-actor] `كريم عادل` is not linked to `karim-adel`
        harbour.ar.news.md:12:16: warning[unfinished-mention] unfinished link: choose who `والوزيرة` is, and close it with `)`
        harbour.ar.news.md:14:24: warning[unbalanced-quotation] `«` opens a quotation that is not closed
        harbour.ar.news.md:16:15: warning[ambiguous-actor] `نادية فرح` can be `nadia-farah-economist` or `nadia-farah-athlete`
        harbour.en.news.md:9:61: warning[weekday-mismatch] 18 March 2024 is a Monday, not a Tuesday
        harbour.en.news.md:11:40: error[malformed-date-value] the month needs two digits
        harbour.en.news.md:11:47: warning[discouraged-name] `Samira Nasir` is not the house spelling: write `Samira Nasser`
        harbour.en.news.md:13:1: warning[unlinked-actor] `Karim Adel` is not linked to `karim-adel`
        harbour.en.news.md:13:108: warning[unused-ignore] no `unknown-actor` to suppress here
        scraped.ar.txt:5:1: info[repeated-block] repeated paragraph
        scraped.ar.txt:7:1: info[page-furniture] text of the web page (a share button), not part of the story
        scraped.ar.txt:8:1: error[weekday-mismatch] 18 March 2024 is a Monday, not a Sunday
        scraped.ar.txt:10:6: warning[discouraged-name] `سميرة نصر` is not the house spelling: write `سميرة ناصر`
        scraped.ar.txt:12:1: info[page-furniture] text of the web page (a link to another story), not part of the story
        scraped.ar.txt:14:1: info[page-furniture] text of the web page (the headline of another story), not part of the story
        scraped.ar.txt:18:1: info[page-furniture] text of the web page (a line below the story), not part of the story
        ---
        7 files checked: 6 errors, 9 warnings, 5 infos
        7 fixable with --fix, 6 more with --unsafe-fixes
    "#]];
    expected.assert_eq(&format!("{}---\n{}", ran.out, ran.err));
}

#[test]
fn full_shows_every_finding_and_no_colours_in_a_pipe() {
    let out = newsroom("full").out;
    assert_eq!(out.matches("\n --> ").count() + out.matches("\n  --> ").count(), places().len());
    assert!(!out.contains('\u{1b}'));
}

#[test]
fn json_counts_what_it_lists_and_its_places_fit_the_files() {
    let json = json();
    let findings = json["findings"].as_array().expect("findings");
    let of = |severity: &str| findings.iter().filter(|finding| finding["severity"] == severity).count() as u64;
    for (key, severity) in [("errors", "error"), ("warnings", "warning"), ("infos", "info"), ("hints", "hint")] {
        assert_eq!(number(&json["summary"][key]), of(severity), "{key}");
    }
    assert_eq!(text(&json["version"]), env!("CARGO_PKG_VERSION"));
    for finding in findings {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/newsroom").join(text(&finding["path"]));
        let source = std::fs::read_to_string(path).expect("a file");
        let (start, end) = (number(&finding["start"]["offset"]) as usize, number(&finding["end"]["offset"]) as usize);
        assert!(source.get(start..end).is_some(), "{finding}");
        let line = source[..start].matches('\n').count() as u64 + 1;
        assert_eq!(number(&finding["start"]["line"]), line);
        let begin = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let column = source[begin..start].encode_utf16().count() as u64 + 1;
        assert_eq!(number(&finding["start"]["column"]), column);
    }
}

#[test]
fn json_lines_are_the_findings_of_json() {
    let lines: Vec<Value> =
        newsroom("jsonl").out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(&lines, json()["findings"].as_array().expect("findings"));
}

#[test]
fn sarif_agrees_with_json() {
    let sarif: Value = serde_json::from_str(&newsroom("sarif").out).expect("JSON");
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().expect("results");
    let found: Vec<Place> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            let region = &place["region"];
            let path = text(&place["artifactLocation"]["uri"]);
            (path, text(&result["ruleId"]), number(&region["startLine"]), number(&region["startColumn"]))
        })
        .collect();
    assert_eq!(found, places());
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    for result in results {
        let index = number(&result["ruleIndex"]) as usize;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
    let prints = |findings: &[Value], print: fn(&Value) -> &Value| -> Vec<String> {
        findings.iter().map(|finding| text(print(finding))).collect()
    };
    let json = json();
    assert_eq!(
        prints(results, |result| &result["partialFingerprints"]["copydesk/v1"]),
        prints(json["findings"].as_array().expect("findings"), |finding| &finding["fingerprint"])
    );
}

#[test]
fn github_has_one_command_per_finding() {
    let out = newsroom("github").out;
    let commands: Vec<&str> = out.lines().collect();
    assert_eq!(commands.len(), places().len());
    for (command, (path, code, line, column)) in commands.iter().zip(places()) {
        assert!(
            command.starts_with("::error ") || command.starts_with("::warning ") || command.starts_with("::notice ")
        );
        assert!(command.contains(&format!("{path},line={line},")), "{command}");
        assert!(
            command.contains(&format!("col={column},")) && command.contains(&format!("title={code}::")),
            "{command}"
        );
    }
}

#[test]
fn machine_formats_keep_standard_error_clean() {
    for format in ["json", "jsonl", "sarif", "github"] {
        assert_eq!(newsroom(format).err, "", "{format}");
    }
}

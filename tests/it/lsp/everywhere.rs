//! The command line (JSON and SARIF) and the editor (pushed and pulled) report the same findings at the same places.
#![expect(clippy::disallowed_methods, reason = "the test reads articles and runs the program")]

use super::client::Client;
use super::room::Room;
use copydesk::testing::rules::RULES;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// A finding in any channel: rule, severity, message with notes, and its place, from zero in UTF-16 units.
type Reported = (String, &'static str, String, [u64; 4]);

/// The findings of each file, in order.
type Findings = BTreeMap<String, Vec<Reported>>;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn place(value: &Value, names: [&str; 4], first: u64) -> [u64; 4] {
    names
        .map(|name| value.pointer(name).and_then(Value::as_u64).unwrap_or_else(|| panic!("no {name}: {value}")) - first)
}

/// SARIF has three levels: an info and a hint are both notes there.
fn coarse(severity: &str) -> &'static str {
    match severity {
        "error" => "error",
        "warning" => "warning",
        _ => "note",
    }
}

/// A message without isolates, which only an editor needs.
fn bare(message: &str) -> String {
    message.replace(|c| matches!(c, '\u{2066}'..='\u{2069}'), "")
}

fn sorted(mut findings: Findings) -> Findings {
    for reported in findings.values_mut() {
        reported.sort();
    }
    findings
}

fn lint(room: &Room, format: &str, files: &[String]) -> Value {
    // The command line does not report unregistered names by default; the editor does.
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.args(["lint", "--no-cache", "--level", "unregistered-name=hint", "--format", format]).args(files);
    let output = command.current_dir(room.path("")).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn from_json(log: &Value) -> Findings {
    let mut found = Findings::new();
    for finding in log["findings"].as_array().expect("findings") {
        let notes = finding["notes"].as_array().expect("notes").iter().map(text);
        let message: Vec<&str> = std::iter::once(text(&finding["message"])).chain(notes).collect();
        let at = place(finding, ["/start/line", "/start/column", "/end/line", "/end/column"], 1);
        let reported =
            (text(&finding["code"]).to_owned(), coarse(text(&finding["severity"])), bare(&message.join("\n")), at);
        found.entry(text(&finding["path"]).to_owned()).or_default().push(reported);
    }
    sorted(found)
}

fn from_sarif(log: &Value) -> Findings {
    let mut found = Findings::new();
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let location = &result["locations"][0]["physicalLocation"];
        let at = place(&location["region"], ["/startLine", "/startColumn", "/endLine", "/endColumn"], 1);
        let message = bare(text(&result["message"]["text"]));
        let reported = (text(&result["ruleId"]).to_owned(), coarse(text(&result["level"])), message, at);
        found.entry(text(&location["artifactLocation"]["uri"]).to_owned()).or_default().push(reported);
    }
    sorted(found)
}

fn from_server(diagnostics: &Value) -> Vec<Reported> {
    let severity = |value: &Value| match value.as_u64() {
        Some(1) => "error",
        Some(2) => "warning",
        _ => "note",
    };
    let one = |item: &Value| {
        let names = ["/start/line", "/start/character", "/end/line", "/end/character"];
        (
            text(&item["code"]).to_owned(),
            severity(&item["severity"]),
            bare(text(&item["message"])),
            place(&item["range"], names, 0),
        )
    };
    let mut reported: Vec<Reported> = diagnostics.as_array().expect("diagnostics").iter().map(one).collect();
    reported.sort();
    reported
}

/// The files of a folder that copydesk reads, by their relative paths.
fn copy(room: &Room, from: &Path, to: &str, files: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(from) else { return };
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let name = format!("{to}/{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            copy(room, &path, &name, files);
        } else if let Ok(content) = std::fs::read_to_string(&path) {
            room.write(&name, &content);
            if path.extension().is_some_and(|extension| extension == "md" || extension == "txt") {
                files.push(name);
            }
        }
    }
}

#[tokio::test]
async fn the_command_line_and_the_editor_tell_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let room = Room::new(&[]);
    let mut files = Vec::new();
    copy(&room, &root.join("examples/newsroom"), "newsroom", &mut files);
    assert!(files.len() >= 5, "{files:?}");
    let samples = root.join("../shared/samples");
    if samples.is_dir() {
        copy(&room, &samples, "samples", &mut files);
        room.write("samples/copydesk.toml", "registry = [\"registry/actors.toml\"]\n");
    } else {
        println!("{} does not exist: only the example newsroom is compared", samples.display());
    }
    files.sort();

    let json = from_json(&lint(&room, "json", &files));
    let sarif = from_sarif(&lint(&room, "sarif", &files));
    assert!(json.values().map(Vec::len).sum::<usize>() >= 20, "{json:?}");
    assert_eq!(json, sarif);

    let mut pushed = Findings::new();
    let mut pulled = Findings::new();
    let mut pushing = Client::start(RULES, json!({})).await;
    let mut pulling = Client::start(RULES, json!({"textDocument": {"diagnostic": {}}})).await;
    for name in &files {
        let (uri, content) = (room.uri(name), std::fs::read_to_string(room.path(name)).expect("a file"));
        // In an editor, any file is an article by its language, like a file that is named on the command line.
        pushing.open_file(&uri, "newsmd", &content).await;
        pulling.open_file(&uri, "newsmd", &content).await;
        let message = pushing.next_published().await;
        assert_eq!(message["uri"], uri.as_str());
        for (found, diagnostics) in
            [(&mut pushed, &message["diagnostics"]), (&mut pulled, &pulling.pull_file(&uri).await)]
        {
            let reported = from_server(diagnostics);
            if !reported.is_empty() {
                found.insert(name.clone(), reported);
            }
        }
    }
    assert_eq!(json, pushed);
    assert_eq!(json, pulled);
    assert!(pushing.leave().await);
    assert!(pulling.leave().await);
}

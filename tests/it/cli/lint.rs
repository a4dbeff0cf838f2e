//! `copydesk lint`, `init` and `explain`: arguments, exit codes, fixes.

use super::{Folder, copydesk};
use std::path::Path;

const CLEAN: &str = "---\ndate: 2024-03-18\n---\n[Samira Nasser](actor:samira-nasser) signed.\n";
const FAULTY: &str =
    "---\ndate: 2024-03-18\n---\nThe contract was signed by Samira Nasser on Tuesday, 18 March 2024.\n";
const LINKED: &str = "---\ndate: 2024-03-18\n---\nThe contract was signed by [Samira Nasser](actor:samira-nasser) on Tuesday, 18 March 2024.\n";

fn one(text: &str) -> Folder {
    Folder::newsroom(&[("story.en.news.md", text)])
}

#[test]
fn the_exit_code_depends_on_the_findings() {
    let clean = one(CLEAN).run(&["lint"]).code(0);
    assert_eq!((clean.out.as_str(), clean.err.as_str()), ("", "2 files checked: no findings\n"));
    one(FAULTY).run(&["lint"]).code(1).says(&["2 files checked: 1 error, 1 warning"]);
    one(FAULTY).run(&["lint", "--no-such-option"]).code(2).says(&["--no-such-option"]);
}

#[test]
fn fail_on_sets_the_minimum_severity() {
    let only_warning = one("---\ndate: 2024-03-18\n---\nSamira Nasser signed.\n");
    only_warning.run(&["lint", "--fail-on", "error"]).code(0).says(&["1 warning"]);
    only_warning.run(&["lint", "--fail-on", "warning"]).code(1);
    one(FAULTY).run(&["lint", "--fail-on", "error"]).code(1);
}

#[test]
fn levels_of_the_command_line_override_files() {
    let folder = one("---\ncopydesk: {unlinked-actor: error}\n---\nSamira Nasser signed.\n");
    folder.write("copydesk.toml", b"[rules]\nunlinked-actor = \"warning\"\n");
    let ran = folder.run(&["lint", "--format", "concise"]).code(1);
    assert!(ran.out.contains("error[unlinked-actor]"), "{}", ran.out);
    let ran = folder.run(&["lint", "--format", "concise", "--level", "unlinked-actor=hint"]).code(1);
    assert!(ran.out.contains("hint[unlinked-actor]"), "{}", ran.out);
    folder.run(&["lint", "--level", "unlinked-actor=off"]).code(0);
    folder.run(&["lint", "--level", "unlinked-actr=off"]).code(2).says(&["--level", "unlinked-actor"]);
    folder.run(&["lint", "--level", "unlinked-actor=loud"]).code(2).says(&["unknown level `loud`", "warning"]);
}

#[test]
fn options_override_language_date_and_registry() {
    let folder = Folder::new(&[
        ("story.news.md", "The contract was signed yesterday by Samira Nasser.\n"),
        ("people/actors.toml", super::ACTORS),
    ]);
    let ran = folder.run(&["lint", "--format", "concise", "story.news.md"]).code(1);
    assert!(ran.out.contains("[unresolved-date]") && !ran.out.contains("[unlinked-actor]"), "{}", ran.out);
    let all =
        ["lint", "--format", "concise", "--date", "2024-03-18", "--registry", "people/actors.toml", "story.news.md"];
    let ran = folder.run(&all).code(1);
    assert!(!ran.out.contains("[unresolved-date]") && ran.out.contains("[unlinked-actor]"), "{}", ran.out);
    folder.run(&["lint", "--date", "18 March"]).code(2).says(&["--date", "2017-09-18"]);
    folder.run(&["lint", "--lang", "xx"]).code(2).says(&["--lang", "ar"]);
    folder.run(&["lint", "--registry", "nobody.toml"]).code(2).says(&["nobody.toml", "no such file"]);
    folder.run(&["lint", "--config", "nothing.toml"]).code(2).says(&["nothing.toml", "no such file"]);
}

#[test]
fn standard_input_is_checked_under_a_name() {
    let folder = one(CLEAN);
    let ran = folder.run_with(&["lint", "-", "--format", "concise"], FAULTY.as_bytes()).code(1);
    assert!(ran.out.starts_with("stdin.news.md:4:"), "{}", ran.out);
    let named = ["lint", "-", "--stdin-filename", "later.en.txt", "--format", "concise"];
    let ran = folder.run_with(&named, b"The contract was signed by Samira Nasir.\n").code(1);
    assert!(ran.out.starts_with("later.en.txt:1:28: warning[discouraged-name]"), "{}", ran.out);
    let ran = folder.run_with(&["lint", "-", "--fix"], FAULTY.as_bytes()).code(1);
    assert_eq!(ran.out, LINKED, "with --fix, the fixed text is the output");
    folder.run_with(&["lint", "-"], b"\xff\xfe").code(2).says(&["standard input", "UTF-16"]);
}

#[test]
fn files_folders_and_globs_are_checked_once() {
    let folder = Folder::newsroom(&[
        ("2017/a.news.md", "31 June 2017\n"),
        ("2017/deep/b.news.md", "31 June 2017\n"),
        ("2018/c.news.md", "31 June 2018\n"),
        ("notes.txt", "31 June 2018\n"),
        ("typed.md", "---\ntype: NewsArticle\n---\n31 June 2018\n"),
        ("readme.md", "31 June 2018\n"),
    ]);
    let files = |paths: &[&str]| -> Vec<String> {
        let ran = folder.run(&[&["lint", "--format", "concise"], paths].concat()).code(1);
        ran.out
            .lines()
            .map(|line| line.split(':').next().expect("a path").trim_start_matches("./").to_owned())
            .collect()
    };
    assert_eq!(files(&["2017/*.news.md"]), ["2017/a.news.md"]);
    assert_eq!(files(&["2017/**/*.news.md"]), ["2017/a.news.md", "2017/deep/b.news.md"]);
    assert_eq!(files(&["2017", "2017/a.news.md"]), ["2017/a.news.md", "2017/deep/b.news.md"]);
    assert_eq!(files(&["notes.txt"]), ["notes.txt"], "a named file is checked whatever its name");
    assert_eq!(files(&[]), ["2017/a.news.md", "2017/deep/b.news.md", "2018/c.news.md", "typed.md"]);
    folder.write(".copydeskignore", b"2017/\n");
    assert_eq!(files(&[]), ["2018/c.news.md", "typed.md"]);
    folder.run(&["lint", "2019/*.md"]).code(2).says(&["2019/*.md", "no file matches"]);
}

#[test]
fn fix_applies_only_safe_fixes() {
    let folder = one(FAULTY);
    folder.run(&["lint", "--fix"]).code(1).says(&["1 error"]);
    assert_eq!(folder.text("story.en.news.md"), LINKED, "the weekday has two fixes, so the user must choose");
    let before = std::fs::metadata(folder.path().join("story.en.news.md")).expect("a file").modified().expect("a time");
    folder.run(&["lint", "--fix"]).code(1);
    let after = std::fs::metadata(folder.path().join("story.en.news.md")).expect("a file").modified().expect("a time");
    assert_eq!(folder.text("story.en.news.md"), LINKED);
    assert_eq!(before, after, "a file without fixes is not written");
    let ran = folder.run(&["lint", "--fix", "--unsafe-fixes"]).code(1);
    ran.says(&["0 fixes applied in 0 files; 1 finding left, 1 with several fixes to choose from"]);
    assert_eq!(folder.text("story.en.news.md"), LINKED, "no fix was chosen");
}

#[test]
#[cfg(unix)]
fn fix_keeps_the_mode_of_a_file_and_links_to_it() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = one(FAULTY);
    let path = folder.path().join("story.en.news.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("a mode");
    symlink("story.en.news.md", folder.path().join("link.en.news.md")).expect("a link");
    folder.run(&["lint", "--fix", "link.en.news.md"]).code(1);
    assert_eq!(std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
    assert!(folder.path().join("link.en.news.md").is_symlink());
    assert_eq!(folder.text("story.en.news.md"), LINKED);
}

#[test]
fn diff_shows_the_fixes_and_changes_nothing() {
    let folder = one(FAULTY);
    let ran = folder.run(&["lint", "--diff"]).code(1);
    let removed = "-The contract was signed by Samira Nasser on";
    let added = "+The contract was signed by [Samira Nasser](actor:samira-nasser) on";
    assert!(ran.out.contains(removed) && ran.out.contains(added), "{}", ran.out);
    assert!(ran.out.contains("story.en.news.md"), "{}", ran.out);
    assert_eq!(folder.text("story.en.news.md"), FAULTY);
}

#[test]
fn output_goes_to_a_file() {
    let folder = one(FAULTY);
    let ran = folder.run(&["lint", "--format", "json", "--output", "found.json"]).code(1);
    assert_eq!(ran.out, "");
    let found: serde_json::Value = serde_json::from_str(&folder.text("found.json")).expect("JSON");
    assert_eq!(found["findings"].as_array().map(Vec::len), Some(2));
    folder.run(&["lint", "--output", "no/such/folder/x"]).code(2).says(&["no/such/folder/x", "cannot be written"]);
}

#[test]
fn a_subfolder_has_its_own_settings() {
    let folder = Folder::newsroom(&[
        ("a.en.news.md", "Samira Nasser signed.\n"),
        ("quiet/copydesk.toml", "registry = [\"../actors.toml\"]\n[rules]\nunlinked-actor = \"off\"\n"),
        ("quiet/b.en.news.md", "Samira Nasser signed.\n"),
    ]);
    let ran = folder.run(&["lint", "--format", "concise"]).code(1);
    assert_eq!(ran.out.matches("[unlinked-actor]").count(), 1, "{}", ran.out);
    folder.run(&["lint", "quiet"]).code(0);
}

#[test]
fn init_creates_a_project_that_can_be_checked() {
    let folder = Folder::new(&[]);
    let ran = folder.run(&["init", "desk"]).code(0);
    assert_eq!(
        ran.out,
        "created desk/copydesk.toml\ncreated desk/actors.toml\ncreated desk/example.ar.news.md\nnext: copydesk lint desk\n"
    );
    let ran = folder.run(&["lint", "desk", "--format", "concise"]).code(1);
    let codes: Vec<&str> = ran.out.split('[').skip(1).filter_map(|rest| rest.split(']').next()).collect();
    assert_eq!(codes, ["unlinked-actor", "weekday-mismatch", "date-value-mismatch"], "the example shows what is found");
    folder.write("desk/actors.toml", b"# mine\n");
    let ran = folder.run(&["init", "desk"]).code(0);
    assert!(ran.out.contains("unchanged: desk/actors.toml"), "{}", ran.out);
    assert_eq!(folder.text("desk/actors.toml"), "# mine\n");
}

#[test]
fn init_writes_schemas_on_request() {
    let folder = Folder::new(&[("desk/copydesk.toml", "")]);
    let ran = folder.run(&["init", "--schema", "desk"]).code(0);
    assert!(
        ran.out.starts_with(
            "unchanged: desk/copydesk.toml\n  for completion in editors, add this first line: #:schema ./copydesk.schema.json\n"
        ),
        "{}",
        ran.out
    );
    assert!(folder.text("desk/actors.toml").starts_with("#:schema ./actors.schema.json\n# The registry"));
    assert_eq!(folder.text("desk/copydesk.toml"), "");
    for (file, subject) in [("copydesk.schema.json", "config"), ("actors.schema.json", "registry")] {
        let printed = folder.run(&["schema", subject]).code(0).out;
        assert_eq!(folder.text(&format!("desk/{file}")), printed);
    }
    assert_eq!(folder.run(&["schema"]).code(0).out, folder.text("desk/copydesk.schema.json"));
    folder.run(&["schema", "articles"]).code(2).says(&[
        "config",
        "registry",
        "lint-json",
        "lint-jsonl",
        "export-jsonl",
    ]);
}

#[test]
fn explain_prints_a_page_a_list_and_suggestions() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = |arguments: &[&str]| super::Ran::from(copydesk(here, arguments).output().expect("the program runs"));
    let page = run(&["explain", "weekday-mismatch"]).code(0).out;
    assert!(page.starts_with("weekday-mismatch (error"), "{page}");
    assert!(page.contains("Flagged") && page.contains("Accepted"));
    let list = run(&["explain"]).code(0).out;
    for rule in copydesk::testing::rules::RULES {
        assert!(list.contains(rule.code.as_str()) && list.contains(rule.summary), "{} is not listed", rule.code);
    }
    run(&["explain", "weekday-mismach"])
        .code(2)
        .says(&["unknown rule `weekday-mismach`", "did you mean `weekday-mismatch`?"]);
    run(&["explain", "zzz"]).code(2).says(&["unknown rule `zzz`", "run `copydesk explain` for a list"]);
}

#[test]
fn unused_actors_are_reported_on_request() {
    let registry = "[[actor]]\nid = \"rami-saad\"\nkind = \"person\"\nname.en = \"Rami Saad\"\n\n\
                    [[actor]]\nid = \"mona-adel\"\nkind = \"person\"\nname.en = \"Mona Adel\"\n";
    let folder = Folder::new(&[("actors.toml", registry), ("one.en.news.md", "[Mona Adel](actor:mona-adel) left.\n")]);
    let silent = folder.run(&["lint", "--format", "concise"]).code(0);
    assert!(!silent.out.contains("unused-actor"), "{}", silent.out);
    let ran = folder.run(&["lint", "--format", "concise", "--level", "unused-actor=warning"]).code(1);
    let lines: Vec<&str> = ran.out.lines().filter(|line| line.contains("unused-actor")).collect();
    assert_eq!(lines, ["actors.toml:2:7: warning[unused-actor] no article mentions `rami-saad`"]);
    // Without articles, nothing is reported.
    let alone = folder.run(&["lint", "--format", "concise", "--level", "unused-actor=warning", "actors.toml"]).code(0);
    assert!(!alone.out.contains("unused-actor"), "{}", alone.out);
}

#[test]
fn rules_can_be_selected_counted_and_limited() {
    let folder = one(FAULTY);
    let only = folder.run(&["lint", "--format", "concise", "--select", "unlinked-actor"]).code(1);
    assert!(only.out.contains("[unlinked-actor]") && !only.out.contains("[weekday-mismatch]"), "{}", only.out);
    let not = folder.run(&["lint", "--format", "concise", "--ignore", "unlinked-actor,weekday-mismatch"]).code(0);
    assert_eq!(not.out, "");
    // --level overrides --select.
    let both = ["lint", "--format", "concise", "--select", "unlinked-actor", "--level", "weekday-mismatch=hint"];
    assert!(folder.run(&both).code(1).out.contains("hint[weekday-mismatch]"));
    folder.run(&["lint", "--select", "unlinked-actr"]).code(2).says(&["--select", "did you mean `unlinked-actor`?"]);
    let counted = folder.run(&["lint", "--statistics"]).code(1);
    assert_eq!(counted.out, "      1  unlinked-actor (1 with a safe fix)\n      1  weekday-mismatch\n");
    let cut = folder.run(&["lint", "--format", "concise", "--max-findings", "1"]).code(1);
    assert_eq!(cut.out.lines().count(), 1);
    cut.says(&["1 more are not shown", "1 error, 1 warning"]);
}

#[test]
fn every_format_is_written_to_a_file_too() {
    let folder = one(FAULTY);
    for format in ["json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"] {
        let ran = folder.run(&["lint", "--format", format, "--output", "report"]).code(1);
        assert_eq!(ran.out, "", "{format}");
        let written = folder.text("report");
        assert!(written.contains("weekday-mismatch"), "{format}: {written}");
        let shown = folder.run(&["lint", "--format", format]).code(1);
        assert_eq!(shown.out, written, "{format}");
    }
}

#[test]
fn a_baseline_recognises_findings() {
    let folder = one(FAULTY);
    folder.run(&["lint", "--write-baseline", "known.json", "--statistics"]).code(0);
    assert!(!folder.text("known.json").contains("Samira"), "a baseline holds no words");
    folder.run(&["lint", "--baseline", "known.json"]).code(0).says(&["2 files checked: no findings"]);
    // A renamed file, moved lines and a reflowed paragraph have no new findings.
    let moved = FAULTY.replace("---\nThe", "---\nA line before.\n\nThe").replace("signed by", "signed\nby");
    std::fs::rename(folder.path().join("story.en.news.md"), folder.path().join("other.en.news.md")).unwrap();
    folder.write("other.en.news.md", moved.as_bytes());
    folder.run(&["lint", "--baseline", "known.json"]).code(0).says(&["2 files checked: no findings"]);
    // A second finding like it is new.
    folder.write("copy.en.news.md", moved.as_bytes());
    folder.run(&["lint", "--baseline", "known.json"]).code(1).says(&["3 files checked: 1 error, 1 warning"]);
    std::fs::remove_file(folder.path().join("copy.en.news.md")).unwrap();
    folder.write("other.en.news.md", LINKED.as_bytes());
    folder.run(&["lint", "--baseline", "known.json"]).code(1).says(&["baseline entries no longer apply"]);
}

#[test]
fn an_unreadable_baseline_is_reported() {
    let folder = one(FAULTY);
    for (text, what) in [
        ("{\"version\": 99, \"findings\": []}", "unsupported baseline version 99"),
        ("{}", "it has no `version`"),
        ("nothing", "not a baseline"),
    ] {
        folder.write("known.json", text.as_bytes());
        folder.run(&["lint", "--baseline", "known.json"]).code(2).says(&["known.json", what, "--write-baseline"]);
    }
    folder.run(&["lint", "--baseline", "none.json"]).code(2).says(&["none.json"]);
}

#[test]
fn completions_and_manual_pages_have_the_commands() {
    let folder = Folder::new(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = folder.run(&["completions", shell]).code(0).out;
        assert!(script.contains("write-baseline") && script.contains("timeline"), "{shell}");
    }
    folder.run(&["man"]).code(0);
    assert!(folder.text("copydesk-lint.1").contains("write\\-baseline"));
    folder.run(&["man", "nowhere"]).code(2).says(&["nowhere", "name an existing, writable folder"]);
}

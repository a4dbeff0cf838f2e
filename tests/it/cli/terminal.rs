//! Output to terminals and job logs: data byte for byte, messages without control characters.

use super::{Folder, Ran};
use std::process::Stdio;

/// Control characters, line breaks and direction marks.
const ACTS: &str = "\u{1b}]52;c;eA==\u{7}\u{1b}[31m\u{8}\u{7f}\u{9b}5A\u{85}\u{2028}\u{2029}\u{202e}\u{2066}\u{200f}\r\n::error::x ##[error]y";

/// An article full of control characters, with a wrong name to fix.
fn story() -> String {
    format!("---\ndatePublished: 2024-03-18\n---\nFirst {ACTS} last.\n\nSecond [Samira Nasir](actor:samira-nasser).\n")
}

#[track_caller]
fn assert_nothing_acts(text: &str, what: &str) {
    let acts = |c: &char| {
        (c.is_control() && *c != '\n' && *c != '\t')
            || matches!(c, '\u{61c}' | '\u{2028}'..='\u{2029}' | '\u{202d}'..='\u{202e}' | '\u{2066}'..='\u{2067}' | '\u{feff}')
    };
    let found: Vec<char> = text.chars().filter(acts).collect();
    assert!(found.is_empty(), "{what}: {found:?} in {text:?}");
    for line in text.lines() {
        assert!(!line.trim_start().starts_with("::error::x"), "{what}: {line}");
        assert!(!line.contains("##["), "{what}: {line}");
    }
}

#[test]
fn an_article_on_standard_output_is_unchanged() {
    let folder = Folder::newsroom(&[]);
    // Invisible characters are removed by a safe fix.
    let acts =
        "\u{1b}]52;c;eA==\u{7}\u{1b}[31m\u{8}\u{7f}\u{9b}5A\u{85}\r\n::error::x ##[error]y \u{1b}] stray \u{1b}P \u{1}";
    let text = story().replace(ACTS, acts);
    let fixed = text.replace("Samira Nasir", "Samira Nasser");
    let fix = folder.run_with(&["lint", "--fix", "--stdin-filename", "e.en.news.md", "-"], text.as_bytes());
    assert!(fix.out == fixed, "{:?}", fix.out);
    let annotated = folder.run_with(&["annotate", "--stdin-filename", "e.en.news.md", "-"], text.as_bytes()).code(0);
    assert!(annotated.out.contains(acts), "{:?}", annotated.out);
    // Its diff can be applied.
    folder.write("e.en.news.md", text.as_bytes());
    for colour in ["auto", "always"] {
        let diff = folder.run(&["--color", colour, "lint", "--diff", "e.en.news.md"]);
        folder.write("x.diff", diff.out.as_bytes());
        let mut patch = std::process::Command::new("patch");
        let patched = patch.args(["--binary", "-p1", "-o", "out", "-i", "x.diff"]).current_dir(folder.path()).output();
        let Ok(patched) = patched else {
            println!("skipped: `patch` is not installed");
            return;
        };
        assert!(patched.status.success(), "{}{}", diff.out, String::from_utf8_lossy(&patched.stdout));
        assert!(folder.text("out") == fixed);
    }
    // The text of a link is data, too.
    folder.write("m.en.news.md", "[Samira\u{1b} Nasser](actor:samira-nasser) said.\n".as_bytes());
    for to in ["csv", "html", "brat"] {
        let exported = folder.run(&["export", "--to", to, "m.en.news.md"]).code(0);
        assert!(exported.out.contains("Samira\u{1b} Nasser") || to == "html", "{to}: {:?}", exported.out);
    }
    let registry = "[[actor]]\nid = \"x\"\nkind = \"person\"\nname.en = \"A\\u001bB\"\n";
    folder.write("actors.toml", registry.as_bytes());
    assert!(folder.run(&["actors", "export", "--to", "csv"]).code(0).out.contains("A\u{1b}B"));
}

#[test]
fn reports_have_no_control_characters() {
    let toml = ACTS.chars().map(|c| format!("\\u{:04x}", c as u32)).collect::<Vec<_>>().concat();
    let entry = format!(
        "[[actor]]\nid = \"a{toml}\"\nkind = \"x{toml}\"\nname.en = \"Jane{toml}Doe\"\n\n[[actor]]\nid = \"::error::x\"\nkind = \
         \"person\"\nname.en = \"::error::x {toml}\"\nname.ar = [\"::error::x\", \"ab\"]\nnote = \"{toml}\"\n[[actor.role]]\n\
         title.en = \"{toml}\"\norg = \"{toml}\"\n\n[[actor]]\nid = \"::error::x2\"\nkind = \"person\"\nname.en = \"::error::x {toml}\"\n"
    );
    let folder = Folder::new(&[("actors.toml", &entry)]);
    let front = format!("---\ndate: \"x{toml}\"\nlang: \"{toml}\"\nx{toml}: 1\n---\n");
    folder.write("::error::x.en.news.md", (front + &story() + "[x](actor:y\u{1b}z) on 31 June 2017\n").as_bytes());
    #[cfg(unix)]
    folder.write("e\u{1b}]0;y\u{7}\n::error::x.en.news.md", story().replace("18", "99").as_bytes());
    let formats = ["full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"];
    for format in formats {
        let ran = folder.run(&["lint", "--format", format]).code(1);
        assert!(ran.out.contains("malformed-date-value"), "{format}");
        // The direction marks around a source line come from copydesk.
        assert_nothing_acts(&ran.out, format);
        assert_nothing_acts(&ran.err, format);
    }
    for arguments in [
        &["actors", "show", "::error::x", "nobody\u{1b}[31m"][..],
        &["actors", "search", "::"],
        &["actors", "search", "jane"],
        &["actors", "search", "\u{1b}\n::error::x"],
        &["actors", "stats", "."],
        &["timeline", "."],
        &["fmt", "--check", "--cast-list", "."],
        &["explain", "x\u{1b}[31m\n::error::x"],
        &["lint", "gone\u{1b}[31m\n::error::x"],
        &["lint", "--no-such\u{1b}[31m\n::error::x"],
        &["lint", "--level", "x\n::error::x=y"],
        &["lint", "--changed-since", "x\n::error::x"],
    ] {
        let ran = folder.run(arguments);
        assert!(!ran.out.is_empty() || !ran.err.is_empty(), "{arguments:?}");
        assert_nothing_acts(&ran.out, &format!("{arguments:?}"));
        assert_nothing_acts(&ran.err, &format!("{arguments:?}"));
    }
    let table = format!("id,kind,name.en\n\"a{ACTS}\",person,B\n\"::error::x\",none,C\n");
    folder.write("people.csv", table.as_bytes());
    let ran = folder.run(&["actors", "import", "--from", "csv", "people.csv", "-o", "new.toml"]);
    assert_nothing_acts(&ran.err.replace(['\u{2068}', '\u{2069}'], ""), "import");
}

/// If standard error is full, the work is still completed.
#[test]
#[cfg(target_os = "linux")]
fn a_full_standard_error_does_not_stop_the_run() {
    let text = "Samira Nasser said so.\n";
    let folder = Folder::newsroom(&[("a.en.news.md", text), ("b.en.news.md", text), ("c.en.txt", text)]);
    let run = |arguments: &[&str]| {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
        let output = folder.command(arguments).stderr(full).stdin(Stdio::null()).output().expect("it runs");
        Ran::from(output)
    };
    run(&["annotate", "--write", "a.en.news.md", "b.en.news.md", "c.en.txt"]).code(0);
    for name in ["a.en.news.md", "b.en.news.md", "c.en.news.md"] {
        assert!(folder.text(name).contains("actor:samira-nasser"), "{name}");
    }
    run(&["export", "--timing", "."]).code(0);
    run(&["lint", "--format", "full", "gone", "."]).code(2);
    run(&["actors", "import", "--from", "csv", "gone"]).code(2);
    run(&["lint", "--bogus"]).code(2);
}

#[test]
#[cfg(unix)]
fn a_closed_standard_input_is_reported() {
    let folder = Folder::newsroom(&[]);
    for command in ["lint", "annotate"] {
        let shell = format!("{} {command} - <&-", env!("CARGO_BIN_EXE_copydesk"));
        let output = std::process::Command::new("sh").args(["-c", &shell]).current_dir(folder.path()).output();
        Ran::from(output.expect("a shell")).code(2).says(&["standard input: it is closed", "help: "]);
    }
    folder.run(&["lint", "-"]).code(0).says(&["1 file checked: no findings"]);
}

#[test]
#[cfg(target_os = "linux")]
fn file_names_need_not_be_utf_8() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::newsroom(&[]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.en.news.md");
    std::fs::write(folder.path().join(name), "31 June 2017\n").expect("a file");
    for command in ["lint", "export", "timeline", "fmt"] {
        let output = folder.command(&[command]).arg(name).output().expect("it runs");
        let ran = Ran::from(output);
        assert_ne!(ran.code, 2, "{command}: {}", ran.err);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_number_of_threads_is_limited() {
    let folder = Folder::newsroom(&[("a.en.news.md", "31 June 2017\n")]);
    folder.run(&["lint", "--jobs", "100000"]).code(1);
    // If the system allows no threads, the work is done on one.
    let shell =
        format!("ulimit -u 1; {} lint --no-cache --format concise a.en.news.md", env!("CARGO_BIN_EXE_copydesk"));
    let mut command = std::process::Command::new("sh");
    {
        use std::os::unix::fs::PermissionsExt;
        use std::os::unix::process::CommandExt;
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(), open).expect("a mode");
        // The program may be in a folder that only root can enter.
        std::fs::copy(env!("CARGO_BIN_EXE_copydesk"), folder.path().join("copydesk")).expect("a copy");
        command.args(["-c", &shell.replace(env!("CARGO_BIN_EXE_copydesk"), "exec ./copydesk")]);
        command.current_dir(folder.path()).uid(65534).gid(65534);
    }
    let Ok(output) = command.output() else {
        println!("skipped: only root may run a program as another user");
        return;
    };
    let ran = Ran::from(output).code(1);
    assert!(ran.out.contains("impossible-date"), "{}", ran.err);
}

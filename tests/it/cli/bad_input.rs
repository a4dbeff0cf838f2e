//! Bad input: one clear message with file, place and remedy, the right exit code; the other files are still checked.

use super::{Folder, Ran};
use std::io::Write as _;

const GOOD: (&str, &str) = ("good.en.news.md", "31 June 2017\n");

/// Checks a folder with a good article, which has one finding, in addition to the bad input.
#[track_caller]
fn lint_with_good_article(folder: &Folder, code: i32) -> Ran {
    let ran = folder.run(&["lint", "--format", "concise"]).code(code);
    assert!(ran.out.contains("good.en.news.md:1:1: error[impossible-date]"), "{}", ran.out);
    ran
}

fn with(name: &str, bytes: &[u8]) -> Folder {
    let folder = Folder::newsroom(&[GOOD]);
    folder.write(name, bytes);
    folder
}

/// The number of messages on standard error.
fn messages(ran: &Ran) -> usize {
    ran.err.lines().filter(|line| line.starts_with("copydesk: ")).count()
}

#[test]
fn invalid_utf_8_is_reported() {
    let ran = lint_with_good_article(&with("bad.news.md", b"one\ntwo \xE9t\xE9\n"), 2);
    assert_eq!(messages(&ran), 1);
    ran.says(&["bad.news.md", "line 2", "byte 8 is not UTF-8", "help: save the file as UTF-8"]);
}

#[test]
fn utf_16_is_recognised() {
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("قال".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let ran = lint_with_good_article(&with("bad.news.md", &utf16), 2);
    assert_eq!(messages(&ran), 1);
    ran.says(&["bad.news.md", "looks like UTF-16"]);
}

#[test]
fn empty_files_have_no_findings() {
    for text in ["", "\u{FEFF}", "\n\n", "---\n---\n"] {
        let folder = Folder::new(&[("empty.news.md", text)]);
        folder.run(&["lint"]).code(0).says(&["1 file checked: no findings"]);
    }
}

#[test]
fn ten_megabytes_on_one_line() {
    let words = "قالت الوزيرة إن العقد وُقّع [أمس](date:2024-03-17) في المدينة ".repeat(120_000);
    assert!(words.len() > 10_000_000);
    let ran = lint_with_good_article(&with("long.ar.news.md", words.as_bytes()), 1);
    assert!(ran.out.lines().all(|line| line.len() < 1_000));
}

/// Neither is held in memory: the file is not opened, and the line is skipped (`tests/reports` measures the memory).
#[test]
fn a_gigabyte_on_one_line() {
    const GIGABYTE: u64 = 1 << 30;
    let folder = with("long.ar.news.md", b"");
    let open = |name: &str| std::fs::OpenOptions::new().append(true).open(folder.path().join(name)).expect("a file");
    open("long.ar.news.md").set_len(GIGABYTE).expect("a sparse file");
    let ran = lint_with_good_article(&folder, 2);
    assert_eq!(messages(&ran), 1);
    let what = ["it has 1024 MiB; the limit for an article is 64 MiB", "help: split it into articles"];
    ran.says(&["long.ar.news.md"]).says(&what);

    folder.write("long.jsonl", b"{\"id\": \"a\", \"text\": \"One.\"}\n");
    open("long.jsonl").set_len(GIGABYTE).expect("a sparse file");
    open("long.jsonl").write_all(b"\n{\"id\": \"b\", \"text\": \"31 June 2017\"}\n").expect("a line");
    let ran = folder.run(&["lint", "--jsonl", "--format", "concise", "long.jsonl"]).code(2);
    assert_eq!(ran.out.matches("b:1:1: error[impossible-date]").count(), 1, "{}", ran.out);
    assert_eq!(messages(&ran), 1);
    ran.says(&["long.jsonl:2: it has 1023 MiB"]).says(&what[1..]);
    let ran = folder.run(&["export", "--jsonl", "long.jsonl"]).code(2).says(&["long.jsonl:2"]);
    assert_eq!(ran.out.lines().count(), 2, "the others are read");
}

#[test]
fn articles_on_standard_input_are_limited() {
    let folder = Folder::new(&[]);
    let long = vec![b' '; (64 << 20) + 1];
    for command in [["lint", "-"], ["annotate", "-"]] {
        let ran = folder.run_with(&command, &long).code(2);
        assert_eq!(messages(&ran), 1);
        ran.says(&["standard input: it has more than 64 MiB", "use --jsonl"]);
    }
}

#[test]
fn unclosed_markup_is_reported() {
    let text =
        "---\nheadline: [\"x\n<!-- copydesk:ignore\n[Samira Nasser](actor:\n\n“ «\" **`[[x ![ <div ]: [^ \n\n```\n";
    let ran = lint_with_good_article(&with("open.en.news.md", text.as_bytes()), 1);
    assert!(ran.out.contains("open.en.news.md:1:1: error[malformed-metadata]"), "{}", ran.out);
}

#[test]
fn an_invalid_registry_is_reported() {
    let broken = b"[[actor]]\nid = \"samira\nkind = \"person\"\n\n[[actor]]\nid = \"adel\"\nkind = \"person\"\nname.en = \"Karim Adel\"\n";
    let folder = with("actors.toml", broken);
    folder.write("other.en.news.md", b"Karim Adel signed.\n");
    let ran = lint_with_good_article(&folder, 1);
    assert!(ran.out.contains("actors.toml:2:"), "{}", ran.out);
    assert_eq!(ran.out.matches("[malformed-registry]").count(), 1, "{}", ran.out);
    assert!(
        ran.out.contains("other.en.news.md:1:1: warning[unlinked-actor]"),
        "the other entries are known: {}",
        ran.out
    );
    let ran = folder.run(&["lint", "good.en.news.md"]).code(1);
    ran.says(&["actors.toml", "not valid TOML", "copydesk lint ./actors.toml"]);
}

#[test]
fn invalid_settings_are_reported() {
    let ran = lint_with_good_article(&with("copydesk.toml", b"registri = [\"x\"]\n"), 1);
    assert!(
        ran.out.contains("copydesk.toml:1:1: error[malformed-configuration] unknown setting `registri`"),
        "{}",
        ran.out
    );
    let folder = with("copydesk.toml", b"registry = [\n[rules]\n");
    let ran = lint_with_good_article(&folder, 1);
    assert!(ran.out.contains("[malformed-configuration] the configuration is not valid TOML"), "{}", ran.out);
    let ran = folder.run(&["lint", "good.en.news.md"]).code(1);
    ran.says(&["copydesk.toml", "not valid TOML", "copydesk lint ./copydesk.toml"]);
}

#[test]
fn a_missing_registry_is_reported() {
    let folder = with("copydesk.toml", b"registry = [\"nobody.toml\"]\n");
    let ran = lint_with_good_article(&folder, 2);
    ran.says(&["nobody.toml", "copydesk.toml"]);
}

#[test]
fn missing_paths_are_reported() {
    let folder = Folder::newsroom(&[GOOD]);
    let ran = folder.run(&["lint", "--format", "concise", "gone.news.md", "good.en.news.md"]).code(2);
    assert!(ran.out.contains("good.en.news.md:1:1"), "the other is checked: {}", ran.out);
    assert_eq!(messages(&ran), 1);
    ran.says(&["gone.news.md: no such file or folder", "help: check the path"]);
}

#[test]
fn nothing_to_check_is_reported() {
    let folder = Folder::new(&[("notes.txt", "x"), ("readme.md", "x")]);
    let ran = folder.run(&["lint"]).code(0).says(&["nothing to check", "*.news.md", "NewsArticle"]);
    assert_eq!(ran.out, "");
    folder.run(&["lint", "--error-on-empty"]).code(2).says(&["nothing to check"]);
    folder.run(&["lint", "--format", "json"]).code(0).says(&["nothing to check"]);
}

#[test]
#[cfg(unix)]
fn an_unreadable_file_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    let folder = with("secret.news.md", b"x");
    let path = folder.path().join("secret.news.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("a mode");
    if std::fs::read(&path).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let ran = lint_with_good_article(&folder, 2);
    assert_eq!(messages(&ran), 1);
    ran.says(&["secret.news.md", "permission denied", "help: change its permissions"]);
}

/// The same if the tests run as root: the program runs as another user.
#[test]
#[cfg(unix)]
fn a_file_of_another_user_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let folder = with("secret.news.md", b"x");
    let may = |name: &str, mode| {
        let path = folder.path().join(name);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
    };
    may("", 0o755);
    may("secret.news.md", 0o600);
    // The program may be in a folder that only root can enter.
    std::fs::copy(env!("CARGO_BIN_EXE_copydesk"), folder.path().join("copydesk")).expect("a copy");
    let mut command = std::process::Command::new("./copydesk");
    command.args(["lint", "--no-cache", "--format", "concise"]).current_dir(folder.path()).uid(65534).gid(65534);
    let Ok(output) = command.output() else {
        println!("skipped: only root may run a program as another user");
        return;
    };
    let ran = Ran::from(output).code(2);
    assert!(ran.out.contains("good.en.news.md:1:1: error[impossible-date]"), "{}", ran.out);
    assert_eq!(messages(&ran), 1);
    ran.says(&["secret.news.md", "permission denied", "help: change its permissions"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_standard_output_is_reported() {
    let folder = Folder::newsroom(&[GOOD]);
    for format in ["concise", "full", "json", "sarif", "junit"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
        let output = folder.command(&["lint", "--format", format]).stdout(full).output().expect("it runs");
        let ran = Ran::from(output).code(2);
        assert_eq!(messages(&ran), 1, "{}", ran.err);
        ran.says(&["standard output: cannot be written", "help: check the disk"]);
    }
    let ran = folder.run(&["lint", "--format", "json", "--output", "/dev/full"]).code(2);
    ran.says(&["/dev/full", "cannot be written"]);
}

/// Fixes, baselines and articles are written as a whole or not at all: with a full disk, the old files stay.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_loses_nothing() {
    let folder = Folder::newsroom(&[("copydesk.toml", "")]);
    let disk = folder.path().join("disk");
    std::fs::create_dir(&disk).expect("a folder");
    let mount = |arguments: &[&str]| {
        let run = std::process::Command::new(arguments[0]).args(&arguments[1..]).arg(&disk).output();
        run.is_ok_and(|output| output.status.success())
    };
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs"]) {
        println!("skipped: only root may mount a small disk");
        return;
    }
    let text = "قالت سميرة ناصر ذلك في 18 مارس 2024.\n\n".repeat(400);
    folder.write("disk/story.ar.news.md", text.as_bytes());
    folder.write("disk/known.json", b"{\"version\": 1, \"findings\": []}");
    // The free space of the disk.
    let _ = std::fs::write(disk.join("filler"), vec![0; 1 << 16]);
    let fixed = folder.run(&["lint", "--fix", "disk/story.ar.news.md"]);
    let annotated = folder.run(&["annotate", "--write", "disk/story.ar.news.md"]);
    let known = folder.run(&["lint", "--write-baseline", "disk/known.json", "disk/story.ar.news.md"]);
    let (story, baseline) = (folder.text("disk/story.ar.news.md"), folder.text("disk/known.json"));
    let left = std::fs::read_dir(&disk).expect("a folder").count();
    assert!(mount(&["umount"]), "the disk is unmounted");
    assert_eq!((story, left), (text, 3), "no torn file, no temporary file");
    assert!(baseline.contains("\"findings\": []"), "{baseline}");
    for ran in [fixed, annotated, known] {
        ran.code(2).says(&["disk/", "cannot be written", "help:"]);
    }
}

#[test]
#[cfg(unix)]
fn circular_links_are_skipped() {
    use std::os::unix::fs::symlink;
    let folder = Folder::newsroom(&[GOOD]);
    symlink("two.news.md", folder.path().join("one.news.md")).expect("a link");
    symlink("one.news.md", folder.path().join("two.news.md")).expect("a link");
    symlink(".", folder.path().join("circle")).expect("a link");
    let ran = lint_with_good_article(&folder, 1);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    folder.run(&["lint", "one.news.md"]).code(2).says(&["one.news.md", "help:"]);
}

#[test]
fn a_picture_with_the_name_of_an_article_is_reported() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0";
    let ran = lint_with_good_article(&with("bad.news.md", png), 2);
    assert_eq!(messages(&ran), 1);
    ran.says(&["bad.news.md", "line 1: byte 0 is not UTF-8"]);
    // Zeros are valid UTF-8 without findings.
    lint_with_good_article(&with("bad.news.md", &[0; 10_000]), 1);
}

#[test]
#[cfg(unix)]
fn broken_links_are_skipped() {
    let folder = Folder::newsroom(&[GOOD]);
    std::os::unix::fs::symlink("gone.md", folder.path().join("link.news.md")).expect("a link");
    lint_with_good_article(&folder, 1);
    folder.run(&["lint", "link.news.md"]).code(2).says(&["link.news.md", "no such file"]);
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_is_not_a_failure() {
    let many = "31 June 2017\n\n".repeat(20_000);
    let folder = with("many.en.news.md", many.as_bytes());
    for format in ["concise", "full", "jsonl", "json", "sarif", "github"] {
        let mut child = folder
            .command(&["lint", "--format", format])
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(child.stdout.take());
        let ran: Ran = child.wait_with_output().expect("the program ends").into();
        assert!(matches!(ran.code, 0 | 1), "{format}: {}", ran.err);
        assert!(!ran.err.contains("panic"), "{format}: {}", ran.err);
    }
}

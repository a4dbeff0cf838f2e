//! `lint --changed-since`: files that changed in git, and files that depend on them.

use super::Folder;
use std::process::Command;

const FAULTY: &str = "في 31 يونيو 2024\n";

/// Runs git in a folder. `None` without git.
fn git(folder: &Folder, arguments: &[&str]) -> Option<()> {
    let own = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"];
    let output = Command::new("git").current_dir(folder.path()).args(own).args(arguments).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(())
}

/// A repository with three articles with errors. `None` without git.
fn repository() -> Option<Folder> {
    let folder = Folder::newsroom(&[
        ("copydesk.toml", ""),
        ("one.ar.news.md", FAULTY),
        ("قصة.ar.news.md", FAULTY),
        ("deep/three.en.news.md", "31 June 2024\n"),
    ]);
    git(&folder, &["init", "-q"])?;
    git(&folder, &["add", "."])?;
    git(&folder, &["commit", "-q", "-m", "first"])?;
    Some(folder)
}

#[track_caller]
fn found(folder: &Folder, code: i32, since: &str) -> Vec<String> {
    let ran = folder.run(&["lint", "--format", "concise", "--changed-since", since]).code(code);
    ran.out.lines().filter_map(|line| line.split(':').next()).map(str::to_owned).collect()
}

#[test]
fn only_changed_articles_are_checked() {
    let Some(folder) = repository() else { return println!("skipped: git is not installed") };
    assert_eq!(found(&folder, 0, "HEAD"), [""; 0]);
    folder.write("قصة.ar.news.md", format!("ثم {FAULTY}").as_bytes());
    folder.write("deep/new.en.news.md", b"31 June 2024\n");
    assert_eq!(found(&folder, 1, "HEAD"), ["deep/new.en.news.md", "قصة.ar.news.md"]);
    let here = folder.run(&["lint", "--format", "concise", "--changed-since", "HEAD", "deep"]).code(1);
    assert_eq!(here.out.lines().count(), 1, "{}", here.out);
    // Later commits on the main branch do not count.
    git(&folder, &["checkout", "-q", "-b", "ours"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "ours"]);
    git(&folder, &["checkout", "-q", "main"]);
    folder.write("one.ar.news.md", format!("ثم {FAULTY}").as_bytes());
    git(&folder, &["commit", "-q", "-a", "-m", "theirs"]);
    git(&folder, &["checkout", "-q", "ours"]);
    assert_eq!(found(&folder, 1, "main"), ["deep/new.en.news.md", "قصة.ar.news.md"]);
}

#[test]
fn a_changed_registry_or_configuration_affects_every_article() {
    let Some(folder) = repository() else { return println!("skipped: git is not installed") };
    folder.write("copydesk.toml", b"[rules]\nunlinked-actor = \"warning\"\n");
    assert_eq!(found(&folder, 1, "HEAD").len(), 3);
    folder.write("copydesk.toml", b"");
    assert_eq!(found(&folder, 0, "HEAD").len(), 0);
    folder.write("actors.toml", super::ACTORS.replace("Samira Nasser", "Samira Nasir").as_bytes());
    assert!(found(&folder, 1, "HEAD").len() >= 3);
}

#[test]
fn a_missing_repository_or_revision_is_reported() {
    let Some(folder) = repository() else { return println!("skipped: git is not installed") };
    let said = folder.run(&["lint", "--changed-since", "nowhere"]).code(2);
    said.says(&["--changed-since", "unknown git revision `nowhere`", "help: check its name"]);
    // A revision is never parsed as an option.
    folder.run(&["lint", "--changed-since=--output=x"]).code(2).says(&["unknown git revision"]);
    let outside = Folder::newsroom(&[("one.ar.news.md", FAULTY)]);
    let mut command = outside.command(&["lint", "--changed-since", "HEAD"]);
    let ran: super::Ran = command.env("GIT_CEILING_DIRECTORIES", "/").output().expect("it runs").into();
    ran.code(2).says(&["--changed-since", "not a git repository", "working tree"]);
    let mut command = folder.command(&["lint", "--changed-since", "HEAD"]);
    let ran: super::Ran = command.env("PATH", "").output().expect("it runs").into();
    ran.code(2).says(&["--changed-since", "cannot run git", "install git"]);
}

/// A repository is not trusted: programs in its settings are not run.
#[test]
#[cfg(unix)]
fn programs_of_a_repository_are_not_run() {
    use std::os::unix::fs::PermissionsExt;
    let Some(folder) = repository() else { return println!("skipped: git is not installed") };
    // The name of a filter can be any text.
    folder.write(".gitattributes", b"*.md filter=a=b.c diff=own\n*.toml filter=plain\n");
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "second"]);
    let script = folder.path().join("run");
    folder.write(
        "run",
        format!("#!/bin/sh\necho \"$0 $@\" >> {}\ncat\n", folder.path().join("ran").display()).as_bytes(),
    );
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    let script = script.display().to_string();
    for hook in ["post-index-change", "fsmonitor-watchman", "reference-transaction"] {
        std::fs::create_dir_all(folder.path().join("hooks")).expect("a folder");
        std::fs::copy(folder.path().join("run"), folder.path().join("hooks").join(hook)).expect("a hook");
    }
    let hooks = folder.path().join("hooks").display().to_string();
    for (key, value) in [
        ("core.fsmonitor", &script),
        ("core.hooksPath", &hooks),
        ("core.pager", &script),
        ("pager.diff", &script),
        ("diff.external", &script),
        ("diff.own.command", &script),
        ("diff.own.textconv", &script),
        ("filter.a=b.c.clean", &script),
        ("filter.a=b.c.smudge", &script),
        ("filter.a=b.c.required", &"true".to_owned()),
        ("filter.plain.process", &script),
        ("filter.plain.clean", &script),
        ("core.sshCommand", &script),
    ] {
        git(&folder, &["config", key, value]);
    }
    // A file with a new time is read again, through its filter.
    folder.write("one.ar.news.md", format!("ثم {FAULTY}").as_bytes());
    folder.write("deep/three.en.news.md", b"31 June 2024\n");
    folder.write("copydesk.toml", b"");
    folder.write("new.ar.news.md", FAULTY.as_bytes());
    let _ = std::fs::remove_file(folder.path().join("ran"));
    assert_eq!(found(&folder, 1, "HEAD"), ["new.ar.news.md", "one.ar.news.md"]);
    assert!(!folder.path().join("ran").exists(), "{}", folder.text("ran"));
}

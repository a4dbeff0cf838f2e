//! Special files, very large files, and paths out of the project: each is reported, and nothing blocks or fills the memory.

use super::{Folder, Ran};

const GOOD: (&str, &str) = ("good.en.news.md", "31 June 2017\n");

/// One special file of each kind, named after it.
#[cfg(unix)]
fn with_odd_files(folder: &Folder) {
    let path = |name: &str| folder.path().join(name);
    let made = std::process::Command::new("mkfifo").arg(path("pipe")).arg(path("pipe.toml")).status();
    assert!(made.is_ok_and(|status| status.success()));
    // The name stays when the listener is gone.
    drop(std::os::unix::net::UnixListener::bind(path("socket")).expect("a socket"));
    std::os::unix::fs::symlink("/dev/zero", path("zero.toml")).expect("a link");
    std::fs::create_dir(path("folder")).expect("a folder");
}

#[test]
#[cfg(unix)]
fn a_registry_setting_that_names_no_registry_file() {
    for (name, what) in [
        ("pipe", "is a pipe"),
        ("pipe.toml", "is a pipe"),
        ("socket", "is a socket"),
        ("zero.toml", "is a device"),
        ("folder", "is a folder"),
        ("people.json", "does not end in .toml or .actors"),
        ("gone.toml", "does not exist"),
    ] {
        let folder = Folder::newsroom(&[GOOD, ("people.json", "{}")]);
        with_odd_files(&folder);
        let setting = format!("registry = [\"actors.toml\", \"{name}\"]\n");
        folder.write("copydesk.toml", setting.as_bytes());
        for command in [&["lint", "--format", "concise"][..], &["export", "good.en.news.md"], &["actors", "stats"]] {
            let ran = folder.run(command).code(2);
            assert!(!ran.out.is_empty(), "the rest is done: {command:?}");
            ran.says(&[&format!("`{name}` {what}"), "copydesk.toml", "help: "]);
        }
        folder.run(&["actors", "build"]).code(2).says(&[what]);
        if name != "gone.toml" {
            folder.write("copydesk.toml", b"");
            folder.run(&["lint", "--registry", name]).code(2).says(&[name, "help: "]);
        }
    }
}

#[test]
#[cfg(unix)]
fn special_files_are_reported() {
    let folder = Folder::newsroom(&[GOOD]);
    with_odd_files(&folder);
    for odd in ["pipe", "socket", "zero.toml"] {
        for arguments in [
            &["lint", odd][..],
            &["annotate", odd],
            &["export", odd],
            &["fmt", odd],
            &["timeline", odd],
            &["lint", "--config", odd],
            &["lint", "--baseline", odd],
            &["actors", "import", "--from", "csv", odd],
            &["actors", "build", odd, "-o", "x.actors"],
            &["actors", "show", "x", "--registry", odd],
        ] {
            let ran = folder.run(arguments).code(2);
            assert!(ran.err.contains(odd) && ran.err.contains("help: "), "{arguments:?}: {}", ran.err);
        }
    }
    let cached = folder.run(&["lint", "--cache-dir", "pipe"]).code(1);
    assert!(cached.out.contains("impossible-date"));
}

#[test]
#[cfg(unix)]
fn an_unreadable_ignore_file_is_reported_by_every_command() {
    let folder = Folder::newsroom(&[GOOD]);
    let path = folder.path().join(".copydeskignore");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().expect("it runs").success());
    for command in ["lint", "export", "timeline", "fmt"] {
        let ran = folder.run(&[command, "."]).code(2);
        assert_eq!(ran.err.matches("this is a pipe").count(), 1, "{}", ran.err);
        ran.says(&[".copydeskignore: this is a pipe, not a file", "help: "]);
    }
    std::fs::remove_file(&path).expect("it is removed");
    folder.write(".copydeskignore", "x\n".repeat(200_000).as_bytes());
    folder.run(&["lint"]).code(2).says(&[".copydeskignore", "the limit for an ignore file"]);
    folder.write(".copydeskignore", b"good*\n");
    assert_eq!(folder.run(&["lint", "--format", "concise"]).code(0).out, "");
}

/// Output is written to a pipe that has a reader. A pipe without a reader is an error.
#[test]
#[cfg(unix)]
fn a_pipe_without_a_reader_does_not_block() {
    let folder = Folder::newsroom(&[GOOD]);
    with_odd_files(&folder);
    folder.run(&["lint", "--output", "pipe", "."]).code(2).says(&["pipe: cannot be written"]);
    folder.run(&["lint", "--write-baseline", "pipe", "."]).code(2).says(&["pipe: cannot be written"]);
    folder.run(&["actors", "export", "--to", "csv", "-o", "pipe"]).code(2).says(&["pipe: cannot be written"]);
    let mut reader = std::process::Command::new("cat");
    let reader = reader.arg("pipe").current_dir(folder.path()).stdout(std::process::Stdio::piped()).spawn();
    let reader = reader.expect("a reader");
    // The reader may not have opened the pipe yet.
    let is_open = || folder.run(&["actors", "export", "--to", "csv", "-o", "pipe"]).code == 0;
    while !is_open() {
        std::thread::yield_now();
    }
    let read = reader.wait_with_output().expect("it ends").stdout;
    assert!(read.starts_with(b"id,kind"));
}

/// A pipe is not used as a cache, neither to read nor to write.
#[test]
#[cfg(unix)]
fn a_cache_that_is_a_pipe_is_ignored() {
    let folder = Folder::newsroom(&[]);
    for nth in 0..80 {
        folder.write(&format!("{nth}.en.news.md"), b"31 June 2017\n");
    }
    let arguments = ["lint", "--format", "json", "--cache-dir", "cache"];
    let cold = folder.run(&arguments).code(1);
    let entries = std::fs::read_dir(folder.path().join("cache")).expect("a folder");
    let mut paths = entries.map(|entry| entry.expect("an entry").path());
    let file = paths.find(|path| path.display().to_string().contains("lint-")).expect("a cache");
    std::fs::remove_file(&file).expect("it is removed");
    assert!(std::process::Command::new("mkfifo").arg(&file).status().expect("it runs").success());
    let ran = folder.run(&arguments).code(1);
    assert_eq!(ran.out, cold.out);
}

/// Text of a file outside of the project is never quoted, whatever path leads to it.
#[test]
fn a_registry_outside_of_the_project_is_never_quoted() {
    let outside =
        Folder::new(&[("secret.toml", "password = hunter2\n[[actor]]\nid = \"hunter2\"\nkind = \"hunter2\"\n")]);
    let secret = outside.path().join("secret.toml").display().to_string();
    let mut names = vec![secret.clone()];
    let folder = Folder::newsroom(&[GOOD]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&secret, folder.path().join("link.toml")).expect("a link");
        names.push("link.toml".into());
    }
    for name in names {
        folder.write("copydesk.toml", format!("registry = [\"{name}\"]\n").as_bytes());
        for arguments in [&["lint"][..], &["lint", "."], &["lint", "good.en.news.md"], &["lint", "--format", "json"]] {
            let ran = folder.run(arguments).code(1);
            assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"), "{}{}", ran.out, ran.err);
            ran.says(&[name.rsplit('/').next().unwrap_or_default(), "outside of the project", "has errors in"]);
        }
    }
}

#[test]
fn a_registry_pattern_stays_in_its_folder() {
    let folder = Folder::newsroom(&[GOOD, ("desk/x.en.news.md", "31 June 2017\n"), ("people/more.toml", "")]);
    for pattern in ["/**/*.toml", "../*.toml", "a/../../*.toml", "link/**/*.toml"] {
        #[cfg(unix)]
        let _ = std::os::unix::fs::symlink("/", folder.path().join("desk/link"));
        folder.write("desk/copydesk.toml", format!("registry = [\"{pattern}\"]\n").as_bytes());
        let ran = folder.run(&["lint", "--format", "concise", "desk"]).code(2);
        assert!(ran.out.contains("desk/x.en.news.md:1:1"), "{}", ran.out);
        ran.says(&["leaves the folder", pattern, "one by one"]);
    }
    folder.write("copydesk.toml", b"registry = [\"actors.toml\", \"people/*.toml\"]\n");
    let _: Ran = folder.run(&["lint", "good.en.news.md"]).code(1);
}

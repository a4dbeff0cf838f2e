//! Runs over many articles: unchanged articles are not checked again, and the findings are the same.

use super::{Folder, Ran};
use std::path::PathBuf;
use std::process::Stdio;

/// An archive that is large enough for a cache, in both languages.
fn archive() -> Folder {
    let folder = Folder::newsroom(&[]);
    for nth in 0..100 {
        let day = nth % 28 + 1;
        let (name, text) = if nth % 2 == 0 {
            let text = format!("قالت سميرة ناصر إن العقد وُقّع الثلاثاء {day} مارس 2024، «ثم غادرت.\n");
            (format!("{nth}.ar.news.md"), text)
        } else {
            let text = format!("Samira Nasser signed on Tuesday, {day} March 2024, {nth} times.\n");
            (format!("{nth}.en.news.md"), text)
        };
        folder.write(&name, format!("---\ndate: 2024-03-{day:02}\n---\n{text}").as_bytes());
    }
    folder
}

const JSON: [&str; 6] = ["lint", "--format", "json", "--cache-dir", ".cache", "."];

/// The files of the cache.
fn files(folder: &Folder) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder.path().join(".cache")) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("lint-"))).collect()
}

#[test]
fn findings_are_the_same_with_and_without_a_cache() {
    let folder = archive();
    let cold = folder.run(&JSON).code(1);
    let kept = files(&folder);
    assert_eq!(kept.len(), 1);
    let bytes = std::fs::read(&kept[0]).expect("a file");
    let warm = folder.run(&JSON).code(1);
    assert_eq!(cold.out, warm.out);
    assert_eq!(std::fs::read(&kept[0]).expect("a file"), bytes, "nothing was new");
    let without = folder.run(&["lint", "--format", "json", "--no-cache", "."]).code(1);
    assert_eq!(cold.out, without.out);
    for format in ["full", "sarif", "gitlab", "junit"] {
        let known = folder.run(&["lint", "--format", format, "--cache-dir", ".cache", "."]).code(1);
        let found = folder.run(&["lint", "--format", format, "--no-cache", "."]).code(1);
        assert_eq!(known.out, found.out, "{format}");
    }
}

/// Updates the checksum of a cache file. The magic bytes, the state and the checksum have 16 bytes each.
fn seal(bytes: &mut [u8]) {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    hash.update(&bytes[..32]);
    hash.update(&bytes[48..]);
    bytes[32..48].copy_from_slice(&hash.digest128().to_le_bytes());
}

/// Cached findings are not checked again: a finding that was changed in the cache is reported as changed if the checksum is
/// right. Otherwise, the file is ignored.
#[test]
fn unchanged_articles_are_not_checked_again() {
    let folder = archive();
    folder.run(&JSON).code(1);
    let file = files(&folder).remove(0);
    let bytes = std::fs::read(&file).expect("a file");
    let (from, to) = (b"18 March 2024 is a Monday", b"18 March 2024 is a Holiday"[..25].to_vec());
    let at = bytes.windows(from.len()).position(|window| window == from).expect("the finding is kept");
    let mut changed = bytes.clone();
    changed[at..at + to.len()].copy_from_slice(&to);
    std::fs::write(&file, &changed).expect("a file");
    let cold = folder.run(&JSON).code(1);
    assert!(!cold.out.contains("Holida"), "a damaged cache is dropped");
    assert_eq!(folder.run(&JSON).code(1).out, cold.out);
    seal(&mut changed);
    std::fs::write(&file, &changed).expect("a file");
    assert!(folder.run(&JSON).code(1).out.contains("18 March 2024 is a Holida"), "it is read");
}

#[test]
fn every_change_of_context_invalidates_the_cache() {
    let count = |ran: &Ran, words: &str| ran.out.matches(words).count();
    let folder = archive();
    let cold = folder.run(&JSON).code(1);
    assert_eq!(count(&cold, "\"unlinked-actor\""), 100);
    // An article.
    folder.write("1.en.news.md", b"---\ndate: 2024-03-18\n---\nNothing.\n");
    assert_eq!(count(&folder.run(&JSON).code(1), "\"unlinked-actor\""), 99);
    // The configuration.
    folder.write("copydesk.toml", b"[rules]\nunlinked-actor = \"off\"\n");
    assert_eq!(count(&folder.run(&JSON).code(1), "\"unlinked-actor\""), 0);
    folder.write("copydesk.toml", b"");
    assert_eq!(count(&folder.run(&JSON).code(1), "\"unlinked-actor\""), 99);
    // An option.
    let mut options = JSON.to_vec();
    options.extend(["--ignore", "unlinked-actor"]);
    assert_eq!(count(&folder.run(&options).code(1), "\"unlinked-actor\""), 0);
    // The registry.
    folder.write("actors.toml", super::ACTORS.replace("Samira Nasser", "Someone Else").as_bytes());
    assert_eq!(count(&folder.run(&JSON).code(1), "\"unlinked-actor\""), 50, "the Arabic ones");
}

#[test]
fn a_damaged_or_unwritable_cache_is_ignored() {
    let folder = archive();
    let cold = folder.run(&JSON).code(1);
    let file = files(&folder).remove(0);
    let bytes = std::fs::read(&file).expect("a file");
    for broken in [&bytes[..bytes.len() / 2], b"", b"something else", &bytes[..20]] {
        std::fs::write(&file, broken).expect("a file");
        assert_eq!(folder.run(&JSON).code(1).out, cold.out);
    }
    folder.write("file", b"");
    let named = folder.run(&["lint", "--format", "json", "--cache-dir", "file", "."]).code(1);
    assert_eq!(named.out, cold.out);
    named.says(&["file", "cache", "help:"]);
    let silent = folder.command(&["lint", "--format", "json"]).env("COPYDESK_CACHE_DIR", "file").output();
    let silent: Ran = silent.expect("the program runs").into();
    assert_eq!((silent.err.as_str(), silent.out), ("", cold.out));
}

#[test]
fn parallel_and_killed_runs_leave_a_valid_cache() {
    let folder = archive();
    let cold = folder.run(&["lint", "--format", "json", "--no-cache", "."]).code(1);
    let start = || {
        let mut command = folder.command(&JSON);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs")
    };
    let running: Vec<_> = (0..4).map(|_| start()).collect();
    for child in running {
        let ran: Ran = child.wait_with_output().expect("it ends").into();
        assert_eq!(ran.out, cold.out);
    }
    for _ in 0..8 {
        folder.write("0.ar.news.md", format!("قال {:?}\n", std::time::Instant::now()).as_bytes());
        let mut child = start();
        child.kill().expect("it is ended");
        child.wait().expect("it has ended");
    }
    let after = folder.run(&JSON).code(1);
    assert_eq!(after.out, folder.run(&["lint", "--format", "json", "--no-cache", "."]).code(1).out);
    assert_eq!(files(&folder).len(), 1);
}

#[test]
fn findings_do_not_depend_on_the_number_of_threads() {
    let folder = archive();
    for format in ["json", "full", "sarif"] {
        let one = folder.run(&["lint", "--format", format, "--no-cache", "--jobs", "1"]).code(1);
        let two = folder.run(&["lint", "--format", format, "--no-cache", "--jobs", "2"]).code(1);
        assert_eq!(one.out, two.out, "{format}");
        assert_eq!(one.err, two.err, "{format}");
    }
}

#[test]
fn json_lines_are_checked_in_order() {
    let folder = Folder::newsroom(&[]);
    let lines = "{\"id\": \"first\", \"text\": \"قالت سميرة ناصر ذلك أمس في 31 يونيو 2024.\", \"date\": \"2024-03-18\"}\n\
        \n\
        {\"id\": \"second\", \"text\": \"He left on 31 June 2024.\"}\n\
        nothing\n\
        {\"text\": \"On Tuesday, 18 March 2024, he left.\"}\n";
    folder.write("all.jsonl", lines.as_bytes());
    let ran = folder.run(&["lint", "--jsonl", "--format", "concise", "all.jsonl"]).code(2);
    let places: Vec<&str> = ran.out.lines().map(|line| line.split(": ").next().expect("a place")).collect();
    assert_eq!(places, ["first:1:21", "second:1:12", "all.jsonl:5:1:4"], "{}", ran.out);
    let ran = ran.says(&["all.jsonl:4", "not a JSON object"]);
    let piped = folder.run_with(&["lint", "--jsonl", "--format", "concise", "-"], lines.as_bytes()).code(2);
    assert_eq!(piped.out.replace("-:5", "all.jsonl:5"), ran.out);
    let renamed = "{\"body\": \"31 June 2024\", \"nr\": 7}\n";
    folder.write("other.jsonl", renamed.as_bytes());
    let all = ["lint", "--jsonl", "--fields", "text=body,id=nr", "--format", "concise", "other.jsonl"];
    assert!(folder.run(&all).code(1).out.starts_with("7:1:1: error[impossible-date]"));
}

/// A damaged bit or byte of a cache changes no finding.
#[test]
fn a_damaged_cache_changes_no_finding() {
    let folder = archive();
    let cold = folder.run(&JSON).code(1);
    let file = files(&folder).remove(0);
    let bytes = std::fs::read(&file).expect("a file");
    for nth in 0..24 {
        let mut damaged = bytes.clone();
        let at = nth * 7919 % damaged.len();
        match nth % 4 {
            0 => damaged[at] ^= 1 << (nth % 8),
            1 => damaged.truncate(at),
            2 => drop(damaged.drain(at..(at + 40).min(bytes.len()))),
            _ => damaged.extend_from_slice(&bytes[at..]),
        }
        std::fs::write(&file, damaged).expect("a file");
        assert_eq!(folder.run(&JSON).code(1).out, cold.out, "{nth}");
    }
}

/// A report that is written into the watched folder does not trigger a check. A file that changes all the time does not delay
/// other changes.
#[test]
fn a_watch_ignores_its_own_output_and_sees_changes_in_time() {
    use std::io::{BufRead, BufReader, Write};
    let folder = Folder::newsroom(&[("story.ar.news.md", "في 31 يونيو 2024\n")]);
    let log = std::fs::File::create(folder.path().join("lint.log")).expect("a file");
    let mut child = folder
        .command(&["lint", "--watch", "--format", "concise"])
        .stdout(log)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let (sender, said) = std::sync::mpsc::channel();
    let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let reader = std::thread::spawn(move || {
        for line in lines.map_while(Result::ok).filter(|line| line.starts_with("watching")) {
            let _ = sender.send(line);
        }
    });
    let wait = std::time::Duration::from_secs(60);
    said.recv_timeout(wait).expect("the first run");
    // Its own report changed the folder.
    assert!(said.recv_timeout(std::time::Duration::from_secs(2)).is_err(), "it rests");
    let is_over = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let writer = std::thread::spawn({
        let (is_over, path) = (is_over.clone(), folder.path().join("other.log"));
        move || {
            let mut file = std::fs::File::create(path).expect("a file");
            while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
                let _ = file.write_all(b"x");
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        }
    });
    folder.write("story.ar.news.md", "ثم في 31 يونيو 2024\n".as_bytes());
    let seen = said.recv_timeout(wait);
    is_over.store(true, std::sync::atomic::Ordering::Relaxed);
    writer.join().expect("it ends");
    child.kill().expect("it is ended");
    child.wait().expect("it has ended");
    reader.join().expect("it ends");
    seen.expect("a change is seen while another file is written");
    assert_eq!(folder.text("lint.log").lines().count(), 2);
}

/// `--watch` checks at once, and again after a change.
#[test]
fn a_watch_checks_again_after_a_change() {
    use std::io::{BufRead, BufReader};
    let folder = Folder::newsroom(&[("story.ar.news.md", "في 31 يونيو 2024\n")]);
    let mut child = folder
        .command(&["lint", "--watch", "--format", "concise"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut out = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut said = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let first = out.next().expect("a line").expect("text");
    assert!(first.starts_with("story.ar.news.md:1:4: error[impossible-date]"), "{first}");
    let watching = |said: &mut dyn Iterator<Item = std::io::Result<String>>| {
        assert!(said.map(|line| line.expect("text")).any(|line| line.starts_with("watching")), "it ends");
    };
    watching(&mut said);
    folder.write("story.ar.news.md", "ثم في 31 يونيو 2024\n".as_bytes());
    let second = out.next().expect("a line").expect("text");
    assert!(second.starts_with("story.ar.news.md:1:"), "{second}");
    child.kill().expect("it is ended");
    child.wait().expect("it has ended");
}

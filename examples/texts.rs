//! Prints every text that a user can see, one per line with its place: `cargo run --example texts`.
//!
//! These are the string literals of two words or more in the code without its tests, the help of the command line (the doc comments
//! of its options), and the titles and descriptions of the VS Code extension. Line breaks are shown as `⏎`.

#![expect(clippy::disallowed_methods, reason = "the example reads the project's files")]

use std::path::{Path, PathBuf};

fn main() {
    let mut files = Vec::new();
    collect(Path::new("src"), &mut files);
    files.sort();
    let mut count = 0;
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let code = text.split("\n#[cfg(test)]").next().unwrap_or("");
        let mut found = literals(code);
        if file.starts_with("src/cli") || file.ends_with("cli.rs") {
            found.extend(help(code));
        }
        found.sort_by_key(|(line, _)| *line);
        for (line, words) in found.into_iter().filter(|(_, words)| is_prose(words)) {
            println!("{}:{line}: {}", file.display(), words.replace('\n', "⏎"));
            count += 1;
        }
    }
    let package = std::fs::read_to_string("editors/vscode/package.json").unwrap_or_default();
    for (number, line) in package.lines().enumerate() {
        let keys = ["title", "description", "markdownDescription", "label", "contents", "category"];
        let line = line.trim();
        let is_text = keys.iter().any(|key| line.starts_with(&format!("\"{key}\":")));
        if let Some((_, words)) = line.split_once(": \"").filter(|_| is_text) {
            println!("editors/vscode/package.json:{}: {}", number + 1, words.trim_end_matches([',', '"']));
            count += 1;
        }
    }
    println!("{count} texts");
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            if name != "tests" && name != "fixture" {
                collect(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && name != "tests.rs"
            && name != "fixture.rs"
        {
            found.push(path);
        }
    }
}

/// Whether a literal is a text: two words of letters in a row.
fn is_prose(words: &str) -> bool {
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let count = words.split_whitespace().filter(is_word).count();
    count >= 2 && !words.starts_with("//")
}

/// The doc comments: the help of options and commands.
fn help(code: &str) -> Vec<(usize, String)> {
    let lines = code.lines().enumerate();
    let doc = |(number, line): (usize, &str)| Some((number + 1, line.trim().strip_prefix("/// ")?.to_owned()));
    lines.filter_map(doc).collect()
}

/// The string literals of some code, with their lines.
fn literals(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    let bytes = code.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => line += 1,
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += code[at..].find('\n').unwrap_or(code.len() - at);
                continue;
            }
            // A character, and no lifetime.
            b'\'' => {
                let rest = &code[at + 1..];
                let width = match rest.chars().next() {
                    Some('\\') => rest[1..].find('\'').map(|end| end + 2),
                    Some(c) if rest[c.len_utf8()..].starts_with('\'') => Some(c.len_utf8() + 1),
                    _ => None,
                };
                at += width.unwrap_or(0);
            }
            b'"' => {
                let hashes = code[..at].chars().rev().take_while(|c| *c == '#').count();
                let is_raw = code[..at - hashes].ends_with('r');
                let end = if is_raw { raw_end(code, at + 1, hashes) } else { plain_end(bytes, at + 1) };
                let words = &code[at + 1..end];
                let shown = if is_raw { words.to_owned() } else { joined(words) };
                found.push((line, shown));
                line += words.matches('\n').count();
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

fn raw_end(code: &str, at: usize, hashes: usize) -> usize {
    let close = format!("\"{}", "#".repeat(hashes));
    code[at..].find(&close).map_or(code.len(), |end| at + end)
}

/// A literal without its escapes and the line breaks that a backslash joins.
fn joined(words: &str) -> String {
    let mut out = String::new();
    let mut parts = words.split("\\\n");
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        out.push_str(part.trim_start());
    }
    out.replace("\\n", "\n").replace("\\\"", "\"")
}

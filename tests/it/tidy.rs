//! Modules import downward only, and files stay small enough to read.

use std::path::{Path, PathBuf};

/// The modules by layer, lowest first. A module may import its own and lower layers, save that the readers of
/// layer 2 do not import each other.
const LAYERS: &[&[&str]] = &[
    &["error", "language", "text", "finding"],
    &["article"],
    &["syntax", "config", "actors", "dates"],
    &["analysis", "rule", "rules", "lint", "links", "repair"],
    &["ide", "report", "export", "docs", "schema", "timeline"],
    &["workspace", "cli", "server", "fixture"],
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads the source tree")]
fn modules_import_downward_and_files_stay_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 20, "the source tree was not found");
    for file in files {
        let relative = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        assert!(code.lines().count() <= 600, "{relative} has outgrown one room");
        // A macro that panics where a stream is closed or full ends the work of others.
        let macros =
            if relative.contains("tests/") { &[][..] } else { &["println!(", "eprintln!(", " print!(", "eprint!("] };
        for macro_name in macros {
            assert!(!code.contains(macro_name), "{relative} writes with {macro_name}…)");
        }
        let module = relative.split(['/', '.']).next().unwrap();
        if matches!(module, "lib" | "main") {
            continue;
        }
        let own = layer(module).unwrap_or_else(|| panic!("{relative} belongs to no layer"));
        for part in code.split("crate::").skip(1) {
            let used = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
            let Some(other) = layer(used) else { continue };
            assert!(other <= own, "{relative} imports upward: crate::{used}");
            assert!(own != 2 || other != 2 || used == module, "{relative} imports another reader: crate::{used}");
        }
    }
}

//! Modules import downward only and without circles, and files are small enough to read.

mod circles;
mod source;

use circles::Crate;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The modules by layer, lowest first. A module may import its own and lower layers, except that the readers of
/// layer 2 do not import each other.
const LAYERS: &[&[&str]] = &[
    &["error", "language", "message", "text", "finding", "parallel"],
    &["article"],
    &["syntax", "config", "actors", "dates"],
    &["analysis", "rule", "rules", "lint", "links", "fix"],
    &["ide", "report", "export", "docs", "schema", "timeline"],
    &["workspace", "cli", "server", "fixture", "testing"],
];

/// The files below a folder with an extension, by their paths from it, with their texts.
#[expect(clippy::disallowed_methods, reason = "the test reads the source tree")]
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths = Vec::new();
    collect(&root, extension, &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let relative = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        (relative, std::fs::read_to_string(&path).unwrap())
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, extension, found);
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

#[test]
fn modules_import_downward() {
    let code = Crate::read(&files("src", "rs"));
    assert!(code.modules.len() > 20, "the source tree was not found");
    let all = code.modules.iter().chain(&code.tests);
    for (name, module) in all.filter(|(name, _)| !name.is_empty()) {
        let top = name.split("::").next().unwrap();
        let own = layer(top).unwrap_or_else(|| panic!("{name} belongs to no layer"));
        let written = module.imports.iter().map(|import| &import.path).chain(&module.paths);
        let written = written.filter(|path| path[0] == "crate").filter_map(|path| path.get(1).cloned());
        // Tests may use the items of their parents, wherever those are from.
        let is_test = code.tests.contains_key(name);
        let defined = if is_test { BTreeSet::new() } else { code.dependencies(name, module) };
        for used in written.chain(defined) {
            let used = used.split("::").next().unwrap();
            let Some(other) = layer(used) else { continue };
            assert!(other <= own, "{name} imports upward: crate::{used}");
            assert!(own != 2 || other != 2 || used == top, "{name} imports another reader: crate::{used}");
        }
    }
}

#[test]
fn files_are_small_and_do_not_print_with_macros() {
    let code = Crate::read(&files("src", "rs"));
    for (name, module) in code.modules.iter().chain(&code.tests) {
        assert!(module.lines <= 600, "{name} has {} lines without its tests", module.lines);
        // These macros panic if a stream is closed or full.
        let is_below_tests = name.contains("tests::");
        for macro_name in ["println", "eprintln", "print", "eprint"] {
            assert!(is_below_tests || !module.macros.contains(macro_name), "{name} writes with {macro_name}!");
        }
    }
}

#[test]
fn modules_have_no_circular_dependencies() {
    let mut circles = circles::of_rust(&Crate::read(&files("src", "rs")));
    circles.extend(circles::of_typescript(&files("editors/vscode/src", "ts")));
    let shown: Vec<String> = circles.iter().map(|circle| circle.join(" > ")).collect();
    assert!(shown.is_empty(), "circles: {shown:#?}");
}

//! Circles between the modules of a crate.
//!
//! A module is its file and all below it: `server` is `server.rs` and `server/`. One module depends on another if its code
//! names an item that the other defines: in a `use`, or in a path with `crate`, `self`, `super`, a child or an imported
//! module. A re-export is followed to the file that defines the item. Sibling modules must have an order; the modules of a
//! circle can only be read, tested and moved together.
//!
//! A parent and its children are not a circle: the parent has their shared items and combines them. Test code, comments and
//! strings do not count. The output of macros is not seen.

use super::source::{Import, Module};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The dependencies of each module.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// The circles between the modules of a crate. Each circle is shown once, as the shortest way from a module back to itself.
pub(super) fn of_rust(code: &Crate) -> Vec<Vec<String>> {
    code.levels().values().flat_map(circles).collect()
}

/// The circles between the TypeScript files of one folder.
pub(super) fn of_typescript(files: &[(String, String)]) -> Vec<Vec<String>> {
    let imports = |text: &str| -> BTreeSet<String> {
        let after = |marker: &str| text.split(marker).skip(1).map(str::to_owned).collect::<Vec<_>>();
        let named = after("from './").into_iter().chain(after("import('./")).chain(after("import './"));
        named.filter_map(|rest| Some(format!("{}.ts", rest.split('\'').next()?))).collect()
    };
    circles(&files.iter().map(|(path, text)| (path.clone(), imports(text))).collect())
}

/// The circles of a graph: of each set of modules that depend on each other, the shortest way round from its first.
fn circles(graph: &Graph) -> Vec<Vec<String>> {
    let reachable: BTreeMap<&String, BTreeSet<&String>> = graph.keys().map(|file| (file, reach(graph, file))).collect();
    let mut found = Vec::new();
    let mut seen: BTreeSet<&String> = BTreeSet::new();
    for file in graph.keys() {
        if !seen.contains(file) && reachable[file].contains(file) {
            seen.extend(
                graph.keys().filter(|other| reachable[file].contains(other) && reachable[*other].contains(file)),
            );
            found.push(way_round(graph, file));
        }
    }
    found
}

/// The modules that a module depends on, directly or not.
fn reach<'g>(graph: &'g Graph, from: &str) -> BTreeSet<&'g String> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<&String> = graph.get(from).into_iter().flatten().collect();
    while let Some(file) = waiting.pop() {
        if found.insert(file) {
            waiting.extend(graph.get(file).into_iter().flatten());
        }
    }
    found
}

/// The shortest way from a module back to itself.
fn way_round(graph: &Graph, start: &str) -> Vec<String> {
    let mut waiting = VecDeque::from([vec![start.to_owned()]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = waiting.pop_front() {
        for next in graph.get(way.last().unwrap()).into_iter().flatten() {
            let longer: Vec<String> = way.iter().chain([next]).cloned().collect();
            if next == start {
                return longer;
            }
            if seen.insert(next) {
                waiting.push_back(longer);
            }
        }
    }
    Vec::new()
}

/// The modules of a crate by their paths from the root: `actors::parse`.
pub(super) struct Crate {
    pub(super) modules: BTreeMap<String, Module>,
    /// The modules that are compiled for tests only.
    pub(super) tests: BTreeMap<String, Module>,
}

enum Target {
    Module(String),
    /// An item of a module.
    Item(String),
}

impl Crate {
    /// Reads files, given by their paths from `src` and their texts.
    pub(super) fn read(files: &[(String, String)]) -> Self {
        let mut modules: BTreeMap<String, Module> = BTreeMap::new();
        for (path, text) in files.iter().filter(|(path, _)| path != "main.rs") {
            let name = if path == "lib.rs" { String::new() } else { path.trim_end_matches(".rs").replace('/', "::") };
            modules.insert(name, Module::read(text));
        }
        let of_tests =
            |(name, module): (&String, &Module)| module.tests.iter().map(|test| join(name, test)).collect::<Vec<_>>();
        let roots: Vec<String> = modules.iter().flat_map(of_tests).collect();
        let is_test = |name: &str| roots.iter().any(|root| name == root || name.starts_with(&format!("{root}::")));
        let (tests, modules) = modules.into_iter().partition(|(name, _)| is_test(name));
        Self { modules, tests }
    }

    /// The graphs of modules that are next to each other, by their parent.
    fn levels(&self) -> BTreeMap<String, Graph> {
        let mut levels: BTreeMap<String, Graph> = BTreeMap::new();
        for (name, module) in &self.modules {
            for other in self.dependencies(name, module) {
                if let Some((parent, one, other)) = siblings(name, &other) {
                    levels.entry(parent).or_default().entry(one).or_default().insert(other);
                }
            }
        }
        levels
    }

    /// The modules whose items a module uses.
    pub(super) fn dependencies(&self, name: &str, module: &Module) -> BTreeSet<String> {
        // A re-export counts where the file uses the name itself.
        let is_used = |import: &&Import| {
            !import.is_public || import.name.as_ref().is_some_and(|name| module.names.contains(name))
        };
        let imported =
            module.imports.iter().filter(is_used).filter_map(|import| match self.resolve(name, &import.path, 0)? {
                Target::Item(of) => Some(of),
                Target::Module(of) if import.name.is_none() => Some(of),
                Target::Module(_) => None,
            });
        let named = module.paths.iter().filter_map(|path| match self.resolve(name, path, 0)? {
            Target::Item(of) | Target::Module(of) => Some(of),
        });
        let all = imported.chain(named).filter(|of| of != name);
        all.collect()
    }

    /// What a path in a module leads to. `None` for what is not of this crate.
    fn resolve(&self, from: &str, path: &[String], depth: usize) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.walk("", rest, depth),
            "self" => self.walk(from, rest, depth),
            "super" => {
                let parent = from.rsplit_once("::").map_or("", |(parent, _)| parent);
                match rest.first().map(String::as_str) {
                    Some("super") => self.resolve(parent, rest, depth),
                    _ => self.walk(parent, rest, depth),
                }
            }
            _ if self.modules.contains_key(&join(from, first)) => self.walk(from, path, depth),
            _ => self.through_import(from, path, depth),
        }
    }

    fn walk(&self, module: &str, path: &[String], depth: usize) -> Option<Target> {
        let Some((first, rest)) = path.split_first() else { return Some(Target::Module(module.to_owned())) };
        let child = join(module, first);
        if self.modules.contains_key(&child) {
            return self.walk(&child, rest, depth);
        }
        let own = self.modules.get(module)?;
        if own.items.contains(first) {
            return Some(Target::Item(module.to_owned()));
        }
        self.through_import(module, path, depth).or_else(|| Some(Target::Item(module.to_owned())))
    }

    /// Follows a path whose first name is imported.
    fn through_import(&self, module: &str, path: &[String], depth: usize) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let imports = &self.modules.get(module)?.imports;
        if depth > 16 {
            return None;
        }
        if let Some(import) = imports.iter().find(|import| import.name.as_ref() == Some(first)) {
            return match self.resolve(module, &import.path, depth + 1)? {
                Target::Module(of) => self.walk(&of, rest, depth + 1),
                item @ Target::Item(_) => Some(item),
            };
        }
        for import in imports.iter().filter(|import| import.name.is_none()) {
            let Some(Target::Module(of)) = self.resolve(module, &import.path, depth + 1) else { continue };
            if self.modules.get(&of).is_some_and(|of| of.items.contains(first)) {
                return Some(Target::Item(of));
            }
        }
        None
    }
}

/// The parent that two modules have in common, and the children of it that they are or belong to. `None` if one belongs to the
/// other.
fn siblings(one: &str, other: &str) -> Option<(String, String, String)> {
    let (one, other): (Vec<&str>, Vec<&str>) = (one.split("::").collect(), other.split("::").collect());
    let shared = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    if shared == one.len().min(other.len()) {
        return None;
    }
    let child = |path: &[&str]| path[..=shared].join("::");
    Some((one[..shared].join("::"), child(&one), child(&other)))
}

fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<_> = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        of_rust(&Crate::read(&files)).iter().map(|circle| circle.join(" > ")).collect()
    }

    #[test]
    fn a_planted_circle_is_found() {
        let plain = [("a.rs", "use crate::b::B;\npub struct A;"), ("b.rs", "pub struct B;\nfn f() { crate::a::A; }")];
        assert_eq!(found(&plain), ["a > b > a"]);
        let grouped =
            [("a.rs", "use crate::{c::C, b::{self, B}};\npub struct A;"), ("b.rs", "use super::a::{A as Z};")];
        assert_eq!(found(&grouped), ["a > b > a"]);
        let long = [
            ("a.rs", "use crate::b;\nfn f() { b::g() }"),
            ("b.rs", "pub fn g() { crate::c::h() }"),
            ("c.rs", "pub fn h() { super::a::f() }"),
        ];
        assert_eq!(found(&long), ["a > b > c > a"]);
    }

    #[test]
    fn a_circle_after_a_test_item_is_found() {
        let mid_file =
            "#[cfg(test)]\nuse crate::c::{X, Y};\n#[cfg(test)]\nfn t() { if true {} }\nuse crate::b::B;\npub struct A;";
        assert_eq!(found(&[("a.rs", mid_file), ("b.rs", "use crate::a::A;\npub struct B;")]), ["a > b > a"]);
    }

    #[test]
    fn a_circle_through_a_re_export_is_found_where_the_item_is() {
        let files = [
            ("a.rs", "mod one;\nmod two;\npub use one::One;\npub use two::*;"),
            ("a/one.rs", "use super::Two;\npub struct One;"),
            ("a/two.rs", "use crate::a::One;\npub struct Two;"),
        ];
        assert_eq!(found(&files), ["a::one > a::two > a::one"]);
    }

    #[test]
    fn a_module_is_its_file_and_all_below() {
        let files = [
            ("a.rs", "mod deep;"),
            ("a/deep.rs", "use crate::b::B;\npub struct D;"),
            ("b.rs", "mod low;\npub struct B;"),
            ("b/low.rs", "use crate::a::deep::D;"),
        ];
        assert_eq!(found(&files), ["a > b > a"]);
    }

    #[test]
    fn allowed_dependencies_are_not_circles() {
        let files = [
            // A parent uses its children, and they use what it holds.
            ("a.rs", "mod child;\nuse child::f;\npub struct A;\npub fn g() { f() }"),
            ("a/child.rs", "use super::A;\npub fn f() {}"),
            // Tests, comments and strings may name whatever they like.
            (
                "b.rs",
                "// crate::c::C\nconst S: &str = \"crate::c::C\";\n#[cfg(test)]\nmod tests { use crate::c::C; }\npub struct B;",
            ),
            ("c.rs", "use crate::b::B;\npub struct C;\n#[cfg(test)]\nmod tests;"),
            ("c/tests.rs", "use crate::d::D;"),
            ("d.rs", "use crate::c::C;\npub(in crate::c) struct D<'a>(&'a str, char);\nconst Q: char = '\"';"),
        ];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn circles_of_typescript_are_found() {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let files = [
            file("a.ts", "import type { B } from './b';"),
            file("b.ts", "import { a } from './a';\nimport fs from 'node:fs';"),
        ];
        assert_eq!(of_typescript(&files), [["a.ts", "b.ts", "a.ts"]]);
        assert!(of_typescript(&files[..1]).is_empty());
    }
}

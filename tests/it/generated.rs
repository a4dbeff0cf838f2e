//! Generated files are up to date.
#![expect(clippy::disallowed_methods, reason = "the tests read the project's files")]

use copydesk::testing::rules::RULES;
use std::collections::BTreeSet;
use std::path::Path;

fn project(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_page_of_rules_is_up_to_date() {
    let made = copydesk::testing::docs::all();
    let found = project("docs/rules.md");
    assert!(found == made, "docs/rules.md is out of date; run: cargo run -- explain --markdown > docs/rules.md");
}

#[test]
fn the_generated_pages_are_up_to_date() {
    for (name, made) in [
        ("configuration", copydesk::testing::docs::configuration()),
        ("cli", copydesk::cli::command_line()),
        ("formats", copydesk::testing::docs::formats()),
    ] {
        let found = project(&format!("docs/{name}.md"));
        assert!(found == made, "docs/{name}.md is out of date: cargo run -- docs {name} > docs/{name}.md");
    }
}

#[test]
fn the_schema_of_vs_code_is_up_to_date() {
    let made = copydesk::testing::schema::schema(copydesk::testing::schema::Subject::Config);
    let found = project("editors/vscode/schemas/copydesk.json");
    let renew = "run npm run settings in editors/vscode";
    assert!(found == made, "editors/vscode/schemas/copydesk.json is out of date: {renew}");
}

#[test]
fn the_page_of_rules_has_an_anchor_for_every_link_of_a_finding() {
    let page = project("docs/rules.md");
    for rule in RULES {
        let (file, anchor) = copydesk::testing::report::page(&rule.code)
            .split_once('#')
            .map(|(f, a)| (f.to_owned(), a.to_owned()))
            .unwrap();
        assert!(file.starts_with("https://") && file.ends_with("/docs/rules.md"), "{file}");
        assert!(page.contains(&format!("\n### {anchor}\n")), "{anchor} has no heading");
    }
}

#[test]
fn all_packages_have_the_version_of_the_program() {
    let version = env!("CARGO_PKG_VERSION");
    for (file, line) in [
        ("pyproject.toml", format!("version = \"{version}\"")),
        ("pyproject.toml", format!("dependencies = [\"copydesk=={version}\"]")),
        ("editors/vscode/package.json", format!("  \"version\": \"{version}\",")),
        ("packaging/mason/package.yaml", format!("  id: pkg:github/copydesk/copydesk@v{version}")),
        ("examples/ci/github.yml", format!("      - uses: copydesk/copydesk@v{version}")),
        ("examples/ci/gitlab.yml", format!("    - pip install --quiet copydesk=={version}")),
        ("examples/ci/pre-commit.yaml", format!("    rev: v{version}")),
    ] {
        assert!(project(file).lines().any(|found| found == line), "{file} lacks the line `{line}`");
    }
}

#[test]
fn a_rule_is_a_file_of_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().replace('_', "-"))
        .collect();
    let codes: BTreeSet<String> = RULES.iter().map(|rule| rule.code.to_string()).collect();
    assert_eq!(files, codes, "src/rules/<code>.rs and the catalogue in src/rules.rs disagree");
}

#[test]
fn every_rule_is_documented() {
    for rule in RULES {
        assert!(
            rule.summary.ends_with('.') && rule.why.ends_with('.'),
            "{}: sentences end with a full stop",
            rule.code
        );
        assert!(!rule.why.contains("  "), "{}: a line break in the source left blanks", rule.code);
        assert!(rule.code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{} is not kebab-case", rule.code);
    }
}

#[test]
fn the_project_has_its_documents() {
    for (file, word) in
        [("README.md", "copydesk"), ("CHANGELOG.md", "#"), ("LICENSE-MIT", "MIT"), ("LICENSE-APACHE", "Apache")]
    {
        assert!(project(file).contains(word), "{file} does not say what it is");
    }
    let changes = project("CHANGELOG.md");
    let is_mentioned = ["Unreleased", env!("CARGO_PKG_VERSION")].iter().any(|version| changes.contains(version));
    assert!(is_mentioned, "CHANGELOG.md does not mention this version");
}

//! The documentation of the rules, written from the catalogue: `copydesk explain` and `docs/rules.md`.

mod configuration;

pub use configuration::configuration;

use crate::finding::Applicability;
use crate::rule::{Example, Group, Rule};
use crate::rules::RULES;
use std::fmt::Write;

/// One line a rule.
pub fn list() -> String {
    let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let mut out = String::new();
    for group in Group::ALL {
        let _ = writeln!(out, "{}", group.title());
        for rule in RULES.iter().filter(|rule| rule.group == group) {
            let _ = writeln!(out, "  {:width$}  {:7}  {}", rule.code, level(rule), rule.summary);
        }
        out.push('\n');
    }
    out.push_str("copydesk explain RULE prints a rule's page.\n");
    out
}

/// The page of one rule, as text for a terminal.
pub fn page(rule: &Rule) -> String {
    let mut out =
        format!("{} ({}{})\n\n{}\n\n{}\n", rule.code, level(rule), repair(rule), rule.summary, wrapped(rule.why));
    for (title, example) in [("Flagged", &rule.bad), ("Accepted", &rule.good)] {
        let _ = write!(out, "\n{title} ({}):\n\n", example.path);
        for line in example.text.lines() {
            let _ = writeln!(out, "    {}", visible(line));
        }
    }
    out
}

/// The page of all rules, in Markdown.
pub fn all() -> String {
    let mut out = String::from(
        "# Rules\n\nMade by `copydesk explain --markdown`; the tests compare it. The examples are run as tests, beside the\nregistry of `examples/newsroom`. Levels are changed in `copydesk.toml` under `[rules]`, in an article's front matter\nunder `copydesk:`, and on the command line with `--level RULE=LEVEL`. A directive silences a rule in one place:\n`<!-- copydesk:ignore RULE -- reason -->`.\n",
    );
    for group in Group::ALL {
        let _ = write!(out, "\n## {}\n\n| rule | level | repair | fault |\n|---|---|---|---|\n", group.title());
        for rule in RULES.iter().filter(|rule| rule.group == group) {
            let fix = repair(rule);
            let fix = fix.trim_start_matches(", ");
            let _ = writeln!(out, "| [`{0}`](#{0}) | {1} | {fix} | {2} |", rule.code, level(rule), rule.summary);
        }
        for rule in RULES.iter().filter(|rule| rule.group == group) {
            let _ = write!(out, "\n### {}\n\n{} {}\n", rule.code, rule.summary, rule.why);
            for (title, example) in [("Flagged", &rule.bad), ("Accepted", &rule.good)] {
                let _ = write!(out, "\n{title}:\n\n{}", fenced(example));
            }
        }
    }
    out
}

fn level(rule: &Rule) -> &'static str {
    rule.level.name()
}

fn repair(rule: &Rule) -> String {
    match rule.fix {
        Some(Applicability::Safe) => ", repaired by --fix".into(),
        Some(_) => ", repair offered".into(),
        None => String::new(),
    }
}

fn fenced(example: &Example) -> String {
    let language = if example.is_toml() { "toml" } else { "markdown" };
    let mut out = format!("```{language}\n");
    for line in example.text.lines() {
        let _ = writeln!(out, "{}", visible(line));
    }
    out.push_str("```\n");
    out
}

/// A line in which invisible characters are named: an example of them would otherwise look like its repair.
fn visible(line: &str) -> String {
    line.chars().fold(String::new(), |mut out, c| {
        match c {
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => {
                let _ = write!(out, "<U+{:04X}>", c as u32);
            }
            c => out.push(c),
        }
        out
    })
}

fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > 80 {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out
}

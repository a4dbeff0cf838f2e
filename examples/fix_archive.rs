//! Applies every fix that copydesk offers to every document of a folder, one by one and all together, and counts broken
//! promises: see `copydesk::fix::promise`.
//!
//! ```sh
//! cargo run --release --example fix_archive -- DIR [REGISTRY] [--show N]
//! ```
//!
//! Each document is checked twice: with its nearest `copydesk.toml`, and with settings for as many fixes as possible (every
//! mention, built-in actors, marked dates, links in a cast list). The exit code is 1 if a promise is broken.

#![expect(clippy::disallowed_methods, reason = "an example reads its input itself")]

use copydesk::testing::actors::{Registry, parse};
use copydesk::testing::analysis::{Analysis, Memory, ProjectContext, analyse};
use copydesk::testing::config::Config;
use copydesk::testing::finding::Applicability;
use copydesk::testing::fix::promise::{Broken, of_all, of_fix};
use copydesk::testing::lint::lint;
use copydesk::testing::rules::RULES;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

const EVERYTHING: &str =
    "mentions = \"every\"\nbuiltin = \"link\"\nlinks = \"cast-list\"\n[rules]\nunmarked-date = \"info\"\n";

#[derive(Default)]
struct Counts {
    documents: usize,
    fixes: usize,
    safe: usize,
    /// The number of violations by rule and promise, with examples.
    broken: BTreeMap<(String, String), (usize, Vec<String>)>,
}

impl Counts {
    fn add(&mut self, code: &str, broken: &Broken, example: impl FnOnce() -> String) {
        let what = match broken {
            Broken::OtherWords(..) => "changes other words".to_owned(),
            other => other.to_string(),
        };
        let entry = self.broken.entry((code.to_owned(), what)).or_default();
        entry.0 += 1;
        if entry.1.len() < 40 {
            entry.1.push(example());
        }
    }

    fn merge(mut self, other: Self) -> Self {
        self.documents += other.documents;
        self.fixes += other.fixes;
        self.safe += other.safe;
        for (key, (count, examples)) in other.broken {
            let entry = self.broken.entry(key).or_default();
            entry.0 += count;
            entry.1.extend(examples);
        }
        self
    }
}

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let show = arguments.iter().position(|argument| argument == "--show").map_or(3, |at| {
        let number = arguments.get(at + 1).and_then(|number| number.parse().ok()).unwrap_or(3);
        arguments.drain(at..(at + 2).min(arguments.len()));
        number
    });
    let Some(folder) = arguments.first() else {
        eprintln!("usage: fix_archive DIR [REGISTRY] [--show N]");
        return ExitCode::from(2);
    };
    let files = match arguments.get(1).map(|path| (path, std::fs::read_to_string(path))) {
        None => Vec::new(),
        Some((path, Ok(text))) => vec![Arc::new(parse(path, &text))],
        Some((path, Err(error))) => {
            eprintln!("{path}: {error}");
            return ExitCode::from(2);
        }
    };
    let registry = Arc::new(Registry::new(files, true));
    let mut documents = Vec::new();
    walk(
        Path::new(folder),
        &Arc::new(ProjectContext::new(Config::with_defaults(), registry.clone())),
        &registry,
        &mut documents,
    );
    documents.sort_by(|a, b| a.0.cmp(&b.0));
    let counts =
        documents.par_iter().map(|(path, context)| of_document(path, context)).reduce(Counts::default, Counts::merge);
    println!("{} checks of documents, {} fixes, {} of them safe", counts.documents, counts.fixes, counts.safe);
    let mut violations = 0;
    for ((code, what), (count, examples)) in &counts.broken {
        violations += count;
        println!("{count:7}  {code}: {what}");
        examples.iter().take(show).for_each(|example| println!("         {example}"));
    }
    println!("{violations} violations");
    ExitCode::from(u8::from(violations > 0))
}

/// The documents of a folder, each with its contexts.
fn walk(
    folder: &Path,
    context: &Arc<ProjectContext>,
    registry: &Arc<Registry>,
    documents: &mut Vec<(PathBuf, Vec<Arc<ProjectContext>>)>,
) {
    let own = std::fs::read_to_string(folder.join("copydesk.toml")).ok();
    let context = own
        .map_or_else(|| context.clone(), |text| Arc::new(ProjectContext::new(Config::parse(&text), registry.clone())));
    let everything = Config { language: context.config.language, ..Config::parse(EVERYTHING) };
    let everything = Arc::new(ProjectContext::new(everything, registry.clone()));
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            walk(&path, &context, registry, documents);
        } else if path.extension().is_some_and(|ending| ["md", "markdown", "txt"].iter().any(|known| ending == *known))
        {
            documents.push((path, vec![context.clone(), everything.clone()]));
        }
    }
}

fn of_document(path: &Path, contexts: &[Arc<ProjectContext>]) -> Counts {
    let mut counts = Counts::default();
    let Ok(text) = std::fs::read_to_string(path) else { return counts };
    let path = path.display().to_string();
    // A text with other line endings is another text.
    let with_crlf = text.replace("\r\n", "\n").replace('\n', "\r\n");
    for (text, context) in [(&text, &contexts[0]), (&text, &contexts[1]), (&with_crlf, &contexts[1])] {
        let analysis = analyse(text.as_str().into(), &path, context.clone(), &mut Memory::default());
        of_article(&analysis, &mut counts);
    }
    counts
}

fn of_article(analysis: &Analysis, counts: &mut Counts) {
    let findings = lint(analysis, RULES, &|| false).unwrap_or_default();
    counts.documents += 1;
    for finding in &findings {
        for fix in &finding.fixes {
            if fix.applicability == Applicability::DisplayOnly {
                continue;
            }
            counts.fixes += 1;
            counts.safe += usize::from(fix.applicability == Applicability::Safe);
            for broken in of_fix(analysis, &findings, finding, fix) {
                counts.add(finding.code.as_str(), &broken, || {
                    let line = analysis.text[..finding.range.start as usize].matches('\n').count() + 1;
                    format!(
                        "{}:{line}: {} ({}): {broken}: {}",
                        analysis.path,
                        finding.message,
                        fix.applicability.name(),
                        fix.title
                    )
                });
            }
        }
    }
    for trust in [Applicability::Safe, Applicability::Unsafe] {
        for broken in of_all(analysis, &findings, trust) {
            counts.add(&format!("all {} fixes", trust.name()), &broken, || analysis.path.clone());
        }
    }
}

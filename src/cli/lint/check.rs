//! Checks one file, or one article from JSON Lines.

use super::args::Options;
use super::plan::{Role, Task};
use super::twins::TwinFile;
use crate::actors;
use crate::analysis::{Memory, ProjectContext, analyse};
use crate::cli::output::{Document, OutputArgs};
use crate::cli::shown;
use crate::config::Config;
use crate::error::Result;
use crate::finding::Finding;
use crate::fix::apply_fixes;
use crate::lint::{lint_between, lint_config, lint_registry, lint_unused, lint_with_twins};
use crate::report::{Checked, visible};
use crate::rules::RULES;
use crate::workspace::{self, Cache, Project, ReadAs};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

/// Checks a file and, with `--fix`, writes the fixed article. `used` are the actors that the articles of the run mention.
pub(super) fn check_file(
    task: &Task,
    project: &Project,
    used: Option<&BTreeSet<String>>,
    twins: &[TwinFile],
    cache: Option<&Cache>,
    options: &Options,
) -> Result<Document> {
    let name = shown(&task.path);
    let read_as = match task.role {
        Role::Article | Role::Archive => ReadAs::Article,
        Role::Registry => ReadAs::Registry,
        Role::Config => ReadAs::Config,
    };
    let text: Arc<str> = workspace::read(&task.path, read_as)?.into();
    let findings = match task.role {
        Role::Config => lint_config(&Config::parse(&text)),
        Role::Registry => {
            let known = project.registry_file(&task.path);
            let file = known.cloned().unwrap_or_else(|| Arc::new(actors::parse_registry(&name, &text)));
            let mut findings = lint_registry(&file, &project.context.config);
            findings.extend(lint_between(&file, &project.context));
            if let Some(used) = used {
                findings.extend(lint_unused(&file, used, &project.context.config));
            }
            findings
        }
        Role::Article if options.out.fixes() => {
            let fixed = fix_article(&text, name, twins, &project.context, &options.out);
            if !options.out.diff && fixed.fixes > 0 {
                workspace::replace(&task.path, &text, &fixed.checked.text)?;
            }
            return Ok(fixed);
        }
        Role::Article | Role::Archive => {
            let others: Vec<String> = twins.iter().map(TwinFile::state).collect();
            cache.and_then(|cache| cache.find(&name, &text, &others)).unwrap_or_else(|| {
                let findings = check_article(text.clone(), &name, twins, &project.context);
                if let Some(cache) = cache {
                    cache.keep(&name, &text, &others, &findings);
                }
                findings
            })
        }
    };
    // Registries and configurations have no fixes to show.
    let text = if options.out.diff { "".into() } else { text };
    Ok(Document::new(name, text, findings))
}

/// The findings of an article.
pub(super) fn check_article(
    text: Arc<str>,
    name: &str,
    twins: &[TwinFile],
    context: &Arc<ProjectContext>,
) -> Vec<Finding> {
    let analysis = analyse(text.into(), name, context.clone(), &mut Memory::default());
    let facts: Vec<_> = twins.iter().map(TwinFile::facts).collect();
    lint_with_twins(&analysis, &facts, RULES, &|| false).unwrap_or_default()
}

/// Fixes an article. With `--diff`, the returned text is the diff.
pub(super) fn fix_article(
    text: &Arc<str>,
    name: String,
    twins: &[TwinFile],
    context: &Arc<ProjectContext>,
    out: &OutputArgs,
) -> Document {
    let mut fixed = apply_fixes(text.clone(), &name, context, out.trust());
    if !twins.is_empty() {
        fixed.findings = check_article(fixed.text.clone(), &name, twins, context);
    }
    let shown = if out.diff { diff(&name, text, &fixed.text).into() } else { fixed.text };
    Document { checked: Checked::new(name, shown, fixed.findings), fixes: fixed.made }
}

/// The change of a record as a hunk without context, under a header if it is the first of its file.
pub(super) fn hunk(name: Option<&str>, lines: u32, old: &str, new: &str) -> String {
    let name = name.map(visible);
    let mut out = name.map_or_else(String::new, |name| format!("--- a/{name}\n+++ b/{name}\n"));
    let count = |text: &str| text.split_inclusive('\n').count();
    let _ = writeln!(out, "@@ -{},{} +{},{} @@", lines + 1, count(old), lines + 1, count(new));
    for (sign, text) in [('-', old), ('+', new)] {
        for line in text.split_inclusive('\n') {
            let end = if line.ends_with('\n') { "" } else { "\n\\ No newline at end of file\n" };
            let _ = write!(out, "{sign}{line}{end}");
        }
    }
    out
}

fn diff(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    // The text is data; a line break in a name would start a line of the diff.
    let name = visible(name);
    let mut options = diffy::DiffOptions::new();
    options.set_original_filename(format!("a/{name}")).set_modified_filename(format!("b/{name}"));
    options.create_patch(old, new).to_string()
}

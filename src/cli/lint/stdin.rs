//! `-`: one article from standard input.

use super::args::Options;
use super::check::{check_article, fix_article};
use super::plan::OpenProjects;
use super::twins::Twins;
use crate::cli::output::{Document, Output};
use crate::cli::{print, standard_input};
use crate::error::Result;
use std::path::Path;
use std::sync::Arc;

/// Checks the article. With `--fix`, only the fixed text is printed.
pub(super) fn check(options: &Options, projects: &mut OpenProjects<'_>, output: &mut Output<'_>) -> Result<Document> {
    let name = options.stdin_filename.clone();
    let text: Arc<str> = standard_input(&name)?.into();
    let at = projects.of(Path::new(&name).parent().unwrap_or(Path::new(".")));
    let context = projects.opened[at].context.clone();
    let path = Path::new(&name);
    let twins = Twins::of_text(path, &text, at, projects).of(path, &projects.opened);
    if options.out.fixes() {
        let fixed = fix_article(&text, name, &twins, &context, &options.out);
        print(&fixed.checked.text);
        output.is_quiet = true;
        return Ok(fixed);
    }
    let findings = check_article(text.clone(), &name, &twins, &context);
    Ok(Document::new(name, text, findings))
}

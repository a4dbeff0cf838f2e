//! `--jsonl`: articles in JSON Lines.

use super::args::Options;
use super::check::check_article;
use crate::cli::archive::foreign_fields;
use crate::cli::output::{Document, Output};
use crate::cli::stream::{self, Fields, Line, Lines};
use crate::cli::{Outcome, report_error};
use crate::error::Result;
use crate::parallel;
use crate::workspace::{self, Overrides};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) fn run(options: &Options, overrides: &Overrides) -> Result<Outcome> {
    let fields = Fields::new(&options.fields)?;
    let project = workspace::open(Path::new("."), overrides, &workspace::Buffers::new());
    project.warnings.iter().chain(&project.errors).for_each(report_error);
    let inputs: Vec<&Path> = options.paths.iter().chain(options.other_inputs()).map(PathBuf::as_path).collect();
    let mut output = Output::new(&options.out, &inputs)?;
    output.has_failed = !project.errors.is_empty();
    let check = |line: &Line| -> Result<Option<Document>> {
        let Some(record) = stream::record(line, &fields, &project.context)? else { return Ok(None) };
        let text: Arc<str> = record.text.into();
        let findings = check_article(text.clone(), "", &[], &record.context);
        Ok(Some(Document::new(record.id, text, findings)))
    };
    for name in &options.paths {
        let mut lines = match Lines::open(name) {
            Ok(lines) => lines,
            Err(error) => {
                output.fail(&error);
                continue;
            }
        };
        if let Some(error) = foreign_fields(name, &fields.text) {
            output.fail(&error);
            continue;
        }
        loop {
            let batch = lines.batch();
            if batch.is_empty() {
                break;
            }
            let checked: Vec<Result<Option<Document>>> = parallel::map(&batch, check);
            output.take_all(checked.into_iter().filter_map(Result::transpose));
            if !output.flush()? {
                return Ok(Outcome::Clean);
            }
        }
    }
    output.finish(false)
}

//! `--jsonl`: articles in JSON Lines.

use super::args::Options;
use super::check::check_article;
use crate::cli::archive::foreign_fields;
use crate::cli::output::{Document, Output};
use crate::cli::records::{RawRecord, Records};
use crate::cli::{Outcome, json_lines, report_error};
use crate::error::Result;
use crate::parallel;
use crate::workspace::{self, Overrides};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) fn run(options: &Options, overrides: &Overrides) -> Result<Outcome> {
    let fields = json_lines::fields(&options.fields)?;
    let project = workspace::open(Path::new("."), overrides, &workspace::Buffers::new());
    project.warnings.iter().chain(&project.errors).for_each(report_error);
    let inputs: Vec<&Path> = options.paths.iter().chain(options.other_inputs()).map(PathBuf::as_path).collect();
    let mut output = Output::new(&options.out, &inputs)?;
    output.has_failed = !project.errors.is_empty();
    let check = |file: &str, raw: &RawRecord| -> Result<Option<Document>> {
        let Some(record) = json_lines::record(file, raw, &fields, &project.context)? else { return Ok(None) };
        let text: Arc<str> = record.text.into();
        let findings = check_article(text.clone(), "", &[], &record.context);
        Ok(Some(Document::new(record.id, text, findings)))
    };
    for name in &options.paths {
        let mut records = match Records::open_lines(name) {
            Ok(records) => records,
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
            let batch = match records.batch() {
                Ok(batch) if batch.is_empty() => break,
                Ok(batch) => batch,
                Err(error) => {
                    output.fail(&error);
                    break;
                }
            };
            let file = records.name();
            let checked: Vec<Result<Option<Document>>> = parallel::map(&batch, |raw| check(file, raw));
            output.take_all(checked.into_iter().filter_map(Result::transpose));
            if !output.flush()? {
                return Ok(Outcome::Clean);
            }
        }
    }
    output.finish(false)
}

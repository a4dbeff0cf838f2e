//! `copydesk schema`: JSON Schemas for editors of TOML and for readers of reports.

use super::{Outcome, print};
use crate::schema::{Subject, schema};

#[derive(clap::Args)]
pub(super) struct Options {
    /// The file or format that the schema describes.
    #[arg(value_enum, value_name = "NAME", default_value = "config")]
    subject: Name,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Name {
    /// `copydesk.toml`.
    Config,
    /// A registry file, such as actors.toml.
    Registry,
    /// The output of `lint --format json`.
    LintJson,
    /// A line of `lint --format jsonl`.
    LintJsonl,
    /// A line of `export --to jsonl`.
    ExportJsonl,
}

pub(super) fn run(options: &Options) -> Outcome {
    let subject = match options.subject {
        Name::Config => Subject::Config,
        Name::Registry => Subject::Registry,
        Name::LintJson => Subject::LintJson,
        Name::LintJsonl => Subject::LintJsonl,
        Name::ExportJsonl => Subject::ExportJsonl,
    };
    print(&schema(subject));
    Outcome::Clean
}

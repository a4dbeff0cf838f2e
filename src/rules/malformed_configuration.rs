//! `malformed-configuration`: a `copydesk.toml` that cannot be used as it is.

use crate::config::Config;
use crate::finding::{Applicability, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink};

pub(super) static RULE: Rule = Rule {
    code: "malformed-configuration",
    group: Group::Housekeeping,
    severity: Some(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "The configuration is not valid TOML, or a setting does not exist or has no such value.",
    why: "A setting that is not read does nothing, and nobody notices. The other settings are used.",
    bad: Example { path: "copydesk.toml", text: "registri = [\"actors.toml\"]\n" },
    good: Example { path: "copydesk.toml", text: "registry = [\"actors.toml\"]\n" },
    check: Check::Config(check),
};

fn check(config: &Config, sink: &mut Sink<'_>) {
    for problem in &config.problems {
        sink.report_problem(problem);
    }
}

//! `malformed-registry`: a registry file that is not valid TOML, or not of the registry's form.

use crate::actors::RegistryFile;
use crate::finding::{Applicability, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink};

pub(super) static RULE: Rule = Rule {
    code: "malformed-registry",
    group: Group::Registry,
    severity: Some(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "A registry file is not valid TOML, or an entry is not of the registry's form.",
    why: "What cannot be read is not known to the checks. The rest of the file is used.",
    bad: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"marsa\"\nkind = \"place\"\nname.en = \"Marsa\"\nparen = \"coast\"\n",
    },
    good: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"marsa\"\nkind = \"place\"\nname.en = \"Marsa\"\nparent = \"coast\"\n",
    },
    check: Check::Registry(check),
};

fn check(file: &RegistryFile, sink: &mut Sink<'_>) {
    for problem in file.problems.iter().filter(|problem| problem.code == RULE.code) {
        sink.report_problem(&problem.problem);
    }
}

//! Applies fixes repeatedly until none is left, because one fix can enable another.

pub mod promise;

use crate::analysis::{Memory, ProjectContext, analyse};
use crate::article::Article;
use crate::finding::{Applicability, Finding, Fix};
use crate::links::{Batch, keep_good};
use crate::lint::lint;
use crate::rules::RULES;
use crate::syntax::Writer;
use crate::text::{EditSet, line_break};
use std::sync::Arc;

/// The maximum number of passes: fixes that undo each other must not loop.
const PASSES: usize = 10;

/// A fixed text and its remaining findings.
pub struct Fixed {
    /// The fixed text.
    pub text: Arc<str>,
    /// The remaining findings.
    pub findings: Vec<Finding>,
    /// The number of applied fixes.
    pub made: usize,
    /// The edits of the original text.
    pub edits: EditSet,
}

/// Applies all fixes up to `trust` to an article.
pub fn apply_fixes(text: Arc<str>, path: &str, context: &Arc<ProjectContext>, trust: Applicability) -> Fixed {
    let mut memory = Memory::default();
    let mut current = analyse(text.into(), path, context.clone(), &mut memory);
    let mut made = 0;
    let mut done = EditSet::default();
    for _ in 0..PASSES {
        let findings = lint(&current, RULES, &|| false).unwrap_or_default();
        let line_break = line_break(&current.text);
        let writer = current.writer();
        let mut read = |edits: &EditSet| {
            let text = edits.apply(&current.text);
            (*text != *current.text).then(|| analyse(text.into(), path, context.clone(), &mut memory))
        };
        let (mut edits, mut count) = collect(&findings, trust, writer.as_deref(), line_break);
        let mut next = read(&edits).filter(|next| is_no_worse(&current.article, &next.article));
        if next.is_none() && count > 0 {
            let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| chosen(finding, trust)).collect();
            let is_good = |fixes: &[&Fix]| {
                let text = joined(fixes, writer.as_deref(), line_break).0.apply(&current.text);
                *text != *current.text && is_no_worse(&current.article, &current.read_again(&text))
            };
            (edits, count) = joined(&keep_good(fixes, &is_good), writer.as_deref(), line_break);
            next = read(&edits).filter(|next| is_no_worse(&current.article, &next.article));
        }
        drop(writer);
        let Some(next) = next else {
            return Fixed { text: current.text.shared().clone(), findings, made, edits: done };
        };
        current = next;
        made += count;
        done = done.then(&edits);
    }
    let findings = lint(&current, RULES, &|| false).unwrap_or_default();
    Fixed { text: current.text.shared().clone(), findings, made, edits: done }
}

/// The fixes up to `trust` that do not overlap an earlier one, and their number. If the user must choose among several fixes
/// of a finding, none is applied.
pub fn collect(
    findings: &[Finding],
    trust: Applicability,
    writer: Option<&dyn Writer>,
    line_break: &str,
) -> (EditSet, usize) {
    let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| chosen(finding, trust)).collect();
    joined(&fixes, writer, line_break)
}

/// Joins fixes, without those that overlap an earlier one. Returns the edits and the number of fixes.
fn joined(fixes: &[&Fix], writer: Option<&dyn Writer>, line_break: &str) -> (EditSet, usize) {
    let mut batch = Batch::default();
    let count = fixes.iter().filter(|fix| batch.add(&fix.edits, writer, line_break)).count();
    (batch.finish(), count)
}

/// The fix of a finding that can be applied without a choice: a safe one, or one without an alternative.
pub fn chosen(finding: &Finding, trust: Applicability) -> Option<&Fix> {
    let first = finding.fixes.iter().find(|fix| fix.applicability <= trust && !fix.edits.is_empty())?;
    (first.applicability == Applicability::Safe || !is_undecided(finding)).then_some(first)
}

/// Whether a finding has several fixes and none of them is safe, so that the user must choose.
pub fn is_undecided(finding: &Finding) -> bool {
    let made =
        finding.fixes.iter().filter(|fix| fix.applicability != Applicability::DisplayOnly && !fix.edits.is_empty());
    let mut others = made.clone().skip(1);
    let first = made.clone().next();
    let is_safe = made.clone().any(|fix| fix.applicability == Applicability::Safe);
    !is_safe && first.is_some_and(|first| others.any(|other| other.edits != first.edits))
}

/// Whether an article has no new problem and no new unfinished mention.
fn is_no_worse(before: &Article, after: &Article) -> bool {
    after.problems.len() <= before.problems.len() && after.unfinished.len() <= before.unfinished.len()
}

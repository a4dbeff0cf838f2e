//! Fixes that must not be applied: they would write where words are not prose.

use crate::analysis::Analysis;
use crate::article::LinkForm;
use crate::finding::{Applicability, Finding};
use crate::text::TextRange;

/// Demotes to display-only each fix that would write into an address, code or a template tag, or that would change the label
/// of a link but not its definition.
pub(super) fn protect(analysis: &Analysis, findings: &mut [Finding]) {
    let article = &analysis.article;
    let mut labels: Vec<TextRange> = article
        .links()
        .filter(|link| matches!(link.form, LinkForm::Shortcut | LinkForm::Collapsed))
        .map(|link| link.range)
        .collect();
    if article.opaque.is_empty() && labels.is_empty() {
        return;
    }
    labels.sort_unstable();
    let in_label = |range: TextRange| {
        let at = labels.partition_point(|label| label.end <= range.start);
        labels.get(at).is_some_and(|label| label.start < range.end && !range.contains_range(*label))
    };
    for fix in findings.iter_mut().flat_map(|finding| &mut finding.fixes) {
        if fix.edits.iter().any(|edit| article.is_opaque(edit.range) || in_label(edit.range)) {
            fix.applicability = Applicability::DisplayOnly;
        }
    }
}

//! Actions for a whole rule: all safe fixes of it in an article, and switching it off in the configuration.

use super::source_change::SourceChange;
use crate::analysis::Analysis;
use crate::finding::{Applicability, Finding, RuleCode};
use crate::links::Batch;
use crate::message;
use crate::message::Message;
use crate::text::{EditSet, TextRange};
use std::path::PathBuf;

/// How many rules get actions at one place.
const RULES: usize = 3;

/// The rules of the findings at a range, each once, with the index of its first finding there.
pub fn rules_at(findings: &[Finding], range: TextRange) -> Vec<(RuleCode, usize)> {
    let mut found: Vec<(RuleCode, usize)> = Vec::new();
    for (index, finding) in findings.iter().enumerate().filter(|(_, finding)| finding.touches(range)) {
        if !found.iter().any(|(code, _)| *code == finding.code) {
            found.push((finding.code, index));
        }
    }
    found.truncate(RULES);
    found
}

/// The safe fixes of one rule in an article, made together. `None` if there are fewer than two: one is a quick fix.
pub fn fix_rule(analysis: &Analysis, findings: &[Finding], code: RuleCode) -> Option<(Message, EditSet)> {
    let line_break = if analysis.text.contains("\r\n") { "\r\n" } else { "\n" };
    let writer = analysis.writer();
    let mut batch = Batch::default();
    let safe = findings
        .iter()
        .filter(|finding| finding.code == code)
        .filter_map(|finding| finding.fixes.first().filter(|fix| fix.applicability == Applicability::Safe));
    let count = safe.filter(|fix| batch.add(&fix.edits, writer.as_deref(), line_break)).count();
    let title = message!("Apply all {count} safe fixes of `{code}` in this article", count, code);
    (count > 1).then(|| (title, batch.finish()))
}

/// The change that switches a rule off in a configuration. `None` if it is off there, or the text is not TOML.
pub fn switch_off(path: PathBuf, text: &str, code: RuleCode) -> Option<SourceChange> {
    let mut document: toml_edit::DocumentMut = text.parse().ok()?;
    let rules = document.entry("rules").or_insert_with(toml_edit::table).as_table_like_mut()?;
    let off = toml_edit::Value::from("off");
    match rules.get_mut(code.as_str()).and_then(toml_edit::Item::as_value_mut) {
        Some(level) if level.as_str() == off.as_str() => return None,
        Some(level) => {
            // A comment after the value stays.
            let decor = level.decor().clone();
            *level = off;
            *level.decor_mut() = decor;
        }
        None => drop(rules.insert(code.as_str(), toml_edit::Item::Value(off))),
    }
    Some(SourceChange::rewrite(path, text, &document.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn switched(text: &str) -> Option<String> {
        let change = switch_off("copydesk.toml".into(), text, RuleCode::new("page-furniture"))?;
        assert_eq!(change.edits.len(), 1);
        Some(change.edits[0].1.apply(text))
    }

    #[test]
    fn a_rule_is_switched_off_where_rules_are() {
        for (before, after) in [
            ("", "[rules]\npage-furniture = \"off\"\n"),
            ("language = \"ar\"\n", "language = \"ar\"\n\n[rules]\npage-furniture = \"off\"\n"),
            ("[rules] # levels\n# none\n", "[rules] # levels\npage-furniture = \"off\"\n# none\n"),
            ("[rules]\npage-furniture = \"error\" # why\nx = 1\n", "[rules]\npage-furniture = \"off\" # why\nx = 1\n"),
        ] {
            assert_eq!(switched(before).as_deref(), Some(after));
        }
        assert_eq!(switched("[rules]\npage-furniture = \"off\"\n"), None);
        assert_eq!(switched("rules = 1\n"), None);
        assert_eq!(switched("[rules\n"), None);
    }
}

//! Findings of rules that look at one block at a time. They are kept with the block, so an edit costs only the blocks that
//! it changes.

use crate::analysis::Analysis;
use crate::finding::{Finding, RuleCode, Severity};
use crate::rule::{BlockCheck, Rule, Sink};
use crate::syntax::Writer;
use foldhash::fast::FixedState;
use std::hash::BuildHasher;

/// A rule that looks at blocks, and the severity that it has for the article.
pub(super) type BlockRule = (&'static Rule, Severity, BlockCheck);

/// The findings of a block at the place that it had.
struct KeptFindings {
    /// A hash of the rules and their severities.
    rules: u64,
    start: u32,
    findings: Vec<Finding>,
}

/// Adds the findings of all blocks. `None` if `stop` returns `true`.
pub(super) fn check(
    analysis: &Analysis,
    rules: &[BlockRule],
    writer: Option<&dyn Writer>,
    stop: &dyn Fn() -> bool,
    out: &mut Vec<Finding>,
) -> Option<()> {
    let active: Vec<(RuleCode, Severity)> = rules.iter().map(|(rule, severity, _)| (rule.code, *severity)).collect();
    let active = FixedState::default().hash_one(active);
    for (number, block) in analysis.article.blocks.iter().enumerate() {
        let start = block.range.start;
        let kept = if analysis.keeps_results() { analysis.kept::<KeptFindings>(number) } else { None };
        if let Some(kept) = kept.filter(|kept| kept.rules == active) {
            out.extend(kept.findings.iter().map(|finding| finding.moved(kept.start, start)));
            continue;
        }
        if stop() {
            return None;
        }
        let from = out.len();
        let mut is_local = true;
        for (rule, severity, check) in rules {
            let mut sink = Sink::new(rule, *severity, out).written_by(writer);
            check(analysis, number, &mut sink);
            is_local &= sink.is_local();
        }
        if analysis.keeps_results() && is_local && out[from..].iter().all(|finding| finding.is_within(block.range)) {
            analysis.keep(number, KeptFindings { rules: active, start, findings: out[from..].to_vec() });
        }
    }
    Some(())
}

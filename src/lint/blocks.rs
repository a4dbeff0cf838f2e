//! The rules that look at one block at a time. Their findings are kept with the block and move with it.

use crate::analysis::Analysis;
use crate::article::BlockId;
use crate::finding::{Finding, RuleCode, Severity};
use crate::rule::{BlockCheck, Rule, Sink};
use crate::syntax::Writer;
use foldhash::fast::FixedState;
use std::hash::BuildHasher;

/// A rule that looks at blocks, and the severity that it has for the article.
pub(super) type BlockRule = (&'static Rule, Severity, BlockCheck);

/// The findings of a block at the place that it had. A block without findings of its own has none.
struct KeptFindings {
    start: u32,
    /// `None` if they depend on more than the block.
    findings: Option<Vec<Finding>>,
}

/// Adds the findings of all blocks. `None` if `stop` returns `true`.
pub(super) fn check(
    analysis: &Analysis,
    rules: &[BlockRule],
    writer: Option<&dyn Writer>,
    stop: &dyn Fn() -> bool,
    out: &mut Vec<Finding>,
) -> Option<()> {
    if !analysis.keeps_results() {
        for number in analysis.article.block_ids() {
            if stop() {
                return None;
            }
            check_block(analysis, number, rules, writer, out);
        }
        return Some(());
    }
    let active: Vec<(RuleCode, Severity)> = rules.iter().map(|(rule, severity, _)| (rule.code, *severity)).collect();
    let active = FixedState::default().hash_one(active);
    let compute = |number| {
        if stop() {
            return None;
        }
        let mut findings = Vec::new();
        let is_local = check_block(analysis, number, rules, writer, &mut findings);
        let block = analysis.article.blocks[number].range;
        let is_kept = is_local && findings.iter().all(|finding| finding.is_within(block));
        let found = KeptFindings { start: block.start, findings: is_kept.then_some(findings) };
        Some(Some(found).filter(|found| found.findings.as_ref().is_none_or(|findings| !findings.is_empty())))
    };
    let kept = analysis.variant_of_blocks(active, compute, |(), _, _| {})?;
    for (number, kept) in kept.iter() {
        let start = analysis.article.blocks[number].range.start;
        match &kept.findings {
            Some(findings) => out.extend(findings.iter().map(|finding| finding.moved(kept.start, start))),
            None => {
                check_block(analysis, number, rules, writer, out);
            }
        }
    }
    Some(())
}

/// Adds the findings of a block. Returns whether they depend on the block alone.
fn check_block(
    analysis: &Analysis,
    number: BlockId,
    rules: &[BlockRule],
    writer: Option<&dyn Writer>,
    out: &mut Vec<Finding>,
) -> bool {
    rules.iter().fold(true, |is_local, (rule, severity, check)| {
        let mut sink = Sink::new(rule, *severity, out).written_by(writer);
        check(analysis, number, &mut sink);
        is_local & sink.is_local()
    })
}

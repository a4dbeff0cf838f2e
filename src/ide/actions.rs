//! Quick fixes from findings, and all safe fixes at once.

use crate::analysis::Analysis;
use crate::finding::{Applicability, Finding};
use crate::fix::{Fixed, apply_fixes};
use crate::message::Message;
use crate::text::{EditSet, TextRange};

/// A change that an editor offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does.
    pub title: Message,
    /// The replacements.
    pub edits: EditSet,
    /// The finding that it fixes, by its index.
    pub finding: usize,
    /// Whether an editor may make it unasked: only what is safe.
    pub preferred: bool,
}

/// The fixes of the findings that touch a range, in their order, without those that can only be shown.
pub fn actions(findings: &[Finding], range: TextRange) -> Vec<Action> {
    let mut out = Vec::new();
    for (index, finding) in findings.iter().enumerate().filter(|(_, finding)| finding.touches(range)) {
        let made = finding.fixes.iter().filter(|fix| fix.applicability != Applicability::DisplayOnly);
        for (nth, fix) in made.enumerate() {
            out.push(Action {
                title: fix.title.clone(),
                edits: fix.edits.clone(),
                finding: index,
                preferred: nth == 0 && fix.applicability == Applicability::Safe,
            });
        }
    }
    out
}

/// All safe fixes, and those that become possible by them. `None` if there is none.
pub fn fix_all(analysis: &Analysis) -> Option<Fixed> {
    let repaired = apply_fixes(analysis.text.shared().clone(), &analysis.path, &analysis.context, Applicability::Safe);
    (!repaired.edits.is_empty()).then_some(repaired)
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_fix_all;

    #[test]
    fn all_safe_fixes_at_once() {
        check_fix_all(
            "
            //- story.en.news.md date=2024-03-18
            Samira Nasser met [Samira Nasir](actor:samira-nasser) and Karim Adel yesterday, on Tuesday, March 18, 2024.
            ",
            "
            Samira Nasser met [Samira Nasser](actor:samira-nasser) and [Karim Adel](actor:karim-adel) yesterday, on Tuesday, March 18, 2024.
            ",
        );
        check_fix_all(
            "
            //- story.ar.news.md date=2024-03-18
            قال [كريم عادل](actor:karim-adel) [وسميرة ناصر](actor:samira-nasser) ذلك [أمس](date:2024-03-16).
            ",
            "
            قال [كريم عادل](actor:karim-adel) و[سميرة ناصر](actor:samira-nasser) ذلك [أمس](date:2024-03-17).
            ",
        );
    }

    #[test]
    fn a_fix_that_another_fix_makes_possible_is_applied_too() {
        check_fix_all(
            "
            Samira Nasir spoke.
            ",
            "
            [Samira Nasser](actor:samira-nasser) spoke.
            ",
        );
    }

    #[test]
    fn nothing_safe_changes_nothing() {
        check_fix_all(
            "
            Nadia Farah won, Nasser smiled.
            ",
            "
            Nadia Farah won, Nasser smiled.
            ",
        );
    }
}

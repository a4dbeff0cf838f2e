//! `unlinked-actor`: a known name without a link.

use crate::actors::{Certainty, NameClass};
use crate::analysis::Analysis;
use crate::config::MentionsPolicy;
use crate::finding::{Applicability, Severity};
use crate::links::link_fix;
use crate::rule::{Check, Example, Group, Rule, Sink};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    code: "unlinked-actor",
    group: Group::Actors,
    severity: Some(Severity::Warning),
    fix: Some(Applicability::Safe),
    summary: "A name of the registry stands unlinked.",
    why: "Links are what archives, indexes and the twin in the other language hang on. One link anywhere in the body is \
          enough unless the setting `mentions` says \"every\". Silent in headlines, in plain text, which holds no \
          links, on doubtful and ambiguous names, and on built-in countries unless `builtin` says \"link\".",
    bad: Example { path: "story.en.news.md", text: "The contract was signed by Samira Nasser.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "The contract was signed by [Samira Nasser](actor:samira-nasser). Samira Nasser left early.\n",
    },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    if !analysis.holds_links() {
        return;
    }
    let every = analysis.config().mentions == MentionsPolicy::Every;
    let mut done: HashSet<usize> = HashSet::new();
    if !every {
        done.extend(analysis.linked.iter().flatten());
    }
    for name in &analysis.names {
        let block = &analysis.article.blocks[name.block];
        let [actor] = name.actors.as_slice() else { continue };
        let body = block.is_body() && !analysis.article.in_front_matter(block);
        if name.certainty != Certainty::Certain || name.linked || !body || !analysis.wants_link(*actor) {
            continue;
        }
        // An unfinished mention over the name has a finding of its own.
        if block.span_over(name.hit.range).is_some() || !(every || done.insert(*actor)) {
            continue;
        }
        let entry = &analysis.registry().actors[*actor];
        let words = analysis.words_of(name);
        let wrong = name.hit.candidates.iter().any(|(_, at)| entry.names.get(*at).is_some_and(|n| n.class == NameClass::Wrong));
        let mut fix = link_fix(analysis, name.block, name.hit.range, &entry.id);
        if wrong {
            fix.applicability = fix.applicability.max(Applicability::Unsafe);
        }
        sink.report_prose(block, name.hit.range, format!("`{words}` is not linked to `{}`", entry.id)).fix(fix);
    }
}

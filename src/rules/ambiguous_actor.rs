//! `ambiguous-actor`: a name that fits several actors.

use crate::actors::Certainty;
use crate::analysis::Analysis;
use crate::finding::{Applicability, Severity};
use crate::links::link_fix;
use crate::rule::{Check, Example, Group, Rule, Sink};
use crate::text::{Fold, fold};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    code: "ambiguous-actor",
    group: Group::Actors,
    severity: Some(Severity::Warning),
    fix: Some(Applicability::Unsafe),
    summary: "An unlinked name fits several actors and the article does not settle which.",
    why: "A reader cannot know who is meant. Each candidate is offered. Reported once a name and article; silent where an \
          earlier full name, a link or a title beside the name settles it.",
    bad: Example { path: "story.en.news.md", text: "The runner Nadia Farah won.\n" },
    good: Example { path: "story.en.news.md", text: "The runner [Nadia Farah](actor:nadia-farah-athlete) won. Nadia Farah smiled.\n" },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let mut seen: HashSet<String> = HashSet::new();
    for name in &analysis.names {
        let block = &analysis.article.blocks[name.block];
        let judged = name.certainty == Certainty::Ambiguous && !name.linked && block.is_body();
        let theirs = name.actors.iter().any(|actor| analysis.registry().actors[*actor].file.is_some());
        if !judged || !theirs || block.span_over(name.hit.range).is_some() {
            continue;
        }
        let words = analysis.words_of(name);
        if !seen.insert(fold(words, Fold::Loose).text) {
            continue;
        }
        let entries: Vec<_> = name.actors.iter().map(|actor| &analysis.registry().actors[*actor]).collect();
        let ids: Vec<String> = entries.iter().map(|entry| format!("`{}`", entry.id)).collect();
        let mut report =
            sink.report_prose(block, name.hit.range, format!("`{words}` can be {}", ids.join(" or ")));
        for entry in entries {
            if let Some(note) = &entry.note {
                report = report.note(format!("{}: {note}", entry.id));
            }
            if analysis.holds_links() && !analysis.article.in_front_matter(block) {
                let mut fix = link_fix(analysis, name.block, name.hit.range, &entry.id);
                fix.applicability = fix.applicability.max(Applicability::Unsafe);
                report = report.fix(fix);
            }
        }
    }
}

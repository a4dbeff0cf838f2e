//! `name-mismatch`: the text of a link is no name of the actor that it leads to.

use crate::actors::{Certainty, names_actor};
use crate::analysis::Analysis;
use crate::finding::{Applicability, Fix, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink};
use crate::text::EditSet;

pub(super) static RULE: Rule = Rule {
    code: "name-mismatch",
    group: Group::Actors,
    severity: Some(Severity::Warning),
    fix: Some(Applicability::Unsafe),
    summary: "The text of a link is no name of the linked actor.",
    why: "Either the name or the id is wrong, and a reader who follows the link learns about the wrong person. Silent on \
          names of every kind and language, on a title with the name, on a title or its head word that the actor held, \
          on possessives and on other accents.",
    bad: Example { path: "story.en.news.md", text: "[Karim Adel](actor:samira-nasser) signed.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "[Samira Nasser](actor:samira-nasser) signed, and [Nasser](actor:samira-nasser) left. The [minister](actor:samira-nasser) smiled.\n",
    },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let registry = analysis.registry();
    for (mention, actor) in analysis.mentions() {
        let words = analysis.link_words(&mention.link);
        let Some(actor) = actor else { continue };
        if words.trim().is_empty() || names_actor(registry, actor, words, analysis.language()) {
            continue;
        }
        let entry = &registry.actors[actor];
        let mut report = sink.report(mention.link.text, format!("`{words}` is no name of `{}`", entry.id));
        let meant = (analysis.names_in(mention.link.block, mention.link.prose).iter())
            .filter(|name| name.certainty <= Certainty::Ambiguous)
            .flat_map(|name| name.hit.candidates.iter().map(|(other, _)| *other))
            .find(|other| *other != actor && names_actor(registry, *other, words, analysis.language()));
        if let Some(other) = meant {
            let id = &registry.actors[other].id;
            let edits = EditSet::replace(mention.target.id_range, id.clone());
            report = report.note(format!("it is a name of `{id}`")).fix(Fix::manual(format!("Link to `{id}`"), edits));
        }
        if let Some(house) = entry.house_name(analysis.language()) {
            let edits = EditSet::replace(mention.link.text, house);
            report.fix(Fix::manual(format!("Write `{house}`"), edits));
        }
    }
}

//! `present-but-unlisted`: a linked actor that the front matter's list leaves out.

use crate::actors::{ActorIndex, Kind};
use crate::analysis::{Analysis, target_actor};
use crate::article::{Entry, Key};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::syntax::NewTarget;
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("present-but-unlisted"),
    group: Group::Actors,
    level: Level::At(Severity::Info),
    fix: Some(Applicability::Unsafe),
    summary: "The front matter has `mentions`, but an actor that the body links is missing from it.",
    why: "If the list is kept, it is expected to be complete. `about` names only the main subjects and requires \
          nothing; actors listed there, or as authors and publishers, need not be listed again. `people`, \
          `organisations` and `places` require only their own kind.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\nmentions: [actor:samira-nasser]\n---\n[Samira Nasser](actor:samira-nasser) met [Karim Adel](actor:karim-adel).\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\nmentions: [actor:samira-nasser, actor:karim-adel]\n---\n[Samira Nasser](actor:samira-nasser) met [Karim Adel](actor:karim-adel).\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

/// The keys of the front matter whose actors need not be listed again.
const LISTS: [Key; 6] =
    [Key::About, Key::Mentions, Key::Author, Key::Publisher, Key::SourceOrganization, Key::LocationCreated];

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let lists: Vec<&Entry> =
        analysis.article.metadata.entries.iter().filter(|entry| entry.key == Some(Key::Mentions)).collect();
    if lists.is_empty() {
        return;
    }
    let registry = analysis.registry();
    let listed = LISTS.iter().flat_map(|key| analysis.targets_of(*key));
    let mut done: HashSet<ActorIndex> = listed.filter_map(|target| target_actor(registry, &target)).collect();
    for (mention, actor) in analysis.mentions() {
        let Some(actor) = actor else { continue };
        let entry = registry.actor(actor);
        let block = &analysis.article.blocks[mention.link.block];
        let Some(list) = lists.iter().find(|list| takes(list, entry.kind)) else { continue };
        let body = analysis.in_body(block);
        if !body || !done.insert(actor) {
            continue;
        }
        let message = message!("`{id}` is linked, but missing from `{list}`", id = entry.id, list = list.name);
        let report = sink.report(mention.link.text, message);
        let to = NewTarget { id: &mention.target.id, scheme: &mention.target.scheme };
        if let Some(edits) = analysis.writer().and_then(|writer| writer.add_to_list(list, to)) {
            report.fix(Fix::manual(message!("Add `{id}` to `{list}`", id = entry.id, list = list.name), edits));
        }
    }
}

/// Whether a list is for actors of a kind, by its name.
fn takes(list: &Entry, kind: Kind) -> bool {
    match list.name.as_str() {
        "people" => kind == Kind::Person,
        "organisations" | "organizations" => matches!(kind, Kind::Organisation | Kind::Group),
        "places" => kind == Kind::Place,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn a_list_that_is_kept_is_whole() {
        check(
            RULE.code,
            "
            ---
            mentions: [actor:samira-nasser]
            ---
            [Samira Nasser](actor:samira-nasser) met [Karim Adel](actor:karim-adel), and [Adel](actor:karim-adel) left.
                                                      ^^^^^^^^^^ 💡 info: `karim-adel` is linked, but missing from `mentions`
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            ---
            mentions:
              - \"actor:samira-nasser\"
            ---
            التقت [سميرة ناصر](actor:samira-nasser) [كريم عادل](person:karim-adel).
            ",
            "
            ---
            mentions:
              - \"actor:samira-nasser\"
              - \"person:karim-adel\"
            ---
            التقت [سميرة ناصر](actor:samira-nasser) [كريم عادل](person:karim-adel).
            ",
        );
    }

    #[test]
    fn without_a_list_and_for_other_kinds_it_is_not_reported() {
        for text in [
            "---\nabout: [actor:samira-nasser]\n---\n[Karim Adel](actor:karim-adel) left.\n",
            "---\npeople: [actor:samira-nasser]\n---\n[Samira Nasser](actor:samira-nasser) came to [Marsa Nakheel](place:marsa).\n",
            "---\nmentions: [actor:karim-adel]\nabout: [actor:samira-nasser]\n---\n[Samira Nasser](actor:samira-nasser) met [Karim Adel](actor:karim-adel), Nadia Farah and [a clerk](actor:-).\n",
            "[Karim Adel](actor:karim-adel) left.\n",
        ] {
            check(RULE.code, &format!("//- story.en.news.md\n{text}"));
        }
        check(
            RULE.code,
            "//- story.ar.news.md\n---\nmentions: [actor:karim-adel]\n---\nقال [كريم عادل](actor:karim-adel) ذلك.\n",
        );
    }
}

//! `name-mismatch`: the text of a link is not a known name of its actor.

use crate::actors::{Certainty, names_actor};
use crate::analysis::Analysis;
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::links::link_title;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::EditSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("name-mismatch"),
    group: Group::Actors,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Unsafe),
    summary: "The text of a link is not a known name of the linked actor.",
    why: "Either the name or the id is wrong, and a reader who follows the link learns about the wrong person. Not \
          reported for names of every kind and language, a title with the name, a title that the actor held, \
          possessives, and other accents.",
    bad: Example { path: "story.en.news.md", text: "[Karim Adel](actor:samira-nasser) signed.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "[Samira Nasser](actor:samira-nasser) signed, and [Nasser](actor:samira-nasser) left. The [minister](actor:samira-nasser) smiled.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let registry = analysis.registry();
    for (mention, actor) in analysis.mentions() {
        let words = analysis.link_words(&mention.link);
        let Some(actor) = actor else { continue };
        let name = analysis.name_in_link(&mention.link);
        let language = analysis.language_of(&analysis.article.blocks[mention.link.block]);
        let fits = |name: &str| names_actor(registry, actor, name, language);
        if words.trim().is_empty() || fits(words) || (*name != *words && fits(&name)) {
            continue;
        }
        let entry = registry.actor(actor);
        let mut report = sink.report(
            mention.link.text,
            message!("the link goes to `{id}`, but `{words}` is not a known name of it", id = entry.id, words),
        );
        let meant = (analysis.names_in(mention.link.block, mention.link.prose).iter())
            .filter(|name| name.certainty <= Certainty::Ambiguous)
            .flat_map(|name| name.matched.candidates.iter().map(|(other, _)| *other))
            .find(|other| *other != actor && names_actor(registry, *other, words, language));
        if let Some(other) = meant {
            let id = &registry.actor(other).id;
            let edits = analysis.writer().map_or_else(EditSet::default, |writer| writer.set_id(&mention.target, id));
            report = report
                .note(message!("it is a name of `{id}`", id))
                .fix(Fix::manual(link_title(analysis, id, language), edits));
        }
        if let Some(house) = entry.house_name(language) {
            let Some(writer) = analysis.writer() else { continue };
            report.fix(Fix::manual(message!("Write `{house}`", house), writer.reword(&mention.link, house)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fixes};

    #[test]
    fn another_name_is_reported() {
        check(
            RULE.code,
            "
            [Karim Adel](actor:samira-nasser) signed.
             ^^^^^^^^^^ 💡 warning: the link goes to `samira-nasser`, but `Karim Adel` is not a known name of it
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قال [كريم عادل](actor:samira-nasser) ذلك.
                 ^^^^^^^^^ 💡 it is a name of `karim-adel`
            ",
        );
        check(
            RULE.code,
            "
            [The governor](actor:samira-nasser) signed.
             ^^^^^^^^^^^^ 💡
            ",
        );
    }

    #[test]
    fn either_side_can_be_wrong() {
        check_fixes(
            RULE.code,
            "
            [Karim Adel](actor:samira-nasser) signed.
            ",
            &[
                "
            [Karim Adel](actor:karim-adel) signed.
            ",
                "
            [Samira Nasser](actor:samira-nasser) signed.
            ",
            ],
        );
    }

    #[test]
    fn names_of_every_kind_and_language_are_fine() {
        check(
            RULE.code,
            "
            [Samira Nasser](actor:samira-nasser), [Nasser](actor:samira-nasser), [Samira Nasir](actor:samira-nasser),
            [سميرة ناصر](actor:samira-nasser) and [Samíra Nassér](actor:samira-nasser) are one.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت [سميرة ناصر](actor:samira-nasser) و[ناصر](actor:samira-nasser) و[Samira Nasser](actor:samira-nasser).
            ",
        );
    }

    #[test]
    fn titles_and_possessives_are_fine() {
        check(
            RULE.code,
            "
            [Ports Minister Samira Nasser](actor:samira-nasser)'s and [Samira Nasser's](actor:samira-nasser) stay, the [minister](actor:samira-nasser) and the [Ports Minister](actor:samira-nasser) too.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت [وزيرة الموانئ سميرة ناصر](actor:samira-nasser)، ثم [الوزيرة](actor:samira-nasser) و[وزيرة الموانئ](actor:samira-nasser).
            ",
        );
    }

    #[test]
    fn what_leads_nowhere_is_judged_by_another_rule() {
        check(
            RULE.code,
            "
            [Karim Adel](actor:samira-naser) and [Karim Adel](actor:-) signed [](actor:karim-adel).
            ",
        );
    }

    #[test]
    fn a_clitic_inside_is_judged_by_another_rule() {
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قال [كريم عادل](actor:karim-adel) [وسميرة ناصر](actor:samira-nasser) ذلك.
            ",
        );
    }

    #[test]
    fn a_relative_is_another_person() {
        let actors = "//- actors.toml\n[[actor]]\nid = \"omar-nasser\"\nkind = \"person\"\nname.en = \"Omar Nasser\"\nname.ar = \"عمر ناصر\"\nshort.en = [\"Nasser\"]\nshort.ar = [\"ناصر\"]\n";
        let found = |text: &str| {
            crate::fixture::all_findings(&format!("{text}\n{actors}"))
                .iter()
                .filter(|one| one.starts_with(RULE.code.as_str()))
                .count()
        };
        for text in [
            "[Omar Nasser](actor:samira-nasser) signed.",
            "[Tariq Nasser](actor:samira-nasser) signed.",
            "//- story.ar.news.md\nقال [طارق ناصر](actor:samira-nasser) ذلك.",
        ] {
            assert_eq!(found(text), 1, "{text}");
        }
        for text in [
            "[the minister, Nasser](actor:samira-nasser) signed.",
            "[Ports Minister Nasser](actor:samira-nasser) signed.",
            "[Ms Nasser](actor:samira-nasser) signed.",
            "//- story.ar.news.md\nقالت [الوزيرة ناصر](actor:samira-nasser) ذلك.",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
    }
}

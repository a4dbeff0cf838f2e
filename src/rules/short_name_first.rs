//! `short-name-first`: a short name before the full one.

use crate::actors::{ActorIndex, Certainty, ResolvedName};
use crate::analysis::Analysis;
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use foldhash::HashSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("short-name-first"),
    group: Group::Actors,
    level: Level::At(Severity::Info),
    fix: Some(Applicability::Unsafe),
    summary: "A short name comes before the full name.",
    why: "A reader who does not know the person cannot know who is meant. Headlines do not count, because they are \
          short by custom. Not reported for a short name that is never linked and never followed by the full form: \
          it may be another person's.",
    bad: Example {
        path: "story.en.news.md",
        text: "[Nasser](actor:samira-nasser) signed. [Samira Nasser](actor:samira-nasser) is the minister.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "[Samira Nasser](actor:samira-nasser) is the minister. [Nasser](actor:samira-nasser) signed.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let in_body: Vec<(&ResolvedName, ActorIndex, bool)> = names_in_body(analysis).collect();
    let given: HashSet<ActorIndex> =
        in_body.iter().filter(|(_, _, short)| !short).map(|(_, actor, _)| *actor).collect();
    let mut known: HashSet<ActorIndex> = HashSet::default();
    for (name, actor, short) in in_body {
        if !short {
            known.insert(actor);
            continue;
        }
        // A title says who is meant: "Vice President Nasser".
        let sure = (name.linked && !name.matched.titled.contains(&actor))
            || (matches!(name.certainty, Certainty::Certain | Certainty::ShortFirst) && given.contains(&actor));
        if !sure || !known.insert(actor) {
            continue;
        }
        let block = &analysis.article.blocks[name.block];
        let entry = analysis.registry().actor(actor);
        let words = analysis.words_of(name);
        let Some(house) = entry.house_name(analysis.language_of(block)) else { continue };
        sink.report_prose(
            block,
            name.matched.range,
            message!("`{words}` comes before the full name, `{house}`", words, house),
        )
        .replace(block, name.matched.range, house, message!("Write `{house}`", house));
    }
}

/// The names of the body that are one actor's, each with whether it is only a short form.
fn names_in_body(analysis: &Analysis) -> impl Iterator<Item = (&ResolvedName, ActorIndex, bool)> {
    let body = analysis.names.iter().filter(|name| {
        let block = &analysis.article.blocks[name.block];
        analysis.in_body(block)
    });
    body.filter_map(|name| {
        // A link to another actor is not a short name.
        let [actor] = *name.actors.as_slice() else { return None };
        if name.linked && !name.matched.candidates.iter().any(|(candidate, _)| *candidate == actor) {
            return None;
        }
        Some((name, actor, analysis.is_short_form(name, actor)))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn a_short_name_comes_second() {
        check(
            RULE.code,
            "
            [Nasser](actor:samira-nasser) signed. [Samira Nasser](actor:samira-nasser) is the minister.
             ^^^^^^ 💡 info: `Nasser` comes before the full name, `Samira Nasser`
            ",
        );
        check(
            RULE.code,
            "
            Nasser signed. Samira Nasser is the minister.
            ^^^^^^ 💡
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت [ناصر](actor:samira-nasser) ذلك.
                  ^^^^ 💡 `سميرة ناصر`
            ",
        );
    }

    #[test]
    fn the_full_name_is_written() {
        check_fix(
            RULE.code,
            "
            [Nasser](actor:samira-nasser) signed.
            ",
            "
            [Samira Nasser](actor:samira-nasser) signed.
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            قالت [ناصر](actor:samira-nasser) ذلك.
            ",
            "
            قالت [سميرة ناصر](actor:samira-nasser) ذلك.
            ",
        );
    }

    #[test]
    fn headlines_neither_count_nor_are_reported() {
        check(
            RULE.code,
            "
            # Nasser signs

            The minister was here. [Samira Nasser](actor:samira-nasser) signed, and Nasser smiled.
            ",
        );
        check(
            RULE.code,
            "
            # Samira Nasser signs

            [Nasser](actor:samira-nasser) smiled.
             ^^^^^^ 💡
            ",
        );
    }

    #[test]
    fn the_full_name_in_any_spelling_or_form_counts() {
        check(
            RULE.code,
            "
            Samira Nasir signed, and [Nasser](actor:samira-nasser) smiled.
            ",
        );
        check(
            RULE.code,
            "
            [Samira Nasser](actor:samira-nasser) signed. [Nasser](actor:samira-nasser) smiled.
            ",
        );
    }

    #[test]
    fn not_reported_where_it_may_be_another_person() {
        check(
            RULE.code,
            "
            Nasser opened two plants last year, and Nasser will build a third.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت ناصر ذلك.
            ",
        );
    }

    #[test]
    fn reported_once() {
        check(
            RULE.code,
            "
            [Nasser](actor:samira-nasser) signed. [Nasser](actor:samira-nasser) smiled.
             ^^^^^^ 💡
            ",
        );
    }
}

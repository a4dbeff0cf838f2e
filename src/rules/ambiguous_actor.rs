//! `ambiguous-actor`: a name that fits several actors.

use crate::actors::Certainty;
use crate::analysis::Analysis;
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::links::link_fix;
use crate::message;
use crate::message::Message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::{Fold, fold};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("ambiguous-actor"),
    group: Group::Actors,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Unsafe),
    summary: "An unlinked name fits several actors, and the article does not say which.",
    why: "A reader cannot know who is meant. Each candidate is offered. Reported once per name and article. Not \
          reported if an earlier full name, a link, or a title next to the name settles it.",
    bad: Example { path: "story.en.news.md", text: "The runner Nadia Farah won.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "The runner [Nadia Farah](actor:nadia-farah-athlete) won. Nadia Farah smiled.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let mut seen: HashSet<String> = HashSet::new();
    for name in &analysis.names {
        let block = &analysis.article.blocks[name.block];
        let judged = name.certainty == Certainty::Ambiguous && !name.linked && block.is_body();
        let theirs = name.actors.iter().any(|actor| analysis.registry().actor(*actor).file.is_some());
        if !judged || !theirs || block.span_over(name.matched.range).is_some() {
            continue;
        }
        let words = analysis.words_of(name);
        if !seen.insert(fold(words, Fold::Loose)) {
            continue;
        }
        let entries: Vec<_> = name.actors.iter().map(|actor| analysis.registry().actor(*actor)).collect();
        let ids = entries.iter().map(|entry| Message::verbatim(format!("`{}`", entry.id)));
        let ids = ids.reduce(|words, last| message!("{words} or {last}", words, last)).unwrap_or_default();
        let mut report = sink.report_prose(block, name.matched.range, message!("`{words}` can be {ids}", words, ids));
        for entry in entries {
            if let Some(note) = &entry.note {
                report = report.note(message!("{id}: {note}", id = entry.id, note));
            }
            if block.holds_links
                && let Some(fix) = link_fix(analysis, name.block, name.matched.range, &entry.id, entry.kind)
            {
                report = report.fix(fix.at_most(Applicability::Unsafe));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fixes};

    #[test]
    fn a_name_of_two_actors_is_reported_once() {
        check(
            RULE.code,
            "
            The runner Nadia Farah won. Nadia Farah smiled.
                       ^^^^^^^^^^^ 💡 warning: `Nadia Farah` can be `nadia-farah-economist` or `nadia-farah-athlete`
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            فازت نادية فرح بالسباق.
                 ^^^^^^^^^ 💡 The runner, not the economist.
            ",
        );
    }

    #[test]
    fn each_actor_is_offered() {
        check_fixes(
            RULE.code,
            "
            Nadia Farah won.
            ",
            &[
                "
            [Nadia Farah](actor:nadia-farah-economist) won.
            ",
                "
            [Nadia Farah](actor:nadia-farah-athlete) won.
            ",
            ],
        );
    }

    #[test]
    fn an_earlier_link_settles_it() {
        check(
            RULE.code,
            "
            The runner [Nadia Farah](actor:nadia-farah-athlete) won. Nadia Farah smiled.
            ",
        );
    }

    #[test]
    fn a_title_next_to_the_name_settles_it() {
        check(
            RULE.code,
            r#"
            The Finance Minister Layla Hamdan spoke.
            //- actors.toml
            [[actor]]
            id = "layla-hamdan-minister"
            kind = "person"
            name.en = "Layla Hamdan"
            role = [{ title.en = "Finance Minister", from = 2020 }]

            [[actor]]
            id = "layla-hamdan-poet"
            kind = "person"
            name.en = "Layla Hamdan"
            "#,
        );
    }

    #[test]
    fn an_earlier_full_name_settles_a_short_one() {
        check(
            RULE.code,
            r#"
            Samira Nasser signed. Nasser smiled.
            //- actors.toml
            [[actor]]
            id = "omar-nasser"
            kind = "person"
            name.en = "Omar Nasser"
            short.en = ["Nasser"]
            "#,
        );
    }

    #[test]
    fn a_short_name_of_two_actors_is_ambiguous() {
        check(
            RULE.code,
            r#"
            Samira Nasser met Omar Nasser. Nasser smiled.
                                           ^^^^^^ 💡 `samira-nasser` or `omar-nasser`
            //- actors.toml
            [[actor]]
            id = "omar-nasser"
            kind = "person"
            name.en = "Omar Nasser"
            short.en = ["Nasser"]
            "#,
        );
    }

    #[test]
    fn a_surname_of_another_person_is_not_reported() {
        for text in [
            "Nasser smiled.",
            "The chairman, John Nasser, left. Nasser smiled.",
            "Samira Nasser left. Her brother Adam Nasser came. Nasser smiled.",
        ] {
            let actors = "[[actor]]\nid = \"omar-nasser\"\nkind = \"person\"\nname.en = \"Omar Nasser\"\nshort.en = [\"Nasser\"]\n";
            check(RULE.code, &format!("{text}\n//- actors.toml\n{actors}"));
        }
    }

    #[test]
    fn headlines_are_left_alone() {
        check(
            RULE.code,
            "
            # Nadia Farah wins

            The race was long.
            ",
        );
    }

    #[test]
    fn plain_text_is_not_reported() {
        check(
            RULE.code,
            "
            //- story.en.txt
            The runner Nadia Farah won.
                       ^^^^^^^^^^^ can be
            ",
        );
    }
}

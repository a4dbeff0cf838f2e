//! `kind-mismatch`: `person:`, `org:`, `place:` or `event:` before the id of an entry of another kind.

use crate::actors::Kind;
use crate::analysis::{Analysis, target_actor};
use crate::article::Scheme;
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::links::scheme_of;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::EditSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("kind-mismatch"),
    group: Group::Actors,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "The scheme of a link names another kind than the entry has.",
    why: "Either the scheme or the id is wrong, and an export puts the actor into the wrong index. `actor:` fits \
          every entry, and `org:` fits groups too.",
    bad: Example { path: "story.en.news.md", text: "[Samira Nasser](place:samira-nasser) signed.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "[Samira Nasser](person:samira-nasser) signed in [Marsa Nakheel](actor:marsa).\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for target in analysis.targets() {
        let claimed = match target.scheme {
            Scheme::Person => message!("a person"),
            Scheme::Organisation => message!("an organisation"),
            Scheme::Place => message!("a place"),
            Scheme::Event => message!("an event"),
            Scheme::Actor | Scheme::Date | Scheme::Outside(_) => continue,
        };
        let Some(actor) = target_actor(analysis.registry(), target) else { continue };
        let entry = analysis.registry().actor(actor);
        let own = match entry.kind {
            Kind::Person => message!("a person"),
            Kind::Organisation => message!("an organisation"),
            Kind::Group => message!("a group"),
            Kind::Place => message!("a place"),
            Kind::Event => message!("an event"),
        };
        let scheme = scheme_of(entry.kind);
        if scheme == target.scheme {
            continue;
        }
        let edits = analysis.writer().map_or_else(EditSet::default, |writer| writer.set_scheme(target, &scheme));
        let fix = Fix::manual(message!("Change to `{scheme}:`", scheme = scheme.name()), edits);
        sink.report(target.scheme_range, message!("`{id}` is {own}, not {claimed}", id = entry.id, own, claimed))
            .fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn the_scheme_names_the_kind() {
        check(
            RULE.code,
            "
            ---
            about: [person:marsa, place:marsa]
                    ^^^^^^ 💡 error: `marsa` is a place, not a person
            ---
            [Samira Nasser] met [Sahil Lines](event:sahil-lines).
                                              ^^^^^ 💡 `sahil-lines` is an organisation, not an event

            [Samira Nasser]: org:samira-nasser
                             ^^^ 💡 `samira-nasser` is a person, not an organisation
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            قالت [سميرة ناصر](place:samira-nasser) ذلك.
            ",
            "
            قالت [سميرة ناصر](person:samira-nasser) ذلك.
            ",
        );
    }

    #[test]
    fn fitting_schemes_and_unknown_ids_are_not_reported() {
        check(
            RULE.code,
            "
            [Samira Nasser](actor:samira-nasser), [Karim](person:karim-adel), [the line](org:sahil-lines),
            [Marsa](place:marsa), [the accord](event:nakheel-accord), [a clerk](person:-), [a porter](org:?),
            [nobody](person:nobody), [Monday](date:2024-03-18), [a page](https://example.org).
            ",
        );
        check(
            RULE.code,
            "//- story.ar.news.md\nقالت [سميرة ناصر](actor:samira-nasser) ذلك في [مرسى النخيل](place:marsa).\n",
        );
    }
}

//! `merged-actor`: an id that another entry has taken over.

use crate::actors::Lookup;
use crate::analysis::Analysis;
use crate::article::Scheme;
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Tag, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("merged-actor"),
    group: Group::Actors,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Safe),
    summary: "A link has the id of an entry that was merged into another one.",
    why: "The link still works, because the entry lists the old id under `merged-from`. A search for the present id \
          misses it.",
    bad: Example { path: "story.en.news.md", text: "[Hani Murad](actor:h-murad) spoke.\n" },
    good: Example { path: "story.en.news.md", text: "[Hani Murad](actor:hani-murad) spoke.\n" },
    traits: Traits { tag: Some(Tag::Deprecated), ..Traits::NONE },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for target in analysis.targets() {
        if matches!(target.scheme, Scheme::Date | Scheme::Outside(_)) || target.is_open() {
            continue;
        }
        let Lookup::Merged(actor) = analysis.registry().lookup(&target.id) else { continue };
        let id = &analysis.registry().actor(actor).id;
        let fix = Fix::safe(message!("Change to `{id}`", id), sink.set_id(target, id));
        sink.report(target.id_range, message!("`{old}` was merged into `{id}`", old = target.id, id)).fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn a_merged_id_is_reported_where_it_stands() {
        check(
            RULE.code,
            "
            ---
            mentions: [actor:h-murad]
                             ^^^^^^^ 💡 warning: `h-murad` was merged into `hani-murad`
            ---
            [Hani Murad] spoke, and [Murad][Hani Murad] left.

            [Hani Murad]: actor:h-murad
                                ^^^^^^^ 💡
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            قال [هاني مراد](actor:h-murad) ذلك.
            ",
            "
            قال [هاني مراد](actor:hani-murad) ذلك.
            ",
        );
    }

    #[test]
    fn ids_in_use_are_not_reported() {
        check(RULE.code, "[Hani Murad](actor:hani-murad) met [a clerk](actor:-) and [nobody](actor:nobody).\n");
        check(RULE.code, "//- story.ar.news.md\nقال [هاني مراد](actor:hani-murad) ذلك.\n");
    }
}

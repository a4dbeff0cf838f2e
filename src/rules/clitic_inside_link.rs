//! `clitic-inside-link`: an Arabic clitic inside the text of a link.

use crate::actors::{clitic_inside, names_actor};
use crate::analysis::Analysis;
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::TextRange;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("clitic-inside-link"),
    group: Group::Actors,
    level: Level::At(Severity::Info),
    fix: Some(Applicability::Safe),
    summary: "An Arabic conjunction or preposition is inside the link.",
    why: "The text of a link holds the name as printed, so that links to one actor read alike: `و[سميرة ناصر](…)`. \
          What a reader reads stays the same.",
    bad: Example {
        path: "story.ar.news.md",
        text: "قال [كريم عادل](actor:karim-adel) [وسميرة ناصر](actor:samira-nasser).\n",
    },
    good: Example {
        path: "story.ar.news.md",
        text: "قال [كريم عادل](actor:karim-adel) و[سميرة ناصر](actor:samira-nasser).\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for (mention, actor) in analysis.mentions() {
        let Some(actor) = actor else { continue };
        let words = analysis.link_words(&mention.link);
        let name = analysis.name_in_link(&mention.link);
        if *name != *words
            && names_actor(
                analysis.registry(),
                actor,
                &name,
                analysis.language_of(&analysis.article.blocks[mention.link.block]),
            )
        {
            continue;
        }
        let Some(width) = clitic_inside(analysis.registry(), actor, words) else { continue };
        let clitic = TextRange::new(mention.link.text.start, mention.link.text.start + width as u32);
        let report = sink.report(clitic, message!("`{clitic}` belongs outside the link", clitic = &words[..width]));
        if let Some(edits) = analysis.writer().and_then(|writer| writer.narrow(&mention.link, width)) {
            report.fix(Fix::safe(message!("Move `{clitic}` out of the link", clitic = &words[..width]), edits));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn a_conjunction_or_preposition_moves_out() {
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            قال [كريم عادل](actor:karim-adel) [وسميرة ناصر](actor:samira-nasser) ذلك.
            ",
            "
            قال [كريم عادل](actor:karim-adel) و[سميرة ناصر](actor:samira-nasser) ذلك.
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            أشاد [بسميرة ناصر](actor:samira-nasser).
            ",
            "
            أشاد ب[سميرة ناصر](actor:samira-nasser).
            ",
        );
    }

    #[test]
    fn the_clitic_alone_is_marked() {
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قال [وناصر](actor:samira-nasser) ذلك.
                 ^ 💡 info: `و` belongs outside the link
            ",
        );
    }

    #[test]
    fn a_letter_of_the_name_is_not_a_clitic() {
        check(
            RULE.code,
            r#"
            //- story.ar.news.md
            قال [وليد سالم](actor:walid-salem) ذلك، و[بسمة](actor:walid-salem) معه.
            //- actors.toml
            [[actor]]
            id = "walid-salem"
            kind = "person"
            name.ar = "وليد سالم"
            also.ar = ["بسمة"]
            "#,
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت [وزيرة الموانئ](actor:samira-nasser) ذلك، وقالت [وزارة الموانئ](actor:ministry-of-ports) مثله.
            ",
        );
    }

    #[test]
    fn the_label_of_a_definition_is_not_cut() {
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قال [وسميرة ناصر] ذلك.
                 ^ belongs outside

            [وسميرة ناصر]: actor:samira-nasser
            ",
        );
    }

    #[test]
    fn latin_text_has_no_clitics() {
        check(
            RULE.code,
            "
            [Samira Nasser](actor:samira-nasser) and [Adel](actor:karim-adel) signed.
            ",
        );
    }
}

//! `unregistered-name`: what looks like a name and is in no registry.

use crate::actors::spelling_key;
use crate::analysis::Analysis;
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Remedy, Rule, Sink, Traits};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unregistered-name"),
    group: Group::Actors,
    level: Level::At(Severity::Hint),
    fix: None,
    summary: "Words look like a person's name that is not in the registry.",
    why: "A person who is named repeatedly deserves an entry. Words count as a name after a form of address or a \
          title, or if they begin with a common given name. Each name is reported once per article. `copydesk lint` \
          leaves the rule out unless the configuration or `--level` sets it. Not reported without a registry, in \
          headlines, in links, for names of institutions, and for every name that is registered or built in, \
          however doubtful.",
    bad: Example { path: "story.en.news.md", text: "The works begin, Dr. Thomas Wardell said.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "The works begin, Samira Nasser said. [Thomas Wardell](actor:?) left.\n",
    },
    traits: Traits { remedy: Some(Remedy::Actor), is_quiet_in_batch: true, ..Traits::NONE },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    if analysis.registry().files.is_empty() {
        return;
    }
    let mut seen: HashSet<String> = HashSet::new();
    for (number, block) in analysis.article.numbered_blocks() {
        if !analysis.in_body(block) {
            continue;
        }
        for &range in analysis.name_like(number) {
            let known = !analysis.names_in(number, range).is_empty();
            let words = range.slice(block.prose.text());
            if known || block.span_over(range).is_some() || !seen.insert(spelling_key(words)) {
                continue;
            }
            let tag = analysis.language_of(block).tag();
            sink.report_prose(block, range, message!("`{words}` is not in the registry", words)).note(message!(
                "an entry has an `id`, `kind = \"person\"` and `name.{tag} = \"{words}\"`; a link to `actor:?` says that the id is not known yet",
                tag,
                words
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn names_after_titles_and_given_names() {
        check(
            RULE.code,
            "
            The works begin, Dr. Thomas Wardell said. Thomas Wardell left with President Ravel bin Oster.
                                 ^^^^^^^^^^^^^^ hint: `Thomas Wardell` is not in the registry
                                                                                         ^^^^^^^^^^^^^^^
            ",
        );
        check(
            RULE.code,
            "
            Mary J. Quillfeather signed.
            ^^^^^^^^^^^^^^^^^^^^ 
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قال الدكتور محمد الطرابيشي إن العمل يبدأ، والتقى وزير النقل خالد محمود الزيادي.
                        ^^^^^^^^^^^^^^ hint
                                                                        ^^^^^^^^^^^^^^^^^^
            ",
        );
    }

    #[test]
    fn what_bin_and_al_bind_belongs_to_the_name() {
        let line = "قال وزير النقل محمد بن خالد آل ربيع إن العمل يبدأ.";
        let at = " ".repeat("قال وزير النقل ".chars().count());
        check(
            RULE.code,
            &format!("//- story.ar.news.md\n{line}\n{at}{}\n", "^".repeat("محمد بن خالد آل ربيع".chars().count())),
        );
    }

    #[test]
    fn everything_else_is_not_reported() {
        for text in [
            "The works begin. President of the company, said Samira Nasser. Mr Nasser left.",
            "He came from London and New York to the United States on Monday.",
            "The John Wardell Foundation paid. He flew to Charles River Airport.",
            "General Motors and Prime Minister's office said so. Minister Says No.",
            "Dr. Samira Nasser and Minister Karim Adel left.",
            "[Thomas Wardell](actor:?) left.",
            "## Thomas Wardell\n\nThe works begin.",
            "However, Thomas said so. Mr. However left.",
        ] {
            check(RULE.code, &format!("{text}\n"));
        }
        for text in [
            "قال الرئيس محمد إن العمل يبدأ.",
            "قال الوزير كريم عادل إن الشيخ محمد اليوم هنا.",
            "زار محمد علي المدينة القديمة.",
            "التقى الرئيس التنفيذي كريم عادل وفداً.",
            "قالت الوزيرة سميرة ناصر إن السيد أحمد قال ذلك.",
        ] {
            check(RULE.code, &format!("//- story.ar.news.md\n{text}\n"));
        }
        check(RULE.code, "//- story.en.news.md registry=none\nThe works begin, Dr. Thomas Wardell said.\n");
    }
}

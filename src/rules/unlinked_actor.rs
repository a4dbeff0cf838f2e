//! `unlinked-actor`: a known name without a link.

use crate::actors::{ActorIndex, Certainty, NameClass};
use crate::analysis::Analysis;
use crate::article::Mention;
use crate::config::MentionsPolicy;
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::links::link_fix;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use foldhash::HashSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unlinked-actor"),
    group: Group::Actors,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Safe),
    summary: "A name of the registry is not linked.",
    why: "Archives, indexes and translations find an actor by its links. One link in the body is enough, unless \
          `mentions = \"every\"` is set. Not reported in headlines, in plain text (which holds no links), for \
          doubtful and ambiguous names, and for built-in countries unless `builtin = \"link\"` is set.",
    bad: Example { path: "story.en.news.md", text: "The contract was signed by Samira Nasser.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "The contract was signed by [Samira Nasser](actor:samira-nasser). Samira Nasser left early.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    if analysis.writer().is_none() {
        return;
    }
    let every = analysis.config().mentions == MentionsPolicy::Every;
    let mut done: HashSet<ActorIndex> = HashSet::default();
    if !every {
        let in_body = |mention: &Mention| analysis.article.blocks[mention.link.block].is_body();
        done.extend(analysis.mentions().filter(|(mention, _)| in_body(mention)).filter_map(|(_, actor)| actor));
    }
    // The actors whose full form the body has had.
    let mut given: HashSet<ActorIndex> = HashSet::default();
    for name in &analysis.names {
        let block = &analysis.article.blocks[name.block];
        let [actor] = name.actors.as_slice() else { continue };
        let body = analysis.in_body(block);
        let full = body && !analysis.is_short_form(name, *actor);
        let introduced = given.contains(actor) || full || name.matched.titled.contains(actor);
        if full {
            given.insert(*actor);
        }
        let wants_link = body && block.holds_links && analysis.wants_link(*actor);
        if name.certainty != Certainty::Certain || name.linked || !wants_link {
            continue;
        }
        // An unfinished mention over the name has a finding of its own.
        if block.span_over(name.matched.range).is_some() || !(every || done.insert(*actor)) {
            continue;
        }
        let entry = analysis.registry().actor(*actor);
        let words = analysis.words_of(name);
        let wrong = name
            .matched
            .candidates
            .iter()
            .any(|(_, at)| entry.names.get(*at).is_some_and(|n| n.class == NameClass::Wrong));
        let report = sink.report_prose(
            block,
            name.matched.range,
            message!("`{words}` is not linked to `{id}`", words, id = entry.id),
        );
        if let Some(fix) = link_fix(analysis, name.block, name.matched.range, &entry.id, entry.kind) {
            // A short form that nothing introduces may be another's name.
            report.fix(if wrong || !introduced { fix.at_most(Applicability::Unsafe) } else { fix });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn addresses_code_and_tags_hold_no_names() {
        for text in [
            "See https://example.org/Karim Adel.",
            "See https://example.org/Marsa Nakheel/2017 and example.org/Qatar.",
            "It was said by @Nasser and #Nasser, in /srv/Nasser/list.csv and C:\\Nasser\\list.csv.",
            "{{< figure src=\"a.jpg\" caption=\"Samira Nasser\" >}}",
            "{% img \"a.jpg\" caption=\"Samira Nasser\" %} {/* Samira Nasser */}",
            "{% comment %}\nSamira Nasser left.\n{% endcomment %}",
            "The port is open.\n{: title=\"Samira Nasser\"}",
            "`Samira Nasser` and ![Samira Nasser](a.jpg)",
        ] {
            let text = text.replace("Karim Adel", "Samira_Nasser");
            check(RULE.code, &format!("//- story.en.news.md\n{text}\n"));
        }
        check_fix(
            RULE.code,
            "//- story.en.news.md\n{{% note %}}\nSamira Nasser left, see https://example.org/Nasser.\n{{% /note %}}\n",
            "{{% note %}}\n[Samira Nasser](actor:samira-nasser) left, see https://example.org/Nasser.\n{{% /note %}}\n",
        );
    }

    #[test]
    fn a_new_definition_ends_as_the_lines_of_the_text_do() {
        let settings = "//- copydesk.toml\nlinks = \"cast-list\"\n";
        let fixed = crate::fixture::fixed("He met Samira Nasser.\r\n", settings);
        assert_eq!(fixed, "He met [Samira Nasser].\r\n\r\n[Samira Nasser]: actor:samira-nasser\r\n");
    }

    #[test]
    fn a_short_name_that_nothing_introduces_is_linked_by_a_person() {
        let fixed = |text: &str| crate::fixture::fixed(text, "");
        assert_eq!(fixed("# Samira Nasser signs\n\nNasser left.\n"), "# Samira Nasser signs\n\nNasser left.\n");
    }

    #[test]
    fn a_name_is_reported_at_its_first_mention_in_the_body() {
        check(
            RULE.code,
            "
            # Nasser in Marsa

            The contract was signed by Samira Nasser.
                                       ^^^^^^^^^^^^^ 💡 warning: `Samira Nasser` is not linked to `samira-nasser`

            Samira Nasser left early, Nasser said.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وقّعت العقد سميرة ناصر، ثم قالت ناصر إن العمل يبدأ.
                        ^^^^^^^^^^ 💡 `سميرة ناصر` is not linked
            ",
        );
    }

    #[test]
    fn clitics_and_possessives_stay_outside() {
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            حضرت سلمى وكريم عادل.
            ",
            "
            حضرت سلمى و[كريم عادل](actor:karim-adel).
            ",
        );
        check_fix(
            RULE.code,
            "
            Samira Nasser's visit was short.
            ",
            "
            [Samira Nasser](actor:samira-nasser)'s visit was short.
            ",
        );
    }

    #[test]
    fn before_an_escaped_bracket_the_id_is_next_to_the_words() {
        let config = "//- copydesk.toml\nlinks = \"cast-list\"\n";
        check_fix(
            RULE.code,
            &format!("Samira Nasser\\[sic] left.\n{config}"),
            "[Samira Nasser](actor:samira-nasser)\\[sic] left.\n",
        );
        check_fix(
            RULE.code,
            &format!("Samira Nasser \\[sic] left.\n{config}"),
            "[Samira Nasser] \\[sic] left.\n\n[Samira Nasser]: actor:samira-nasser\n",
        );
    }

    #[test]
    fn one_link_in_the_body_is_enough() {
        check(
            RULE.code,
            "
            Samira Nasser left early. [Samira Nasser](actor:samira-nasser) had signed.
            ",
        );
        check(
            RULE.code,
            "
            Samira Nasser left early. [Samira Nasser] had signed.

            [Samira Nasser]: actor:samira-nasser
            ",
        );
    }

    #[test]
    fn a_link_in_a_headline_is_not_one_in_the_body() {
        check(
            RULE.code,
            "
            # [Samira Nasser](actor:samira-nasser) signs

            The contract was signed by Samira Nasser.
                                       ^^^^^^^^^^^^^ 💡
            ",
        );
    }

    #[test]
    fn every_mention_if_the_setting_says_so() {
        check(
            RULE.code,
            r#"
            [Samira Nasser](actor:samira-nasser) signed, Samira Nasser left, and Nasser smiled.
                                                         ^^^^^^^^^^^^^ 💡
                                                                                 ^^^^^^ 💡
            //- copydesk.toml
            mentions = "every"
            "#,
        );
    }

    #[test]
    fn headlines_are_left_alone() {
        check(
            RULE.code,
            "
            ---
            headline: Samira Nasser signs
            ---
            ## Samira Nasser in Marsa

            The works begin.
            ",
        );
    }

    #[test]
    fn plain_text_holds_no_links() {
        check(
            RULE.code,
            "
            //- story.en.txt
            The contract was signed by Samira Nasser.
            ",
        );
    }

    #[test]
    fn what_is_linked_or_code_is_not_asked_for() {
        check(
            RULE.code,
            "
            The page of [Samira Nasser](https://example.org) says so.

            `Samira Nasser` is a string, and so is this:

                Samira Nasser

            <div>Samira Nasser</div>
            ",
        );
    }

    #[test]
    fn built_in_places_only_if_the_setting_says_so() {
        check(
            RULE.code,
            "
            The minister flew to Qatar.
            ",
        );
        check(
            RULE.code,
            r#"
            The minister flew to Qatar.
                                 ^^^^^ 💡 `qatar`
            //- copydesk.toml
            builtin = "link"
            "#,
        );
        check(
            RULE.code,
            r#"
            The minister flew to Qatar.
            //- copydesk.toml
            builtin = "off"
            "#,
        );
    }

    #[test]
    fn doubtful_and_ambiguous_names_are_not_linked() {
        check(
            RULE.code,
            "
            Nasser smiled.
            ",
        );
        check(
            RULE.code,
            "
            Nadia Farah won.
            ",
        );
    }

    #[test]
    fn the_fix_writes_links_as_the_article_does() {
        check_fix(
            RULE.code,
            "
            [Samira Nasser] signed. Karim Adel did not.

            [Samira Nasser]: actor:samira-nasser
            ",
            "
            [Samira Nasser] signed. [Karim Adel] did not.

            [Samira Nasser]: actor:samira-nasser
            [Karim Adel]: actor:karim-adel
            ",
        );
    }

    #[test]
    fn a_link_begins_a_list_item() {
        check(
            RULE.code,
            "
            - [Samira Nasser](actor:samira-nasser)
            - *[Karim Adel](actor:karim-adel)* and Samira Nasser
            ",
        );
    }

    #[test]
    fn a_name_before_a_colon_is_not_a_definition() {
        check_fix(
            RULE.code,
            "
            [Samira Nasser] was asked.

            Karim Adel: yes

            [Samira Nasser]: actor:samira-nasser
            ",
            "
            [Samira Nasser] was asked.

            [Karim Adel](actor:karim-adel): yes

            [Samira Nasser]: actor:samira-nasser
            ",
        );
    }

    #[test]
    fn a_fix_that_would_cut_markup_is_only_shown() {
        check(
            RULE.code,
            "
            The contract was signed by **Samira** Nasser.
                                         ^^^^^^^^^^^^^^^ not linked
            ",
        );
    }
}

//! `misspelt-name`: words that are a slip or a transliteration away from a registered name.

use crate::actors::{ActorIndex, NameClass, spelling_key};
use crate::analysis::Analysis;
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Remedy, Rule, Sink, Traits};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("misspelt-name"),
    group: Group::Actors,
    level: Level::At(Severity::Info),
    fix: Some(Applicability::Unsafe),
    summary: "A name is nearly that of a registered person.",
    why: "A letter is wrong, missing, added or swapped, or the name is written by ear: `Samira Naser`, `Sameera \
          Nasser`, `سميرة الناصر`. The house spelling is offered. In an editor the name can also be added to the \
          registry: as a spelling of that person, as a wrong one, or as another person. Reported once per name and \
          article. Not reported for one word alone (unless it follows a title of its owner), for names that are \
          registered or linked, if several persons are equally near, and for pairs that are two names: Hassan and \
          Hussein, Samir and Samira.",
    bad: Example { path: "story.en.news.md", text: "The works begin, Samira Naser said.\n" },
    good: Example { path: "story.en.news.md", text: "The works begin, Samira Nasser said. Samir Nasser left.\n" },
    traits: Traits { remedy: Some(Remedy::ActorOrSpelling), ..Traits::NONE },
    check: Check::Article(check),
};

/// Marks a block with words that are similar to a registered name.
struct HasNearNames;

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let mut seen: HashSet<(ActorIndex, String)> = HashSet::new();
    // The words of a link are a name, however they are spelt.
    let linked = || analysis.article.mentions.iter().map(|mention| spelling_key(analysis.link_words(&mention.link)));
    let mut linked_names: Option<HashSet<String>> = None;
    let blocks = analysis.of_blocks(|block| (!analysis.near_names(block).is_empty()).then_some(HasNearNames));
    for (number, _) in blocks.iter() {
        let block = &analysis.article.blocks[number];
        if !(block.is_body() || block.is_heading()) || analysis.article.in_front_matter(block) {
            continue;
        }
        for near in analysis.near_names(number) {
            let words = near.range.slice(block.prose.text());
            let key = spelling_key(words);
            let is_linked = linked_names.get_or_insert_with(|| linked().collect()).contains(&key);
            if is_linked || block.span_over(near.range).is_some() || !seen.insert((near.actor, key)) {
                continue;
            }
            let entry = analysis.registry().actor(near.actor);
            let name = &entry.names[near.name];
            let house = match name.class {
                NameClass::House => &name.text,
                _ => entry.house_name(name.language).unwrap_or(&name.text),
            };
            let house = if near.is_surname { house.split_whitespace().last().unwrap_or(house) } else { house };
            sink.report_prose(
                block,
                near.range,
                message!("`{words}` is not in the registry; did you mean `{name}`?", words, name = name.text),
            )
            .note(message!("`{name}` is {id}", name = name.text, id = entry.id))
            .replace(block, near.range, house, message!("Write `{house}`", house));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn slips_and_transliterations() {
        for (path, name) in [
            ("story.en.news.md", "Samira Naser"),
            ("story.en.news.md", "Sameera Nasser"),
            ("story.en.news.md", "Sameera Naser"),
            ("story.en.news.md", "Samira Nassser"),
            ("story.en.news.md", "Samira Nassre"),
            ("story.en.news.md", "Samira Al-Nasser"),
            ("story.en.news.md", "Samira al-Nasser"),
            ("story.ar.news.md", "سميره الناصر"),
            ("story.ar.news.md", "سميرة الناصر"),
            ("story.ar.news.md", "سميرة نصّار"),
            ("story.ar.news.md", "سميرا ناصر"),
        ] {
            let text = if path.contains(".en.") {
                format!("Yesterday {name} signed.")
            } else {
                format!("ووصلت {name} إلى هنا.")
            };
            let found = crate::fixture::all_findings(&format!("//- {path}\n{text}\n"));
            assert!(found.iter().any(|one| one.starts_with(RULE.code.as_str())), "{name}: {found:?}");
        }
        check(
            RULE.code,
            "
            The works begin, Samira Naser said. Samira Naser left.
                             ^^^^^^^^^^^^ 💡 info: `Samira Naser` is not in the registry; did you mean `Samira Nasser`?
            ",
        );
        check_fix(
            RULE.code,
            "
            The works begin, Samira Naser said.
            ",
            "
            The works begin, Samira Nasser said.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            ووصلت وسميره الناصر أمس.
                   ^^^^^^^^^^^^ 💡
            ",
        );
    }

    #[test]
    fn surnames_after_a_title() {
        check_fix(
            RULE.code,
            "
            Ports Minister Naser left.
            ",
            "
            Ports Minister Nasser left.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            ووصلت وزيرة الموانئ ناصير أمس.
                                ^^^^^ 💡
            ",
        );
        for text in [
            "Ports Minister Nasser left. Minister Naser left.",
            "Ports Minister Nassar left. Ports Minister Naser Haddad left. Ports Minister nasser left.",
            "Ports Minister Salem left.",
        ] {
            check(RULE.code, &format!("//- story.en.news.md\n{text}\n"));
        }
    }

    #[test]
    fn other_people_are_not_reported() {
        for text in [
            "Samira Nasser and Karim Adel left. Naser left.",
            "Samir Nasser left. Samar Nasser left. Samira Mansour left.",
            "John Samira Naser left. Samira Naser Haddad left.",
            "[Samira Naser](actor:?) left. Samira Naser smiled.",
            "SAMIRA NASER SAYS NOTHING ABOUT THIS PORT",
            "Samira naser left.",
            "Karima Adel left. Karim Adela left. Karam Adel left.",
        ] {
            check(RULE.code, &format!("//- story.en.news.md\n{text}\n"));
        }
        for text in [
            "قالت سميرة ناصر ذلك، وقال سمير ناصر ذلك.",
            "قالت سميرة منصور ذلك. وقالت سميرة عادت.",
            "غادر كرم عادل. غادرت كريمة عادل. غادر كريم عاد.",
            "غادر محمد كريم عادلي.",
        ] {
            check(RULE.code, &format!("//- story.ar.news.md\n{text}\n"));
        }
    }
}

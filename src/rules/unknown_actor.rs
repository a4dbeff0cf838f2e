//! `unknown-actor`: an id that the registry lacks.

use crate::actors::{Kind, Lookup, NameClass, entries_named};
use crate::analysis::Analysis;
use crate::article::{Scheme, Target};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Remedy, Rule, Sink, Traits};
use crate::text::{EditSet, shortened};
use std::collections::{HashMap, HashSet};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unknown-actor"),
    group: Group::Actors,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "A link, a cast list or the front matter has an id that is not in the registry.",
    why: "The link leads nowhere. Ids are case-sensitive; the nearest ones are offered. A definition of the cast \
          list is reported once, at the definition. Not reported for `-` (deliberately none) and `?` (not known \
          yet), for other authorities (in NITF: for an `idsrc` of which the registry has no id of the article), and if no \
          registry is configured.",
    bad: Example { path: "story.en.news.md", text: "[Samira Nasser](actor:samira-naser) signed.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "[Samira Nasser](actor:samira-nasser) and [a clerk](actor:-) signed.\n",
    },
    traits: Traits { remedy: Some(Remedy::LinkedActor), ..Traits::NONE },
    check: Check::Article(check),
};

/// Different unknown ids of one article for which near ones are looked up. With more, the article is of another registry.
const LOOKED_UP: usize = 100;

/// The bytes of the longest id that is compared with others.
const LONGEST: usize = 256;

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    if analysis.registry().files.is_empty() {
        return;
    }
    // Looking for near ids reads all of them: each unknown id is looked up once, and only so many.
    let mut near: HashMap<&str, Vec<&str>> = HashMap::new();
    let ours = own_authorities(analysis);
    for target in analysis.targets() {
        // Feeds name actors by the ids of others.
        if target.authority.as_deref().is_some_and(|authority| !ours.contains(authority)) {
            continue;
        }
        let judged = !matches!(target.scheme, Scheme::Date | Scheme::Outside(_)) && !target.is_open();
        let missing = judged && analysis.registry().lookup(&target.id) == Lookup::Missing;
        // `[x](actor:` is unfinished, not unknown.
        if missing && !target.id.is_empty() {
            if near.len() < LOOKED_UP && target.id.len() <= LONGEST {
                near.entry(&target.id).or_insert_with(|| analysis.registry().near_ids(&target.id));
            }
            let named = named_in_link(analysis, target);
            let near = near.get(target.id.as_str()).map_or(&[] as &[&str], Vec::as_slice);
            report(target, if named.is_empty() { near } else { &named }, sink);
        }
    }
}

/// The ids of the bodies and places that the words of a link name exactly. The words say more than an id that is similar by
/// chance; but two people can have one name.
fn named_in_link<'a>(analysis: &'a Analysis, target: &Target) -> Vec<&'a str> {
    let mention = analysis.article.mentions.iter().find(|mention| mention.target.id_range == target.id_range);
    let Some(mention) = mention else { return Vec::new() };
    let registry = analysis.registry();
    let found = entries_named(registry, analysis.link_words(&mention.link)).into_iter().filter(|(actor, at)| {
        let entry = registry.actor(*actor);
        let name = entry.names.get(*at).filter(|_| entry.kind != Kind::Person);
        name.is_some_and(|name| matches!(name.class, NameClass::House | NameClass::Also))
    });
    let mut ids: Vec<&str> = found.map(|(actor, _)| registry.actor(actor).id.as_str()).collect();
    ids.dedup();
    ids
}

/// The authorities of an article whose ids the registry has: at least one of them is known.
fn own_authorities(analysis: &Analysis) -> HashSet<&str> {
    let known = analysis.targets().iter().filter(|target| analysis.registry().lookup(&target.id) != Lookup::Missing);
    known.filter_map(|target| target.authority.as_deref()).collect()
}

fn report(target: &Target, near: &[&str], sink: &mut Sink<'_>) {
    let fixes: Vec<EditSet> = near.iter().map(|id| sink.set_id(target, id)).collect();
    let mut report =
        sink.report(target.id_range, message!("`{id}` is not in the registry", id = shortened(&target.id)));
    if near.is_empty() {
        report = report.note(message!("add the actor to the registry, or write `?` if the id is not known yet"));
    }
    for (id, edits) in near.iter().zip(fixes) {
        report = report.fix(Fix::manual(message!("Change to `{word}`", word = id), edits));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn links_and_front_matter_are_looked_up() {
        check(
            RULE.code,
            "
            ---
            about: [actor:samira-naser, actor:karim-adel]
                          ^^^^^^^^^^^^ 💡 error: `samira-naser` is not in the registry
            ---
            [Karim Adel](person:nobody-at-all) signed.
                                ^^^^^^^^^^^^^ add the actor to the registry
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قال [كريم عادل](actor:karim-adil) ذلك.
                                  ^^^^^^^^^^ 💡 `karim-adil` is not in the registry
            ",
        );
    }

    #[test]
    fn one_known_id_of_several_is_enough() {
        check(
            RULE.code,
            "
            //- story.xml
            <nitf><body baselang=\"en\"><body.content><p><person idsrc=\"a\" value=\"x-1\">The minister<alt-code idsrc=\"b\" value=\"samira-nasser\"/></person> met <person idsrc=\"b\" value=\"karim-adil\">Karim Adel<alt-code idsrc=\"b\" value=\"y\"/></person>.</p></body.content></body></nitf>
                                                                                                                                                                                   ^^^^^^^^^^ 💡 `karim-adil` is not in the registry
            ",
        );
        check(
            RULE.code,
            "
            //- story.xml
            <TEI><text><body><p><persName ref=\"#p1 actor:s-nasser actor:samira-nasser\">سميرة ناصر</persName>، <persName ref=\"actor:one actor:two\">كريم</persName></p></body></text></TEI>
                                                                                                                                   ^^^ `one` is not in the registry
            ",
        );
        check(
            RULE.code,
            "
            //- story.html
            <html lang=en><head><script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"mentions\": [{\"@id\": \"urn:actor:nobody\", \"sameAs\": [\"https://example.org/\", \"urn:actor:samira-nasser\"]}]}</script></head><body><article><p>Samira Nasser left.</p></article></body></html>
            ",
        );
    }

    #[test]
    fn the_words_of_a_link_say_who_is_meant() {
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            غادرت [شركة ساحل للشحن](actor:bahr-line) الميناء.
            ",
            "
            //- story.ar.news.md
            غادرت [شركة ساحل للشحن](actor:sahil-lines) الميناء.
            ",
        );
    }

    #[test]
    fn ids_are_case_sensitive() {
        check_fix(
            RULE.code,
            "
            [Samira Nasser](actor:Samira-Nasser) signed.
            ",
            "
            [Samira Nasser](actor:samira-nasser) signed.
            ",
        );
    }

    #[test]
    fn a_definition_of_the_cast_list_is_reported_once() {
        check(
            RULE.code,
            "
            [Samira Nasser] signed. Later, [Nasser][Samira Nasser] smiled.

            [Samira Nasser]: actor:samira-naser
                                   ^^^^^^^^^^^^ 💡
            [unused]: actor:samira-nassr
                            ^^^^^^^^^^^^ 💡
            ",
        );
    }

    #[test]
    fn deliberate_gaps_are_not_reported() {
        check(
            RULE.code,
            "
            [A clerk](actor:-) and [a porter](actor:?) signed.
            ",
        );
    }

    #[test]
    fn outside_authorities_are_not_in_the_registry() {
        check(
            RULE.code,
            r#"
            [A clerk](wd:Q42) signed.
            //- copydesk.toml
            prefixes.wd = "http://www.wikidata.org/entity/{}"
            "#,
        );
    }

    #[test]
    fn unfinished_links_dates_and_plain_links_have_no_actor() {
        check(
            RULE.code,
            "
            [A clerk](actor: came on [Monday](date:2024-03-18), see [the page](https://example.org/actor:x).
            ",
        );
    }

    #[test]
    fn without_a_registry_nothing_can_be_missing() {
        check(
            RULE.code,
            "
            //- story.en.news.md registry=none
            [A clerk](actor:a-clerk) signed.
            ",
        );
    }
}

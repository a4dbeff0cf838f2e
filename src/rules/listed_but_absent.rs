//! `listed-but-absent`: an actor that the front matter lists and the body never mentions.

use crate::actors::{ActorIndex, Kind};
use crate::analysis::{Analysis, target_actor};
use crate::article::{BlockId, Entry, Key, Target};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use std::collections::HashSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("listed-but-absent"),
    group: Group::Actors,
    level: Level::At(Severity::Info),
    fix: Some(Applicability::Unsafe),
    summary: "`about` or `mentions` lists an actor that the body never mentions.",
    why: "Indexes and feeds trust the list. A doubtful, short or ambiguous name counts as a mention, and so does a \
          link with any text. Not reported for events, and for actors without a name in the language of the \
          article, which prose can mention in many ways.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\nmentions: [actor:samira-nasser, actor:karim-adel]\n---\n[Samira Nasser](actor:samira-nasser) signed.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\nmentions: [actor:samira-nasser]\n---\n[Samira Nasser](actor:samira-nasser) signed.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let listed: Vec<(Key, Target)> = [Key::About, Key::Mentions]
        .into_iter()
        .flat_map(|key| analysis.targets_of(key).into_iter().map(move |target| (key, target)))
        .collect();
    if listed.is_empty() {
        return;
    }
    let present = mentioned(analysis);
    for (key, target) in listed {
        let Some(actor) = target_actor(analysis.registry(), &target) else { continue };
        let entry = analysis.registry().actor(actor);
        let named = entry.names.iter().any(|name| name.language == analysis.language());
        if present.contains(&actor) || entry.kind == Kind::Event || !named {
            continue;
        }
        let metadata = &analysis.article.metadata;
        let mut lists = metadata.entries.iter().filter(|entry| entry.key == Some(key));
        let holds = |list: &&Entry| list.value.scalars().iter().any(|one| one.range.contains_range(target.id_range));
        let list = lists.find(holds);
        // Markup has names of its own: `identified-content` in NITF.
        let named = list.filter(|_| metadata.range.is_none()).map_or(key.name(), |list| list.name.as_str());
        let message = message!("`{key}` lists `{id}`, but the body never mentions it", key = named, id = entry.id);
        let report = sink.report(target.id_range, message);
        let edits =
            list.zip(analysis.writer()).and_then(|(list, writer)| writer.remove_from_list(list, target.id_range));
        if let Some(edits) = edits {
            report.fix(Fix::manual(message!("Remove `{id}`", id = entry.id), edits));
        }
    }
}

/// Whoever the body may mention.
fn mentioned(analysis: &Analysis) -> HashSet<ActorIndex> {
    let in_body = |block: BlockId| {
        let block = &analysis.article.blocks[block];
        analysis.in_body(block)
    };
    let names = analysis.names.iter().filter(|name| in_body(name.block));
    let named = names
        .flat_map(|name| name.actors.iter().copied().chain(name.matched.candidates.iter().map(|(actor, _)| *actor)));
    let links = analysis.mentions().filter(|(mention, _)| in_body(mention.link.block));
    named.chain(links.filter_map(|(_, actor)| actor)).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn the_body_mentions_whom_the_list_has() {
        check(
            RULE.code,
            "
            ---
            headline: Karim Adel speaks
            about: [actor:samira-nasser]
            mentions:
              - actor:karim-adel
                      ^^^^^^^^^^ 💡 info: `mentions` lists `karim-adel`, but the body never mentions it
              - place:marsa
            ---
            [Samira Nasser](actor:samira-nasser) signed in Marsa Nakheel.
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            ---
            mentions:
              - actor:karim-adel
              - actor:samira-nasser
            ---
            قالت سميرة ناصر ذلك.
            ",
            "
            ---
            mentions:
              - actor:samira-nasser
            ---
            قالت سميرة ناصر ذلك.
            ",
        );
        check_fix(
            RULE.code,
            "
            ---
            mentions: [actor:samira-nasser, org:sahil-lines]
            ---
            Samira Nasser signed.
            ",
            "
            ---
            mentions: [actor:samira-nasser]
            ---
            Samira Nasser signed.
            ",
        );
    }

    #[test]
    fn lists_of_markup_have_its_names() {
        check(
            RULE.code,
            "
            //- story.xml
            <nitf><head><docdata><identified-content><person value=\"karim-adel\"/></identified-content></docdata></head>
                                                                    ^^^^^^^^^^ 💡 `identified-content` lists `karim-adel`
            <body baselang=\"en\"><body.content><p>The works begin.</p></body.content></body></nitf>
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.html
            <html lang=\"ar\"><head><script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"mentions\": [{\"@id\": \"urn:actor:karim-adel\"}, {\"@id\": \"urn:actor:samira-nasser\"}]}</script></head><body><article><p>قالت سميرة ناصر ذلك.</p></article></body></html>
            ",
            "
            //- story.html
            <html lang=\"ar\"><head><script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"mentions\": [{\"@id\": \"urn:actor:samira-nasser\"}]}</script></head><body><article><p>قالت سميرة ناصر ذلك.</p></article></body></html>
            ",
        );
    }

    #[test]
    fn mentions_of_every_kind_count() {
        check(
            RULE.code,
            "
            ---
            about: [actor:samira-nasser, actor:nadia-farah-athlete, event:nakheel-accord, actor:-, actor:nobody]
            mentions: [actor:karim-adel]
            ---
            The [minister](actor:samira-nasser) met Nadia Farah. Adel left.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            ---
            about: [actor:samira-nasser, place:marsa]
            ---
            زارت [الوزيرة](actor:samira-nasser) مرسى النخيل.
            ",
        );
    }
}

//! Actors by their names.

use super::{Completion, CompletionKind, LIMIT, LOOKED_AT};
use crate::actors::{Actor, ActorIndex, offices_beginning};
use crate::analysis::Analysis;
use crate::language::Language;
use crate::links::scheme_of;
use crate::syntax::NewTarget;
use crate::text::{EditSet, TextRange};

/// How an actor is ranked: actors of the article first, then those of the project, then those who hold an office on the
/// day of the story, then as the names fit what was typed.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    new: bool,
    builtin: bool,
    off_duty: bool,
    nth: usize,
}

/// The fewest letters of a title that find its holder.
const SHORTEST_TITLE: usize = 4;

/// Actors by name, those of the article and of the project first.
pub(super) fn names(analysis: &Analysis, typed: &str, range: TextRange, in_prose: bool) -> Vec<Completion> {
    let registry = analysis.registry();
    let language = analysis.language_at(range.start);
    let mentioned: Vec<ActorIndex> = analysis.linked.iter().copied().flatten().collect();
    let found = if typed.trim().is_empty() {
        // Nothing is typed yet: actors of the article, then of the project.
        let first = registry.indexes().take(LOOKED_AT);
        let own = first.filter(|actor| registry.with_entry(*actor, |entry| entry.file.is_some()).unwrap_or(false));
        let mut all: Vec<ActorIndex> = mentioned.clone();
        all.extend(own.take(LIMIT * 2));
        let mut seen = std::collections::HashSet::new();
        all.retain(|actor| seen.insert(*actor));
        all.into_iter().filter_map(|actor| Some((actor, house_index(analysis, actor, language)?))).collect()
    } else {
        let mut found = registry.complete(typed, language, LIMIT * 2);
        if !in_prose && typed.chars().count() >= SHORTEST_TITLE {
            let new = holders(analysis, typed, language);
            found.extend(new.into_iter().filter(|(actor, _)| !mentioned.contains(actor)));
        }
        // In running text most words are not names, and are near to one only by chance.
        let slip = found.is_empty() && !in_prose;
        if slip { registry.complete_near(typed, language, LIMIT) } else { found }
    };
    let day = analysis.reference.as_ref().map(|reference| reference.day);
    let mut ranked: Vec<(Rank, (ActorIndex, usize))> = (found.into_iter().enumerate())
        .map(|(nth, (actor, name))| {
            let entry = registry.actor(actor);
            let new = !mentioned.contains(&actor);
            let holds = |day| entry.roles.iter().any(|role| role.is_certainly_held_on(day));
            let off_duty = !day.is_some_and(holds);
            (Rank { new, builtin: entry.file.is_none(), off_duty, nth }, (actor, name))
        })
        .filter(|(rank, _)| !(in_prose && rank.builtin))
        .collect();
    ranked.sort_by(|(a, _), (b, _)| a.cmp(b));
    ranked.truncate(LIMIT);
    // A clitic stays outside of the link.
    let clitics = &typed[..registry.clitics_of(typed, language)];
    let item = |(actor, name)| {
        let item = named(analysis, actor, name, range);
        Completion { text: format!("{clitics}{}", item.text), ..item }
    };
    ranked.into_iter().map(|(_, found)| item(found)).collect()
}

fn house_index(analysis: &Analysis, actor: ActorIndex, language: Language) -> Option<usize> {
    let entry = analysis.registry().actor(actor);
    let house = entry.house_name(language);
    entry.names.iter().position(|name| house.is_none_or(|house| name.text == house))
}

fn named(analysis: &Analysis, actor: ActorIndex, name: usize, range: TextRange) -> Completion {
    let entry = analysis.registry().actor(actor);
    let words = entry.names.get(name).map_or(entry.id.as_str(), |name| name.text.as_str());
    let (text, also) = match analysis.writer() {
        Some(writer) => writer.new_link(words, NewTarget { id: &entry.id, scheme: &scheme_of(entry.kind) }, range),
        None => (words.to_owned(), EditSet::default()),
    };
    Completion {
        label: words.to_owned(),
        detail: match difference(analysis, entry, analysis.language_at(range.start)) {
            Some(what) => format!("{what} · {}", entry.id),
            None => entry.id.clone(),
        },
        kind: CompletionKind::Actor(entry.kind),
        range,
        text,
        also,
        actor: Some(actor),
    }
}

/// What distinguishes an actor from its namesakes: the office on the day of the story, else the note, else the name in the other
/// script.
fn difference<'a>(analysis: &Analysis, entry: &'a Actor, language: Language) -> Option<&'a str> {
    let day = analysis.reference.map(|reference| reference.day);
    let held = day.and_then(|day| entry.roles.iter().find(|role| role.is_held_on(day)));
    let office = held.and_then(|role| entry.title_of(role, language));
    let note = || entry.note.as_deref().map(|note| note.trim_end_matches('.'));
    let other = || entry.names.iter().find(|name| name.language != language);
    office.or_else(note).or_else(|| Some(other()?.text.as_str()))
}

/// Those who hold an office on the day of the story whose title begins with what was typed.
fn holders(analysis: &Analysis, typed: &str, language: Language) -> Vec<(ActorIndex, usize)> {
    let Some(day) = analysis.reference.map(|reference| reference.day) else { return Vec::new() };
    let registry = analysis.registry();
    let offices = offices_beginning(registry, typed);
    let held = offices.into_iter().filter(|(actor, at)| registry.actor(*actor).roles[*at].is_held_on(day));
    let mut holders: Vec<ActorIndex> = held.map(|(actor, _)| actor).collect();
    holders.dedup();
    holders.into_iter().filter_map(|actor| Some((actor, house_index(analysis, actor, language)?))).take(LIMIT).collect()
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check_accept, check_complete, offered};
    use expect_test::expect;

    #[test]
    fn a_title_finds_its_holder() {
        let expected = expect![[r#"
            Samira Nasser — Ports Minister · samira-nasser
        "#]];
        for text in ["[ports min<|>", "[وزير الموا<|>", "[Ports Minister<|>"] {
            check_complete(&format!("//- story.en.news.md date=2024-03-18\n{text}\n"), &expected);
        }
        check_complete(
            "//- story.en.news.md date=2010-03-18\n[ports min<|>\n",
            &expect![[r#"
            Ministry of Ports — وزارة الموانئ · ministry-of-ports
        "#]],
        );
    }

    #[test]
    fn a_name_is_offered_while_it_is_typed() {
        check_complete(
            "
            The contract was signed by Sam<|>
            ",
            &expect![[r"
                Samira Nasser — سميرة ناصر · samira-nasser
            "]],
        );
        check_accept(
            "
            The contract was signed by Sam<|>.
            ",
            "Samira Nasser",
            "
            The contract was signed by [Samira Nasser](actor:samira-nasser).
            ",
        );
        check_complete(
            "
            The contract was signed by S<|>
            ",
            &expect![[r""]],
        );
        check_complete(
            "
            # Sam<|>
            ",
            &expect![[r""]],
        );
    }

    #[test]
    fn latin_letters_find_names_in_an_arabic_story() {
        check_accept(
            "
            //- story.ar.news.md date=2024-03-18
            قالت sami<|> ذلك.
            ",
            "سميرة ناصر",
            "
            قالت [سميرة ناصر](actor:samira-nasser) ذلك.
            ",
        );
        check_complete(
            "
            //- story.ar.news.md date=2024-03-18
            قالت nass<|>
            ",
            &expect![[r#"
                سميرة ناصر — وزيرة الموانئ · samira-nasser
            "#]],
        );
    }

    #[test]
    fn a_slip_is_forgiven_where_a_name_is_meant() {
        check_complete(
            "
            The contract was signed by [Samria<|>
            ",
            &expect![[r"
                Samira Nasser — سميرة ناصر · samira-nasser
            "]],
        );
        check_complete(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سمرة<|>
            ",
            &expect![[r#"
                سميرة ناصر — وزيرة الموانئ · samira-nasser
                أسمرة — Asmara · asmara
            "#]],
        );
        // In running text it may be any word.
        check_complete(
            "
            The contract was signed by Samria<|>
            ",
            &expect![[r""]],
        );
    }

    #[test]
    fn a_clitic_stays_outside() {
        check_accept(
            "
            //- story.ar.news.md date=2024-03-18
            قال ذلك وسمير<|>.
            ",
            "سميرة ناصر",
            "
            قال ذلك و[سميرة ناصر](actor:samira-nasser).
            ",
        );
        check_accept(
            "
            //- story.ar.news.md date=2024-03-18
            قال ذلك [وسمير<|>.
            ",
            "سميرة ناصر",
            "
            قال ذلك و[سميرة ناصر](actor:samira-nasser).
            ",
        );
        check_accept(
            "
            //- story.ar.news.md date=2024-03-18
            قالت وزار<|>.
            ",
            "وزارة الموانئ",
            "
            قالت [وزارة الموانئ](actor:ministry-of-ports).
            ",
        );
    }

    #[test]
    fn brackets_are_replaced() {
        check_accept(
            "
            Signed by [Sam<|>.
            ",
            "Samira Nasser",
            "
            Signed by [Samira Nasser](actor:samira-nasser).
            ",
        );
        check_accept(
            "
            Signed by [Sam<|>].
            ",
            "Samira Nasser",
            "
            Signed by [Samira Nasser](actor:samira-nasser).
            ",
        );
        check_accept(
            "
            Signed by [[Sam<|>]].
            ",
            "Samira Nasser",
            "
            Signed by [Samira Nasser](actor:samira-nasser).
            ",
        );
        check_accept(
            "
            Signed by [[Sam<|>.
            ",
            "Samira Nasser",
            "
            Signed by [Samira Nasser](actor:samira-nasser).
            ",
        );
        check_complete(
            "
            [Karim Adel](actor:karim-adel) met [[<|>
            ",
            &expect![[r#"
                Karim Adel — كريم عادل · karim-adel
                Samira Nasser — سميرة ناصر · samira-nasser
                Nadia Farah — The economist of the central bank · nadia-farah-economist
                Nadia Farah — The runner, not the economist · nadia-farah-athlete
                Ministry of Ports — وزارة الموانئ · ministry-of-ports
                Sahil Lines — شركة ساحل للشحن · sahil-lines
                …
            "#]],
        );
    }

    #[test]
    fn a_link_in_a_link_is_not_made() {
        for text in [
            "He met [Sam<|>](http://x.org) there.",
            "He met [Sam<|>ira](http://x.org) there.",
            "He met [Sam<|>][nobody] there.",
            "He met [Sam<|>][] there.",
            "He met ![Sam<|>](photo.jpg) there.",
            "He met ![Sam<|> there.",
            "He met ![Samira](<|>) there.",
            "He met [[Sam<|>]](http://x.org) there.",
            "He met [^sam<|>] there.",
            "He met her.\n\n[Sam<|>]: http://x.org",
            "He met [Sam<|>, the minister,] there.",
        ] {
            assert!(offered(text).is_empty(), "{text}: {:?}", offered(text));
        }
    }

    #[test]
    fn the_rest_of_a_name_is_replaced() {
        for (before, after) in [
            ("He met [Sam<|>ira] there.", "He met [Samira Nasser](actor:samira-nasser) there."),
            ("He met [Sam<|> Nasser] there.", "He met [Samira Nasser](actor:samira-nasser) there."),
            ("He met [[Sam<|>ira]] there.", "He met [Samira Nasser](actor:samira-nasser) there."),
            ("He met [Sam<|>ira there.", "He met [Samira Nasser](actor:samira-nasser) there."),
            ("He met [Sam<|> there (see [x]).", "He met [Samira Nasser](actor:samira-nasser) there (see [x])."),
            ("He met Sam<|>ira there.", "He met [Samira Nasser](actor:samira-nasser) there."),
        ] {
            check_accept(&format!("{before}\n"), "Samira Nasser", &format!("{after}\n"));
        }
    }

    #[test]
    fn an_article_with_a_cast_list_gets_a_definition() {
        check_accept(
            "
            [Samira Nasser] met Kar<|>.

            [Samira Nasser]: actor:samira-nasser
            ",
            "Karim Adel",
            "
            [Samira Nasser] met [Karim Adel].

            [Samira Nasser]: actor:samira-nasser
            [Karim Adel]: actor:karim-adel
            ",
        );
    }
}

//! Names: behind a bracket, and in running text.

use super::surroundings::{is_image, rest_of_line, rest_of_word};
use super::{Completion, CompletionKind, LIMIT, LOOKED_AT};
use crate::actors::ActorIndex;
use crate::analysis::Analysis;
use crate::links::cast_list_form;
use crate::text::{Edit, EditSet, TextRange, is_word_char};

/// The longest name that is typed, in characters.
const LONGEST: usize = 60;

/// Behind `[` or `[[`: names.
pub(super) fn bracket(analysis: &Analysis, before: &str, offset: u32) -> Option<Vec<Completion>> {
    let open = before.rfind('[')?;
    let typed = &before[open + 1..];
    let linked = analysis.article.mention_at(offset).is_some() || analysis.article.date_mark_at(offset).is_some();
    if typed.contains([']', '(', ')']) || before[..open].ends_with('\\') || typed.chars().count() > LONGEST {
        return None;
    }
    // Inside of a finished link, a link that is inserted would break it. An image has no link in its text, and a footnote
    // is no name.
    let doubled = before[..open].ends_with('[');
    let outer = &before[..open - usize::from(doubled)];
    if linked || is_image(outer) || typed.starts_with('^') {
        return Some(Vec::new());
    }
    let start = offset - typed.len() as u32 - 1 - u32::from(doubled);
    let width = end_of_bracket(rest_of_line(&analysis.text, offset), doubled, outer.trim().is_empty());
    // What stands in the brackets is more than a name, or a link already.
    let Some(width) = width else { return Some(Vec::new()) };
    Some(names(analysis, typed, TextRange::new(start, offset + width), false))
}

/// How much behind a cursor in brackets belongs to what is replaced: the rest of the words, and brackets that were closed,
/// by an editor or by hand. `None` where nothing can be inserted.
fn end_of_bracket(rest: &str, doubled: bool, begins_line: bool) -> Option<u32> {
    let word = rest.find(|c: char| !is_word_char(c)).unwrap_or(rest.len());
    let Some(end) = rest.find(['[', ']']).filter(|at| rest[*at..].starts_with(']')) else {
        return Some(word as u32);
    };
    let is_words = |c: char| is_word_char(c) || matches!(c, ' ' | '-' | '.' | '\'' | '’');
    // A bracket that is closed far behind is another's.
    if rest[..end].chars().count() > LONGEST {
        return Some(word as u32);
    }
    let closing = if doubled && rest[end..].starts_with("]]") { 2 } else { 1 };
    let behind = &rest[end + closing..];
    let is_link = behind.starts_with(['(', '[']) || (begins_line && behind.starts_with(':'));
    (!is_link && rest[..end].chars().all(is_words)).then_some((end + closing) as u32)
}

/// Two letters of a word in running text: names.
pub(super) fn word(analysis: &Analysis, before: &str, offset: u32) -> Vec<Completion> {
    let start = before
        .rfind(|c: char| !crate::text::is_word_char(c))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let typed = &before[start..];
    let inside = analysis.article.blocks.iter().any(|block| block.is_body() && block.range.touches(offset));
    let linked = analysis.article.mention_at(offset).is_some() || analysis.article.date_mark_at(offset).is_some();
    if !analysis.holds_links() || typed.chars().count() < 2 || !inside || linked {
        return Vec::new();
    }
    let end = offset + rest_of_word(&analysis.text, offset);
    names(analysis, typed, TextRange::new(offset - typed.len() as u32, end), true)
}

/// How an actor is ranked: who is mentioned already comes first, then the newsroom's own, then who holds an office on the
/// day of the story, then as the names fit what was typed.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    new: bool,
    builtin: bool,
    off_duty: bool,
    nth: usize,
}

/// Actors by name, those already mentioned and those that the newsroom registered itself first.
fn names(analysis: &Analysis, typed: &str, range: TextRange, quiet: bool) -> Vec<Completion> {
    let registry = analysis.registry();
    let mentioned: Vec<ActorIndex> = analysis.linked.iter().copied().flatten().collect();
    let found = if typed.trim().is_empty() {
        // Nothing is typed yet: whom the article speaks of already, then the newsroom's own.
        let first = registry.indexes().take(LOOKED_AT);
        let own = first.filter(|actor| registry.with_entry(*actor, |entry| entry.file.is_some()).unwrap_or(false));
        let mut all: Vec<ActorIndex> = mentioned.clone();
        all.extend(own.take(LIMIT * 2));
        let mut seen = std::collections::HashSet::new();
        all.retain(|actor| seen.insert(*actor));
        all.into_iter().filter_map(|actor| Some((actor, house_index(analysis, actor)?))).collect()
    } else {
        let found = registry.complete(typed, analysis.language(), LIMIT * 2);
        // In running text most words are no names, and none of them is near to one by more than chance.
        let slip = found.is_empty() && !quiet;
        if slip { registry.complete_near(typed, analysis.language(), LIMIT) } else { found }
    };
    let day = analysis.reference.as_ref().map(|reference| reference.day);
    let mut ranked: Vec<(Rank, (ActorIndex, usize))> = (found.into_iter().enumerate())
        .map(|(nth, (actor, name))| {
            let entry = registry.actor(actor);
            let new = !mentioned.contains(&actor);
            let holds = |day| entry.roles.iter().any(|role| role.is_surely_held_on(day));
            let off_duty = !day.is_some_and(holds);
            (Rank { new, builtin: entry.file.is_none(), off_duty, nth }, (actor, name))
        })
        .filter(|(rank, _)| !(quiet && rank.builtin))
        .collect();
    ranked.sort_by(|(a, _), (b, _)| a.cmp(b));
    ranked.truncate(LIMIT);
    // A clitic stays outside of the link.
    let clitics = &typed[..registry.clitics_of(typed, analysis.language())];
    let item = |(actor, name)| {
        let item = named(analysis, actor, name, range);
        Completion { text: format!("{clitics}{}", item.text), ..item }
    };
    ranked.into_iter().map(|(_, found)| item(found)).collect()
}

fn house_index(analysis: &Analysis, actor: ActorIndex) -> Option<usize> {
    let entry = analysis.registry().actor(actor);
    let house = entry.house_name(analysis.language());
    entry.names.iter().position(|name| house.is_none_or(|house| name.text == house))
}

fn named(analysis: &Analysis, actor: ActorIndex, name: usize, range: TextRange) -> Completion {
    let entry = analysis.registry().actor(actor);
    let words = entry.names.get(name).map_or(entry.id.as_str(), |name| name.text.as_str());
    let (text, also) = if analysis.holds_links() {
        match cast_list_form(analysis, words, &entry.id) {
            Some((link, definition)) => (link, definition.map(|Edit { range, text }| EditSet::replace(range, text))),
            None => (format!("[{words}](actor:{})", entry.id), None),
        }
    } else {
        (words.to_owned(), None)
    };
    let other = entry.names.iter().find(|name| name.language != analysis.language());
    Completion {
        label: words.to_owned(),
        detail: other.map_or_else(|| entry.id.clone(), |other| format!("{} · {}", other.text, entry.id)),
        kind: CompletionKind::Actor(entry.kind),
        range,
        text,
        also: also.unwrap_or_default(),
        actor: Some(actor),
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check_accept, check_complete, offered};
    use expect_test::expect;

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
            &expect![[r"
                سميرة ناصر — Samira Nasser · samira-nasser
            "]],
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
                سميرة ناصر — Samira Nasser · samira-nasser
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
            &expect![[r"
                Karim Adel — كريم عادل · karim-adel
                Samira Nasser — سميرة ناصر · samira-nasser
                Nadia Farah — نادية فرح · nadia-farah-economist
                Nadia Farah — نادية فرح · nadia-farah-athlete
                Ministry of Ports — وزارة الموانئ · ministry-of-ports
                Sahil Lines — شركة ساحل للشحن · sahil-lines
                …
            "]],
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

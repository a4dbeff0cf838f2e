//! `unfinished-mention`: a link to an actor that was begun and not finished.

use crate::actors::{Certainty, ResolvedName};
use crate::analysis::Analysis;
use crate::article::{Unfinished, UnfinishedKind};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::links::{link_title, scheme_of};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::syntax::NewTarget;
use crate::text::{EditSet, ProseRange};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unfinished-mention"),
    group: Group::Actors,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Unsafe),
    summary: "A link was begun and not finished, or a space in its destination breaks it.",
    why: "Readers see the brackets. Not reported for other bracketed text, such as [sic], [1] and task lists, and \
          for words in brackets that are not a known name.",
    bad: Example { path: "story.en.news.md", text: "[Samira Nasser](actor: signed.\n" },
    good: Example { path: "story.en.news.md", text: "[Samira Nasser](actor:samira-nasser) signed [sic].\n" },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for unfinished in &analysis.article.unfinished {
        let known = known_name(analysis, unfinished);
        let words = unfinished.text.slice(&analysis.text);
        let message = match unfinished.kind {
            UnfinishedKind::OpenText | UnfinishedKind::NoDefinition if known.is_none() => continue,
            // A footnote in brackets.
            UnfinishedKind::DoubleBracket if unfinished.range.slice(&analysis.text).starts_with("[[^") => continue,
            UnfinishedKind::OpenText => {
                message!("unfinished link: the bracket before `{words}` is not closed", words = words.trim())
            }
            UnfinishedKind::NoDefinition => message!("`[{words}]` has neither a destination nor a definition", words),
            UnfinishedKind::OpenDestination => {
                message!("unfinished link: choose who `{words}` is, and close it with `)`", words)
            }
            UnfinishedKind::DoubleBracket => message!("unfinished link: choose a name"),
            UnfinishedKind::BlankInDestination => message!("not a link, because its destination contains a space"),
        };
        let report = sink.report(unfinished.range, message);
        if let Some(fix) = fix(analysis, unfinished, known) {
            report.fix(fix);
        }
    }
}

/// The name between the brackets, if there is nothing else.
fn known_name<'a>(analysis: &'a Analysis, unfinished: &Unfinished) -> Option<&'a ResolvedName> {
    // An editor puts a word into a quotation in brackets, or a country after a town: "Bremen [Germany]".
    let is_own = |name: &ResolvedName| name.actors.iter().any(|actor| analysis.registry().actor(*actor).file.is_some());
    let sure = |name: &&ResolvedName| {
        let is_open = matches!(unfinished.kind, UnfinishedKind::OpenText | UnfinishedKind::NoDefinition);
        !name.linked
            && matches!(name.certainty, Certainty::Certain | Certainty::ShortFirst)
            && !(is_open && (!is_own(name) || analysis.is_quoted(unfinished.block, name.matched.range)))
    };
    let inside = |name: &&ResolvedName| {
        let block = &analysis.article.blocks[unfinished.block];
        let place = block.prose.map(name.matched.range).range();
        let before = analysis.text[unfinished.text.start.min(place.start) as usize..place.start as usize].trim();
        // An open bracket reaches further than the name; a closed one must hold nothing else.
        let rest = place.end >= unfinished.text.end || unfinished.kind == UnfinishedKind::OpenText;
        before.is_empty() && rest && unfinished.text.touches(place.start)
    };
    analysis.names_in(unfinished.block, unfinished.prose).iter().filter(sure).find(inside)
}

fn fix(analysis: &Analysis, unfinished: &Unfinished, known: Option<&ResolvedName>) -> Option<Fix> {
    let writer = analysis.writer()?;
    if unfinished.kind == UnfinishedKind::BlankInDestination {
        let (place, joined) = writer.completed_destination(unfinished)?;
        return Some(Fix::manual(message!("Write `{joined}`", joined), EditSet::replace(place, joined)));
    }
    let name = known?;
    let [actor] = name.actors.as_slice() else { return None };
    let entry = analysis.registry().actor(*actor);
    let block = &analysis.article.blocks[unfinished.block];
    let whole = ProseRange::new(unfinished.prose.start, unfinished.prose.end.max(name.matched.range.end));
    let mut place = block.prose.map(whole).exact()?;
    if unfinished.kind == UnfinishedKind::OpenText {
        place.end = block.prose.map(name.matched.range).exact()?.end;
    }
    let to = NewTarget { id: &entry.id, scheme: &scheme_of(entry.kind) };
    let edits = writer.finish_link(place, analysis.words_of(name), to)?;
    Some(Fix::manual(link_title(analysis, &entry.id, analysis.language_of(block)), edits))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn every_form_of_a_link_that_was_begun() {
        check(
            RULE.code,
            "
            [Samira Nasser](actor: signed.
            ^^^^^^^^^^^^^^^^^^^^^^ 💡 warning: unfinished link: choose who `Samira Nasser` is, and close it with `)`
            ",
        );
        check(
            RULE.code,
            "
            [Samira Nasser]( signed.
            ^^^^^^^^^^^^^^^^ 💡
            ",
        );
        check(
            RULE.code,
            "
            [Samira Nasser](act signed.
            ^^^^^^^^^^^^^^^^^^^ 💡
            ",
        );
        check(
            RULE.code,
            "
            [Samira Nasser](actor:samira-nasser signed.
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡
            ",
        );
        check(
            RULE.code,
            "
            [Samira Nasser signed.
            ^^^^^^^^^^^^^^^^^^^^^ 💡 unfinished link: the bracket before `Samira Nasser signed` is not closed
            ",
        );
        check(
            RULE.code,
            "
            [Samira Nasser] signed.
            ^^^^^^^^^^^^^^^ 💡 `[Samira Nasser]` has neither a destination nor a definition
            ",
        );
        check(
            RULE.code,
            "
            [[, she said.
            ^^ unfinished link: choose a name
            ",
        );
        check(
            RULE.code,
            "
            [[Samira Nasser]] signed.
            ^^^^^^^^^^^^^^^^^ 💡
            ",
        );
        check(
            RULE.code,
            "
            [Samira Nasser](actor:samira nasser) signed.
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 its destination contains a space
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت [سميرة ناصر](actor:
                 ^^^^^^^^^^^^^^^^^^^ 💡 unfinished link: choose who `سميرة ناصر` is, and close it with `)`
            ",
        );
    }

    #[test]
    fn the_link_is_finished() {
        check_fix(
            RULE.code,
            "
            [Samira Nasser](actor: signed.
            ",
            "
            [Samira Nasser](actor:samira-nasser) signed.
            ",
        );
        check_fix(
            RULE.code,
            "
            [Samira Nasser] signed.
            ",
            "
            [Samira Nasser](actor:samira-nasser) signed.
            ",
        );
        check_fix(
            RULE.code,
            "
            [[Samira Nasser]] signed.
            ",
            "
            [Samira Nasser](actor:samira-nasser) signed.
            ",
        );
        check_fix(
            RULE.code,
            "
            [Samira Nasser](actor:samira nasser) signed.
            ",
            "
            [Samira Nasser](actor:samira-nasser) signed.
            ",
        );
        check_fix(
            RULE.code,
            "
            [Samira Nasser signed.
            ",
            "
            [Samira Nasser](actor:samira-nasser) signed.
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            قالت [سميرة ناصر](actor:
            ",
            "
            قالت [سميرة ناصر](actor:samira-nasser)
            ",
        );
    }

    #[test]
    fn the_next_paragraph_is_not_harmed() {
        check(
            RULE.code,
            "
            He met [Samira Nasser](actor:
                   ^^^^^^^^^^^^^^^^^^^^^^ 💡

            The [harbour](actor:marsa-harbour) is closed.
            ",
        );
    }

    #[test]
    fn other_brackets_are_prose() {
        check(
            RULE.code,
            "
            “They was [sic] late,” he said [1]. See [the list] and [an aside that nobody ends.

            - [ ] call the ministry
            - [x] call the harbour
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قال «إنهم [كذا] تأخروا» [1]، وانظر [القائمة].
            ",
        );
    }

    #[test]
    fn a_name_among_other_words_is_prose() {
        check(
            RULE.code,
            r"
            [the former deputy of Samira Nasser] signed, \[Samira Nasser\] said.
            ",
        );
    }

    #[test]
    fn finished_links_and_code_are_not_reported() {
        check(
            RULE.code,
            "
            [Samira Nasser](actor:samira-nasser) signed `[Samira Nasser](actor:` by hand, see [the page](https://example.org).
            ",
        );
    }

    #[test]
    fn words_that_an_editor_adds_in_brackets_are_not_reported() {
        for text in [
            "“We told [Samira Nasser] to wait,” he said.",
            "The ship left Bremen [Germany] on Monday.",
            "So it says there.[[^1]]\n\n[^1]: There.",
        ] {
            check(RULE.code, text);
        }
    }
}

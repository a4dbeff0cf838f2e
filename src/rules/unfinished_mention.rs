//! `unfinished-mention`: a link to an actor that somebody has begun to write.

use crate::actors::{Certainty, Recognised};
use crate::analysis::Analysis;
use crate::article::{Unfinished, UnfinishedKind};
use crate::finding::{Applicability, Fix, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink};
use crate::text::{EditSet, ProseRange};

pub(super) static RULE: Rule = Rule {
    code: "unfinished-mention",
    group: Group::Actors,
    severity: Some(Severity::Warning),
    fix: Some(Applicability::Unsafe),
    summary: "A mention is begun and not finished, or a blank in its destination breaks it.",
    why: "CommonMark prints the brackets. Silent on other bracketed text, such as [sic], [1] and task lists, and on words \
          in brackets that are no known name.",
    bad: Example { path: "story.en.news.md", text: "[Samira Nasser](actor: signed.\n" },
    good: Example { path: "story.en.news.md", text: "[Samira Nasser](actor:samira-nasser) signed [sic].\n" },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for unfinished in &analysis.article.unfinished {
        let known = known_name(analysis, unfinished);
        let words = unfinished.text.slice(&analysis.text);
        let message = match unfinished.kind {
            UnfinishedKind::OpenText | UnfinishedKind::NoDefinition if known.is_none() => continue,
            UnfinishedKind::OpenText => format!("the bracket before `{}` is not closed", words.trim()),
            UnfinishedKind::NoDefinition => format!("`[{words}]` has neither a destination nor a definition"),
            UnfinishedKind::OpenDestination => format!("the link of `{words}` is not finished"),
            UnfinishedKind::DoubleBracket => "`[[` is not finished: choose a name".to_owned(),
            UnfinishedKind::BlankInDestination => "a blank ends a destination, so this is no link".to_owned(),
        };
        let report = sink.report(unfinished.range, message);
        if let Some(fix) = fix(analysis, unfinished, known) {
            report.fix(fix);
        }
    }
}

/// The name that stands between the brackets, and between them alone.
fn known_name<'a>(analysis: &'a Analysis, unfinished: &Unfinished) -> Option<&'a Recognised> {
    let sure = |name: &&Recognised| matches!(name.certainty, Certainty::Certain | Certainty::ShortFirst);
    let inside = |name: &&Recognised| {
        let block = &analysis.article.blocks[unfinished.block];
        let place = block.prose.map(name.hit.range).range();
        let before = analysis.text[unfinished.text.start.min(place.start) as usize..place.start as usize].trim();
        // An open bracket reaches further than the name; a closed one must hold nothing else.
        let rest = place.end >= unfinished.text.end || unfinished.kind == UnfinishedKind::OpenText;
        before.is_empty() && rest && unfinished.text.touches(place.start)
    };
    analysis.names_in(unfinished.block, unfinished.prose).iter().filter(sure).find(inside)
}

fn fix(analysis: &Analysis, unfinished: &Unfinished, known: Option<&Recognised>) -> Option<Fix> {
    if unfinished.kind == UnfinishedKind::BlankInDestination {
        let place = unfinished.destination?;
        let joined = place.slice(&analysis.text).split_whitespace().collect::<Vec<_>>().join("-");
        let joined = joined.replace(":-", ":");
        return Some(Fix::manual(format!("Write `{joined}`"), EditSet::replace(place, joined)));
    }
    let name = known?;
    let [actor] = name.actors.as_slice() else { return None };
    let id = &analysis.registry().actors[*actor].id;
    let block = &analysis.article.blocks[unfinished.block];
    let whole = ProseRange::new(unfinished.prose.start, unfinished.prose.end.max(name.hit.range.end));
    let mut place = block.prose.map(whole).exact()?;
    if unfinished.kind == UnfinishedKind::OpenText {
        place.end = block.prose.map(name.hit.range).exact()?.end;
    }
    let text = format!("[{}](actor:{id})", analysis.words_of(name));
    Some(Fix::manual(format!("Link to `{id}`"), EditSet::replace(place, text)))
}

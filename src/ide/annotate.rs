//! A whole article at once: links for all certain names, values for all certain days.

use super::rewrite::reads_alike;
use crate::actors::{ActorIndex, Certainty, NameClass, ResolvedName};
use crate::analysis::Analysis;
use crate::article::BlockId;
use crate::config::MentionsPolicy;
use crate::dates::{DateValue, TimexKind};
use crate::finding::Applicability;
use crate::links::{Batch, keep_good, link_fix};
use crate::syntax::Writer;
use crate::text::{EditSet, line_break};
use std::collections::{HashMap, HashSet};

/// Links all certain names of the body, as often as the settings ask for; `None` where there is nothing to link.
pub fn link_all(analysis: &Analysis) -> Option<EditSet> {
    together(analysis, names(analysis))
}

/// Links as [`link_all`] does, and writes its value to each whole day of the body; `None` where there is nothing to do.
pub fn annotate_article(analysis: &Analysis) -> Option<EditSet> {
    let mut changes = names(analysis);
    changes.extend(dates(analysis));
    together(analysis, changes)
}

/// The edits of each name that wants a link.
fn names(analysis: &Analysis) -> Vec<EditSet> {
    let article = &analysis.article;
    let every = analysis.config().mentions == MentionsPolicy::Every;
    let in_body = |block: BlockId| article.blocks[block].is_body() && !article.in_front_matter(&article.blocks[block]);
    let linked = analysis.mentions().filter(|(mention, _)| in_body(mention.link.block));
    let mut done: HashSet<ActorIndex> = linked.filter_map(|(_, actor)| actor).collect();
    let mut labels: HashMap<String, ActorIndex> = HashMap::new();
    let mut changes = Vec::new();
    for name in &analysis.names {
        let [actor] = name.actors.as_slice() else { continue };
        let free = !name.linked && article.blocks[name.block].span_over(name.matched.range).is_none();
        let sure = name.certainty == Certainty::Certain && !is_wrong(analysis, name);
        if !free || !sure || !in_body(name.block) || !analysis.wants_link(*actor) {
            continue;
        }
        // One label of a cast list cannot name two actors.
        let label = analysis.words_of(name).trim().to_lowercase();
        if *labels.entry(label).or_insert(*actor) != *actor || !(every || done.insert(*actor)) {
            continue;
        }
        let entry = analysis.registry().actor(*actor);
        let fix = link_fix(analysis, name.block, name.matched.range, &entry.id, entry.kind);
        changes.extend(fix.filter(|fix| fix.applicability == Applicability::Safe).map(|fix| fix.edits));
    }
    changes
}

/// Whether a name is one that the registry wants to be written otherwise.
fn is_wrong(analysis: &Analysis, name: &ResolvedName) -> bool {
    name.matched.candidates.iter().any(|(actor, at)| {
        analysis.registry().actor(*actor).names.get(*at).is_some_and(|name| name.class == NameClass::Wrong)
    })
}

/// The edit of each whole day without a value.
fn dates(analysis: &Analysis) -> Vec<EditSet> {
    let mut changes = Vec::new();
    let Some(writer) = analysis.writer() else { return changes };
    for (number, block) in analysis.article.numbered_blocks() {
        if !block.is_body() || analysis.article.in_front_matter(block) {
            continue;
        }
        for date in analysis.dates_of(number) {
            let range = date.expression.range;
            let whole = date.resolved.kind == TimexKind::Date && date.resolved.day().is_some();
            let value = date.resolved.value.as_deref().filter(|value| whole && DateValue::parse(value).is_ok());
            let Some(value) = value.filter(|_| block.span_over(range).is_none()) else { continue };
            let written = writer.annotate(number, range, value).filter(|written| written.is_certain);
            changes.extend(written.map(|written| written.edits));
        }
    }
    changes
}

/// All changes as one, without those that overlap another or change what a reader reads.
pub(super) fn together(analysis: &Analysis, changes: Vec<EditSet>) -> Option<EditSet> {
    let writer = analysis.writer();
    let joined = |changes: &[EditSet]| joined(changes, writer.as_deref(), line_break(&analysis.text));
    let all = joined(&changes);
    if reads_alike(analysis, &all) {
        return (!all.is_empty()).then_some(all);
    }
    let reads_well = |changes: &[EditSet]| reads_alike(analysis, &joined(changes));
    let kept = keep_good(changes, &reads_well);
    let rest = joined(&kept);
    (!rest.is_empty() && reads_alike(analysis, &rest)).then_some(rest)
}

/// Edits of several changes, without those that are in another's way.
fn joined(changes: &[EditSet], writer: Option<&dyn Writer>, line_break: &str) -> EditSet {
    let mut batch = Batch::default();
    for change in changes {
        batch.add(change, writer, line_break);
    }
    batch.finish()
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_annotate;

    #[test]
    fn names_and_days_of_the_body() {
        check_annotate(
            "
            //- story.en.news.md date=2024-03-18
            # Samira Nasser signs

            Samira Nasser met Karim Adel yesterday; Nasser leaves on 5 June 2024, and Nadia Farah won in 2019.
            ",
            "
            # Samira Nasser signs

            [Samira Nasser](actor:samira-nasser) met [Karim Adel](actor:karim-adel) [yesterday](date:2024-03-17); Nasser leaves on [5 June 2024](date:2024-06-05), and Nadia Farah won in 2019.
            ",
        );
        check_annotate(
            "
            //- story.ar.news.md date=2024-03-18
            حضرت سميرة ناصر وكريم عادل أمس.
            ",
            "
            حضرت [سميرة ناصر](actor:samira-nasser) و[كريم عادل](actor:karim-adel) [أمس](date:2024-03-17).
            ",
        );
    }

    #[test]
    fn a_cast_list_gets_all_its_lines() {
        check_annotate(
            r#"
            //- story.ar.news.md date=2024-03-18
            حضرت سميرة ناصر وكريم عادل.
            //- copydesk.toml
            links = "cast-list"
            "#,
            "
            حضرت [سميرة ناصر] و[كريم عادل].

            [سميرة ناصر]: actor:samira-nasser
            [كريم عادل]: actor:karim-adel
            ",
        );
    }

    #[test]
    fn plain_text_stays() {
        check_annotate(
            "
            //- story.en.txt date=2024-03-18
            Karim Adel left yesterday.
            ",
            "
            Karim Adel left yesterday.
            ",
        );
    }
}

//! Hover: who is meant, which day is meant, what a rule or a key of the front matter is.

use super::{actor_card, date_card};
use crate::actors::Certainty;
use crate::analysis::Analysis;
use crate::article::DateMark;
use crate::rules;
use crate::text::TextRange;

/// What is shown, and for which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The words.
    pub range: TextRange,
    /// Markdown.
    pub markdown: String,
}

/// What is known about the place at an offset.
pub fn hover(analysis: &Analysis, offset: u32) -> Option<Hover> {
    directive(analysis, offset)
        .or_else(|| mention(analysis, offset))
        .or_else(|| date(analysis, offset))
        .or_else(|| definition(analysis, offset))
        .or_else(|| name(analysis, offset))
        .or_else(|| key(analysis, offset))
}

fn directive(analysis: &Analysis, offset: u32) -> Option<Hover> {
    let named = analysis.article.directives.iter().flat_map(|directive| &directive.rules);
    let (code, range) = named.into_iter().find(|(_, range)| range.touches(offset))?;
    let rule = rules::find(code)?;
    Some(Hover { range: *range, markdown: format!("**{}** — {}\n\n{}", rule.code, rule.summary, rule.why) })
}

fn mention(analysis: &Analysis, offset: u32) -> Option<Hover> {
    let mention = analysis.article.mention_at(offset)?;
    let actor = analysis.actor_of(mention)?;
    Some(Hover { range: mention.link.range, markdown: actor_card(analysis, actor) })
}

fn definition(analysis: &Analysis, offset: u32) -> Option<Hover> {
    let definition = analysis.article.definitions.iter().find(|definition| definition.range.touches(offset))?;
    if let Some(actor) = crate::analysis::target_actor(analysis.registry(), &definition.target) {
        return Some(Hover { range: definition.range, markdown: actor_card(analysis, actor) });
    }
    let mark = analysis.article.date_marks.iter().find(|mark| mark.target.id_range == definition.target.id_range)?;
    marked(analysis, mark).map(|markdown| Hover { range: definition.range, markdown })
}

fn date(analysis: &Analysis, offset: u32) -> Option<Hover> {
    if let Some(mark) = analysis.article.date_mark_at(offset) {
        return marked(analysis, mark).map(|markdown| Hover { range: mark.link.range, markdown });
    }
    let date = analysis.date_at(offset)?;
    Some(Hover { range: date.range(), markdown: date_card(analysis, &date) })
}

/// The card of an annotated date, and the annotation where it says something else.
fn marked(analysis: &Analysis, mark: &DateMark) -> Option<String> {
    let date = analysis.marked_date(mark)?;
    let mut card = date_card(analysis, &date);
    if date.resolved.value.as_deref() != Some(mark.target.id.as_str()) {
        card.push_str("\n\nannotated: `");
        card.push_str(&mark.target.id);
        card.push('`');
    }
    Some(card)
}

fn name(analysis: &Analysis, offset: u32) -> Option<Hover> {
    let name = analysis.name_at(offset)?;
    let cards: Vec<String> = name.actors.iter().take(4).map(|actor| actor_card(analysis, *actor)).collect();
    let mut markdown = cards.join("\n\n---\n\n");
    match name.certainty {
        _ if cards.is_empty() => return None,
        Certainty::Ambiguous => markdown.insert_str(0, "*one of several:*\n\n"),
        Certainty::Hint => markdown.insert_str(0, "*perhaps:*\n\n"),
        Certainty::Certain | Certainty::ShortFirst => {}
    }
    Some(Hover { range: analysis.place_of(name), markdown })
}

fn key(analysis: &Analysis, offset: u32) -> Option<Hover> {
    let entry = analysis.article.metadata.entry_at(offset)?;
    let key = entry.key?;
    Some(Hover { range: entry.name_range, markdown: format!("**{}** — {}", key.name(), key.meaning()) })
}

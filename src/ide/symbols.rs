//! The outline of an article: headline, sections, and in each the actors and dates that it speaks of.

use crate::analysis::Analysis;
use crate::article::BlockKind;
use crate::text::TextRange;

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A headline or heading.
    Heading,
    /// A link to an actor.
    Mention,
    /// A date.
    Date,
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// The words.
    pub name: String,
    /// The id or the value.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// All that belongs to it.
    pub range: TextRange,
    /// The words themselves, inside of `range`.
    pub selection: TextRange,
    /// What stands under it.
    pub children: Vec<Symbol>,
}

/// The outline, in the order of the text.
pub fn symbols(analysis: &Analysis) -> Vec<Symbol> {
    let end = analysis.text.len() as u32;
    // Open headings, each with its level; the outermost stands for a text without a headline.
    let mut open: Vec<(u8, Symbol)> = Vec::new();
    let mut done: Vec<Symbol> = Vec::new();
    for (index, block) in analysis.article.blocks.iter().enumerate() {
        let level = match block.kind {
            BlockKind::Headline => Some(0),
            BlockKind::Heading(level) => Some(level),
            _ => None,
        };
        if let Some(level) = level {
            close(&mut open, &mut done, level, block.range.start);
            let name = block.prose.text().trim().to_owned();
            let selection = block.range;
            let range = TextRange::new(block.range.start, end);
            let heading = Symbol {
                name,
                detail: String::new(),
                kind: SymbolKind::Heading,
                range,
                selection,
                children: Vec::new(),
            };
            open.push((level, heading));
            continue;
        }
        let inside = in_block(analysis, index);
        match open.last_mut() {
            Some((_, heading)) => heading.children.extend(inside),
            None => done.extend(inside),
        }
    }
    close(&mut open, &mut done, 0, end);
    done
}

/// Closes the headings that a heading of `level` ends.
fn close(open: &mut Vec<(u8, Symbol)>, done: &mut Vec<Symbol>, level: u8, at: u32) {
    while open.last().is_some_and(|(other, _)| *other >= level) {
        let Some((_, mut symbol)) = open.pop() else { return };
        symbol.range.end = at.max(symbol.selection.end);
        match open.last_mut() {
            Some((_, parent)) => parent.children.push(symbol),
            None => done.push(symbol),
        }
    }
}

fn in_block(analysis: &Analysis, block: usize) -> Vec<Symbol> {
    let leaf = |name: &str, detail: String, kind, range: TextRange, selection: TextRange| Symbol {
        // An editor refuses an outline with a nameless entry.
        name: if name.trim().is_empty() { "…".to_owned() } else { name.trim().to_owned() },
        detail,
        kind,
        range,
        selection,
        children: Vec::new(),
    };
    let mentions = analysis.article.mentions_of(block).iter().map(|mention| {
        let words = analysis.link_words(&mention.link);
        leaf(words, mention.target.id.clone(), SymbolKind::Mention, mention.link.range, mention.link.text)
    });
    let dates = analysis.dates_of(block).filter(|date| date.resolved.value.is_some()).map(|date| {
        let value = date.resolved.value.clone().unwrap_or_default();
        leaf(date.words(), value, SymbolKind::Date, date.range(), date.range())
    });
    let mut all: Vec<Symbol> = mentions.chain(dates).collect();
    all.sort_by_key(|symbol| symbol.range);
    all
}

//! The outline of an article: headline, sections, and in each the actors and dates that it speaks of.

use crate::actors::Kind;
use crate::analysis::{Analysis, DateInText};
use crate::article::{BlockId, BlockKind};
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
    /// An entry of a registry file.
    Actor(Kind),
    /// A role of an entry.
    Role,
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
    /// The symbols below it.
    pub children: Vec<Symbol>,
}

/// The outline, in the order of the text.
pub fn symbols(analysis: &Analysis) -> Vec<Symbol> {
    let end = analysis.text.len() as u32;
    // Open headings, each with its level. The outermost is for texts without a headline.
    let mut open: Vec<(u8, Symbol)> = Vec::new();
    let mut done: Vec<Symbol> = Vec::new();
    for (index, block) in analysis.article.numbered_blocks() {
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

fn in_block(analysis: &Analysis, block: BlockId) -> Vec<Symbol> {
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
    // What the writer says a date is counts for more than what its words come to.
    let value = |date: &DateInText<'_>| {
        let mark = analysis.mark_over(block, date.expression.range).filter(|mark| !mark.target.is_open());
        mark.map(|mark| mark.target.id.clone()).or_else(|| date.resolved.value.clone())
    };
    let dates = analysis
        .dates_of(block)
        .filter_map(|date| Some(leaf(date.words(), value(&date)?, SymbolKind::Date, date.range(), date.range())));
    let mut all: Vec<Symbol> = mentions.chain(dates).collect();
    all.sort_by_key(|symbol| symbol.range);
    all
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_symbols;
    use expect_test::expect;

    #[test]
    fn headings_contain_what_follows_them() {
        check_symbols(
            r#"
            ---
            headline: "The harbour: what is known"
            date: 2024-03-18
            ---
            [Samira Nasser](actor:samira-nasser) signed yesterday.

            ## The works

            They begin on [5 June](date:2024-06-05).

            ### The cost

            [Karim Adel](actor:karim-adel) gave no figure.

            ## The town

            It is old.
            "#,
            &expect![[r"
                Heading The harbour: what is known
                  Mention Samira Nasser = samira-nasser
                  Date yesterday = 2024-03-17
                  Heading The works
                    Date 5 June = 2024-06-05
                    Heading The cost
                      Mention Karim Adel = karim-adel
                  Heading The town
            "]],
        );
    }

    #[test]
    fn an_article_without_headings_is_a_list() {
        check_symbols(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة ناصر](actor:samira-nasser) ذلك [أمس](date:2024-03-17).
            ",
            &expect![[r"
                Mention سميرة ناصر = samira-nasser
                Date أمس = 2024-03-17
            "]],
        );
        check_symbols(
            "
            The works begin.
            ",
            &expect![[r""]],
        );
    }

    #[test]
    fn an_empty_link_has_a_name_all_the_same() {
        check_symbols(
            "
            [](actor:samira-nasser) signed.
            ",
            &expect![[r"
                Mention … = samira-nasser
            "]],
        );
    }
}

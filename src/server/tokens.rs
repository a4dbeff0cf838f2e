//! Semantic tokens: the legend, tokens in the client's units, and what has changed since the last time.

use super::snapshot::Snapshot;
use crate::ide::{self, Token, TokenKind};
use crate::text::{Encoding, LineIndex, TextRange};
use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use tower_lsp::ls_types as lsp;

/// The types, in the order in which tokens name them.
const TYPES: [&str; 6] = ["person", "organisation", "place", "event", "date", "actor"];
/// The modifiers, from the lowest bit up.
const MODIFIERS: [&str; 3] = ["unknown", "lapsed", "ambiguous"];
/// For how many documents the last tokens are kept.
const KEPT: usize = 32;
/// Numbers of the protocol for each token.
const NUMBERS: usize = 5;

/// The options of the server.
pub(super) fn options() -> lsp::SemanticTokensOptions {
    lsp::SemanticTokensOptions {
        legend: lsp::SemanticTokensLegend {
            token_types: TYPES.map(lsp::SemanticTokenType::from).to_vec(),
            token_modifiers: MODIFIERS.map(lsp::SemanticTokenModifier::from).to_vec(),
        },
        range: Some(true),
        full: Some(lsp::SemanticTokensFullOptions::Delta { delta: Some(true) }),
        ..lsp::SemanticTokensOptions::default()
    }
}

/// The tokens that were last sent, newest last, so that only the change is sent the next time.
#[derive(Default)]
pub(super) struct SentTokens {
    last: Mutex<VecDeque<(lsp::Uri, String, Vec<lsp::SemanticToken>)>>,
    counted: AtomicU64,
}

impl SentTokens {
    /// Keeps the tokens of a document and returns their result id.
    pub(super) fn keep(&self, uri: &lsp::Uri, data: &[lsp::SemanticToken]) -> String {
        let id = self.counted.fetch_add(1, Ordering::Relaxed).to_string();
        if let Ok(mut last) = self.last.lock() {
            last.retain(|(other, ..)| other != uri);
            last.push_back((uri.clone(), id.clone(), data.to_vec()));
            if last.len() > KEPT {
                last.pop_front();
            }
        }
        id
    }

    /// The tokens of a document with a result id.
    pub(super) fn of(&self, uri: &lsp::Uri, id: &str) -> Option<Vec<lsp::SemanticToken>> {
        let last = self.last.lock().ok()?;
        last.iter().find(|(other, known, _)| other == uri && known == id).map(|(.., data)| data.clone())
    }
}

/// The tokens of a snapshot, all or those that touch a range.
pub(super) fn of_snapshot(snapshot: &Snapshot, range: Option<lsp::Range>) -> Option<Vec<lsp::SemanticToken>> {
    let analysis = snapshot.analysis()?;
    let mut tokens = ide::tokens(analysis, snapshot.known_findings());
    if let Some(range) = range {
        let range: TextRange = snapshot.bytes(range);
        tokens.retain(|token| token.range.overlaps(range));
    }
    Some(encoded(&tokens, &snapshot.text, &snapshot.lines, snapshot.encoding))
}

fn encoded(tokens: &[Token], text: &str, lines: &LineIndex, encoding: Encoding) -> Vec<lsp::SemanticToken> {
    let (mut line, mut column) = (0, 0);
    let one = |token: &Token| {
        let at = lines.position(text, token.range.start, encoding);
        if at.line != line {
            column = 0;
        }
        let (delta_line, delta_start) = (at.line - line, at.column - column);
        (line, column) = (at.line, at.column);
        lsp::SemanticToken {
            delta_line,
            delta_start,
            length: encoding.len(token.range.slice(text)),
            token_type: type_of(token.kind),
            token_modifiers_bitset: [token.unknown, token.lapsed, token.ambiguous]
                .into_iter()
                .enumerate()
                .map(|(bit, has)| u32::from(has) << bit)
                .sum(),
        }
    };
    tokens.iter().map(one).collect()
}

fn type_of(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Person => 0,
        TokenKind::Organisation => 1,
        TokenKind::Place => 2,
        TokenKind::Event => 3,
        TokenKind::Date => 4,
        TokenKind::Actor => 5,
    }
}

/// The edit that turns the old tokens into the new ones. Empty if they are equal.
pub(super) fn change(old: &[lsp::SemanticToken], new: &[lsp::SemanticToken]) -> Vec<lsp::SemanticTokensEdit> {
    let front = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[front..], &new[front..]);
    let back = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[..old.len() - back], &new[..new.len() - back]);
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    vec![lsp::SemanticTokensEdit {
        start: (front * NUMBERS) as u32,
        delete_count: (old.len() * NUMBERS) as u32,
        data: Some(new.to_vec()),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::{Registry, parse};
    use crate::analysis::{Memory, ProjectContext, analyse};
    use crate::config::Config;
    use crate::lint::lint;
    use crate::rules::RULES;
    use crate::text::Position;
    use proptest::prelude::*;
    use std::sync::{Arc, LazyLock};

    static CONTEXT: LazyLock<Arc<ProjectContext>> = LazyLock::new(|| {
        let actors = Arc::new(parse("actors.toml", include_str!("../../examples/newsroom/actors.toml")));
        let date = "2024-03-18".parse().ok();
        Arc::new(ProjectContext {
            date,
            ..ProjectContext::new(Config::with_defaults(), Arc::new(Registry::new(vec![actors], true)))
        })
    });

    fn texts() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec![
            "Samira Nasser",
            "Nadia Farah",
            "Ports Minister [Hani Murad](actor:hani-murad)",
            "سميرة ناصر",
            "وكريم عادل",
            "[سميرة\nناصر](actor:samira-nasser)",
            "[😀 **Nas**ser](actor:nobody)",
            "[Karim Adel]",
            "\n\n[Karim Adel]: actor:karim-adel\n",
            "[yesterday](date:2024-03-17)",
            "[31 June](date:x",
            "5\r\n> June 2024",
            "أمس",
            "yesterday",
            "\n> ",
            "\n- ",
            "\r",
            "\n\n",
            "\u{2028}",
            "\u{64B}",
            "\u{1E900}\u{1E922}",
            "&amp;",
            "<!--",
            "[",
            "](",
            "# ",
            "---\ntitle: Samira Nasser yesterday\n---\n",
            " ",
            ". ",
        ]);
        prop::collection::vec(parts, 0..14).prop_map(|parts| parts.concat())
    }

    fn read(text: &str, encoding: Encoding) -> (Vec<Token>, Vec<lsp::SemanticToken>) {
        let analysis = analyse(text.into(), "story.news.md", CONTEXT.clone(), &mut Memory::default());
        let findings = lint(&analysis, RULES, &|| false).unwrap_or_default();
        let tokens = ide::tokens(&analysis, &findings);
        let sent = encoded(&tokens, text, &LineIndex::new(text), encoding);
        (tokens, sent)
    }

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    proptest! {
        #[test]
        fn tokens_keep_to_their_lines_and_to_themselves(text in texts()) {
            let lines = LineIndex::new(&text);
            for encoding in ENCODINGS {
                let (tokens, sent) = read(&text, encoding);
                let (mut line, mut column, mut free) = (0, 0, 0);
                for (token, sent) in tokens.iter().zip(&sent) {
                    prop_assert!(!token.range.slice(&text).contains(['\n', '\r']) && !token.range.is_empty());
                    if sent.delta_line > 0 {
                        (column, free) = (0, 0);
                    }
                    line += sent.delta_line;
                    column += sent.delta_start;
                    prop_assert!(column >= free, "tokens overlap");
                    free = column + sent.length;
                    // A client that applies these numbers gets the words.
                    let at = |column| lines.offset(&text, Position { line, column }, encoding);
                    prop_assert_eq!(TextRange::new(at(column), at(free)), token.range);
                }
            }
        }

        #[test]
        fn a_change_of_the_old_tokens_gives_the_new_ones(old in texts(), new in texts(), at in any::<prop::sample::Index>()) {
            // A text that was written into as well: most of its tokens stay.
            let places: Vec<usize> = old.char_indices().map(|(at, _)| at).chain([old.len()]).collect();
            let mut edited = old.clone();
            edited.insert_str(places[at.index(places.len())], "Karim Adel\n");
            for new in [&new, &edited, &old] {
                for encoding in ENCODINGS {
                    let ((_, before), (_, after)) = (read(&old, encoding), read(new, encoding));
                    let mut made = before.clone();
                    for edit in change(&before, &after) {
                        let (start, count) = (edit.start as usize / NUMBERS, edit.delete_count as usize / NUMBERS);
                        made.splice(start..start + count, edit.data.unwrap_or_default());
                    }
                    prop_assert_eq!(&made, &after);
                }
            }
        }
    }

    #[test]
    fn the_last_tokens_are_found_only_by_their_result_id() {
        let sent = SentTokens::default();
        let uri: lsp::Uri = "untitled:a".parse().unwrap();
        let token = lsp::SemanticToken { length: 3, ..lsp::SemanticToken::default() };
        let first = sent.keep(&uri, &[token]);
        assert_eq!(sent.of(&uri, &first), Some(vec![token]));
        let second = sent.keep(&uri, &[]);
        assert_eq!((sent.of(&uri, &first), sent.of(&uri, &second)), (None, Some(Vec::new())));
        for nth in 0..KEPT {
            sent.keep(&format!("untitled:{nth}").parse().unwrap(), &[]);
        }
        assert_eq!(sent.of(&uri, &second), None);
    }
}

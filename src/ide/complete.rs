//! Completion: actors by any of their names in either script, ids, schemes, date values, rules in directives, keys and
//! values of the front matter.
//!
//! What is being typed is read from the line itself: the article's structure around a cursor is the one thing that
//! cannot be trusted while somebody types.

mod destinations;
mod directives;
mod front_matter;
mod names;
mod surroundings;

use crate::actors::{ActorIndex, Kind};
use crate::analysis::Analysis;
use crate::text::{EditSet, TextRange};
use destinations::{definition, destination, label};
use directives::directive;
use front_matter::{begins_front_matter, front_matter};
use names::{bracket, word};
use surroundings::is_code;

/// What an item stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// An actor of a kind.
    Actor(Kind),
    /// A date value.
    Date,
    /// A scheme, a directive, a key.
    Keyword,
    /// A rule.
    Rule,
}

/// One thing that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What stands beside it.
    pub detail: String,
    /// What it stands for.
    pub kind: CompletionKind,
    /// The bytes that are replaced; the cursor is in or at the end of them.
    pub range: TextRange,
    /// What comes in their place.
    pub text: String,
    /// Changes elsewhere: a definition in the cast list.
    pub also: EditSet,
    /// The actor whose card documents it.
    pub actor: Option<ActorIndex>,
}

/// Items offered at most.
const LIMIT: usize = 50;
/// Entries that are looked at where nothing is typed that could choose among them.
const LOOKED_AT: usize = 2000;

/// What can be written at an offset, best first.
pub fn complete(analysis: &Analysis, offset: u32) -> Vec<Completion> {
    let text = &*analysis.text;
    let start = text[..offset as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let before = &text[start..offset as usize];
    if is_code(analysis, offset) {
        return Vec::new();
    }
    if let Some(items) = directive(text, before, offset) {
        return items;
    }
    let read = analysis.article.metadata.range.is_some_and(|front| front.start < offset && offset + 3 < front.end);
    if read || begins_front_matter(text, start) {
        return front_matter(analysis, before, offset);
    }
    destination(analysis, before, offset)
        .or_else(|| definition(analysis, before, offset))
        .or_else(|| label(analysis, before, offset))
        .or_else(|| bracket(analysis, before, offset))
        .unwrap_or_else(|| word(analysis, before, offset))
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check_complete, offered};
    use expect_test::expect;

    #[test]
    fn code_gets_nothing() {
        for text in [
            "The field `[Sam<|>` is empty.",
            "The field `Sam<|>` is empty.",
            "The field ``a`[Sam<|>`` is empty.",
            "The field `[x](actor:<|>)` is empty.",
            "The field `<!-- copydesk:ig<|>` is empty.",
            "```\n[Sam<|>\n```",
            "```\n[x](actor:<|>\n```",
            "```\n[x]: <|>\n```",
            "```\n<!-- copydesk:ig<|>\n```",
            "~~~ sh\nSam<|>\n",
            "Text.\n\n    [Sam<|>\n\nText.",
            "Text.\n\n    Sam<|>\n\nText.",
        ] {
            assert!(offered(text).is_empty(), "{text}: {:?}", offered(text));
        }
        check_complete(
            "
            The `code` by [Sam<|> is good.
            ",
            &expect![[r#"
                Samira Nasser — سميرة ناصر · samira-nasser
                Samoa — ساموا · samoa
                American Samoa — ساموا الأمريكية · american-samoa
            "#]],
        );
    }

    #[test]
    fn plain_text_and_links_get_nothing() {
        check_complete(
            "
            //- story.en.txt
            The contract was signed by Sam<|>
            ",
            &expect![[r""]],
        );
        check_complete(
            "
            [Samira Nas<|>ser](actor:samira-nasser) signed.
            ",
            &expect![[r""]],
        );
    }
}

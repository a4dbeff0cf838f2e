//! Completion: actors by any of their names in either script, ids, schemes, date values, rules in directives, keys and
//! values of the metadata. The syntax of the article says what is being typed.

mod markup;
mod metadata;
mod names;
mod suppressions;
mod targets;

use crate::actors::{ActorIndex, Kind};
use crate::analysis::Analysis;
use crate::syntax::Slot;
use crate::text::{EditSet, TextRange};

/// The kind of a completion item.
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
    /// What the list shows next to it.
    pub detail: String,
    /// Its kind.
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
    match analysis.slot(offset) {
        Slot::Name { typed, replace, in_prose } => names::names(analysis, typed, replace, in_prose),
        Slot::Target { typed, words, replace, replace_scheme } => {
            targets::targets(analysis, typed, words, replace, replace_scheme)
        }
        Slot::Id { scheme, typed, words, replace, lead } => {
            let mut items = targets::ids(analysis, scheme, typed, words, replace);
            for item in &mut items {
                item.text.insert_str(0, lead);
            }
            items
        }
        Slot::Markup { replace, items, .. } => markup::markup(replace, items),
        Slot::DateValue { words, at, replace } => targets::date_values(analysis, words, at, replace),
        Slot::Label { typed, words, replace, close } => targets::labels(analysis, typed, words, replace, close),
        Slot::Verb { typed, replace } => suppressions::verbs(typed, replace),
        Slot::Rule { typed, replace } => suppressions::rules(typed, replace),
        Slot::MetadataKey { typed, replace, separator } => metadata::keys(analysis, typed, replace, separator),
        Slot::MetadataValue { key, typed, replace } => metadata::values(key, typed, replace),
        Slot::Nothing => Vec::new(),
    }
}

impl Completion {
    /// An item that is written as it is shown and names no actor.
    fn word(label: &str, detail: &str, kind: CompletionKind, range: TextRange) -> Self {
        Self {
            label: label.to_owned(),
            detail: detail.to_owned(),
            kind,
            range,
            text: label.to_owned(),
            also: EditSet::default(),
            actor: None,
        }
    }
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

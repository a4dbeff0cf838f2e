//! The forms under which the titles of an actor stand beside a name.

use super::Actor;
use super::normalise::{Token, hash, tokens};
use crate::language::Language;

/// A form of a title: the whole, its shortened forms, its head word.
#[derive(Debug, Clone)]
pub(super) struct TitleForm {
    /// Its words.
    pub(super) words: Vec<u64>,
    /// Whether it is the head word alone, which settles less.
    pub(super) head: bool,
}

/// The words of a label without the marks at its edges: a mark that ends a name (`Yahoo!`) would hide it from prose
/// that leaves the mark out.
pub(super) fn trim(list: &[Token]) -> &[Token] {
    let start = list.iter().position(|token| token.is_word()).unwrap_or(list.len());
    let end = list.iter().rposition(|token| token.is_word()).map_or(start, |last| last + 1);
    &list[start..end]
}

/// The forms under which the titles of an actor stand beside a name: `وزير الخارجية الأمريكي`, `وزير الخارجية`, `الوزير`.
pub(super) fn title_forms(actor: &Actor) -> Vec<TitleForm> {
    let mut forms: Vec<TitleForm> = Vec::new();
    for title in actor.roles.iter().flat_map(|role| &role.titles) {
        // The forms of both genders are titles of the actor: that a form is the wrong one is for a rule to say.
        let read = tokens(&title.text);
        let list = trim(&read.list);
        let words: Vec<u64> = list.iter().map(|token| token.hash).collect();
        let mut add = |words: &[u64], head: bool| {
            if !words.is_empty() && !forms.iter().any(|form| form.words == words) {
                forms.push(TitleForm { words: words.to_vec(), head });
            }
        };
        add(&words, false);
        if list.first().is_some_and(|token| token.is_arabic()) {
            for length in (2..words.len()).rev() {
                add(&words[..length], false);
            }
            if let Some(first) = list.first() {
                let key = read.key(*first);
                let definite = if key.starts_with("ال") { first.hash } else { hash(&format!("ال{key}")) };
                add(&[definite], true);
            }
        } else if title.language == Language::English {
            for start in 1..words.len().saturating_sub(1) {
                // "State" is no form of "Secretary of State".
                if read.key(list[start]) == "of" || read.key(list[start - 1]) == "of" {
                    break;
                }
                add(&words[start..], false);
            }
            let head = list.iter().position(|token| matches!(read.key(*token), "of" | "for")).unwrap_or(words.len());
            if head > 0 {
                add(&words[head - 1..head], true);
            }
        }
    }
    forms.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
    forms
}

//! A change of several files, as plain data.

use crate::message::Message;
use crate::text::{Edit, EditSet, TextRange};
use std::path::PathBuf;

/// A change of several files. The server turns it into an edit of the protocol.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceChange {
    /// The edits of each file, in the order in which they are shown.
    pub edits: Vec<(PathBuf, EditSet)>,
    /// Files to create, with their text.
    pub creates: Vec<(PathBuf, String)>,
    /// What an editor shows before it asks whether the change is to be made.
    pub label: Option<Message>,
}

impl SourceChange {
    /// One edit of one file.
    pub fn edit(path: PathBuf, edit: Edit) -> Self {
        Self { edits: vec![(path, EditSet::replace(edit.range, edit.text))], ..Self::default() }
    }

    /// The edit that changes a text into another one, from the first to the last difference.
    pub fn rewrite(path: PathBuf, old: &str, new: &str) -> Self {
        let same = |(a, b): &(char, char)| a == b;
        let head: usize = old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (old_rest, new_rest) = (&old[head..], &new[head..]);
        let backwards = old_rest.chars().rev().zip(new_rest.chars().rev());
        let tail: usize = backwards.take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let range = TextRange::from(head..old.len() - tail);
        Self::edit(path, Edit { range, text: new_rest[..new_rest.len() - tail].to_owned() })
    }

    /// A new file.
    pub fn create(path: PathBuf, text: String) -> Self {
        Self { creates: vec![(path, text)], ..Self::default() }
    }
}

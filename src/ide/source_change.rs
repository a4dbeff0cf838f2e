//! A change of several files, as plain data.

use crate::message::Message;
use crate::text::{Edit, EditSet};
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

    /// A new file.
    pub fn create(path: PathBuf, text: String) -> Self {
        Self { creates: vec![(path, text)], ..Self::default() }
    }
}

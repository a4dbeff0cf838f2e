//! The interface for writing into an article. Rules, fixes and completions state the change; the writer of the syntax
//! decides on the markup, and where it is not possible.

use super::Syntax;
use crate::article::{Article, BlockId, Entry, Link, LinkStyle, Scheme, Target, Unfinished};
use crate::message;
use crate::message::Message;
use crate::text::{Edit, EditSet, ProseRange, Text, TextRange};
use std::any::Any;
use std::borrow::Cow;
use std::sync::OnceLock;

/// An article that is being changed.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    pub article: &'a Article,
    pub text: &'a Text,
    /// The style of new links.
    pub style: LinkStyle,
    /// Data about the article that the writer caches.
    pub notes: &'a WriterNotes,
}

impl<'a> Draft<'a> {
    /// The writer for the article's syntax; `None` for a syntax without links.
    pub fn writer(self) -> Option<Box<dyn Writer + 'a>> {
        Syntax::of(self.article.syntax).writer.map(|writer| writer(self))
    }
}

/// A type for data that a writer computes once per article.
#[derive(Default)]
pub struct WriterNotes(OnceLock<Box<dyn Any + Send + Sync>>);

impl WriterNotes {
    /// The data, computed at the first call; `None` if another syntax has stored data of another type.
    pub(super) fn get<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Option<&T> {
        self.0.get_or_init(|| Box::new(make())).downcast_ref()
    }
}

/// The actor that a new link leads to.
#[derive(Debug, Clone, Copy)]
pub struct NewTarget<'a> {
    /// The id in the registry.
    pub id: &'a str,
    /// The scheme of its kind, for a syntax that states it.
    pub scheme: &'a Scheme,
}

/// Edits, and whether the result will certainly be parsed as intended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub edits: EditSet,
    /// `false` if the markup around the edit can change its effect: such edits are only shown.
    pub is_certain: bool,
}

/// How a syntax writes. All methods are about one article; `None` means that the syntax cannot express the change. Methods
/// about definitions and unfinished links have defaults for a syntax that has neither.
pub trait Writer {
    /// Links words of a block to an actor of the registry.
    fn link(&self, block: BlockId, range: ProseRange, to: NewTarget<'_>) -> Option<Written>;

    /// A new link to an actor that replaces typed text, and the additional edits elsewhere.
    fn new_link(&self, words: &str, to: NewTarget<'_>, replace: TextRange) -> (String, EditSet);

    /// Completes an unfinished link; `range` is the part that is replaced.
    fn finish_link(&self, _range: TextRange, _words: &str, _to: NewTarget<'_>) -> Option<EditSet> {
        None
    }

    /// The destination of an unfinished link, without its error.
    fn completed_destination(&self, _unfinished: &Unfinished) -> Option<(TextRange, String)> {
        None
    }

    /// Annotates the words of a date with a value.
    fn annotate(&self, block: BlockId, range: ProseRange, value: &str) -> Option<Written>;

    /// Changes the actor of a link.
    fn retarget(&self, _link: &Link, target: &Target, id: &str) -> EditSet {
        self.set_id(target, id)
    }

    /// Changes the identifier or the date value of a target where it is written, which can be a definition or a value of the
    /// metadata.
    fn set_id(&self, target: &Target, id: &str) -> EditSet {
        EditSet::replace(target.id_range, self.written_value(&target.scheme, id))
    }

    /// An identifier or a date value (EDTF) in the form of the syntax.
    fn written_value<'v>(&self, _scheme: &Scheme, value: &'v str) -> Cow<'v, str> {
        Cow::Borrowed(value)
    }

    /// Moves the first bytes of a link's words out of it, such as a conjunction that is written together with a name.
    /// `None` if the words are also a label.
    fn narrow(&self, link: &Link, width: usize) -> Option<EditSet>;

    /// Replaces the words of a link.
    fn reword(&self, link: &Link, words: &str) -> EditSet;

    /// States the kind of the actor of a link.
    fn set_scheme(&self, target: &Target, scheme: &Scheme) -> EditSet;

    /// Removes a link and keeps its words. Its definition stays.
    fn unlink(&self, link: &Link) -> EditSet;

    /// Removes the definition of a link if no other link uses it.
    fn remove_definition(&self, _link: &Link) -> EditSet {
        EditSet::default()
    }

    /// Changes the style of a link; `None` if it already has that style or cannot have it. An unused definition stays.
    fn restyle(&self, _link: &Link, _target: &Target, _style: LinkStyle) -> Option<EditSet> {
        None
    }

    /// Sorts the definitions of links by their first use and removes unused ones; `None` if nothing changes.
    fn tidy_definitions(&self) -> Option<EditSet> {
        None
    }

    /// Removes the unused definitions whose label satisfies a condition.
    fn remove_unused(&self, _wanted: &dyn Fn(&str) -> bool) -> EditSet {
        EditSet::default()
    }

    /// Renames a label; the error says why it cannot have the new name.
    fn rename_label(&self, _definition: usize, _label: &str) -> Result<EditSet, Message> {
        Err(message!("this syntax has no labels"))
    }

    /// Adds an actor to a list of the metadata; `None` if the value is not a list.
    fn add_to_list(&self, list: &Entry, to: NewTarget<'_>) -> Option<EditSet>;

    /// Removes an item from the list of the metadata that it is in; `None` if it is the only one.
    fn remove_from_list(&self, list: &Entry, item: TextRange) -> Option<EditSet>;

    /// Suppresses a rule at a finding, with a placeholder for the reason.
    fn ignore(&self, finding: TextRange, code: &str) -> Option<EditSet>;

    /// Escapes words so that they read the same when they replace a range of the source.
    fn escape<'t>(&self, words: &'t str, at: TextRange) -> Cow<'t, str>;

    /// The label that an edit of this writer defines, if it adds a definition on a separate line.
    fn defined_label<'e>(&self, _edit: &'e Edit) -> Option<&'e str> {
        None
    }
}

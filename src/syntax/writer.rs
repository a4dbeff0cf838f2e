//! Writing into an article. Rules, fixes and completions say what they want to write; the writer of a syntax knows how it is
//! written there, and where it cannot be.

use super::Syntax;
use crate::article::{Article, Link, LinkStyle, Scheme, Target, Unfinished};
use crate::text::{Edit, EditSet, ProseRange, TextRange};
use std::any::Any;
use std::borrow::Cow;
use std::sync::OnceLock;

/// An article that is written into.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    /// The article as it was read.
    pub article: &'a Article,
    /// Its source.
    pub text: &'a str,
    /// Where new links keep their ids.
    pub style: LinkStyle,
    /// What the writer has found out about the article.
    pub notes: &'a WriterNotes,
}

impl<'a> Draft<'a> {
    /// The writer of the article's syntax; `None` for a syntax that can hold no links.
    pub fn writer(self) -> Option<Box<dyn Writer + 'a>> {
        Syntax::of(self.article.syntax).writer.map(|writer| writer(self))
    }
}

/// What a writer works out once per article, in a type of its own.
#[derive(Default)]
pub struct WriterNotes(OnceLock<Box<dyn Any + Send + Sync>>);

impl WriterNotes {
    /// The notes, made at the first call; `None` where another syntax has made notes of another type.
    pub(super) fn get<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Option<&T> {
        self.0.get_or_init(|| Box::new(make())).downcast_ref()
    }
}

/// Edits that write something, and whether the result is sure to be read as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The edits.
    pub edits: EditSet,
    /// `false` where markup around the place can change what is read: such edits are only shown.
    pub is_certain: bool,
}

/// How a syntax writes. Each method answers for one article; `None` means that the syntax cannot write it there.
pub trait Writer {
    /// Links words of a block to an actor of the registry.
    fn link(&self, block: usize, range: ProseRange, id: &str) -> Option<Written>;

    /// A new link to an actor, to be inserted in place of what is typed, and the edits that it needs elsewhere.
    fn new_link(&self, words: &str, id: &str) -> (String, EditSet);

    /// Completes a link that was begun; `range` is what it replaces.
    fn finish_link(&self, range: TextRange, words: &str, id: &str) -> Option<EditSet>;

    /// The destination of an unfinished link without the faults that break it.
    fn mended_destination(&self, unfinished: &Unfinished) -> Option<(TextRange, String)>;

    /// Writes the value of a date to its words.
    fn annotate(&self, block: usize, range: ProseRange, value: &str) -> Option<Written>;

    /// Gives a link another actor.
    fn retarget(&self, link: &Link, target: &Target, id: &str) -> EditSet;

    /// Moves the first bytes of a link's words out of it, such as a conjunction that is written together with a name. `None`
    /// where the words are also a label.
    fn narrow(&self, link: &Link, width: usize) -> Option<EditSet>;

    /// Replaces the words of a link.
    fn reword(&self, link: &Link, words: &str) -> EditSet;

    /// Says of which kind the actor of a link is.
    fn set_scheme(&self, target: &Target, scheme: &Scheme) -> EditSet;

    /// Leaves the words of a link and removes the link. Its definition stays.
    fn unlink(&self, link: &Link) -> EditSet;

    /// Removes the definition of a link where no other link uses it.
    fn remove_definition(&self, link: &Link) -> EditSet;

    /// Writes a link in another style; `None` where it has that style already or cannot have it. A definition that it no longer
    /// uses stays.
    fn restyle(&self, link: &Link, target: &Target, style: LinkStyle) -> Option<EditSet>;

    /// Puts the definitions of links in the order of their first use and removes those that no link uses; `None` where
    /// nothing changes.
    fn tidy_definitions(&self) -> Option<EditSet>;

    /// Removes the definitions that no link uses and whose label satisfies a condition.
    fn remove_unused(&self, wanted: &dyn Fn(&str) -> bool) -> EditSet;

    /// Gives a definition another label; an error says why it cannot have it.
    fn rename_label(&self, definition: usize, label: &str) -> Result<EditSet, String>;

    /// Suppresses a rule where a finding begins, with a place for the reason.
    fn ignore(&self, finding: TextRange, code: &str) -> Option<EditSet>;

    /// Words so that they read as such where they replace a range of the source.
    fn escape<'t>(&self, words: &'t str, at: TextRange) -> Cow<'t, str>;

    /// The label that an edit of this writer defines, if it adds a definition on a line of its own.
    fn defined_label<'e>(&self, edit: &'e Edit) -> Option<&'e str>;
}

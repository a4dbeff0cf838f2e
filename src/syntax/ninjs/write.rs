//! Writes into items: links in bodies with markup, through the writer of that markup, and entries of the lists of actors.

use super::metadata::LISTS;
use super::{Item, ItemText};
use crate::article::{Article, BlockId, Entry, Link, Scheme, Target};
use crate::syntax::ReadOptions;
use crate::syntax::json::{Node, encode_json_string};
use crate::syntax::writer::{Draft, NewTarget, Writer, WriterNotes, Written};
use crate::text::{EditSet, ProseRange, Text, TextRange};
use std::borrow::Cow;

/// The writer of one item.
pub(super) struct NinjsWriter<'a> {
    draft: Draft<'a>,
}

/// The texts of an item with the articles in them.
struct Notes {
    item: Item,
    insides: Vec<Inside>,
}

/// The article in a string.
struct Inside {
    article: Article,
    text: Text,
    /// The index of its first block in the whole article.
    first: usize,
    notes: WriterNotes,
}

impl Notes {
    fn new(text: &str) -> Self {
        let item = Item::parse(text);
        let mut first = 0;
        let inside = |part: &ItemText| {
            // Blocks are the same for all options.
            let article = part.read(&ReadOptions::default());
            let own = first;
            first += article.blocks.len();
            Inside { article, text: part.decoded.text().into(), first: own, notes: WriterNotes::default() }
        };
        let insides = item.texts.iter().map(inside).collect();
        Self { item, insides }
    }
}

impl<'a> NinjsWriter<'a> {
    pub(super) fn new(draft: Draft<'a>) -> Self {
        Self { draft }
    }

    /// The parsed item, when something is written first; `None` never occurs, because notes belong to one syntax.
    fn notes(&self) -> Option<&'a Notes> {
        self.draft.notes.get(|| Notes::new(self.draft.text))
    }

    /// Calls the writer of the markup of a text.
    fn inside<R>(&self, at: usize, write: impl FnOnce(&dyn Writer, &ItemText) -> Option<R>) -> Option<R> {
        let notes = self.notes()?;
        let (part, inside) = (notes.item.texts.get(at)?, notes.insides.get(at)?);
        let writer = part.markup?.writer?;
        let draft =
            Draft { article: &inside.article, text: &inside.text, style: self.draft.style, notes: &inside.notes };
        write(&*writer(draft), part)
    }

    /// Calls the writer of the markup around a range of the file, with the range in its text.
    fn around<R>(
        &self,
        range: TextRange,
        write: impl FnOnce(&dyn Writer, &ItemText, TextRange) -> Option<R>,
    ) -> Option<R> {
        let at = self.notes()?.item.text_at(range.start)?;
        self.inside(at, |writer, part| write(writer, part, inner(part, range)?))
    }

    /// Edits of a link by the writer of its markup.
    fn edited(&self, link: &Link, write: impl FnOnce(&dyn Writer, &Link) -> Option<EditSet>) -> Option<EditSet> {
        let first = |at: usize| self.notes().and_then(|notes| notes.insides.get(at)).map_or(0, |inside| inside.first);
        let at = self.notes()?.item.text_at(link.range.start)?;
        self.inside(at, |writer, part| {
            let own = Link {
                block: link.block.minus(first(at))?,
                text: inner(part, link.text)?,
                range: inner(part, link.range)?,
                ..link.clone()
            };
            part.decoded.source_edits(&write(writer, &own)?)
        })
    }

    /// The text of a block, and the index of the block in it.
    fn text_of_block(&self, block: BlockId) -> Option<(usize, BlockId)> {
        let insides = &self.notes()?.insides;
        let at =
            insides.iter().rposition(|inside| inside.first <= block.index() && !inside.article.blocks.is_empty())?;
        Some((at, block.minus(insides[at].first)?))
    }

    /// The array with an entry of the file, by the place of the array's key.
    fn array(&self, list: &Entry) -> Option<&'a Node> {
        let members = self.notes()?.item.json.root.as_ref()?.members();
        members.iter().find(|member| member.name_range == list.name_range)?.value.as_ref()
    }
}

impl Writer for NinjsWriter<'_> {
    fn link(&self, block: BlockId, range: ProseRange, to: NewTarget<'_>) -> Option<Written> {
        let (at, block) = self.text_of_block(block)?;
        self.inside(at, |writer, part| outward(part, &writer.link(block, range, to)?))
    }

    fn new_link(&self, words: &str, to: NewTarget<'_>, replace: TextRange) -> (String, EditSet) {
        let link = self.around(replace, |writer, part, replace| {
            let (link, edits) = writer.new_link(words, to, replace);
            Some((encode_json_string(&link).into_owned(), part.decoded.source_edits(&edits)?))
        });
        link.unwrap_or_else(|| (encode_json_string(words).into_owned(), EditSet::default()))
    }

    fn annotate(&self, block: BlockId, range: ProseRange, value: &str) -> Option<Written> {
        let (at, block) = self.text_of_block(block)?;
        self.inside(at, |writer, part| outward(part, &writer.annotate(block, range, value)?))
    }

    fn set_id(&self, target: &Target, id: &str) -> EditSet {
        let written = self.around(target.id_range, |writer, part, id_range| {
            part.decoded.source_edits(&writer.set_id(&Target { id_range, ..target.clone() }, id))
        });
        written.unwrap_or_else(|| EditSet::replace(target.id_range, encode_json_string(id)))
    }

    fn narrow(&self, link: &Link, width: usize) -> Option<EditSet> {
        self.edited(link, |writer, link| writer.narrow(link, width))
    }

    fn reword(&self, link: &Link, words: &str) -> EditSet {
        self.edited(link, |writer, link| Some(writer.reword(link, words))).unwrap_or_default()
    }

    fn set_scheme(&self, target: &Target, scheme: &Scheme) -> EditSet {
        let written = self.around(target.scheme_range, |writer, part, scheme_range| {
            let id_range = inner(part, target.id_range)?;
            let own = Target { id_range, scheme_range, ..target.clone() };
            part.decoded.source_edits(&writer.set_scheme(&own, scheme))
        });
        written.unwrap_or_default()
    }

    fn unlink(&self, link: &Link) -> EditSet {
        self.edited(link, |writer, link| Some(writer.unlink(link))).unwrap_or_default()
    }

    fn add_to_list(&self, list: &Entry, to: NewTarget<'_>) -> Option<EditSet> {
        let array = self.array(list)?;
        let last = array.items().last()?;
        // An array has actors of one kind.
        let own = LISTS.iter().find(|(name, _)| *name == list.name).map(|(_, scheme)| scheme)?;
        if !matches!(to.scheme, Scheme::Actor) && own != to.scheme {
            return None;
        }
        let scalar = list.value.scalars().last().copied()?;
        let target = scalar.target.as_ref()?;
        let uri = self.draft.text.get(scalar.inner().start as usize..target.id_range.start as usize)?;
        let rel = if list.key == Some(crate::article::Key::About) { "about" } else { "mentions" };
        let before = array.items().len().checked_sub(2).and_then(|at| array.items().get(at));
        let separator = before
            .map(|before| TextRange::new(before.range.end, last.range.start).slice(self.draft.text))
            .filter(|between| between.trim() == ",")
            .unwrap_or(", ");
        let id = encode_json_string(to.id);
        let entry = format!("{separator}{{\"rel\": \"{rel}\", \"uri\": \"{uri}{id}\"}}");
        Some(EditSet::insert(last.range.end, entry))
    }

    fn remove_from_list(&self, list: &Entry, item: TextRange) -> Option<EditSet> {
        let items = self.array(list)?.items();
        let own = items.iter().position(|own| own.range.contains_range(item)).filter(|_| items.len() > 1)?;
        let range = items[own].range;
        let (gone, between) = if let Some(next) = items.get(own + 1) {
            (TextRange::new(range.start, next.range.start), TextRange::new(range.end, next.range.start))
        } else {
            let before = items[own - 1].range.end;
            (TextRange::new(before, range.end), TextRange::new(before, range.start))
        };
        (between.slice(self.draft.text).trim() == ",").then(|| EditSet::remove(gone))
    }

    fn ignore(&self, finding: TextRange, code: &str) -> Option<EditSet> {
        self.around(finding, |writer, part, finding| part.decoded.source_edits(&writer.ignore(finding, code)?))
    }

    fn escape<'t>(&self, words: &'t str, at: TextRange) -> Cow<'t, str> {
        let escaped = self.around(at, |writer, _, at| Some(writer.escape(words, at)));
        match escaped.unwrap_or(Cow::Borrowed(words)) {
            Cow::Borrowed(words) => encode_json_string(words),
            Cow::Owned(words) => Cow::Owned(encode_json_string(&words).into_owned()),
        }
    }
}

/// A range of the file in the text of a string.
fn inner(part: &ItemText, range: TextRange) -> Option<TextRange> {
    Some(TextRange::new(part.decoded.offset_of(range.start)?, part.decoded.offset_of(range.end)?))
}

/// What was written in the text of a string, in the file.
fn outward(part: &ItemText, written: &Written) -> Option<Written> {
    Some(Written { edits: part.decoded.source_edits(&written.edits)?, is_certain: written.is_certain })
}

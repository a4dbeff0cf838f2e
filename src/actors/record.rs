//! Entries in few bytes.
//!
//! A registry repeats its words: given names, titles, countries. So texts are written as numbers of words, the frequent
//! ones in the fewest bytes, and words that occur once as they are.

use super::image::{Draft, Image, Part, column, read_number, write_number};
use super::{Actor, Gender, Kind, Name, NameClass, PartialDate, Role, Title};
use crate::language::Language;
use crate::text::TextRange;
use std::collections::HashMap;

/// The longest text of an entry, in bytes.
const LONGEST_TEXT: usize = 1 << 20;

const KINDS: [Kind; 5] = [Kind::Person, Kind::Organisation, Kind::Place, Kind::Event, Kind::Group];
const CLASSES: [NameClass; 6] =
    [NameClass::House, NameClass::Also, NameClass::Short, NameClass::Wrong, NameClass::Weak, NameClass::Metonym];
const GENDERS: [Option<Gender>; 3] = [None, Some(Gender::Masculine), Some(Gender::Feminine)];

/// Writes all entries and their frequent words.
pub(super) fn write(actors: &[&Actor], draft: &mut Draft) {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for actor in actors {
        texts(actor, &mut |text| {
            for piece in text.split(' ') {
                *counts.entry(piece).or_default() += 1;
            }
        });
    }
    let mut pieces: Vec<(&str, u32)> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    pieces.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    for (piece, _) in &pieces {
        let start = draft.part(Part::Pieces).len() as u32;
        draft.part(Part::PieceStarts).extend(start.to_le_bytes());
        draft.part(Part::Pieces).extend(piece.as_bytes());
    }
    let end = draft.part(Part::Pieces).len() as u32;
    draft.part(Part::PieceStarts).extend(end.to_le_bytes());
    let numbers = pieces.iter().enumerate().map(|(number, (piece, _))| (*piece, number as u64 + 1)).collect();
    for actor in actors {
        let start = draft.part(Part::Records).len() as u32;
        draft.part(Part::Starts).extend(start.to_le_bytes());
        Writer { out: draft.part(Part::Records), numbers: &numbers }.actor(actor);
    }
    let end = draft.part(Part::Records).len() as u32;
    draft.part(Part::Starts).extend(end.to_le_bytes());
}

/// How many entries an image has.
pub(super) fn count(image: &Image) -> usize {
    (image.bytes(Part::Starts).len() / 4).saturating_sub(1)
}

/// Reads an entry; `None` where there is none that can be read.
pub(super) fn read(image: &Image, number: usize) -> Option<Actor> {
    let starts = image.bytes(Part::Starts);
    let (start, end) = (column(starts, number) as usize, column(starts, number.checked_add(1)?) as usize);
    let bytes = image.bytes(Part::Records).get(start..end)?;
    Reader { bytes, starts: image.bytes(Part::PieceStarts), pieces: image.bytes(Part::Pieces) }.actor()
}

/// The texts of an entry that are written as words.
fn texts<'a>(actor: &'a Actor, take: &mut dyn FnMut(&'a str)) {
    actor.descriptions.iter().for_each(|(_, text)| take(text));
    actor.parent.iter().chain(&actor.note).for_each(|text| take(text));
    actor.names.iter().for_each(|name| take(&name.text));
    for role in &actor.roles {
        role.titles.iter().for_each(|title| take(&title.text));
        role.org.iter().chain(&role.source).for_each(|text| take(text));
    }
}

struct Writer<'a> {
    out: &'a mut Vec<u8>,
    numbers: &'a HashMap<&'a str, u64>,
}

impl Writer<'_> {
    fn actor(&mut self, actor: &Actor) {
        self.raw(&actor.id);
        let kind = KINDS.iter().position(|kind| *kind == actor.kind).unwrap_or(0);
        self.out.push((kind << 2 | gender(actor.gender)) as u8);
        self.number(actor.file.map_or(0, |file| file + 1));
        self.range(actor.range, 0);
        self.range(actor.id_range, actor.range.start);
        self.date(actor.begins);
        self.date(actor.ends);
        self.number(actor.descriptions.len());
        for (language, text) in &actor.descriptions {
            self.out.push(tongue(*language));
            self.text(text);
        }
        for list in [&actor.same_as, &actor.merged_from] {
            self.number(list.len());
            list.iter().for_each(|id| self.raw(id));
        }
        self.optional(actor.parent.as_deref());
        self.optional(actor.note.as_deref());
        self.number(actor.names.len());
        for name in &actor.names {
            let class = CLASSES.iter().position(|class| *class == name.class).unwrap_or(0) as u8;
            let dated = name.from.is_some() || name.to.is_some();
            self.out.push(class | tongue(name.language) << 3 | u8::from(dated) << 7);
            if dated {
                self.date(name.from);
                self.date(name.to);
            }
            self.text(&name.text);
        }
        self.number(actor.roles.len());
        actor.roles.iter().for_each(|role| self.role(role, actor.range.start));
    }

    fn role(&mut self, role: &Role, start: u32) {
        self.number(role.titles.len());
        for title in &role.titles {
            self.out.push(tongue(title.language) << 2 | gender(title.gender) as u8);
            self.text(&title.text);
        }
        self.optional(role.org.as_deref());
        self.out.push(u8::from(role.exclusive));
        self.date(role.from);
        self.date(role.to);
        self.optional(role.source.as_deref());
        self.range(role.range, start);
    }

    fn number(&mut self, number: usize) {
        write_number(self.out, number as u64);
    }

    fn range(&mut self, range: TextRange, from: u32) {
        self.number(range.start.saturating_sub(from) as usize);
        self.number((range.end - range.start) as usize);
    }

    fn raw(&mut self, text: &str) {
        self.number(text.len());
        self.out.extend(text.as_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.split(' ').count());
        for piece in text.split(' ') {
            let number = self.numbers.get(piece).copied().unwrap_or(0);
            write_number(self.out, number);
            if number == 0 {
                self.raw(piece);
            }
        }
    }

    fn optional(&mut self, text: Option<&str>) {
        self.out.push(u8::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    /// The year, from one, and the month and day, 0 where they are not known.
    fn date(&mut self, date: Option<PartialDate>) {
        let Some(date) = date else { return self.number(0) };
        let year = i64::from(date.year) - i64::from(i16::MIN) + 1;
        write_number(self.out, year as u64);
        self.out.extend([date.month.unwrap_or(0) as u8, date.day.unwrap_or(0) as u8]);
    }
}

fn tongue(language: Language) -> u8 {
    Language::ALL.iter().position(|other| *other == language).unwrap_or(Language::ALL.len()) as u8
}

fn gender(gender: Option<Gender>) -> usize {
    GENDERS.iter().position(|other| *other == gender).unwrap_or(0)
}

struct Reader<'a> {
    bytes: &'a [u8],
    starts: &'a [u8],
    pieces: &'a [u8],
}

impl Reader<'_> {
    fn actor(mut self) -> Option<Actor> {
        let id = self.raw()?;
        let head = usize::from(self.byte()?);
        let (kind, gender) = (*KINDS.get(head >> 2)?, *GENDERS.get(head & 3)?);
        let file = self.number()?.checked_sub(1);
        let range = self.range(0)?;
        let id_range = self.range(range.start)?;
        let (begins, ends) = (self.date()?, self.date()?);
        let descriptions = self.list(|reader| Some((reader.tongue()?, reader.text()?)))?;
        let (same_as, merged_from) = (self.list(Self::raw)?, self.list(Self::raw)?);
        let (parent, note) = (self.optional()?, self.optional()?);
        let names = self.list(Self::name)?;
        let roles = self.list(|reader| reader.role(range.start))?;
        Some(Actor {
            id,
            kind,
            gender,
            begins,
            ends,
            descriptions,
            same_as,
            merged_from,
            parent,
            note,
            names,
            roles,
            file,
            range,
            id_range,
        })
    }

    fn name(&mut self) -> Option<Name> {
        let head = self.byte()?;
        let class = *CLASSES.get(usize::from(head & 7))?;
        let (from, to) = if head & 0x80 == 0 { (None, None) } else { (self.date()?, self.date()?) };
        let language = language(head >> 3 & 15);
        Some(Name { text: self.text()?, language, class, from, to, range: TextRange::default() })
    }

    fn role(&mut self, start: u32) -> Option<Role> {
        let titles = self.list(|reader| {
            let head = reader.byte()?;
            let gender = *GENDERS.get(usize::from(head & 3))?;
            Some(Title { text: reader.text()?, language: language(head >> 2), gender })
        })?;
        Some(Role {
            titles,
            org: self.optional()?,
            exclusive: self.byte()? != 0,
            from: self.date()?,
            to: self.date()?,
            source: self.optional()?,
            range: self.range(start)?,
        })
    }

    /// A list; each element takes a byte at least, so that a wrong number of them comes to its end.
    fn list<T>(&mut self, mut element: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        let mut list = Vec::with_capacity(count.min(16));
        for _ in 0..count {
            list.push(element(self)?);
        }
        Some(list)
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn tongue(&mut self) -> Option<Language> {
        self.byte().map(language)
    }

    fn number(&mut self) -> Option<usize> {
        read_number(&mut self.bytes).map(|number| number as usize)
    }

    fn range(&mut self, from: u32) -> Option<TextRange> {
        let start = from.checked_add(u32::try_from(self.number()?).ok()?)?;
        let end = start.checked_add(u32::try_from(self.number()?).ok()?)?;
        Some(TextRange::new(start, end))
    }

    fn take(&mut self, length: usize) -> Option<&str> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(taken).ok()
    }

    fn raw(&mut self) -> Option<String> {
        let length = self.number()?;
        self.take(length).map(str::to_owned)
    }

    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        for at in 0..self.number()? {
            // Only a damaged record is so long.
            if text.len() > LONGEST_TEXT {
                return None;
            }
            if at > 0 {
                text.push(' ');
            }
            match self.number()? {
                0 => {
                    let length = self.number()?;
                    text.push_str(self.take(length)?);
                }
                number => {
                    let start = column(self.starts, number - 1) as usize;
                    let piece = self.pieces.get(start..column(self.starts, number) as usize)?;
                    text.push_str(std::str::from_utf8(piece).ok()?);
                }
            }
        }
        Some(text)
    }

    fn optional(&mut self) -> Option<Option<String>> {
        Some(if self.byte()? == 0 { None } else { Some(self.text()?) })
    }

    fn date(&mut self) -> Option<Option<PartialDate>> {
        let Some(year) = self.number()?.checked_sub(1) else { return Some(None) };
        let year = i16::try_from(i64::try_from(year).ok()? + i64::from(i16::MIN)).ok()?;
        let mut part = || self.byte().map(|byte| i8::try_from(byte).ok().filter(|part| *part > 0));
        Some(Some(PartialDate { year, month: part()?, day: part()? }))
    }
}

fn language(number: u8) -> Language {
    Language::ALL.get(usize::from(number)).copied().unwrap_or_default()
}

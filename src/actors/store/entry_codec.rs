//! Compact encoding of entries.
//!
//! Registries repeat given names, titles and countries. Texts are therefore encoded as word numbers, with the shortest
//! codes for the most frequent words. Words that occur only once are written literally.

use super::binary::{Binary, SectionKind, SectionWriter, column, read_number, write_number};
use super::id_index::Ids;
use crate::actors::model::{Actor, EntryRange, Facts, Gender, Kind, Name, NameClass, PartialDate, Role, Title};
use crate::language::Language;
use crate::text::TextRange;
use foldhash::HashMap;

/// Bits in addition to the class of a name.
const DATED: u8 = 1 << 7;
const LENT: u8 = 1 << 6;

/// Maximum length of a text of an entry, in bytes.
const LONGEST_TEXT: usize = 1 << 20;

const CLASSES: [NameClass; 6] =
    [NameClass::House, NameClass::Also, NameClass::Short, NameClass::Wrong, NameClass::Weak, NameClass::Metonym];
const GENDERS: [Option<Gender>; 3] = [None, Some(Gender::Masculine), Some(Gender::Feminine)];

/// The frequent words of entries, which are written as numbers.
#[derive(Default)]
pub(super) struct Dictionary {
    numbers: HashMap<Box<str>, u64>,
}

impl Dictionary {
    /// The words that occur more than once in some entries, the most frequent first.
    pub(super) fn of<'a>(actors: impl Iterator<Item = &'a Actor>, draft: &mut SectionWriter) -> Self {
        let mut counts: HashMap<&str, u32> = HashMap::default();
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
            let start = draft.part(SectionKind::Pieces).len() as u32;
            draft.part(SectionKind::PieceStarts).extend(start.to_le_bytes());
            draft.part(SectionKind::Pieces).extend(piece.as_bytes());
        }
        let end = draft.part(SectionKind::Pieces).len() as u32;
        draft.part(SectionKind::PieceStarts).extend(end.to_le_bytes());
        let numbers = pieces.iter().enumerate().map(|(number, (piece, _))| ((*piece).into(), number as u64 + 1));
        Self { numbers: numbers.collect() }
    }

    /// Writes an entry. Its id is in a section of its own ([`super::id_index::write`]).
    pub(super) fn write(&self, actor: &Actor, out: &mut Vec<u8>) {
        Writer { out, numbers: &self.numbers }.actor(actor);
    }
}

/// Number of entries of an image.
pub(super) fn count(image: &Binary) -> usize {
    (image.bytes(SectionKind::Starts).len() / 4).saturating_sub(1)
}

/// Reads an entry; `None` if it does not exist or is damaged.
pub(super) fn read(image: &Binary, ids: &Ids, number: usize) -> Option<Actor> {
    let starts = image.bytes(SectionKind::Starts);
    let (start, end) = (column(starts, number) as usize, column(starts, number.checked_add(1)?) as usize);
    let bytes = image.bytes(SectionKind::Records).get(start..end)?;
    let id = ids.id(column(image.bytes(SectionKind::IdPlaces), number) as usize)?;
    Reader { bytes, starts: image.bytes(SectionKind::PieceStarts), pieces: image.bytes(SectionKind::Pieces) }.actor(id)
}

/// The texts of an entry that are encoded as words.
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
    numbers: &'a HashMap<Box<str>, u64>,
}

impl Writer<'_> {
    fn actor(&mut self, actor: &Actor) {
        let kind = Kind::ALL.iter().position(|kind| *kind == actor.kind).unwrap_or(0);
        self.out.push((kind << 2 | gender(actor.gender)) as u8);
        self.number(actor.file.map_or(0, |file| file + 1));
        self.range(actor.range, 0);
        self.range(actor.id_range, actor.range.start);
        let present = [
            actor.begins.is_some(),
            actor.ends.is_some(),
            !actor.descriptions.is_empty(),
            !actor.same_as.is_empty(),
            !actor.merged_from.is_empty(),
            actor.parent.is_some(),
            actor.note.is_some(),
            !actor.roles.is_empty(),
        ];
        self.out.push(present.iter().rev().fold(0, |bits, present| bits << 1 | u8::from(*present)));
        for date in [actor.begins, actor.ends].into_iter().flatten() {
            self.date(Some(date));
        }
        if present[2] {
            self.number(actor.descriptions.len());
            for (language, text) in &actor.descriptions {
                self.out.push(language_code(*language));
                self.text(text);
            }
        }
        for list in [&actor.same_as, &actor.merged_from].into_iter().filter(|list| !list.is_empty()) {
            self.number(list.len());
            for id in list {
                self.raw(id);
            }
        }
        for text in [&actor.parent, &actor.note].into_iter().flatten() {
            self.text(text);
        }
        self.number(actor.names.len());
        for name in &actor.names {
            let class = CLASSES.iter().position(|class| *class == name.class).unwrap_or(0) as u8;
            let dated = name.from.is_some() || name.to.is_some();
            let lent = if name.is_lent { LENT } else { 0 };
            self.out.push(class | lent | if dated { DATED } else { 0 });
            self.out.push(language_code(name.language));
            if dated {
                self.date(name.from);
                self.date(name.to);
            }
            self.text(&name.text);
        }
        if present[7] {
            self.number(actor.roles.len());
            actor.roles.iter().for_each(|role| self.role(role));
        }
    }

    fn role(&mut self, role: &Role) {
        self.number(role.titles.len());
        for title in &role.titles {
            self.out.push(language_code(title.language) << 2 | gender(title.gender) as u8);
            self.text(&title.text);
        }
        self.optional(role.org.as_deref());
        self.out.push(u8::from(role.exclusive));
        self.date(role.from);
        self.date(role.to);
        self.optional(role.source.as_deref());
        self.number(role.range.start as usize);
        self.number(role.range.end.wrapping_sub(role.range.start) as usize);
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

    /// Word numbers, with the lowest bit set if another one follows; 0 for a literal word.
    fn text(&mut self, text: &str) {
        let mut pieces = text.split(' ').peekable();
        while let Some(piece) = pieces.next() {
            let number = self.numbers.get(piece).copied().unwrap_or(0);
            write_number(self.out, number << 1 | u64::from(pieces.peek().is_some()));
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

    /// The year, then month and day, with 0 for unknown.
    fn date(&mut self, date: Option<PartialDate>) {
        let Some(date) = date else { return self.number(0) };
        let year = i64::from(date.year) - i64::from(i16::MIN) + 1;
        write_number(self.out, year as u64);
        self.out.extend([date.month.unwrap_or(0) as u8, date.day.unwrap_or(0) as u8]);
    }
}

fn language_code(language: Language) -> u8 {
    Language::ALL.iter().position(|other| *other == language).unwrap_or(Language::ALL.len()) as u8
}

fn gender(gender: Option<Gender>) -> usize {
    GENDERS.iter().position(|other| *other == gender).unwrap_or(0)
}

/// The outer option is `None` if the record is damaged, the inner one if the value is absent.
struct Reader<'a> {
    bytes: &'a [u8],
    starts: &'a [u8],
    pieces: &'a [u8],
}

#[expect(clippy::option_option, reason = "a damaged value is not an absent one")]
impl Reader<'_> {
    fn actor(mut self, id: String) -> Option<Actor> {
        let head = usize::from(self.byte()?);
        let (kind, gender) = (*Kind::ALL.get(head >> 2)?, *GENDERS.get(head & 3)?);
        let file = self.number()?.checked_sub(1);
        let range = self.range(0)?;
        let id_range = self.range(range.start)?;
        let present = self.byte()?;
        let has = |bit: u8| present & (1 << bit) != 0;
        let begins = if has(0) { self.date()? } else { None };
        let ends = if has(1) { self.date()? } else { None };
        let descriptions =
            if has(2) { self.list(|reader| Some((reader.language_code()?, reader.text()?)))? } else { Vec::new() };
        let same_as = if has(3) { self.list(Self::raw)? } else { Vec::new() };
        let merged_from = if has(4) { self.list(Self::raw)? } else { Vec::new() };
        let parent = if has(5) { Some(self.text()?) } else { None };
        let note = if has(6) { Some(self.text()?) } else { None };
        let names = self.list(Self::name)?;
        let roles = if has(7) { self.list(Self::role)? } else { Vec::new() };
        let facts =
            Facts { id, kind, gender, begins, ends, descriptions, same_as, merged_from, parent, note, names, roles };
        Some(Actor { file, range, id_range, ..Actor::from(facts) })
    }

    fn name(&mut self) -> Option<Name> {
        let head = self.byte()?;
        let class = *CLASSES.get(usize::from(head & 7))?;
        let language = self.language_code()?;
        let (from, to) = if head & DATED == 0 { (None, None) } else { (self.date()?, self.date()?) };
        Some(Name {
            text: self.text()?,
            language,
            class,
            from,
            to,
            range: EntryRange::default(),
            is_lent: head & LENT != 0,
        })
    }

    fn role(&mut self) -> Option<Role> {
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
            range: self.entry_range()?,
        })
    }

    /// Reads a list. Each element takes at least one byte, so a damaged length cannot loop for long.
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

    fn language_code(&mut self) -> Option<Language> {
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

    fn entry_range(&mut self) -> Option<EntryRange> {
        let start = u32::try_from(self.number()?).ok()?;
        Some(EntryRange { start, end: start.wrapping_add(u32::try_from(self.number()?).ok()?) })
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
        loop {
            let code = self.number()?;
            if code >> 1 == 0 {
                let length = self.number()?;
                text.push_str(self.take(length)?);
            } else {
                let number = code >> 1;
                let start = column(self.starts, number - 1) as usize;
                let piece = self.pieces.get(start..column(self.starts, number) as usize)?;
                text.push_str(std::str::from_utf8(piece).ok()?);
            }
            if code & 1 == 0 {
                return Some(text);
            }
            // Only a damaged record is that long.
            if text.len() > LONGEST_TEXT {
                return None;
            }
            text.push(' ');
        }
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

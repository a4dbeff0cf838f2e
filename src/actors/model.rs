//! An actor: an entry of a registry.

use crate::language::Language;
use crate::text::TextRange;
use jiff::civil::Date;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// The number of an actor in one [`Registry`](crate::actors::Registry); another registry gives the same actor another number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorIndex(pub(in crate::actors) u32);

impl ActorIndex {
    pub(in crate::actors) fn new(number: usize) -> Self {
        Self(number as u32)
    }

    pub(in crate::actors) fn get(self) -> usize {
        self.0 as usize
    }
}

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A human being.
    Person,
    /// A body of people with a name: a ministry, a company, an agency.
    Organisation,
    /// A country, a city, a building.
    Place,
    /// Something that happened.
    Event,
    /// People who share a name and no organisation.
    Group,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Person, Self::Organisation, Self::Place, Self::Event, Self::Group];

    /// The word that a registry has for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Event => "event",
            Self::Group => "group",
        }
    }
}

/// Grammatical gender of a person, for titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    Masculine,
    Feminine,
}

/// How a name may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameClass {
    /// The house form.
    House,
    /// Another full form.
    Also,
    /// Used after a full form only.
    Short,
    /// Recognised and reported.
    Wrong,
    /// Never alone: needs a cue.
    Weak,
    /// A place that stands for its government.
    Metonym,
}

/// A date of which the month and day may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    pub year: i16,
    pub month: Option<i8>,
    /// The day of the month.
    pub day: Option<i8>,
}

/// A name of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As printed.
    pub text: String,
    pub language: Language,
    /// How it may be used.
    pub class: NameClass,
    /// First day of use.
    pub from: Option<PartialDate>,
    /// Last day of use.
    pub to: Option<PartialDate>,
    /// Its place in the registry file; [`Actor::place_of`] tells it.
    pub range: EntryRange,
    /// Whether the entry has it from the built-in place that it stands for.
    pub is_lent: bool,
}

/// A form of a role's title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// As printed: `وزيرة النقل`.
    pub text: String,
    pub language: Language,
    /// The gender of its holder, where the form has one.
    pub gender: Option<Gender>,
}

/// An office that an actor held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its titles in all languages.
    pub titles: Vec<Title>,
    /// The id of the organisation.
    pub org: Option<String>,
    /// Whether it has one holder at a time.
    pub exclusive: bool,
    /// First day.
    pub from: Option<PartialDate>,
    /// Last day.
    pub to: Option<PartialDate>,
    /// Where that is documented.
    pub source: Option<String>,
    /// The place of the table in the registry file; [`Actor::place_of`] tells it.
    pub range: EntryRange,
}

/// A place that is counted from the start of its entry, so that an entry can move and its facts stay as they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntryRange {
    pub(in crate::actors) start: u32,
    pub(in crate::actors) end: u32,
}

/// An entry of the registry: where it stands, and what it says, which can be read as if it were its own. A copy shares
/// what it says with its original until one of them is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The registry file: the index into [`Registry::files`](crate::actors::Registry::files); `None` for a built-in entry that no file extends.
    pub file: Option<usize>,
    /// The place of the whole entry in its file.
    pub range: TextRange,
    /// The place of its id in its file, without quotation marks.
    pub id_range: TextRange,
    pub(in crate::actors) facts: Arc<Facts>,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The identifier that links use.
    pub id: String,
    pub kind: Kind,
    /// Grammatical gender.
    pub gender: Option<Gender>,
    /// Birth, foundation, or the first day of an event.
    pub begins: Option<PartialDate>,
    /// Death, dissolution, or the last day of an event.
    pub ends: Option<PartialDate>,
    /// One line about it, by language.
    pub descriptions: Vec<(Language, String)>,
    /// Outside ids: `wd:Q318305`, `iso:QA`.
    pub same_as: Vec<String>,
    /// Former ids.
    pub merged_from: Vec<String>,
    /// The id of what it belongs to.
    pub parent: Option<String>,
    /// What tells it from others of the same name.
    pub note: Option<String>,
    pub names: Vec<Name>,
    /// Offices, in the order of the file.
    pub roles: Vec<Role>,
}

impl Deref for Actor {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl DerefMut for Actor {
    fn deref_mut(&mut self) -> &mut Facts {
        Arc::make_mut(&mut self.facts)
    }
}

impl From<Facts> for Actor {
    /// An entry of no file.
    fn from(facts: Facts) -> Self {
        Self { file: None, range: TextRange::default(), id_range: TextRange::default(), facts: Arc::new(facts) }
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().map_while(|part| part) {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl PartialDate {
    /// The first day that it can mean; `None` where no such day exists.
    pub fn first_day(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    /// The last day that it can mean; `None` where no such day exists.
    pub fn last_day(self) -> Option<Date> {
        let month = Date::new(self.year, self.month.unwrap_or(12), 1).ok()?;
        match self.day {
            Some(day) => Date::new(self.year, month.month(), day).ok(),
            None => Some(month.last_of_month()),
        }
    }
}

/// Whether what begins and ends on partial dates may go on on some day of a span; an end that is not known is open.
pub(in crate::actors) fn may_meet(
    begins: Option<PartialDate>,
    ends: Option<PartialDate>,
    (first, last): (Date, Date),
) -> bool {
    begins.is_none_or(|begins| begins.first_day().is_none_or(|begins| begins <= last))
        && ends.is_none_or(|ends| ends.last_day().is_none_or(|ends| first <= ends))
}

impl EntryRange {
    /// A place in a file as it is seen from the start of its entry.
    pub(in crate::actors) fn from_start(range: TextRange, entry: u32) -> Self {
        // What stands above the header of its entry, which TOML allows, is told from it all the same.
        Self { start: range.start.wrapping_sub(entry), end: range.end.wrapping_sub(entry) }
    }
}

impl Role {
    /// Whether it is held on a day; its first and last day count, and an end that is not known is open.
    pub fn is_held_on(&self, day: Date) -> bool {
        self.is_held_in((day, day))
    }

    /// Whether it may be held on some day of a span.
    pub fn is_held_in(&self, days: (Date, Date)) -> bool {
        may_meet(self.from, self.to, days)
    }

    /// Whether it is held on a day for certain, whatever the days that its dates leave open.
    pub fn is_surely_held_on(&self, day: Date) -> bool {
        self.from.is_some_and(|from| from.last_day().is_some_and(|last| last <= day))
            && self.to.is_none_or(|to| to.first_day().is_some_and(|first| day <= first))
    }
}

impl Actor {
    /// Whether it is a country: its ISO code says so.
    pub fn is_country(&self) -> bool {
        self.same_as.iter().any(|code| code.starts_with("iso:"))
    }

    /// Whether it may live, exist or take place on some day of a span.
    pub fn lives_in(&self, days: (Date, Date)) -> bool {
        may_meet(self.begins, self.ends, days)
    }

    /// Where a name or a role of it stands in its file.
    pub fn place_of(&self, range: EntryRange) -> TextRange {
        let moved = |offset: u32| offset.wrapping_add(self.range.start);
        TextRange::new(moved(range.start), moved(range.end))
    }

    /// The same entry, further down in its file.
    pub(in crate::actors) fn moved(&self, by: u32) -> Self {
        Self { range: self.range.shift(by), id_range: self.id_range.shift(by), ..self.clone() }
    }

    /// An entry with nothing in it.
    pub(crate) fn blank(kind: Kind) -> Self {
        Self::from(Facts {
            id: String::new(),
            kind,
            gender: None,
            begins: None,
            ends: None,
            descriptions: Vec::new(),
            same_as: Vec::new(),
            merged_from: Vec::new(),
            parent: None,
            note: None,
            names: Vec::new(),
            roles: Vec::new(),
        })
    }

    /// The house form in a language; where it has none, `None`.
    pub fn house_name(&self, language: Language) -> Option<&str> {
        self.name_of(language, NameClass::House).or_else(|| self.name_of(language, NameClass::Also))
    }

    /// The first short form in a language, else the house form.
    pub fn short_name(&self, language: Language) -> Option<&str> {
        self.name_of(language, NameClass::Short).or_else(|| self.house_name(language))
    }

    fn name_of(&self, language: Language, class: NameClass) -> Option<&str> {
        self.names.iter().find(|name| name.language == language && name.class == class).map(|name| name.text.as_str())
    }
}

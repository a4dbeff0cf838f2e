//! The data model of an actor, that is, of a registry entry.

use crate::language::Language;
use crate::text::TextRange;
use jiff::civil::Date;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// The index of an actor in one [`Registry`](crate::actors::Registry). Another registry has other indexes.
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

/// The kind of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A human being.
    Person,
    /// A body with a name: a ministry, a company, an agency.
    Organisation,
    /// A country, a city, a building.
    Place,
    /// An event.
    Event,
    /// People who share a name but do not form an organisation.
    Group,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Person, Self::Organisation, Self::Place, Self::Event, Self::Group];

    /// The word for the kind in a registry file.
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

/// A person's grammatical gender, for titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    Masculine,
    Feminine,
}

impl Gender {
    /// The word for the gender in a registry file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Masculine => "m",
            Self::Feminine => "f",
        }
    }
}

/// The class of a name, which decides how it may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameClass {
    /// The preferred form.
    House,
    /// Another full form, also correct.
    Also,
    /// A short form, used after a full form.
    Short,
    /// A wrong form; recognized and reported.
    Wrong,
    /// A form that is never enough alone and needs a cue.
    Weak,
    /// A place that represents its government.
    Metonym,
}

impl NameClass {
    /// The key of the class in a registry file.
    pub fn key(self) -> &'static str {
        match self {
            Self::House => "name",
            Self::Also => "also",
            Self::Short => "short",
            Self::Wrong => "wrong",
            Self::Weak => "weak",
            Self::Metonym => "metonym",
        }
    }
}

/// A date without a month or day if unknown.
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
    /// The spelling in print.
    pub text: String,
    pub language: Language,
    pub class: NameClass,
    /// First day of use.
    pub from: Option<PartialDate>,
    /// Last day of use.
    pub to: Option<PartialDate>,
    /// Range in the registry file; use [`Actor::place_of`] to resolve it.
    pub range: EntryRange,
    /// Whether the name comes from the built-in place that the entry extends.
    pub is_lent: bool,
}

/// A form of a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The spelling in print: `وزيرة النقل`.
    pub text: String,
    pub language: Language,
    /// The gender of the holder, if the form has one.
    pub gender: Option<Gender>,
}

/// An office or position of an actor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// Titles in all languages.
    pub titles: Vec<Title>,
    /// The id of the organisation.
    pub org: Option<String>,
    /// Whether only one person at a time holds it.
    pub exclusive: bool,
    /// First day.
    pub from: Option<PartialDate>,
    /// Last day.
    pub to: Option<PartialDate>,
    /// The source of the information.
    pub source: Option<String>,
    /// Range of its table in the registry file; use [`Actor::place_of`] to resolve it.
    pub range: EntryRange,
}

/// A range relative to the start of an entry, so that a moved entry keeps its facts unchanged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntryRange {
    pub(in crate::actors) start: u32,
    pub(in crate::actors) end: u32,
}

/// An entry of a registry: its location and its facts, which `Deref` gives access to. Copies share their facts until
/// one of them is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Index of the registry file in [`Registry::files`](crate::actors::Registry::files); `None` for a built-in entry
    /// that no file extends.
    pub file: Option<usize>,
    /// Range of the entry in its file.
    pub range: TextRange,
    /// Range of its id in the file, without quotation marks.
    pub id_range: TextRange,
    pub(in crate::actors) facts: Arc<Facts>,
}

/// The facts of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The id that links use.
    pub id: String,
    pub kind: Kind,
    /// A person's grammatical gender.
    pub gender: Option<Gender>,
    /// Day of birth or foundation, or first day of an event.
    pub begins: Option<PartialDate>,
    /// Day of death or dissolution, or last day of an event.
    pub ends: Option<PartialDate>,
    /// A one-line description, by language.
    pub descriptions: Vec<(Language, String)>,
    /// Outside ids: `wd:Q318305`, `iso:QA`.
    pub same_as: Vec<String>,
    /// Former ids.
    pub merged_from: Vec<String>,
    /// The id of the parent organisation, group or place.
    pub parent: Option<String>,
    /// A note that distinguishes it from namesakes.
    pub note: Option<String>,
    pub names: Vec<Name>,
    /// Roles, in the order of the file.
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
    /// Creates an entry without a file.
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
    /// The first day of the possible range; `None` if no such day exists.
    pub fn first_day(self) -> Option<Date> {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()
    }

    /// The last day of the possible range; `None` if no such day exists.
    pub fn last_day(self) -> Option<Date> {
        let month = Date::new(self.year, self.month.unwrap_or(12), 1).ok()?;
        match self.day {
            Some(day) => Date::new(self.year, month.month(), day).ok(),
            None => Some(month.last_of_month()),
        }
    }
}

/// Whether a period with partial dates can overlap a span of days. Unknown ends are open.
pub(in crate::actors) fn can_overlap(
    begins: Option<PartialDate>,
    ends: Option<PartialDate>,
    (first, last): (Date, Date),
) -> bool {
    begins.is_none_or(|begins| begins.first_day().is_none_or(|begins| begins <= last))
        && ends.is_none_or(|ends| ends.last_day().is_none_or(|ends| first <= ends))
}

impl EntryRange {
    /// Makes a range relative to the start of its entry.
    pub(in crate::actors) fn from_start(range: TextRange, entry: u32) -> Self {
        // TOML allows parts of an entry before its header; the offset wraps then.
        Self { start: range.start.wrapping_sub(entry), end: range.end.wrapping_sub(entry) }
    }
}

impl Role {
    /// Whether the role is held on a day, including its first and last day. Unknown ends are open.
    pub fn is_held_on(&self, day: Date) -> bool {
        self.is_held_in((day, day))
    }

    /// Whether the role can be held on a day of the span.
    pub fn is_held_in(&self, days: (Date, Date)) -> bool {
        can_overlap(self.from, self.to, days)
    }

    /// Whether the role is certainly held on a day, even if its dates are partial.
    pub fn is_certainly_held_on(&self, day: Date) -> bool {
        self.from.is_some_and(|from| from.last_day().is_some_and(|last| last <= day))
            && self.to.is_none_or(|to| to.first_day().is_some_and(|first| day <= first))
    }
}

impl Actor {
    /// The preferred name in a language, else in another; the id of an entry without names.
    pub fn shown_name(&self, language: Language) -> &str {
        let any = || self.names.first().map(|name| name.text.as_str());
        self.house_name(language).or_else(any).unwrap_or(&self.id)
    }

    /// The title of a role of this actor in a language, in the form for the actor's gender if there is one; else in another
    /// language.
    pub fn title_of<'a>(&self, role: &'a Role, language: Language) -> Option<&'a str> {
        let fits = |title: &&Title| title.gender.is_none() || self.gender.is_none() || title.gender == self.gender;
        let own = || role.titles.iter().filter(|title| title.language == language);
        let fitting = own().find(fits).or_else(|| own().next()).or_else(|| role.titles.iter().find(fits));
        fitting.or(role.titles.first()).map(|title| title.text.as_str())
    }

    /// Whether it is a country, that is, has an ISO code.
    pub fn is_country(&self) -> bool {
        self.same_as.iter().any(|code| code.starts_with("iso:"))
    }

    /// Whether it can live, exist or take place on a day of the span.
    pub fn lives_in(&self, days: (Date, Date)) -> bool {
        can_overlap(self.begins, self.ends, days)
    }

    /// Resolves the range of a name or role in the file.
    pub fn place_of(&self, range: EntryRange) -> TextRange {
        let moved = |offset: u32| offset.wrapping_add(self.range.start);
        TextRange::new(moved(range.start), moved(range.end))
    }

    /// The same entry, moved down in its file.
    pub fn moved(&self, by: u32) -> Self {
        Self { range: self.range.shift(by), id_range: self.id_range.shift(by), ..self.clone() }
    }

    /// An entry without any facts.
    pub(crate) fn empty(kind: Kind) -> Self {
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

    /// The house form in a language, if any.
    pub fn house_name(&self, language: Language) -> Option<&str> {
        self.name_of(language, NameClass::House).or_else(|| self.name_of(language, NameClass::Also))
    }

    /// The first short form in a language, otherwise the house form.
    pub fn short_name(&self, language: Language) -> Option<&str> {
        self.name_of(language, NameClass::Short).or_else(|| self.house_name(language))
    }

    fn name_of(&self, language: Language, class: NameClass) -> Option<&str> {
        self.names.iter().find(|name| name.language == language && name.class == class).map(|name| name.text.as_str())
    }
}

//! A name in prose: as it was found, and as it was judged.

use crate::actors::model::ActorIndex;
use crate::actors::words::frequent::Everyday;
use crate::text::ProseRange;

/// Whether a name is spelt as the registry has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// Equal, or one of the spellings that count as equal (عبدالفتاح, hyphens, apostrophes).
    Exact,
    /// Equal on the loose key only.
    Variant,
}

/// A name found in the prose of one block, not yet judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch {
    /// The name, without clitics and possessives.
    pub range: ProseRange,
    /// The clitics in front of it; empty where there are none.
    pub clitic: ProseRange,
    /// Whose name it can be, with the index of the name in [`Facts::names`](crate::actors::model::Facts::names). Never empty.
    pub candidates: Vec<(ActorIndex, usize)>,
    /// How it is spelt.
    pub spelling: Spelling,
    /// Whether something beside it makes it doubtful: a name that continues it, an institution named after it.
    pub doubtful: bool,
    /// A registered title of one of the candidates that stands beside it: the candidate, and the title's place.
    pub title: Option<(ActorIndex, ProseRange)>,
    /// All candidates that hold or held that title; it settles whose name it is when there is one.
    pub titled: Vec<ActorIndex>,
    /// Whether a word near its title says "former" or "elect": only then need somebody look more closely.
    pub qualified: bool,
    /// Whether a cue (`حركة أمل`) or quotation marks show that a weak name is meant as a name.
    pub cued: bool,
    /// What the cue says of a place.
    pub cue: Option<PlaceCue>,
    /// Whether the name has one word.
    pub one_word: bool,
    /// Whether that word is one of everyday prose, too.
    pub everyday: Everyday,
    /// Whether a verb of speaking is beside an everyday word.
    pub spoken: bool,
    /// Whether a short name ends the name of somebody else: `John Marsh`, where only Tim Marsh is known.
    pub claimed: bool,
}

/// What a word before a place says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceCue {
    /// A city: `العاصمة عمان`.
    City,
    /// A country: `سلطنة عمان`.
    Country,
}

/// How sure a recognised name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// Exactly one actor fits.
    Certain,
    /// A short form of exactly one actor, before its full form.
    ShortFirst,
    /// Several fit and nothing settles it.
    Ambiguous,
    /// Perhaps a name: weak, doubtful, unresolved.
    Unsure,
}

/// A name in an article, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedName {
    /// The block that it stands in.
    pub block: usize,
    pub hit: NameMatch,
    /// How sure it is.
    pub certainty: Certainty,
    /// The actors that remain: one when certain or short-first, several when ambiguous, any number for a hint.
    pub actors: Vec<ActorIndex>,
    /// Whether the words are the text of a link to an actor (then it is known who is meant, and the link rules look).
    pub linked: bool,
}

/// What [`disambiguate`](super::disambiguate::disambiguate) needs to know of one block.
#[derive(Debug, Clone)]
pub struct BlockNames<'a> {
    /// The block's index in the article.
    pub block: usize,
    /// Whether it is a headline or heading: those neither introduce an actor nor are reported for short forms.
    pub heading: bool,
    /// What [`scan`](super::scan::scan) found.
    pub hits: &'a [NameMatch],
    /// The links to actors in the block, in order and disjoint: their text, and whom they name where the registry knows the id.
    pub links: Vec<(ProseRange, Option<ActorIndex>)>,
    /// Prose that is the text of other links, in order and disjoint: no name is looked for there.
    pub closed: Vec<ProseRange>,
    /// Dates in the prose, in order: a name of one word inside one is none.
    pub dates: Vec<ProseRange>,
}

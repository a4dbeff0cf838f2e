//! A name in prose, as found and as resolved.

use crate::actors::model::ActorIndex;
use crate::actors::words::frequent::Everyday;
use crate::article::BlockId;
use crate::text::ProseRange;

/// Whether a name is spelt as in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// Equal, or in a spelling that counts as equal (عبدالفتاح, hyphens, apostrophes).
    Exact,
    /// Equal only in loose spelling.
    Variant,
}

/// A name found in the prose of one block, not yet resolved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NameMatch {
    /// Range of the name, without clitics and possessives.
    pub range: ProseRange,
    /// Range of the clitics before it; can be empty.
    pub clitic: ProseRange,
    /// The actors it can mean, with the index of the name in [`Facts::names`](crate::actors::model::Facts::names).
    /// Never empty.
    pub candidates: Vec<(ActorIndex, usize)>,
    /// How well the spelling matches.
    pub spelling: Spelling,
    /// Whether its context makes it doubtful: a word that continues the name, or an institution named after it.
    pub doubtful: bool,
    /// A registered title of a candidate next to the name: the candidate, and the range of the title.
    pub title: Option<(ActorIndex, ProseRange)>,
    /// All candidates that hold or held that title. A single one decides who is meant.
    pub titled: Vec<ActorIndex>,
    /// Whether a word near the title means "former" or "elect", so that its dates must be examined.
    pub qualified: bool,
    /// Whether a cue (`حركة أمل`) or quotation marks show that a weak name is used as a name.
    pub cued: bool,
    /// The kind of place that the cue states.
    pub cue: Option<PlaceCue>,
    /// Whether the name is a single word.
    pub one_word: bool,
    /// Whether that word is also a word of everyday prose.
    pub everyday: Everyday,
    /// Whether a verb of speaking is next to an everyday word.
    pub has_speech_verb: bool,
    /// Whether a short name ends another person's name: `John Marsh`, where only Tim Marsh is known.
    pub claimed: bool,
}

/// The kind of place that the word before a name states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceCue {
    /// A city: `العاصمة عمان`.
    City,
    /// A country: `سلطنة عمان`.
    Country,
}

/// How certain a resolved name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// Exactly one actor fits.
    Certain,
    /// A short form of exactly one actor, before its full form.
    ShortFirst,
    /// Several actors fit.
    Ambiguous,
    /// Possibly a name: weak, doubtful or unresolved.
    Unsure,
}

/// A name in an article, resolved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResolvedName {
    pub block: BlockId,
    pub matched: NameMatch,
    pub certainty: Certainty,
    /// The remaining actors: one if certain or short-first, several if ambiguous, any number for a hint.
    pub actors: Vec<ActorIndex>,
    /// Whether the words are the text of a link to an actor; the actor is then known, and link rules check it.
    pub linked: bool,
}

/// The input of [`disambiguate`](super::disambiguate::disambiguate) for one block.
#[derive(Debug, Clone)]
pub struct BlockNames<'a> {
    /// Index of the block in the article.
    pub block: BlockId,
    /// Whether it is a headline or heading, which neither introduces an actor nor is reported for short forms.
    pub heading: bool,
    /// The result of [`scan`](super::scan::scan).
    pub matches: &'a [NameMatch],
    /// The links to actors in the block, in order and disjoint: their text, and the actor if the registry has the id.
    pub links: Vec<(ProseRange, Option<ActorIndex>)>,
    /// The texts of other links, in order and disjoint, which are not searched for names.
    pub closed: Vec<ProseRange>,
    /// Dates in the prose, in order. A single-word name inside a date is not a name.
    pub dates: Vec<ProseRange>,
}

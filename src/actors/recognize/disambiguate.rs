//! Decides which actors the names of an article mean, in reading order.

use crate::actors::model::{Actor, ActorIndex, Kind, Name, NameClass};
use crate::actors::recognize::model::{BlockNames, Certainty, NameMatch, PlaceCue, ResolvedName};
use crate::actors::store::registry::Registry;
use crate::actors::words::frequent::Everyday;
use crate::text::ProseRange;
use foldhash::HashSet;
use jiff::civil::Date;
use std::cell::OnceCell;

/// What the earlier names of an article say about a match.
struct Story<'a> {
    registry: &'a Registry,
    blocks: &'a [BlockNames<'a>],
    on: Option<Date>,
    /// Actors that have been introduced.
    known: HashSet<ActorIndex>,
    /// Actors whose short name has since been part of another person's name.
    claimed: HashSet<ActorIndex>,
    /// Computed at the first use.
    named: OnceCell<Named>,
}

/// The actors that an article names anywhere.
#[derive(Default)]
struct Named {
    /// Actors with a full name or a link.
    in_full: HashSet<ActorIndex>,
    /// Actors with a name of several words, or of one without clitics.
    uncut: HashSet<ActorIndex>,
}

impl Story<'_> {
    fn named(&self) -> &Named {
        self.named.get_or_init(|| {
            let mut named = Named::default();
            for block in self.blocks {
                let linked = block.links.iter().filter_map(|(_, actor)| *actor);
                named.in_full.extend(linked.clone());
                named.uncut.extend(linked);
                for matched in block.matches {
                    for (actor, place) in &matched.candidates {
                        if !matched.doubtful && usage(self.registry, matched, *actor, *place) == Use::Full {
                            named.in_full.insert(*actor);
                        }
                        if matched.clitic.is_empty() || !matched.one_word {
                            named.uncut.insert(*actor);
                        }
                    }
                }
            }
            named
        })
    }

    fn introduce(&mut self, actor: ActorIndex) {
        self.known.insert(actor);
        self.claimed.remove(&actor);
    }
}

/// Decides which actors the names of an article mean, in reading order. `on` is the reference date.
pub fn disambiguate(registry: &Registry, blocks: &[BlockNames<'_>], on: Option<Date>) -> Vec<ResolvedName> {
    let (known, claimed) = (HashSet::default(), HashSet::default());
    let mut story = Story { registry, blocks, on, known, claimed, named: OnceCell::new() };
    let mut out = Vec::new();
    for block in blocks {
        let mut links = block.links.iter().filter(|(_, actor)| actor.is_some()).peekable();
        for matched in block.matches {
            // A link that starts before the name has introduced its actor.
            while let Some((_, actor)) = links.next_if(|(range, _)| range.start <= matched.range.start) {
                actor.filter(|_| !block.heading).into_iter().for_each(|actor| story.introduce(actor));
            }
            let in_date = || matched.one_word && first_overlap(&block.dates, |date| *date, matched.range).is_some();
            if first_overlap(&block.closed, |closed| *closed, matched.range).is_some() || in_date() {
                continue;
            }
            let link = first_overlap(&block.links, |(range, _)| *range, matched.range);
            let (certainty, actors) = match link {
                Some((_, Some(actor))) => (Certainty::Certain, vec![*actor]),
                _ => judge(&story, matched),
            };
            let heading_short = block.heading && certainty == Certainty::ShortFirst;
            let certainty = if heading_short { Certainty::Unsure } else { certainty };
            if certainty == Certainty::Certain && !block.heading {
                for actor in &actors {
                    story.introduce(*actor);
                }
            }
            if matched.claimed && link.is_none() {
                story.claimed.extend(matched.candidates.iter().map(|(actor, _)| *actor));
            }
            out.push(ResolvedName {
                block: block.block,
                matched: matched.clone(),
                certainty,
                actors,
                linked: link.is_some(),
            });
        }
        if !block.heading {
            links.filter_map(|(_, actor)| *actor).for_each(|actor| story.introduce(actor));
        }
    }
    out
}

/// The first of the items (sorted and disjoint) that overlaps `range`.
fn first_overlap<T>(items: &[T], of: impl Fn(&T) -> ProseRange, range: ProseRange) -> Option<&T> {
    let at = items.partition_point(|item| of(item).end <= range.start);
    items.get(at).filter(|item| of(item).overlaps(range))
}

/// The use of a name by one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Full,
    Short,
    Weak,
    Metonym,
}

fn usage(registry: &Registry, matched: &NameMatch, actor: ActorIndex, place: usize) -> Use {
    let index = actor;
    let actor = registry.actor(index);
    let name = &actor.names[place];
    // A word of everyday prose alone is not enough, whatever the registry says.
    let is_everyday = match matched.everyday {
        Everyday::No => false,
        Everyday::AlsoName => actor.kind == Kind::Person,
        Everyday::Word => true,
    };
    let is_weak = is_everyday && !matched.cued && !matched.has_speech_verb && !matched.titled.contains(&index);
    match name.class {
        NameClass::House | NameClass::Also if is_weak => Use::Weak,
        NameClass::Short => Use::Short,
        NameClass::Weak if !matched.cued => Use::Weak,
        // The wrong spelling of a surname is still not a full form.
        NameClass::Wrong if actor.kind == Kind::Person && is_one_word(&name.text) && has_longer_house(actor, name) => {
            Use::Short
        }
        NameClass::House | NameClass::Also | NameClass::Wrong | NameClass::Weak => Use::Full,
        NameClass::Metonym => Use::Metonym,
    }
}

fn is_one_word(text: &str) -> bool {
    !text.trim().contains(char::is_whitespace)
}

fn has_longer_house(actor: &Actor, name: &Name) -> bool {
    actor
        .names
        .iter()
        .any(|house| house.class == NameClass::House && house.language == name.language && !is_one_word(&house.text))
}

fn judge(story: &Story<'_>, matched: &NameMatch) -> (Certainty, Vec<ActorIndex>) {
    let registry = story.registry;
    let of = |wanted: Use| -> Vec<ActorIndex> {
        if let [(actor, place)] = *matched.candidates.as_slice() {
            return if usage(registry, matched, actor, place) == wanted { vec![actor] } else { Vec::new() };
        }
        let fitting = matched.candidates.iter().filter(|one| !has_id_of_country(registry, matched, one.0));
        let fitting = fitting.filter(|(actor, place)| usage(registry, matched, *actor, *place) == wanted);
        own_first(registry, fitting.copied().collect())
    };
    let (full, short) = (of(Use::Full), of(Use::Short));
    if matched.doubtful || (full.is_empty() && short.is_empty()) {
        let mut actors = if full.is_empty() { short } else { full };
        if actors.is_empty() {
            actors = of(Use::Weak);
        }
        if actors.is_empty() {
            actors = of(Use::Metonym);
        }
        return (Certainty::Unsure, actors);
    }
    let (certainty, actors) =
        if full.is_empty() { settle_short(story, matched, short) } else { settle_full(story, matched, full) };
    let is_cut = certainty == Certainty::Certain && is_doubtful_cut(story, matched, &actors);
    (if is_cut { Certainty::Unsure } else { certainty }, actors)
}

/// Up to this number of letters, a single-word name after a clitic needs other evidence: `كتاب` is a book, not `ك` and a place.
const SHORT_STEM: usize = 5;

/// Whether a short word was split into a clitic and a name that does not occur elsewhere in the article. Countries are
/// exempt.
fn is_doubtful_cut(story: &Story<'_>, matched: &NameMatch, actors: &[ActorIndex]) -> bool {
    let [actor] = actors else { return false };
    if matched.clitic.is_empty()
        || !matched.one_word
        || matched.cued
        || matched.titled.contains(actor)
        || matched.everyday != Everyday::No
    {
        return false;
    }
    let entry = story.registry.actor(*actor);
    let is_country = entry.file.is_none() || entry.is_country();
    let is_short = matched
        .candidates
        .iter()
        .filter(|(other, _)| other == actor)
        .any(|(_, place)| entry.names[*place].text.chars().nth(SHORT_STEM).is_none());
    is_short && !is_country && !story.named().uncut.contains(actor)
}

/// Whether another candidate of the same name is an entry with the id of a country: then the country is meant.
fn has_id_of_country(registry: &Registry, matched: &NameMatch, actor: ActorIndex) -> bool {
    let entry = registry.actor(actor);
    let is_country = |(other, _): &(ActorIndex, usize)| {
        let other = registry.actor(*other);
        other.file.is_none() && other.id == entry.id
    };
    entry.file.is_some() && entry.kind != Kind::Place && matched.candidates.iter().any(is_country)
}

/// Prefers entries of the project to built-in ones if the project itself has the name.
fn own_first(registry: &Registry, actors: Vec<(ActorIndex, usize)>) -> Vec<ActorIndex> {
    let is_own = |(actor, place): &(ActorIndex, usize)| {
        let entry = registry.actor(*actor);
        entry.file.is_some() && !entry.names[*place].is_lent
    };
    let has_own = actors.iter().any(is_own);
    actors.into_iter().filter(|one| !has_own || is_own(one)).map(|(actor, _)| actor).collect()
}

fn settle_full(story: &Story<'_>, matched: &NameMatch, full: Vec<ActorIndex>) -> (Certainty, Vec<ActorIndex>) {
    if full.len() == 1 {
        return (Certainty::Certain, full);
    }
    let registry = story.registry;
    let steps: [&dyn Fn(&ActorIndex) -> bool; 4] = [
        &|actor| matched.titled.contains(actor),
        &|actor| matched.cue.is_some_and(|cue| registry.actor(*actor).is_country() == (cue == PlaceCue::Country)),
        &|actor| story.known.contains(actor),
        &|actor| story.on.is_some_and(|on| in_office(registry, *actor, on)),
    ];
    narrow(full, &steps)
}

fn settle_short(story: &Story<'_>, matched: &NameMatch, short: Vec<ActorIndex>) -> (Certainty, Vec<ActorIndex>) {
    let free: Vec<ActorIndex> = short.iter().copied().filter(|actor| !story.claimed.contains(actor)).collect();
    if free.is_empty() {
        return (Certainty::Unsure, short);
    }
    let seen: Vec<ActorIndex> = free.iter().copied().filter(|actor| story.known.contains(actor)).collect();
    let is_backed =
        matched.everyday != Everyday::Word || matched.has_speech_verb || matched.cued || !matched.titled.is_empty();
    if seen.len() == 1 {
        return (if is_backed { Certainty::Certain } else { Certainty::Unsure }, seen);
    }
    let open = if seen.is_empty() { free } else { seen };
    let titled: Vec<ActorIndex> = open.iter().copied().filter(|actor| matched.titled.contains(actor)).collect();
    match titled.len() {
        // If none of them is named in the article, it is about another person.
        0 if !open.iter().any(|actor| story.named().in_full.contains(actor)) => (Certainty::Unsure, open),
        0 if open.len() == 1 => (if is_backed { Certainty::ShortFirst } else { Certainty::Unsure }, open),
        0 => (Certainty::Ambiguous, open),
        1 => (Certainty::Certain, titled),
        _ => narrow(titled, &[&|actor| story.on.is_some_and(|on| in_office(story.registry, *actor, on))]),
    }
}

/// Applies the kinds of evidence in order until one candidate is left. Evidence that no candidate fits is skipped.
fn narrow(mut open: Vec<ActorIndex>, steps: &[&dyn Fn(&ActorIndex) -> bool]) -> (Certainty, Vec<ActorIndex>) {
    for step in steps {
        let fitting: Vec<ActorIndex> = open.iter().copied().filter(|actor| step(actor)).collect();
        if fitting.len() == 1 {
            return (Certainty::Certain, fitting);
        }
        if !fitting.is_empty() {
            open = fitting;
        }
    }
    (Certainty::Ambiguous, open)
}

/// Whether an actor held any office on a day. Roles without dates do not count.
fn in_office(registry: &Registry, actor: ActorIndex, on: Date) -> bool {
    let dated = registry.actor(actor).roles.iter().filter(|role| role.from.is_some() || role.to.is_some());
    dated.into_iter().any(|role| role.is_held_on(on))
}

//! Judges the names of an article in reading order.

use super::{ActorIndex, BlockNames, Certainty, Hit, Kind, NameClass, Recognised, Registry};
use crate::text::ProseRange;
use jiff::civil::Date;
use std::collections::HashSet;

/// Judges the names of an article in reading order. `on` is the reference date.
pub fn settle(registry: &Registry, blocks: &[BlockNames<'_>], on: Option<Date>) -> Vec<Recognised> {
    let mut known: HashSet<ActorIndex> = HashSet::new();
    let mut out = Vec::new();
    for block in blocks {
        let mut links = block.links.iter().filter(|(_, actor)| actor.is_some()).peekable();
        for hit in block.hits {
            // A link that began before the name has introduced its actor.
            while let Some((_, actor)) = links.next_if(|(range, _)| range.start <= hit.range.start) {
                known.extend(actor.filter(|_| !block.heading));
            }
            if first_overlap(&block.closed, |closed| *closed, hit.range).is_some() {
                continue;
            }
            let link = first_overlap(&block.links, |(range, _)| *range, hit.range);
            let (certainty, actors) = match link {
                Some((_, Some(actor))) => (Certainty::Certain, vec![*actor]),
                _ => judge(registry, hit, &known, on),
            };
            let heading_short = block.heading && certainty == Certainty::ShortFirst;
            let certainty = if heading_short { Certainty::Hint } else { certainty };
            if certainty == Certainty::Certain && !block.heading {
                known.extend(actors.iter().copied());
            }
            out.push(Recognised { block: block.block, hit: hit.clone(), certainty, actors, linked: link.is_some() });
        }
        if !block.heading {
            known.extend(links.filter_map(|(_, actor)| *actor));
        }
    }
    out
}

/// The first of some items, in order and disjoint, whose range shares a byte with `range`.
fn first_overlap<T>(items: &[T], of: impl Fn(&T) -> ProseRange, range: ProseRange) -> Option<&T> {
    let at = items.partition_point(|item| of(item).end <= range.start);
    items.get(at).filter(|item| of(item).overlaps(range))
}

/// How a name is used, seen from one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Full,
    Short,
    Weak,
    Metonym,
}

fn usage(registry: &Registry, hit: &Hit, actor: ActorIndex, place: usize) -> Use {
    let actor = registry.actor(actor);
    let name = &actor.names[place];
    match name.class {
        NameClass::Short => Use::Short,
        NameClass::Weak if !hit.cued => Use::Weak,
        // A wrong spelling of a surname is no more a full form than the right one.
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

fn has_longer_house(actor: &super::Actor, name: &super::Name) -> bool {
    actor
        .names
        .iter()
        .any(|house| house.class == NameClass::House && house.language == name.language && !is_one_word(&house.text))
}

fn judge(
    registry: &Registry,
    hit: &Hit,
    known: &HashSet<ActorIndex>,
    on: Option<Date>,
) -> (Certainty, Vec<ActorIndex>) {
    let of = |wanted: Use| -> Vec<ActorIndex> {
        let fitting = hit.candidates.iter().filter(|(actor, place)| usage(registry, hit, *actor, *place) == wanted);
        own_first(registry, fitting.map(|(actor, _)| *actor).collect())
    };
    let (full, short) = (of(Use::Full), of(Use::Short));
    if hit.doubtful || (full.is_empty() && short.is_empty()) {
        let mut actors = if full.is_empty() { short } else { full };
        if actors.is_empty() {
            actors = of(Use::Weak);
        }
        if actors.is_empty() {
            actors = of(Use::Metonym);
        }
        return (Certainty::Hint, actors);
    }
    if !full.is_empty() {
        return settle_full(registry, hit, full, known, on);
    }
    settle_short(registry, hit, short, known, on)
}

/// The newsroom's own entries go before built-in ones of the same name.
fn own_first(registry: &Registry, actors: Vec<ActorIndex>) -> Vec<ActorIndex> {
    let own: Vec<ActorIndex> = actors.iter().copied().filter(|actor| registry.actor(*actor).file.is_some()).collect();
    if own.is_empty() { actors } else { own }
}

fn settle_full(
    registry: &Registry,
    hit: &Hit,
    full: Vec<ActorIndex>,
    known: &HashSet<ActorIndex>,
    on: Option<Date>,
) -> (Certainty, Vec<ActorIndex>) {
    if full.len() == 1 {
        return (Certainty::Certain, full);
    }
    let steps: [&dyn Fn(&ActorIndex) -> bool; 3] =
        [&|actor| hit.titled.contains(actor), &|actor| known.contains(actor), &|actor| {
            on.is_some_and(|on| in_office(registry, *actor, on))
        }];
    narrow(full, &steps)
}

fn settle_short(
    registry: &Registry,
    hit: &Hit,
    short: Vec<ActorIndex>,
    known: &HashSet<ActorIndex>,
    on: Option<Date>,
) -> (Certainty, Vec<ActorIndex>) {
    let seen: Vec<ActorIndex> = short.iter().copied().filter(|actor| known.contains(actor)).collect();
    if seen.len() == 1 {
        return (Certainty::Certain, seen);
    }
    let open = if seen.is_empty() { short } else { seen };
    let titled: Vec<ActorIndex> = open.iter().copied().filter(|actor| hit.titled.contains(actor)).collect();
    match titled.len() {
        0 if open.len() == 1 => (Certainty::ShortFirst, open),
        0 => (Certainty::Ambiguous, open),
        1 => (Certainty::Certain, titled),
        _ => narrow(titled, &[&|actor| on.is_some_and(|on| in_office(registry, *actor, on))]),
    }
}

/// Takes one kind of evidence after the other until one candidate is left; evidence that fits none is passed over.
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

/// Whether an actor held any office on a day; a role without dates says nothing.
fn in_office(registry: &Registry, actor: ActorIndex, on: Date) -> bool {
    let dated = registry.actor(actor).roles.iter().filter(|role| role.from.is_some() || role.to.is_some());
    dated.into_iter().any(|role| role.is_held_on(on))
}

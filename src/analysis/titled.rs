//! Names next to a title of their actor.

use super::Analysis;
use crate::actors::{ActorIndex, Certainty, Kind, Lookup, Office, ResolvedName, offices, offices_at};
use crate::text::{ProseRange, TextRange};

/// A name next to a title of one of its actors.
#[derive(Debug, Clone)]
pub struct TitledName<'a> {
    pub name: &'a ResolvedName,
    /// The actor, which is certain.
    pub actor: ActorIndex,
    /// Range of the title in the block's prose.
    pub title: ProseRange,
    /// The offices of the actor that the title can mean; never empty.
    pub offices: Vec<Office>,
}

impl Analysis {
    /// Names of certain actors next to one of their titles. Titles that their context assigns to another organisation
    /// ("chief executive of …") are skipped.
    pub fn titled_names(&self) -> impl Iterator<Item = TitledName<'_>> {
        let titled = self.names.iter().filter_map(|name| {
            let actor = self.certain_actor(name)?;
            let (_, title) = name.matched.title?;
            let words = title.slice(self.article.blocks[name.block].prose.text());
            let offices = offices(self.registry(), actor, words);
            (name.matched.titled.contains(&actor) && !offices.is_empty()).then_some(TitledName {
                name,
                actor,
                title,
                offices,
            })
        });
        titled.filter(|titled| !belongs_elsewhere(self, titled))
    }

    /// The exclusive offices that a title at an offset of the source means, with the range of the title: each is an actor and
    /// the index of its role.
    pub fn office_at(&self, offset: u32) -> Option<(TextRange, Vec<(ActorIndex, usize)>)> {
        let block = self.article.blocks.iter().find(|block| block.range.touches(offset))?;
        let at = block.prose.prose_offset(offset)?;
        let (range, offices) = offices_at(self.registry(), block.prose.text(), at)?;
        Some((block.prose.map(range).range(), offices))
    }

    /// The actor of a name, if it is certain. For a link whose text is not a name of its actor, nothing is certain.
    pub fn certain_actor(&self, name: &ResolvedName) -> Option<ActorIndex> {
        let [actor] = name.actors.as_slice() else { return None };
        let sure = matches!(name.certainty, Certainty::Certain | Certainty::ShortFirst);
        let is_candidate = name.matched.candidates.iter().any(|(candidate, _)| candidate == actor);
        (sure && is_candidate).then_some(*actor)
    }
}

/// Whether the words next to a title assign it to another organisation: "France's president", "chief executive of …".
fn belongs_elsewhere(analysis: &Analysis, one: &TitledName<'_>) -> bool {
    let TitledName { name, actor, title, offices } = one;
    let block = name.block;
    let prose = analysis.article.blocks[block].prose.text();
    let entry = analysis.registry().actor(*actor);
    let orgs: Vec<ActorIndex> = offices
        .iter()
        .filter_map(|office| entry.roles[office.role].org.as_deref())
        .filter_map(|org| match analysis.registry().lookup(org) {
            Lookup::Found(org) | Lookup::Merged(org) => Some(org),
            Lookup::Missing => None,
        })
        .collect();
    let near = |from: u32, to: u32| analysis.names_in(block, ProseRange::new(from, to)).iter();
    let kind = |actor: &ActorIndex| analysis.registry().actor(*actor).kind;
    let other = |other: &ResolvedName| {
        let actors = || other.matched.candidates.iter().map(|(actor, _)| *actor);
        let alike = actors().any(|one| orgs.iter().any(|org| kind(org) == kind(&one)) && kind(&one) != Kind::Person);
        alike && !actors().any(|one| orgs.contains(&one))
    };
    let before = prose[..title.start as usize].trim_end();
    let touching = before.len() as u32;
    if near(touching.saturating_sub(1), touching).any(other) {
        return true;
    }
    // After the title and the name: "of Sahil Lines", `لشركة ساحل`.
    let (end, rest) = (title.end, &prose[title.end as usize..]);
    let bound = ["of ", "for ", "at ", "to "].iter().any(|word| rest.trim_start().starts_with(word))
        || rest.trim_start().starts_with('ل')
        || rest.trim_start().starts_with("في ");
    if title.start < name.matched.range.end || !bound {
        return false;
    }
    let reach = rest.char_indices().nth(24).map_or(rest.len(), |(at, _)| at) as u32;
    let own = near(end, end + reach).any(|other| other.matched.candidates.iter().any(|(one, _)| orgs.contains(one)));
    !own
}

//! Names with a title next to them.

use super::Analysis;
use crate::actors::{ActorIndex, Certainty, Kind, Lookup, Office, ResolvedName, offices};
use crate::text::ProseRange;

/// A name with a title next to it that is one of its actor's.
#[derive(Debug, Clone)]
pub struct TitledName<'a> {
    pub name: &'a ResolvedName,
    /// Whose it certainly is.
    pub actor: ActorIndex,
    /// Where the title is in the block's prose.
    pub title: ProseRange,
    /// The offices of the actor that it can mean; never empty.
    pub offices: Vec<Office>,
}

impl Analysis {
    /// The names that are certainly one actor's, with a title of that actor next to them. A title that the words next to it
    /// make that of another body ("chief executive of …") is none of them.
    pub fn titled_names(&self) -> impl Iterator<Item = TitledName<'_>> {
        let titled = self.names.iter().filter_map(|name| {
            let actor = self.sure_actor(name)?;
            let (_, title) = name.hit.title?;
            let words = title.slice(self.article.blocks[name.block].prose.text());
            let offices = offices(self.registry(), actor, words);
            (name.hit.titled.contains(&actor) && !offices.is_empty()).then_some(TitledName {
                name,
                actor,
                title,
                offices,
            })
        });
        titled.filter(|titled| !belongs_elsewhere(self, titled))
    }

    /// The actor of a name, where it is certainly the name of one. Of a link with another text than a name of its actor
    /// nothing is certain.
    pub fn sure_actor(&self, name: &ResolvedName) -> Option<ActorIndex> {
        let [actor] = name.actors.as_slice() else { return None };
        let sure = matches!(name.certainty, Certainty::Certain | Certainty::ShortFirst);
        let theirs = name.hit.candidates.iter().any(|(candidate, _)| candidate == actor);
        (sure && theirs).then_some(*actor)
    }
}

/// Whether the words next to a title make it that of another body: "France's president", "chief executive of …".
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
        let actors = || other.hit.candidates.iter().map(|(actor, _)| *actor);
        let alike = actors().any(|one| orgs.iter().any(|org| kind(org) == kind(&one)) && kind(&one) != Kind::Person);
        alike && !actors().any(|one| orgs.contains(&one))
    };
    let before = prose[..title.start as usize].trim_end();
    let touching = before.len() as u32;
    if near(touching.saturating_sub(1), touching).any(other) {
        return true;
    }
    // After the title and after the name: "of Sahil Lines", `لشركة ساحل`.
    let (end, rest) = (title.end, &prose[title.end as usize..]);
    let bound = ["of ", "for ", "at ", "to "].iter().any(|word| rest.trim_start().starts_with(word))
        || rest.trim_start().starts_with('ل')
        || rest.trim_start().starts_with("في ");
    if title.start < name.hit.range.end || !bound {
        return false;
    }
    let reach = rest.char_indices().nth(24).map_or(rest.len(), |(at, _)| at) as u32;
    let own = near(end, end + reach).any(|other| other.hit.candidates.iter().any(|(one, _)| orgs.contains(one)));
    !own
}

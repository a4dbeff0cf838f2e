//! Adds a spelling of a registered name from words of an article.

use super::source_change::SourceChange;
use crate::actors::merge::with_name;
use crate::actors::{ActorIndex, EntryRange, Name, NameClass};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::language::Language;
use crate::rule::Remedy;
use crate::rules;
use std::path::PathBuf;

/// A spelling that is not in the registry yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSpelling {
    /// The actor.
    pub actor: ActorIndex,
    /// The words.
    pub name: String,
    /// The language of the similar name.
    pub language: Language,
}

/// The spelling that a finding is about.
pub fn spelling_for_finding(analysis: &Analysis, finding: &Finding) -> Option<NewSpelling> {
    if rules::find(&finding.code)?.traits.remedy != Some(Remedy::ActorOrSpelling) {
        return None;
    }
    let blocks = analysis.article.numbered_blocks();
    let mut here = blocks.filter(|(_, block)| block.range.contains_range(finding.range));
    here.find_map(|(number, block)| {
        let near =
            analysis.near_names(number).iter().find(|near| block.prose.map(near.range).range() == finding.range)?;
        // A surname alone is not a spelling of the whole name.
        if near.is_surname {
            return None;
        }
        let language = analysis.registry().actor(near.actor).names[near.name].language;
        let name = near.range.slice(block.prose.text()).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(NewSpelling { actor: near.actor, name, language })
    })
}

/// The change that adds a spelling to the entry of an id in a registry file, as an accepted form or as a wrong one.
pub fn add_spelling(
    path: PathBuf,
    text: &str,
    id: &str,
    spelling: &NewSpelling,
    class: NameClass,
) -> Option<SourceChange> {
    let name = Name {
        text: spelling.name.clone(),
        language: spelling.language,
        class,
        from: None,
        to: None,
        range: EntryRange::default(),
        is_lent: false,
    };
    Some(SourceChange::rewrite(path, text, &with_name(text, id, &name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_joins_its_entry() {
        let text = "# people\n[[actor]]\nid = \"samira\"\nkind = \"person\"\nname.en = \"Samira Nasser\" # the minister\n\n[[actor]]\nid = \"b\"\nkind = \"person\"\nname.en = \"B\"\n";
        let parsed = std::sync::Arc::new(crate::actors::parse("actors.toml", text));
        let registry = crate::actors::Registry::new(vec![parsed], false);
        let actor = registry.indexes().next().unwrap();
        let spelling = NewSpelling { actor, name: "Samira Naser".into(), language: Language::English };
        let added = |text: &str, id: &str, class: NameClass| {
            let change = add_spelling("actors.toml".into(), text, id, &spelling, class)?;
            Some(change.edits[0].1.apply(text))
        };
        for (class, line) in
            [(NameClass::Also, "also.en = [\"Samira Naser\"]"), (NameClass::Wrong, "wrong.en = [\"Samira Naser\"]")]
        {
            let after = added(text, "samira", class).unwrap();
            let file = crate::actors::parse("actors.toml", &after);
            assert!(file.problems.is_empty(), "{after}");
            assert!(
                file.actors[0].names.iter().any(|name| name.text == "Samira Naser" && name.class == class),
                "{line}: {after}"
            );
            assert!(after.contains("# the minister"), "{after}");
            assert!(added(&after, "samira", class).is_none(), "{after}");
        }
        assert!(added(text, "nobody", NameClass::Also).is_none());
        assert!(added("[[actor", "samira", NameClass::Also).is_none());
    }
}

//! Adds a spelling of a registered name from words of an article.

use super::source_change::SourceChange;
use crate::actors::merge::with_name;
use crate::actors::{ActorIndex, EntryRange, Name, NameClass};
use crate::analysis::Analysis;
use crate::finding::Finding;
use crate::language::Language;
use crate::rule::Remedy;
use crate::rules;
use crate::text::{Edit, TextRange};
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
    let blocks = analysis.article.blocks.iter().enumerate();
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
    spelling_added(text, id, spelling, class).map(|edit| SourceChange::edit(path, edit))
}

fn spelling_added(text: &str, id: &str, spelling: &NewSpelling, class: NameClass) -> Option<Edit> {
    let name = Name {
        text: spelling.name.clone(),
        language: spelling.language,
        class,
        from: None,
        to: None,
        range: EntryRange::default(),
        is_lent: false,
    };
    let new = with_name(text, id, &name)?;
    let same = |(a, b): &(char, char)| a == b;
    let head: usize = text.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (&text[head..], &new[head..]);
    let tail =
        old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum::<usize>();
    let range = TextRange::from(head..text.len() - tail);
    Some(Edit { range, text: new_rest[..new_rest.len() - tail].to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::EditSet;

    #[test]
    fn a_spelling_joins_its_entry() {
        let text = "# people\n[[actor]]\nid = \"samira\"\nkind = \"person\"\nname.en = \"Samira Nasser\" # the minister\n\n[[actor]]\nid = \"b\"\nkind = \"person\"\nname.en = \"B\"\n";
        let parsed = std::sync::Arc::new(crate::actors::parse("actors.toml", text));
        let registry = crate::actors::Registry::new(vec![parsed], false);
        let actor = registry.indexes().next().unwrap();
        let spelling = NewSpelling { actor, name: "Samira Naser".into(), language: Language::English };
        for (class, line) in
            [(NameClass::Also, "also.en = [\"Samira Naser\"]"), (NameClass::Wrong, "wrong.en = [\"Samira Naser\"]")]
        {
            let edit = spelling_added(text, "samira", &spelling, class).unwrap();
            let after = EditSet::new(vec![edit]).unwrap().apply(text);
            let file = crate::actors::parse("actors.toml", &after);
            assert!(file.problems.is_empty(), "{after}");
            assert!(
                file.actors[0].names.iter().any(|name| name.text == "Samira Naser" && name.class == class),
                "{line}: {after}"
            );
            assert!(after.contains("# the minister"), "{after}");
            assert!(spelling_added(&after, "samira", &spelling, class).is_none(), "{after}");
        }
        assert!(spelling_added(text, "nobody", &spelling, NameClass::Also).is_none());
        assert!(spelling_added("[[actor", "samira", &spelling, NameClass::Also).is_none());
    }
}

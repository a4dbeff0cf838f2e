//! Merges two entries of a registry file that a finding shows as duplicates.

use super::source_change::SourceChange;
use crate::actors::RegistryFile;
use crate::actors::merge::merge_entries;
use crate::finding::{Finding, Location};
use crate::message;
use crate::message::Message;
use crate::rule::Remedy;
use crate::rules;
use std::path::Path;

/// A merge of two entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryMerge {
    pub title: Message,
    pub change: SourceChange,
}

/// The merges that settle a finding about two entries of one file, in both directions if their ids differ. None if the entries
/// state different facts, or if something would be lost.
pub fn merges(path: &Path, file: &RegistryFile, finding: &Finding) -> Vec<EntryMerge> {
    if rules::find(&finding.code).is_none_or(|rule| rule.traits.remedy != Some(Remedy::Merge)) || file.is_part {
        return Vec::new();
    }
    let entry_at = |range| file.actors.iter().position(|actor| actor.range.contains_range(range));
    let related = finding.related.iter().find_map(|related| match related.location {
        Location::Here(range) => entry_at(range),
        Location::Elsewhere(_) => None,
    });
    let Some(second) = entry_at(finding.range) else { return Vec::new() };
    let same_id = |number: &usize| *number != second && file.actors[*number].id == file.actors[second].id;
    let Some(first) = related.or_else(|| (0..second).find(same_id)) else { return Vec::new() };
    let has_one_id = file.actors[first].id == file.actors[second].id;
    let merge = |from: usize, into: usize| {
        let text = merge_entries(&file.text, from, into)?;
        let (old, id) = (&file.actors[from].id, &file.actors[into].id);
        let title = if has_one_id {
            message!("Merge the two entries `{id}`", id)
        } else {
            message!("Merge `{old}` into `{id}`", old, id)
        };
        Some(EntryMerge { title, change: SourceChange::rewrite(path.to_path_buf(), &file.text, &text) })
    };
    let back = if has_one_id { None } else { merge(first, second) };
    merge(second, first).into_iter().chain(back).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::{Registry, parse};
    use crate::analysis::ProjectContext;
    use crate::config::Config;
    use crate::lint::{lint_between, lint_registry};
    use std::sync::Arc;

    /// The titles of the merges that a registry is offered, with its text after each.
    fn offered(text: &str) -> Vec<(String, String)> {
        let file = Arc::new(parse("actors.toml", text));
        let context = ProjectContext::new(Config::with_defaults(), Arc::new(Registry::new(vec![file.clone()], false)));
        let mut findings = lint_registry(&file, &context.config);
        findings.extend(lint_between(&file, &context));
        let merges = findings.iter().flat_map(|finding| merges(Path::new("actors.toml"), &file, finding));
        merges.map(|merge| (merge.title.to_string(), merge.change.edits[0].1.apply(text))).collect()
    }

    const TWO: &str = "# The harbour\n[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.en = \"Rana Saleh\" # the poet\nshort.en = \"Saleh\"\n\n# People\n[[actor]]\nid = \"r-saleh\"\nkind = \"person\"\nborn = 1960-05-01\nname.en = \"Rana Saleh\"\nname.ar = \"رنا صالح\"\nnote = \"The judge.\"\n\n[[actor.role]]\ntitle.en = \"Judge\"\nfrom = \"1990\"\n\n# Places\n[[actor]]\nid = \"marsa\"\nkind = \"place\"\nname.en = \"Marsa\"\n";

    #[test]
    fn two_entries_of_one_name_become_one() {
        let offered = offered(TWO);
        let titles: Vec<&str> = offered.iter().map(|(title, _)| title.as_str()).collect();
        // The comment in the first entry would be lost.
        assert_eq!(titles, ["Merge `r-saleh` into `rana`"]);
        expect_test::expect![[r##"
            # The harbour
            [[actor]]
            id = "rana"
            kind = "person"
            name.en = "Rana Saleh" # the poet
            name.ar = "رنا صالح"
            short.en = "Saleh"
            born = 1960-05-01
            note = "The judge."
            merged-from = ["r-saleh"]

            [[actor.role]]
            title.en = "Judge"
            from = "1990"

            # People
            # Places
            [[actor]]
            id = "marsa"
            kind = "place"
            name.en = "Marsa"
        "##]]
        .assert_eq(&offered[0].1);
    }

    #[test]
    fn an_id_twice_is_merged_into_the_first_entry() {
        let text = "[[actor]]\r\nid = \"marsa\"\r\nkind = \"place\"\r\nname.en = \"Marsa\"\r\n\r\n[[actor]]\r\nid = \"marsa\"\r\nkind = \"place\"\r\nname.en = \"Marsa Nakheel\"\r\n";
        let merged = "[[actor]]\r\nid = \"marsa\"\r\nkind = \"place\"\r\nname.en = \"Marsa\"\r\nalso.en = [\"Marsa Nakheel\"]\r\n";
        assert_eq!(offered(text), [("Merge the two entries `marsa`".to_owned(), merged.to_owned())]);
    }

    #[test]
    fn nothing_is_merged_where_a_fact_would_be_lost() {
        assert_eq!(offered(&TWO.replace(" # the poet", "")).len(), 2);
        for (old, new) in [
            // What both state differs.
            ("short.en = \"Saleh\"", "born = 1961-05-01"),
            ("short.en = \"Saleh\"", "born = \"1960\""),
            ("short.en = \"Saleh\"", "same-as = [\"wd:Q1\"]\nwrong.ar = \"رنا صالح\""),
            ("note = \"The judge.\"", "kind = \"place\""),
            ("note = \"The judge.\"", "note = \"The judge.\"\nparent = \"rana\""),
            // The removed entry has a comment, a code of another program, or an unknown key.
            ("note = \"The judge.\"", "note = \"The judge.\" # of the port"),
            ("from = \"1990\"", "from = \"1990\"\ncode = \"J\""),
            ("from = \"1990\"", "from = \"1990\"\nseat = 3"),
        ] {
            let text = TWO.replace(old, new);
            assert_ne!(text, TWO);
            let into_first = offered(&text).into_iter().filter(|(title, _)| title.starts_with("Merge `r-saleh`"));
            assert_eq!(into_first.count(), 0, "{new}");
        }
    }
}

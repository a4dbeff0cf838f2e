//! Adds a role to a registered person, from a title in an article that the entry does not have.

use super::source_change::SourceChange;
use crate::actors::merge::with_role;
use crate::actors::{ActorIndex, Kind, Role, Title, offices, title_before};
use crate::analysis::Analysis;
use crate::language::Language;
use crate::text::TextRange;
use std::path::PathBuf;

/// A role that is not in the registry yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRole {
    /// The person.
    pub actor: ActorIndex,
    /// The title as it is written in the article.
    pub title: String,
    /// The language of the text.
    pub language: Language,
}

/// The role that the title before a name at a range states. `None` if the entry has the title, or the person is uncertain.
pub fn role_at(analysis: &Analysis, range: TextRange) -> Option<NewRole> {
    let names = analysis.names.iter().filter_map(|name| Some((name, analysis.certain_actor(name)?)));
    names.into_iter().find_map(|(name, actor)| {
        let block = &analysis.article.blocks[name.block];
        let entry = analysis.registry().actor(actor);
        if !block.range.touches(range.start) || !analysis.in_body(block) || entry.kind != Kind::Person {
            return None;
        }
        let prose = block.prose.text();
        let title = title_before(prose, name.matched.range.start)?;
        let touched = block.prose.map(title.cover(name.matched.range)).range();
        let known = name.matched.title.is_some_and(|(_, known)| known.start == title.start);
        let has_name = analysis.names_in(name.block, title).iter().any(|other| !other.actors.is_empty());
        let words = title.slice(prose);
        if !touched.touches(range.start)
            || known
            || has_name
            || entry.file.is_none()
            || block.span_over(title).is_some()
            || !offices(analysis.registry(), actor, words).is_empty()
        {
            return None;
        }
        let title = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(NewRole { actor, title, language: analysis.language_of(block) })
    })
}

/// The change that adds a role to the entry of an id in a registry file. Its dates are left to the writer.
pub fn add_role(path: PathBuf, text: &str, id: &str, role: &NewRole) -> Option<SourceChange> {
    let title = Title { text: role.title.clone(), language: role.language, gender: None };
    let role = Role { titles: vec![title], ..Role::default() };
    Some(SourceChange::rewrite(path, text, &with_role(text, id, &role)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::role_at_cursor;

    fn role(fixture: &str) -> Option<(String, String)> {
        role_at_cursor(&format!("{fixture}\n"))
    }

    fn found(id: &str, title: &str) -> (String, String) {
        (id.to_owned(), title.to_owned())
    }

    #[test]
    fn a_title_that_the_entry_lacks_is_a_role() {
        for (text, title) in [
            ("Mayor [Samira <|>Nasser](actor:samira-nasser) spoke.", "Mayor"),
            ("He met <|>Deputy Prime Minister Samira Nasser.", "Deputy Prime Minister"),
            ("The French Minister of Finance Samira Nass<|>er spoke.", "Minister of Finance"),
            ("Marsa Port Authority Director Samira Nasser<|> spoke.", "Marsa Port Authority Director"),
        ] {
            assert_eq!(role(text), Some(found("samira-nasser", title)), "{text}");
        }
        for (text, title) in [
            ("قالت رئيسة بلدية الشاطئ سميرة <|>ناصر ذلك.", "رئيسة بلدية الشاطئ"),
            ("والتقى بنائب رئيس المجلس هاني <|>مراد أمس.", "نائب رئيس المجلس"),
        ] {
            let id = if text.contains("سميرة") { "samira-nasser" } else { "hani-murad" };
            assert_eq!(role(&format!("//- story.ar.news.md\n{text}")), Some(found(id, title)), "{text}");
        }
    }

    #[test]
    fn what_is_known_or_of_another_time_is_no_new_role() {
        for text in [
            "Ports Minister Samira <|>Nasser spoke.",
            "Minister Samira <|>Nasser spoke.",
            "Former Mayor Samira <|>Nasser spoke.",
            "the ex-Mayor Samira <|>Nasser spoke.",
            "Acting Mayor Samira <|>Nasser spoke.",
            "Dr Samira <|>Nasser spoke.",
            "The mayor, Samira <|>Nasser, spoke.",
            "Samira <|>Nasser spoke.",
            "Addressing Mayor Samira <|>Nasser, he spoke.",
            "Mayor Samira Nasser met the <|>press.",
        ] {
            assert_eq!(role(text), None, "{text}");
        }
        for text in [
            "قالت وزيرة الموانئ سميرة <|>ناصر ذلك.",
            "قالت وزيرة الموانئ القطرية سميرة <|>ناصر ذلك.",
            "قالت رئيسة البلدية السابقة سميرة <|>ناصر ذلك.",
            "قالت زوجة رئيس البلدية سميرة <|>ناصر ذلك.",
            "قالت الدكتورة سميرة <|>ناصر ذلك.",
        ] {
            assert_eq!(role(&format!("//- story.ar.news.md\n{text}")), None, "{text}");
        }
    }

    #[test]
    fn a_role_joins_its_entry() {
        let text = "# people\n[[actor]]\nid = \"samira\"\nkind = \"person\"\nname.en = \"Samira Nasser\" # who\n\n[[actor.role]]\ntitle.en = \"Ports Minister\"\n\n[[actor]]\nid = \"b\"\nkind = \"person\"\nname.en = \"B\"\n";
        let registry = crate::actors::Registry::new(vec![], false);
        assert_eq!(registry.indexes().count(), 0);
        let file = std::sync::Arc::new(crate::actors::parse("actors.toml", text));
        let registry = crate::actors::Registry::new(vec![file], false);
        let actor = registry.indexes().next().unwrap();
        let role = NewRole { actor, title: "Mayor".into(), language: Language::English };
        let added = |text: &str, id: &str| {
            let change = add_role("actors.toml".into(), text, id, &role)?;
            Some(change.edits[0].1.apply(text))
        };
        let after = added(text, "samira").unwrap();
        assert!(after.contains("[[actor.role]]\ntitle.en = \"Mayor\"\n"), "{after}");
        assert!(after.contains("# who"), "{after}");
        let file = crate::actors::parse("actors.toml", &after);
        assert_eq!((file.problems.len(), file.actors.len(), file.actors[0].roles.len()), (0, 2, 2), "{after}");
        assert!(added(&after, "samira").is_none(), "the entry has it");
        assert!(added(text, "nobody").is_none());
        assert!(added("[[actor", "samira").is_none());
    }
}

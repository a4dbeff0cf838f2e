//! Definition: from a mention to the actor's entry, from a label to its line in the cast list.

use crate::actors::ActorIndex;
use crate::analysis::{Analysis, target_actor};
use crate::text::TextRange;

/// Where something is defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The words asked about.
    pub origin: TextRange,
    /// The registry file; `None` for the article itself.
    pub path: Option<String>,
    /// The whole definition there.
    pub range: TextRange,
    /// The name in it.
    pub selection: TextRange,
}

/// The definition of the mention at an offset. Built-in actors have none.
pub fn goto_definition(analysis: &Analysis, offset: u32) -> Option<Destination> {
    if let Some(mention) = analysis.article.mention_at(offset) {
        let entry = analysis.actor_of(mention).and_then(|actor| entry(analysis, mention.link.range, actor));
        return entry.or_else(|| definition(analysis, mention.link.range, mention.link.definition));
    }
    if let Some(mark) = analysis.article.date_mark_at(offset) {
        return definition(analysis, mark.link.range, mark.link.definition);
    }
    if let Some(definition) = analysis.article.definitions.iter().find(|definition| definition.range.touches(offset)) {
        let actor = target_actor(analysis.registry(), &definition.target)?;
        return entry(analysis, definition.range, actor);
    }
    let name = analysis.name_at(offset)?;
    let [actor] = name.actors.as_slice() else { return None };
    entry(analysis, analysis.place_of(name), *actor)
}

fn entry(analysis: &Analysis, origin: TextRange, actor: ActorIndex) -> Option<Destination> {
    let registry = analysis.registry();
    let place = registry.place(actor)?;
    let file = registry.files.get(place.file)?;
    Some(Destination { origin, path: Some(file.path.clone()), range: place.range, selection: place.id_range })
}

fn definition(analysis: &Analysis, origin: TextRange, index: Option<usize>) -> Option<Destination> {
    let definition = analysis.article.definitions.get(index?)?;
    Some(Destination { origin, path: None, range: definition.range, selection: definition.label_range })
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_goto;
    use expect_test::expect;

    #[test]
    fn from_a_mention_to_the_registry() {
        check_goto(
            "
            [Samira <|>Nasser](actor:samira-nasser) signed.
            ",
            &expect![[r"
                [Samira Nasser](actor:samira-nasser) → actors.toml:4: samira-nasser
            "]],
        );
        check_goto(
            "
            The contract was signed by Samira <|>Nasser.
            ",
            &expect![[r"
                Samira Nasser → actors.toml:4: samira-nasser
            "]],
        );
        check_goto(
            r#"
            Layla <|>Hamdan signed.
            //- actors.toml
            [[actor]]
            id = "layla-hamdan"
            kind = "person"
            name.en = "Layla Hamdan"
            "#,
            &expect![[r"
                Layla Hamdan → more/actors.toml:2: layla-hamdan
            "]],
        );
    }

    #[test]
    fn from_a_definition_to_the_registry() {
        check_goto(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة ناصر] ذلك.

            [سميرة ناصر]: actor:samira-<|>nasser
            ",
            &expect![[r"
                [سميرة ناصر]: actor:samira-nasser → actors.toml:4: samira-nasser
            "]],
        );
    }

    #[test]
    fn from_a_label_to_its_line_in_the_cast_list() {
        check_goto(
            "
            //- story.en.news.md date=2024-03-18
            It began [yester<|>day].

            [yesterday]: date:2024-03-17
            ",
            &expect![[r"
                [yesterday] → the article:3: yesterday
            "]],
        );
        check_goto(
            "
            [Nobody <|>Known] signed.

            [Nobody Known]: actor:nobody-known
            ",
            &expect![[r"
                [Nobody Known] → the article:3: Nobody Known
            "]],
        );
    }

    #[test]
    fn nowhere_without_an_entry() {
        check_goto(
            "
            The minister flew to Qat<|>ar.
            ",
            &expect![[r"
                nowhere
            "]],
        );
        check_goto(
            "
            Nadia <|>Farah won.
            ",
            &expect![[r"
                nowhere
            "]],
        );
        check_goto(
            "
            [Nobody <|>Known](actor:nobody-known) signed.
            ",
            &expect![[r"
                nowhere
            "]],
        );
        check_goto(
            "
            The works be<|>gin.
            ",
            &expect![[r"
                nowhere
            "]],
        );
    }
}

//! Definition: from a mention to the actor's entry, also in a list of the same file, from a label to its line in the cast list.

use super::own_list::own_entry;
use crate::actors::{ActorIndex, Registry};
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
    let mention = analysis.article.mention_at(offset);
    let linked = mention.and_then(|mention| entry(analysis, mention.link.range, analysis.actor_of(mention)?));
    if let Some(found) = linked.or_else(|| in_own_list(analysis, offset)) {
        return Some(found);
    }
    if let Some(mention) = mention {
        return definition(analysis, mention.link.range, mention.link.definition);
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
    entry_in(analysis.registry(), origin, actor)
}

fn entry_in(registry: &Registry, origin: TextRange, actor: ActorIndex) -> Option<Destination> {
    let place = registry.place(actor)?;
    let file = registry.files.get(place.file)?;
    Some(Destination { origin, path: Some(file.path.clone()), range: place.range, selection: place.id_range })
}

fn in_own_list(analysis: &Analysis, offset: u32) -> Option<Destination> {
    let own = own_entry(analysis, offset)?;
    Some(Destination { path: None, ..entry_in(&own.list, own.origin, own.actor)? })
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
    fn from_a_pointer_to_a_list_in_the_same_file() {
        check_goto(
            "
            //- story.tei.xml
            <TEI><teiHeader><listOrg><org xml:id=\"p2\"><orgName>Port</orgName></org></listOrg></teiHeader>
            <text><body><p><persName ref=\"#p1\">Samira <|>Nasser</persName> left.</p></body></text>
            <standOff><listPerson>
            <person xml:id=\"p1\"><persName>Rana Salem</persName></person>
            </listPerson></standOff></TEI>
            ",
            &expect![[r##"
                <persName ref="#p1">Samira Nasser</persName> → the article:4: p1
            "##]],
        );
        check_goto(
            "
            //- story.tei.xml
            <TEI><teiHeader><listOrg><org xml:id=\"p2\"><orgName>Port</orgName></org></listOrg></teiHeader>
            <text><body><p><orgName ref=\"#p1 #p<|>2\">The port</orgName> is open.</p></body></text></TEI>
            ",
            &expect![[r##"
                <orgName ref="#p1 #p2">The port</orgName> → the article:1: p2
            "##]],
        );
        check_goto(
            "
            //- story.tei.xml
            <TEI><text><body><p><persName ref=\"#p1\">Samira <|>Nasser</persName> left.</p></body></text></TEI>
            ",
            &expect![[r#"
                nowhere
            "#]],
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

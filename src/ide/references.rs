//! All places that name the actor of one place.

use super::subject::{Subject, places_in, subject};
use crate::actors::{LinkKey, RegistryFile};
use crate::analysis::Analysis;
use crate::text::TextRange;

/// The places where a registry file names an entry that one of some ids leads to; `declared` adds the entry itself.
pub fn places_in_registry(file: &RegistryFile, subject: &Subject, declared: bool) -> Vec<TextRange> {
    let own = file.actors.iter().filter(|entry| declared && entry.id == subject.id).map(|entry| entry.id_range);
    // A former id is part of the entry itself, not a mention.
    let links = file.links.iter().filter(|link| link.key != LinkKey::Merged && subject.ids.contains(&link.id));
    let mut found: Vec<TextRange> = own.chain(links.map(|link| link.range)).collect();
    found.sort_unstable();
    found
}

/// All places of an article that speak of the actor at an offset, linked or not.
pub fn highlights(analysis: &Analysis, offset: u32) -> Vec<TextRange> {
    let Some(subject) = subject(analysis, offset) else { return Vec::new() };
    let places = places_in(analysis).into_iter().filter(|place| subject.ids.contains(&place.id));
    let names = analysis.names.iter().filter(|name| {
        !name.linked && Some(name.actors.as_slice()) == subject.actor.as_ref().map(std::slice::from_ref)
    });
    let mut found: Vec<TextRange> =
        places.map(|place| place.range).chain(names.map(|name| analysis.place_of(name))).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check_highlights, check_references};

    #[test]
    fn links_definitions_front_matter_and_former_ids_count() {
        check_references(
            r#"
            ---
            about: [actor:samira-nasser]
                          ^^^^^^^^^^^^^
            ---
            [Samira <|>Nasser](actor:samira-nasser) met [Karim Adel](actor:karim-adel).
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            [the minister][s] left, [Nasser](person:samira-nasser) said.
            ^^^^^^^^^^^^^^^^^
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            [s]: actor:samira-nasser
            ^^^^^^^^^^^^^^^^^^^^^^^^
            "#,
        );
        check_references(
            r#"
            [Layla](actor:layla) and [Layla <|>Hamdan](actor:layla-hamdan) and [her](wd:Q1).
            ^^^^^^^^^^^^^^^^^^^^
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            //- actors.toml
            [[actor]]
            id = "layla-hamdan"
            kind = "person"
            merged-from = ["layla"]
            name.en = "Layla Hamdan"
            "#,
        );
    }

    #[test]
    fn every_id_of_a_mention_counts() {
        let registry = r#"
            //- actors.toml
            [[actor]]
            id = "layla-hamdan"
            kind = "person"
            same-as = ["wd:Q42", "viaf:7"]
            name.en = "Layla Hamdan"
            "#;
        let check = |article: &str| check_references(&format!("{article}{registry}"));
        check(
            r##"
            //- story.tei.xml
            <TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>
            <p><persName ref="#p1 wd:Q42">Layla</persName> met <persName ref="wd:Q<|>42">Hamdan</persName>.</p>
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            </body></text></TEI>
            "##,
        );
        check(
            r##"
            //- story.tei.xml
            <TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>
            <p><persName ref="#p1 wd:Q42">Lay<|>la</persName> met <persName ref="viaf:7 wd:Q42">Hamdan</persName>.</p>
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            </body></text></TEI>
            "##,
        );
    }

    #[test]
    fn an_unknown_id_is_followed_too() {
        check_references(
            "
            [A](actor:nobody) and [B](actor:nobo<|>dy) and [C](actor:-) and [yesterday](date:2024-01-01).
            ^^^^^^^^^^^^^^^^^
                                  ^^^^^^^^^^^^^^^^^
            ",
        );
        check_references(
            "
            Nobody is <|>here.
            ",
        );
    }

    #[test]
    fn all_mentions_of_an_actor_are_marked() {
        check_highlights(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة <|>ناصر](actor:samira-nasser) ذلك، ثم غادرت سميرة ناصر.
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                                                                 ^^^^^^^^^^
            ",
        );
    }
}

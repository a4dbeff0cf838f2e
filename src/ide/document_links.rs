//! Places that lead elsewhere: the id of a mention to the entry in the registry, an outside id to its page.

use super::subject::places_in;
use crate::actors::{Lookup, Registry, RegistryFile};
use crate::analysis::Analysis;
use crate::article::Key;
use crate::config::Config;
use crate::text::TextRange;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// The entry of the registry that an id leads to.
    Entry(String),
    /// A page of the web.
    Page(String),
    /// The twin in another language, by its path from the folder of the article.
    Twin(String),
}

/// A place that leads elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// The id.
    pub range: TextRange,
    /// Where it leads.
    pub target: LinkTarget,
}

/// The ids in an article that lead somewhere, in the order of the text.
pub fn document_links(analysis: &Analysis) -> Vec<DocumentLink> {
    let places = places_in(analysis).into_iter();
    let link = |place: super::subject::Place| {
        let target = target(analysis.registry(), analysis.config(), &place.id)?;
        Some(DocumentLink { range: place.id_range?, target })
    };
    in_order(places.filter_map(link).chain(twin(analysis)).collect())
}

/// The path of the twin in another language, which the front matter names.
pub fn twin(analysis: &Analysis) -> Option<DocumentLink> {
    let path = analysis.article.metadata.text(Key::TranslationOf)?;
    let named = !path.text().trim().is_empty();
    named.then(|| DocumentLink { range: path.inner(), target: LinkTarget::Twin(path.text().trim().to_owned()) })
}

/// The ids in a registry file that lead to other entries or to pages.
pub fn entry_links(file: &RegistryFile, registry: &Registry, config: &Config) -> Vec<DocumentLink> {
    let others = file.links.iter().filter(|link| link.key != crate::actors::LinkKey::Merged);
    let others =
        others.filter_map(|link| Some(DocumentLink { range: link.range, target: target(registry, config, &link.id)? }));
    let pages = file.actors.iter().flat_map(|entry| {
        let source = entry.range.slice(&file.text);
        entry.same_as.iter().filter_map(move |id| {
            // An outside id is between quotation marks, as it is.
            let at = source.find(&format!("\"{id}\""))? as u32 + 1;
            let range = TextRange::new(at, at + id.len() as u32).shift(entry.range.start);
            Some(DocumentLink { range, target: LinkTarget::Page(page(config, id)?) })
        })
    });
    in_order(others.chain(pages).collect())
}

fn in_order(mut links: Vec<DocumentLink>) -> Vec<DocumentLink> {
    links.sort_by_key(|link| link.range);
    links.dedup_by_key(|link| link.range);
    links
}

/// An id with a known prefix leads to its page, any other to its entry. Built-in entries are in no file.
fn target(registry: &Registry, config: &Config, id: &str) -> Option<LinkTarget> {
    if let Some(page) = page(config, id) {
        return Some(LinkTarget::Page(page));
    }
    let (Lookup::Found(actor) | Lookup::Merged(actor)) = registry.lookup(id) else { return None };
    let entry = registry.actor(actor);
    entry.file.map(|_| LinkTarget::Entry(entry.id.clone()))
}

/// Whether an address is one of the web: a link to anything else may run a command of the editor.
pub fn is_web(address: &str) -> bool {
    let scheme = address.split_once("://").map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// The page of an outside id, where the configuration says where those are.
pub(super) fn page(config: &Config, id: &str) -> Option<String> {
    let (prefix, local) = id.split_once(':')?;
    config.prefixes.get(prefix).map(|address| address.replace("{}", local))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::parse;
    use crate::fixture::check_document_links;
    use expect_test::expect;
    use std::sync::Arc;

    #[test]
    fn mentions_lead_to_entries_and_outside_ids_to_pages() {
        check_document_links(
            r#"
            //- story.en.news.md date=2024-03-18
            [Samira Nasser](actor:samira-nasser) met [Karim Adel] of [Marsa](wd:Q42) and [Nobody](actor:nobody).

            [Karim Adel]: actor:karim-adel
            //- copydesk.toml
            [prefixes]
            wd = "http://www.wikidata.org/entity/{}"
            "#,
            &expect![[r#"
                samira-nasser → Entry("samira-nasser")
                Q42 → Page("http://www.wikidata.org/entity/Q42")
                karim-adel → Entry("karim-adel")
            "#]],
        );
        check_document_links(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة ناصر](actor:samira-nasser) ذلك في [قطر](actor:qa).
            ",
            &expect![[r#"
                samira-nasser → Entry("samira-nasser")
            "#]],
        );
    }

    #[test]
    fn a_registry_file_leads_to_pages_and_entries() {
        let text = "[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.ar = \"رنا\"\nsame-as = [\"wd:Q1\", \"xx:2\"]\nparent = \"port\"\n\n[[actor]]\nid = \"port\"\nkind = \"organisation\"\nname.en = \"Port\"\n";
        let file = Arc::new(parse("actors.toml", text));
        let registry = Registry::new(vec![file.clone()], false);
        let config = Config::parse("[prefixes]\nwd = \"https://example.org/{}\"\n");
        let links = entry_links(&file, &registry, &config);
        let shown: Vec<(&str, &LinkTarget)> = links.iter().map(|link| (link.range.slice(text), &link.target)).collect();
        assert_eq!(
            shown,
            [
                ("wd:Q1", &LinkTarget::Page("https://example.org/Q1".into())),
                ("port", &LinkTarget::Entry("port".into()))
            ]
        );
    }
}

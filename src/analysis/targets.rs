//! All targets of an article.

use super::Analysis;
use crate::article::{Article, Key, Scalar, Target};

/// The keys of the front matter that contain targets.
const TARGETS: [Key; 6] =
    [Key::About, Key::Mentions, Key::Author, Key::Publisher, Key::SourceOrganization, Key::LocationCreated];

impl Analysis {
    /// The targets of the front matter, of the links and of the cast list. Targets of the cast list are listed once, at
    /// their definition.
    pub fn targets(&self) -> &[Target] {
        self.targets.get_or_init(|| self.all_targets())
    }

    fn all_targets(&self) -> Vec<Target> {
        let mut found: Vec<Target> = TARGETS.iter().flat_map(|key| self.targets_of(*key)).collect();
        let inline = self.article.mentions.iter().filter(|mention| mention.link.definition.is_none());
        found.extend(inline.map(|mention| mention.target.clone()));
        found.extend(self.article.definitions.iter().map(|definition| definition.target.clone()));
        // A map in the front matter is a cast list too.
        let mut seen = std::collections::HashSet::new();
        found.retain(|target| seen.insert(target.id_range));
        found
    }

    /// The targets of a key of the front matter.
    pub fn targets_of(&self, key: Key) -> Vec<Target> {
        let prefixes: Vec<String> = self.config().prefixes.keys().cloned().collect();
        under_key(&self.article, &prefixes, key)
    }
}

/// The targets of the front matter. `prefixes` lists the prefixes of outside authorities.
pub fn front_matter_targets(article: &Article, prefixes: &[String]) -> Vec<Target> {
    TARGETS.iter().flat_map(|key| under_key(article, prefixes, *key)).collect()
}

fn under_key(article: &Article, prefixes: &[String], key: Key) -> Vec<Target> {
    let entries = article.metadata.entries.iter().filter(|entry| entry.key == Some(key));
    let scalars = entries.flat_map(|entry| entry.value.scalars());
    let target = |scalar: &Scalar| match &scalar.target {
        Some(target) => Some((**target).clone()),
        None => Target::parse(scalar.text(), scalar.inner().start, prefixes),
    };
    scalars.filter_map(target).collect()
}

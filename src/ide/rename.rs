//! Rename: the id of an actor in all files, a label of the cast list in its article.

use super::labels::labels;
use super::source_change::SourceChange;
use super::subject::{Place, Subject, subject, subject_in_registry};
use crate::actors::{LinkKey, Lookup, Registry, RegistryFile, is_list};
use crate::analysis::Analysis;
use crate::message;
use crate::message::Message;
use crate::text::{Edit, EditSet, TextRange};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What can be renamed at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    /// The range that the editor selects.
    pub range: TextRange,
    /// The current name.
    pub name: String,
    /// What is renamed.
    pub what: Renamed,
}

/// What is renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renamed {
    /// The id of an actor.
    Actor(Subject),
    /// A label of the cast list, by the number of its definition.
    Label(usize),
}

/// What can be renamed at an offset of an article: on a label the label, elsewhere in a mention the id.
pub fn renaming(analysis: &Analysis, offset: u32) -> Option<Renaming> {
    if let Some((number, range)) = labels(analysis).into_iter().find(|(_, range)| range.touches(offset)) {
        let name = analysis.article.definitions[number].label.clone();
        return Some(Renaming { range, name, what: Renamed::Label(number) });
    }
    let subject = subject(analysis, offset)?;
    Some(Renaming { range: subject.origin, name: subject.id.clone(), what: Renamed::Actor(subject) })
}

/// What can be renamed at an offset of a registry file: an id, where it is defined or used.
pub fn renaming_in_registry(file: &RegistryFile, registry: &Registry, offset: u32) -> Option<Renaming> {
    let subject = subject_in_registry(file, registry, offset)?;
    let former = file.links.iter().any(|link| link.key == LinkKey::Merged && link.range.touches(offset));
    let on_id = subject.origin.touches(offset) && !former;
    on_id.then(|| Renaming { range: subject.origin, name: subject.id.clone(), what: Renamed::Actor(subject) })
}

/// Why an actor cannot have a new id.
pub fn refuse_id(registry: &Registry, subject: &Subject, new: &str) -> Option<Message> {
    let Some(actor) = subject.actor else {
        return Some(message!("`{id}` is not in the registry: add it first, or correct the link", id = subject.id));
    };
    if registry.actor(actor).file.is_none() {
        return Some(message!("`{id}` is built in and keeps its id", id = subject.id));
    }
    let file = registry.actor(actor).file.and_then(|file| registry.files.get(file));
    if let Some(file) = file.filter(|file| is_list(&file.path)) {
        return Some(in_a_list(&subject.id, &file.path));
    }
    if new.is_empty() || new.contains(|c: char| c.is_whitespace() || c.is_control() || "()<>[]\"'\\:#,{}".contains(c)) {
        return Some(message!(
            "invalid id `{new}`: it must not be empty or contain spaces, brackets, colons, commas or quotation marks",
            new
        ));
    }
    if matches!(new, "-" | "?") {
        return Some(message!("invalid id `{new}`: it means that no actor is known", new));
    }
    match registry.lookup(new) {
        Lookup::Missing => None,
        // A former id of the same entry can be its id again.
        Lookup::Merged(other) if other == actor => None,
        Lookup::Found(_) | Lookup::Merged(_) => Some(message!("the id `{new}` is already in use", new)),
    }
}

/// Says that an entry cannot be changed because it is in a list in XML.
pub fn in_a_list(id: &str, path: &str) -> Message {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    message!("`{id}` is in `{file}`, a list in XML, which copydesk does not change: edit it there", id, file)
}

/// The places of a registry file that hold the id of an actor: in its entry and where others refer to it.
fn id_places(file: &RegistryFile, id: &str) -> Vec<TextRange> {
    let own = file.actors.iter().filter(|entry| entry.id == id).map(|entry| entry.id_range);
    let links = file.links.iter().filter(|link| link.key != LinkKey::Merged && link.id == id).map(|link| link.range);
    let mut found: Vec<TextRange> = own.chain(links).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The change that gives an actor a new id, in its registry files and in the articles that name it.
///
/// # Errors
/// No registry file has the entry of the actor.
pub fn rename_actor(
    id: &str,
    new: &str,
    registries: &[(PathBuf, Arc<RegistryFile>)],
    articles: &[(PathBuf, &[Place])],
) -> Result<SourceChange, Message> {
    let has_entry = |file: &RegistryFile| file.actors.iter().any(|entry| entry.id == id);
    let registries = || registries.iter().filter(|(_, file)| !is_list(&file.path));
    if !registries().any(|(_, file)| has_entry(file)) {
        return Err(message!(
            "`{id}` is defined in a file outside this workspace: rename it there and rebuild the registry",
            id
        ));
    }
    let mut change =
        SourceChange { label: Some(message!("Rename `{id}` to `{new}`", id, new)), ..SourceChange::default() };
    let mut replace = |path: &Path, ranges: Vec<TextRange>| {
        let edits = ranges.into_iter().map(|range| Edit { range, text: new.to_owned() });
        // Ids do not overlap.
        let edits = EditSet::new(edits.collect()).unwrap_or_default();
        if !edits.is_empty() {
            change.edits.push((path.to_path_buf(), edits));
        }
    };
    for (path, file) in registries() {
        replace(path, id_places(file, id));
    }
    for (path, places) in articles {
        let own = places.iter().filter(|place| place.id == id).filter_map(|place| place.id_range);
        let mut ranges: Vec<TextRange> = own.collect();
        ranges.sort_unstable();
        ranges.dedup();
        replace(path, ranges);
    }
    Ok(change)
}

/// The edits that give a definition of the cast list another label. The visible text stays: `[Karim Adel]` becomes
/// `[Karim Adel][new]`.
pub fn rename_label(analysis: &Analysis, definition: usize, new: &str) -> Result<EditSet, Message> {
    analysis.writer().map_or_else(|| Ok(EditSet::default()), |writer| writer.rename_label(definition, new))
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_rename;

    #[test]
    fn a_label_is_renamed_and_the_text_stays() {
        check_rename(
            "
            [Karim Adel] met [Karim Adel][] and [the chief][Karim Adel].

            [Karim <|>Adel]: actor:karim-adel
            ",
            "chief",
            "
            [Karim Adel][chief] met [Karim Adel][chief] and [the chief][chief].

            [chief]: actor:karim-adel
            ",
        );
    }

    #[test]
    fn an_id_is_renamed_where_it_stands() {
        check_rename(
            "
            ---
            about: actor:karim-adel
            ---
            [Karim Adel](actor:karim-<|>adel) met [the chief][c] and [Samira Nasser](actor:samira-nasser).

            [c]: person:karim-adel
            ",
            "k-adel",
            "
            ---
            about: actor:k-adel
            ---
            [Karim Adel](actor:k-adel) met [the chief][c] and [Samira Nasser](actor:samira-nasser).

            [c]: person:k-adel
            ",
        );
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (cursor, new, why) in [
            ("[A](actor:karim-<|>adel)", "samira-nasser", "in use"),
            ("[A](actor:karim-<|>adel)", "a b", "invalid id"),
            ("[A](actor:karim-<|>adel)", "", "invalid id"),
            ("[A](actor:karim-<|>adel)", "?", "invalid id"),
            ("[A](actor:qa<|>tar)", "katar", "built in"),
            ("[A](actor:nobo<|>dy)", "x", "not in the registry"),
            ("[A] [B]\n\n[A<|>]: actor:karim-adel\n[B]: actor:samira-nasser", "b", "already"),
            ("[A]\n\n[A<|>]: actor:karim-adel", "x]y", "invalid label"),
        ] {
            let refused = crate::fixture::rename(&format!("{cursor}\n"), new).unwrap_err();
            assert!(refused.contains(why), "{refused}");
        }
    }
}

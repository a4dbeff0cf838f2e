//! Questions that are answered from a whole workspace: who names an actor, what its id stands in, how it is renamed.

use super::document::{Kind, Snapshot, range_in};
use super::library::{Found, Headline};
use super::owner::World;
use super::settings::Abilities;
use super::uris::file_of;
use crate::actors::{ActorIndex, NameClass, Registry, RegistryFile, parse};
use crate::ide::{self, NewSpelling, Renamed, Renaming, Subject};
use crate::language::Language;
use crate::text::{Edit, EditSet, Encoding, Fold, LineIndex, TextRange, fold};
use crate::workspace::{self, ReadAs};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, ErrorCode};
use tower_lsp::ls_types as lsp;

/// How many symbols of each kind are listed.
const SYMBOLS: usize = 100;
/// The name under which changes of an id are shown before they are made.
const RENAMING: &str = "copydesk.rename";

/// Whom a document speaks of at a position.
pub(super) fn subject(snapshot: &Snapshot, at: lsp::Position) -> Option<Subject> {
    let offset = snapshot.offset(at);
    match (&snapshot.analysis, snapshot.entries_here()) {
        (Some(analysis), _) => ide::subject(analysis, offset),
        (_, Some(file)) => ide::subject_in_registry(&file, &snapshot.home.desk.registry, offset),
        _ => None,
    }
}

/// What can be renamed at a position.
pub(super) fn renaming(snapshot: &Snapshot, at: lsp::Position) -> Option<Renaming> {
    let offset = snapshot.offset(at);
    match (&snapshot.analysis, snapshot.entries_here()) {
        (Some(analysis), _) => ide::renaming(analysis, offset),
        (_, Some(file)) => ide::renaming_in_registry(&file, &snapshot.home.desk.registry, offset),
        _ => None,
    }
}

/// A registry file as it is now: that of the editor, else that on disk.
pub(super) struct Shelved {
    pub(super) uri: lsp::Uri,
    pub(super) version: Option<i32>,
    pub(super) file: Arc<RegistryFile>,
}

/// The registry files that hold one of some texts. A file that a built registry stands for is read from disk.
pub(super) fn registry_files(world: &World, holding: &[String]) -> Vec<Shelved> {
    let open: HashMap<PathBuf, &Arc<Snapshot>> = (world.open.iter())
        .filter(|snapshot| snapshot.kind == Kind::Registry)
        .filter_map(|snapshot| Some((file_of(&snapshot.uri)?, snapshot)))
        .collect();
    let holds = |text: &str| holding.iter().any(|part| text.contains(part.as_str()));
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for file in &world.home.desk.registry.files {
        let path = Path::new(&file.path);
        if !seen.insert(path) {
            continue;
        }
        let buffer = open.get(path);
        let Some(uri) = buffer.map(|buffer| buffer.uri.clone()).or_else(|| lsp::Uri::from_file_path(path)) else {
            continue;
        };
        let version = buffer.and_then(|buffer| buffer.version);
        let text = match buffer {
            Some(buffer) => buffer.text.clone(),
            None if file.is_built => match workspace::read(path, ReadAs::Registry) {
                Ok(text) => text.into(),
                Err(_) => continue,
            },
            None => file.text.clone(),
        };
        if !holds(&text) {
            continue;
        }
        let file = if file.text == text { file.clone() } else { Arc::new(parse(&file.path, &text)) };
        found.push(Shelved { uri, version, file });
    }
    found
}

/// Everywhere that somebody is named: in the registry, then in the articles.
pub(super) fn references(
    world: &World,
    subject: &Subject,
    articles: &[Found],
    declared: bool,
    encoding: Encoding,
) -> Vec<lsp::Location> {
    let mut out = Vec::new();
    for Shelved { uri, file, .. } in registry_files(world, &subject.ids) {
        let lines = LineIndex::new(&file.text);
        let places = ide::places_in_registry(&file, subject, declared);
        out.extend(
            places
                .into_iter()
                .map(|range| lsp::Location { uri: uri.clone(), range: range_in(&lines, &file.text, range, encoding) }),
        );
    }
    for article in articles {
        let lines = LineIndex::new(&article.text);
        out.extend(article.places.iter().map(|place| lsp::Location {
            uri: article.uri.clone(),
            range: range_in(&lines, &article.text, place.range, encoding),
        }));
    }
    out
}

/// An answer that tells a person why something is not done.
pub(super) fn refusal(why: &str, abilities: Abilities) -> Error {
    Error {
        code: ErrorCode::ServerError(lsp::error_codes::REQUEST_FAILED),
        message: abilities.message(why).into(),
        data: None,
    }
}

/// Why an actor keeps its id; `None` where it can have the new one.
pub(super) fn refuse_id(registry: &Registry, subject: &Subject, new: &str, abilities: Abilities) -> Option<Error> {
    ide::refuse_id(registry, subject, new).map(|why| refusal(&why, abilities))
}

/// The edit that gives an actor a new id, in the registry and in the articles that use the old one.
pub(super) fn rename(
    world: &World,
    subject: &Subject,
    articles: &[Found],
    new: &str,
    encoding: Encoding,
    abilities: Abilities,
) -> Result<lsp::WorkspaceEdit, Error> {
    let mut files = Vec::new();
    let mut entries = 0;
    for Shelved { uri, version, file } in registry_files(world, std::slice::from_ref(&subject.id)) {
        entries += file.actors.iter().filter(|entry| entry.id == subject.id).count();
        let places = ide::id_places(&file, &subject.id);
        let lines = LineIndex::new(&file.text);
        let ranges = places.into_iter().map(|range| range_in(&lines, &file.text, range, encoding));
        files.push((uri, version, ranges.collect::<Vec<_>>()));
    }
    if entries == 0 {
        let why =
            format!("the file that holds `{}` is not here: rename it there and build the registry anew", subject.id);
        return Err(refusal(&why, abilities));
    }
    for article in articles {
        let lines = LineIndex::new(&article.text);
        let places = article.places.iter().filter(|place| place.id == subject.id).filter_map(|place| place.id_range);
        let mut ranges: Vec<TextRange> = places.collect();
        ranges.sort_unstable();
        ranges.dedup();
        let ranges = ranges.into_iter().map(|range| range_in(&lines, &article.text, range, encoding)).collect();
        files.push((article.uri.clone(), article.version, ranges));
    }
    files.retain(|(_, _, ranges)| !ranges.is_empty());
    Ok(renaming_edit(files, &subject.id, new, abilities))
}

fn renaming_edit(
    files: Vec<(lsp::Uri, Option<i32>, Vec<lsp::Range>)>,
    old: &str,
    new: &str,
    abilities: Abilities,
) -> lsp::WorkspaceEdit {
    let edit = |range: lsp::Range| lsp::TextEdit::new(range, new.to_owned());
    if !abilities.document_changes {
        let changes = files.into_iter().map(|(uri, _, ranges)| (uri, ranges.into_iter().map(edit).collect()));
        return lsp::WorkspaceEdit { changes: Some(changes.collect()), ..lsp::WorkspaceEdit::default() };
    }
    let annotated = |range: lsp::Range| {
        if abilities.annotations {
            lsp::OneOf::Right(lsp::AnnotatedTextEdit { text_edit: edit(range), annotation_id: RENAMING.into() })
        } else {
            lsp::OneOf::Left(edit(range))
        }
    };
    let documents = files.iter().map(|(uri, version, ranges)| lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: *version },
        edits: ranges.iter().copied().map(annotated).collect(),
    });
    let annotation = lsp::ChangeAnnotation {
        label: abilities.message(&format!("Rename `{old}` to `{new}`")),
        needs_confirmation: Some(true),
        description: Some("in the registry and in every article that names it".into()),
    };
    lsp::WorkspaceEdit {
        document_changes: Some(lsp::DocumentChanges::Edits(documents.collect())),
        change_annotations: abilities.annotations.then(|| HashMap::from([(RENAMING.into(), annotation)])),
        ..lsp::WorkspaceEdit::default()
    }
}

/// The edits that rename a label of the cast list; nothing where something else is renamed.
pub(super) fn rename_label(
    snapshot: &Snapshot,
    what: &Renamed,
    new: &str,
    abilities: Abilities,
) -> Result<Option<EditSet>, Error> {
    let (Some(analysis), Renamed::Label(definition)) = (&snapshot.analysis, what) else { return Ok(None) };
    ide::rename_label(analysis, *definition, new).map(Some).map_err(|why| refusal(&why, abilities))
}

/// The actors whose names or ids fit a query, in either script.
pub(super) fn actor_symbols(world: &World, query: &str, encoding: Encoding) -> Vec<lsp::SymbolInformation> {
    let registry = &world.home.desk.registry;
    let mut actors = Vec::new();
    if !query.trim().is_empty() {
        for language in [Language::Arabic, Language::English] {
            actors.extend(registry.complete(query, language, SYMBOLS).into_iter().map(|(actor, _)| actor));
        }
    }
    actors.extend(registry.ids_with(query.trim(), SYMBOLS, &|entry| entry.file.is_some()));
    let mut seen = HashSet::new();
    actors.retain(|actor| registry.actor(*actor).file.is_some() && seen.insert(*actor));
    actors.truncate(SYMBOLS);
    let mut texts: HashMap<usize, Option<(lsp::Uri, String, LineIndex)>> = HashMap::new();
    let mut out = Vec::new();
    for actor in actors {
        let entry = registry.actor(actor);
        let Some(number) = entry.file else { continue };
        let text = texts.entry(number).or_insert_with(|| {
            let file = registry.files.get(number)?;
            let text = text_of(file)?;
            let lines = LineIndex::new(&text);
            Some((lsp::Uri::from_file_path(Path::new(&file.path))?, text, lines))
        });
        let Some((uri, text, lines)) = text else { continue };
        let names: Vec<&str> = [Language::Arabic, Language::English]
            .into_iter()
            .filter_map(|language| entry.house_name(language))
            .collect();
        let name = if names.is_empty() { entry.id.clone() } else { names.join(" · ") };
        let range = range_in(lines, text, entry.id_range, encoding);
        out.push(symbol(name, super::convert::actor_symbol(entry.kind), uri.clone(), range, Some(entry.id.clone())));
    }
    out
}

/// Headlines as symbols.
pub(super) fn headline_symbols(headlines: Vec<Headline>, encoding: Encoding) -> Vec<lsp::SymbolInformation> {
    let one = |headline: Headline| {
        let range = range_in(&LineIndex::new(&headline.text), &headline.text, headline.range, encoding);
        symbol(headline.words, lsp::SymbolKind::FILE, headline.uri, range, None)
    };
    headlines.into_iter().map(one).collect()
}

/// Whether a headline has all words of a query, however they are spelt.
pub(super) fn headline_fits(query: &str) -> impl Fn(&str) -> bool {
    let words: Vec<String> = query.split_whitespace().map(|word| fold(word, Fold::Loose).text).collect();
    move |headline: &str| {
        let headline = fold(headline, Fold::Loose).text;
        words.iter().all(|word| headline.contains(word.as_str()))
    }
}

#[expect(deprecated, reason = "the field must be given")]
fn symbol(
    name: String,
    kind: lsp::SymbolKind,
    uri: lsp::Uri,
    range: lsp::Range,
    container_name: Option<String>,
) -> lsp::SymbolInformation {
    let location = lsp::Location { uri, range };
    lsp::SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name }
}

/// The text of a registry file. One that a built registry stands for is read from disk.
pub(super) fn text_of(file: &RegistryFile) -> Option<String> {
    if file.is_built {
        workspace::read(Path::new(&file.path), ReadAs::Registry).ok()
    } else {
        Some(file.text.to_string())
    }
}

/// "12 mentions in 5 articles".
pub(super) fn counted((mentions, articles): (usize, usize)) -> String {
    let of = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    match mentions {
        0 => "no mentions".to_owned(),
        _ => format!("{} in {}", of(mentions, "mention", "mentions"), of(articles, "article", "articles")),
    }
}

/// The registry file that new entries are added to.
pub(super) struct Target {
    uri: lsp::Uri,
    version: Option<i32>,
    text: Arc<str>,
    lines: LineIndex,
}

/// The registry file that new entries are added to, as it is now; `None` where there is none yet.
pub(super) fn registry_target(world: &World) -> Option<Target> {
    let home = &world.home;
    let first = home.registry.first().cloned();
    let path = first.or_else(|| home.desk.registry.files.first().map(|file| PathBuf::from(&file.path)))?;
    target_at(world, &path)
}

/// The registry file that has the entry of an actor, as it is now.
pub(super) fn target_of(world: &World, actor: ActorIndex) -> Option<Target> {
    let registry = &world.home.desk.registry;
    let file = registry.get(actor)?.file?;
    target_at(world, Path::new(&registry.files.get(file)?.path))
}

fn target_at(world: &World, path: &Path) -> Option<Target> {
    let open = world.open.iter().find(|snapshot| file_of(&snapshot.uri).is_some_and(|open| open == path));
    let (uri, version, text) = match open {
        Some(open) => (open.uri.clone(), open.version, open.text.clone()),
        None => (lsp::Uri::from_file_path(path)?, None, workspace::read(path, ReadAs::Registry).ok()?.into()),
    };
    Some(Target { uri, version, lines: LineIndex::new(&text), text })
}

/// An edit that adds an entry to a registry file, or makes the file; `None` where the client cannot.
pub(super) fn add_entry(
    world: &World,
    target: Option<&Target>,
    entry: &str,
    encoding: Encoding,
    abilities: Abilities,
) -> Option<lsp::WorkspaceEdit> {
    let Some(target) = target else {
        return create_registry(world, entry, abilities);
    };
    Some(edit_target(target, ide::appended(&target.text, entry), encoding, abilities))
}

/// A change of a registry file for the client.
fn edit_target(
    Target { uri, version, text, lines }: &Target,
    Edit { range, text: new }: Edit,
    encoding: Encoding,
    abilities: Abilities,
) -> lsp::WorkspaceEdit {
    let (uri, version) = (uri.clone(), *version);
    let edit = lsp::TextEdit::new(range_in(lines, text, range, encoding), new);
    if !abilities.document_changes {
        let changes = HashMap::from([(uri, vec![edit])]);
        return lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() };
    }
    let text_document = lsp::OptionalVersionedTextDocumentIdentifier { uri, version };
    let document = lsp::TextDocumentEdit { text_document, edits: vec![lsp::OneOf::Left(edit)] };
    lsp::WorkspaceEdit {
        document_changes: Some(lsp::DocumentChanges::Edits(vec![document])),
        ..lsp::WorkspaceEdit::default()
    }
}

/// An edit that adds a spelling to the entry of its actor; `None` where that entry is in no file that people write.
pub(super) fn add_spelling(
    world: &World,
    spelling: &NewSpelling,
    class: NameClass,
    encoding: Encoding,
    abilities: Abilities,
) -> Option<lsp::WorkspaceEdit> {
    let target = target_of(world, spelling.actor)?;
    let id = &world.home.desk.registry.get(spelling.actor)?.id;
    let edit = ide::spelling_added(&target.text, id, spelling, class)?;
    Some(edit_target(&target, edit, encoding, abilities))
}

/// Makes the registry file that the configuration names, or `actors.toml`, with one entry.
fn create_registry(world: &World, entry: &str, abilities: Abilities) -> Option<lsp::WorkspaceEdit> {
    let home = &world.home;
    if !abilities.creates || !abilities.document_changes || home.root.as_os_str().is_empty() {
        return None;
    }
    let is_file = |name: &&String| !workspace::is_glob(name) && !workspace::is_built(Path::new(name));
    let name = home.desk.config.registry.iter().find(is_file).map_or("actors.toml", String::as_str);
    let uri = lsp::Uri::from_file_path(home.root.join(name))?;
    let create = lsp::ResourceOp::Create(lsp::CreateFile {
        uri: uri.clone(),
        options: Some(lsp::CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) }),
        annotation_id: None,
    });
    let edit = lsp::TextEdit::new(lsp::Range::default(), entry.to_owned());
    let text_document = lsp::OptionalVersionedTextDocumentIdentifier { uri, version: None };
    let document = lsp::TextDocumentEdit { text_document, edits: vec![lsp::OneOf::Left(edit)] };
    let operations = vec![lsp::DocumentChangeOperation::Op(create), lsp::DocumentChangeOperation::Edit(document)];
    Some(lsp::WorkspaceEdit {
        document_changes: Some(lsp::DocumentChanges::Operations(operations)),
        ..lsp::WorkspaceEdit::default()
    })
}

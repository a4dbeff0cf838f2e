//! Which actors the articles of a workspace name, and where.
//!
//! A file is read when somebody first asks, and again when it has changed; of it only ids, places and the headline are
//! kept. What an editor has open is read from there. The work is done on the threads of requests: documents and typing
//! never wait for it.

use super::document::{Kind, Snapshot};
use super::owner::World;
use super::uris::{file_of, is_kept_by_client, name_of};
use crate::actors::content_hash;
use crate::article::{Article, BlockKind};
use crate::ide::{Place, places};
use crate::syntax::{ReadOptions, read};
use crate::text::TextRange;
use crate::workspace::{self, Home, ReadAs};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower_lsp::ls_types as lsp;

/// How long the list of files is believed where the client does not watch them.
pub(super) const BELIEVED: Duration = Duration::from_secs(2);
/// How many files are read between two looks whether somebody still waits.
pub(super) const STEP: usize = 16;
/// The longest headline that is kept, in characters.
const HEADLINE: usize = 160;

/// What is known of the articles of each folder.
#[derive(Default)]
pub(super) struct Library {
    shelves: HashMap<PathBuf, Shelf>,
}

/// The articles of one folder.
#[derive(Default)]
struct Shelf {
    /// When the files were last listed, and after how many changes on disk.
    listed: Option<(Instant, u64)>,
    cards: HashMap<PathBuf, Card>,
    /// The articles that name each id.
    holders: HashMap<Arc<str>, HashSet<PathBuf>>,
}

/// What is kept of an article.
struct Card {
    stamp: Option<(u64, u64)>,
    hash: u64,
    /// Each id, and how many links name it.
    ids: Box<[(Arc<str>, u32)]>,
    headline: Option<(Box<str>, TextRange)>,
}

/// An article that names somebody.
pub(super) struct Found {
    pub(super) uri: lsp::Uri,
    /// `None` for what is not open.
    pub(super) version: Option<i32>,
    pub(super) text: Arc<str>,
    pub(super) places: Vec<Place>,
}

/// A headline, in the text that it stands in.
pub(super) struct Headline {
    pub(super) words: String,
    pub(super) uri: lsp::Uri,
    pub(super) text: Arc<str>,
    pub(super) range: TextRange,
}

/// Told how many files of how many have been read; whether to go on.
pub(super) type Step<'a> = &'a mut dyn FnMut(usize, usize) -> bool;

impl Library {
    /// The articles that name one of some ids.
    pub(super) fn find(&mut self, world: &World, ids: &[String], watched: bool, step: Step<'_>) -> Vec<Found> {
        self.refresh(world, watched, step);
        let mut found: Vec<Found> = open_articles(world)
            .filter(|snapshot| names_any(&snapshot.text, ids))
            .map(|snapshot| Found {
                uri: snapshot.uri.clone(),
                version: snapshot.version,
                text: snapshot.text.clone(),
                places: places_of(&snapshot.text, &name_of(&snapshot.uri), &world.home),
            })
            .collect();
        let open = open_paths(world);
        let shelf = self.shelves.entry(world.home.root.clone()).or_default();
        let holders = ids.iter().filter_map(|id| shelf.holders.get(id.as_str())).flatten();
        let mut paths: Vec<PathBuf> = holders.filter(|path| !open.contains(*path)).cloned().collect();
        paths.sort();
        paths.dedup();
        for path in paths {
            // The text is read anew: what is answered stands there now.
            let Ok(text) = workspace::read(&path, ReadAs::Article) else { continue };
            shelf.put(&path, &text, &world.home);
            let Some(uri) = lsp::Uri::from_file_path(&path) else { continue };
            let places = places_of(&text, &path.display().to_string(), &world.home);
            found.push(Found { uri, version: None, text: text.into(), places });
        }
        for article in &mut found {
            article.places.retain(|place| ids.contains(&place.id));
        }
        found.retain(|article| !article.places.is_empty());
        found
    }

    /// How many links name one of some ids, and in how many articles.
    pub(super) fn count(&mut self, world: &World, ids: &[String], watched: bool, step: Step<'_>) -> (usize, usize) {
        self.refresh(world, watched, step);
        let open = open_paths(world);
        let of_open = open_articles(world).filter(|snapshot| names_any(&snapshot.text, ids)).map(|snapshot| {
            let places = places_of(&snapshot.text, &name_of(&snapshot.uri), &world.home);
            places.iter().filter(|place| place.is_link && ids.contains(&place.id)).count()
        });
        let mut counts: Vec<usize> = of_open.collect();
        if let Some(shelf) = self.shelves.get(&world.home.root) {
            let paths: HashSet<&PathBuf> =
                ids.iter().filter_map(|id| shelf.holders.get(id.as_str())).flatten().collect();
            let cards = paths.into_iter().filter(|path| !open.contains(*path)).filter_map(|path| shelf.cards.get(path));
            counts.extend(cards.map(|card| {
                let of = card.ids.iter().filter(|(id, _)| ids.iter().any(|wanted| **wanted == **id));
                of.map(|(_, count)| *count as usize).sum::<usize>()
            }));
        }
        (counts.iter().sum(), counts.iter().filter(|count| **count > 0).count())
    }

    /// The headlines that `fits` takes, at most `limit`.
    pub(super) fn headlines(
        &mut self,
        world: &World,
        fits: &dyn Fn(&str) -> bool,
        limit: usize,
        watched: bool,
        step: Step<'_>,
    ) -> Vec<Headline> {
        self.refresh(world, watched, step);
        let mut found = Vec::new();
        for snapshot in open_articles(world) {
            let article = article_of(&snapshot.text, &name_of(&snapshot.uri), &world.home);
            let Some((words, range)) = headline_of(&article).filter(|(words, _)| fits(words)) else { continue };
            found.push(Headline { words, uri: snapshot.uri.clone(), text: snapshot.text.clone(), range });
        }
        let open = open_paths(world);
        let cards = self.shelves.get(&world.home.root).into_iter().flat_map(|shelf| &shelf.cards);
        let mut cards: Vec<(&PathBuf, &Card)> = cards.filter(|(path, _)| !open.contains(*path)).collect();
        cards.sort_by_key(|(path, _)| *path);
        for (path, card) in cards {
            if found.len() >= limit {
                break;
            }
            let Some((words, range)) = card.headline.as_ref().filter(|(words, _)| fits(words)) else { continue };
            let (Some(uri), Ok(text)) = (lsp::Uri::from_file_path(path), workspace::read(path, ReadAs::Article)) else {
                continue;
            };
            found.push(Headline { words: words.to_string(), uri, text: text.into(), range: *range });
        }
        found.truncate(limit);
        found
    }

    /// Reads what has changed on disk since the last time. Where `step` says to stop, the rest is left to the next.
    fn refresh(&mut self, world: &World, watched: bool, step: Step<'_>) {
        let shelf = self.shelves.entry(world.home.root.clone()).or_default();
        let known =
            shelf.listed.is_some_and(|(when, disk)| disk == world.disk && (watched || when.elapsed() < BELIEVED));
        if known {
            return;
        }
        let open = open_paths(world);
        let paths = workspace::governed(&world.home).files;
        let listed: HashSet<&PathBuf> = paths.iter().collect();
        let gone: Vec<PathBuf> = shelf.cards.keys().filter(|path| !listed.contains(path)).cloned().collect();
        for path in gone {
            shelf.take(&path);
        }
        let is_known = |shelf: &Shelf, path: &PathBuf, stamp: Option<(u64, u64)>| {
            shelf.cards.get(path).is_some_and(|card| stamp.is_some() && card.stamp == stamp)
        };
        let stamps = paths.iter().filter(|path| !open.contains(*path)).map(|path| (path, workspace::stamp(path)));
        let changed: Vec<_> = stamps.filter(|(path, stamp)| !is_known(shelf, path, *stamp)).collect();
        for (done, (path, stamp)) in changed.iter().enumerate() {
            if done % STEP == STEP - 1 && !step(done, changed.len()) {
                return;
            }
            match workspace::read(path, ReadAs::Article) {
                Ok(text) => shelf.put(path, &text, &world.home),
                // What cannot be read names nobody, until it changes.
                Err(_) => shelf.put(path, "", &world.home),
            }
            if let Some(card) = shelf.cards.get_mut(*path) {
                card.stamp = *stamp;
            }
        }
        #[expect(clippy::disallowed_methods, reason = "what was listed ages")]
        let now = Instant::now();
        shelf.listed = Some((now, world.disk));
    }
}

impl Shelf {
    fn put(&mut self, path: &Path, text: &str, home: &Home) {
        let hash = content_hash(text);
        if self.cards.get(path).is_some_and(|card| card.hash == hash) {
            return;
        }
        self.take(path);
        let article = article_of(text, &path.display().to_string(), home);
        let mut counts: HashMap<String, u32> = HashMap::new();
        for place in places(&article, &prefixes(home)) {
            *counts.entry(place.id).or_default() += u32::from(place.is_link);
        }
        let mut ids: Vec<(Arc<str>, u32)> = Vec::with_capacity(counts.len());
        for (id, count) in counts {
            // Each id is kept once.
            let id = self.holders.get_key_value(id.as_str()).map_or_else(|| Arc::from(id), |(id, _)| id.clone());
            self.holders.entry(id.clone()).or_default().insert(path.to_path_buf());
            ids.push((id, count));
        }
        let headline = headline_of(&article).map(|(words, range)| (words.into(), range));
        self.cards.insert(path.to_path_buf(), Card { stamp: None, hash, ids: ids.into(), headline });
    }

    fn take(&mut self, path: &Path) {
        let Some(card) = self.cards.remove(path) else { return };
        for (id, _) in &card.ids {
            let holders = self.holders.get_mut(id);
            if holders.is_some_and(|holders| holders.remove(path) && holders.is_empty()) {
                self.holders.remove(id);
            }
        }
    }
}

/// The articles that an editor holds. What shows another version of a file is none of them.
fn open_articles(world: &World) -> impl Iterator<Item = &Arc<Snapshot>> {
    world.open.iter().filter(|snapshot| snapshot.kind == Kind::Article && is_kept_by_client(&snapshot.uri))
}

fn open_paths(world: &World) -> HashSet<PathBuf> {
    world.open.iter().filter_map(|snapshot| file_of(&snapshot.uri)).collect()
}

/// Whether a text can name one of some ids: an outside id stands there as it is written in the registry.
fn names_any(text: &str, ids: &[String]) -> bool {
    ids.iter().any(|id| text.contains(id.as_str()))
}

fn prefixes(home: &Home) -> Vec<String> {
    home.desk.config.prefixes.keys().cloned().collect()
}

fn article_of(text: &str, path: &str, home: &Home) -> Article {
    let options = ReadOptions {
        path: path.to_owned(),
        syntax: home.desk.syntax,
        language: home.desk.language,
        default_language: home.desk.config.language,
        prefixes: prefixes(home),
    };
    read(text, &options)
}

fn places_of(text: &str, path: &str, home: &Home) -> Vec<Place> {
    places(&article_of(text, path, home), &prefixes(home))
}

fn headline_of(article: &Article) -> Option<(String, TextRange)> {
    let block = article.blocks.iter().find(|block| block.kind == BlockKind::Headline);
    let block = block.or_else(|| article.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(1))))?;
    let words: String = block.prose.text().trim().chars().take(HEADLINE).collect();
    (!words.is_empty()).then_some((words, block.range))
}

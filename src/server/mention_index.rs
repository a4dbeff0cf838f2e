//! The index of mentions: which articles of a workspace name an actor, and where.
//!
//! A file is read when it is first needed, and again when it has changed. Only its ids, their counts and the headline are
//! kept. An open document replaces its file. The index is used on the threads of requests: typing never waits for it.

use super::limits::{FILE_LIST_TTL, FILES_PER_STEP};
use super::message::ProjectView;
use super::snapshot::{DocumentKind, Snapshot};
use super::tasks::ProgressFn;
use super::uris::{file_of, is_kept_by_client, name_of};
use crate::actors::content_hash;
use crate::article::{Article, Key};
use crate::dates::{Date, parse_metadata_date};
use crate::ide::{Place, headline, places};
use crate::syntax::read;
use crate::text::TextRange;
use crate::workspace::{self, Project, ReadAs};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use tower_lsp::ls_types as lsp;

/// The articles of each project, by its root.
#[derive(Default)]
pub(super) struct MentionIndex {
    folders: HashMap<PathBuf, FolderState>,
}

/// The articles of one folder.
#[derive(Default)]
struct FolderState {
    /// When the files were last listed, and after how many changes on disk.
    listed: Option<(Instant, u64)>,
    articles: HashMap<PathBuf, ArticleSummary>,
    /// The articles that name each id.
    by_id: HashMap<Arc<str>, HashSet<PathBuf>>,
}

/// Ids that links state together, mostly one, and how many links state them.
type LinkedIds = (Box<[Arc<str>]>, u32);

/// The indexed data of an article.
struct ArticleSummary {
    stamp: Option<(u64, u64)>,
    hash: u64,
    ids: Box<[LinkedIds]>,
    headline: Option<(Box<str>, TextRange)>,
    /// The day of publication in its metadata.
    day: Option<Date>,
}

/// The latest article that mentions an actor.
pub(super) struct LastMention {
    pub(super) path: PathBuf,
    pub(super) headline: Option<String>,
    pub(super) day: Date,
}

/// An article that mentions an actor.
pub(super) struct ArticleMentions {
    pub(super) uri: lsp::Uri,
    /// `None` for a file that is not open.
    pub(super) version: Option<i32>,
    pub(super) text: Arc<str>,
    pub(super) places: Vec<Place>,
}

/// A headline and the article that has it.
pub(super) struct Headline {
    pub(super) words: String,
    pub(super) uri: lsp::Uri,
    pub(super) text: Arc<str>,
    pub(super) range: TextRange,
}

impl MentionIndex {
    /// The articles that name one of some ids.
    pub(super) fn find(
        &mut self,
        view: &ProjectView,
        ids: &[String],
        watched: bool,
        step: ProgressFn<'_>,
    ) -> Vec<ArticleMentions> {
        self.refresh(view, watched, step);
        let mut found: Vec<ArticleMentions> = open_articles(view)
            .filter(|snapshot| names_any(&snapshot.text, ids))
            .map(|snapshot| ArticleMentions {
                uri: snapshot.uri.clone(),
                version: snapshot.version,
                text: snapshot.text.shared().clone(),
                places: places_of(&snapshot.text, &name_of(&snapshot.uri), &view.project),
            })
            .collect();
        let open = open_paths(view);
        let folder = self.folders.entry(view.project.root.clone()).or_default();
        let by_id = ids.iter().filter_map(|id| folder.by_id.get(id.as_str())).flatten();
        let mut paths: Vec<PathBuf> = by_id.filter(|path| !open.contains(*path)).cloned().collect();
        paths.sort();
        paths.dedup();
        for path in paths {
            // The text is read again, so that the ranges fit the file as it is now.
            let Ok(text) = workspace::read(&path, ReadAs::Article) else { continue };
            folder.put(&path, &text, &view.project);
            let Some(uri) = lsp::Uri::from_file_path(&path) else { continue };
            let places = places_of(&text, &path.display().to_string(), &view.project);
            found.push(ArticleMentions { uri, version: None, text: text.into(), places });
        }
        for article in &mut found {
            article.places.retain(|place| ids.contains(&place.id));
        }
        found.retain(|article| !article.places.is_empty());
        found
    }

    /// How many links name one of some ids, and in how many articles.
    pub(super) fn count(
        &mut self,
        view: &ProjectView,
        ids: &[String],
        watched: bool,
        step: ProgressFn<'_>,
    ) -> (usize, usize) {
        self.refresh(view, watched, step);
        let open = open_paths(view);
        let of_open = open_articles(view).filter(|snapshot| names_any(&snapshot.text, ids)).map(|snapshot| {
            let places = places_of(&snapshot.text, &name_of(&snapshot.uri), &view.project);
            together(&places).iter().filter(|links| links.1 && links.0.iter().any(|id| ids.contains(id))).count()
        });
        let mut counts: Vec<usize> = of_open.collect();
        if let Some(folder) = self.folders.get(&view.project.root) {
            let paths: HashSet<&PathBuf> =
                ids.iter().filter_map(|id| folder.by_id.get(id.as_str())).flatten().collect();
            let articles =
                paths.into_iter().filter(|path| !open.contains(*path)).filter_map(|path| folder.articles.get(path));
            counts.extend(articles.map(|article| {
                let is_wanted = |id: &Arc<str>| ids.iter().any(|wanted| **wanted == **id);
                let of = article.ids.iter().filter(|(together, _)| together.iter().any(is_wanted));
                of.map(|(_, count)| *count as usize).sum::<usize>()
            }));
        }
        (counts.iter().sum(), counts.iter().filter(|count| **count > 0).count())
    }

    /// The latest article on disk with a day that links to one of some ids, as far as the index has been read: it is not read for
    /// this. `except` is left out.
    pub(super) fn last_mention(&self, root: &Path, ids: &[String], except: Option<&Path>) -> Option<LastMention> {
        let folder = self.folders.get(root)?;
        let paths = ids.iter().filter_map(|id| folder.by_id.get(id.as_str())).flatten();
        let dated = paths.filter(|path| Some(path.as_path()) != except).filter_map(|path| {
            let article = folder.articles.get(path)?;
            Some((article.day?, path, article))
        });
        let (day, path, article) = dated.max_by(|a, b| (a.0, b.1).cmp(&(b.0, a.1)))?;
        let headline = article.headline.as_ref().map(|(words, _)| words.to_string());
        Some(LastMention { path: path.clone(), headline, day })
    }

    /// The headlines for which `fits` returns `true`, at most `limit`.
    pub(super) fn headlines(
        &mut self,
        view: &ProjectView,
        fits: &dyn Fn(&str) -> bool,
        limit: usize,
        watched: bool,
        step: ProgressFn<'_>,
    ) -> Vec<Headline> {
        self.refresh(view, watched, step);
        let mut found = Vec::new();
        for snapshot in open_articles(view) {
            let article = article_of(&snapshot.text, &name_of(&snapshot.uri), &view.project);
            let Some((words, range)) = headline(&article).filter(|(words, _)| fits(words)) else { continue };
            found.push(Headline { words, uri: snapshot.uri.clone(), text: snapshot.text.shared().clone(), range });
        }
        let open = open_paths(view);
        let articles = self.folders.get(&view.project.root).into_iter().flat_map(|folder| &folder.articles);
        let mut articles: Vec<(&PathBuf, &ArticleSummary)> =
            articles.filter(|(path, _)| !open.contains(*path)).collect();
        articles.sort_by_key(|(path, _)| *path);
        for (path, article) in articles {
            if found.len() >= limit {
                break;
            }
            let Some((words, range)) = article.headline.as_ref().filter(|(words, _)| fits(words)) else { continue };
            let (Some(uri), Ok(text)) = (lsp::Uri::from_file_path(path), workspace::read(path, ReadAs::Article)) else {
                continue;
            };
            found.push(Headline { words: words.to_string(), uri, text: text.into(), range: *range });
        }
        found.truncate(limit);
        found
    }

    /// Reads what has changed on disk since the last time. When `step` returns `false`, the rest is left to the next call.
    fn refresh(&mut self, view: &ProjectView, watched: bool, step: ProgressFn<'_>) {
        let folder = self.folders.entry(view.project.root.clone()).or_default();
        let known =
            folder.listed.is_some_and(|(when, disk)| disk == view.disk && (watched || when.elapsed() < FILE_LIST_TTL));
        if known {
            return;
        }
        let open = open_paths(view);
        let paths = workspace::governed(&view.project).files;
        let listed: HashSet<&PathBuf> = paths.iter().collect();
        let gone: Vec<PathBuf> = folder.articles.keys().filter(|path| !listed.contains(path)).cloned().collect();
        for path in gone {
            folder.remove(&path);
        }
        let is_known = |folder: &FolderState, path: &PathBuf, stamp: Option<(u64, u64)>| {
            folder.articles.get(path).is_some_and(|article| stamp.is_some() && article.stamp == stamp)
        };
        let stamps = paths.iter().filter(|path| !open.contains(*path)).map(|path| (path, workspace::stamp(path)));
        let changed: Vec<_> = stamps.filter(|(path, stamp)| !is_known(folder, path, *stamp)).collect();
        for (done, (path, stamp)) in changed.iter().enumerate() {
            if done % FILES_PER_STEP == FILES_PER_STEP - 1 && !step(done, changed.len()) {
                return;
            }
            match workspace::read(path, ReadAs::Article) {
                Ok(text) => folder.put(path, &text, &view.project),
                // A file that cannot be read names no actor, until it changes.
                Err(_) => folder.put(path, "", &view.project),
            }
            if let Some(article) = folder.articles.get_mut(*path) {
                article.stamp = *stamp;
            }
        }
        #[expect(clippy::disallowed_methods, reason = "a list of files grows old")]
        let now = Instant::now();
        folder.listed = Some((now, view.disk));
    }
}

impl FolderState {
    fn put(&mut self, path: &Path, text: &str, project: &Project) {
        let hash = content_hash(text);
        if self.articles.get(path).is_some_and(|article| article.hash == hash) {
            return;
        }
        self.remove(path);
        let article = article_of(text, &path.display().to_string(), project);
        let mut counts: HashMap<Vec<String>, u32> = HashMap::new();
        for (ids, is_link) in together(&places(&article, &prefixes(project))) {
            *counts.entry(ids.into_iter().cloned().collect()).or_default() += u32::from(is_link);
        }
        let mut ids: Vec<LinkedIds> = Vec::with_capacity(counts.len());
        for (together, count) in counts {
            // Each id is kept once.
            let kept = together.into_iter().map(|id| {
                let id = self.by_id.get_key_value(id.as_str()).map_or_else(|| Arc::from(id), |(id, _)| id.clone());
                self.by_id.entry(id.clone()).or_default().insert(path.to_path_buf());
                id
            });
            ids.push((kept.collect(), count));
        }
        let headline = headline(&article).map(|(words, range)| (words.into(), range));
        let published = article.metadata.text(Key::DatePublished);
        let day = published.and_then(|date| parse_metadata_date(date.text(), article.language)?.day());
        self.articles.insert(path.to_path_buf(), ArticleSummary { stamp: None, hash, ids: ids.into(), headline, day });
    }

    fn remove(&mut self, path: &Path) {
        let Some(article) = self.articles.remove(path) else { return };
        for id in article.ids.iter().flat_map(|(together, _)| together) {
            let by_id = self.by_id.get_mut(id);
            if by_id.is_some_and(|by_id| by_id.remove(path) && by_id.is_empty()) {
                self.by_id.remove(id);
            }
        }
    }
}

/// The open articles, without documents that show another version of a file.
fn open_articles(view: &ProjectView) -> impl Iterator<Item = &Arc<Snapshot>> {
    view.open.iter().filter(|snapshot| snapshot.kind() == DocumentKind::Article && is_kept_by_client(&snapshot.uri))
}

fn open_paths(view: &ProjectView) -> HashSet<PathBuf> {
    view.open.iter().filter_map(|snapshot| file_of(&snapshot.uri)).collect()
}

/// The ids that each place states, and whether it is a link.
fn together(places: &[Place]) -> Vec<(Vec<&String>, bool)> {
    let same = |one: &Place, other: &Place| one.is_link && other.is_link && one.range == other.range;
    places.chunk_by(same).map(|of| (of.iter().map(|place| &place.id).collect(), of[0].is_link)).collect()
}

/// Whether a text can name one of some ids. Markup can state the authority of an external id elsewhere.
fn names_any(text: &str, ids: &[String]) -> bool {
    ids.iter().any(|id| text.contains(id.split_once(':').map_or(id.as_str(), |(_, id)| id)))
}

fn prefixes(project: &Project) -> Vec<String> {
    project.context.config.prefixes.keys().cloned().collect()
}

fn article_of(text: &str, path: &str, project: &Project) -> Article {
    read(text, &project.context.read_options(path))
}

fn places_of(text: &str, path: &str, project: &Project) -> Vec<Place> {
    places(&article_of(text, path, project), &prefixes(project))
}

//! Which articles of a project are translations of each other, in both directions.

use crate::analysis::Facts;
use crate::article::Article;
use crate::parallel;
use crate::server::message::ProjectView;
use crate::server::snapshot::{DocumentKind, Snapshot};
use crate::server::twin_sources::{facts_of, identity};
use crate::server::uris::file_of;
use crate::syntax::read;
use crate::workspace::{self, ReadAs};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The length and the modification time of a file.
type Stamp = Option<(u64, u64)>;

/// The articles of one project, and which of them name which.
#[derive(Default)]
pub(super) struct TwinLinks {
    /// What each closed file names, and when it was read.
    named: HashMap<PathBuf, (Stamp, Vec<PathBuf>)>,
    twins: HashMap<PathBuf, BTreeSet<PathBuf>>,
    open: HashMap<PathBuf, Arc<Snapshot>>,
}

impl TwinLinks {
    /// Reads what has changed since the last time. The files on disk are looked at only if their list is not `fresh`.
    pub(super) fn refresh(&mut self, view: &ProjectView, paths: &[(PathBuf, DocumentKind)], fresh: bool) {
        let open = view.open.iter().filter(|snapshot| snapshot.kind() == DocumentKind::Article);
        self.open = open.filter_map(|snapshot| Some((file_of(&snapshot.uri)?, snapshot.clone()))).collect();
        let articles = || paths.iter().filter(|(_, kind)| *kind == DocumentKind::Article).map(|(path, _)| path);
        if !fresh {
            let all: Vec<&PathBuf> = articles().collect();
            let look = |path: &&PathBuf| {
                let stamp = workspace::stamp(path);
                let known = self.named.get(*path).filter(|(known, _)| stamp.is_some() && *known == stamp);
                let named = known.map(|(_, named)| named.clone());
                ((*path).clone(), (stamp, named.unwrap_or_else(|| workspace::twins_on_disk(path, &view.project))))
            };
            self.named = parallel::map(&all, look).into_iter().collect();
        }
        self.twins.clear();
        let closed = self.named.iter().filter(|(path, _)| !self.open.contains_key(*path));
        let mut links: Vec<(PathBuf, PathBuf)> = Vec::new();
        for (path, (_, named)) in closed {
            links.extend(named.iter().map(|twin| (path.clone(), twin.clone())));
        }
        for (path, snapshot) in &self.open {
            if workspace::can_name_twins(snapshot.text.as_bytes()) {
                let named = workspace::named_twins(path, &article_of(snapshot, path, view));
                links.extend(named.into_iter().map(|twin| (path.clone(), twin)));
            }
        }
        for (one, other) in links {
            self.twins.entry(other.clone()).or_default().insert(one.clone());
            self.twins.entry(one).or_default().insert(other);
        }
    }

    /// The twins of a file that the project governs.
    fn of(&self, path: &Path) -> impl Iterator<Item = &PathBuf> {
        let twins = self.twins.get(path).into_iter().flatten();
        twins.filter(move |twin| *twin != path && (self.open.contains_key(*twin) || self.named.contains_key(*twin)))
    }

    /// A number that differs if a twin of a file may have changed. Files are not read for it.
    pub(super) fn state(&self, path: &Path) -> u64 {
        let part = |twin: &PathBuf| match self.open.get(twin) {
            Some(snapshot) => format!("{} open {}", twin.display(), snapshot.revision),
            None => format!("{} {:?}", twin.display(), workspace::stamp(twin)),
        };
        identity(&self.of(path).map(part).collect::<Vec<_>>())
    }

    /// What the twins of a file state, and a number that differs if their texts differ.
    pub(super) fn facts(&self, path: &Path, view: &ProjectView) -> (Vec<Arc<Facts>>, u64) {
        let text = |twin: &PathBuf| -> Option<(PathBuf, Arc<str>)> {
            let text = match self.open.get(twin) {
                Some(snapshot) => snapshot.text.shared().clone(),
                None => workspace::read(twin, ReadAs::Article).ok()?.into(),
            };
            Some((twin.clone(), text))
        };
        let texts: Vec<(PathBuf, Arc<str>)> = self.of(path).filter_map(text).collect();
        let parts: Vec<String> = texts.iter().map(|(twin, text)| format!("{}\0{text}", twin.display())).collect();
        let facts = texts.into_iter().map(|(twin, text)| facts_of(text, &twin, &view.project)).collect();
        (facts, identity(&parts))
    }
}

fn article_of(snapshot: &Snapshot, path: &Path, view: &ProjectView) -> Article {
    read(&snapshot.text, &view.project.context.read_options(&path.display().to_string()))
}

//! The diagnostics of the workspace: of articles and registry files that are not open, as they are on disk.
//!
//! Each report has a result id made of the text and the state of settings and registries. A file that the client has under
//! the same id is not checked again. If nothing has changed on disk, it is not even read.

use super::twin_links::TwinLinks;
use crate::actors::content_hash;
use crate::analysis::{Memory, analyse};
use crate::config::Config;
use crate::parallel;
use crate::rule::Check;
use crate::server::findings::{Rules, findings};
use crate::server::limits::{FILE_LIST_TTL, FILES_PER_STEP};
use crate::server::message::ProjectView;
use crate::server::settings::{ClientCapabilities, Preferences};
use crate::server::snapshot::{DocumentKind, Parsed, Snapshot};
use crate::server::tasks::ProgressFn;
use crate::server::to_proto::diagnostics;
use crate::server::twin_sources::TwinSources;
use crate::server::uris::file_of;
use crate::text::LineIndex;
use crate::workspace::{self, ReadAs};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::ls_types as lsp;

/// Where partial results are sent.
pub(in crate::server) type PartialResults = UnboundedSender<Vec<lsp::WorkspaceDocumentDiagnosticReport>>;

/// How files are checked and reported.
#[derive(Clone, Copy)]
pub(in crate::server) struct Options {
    pub(in crate::server) rules: Rules,
    pub(in crate::server) capabilities: ClientCapabilities,
}

/// The last reports of each project, by its root.
#[derive(Default)]
pub(in crate::server) struct WorkspaceDiagnostics {
    folders: HashMap<PathBuf, FolderState>,
}

/// The folders with a configuration of their own below each workspace folder, and when they were looked for.
#[derive(Default)]
pub(in crate::server) struct NestedProjects {
    found: HashMap<PathBuf, (LastScan, Vec<PathBuf>)>,
}

/// When files were last listed, and after how many changes on disk.
type LastScan = (Instant, u64);

#[derive(Default)]
struct FolderState {
    scanned: Option<LastScan>,
    paths: Vec<(PathBuf, DocumentKind)>,
    files: HashMap<PathBuf, FileState>,
    twins: TwinLinks,
}

/// The last report of a file.
struct FileState {
    stamp: Option<(u64, u64)>,
    generation: u64,
    /// The state of its twins.
    twins: u64,
    result_id: String,
}

/// The report of a file: its result id, and its diagnostics unless the client has them.
type Report = (lsp::Uri, String, Option<Vec<lsp::Diagnostic>>);

/// The reports that are ready.
struct Output<'a> {
    reports: Vec<Report>,
    /// The documents that were reported or are open. A file of two projects is reported once.
    seen: HashSet<lsp::Uri>,
    /// The files that are open, however the client spells their URIs.
    open: HashSet<PathBuf>,
    partial: Option<&'a PartialResults>,
    /// Whether a partial result was sent.
    has_sent: bool,
}

impl Output<'_> {
    /// Sends the reports so far, if the client takes partial results.
    fn flush(&mut self) {
        let Some(partial) = self.partial.filter(|_| !self.reports.is_empty()) else { return };
        self.has_sent = true;
        // The send fails if the request was cancelled.
        let _ = partial.send(self.reports.drain(..).map(to_report).collect());
    }
}

impl NestedProjects {
    /// The folders below the workspace folders that have a configuration of their own and are not among the projects.
    pub(in crate::server) fn folders(&mut self, views: &[ProjectView], watched: bool) -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = Vec::new();
        for view in views.iter().filter(|view| !view.folders.is_empty()) {
            let root = &view.project.root;
            let fresh = self.found.get(root).is_some_and(|(looked, _)| is_fresh(Some(*looked), view, watched));
            if !fresh {
                #[expect(clippy::disallowed_methods, reason = "a scan of a folder grows old")]
                let looked = (Instant::now(), view.disk);
                self.found.insert(root.clone(), (looked, workspace::nested(root)));
            }
            all.extend(self.found.get(root).into_iter().flat_map(|(_, folders)| folders.clone()));
        }
        all.sort();
        all.dedup();
        all.retain(|folder| views.iter().all(|view| view.project.root != *folder));
        all
    }
}

impl WorkspaceDiagnostics {
    /// The reports of all files that are not open. `known` are the result ids that the client has. A file that is gone is
    /// reported without diagnostics. When `step` returns `false`, the rest is left out. Reports that were sent to `partial`
    /// are not in the result.
    pub(in crate::server) fn report(
        &mut self,
        views: &[ProjectView],
        known: &HashMap<lsp::Uri, String>,
        options: Options,
        partial: Option<&PartialResults>,
        step: ProgressFn<'_>,
    ) -> Vec<lsp::WorkspaceDocumentDiagnosticReport> {
        let open = || views.iter().flat_map(|view| &view.open).map(|snapshot| &snapshot.uri);
        let (seen, files) = (open().cloned().collect(), open().filter_map(file_of).collect());
        let mut out = Output { reports: Vec::new(), seen, open: files, partial, has_sent: false };
        let mut is_whole = true;
        for view in views {
            // Without its whole registry, a project has false findings.
            if view.project.is_partial {
                is_whole = false;
                continue;
            }
            let folder = self.folders.entry(view.project.root.clone()).or_default();
            if !folder.report(view, known, options, &mut out, step) {
                is_whole = false;
                break;
            }
        }
        // A file that was not looked at may still be there.
        let gone = known.keys().filter(|uri| is_whole && !out.seen.contains(uri));
        let gone: Vec<Report> = gone.map(|uri| (uri.clone(), "gone".to_owned(), Some(Vec::new()))).collect();
        out.reports.extend(gone);
        // Once a partial result was sent, all others must be partial, too.
        if out.has_sent {
            out.flush();
        }
        out.reports.into_iter().map(to_report).collect()
    }
}

fn is_fresh(looked: Option<LastScan>, view: &ProjectView, watched: bool) -> bool {
    looked.is_some_and(|(when, disk)| disk == view.disk && (watched || when.elapsed() < FILE_LIST_TTL))
}

impl FolderState {
    /// Reports the closed files of one project. Returns whether all were looked at.
    fn report(
        &mut self,
        view: &ProjectView,
        known: &HashMap<lsp::Uri, String>,
        options: Options,
        out: &mut Output<'_>,
        step: ProgressFn<'_>,
    ) -> bool {
        let fresh = is_fresh(self.scanned, view, options.capabilities.watch);
        if !fresh {
            let project = &view.project;
            let config = project.config.iter().map(|(path, _)| (path.clone(), DocumentKind::Config));
            // A registry file outside of the project is reported only when it is open.
            let own = project.registry.iter().filter(|path| workspace::is_inside(path, &project.root));
            let registries = own.map(|path| (path.clone(), DocumentKind::Registry));
            let found = workspace::governed(project);
            for error in &found.errors {
                tracing::warn!("{error}");
            }
            let articles = found.files.into_iter().map(|path| (path, DocumentKind::Article));
            self.paths = config.chain(registries).chain(articles).collect();
            let listed: HashSet<&PathBuf> = self.paths.iter().map(|(path, _)| path).collect();
            self.files.retain(|path, _| listed.contains(path));
        }
        if options.rules.iter().any(|rule| matches!(rule.check, Check::Twin(_))) {
            self.twins.refresh(view, &self.paths, fresh);
        }
        let with_uri =
            |(path, kind): &(PathBuf, DocumentKind)| Some((lsp::Uri::from_file_path(path)?, path.clone(), *kind));
        let mut closed: Vec<(lsp::Uri, PathBuf, DocumentKind)> = self.paths.iter().filter_map(with_uri).collect();
        closed.retain(|(uri, path, _)| !out.open.contains(path) && out.seen.insert(uri.clone()));
        let mut whole = true;
        for (nth, part) in closed.chunks(FILES_PER_STEP).enumerate() {
            let report = |(uri, path, kind): &(lsp::Uri, PathBuf, DocumentKind)| {
                self.check(path, *kind, view, known.get(uri), fresh, options)
            };
            let done = parallel::map(part, report);
            let mut worked = false;
            for ((uri, path, _), done) in part.iter().zip(done) {
                let Some((state, found)) = done else {
                    // A file that cannot be read is treated as deleted.
                    out.seen.remove(uri);
                    continue;
                };
                worked |= found.is_some();
                out.reports.push((uri.clone(), state.result_id.clone(), found));
                self.files.insert(path.clone(), state);
            }
            if worked {
                out.flush();
                if !step(nth * FILES_PER_STEP, closed.len()) {
                    whole = false;
                    break;
                }
            }
        }
        #[expect(clippy::disallowed_methods, reason = "a scan of a folder grows old")]
        let now = Instant::now();
        self.scanned = whole.then_some((now, view.disk)).or(self.scanned.filter(|_| fresh));
        whole
    }

    /// Checks one file, unless the client has its diagnostics.
    fn check(
        &self,
        path: &Path,
        kind: DocumentKind,
        view: &ProjectView,
        known: Option<&String>,
        fresh: bool,
        options: Options,
    ) -> Option<(FileState, Option<Vec<lsp::Diagnostic>>)> {
        let generation = view.generation;
        let (before, twin_state) = (self.files.get(path), self.twins.state(path));
        let is_same = |before: &&FileState| {
            (before.generation, before.twins) == (generation, twin_state) && known == Some(&before.result_id)
        };
        let same = before.filter(is_same);
        let stamp = match same {
            Some(before) if fresh => before.stamp,
            _ => workspace::stamp(path),
        };
        if let Some(before) = same.filter(|before| stamp.is_some() && before.stamp == stamp) {
            let state = FileState { stamp, generation, twins: twin_state, result_id: before.result_id.clone() };
            return Some((state, None));
        }
        // A file that cannot be read as text has no findings.
        let read_as = match kind {
            DocumentKind::Config => ReadAs::Config,
            DocumentKind::Registry => ReadAs::Registry,
            DocumentKind::Article | DocumentKind::Other => ReadAs::Article,
        };
        let text: Arc<str> = workspace::read(path, read_as).ok()?.into();
        let (facts, of_twins) = self.twins.facts(path, view);
        let result_id = format!("{generation}.{:x}.{of_twins:x}", content_hash(&text));
        let found = (known != Some(&result_id)).then(|| {
            let twins = TwinSources { identity: of_twins, known: facts, ..TwinSources::default() };
            let snapshot = snapshot(path, kind, text, twins, view, options);
            snapshot.map(|snapshot| diagnostics(&snapshot, options.capabilities)).unwrap_or_default()
        });
        Some((FileState { stamp, generation, twins: twin_state, result_id }, found))
    }
}

/// A snapshot of a file that is not open.
fn snapshot(
    path: &Path,
    kind: DocumentKind,
    text: Arc<str>,
    twins: TwinSources,
    view: &ProjectView,
    options: Options,
) -> Option<Snapshot> {
    let project = &view.project;
    let known = project.pieces.findings_of(path, &text).filter(|_| kind == DocumentKind::Registry);
    let parsed = match kind {
        DocumentKind::Article => {
            let name = path.display().to_string();
            Parsed::Article(Arc::new(analyse(
                text.clone().into(),
                &name,
                project.context.clone(),
                &mut Memory::default(),
            )))
        }
        DocumentKind::Registry if known.is_some() => Parsed::Registry(Arc::default()),
        DocumentKind::Registry => Parsed::Registry(project.parsed_registry(path, &text)),
        DocumentKind::Config => Parsed::Config(Arc::new(Config::parse(&text))),
        DocumentKind::Other => Parsed::Other,
    };
    let mut snapshot = Snapshot {
        uri: lsp::Uri::from_file_path(path)?,
        version: None,
        revision: 0,
        generation: view.generation,
        first_line: 0,
        lines: Arc::new(LineIndex::new(&text)),
        rope: None,
        text: text.into(),
        encoding: options.capabilities.encoding,
        project: project.clone(),
        parsed,
        twins: Arc::new(twins),
        findings: None,
        preferences: Preferences::default(),
    };
    snapshot.findings = known.or_else(|| findings(&snapshot, options.rules, &|| false).map(Into::into));
    Some(snapshot)
}

fn to_report((uri, result_id, found): Report) -> lsp::WorkspaceDocumentDiagnosticReport {
    match found {
        Some(items) => lsp::WorkspaceFullDocumentDiagnosticReport {
            uri,
            version: None,
            full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport { result_id: Some(result_id), items },
        }
        .into(),
        None => lsp::WorkspaceUnchangedDocumentDiagnosticReport {
            uri,
            version: None,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport { result_id },
        }
        .into(),
    }
}

//! The messages to the main loop, and their vocabulary.

use super::settings::{ClientCapabilities, Preferences};
use super::snapshot::{Snapshot, Stage};
use crate::actors::RegistryFile;
use crate::finding::Finding;
use crate::text::LineIndex;
use crate::workspace::{Overrides, Project, Projects};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode};
use tower_lsp::ls_types as lsp;

/// A message to the main loop. Messages are handled in wire order.
pub(super) enum Message {
    Start {
        capabilities: ClientCapabilities,
        folders: Vec<PathBuf>,
        overrides: Overrides,
        preferences: Preferences,
    },
    Open {
        uri: lsp::Uri,
        language_id: String,
        version: Option<i32>,
        text: String,
    },
    Change {
        uri: lsp::Uri,
        version: Option<i32>,
        changes: Vec<lsp::TextDocumentContentChangeEvent>,
    },
    Close {
        uri: lsp::Uri,
    },
    /// Files changed on disk.
    WatchedFiles(Vec<lsp::Uri>),
    Settings(Overrides, Preferences),
    /// Workspace folders were added or removed.
    Folders {
        added: Vec<PathBuf>,
        removed: Vec<PathBuf>,
    },
    /// Asks for a document at a stage.
    Snapshot {
        uri: lsp::Uri,
        stage: Stage,
        reply: oneshot::Sender<SnapshotResult>,
    },
    /// Asks for projects and their open documents.
    Projects {
        scope: Scope,
        reply: oneshot::Sender<Vec<ProjectView>>,
    },
    /// Asks for the open documents whose findings depend on a document.
    Related {
        uri: lsp::Uri,
        reply: oneshot::Sender<Vec<Arc<Snapshot>>>,
    },
    /// Files that name these documents as their twins were found, or no longer name them.
    TwinsFound(Vec<PathBuf>),
    /// A document was checked.
    Checked(Checked),
    /// The projects of a numbered job were loaded, or could not be.
    Loaded(u64, Result<Loaded, Error>),
    Stop,
}

/// Which projects a request looks at.
pub(super) enum Scope {
    /// The project of a document.
    Document(lsp::Uri),
    /// The projects of some folders.
    Folders(Vec<PathBuf>),
    /// The projects of the workspace folders and of each open document.
    All,
}

/// A snapshot or an error.
pub(super) type SnapshotResult = Result<Arc<Snapshot>, Error>;

/// A project as a request about several documents sees it. Requests read files on disk themselves.
pub(super) struct ProjectView {
    pub(super) project: Arc<Project>,
    /// The open documents of the project.
    pub(super) open: Vec<Arc<Snapshot>>,
    /// Counts the changes on disk that the client reported.
    pub(super) disk: u64,
    /// Counts changes of settings and registries.
    pub(super) generation: u64,
    /// The workspace folders that the project governs.
    pub(super) folders: Vec<PathBuf>,
    /// Where a configuration is created if the project has none: the workspace folder around it, else its own folder. `None`
    /// for a project without a folder.
    pub(super) setup_folder: Option<PathBuf>,
}

/// A snapshot that was checked.
pub(super) struct Checked {
    pub(super) snapshot: Arc<Snapshot>,
    /// The findings. `None` if the check was stopped.
    pub(super) findings: Result<Option<Arc<[Finding]>>, Error>,
    /// The findings in the client's form, if they were to be published when the check ended.
    pub(super) diagnostics: Option<Vec<lsp::Diagnostic>>,
}

/// Projects that were loaded in the background.
pub(super) struct Loaded {
    pub(super) projects: Projects,
    /// The open registry files among them.
    pub(super) registries: HashMap<PathBuf, ParsedRegistry>,
}

/// An open registry file that was parsed in the background.
pub(super) struct ParsedRegistry {
    /// The revision of the document that was parsed.
    pub(super) revision: u64,
    pub(super) file: Arc<RegistryFile>,
    /// `None` for a file without its text, which was read in pieces.
    pub(super) lines: Option<Arc<LineIndex>>,
    pub(super) findings: Arc<[Finding]>,
}

/// The error for a request about a version that is gone.
pub(super) fn stale() -> Error {
    Error { code: ErrorCode::ContentModified, message: "the document has changed".into(), data: None }
}

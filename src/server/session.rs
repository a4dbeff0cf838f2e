//! The session with one client: the state that request handlers share.

use super::client::{ClientMessage, Published};
use super::diagnostics::pull::SentResultIds;
use super::diagnostics::workspace::{NestedProjects, WorkspaceDiagnostics};
use super::findings::Rules;
use super::mention_index::{ArticleMentions, MentionIndex};
use super::message::{Message, ProjectView, Scope};
use super::settings::ClientCapabilities;
use super::tasks::{ProgressFn, RunningTasks, Shared, Worker};
use super::tokens::SentTokens;
use super::{client, request_context};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::mpsc::UnboundedReceiver;
use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;

/// The session with one client.
pub(super) struct Session {
    pub(super) client: Client,
    /// The rules that articles are checked with.
    pub(super) rules: Rules,
    pub(super) worker: Worker,
    pub(super) workspace_diagnostics: Shared<WorkspaceDiagnostics>,
    /// Locked by the command that fixes the workspace, so that only one runs.
    pub(super) fixing: Shared<()>,
    /// The result ids of the diagnostics that were sent.
    pub(super) sent_diagnostics: SentResultIds,
    /// The semantic tokens that were sent.
    pub(super) sent_tokens: SentTokens,
    main_loop: Sender<Message>,
    /// The messages to the client, and where findings are published, until it is initialized.
    messages: Mutex<Option<(UnboundedReceiver<ClientMessage>, Published)>>,
    capabilities: OnceLock<ClientCapabilities>,
    has_shut_down: Arc<AtomicBool>,
    mentions: Shared<MentionIndex>,
    /// Apart from the workspace diagnostics, so that other requests do not wait for those.
    nested: Shared<NestedProjects>,
}

impl Session {
    pub(super) fn new(
        client: Client,
        rules: Rules,
        main_loop: Sender<Message>,
        messages: (UnboundedReceiver<ClientMessage>, Published),
        has_shut_down: Arc<AtomicBool>,
        running: RunningTasks,
    ) -> Self {
        Self {
            worker: Worker::new(client.clone(), running),
            client,
            rules,
            workspace_diagnostics: Arc::default(),
            fixing: Arc::default(),
            sent_diagnostics: SentResultIds::default(),
            sent_tokens: SentTokens::default(),
            main_loop,
            messages: Mutex::new(Some(messages)),
            capabilities: OnceLock::new(),
            has_shut_down,
            mentions: Arc::default(),
            nested: Arc::default(),
        }
    }

    /// The client capabilities.
    pub(super) fn capabilities(&self) -> ClientCapabilities {
        self.capabilities.get().copied().unwrap_or_default()
    }

    /// Stores the client capabilities. Only the first call counts.
    pub(super) fn set_capabilities(&self, capabilities: ClientCapabilities) -> ClientCapabilities {
        *self.capabilities.get_or_init(|| capabilities)
    }

    /// Sends a message to the main loop.
    pub(super) fn send(&self, message: Message) {
        // The send fails only when the server stops.
        let _ = self.main_loop.send(message);
    }

    /// Starts to deliver messages to the client.
    pub(super) fn start_delivery(&self) {
        let messages = self.messages.lock().ok().and_then(|mut messages| messages.take());
        if let Some((messages, published)) = messages {
            let refresh = self.capabilities().refresh;
            tokio::spawn(client::deliver(self.client.clone(), published, messages, refresh));
        }
    }

    /// Notes that the client asked the server to shut down.
    pub(super) fn shut_down(&self) {
        self.has_shut_down.store(true, Ordering::Relaxed);
    }

    /// Runs a task with the index of mentions.
    pub(super) async fn with_mentions<T: Send + 'static>(
        &self,
        what: &'static str,
        task: impl FnOnce(&mut MentionIndex, ProgressFn<'_>) -> T + Send + 'static,
    ) -> Result<T> {
        self.worker.with_shared(&self.mentions, what, self.capabilities().progress, task).await
    }

    /// What the index of mentions knows already. `None` while another request uses it.
    pub(super) fn known_mentions<T>(&self, look: impl FnOnce(&MentionIndex) -> Option<T>) -> Option<T> {
        look(&*self.mentions.try_lock().ok()?)
    }

    /// The articles that name one of some ids, with the project of the request.
    pub(super) async fn articles_naming(
        &self,
        ids: Vec<String>,
    ) -> Result<Option<(ProjectView, Vec<ArticleMentions>)>> {
        let Some(view) = request_context::project().await else { return Ok(None) };
        let watched = self.capabilities().watch;
        let sharing = self.sharing_registry(&view).await?;
        let found = self.with_mentions("references", move |mentions, step| {
            let mut found = mentions.find(&view, &ids, watched, step);
            found.extend(sharing.iter().flat_map(|other| mentions.find(other, &ids, watched, step)));
            (view, found)
        });
        found.await.map(Some)
    }

    /// The other projects that use a registry file of a project.
    pub(super) async fn sharing_registry(&self, view: &ProjectView) -> Result<Vec<ProjectView>> {
        let all = self.ask_projects(Scope::All).await;
        let mut views = self.with_nested(all).await?;
        let shares = |other: &ProjectView| {
            let registry = &view.project.registry;
            other.project.registry.iter().any(|file| registry.contains(file))
        };
        views.retain(|other| other.project.key != view.project.key && shares(other));
        Ok(views)
    }

    /// The projects of the workspace and of all open documents as they were when the request was received, and those of
    /// subfolders with their own configuration.
    pub(super) async fn all_projects(&self) -> Result<Vec<ProjectView>> {
        self.with_nested(request_context::projects().await.unwrap_or_default()).await
    }

    /// Adds the projects of subfolders with their own configuration.
    async fn with_nested(&self, views: Vec<ProjectView>) -> Result<Vec<ProjectView>> {
        let capabilities = self.capabilities();
        let looking = self.worker.with_shared(
            &self.nested,
            "folders",
            capabilities.progress,
            move |nested: &mut NestedProjects, _| {
                let folders = nested.folders(&views, capabilities.watch);
                (views, folders)
            },
        );
        let (mut views, folders) = looking.await?;
        if folders.is_empty() {
            return Ok(views);
        }
        for view in self.ask_projects(Scope::Folders(folders)).await {
            if !views.iter().any(|known| known.project.key == view.project.key) {
                views.push(view);
            }
        }
        Ok(views)
    }

    /// The project of a folder.
    pub(super) async fn project_of_folder(&self, folder: PathBuf) -> Option<ProjectView> {
        self.ask_projects(Scope::Folders(vec![folder])).await.into_iter().next()
    }

    async fn ask_projects(&self, scope: Scope) -> Vec<ProjectView> {
        let (reply, views) = tokio::sync::oneshot::channel();
        self.send(Message::Projects { scope, reply });
        views.await.unwrap_or_default()
    }
}

//! Client capabilities and user settings.

use crate::finding::Level;
use crate::ide::WantedHints;
use crate::language::Language;
use crate::message::{Message, message_language};
use crate::text::{Encoding, isolate_quotations};
use crate::workspace::Overrides;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use tower_lsp::ls_types as lsp;

/// The client capabilities that the server uses.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ClientCapabilities {
    /// The units of its columns.
    pub(super) encoding: Encoding,
    /// It pulls diagnostics; otherwise they are published.
    pub(super) pull: bool,
    /// The refresh requests that it supports.
    pub(super) refresh: Refresh,
    /// It takes edits with the version of the document.
    pub(super) document_changes: bool,
    /// It supports change annotations with confirmation.
    pub(super) annotations: bool,
    /// It creates files.
    pub(super) creates: bool,
    /// It shows progress.
    pub(super) progress: bool,
    /// It watches files for the server.
    pub(super) watch: bool,
    /// It shows related places of a finding.
    pub(super) related: bool,
    /// It takes the diagnostics of related documents with those of a document.
    pub(super) related_documents: bool,
    /// It displays bidirectional isolates as visible characters, as Neovim does.
    pub(super) draws_isolates: bool,
    /// It shows unnecessary text faded, and deprecated text struck out.
    pub(super) tags: bool,
    /// It shows the page of a rule at `copydesk-rule:/CODE.txt`, or `.md` if it shows Markdown.
    pub(super) rule_pages: Option<&'static str>,
    /// It takes definitions with their origin.
    pub(super) definition_links: bool,
    /// It takes an outline as a tree.
    pub(super) symbol_tree: bool,
    /// It resolves the edit of a code action when it is chosen.
    pub(super) lazy_actions: bool,
    /// It shows why a code action is not possible.
    pub(super) disabled_actions: bool,
    /// The language of messages: the setting, else that of the editor.
    pub(super) messages: Language,
}

/// The refresh requests that a client supports.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Refresh {
    pub(super) diagnostics: bool,
    pub(super) lenses: bool,
    pub(super) hints: bool,
    pub(super) tokens: bool,
}

impl Refresh {
    fn of(workspace: &lsp::WorkspaceClientCapabilities) -> Self {
        let is_true = |support: Option<Option<bool>>| support.flatten() == Some(true);
        Self {
            diagnostics: is_true(workspace.diagnostics.as_ref().map(|diagnostics| diagnostics.refresh_support)),
            lenses: is_true(workspace.code_lens.as_ref().map(|lenses| lenses.refresh_support)),
            hints: is_true(workspace.inlay_hint.as_ref().map(|hints| hints.refresh_support)),
            tokens: is_true(workspace.semantic_tokens.as_ref().map(|tokens| tokens.refresh_support)),
        }
    }
}

/// A user's preferences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Preferences {
    /// Which hints are shown between the words.
    pub(super) hints: WantedHints,
    /// Whether safe fixes are applied when a document is saved manually.
    pub(super) fix_on_save: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { hints: WantedHints { dates: true, names: true }, fix_on_save: false }
    }
}

impl Preferences {
    /// Reads `{"inlayHints": {"dates": true, "names": true}, "fixOnSave": false}`, directly or under `copydesk`. A
    /// value of the wrong type is ignored.
    pub(super) fn of(settings: &serde_json::Value) -> Self {
        let own = settings.get("copydesk").unwrap_or(settings);
        let switch =
            |path: &str, default: bool| own.pointer(path).and_then(serde_json::Value::as_bool).unwrap_or(default);
        Self {
            hints: WantedHints { dates: switch("/inlayHints/dates", true), names: switch("/inlayHints/names", true) },
            fix_on_save: switch("/fixOnSave", false),
        }
    }
}

impl ClientCapabilities {
    /// Reads the capabilities of the client. Its options can add `{"isolates": false, "rulePages": true,
    /// "messages": "ar"}`. `locale` is the language of the editor.
    pub(super) fn of(
        capabilities: &lsp::ClientCapabilities,
        options: Option<&serde_json::Value>,
        locale: Option<&str>,
    ) -> Self {
        let own = options.map(|options| options.get("copydesk").unwrap_or(options));
        let document = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let general = capabilities.general.as_ref();
        let diagnostics = document.and_then(|document| document.publish_diagnostics.as_ref());
        Self {
            encoding: encoding(general.and_then(|general| general.position_encodings.as_deref())),
            pull: document.is_some_and(|document| document.diagnostic.is_some()),
            refresh: workspace.map(Refresh::of).unwrap_or_default(),
            document_changes: edit.is_some_and(|edit| edit.document_changes == Some(true)),
            annotations: edit.is_some_and(|edit| edit.change_annotation_support.is_some()),
            creates: edit
                .and_then(|edit| edit.resource_operations.as_ref())
                .is_some_and(|operations| operations.contains(&lsp::ResourceOperationKind::Create)),
            progress: capabilities.window.as_ref().is_some_and(|window| window.work_done_progress == Some(true)),
            watch: workspace
                .and_then(|workspace| workspace.did_change_watched_files.as_ref())
                .is_some_and(|watch| watch.dynamic_registration == Some(true)),
            related: diagnostics.is_none_or(|diagnostics| diagnostics.related_information != Some(false)),
            tags: diagnostics.is_some_and(|diagnostics| diagnostics.tag_support.is_some()),
            rule_pages: own.and_then(|own| match own.get("rulePages")? {
                serde_json::Value::Bool(true) => Some("txt"),
                serde_json::Value::String(format) if format == "markdown" => Some("md"),
                _ => None,
            }),
            draws_isolates: own.and_then(|own| own.get("isolates")?.as_bool()) == Some(false),
            related_documents: document
                .and_then(|document| document.diagnostic.as_ref())
                .is_some_and(|diagnostic| diagnostic.related_document_support == Some(true)),
            definition_links: document
                .and_then(|document| document.definition.as_ref())
                .is_some_and(|definition| definition.link_support == Some(true)),
            disabled_actions: document
                .and_then(|document| document.code_action.as_ref())
                .is_some_and(|action| action.disabled_support == Some(true)),
            lazy_actions: document
                .and_then(|document| document.code_action.as_ref())
                .filter(|action| action.data_support == Some(true))
                .and_then(|action| action.resolve_support.as_ref())
                .is_some_and(|resolve| resolve.properties.iter().any(|property| property == "edit")),
            messages: own
                .and_then(|own| own.get("messages")?.as_str())
                .filter(|tag| !tag.is_empty())
                .or(locale)
                .and_then(message_language)
                .unwrap_or_default(),
            symbol_tree: document
                .and_then(|document| document.document_symbol.as_ref())
                .is_some_and(|symbols| symbols.hierarchical_document_symbol_support == Some(true)),
        }
    }
}

impl ClientCapabilities {
    /// A message in the language of the user, with isolates unless the client would show them.
    pub(super) fn message(self, message: &Message) -> String {
        self.text(&message.in_language(self.messages))
    }

    /// A text with isolates, unless the client would show them.
    pub(super) fn text(self, text: &str) -> String {
        if self.draws_isolates { text.to_owned() } else { isolate_quotations(text) }
    }
}

/// UTF-8 if the client offers it, else UTF-16, the default of the protocol.
fn encoding(offered: Option<&[lsp::PositionEncodingKind]>) -> Encoding {
    let offered = offered.unwrap_or_default();
    if offered.contains(&lsp::PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offered.contains(&lsp::PositionEncodingKind::UTF32)
        && !offered.contains(&lsp::PositionEncodingKind::UTF16)
    {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

/// The settings of the editor: `{"config": "…", "registry": ["…"], "language": "ar", "rules": {"unlinked-actor": "off"}}`,
/// directly or under `copydesk`. A value of the wrong type is ignored.
pub(super) fn overrides(settings: &serde_json::Value) -> Overrides {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Settings {
        config: Option<PathBuf>,
        registry: Vec<PathBuf>,
        language: Option<String>,
        rules: BTreeMap<String, String>,
    }
    let own = settings.get("copydesk").unwrap_or(settings);
    let settings: Settings = Settings::deserialize(own).unwrap_or_default();
    Overrides {
        config: settings.config.filter(|path| !path.as_os_str().is_empty()),
        registries: settings.registry,
        language: settings.language.as_deref().and_then(Language::from_tag),
        levels: settings.rules.into_iter().filter_map(|(code, level)| Some((code, Level::parse(&level)?))).collect(),
        ..Overrides::default()
    }
}

//! The only way from edits to a `WorkspaceEdit` of the protocol.

use super::position::range_in;
use super::settings::ClientCapabilities;
use super::snapshot::Snapshot;
use crate::ide::SourceChange;
use crate::message;
use crate::message::Message;
use crate::text::{EditSet, Encoding, LineIndex};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

/// The id of the annotation that an editor shows before it makes a change.
const ANNOTATION: &str = "copydesk.rename";

/// A file that a change edits, as it is now.
#[derive(Clone)]
pub(super) struct SourceFile {
    pub(super) uri: lsp::Uri,
    /// `None` for a file that is not open.
    pub(super) version: Option<i32>,
    pub(super) text: Arc<str>,
}

/// The edits of one document in the client's units.
pub(super) struct DocumentEdits {
    pub(super) uri: lsp::Uri,
    /// `None` for a file that is not open.
    pub(super) version: Option<i32>,
    pub(super) edits: Vec<lsp::TextEdit>,
}

/// The edits of a snapshot's document.
pub(super) fn text_edits(snapshot: &Snapshot, edits: &EditSet) -> Vec<lsp::TextEdit> {
    edits.iter().map(|edit| lsp::TextEdit::new(snapshot.range(edit.range), edit.text.clone())).collect()
}

/// The edits of a text.
pub(super) fn text_edits_in(text: &str, edits: &EditSet, encoding: Encoding) -> Vec<lsp::TextEdit> {
    let lines = LineIndex::new(text);
    let one =
        |edit: &crate::text::Edit| lsp::TextEdit::new(range_in(&lines, text, edit.range, encoding), edit.text.clone());
    edits.iter().map(one).collect()
}

/// A change of a snapshot's document.
pub(super) fn of_snapshot(
    snapshot: &Snapshot,
    edits: &EditSet,
    capabilities: ClientCapabilities,
) -> lsp::WorkspaceEdit {
    of_documents(vec![document_edits(snapshot, edits)], None, capabilities)
}

/// A change of several documents. The client asks before it makes a change with a label, if it can.
pub(super) fn of_documents(
    documents: Vec<DocumentEdits>,
    label: Option<&Message>,
    capabilities: ClientCapabilities,
) -> lsp::WorkspaceEdit {
    if !capabilities.document_changes {
        let changes = documents.into_iter().map(|document| (document.uri, document.edits)).collect();
        return lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() };
    }
    let label = label.filter(|_| capabilities.annotations);
    let edits = documents.into_iter().map(|document| document_edit(document, label.is_some()));
    let annotation = label.map(|label| lsp::ChangeAnnotation {
        label: capabilities.message(label),
        needs_confirmation: Some(true),
        description: Some(capabilities.message(&message!("in the registry and in every article that uses it"))),
    });
    lsp::WorkspaceEdit {
        document_changes: Some(lsp::DocumentChanges::Edits(edits.collect())),
        change_annotations: annotation.map(|annotation| HashMap::from([(ANNOTATION.into(), annotation)])),
        ..lsp::WorkspaceEdit::default()
    }
}

/// A source change. `file` finds a file that it edits. `more` are edits of the document at hand that belong to the change.
/// `None` if the client cannot make it.
pub(super) fn of_source_change(
    change: &SourceChange,
    file: impl Fn(&Path) -> Option<SourceFile>,
    more: Option<(&Snapshot, &EditSet)>,
    capabilities: ClientCapabilities,
) -> Option<lsp::WorkspaceEdit> {
    let mut documents = Vec::new();
    for (path, edits) in &change.edits {
        let SourceFile { uri, version, text } = file(path)?;
        documents.push(DocumentEdits { uri, version, edits: text_edits_in(&text, edits, capabilities.encoding) });
    }
    let more = more.map(|(snapshot, edits)| document_edits(snapshot, edits));
    if change.creates.is_empty() {
        documents.extend(more);
        return Some(of_documents(documents, change.label.as_ref(), capabilities));
    }
    if !capabilities.creates || !capabilities.document_changes {
        return None;
    }
    let mut operations = Vec::new();
    for (path, text) in &change.creates {
        let uri = lsp::Uri::from_file_path(path)?;
        let options = Some(lsp::CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) });
        let create = lsp::CreateFile { uri: uri.clone(), options, annotation_id: None };
        operations.push(lsp::DocumentChangeOperation::Op(lsp::ResourceOp::Create(create)));
        let edits = vec![lsp::TextEdit::new(lsp::Range::default(), text.clone())];
        documents.push(DocumentEdits { uri, version: None, edits });
    }
    documents.extend(more);
    let edits = documents.into_iter().map(|document| document_edit(document, false));
    operations.extend(edits.map(lsp::DocumentChangeOperation::Edit));
    let document_changes = Some(lsp::DocumentChanges::Operations(operations));
    Some(lsp::WorkspaceEdit { document_changes, ..lsp::WorkspaceEdit::default() })
}

fn document_edits(snapshot: &Snapshot, edits: &EditSet) -> DocumentEdits {
    DocumentEdits { uri: snapshot.uri.clone(), version: snapshot.version, edits: text_edits(snapshot, edits) }
}

fn document_edit(document: DocumentEdits, is_annotated: bool) -> lsp::TextDocumentEdit {
    let one = |text_edit: lsp::TextEdit| {
        if is_annotated {
            lsp::OneOf::Right(lsp::AnnotatedTextEdit { text_edit, annotation_id: ANNOTATION.into() })
        } else {
            lsp::OneOf::Left(text_edit)
        }
    };
    let DocumentEdits { uri, version, edits } = document;
    lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(one).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Edit, TextRange};
    use serde_json::json;
    use std::path::PathBuf;

    fn able() -> ClientCapabilities {
        ClientCapabilities {
            document_changes: true,
            annotations: true,
            creates: true,
            draws_isolates: true,
            ..ClientCapabilities::default()
        }
    }

    fn made(change: &SourceChange, capabilities: ClientCapabilities) -> Option<serde_json::Value> {
        let file = |path: &Path| {
            let uri = lsp::Uri::from_file_path(path)?;
            Some(SourceFile { uri, version: Some(3), text: "😀 a\nb\n".into() })
        };
        of_source_change(change, file, None, capabilities).map(|edit| serde_json::to_value(edit).unwrap())
    }

    fn replaced() -> SourceChange {
        SourceChange::edit(PathBuf::from("/x/a.toml"), Edit { range: TextRange::new(5, 6), text: "c".into() })
    }

    #[test]
    fn an_edit_has_the_version_if_the_client_supports_it() {
        let edit = json!({"range": {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 4}}, "newText": "c"});
        assert_eq!(
            made(&replaced(), ClientCapabilities::default()),
            Some(json!({"changes": {"file:///x/a.toml": [edit]}}))
        );
        let document = json!({"textDocument": {"uri": "file:///x/a.toml", "version": 3}, "edits": [edit]});
        assert_eq!(made(&replaced(), able()), Some(json!({"documentChanges": [document]})));
    }

    #[test]
    fn a_change_with_a_label_is_confirmed() {
        let change = SourceChange { label: Some("Rename `a` to `c`".into()), ..replaced() };
        let edit = made(&change, able()).unwrap();
        assert_eq!(edit["documentChanges"][0]["edits"][0]["annotationId"], ANNOTATION);
        assert_eq!(edit["changeAnnotations"][ANNOTATION]["label"], "Rename `a` to `c`");
        let plain = made(&change, ClientCapabilities { annotations: false, ..able() });
        assert_eq!(plain, made(&replaced(), able()));
    }

    #[test]
    fn a_file_is_created_if_the_client_supports_it() {
        let change = SourceChange::create(PathBuf::from("/x/actors.toml"), "[[actor]]\n".into());
        let edit = made(&change, able()).unwrap();
        assert_eq!(edit["documentChanges"][0]["kind"], "create");
        assert_eq!(edit["documentChanges"][1]["edits"][0]["newText"], "[[actor]]\n");
        assert_eq!(made(&change, ClientCapabilities { creates: false, ..able() }), None);
    }
}

//! Conversions from our values to those of the protocol.

use super::position::range_in;
use super::settings::ClientCapabilities;
use super::snapshot::Snapshot;
use super::workspace_edit::{of_snapshot, text_edits};
use crate::actors::Kind;
use crate::finding::{Finding, Location, Severity};
use crate::ide::{Action, Completion, CompletionKind, Destination, Symbol, SymbolKind};
use crate::rule::Tag;
use crate::rules;
use crate::text::{LineIndex, TextRange, WidePosition};
use std::path::Path;
use tower_lsp::ls_types as lsp;

/// The name under which findings appear.
pub(super) const SOURCE: &str = "copydesk";

/// All findings of a snapshot.
/// The number of bytes for each finding that makes findings few.
const SPARSE: usize = 4096;

pub(super) fn diagnostics(snapshot: &Snapshot, capabilities: ClientCapabilities) -> Vec<lsp::Diagnostic> {
    let findings = snapshot.known_findings();
    // The places of many findings are found faster in the text as a whole.
    if findings.len() > snapshot.text.len() / SPARSE {
        snapshot.text.shared();
    }
    findings.iter().map(|finding| diagnostic(snapshot, finding, capabilities)).collect()
}

/// One finding.
pub(super) fn diagnostic(snapshot: &Snapshot, finding: &Finding, capabilities: ClientCapabilities) -> lsp::Diagnostic {
    let mut message = capabilities.message(&finding.message);
    for note in &finding.notes {
        message.push('\n');
        message.push_str(&capabilities.message(note));
    }
    let places = finding.related.iter().filter_map(|place| {
        let location = location(snapshot, &place.location)?;
        Some(lsp::DiagnosticRelatedInformation { location, message: capabilities.message(&place.message) })
    });
    let places: Vec<_> = if capabilities.related { places.collect() } else { Vec::new() };
    lsp::Diagnostic {
        range: snapshot.range(finding.range),
        severity: Some(match finding.severity {
            Severity::Error => lsp::DiagnosticSeverity::ERROR,
            Severity::Warning => lsp::DiagnosticSeverity::WARNING,
            Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
            Severity::Hint => lsp::DiagnosticSeverity::HINT,
        }),
        code: Some(lsp::NumberOrString::String(finding.code.to_string())),
        code_description: capabilities.rule_pages.and_then(|extension| page_of(&finding.code, extension)),
        source: Some(SOURCE.to_owned()),
        tags: tag_of(&finding.code).filter(|_| capabilities.tags).map(|tag| vec![tag]),
        message,
        related_information: (!places.is_empty()).then_some(places),
        ..lsp::Diagnostic::default()
    }
}

/// A related place. `None` if the path of another file is not absolute, which happens only to a document without a folder.
fn location(snapshot: &Snapshot, location: &Location) -> Option<lsp::Location> {
    Some(match location {
        Location::Here(range) => lsp::Location { uri: snapshot.uri.clone(), range: snapshot.range(*range) },
        Location::Elsewhere(place) => {
            let position = |at: WidePosition| {
                let at = at.position(snapshot.encoding);
                lsp::Position::new(at.line, at.column)
            };
            let range = lsp::Range::new(position(place.start), position(place.end));
            lsp::Location { uri: lsp::Uri::from_file_path(Path::new(&place.path))?, range }
        }
    })
}

/// The page of a rule, for an editor that shows the output of `copydesk explain` at such a URI.
fn page_of(code: &str, extension: &str) -> Option<lsp::CodeDescription> {
    Some(lsp::CodeDescription { href: format!("copydesk-rule:/{code}.{extension}").parse().ok()? })
}

/// The tag of a rule: unnecessary text, or a deprecated id.
fn tag_of(code: &str) -> Option<lsp::DiagnosticTag> {
    rules::find(code)?.traits.tag.map(|tag| match tag {
        Tag::Unnecessary => lsp::DiagnosticTag::UNNECESSARY,
        Tag::Deprecated => lsp::DiagnosticTag::DEPRECATED,
    })
}

/// A quick fix.
pub(super) fn quick_fix(snapshot: &Snapshot, action: &Action, capabilities: ClientCapabilities) -> lsp::CodeAction {
    let finding = snapshot.known_findings().get(action.finding);
    lsp::CodeAction {
        title: capabilities.message(&action.title),
        kind: Some(lsp::CodeActionKind::QUICKFIX),
        diagnostics: finding.map(|finding| vec![diagnostic(snapshot, finding, capabilities)]),
        edit: Some(of_snapshot(snapshot, &action.edits, capabilities)),
        is_preferred: action.preferred.then_some(true),
        ..lsp::CodeAction::default()
    }
}

/// A completion. Its filter text is the text that it replaces: otherwise the client would drop a name that was found in
/// another script.
pub(super) fn completion(snapshot: &Snapshot, item: Completion, nth: usize) -> lsp::CompletionItem {
    let kind = match item.kind {
        CompletionKind::Actor(Kind::Person) => lsp::CompletionItemKind::CLASS,
        CompletionKind::Actor(Kind::Organisation | Kind::Group) => lsp::CompletionItemKind::MODULE,
        CompletionKind::Actor(Kind::Place) => lsp::CompletionItemKind::CONSTANT,
        CompletionKind::Actor(Kind::Event) => lsp::CompletionItemKind::EVENT,
        CompletionKind::Date => lsp::CompletionItemKind::VALUE,
        CompletionKind::Keyword => lsp::CompletionItemKind::KEYWORD,
        CompletionKind::Rule => lsp::CompletionItemKind::ENUM_MEMBER,
    };
    let also = text_edits(snapshot, &item.also);
    let data = item.actor.and_then(|actor| {
        let id = &snapshot.project.context.registry.get(actor)?.id;
        Some(serde_json::json!({"uri": snapshot.uri.as_str(), "actor": id}))
    });
    lsp::CompletionItem {
        label: item.label,
        label_details: Some(lsp::CompletionItemLabelDetails { detail: None, description: Some(item.detail.clone()) }),
        kind: Some(kind),
        detail: Some(item.detail),
        sort_text: Some(format!("{nth:04}")),
        filter_text: Some(item.range.slice(&snapshot.text).to_owned()),
        text_edit: Some(lsp::CompletionTextEdit::Edit(lsp::TextEdit::new(snapshot.range(item.range), item.text))),
        additional_text_edits: (!also.is_empty()).then_some(also),
        data,
        ..lsp::CompletionItem::default()
    }
}

/// Markdown for a pop-up.
pub(super) fn markdown(value: String, capabilities: ClientCapabilities) -> lsp::MarkupContent {
    let value = if capabilities.draws_isolates { value.replace(['\u{2068}', '\u{2069}'], "") } else { value };
    lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value }
}

/// A definition. `text` is the text of the registry file, if the place is in one.
pub(super) fn definition(
    snapshot: &Snapshot,
    place: &Destination,
    text: Option<&str>,
    capabilities: ClientCapabilities,
) -> Option<lsp::GotoDefinitionResponse> {
    let (uri, range, selection) = match (&place.path, text) {
        (None, _) => (snapshot.uri.clone(), snapshot.range(place.range), snapshot.range(place.selection)),
        (Some(path), Some(text)) => {
            let uri = lsp::Uri::from_file_path(Path::new(path))?;
            let lines = LineIndex::new(text);
            let place_of = |range| range_in(&lines, text, range, snapshot.encoding);
            let (range, selection) = (place_of(place.range), place_of(place.selection));
            (uri, range, selection)
        }
        (Some(_), None) => return None,
    };
    if !capabilities.definition_links {
        return Some(lsp::GotoDefinitionResponse::Scalar(lsp::Location { uri, range: selection }));
    }
    Some(lsp::GotoDefinitionResponse::Link(vec![lsp::LocationLink {
        origin_selection_range: Some(snapshot.range(place.origin)),
        target_uri: uri,
        target_range: range,
        target_selection_range: selection,
    }]))
}

/// A whole file as a definition.
pub(super) fn whole_file(
    snapshot: &Snapshot,
    origin: TextRange,
    uri: lsp::Uri,
    capabilities: ClientCapabilities,
) -> lsp::GotoDefinitionResponse {
    let start = lsp::Range::default();
    if !capabilities.definition_links {
        return lsp::GotoDefinitionResponse::Scalar(lsp::Location { uri, range: start });
    }
    lsp::GotoDefinitionResponse::Link(vec![lsp::LocationLink {
        origin_selection_range: Some(snapshot.range(origin)),
        target_uri: uri,
        target_range: start,
        target_selection_range: start,
    }])
}

/// Folding ranges in whole lines.
pub(super) fn folds(snapshot: &Snapshot, folds: &[TextRange]) -> Vec<lsp::FoldingRange> {
    let ranges = folds.iter().map(|range| snapshot.range(*range));
    let fold = |range: lsp::Range| lsp::FoldingRange {
        start_line: range.start.line,
        end_line: range.end.line - u32::from(range.end.character == 0 && range.end.line > range.start.line),
        ..lsp::FoldingRange::default()
    };
    ranges.map(fold).filter(|fold| fold.start_line < fold.end_line).collect()
}

/// The outline, as a tree or flat.
pub(super) fn outline(snapshot: &Snapshot, symbols: &[Symbol], tree: bool) -> lsp::DocumentSymbolResponse {
    if tree {
        return lsp::DocumentSymbolResponse::Nested(symbols.iter().map(|symbol| nested(snapshot, symbol)).collect());
    }
    let mut flat = Vec::new();
    flatten(snapshot, symbols, &mut flat);
    lsp::DocumentSymbolResponse::Flat(flat)
}

/// The symbol kind of an actor.
pub(super) fn actor_symbol(kind: Kind) -> lsp::SymbolKind {
    match kind {
        Kind::Person => lsp::SymbolKind::CLASS,
        Kind::Organisation | Kind::Group => lsp::SymbolKind::MODULE,
        Kind::Place => lsp::SymbolKind::CONSTANT,
        Kind::Event => lsp::SymbolKind::EVENT,
    }
}

fn symbol_kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Actor(kind) => actor_symbol(kind),
        SymbolKind::Role => lsp::SymbolKind::PROPERTY,
        SymbolKind::Heading => lsp::SymbolKind::STRING,
        SymbolKind::Mention => lsp::SymbolKind::CLASS,
        SymbolKind::Date => lsp::SymbolKind::EVENT,
    }
}

#[expect(deprecated, reason = "the field must be given")]
fn nested(snapshot: &Snapshot, symbol: &Symbol) -> lsp::DocumentSymbol {
    lsp::DocumentSymbol {
        name: symbol.name.clone(),
        detail: Some(symbol.detail.clone()).filter(|detail| !detail.is_empty()),
        kind: symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: snapshot.range(symbol.range.cover(symbol.selection)),
        selection_range: snapshot.range(symbol.selection),
        children: Some(symbol.children.iter().map(|child| nested(snapshot, child)).collect()),
    }
}

#[expect(deprecated, reason = "the field must be given")]
fn flatten(snapshot: &Snapshot, symbols: &[Symbol], out: &mut Vec<lsp::SymbolInformation>) {
    for symbol in symbols {
        out.push(lsp::SymbolInformation {
            name: symbol.name.clone(),
            kind: symbol_kind(symbol.kind),
            tags: None,
            deprecated: None,
            location: lsp::Location { uri: snapshot.uri.clone(), range: snapshot.range(symbol.selection) },
            container_name: None,
        });
        flatten(snapshot, &symbol.children, out);
    }
}

//! Requests and edits in any order, some given up: nothing panics, and each request is answered once.

#![no_main]

use copydesk_fuzz::{DOCUMENTS, ask, notify, run};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

#[derive(Debug, Arbitrary)]
struct Session {
    pull: bool,
    steps: Vec<Step>,
}

#[derive(Debug, Arbitrary)]
enum Step {
    Ask { method: u8, document: u8, start: (u8, u8), end: (u8, u8), word: u8 },
    GiveUp { back: u8 },
    Change { document: u8, version: Option<i8>, start: (u8, u8), end: (u8, u8), text: String },
    Replace { document: u8, text: String },
    Reopen { document: u8, text: String },
    Close { document: u8 },
}

const METHODS: [&str; 25] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/linkedEditingRange",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/documentLink",
    "textDocument/inlayHint",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/semanticTokens/range",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/diagnostic",
    "textDocument/willSaveWaitUntil",
    "workspace/diagnostic",
    "workspace/symbol",
    "workspace/executeCommand",
    "$/unknown",
    "unknown",
];

const COMMANDS: [&str; 7] =
    ["castAndTimeline", "linkAll", "annotateArticle", "addActor", "showTimeline", "exportJsonLd", "fixWorkspace"];

fuzz_target!(|session: Session| {
    let mut sent = Vec::new();
    let mut asked = 0;
    let place = |(line, character): (u8, u8)| json!({"line": line % 40, "character": character});
    let uri = |document: u8| DOCUMENTS[usize::from(document) % DOCUMENTS.len()].0;
    let language = |document: u8| DOCUMENTS[usize::from(document) % DOCUMENTS.len()].1;
    for step in session.steps.iter().take(60) {
        match step {
            Step::Ask { method, document, start, end, word } => {
                asked += 1;
                let (uri, range) = (uri(*document), json!({"start": place(*start), "end": place(*end)}));
                let params = json!({
                    "textDocument": {"uri": uri}, "position": place(*start), "positions": [place(*start)], "range": range,
                    "context": {"diagnostics": [], "includeDeclaration": true}, "newName": format!("new-{word}"), "query": "a",
                    "reason": 1, "previousResultId": word.to_string(), "previousResultIds": [],
                    "command": format!("copydesk.{}", COMMANDS[usize::from(*word) % COMMANDS.len()]),
                    "arguments": [{"uri": uri, "range": range, "apply": false}],
                });
                ask(&mut sent, asked, METHODS[usize::from(*method) % METHODS.len()], params);
            }
            Step::GiveUp { back } => notify(&mut sent, "$/cancelRequest", json!({"id": asked - i64::from(*back % 4)})),
            Step::Change { document, version, start, end, text } => {
                let change = json!({"range": {"start": place(*start), "end": place(*end)}, "text": text});
                let document = json!({"uri": uri(*document), "version": version});
                notify(
                    &mut sent,
                    "textDocument/didChange",
                    json!({"textDocument": document, "contentChanges": [change]}),
                );
            }
            Step::Replace { document, text } => {
                let document = json!({"uri": uri(*document), "version": 5});
                let changes = json!([{"text": text}]);
                notify(
                    &mut sent,
                    "textDocument/didChange",
                    json!({"textDocument": document, "contentChanges": changes}),
                );
            }
            Step::Reopen { document, text } => {
                let document =
                    json!({"uri": uri(*document), "languageId": language(*document), "version": 1, "text": text});
                notify(&mut sent, "textDocument/didOpen", json!({"textDocument": document}));
            }
            Step::Close { document } => {
                notify(&mut sent, "textDocument/didClose", json!({"textDocument": {"uri": uri(*document)}}));
            }
        }
    }
    let (left, messages) = run(session.pull, &sent);
    assert!(left);
    let mut answers = vec![0; asked as usize + 1];
    for message in messages.iter().filter(|message| message.get("method").is_none()) {
        let Some(id) = message["id"].as_i64().filter(|id| *id <= asked) else { continue };
        answers[id as usize] += 1;
        assert_ne!(message["error"]["code"], json!(-32603), "{message}");
    }
    // What is under way when the client leaves is given up; nothing is answered twice.
    assert!(answers.iter().all(|count| *count <= 1), "{answers:?}");
});

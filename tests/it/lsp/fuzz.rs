//! Every request on broken documents, at any position, in any order, some cancelled or outdated by edits: each is answered.

use super::client::Client;
use super::room::Room;
use copydesk::testing::rules::RULES;
use serde_json::{Value, json};

/// Deterministic pseudorandom numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

const PIECES: &[&str] = &[
    "[",
    "](",
    "[[",
    "](actor:",
    "[سميرة ناصر](actor:samira-nasser)",
    "\n[Karim Adel]: actor:karim-adel\n",
    "\n[[actor]]\nid = \"x\"\n",
    "\"",
    "= [",
    "أمس",
    "yesterday",
    "\r",
    "\r\n",
    "\n\n",
    "\u{2028}",
    "\u{202E}",
    "😀",
    "\u{64B}",
    "<!-- copydesk:ignore",
    " -->",
    "---\n",
    "| a | ",
    "\0",
];

/// A text with parts deleted, doubled, moved or inserted.
fn broken(text: &str, dice: &mut Dice) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for _ in 0..dice.below(6) {
        let (start, width) = (dice.below(text.len() + 1), dice.below(40));
        let end = (start + width).min(text.len());
        match dice.below(4) {
            0 => drop(text.drain(start..end)),
            1 => {
                let part = text[start..end].to_vec();
                let at = dice.below(text.len() + 1);
                text.splice(at..at, part);
            }
            2 => text.truncate(text.len() - dice.below(text.len() / 4 + 1)),
            _ => drop(text.splice(start..start, dice.of(PIECES).chars())),
        }
    }
    text.into_iter().collect()
}

/// Requests about a position in a document.
const METHODS: &[&str] = &[
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/declaration",
    "textDocument/typeDefinition",
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
];

/// Parameters that fit all of them.
fn params(uri: &str, dice: &mut Dice) -> Value {
    let mut place = || json!({"line": dice.below(20), "character": dice.below(60)});
    let (at, range) = (place(), json!({"start": place(), "end": place()}));
    let only = dice.of(&["quickfix", "refactor", "source", "source.fixAll", "refactor.rewrite"]);
    let command = dice.of(&[
        "castAndTimeline",
        "linkAll",
        "annotateArticle",
        "addActor",
        "showTimeline",
        "exportJsonLd",
        "fixWorkspace",
    ]);
    let mut context = json!({"diagnostics": [], "triggerKind": 1, "includeDeclaration": dice.below(2) == 0});
    if dice.below(2) == 0 {
        context["only"] = json!([only]);
    }
    json!({
        "textDocument": {"uri": uri},
        "position": at,
        "positions": [at, range["start"]],
        "range": range,
        "context": context,
        "newName": dice.of(&["new-id", "with blank", "", "سميرة", "karim-adel"]),
        "query": dice.of(&["", "ناصر", "adel", "[", "\0"]),
        "reason": 1,
        "partialResultToken": dice.below(3).to_string(),
        "previousResultId": dice.below(30).to_string(),
        "previousResultIds": [{"uri": uri, "value": "0.0"}],
        "command": format!("copydesk.{command}"),
        "arguments": [{"uri": uri, "range": range}],
    })
}

/// Whether an error is expected.
fn is_fair(method: &str, error: &Value) -> bool {
    // The user learns why an id is not possible.
    let refused = method == "textDocument/rename" && error["code"] == -32803;
    refused || error["code"] == -32800 || error["code"] == -32801
}

#[tokio::test]
async fn every_request_is_answered_on_broken_documents() {
    let files = [
        ("actors.toml", include_str!("../../../examples/newsroom/actors.toml"), "toml"),
        ("copydesk.toml", include_str!("../../../examples/newsroom/copydesk.toml"), "toml"),
        ("harbour.ar.news.md", include_str!("../../../examples/newsroom/harbour.ar.news.md"), "newsmd"),
        ("harbour-cast.ar.news.md", include_str!("../../../examples/newsroom/harbour-cast.ar.news.md"), "newsmd"),
        ("school.en.news.md", include_str!("../../../examples/newsroom/school.en.news.md"), "newsmd"),
        ("scraped.ar.txt", include_str!("../../../examples/newsroom/scraped.ar.txt"), "plaintext"),
    ];
    let room = Room::new(&files.map(|(name, text, _)| (name, text)));
    for (seed, encoding) in [(1, "utf-8"), (2, "utf-16"), (3, "utf-32")] {
        let mut dice = Dice(seed);
        let capabilities = json!({
            "general": {"positionEncodings": [encoding]},
            "textDocument": {
                "diagnostic": {},
                "codeAction": {"dataSupport": true, "resolveSupport": {"properties": ["edit"]}},
            },
            "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]}},
        });
        let settings = json!({"initializationOptions": {"fixOnSave": true}});
        let mut client = Client::start_with(RULES, capabilities, settings).await;
        for (name, text, language) in files {
            client.open_file(&room.uri(name), language, &broken(text, &mut dice)).await;
        }
        let mut answered = 0;
        for round in 2..50 {
            let mut asked = Vec::new();
            for _ in 0..dice.below(12) {
                let (name, text, _) = files[dice.below(files.len())];
                let uri = room.uri(name);
                if dice.below(8) == 0 {
                    let document = json!({"uri": uri, "version": round * 100 + i64::try_from(asked.len()).unwrap()});
                    let change = json!([{"text": broken(text, &mut dice)}]);
                    let edit = json!({"textDocument": document, "contentChanges": change});
                    client.notify("textDocument/didChange", edit).await;
                }
                let method = dice.of(METHODS);
                let id = client.ask(method, params(&uri, &mut dice)).await;
                if dice.below(6) == 0 {
                    client.notify("$/cancelRequest", json!({"id": id})).await;
                }
                asked.push((method, id));
            }
            for (method, id) in asked {
                answered += 1;
                match client.answer(id).await {
                    Err(error) => assert!(is_fair(method, &error), "seed {seed}, {method}: {error}"),
                    Ok(answer) => follow(&mut client, method, &answer, &mut dice).await,
                }
            }
        }
        assert!(answered > 150, "only {answered} requests");
        assert!(client.leave().await);
    }
}

/// Resolves one item of a response.
async fn follow(client: &mut Client, method: &str, answer: &Value, dice: &mut Dice) {
    let rest = match method {
        "textDocument/completion" => "completionItem/resolve",
        "textDocument/codeAction" => "codeAction/resolve",
        "textDocument/codeLens" => "codeLens/resolve",
        "textDocument/documentLink" => "documentLink/resolve",
        _ => return,
    };
    let items = answer.get("items").unwrap_or(answer).as_array().filter(|items| !items.is_empty());
    let Some(items) = items else { return };
    let item = items[dice.below(items.len())].clone();
    if let Err(error) = client.request(rest, item).await {
        assert!(is_fair(rest, &error), "{rest}: {error}");
    }
}

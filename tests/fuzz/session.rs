//! A session of the language server in memory: all that a client sends is there at once.

use copydesk::rules::RULES;
use serde_json::{Value, json};

/// A document that every session has open, its registry and its configuration.
pub const DOCUMENTS: [(&str, &str, &str); 4] = [
    (
        "file:///nowhere/copydesk/harbour.ar.news.md",
        "newsmd",
        include_str!("../../examples/newsroom/harbour.ar.news.md"),
    ),
    ("file:///nowhere/copydesk/actors.toml", "toml", include_str!("../../examples/newsroom/actors.toml")),
    ("file:///nowhere/copydesk/copydesk.toml", "toml", include_str!("../../examples/newsroom/copydesk.toml")),
    ("untitled:a[1].en.news.md", "newsmd", "[Samira Nasser](actor:samira-nasser) came yesterday.\n"),
];

/// The request that a session ends with.
const LAST: i64 = i64::MAX;

/// Appends a message.
pub fn send(out: &mut Vec<u8>, message: &Value) {
    let body = message.to_string();
    out.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes());
}

/// Appends a request.
pub fn ask(out: &mut Vec<u8>, id: i64, method: &str, params: Value) {
    send(out, &json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
}

/// Appends a notification.
pub fn notify(out: &mut Vec<u8>, method: &str, params: Value) {
    send(out, &json!({"jsonrpc": "2.0", "method": method, "params": params}));
}

/// How a session begins: the client introduces itself and opens its documents.
pub fn beginning(pull: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let text_document = if pull { json!({"diagnostic": {}}) } else { json!({}) };
    let capabilities = json!({"textDocument": text_document});
    ask(&mut out, 0, "initialize", json!({"processId": null, "capabilities": capabilities}));
    notify(&mut out, "initialized", json!({}));
    for (uri, language, text) in DOCUMENTS {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        notify(&mut out, "textDocument/didOpen", json!({"textDocument": document}));
    }
    out
}

/// Runs a session, which is ended as the protocol says. The answer is whether the server left in order, and all that it sent.
pub fn run(mut sent: Vec<u8>) -> (bool, Vec<Value>) {
    ask(&mut sent, LAST, "shutdown", Value::Null);
    send(&mut sent, &json!({"jsonrpc": "2.0", "method": "exit"}));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut written = Vec::new();
    let left = runtime.block_on(copydesk::server::serve(sent.as_slice(), &mut written, RULES));
    (left, messages(&written))
}

/// The messages that a server wrote: headers and bodies without anything between them.
fn messages(mut written: &[u8]) -> Vec<Value> {
    let mut found = Vec::new();
    while !written.is_empty() {
        let end = written.windows(4).position(|window| window == b"\r\n\r\n").expect("headers end");
        let header = std::str::from_utf8(&written[..end]).expect("headers are ASCII");
        let length: usize = header.strip_prefix("Content-Length: ").expect("a length").parse().expect("a number");
        let body = &written[end + 4..end + 4 + length];
        found.push(serde_json::from_slice(body).expect("a message is JSON"));
        written = &written[end + 4 + length..];
    }
    found
}

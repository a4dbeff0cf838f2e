//! A session of the language server in memory.

use copydesk::testing::rules::RULES;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

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

/// What a client sends before it opens its documents.
fn introduction(pull: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let text_document = if pull { json!({"diagnostic": {}}) } else { json!({}) };
    let capabilities = json!({"textDocument": text_document});
    ask(&mut out, 0, "initialize", json!({"processId": null, "capabilities": capabilities}));
    out
}

/// Runs a session: the client introduces itself, opens its documents, sends what is given, and leaves as the protocol says.
/// The answer is whether the server left in order, and all that it sent.
pub fn run(pull: bool, given: &[u8]) -> (bool, Vec<Value>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (client, server) = tokio::io::duplex(1 << 20);
        let (input, output) = tokio::io::split(server);
        let (incoming, mut outgoing) = tokio::io::split(client);
        let serving = copydesk::server::serve(input, output, RULES);
        let talking = async {
            let mut incoming = Incoming { from: incoming, bytes: Vec::new(), messages: Vec::new() };
            outgoing.write_all(&introduction(pull)).await.expect("the server reads");
            incoming.until(0).await;
            let mut rest = Vec::new();
            notify(&mut rest, "initialized", json!({}));
            for (uri, language, text) in DOCUMENTS {
                let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
                notify(&mut rest, "textDocument/didOpen", json!({"textDocument": document}));
            }
            rest.extend(given);
            ask(&mut rest, LAST, "shutdown", Value::Null);
            // A server that was told to leave by the bytes reads no more.
            let _ = outgoing.write_all(&rest).await;
            incoming.until(LAST).await;
            let mut last = Vec::new();
            send(&mut last, &json!({"jsonrpc": "2.0", "method": "exit"}));
            let _ = outgoing.write_all(&last).await;
            incoming.messages
        };
        tokio::join!(serving, talking)
    })
}

/// What the server sends.
struct Incoming<R> {
    from: R,
    bytes: Vec<u8>,
    messages: Vec<Value>,
}

impl<R: AsyncRead + Unpin> Incoming<R> {
    /// Reads until a request is answered, or the server is gone.
    async fn until(&mut self, id: i64) {
        let answers = |message: &Value| message["id"] == id && message.get("method").is_none();
        while !self.messages.iter().any(answers) {
            match self.from.read_buf(&mut self.bytes).await {
                Ok(0) | Err(_) => return,
                Ok(_) => self.take(),
            }
        }
    }

    /// Takes the messages that are here: headers and bodies without anything between them.
    fn take(&mut self) {
        while let Some(end) = self.bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let header = std::str::from_utf8(&self.bytes[..end]).expect("headers are ASCII");
            let length: usize = header.strip_prefix("Content-Length: ").expect("a length").parse().expect("a number");
            let Some(body) = self.bytes.get(end + 4..end + 4 + length) else { return };
            self.messages.push(serde_json::from_slice(body).expect("a message is JSON"));
            self.bytes.drain(..end + 4 + length);
        }
    }
}

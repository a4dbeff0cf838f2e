//! A client that writes and reads real messages, and can refuse to read.

use copydesk::testing::rule::Rule;
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

/// The timeout for a message: longer than any machine needs.
const PATIENCE: Duration = Duration::from_secs(300);

/// The received messages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Everything,
    Nothing,
}

#[derive(Default)]
struct Received {
    answers: HashMap<i64, Result<Value, Value>>,
    published: VecDeque<Value>,
    count: usize,
    /// The requests of the server by method, with their parameters.
    asked: Vec<(String, Value)>,
    /// The progress notifications, in order.
    progress: Vec<Value>,
    /// Errors without a request.
    refused: VecDeque<Value>,
    /// The number of progress notifications before the answer to a request.
    progress_before: HashMap<i64, usize>,
}

/// The main document.
pub(super) const URI: &str = "untitled:story.ar.news.md";

pub(super) struct Client {
    wire: WriteHalf<DuplexStream>,
    server: JoinHandle<bool>,
    received: Arc<Mutex<Received>>,
    arrived: Arc<Notify>,
    reading: watch::Sender<Reading>,
    next: i64,
    version: i32,
    encoding: String,
}

impl Client {
    /// Starts a server with a set of rules and initializes it.
    pub(super) async fn start(rules: &'static [&'static Rule], capabilities: Value) -> Self {
        Self::start_with(rules, capabilities, json!({})).await
    }

    /// Starts a server and initializes it with additional parameters.
    pub(super) async fn start_with(rules: &'static [&'static Rule], capabilities: Value, more: Value) -> Self {
        let mut client = Self::connect(rules);
        client.introduce(capabilities, more).await;
        client
    }

    /// Starts a server without initializing it.
    pub(super) fn connect(rules: &'static [&'static Rule]) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let (input, output) = tokio::io::split(theirs);
        let server = tokio::spawn(copydesk::server::serve(input, output, rules));
        let (incoming, wire) = tokio::io::split(ours);
        let received = Arc::new(Mutex::new(Received::default()));
        let arrived = Arc::new(Notify::new());
        let (reading, gate) = watch::channel(Reading::Everything);
        tokio::spawn(read(incoming, received.clone(), arrived.clone(), gate));
        Self { wire, server, received, arrived, reading, next: 0, version: 0, encoding: String::new() }
    }

    /// Sends `initialize`.
    pub(super) async fn introduce(&mut self, capabilities: Value, more: Value) {
        let mut params = json!({"processId": null, "capabilities": capabilities});
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = self.request("initialize", params).await.unwrap();
        answer["capabilities"]["positionEncoding"].as_str().unwrap().clone_into(&mut self.encoding);
        self.notify("initialized", json!({})).await;
    }

    pub(super) fn encoding(&self) -> &str {
        &self.encoding
    }

    pub(super) fn set_reading(&self, reading: Reading) {
        self.reading.send(reading).unwrap();
    }

    pub(super) async fn open(&mut self, text: &str) {
        self.version = 1;
        let document = json!({"uri": URI, "languageId": "newsmd", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document})).await;
    }

    /// Opens the document, or replaces its whole text.
    pub(super) async fn replace(&mut self, text: &str) {
        if self.version == 0 {
            return self.open(text).await;
        }
        self.version += 1;
        let document = json!({"uri": URI, "version": self.version});
        let params = json!({"textDocument": document, "contentChanges": [{"text": text}]});
        self.notify("textDocument/didChange", params).await;
    }

    pub(super) async fn change(&mut self, from: (u32, u32), to: (u32, u32), text: &str) {
        self.version += 1;
        self.change_as(self.version, from, to, text).await;
    }

    pub(super) async fn change_as(&mut self, version: i32, from: (u32, u32), to: (u32, u32), text: &str) {
        let place = |(line, character): (u32, u32)| json!({"line": line, "character": character});
        let change = json!({"range": {"start": place(from), "end": place(to)}, "text": text});
        let document = json!({"uri": URI, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]})).await;
    }

    /// Opens another document.
    pub(super) async fn open_file(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document})).await;
    }

    /// Changes another document.
    pub(super) async fn change_file(&mut self, uri: &str, version: i32, from: (u32, u32), to: (u32, u32), text: &str) {
        let place = |(line, character): (u32, u32)| json!({"line": line, "character": character});
        let change = json!({"range": {"start": place(from), "end": place(to)}, "text": text});
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]})).await;
    }

    /// The current findings of another document.
    pub(super) async fn pull_file(&mut self, uri: &str) -> Value {
        let params = json!({"textDocument": {"uri": uri}});
        self.request("textDocument/diagnostic", params).await.unwrap()["items"].take()
    }

    /// The current findings of the document.
    pub(super) async fn pull(&mut self) -> Value {
        let params = json!({"textDocument": {"uri": URI}});
        self.request("textDocument/diagnostic", params).await.unwrap()["items"].take()
    }

    pub(super) async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params})).await;
    }

    /// Sends a request without waiting.
    pub(super) async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        let mut message = json!({"jsonrpc": "2.0", "id": self.next, "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message).await;
        self.next
    }

    pub(super) async fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params).await;
        self.answer(id).await
    }

    /// Waits for the answer to a request.
    pub(super) async fn answer(&self, id: i64) -> Result<Value, Value> {
        self.wait(|received| received.answers.remove(&id)).await
    }

    /// Whether a request has been answered. The answer is kept.
    pub(super) fn is_answered(&self, id: i64) -> bool {
        self.received.lock().unwrap().answers.contains_key(&id)
    }

    /// The progress notifications of a token before the answer to a request.
    pub(super) fn progress_before(&self, id: i64, token: &str) -> Vec<Value> {
        let received = self.received.lock().unwrap();
        let all = received.progress[..received.progress_before[&id]].iter().filter(|one| one["token"] == token);
        all.map(|one| one["value"].clone()).collect()
    }

    /// Waits for an error without a request, and returns its code.
    pub(super) async fn refused(&self) -> i64 {
        self.wait(|received| received.refused.pop_front()).await["code"].as_i64().unwrap()
    }

    /// The number of times that findings were published.
    pub(super) fn published(&self) -> usize {
        self.received.lock().unwrap().count
    }

    /// Waits for a request of the server, and returns its parameters.
    pub(super) async fn asked(&self, method: &str) -> Value {
        let take = |received: &mut Received| {
            let at = received.asked.iter().position(|(other, _)| other == method)?;
            Some(received.asked.remove(at).1)
        };
        self.wait(take).await
    }

    pub(super) async fn next_published(&self) -> Value {
        self.wait(|received| received.published.pop_front()).await
    }

    /// Waits until the findings of the newest version are published, and returns the version.
    pub(super) async fn last_published_version(&self) -> i64 {
        loop {
            let version = self.next_published().await["version"].as_i64().unwrap();
            if version == i64::from(self.version) {
                return version;
            }
        }
    }

    /// Sends `shutdown` and `exit`. Returns whether the server ended in order.
    pub(super) async fn leave(mut self) -> bool {
        self.request("shutdown", Value::Null).await.unwrap();
        self.send(&json!({"jsonrpc": "2.0", "method": "exit"})).await;
        tokio::time::timeout(PATIENCE, self.server).await.expect("the server leaves").unwrap()
    }

    async fn wait<T>(&self, mut take: impl FnMut(&mut Received) -> Option<T>) -> T {
        let arrives = async {
            loop {
                let arrived = self.arrived.notified();
                if let Some(found) = take(&mut self.received.lock().unwrap()) {
                    return found;
                }
                arrived.await;
            }
        };
        tokio::time::timeout(PATIENCE, arrives).await.expect("the server answers")
    }

    async fn send(&mut self, message: &Value) {
        self.send_body(message.to_string().as_bytes()).await;
    }

    /// Sends a body, valid or not, with its length.
    pub(super) async fn send_body(&mut self, body: &[u8]) {
        self.send_bytes(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await;
        self.send_bytes(body).await;
    }

    /// Sends bytes as they are.
    pub(super) async fn send_bytes(&mut self, bytes: &[u8]) {
        tokio::time::timeout(PATIENCE, self.wire.write_all(bytes)).await.expect("the server reads").unwrap();
    }
}

/// Reads messages while the gate is open, and stores them. Requests of the server are never answered.
async fn read(
    incoming: ReadHalf<DuplexStream>,
    received: Arc<Mutex<Received>>,
    arrived: Arc<Notify>,
    mut gate: watch::Receiver<Reading>,
) {
    let mut incoming = BufReader::new(incoming);
    loop {
        if gate.wait_for(|reading| *reading == Reading::Everything).await.is_err() {
            return;
        }
        let mut length = 0;
        loop {
            let mut line = String::new();
            if !matches!(incoming.read_line(&mut line).await, Ok(read) if read > 0) {
                return;
            }
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        if incoming.read_exact(&mut body).await.is_err() {
            return;
        }
        let mut message: Value = serde_json::from_slice(&body).unwrap();
        {
            let mut received = received.lock().unwrap();
            if message["method"] == "textDocument/publishDiagnostics" {
                received.count += 1;
                received.published.push_back(message["params"].take());
            } else if message["method"] == "$/progress" {
                received.progress.push(message["params"].take());
            } else if message["method"] == "window/showMessage" {
                received.asked.push(("window/showMessage".to_owned(), message["params"].take()));
            } else if let (Some(method), Some(_)) = (message["method"].as_str(), message.get("id")) {
                received.asked.push((method.to_owned(), message["params"].clone()));
            } else if message["id"].is_null() && message.get("error").is_some() {
                received.refused.push_back(message["error"].take());
            } else if let (Some(id), None) = (message["id"].as_i64(), message.get("method")) {
                let answer = match message.get_mut("error") {
                    Some(error) => Err(error.take()),
                    None => Ok(message["result"].take()),
                };
                let count = received.progress.len();
                received.progress_before.insert(id, count);
                assert!(received.answers.insert(id, answer).is_none(), "request {id} is answered twice");
            }
        }
        arrived.notify_waiters();
    }
}

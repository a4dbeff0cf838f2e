//! A client on standard input and output, which types and waits.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

/// What a session measured. Times are in milliseconds.
pub struct Visit {
    pub keystrokes: Vec<f64>,
    pub firsts: Vec<f64>,
    /// Memory that the process has written, which no other process can share, in MiB.
    pub written_mib: f64,
    /// All memory of the process, with the pages of its program that were read, in MiB.
    pub resident_mib: f64,
    /// The number of diagnostics of the last version.
    pub diagnostics: usize,
}

/// A server with one open document.
pub struct Session {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    uri: String,
    /// The lines in which words are typed.
    lines: Vec<String>,
    first: f64,
    diagnostics: usize,
}

impl Session {
    /// Starts a server, opens a document, and waits for its diagnostics.
    pub fn start(command: &[String], folder: &Path, name: &str, text: &str) -> Result<Self, String> {
        let uri = format!("file://{}/{name}", folder.display());
        let started = Instant::now();
        let mut server = Command::new(&command[0])
            .args(&command[1..])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{}: {error}", command[0]))?;
        let (Some(input), Some(output)) = (server.stdin.take(), server.stdout.take()) else {
            return Err("the server has no standard input and output".into());
        };
        let lines = text.lines().map(str::to_owned).collect();
        let output = BufReader::new(output);
        let mut session = Self { server, input, output, uri, lines, first: 0.0, diagnostics: 0 };
        let root = format!("file://{}", folder.display());
        session.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "processId": null, "rootUri": root, "capabilities": {"textDocument": {"publishDiagnostics": {
                "versionSupport": true, "relatedInformation": true}}}}}))?;
        session.wait(|message| message["id"] == 1 && message["method"].is_null())?;
        session.send(&json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}))?;
        let language = match name.rsplit('.').next() {
            Some("xml") => "xml",
            Some("html") => "html",
            Some("json") => "json",
            // A plain text is an article only if the editor says so.
            Some("txt") => "newsmd",
            _ => "markdown",
        };
        let document = json!({"uri": session.uri, "languageId": language, "version": 1, "text": text});
        session
            .send(&json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}))?;
        session.diagnostics = session.published(1)?;
        session.first = milliseconds(started);
        Ok(session)
    }

    /// Types letters in the middle of long lines, each after the diagnostics of the one before, and ends the session.
    pub fn edit(mut self, edits: usize) -> Result<Visit, String> {
        let is_prose = |line: &str| line.len() > 60 && line.split(' ').count() > 8;
        let long: Vec<usize> = (0..self.lines.len()).filter(|at| is_prose(&self.lines[*at])).collect();
        let mut keystrokes = Vec::with_capacity(edits);
        for edit in 0..edits {
            // A line far from the one before, by a step that visits all of them.
            let at = *long.get(edit * 7919 % long.len().max(1)).ok_or("the text has no long line")?;
            let line = &mut self.lines[at];
            // In a word, and not in a tag.
            let middle = line.char_indices().map(|(at, _)| at).nth(line.chars().count() / 2).unwrap_or(0);
            let open = line[..middle].rfind('<').is_some_and(|tag| !line[tag..middle].contains('>'));
            let byte = if open { line[middle..].find("> ").map_or(middle, |end| middle + end + 2) } else { middle };
            let character = line[..byte].encode_utf16().count();
            let letter = if line.is_ascii() { "e" } else { "ا" };
            line.insert_str(byte, letter);
            let place = json!({"line": at, "character": character});
            let version = edit + 2;
            let change = json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
                "textDocument": {"uri": self.uri, "version": version},
                "contentChanges": [{"range": {"start": place, "end": place}, "text": letter}]}});
            let typed = Instant::now();
            self.send(&change)?;
            self.diagnostics = self.published(version)?;
            keystrokes.push(milliseconds(typed));
        }
        let (written_mib, resident_mib) = memory(self.server.id()).unwrap_or((f64::NAN, f64::NAN));
        self.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}))?;
        self.wait(|message| message["id"] == 2 && message["method"].is_null())?;
        self.send(&json!({"jsonrpc": "2.0", "method": "exit"}))?;
        let Self { mut server, input, first, diagnostics, .. } = self;
        drop(input);
        server.wait().map_err(|error| error.to_string())?;
        Ok(Visit { keystrokes, firsts: vec![first], written_mib, resident_mib, diagnostics })
    }

    /// Waits for the diagnostics of a version, and counts them. A server that gives no version gives them in order.
    fn published(&mut self, version: usize) -> Result<usize, String> {
        let message = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["version"].as_u64().is_none_or(|own| own == version as u64)
        })?;
        Ok(message["params"]["diagnostics"].as_array().map_or(0, Vec::len))
    }

    fn send(&mut self, message: &Value) -> Result<(), String> {
        let body = message.to_string();
        let framed = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.input.write_all(framed.as_bytes()).and_then(|()| self.input.flush()).map_err(|error| error.to_string())
    }

    /// The first message that fits. Requests of the server are answered with nothing.
    fn wait(&mut self, fits: impl Fn(&Value) -> bool) -> Result<Value, String> {
        loop {
            let message = self.receive()?;
            if fits(&message) {
                return Ok(message);
            }
            if !message["id"].is_null() && !message["method"].is_null() {
                self.send(&json!({"jsonrpc": "2.0", "id": message["id"], "result": null}))?;
            }
        }
    }

    fn receive(&mut self) -> Result<Value, String> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).map_err(|error| error.to_string())?;
            if read == 0 {
                return Err("the server ended".into());
            }
            match line.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().map_err(|_| format!("not a length: {value}"))?;
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).map_err(|error| error.to_string())?;
        serde_json::from_slice(&body).map_err(|error| error.to_string())
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// The memory that a process has written, and all that it holds, in MiB. Only Linux tells.
fn memory(process: u32) -> Option<(f64, f64)> {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let of = |name: &str| -> Option<f64> {
        let line = rollup.lines().find(|line| line.starts_with(name))?;
        let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes / 1024.0)
    };
    Some((of("Private_Dirty:")?, of("Rss:")?))
}

//! The connection to a client: reads its messages, passes them on, and writes the answers.
//!
//! A message that cannot be parsed is answered with an error and skipped. The members of a batch are handled and answered one
//! by one, because the language server protocol has no batches.

use super::frames::{Frame, Frames};
use super::uris::Spellings;
use futures::channel::mpsc;
use futures::{SinkExt, Stream, StreamExt, future, stream};
use serde::Serialize;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tower_lsp::ClientSocket;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::{Notification, PublishDiagnostics};
use tower_service::Service;

/// How many requests run at a time. They wait for threads elsewhere, so a slow request does not delay the start of a fast one.
/// Each can hold a version of a document, and a client that never reads its answers must not fill the memory.
const CONCURRENCY: usize = 1024;
/// How many requests wait to be started while the client does not read its answers.
const QUEUE: usize = 100;
/// How many bytes are read at a time.
const READ: usize = 64 << 10;

/// A message of the client.
#[derive(Debug)]
enum Incoming {
    Request(Request),
    Response(Response),
    /// A message that cannot be parsed, with the response.
    Refused(Response),
}

/// How the client spells URIs.
type Shared = Arc<Mutex<Spellings>>;

/// The findings of a document as a message.
#[derive(Serialize)]
struct Publication {
    jsonrpc: &'static str,
    method: &'static str,
    params: lsp::PublishDiagnosticsParams,
}

impl Publication {
    fn new(params: lsp::PublishDiagnosticsParams) -> Self {
        Self { jsonrpc: "2.0", method: PublishDiagnostics::METHOD, params }
    }
}

/// Serves one client until it sends `exit`, closes its end or no longer reads. `published` are findings of documents, which
/// can be large: they are encoded as they are, without a [`Value`] in between.
pub(super) async fn converse<I, O, P, S>(input: I, output: O, socket: ClientSocket, published: P, mut service: S)
where
    I: AsyncRead + Unpin,
    O: AsyncWrite,
    P: Stream<Item = lsp::PublishDiagnosticsParams>,
    S: Service<Request, Response = Option<Response>>,
{
    let (requests, mut responses) = socket.split();
    let (requests, abort_handle) = stream::abortable(requests);
    let (published, abort_published) = stream::abortable(published);
    let (mut answers, answered) = mpsc::channel(0);
    let (mut begun, queue) = mpsc::channel(QUEUE);
    let spellings = Shared::default();
    let finished = queue.buffer_unordered(CONCURRENCY).filter_map(future::ready).map(Ok);
    let working = finished.forward(answers.clone());
    let reading = async {
        let mut input = Input::new(input, spellings.clone());
        while let Some(message) = input.next().await {
            match message {
                Incoming::Request(request) => {
                    if future::poll_fn(|context| service.poll_ready(context)).await.is_err() {
                        break;
                    }
                    // Some clients do not close their end.
                    let is_last = request.method() == "exit";
                    let answer = service.call(request);
                    let _ = begun.send(async { answer.await.ok().flatten() }).await;
                    if is_last {
                        break;
                    }
                }
                Incoming::Response(response) => {
                    if responses.send(response).await.is_err() {
                        break;
                    }
                }
                Incoming::Refused(answer) => drop(answers.send(answer).await),
            }
        }
        begun.disconnect();
        answers.disconnect();
        abort_handle.abort();
        abort_published.abort();
    };
    let writing = async {
        let answered = answered.map(|answer: Response| spelt(&answer, &spellings));
        let asked = requests.map(|request| spelt(&request, &spellings));
        let published = published.map(|params| spelt(&Publication::new(params), &spellings));
        let mut messages = std::pin::pin!(stream::select(published, stream::select(answered, asked)));
        let mut output = std::pin::pin!(output);
        while let Some(message) = messages.next().await {
            let mut framed = format!("Content-Length: {}\r\n\r\n", message.len()).into_bytes();
            framed.extend(message);
            output.write_all(&framed).await?;
            output.flush().await?;
        }
        std::io::Result::Ok(())
    };
    let working = async {
        // The channel closes before the requests end only if the client is gone, which is handled below.
        let (_, ()) = futures::join!(working, reading);
        // Answers that are ready are still written.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        written = writing => if let Err(error) = written {
            tracing::warn!("the client no longer reads messages ({error})");
        },
        () = working => {}
    }
}

fn lock(spellings: &Shared) -> MutexGuard<'_, Spellings> {
    spellings.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A message with URIs as the client spells them.
fn spelt(message: &impl Serialize, spellings: &Shared) -> Vec<u8> {
    let spellings = lock(spellings);
    let bytes = if spellings.is_empty() {
        serde_json::to_vec(message)
    } else {
        serde_json::to_value(message).and_then(|mut value| {
            spellings.restore(&mut value);
            serde_json::to_vec(&value)
        })
    };
    // Our own messages can always be serialized.
    bytes.unwrap_or_default()
}

/// Reads messages.
struct Input<I> {
    from: I,
    frames: Frames,
    waiting: VecDeque<Incoming>,
    spellings: Shared,
}

impl<I: AsyncRead + Unpin> Input<I> {
    fn new(from: I, spellings: Shared) -> Self {
        Self { from, frames: Frames::default(), waiting: VecDeque::new(), spellings }
    }

    /// The next message. `None` at the end.
    async fn next(&mut self) -> Option<Incoming> {
        let mut bytes = Vec::new();
        loop {
            if let Some(message) = self.waiting.pop_front() {
                return Some(message);
            }
            match self.frames.next() {
                Some(Frame::Body(body)) => match read(body, &mut lock(&self.spellings), &mut self.waiting) {
                    Rest::Nothing => {}
                    Rest::Next(rest) => self.frames.put_back(&rest),
                    Rest::Garbage(body) => self.frames.skip(&body),
                },
                Some(Frame::Broken(why)) => self.waiting.push_back(refused(ErrorCode::ParseError, why, None)),
                None => {
                    bytes.clear();
                    bytes.reserve(READ);
                    match self.from.read_buf(&mut bytes).await {
                        Ok(0) | Err(_) => return None,
                        Ok(_) => self.frames.feed(&bytes),
                    }
                }
            }
        }
    }
}

/// The rest after the body of a message.
enum Rest {
    Nothing,
    /// The bytes after the message. They belong to the next one.
    Next(Vec<u8>),
    /// All bytes: the body is not a message.
    Garbage(Vec<u8>),
}

/// Reads the body of a message.
fn read(mut body: Vec<u8>, spellings: &mut Spellings, out: &mut VecDeque<Incoming>) -> Rest {
    pair_surrogates(&mut body);
    let bytes = body.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&body);
    if bytes.trim_ascii().is_empty() {
        return Rest::Nothing;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        // Only the id is read, and it can be sent back.
        let lossy = String::from_utf8_lossy(bytes);
        let id = serde_json::from_str::<Value>(&lossy).ok().and_then(|value| id_of(&value).ok().flatten());
        out.push_back(refused(ErrorCode::ParseError, "a message must be UTF-8", id));
        return Rest::Garbage(body);
    };
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = match values.next() {
        Some(Ok(value)) => value,
        Some(Err(error)) => {
            // A number that is too large is valid JSON.
            let (code, why) = match error.to_string() {
                error if error.starts_with("number out of range") => {
                    (ErrorCode::InvalidRequest, "a number is too large")
                }
                error if error.starts_with("recursion limit") => {
                    (ErrorCode::ParseError, "a message is nested too deeply")
                }
                _ => (ErrorCode::ParseError, "a message must be JSON"),
            };
            out.push_back(refused(code, why, None));
            return Rest::Garbage(body);
        }
        None => return Rest::Nothing,
    };
    let rest = &text[values.byte_offset()..];
    match value {
        Value::Array(members) if !members.is_empty() => {
            out.extend(members.into_iter().map(|member| message(member, spellings)));
        }
        value => out.push_back(message(value, spellings)),
    }
    if rest.trim().is_empty() { Rest::Nothing } else { Rest::Next(rest.as_bytes().to_vec()) }
}

/// Parses one JSON-RPC message.
fn message(mut value: Value, spellings: &mut Spellings) -> Incoming {
    let refuse = |why, id| refused(ErrorCode::InvalidRequest, why, id);
    let Value::Object(_) = value else { return refuse("a message must be an object", None) };
    let Ok(id) = id_of(&value) else { return refuse("an id must be text or a whole number of 64 bits", None) };
    if value.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return refuse("`jsonrpc` must be \"2.0\"", id);
    }
    match value.get_mut("method").map(Value::take) {
        Some(Value::String(method)) => {
            let mut request = Request::build(method);
            if let Some(mut params) = value.get_mut("params").map(Value::take) {
                spellings.encode(&mut params);
                request = request.params(params);
            }
            Incoming::Request(id.into_iter().fold(request, tower_lsp::jsonrpc::RequestBuilder::id).finish())
        }
        Some(_) => refuse("`method` must be text", id),
        None => {
            if let Some(result) = value.get_mut("result") {
                spellings.encode(result);
            }
            match serde_json::from_value(value) {
                Ok(response) => Incoming::Response(response),
                Err(_) => refuse("a message must have a `method`, a `result` or an `error`", id),
            }
        }
    }
}

/// The id of a message, if it has one. An error if it is not a valid id.
fn id_of(value: &Value) -> Result<Option<Id>, ()> {
    match value.get("id") {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(Id::Null)),
        Some(Value::String(id)) => Ok(Some(Id::String(id.clone()))),
        Some(id) => id.as_i64().map(|id| Some(Id::Number(id))).ok_or(()),
    }
}

fn refused(code: ErrorCode, why: &'static str, id: Option<Id>) -> Incoming {
    tracing::debug!("a message is skipped: {why}");
    Incoming::Refused(Response::from_error(id.unwrap_or_default(), Error { code, message: why.into(), data: None }))
}

/// Replaces each lone surrogate (`"\ud83d"`) by the replacement character. JavaScript writes lone surrogates when an editor
/// cuts an emoji in two. The length stays, and so do columns.
fn pair_surrogates(body: &mut [u8]) {
    /// The value of an escape that starts at a backslash.
    fn unit(body: &[u8], at: usize) -> Option<u16> {
        let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    }
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'\\', &body[at..]) {
        at += next;
        at += match unit(body, at) {
            Some(0xD800..=0xDBFF) if matches!(unit(body, at + 6), Some(0xDC00..=0xDFFF)) => 12,
            Some(0xD800..=0xDFFF) => {
                body[at + 2..at + 6].copy_from_slice(b"fffd");
                6
            }
            Some(_) => 6,
            // `\\` is a backslash and starts no escape.
            None => 2,
        };
        at = at.min(body.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// How a body is parsed.
    fn understood(body: &[u8]) -> Vec<String> {
        let mut out = VecDeque::new();
        let rest = read(body.to_vec(), &mut Spellings::default(), &mut out);
        let shown = |message| match message {
            Incoming::Request(request) => format!("{} {:?} {:?}", request.method(), request.id(), request.params()),
            Incoming::Response(response) => format!("response {}", response.id()),
            Incoming::Refused(answer) => {
                format!("{} {}", answer.error().map_or(0, |error| error.code.code()), answer.id())
            }
        };
        let mut shown: Vec<String> = out.into_iter().map(shown).collect();
        if let Rest::Next(rest) = rest {
            shown.push(format!("+ {}", String::from_utf8_lossy(&rest)));
        }
        shown
    }

    #[test]
    fn messages_are_parsed() {
        assert_eq!(understood(br#"{"jsonrpc":"2.0","id":7,"method":"m"}"#), ["m Some(Number(7)) None"]);
        assert_eq!(understood(br#" {"jsonrpc":"2.0","method":"m","params":[]} "#), ["m None Some(Array [])"]);
        assert_eq!(
            understood(b"\xEF\xBB\xBF{\"jsonrpc\":\"2.0\",\"id\":\"\",\"method\":\"m\"}"),
            ["m Some(String(\"\")) None"]
        );
        assert_eq!(understood(br#"{"jsonrpc":"2.0","id":1,"id":2,"method":"m"}"#), ["m Some(Number(2)) None"]);
        assert_eq!(understood(br#"{"jsonrpc":"2.0","id":3,"result":null}"#), ["response 3"]);
        assert_eq!(understood(br#"{"jsonrpc":"2.0","id":3,"error":{"code":1,"message":"x"}}"#), ["response 3"]);
        assert!(understood(b" \r\n").is_empty());
    }

    #[test]
    fn invalid_messages_are_answered() {
        for (body, expected) in [
            (r#"{"jsonrpc":"2.0","id":7,"#, "-32700 null"),
            ("hello", "-32700 null"),
            ("[]", "-32600 null"),
            ("42", "-32600 null"),
            ("null", "-32600 null"),
            ("\"x\"", "-32600 null"),
            (r#"{"id":1,"method":"m"}"#, "-32600 1"),
            (r#"{"jsonrpc":"1.0","id":"a","method":"m"}"#, "-32600 \"a\""),
            (r#"{"jsonrpc":"2.0","id":1.5,"method":"m"}"#, "-32600 null"),
            (r#"{"jsonrpc":"2.0","id":18446744073709551616,"method":"m"}"#, "-32600 null"),
            (r#"{"jsonrpc":"2.0","id":{},"method":"m"}"#, "-32600 null"),
            (r#"{"jsonrpc":"2.0","id":true,"method":"m"}"#, "-32600 null"),
            (r#"{"jsonrpc":"2.0","id":1e400,"method":"m"}"#, "-32600 null"),
            (r#"{"jsonrpc":"2.0","id":4,"method":5}"#, "-32600 4"),
            (r#"{"jsonrpc":"2.0","id":4}"#, "-32600 4"),
            (r#"{"jsonrpc":"2.0"}"#, "-32600 null"),
            (r#"{"jsonrpc":"2.0","id":4,"error":5}"#, "-32600 4"),
        ] {
            assert_eq!(understood(body.as_bytes()), [expected], "{body}");
        }
        assert_eq!(understood(b"{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"\xFF\"}"), ["-32700 9"]);
        assert_eq!(
            understood("{\"id\":9}".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>().as_slice()),
            ["-32700 null"]
        );
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(understood(deep.as_bytes()), ["-32700 null"]);
    }

    #[test]
    fn the_members_of_a_batch_are_handled_one_by_one() {
        let batch = br#"[{"jsonrpc":"2.0","id":1,"method":"a"},2,[],{"jsonrpc":"2.0","method":"b"}]"#;
        assert_eq!(understood(batch), ["a Some(Number(1)) None", "-32600 null", "-32600 null", "b None None"]);
    }

    #[test]
    fn the_bytes_after_a_message_are_returned() {
        let body = br#"{"jsonrpc":"2.0","method":"m"}Content-Le"#;
        assert_eq!(understood(body), ["m None None", "+ Content-Le"]);
    }

    #[test]
    fn a_lone_surrogate_is_replaced() {
        for (sent, expected) in [
            (r"\ud83d", "\u{FFFD}"),
            (r"\ud83d\ude00", "😀"),
            (r"\uD83D\uDE00\uDE00", "😀\u{FFFD}"),
            (r"\ud83d\ud83d\ude00", "\u{FFFD}😀"),
            (r"\udc00\ud800x\ud800\n", "\u{FFFD}\u{FFFD}x\u{FFFD}\n"),
            (r"\\ud83d", "\\ud83d"),
            (r"\\\ud83d", "\\\u{FFFD}"),
            (r"\u0041\ud83d", "A\u{FFFD}"),
        ] {
            let body = format!(r#"{{"jsonrpc":"2.0","method":"m","params":["{sent}"]}}"#);
            let expected = format!("m None {:?}", Some(json!([expected])));
            assert_eq!(understood(body.as_bytes()), [expected], "{sent}");
        }
        for cut in [r"\", r"\u", r"\ud8", r"\ud83d\", r"\ud83d\ud"] {
            let mut body = cut.as_bytes().to_vec();
            pair_surrogates(&mut body);
            assert_eq!(body.len(), cut.len());
        }
    }

    /// Valid and broken parts of messages.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let parts = prop::sample::select(vec![
            "Content-Length: ",
            "content-length:",
            "Content-Type: x",
            "Content-Length: 2\r\n\r\n",
            "Content-Length: 40\r\n\r\n",
            "Content-Length: 99999\r\n\r\n",
            "Content-Length: -1\r\n\r\n",
            "Content-Length: 38\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}",
            "\r\n",
            "\n",
            "\r",
            "7",
            "{",
            "}",
            "[]",
            "\"",
            "\\",
            "\\ud83d",
            "{\"id\":1}",
            "null",
            "x",
            " ",
            ":",
            "\u{FEFF}",
            "س",
        ]);
        let part = prop_oneof![8 => parts.prop_map(|part| part.as_bytes().to_vec()), 1 => Just(vec![0xFF]), 1 => Just(vec![0])];
        prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
    }

    proptest! {
        /// A whole message is parsed whatever comes before it, and no message is made up.
        #[test]
        fn a_message_is_found_behind_any_bytes(bytes in bytes()) {
            let body = r#"{"jsonrpc":"2.0","id":5,"method":"last"}"#;
            let mut sent = bytes;
            sent.extend(format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes());
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let mut input = Input::new(sent.as_slice(), Shared::default());
            let mut methods = Vec::new();
            while let Some(message) = runtime.block_on(input.next()) {
                if let Incoming::Request(request) = message {
                    methods.push(request.method().to_owned());
                }
            }
            let last = methods.pop();
            prop_assert_eq!(last.as_deref(), Some("last"));
            prop_assert!(methods.iter().all(|method| method == "m"));
        }
    }
}

//! Broken, odd or hostile clients: whatever they send, the server answers and continues.

use super::client::{Client, Reading, URI};
use super::room::Room;
use super::{ECHO, ECHOING, echoed, rule};
use copydesk::testing::rule::Rule;
use copydesk::testing::rules::RULES;
use serde_json::{Value, json};
use std::sync::{Condvar, Mutex};

const ACTORS: &str = r#"
[[actor]]
id = "samira-nasser"
kind = "person"
name.en = "Samira Nasser"
name.ar = "سميرة ناصر"
"#;

const STORY: &str = "---\ndatePublished: 2024-03-18\n---\n[Samira Nasser](actor:samira-nasser) came yesterday.\n";

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
}

#[tokio::test]
async fn invalid_messages_are_answered_and_skipped() {
    let mut client = Client::start(ECHOING, json!({"textDocument": {"diagnostic": {}}})).await;
    client.open("All is well.\n").await;
    let bodies: [(&[u8], i64); 9] = [
        (br#"{"jsonrpc":"2.0","id":7,"#, -32700),
        (b"hello", -32700),
        (b"{\"jsonrpc\":\"2.0\",\"method\":\"\xFF\"}", -32700),
        (b"[]", -32600),
        (b"42", -32600),
        (b"null", -32600),
        (br#"{"jsonrpc":"2.0","id":1.5,"method":"shutdown"}"#, -32600),
        (br#"{"jsonrpc":"2.0","id":1e400,"method":"shutdown"}"#, -32600),
        (br#"{"jsonrpc":"2.0","id":{},"method":"shutdown"}"#, -32600),
    ];
    for (body, code) in bodies {
        client.send_body(body).await;
        assert_eq!(client.refused().await, code, "{}", String::from_utf8_lossy(body));
        assert_eq!(echoed(&client.pull().await), "All is well.\n");
    }
    for bytes in ["garbage\r\n", "Content-Length: -1\r\n\r\n{}", "Content-Length: 18446744073709551615\r\n\r\n"] {
        client.send_bytes(bytes.as_bytes()).await;
        let pulled = client.pull().await;
        assert_eq!(client.refused().await, -32700, "{bytes:?}");
        assert_eq!(echoed(&pulled), "All is well.\n");
    }
    assert!(client.leave().await);
}

#[tokio::test]
async fn headers_of_any_kind_are_read() {
    let mut client = Client::start(ECHOING, json!({"textDocument": {"diagnostic": {}}})).await;
    client.open("").await;
    for (nth, header) in [
        "content-length: #",
        "Content-Type: application/vscode-jsonrpc\r\nContent-Length: #",
        "A: 1\r\nB: 2\r\nC: 3\r\nCONTENT-LENGTH:#",
    ]
    .iter()
    .enumerate()
    {
        let text = format!("Text {nth}");
        let document = json!({"uri": URI, "version": nth + 2});
        let params = json!({"textDocument": document, "contentChanges": [{"text": text}]});
        let body = json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}).to_string();
        let header = header.replace('#', &body.len().to_string());
        client.send_bytes(format!("{header}\r\n\r\n{body}").as_bytes()).await;
        assert_eq!(echoed(&client.pull().await), text);
    }
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_lone_surrogate_loses_only_itself() {
    let mut client = Client::start(ECHOING, json!({"textDocument": {"diagnostic": {}}})).await;
    client.open("ab").await;
    let body = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{URI}","version":2}},
        "contentChanges":[{{"range":{{"start":{{"line":0,"character":1}},"end":{{"line":0,"character":1}}}},"text":"\ud83d"}}]}}}}"#
    );
    client.send_body(body.as_bytes()).await;
    assert_eq!(echoed(&client.pull().await), "a\u{FFFD}b");
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_batch_is_answered_one_by_one() {
    let mut client = Client::start(RULES, json!({})).await;
    let request = |id: i64| json!({"jsonrpc": "2.0", "id": id, "method": "workspace/symbol", "params": {"query": "x"}});
    client.send_body(json!([request(1001), 5, request(1002)]).to_string().as_bytes()).await;
    assert!(client.answer(1001).await.is_ok());
    assert_eq!(client.refused().await, -32600);
    assert!(client.answer(1002).await.is_ok());
    assert!(client.leave().await);
}

#[tokio::test]
async fn an_unknown_request_is_answered_whatever_its_name() {
    let mut client = Client::start(RULES, json!({})).await;
    for method in ["$/x", "$/cancelRequest", "no/such"] {
        let error = client.request(method, json!({"id": 1})).await.unwrap_err();
        assert_eq!(error["code"], -32601, "{method}: {error}");
    }
    client.notify("$/x", json!({})).await;
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_second_initialize_is_refused() {
    let mut client = Client::connect(RULES);
    let refused = client.request("initialize", json!({"capabilities": 5})).await.unwrap_err();
    assert_eq!(refused["code"], -32602, "{refused}");
    let params = json!({"processId": null, "capabilities": {}});
    let first = client.ask("initialize", params.clone()).await;
    let second = client.ask("initialize", params).await;
    assert!(client.answer(first).await.is_ok());
    assert_eq!(client.answer(second).await.unwrap_err()["code"], -32600);
    assert!(client.leave().await);
}

#[tokio::test]
async fn edits_are_applied_in_wire_order_despite_their_versions() {
    let mut client = Client::start(ECHOING, json!({"textDocument": {"diagnostic": {}}})).await;
    client.open("0").await;
    let mut expected = "0".to_owned();
    for (nth, version) in
        [json!(10), json!(3), json!(3), json!(null), json!(-5), json!("x"), json!(4)].iter().enumerate()
    {
        let document = json!({"uri": URI, "version": version});
        let start = json!({"line": 0, "character": 0});
        let change = json!({"range": {"start": start, "end": start}, "text": (nth + 1).to_string()});
        client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]})).await;
        expected.insert_str(0, &(nth + 1).to_string());
        assert_eq!(echoed(&client.pull().await), expected, "version {version}");
    }
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_reopened_document_is_reported_although_its_version_is_the_same() {
    let mut client = Client::start(ECHOING, json!({"textDocument": {"diagnostic": {}}})).await;
    client.open_file(URI, "newsmd", "one").await;
    let params = json!({"textDocument": {"uri": URI}});
    let first = client.request("textDocument/diagnostic", params).await.unwrap();
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}})).await;
    client.open_file(URI, "newsmd", "two").await;
    let params = json!({"textDocument": {"uri": URI}, "previousResultId": first["resultId"]});
    let second = client.request("textDocument/diagnostic", params).await.unwrap();
    assert_eq!(echoed(&second["items"]), "two");
    assert!(client.leave().await);
}

/// An older version of an article, and other documents with its path, are open together with the article.
#[tokio::test]
async fn only_file_uris_replace_files() {
    for scheme in ["git:", "untitled:", "http://host", "fugitive://", "vscode-vfs://github"] {
        let wrong = STORY.replace("yesterday", "yesterday,\u{2028}as planned");
        let room = Room::new(&[
            ("copydesk.toml", "registry = [\"actors.toml\"]\n"),
            ("actors.toml", ACTORS),
            ("a.en.news.md", &wrong),
        ]);
        let more = json!({"rootUri": room.uri("")});
        let capabilities = json!({"workspace": {"workspaceEdit": {"documentChanges": false}}});
        let mut client = Client::start_with(RULES, capabilities, more).await;
        let other = |name: &str| format!("{scheme}{}", room.path(name).display());
        client.open_file(&other("a.en.news.md"), "newsmd", "Nothing of it.\n").await;
        client.open_file(&other("actors.toml"), "toml", "# empty\n").await;
        client.open_file(&other("copydesk.toml"), "toml", "registry = []\n").await;
        client.open_file(&room.uri("b.en.news.md"), "newsmd", STORY).await;
        let file = room.uri("a.en.news.md");
        let hover = client.request("textDocument/hover", at(&room.uri("b.en.news.md"), 3, 3)).await.unwrap();
        assert!(hover.to_string().contains("Samira"), "{scheme}: the registry is the file: {hover}");
        let mut renaming = at(&room.uri("b.en.news.md"), 3, 25);
        renaming["newName"] = json!("samira");
        let edit = client.request("textDocument/rename", renaming).await.unwrap();
        let changed: Vec<&String> = edit["changes"].as_object().unwrap().keys().collect();
        assert!(changed.contains(&&file) && changed.contains(&&room.uri("actors.toml")), "{scheme}: {changed:?}");
        assert!(changed.iter().all(|uri| uri.starts_with("file:")), "{scheme}: {changed:?}");
        let params = json!({"command": "copydesk.fixWorkspace", "arguments": [{"apply": false}]});
        let fixed = client.request("workspace/executeCommand", params).await.unwrap();
        assert!(fixed["edit"]["changes"].get(&file).is_some(), "{scheme}: {fixed}");
        let mut referring = at(&room.uri("b.en.news.md"), 3, 25);
        referring["context"] = json!({"includeDeclaration": true});
        let places = client.request("textDocument/references", referring).await.unwrap();
        assert_eq!(room.places(&places).len(), 3, "{scheme}: {places}");
        assert!(client.leave().await);
    }
}

#[tokio::test]
async fn an_older_version_is_shown_and_never_edited() {
    let room = Room::new(&[("copydesk.toml", "registry = [\"actors.toml\"]\n"), ("actors.toml", ACTORS)]);
    let mut client = Client::start_with(RULES, json!({}), json!({"rootUri": room.uri("")})).await;
    let uri = format!("git:{}?ref", room.path("a.en.news.md").display());
    let wrong = STORY.replace("yesterday", "on Tuesday, March 18, 2024");
    client.open_file(&uri, "newsmd", &wrong).await;
    let hover = client.request("textDocument/hover", at(&uri, 3, 3)).await.unwrap();
    assert!(hover.to_string().contains("Samira"), "{hover}");
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 4, "character": 0}});
    let params = json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []}});
    assert_eq!(client.request("textDocument/codeAction", params).await.unwrap(), json!([]));
    for command in ["copydesk.linkAll", "copydesk.annotateArticle"] {
        let params = json!({"command": command, "arguments": [{"uri": uri}]});
        assert_eq!(client.request("workspace/executeCommand", params).await.unwrap()["edits"], 0, "{command}");
    }
    assert!(client.leave().await);
}

/// URIs of some editors that RFC 3986 does not allow.
#[tokio::test]
async fn uris_keep_the_spelling_of_the_client() {
    for part in ["[1]", "a|b", "a^b", "a b", "خبر", "a\\b", "{x}", "100%"] {
        let name = |file: &str| format!("{part}/{file}");
        let wrong = STORY.replace("Samira Nasser", "Samira Nasir");
        let room = Room::new(&[
            (&name("copydesk.toml"), "registry = [\"actors.toml\"]\n"),
            (&name("actors.toml"), ACTORS),
            (&name("closed.en.news.md"), STORY),
        ]);
        let folder = room.uri(part);
        let more = json!({"rootUri": folder, "workspaceFolders": [{"uri": folder, "name": "x"}]});
        let mut client = Client::start_with(RULES, json!({}), more).await;
        let uri = room.uri(&name(&format!("{part}.en.news.md")));
        client.open_file(&uri, "newsmd", &wrong).await;
        assert_eq!(client.next_published().await["uri"], uri.as_str());
        let hover = client.request("textDocument/hover", at(&uri, 3, 3)).await.unwrap();
        assert!(hover.to_string().contains("Samira"), "{part}: the registry of the folder is read: {hover}");
        let range = json!({"start": {"line": 3, "character": 3}, "end": {"line": 3, "character": 3}});
        let params = json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []}});
        let actions = client.request("textDocument/codeAction", params).await.unwrap();
        let mut edits = actions.as_array().unwrap().iter().filter_map(|action| action["edit"]["changes"].as_object());
        assert!(edits.next().unwrap().contains_key(&uri), "{part}: {actions}");
        let mut referring = at(&uri, 3, 25);
        referring["context"] = json!({"includeDeclaration": false});
        let places = client.request("textDocument/references", referring).await.unwrap();
        assert!(places.as_array().unwrap().iter().any(|place| place["uri"] == uri.as_str()), "{part}: {places}");
        assert_eq!(places.as_array().unwrap().len(), 2, "{part}: {places}");
        assert!(client.leave().await);
    }
}

/// A quick request is answered while slow ones are still running.
#[tokio::test]
async fn a_hundred_slow_requests_do_not_delay_a_quick_one() {
    let mut client = Client::start(RULES, json!({"textDocument": {"diagnostic": {}}})).await;
    let line = "The works begin, [Name Number](actor:nobody-1) said on Tuesday, March 18, 2024.\n\n";
    let slow = "untitled:slow.en.news.md";
    client.open_file(slow, "newsmd", &line.repeat(1000)).await;
    client.open_file(URI, "newsmd", "بدأت أمس.\n").await;
    // The document has been analysed.
    client.pull_file(slow).await;
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 5000, "character": 0}});
    let mut asked = Vec::new();
    for _ in 0..50 {
        let params = json!({"textDocument": {"uri": slow}, "range": all, "context": {"diagnostics": []}});
        asked.push(client.ask("textDocument/codeAction", params).await);
        let params = json!({"textDocument": {"uri": slow}, "range": all, "context": {"diagnostics": [], "only": ["source.fixAll"]}});
        asked.push(client.ask("textDocument/codeAction", params).await);
    }
    client.request("textDocument/hover", at(URI, 0, 6)).await.unwrap();
    let answered = asked.iter().filter(|id| client.is_answered(**id)).count();
    assert!(answered < asked.len() / 2, "{answered} slow requests were answered before a hover");
    client.notify("$/cancelRequest", json!({"id": asked[99]})).await;
    assert_eq!(client.answer(asked[99]).await.unwrap_err()["code"], -32800);
    let answered = asked.iter().filter(|id| client.is_answered(**id)).count();
    assert!(answered < asked.len() / 2, "{answered} slow requests were answered before one was cancelled");
    assert!(client.leave().await, "the server exits at once");
}

/// Blocks the check of a story that asks for it, until the gate is opened.
static GATE: Rule = rule("gate", |analysis, _| {
    if analysis.text.contains("hold") {
        let mut open = OPEN.lock().unwrap();
        while !*open {
            open = OPENED.wait(open).unwrap();
        }
    }
});
static OPEN: Mutex<bool> = Mutex::new(false);
static OPENED: Condvar = Condvar::new();
static GATED: &[&Rule] = &[&GATE, &ECHO];

#[tokio::test]
async fn a_slow_check_does_not_delay_anything_else() {
    for pull in [true, false] {
        *OPEN.lock().unwrap() = false;
        let capabilities = if pull { json!({"textDocument": {"diagnostic": {}}}) } else { json!({}) };
        let mut client = Client::start(GATED, capabilities).await;
        let slow = "untitled:slow.en.news.md";
        client.open_file(slow, "newsmd", "hold").await;
        let params = json!({"textDocument": {"uri": slow}});
        let held = client.ask("textDocument/diagnostic", params).await;
        let given_up = client.ask("textDocument/codeAction", json!({"textDocument": {"uri": slow}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 4}}, "context": {"diagnostics": []}})).await;
        client.open("بدأت أمس.\n").await;
        // Other documents are checked while one is blocked.
        client.request("textDocument/hover", at(URI, 0, 6)).await.unwrap();
        if pull {
            assert_eq!(echoed(&client.pull().await), "بدأت أمس.\n");
        } else {
            assert_eq!(client.next_published().await["uri"], URI);
        }
        client.notify("$/cancelRequest", json!({"id": given_up})).await;
        assert_eq!(client.answer(given_up).await.unwrap_err()["code"], -32800);
        assert!(!client.is_answered(held));
        // A newer text replaces the old one.
        client.change_file(slow, 2, (0, 0), (0, 4), "go").await;
        assert_eq!(client.answer(held).await.unwrap_err()["code"], -32801);
        assert_eq!(echoed(&client.pull_file(slow).await), "go");
        *OPEN.lock().unwrap() = true;
        OPENED.notify_all();
        assert!(client.leave().await);
    }
}

#[tokio::test]
async fn a_client_that_does_not_read_stops_the_server_from_reading() {
    let mut client = Client::start(RULES, json!({})).await;
    client.open("بدأت أمس.\n").await;
    client.set_reading(Reading::Nothing);
    let mut asked = Vec::new();
    for _ in 0..500 {
        asked.push(client.ask("textDocument/hover", at(URI, 0, 6)).await);
    }
    client.set_reading(Reading::Everything);
    for id in asked {
        assert!(client.answer(id).await.is_ok());
    }
    assert!(client.leave().await);
}

/// A built registry that is overwritten in place, as by `cp`, is truncated for a moment.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test writes files")]
async fn a_built_registry_can_be_truncated_at_any_time() {
    let more: Vec<String> =
        (0..3000).map(|nth| format!("[[actor]]\nid = \"a{nth}\"\nname.en = \"Name{nth} Other\"\n")).collect();
    let more = more.concat();
    let room = Room::new(&[
        ("copydesk.toml", "registry = [\"people.actors\"]\n"),
        ("actors.toml", &format!("{ACTORS}{more}")),
    ]);
    let built = room.path("people.actors");
    copydesk::testing::workspace::build(&[room.path("actors.toml")], &built, true).unwrap();
    room.remove("actors.toml");
    let mut client = Client::start_with(RULES, json!({}), json!({"rootUri": room.uri("")})).await;
    let uri = room.uri("a.en.news.md");
    client.open_file(&uri, "newsmd", STORY).await;
    let hover = client.request("textDocument/hover", at(&uri, 3, 3)).await.unwrap();
    assert!(hover.to_string().contains("سميرة"), "{hover}");
    let whole = std::fs::read(&built).unwrap();
    for length in [0, 10, 4096, whole.len() - 1] {
        std::fs::write(&built, &whole[..length]).unwrap();
        let params = json!({"query": "Name2999"});
        assert!(client.request("workspace/symbol", params).await.is_ok());
        let hover = client.request("textDocument/hover", at(&uri, 3, 3)).await.unwrap();
        assert!(hover.to_string().contains("سميرة"), "{length}: what was read before still counts: {hover}");
        let changes = json!([{"uri": room.uri("people.actors"), "type": 2}]);
        client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes})).await;
        assert!(client.request("textDocument/hover", at(&uri, 3, 3)).await.is_ok(), "{length}");
        std::fs::write(&built, &whole).unwrap();
        client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes})).await;
        let hover = client.request("textDocument/hover", at(&uri, 3, 3)).await.unwrap();
        assert!(hover.to_string().contains("سميرة"), "{length}: {hover}");
    }
    assert!(client.leave().await);
}

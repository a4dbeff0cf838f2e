//! Findings of closed files, actions and commands, over the protocol.

use super::client::Client;
use super::room::Room;
use copydesk::testing::message::Message;
use copydesk::testing::rule::Rule;
use copydesk::testing::rules::RULES;
use copydesk::testing::text::TextRange;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex};

const REGISTRY: &str =
    "[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.en = \"Rana Salem\"\nname.ar = \"رنا سالم\"\n";

fn newsroom() -> Room {
    Room::new(&[
        ("copydesk.toml", ""),
        ("actors.toml", REGISTRY),
        ("one.en.news.md", "Rana Salem left.\n"),
        ("two.ar.news.md", "غادرت [رنا سالم](actor:rana).\n"),
        ("deep/three.ar.news.md", "غادرت رنا سالم.\n"),
    ])
}

/// The number of findings by file name, or `None` if unchanged.
fn reports(room: &Room, answer: &Value) -> BTreeMap<String, Option<usize>> {
    let root = room.uri("");
    let one = |item: &Value| {
        let name = item["uri"].as_str().unwrap().strip_prefix(&root).unwrap().to_owned();
        (name, item["items"].as_array().map(Vec::len))
    };
    answer["items"].as_array().unwrap().iter().map(one).collect()
}

fn known(answer: &Value) -> Value {
    let items = answer["items"].as_array().unwrap().iter();
    items.map(|item| json!({"uri": item["uri"], "value": item["resultId"]})).collect()
}

fn of(found: &[(&str, Option<usize>)]) -> BTreeMap<String, Option<usize>> {
    found.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

#[tokio::test]
async fn closed_articles_are_checked_and_only_once() {
    let room = newsroom();
    let watch =
        json!({"didChangeWatchedFiles": {"dynamicRegistration": true}, "diagnostics": {"refreshSupport": true}});
    let capabilities = json!({"textDocument": {"diagnostic": {}}, "workspace": watch});
    let folders = json!({"workspaceFolders": [{"uri": room.uri(""), "name": "room"}]});
    let mut client = Client::start_with(RULES, capabilities, folders).await;
    let method = "workspace/diagnostic";
    let first = client.request(method, json!({"previousResultIds": []})).await.unwrap();
    let all = [
        ("actors.toml", Some(0)),
        ("copydesk.toml", Some(0)),
        ("deep/three.ar.news.md", Some(1)),
        ("one.en.news.md", Some(1)),
        ("two.ar.news.md", Some(0)),
    ];
    assert_eq!(reports(&room, &first), of(&all));
    let item = first["items"].as_array().unwrap().iter().find(|item| item["uri"] == room.uri("deep/three.ar.news.md"));
    assert_eq!(item.unwrap()["items"][0]["range"]["end"], json!({"line": 0, "character": 14}));
    let second = client.request(method, json!({"previousResultIds": known(&first)})).await.unwrap();
    assert_eq!(reports(&room, &second), of(&all.map(|(name, _)| (name, None))), "nothing is checked twice");
    // One file changes on disk, another is opened, a third is deleted.
    room.write("one.en.news.md", "[Rana Salem](actor:rana) left.\n");
    room.remove("two.ar.news.md");
    let changes =
        json!([{"uri": room.uri("one.en.news.md"), "type": 2}, {"uri": room.uri("two.ar.news.md"), "type": 3}]);
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes})).await;
    client.open_file(&room.uri("deep/three.ar.news.md"), "newsmd", "رنا\n").await;
    let third = client.request(method, json!({"previousResultIds": known(&second)})).await.unwrap();
    let expected =
        [("actors.toml", None), ("copydesk.toml", None), ("one.en.news.md", Some(0)), ("two.ar.news.md", Some(0))];
    assert_eq!(reports(&room, &third), of(&expected));
    // The registry changes in the editor: all findings may have changed, and the server requests a refresh.
    client.open_file(&room.uri("actors.toml"), "toml", &REGISTRY.replace("Rana Salem", "Rana Sami")).await;
    client.asked("workspace/diagnostic/refresh").await;
    let fourth = client.request(method, json!({"previousResultIds": known(&third)})).await.unwrap();
    assert_eq!(reports(&room, &fourth)["one.en.news.md"], Some(1), "{fourth}");
    assert!(client.leave().await);
}

/// A room with a registry and numbered articles of one finding each.
fn archive(articles: usize) -> Room {
    let room = Room::new(&[("copydesk.toml", ""), ("actors.toml", REGISTRY)]);
    for number in 0..articles {
        room.write(&format!("{number:02}.en.news.md"), "Rana Salem left.\n");
    }
    room
}

fn root(room: &Room) -> Value {
    json!({"workspaceFolders": [{"uri": room.uri(""), "name": "room"}]})
}

#[tokio::test]
async fn findings_of_a_large_folder_are_partial_results() {
    let room = archive(50);
    let mut client = Client::start_with(RULES, json!({"textDocument": {"diagnostic": {}}}), root(&room)).await;
    let method = "workspace/diagnostic";
    let in_pieces = |known: Value| json!({"previousResultIds": known, "partialResultToken": "pieces"});
    let id = client.ask(method, in_pieces(json!([]))).await;
    assert_eq!(client.answer(id).await, Ok(json!({"items": []})), "partial results are not repeated");
    let pieces = client.progress_before(id, "pieces");
    assert!(pieces.len() > 3, "{} pieces", pieces.len());
    let items: Vec<Value> = pieces.iter().flat_map(|piece| piece["items"].as_array().unwrap().clone()).collect();
    let whole = json!({"items": items});
    let found = reports(&room, &whole);
    assert_eq!((items.len(), found.len()), (52, 52), "each file once, before the answer");
    assert_eq!(found.values().filter(|count| **count == Some(1)).count(), 50);
    // If nothing has changed, there is no partial result.
    let id = client.ask(method, in_pieces(known(&whole))).await;
    let answer = client.answer(id).await.unwrap();
    assert_eq!(client.progress_before(id, "pieces").len(), pieces.len(), "no further partial results");
    assert_eq!(reports(&room, &answer).values().filter(|count| count.is_none()).count(), 52);
    // A request without a token gets everything at the end.
    let answer = client.request(method, json!({"previousResultIds": []})).await.unwrap();
    assert_eq!(reports(&room, &answer), found);
    assert!(client.leave().await);
}

/// Lets the check of articles with a gate continue.
static OPEN: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

/// Waits at the gate, and reports a finding in every article.
static GATE: Rule = super::rule("gate", |analysis, sink| {
    if analysis.text.contains("gate") {
        drop(OPEN.1.wait_while(OPEN.0.lock().unwrap(), |open| !*open).unwrap());
    }
    sink.report(TextRange::new(0, 1), Message::verbatim("seen"));
});

static GATED: &[&Rule] = &[&GATE];

#[tokio::test]
async fn tasks_are_cancelled_one_by_one() {
    let room = archive(60);
    room.write("20.en.news.md", "The [Rana](actor:rana) gate.\n");
    room.write("59.en.news.md", "[Rana Salem](actor:rana) left.\n");
    let capabilities = json!({"textDocument": {"diagnostic": {}}, "window": {"workDoneProgress": true}});
    let mut client = Client::start_with(GATED, capabilities, root(&room)).await;
    let last = room.uri("59.en.news.md");
    let known = json!([{"uri": last, "value": "long ago"}]);
    let checking = client.ask("workspace/diagnostic", json!({"previousResultIds": known})).await;
    let token = client.asked("window/workDoneProgress/create").await["token"].clone();
    client.notify("window/workDoneProgress/cancel", json!({"token": token})).await;
    client.notify("window/workDoneProgress/cancel", json!({"token": "of another client"})).await;
    // Other tasks are completed.
    let registry = room.uri("actors.toml");
    client.open_file(&registry, "toml", REGISTRY).await;
    let at = json!({"textDocument": {"uri": registry}, "position": {"line": 1, "character": 7}, "context": {"includeDeclaration": false}});
    let found = client.request("textDocument/references", at).await.unwrap();
    *OPEN.0.lock().unwrap() = true;
    OPEN.1.notify_all();
    assert_eq!(room.places(&found), ["20.en.news.md:0:4", "59.en.news.md:0:0"]);
    let reported = reports(&room, &client.answer(checking).await.unwrap());
    assert!(reported.contains_key("00.en.news.md") && !reported.contains_key("59.en.news.md"), "{reported:?}");
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_subfolder_is_checked_with_its_own_configuration() {
    let other = REGISTRY.replace("rana", "sami").replace("Rana Salem", "Sami Haddad").replace("رنا سالم", "سامي حداد");
    let room = Room::new(&[
        ("actors.toml", REGISTRY),
        ("one.en.news.md", "Rana Salem left.\n"),
        ("sport/copydesk.toml", "registry = [\"../actors.toml\"]\n"),
        ("sport/story.en.news.md", "Rana Salem left Sami Haddad.\n"),
        ("sport/tennis/copydesk.toml", "[rules]\nno-such-rule = \"off\"\n"),
        ("sport/tennis/actors.toml", &other),
        ("sport/tennis/open.en.news.md", "Rana Salem left Sami Haddad. Sami Haddad stayed.\n"),
        (".hidden/copydesk.toml", ""),
        (".hidden/story.en.news.md", "Rana Salem left.\n"),
    ]);
    let mut client = Client::start_with(RULES, json!({"textDocument": {"diagnostic": {}}}), root(&room)).await;
    let method = "workspace/diagnostic";
    let first = client.request(method, json!({"previousResultIds": []})).await.unwrap();
    let expected = [
        ("actors.toml", Some(0)),
        ("one.en.news.md", Some(1)),
        ("sport/copydesk.toml", Some(0)),
        ("sport/story.en.news.md", Some(1)),
        ("sport/tennis/actors.toml", Some(0)),
        ("sport/tennis/copydesk.toml", Some(1)),
        ("sport/tennis/open.en.news.md", Some(1)),
    ];
    assert_eq!(reports(&room, &first), of(&expected));
    // The configuration of the subfolder is used as it is in the editor.
    let text = "registry = [\"../actors.toml\"]\n[rules]\nunlinked-actor = \"off\"\n";
    client.open_file(&room.uri("sport/copydesk.toml"), "toml", text).await;
    let second = client.request(method, json!({"previousResultIds": known(&first)})).await.unwrap();
    let found = reports(&room, &second);
    assert_eq!((found["sport/story.en.news.md"], found["one.en.news.md"]), (Some(0), Some(1)));
    assert!(client.leave().await);
}

#[tokio::test]
async fn an_edit_of_the_registry_updates_the_findings_of_articles() {
    let room = newsroom();
    let start = async |related: bool| {
        let capabilities = json!({"textDocument": {"diagnostic": {"relatedDocumentSupport": related}}});
        let mut client = Client::start_with(RULES, capabilities, root(&room)).await;
        client.open_file(&room.uri("actors.toml"), "toml", REGISTRY).await;
        client.open_file(&room.uri("one.en.news.md"), "newsmd", "Rana Salem left.\n").await;
        client.open_file(&room.uri("two.ar.news.md"), "newsmd", "غادرت [رنا سالم](actor:rana).\n").await;
        client
    };
    let pull = |name: &str, known: Value| json!({"textDocument": {"uri": room.uri(name)}, "previousResultId": known});
    let method = "textDocument/diagnostic";
    let mut client = start(true).await;
    let article = client.request(method, pull("one.en.news.md", Value::Null)).await.unwrap();
    assert_eq!((article["items"].as_array().unwrap().len(), &article["relatedDocuments"]), (1, &Value::Null));
    let registry = client.request(method, pull("actors.toml", Value::Null)).await.unwrap();
    let others = registry["relatedDocuments"].as_object().unwrap();
    assert_eq!(others.keys().collect::<Vec<_>>(), [&room.uri("two.ar.news.md")], "the client has the other");
    client.change_file(&room.uri("actors.toml"), 2, (3, 11), (3, 21), "Rana Sami").await;
    let registry = client.request(method, pull("actors.toml", Value::Null)).await.unwrap();
    let others = registry["relatedDocuments"].as_object().unwrap();
    assert_eq!(others.len(), 2);
    let one = &others[&room.uri("one.en.news.md")];
    assert_eq!((&one["kind"], &one["items"]), (&json!("full"), &json!([])), "no entry has that name any more");
    let again = client.request(method, pull("one.en.news.md", one["resultId"].clone())).await.unwrap();
    assert_eq!(again["kind"], "unchanged");
    let registry = client.request(method, pull("actors.toml", registry["resultId"].clone())).await.unwrap();
    assert_eq!((&registry["kind"], &registry["relatedDocuments"]), (&json!("unchanged"), &Value::Null));
    assert!(client.leave().await);

    let mut client = start(false).await;
    let registry = client.request(method, pull("actors.toml", Value::Null)).await.unwrap();
    assert_eq!(registry["relatedDocuments"], Value::Null, "a client that does not support them gets none");
    assert!(client.leave().await);
}

fn actions(uri: &str, line: u32, character: u32, only: Option<&str>) -> Value {
    let at = json!({"line": line, "character": character});
    let mut context = json!({"diagnostics": []});
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    json!({"textDocument": {"uri": uri}, "range": {"start": at, "end": at}, "context": context})
}

fn titles(answer: &Value) -> Vec<String> {
    let plain = |action: &Value| action["title"].as_str().unwrap().replace(['\u{2068}', '\u{2069}'], "");
    answer.as_array().unwrap().iter().map(plain).collect()
}

#[tokio::test]
async fn actions_are_filtered_by_kind_and_resolved_later() {
    let room = newsroom();
    let lazily = json!({"dataSupport": true, "resolveSupport": {"properties": ["edit"]}});
    let mut client = Client::start(RULES, json!({"textDocument": {"codeAction": lazily}})).await;
    let uri = room.uri("story.ar.news.md");
    let text = "---\ndate: 2024-03-18\n---\nغادرت رنا سالم أمس. [رنا سالم](actor:rana)\n\nقالت رنا سالم.\n";
    client.open_file(&uri, "newsmd", text).await;
    let method = "textDocument/codeAction";
    let on_link = client.request(method, actions(&uri, 3, 24, None)).await.unwrap();
    assert_eq!(titles(&on_link), ["Move `rana` to the cast list", "Remove the link"]);
    assert_eq!(on_link[1]["edit"], Value::Null, "the edit is resolved later");
    let chosen = client.request("codeAction/resolve", on_link[1].clone()).await.unwrap();
    assert_eq!(chosen["edit"]["changes"][&uri][0]["newText"], "رنا سالم");
    let on_date = client.request(method, actions(&uri, 3, 16, Some("refactor"))).await.unwrap();
    assert_eq!(titles(&on_date), ["Annotate with 2024-03-17"]);
    assert_eq!(client.request(method, actions(&uri, 3, 16, Some("quickfix"))).await, Ok(json!([])));
    assert_eq!(client.request(method, actions(&uri, 3, 16, Some("source.fixAll"))).await, Ok(json!([])));
    // An action for a text that has changed is not resolved.
    client.change_file(&uri, 2, (3, 0), (3, 0), "ثم ").await;
    let late = client.request("codeAction/resolve", on_link[1].clone()).await.unwrap_err();
    assert_eq!(late["code"], -32801);
    assert!(client.leave().await);

    // A client that does not resolve gets the edits at once.
    let mut client = Client::start(RULES, json!({})).await;
    let uri = room.uri("other.en.news.md");
    let text = "Rana Salem left [Karim].\n\n[Nobody]: actor:nobody\n[Karim]: actor:karim\n";
    client.open_file(&uri, "newsmd", text).await;
    let fixes = client.request(method, actions(&uri, 0, 2, Some("quickfix"))).await.unwrap();
    assert_eq!(titles(&fixes), ["Link to `rana`", "Ignore `unlinked-actor` here, with a reason"]);
    let ignore = &fixes[1]["edit"]["changes"][&uri][0];
    assert_eq!(ignore["newText"], " <!-- copydesk:ignore unlinked-actor -- reason -->");
    assert_eq!(ignore["range"]["start"], json!({"line": 0, "character": 24}));
    assert_eq!(fixes[1]["diagnostics"][0]["code"], "unlinked-actor");
    let source = client.request(method, actions(&uri, 0, 0, Some("source.organizeMentions"))).await.unwrap();
    assert_eq!(source[0]["kind"], "source.organizeMentions.copydesk");
    assert_eq!(source[0]["edit"]["changes"][&uri][0]["newText"], "[Karim]: actor:karim");
    assert!(client.leave().await);
}

#[tokio::test]
async fn commands_change_the_article_through_the_client() {
    let room = newsroom();
    let mut client = Client::start(RULES, json!({})).await;
    let uri = room.uri("story.ar.news.md");
    client.open_file(&uri, "newsmd", "---\ndate: 2024-03-18\n---\nغادرت رنا سالم أمس، قال كريم البحري.\n").await;
    let run = |name: &str| json!({"command": format!("copydesk.{name}"), "arguments": [{"uri": uri}]});
    let method = "workspace/executeCommand";
    assert_eq!(client.request(method, run("linkAll")).await, Ok(json!({"edits": 1})));
    let edit = client.asked("workspace/applyEdit").await;
    assert_eq!(edit["edit"]["changes"][&uri][0]["newText"], "[رنا سالم](actor:rana)");
    assert_eq!(client.request(method, run("annotateArticle")).await, Ok(json!({"edits": 2})));
    let edit = client.asked("workspace/applyEdit").await;
    assert_eq!(edit["edit"]["changes"][&uri][1]["newText"], "[أمس](date:2024-03-17)");
    let timeline = client.request(method, run("showTimeline")).await.unwrap();
    assert_eq!(timeline["entries"][0]["value"], "2024-03-17");
    assert!(timeline["html"].as_str().unwrap().contains("<mark>أمس</mark>"));
    let page = client.request(method, run("exportJsonLd")).await.unwrap();
    assert_eq!((&page["@type"], &page["datePublished"]), (&json!("NewsArticle"), &json!("2024-03-18")));
    assert!(page["mentions"].to_string().contains("رنا سالم"), "{page}");
    let mut add = run("addActor");
    add["arguments"][0]["range"] = json!({"start": {"line": 3, "character": 24}, "end": {"line": 3, "character": 35}});
    assert_eq!(client.request(method, add).await, Ok(json!({"edits": 1})));
    let edit = client.asked("workspace/applyEdit").await;
    let new = edit["edit"]["changes"][&room.uri("actors.toml")][0]["newText"].as_str().unwrap();
    assert!(new.contains("name.ar = \"كريم البحري\""), "{new}");
    assert!(client.leave().await);
}

#[tokio::test]
async fn all_articles_of_the_workspace_are_fixed_at_once() {
    let room = newsroom();
    room.write("deep/copydesk.toml", "[rules]\nunlinked-actor = \"off\"\n");
    let outside = Room::new(&[("copydesk.toml", ""), ("actors.toml", REGISTRY), ("other.en.news.md", "Rana Salem.\n")]);
    let edits = json!({"workspaceEdit": {"documentChanges": true}});
    let mut client = Client::start_with(RULES, json!({"workspace": edits}), root(&room)).await;
    // One article is open and was edited, one is open and outside of the workspace.
    client.open_file(&room.uri("two.ar.news.md"), "newsmd", "غادرت رنا سالم [أمس](date:2024-03-16)، وأسامة.\n").await;
    client.open_file(&outside.uri("other.en.news.md"), "newsmd", "Rana Salem left.\n").await;
    let run = |arguments: Value| json!({"command": "copydesk.fixWorkspace", "arguments": arguments});
    let method = "workspace/executeCommand";
    let said = client.request(method, run(json!([]))).await.unwrap();
    assert_eq!((&said["edits"], &said["files"]), (&json!(2), &json!(2)), "{said}");
    let edit = client.asked("workspace/applyEdit").await;
    let mut changed: Vec<_> = edit["edit"]["documentChanges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["textDocument"].clone(), file["edits"][0]["newText"].clone()))
        .collect();
    changed.sort_by_key(|(file, _)| file["uri"].to_string());
    let document = |name: &str, version: Value| json!({"uri": room.uri(name), "version": version});
    let expected = [
        (document("one.en.news.md", Value::Null), json!("[Rana Salem](actor:rana)")),
        (document("two.ar.news.md", json!(1)), json!("[رنا سالم](actor:rana)")),
    ];
    assert_eq!(changed, expected, "the subfolder has its own rules, the outer folder is not affected");
    // A client that applies the edit itself gets it in the response.
    let said = client.request(method, run(json!([{"apply": false}]))).await.unwrap();
    assert_eq!(said["edit"], edit["edit"]);
    assert!(client.leave().await);
}

//! Findings of closed files, actions and commands, over the protocol.

use super::client::Client;
use super::room::Room;
use copydesk::rules::RULES;
use serde_json::{Value, json};
use std::collections::BTreeMap;

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

/// The reports by file name: how many findings, or `None` where the client has them.
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
        ("deep/three.ar.news.md", Some(1)),
        ("one.en.news.md", Some(1)),
        ("two.ar.news.md", Some(0)),
    ];
    assert_eq!(reports(&room, &first), of(&all));
    let item = first["items"].as_array().unwrap().iter().find(|item| item["uri"] == room.uri("deep/three.ar.news.md"));
    assert_eq!(item.unwrap()["items"][0]["range"]["end"], json!({"line": 0, "character": 14}));
    let second = client.request(method, json!({"previousResultIds": known(&first)})).await.unwrap();
    assert_eq!(reports(&room, &second), of(&all.map(|(name, _)| (name, None))), "nothing is checked twice");
    // One file changes on disk, another is opened, a third one goes.
    room.write("one.en.news.md", "[Rana Salem](actor:rana) left.\n");
    room.remove("two.ar.news.md");
    let changes =
        json!([{"uri": room.uri("one.en.news.md"), "type": 2}, {"uri": room.uri("two.ar.news.md"), "type": 3}]);
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": changes})).await;
    client.open_file(&room.uri("deep/three.ar.news.md"), "newsmd", "رنا\n").await;
    let third = client.request(method, json!({"previousResultIds": known(&second)})).await.unwrap();
    let expected = [("actors.toml", None), ("one.en.news.md", Some(0)), ("two.ar.news.md", Some(0))];
    assert_eq!(reports(&room, &third), of(&expected));
    // The registry changes in the editor: everything may have changed, and the client is told to ask.
    client.open_file(&room.uri("actors.toml"), "toml", &REGISTRY.replace("Rana Salem", "Rana Sami")).await;
    client.asked("workspace/diagnostic/refresh").await;
    let fourth = client.request(method, json!({"previousResultIds": known(&third)})).await.unwrap();
    assert_eq!(reports(&room, &fourth)["one.en.news.md"], Some(1), "{fourth}");
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
async fn actions_come_by_kind_and_their_edits_when_they_are_chosen() {
    let room = newsroom();
    let lazily = json!({"dataSupport": true, "resolveSupport": {"properties": ["edit"]}});
    let mut client = Client::start(RULES, json!({"textDocument": {"codeAction": lazily}})).await;
    let uri = room.uri("story.ar.news.md");
    let text = "---\ndate: 2024-03-18\n---\nغادرت رنا سالم أمس. [رنا سالم](actor:rana)\n\nقالت رنا سالم.\n";
    client.open_file(&uri, "newsmd", text).await;
    let method = "textDocument/codeAction";
    let on_link = client.request(method, actions(&uri, 3, 24, None)).await.unwrap();
    assert_eq!(titles(&on_link), ["Move `rana` to the cast list", "Remove the link"]);
    assert_eq!(on_link[1]["edit"], Value::Null, "the edit is asked for later");
    let chosen = client.request("codeAction/resolve", on_link[1].clone()).await.unwrap();
    assert_eq!(chosen["edit"]["changes"][&uri][0]["newText"], "رنا سالم");
    let on_date = client.request(method, actions(&uri, 3, 16, Some("refactor"))).await.unwrap();
    assert_eq!(titles(&on_date), ["Annotate with 2024-03-17"]);
    assert_eq!(client.request(method, actions(&uri, 3, 16, Some("quickfix"))).await, Ok(json!([])));
    assert_eq!(client.request(method, actions(&uri, 3, 16, Some("source.fixAll"))).await, Ok(json!([])));
    // An action of a text that has changed meanwhile is not made.
    client.change_file(&uri, 2, (3, 0), (3, 0), "ثم ").await;
    let late = client.request("codeAction/resolve", on_link[1].clone()).await.unwrap_err();
    assert_eq!(late["code"], -32801);
    assert!(client.leave().await);

    // A client that cannot ask later gets the edits at once.
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

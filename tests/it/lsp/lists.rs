//! Lists in XML as registries, in an editor.

use super::client::Client;
use super::room::Room;
use copydesk::testing::rules::RULES;
use serde_json::{Value, json};

const LIST: &str = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader/><standOff><listPerson>
<person xml:id=\"rana\"><persName xml:lang=\"en\">Rana Salem</persName><persName xml:lang=\"ar\">رنا سالم</persName></person>
</listPerson></standOff></TEI>
";

const STORY: &str = "[Rana Salem](actor:rana) left, Mayor Rana Salem said. Rana Sallem came, and Laila Haddad.\n";

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
}

async fn actions(client: &mut Client, uri: &str, from: u32, to: u32) -> Vec<Value> {
    let range = json!({"start": {"line": 0, "character": from}, "end": {"line": 0, "character": to}});
    let params = json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []}});
    let found = client.request("textDocument/codeAction", params).await.unwrap();
    found.as_array().cloned().unwrap_or_default()
}

async fn start(room: &Room) -> Client {
    let action = json!({"disabledSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}});
    let capabilities = json!({
        "textDocument": {"diagnostic": {}, "codeAction": action},
        "workspace": {"workspaceEdit": {"documentChanges": true}},
    });
    let root = json!({"rootUri": room.uri("").trim_end_matches('/')});
    Client::start_with(RULES, capabilities, root).await
}

#[tokio::test]
async fn an_entry_of_a_list_is_shown_and_not_changed() {
    let room = Room::new(&[("copydesk.toml", "registry = [\"people.xml\"]\n"), ("people.xml", LIST)]);
    let mut client = start(&room).await;
    let story = room.uri("story.en.news.md");
    client.open_file(&story, "newsmd", STORY).await;
    let hover = client.request("textDocument/hover", at(&story, 0, 3)).await.unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().contains("رنا سالم"), "{hover}");
    let found = client.request("textDocument/definition", at(&story, 0, 3)).await.unwrap();
    let place = if found.is_array() { found[0].clone() } else { found };
    assert!(place.to_string().contains("people.xml"), "{place}");
    assert_eq!(place["range"]["start"], json!({"line": 1, "character": 16}), "{place}");
    let new = room.uri("new.en.news.md");
    client.open_file(&new, "newsmd", "The works begin, [Ran\n").await;
    let completed = client.request("textDocument/completion", at(&new, 0, 21)).await.unwrap();
    assert!(completed.to_string().contains("Rana Salem"), "{completed}");

    let mut rename = at(&story, 0, 20);
    rename["newName"] = json!("rana-salem");
    let refused = client.request("textDocument/rename", rename).await.unwrap_err();
    assert_eq!(
        refused["message"],
        "`rana` is in `people.xml`, a list in XML, which copydesk does not change: edit it there"
    );
    let offered = actions(&mut client, &story, 60, 60).await;
    let spelling = offered.iter().find(|one| one["title"] == "Add `Rana Sallem` as a spelling of `rana`");
    let spelling = spelling.unwrap_or_else(|| panic!("{offered:#?}"));
    assert!(spelling["edit"].is_null() && spelling["disabled"]["reason"].as_str().unwrap().contains("people.xml"));
    let added = actions(&mut client, &story, 76, 88).await;
    let added =
        added.iter().find(|one| one["title"].as_str().unwrap().starts_with("Add `Laila Haddad` to the registry"));
    let reason = added.expect("an action")["disabled"]["reason"].as_str().unwrap().to_owned();
    assert!(reason.contains("add `actors.toml` to it"), "{reason}");
    assert!(client.leave().await);
}

#[tokio::test]
async fn new_entries_go_to_a_registry_in_toml() {
    let room = Room::new(&[
        ("copydesk.toml", "registry = [\"people.xml\", \"actors.toml\"]\n"),
        ("people.xml", LIST),
        ("actors.toml", "[[actor]]\nid = \"marsa\"\nkind = \"place\"\nname.en = \"Marsa\"\n"),
    ]);
    let mut client = start(&room).await;
    let story = room.uri("story.en.news.md");
    client.open_file(&story, "newsmd", STORY).await;
    let added = actions(&mut client, &story, 76, 88).await;
    let added =
        added.iter().find(|one| one["title"].as_str().unwrap().starts_with("Add `Laila Haddad` to the registry"));
    let edit = added.expect("an action")["edit"].to_string();
    assert!(edit.contains("actors.toml") && !edit.contains("people.xml"), "{edit}");
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_list_is_read_from_the_editor_and_again_from_the_disk() {
    let room = Room::new(&[("copydesk.toml", "registry = \"people.xml\"\n"), ("people.xml", LIST)]);
    let mut client = start(&room).await;
    let (story, list) = (room.uri("story.en.news.md"), room.uri("people.xml"));
    client.open_file(&story, "newsmd", "Rana Salem met Huda Nimr.\n").await;
    let count = |findings: &Value| findings.to_string().matches("is not linked").count();
    assert_eq!(count(&client.pull_file(&story).await), 1);
    client.open_file(&list, "xml", LIST).await;
    assert_eq!(client.pull_file(&list).await, json!([]));
    let more = "<person xml:id=\"huda\"><persName xml:lang=\"en\">Huda Nimr</persName></person>\n";
    client.change_file(&list, 2, (2, 0), (2, 0), more).await;
    assert_eq!(count(&client.pull_file(&story).await), 2, "an edit is felt");
    let hover = client.request("textDocument/hover", at(&list, 2, 18)).await.unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().contains("Huda Nimr"), "{hover}");
    let symbols = client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": list}})).await.unwrap();
    assert!(symbols.to_string().contains("Huda Nimr"), "{symbols}");
    let completed = client.request("textDocument/completion", at(&list, 2, 18)).await.unwrap();
    assert_eq!(completed["items"], json!([]));
    client.change_file(&list, 3, (2, 0), (3, 0), "<person xml:id=\"huda\">\n").await;
    let faults = client.pull_file(&list).await;
    assert!(faults.to_string().contains("malformed-registry"), "{faults}");
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": list}})).await;
    assert_eq!(count(&client.pull_file(&story).await), 1, "the file on disk counts again");
    room.write("people.xml", &LIST.replace("</listPerson>", &format!("{more}</listPerson>")));
    let changed = json!({"changes": [{"uri": list, "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changed).await;
    assert_eq!(count(&client.pull_file(&story).await), 2, "a change of the file is felt");
    assert!(client.leave().await);
}

#[tokio::test]
async fn an_article_points_to_its_own_list() {
    let article = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader/><text xml:lang=\"en\"><body>
<p><persName ref=\"#p1\">Salem</persName> left.</p></body></text>
<standOff><listPerson><person xml:id=\"p1\"><persName xml:lang=\"en\">Rana Salem</persName></person></listPerson></standOff></TEI>
";
    let room = Room::new(&[("copydesk.toml", "registry = [\"people.xml\"]\n"), ("people.xml", LIST)]);
    let mut client = start(&room).await;
    let story = room.uri("story.xml");
    client.open_file(&story, "xml", article).await;
    assert_eq!(client.pull_file(&story).await, json!([]));
    for character in [19, 25] {
        let hover = client.request("textDocument/hover", at(&story, 1, character)).await.unwrap();
        assert!(hover["contents"]["value"].as_str().unwrap().contains("Rana Salem"), "{hover}");
        let found = client.request("textDocument/definition", at(&story, 1, character)).await.unwrap();
        let place = if found.is_array() { found[0].clone() } else { found };
        assert_eq!(place["uri"], story.as_str(), "{place}");
        assert_eq!(place["range"]["start"]["line"], 2, "{place}");
    }
    assert!(client.leave().await);
}

//! References, renames, code lenses, symbols and new entries over the protocol.

use super::client::Client;
use super::room::Room;
use copydesk::testing::rules::RULES;
use serde_json::{Value, json};

const REGISTRY: &str = r#"# The house.
[[actor]]
id = "rana"
kind = "person"
[actor.name]
ar = "رنا سالم"
en = "Rana Salem"
[[actor.role]]
title.en = "Harbour Master"
org = "port"
from = 2020-01-01

[[actor]]
id = "port"
kind = "organisation"
merged-from = ["old-port"]
[actor.name]
en = "Port of Marsa"
"#;

fn newsroom() -> Room {
    Room::new(&[
        ("copydesk.toml", "registry = [\"actors.toml\"]\n"),
        ("actors.toml", REGISTRY),
        (
            "one.en.news.md",
            "---\nabout: actor:rana\n---\n# Works begin\n\n[Rana Salem](actor:rana) left [the port](org:old-port).\n",
        ),
        ("two.ar.news.md", "# تبدأ الأعمال\n\nقالت [رنا سالم] ذلك.\n\n[رنا سالم]: actor:rana\n"),
        ("deep/three.en.news.md", "Nobody is named.\n"),
        ("other/copydesk.toml", "registry = []\n"),
        ("other/four.en.news.md", "[Another Rana](actor:rana) is someone else.\n"),
    ])
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}, "context": {"includeDeclaration": true}})
}

#[tokio::test]
async fn a_hover_says_when_the_actor_was_last_mentioned() {
    let story = |day: &str, headline: &str| {
        format!("---\nheadline: {headline}\ndatePublished: {day}\n---\n[Rana Salem](actor:rana) left.\n")
    };
    let room = Room::new(&[
        ("copydesk.toml", "registry = [\"actors.toml\"]\n"),
        ("actors.toml", REGISTRY),
        ("one.en.news.md", &story("2024-03-18", "One")),
        ("two.en.news.md", &story("2024-03-12", "Two (again)")),
        ("three.en.news.md", &story("2024-01-12", "Three")),
        ("four.en.news.md", "[Rana Salem](actor:rana) left.\n"),
    ]);
    let mut client = Client::start(RULES, json!({})).await;
    let one = room.uri("one.en.news.md");
    client.open_file(&one, "newsmd", &story("2024-03-18", "One")).await;
    let text = |hover: Value| hover["contents"]["value"].as_str().unwrap_or_default().to_owned();
    // The index is not read for a hover.
    let before = text(client.request("textDocument/hover", at(&one, 4, 3)).await.unwrap());
    assert!(before.contains("Rana Salem") && !before.contains("last mentioned"), "{before}");
    client.request("textDocument/references", at(&one, 4, 3)).await.unwrap();
    let after = text(client.request("textDocument/hover", at(&one, 4, 3)).await.unwrap());
    let line = format!("last mentioned on 12 March 2024: [Two (again)]({})", room.uri("two.en.news.md"));
    assert!(after.starts_with(&before) && after.ends_with(&line), "{after}\n{line}");
    assert!(client.leave().await);
}

#[tokio::test]
async fn references_are_found_in_open_and_closed_files() {
    let room = newsroom();
    let mut client = Client::start(RULES, json!({})).await;
    let (registry, one, two) = (room.uri("actors.toml"), room.uri("one.en.news.md"), room.uri("two.ar.news.md"));
    client.open_file(&registry, "toml", REGISTRY).await;
    let all =
        ["actors.toml:2:6", "one.en.news.md:1:13", "one.en.news.md:5:0", "two.ar.news.md:2:5", "two.ar.news.md:4:0"];
    let found = client.request("textDocument/references", at(&registry, 2, 8)).await.unwrap();
    let found = room.places(&found);
    assert_eq!(found, all);
    // An unsaved buffer counts: a deleted link is gone.
    client.open_file(&one, "newsmd", "# X\n\n[Rana](person:rana) left.\n").await;
    let found = client.request("textDocument/references", at(&one, 2, 2)).await.unwrap();
    assert_eq!(
        room.places(&found),
        ["actors.toml:2:6", "one.en.news.md:2:0", "two.ar.news.md:2:5", "two.ar.news.md:4:0"]
    );
    // A change on disk is seen when the client reports it, or after a moment.
    room.write("two.ar.news.md", "[رنا](actor:rana)\n");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": two, "type": 2}]})).await;
    let found = client.request("textDocument/references", at(&one, 2, 2)).await.unwrap();
    assert_eq!(room.places(&found), ["actors.toml:2:6", "one.en.news.md:2:0", "two.ar.news.md:0:0"]);
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": one}})).await;
    let found = client.request("textDocument/references", at(&registry, 2, 8)).await.unwrap();
    assert_eq!(room.places(&found), [all[0], all[1], all[2], "two.ar.news.md:0:0"]);
    // The organisation: its role, and the link by its former id.
    let found = client.request("textDocument/references", at(&registry, 9, 8)).await.unwrap();
    assert_eq!(room.places(&found), ["actors.toml:13:6", "actors.toml:9:7", "one.en.news.md:5:30"]);
    let found = client.request("textDocument/documentHighlight", at(&registry, 9, 8)).await.unwrap();
    assert_eq!(found.as_array().unwrap().len(), 2);
    assert!(client.leave().await);
}

#[tokio::test]
async fn every_id_of_a_mention_leads_to_its_actor() {
    let registry = REGISTRY.replace("id = \"rana\"", "id = \"rana\"\nsame-as = [\"wd:Q42\", \"viaf:7\"]");
    let tei = |words: &str| {
        format!("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>\n<p>{words}</p>\n</body></text></TEI>\n")
    };
    let closed =
        tei("<persName ref=\"#p1 wd:Q42\">Rana</persName> met <persName ref=\"wd:Q42 viaf:7\">Salem</persName>.");
    let room = Room::new(&[
        ("copydesk.toml", "articles = [\"*.xml\"]\nregistry = [\"actors.toml\"]\n"),
        ("actors.toml", &registry),
        ("closed.tei.xml", &closed),
    ]);
    let mut client = Client::start(RULES, json!({})).await;
    let (registry_uri, open) = (room.uri("actors.toml"), room.uri("open.tei.xml"));
    client.open_file(&registry_uri, "toml", &registry).await;
    client.open_file(&open, "xml", &tei("<persName ref=\"#p1 viaf:7\">Rana</persName> left.")).await;
    let places = ["actors.toml:2:6", "closed.tei.xml:1:3", "closed.tei.xml:1:50", "open.tei.xml:1:3"];
    // From the entry, and from the second id.
    for (uri, line, character) in [(&registry_uri, 2, 8), (&open, 1, 22)] {
        let found = client.request("textDocument/references", at(uri, line, character)).await.unwrap();
        assert_eq!(room.places(&found), places);
    }
    let entry = client.request("textDocument/definition", at(&open, 1, 22)).await.unwrap();
    assert_eq!(entry["uri"], registry_uri);
    let lenses = client.request("textDocument/codeLens", json!({"textDocument": {"uri": registry_uri}})).await.unwrap();
    let lens = client.request("codeLens/resolve", lenses[0].clone()).await.unwrap();
    assert_eq!(lens["command"]["title"], "3 mentions in 2 articles", "a mention with two ids of the actor is one");
    assert!(client.leave().await);
}

#[tokio::test]
async fn an_id_is_renamed_everywhere_with_confirmation() {
    let room = newsroom();
    let edits = json!({"documentChanges": true, "changeAnnotationSupport": {}});
    let mut client = Client::start(RULES, json!({"workspace": {"workspaceEdit": edits}})).await;
    let (registry, two) = (room.uri("actors.toml"), room.uri("two.ar.news.md"));
    client.open_file(&two, "newsmd", "[رنا سالم](actor:rana)\n").await;
    let prepared = client.request("textDocument/prepareRename", at(&two, 0, 3)).await.unwrap();
    assert_eq!(prepared["placeholder"], "rana");
    let rename =
        |new: &str| json!({"textDocument": {"uri": two}, "position": {"line": 0, "character": 18}, "newName": new});
    let edit = client.request("textDocument/rename", rename("rana-salem")).await.unwrap();
    let mut changed: Vec<(String, Value, usize)> = Vec::new();
    for document in edit["documentChanges"].as_array().unwrap() {
        let edits = document["edits"].as_array().unwrap();
        assert!(edits.iter().all(|edit| edit["newText"] == "rana-salem" && edit["annotationId"].is_string()));
        let uri = document["textDocument"]["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        changed.push((uri, document["textDocument"]["version"].clone(), edits.len()));
    }
    changed.sort_by(|a, b| a.0.cmp(&b.0));
    let expected =
        [("actors.toml", Value::Null, 1), ("one.en.news.md", Value::Null, 2), ("two.ar.news.md", json!(1), 1)];
    assert_eq!(changed, expected.map(|(name, version, count)| (name.to_owned(), version, count)));
    assert_eq!(edit["changeAnnotations"].as_object().unwrap().values().next().unwrap()["needsConfirmation"], true);
    for (new, why) in [("port", "in use"), ("a b", "invalid id"), ("old-port", "in use")] {
        let refused = client.request("textDocument/rename", rename(new)).await.unwrap_err();
        assert!(refused["message"].as_str().unwrap().contains(why), "{refused}");
    }
    // From the registry, and from another entry that refers to it.
    client.open_file(&registry, "toml", REGISTRY).await;
    let params =
        json!({"textDocument": {"uri": registry}, "position": {"line": 9, "character": 8}, "newName": "marsa"});
    let edit = client.request("textDocument/rename", params).await.unwrap();
    let documents = edit["documentChanges"].as_array().unwrap();
    assert_eq!(documents.len(), 1, "a link by a former id stays: {edit}");
    assert_eq!(documents[0]["edits"].as_array().unwrap().len(), 2);
    assert_eq!(client.request("textDocument/prepareRename", at(&registry, 0, 3)).await.unwrap(), Value::Null);
    assert!(client.leave().await);
}

#[tokio::test]
async fn the_registry_has_lenses_symbols_folds_and_completion() {
    let room = newsroom();
    let mut client = Client::start(RULES, json!({})).await;
    let registry = room.uri("actors.toml");
    client.open_file(&registry, "toml", REGISTRY).await;
    let document = json!({"textDocument": {"uri": registry}});
    let lenses = client.request("textDocument/codeLens", document.clone()).await.unwrap();
    let mut titles = Vec::new();
    for lens in lenses.as_array().unwrap() {
        let resolved = client.request("codeLens/resolve", lens.clone()).await.unwrap();
        titles.push(resolved["command"]["title"].as_str().unwrap().to_owned());
    }
    assert_eq!(titles, ["2 mentions in 2 articles", "1 mention in 1 article"]);
    let symbols = client.request("textDocument/documentSymbol", document.clone()).await.unwrap();
    assert!(symbols.to_string().contains("Harbour Master"), "{symbols}");
    let folds = client.request("textDocument/foldingRange", document).await.unwrap();
    assert_eq!(folds.as_array().unwrap().len(), 3);
    let hover = client.request("textDocument/hover", at(&registry, 9, 8)).await.unwrap();
    assert!(hover.to_string().contains("Port of Marsa"));
    let definition = client.request("textDocument/definition", at(&registry, 9, 8)).await.unwrap();
    assert_eq!(definition["range"]["start"]["line"], 13);
    let place = json!({"textDocument": {"uri": registry}, "position": {"line": 9, "character": 7}});
    let completion = client.request("textDocument/completion", place).await.unwrap();
    assert_eq!(completion["items"][0]["label"], "port");
    for (query, name) in [("salem", "رنا سالم"), ("رنا", "Rana"), ("الاعمال", "تبدأ الأعمال"), ("works", "Works begin")]
    {
        let found = client.request("workspace/symbol", json!({"query": query})).await.unwrap();
        assert!(found.to_string().contains(name), "{query}: {found}");
    }
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_registry_keeps_its_outline_after_a_request_from_an_article() {
    let room = newsroom();
    let mut client = Client::start(RULES, json!({"textDocument": {"diagnostic": {}}})).await;
    let (registry, one) = (room.uri("actors.toml"), room.uri("one.en.news.md"));
    client.open_file(&registry, "toml", REGISTRY).await;
    client.open_file(&one, "newsmd", "[Rana](person:rana) left.\n").await;
    client.request("textDocument/references", at(&one, 0, 2)).await.unwrap();
    let symbols = client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": registry}})).await;
    assert!(symbols.unwrap().to_string().contains("Harbour Master"));
    assert!(client.leave().await);
}

#[tokio::test]
async fn an_unknown_name_is_added_to_the_registry() {
    let room = newsroom();
    let mut client = Client::start(RULES, json!({"workspace": {"workspaceEdit": {"documentChanges": true}}})).await;
    let story = room.uri("new.en.news.md");
    client
        .open_file(
            &story,
            "newsmd",
            "[Ministry of Works](org:works) met Dr. Thomas Wardell and Sol Invictus near the old harbour where works were about to begin again.\n",
        )
        .await;
    let ask = |from: u32, to: u32| {
        let range = json!({"start": {"line": 0, "character": from}, "end": {"line": 0, "character": to}});
        json!({"textDocument": {"uri": story}, "range": range, "context": {"diagnostics": []}})
    };
    for (from, to, parts) in [
        (25, 25, ["id = \"works\"", "kind = \"organisation\"", "name.en = \"Ministry of Works\""]),
        (40, 40, ["id = \"thomas-wardell\"", "kind = \"person\"", "name.en = \"Thomas Wardell\""]),
        (58, 70, ["id = \"sol-invictus\"", "kind = \"person\"", "name.en = \"Sol Invictus\""]),
    ] {
        let actions = client.request("textDocument/codeAction", ask(from, to)).await.unwrap();
        let add =
            actions.as_array().unwrap().iter().find(|action| action["title"].as_str().unwrap().starts_with("Add "));
        let change = &add.unwrap_or_else(|| panic!("{from}: {actions}"))["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"]["uri"], room.uri("actors.toml"));
        let text = change["edits"][0]["newText"].as_str().unwrap();
        assert!(parts.iter().all(|part| text.contains(part)), "{text}");
        assert_eq!(change["edits"][0]["range"]["start"]["line"], REGISTRY.lines().count());
    }
    assert!(client.leave().await);

    // Without a registry, one is created if the client supports it.
    let room = Room::new(&[]);
    let story = room.uri("new.en.news.md");
    for (operations, made) in [(json!(["create"]), true), (json!([]), false)] {
        let edit = json!({"documentChanges": true, "resourceOperations": operations});
        let mut client = Client::start(RULES, json!({"workspace": {"workspaceEdit": edit}})).await;
        client.open_file(&story, "newsmd", "[Rana Salem](actor:rana) left.\n").await;
        let range = json!({"start": {"line": 0, "character": 20}, "end": {"line": 0, "character": 20}});
        let params = json!({"textDocument": {"uri": story}, "range": range, "context": {"diagnostics": []}});
        let actions = client.request("textDocument/codeAction", params).await.unwrap().to_string();
        assert_eq!(actions.contains("\"kind\":\"create\"") && actions.contains("actors.toml"), made, "{actions}");
        assert!(client.leave().await);
    }
}

#[tokio::test]
async fn a_near_name_is_added_as_a_spelling_a_wrong_one_or_a_new_entry() {
    let room = newsroom();
    let mut client = Client::start(RULES, json!({"workspace": {"workspaceEdit": {"documentChanges": true}}})).await;
    let story = room.uri("near.en.news.md");
    client.open_file(&story, "newsmd", "The works begin, Rana Sallem said near the old harbour today.\n").await;
    let range = json!({"start": {"line": 0, "character": 20}, "end": {"line": 0, "character": 20}});
    let params = json!({"textDocument": {"uri": story}, "range": range, "context": {"diagnostics": []}});
    let actions = client.request("textDocument/codeAction", params).await.unwrap();
    for (title, parts) in [
        ("Write `Rana Salem`", &["Rana Salem"][..]),
        ("Add `Rana Sallem` as a spelling of `rana`", &["also", "Rana Sallem"]),
        ("Add `Rana Sallem` as a wrong spelling of `rana`", &["wrong", "Rana Sallem"]),
        ("Add `Rana Sallem` to the registry as `rana-sallem`", &["id = \\\"rana-sallem\\\""]),
    ] {
        let found =
            actions.as_array().unwrap().iter().find(|action| action["title"].as_str().unwrap().starts_with(title));
        let edit = found.unwrap_or_else(|| panic!("{title}: {actions}"))["edit"].to_string();
        assert!(parts.iter().all(|part| edit.contains(part)), "{title}: {edit}");
    }
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_title_becomes_a_role_and_two_entries_become_one() {
    let room = newsroom();
    let mut client = Client::start(RULES, json!({"workspace": {"workspaceEdit": {"documentChanges": true}}})).await;
    let story = room.uri("mayor.en.news.md");
    client.open_file(&story, "newsmd", "The works begin, Mayor Rana Salem said.\n").await;
    let ask = |uri: &str, line: u32, character: u32| {
        let place = json!({"line": line, "character": character});
        json!({"textDocument": {"uri": uri}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}})
    };
    let edit_of = |actions: &Value, title: &str| {
        let found = actions.as_array().unwrap().iter().find(|action| action["title"] == title);
        found.unwrap_or_else(|| panic!("{title}: {actions}"))["edit"]["documentChanges"][0].clone()
    };
    let actions = client.request("textDocument/codeAction", ask(&story, 0, 19)).await.unwrap();
    let change = edit_of(&actions, "Add the role `Mayor` to `Rana Salem`");
    assert_eq!(change["textDocument"]["uri"], room.uri("actors.toml"));
    assert!(change["edits"][0]["newText"].as_str().unwrap().contains("title.en = \"Mayor\""), "{change}");
    let actions = client.request("textDocument/codeAction", ask(&story, 0, 3)).await.unwrap();
    assert!(!actions.to_string().contains("Mayor"), "{actions}");

    let registry = room.uri("actors.toml");
    let double = "\n[[actor]]\nid = \"r-salem\"\nkind = \"person\"\nname.en = \"Rana Salem\"\n";
    client.open_file(&registry, "toml", &format!("{REGISTRY}{double}")).await;
    let line = REGISTRY.lines().count() as u32 + 4;
    let actions = client.request("textDocument/codeAction", ask(&registry, line, 14)).await.unwrap();
    let change = edit_of(&actions, "Merge `r-salem` into `rana`");
    assert!(change["edits"][0]["newText"].as_str().unwrap().contains("merged-from"), "{change}");
    assert!(client.leave().await);
}

#[tokio::test]
async fn definitions_by_any_name_and_the_twin_in_another_language() {
    let room = newsroom();
    let mut client = Client::start(RULES, json!({})).await;
    let article = room.uri("story.en.news.md");
    client.open_file(&article, "newsmd", "---\ntranslationOf: two.ar.news.md\n---\n[Rana](actor:rana) left.\n").await;
    for method in ["definition", "declaration", "typeDefinition"] {
        let method = format!("textDocument/{method}");
        let entry = client.request(&method, at(&article, 3, 3)).await.unwrap();
        assert_eq!(entry["uri"], room.uri("actors.toml"), "{method}");
        let twin = client.request(&method, at(&article, 1, 18)).await.unwrap();
        assert_eq!((&twin["uri"], &twin["range"]["start"]["line"]), (&json!(room.uri("two.ar.news.md")), &json!(0)));
    }
    let links = client.request("textDocument/documentLink", json!({"textDocument": {"uri": article}})).await.unwrap();
    assert_eq!(links[0]["target"], room.uri("two.ar.news.md"));
    // A missing twin has no definition.
    client.change_file(&article, 2, (1, 15), (1, 18), "nil").await;
    assert_eq!(client.request("textDocument/definition", at(&article, 1, 18)).await, Ok(Value::Null));
    assert!(client.leave().await);
}

#[tokio::test]
async fn folders_with_the_same_registry_are_searched_and_renamed_together() {
    let room = newsroom();
    room.write("sport/copydesk.toml", "registry = [\"../actors.toml\"]\n");
    room.write("sport/three.en.news.md", "[Rana](actor:rana) won.\n");
    room.write("other/copydesk.toml", "");
    room.write("other/actors.toml", REGISTRY);
    room.write("other/four.en.news.md", "[Rana](actor:rana) of another office.\n");
    let folders = json!({"workspaceFolders": [{"uri": room.uri(""), "name": "room"}]});
    let edits = json!({"workspace": {"workspaceEdit": {"documentChanges": true}}});
    let mut client = Client::start_with(RULES, edits, folders).await;
    let article = room.uri("one.en.news.md");
    client.open_file(&article, "newsmd", "[Rana](actor:rana) left.\n").await;
    let ask = json!({"textDocument": {"uri": article}, "position": {"line": 0, "character": 2}, "context": {"includeDeclaration": false}});
    let found = room.places(&client.request("textDocument/references", ask).await.unwrap());
    assert!(found.iter().any(|place| place.starts_with("sport/three.en.news.md")), "{found:?}");
    assert!(!found.iter().any(|place| place.starts_with("other/")), "{found:?}");
    let rename =
        json!({"textDocument": {"uri": article}, "position": {"line": 0, "character": 14}, "newName": "rana-salem"});
    let edit = client.request("textDocument/rename", rename).await.unwrap();
    let changed: Vec<&str> = edit["documentChanges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["textDocument"]["uri"].as_str().unwrap())
        .collect();
    assert!(changed.contains(&room.uri("sport/three.en.news.md").as_str()), "{changed:?}");
    assert!(!changed.iter().any(|uri| uri.contains("/other/")), "{changed:?}");
    assert!(client.leave().await);
}

//! Articles and their translations: an edit of one updates the findings of the other.

use super::client::Client;
use super::room::Room;
use copydesk::testing::rules::RULES;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const ENGLISH: &str = "---\ndate: 2024-03-18\ntranslationOf: harbour.ar.news.md\n---\n[Samira Nasser](actor:samira) said it would cost 120 million dollars.\n";
const ARABIC: &str = "---\ndate: 2024-03-18\n---\n😀 قالت [سميرة ناصر](actor:samira) إنه سيكلف 130 مليون دولار.\n";
const REGISTRY: &str =
    "[[actor]]\nid = \"samira\"\nkind = \"person\"\nname.en = \"Samira Nasser\"\nname.ar = \"سميرة ناصر\"\n";
const EN: &str = "harbour.en.news.md";
const AR: &str = "harbour.ar.news.md";
/// The place of `130` in [`ARABIC`].
const THIRTY: ((u32, u32), (u32, u32)) = ((3, 45), (3, 48));

fn room() -> Room {
    Room::new(&[("copydesk.toml", ""), ("actors.toml", REGISTRY), (EN, ENGLISH), (AR, ARABIC)])
}

fn root(room: &Room) -> Value {
    json!({"workspaceFolders": [{"uri": room.uri(""), "name": "room"}]})
}

const METHOD: &str = "textDocument/diagnostic";

/// The parameters of a pull.
fn of(room: &Room, name: &str) -> Value {
    json!({"textDocument": {"uri": room.uri(name)}})
}

fn of_rule(diagnostics: &Value) -> Vec<Value> {
    let all = diagnostics.as_array().unwrap().iter();
    all.filter(|diagnostic| diagnostic["code"] == "twin-mismatch").cloned().collect()
}

fn messages(diagnostics: &Value) -> Vec<String> {
    let plain = |message: &Value| message.as_str().unwrap().replace(['\u{2068}', '\u{2069}'], "");
    of_rule(diagnostics).iter().map(|diagnostic| plain(&diagnostic["message"])).collect()
}

/// Waits until the last published findings of each file are these.
async fn published(
    client: &mut Client,
    room: &Room,
    last: &mut BTreeMap<String, Vec<String>>,
    expected: &[(&str, &[&str])],
) {
    let is_expected = |last: &BTreeMap<String, Vec<String>>| {
        expected.iter().all(|(name, messages)| last.get(&room.uri(name)).is_some_and(|found| found == messages))
    };
    while !is_expected(last) {
        let next = client.next_published().await;
        last.insert(next["uri"].as_str().unwrap().to_owned(), messages(&next["diagnostics"]));
    }
}

const IN_ENGLISH: &[&str] = &["`120 million` is `130 مليون` in `harbour.ar.news.md`"];
const IN_ARABIC: &[&str] = &["`130 مليون` is `120 million` in `harbour.en.news.md`"];

#[tokio::test]
async fn an_edit_of_one_article_publishes_the_findings_of_both() {
    let room = room();
    let mut client = Client::start_with(RULES, json!({}), root(&room)).await;
    let mut last = BTreeMap::new();
    client.open_file(&room.uri(EN), "newsmd", ENGLISH).await;
    // The other one is read from disk.
    published(&mut client, &room, &mut last, &[(EN, IN_ENGLISH)]).await;
    client.open_file(&room.uri(AR), "newsmd", ARABIC).await;
    published(&mut client, &room, &mut last, &[(EN, IN_ENGLISH), (AR, IN_ARABIC)]).await;
    client.change_file(&room.uri(AR), 2, THIRTY.0, THIRTY.1, "120").await;
    published(&mut client, &room, &mut last, &[(EN, &[]), (AR, &[])]).await;
    // The article that names the other one no longer does.
    client.change_file(&room.uri(AR), 3, THIRTY.0, THIRTY.1, "150").await;
    let changed = "`120 million` is `150 مليون` in `harbour.ar.news.md`";
    published(&mut client, &room, &mut last, &[(EN, &[changed])]).await;
    client.change_file(&room.uri(EN), 2, (2, 0), (3, 0), "").await;
    published(&mut client, &room, &mut last, &[(EN, &[]), (AR, &[])]).await;
    client.change_file(&room.uri(EN), 3, (2, 0), (2, 0), "translationOf: harbour.ar.news.md\n").await;
    published(&mut client, &room, &mut last, &[(EN, &[changed])]).await;
    // What was not saved is gone.
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": room.uri(AR)}})).await;
    published(&mut client, &room, &mut last, &[(EN, IN_ENGLISH)]).await;
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_closed_article_that_names_an_open_one_is_its_twin() {
    let room = room();
    let mut client = Client::start_with(RULES, json!({}), root(&room)).await;
    let mut last = BTreeMap::new();
    client.open_file(&room.uri(AR), "newsmd", ARABIC).await;
    published(&mut client, &room, &mut last, &[(AR, IN_ARABIC)]).await;
    room.write(EN, &ENGLISH.replace("120", "130"));
    let changed = json!({"changes": [{"uri": room.uri(EN), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changed).await;
    published(&mut client, &room, &mut last, &[(AR, &[])]).await;
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_closed_article_in_another_folder_that_names_an_open_one_is_its_twin() {
    let english = ENGLISH.replace("harbour.ar.news.md", "../arabic/port.ar.news.md");
    let files = [("copydesk.toml", ""), ("actors.toml", REGISTRY)];
    let room = Room::new(&files);
    let (open, closed) = ("arabic/port.ar.news.md", "english/harbour.en.news.md");
    room.write(open, ARABIC);
    room.write(closed, &english);
    let mut client = Client::start_with(RULES, json!({}), root(&room)).await;
    let mut last = BTreeMap::new();
    client.open_file(&room.uri(open), "newsmd", ARABIC).await;
    let message = |closed: &str| format!("`130 مليون` is `120 million` in `{closed}`");
    published(&mut client, &room, &mut last, &[(open, &[&message("harbour.en.news.md")])]).await;
    let changed = |name: &str| json!({"changes": [{"uri": room.uri(name), "type": 2}]});
    // It no longer names it.
    room.write(closed, &english.replace("translationOf", "note"));
    client.notify("workspace/didChangeWatchedFiles", changed(closed)).await;
    published(&mut client, &room, &mut last, &[(open, &[])]).await;
    // Another file does.
    let other = "english/late/port.en.news.md";
    room.write(other, &english.replace("../arabic", "../../arabic"));
    client.notify("workspace/didChangeWatchedFiles", changed(other)).await;
    published(&mut client, &room, &mut last, &[(open, &[&message("port.en.news.md")])]).await;
    // It agrees now, and then it is gone.
    room.write(other, &english.replace("../arabic", "../../arabic").replace("120", "130"));
    client.notify("workspace/didChangeWatchedFiles", changed(other)).await;
    published(&mut client, &room, &mut last, &[(open, &[])]).await;
    room.remove(other);
    client.notify("workspace/didChangeWatchedFiles", changed(other)).await;
    assert!(client.leave().await);
}

#[tokio::test]
async fn the_place_in_the_other_file_is_in_the_units_of_the_client() {
    for (encoding, start, end) in [("utf-16", 45, 54), ("utf-8", 68, 82), ("utf-32", 44, 53)] {
        let room = room();
        let capabilities = json!({
            "general": {"positionEncodings": [encoding]},
            "textDocument": {"diagnostic": {}, "publishDiagnostics": {"relatedInformation": true}},
        });
        let mut client = Client::start_with(RULES, capabilities, root(&room)).await;
        client.open_file(&room.uri(EN), "newsmd", ENGLISH).await;
        let pulled = client.pull_file(&room.uri(EN)).await;
        let related = &of_rule(&pulled)[0]["relatedInformation"][0];
        let expected = json!({"start": {"line": 3, "character": start}, "end": {"line": 3, "character": end}});
        assert_eq!(related["location"], json!({"uri": room.uri(AR), "range": expected}), "{encoding}");
        assert!(client.leave().await);
    }
}

#[tokio::test]
async fn pulled_findings_come_with_those_of_the_twin() {
    let room = room();
    let capabilities = json!({"textDocument": {"diagnostic": {"relatedDocumentSupport": true}}});
    let mut client = Client::start_with(RULES, capabilities, root(&room)).await;
    client.open_file(&room.uri(EN), "newsmd", ENGLISH).await;
    client.open_file(&room.uri(AR), "newsmd", ARABIC).await;
    let english = client.request(METHOD, of(&room, EN)).await.unwrap();
    assert_eq!(messages(&english["items"]), IN_ENGLISH);
    assert_eq!(messages(&english["relatedDocuments"][room.uri(AR)]["items"]), IN_ARABIC);
    client.change_file(&room.uri(AR), 2, THIRTY.0, THIRTY.1, "120").await;
    let arabic = client.request(METHOD, of(&room, AR)).await.unwrap();
    assert!(messages(&arabic["items"]).is_empty());
    assert_eq!(arabic["relatedDocuments"][room.uri(EN)]["kind"], "full");
    assert!(messages(&arabic["relatedDocuments"][room.uri(EN)]["items"]).is_empty());
    // The name of the twin is gone, and with it the findings of both.
    client.change_file(&room.uri(AR), 3, THIRTY.0, THIRTY.1, "150").await;
    client.change_file(&room.uri(EN), 2, (2, 0), (3, 0), "").await;
    let english = client.request(METHOD, of(&room, EN)).await.unwrap();
    assert!(messages(&english["items"]).is_empty());
    assert!(messages(&client.request(METHOD, of(&room, AR)).await.unwrap()["items"]).is_empty());
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_client_without_related_documents_pulls_again() {
    let room = room();
    let capabilities =
        json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}});
    let mut client = Client::start_with(RULES, capabilities, root(&room)).await;
    client.open_file(&room.uri(EN), "newsmd", ENGLISH).await;
    client.open_file(&room.uri(AR), "newsmd", ARABIC).await;
    assert_eq!(messages(&client.pull_file(&room.uri(EN)).await), IN_ENGLISH);
    client.change_file(&room.uri(AR), 2, THIRTY.0, THIRTY.1, "120").await;
    client.asked("workspace/diagnostic/refresh").await;
    assert!(messages(&client.pull_file(&room.uri(EN)).await).is_empty());
    assert!(client.leave().await);
}

#[tokio::test]
async fn closed_articles_are_compared_with_open_and_closed_ones() {
    let room = room();
    let mut client = Client::start_with(RULES, json!({"textDocument": {"diagnostic": {}}}), root(&room)).await;
    let report = |answer: &Value, name: &str| {
        let all = answer["items"].as_array().unwrap().clone();
        all.into_iter().find(|item| item["uri"] == room.uri(name)).unwrap()
    };
    let method = "workspace/diagnostic";
    let first = client.request(method, json!({"previousResultIds": []})).await.unwrap();
    assert_eq!(messages(&report(&first, EN)["items"]), IN_ENGLISH);
    assert_eq!(messages(&report(&first, AR)["items"]), IN_ARABIC);
    let known = json!([{"uri": room.uri(EN), "value": report(&first, EN)["resultId"]}]);
    let again = client.request(method, json!({"previousResultIds": known})).await.unwrap();
    assert_eq!(report(&again, EN)["kind"], "unchanged");
    client.open_file(&room.uri(AR), "newsmd", &ARABIC.replace("130", "120")).await;
    let edited = client.request(method, json!({"previousResultIds": known})).await.unwrap();
    assert!(messages(&report(&edited, EN)["items"]).is_empty());
    assert!(client.leave().await);
}

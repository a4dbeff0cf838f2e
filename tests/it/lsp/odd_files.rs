//! A workspace with pipes, devices and very large files: the server still answers for the rest.
#![expect(clippy::disallowed_methods, reason = "the tests make files of their own")]
#![cfg(unix)]

use super::client::Client;
use super::room::Room;
use copydesk::testing::rules::RULES;
use serde_json::{Value, json};

fn room() -> Room {
    let room = Room::new(&[
        ("copydesk.toml", "registry = [\"actors.toml\", \"pipe.toml\", \"zero.toml\", \"/**/*.toml\", \"d\"]\n"),
        ("actors.toml", "[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.en = \"Rana Salem\"\n"),
        ("one.en.news.md", "Rana Salem left on 31 June 2017.\n"),
        ("d/x", ""),
        ("deep/two.en.news.md", "31 June 2017\n"),
    ]);
    let pipes = ["pipe.toml", ".copydeskignore", "deep/.gitignore", "deep/copydesk.toml", "pipe.news.md", "settings"];
    let made = std::process::Command::new("mkfifo").args(pipes.map(|name| room.path(name))).status();
    assert!(made.is_ok_and(|status| status.success()));
    std::os::unix::fs::symlink("/dev/zero", room.path("zero.toml")).unwrap();
    // An archive with the name of an article is not read.
    let large = std::fs::File::create(room.path("large.en.news.md")).unwrap();
    large.set_len(20 << 30).unwrap();
    room
}

async fn answers(room: &Room, settings: Value) {
    let capabilities = json!({"textDocument": {"diagnostic": {}}, "workspace": {"symbol": {}}});
    let folders = json!({
        "workspaceFolders": [{"uri": room.uri(""), "name": "room"}],
        "initializationOptions": settings,
    });
    let mut client = Client::start_with(RULES, capabilities, folders).await;
    let answer = client.request("workspace/diagnostic", json!({"previousResultIds": []})).await.unwrap();
    let items = answer["items"].as_array().unwrap();
    let of = |name: &str| items.iter().find(|item| item["uri"].as_str().unwrap().ends_with(name));
    assert!(!of("one.en.news.md").unwrap()["items"].as_array().unwrap().is_empty(), "{answer}");
    assert!(of("large.en.news.md").is_none() && of("pipe").is_none(), "{answer}");
    client.request("workspace/symbol", json!({"query": "rana"})).await.unwrap();
    client.open_file(&room.uri("one.en.news.md"), "newsmd", "[Rana Salem](actor:rana) left.\n").await;
    let at = json!({"textDocument": {"uri": room.uri("one.en.news.md")}, "position": {"line": 0, "character": 3}});
    let hover = client.request("textDocument/hover", at.clone()).await.unwrap();
    assert!(hover.to_string().contains("Rana Salem"), "{hover}");
    let mut references = at;
    references["context"] = json!({"includeDeclaration": true});
    client.request("textDocument/references", references).await.unwrap();
    let fix = json!({"command": "copydesk.fixWorkspace", "arguments": [{"apply": false}]});
    client.request("workspace/executeCommand", fix).await.unwrap();
}

#[tokio::test]
async fn special_files_in_a_workspace_do_not_block() {
    answers(&room(), json!({})).await;
}

#[tokio::test]
async fn special_files_in_settings_do_not_block() {
    let room = room();
    let path = |name: &str| room.path(name).display().to_string();
    answers(&room, json!({"registry": [path("pipe.toml"), path("zero.toml"), path("d"), "/dev/zero", "/proc/kmsg"]}))
        .await;
    let config = json!({"config": path("settings"), "registry": [path("actors.toml")]});
    answers(&room, config).await;
}

//! Tokens, hints, links, folds, commands and settings, over the protocol.

use super::client::Client;
use copydesk::rules::RULES;
use serde_json::{Value, json};

#[tokio::test]
async fn the_cast_and_the_timeline_of_an_article_are_data() {
    let mut client = Client::start(RULES, json!({})).await;
    client.open("---\ndate: 2024-03-18\n---\nوصل الوزير إلى قطر 😀 [أمس](date:2024-03-17).\n").await;
    let ask = |uri: &str| json!({"command": "copydesk.castAndTimeline", "arguments": [{"uri": uri}]});
    let answer = client.request("workspace/executeCommand", ask(super::URI)).await.unwrap();
    assert_eq!(answer["reference"], "2024-03-18");
    let date = &answer["dates"][0];
    assert_eq!((&date["value"], &date["text"]), (&json!("2024-03-17"), &json!("أمس")));
    // The emoji is two units of UTF-16.
    assert_eq!(date["range"]["start"], json!({"line": 3, "character": 23}));
    let qatar = &answer["actors"][0];
    assert_eq!((&qatar["kind"], &qatar["name"], &qatar["role"]), (&json!("place"), &json!("قطر"), &Value::Null));
    assert_eq!(qatar["mentions"][0]["start"], json!({"line": 3, "character": 15}));
    let closed = client.request("workspace/executeCommand", ask("file:///closed.news.md")).await;
    assert_eq!(closed, Ok(Value::Null));
    let other = client.request("workspace/executeCommand", json!({"command": "copydesk.nothing"})).await;
    assert!(other.is_err());
    assert!(client.leave().await);
}

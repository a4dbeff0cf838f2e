//! Documents without a project, new projects and new articles.

use super::client::Client;
use super::room::Room;
use copydesk::testing::rules::RULES;
use serde_json::{Value, json};

const EXECUTE: &str = "workspace/executeCommand";
/// A weekday that is wrong whatever is registered.
const WRONG: &str =
    "type: NewsArticle\ndatePublished: 2024-03-18\ninLanguage: en\n---\nIt opened on Tuesday, March 18, 2024.\n";

fn run(command: &str, argument: Value) -> Value {
    let command = Value::from(format!("copydesk.{command}"));
    [("command".to_owned(), command), ("arguments".to_owned(), Value::Array(vec![argument]))].into_iter().collect()
}

fn codes(findings: &Value) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn articles_are_checked_without_a_project() {
    let room = Room::new(&[("story.md", ""), ("README.md", "")]);
    let mut client = Client::start(RULES, json!({"textDocument": {"diagnostic": {}}})).await;
    let article = format!("---\n{WRONG}");
    // Markdown that says that it is an article, in a folder without a configuration and without a file; a language id by hand.
    for (uri, language) in [
        (room.uri("story.md"), "markdown"),
        ("untitled:Untitled-1".to_owned(), "newsmd"),
        ("untitled:Untitled-2".to_owned(), "markdown"),
    ] {
        client.open_file(&uri, language, &article).await;
        assert_eq!(codes(&client.pull_file(&uri).await), ["weekday-mismatch"], "{uri}");
        let about = client.request(EXECUTE, run("describeProject", json!({"uri": uri}))).await.unwrap();
        assert_eq!((&about["article"], &about["config"], &about["entries"]), (&json!(true), &Value::Null, &json!(0)));
        assert_eq!(about["registries"], json!([]));
        assert_eq!(about["folder"].is_string(), uri.starts_with("file:"), "{about}");
    }
    let readme = room.uri("README.md");
    client.open_file(&readme, "markdown", "# Program\n\nIt opened on Tuesday, March 18, 2024.\n").await;
    assert_eq!(client.pull_file(&readme).await, json!([]));
    let about = client.request(EXECUTE, run("describeProject", json!({"uri": readme}))).await.unwrap();
    assert_eq!(about["article"], false);
    assert_eq!(client.request(EXECUTE, run("describeProject", json!({"uri": "untitled:x"}))).await, Ok(Value::Null));
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_project_is_set_up_and_counts_at_once() {
    let room = Room::new(&[("content/old.md", &format!("---\n{WRONG}")), ("hugo.toml", "timeZone = \"Asia/Qatar\"\n")]);
    let root = json!({"rootUri": format!("file://{}", room.path("").display().to_string().trim_end_matches('/'))});
    let mut client = Client::start_with(RULES, json!({"textDocument": {"diagnostic": {}}}), root).await;
    let uri = room.uri("story.news.md");
    client.open_file(&uri, "newsmd", "---\ndate: 2024-03-18\n---\nThe minister, Laila Example, left.\n").await;
    assert_eq!(client.pull_file(&uri).await, json!([]));
    let done = client.request(EXECUTE, run("init", json!({}))).await.unwrap();
    let names = |list: &Value| -> Vec<String> {
        let paths = list.as_array().unwrap().iter().map(|path| path.as_str().unwrap());
        paths.map(|path| path.rsplit('/').next().unwrap().to_owned()).collect()
    };
    assert_eq!(
        names(&done["created"]),
        ["copydesk.toml", "actors.toml", "copydesk.schema.json", "actors.schema.json"],
        "no example next to articles"
    );
    assert_eq!(done["found"][0], "a site made with Hugo");
    // The client does not watch files, and the new registry counts.
    assert_eq!(codes(&client.pull_file(&uri).await), ["unlinked-actor"]);
    let about = client.request(EXECUTE, run("describeProject", json!({"uri": uri}))).await.unwrap();
    assert_eq!((&about["entries"], &about["article"]), (&json!(1), &json!(true)));
    assert!(about["config"].as_str().unwrap().ends_with("/copydesk.toml"));
    // Nothing is overwritten.
    let again = client.request(EXECUTE, run("init", json!({"folder": room.uri("")}))).await.unwrap();
    assert_eq!((names(&again["created"]), names(&again["unchanged"]).len()), (Vec::new(), 4));
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_new_article_has_its_date_and_language() {
    let room = Room::new(&[("copydesk.toml", "language = \"ar\"\n")]);
    let mut client = Client::start(RULES, json!({})).await;
    let mut article = async |argument: Value| client.request(EXECUTE, run("newArticle", argument)).await;
    let made = article(json!({"date": "2024-03-18", "folder": room.path("")})).await.unwrap();
    assert_eq!((&made["name"], &made["language"]), (&json!("2024-03-18.ar.news.md"), &json!("ar")));
    let made = article(json!({"date": "2024-03-18", "language": "en", "author": "Rana Salem"})).await.unwrap();
    let text = "---\nheadline: \"\"\ndatePublished: 2024-03-18\ninLanguage: en\nauthor: \"Rana Salem\"\n---\n\n";
    assert_eq!((&made["text"], &made["folder"]), (&json!(text), &Value::Null));
    for refused in [json!({}), json!({"date": "tomorrow"}), json!({"date": "2024-03-18", "folder": "here"})] {
        assert_eq!(article(refused.clone()).await.unwrap_err()["code"], -32602, "{refused}");
    }
    assert_eq!(client.request(EXECUTE, run("init", json!({}))).await.unwrap_err()["code"], -32602, "no folder is open");
    assert!(client.leave().await);
}

#[tokio::test]
async fn an_entry_without_a_registry_makes_one() {
    let room = Room::new(&[("2024/story.en.news.md", "")]);
    let root = json!({"rootUri": format!("file://{}", room.path("").display().to_string().trim_end_matches('/'))});
    let edits = json!({"documentChanges": true, "resourceOperations": ["create"]});
    let mut client = Client::start_with(RULES, json!({"workspace": {"workspaceEdit": edits}}), root).await;
    let uri = room.uri("2024/story.en.news.md");
    client.open_file(&uri, "newsmd", "The works begin, Rana Salem said.\n").await;
    let range = json!({"start": {"line": 0, "character": 17}, "end": {"line": 0, "character": 27}});
    let add = run("addActor", json!({"uri": uri, "range": range}));
    assert_eq!(client.request(EXECUTE, add).await, Ok(json!({"edits": 1})));
    let edit = client.asked("workspace/applyEdit").await;
    let changes = edit["edit"]["documentChanges"].as_array().unwrap().clone();
    let created: Vec<&Value> =
        changes.iter().filter(|change| change["kind"] == "create").map(|one| &one["uri"]).collect();
    assert_eq!(
        created,
        [&json!(room.uri("actors.toml")), &json!(room.uri("copydesk.toml"))],
        "in the workspace folder"
    );
    assert!(
        changes.iter().any(|change| change["edits"][0]["newText"]
            .as_str()
            .is_some_and(|text| text.contains("id = \"rana-salem\"")))
    );
    // Where nothing can be added, the user is informed.
    let nothing = run(
        "addActor",
        json!({"uri": uri, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}}),
    );
    assert_eq!(client.request(EXECUTE, nothing).await, Ok(json!({"edits": 0})));
    let shown = client.asked("window/showMessage").await;
    assert!(shown["message"].as_str().unwrap().contains("Select a name"), "{shown}");
    assert!(client.leave().await);
}

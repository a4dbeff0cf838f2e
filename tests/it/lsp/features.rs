//! Tokens, hints, links, folds, commands and settings, over the protocol.

use super::client::{Client, URI};
use super::room::Room;
use copydesk::testing::rules::RULES;
use serde_json::{Value, json};

#[tokio::test]
async fn the_cast_and_timeline_of_an_article_are_data() {
    let mut client = Client::start(RULES, json!({})).await;
    client.open("---\ndate: 2024-03-18\n---\nوصل الوزير إلى قطر 😀 [أمس](date:2024-03-17).\n").await;
    let ask = |uri: &str| json!({"command": "copydesk.castAndTimeline", "arguments": [{"uri": uri}]});
    let answer = client.request("workspace/executeCommand", ask(URI)).await.unwrap();
    assert_eq!(answer["reference"], "2024-03-18");
    let date = &answer["dates"][0];
    assert_eq!((&date["value"], &date["text"]), (&json!("2024-03-17"), &json!("أمس")));
    // The emoji has two UTF-16 units.
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

#[tokio::test]
async fn a_converted_article_says_where_words_are() {
    let mut client = Client::start(RULES, json!({})).await;
    let page = "<html lang=ar><body><article vocab=\"https://schema.org/\" typeof=\"NewsArticle\">\n<p>😀 وصل <b>الوزير</b> أمس.</p>\n</article></body></html>\n";
    let uri = "file:///story.ar.html";
    client.open_file(uri, "html", page).await;
    let range =
        |start: u32, end: u32| json!({"start": {"line": 1, "character": start}, "end": {"line": 1, "character": end}});
    let ask = json!({"command": "copydesk.convertArticle", "arguments": [{"uri": uri, "ranges": [range(13, 19), range(0, 2)]}]});
    let answer = client.request("workspace/executeCommand", ask).await.unwrap();
    let text: Vec<u16> = answer["text"].as_str().unwrap().encode_utf16().collect();
    let place = |nth: usize| answer["places"][0][nth].as_u64().unwrap_or_else(|| panic!("{answer}"));
    let at = |nth: usize| usize::try_from(place(nth)).unwrap();
    assert_eq!(String::from_utf16(&text[at(0)..at(1)]).unwrap(), "الوزير");
    assert_eq!(answer["places"][1], Value::Null, "the tag is not in the text");
    assert!(client.leave().await);
}

#[tokio::test]
async fn an_article_has_a_lens_for_its_timeline() {
    let mut client = Client::start(RULES, json!({})).await;
    client.open("---\nheadline: تبدأ الأعمال\ndate: 2024-03-18\n---\nقالت أمس إنها تنتهي في 5 يونيو 2024.\n").await;
    let document = json!({"textDocument": {"uri": URI}});
    let lenses = client.request("textDocument/codeLens", document.clone()).await.unwrap();
    assert_eq!(lenses[0]["command"]["title"], "Timeline: 2 dates, 2024-03-17 to 2024-06-05");
    assert_eq!(lenses[0]["range"]["start"]["line"], 1);
    assert_eq!(lenses.as_array().unwrap().len(), 1);
    let resolved = client.request("codeLens/resolve", lenses[0].clone()).await.unwrap();
    assert_eq!(resolved, lenses[0], "nothing more to resolve");
    let command = &lenses[0]["command"];
    let ask = json!({"command": command["command"], "arguments": command["arguments"]});
    let timeline = client.request("workspace/executeCommand", ask).await.unwrap();
    assert_eq!(timeline["entries"].as_array().unwrap().len(), 2);
    client.replace("The works begin.\n").await;
    assert_eq!(client.request("textDocument/codeLens", document).await, Ok(Value::Null));
    assert!(client.leave().await);
}

#[tokio::test]
async fn arabic_words_in_an_english_message_are_isolated() {
    let mut client = Client::start(RULES, json!({})).await;
    client.open("---\ndate: 2024-03-18\n---\nوُقّع العقد في [11 فبراير الماضي](date:2024-02-12).\n").await;
    let found = client.pull().await;
    let message = found[0]["message"].as_str().unwrap();
    // The day is inside the isolate with its words, with both kinds of marks.
    assert!(message.starts_with("`\u{2068}11 فبراير الماضي\u{2069}` is 2024-02-11"), "{message}");
    assert!(message.contains("“\u{2068}11 فبراير الماضي\u{2069}”"), "{message}");
    assert!(client.leave().await);

    // A client that shows the marks as characters gets none.
    let mut client = Client::start_with(RULES, json!({}), json!({"initializationOptions": {"isolates": false}})).await;
    client.open("---\ndate: 2024-03-18\n---\nوُقّع العقد في [11 فبراير الماضي](date:2024-02-12).\n").await;
    let message = client.pull().await[0]["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("`11 فبراير الماضي` is 2024-02-11") && !message.contains('\u{2068}'), "{message}");
    assert!(client.leave().await);
}

#[tokio::test]
async fn findings_have_tags_and_a_link_to_their_rule() {
    let text = "Rana left.\n\nWhatsApp\n";
    let tags = json!({"textDocument": {"diagnostic": {}, "publishDiagnostics": {"tagSupport": {"valueSet": [1, 2]}}}});
    let mut client = Client::start_with(RULES, tags, json!({"initializationOptions": {"rulePages": true}})).await;
    client.open(text).await;
    let found = client.pull().await;
    assert_eq!((&found[0]["code"], &found[0]["tags"]), (&json!("page-furniture"), &json!([1])), "it is faded");
    assert_eq!(found[0]["codeDescription"]["href"], "copydesk-rule:/page-furniture.txt");
    assert!(client.leave().await);
    // A client that supports neither gets neither.
    let mut client = Client::start(RULES, json!({"textDocument": {"diagnostic": {}}})).await;
    client.open(text).await;
    let found = client.pull().await;
    assert_eq!((&found[0]["tags"], &found[0]["codeDescription"]), (&Value::Null, &Value::Null));
    assert!(client.leave().await);
}

fn whole() -> Value {
    json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}})
}

fn numbers(tokens: &Value) -> Vec<u64> {
    tokens.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
}

#[tokio::test]
async fn tokens_are_sent_in_full_by_range_and_as_delta() {
    let mut client = Client::start(RULES, json!({})).await;
    client.open("---\ndate: 2024-03-18\n---\nوصل إلى قطر 😀 أمس.\n\nHe left Qatar.\n").await;
    let ask = json!({"textDocument": {"uri": URI}});
    let full = client.request("textDocument/semanticTokens/full", ask.clone()).await.unwrap();
    // The place, the date after an emoji of two units, the place in the last line.
    let expected = vec![3, 8, 3, 2, 0, 0, 7, 3, 4, 0, 2, 8, 5, 2, 0];
    assert_eq!(numbers(&full["data"]), expected);
    let range = json!({"start": {"line": 5, "character": 0}, "end": {"line": 6, "character": 0}});
    let part = json!({"textDocument": {"uri": URI}, "range": range});
    let part = client.request("textDocument/semanticTokens/range", part).await.unwrap();
    assert_eq!(numbers(&part["data"]), [5, 8, 5, 2, 0]);
    // With one more line, the last token moves and the others stay.
    client.change((4, 0), (4, 0), "\n").await;
    let delta = json!({"textDocument": {"uri": URI}, "previousResultId": full["resultId"]});
    let delta = client.request("textDocument/semanticTokens/full/delta", delta).await.unwrap();
    assert_eq!(delta["edits"], json!([{"start": 10, "deleteCount": 5, "data": [3, 8, 5, 2, 0]}]));
    let again = json!({"textDocument": {"uri": URI}, "previousResultId": delta["resultId"]});
    let again = client.request("textDocument/semanticTokens/full/delta", again).await.unwrap();
    assert_eq!(again["edits"], json!([]));
    // Unknown tokens have no delta.
    let lost = json!({"textDocument": {"uri": URI}, "previousResultId": "long ago"});
    let lost = client.request("textDocument/semanticTokens/full/delta", lost).await.unwrap();
    assert_eq!(lost["data"].as_array().unwrap().len(), expected.len());
    assert!(client.leave().await);
}

#[tokio::test]
async fn hints_can_be_switched_off() {
    let mut client = Client::start(RULES, json!({"workspace": {"inlayHint": {"refreshSupport": true}}})).await;
    client.open("---\ndate: 2024-03-18\n---\nوصل أمس إلى الميناء.\n\nثم غادر أمس.\n").await;
    let ask = json!({"textDocument": {"uri": URI}, "range": whole()});
    let hints = client.request("textDocument/inlayHint", ask.clone()).await.unwrap();
    let places: Vec<&Value> = hints.as_array().unwrap().iter().map(|hint| &hint["position"]).collect();
    // The Arabic line has its hint at its end.
    assert_eq!(places, [&json!({"line": 3, "character": 20}), &json!({"line": 5, "character": 12})]);
    assert_eq!(hints[0]["label"], "2024-03-17");
    let settings = json!({"settings": {"copydesk": {"inlayHints": {"dates": false}}}});
    client.notify("workspace/didChangeConfiguration", settings).await;
    assert_eq!(client.request("textDocument/inlayHint", ask).await.unwrap(), json!([]));
    // The server requests a refresh.
    client.asked("workspace/inlayHint/refresh").await;
    assert!(client.leave().await);
}

#[tokio::test]
async fn selections_grow_and_sections_fold() {
    let mut client = Client::start(RULES, json!({})).await;
    client.open("# تبدأ الأعمال\n\nوصل الوزير 😀 إلى قطر. غادر.\n").await;
    let positions = json!([{"line": 2, "character": 19}, {"line": 99, "character": 0}]);
    let ask = json!({"textDocument": {"uri": URI}, "positions": positions});
    let grown = client.request("textDocument/selectionRange", ask).await.unwrap();
    let end = |mut range: &Value| {
        let mut ends = Vec::new();
        while range.is_object() {
            ends.push((range["range"]["start"]["character"].as_u64().unwrap(), range["range"]["end"].clone()));
            range = &range["parent"];
        }
        ends
    };
    let place = |line: u32, character: u32| json!({"line": line, "character": character});
    assert_eq!(
        end(&grown[0]),
        [(18, place(2, 21)), (0, place(2, 22)), (0, place(2, 28)), (0, place(2, 28)), (0, place(3, 0))]
    );
    assert_eq!(grown.as_array().unwrap().len(), 2, "one answer per position");
    let folds = client.request("textDocument/foldingRange", json!({"textDocument": {"uri": URI}})).await.unwrap();
    assert_eq!(folds, json!([{"startLine": 0, "endLine": 2}]));
    assert!(client.leave().await);
}

#[tokio::test]
async fn links_lead_to_entries_and_pages() {
    let room = Room::new(&[
        ("copydesk.toml", "[prefixes]\nwd = \"https://www.wikidata.org/wiki/{}\"\nbad = \"file:///etc/{}\"\n"),
        (
            "actors.toml",
            "# us\n[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.ar = \"رنا سالم\"\nsame-as = [\"wd:Q7\"]\n",
        ),
    ]);
    let mut client = Client::start(RULES, json!({})).await;
    let story = room.uri("story.ar.news.md");
    client.open_file(&story, "newsmd", "قالت [رنا سالم](actor:rana) ذلك في [مرسى](wd:Q42) و[بيت](bad:x).\n").await;
    let ask = |uri: &str| json!({"textDocument": {"uri": uri}});
    let links = client.request("textDocument/documentLink", ask(&story)).await.unwrap();
    assert_eq!(links.as_array().unwrap().len(), 2, "only web pages are opened: {links}");
    assert_eq!(links[1]["target"], "https://www.wikidata.org/wiki/Q42");
    assert_eq!(links[0]["target"], Value::Null);
    let resolved = client.request("documentLink/resolve", links[0].clone()).await.unwrap();
    assert_eq!(resolved["target"], format!("{}#L3,7", room.uri("actors.toml")));
    let registry = room.uri("actors.toml");
    let text = "[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.ar = \"رنا سالم\"\nsame-as = [\"wd:Q7\"]\n";
    client.open_file(&registry, "toml", text).await;
    let links = client.request("textDocument/documentLink", ask(&registry)).await.unwrap();
    assert_eq!(links[0]["range"]["start"], json!({"line": 4, "character": 12}));
    assert_eq!(links[0]["target"], "https://www.wikidata.org/wiki/Q7");
    assert!(client.leave().await);
}

#[tokio::test]
async fn fixes_on_save_need_the_setting_and_a_manual_save() {
    let text = "بدأ [أمس](date:2024-03-16).\n";
    let text = format!("---\ndate: 2024-03-18\n---\n{text}");
    let save = |reason: u32| json!({"textDocument": {"uri": URI}, "reason": reason});
    let method = "textDocument/willSaveWaitUntil";
    let mut client = Client::start(RULES, json!({})).await;
    client.open(&text).await;
    assert_eq!(client.request(method, save(1)).await, Ok(Value::Null), "off by default");
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"fixOnSave": true}})).await;
    assert_eq!(client.request(method, save(2)).await, Ok(Value::Null), "not after a delay");
    let edits = client.request(method, save(1)).await.unwrap();
    assert_eq!(edits[0]["newText"], "2024-03-17");
    assert_eq!(edits[0]["range"]["start"], json!({"line": 3, "character": 15}));
    assert!(client.leave().await);
}

#[tokio::test]
async fn each_root_has_its_own_configuration_and_registry() {
    let entry = |id: &str| {
        format!("[[actor]]\nid = \"{id}\"\nkind = \"person\"\nname.en = \"Rana Salem\"\nname.ar = \"رنا سالم\"\n")
    };
    let room = Room::new(&[
        ("one/copydesk.toml", "[rules]\npage-furniture = \"off\"\n"),
        ("one/actors.toml", &entry("rana-one")),
        ("two/copydesk.toml", ""),
        ("two/actors.toml", &entry("rana-two")),
        ("two/desk/deep/story.ar.news.md", ""),
        ("three/actors.toml", &entry("rana-three")),
    ]);
    let folder = |name: &str| json!({"uri": room.uri(name), "name": name});
    let folders = json!({"workspaceFolders": [folder("one"), folder("two")]});
    let mut client = Client::start_with(RULES, json!({}), folders).await;
    let (one, two) = (room.uri("one/story.en.news.md"), room.uri("two/desk/deep/story.ar.news.md"));
    client.open_file(&one, "newsmd", "Rana Salem left.\n\nWhatsApp\n").await;
    client.open_file(&two, "newsmd", "غادرت رنا سالم.\n\nواتساب\n").await;
    let said = |findings: &Value| {
        let messages = findings.as_array().unwrap().iter().map(|finding| finding["message"].as_str().unwrap());
        messages.map(|message| message.replace(['\u{2068}', '\u{2069}'], "")).collect::<Vec<_>>()
    };
    let (of_one, of_two) = (said(&client.pull_file(&one).await), said(&client.pull_file(&two).await));
    assert!(of_one.len() == 1 && of_one[0].contains("`rana-one`"), "{of_one:?}");
    assert!(of_two.len() == 2 && of_two[0].contains("`rana-two`"), "{of_two:?}");
    let symbols = |client: &Value| {
        let mut ids: Vec<_> = client.as_array().unwrap().iter().map(|found| found["containerName"].clone()).collect();
        ids.sort_by_key(ToString::to_string);
        ids
    };
    let query = json!({"query": "رنا"});
    let found = client.request("workspace/symbol", query.clone()).await.unwrap();
    assert_eq!(symbols(&found), ["rana-one", "rana-two"]);
    let event = json!({"added": [folder("three")], "removed": [folder("one")]});
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": one}})).await;
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": event})).await;
    let found = client.request("workspace/symbol", query).await.unwrap();
    assert_eq!(symbols(&found), ["rana-three", "rana-two"]);
    assert!(client.leave().await);
}

//! The language server over an in-memory pipe: real messages in real order.

mod client;
mod everywhere;
mod features;
mod fuzz;
mod hostile;
mod large;
mod lists;
mod navigation;
mod odd_files;
mod projects;
mod room;
mod twins;
mod workspace;

use client::{Client, Reading, URI};
use copydesk::testing::analysis::Analysis;
use copydesk::testing::finding::{Level, RuleCode, Severity};
use copydesk::testing::message::Message;
use copydesk::testing::rule::{Check, Example, Group, Rule, Sink, Traits};
use copydesk::testing::rules::RULES;
use copydesk::testing::text::{Encoding, LineIndex, Position, TextRange};
use serde_json::{Value, json};

/// A rule for tests.
const fn rule(code: &'static str, check: fn(&Analysis, &mut Sink<'_>)) -> Rule {
    Rule {
        code: RuleCode::new(code),
        group: Group::Text,
        level: Level::At(Severity::Info),
        fix: None,
        summary: "",
        why: "",
        bad: Example { text: "", path: "" },
        good: Example { text: "", path: "" },
        traits: Traits::NONE,
        check: Check::Article(check),
    }
}

/// Reports the whole text of the server as numbers, which nothing changes in transit, and each word at its place.
static ECHO: Rule = rule("echo", |analysis, sink| {
    let numbers: Vec<String> = analysis.text.chars().map(|c| u32::from(c).to_string()).collect();
    sink.report(TextRange::new(0, 0), Message::verbatim(format!("text:{}", numbers.join(" "))));
    for block in &analysis.article.blocks {
        let prose = block.prose.text();
        for word in prose.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let at = word.as_ptr() as usize - prose.as_ptr() as usize;
            let range = copydesk::testing::text::ProseRange::from(at..at + word.len());
            if let Some(exact) = block.prose.map(range).exact() {
                sink.report(exact, Message::verbatim(format!("word:{word}")));
            }
        }
    }
});

/// Panics if the story says so.
static TRAP: Rule = rule("trap", |analysis, _| assert!(!analysis.text.contains("boom"), "secret words of the story"));

static ECHOING: &[&Rule] = &[&ECHO];
static TRAPPED: &[&Rule] = &[&TRAP, &ECHO];

/// The text of the server, from the finding.
fn echoed(diagnostics: &Value) -> String {
    let messages = diagnostics.as_array().unwrap().iter().filter_map(|item| item["message"].as_str());
    let numbers = messages.into_iter().find_map(|message| message.strip_prefix("text:")).unwrap_or("");
    numbers.split_whitespace().map(|number| char::from_u32(number.parse().unwrap()).unwrap()).collect()
}

#[tokio::test]
async fn edits_are_applied_in_order_without_waiting_for_the_client() {
    // The client reads and answers nothing until all edits are written, although the server asks it to watch files and
    // publishes findings.
    let capabilities = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut client = Client::start(RULES, capabilities).await;
    client.set_reading(Reading::Nothing);
    client.open("start\n").await;
    let mut expected = String::from("start\n");
    for nth in 0..5000u32 {
        // Each edit depends on all before it: an insertion at the front or at the end, or a deletion.
        let (from, to, text) = match nth % 3 {
            0 => (0, 0, format!("{nth} قطر ")),
            1 => (1, 1, "[".to_owned()),
            _ => (0, 1, String::new()),
        };
        let index = LineIndex::new(&expected);
        let at = |column| index.offset(&expected, Position { line: 0, column }, Encoding::Utf16) as usize;
        expected.replace_range(at(from)..at(to), &text);
        client.change((0, from), (0, to), &text).await;
    }
    client.set_reading(Reading::Everything);
    let symbols = client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}})).await;
    assert!(symbols.is_ok(), "the server lives: {symbols:?}");
    // A hover after the last character shows its position, so the texts are equal.
    let fixes = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": URI}})).await;
    assert!(fixes.is_ok());
    assert_eq!(client.last_published_version().await, 5001);
    assert!(client.leave().await);

    let mut client = Client::start(ECHOING, json!({})).await;
    client.open("").await;
    for (nth, c) in "كلمة بعد كلمة 😀 word".chars().enumerate() {
        let before: u32 = "كلمة بعد كلمة 😀 word".chars().take(nth).map(|c| c.len_utf16() as u32).sum();
        client.change((0, before), (0, before), &c.to_string()).await;
    }
    assert_eq!(echoed(&client.pull().await), "كلمة بعد كلمة 😀 word");
    assert!(client.leave().await);
}

#[tokio::test]
async fn five_thousand_edits_give_the_reference_text() {
    let mut client = Client::start(ECHOING, json!({})).await;
    client.set_reading(Reading::Nothing);
    client.open("بداية\n").await;
    let mut expected = String::from("بداية\n");
    let mut seed = 7u32;
    for _ in 0..5000 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let index = LineIndex::new(&expected);
        let width = Encoding::Utf16.len(index.line_range(&expected, 0).slice(&expected));
        let column = (seed >> 8) % (width + 1);
        let end = if seed.is_multiple_of(4) { (column + 3).min(width) } else { column };
        let text = ["ق", "😀", "a b", "ِ"][(seed >> 4) as usize % 4];
        let at = |column| index.offset(&expected, Position { line: 0, column }, Encoding::Utf16) as usize;
        let (start, stop) = (at(column), at(end));
        expected.replace_range(start..stop, text);
        client.change((0, column), (0, end), text).await;
    }
    client.set_reading(Reading::Everything);
    assert_eq!(echoed(&client.pull().await), expected);
    assert!(client.leave().await);
}

#[tokio::test]
async fn cancelled_and_outdated_requests_do_no_harm() {
    let mut client = Client::start(RULES, json!({})).await;
    client.open("قال [ريكس](actor:rex) في 11 يوليو.\n").await;
    let mut seed = 11u32;
    let methods =
        ["textDocument/hover", "textDocument/completion", "textDocument/diagnostic", "textDocument/definition"];
    let mut asked = Vec::new();
    for _ in 0..600 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let position = json!({"line": (seed >> 7) % 3, "character": (seed >> 9) % 40});
        let params = json!({"textDocument": {"uri": URI}, "position": position});
        match seed % 5 {
            0 => client.change((0, 0), (0, (seed >> 5) % 2), "و").await,
            1 => {
                let id = client.ask(methods[(seed >> 6) as usize % 4], params).await;
                client.notify("$/cancelRequest", json!({"id": id})).await;
                asked.push(id);
            }
            2 => client.notify("$/cancelRequest", json!({"id": seed % 700})).await,
            _ => asked.push(client.ask(methods[(seed >> 6) as usize % 4], params).await),
        }
    }
    for id in asked {
        // Every request is answered once: with a result, as cancelled, or as outdated by an edit.
        if let Err(error) = client.answer(id).await {
            assert!([-32800, -32801].contains(&error["code"].as_i64().unwrap()), "{error}");
        }
    }
    let hover = client
        .request("textDocument/hover", json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}));
    assert!(hover.await.is_ok());
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_panic_in_a_rule_is_an_error_response() {
    let mut client = Client::start(TRAPPED, json!({"textDocument": {"diagnostic": {}}})).await;
    client.open("All is well.\n").await;
    assert_eq!(echoed(&client.pull().await), "All is well.\n");
    client.change((0, 0), (0, 0), "boom ").await;
    let error = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": URI}})).await.unwrap_err();
    assert_eq!(error["code"], -32603, "{error}");
    assert!(!error.to_string().contains("secret"), "{error}");
    // Other requests about the document still work.
    let symbols = client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}})).await;
    assert!(symbols.is_ok(), "{symbols:?}");
    client.change((0, 0), (0, 5), "").await;
    assert_eq!(echoed(&client.pull().await), "All is well.\n");
    assert!(client.leave().await);
}

#[tokio::test]
async fn a_request_sees_the_edits_before_it_and_none_after() {
    let mut client = Client::start(RULES, json!({})).await;
    client.open("x\n").await;
    client.change((0, 0), (0, 1), "# Heading one").await;
    let first = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}})).await;
    client.change((0, 0), (0, 13), "# Heading two").await;
    let second = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}})).await;
    assert!(client.answer(first).await.unwrap().to_string().contains("Heading one"));
    assert!(client.answer(second).await.unwrap().to_string().contains("Heading two"));
    assert!(client.leave().await);
}

#[tokio::test]
async fn bad_edits_are_clamped_or_refused() {
    let mut client = Client::start(ECHOING, json!({})).await;
    client.open("one\ntwo").await;
    client.change((0, 99), (7, 3), "!").await;
    assert_eq!(echoed(&client.pull().await), "one!", "positions that do not exist are moved to the nearest");
    client.notify("textDocument/didChange", json!({"textDocument": 5})).await;
    client
        .notify(
            "textDocument/didChange",
            json!({"textDocument": {"uri": "file:///other.md", "version": 2}, "contentChanges": [{"text": "x"}]}),
        )
        .await;
    let error = client
        .request(
            "textDocument/hover",
            json!({"textDocument": {"uri": "file:///other.md"}, "position": {"line": 0, "character": 0}}),
        )
        .await;
    assert!(error.is_err(), "a document that is not open");
    assert_eq!(echoed(&client.pull().await), "one!");
    assert!(client.leave().await);
}

#[tokio::test]
async fn findings_are_pulled_or_pushed_and_never_both() {
    let mut client = Client::start(RULES, json!({"textDocument": {"diagnostic": {}}})).await;
    client.open("WhatsApp\n\nThe works begin.\n").await;
    assert_eq!(client.pull().await.as_array().unwrap().len(), 1);
    assert_eq!(client.published(), 0);
    assert!(client.leave().await);

    let mut client = Client::start(RULES, json!({})).await;
    client.open("WhatsApp\n\nThe works begin.\n").await;
    let published = client.next_published().await;
    assert_eq!((published["version"].as_i64(), published["diagnostics"].as_array().map(Vec::len)), (Some(1), Some(1)));
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}})).await;
    assert_eq!(client.next_published().await["diagnostics"], json!([]), "findings are cleared on close");
    assert!(client.leave().await);
}

#[tokio::test]
async fn broken_documents_of_every_kind_are_answered() {
    let mut client = Client::start(RULES, json!({})).await;
    let long = "[قطر](actor:".repeat(80_000);
    let texts = [
        "",
        "\u{FEFF}",
        "---",
        "---\ntitle: [",
        "+++\na=",
        "```\nx",
        "<!-- copydesk:ignore",
        "[[[[[[",
        "](",
        "\u{2066}\u{202E}",
        "| a |\n|---|\n| [x](date: |",
        &long,
    ];
    for (nth, text) in texts.iter().enumerate() {
        client.replace(text).await;
        for method in ["textDocument/hover", "textDocument/completion", "textDocument/definition"] {
            let params = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 4}});
            let answer = client.request(method, params).await;
            assert!(answer.is_ok(), "{method} on text {nth}: {answer:?}");
        }
        client.pull().await;
    }
    assert!(client.leave().await);
}

mod encodings {
    use super::*;
    use proptest::prelude::*;

    fn part() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "قَطَرُ",
            "ا",
            "\u{64B}",
            "😀",
            "\u{1E900}\u{1E922}",
            "\u{202B}",
            "\u{2066}",
            "\u{2069}",
            "\r\n",
            "\r",
            "\n",
            "\n\n",
            "\u{2028}",
            "Doha",
            " ",
            "é",
            "e\u{301}",
            "**",
            "[الدوحة](actor:doha)",
            "&amp;",
            "11 يوليو",
        ])
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(part(), 0..8).prop_map(|parts| parts.concat())
    }

    fn slice(text: &str, range: &Value, encoding: Encoding) -> String {
        let index = LineIndex::new(text);
        let at = |place: &Value| {
            let part = |name: &str| place[name].as_u64().unwrap() as u32;
            index.offset(text, Position { line: part("line"), column: part("character") }, encoding) as usize
        };
        text[at(&range["start"])..at(&range["end"])].to_owned()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn the_servers_text_equals_the_reference_and_ranges_slice_their_words(
            start in text(),
            edits in prop::collection::vec((0u32..5, 0u32..12, 0u32..3, 0u32..5, text()), 1..8),
            which in 0usize..3,
        ) {
            let (name, encoding) =
                [("utf-8", Encoding::Utf8), ("utf-16", Encoding::Utf16), ("utf-32", Encoding::Utf32)][which];
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let capabilities = json!({"general": {"positionEncodings": [name]}, "textDocument": {"diagnostic": {}}});
                let mut client = Client::start(ECHOING, capabilities).await;
                assert_eq!(client.encoding(), name);
                client.open(&start).await;
                let mut expected = start.clone();
                for (line, column, lines, columns, text) in edits {
                    let index = LineIndex::new(&expected);
                    let at = |line, column| index.offset(&expected, Position { line, column }, encoding) as usize;
                    let (from, to) = (at(line, column), at(line + lines, columns));
                    expected.replace_range(from.min(to)..from.max(to), &text);
                    client.change((line, column), (line + lines, columns), &text).await;
                    let found = client.pull().await;
                    assert_eq!(echoed(&found), expected);
                    for item in found.as_array().unwrap() {
                        let message = item["message"].as_str().unwrap().replace(['\u{2068}', '\u{2069}'], "");
                        if let Some(word) = message.strip_prefix("word:") {
                            assert_eq!(slice(&expected, &item["range"], encoding), word);
                        }
                    }
                }
                assert!(client.leave().await);
            });
        }
    }
}

//! A registry that is too large to be read between two keystrokes is opened, edited, broken and fixed, and no request waits
//! for it unnecessarily.
//!
//! `COPYDESK_ENTRIES=1000000 cargo test --release --test it a_large_registry -- --nocapture` runs it with a million
//! entries and prints the time of each step.
#![expect(clippy::disallowed_methods, reason = "the tests measure how long an answer takes")]

use super::client::Client;
use super::room::Room;
use copydesk::testing::rules::RULES;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A registry with a number of entries.
fn large(entries: usize) -> String {
    let mut text = String::new();
    for number in 0..entries {
        let org = number / 2;
        write!(
            text,
            "[[actor]]\nid = \"actor-{number}\"\nkind = \"person\"\n[actor.name]\nar = \"سالم رقم{number}\"\nen = \"Given{number} Family{org}\"\n[[actor.role]]\ntitle.en = \"Office {number}\"\norg = \"actor-{org}\"\nfrom = 2020-01-01\n\n"
        )
        .unwrap();
    }
    text
}

/// An editor with an open registry and an open story.
struct ProjectContext {
    client: Client,
    registry: String,
    story: String,
    version: i32,
    /// The longest time of a hover and a completion.
    longest: Duration,
}

impl ProjectContext {
    /// Requests a hover in the story and a completion in the registry.
    async fn look(&mut self, line: u32) {
        let start = Instant::now();
        let at = json!({"line": 0, "character": 2});
        let params = json!({"textDocument": {"uri": self.story}, "position": at});
        self.client.request("textDocument/hover", params).await.unwrap();
        let at = json!({"line": line, "character": 3});
        let params = json!({"textDocument": {"uri": self.registry}, "position": at});
        self.client.request("textDocument/completion", params).await.unwrap();
        self.longest = self.longest.max(start.elapsed());
    }

    async fn edit(&mut self, from: (u32, u32), to: (u32, u32), text: &str) {
        self.version += 1;
        let registry = self.registry.clone();
        self.client.change_file(&registry, self.version, from, to, text).await;
        self.look(from.0).await;
    }

    /// The findings of the registry, then those of the story.
    async fn findings(&mut self) -> (Value, Vec<String>) {
        let (registry, story) = (self.registry.clone(), self.story.clone());
        let found = self.client.pull_file(&registry).await;
        let reported = self.client.pull_file(&story).await;
        let reported = reported.as_array().unwrap().iter().map(|item| item["message"].as_str().unwrap().to_owned());
        (found, reported.collect())
    }
}

#[tokio::test]
async fn a_large_registry_is_opened_edited_broken_and_fixed() {
    #[expect(clippy::disallowed_methods, reason = "whoever runs the test says how large")]
    let asked = std::env::var("COPYDESK_ENTRIES").ok().and_then(|count| count.parse().ok());
    let entries: usize = asked.unwrap_or(2_000);
    let text = large(entries);
    let last = entries - 1;
    let story =
        format!("[Given{last}](actor:actor-{last}) met [Given1](actor:actor-1) and [X](actor:nobody-at-all).\n");
    let room = Room::new(&[
        ("copydesk.toml", "registry = [\"actors.toml\"]\n[rules]\nname-mismatch = \"off\"\n"),
        ("actors.toml", &text),
        ("story.en.news.md", &story),
    ]);
    let client = Client::start(RULES, json!({"textDocument": {"diagnostic": {}}})).await;
    let (registry, uri) = (room.uri("actors.toml"), room.uri("story.en.news.md"));
    let mut context =
        ProjectContext { client, registry: registry.clone(), story: uri.clone(), version: 1, longest: Duration::ZERO };
    let took = |name: &str, start: Instant| println!("{entries} entries, {name}: {:.1?}", start.elapsed());

    let start = Instant::now();
    context.client.open_file(&uri, "newsmd", &story).await;
    context.client.open_file(&registry, "toml", &text).await;
    context.look(0).await;
    let (clean, reported) = context.findings().await;
    took("opened", start);
    println!("{entries} entries, wait for a hover and a completion while it is opened: {:.1?}", context.longest);
    context.longest = Duration::ZERO;
    // While the registry is read, its actors are not reported as unknown in the story.
    assert_eq!(reported.len(), 1, "{reported:?}");
    assert!(reported[0].contains("nobody-at-all"), "{reported:?}");

    let middle = text.lines().position(|line| line == format!("id = \"actor-{}\"", entries / 2)).unwrap() as u32;
    let near = |found: &Value, clean: &Value| -> Vec<String> {
        let new = found.as_array().unwrap().iter().filter(|item| !clean.as_array().unwrap().contains(item));
        new.map(|item| format!("{}: {}", item["range"]["start"]["line"], item["message"].as_str().unwrap())).collect()
    };
    // An entry gets another id: links with the old one are reported.
    let one = 13;
    assert_eq!(text.lines().nth(one as usize - 1), Some("id = \"actor-1\""));
    let start = Instant::now();
    context.edit((one - 1, 6), (one - 1, 6), "other-").await;
    let (_, reported) = context.findings().await;
    took("an id changed", start);
    assert_eq!(reported.len(), 2, "{reported:?}");
    context.edit((one - 1, 6), (one - 1, 12), "").await;

    // An unknown key is typed, then a quotation mark is deleted, then both are fixed.
    let steps = [
        ("a key typed", (middle + 1, 0), (middle + 1, 0), "kid = 1\n", "unknown key `kid`"),
        ("broken", (middle, 5), (middle, 6), "", "not valid TOML"),
        ("half fixed", (middle, 5), (middle, 5), "\"", "unknown key `kid`"),
        ("fixed", (middle + 1, 0), (middle + 2, 0), "", ""),
    ];
    for (name, from, to, new, expected) in steps {
        let start = Instant::now();
        context.edit(from, to, new).await;
        let (found, reported) = context.findings().await;
        took(name, start);
        let new = near(&found, &clean);
        if expected.is_empty() {
            assert_eq!(new, Vec::<String>::new());
            assert_eq!(found, clean);
        } else {
            assert!(new.iter().any(|reported| reported.contains(expected)), "{expected}: {new:?}");
            let line = |reported: &String| reported.split(':').next().unwrap().parse::<u32>().unwrap();
            assert!(new.iter().any(|reported| line(reported).abs_diff(middle) < 3), "{new:?}");
        }
        assert_eq!(reported.len(), 1, "{name}: {reported:?}");
    }
    // Typing without waiting for the results.
    let start = Instant::now();
    for nth in 0..20 {
        context.edit((middle, 12 + nth), (middle, 12 + nth), "x").await;
    }
    took("twenty keys", start);
    context.findings().await;
    took("and their findings", start);
    context.edit((middle, 12), (middle, 32), "").await;
    let (found, reported) = context.findings().await;
    assert_eq!(found, clean);
    assert_eq!(reported.len(), 1);
    println!("{entries} entries, longest wait for a hover and a completion: {:.1?}", context.longest);
    assert!(context.client.leave().await);
}

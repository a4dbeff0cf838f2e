//! Measures the recognition of names: `cargo run --release --example score_mentions MEANTIME TRAPS [--errors]`.
//!
//! `MEANTIME` is a set of articles with linked mentions. The registry is made from the set itself: the names of one `DBpedia`
//! id are names of one actor, the commonest one of several words is the house form, and one word of a person's name is a
//! short form. Only the part of an article that is annotated is read. TRAPS is a set of sentences with names that must be
//! found and words that must not; its registry is the `actors.toml` next to it.

#![expect(clippy::cast_precision_loss, reason = "counts are small")]

use copydesk::testing::actors::{BlockNames, Certainty, Registry, ResolvedName, disambiguate, parse, scan};
use copydesk::testing::article::BlockId;
use copydesk::testing::language::Language;
use copydesk::testing::text::ProseRange;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

const CERTAINTIES: [Certainty; 4] =
    [Certainty::Certain, Certainty::ShortFirst, Certainty::Ambiguous, Certainty::Unsure];

/// How many lines of an article the set annotates after its headline: the date and five sentences.
const ANNOTATED: usize = 6;

fn main() {
    let (options, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let path = |at: usize, default: &str| paths.get(at).cloned().unwrap_or_else(|| default.to_owned());
    let errors = options.iter().any(|option| option == "--errors");
    articles(Path::new(&path(0, "../shared/corpora/entities/meantime-dev.en.jsonl")), errors);
    traps(Path::new(&path(1, "../shared/actors/seed/traps.jsonl")), errors);
}

#[expect(clippy::disallowed_methods, reason = "the example reads the corpora")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn rows(path: &Path) -> Vec<Value> {
    let rows: Vec<Value> = read(path).lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if rows.is_empty() {
        println!("{}: nothing to measure", path.display());
    }
    rows
}

/// The names of a text with their certainty. Each line is a block; the first of several is a headline.
fn names(registry: &Registry, text: &str, language: Language, date: Option<&str>) -> Vec<(ProseRange, ResolvedName)> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        lines.push((at, scan(line, language, registry)));
        at += line.len() as u32 + 1;
    }
    let several = lines.len() > 1;
    let blocks: Vec<BlockNames<'_>> = lines
        .iter()
        .enumerate()
        .map(|(block, (_, matches))| BlockNames {
            block: BlockId::new(block),
            heading: block == 0 && several,
            matches,
            links: Vec::new(),
            closed: Vec::new(),
            dates: Vec::new(),
        })
        .collect();
    let on = date.and_then(|date| date.parse().ok());
    let place = |name: &ResolvedName| {
        let start = lines[name.block.index()].0;
        ProseRange::new(start + name.matched.range.start, start + name.matched.range.end)
    };
    disambiguate(registry, &blocks, on).into_iter().map(|name| (place(&name), name)).collect()
}

/// Offsets of the corpora count characters.
fn place(text: &str, value: &Value) -> u32 {
    let at = value.as_u64().unwrap_or(0) as usize;
    text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte) as u32
}

struct Mention {
    range: ProseRange,
    id: Option<String>,
    named: bool,
}

fn mentions(article: &Value) -> Vec<Mention> {
    let text = article["text"].as_str().unwrap_or("");
    let list = article["mentions"].as_array().into_iter().flatten();
    list.map(|mention| Mention {
        range: ProseRange::new(place(text, &mention["start"]), place(text, &mention["end"])),
        id: mention["link"].as_str().map(id),
        named: is_named(mention),
    })
    .collect()
}

/// Whether a mention is a name of a kind that the registry has. Names in front of others (`PRE.NAM`) are mostly adjectives
/// of nations, which are not names of places.
fn is_named(mention: &Value) -> bool {
    let kind = matches!(mention["type"].as_str(), Some("PER" | "ORG" | "LOC"));
    kind && mention["syn"] == "NAM" && mention["link"].is_string()
}

fn id(link: &str) -> String {
    link.trim().rsplit('/').next().unwrap_or("").chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

/// A mention as a name: without the article, in title case, up to a comma.
fn name_in(text: &str) -> Option<&str> {
    let text = text.trim().trim_end_matches([',', '.', '\'']);
    let text = ["the ", "The "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let small = |word: &str| matches!(word, "of" | "and" | "for" | "de");
    let named = words.iter().all(|word| small(word) || word.starts_with(char::is_uppercase));
    let clean = !text.contains([',', '(', ')', '"', '`', '\\']) && !text.contains("'s");
    (named && clean && (1..=5).contains(&words.len())).then_some(text)
}

/// The registry made from the names of the set.
fn registry_of(articles: &[Value]) -> Registry {
    let mut actors: BTreeMap<String, (String, HashMap<String, usize>)> = BTreeMap::new();
    for mention in articles.iter().flat_map(|article| article["mentions"].as_array().into_iter().flatten()) {
        let name = mention["text"].as_str().and_then(name_in);
        let (Some(name), true) = (name, is_named(mention)) else { continue };
        let kind = match mention["type"].as_str() {
            Some("PER") => "person",
            Some("LOC") => "place",
            _ => "organisation",
        };
        let actor = actors.entry(id(mention["link"].as_str().unwrap_or(""))).or_default();
        kind.clone_into(&mut actor.0);
        *actor.1.entry(name.to_owned()).or_default() += 1;
    }
    let mut toml = String::new();
    for (id, (kind, names)) in actors {
        let mut names: Vec<(String, usize)> = names.into_iter().collect();
        names.sort_by_key(|(name, count)| (!name.contains(' '), std::cmp::Reverse(*count), name.clone()));
        let (short, full): (Vec<_>, Vec<_>) =
            names.iter().map(|(name, _)| name).skip(1).partition(|name| kind == "person" && !name.contains(' '));
        let _ = writeln!(toml, "[[actor]]\nid = {id:?}\nkind = {kind:?}\nname.en = {:?}", names[0].0);
        let _ = writeln!(toml, "also.en = {full:?}\nshort.en = {short:?}\n");
    }
    let file = parse("meantime.toml", &toml);
    assert!(file.problems.is_empty(), "{:?}", file.problems);
    Registry::new(vec![Arc::new(file)], false)
}

fn articles(path: &Path, errors: bool) {
    let articles = rows(path);
    let registry = registry_of(&articles);
    let mut counts: HashMap<Certainty, (usize, usize)> = HashMap::new();
    let (mut named, mut found) = (0, 0);
    let (mut wrong, mut contradicted) = (Vec::new(), 0);
    for article in &articles {
        let text = article["text"].as_str().unwrap_or("");
        let gold = mentions(article);
        let end = text.match_indices('\n').nth(ANNOTATED).map_or(text.len(), |(at, _)| at) as u32;
        let names = names(&registry, text, Language::English, None);
        for (range, name) in names.iter().filter(|(range, _)| range.end <= end) {
            let ids: Vec<&str> = name.actors.iter().map(|actor| registry.actor(*actor).id.as_str()).collect();
            let right = gold.iter().any(|mention| {
                mention.range.overlaps(*range) && mention.id.as_deref().is_some_and(|id| ids.contains(&id))
            });
            let count = counts.entry(name.certainty).or_default();
            count.0 += usize::from(right);
            count.1 += 1;
            if !right && name.certainty == Certainty::Certain {
                let mut over = gold.iter().filter(|mention| mention.range.overlaps(*range));
                let other = over.find_map(|mention| mention.id.as_deref());
                contradicted += usize::from(other.is_some());
                let said = other.unwrap_or("not annotated");
                wrong.push(format!("{}: {}, {said}", context(text, *range), ids.join(", ")));
            }
        }
        for mention in gold.iter().filter(|mention| mention.named && mention.range.end <= end) {
            let is_it = |(range, name): &(ProseRange, ResolvedName)| {
                let own = name.actors.iter().any(|actor| Some(&registry.actor(*actor).id) == mention.id.as_ref());
                name.certainty == Certainty::Certain && own && range.overlaps(mention.range)
            };
            named += 1;
            found += usize::from(names.iter().any(is_it));
        }
    }
    println!("{}: {} articles, {} actors", path.display(), articles.len(), registry.len());
    for certainty in CERTAINTIES {
        let (right, all) = counts.get(&certainty).copied().unwrap_or_default();
        println!("  {certainty:?}: {} of {all} right, {} false", share(right, all), all - right);
    }
    let right = counts.get(&Certainty::Certain).map_or(0, |(right, _)| *right);
    println!("  false and certain: {contradicted} over another entity, {} not annotated", wrong.len() - contradicted);
    println!("  precision of certain where the set says anything: {}", share(right, right + contradicted));
    println!("  recall of certain: {} of {named} named mentions", share(found, named));
    if errors {
        for line in &wrong {
            println!("    {line}");
        }
    }
}

fn context(text: &str, range: ProseRange) -> String {
    let (start, end) = (range.start as usize, range.end as usize);
    let from = text[..start].char_indices().rev().nth(30).map_or(0, |(at, _)| at);
    let to = text[end..].char_indices().nth(30).map_or(text.len(), |(at, _)| end + at);
    format!("{}[{}]{}", &text[from..start], &text[start..end], &text[end..to]).replace('\n', " ")
}

fn traps(path: &Path, errors: bool) {
    let traps = rows(path);
    let file = parse("actors.toml", &read(&path.with_file_name("actors.toml")));
    let registry = Registry::new(vec![Arc::new(file)], true);
    let mut passed = 0;
    for trap in &traps {
        let text = trap["text"].as_str().unwrap_or("");
        let language = trap["lang"].as_str().and_then(Language::from_tag).unwrap_or_default();
        let names = names(&registry, text, language, trap["date"].as_str());
        let certain = || names.iter().filter(|(_, name)| name.certainty == Certainty::Certain);
        let range = |value: &Value| ProseRange::new(place(text, &value["start"]), place(text, &value["end"]));
        let list = |key: &str| trap[key].as_array().map_or(&[][..], Vec::as_slice).iter();
        let missed = list("expect").filter(|wanted| {
            !certain().any(|(own, name)| {
                *own == range(wanted) && name.actors.iter().all(|actor| registry.actor(*actor).id == wanted["actor"])
            })
        });
        let alarmed = list("forbid").filter(|forbidden| certain().any(|(own, _)| own.overlaps(range(forbidden))));
        let errors_of_trap: Vec<String> = missed
            .map(|wanted| format!("missed {}", wanted["text"]))
            .chain(alarmed.map(|forbidden| format!("found {}", forbidden["text"])))
            .collect();
        passed += usize::from(errors_of_trap.is_empty());
        if errors && !errors_of_trap.is_empty() {
            println!("    {}: {}", trap["id"], errors_of_trap.join(", "));
        }
    }
    println!("{}: {passed} of {} traps passed", path.display(), traps.len());
}

fn share(part: usize, whole: usize) -> String {
    format!("{part} ({:.1} %)", 100.0 * part as f64 / whole.max(1) as f64)
}

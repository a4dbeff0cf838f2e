//! The cost of each format: reading next to a library that reads the same bytes, and a keystroke. All rows have one story of
//! about 100 KB. Run with `cargo bench --bench formats`; compare rows with each other, not with another machine's.

use copydesk::testing::actors::{Registry, parse};
use copydesk::testing::analysis::{Memory, ProjectContext, analyse};
use copydesk::testing::config::Config;
use copydesk::testing::export::convert;
use copydesk::testing::lint::lint;
use copydesk::testing::rules::RULES;
use copydesk::testing::syntax::{ReadOptions, SYNTAXES, Syntax, read};
use divan::counter::BytesCount;
use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;

/// Without arguments, the benchmarks. `once FORMAT READER ROUNDS` reads the story of a format some times and prints its size, for
/// `benches/instructions`, which counts the instructions.
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [once, format, reader, rounds] = arguments.as_slice() else { return divan::main() };
    if once != "once" {
        return divan::main();
    }
    let (text, syntax) = story(format);
    for _ in 0..rounds.parse().expect("a number") {
        match reader.as_str() {
            "library" => read_with_library(format, &text),
            _ => read_with(&text, syntax),
        }
    }
    println!("{}", text.len());
}

const FORMATS: [&str; 6] = ["news-markdown", "nitf", "tei", "newsml-g2", "html", "ninjs"];

const ARABIC: &str = "قالت وزيرة الموانئ [سميرة ناصر](actor:samira-nasser)، [الاثنين](date:2024-03-18)، إن الأعمال في [ميناء مرسى النخيل](actor:marsa-harbour) تبدأ في [5 يونيو المقبل](date:2024-06-05).\n\n";

fn context() -> Arc<ProjectContext> {
    let file = parse("actors.toml", include_str!("../examples/newsroom/actors.toml"));
    Arc::new(ProjectContext::new(Config::with_defaults(), Arc::new(Registry::new(vec![Arc::new(file)], true))))
}

/// The story in a format.
fn story(format: &str) -> (String, &'static Syntax) {
    let mut text = String::from("---\nheadline: \"x\"\ndatePublished: 2024-03-18\ninLanguage: ar\n---\n\n");
    let mut number = 0;
    while text.len() < 100 * 1024 {
        number += 1;
        let _ = write!(text, "{number}: {ARABIC}");
    }
    let syntax = SYNTAXES.iter().copied().find(|syntax| syntax.id.name() == format).expect("the format exists");
    let analysis = analyse(text.into(), "x.ar.news.md", context(), &mut Memory::default());
    (convert(&analysis, syntax.id).text, syntax)
}

#[divan::bench(args = FORMATS)]
fn read_only(bencher: divan::Bencher<'_, '_>, format: &str) {
    let (text, syntax) = story(format);
    bencher.counter(BytesCount::of_str(&text)).bench(|| read_with(&text, syntax));
}

fn read_with(text: &str, syntax: &Syntax) {
    let options = ReadOptions { syntax: Some(syntax.id), ..ReadOptions::default() };
    black_box(read(text, &options));
}

/// A library that reads the same bytes into a tree: `roxmltree`, `serde_json`, `pulldown-cmark`.
#[divan::bench(args = ["news-markdown", "nitf", "tei", "newsml-g2", "ninjs"])]
fn library(bencher: divan::Bencher<'_, '_>, format: &str) {
    let (text, _) = story(format);
    bencher.counter(BytesCount::of_str(&text)).bench(|| read_with_library(format, &text));
}

fn read_with_library(format: &str, text: &str) {
    match format {
        "ninjs" => drop(black_box(serde_json::from_str::<serde_json::Value>(text).expect("it is JSON"))),
        "news-markdown" => drop(black_box(pulldown_cmark::Parser::new(text).into_offset_iter().count())),
        _ => drop(black_box(roxmltree::Document::parse(text).expect("it is XML").descendants().count())),
    }
}

#[divan::bench(args = FORMATS)]
fn keystroke(bencher: divan::Bencher<'_, '_>, format: &str) {
    let (text, syntax) = story(format);
    let context = Arc::new(ProjectContext { syntax: Some(syntax.id), ..(*context()).clone() });
    // Between two words in the middle of the story.
    let half = (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let middle = half + text[half..].find(" إن ").expect("a sentence") + 1;
    let mut memory = Memory::of_document();
    let mut typed = 0u32;
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        typed += 1;
        let text: Arc<str> = format!("{}{typed}{}", &text[..middle], &text[middle..]).into();
        let analysis = analyse(text.into(), "x", context.clone(), &mut memory);
        lint(&analysis, RULES, &|| false)
    });
}

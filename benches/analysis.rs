//! The cost of analysing an article: in full, and after a keystroke. Run with `cargo bench`; compare rows with
//! each other, not with another machine's.

use copydesk::testing::actors::{Registry, parse};
use copydesk::testing::analysis::{Memory, ProjectContext, analyse};
use copydesk::testing::config::Config;
use copydesk::testing::lint::lint;
use copydesk::testing::rules::RULES;
use copydesk::testing::syntax::{ReadOptions, read};
use divan::counter::BytesCount;
use std::fmt::Write;
use std::sync::Arc;

fn main() {
    divan::main();
}

const ARABIC: &str = "قالت وزيرة الموانئ [سميرة ناصر](actor:samira-nasser)، الاثنين 18 مارس 2024، إن الأعمال في [ميناء مرسى النخيل](place:marsa-harbour) تبدأ في [5 يونيو المقبل](date:2024-06-05) بعد أكثر من شهرين من المفاوضات مع «شركة ساحل للشحن».\n\n";
const ENGLISH: &str = "Ports Minister [Samira Nasser](actor:samira-nasser) said on Monday, March 18, 2024 that work on [Marsa Nakheel harbour](place:marsa-harbour) would start on [next June 5](date:2024-06-05) after more than two months of talks with “Sahil Lines”.\n\n";

/// A story of about `kilobytes` with unique paragraphs.
fn story(paragraph: &str, kilobytes: usize) -> String {
    let mut text = String::from("---\nheadline: \"x\"\ndatePublished: 2024-03-18\n---\n\n");
    let mut number = 0;
    while text.len() < kilobytes * 1024 {
        number += 1;
        let _ = write!(text, "{number}: {paragraph}");
    }
    text
}

fn context() -> Arc<ProjectContext> {
    let file = parse("actors.toml", include_str!("../examples/newsroom/actors.toml"));
    Arc::new(ProjectContext::new(Config::with_defaults(), Arc::new(Registry::new(vec![Arc::new(file)], true))))
}

const STORIES: [(&str, &str, usize); 4] =
    [("ar 5 KB", ARABIC, 5), ("en 5 KB", ENGLISH, 5), ("ar 100 KB", ARABIC, 100), ("en 100 KB", ENGLISH, 100)];

#[divan::bench(args = [0, 1, 2, 3])]
fn read_only(bencher: divan::Bencher<'_, '_>, which: usize) {
    let text = story(STORIES[which].1, STORIES[which].2);
    bencher.counter(BytesCount::of_str(&text)).bench(|| read(&text, &ReadOptions::default()));
}

#[divan::bench(args = [0, 1, 2, 3])]
fn cold(bencher: divan::Bencher<'_, '_>, which: usize) {
    let text: Arc<str> = story(STORIES[which].1, STORIES[which].2).into();
    let context = context();
    bencher.counter(BytesCount::of_str(&*text)).bench(|| {
        let analysis = analyse(text.clone().into(), "x.news.md", context.clone(), &mut Memory::default());
        lint(&analysis, RULES, &|| false)
    });
}

#[divan::bench(args = [0, 1, 2, 3])]
fn keystroke(bencher: divan::Bencher<'_, '_>, which: usize) {
    let text = story(STORIES[which].1, STORIES[which].2);
    let context = context();
    let middle = (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let mut memory = Memory::of_document();
    let mut typed = 0u32;
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        typed += 1;
        let text: Arc<str> = format!("{}{typed}{}", &text[..middle], &text[middle..]).into();
        let analysis = analyse(text.into(), "x.news.md", context.clone(), &mut memory);
        lint(&analysis, RULES, &|| false)
    });
}

#[divan::bench(args = [0, 1, 2, 3])]
fn rules_only(bencher: divan::Bencher<'_, '_>, which: usize) {
    let text: Arc<str> = story(STORIES[which].1, STORIES[which].2).into();
    let analysis = analyse(text.clone().into(), "x.news.md", context(), &mut Memory::default());
    bencher.counter(BytesCount::of_str(&*text)).bench(|| lint(&analysis, RULES, &|| false));
}

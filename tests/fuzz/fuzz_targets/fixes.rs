//! Articles of pieces and any letters: each fix that is offered can be applied, the article is read as well as before, its
//! finding is gone, line endings stay, and all fixes together come to rest.

#![no_main]

use copydesk::testing::actors::{Registry, parse};
use copydesk::testing::analysis::{ProjectContext, Memory, analyse};
use copydesk::testing::syntax::NEWS_MARKDOWN;
use copydesk::testing::config::Config;
use copydesk::testing::finding::Applicability;
use copydesk::testing::language::Language;
use copydesk::testing::lint::lint;
use copydesk::testing::rules::RULES;
use copydesk::testing::fix::promise::{Broken, of_all, of_fix};
use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, LazyLock};

static REGISTRY: LazyLock<Arc<Registry>> = LazyLock::new(|| {
    let actors = parse("actors.toml", include_str!("../../../examples/newsroom/actors.toml"));
    Arc::new(Registry::new(vec![Arc::new(actors)], true))
});

const PIECES: &[&str] = &[
    "Samira Nasser",
    "Samira Nasir",
    "Nasser",
    "سميرة ناصر",
    "وسميرة نصر",
    "Karim Adel",
    "[Karim Adel]",
    "[",
    "]",
    "](",
    "(",
    ")",
    "[Samira Nasser](actor:samira-nasser)",
    "](actor:karim-adel)",
    "[Karim Adel]: actor:karim-adel",
    "[yesterday](date:2024-03-16)",
    "Tuesday, March 18, 2024",
    "الثلاثاء ١٨ مارس ٢٠٢٤",
    "31 June 2025",
    "18-03-2024",
    "yesterday",
    "أمس",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "---\n",
    "date: 2024-03-18\n",
    "headline: ",
    "# ",
    "- ",
    "> ",
    "`",
    "*",
    "**",
    "_",
    "<b>",
    "<!-- copydesk:ignore -->",
    "<!-- copydesk:ignore-next unlinked-actor -->",
    "<!-- copydesk:ignore\u{A0}weekday-mismatch, x -->",
    "\u{200B}",
    "\u{2028}",
    "\u{202B}",
    "https://example.org/",
    "{{< ",
    " >}}",
    "@",
    "#",
    "/",
    "\\",
    "!",
    "WhatsApp",
    "The harbour will be widened soon.",
    "| a | b |\n|---|---|\n",
];

// The first byte chooses language and settings; each byte behind it a piece, or itself where there are no more pieces.
fuzz_target!(|input: &[u8]| {
    let Some((kind, rest)) = input.split_first() else { return };
    let text: String = rest
        .iter()
        .take(200)
        .map(|byte| {
            PIECES.get(usize::from(*byte)).map_or_else(|| char::from(*byte).to_string(), |piece| (*piece).to_owned())
        })
        .collect();
    let settings = if kind & 1 == 0 { "" } else { "mentions = \"every\"\nbuiltin = \"link\"\nlinks = \"cast-list\"\n" };
    let language = Some(if kind & 2 == 0 { Language::English } else { Language::Arabic });
    let syntax = Some(NEWS_MARKDOWN);
    let context = Arc::new(ProjectContext { language, syntax, ..ProjectContext::new(Config::parse(settings), REGISTRY.clone()) });
    let analysis = analyse(text.as_str().into(), "story.news.md", context, &mut Memory::default());
    let findings = lint(&analysis, RULES, &|| false).unwrap_or_default();
    // What else a rule finds once a fix has been made is for `tests/it/properties.rs` to judge.
    let is_serious = |broken: &Broken| !matches!(broken, Broken::NewFinding(_) | Broken::OtherWords(..));
    for finding in &findings {
        for fix in &finding.fixes {
            let mut broken = of_fix(&analysis, &findings, finding, fix);
            broken.retain(is_serious);
            assert!(broken.is_empty(), "`{}` for {finding:?} in {text:?} breaks {broken:?}", fix.title);
        }
    }
    for trust in [Applicability::Safe, Applicability::Unsafe] {
        let mut broken = of_all(&analysis, &findings, trust);
        broken.retain(is_serious);
        assert!(broken.is_empty(), "all {} fixes in {text:?} break {broken:?}", trust.name());
    }
});

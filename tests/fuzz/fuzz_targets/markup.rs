//! Any text in each markup: nothing panics, findings lie in the text, fixes come to rest, completions replace what is there,
//! and a conversion to News Markdown can be read.

#![no_main]

use copydesk::testing::actors::{Registry, parse};
use copydesk::testing::analysis::{Memory, ProjectContext, analyse};
use copydesk::testing::config::Config;
use copydesk::testing::export::convert;
use copydesk::testing::finding::Applicability;
use copydesk::testing::fix::apply_fixes;
use copydesk::testing::lint::lint_text;
use copydesk::testing::syntax::{NEWS_MARKDOWN, SYNTAXES};
use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, LazyLock};

static REGISTRY: LazyLock<Arc<Registry>> = LazyLock::new(|| {
    let file = parse("actors.toml", include_str!("../../../examples/newsroom/actors.toml"));
    Arc::new(Registry::new(vec![Arc::new(file)], true))
});

// The first byte chooses the syntax.
fuzz_target!(|input: (u8, &str)| {
    let (kind, text) = input;
    let syntax = SYNTAXES[usize::from(kind) % SYNTAXES.len()];
    let context = ProjectContext::new(Config::default(), REGISTRY.clone());
    let context = Arc::new(ProjectContext { syntax: Some(syntax.id), ..context });
    for finding in lint_text(text, "story", &context) {
        assert!(text.get(finding.range.to_usize()).is_some());
    }
    let analysis = analyse(text.into(), "story", context.clone(), &mut Memory::default());
    for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)).step_by(7) {
        let _ = analysis.slot(offset as u32);
    }
    let converted = convert(&analysis, NEWS_MARKDOWN).text;
    let plain = Arc::new(ProjectContext { syntax: Some(NEWS_MARKDOWN), ..(*context).clone() });
    lint_text(&converted, "story.news.md", &plain);
    let fixed = apply_fixes(text.into(), "story", &context, Applicability::Unsafe);
    lint_text(&fixed.text, "story", &context);
});

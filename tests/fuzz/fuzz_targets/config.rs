//! Any text as `copydesk.toml`: nothing panics, findings lie in the text, and whatever it sets, an article is checked and
//! repaired under it.

#![no_main]

use copydesk::testing::actors::{Registry, parse};
use copydesk::testing::analysis::ProjectContext;
use copydesk::testing::config::{Config, globs};
use copydesk::testing::finding::Applicability;
use copydesk::testing::lint::{lint_config, lint_registry, lint_text};
use copydesk::testing::fix::apply_fixes;
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

const ENTRIES: &str = include_str!("../../../examples/newsroom/actors.toml");
const STORY: &str = "---\ndate: 2024-03-18\n---\nSamira Nasser met [Karim](actor:karim-adl) on Tuesday, 18 March 2024 (he said.\n\nقال كريم عادل أمس.\n";

fuzz_target!(|text: &str| {
    let config = Config::parse(text);
    for finding in lint_config(&config) {
        assert!(text.get(finding.range.to_usize()).is_some());
    }
    let _ = globs(&config.articles);
    let file = parse("actors.toml", ENTRIES);
    lint_registry(&file, &config);
    let context = Arc::new(ProjectContext::new(config, Arc::new(Registry::new(vec![Arc::new(file)], true))));
    for path in ["story.en.news.md", "2017/09/18/story.txt"] {
        for finding in lint_text(STORY, path, &context) {
            assert!(STORY.get(finding.range.to_usize()).is_some());
        }
    }
    apply_fixes(STORY.into(), "story.en.news.md", &context, Applicability::Unsafe);
});

//! Any bytes as an article, a registry and a configuration at once: nothing panics, findings lie in the text, and
//! repairs come to rest.

#![no_main]

use copydesk::testing::actors::{Registry, parse};
use copydesk::testing::analysis::ProjectContext;
use copydesk::testing::config::Config;
use copydesk::testing::finding::Applicability;
use copydesk::testing::lint::{lint_registry, lint_text};
use copydesk::testing::fix::apply_fixes;
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

// The first byte chooses the syntax by the name of the file.
fuzz_target!(|input: (u8, &str, &str)| {
    let (kind, registry, text) = input;
    let path = ["story.en.news.md", "story.ar.news.md", "2017/09/18/story.txt", "story"][usize::from(kind % 4)];
    let file = parse("actors.toml", registry);
    for finding in lint_registry(&file, &Config::default()) {
        assert!(registry.get(finding.range.to_usize()).is_some());
    }
    let registry = Registry::new(vec![Arc::new(file)], true);
    let context = Arc::new(ProjectContext::new(Config::default(), Arc::new(registry)));
    for finding in lint_text(text, path, &context) {
        assert!(text.get(finding.range.to_usize()).is_some());
    }
    let repaired = apply_fixes(text.into(), path, &context, Applicability::Unsafe);
    lint_text(&repaired.text, path, &context);
});

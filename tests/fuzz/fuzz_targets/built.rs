//! A built registry of any entries with any damage: it is refused or it answers, and nothing panics.

#![no_main]

use copydesk::testing::actors::{Built, Registry, Source, SourceUse, build, content_hash, parse};
use copydesk::testing::analysis::ProjectContext;
use copydesk::testing::config::Config;
use copydesk::testing::language::Language;
use copydesk::testing::lint::lint_text;
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

// A registry file, a text to look for, and the damage: places with the bytes that come there, and where the file ends.
fuzz_target!(|input: (&str, &str, Vec<(u16, u8)>, u16)| {
    let (entries, text, damage, end) = input;
    let file = Arc::new(parse("actors.toml", entries));
    let source = Source { path: "actors.toml".to_owned(), hash: content_hash(entries), ..Source::default() };
    let mut bytes = build(&Registry::new(vec![file], false), &[source]);
    for (at, byte) in damage {
        let at = usize::from(at) % bytes.len();
        bytes[at] = byte;
    }
    if usize::from(end) < bytes.len() && end % 2 == 1 {
        bytes.truncate(end.into());
    }
    let Ok(built) = Built::open(Arc::new(bytes)) else { return };
    let uses: Vec<SourceUse> =
        built.sources().iter().map(|source| SourceUse { path: source.path.clone(), changed: false }).collect();
    let registry = Arc::new(Registry::over(Arc::new(built), &uses, Vec::new()));
    for actor in registry.indexes().take(64) {
        registry.actor(actor);
    }
    registry.lookup(text);
    registry.near_ids(text);
    registry.ids_with(text, 8, &|_| true);
    for language in [Language::English, Language::Arabic] {
        registry.complete(text, language, 8);
        registry.complete_near(text, language, 8);
    }
    lint_text(text, "story.en.news.md", &Arc::new(ProjectContext::new(Config::default(), registry)));
});

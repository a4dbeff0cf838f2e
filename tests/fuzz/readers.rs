//! The checks of each reader, whatever it reads.

use copydesk::testing::actors::import::{Format, Settings, import as import_file};
use copydesk::testing::actors::merge::{Source, merge};
use copydesk::testing::actors::{Registry, parse};
use copydesk::testing::analysis::{Memory, ProjectContext, analyse};
use copydesk::testing::article::{Decoded, Key};
use copydesk::testing::config::Config;
use copydesk::testing::export::convert;
use copydesk::testing::finding::Applicability;
use copydesk::testing::fix::apply_fixes;
use copydesk::testing::lint::lint_text;
use copydesk::testing::syntax::{NEWS_MARKDOWN, RECORD, SYNTAXES, join_record};
use std::sync::{Arc, LazyLock};

static REGISTRY: LazyLock<Arc<Registry>> = LazyLock::new(|| {
    let file = parse("actors.toml", include_str!("../../examples/newsroom/actors.toml"));
    Arc::new(Registry::new(vec![Arc::new(file)], true))
});

/// How many places of a text are asked for completions.
const SLOTS: usize = 16;

/// Any text as an article in a syntax: nothing panics, findings lie in the text, fixes come to rest, and what is converted
/// can be read.
pub fn article(syntax: &str, text: &str) {
    let syntax = SYNTAXES.iter().copied().find(|own| own.id.name() == syntax).expect("the syntax exists");
    let context = ProjectContext::new(Config::default(), REGISTRY.clone());
    let context = Arc::new(ProjectContext { syntax: Some(syntax.id), ..context });
    for finding in lint_text(text, "story", &context) {
        assert!(text.get(finding.range.to_usize()).is_some());
    }
    let analysis = analyse(text.into(), "story", context.clone(), &mut Memory::default());
    // Each asks for the tree of the document.
    let step = (text.len() / SLOTS).max(7);
    for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)).step_by(step) {
        let _ = analysis.slot(offset as u32);
    }
    let converted = convert(&analysis, NEWS_MARKDOWN).text;
    let plain = Arc::new(ProjectContext { syntax: Some(NEWS_MARKDOWN), ..(*context).clone() });
    lint_text(&converted, "story.news.md", &plain);
    // And back, in the form that the syntax itself writes.
    let analysis = analyse(converted.into(), "story.news.md", plain, &mut Memory::default());
    lint_text(&convert(&analysis, syntax.id).text, "story", &context);
    let fixed = apply_fixes(text.into(), "story", &context, Applicability::Unsafe);
    lint_text(&fixed.text, "story", &context);
}

/// The fields of a record as an article: nothing panics, and fixes are edits of the source or none.
pub fn record(source: &str, fields: Vec<Decoded>) {
    const KEYS: [Key; 4] = [Key::Headline, Key::DatePublished, Key::Identifier, Key::InLanguage];
    let mut fields = fields.into_iter();
    let Some(text) = fields.next() else { return };
    let fields: Vec<(Key, Decoded)> = KEYS.into_iter().zip(fields).collect();
    let joined = join_record(&fields, None, &text);
    let context = ProjectContext::new(Config::default(), REGISTRY.clone());
    let context = Arc::new(ProjectContext { syntax: Some(RECORD), ..context });
    for finding in lint_text(joined.text(), "", &context) {
        let place = joined.source_range(finding.range).range();
        assert!(source.get(place.to_usize()).is_some());
        for edits in finding.fixes.iter().filter_map(|fix| joined.source_edits(&fix.edits)) {
            edits.apply(source);
        }
    }
}

/// Any bytes as a file of actors: nothing panics, what is written is a registry that copydesk reads, and to import it again
/// changes nothing.
pub fn import(format: Format, bytes: &[u8]) {
    let read = || [Source { path: "file".to_owned(), imported: import_file(format, bytes, &Settings::default()) }];
    let merged = merge("", &read()).expect("an empty file is a registry");
    let file = parse("actors.toml", &merged.text);
    assert!(!file.problems.iter().any(|problem| problem.problem.message.contains("not valid TOML")), "{}", merged.text);
    let again = merge(&merged.text, &read()).expect("what was written is a registry");
    assert_eq!(again.text, merged.text);
}

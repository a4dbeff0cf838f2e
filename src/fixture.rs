//! Fixtures for tests of rules and features: articles with marks under the words.
//!
//! ```text
//! //- story.en.news.md date=2024-03-18
//! The contract was signed by Samira Nasser.
//!                            ^^^^^^^^^^^^^ 💡 is not linked
//! ```
//!
//! - A line of carets marks the words above it; what follows is a part of `severity: message`, or of a note. `💡` says
//!   that a fix is offered, and its absence that none is. A finding of several lines is marked on its first line.
//! - Columns count characters, so that marks line up in an editor.
//! - `<|>` is the cursor.
//! - `//- path` starts a file. The first is under test; its default name is `story.en.news.md`. `date=` is its reference
//!   date, and `registry=none` leaves out the registry. An `actors.toml` after it is added to the registry of
//!   `examples/newsroom`, a `copydesk.toml` replaces the settings, and an article is its twin in another language.
//! - The indentation that all lines share is removed.

mod features;
mod languages;
mod syntaxes;

use crate::actors::{Registry, parse};
use crate::analysis::{Analysis, Facts, Memory, ProjectContext, analyse};
use crate::config::Config;
use crate::finding::{Applicability, Finding, Fix, RuleCode};
use crate::fix::apply_fixes;
use crate::ide;
use crate::language::Language;
use crate::lint::{lint_text, lint_with_twins};
use crate::rules::RULES;
use crate::syntax::PLAIN;
use crate::text::{Encoding, LineIndex};
use expect_test::Expect;
pub(crate) use features::{
    analysed, check_annotate, check_cast, check_document_links, check_folds, check_hints, check_ignore, check_organize,
    check_rewrites, check_selection, check_timeline_lens, check_tokens, role_at_cursor,
};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

const NEWSROOM: &str = include_str!("../examples/newsroom/actors.toml");

/// A mark under a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    line: usize,
    start: usize,
    end: usize,
    has_fix: bool,
    message: String,
}

/// A parsed fixture.
struct Fixture {
    path: String,
    text: String,
    marks: Vec<Mark>,
    cursor: Option<u32>,
    context: Arc<ProjectContext>,
    twins: Vec<Arc<Facts>>,
}

/// The facts of an article.
pub(crate) fn facts_of(text: &str, path: &str, context: &Arc<ProjectContext>) -> Arc<Facts> {
    analyse(text.into(), path, context.clone(), &mut Memory::default()).facts().clone()
}

/// Asserts that a rule reports exactly the marked findings.
#[track_caller]
pub(crate) fn check(code: RuleCode, fixture: &str) {
    let fixture = Fixture::read(fixture);
    let found = fixture.found(code);
    let marks = found.iter().map(|finding| mark_of(finding, &fixture.text)).collect::<Vec<_>>();
    let fits = |found: &Mark, mark: &Mark| {
        (found.line, found.start, found.end, found.has_fix) == (mark.line, mark.start, mark.end, mark.has_fix)
            && found.message.contains(&mark.message)
    };
    let all = marks.len() == fixture.marks.len()
        && fixture.marks.iter().all(|mark| marks.iter().any(|found| fits(found, mark)));
    assert!(
        all,
        "{code} finds something else.\n\nmarked:\n{}\nfound:\n{}",
        with_marks(&fixture.text, &fixture.marks),
        with_marks(&fixture.text, &marks)
    );
}

/// Asserts that a rule reports exactly these words of a text. `story` is the language and the date of the story:
/// `en 2024-03-18`.
#[track_caller]
pub(crate) fn check_words(code: RuleCode, story: &str, text: &str, expected: &[&str]) {
    let (language, day) = story.split_once(' ').unwrap_or((story, ""));
    let date = if day.is_empty() { String::new() } else { format!(" date={day}") };
    let fixture = Fixture::read(&format!("//- story.{language}.news.md{date}\n{text}\n"));
    let found = fixture.found(code);
    let words: Vec<&str> = found.iter().map(|finding| finding.range.slice(&fixture.text)).collect();
    assert_eq!(words, expected, "{code} of {text}");
}

/// Asserts that the first fix of the first finding turns `before` into `after`, and keeps the promises of fixes.
#[track_caller]
pub(crate) fn check_fix(code: RuleCode, before: &str, after: &str) {
    let (fixture, fixes) = fixes_of(code, before);
    keeps_promise(code, &fixture, &fixes[0], after);
}

/// Asserts that there is a finding, and that the first one offers no fix.
#[track_caller]
pub(crate) fn check_no_fix(code: RuleCode, text: &str) {
    let fixture = Fixture::read(text);
    let found = fixture.found(code);
    let finding = found.first().unwrap_or_else(|| panic!("{code} finds nothing in\n{}", fixture.text));
    assert!(finding.fixes.is_empty(), "{code} offers `{}` in\n{}", finding.fixes[0].title, fixture.text);
}

/// Asserts that the first finding offers exactly these fixes, in this order.
#[track_caller]
pub(crate) fn check_fixes(code: RuleCode, before: &str, afters: &[&str]) {
    let (fixture, fixes) = fixes_of(code, before);
    let titles: Vec<&str> = fixes.iter().map(|fix| fix.title.as_str()).collect();
    assert_eq!(fixes.len(), afters.len(), "{code} offers {titles:?}");
    for (fix, after) in fixes.iter().zip(afters) {
        keeps_promise(code, &fixture, fix, after);
    }
}

#[track_caller]
fn fixes_of(code: RuleCode, before: &str) -> (Fixture, Vec<Fix>) {
    let fixture = Fixture::read(before);
    let found = fixture.found(code);
    let finding = found.first().unwrap_or_else(|| panic!("{code} finds nothing in\n{}", fixture.text));
    assert!(!finding.fixes.is_empty(), "{code} offers no fix of `{}`", finding.message);
    let fixes = finding.fixes.clone();
    (fixture, fixes)
}

/// Asserts that a fix gives the expected text, removes the finding, does no harm, and is idempotent.
#[track_caller]
fn keeps_promise(code: RuleCode, fixture: &Fixture, fix: &Fix, after: &str) {
    let after = Fixture::read(after).text;
    let title = &fix.title;
    assert_ne!(fix.applicability, Applicability::DisplayOnly, "`{title}` is only shown");
    let fixed = Fixture { text: fix.edits.apply(&fixture.text), ..fixture.clone_context() };
    assert_eq!(fixed.text, after, "`{title}` gives\n{}\ninstead of\n{after}", fixed.text);
    let left = fixed.found(code);
    let left: Vec<&str> = left.iter().map(|finding| finding.message.as_str()).collect();
    assert!(left.is_empty(), "{code} still reports {left:?} after `{title}` in\n{}", fixed.text);
    if is_toml(&fixture.path) {
        return;
    }
    let (old, new) = (fixture.analysis(), fixed.analysis());
    assert!(new.article.problems.len() <= old.article.problems.len(), "`{title}` breaks\n{}", fixed.text);
    assert!(new.article.unfinished.len() <= old.article.unfinished.len(), "`{title}` leaves brackets\n{}", fixed.text);
    let once = apply_fixes(fixed.text.as_str().into(), &fixed.path, &fixed.context, Applicability::Safe);
    let twice = apply_fixes(once.text.clone(), &fixed.path, &fixed.context, Applicability::Safe);
    assert_eq!(*twice.text, *once.text, "a second pass changes the text again");
}

/// An English article after all safe fixes. `files` are further files of a fixture. Line breaks are kept.
pub(crate) fn fixed(text: &str, files: &str) -> String {
    let fixture = Fixture::read(&format!("//- story.en.news.md\nx\n{files}"));
    apply_fixes(text.into(), &fixture.path, &fixture.context, Applicability::Safe).text.to_string()
}

/// Shows the hover at the cursor, under its words.
#[track_caller]
pub(crate) fn check_hover(fixture: &str, expected: &Expect) {
    check_hover_in(Language::English, fixture, expected);
}

/// Shows the hover at the cursor in the language of a reader.
#[track_caller]
pub(crate) fn check_hover_in(reader: Language, fixture: &str, expected: &Expect) {
    let fixture = Fixture::read(fixture);
    let (analysis, cursor) = fixture.at_cursor();
    let shown = ide::hover(&analysis, cursor, reader).map_or_else(
        || "nothing\n".to_owned(),
        |hover| format!("{}\n---\n{}\n", hover.range.slice(&analysis.text), hover.markdown),
    );
    // Invisible characters are named.
    let shown = shown.replace('\u{2068}', "<FSI>").replace('\u{2069}', "<PDI>");
    expected.assert_eq(&shown);
}

/// Shows the first completions at the cursor.
#[track_caller]
pub(crate) fn check_complete(fixture: &str, expected: &Expect) {
    const SHOWN: usize = 6;
    let fixture = Fixture::read(fixture);
    let (analysis, cursor) = fixture.at_cursor();
    let items = ide::complete(&analysis, cursor);
    let mut out = String::new();
    for item in items.iter().take(SHOWN) {
        let _ = writeln!(out, "{} — {}", item.label, item.detail);
    }
    if items.len() > SHOWN {
        let _ = writeln!(out, "…");
    }
    expected.assert_eq(&out);
}

/// The labels of the completions at the cursor.
pub(crate) fn offered(fixture: &str) -> Vec<String> {
    let (analysis, cursor) = Fixture::read(fixture).at_cursor();
    ide::complete(&analysis, cursor).into_iter().map(|item| item.label).collect()
}

/// Asserts the text after the completion with a label is accepted.
#[track_caller]
pub(crate) fn check_accept(fixture: &str, label: &str, after: &str) {
    let fixture = Fixture::read(fixture);
    let (analysis, cursor) = fixture.at_cursor();
    let items = ide::complete(&analysis, cursor);
    let labels: Vec<&str> = items.iter().map(|item| item.label.as_str()).collect();
    let item = items.iter().find(|item| item.label == label);
    let item = item.unwrap_or_else(|| panic!("`{label}` is not among {labels:?}"));
    assert!(item.range.touches(cursor), "an editor refuses a completion away from the cursor");
    let mut edits = crate::text::EditSet::replace(item.range, item.text.clone());
    edits.try_extend(&item.also).expect("the other edits do not overlap");
    let done = edits.apply(&analysis.text);
    assert_eq!(done, Fixture::read(after).text, "`{label}` gives\n{done}");
}

/// Shows the definition of the words at the cursor.
#[track_caller]
pub(crate) fn check_goto(fixture: &str, expected: &Expect) {
    let fixture = Fixture::read(fixture);
    let (analysis, cursor) = fixture.at_cursor();
    let shown = ide::goto_definition(&analysis, cursor).map_or_else(
        || "nowhere\n".to_owned(),
        |to| {
            let file = |path: &String| analysis.registry().files.iter().find(|file| file.path == *path);
            let (path, text) = match &to.path {
                Some(path) => (path.as_str(), &*file(path).expect("a registry file").text),
                None => ("the article", &*analysis.text),
            };
            assert!(to.range.contains_range(to.selection));
            let line = LineIndex::new(text).line_of(to.selection.start) + 1;
            format!("{} → {path}:{line}: {}\n", to.origin.slice(&analysis.text), to.selection.slice(text))
        },
    );
    expected.assert_eq(&shown);
}

/// Shows the outline.
#[track_caller]
pub(crate) fn check_symbols(fixture: &str, expected: &Expect) {
    fn show(symbols: &[ide::Symbol], depth: usize, out: &mut String) {
        for symbol in symbols {
            assert!(symbol.range.contains_range(symbol.selection), "an editor refuses {symbol:?}");
            let detail = if symbol.detail.is_empty() { String::new() } else { format!(" = {}", symbol.detail) };
            let _ = writeln!(out, "{}{:?} {}{detail}", "  ".repeat(depth), symbol.kind, symbol.name);
            show(&symbol.children, depth + 1, out);
        }
    }
    let mut out = String::new();
    show(&ide::symbols(&Fixture::read(fixture).analysis()), 0, &mut out);
    expected.assert_eq(&out);
}

/// Asserts the references of the actor at the cursor.
#[track_caller]
pub(crate) fn check_references(fixture: &str) {
    let fixture = Fixture::read(fixture);
    let (analysis, cursor) = fixture.at_cursor();
    let found = ide::subject(&analysis, cursor).map_or_else(Vec::new, |subject| {
        let places = ide::places_in(&analysis).into_iter();
        let mut found: Vec<_> =
            places.filter(|place| subject.ids.contains(&place.id)).map(|place| place.range).collect();
        found.dedup();
        found
    });
    fixture.expect_ranges(&found);
}

/// Asserts the document highlights at the cursor.
#[track_caller]
pub(crate) fn check_highlights(fixture: &str) {
    let fixture = Fixture::read(fixture);
    let (analysis, cursor) = fixture.at_cursor();
    fixture.expect_ranges(&ide::highlights(&analysis, cursor));
}

/// Asserts the linked editing ranges.
#[track_caller]
pub(crate) fn check_linked(fixture: &str) {
    let fixture = Fixture::read(fixture);
    let (analysis, cursor) = fixture.at_cursor();
    fixture.expect_ranges(&ide::linked_labels(&analysis, cursor));
}

/// The text of the article after a rename at the cursor, or the error.
pub(crate) fn rename(fixture: &str, new: &str) -> Result<String, String> {
    let fixture = Fixture::read(fixture);
    let (analysis, cursor) = fixture.at_cursor();
    let renaming = ide::renaming(&analysis, cursor).expect("something that can be renamed");
    assert!(renaming.range.touches(cursor), "an editor refuses a name away from the cursor");
    let edits = match renaming.what {
        ide::Renamed::Label(definition) => ide::rename_label(&analysis, definition, new)?,
        ide::Renamed::Actor(subject) => {
            if let Some(why) = ide::refuse_id(analysis.registry(), &subject, new) {
                return Err(why.into());
            }
            let places = ide::places_in(&analysis).into_iter().filter(|place| place.id == subject.id);
            let edits = places.filter_map(|place| Some(crate::text::Edit { range: place.id_range?, text: new.into() }));
            crate::text::EditSet::new(edits.collect()).expect("ids do not overlap")
        }
    };
    Ok(edits.apply(&analysis.text))
}

/// Asserts the article after a rename at the cursor.
#[track_caller]
pub(crate) fn check_rename(before: &str, new: &str, after: &str) {
    let done = rename(before, new).expect("it can be renamed");
    assert_eq!(done, Fixture::read(after).text, "renaming gives\n{done}");
}

/// Shows the entry that the first finding with a new actor adds to the registry.
#[track_caller]
pub(crate) fn check_add_actor(fixture: &str, expected: &Expect) {
    let fixture = Fixture::read(fixture);
    let analysis = fixture.analysis();
    let findings = lint_text(&fixture.text, &fixture.path, &fixture.context);
    let found = findings.iter().find_map(|finding| Some((ide::actor_for_finding(&analysis, finding)?, finding)));
    let said = |(actor, finding): (ide::NewActor, &Finding)| {
        let link = ide::link_to_new(&analysis, finding.range, &actor);
        let linked = link.map(|link| format!("---\n{}", link.apply(&fixture.text))).unwrap_or_default();
        ide::entry_text(&actor) + &linked
    };
    expected.assert_eq(&found.map_or_else(|| "no entry\n".to_owned(), said));
}

/// Asserts the text after all safe fixes at once, as an editor applies them on saving.
#[track_caller]
pub(crate) fn check_fix_all(before: &str, after: &str) {
    let fixture = Fixture::read(before);
    let fixed = ide::fix_all(&fixture.analysis());
    let done = fixed.map_or_else(|| fixture.text.clone(), |fixed| fixed.edits.apply(&fixture.text));
    assert_eq!(done, Fixture::read(after).text, "the safe fixes give\n{done}");
}

/// The codes of all findings in order, with their words.
pub(crate) fn all_findings(fixture: &str) -> Vec<String> {
    let fixture = Fixture::read(fixture);
    let findings = lint_text(&fixture.text, &fixture.path, &fixture.context);
    findings.iter().map(|finding| format!("{}: {}", finding.code, finding.range.slice(&fixture.text))).collect()
}

impl Fixture {
    fn read(source: &str) -> Self {
        let source = dedent(source);
        let mut files: Vec<(String, HashMap<String, String>, String)> = Vec::new();
        for line in source.lines() {
            if let Some(header) = line.strip_prefix("//- ") {
                let mut parts = header.split_whitespace();
                let path = parts.next().expect("a file name").to_owned();
                let options = parts.map(|part| part.split_once('=').expect("key=value"));
                let options = options.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
                files.push((path, options, String::new()));
                continue;
            }
            if files.is_empty() {
                files.push(("story.en.news.md".into(), HashMap::new(), String::new()));
            }
            let text = &mut files.last_mut().expect("a file").2;
            text.push_str(line);
            text.push('\n');
        }
        let mut registry = vec![Arc::new(parse("actors.toml", NEWSROOM))];
        let mut config = Config::with_defaults();
        let mut twins: Vec<(&str, &str)> = Vec::new();
        for (path, _, text) in files.iter().skip(1) {
            match path.as_str() {
                "copydesk.toml" => config = Config::parse(text),
                path if path.ends_with("actors.toml") => registry.push(Arc::new(parse("more/actors.toml", text))),
                path if is_toml(path) => panic!("a fixture has no use for {path}"),
                path => twins.push((path, text)),
            }
        }
        let (path, options, text) = files.first().cloned().unwrap_or_default();
        if options.get("registry").is_some_and(|registry| registry == "none") {
            registry.clear();
        }
        let date = options.get("date").map(|date| date.parse().expect("a day"));
        let (mut text, marks) = take_marks(&text);
        let cursor = text.find("<|>").inspect(|at| text.replace_range(*at..at + 3, "")).map(|at| at as u32);
        let known = config.builtin != crate::config::Builtin::Off;
        let today = options.get("today").map(|today| today.parse().expect("a day"));
        let context =
            ProjectContext { today, date, ..ProjectContext::new(config, Arc::new(Registry::new(registry, known))) };
        let context = Arc::new(context);
        let twins = twins.into_iter().map(|(path, text)| facts_of(text, path, &context)).collect();
        Self { path, text, marks, cursor, context, twins }
    }

    /// The same file name and context, for another text.
    fn clone_context(&self) -> Self {
        Self {
            path: self.path.clone(),
            text: String::new(),
            marks: Vec::new(),
            cursor: None,
            context: self.context.clone(),
            twins: self.twins.clone(),
        }
    }

    fn analysis(&self) -> Analysis {
        analyse(self.text.as_str().into(), &self.path, self.context.clone(), &mut Memory::default())
    }

    fn found(&self, code: RuleCode) -> Vec<Finding> {
        assert!(crate::rules::find(&code).is_some(), "unknown rule {code}");
        let findings = if self.twins.is_empty() {
            lint_text(&self.text, &self.path, &self.context)
        } else {
            lint_with_twins(&self.analysis(), &self.twins, RULES, &|| false).expect("nothing stops it")
        };
        findings.into_iter().filter(|finding| finding.code == code).collect()
    }

    /// Asserts that exactly these ranges are marked.
    #[track_caller]
    fn expect_ranges(&self, ranges: &[crate::text::TextRange]) {
        let lines = LineIndex::new(&self.text);
        let mark = |range: &crate::text::TextRange| {
            let at = lines.position(&self.text, range.start, Encoding::Utf32);
            let end = lines.position(&self.text, range.end, Encoding::Utf32).column as usize;
            let (line, start) = (at.line as usize, at.column as usize);
            Mark { line, start, end, has_fix: false, message: String::new() }
        };
        let found: Vec<Mark> = ranges.iter().map(mark).collect();
        let shown = |marks: &[Mark]| with_marks(&self.text, marks);
        assert_eq!(shown(&found), shown(&self.marks));
    }

    #[track_caller]
    fn at_cursor(&self) -> (Analysis, u32) {
        (self.analysis(), self.cursor.expect("the fixture has no cursor"))
    }
}

fn is_toml(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "toml")
}

/// Removes the line break after the opening quotation mark and the common indentation.
fn dedent(source: &str) -> String {
    let source = source.strip_prefix('\n').unwrap_or(source);
    let filled = source.lines().filter(|line| !line.trim().is_empty());
    let indent = filled.map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    let mut out: String = source.lines().fold(String::new(), |mut out, line| {
        out.push_str(line.get(indent..).unwrap_or("").trim_end_matches('\n'));
        out.push('\n');
        out
    });
    // The line of the closing quotation mark.
    if source.rsplit('\n').next().is_some_and(|last| !last.is_empty() && last.trim().is_empty()) {
        out.pop();
    }
    out
}

/// Splits marks from the text above them.
fn take_marks(source: &str) -> (String, Vec<Mark>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut line = 0;
    for written in source.lines() {
        let rest = written.trim_start_matches(' ');
        if !rest.starts_with('^') {
            text.push_str(written);
            text.push('\n');
            line += 1;
            continue;
        }
        let start = written.len() - rest.len();
        let message = rest.trim_start_matches('^');
        let end = start + rest.len() - message.len();
        let message = message.trim();
        let said = message.strip_prefix('💡');
        let message = said.unwrap_or(message).trim().to_owned();
        marks.push(Mark { line: line - 1, start, end, has_fix: said.is_some(), message });
    }
    (text, marks)
}

/// The mark that a finding would have.
fn mark_of(finding: &Finding, text: &str) -> Mark {
    let lines = LineIndex::new(text);
    let at = lines.position(text, finding.range.start, Encoding::Utf32);
    let whole = lines.line_range(text, at.line);
    let end = lines.position(text, finding.range.end.min(whole.end), Encoding::Utf32).column as usize;
    let mut message = format!("{}: {}", finding.severity.name(), finding.message);
    for note in &finding.notes {
        message.push_str(" | ");
        message.push_str(note);
    }
    let start = at.column as usize;
    let made = |fix: &Fix| fix.applicability != Applicability::DisplayOnly;
    Mark { line: at.line as usize, start, end: end.max(start + 1), has_fix: finding.fixes.iter().any(made), message }
}

fn with_marks(text: &str, marks: &[Mark]) -> String {
    let mut out = String::new();
    let lines = text.lines().count().max(1);
    let mut lines_of_text = text.lines();
    for number in 0..lines {
        let _ = writeln!(out, "    {}", lines_of_text.next().unwrap_or(""));
        for mark in marks.iter().filter(|mark| mark.line == number) {
            let (indent, carets) = (" ".repeat(mark.start), "^".repeat(mark.end - mark.start));
            let _ = writeln!(out, "    {indent}{carets} {}{}", if mark.has_fix { "💡 " } else { "" }, mark.message);
        }
    }
    out
}

/// Whether a fixture is read as plain text.
pub(crate) fn is_plain(fixture: &str) -> bool {
    Fixture::read(fixture).analysis().article.syntax == PLAIN
}

#[test]
fn fixtures_are_read() {
    let fixture = Fixture::read(
        "
        //- story.ar.news.md date=2024-03-18
          قال نَصر <|>اليوم.
              ^^^^ 💡 a message
        //- copydesk.toml
        builtin = \"link\"
        ",
    );
    assert_eq!(fixture.path, "story.ar.news.md");
    assert_eq!(fixture.text, "  قال نَصر اليوم.\n");
    assert_eq!(fixture.cursor, Some(2 + 6 + 1 + 8 + 1));
    assert_eq!(fixture.context.date.map(|day| day.to_string()).as_deref(), Some("2024-03-18"));
    let mark = Mark { line: 0, start: 6, end: 10, has_fix: true, message: "a message".into() };
    assert_eq!(fixture.marks, [mark]);
    assert!(is_plain("//- story.txt\nA word.\n"));
}

#[test]
#[should_panic(expected = "finds something else")]
fn a_fault_without_a_mark_is_a_failure() {
    check(RuleCode::new("unlinked-actor"), "The contract was signed by Samira Nasser.\n");
}

#[test]
#[should_panic(expected = "finds something else")]
fn a_mark_under_other_words_is_a_failure() {
    check(
        RuleCode::new("unlinked-actor"),
        "
        The contract was signed by Samira Nasser.
                                          ^^^^^^ 💡
        ",
    );
}

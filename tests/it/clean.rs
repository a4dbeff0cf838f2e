//! No false positives: published news, whose dates editors have checked, gets no errors and no warnings about dates.
#![expect(clippy::disallowed_methods, reason = "the test reads articles next to the project")]

use copydesk::testing::analysis::{Memory, ProjectContext, analyse};
use copydesk::testing::finding::Severity;
use copydesk::testing::lint::lint;
use copydesk::testing::rule::Group;
use copydesk::testing::rules::RULES;
use copydesk::testing::syntax::PLAIN;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

#[test]
fn published_news_has_no_errors_in_its_dates() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/dates/meantime-dev.en.jsonl");
    let Ok(lines) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not here", path.display());
        return;
    };
    let mut found = Vec::new();
    let mut articles = 0;
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).expect("JSON");
        let field = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
        let date = field("dct").get(..10).map(|day| day.parse().expect("a day"));
        let context = ProjectContext { date, syntax: Some(PLAIN), ..ProjectContext::standard() };
        let analysis = analyse(field("text").into(), "", Arc::new(context), &mut Memory::default());
        let findings = lint(&analysis, RULES, &|| false).expect("nothing stops it");
        articles += 1;
        for finding in findings.iter().filter(|finding| finding.severity <= Severity::Warning) {
            let rule = copydesk::testing::rules::find(&finding.code).expect("a rule");
            let words = finding.range.slice(&analysis.text);
            let said = format!("{} {}: {} `{words}` {:?}", field("id"), finding.code, finding.message, finding.notes);
            println!("{said}");
            if rule.group == Group::Dates {
                found.push(said);
            }
        }
    }
    assert!(articles > 0, "{} holds no articles", path.display());
    assert!(found.is_empty(), "{} findings about dates in {articles} articles:\n{}", found.len(), found.join("\n"));
}

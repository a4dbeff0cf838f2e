//! `path-date-mismatch`: the date in a file's path is not that of the publication.

use crate::analysis::{Analysis, day_in_path};
use crate::article::Key;
use crate::dates;
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("path-date-mismatch"),
    group: Group::Dates,
    level: Level::At(Severity::Info),
    fix: None,
    summary: "The date in the path, `2017/09/18/` or `2017-09-18-slug`, is not that of `datePublished`.",
    why: "Articles of an archive are found by their paths. One day apart is not reported: the file may have been \
          made the evening before.",
    bad: Example { path: "2017-09-28-port.en.news.md", text: "---\ndatePublished: 2017-09-18\n---\nWork begins.\n" },
    good: Example { path: "2017-09-18-port.en.news.md", text: "---\ndatePublished: 2017-09-18\n---\nWork begins.\n" },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let Some((scalar, value)) = analysis.metadata_date(Key::DatePublished) else { return };
    let (Some((published, _)), Some(day)) = (value.days, day_in_path(&analysis.path)) else { return };
    // The path of an archive is not that of its articles.
    if analysis.is_record() {
        return;
    }
    if dates::days_between(published, day).abs() > 1 {
        sink.report(scalar.inner(), message!("the date in the path is {day}", day = dates::plain_form(day)));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn a_day_apart_is_not_reported() {
        check(RULE.code, "//- 2024/03/19/port.en.news.md date=2024-03-18\nWork begins.\n");
        check(RULE.code, "//- port.en.news.md date=2024-03-18\nWork begins.\n");
    }
}

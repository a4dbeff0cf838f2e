//! The body of the rule `unused-ignore`: only the linter knows what a directive suppresses.

use super::levels::Levels;
use super::ranges::Ranges;
use crate::analysis::Analysis;
use crate::article::Verb;
use crate::finding::{Applicability, Finding, Fix, Level, RuleCode};
use crate::message;
use crate::rule::{Check, Rule, Sink};
use crate::rules::{self, UNUSED_IGNORE};
use crate::text::{EditSet, TextRange};
use std::collections::HashMap;

/// Reports directives that suppress nothing of what was found.
pub(super) fn report(
    analysis: &Analysis,
    levels: &Levels<'_>,
    has_twin: bool,
    found: &Found,
    findings: &mut Vec<Finding>,
) {
    let Level::At(severity) = levels.of_rule(&UNUSED_IGNORE) else { return };
    let directives = &analysis.article.directives;
    let mut sink = Sink::new(&UNUSED_IGNORE, severity, findings);
    let mut line = Line::around(&analysis.text, directives[0].range);
    for directive in directives.iter().filter(|directive| !matches!(directive.verb, None | Some(Verb::IgnoreEnd))) {
        if !line.range.contains_range(directive.range) {
            line = Line::around(&analysis.text, directive.range);
        }
        let line = &line;
        if directive.rules.is_empty() {
            if !found.any.any_in(directive.scope) {
                let fix = removal(&analysis.text, directive.range, line);
                sink.report(directive.range, message!("this directive suppresses nothing")).fix(fix);
            }
            continue;
        }
        // A rule that is off or unknown here, or that has not run, says nothing about whether the directive is needed.
        let has_run = |rule: &Rule| has_twin || !matches!(rule.check, Check::Twin(_));
        let judged = |code: &str| rules::find(code).is_some_and(|rule| !levels.of_rule(rule).is_off() && has_run(rule));
        for (at, (code, range)) in directive.rules.iter().enumerate() {
            let used = found.by_code.get(code.as_str()).is_some_and(|places| places.any_in(directive.scope));
            if used || !judged(code) {
                continue;
            }
            let fix = match directive.rules.as_slice() {
                [_] => removal(&analysis.text, directive.range, line),
                rules => Fix::safe(message!("Remove `{code}`", code), EditSet::remove(with_comma(rules, at))),
            };
            sink.report(*range, message!("no `{code}` to suppress here", code)).fix(fix);
        }
    }
}

/// Where the findings are that can be suppressed.
pub(super) struct Found {
    any: Places,
    by_code: HashMap<RuleCode, Places>,
}

impl Found {
    pub(super) fn new<'a>(findings: impl Iterator<Item = &'a Finding>) -> Self {
        let mut by_code: HashMap<RuleCode, Vec<TextRange>> = HashMap::new();
        let mut any = Vec::new();
        for finding in findings {
            by_code.entry(finding.code).or_default().push(finding.range);
            any.push(finding.range);
        }
        let by_code = by_code.into_iter().map(|(code, ranges)| (code, Places::new(ranges))).collect();
        Self { any: Places::new(any), by_code }
    }
}

/// Ranges of findings, those apart that lie between two characters.
struct Places {
    wide: Ranges,
    empty: Vec<u32>,
}

impl Places {
    fn new(ranges: Vec<TextRange>) -> Self {
        let (empty, wide): (Vec<TextRange>, Vec<TextRange>) = ranges.into_iter().partition(|range| range.is_empty());
        let mut empty: Vec<u32> = empty.into_iter().map(|range| range.start).collect();
        empty.sort_unstable();
        Self { wide: Ranges::new(wide), empty }
    }

    /// Whether a finding lies in a scope, or touches it where it has no width.
    fn any_in(&self, scope: TextRange) -> bool {
        let first = self.empty.partition_point(|at| *at < scope.start);
        self.wide.any_overlaps(scope) || self.empty.get(first).is_some_and(|at| *at <= scope.end)
    }
}

/// A line that holds directives, read once for all of them.
struct Line {
    range: TextRange,
    /// Where its first letter is, and where the last character that is not a space ends.
    first_letter: u32,
    last_sign: u32,
}

impl Line {
    fn around(text: &str, place: TextRange) -> Self {
        let (start, end) = (place.start as usize, place.end as usize);
        let start = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let end = text[end..].find(['\n', '\r']).map_or(text.len(), |at| end + at);
        let range = TextRange::from(start..end);
        let line = range.slice(text);
        let first_letter = line.find(char::is_alphabetic).map_or(end, |at| start + at) as u32;
        Self { range, first_letter, last_sign: (start + line.trim_end().len()) as u32 }
    }
}

/// Takes a directive away. Where that changes how the rest of its line is read, it is left to a person.
fn removal(text: &str, directive: TextRange, line: &Line) -> Fix {
    let gone = with_blank(text, directive);
    let (title, edits) = (message!("Remove the directive"), EditSet::remove(gone));
    let (before, after) = (&text[..gone.start as usize], &text[gone.end as usize..]);
    // At the start of a line, of a list item or of a quotation, a comment hides the rest of its line.
    let begins_line = line.first_letter >= directive.start;
    let is_last = line.last_sign <= directive.end;
    // At the top of a text, a fence begins front matter.
    let fence = before.trim_matches('\u{FEFF}').is_empty() && after.starts_with(['-', '+']);
    // Two marks that come together can be markup: `[name]` before `(`.
    let mark = |c: Option<char>| c.is_some_and(|c| c.is_ascii_punctuation());
    let joins = mark(before.chars().next_back()) && mark(after.chars().next());
    // Two comments that come together stay two. If only the last of a row could go, repeated fixes would not reach the first.
    let joins = joins && !(before.ends_with("-->") && after.starts_with("<!--"));
    let own_line = gone.end > directive.end || after.starts_with(['\n', '\r']);
    // Two line breaks would become one.
    let breaks = before.ends_with('\r') && after.starts_with('\n');
    let harmless = !fence && !breaks && (own_line || !joins) && (!begins_line || is_last);
    let applicability = if harmless { Applicability::Safe } else { Applicability::DisplayOnly };
    Fix { title, applicability, edits }
}

/// A directive with the space before it, or with its line break if it is alone on its line.
fn with_blank(text: &str, range: TextRange) -> TextRange {
    let (start, end) = (range.start as usize, range.end as usize);
    let before = text[..start].trim_end_matches([' ', '\t']);
    let alone = (before.is_empty() || before.ends_with(['\n', '\r'])) && text[end..].starts_with(['\n', '\r']);
    if alone {
        let after = &text[end..];
        let one = if after.starts_with("\r\n") { 2 } else { 1 };
        let all = after.bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        // Lines that the comment keeps apart stay apart.
        let width = match (ends_in_blank_line(before), all > one || all == after.len()) {
            (true, _) => all,
            (false, true) => one,
            (false, false) => 0,
        };
        return TextRange::from(before.len()..end + width);
    }
    // One space stays between the words on either side.
    let apart = text[end..].chars().next().is_none_or(char::is_whitespace);
    TextRange::from(if apart { before.len() } else { start }..end)
}

/// Whether a text is empty, or its last line, after its last line break, follows an empty one.
fn ends_in_blank_line(text: &str) -> bool {
    let Some(line) = text.strip_suffix("\r\n").or_else(|| text.strip_suffix(['\n', '\r'])) else { return true };
    line.is_empty() || line.trim_end_matches([' ', '\t']).ends_with(['\n', '\r'])
}

/// The name of the rule at `at` with what separates it from its neighbour.
fn with_comma(rules: &[(String, TextRange)], at: usize) -> TextRange {
    let range = rules[at].1;
    match (at.checked_sub(1).and_then(|before| rules.get(before)), rules.get(at + 1)) {
        (Some((_, before)), _) => TextRange::new(before.end, range.end),
        (None, Some((_, after))) => TextRange::new(range.start, after.start),
        (None, None) => range,
    }
}

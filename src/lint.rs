//! Runs the rules over articles, registry files and configurations, silences what directives silence, lets one fault
//! give one finding, and puts the findings in one order.

mod ranges;
mod suppressions;

use crate::actors::RegistryFile;
use crate::analysis::{Analysis, Memory, ProjectContext, analyse};
use crate::article::{Key, LinkForm, Value};
use crate::config::{Config, Level, parse_level};
use crate::finding::{Applicability, Finding, Severity};
use crate::rule::{Check, Rule, Sink};
use crate::rules::RULES;
use crate::text::TextRange;
use ranges::Ranges;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The rules that speak of the same words in the order of their right to: the most specific first.
const ONE_FAULT: [&str; 11] = [
    "malformed-date-value",
    "impossible-date",
    "weekday-mismatch",
    "month-name-mismatch",
    "calendar-mismatch",
    "reversed-range",
    "date-value-mismatch",
    "dateline-mismatch",
    "unresolved-date",
    "posthumous-actor",
    "lapsed-role",
];

/// The findings of an article for some rules, by place, then by code. `stop` is asked between rules. `None` if it returns
/// `true`.
pub fn lint(analysis: &Analysis, rules: &[&'static Rule], stop: &dyn Fn() -> bool) -> Option<Vec<Finding>> {
    let levels = Levels::of(analysis);
    let mut findings = Vec::new();
    let writer = analysis.writer();
    for &rule in rules {
        if stop() {
            return None;
        }
        let Some(severity) = levels.of_rule(rule) else { continue };
        if let Check::Article(check) | Check::Both(check, _) = rule.check {
            check(analysis, &mut Sink::new(rule, severity, &mut findings).written_by(writer.as_deref()));
        }
    }
    one_finding_a_fault(&mut findings);
    suppressions::apply(analysis, &levels, &mut findings);
    protect_opaque_parts(analysis, &mut findings);
    findings.sort_by(|a, b| (a.range, a.code).cmp(&(b.range, b.code)));
    Some(findings)
}

/// The findings of a registry file.
pub fn lint_registry(file: &RegistryFile, config: &Config) -> Vec<Finding> {
    run(config, |rule, sink| {
        if let Check::Registry(check) = rule.check {
            check(file, sink);
        }
    })
}

/// The findings of a registry file that arise from the registry as a whole: an id that an earlier file has, an office with
/// two holders.
pub fn lint_between(file: &RegistryFile, context: &ProjectContext) -> Vec<Finding> {
    let registry = &context.registry;
    let problems = registry
        .problems
        .iter()
        .filter(|(number, _)| registry.files.get(*number).is_some_and(|other| other.path == file.path));
    let between =
        RegistryFile { problems: problems.map(|(_, problem)| problem.clone()).collect(), ..RegistryFile::default() };
    run(&context.config, |rule, sink| match rule.check {
        Check::Registry(check) => check(&between, sink),
        Check::Between(check) => check(file, registry, sink),
        _ => {}
    })
}

/// The findings of a registry file that arise from what the articles of a run mention, by id.
pub fn lint_unused(file: &RegistryFile, used: &BTreeSet<String>, config: &Config) -> Vec<Finding> {
    run(config, |rule, sink| {
        if let Check::Unused(check) = rule.check {
            check(file, used, sink);
        }
    })
}

/// Whether a configuration asks for what an article mentions: only then is it worth the reading.
pub fn asks_for_unused(config: &Config) -> bool {
    let mut unused = RULES.iter().filter(|rule| matches!(rule.check, Check::Unused(_)));
    unused.any(|rule| config.level_outside(rule.code, rule.severity).is_some())
}

/// The ids of the actors that an article links or certainly names.
pub fn used_actors(analysis: &Analysis) -> BTreeSet<String> {
    let linked = analysis.mentions().filter_map(|(_, actor)| actor);
    let named = analysis.names.iter().filter_map(|name| analysis.sure_actor(name));
    linked.chain(named).map(|actor| analysis.registry().actor(actor).id.clone()).collect()
}

/// The findings of a configuration.
pub fn lint_config(config: &Config) -> Vec<Finding> {
    run(config, |rule, sink| {
        if let Check::Config(check) | Check::Both(_, check) = rule.check {
            check(config, sink);
        }
    })
}

/// The findings of a text by itself: an article, a registry (`actors.toml`) or a configuration (`copydesk.toml`).
pub fn lint_text(text: &str, path: &str, context: &Arc<ProjectContext>) -> Vec<Finding> {
    match path.rsplit('/').next() {
        Some("copydesk.toml") => lint_config(&Config::parse(text)),
        Some("actors.toml") => {
            let file = crate::actors::parse(path, text);
            let mut findings = lint_registry(&file, &context.config);
            findings.extend(lint_between(&file, context));
            findings
        }
        _ => {
            let analysis = analyse(text.into(), path, context.clone(), &mut Memory::default());
            lint(&analysis, RULES, &|| false).unwrap_or_default()
        }
    }
}

fn run(config: &Config, mut check: impl FnMut(&'static Rule, &mut Sink<'_>)) -> Vec<Finding> {
    let mut findings = Vec::new();
    for &rule in RULES {
        if let Some(severity) = config.level_outside(rule.code, rule.severity) {
            check(rule, &mut Sink::new(rule, severity, &mut findings));
        }
    }
    findings.sort_by(|a, b| (a.range, a.code).cmp(&(b.range, b.code)));
    findings
}

/// How loud each rule is for one article: the front matter over the configuration over the rule's default.
struct Levels<'a> {
    config: &'a Config,
    overridden: BTreeMap<&'a str, Level>,
}

impl<'a> Levels<'a> {
    fn of(analysis: &'a Analysis) -> Self {
        let config = analysis.config();
        let mut overridden: BTreeMap<&str, Level> = BTreeMap::new();
        if !config.overrides.is_empty() {
            let root = analysis.context.root.as_str();
            let path = analysis.path.strip_prefix(root).unwrap_or(&analysis.path).trim_start_matches(['/', '\\']);
            for over in config.overrides.iter().filter(|over| over.files.is_match(path)) {
                overridden.extend(over.levels.iter().map(|(code, level)| (code.as_str(), *level)));
            }
        }
        if let Some(Value::Map(entries)) = analysis.article.metadata.get(Key::Copydesk).map(|entry| &entry.value) {
            for entry in entries {
                if entry.name == "ignore" {
                    overridden.extend(entry.value.scalars().into_iter().map(|rule| (rule.text(), None)));
                } else if let Some(level) = entry.value.scalar().and_then(|scalar| parse_level(scalar.text())) {
                    overridden.insert(&entry.name, level);
                }
            }
        }
        Self { config, overridden }
    }

    fn of_rule(&self, rule: &Rule) -> Level {
        // What the command line insists on stands above the article.
        if let Some(level) = self.config.insisted.get(rule.code) {
            return *level;
        }
        let own = self.overridden.get(rule.code).copied();
        own.unwrap_or_else(|| self.config.level(rule.code, rule.severity))
    }
}

/// A fix that would write into an address, code or a tag of a template is only shown, and so is one that would change
/// the label of a link and not its definition.
fn protect_opaque_parts(analysis: &Analysis, findings: &mut [Finding]) {
    let article = &analysis.article;
    let mut labels: Vec<TextRange> = article
        .links()
        .filter(|link| matches!(link.form, LinkForm::Shortcut | LinkForm::Collapsed))
        .map(|link| link.range)
        .collect();
    if article.opaque.is_empty() && labels.is_empty() {
        return;
    }
    labels.sort_unstable();
    let in_label = |range: TextRange| {
        let at = labels.partition_point(|label| label.end <= range.start);
        labels.get(at).is_some_and(|label| label.start < range.end && !range.contains_range(*label))
    };
    for fix in findings.iter_mut().flat_map(|finding| &mut finding.fixes) {
        if fix.edits.iter().any(|edit| article.is_opaque(edit.range) || in_label(edit.range)) {
            fix.applicability = Applicability::DisplayOnly;
        }
    }
}

fn one_finding_a_fault(findings: &mut Vec<Finding>) {
    let rank = |finding: &Finding| ONE_FAULT.iter().position(|code| *code == finding.code);
    let mut taken: [Vec<TextRange>; ONE_FAULT.len()] = Default::default();
    for finding in findings.iter() {
        if let Some(own) = rank(finding) {
            taken[own].push(finding.range);
        }
    }
    let taken = taken.map(Ranges::new);
    findings.retain(|finding| {
        let own = rank(finding).unwrap_or(0);
        !taken[..own].iter().any(|ranges| ranges.any_overlaps(finding.range))
    });
}

/// The findings that the severity reaches: `at` and everything worse.
pub fn reaches(findings: &[Finding], at: Severity) -> bool {
    findings.iter().any(|finding| finding.severity <= at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::all_findings;

    fn found(text: &str, config: &str) -> Vec<String> {
        let context = Arc::new(ProjectContext { config: Config::parse(config), ..ProjectContext::standard() });
        lint_text(text, "x.news.md", &context)
            .iter()
            .map(|finding| format!("{}: {}", finding.code, finding.range.slice(text)))
            .collect()
    }

    #[test]
    fn directives_and_levels_silence() {
        let text = "WhatsApp <!-- copydesk:ignore page-furniture -- quoted -->\n\nThe works begin.\n\nFacebook\n";
        assert_eq!(found(text, ""), ["page-furniture: Facebook"]);
        assert!(found(text, "[rules]\npage-furniture = \"off\"\n").is_empty());
        let over = "[[override]]\nfiles = [\"x*\"]\nrules.page-furniture = \"off\"\n";
        assert!(found(text, over).is_empty());
        assert_eq!(found(text, &over.replace("x*", "y*")).len(), 1);
    }

    #[test]
    fn the_front_matter_silences() {
        let text = "---\ntitle: x\ncopydesk:\n  ignore: [page-furniture]\n---\nFacebook\n";
        assert!(found(text, "").is_empty(), "{:?}", found(text, ""));
    }

    #[test]
    fn one_of_two_names_in_a_directive_may_be_unused() {
        let text = "<!-- copydesk:ignore-next page-furniture, repeated-block -->\n\nFacebook\n";
        assert_eq!(found(text, ""), ["unused-ignore: repeated-block"]);
    }

    /// The codes of what is found about dates, in a story of 18 March 2024.
    fn about_dates(line: &str) -> Vec<String> {
        all_findings(&format!("//- story.ar.news.md date=2024-03-18\n{line}\n"))
    }

    #[test]
    fn one_fault_gives_one_finding() {
        for (line, expected) in [
            // The form of a value before what it says.
            ("يبدأ [غداً](date:2024-13).", "malformed-date-value: 13"),
            ("يبدأ [غداً](date:2024-02-30).", "impossible-date: 2024-02-30"),
            // A day that does not exist has no weekday and no value.
            ("يبدأ [30 فبراير 2024](date:2024-03-01).", "impossible-date: 30 فبراير 2024"),
            ("بدأ الاثنين 31 يونيو 2023.", "impossible-date: الاثنين 31 يونيو 2023"),
            // A weekday that contradicts its own date, before the value that contradicts both.
            ("بدأ [الثلاثاء 18 مارس 2024](date:2024-03-19).", "weekday-mismatch: الثلاثاء 18 مارس 2024"),
            ("بدأ [الثلاثاء](date:2024-03-18).", "date-value-mismatch: الثلاثاء"),
        ] {
            assert_eq!(about_dates(line), [expected], "{line}");
        }
        let dateline = "---\ndatePublished: 2024-03-18\ndateline: \"الثلاثاء 8 مارس 2024\"\n---\nيبدأ العمل.\n";
        let found = all_findings(&format!("//- story.ar.news.md\n{dateline}"));
        assert_eq!(found, ["weekday-mismatch: الثلاثاء 8 مارس 2024"], "a dateline's weekday before its day");
    }

    #[test]
    fn findings_of_different_faults_stand_side_by_side() {
        let found = about_dates("بدأ الثلاثاء 18 مارس 2024 وينتهي في 31 يونيو 2024.");
        assert_eq!(found, ["weekday-mismatch: الثلاثاء 18 مارس 2024", "impossible-date: 31 يونيو 2024"]);
    }

    #[test]
    fn the_nearer_level_counts() {
        let level = |fixture: &str| {
            let context = Arc::new(ProjectContext {
                config: Config::parse("[rules]\npage-furniture = \"warning\"\n"),
                ..ProjectContext::standard()
            });
            lint_text(fixture, "x.news.md", &context).first().map(|finding| finding.severity)
        };
        assert_eq!(level("Facebook\n\nThe works begin.\n"), Some(Severity::Warning));
        let own = "---\ncopydesk: {page-furniture: error}\n---\nFacebook\n\nThe works begin.\n";
        assert_eq!(level(own), Some(Severity::Error), "the article stands above the configuration");
    }
}

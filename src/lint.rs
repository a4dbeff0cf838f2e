//! Runs the rules over articles, registry files and configurations, applies suppressions and precedence, and sorts the
//! findings.

mod blocks;
mod levels;
mod opaque;
mod precedence;
mod ranges;
mod suppressions;
mod unused_ignore;

use crate::actors::{Registry, RegistryFile, RegistryProblem, is_list};
use crate::analysis::{Analysis, Facts, Memory, ProjectContext, analyse};
use crate::config::Config;
use crate::finding::{Finding, Level, Problem, Severity};
use crate::rule::{Check, Rule, Sink};
use crate::rules::{MALFORMED_METADATA, RULES};
use levels::Levels;
pub use levels::{Origin, levels_of};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The findings of an article for some rules, by place, then by code. `stop` is asked between rules. `None` if it returns
/// `true`.
pub fn lint(analysis: &Analysis, rules: &[&'static Rule], stop: &dyn Fn() -> bool) -> Option<Vec<Finding>> {
    lint_with_twins(analysis, &[], rules, stop)
}

/// The findings of an article, also in view of its twins in other languages.
pub fn lint_with_twins(
    analysis: &Analysis,
    twins: &[Arc<Facts>],
    rules: &[&'static Rule],
    stop: &dyn Fn() -> bool,
) -> Option<Vec<Finding>> {
    let levels = Levels::new(analysis);
    let mut findings = Vec::new();
    let mut of_blocks = Vec::new();
    let writer = analysis.writer();
    for &rule in rules {
        if stop() {
            return None;
        }
        let Level::At(severity) = levels.of_rule(rule) else { continue };
        let mut sink = Sink::new(rule, severity, &mut findings).written_by(writer.as_deref());
        match rule.check {
            Check::Article(check) | Check::Both(check, _) => check(analysis, &mut sink),
            Check::Block(check) => of_blocks.push((rule, severity, check)),
            Check::BlockAndArticle(of_block, check) => {
                of_blocks.push((rule, severity, of_block));
                check(analysis, &mut sink);
            }
            Check::Twin(check) => twins.iter().for_each(|twin| check(analysis, twin, &mut sink)),
            _ => {}
        }
    }
    blocks::check(analysis, &of_blocks, writer.as_deref(), stop, &mut findings)?;
    precedence::apply(&mut findings);
    suppressions::apply(analysis, &levels, !twins.is_empty(), &mut findings);
    opaque::protect(analysis, &mut findings);
    findings.sort_by_key(|finding| (finding.range, finding.code));
    // The dateline of markup is a block of the text, too.
    let said = |finding: &Finding| (finding.code, finding.range, finding.message.to_string());
    findings.dedup_by(|one, other| one.range == other.range && said(one) == said(other));
    Some(findings)
}

/// The findings of a registry file.
pub fn lint_registry(file: &RegistryFile, config: &Config) -> Vec<Finding> {
    let found = run(config, |rule, sink| {
        if let Check::Registry(check) = rule.check {
            check(file, sink);
        }
    });
    without_edits(file, found)
}

/// The findings of a registry file, without the fixes of a list in XML, which is never changed.
fn without_edits(file: &RegistryFile, mut findings: Vec<Finding>) -> Vec<Finding> {
    if is_list(&file.path) {
        for finding in &mut findings {
            finding.fixes.clear();
        }
    }
    findings
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
    let found = run(&context.config, |rule, sink| match rule.check {
        Check::Registry(check) => check(&between, sink),
        Check::Between(check) => check(file, registry, sink),
        _ => {}
    });
    without_edits(file, found)
}

/// The rules of registry files with their levels, for a registry whose entries are checked one by one.
pub struct RegistryRules(Vec<(&'static Rule, Severity)>);

impl RegistryRules {
    pub fn new(config: &Config) -> Self {
        let rules = RULES.iter().filter(|rule| matches!(rule.check, Check::Registry(_) | Check::Between(_)));
        let level = |rule: &&'static Rule| Some((*rule, config.level_outside(&rule.code, rule.level).severity()?));
        Self(rules.filter_map(level).collect())
    }

    /// The findings of entries by themselves.
    pub fn own(&self, file: &RegistryFile) -> Vec<Finding> {
        self.run(|rule, sink| {
            if let Check::Registry(check) = rule.check {
                check(file, sink);
            }
        })
    }

    /// The findings of entries in view of all others.
    pub fn between(&self, file: &RegistryFile, registry: &Registry) -> Vec<Finding> {
        self.run(|rule, sink| {
            if let Check::Between(check) = rule.check {
                check(file, registry, sink);
            }
        })
    }

    /// The findings of problems between entries.
    pub fn problems(&self, problems: Vec<RegistryProblem>) -> Vec<Finding> {
        self.own(&RegistryFile { problems, ..RegistryFile::default() })
    }

    fn run(&self, check: impl Fn(&'static Rule, &mut Sink<'_>)) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (rule, severity) in &self.0 {
            check(rule, &mut Sink::new(rule, *severity, &mut findings));
        }
        findings
    }
}

/// The findings of a registry file that arise from what the articles of a run mention, by id.
pub fn lint_unused(file: &RegistryFile, used: &BTreeSet<String>, config: &Config) -> Vec<Finding> {
    let found = run(config, |rule, sink| {
        if let Check::Unused(check) = rule.check {
            check(file, used, sink);
        }
    });
    without_edits(file, found)
}

/// Whether a configuration asks for what an article mentions: only then is it worth the reading.
pub fn asks_for_unused(config: &Config) -> bool {
    let mut unused = RULES.iter().filter(|rule| matches!(rule.check, Check::Unused(_)));
    unused.any(|rule| !config.level_outside(&rule.code, rule.level).is_off())
}

/// The ids of the actors that an article links or certainly names.
pub fn used_actors(analysis: &Analysis) -> BTreeSet<String> {
    let linked = analysis.mentions().filter_map(|(_, actor)| actor);
    let named = analysis.names.iter().filter_map(|name| analysis.certain_actor(name));
    linked.chain(named).map(|actor| analysis.registry().actor(actor).id.clone()).collect()
}

/// The finding of a record that cannot be read.
pub fn lint_record(problem: &Problem, config: &Config) -> Vec<Finding> {
    run(config, |rule, sink| {
        if rule.code == MALFORMED_METADATA.code {
            sink.report_problem(problem);
        }
    })
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
        if let Level::At(severity) = config.level_outside(&rule.code, rule.level) {
            check(rule, &mut Sink::new(rule, severity, &mut findings));
        }
    }
    findings.sort_by_key(|finding| (finding.range, finding.code));
    findings
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
    fn the_front_matter_suppresses() {
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
    fn findings_of_different_faults_are_side_by_side() {
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
        assert_eq!(level(own), Some(Severity::Error), "the article overrides the configuration");
    }
}

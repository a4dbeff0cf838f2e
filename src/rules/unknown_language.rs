//! `unknown-language`: an article whose language is not known, so that its words are not understood.

use crate::analysis::Analysis;
use crate::article::Key;
use crate::finding::{Level, RuleCode, Severity};
use crate::language::Language;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unknown-language"),
    group: Group::Text,
    level: Level::At(Severity::Info),
    fix: None,
    summary: "The language of the article is unknown.",
    why: "Dates in words are not read; only names are found. Set the language in the front matter (`inLanguage: \
          sv`), in the file name (`story.sv.news.md`) or for all articles in copydesk.toml (`language = \"sv\"`). \
          Not reported if the article is too short to judge.",
    bad: Example {
        path: "story.news.md",
        text: "Hamnen stängdes under natten. Fartygen väntar fortfarande utanför kajen, medan arbetet fortsätter under dagen. \
               Ministern besökte hamnen tidigt, talade med arbetarna och lovade nya kranar. Kommunen betalar hälften, staten \
               resten. Besättningarna fick mat och kläder medan stormen drog förbi, berättade hamnchefen.\n",
    },
    good: Example { path: "story.sv.news.md", text: "---\ninLanguage: sv\n---\nHamnen stängdes under natten.\n" },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    if analysis.language() != Language::Other || analysis.article.metadata.get(Key::InLanguage).is_some() {
        return;
    }
    let parts = analysis.article.blocks.iter().map(|block| block.prose.text());
    if Language::of_text(&parts) != Some(Language::Other) {
        return;
    }
    let Some(first) = analysis.article.blocks.iter().find(|block| block.is_body()) else { return };
    sink.report(first.range, message!("unknown language: dates in words are not read"))
        .note(message!("set `inLanguage` in the front matter, or `language` in copydesk.toml"));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn one_finding_for_an_article() {
        let text = RULE.bad.text.trim_end();
        check(
            RULE.code,
            &format!(
                "//- story.news.md\n{text}\n{} info: unknown language\n\nHamnen är öppen.\n",
                "^".repeat(text.chars().count())
            ),
        );
    }

    #[test]
    fn short_texts_and_stated_languages_are_not_reported() {
        for text in ["Hamnen är öppen.", "The port is open.", "12 / 40"] {
            check(RULE.code, &format!("//- story.news.md\n{text}"));
        }
        check(RULE.code, &format!("//- story.sv.news.md\n---\ninLanguage: sv\n---\n{}", RULE.bad.text));
    }
}

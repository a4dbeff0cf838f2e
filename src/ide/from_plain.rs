//! Converts plain text or Markdown to annotated News Markdown: with front matter, links on certain names, and annotations on
//! days.
//!
//! No word of the story is lost: page furniture is put into comments. An annotated article is returned unchanged.

use super::annotate::annotate_article;
use crate::analysis::{Analysis, Memory, ProjectContext, analyse};
use crate::article::{BlockId, BlockKind, Key};
use crate::dates::parse_metadata_date;
use crate::language::Language;
use crate::rules::PAGE_FURNITURE;
use crate::syntax::{NEWS_MARKDOWN, PLAIN, news_markdown};
use crate::text::line_break;
use std::collections::HashSet;
use std::sync::Arc;

/// The maximum number of passes. One link can make another name certain.
const PASSES: usize = 8;

/// Converts a text to annotated News Markdown, or annotates an article in other markup in place. `path` is the path of the
/// text.
pub fn annotate_text(text: &str, path: &str, context: &Arc<ProjectContext>) -> String {
    let analysis = analyse(text.into(), path, context.clone(), &mut Memory::default());
    let (written, syntax) = match analysis.article.syntax {
        NEWS_MARKDOWN => (with_front_matter(&analysis), NEWS_MARKDOWN),
        PLAIN => (from_plain(&analysis), NEWS_MARKDOWN),
        // Other markup holds links itself.
        own => (text.to_owned(), own),
    };
    let written = if syntax == NEWS_MARKDOWN { with_line_breaks(written, line_break(&analysis.text)) } else { written };
    let context = Arc::new(ProjectContext { syntax: Some(syntax), ..(**context).clone() });
    let mut memory = Memory::default();
    let mut current: Arc<str> = written.into();
    for _ in 0..PASSES {
        let analysis = analyse(current.clone().into(), path, context.clone(), &mut memory);
        let Some(edits) = annotate_article(&analysis) else { break };
        current = edits.apply(&current).into();
    }
    current.to_string()
}

/// The text with one kind of line break. The source can have other line breaks than what was added.
fn with_line_breaks(text: String, line_break: &str) -> String {
    if line_break == "\n" {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', line_break)
}

/// Markdown with front matter, its own if it has one.
fn with_front_matter(analysis: &Analysis) -> String {
    let text: &str = &analysis.text;
    if analysis.article.metadata.range.is_some() || analysis.article.metadata.get(Key::Type).is_some() {
        return text.to_owned();
    }
    let published = analysis.reference.map(|reference| reference.day.to_string());
    let body = text.trim_start_matches('\u{FEFF}').trim_start_matches(['\n', '\r']);
    news_markdown::front_matter(None, published.as_deref(), analysis.language()) + body
}

/// Plain text as Markdown: one paragraph for each line, with escapes for what Markdown would interpret.
fn from_plain(analysis: &Analysis) -> String {
    let article = &analysis.article;
    let headline = article.blocks.iter().find(|block| block.kind == BlockKind::Headline);
    let headline = headline.map(|block| block.prose.text().trim());
    let stamp = stamp(analysis);
    let published = stamp.as_ref().map(|(_, value)| value.clone());
    let published = published.or_else(|| analysis.reference.map(|reference| reference.day.to_string()));
    let mut out = news_markdown::front_matter(headline, published.as_deref(), analysis.language());
    let prefixes: Vec<String> = analysis.config().prefixes.keys().cloned().collect();
    let keeps_page = analysis.config().level_outside(&PAGE_FURNITURE.code, PAGE_FURNITURE.level).is_off();
    let mut standfirsts = HashSet::new();
    for (number, block) in article.numbered_blocks() {
        let words = block.prose.text().trim();
        let is_aside = match block.kind {
            BlockKind::Headline => continue,
            BlockKind::Furniture(_) => !keeps_page,
            BlockKind::Stamp => stamp.as_ref().is_some_and(|(at, _)| *at == number),
            // A page can show the standfirst twice, above and below the picture.
            BlockKind::Standfirst => !standfirsts.insert(words),
            _ => false,
        };
        if words.is_empty() {
            continue;
        }
        if is_aside {
            out.push_str(&news_markdown::comment(words));
        } else {
            out.push_str(&news_markdown::paragraph(words, analysis.language(), &prefixes));
        }
        out.push_str("\n\n");
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}

/// The first line that states the day of the story, and the day.
fn stamp(analysis: &Analysis) -> Option<(BlockId, String)> {
    let day = analysis.reference?.day;
    let mut stamps = analysis.article.numbered_blocks().filter(|(_, block)| block.kind == BlockKind::Stamp);
    stamps.find_map(|(number, _)| {
        let dates = analysis.dates_of(number);
        let mut same = dates.filter(|date| date.resolved.day() == Some(day));
        let value = same.find_map(|date| date.resolved.value.clone())?;
        let is_day = |value: &str| {
            let read = parse_metadata_date(value, Language::English).and_then(|value| value.days);
            read.is_some_and(|(first, _)| first == day)
        };
        Some((number, if is_day(&value) { value } else { day.to_string() }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::{Registry, parse};
    use crate::article::Block;
    use crate::config::Config;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn context() -> Arc<ProjectContext> {
        let file = parse("actors.toml", include_str!("../../examples/newsroom/actors.toml"));
        Arc::new(ProjectContext::new(Config::with_defaults(), Arc::new(Registry::new(vec![Arc::new(file)], true))))
    }

    #[track_caller]
    fn check(text: &str, path: &str, expected: &Expect) {
        let context = context();
        let once = annotate_text(text, path, &context);
        expected.assert_eq(&once);
        assert_eq!(annotate_text(&once, path, &context), once, "twice is as once");
    }

    #[test]
    fn a_scraped_page_becomes_an_article() {
        let page = "توسعة الميناء قبل الصيف\n\nالعمل يبدأ في الصيف\n\nالعمل يبدأ في الصيف\n\nواتساب\nالاثنين، 18-03-2024 الساعة 19:22\n\n\
            قالت سميرة ناصر إن العقد وُقّع أمس.\n\nاقرأ أيضاً:\n\nخبر آخر\n\nوغادر كريم عادل في 5 يونيو المقبل، «وعاد» سميرة ناصر.\n\nمرسى النخيل\n";
        check(
            page,
            "page.ar.txt",
            &expect![[r#"
            ---
            type: NewsArticle
            headline: "توسعة الميناء قبل الصيف"
            datePublished: 2024-03-18T19:22
            inLanguage: ar
            ---

            العمل يبدأ في الصيف

            <!-- page: العمل يبدأ في الصيف -->

            <!-- page: واتساب -->

            <!-- page: الاثنين، 18-03-2024 الساعة 19:22 -->

            قالت [سميرة ناصر](actor:samira-nasser) إن العقد وُقّع [أمس](date:2024-03-17).

            <!-- page: اقرأ أيضاً: -->

            <!-- page: خبر آخر -->

            وغادر [كريم عادل](actor:karim-adel) في [5 يونيو المقبل](date:2024-06-05)، «وعاد» سميرة ناصر.

            <!-- page: مرسى النخيل -->
        "#]],
        );
        let page = "Port to be widened: minister\n\nWhatsApp\nMonday, 18 March 2024\n\nSamira Nasser signed * the contract_ [yesterday].\n\n1. Karim Adel left & came.\n";
        check(
            page,
            "page.en.txt",
            &expect![[r#"
            ---
            type: NewsArticle
            headline: "Port to be widened: minister"
            datePublished: 2024-03-18
            inLanguage: en
            ---

            <!-- page: WhatsApp -->

            <!-- page: Monday, 18 March 2024 -->

            [Samira Nasser](actor:samira-nasser) signed \* the contract\_ \[[yesterday](date:2024-03-17)\].

            1\. [Karim Adel](actor:karim-adel) left \& came\.
        "#]],
        );
    }

    #[test]
    fn markdown_keeps_its_form() {
        check(
            "# Port\n\nSamira Nasser signed on 18 March 2024.\n",
            "2024/03/18/port.en.md",
            &expect![[r"
            ---
            type: NewsArticle
            datePublished: 2024-03-18
            inLanguage: en
            ---

            # Port

            [Samira Nasser](actor:samira-nasser) signed on [18 March 2024](date:2024-03-18).
        "]],
        );
        check(
            "---\ndate: 2024-03-18\n---\nغادر كريم عادل أمس.\n",
            "port.ar.news.md",
            &expect![[r"
            ---
            date: 2024-03-18
            ---
            غادر [كريم عادل](actor:karim-adel) [أمس](date:2024-03-17).
        "]],
        );
    }

    /// The words of each block of the story.
    fn words(text: &str, path: &str, context: &Arc<ProjectContext>) -> Vec<String> {
        let analysis = analyse(text.into(), path, context.clone(), &mut Memory::default());
        let is_story = |block: &&Block| !matches!(block.kind, BlockKind::Furniture(_) | BlockKind::Stamp);
        let words = |block: &Block| block.prose.text().split_whitespace().collect::<Vec<_>>().join(" ");
        analysis.article.blocks.iter().filter(is_story).map(words).collect()
    }

    proptest! {
        #[test]
        fn twice_is_as_once_and_no_word_is_lost(
            lines in prop::collection::vec(
                prop::sample::select(vec![
                    "", "قالت سميرة ناصر أمس.", "Karim Adel left on 5 June 2024.", "whatsapp", "اقرأ أيضاً :", "# head", "* a *b* _c_",
                    "1. one", "> q", "[x]: y", "[Samira Nasser] [a](b)", "<b>x</b> &amp; `c`", "<!-- copydesk:ignore -->", "---", "===",
                    "الاثنين، 18-09-2017 الساعة 19:22", "    code", "| a | b |", "|---|---|", "http://example.org/a_b_c", "\\", "!", "- x", "~~~",
                    "كلام \"طويل\" جداً -- ثم كلام", "[ناصر](actor:samira-nasser)", "سميرة ناصر [", "+++",
                ]),
                0..9,
            ),
            path in prop::sample::select(vec!["a.ar.txt", "b.en.txt", "c.txt", "d.news.md", "2024/03/18/e.md"]),
        ) {
            let (context, text) = (context(), lines.join("\n"));
            let once = annotate_text(&text, path, &context);
            prop_assert_eq!(annotate_text(&once, path, &context), once.clone());
            let plain = analyse(text.as_str().into(), path, context.clone(), &mut Memory::default()).article.syntax == crate::syntax::PLAIN;
            if plain {
                let found = words(&once, path, &context);
                for block in words(&text, path, &context) {
                    prop_assert!(found.contains(&block), "{:?} is lost:\n{}", block, once);
                }
            }
        }
    }
}

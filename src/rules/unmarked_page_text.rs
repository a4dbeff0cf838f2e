//! `unmarked-page-text`: a page of which nothing says which part is the article.

use crate::analysis::Analysis;
use crate::article::Block;
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unmarked-page-text"),
    group: Group::Text,
    level: Level::At(Severity::Info),
    fix: None,
    summary: "A page in HTML does not mark the text of its article, so that all of its text is read.",
    why: "Menus, captions of other stories and footers can be among what is read, and names and dates in them are reported. \
          `<article>`, `<main>` or `itemprop=\"articleBody\"` around the text says what the article is.",
    bad: Example {
        path: "story.html",
        text: "<html lang=en><body><h1>Port opens</h1><p>The works begin.</p></body></html>\n",
    },
    good: Example {
        path: "story.html",
        text: "<html lang=en><body><article><h1>Port opens</h1><p>The works begin.</p></article></body></html>\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let Some(body) = analysis.article.whole_page else { return };
    if analysis.article.blocks.iter().any(Block::is_body) {
        sink.report(body, message!("nothing marks the text of the article: the whole page is read"))
            .note(message!("put it into `<article>`, or mark it with `itemprop=\"articleBody\"`"));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn a_page_is_reported_once() {
        check(
            RULE.code,
            "
            //- story.html
            <html lang=\"ar\"><head><title>x</title></head><body class=\"rtl\">
                                                         ^^^^^^^^^^^^^^^^^^ info: nothing marks the text of the article: the whole page is read | put it into `<article>`
            <div><p>يبدأ العمل.</p></div><p>اتصل بنا</p></body></html>
            ",
        );
        check(
            RULE.code,
            "
            //- story.html
            <html lang=en><body><p>The works begin.</p>
                          ^^^^^^ nothing marks the text of the article
            ",
        );
    }

    #[test]
    fn marked_text_empty_pages_and_parts_of_pages_are_not_reported() {
        for page in [
            "<html lang=en><body><main><p>The works begin.</p></main></body></html>",
            "<html lang=en><body><div role=main><p>The works begin.</p></div></body></html>",
            "<html lang=en><body><div itemprop=articleBody><p>The works begin.</p></div></body></html>",
            "<html lang=en><body><div property=\"schema:articleBody articleBody\"><p>Begun.</p></div></body></html>",
            "<html lang=en><body><div class=\"h e-content\"><p>The works begin.</p></div></body></html>",
            "<html lang=en><body itemscope itemtype=\"https://schema.org/NewsArticle\"><p>Begun.</p></body></html>",
            "<html lang=en><body><nav>Home</nav></body></html>",
            "<p>The works begin.</p>",
        ] {
            check(RULE.code, &format!("//- story.html\n{page}\n"));
        }
        check(RULE.code, "//- story.ar.news.md\nيبدأ العمل <body> غدا.\n");
        check(
            RULE.code,
            "//- story.ninjs.json\n{\"uri\": \"urn:x\", \"bodies\": [{\"contentType\": \"text/html\", \"value\": \"<p>The works begin.</p>\"}]}\n",
        );
    }
}

//! `conflicting-metadata`: a page or an item that states its date or its headline twice, with two values.

use crate::analysis::Analysis;
use crate::article::{BlockKind, Entry, Key, Scalar};
use crate::dates::{self, DateValue, parse_metadata_date};
use crate::finding::{Level, Location, Related, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::{Fold, fold};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("conflicting-metadata"),
    group: Group::Text,
    level: Level::At(Severity::Warning),
    fix: None,
    summary: "Two places of a page or an item state different days of publication, or different headlines.",
    why: "Search engines and archives read one place, people another. A date is compared as a day, and two moments in two \
          time zones are one day if they are one moment. In TEI, the days of the source, of its edition as a file and of \
          writing are not compared. Headlines that differ are an info: a title for search engines is often shorter, so \
          one that contains the other is not reported.",
    bad: Example {
        path: "story.html",
        text: "<html lang=en><head><meta property=\"article:published_time\" content=\"2024-03-19\">\n\
               <script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"datePublished\": \"2024-03-18\"}</script></head>\n\
               <body><article><h1>Port opens</h1><p>The works begin.</p></article></body></html>\n",
    },
    good: Example {
        path: "story.html",
        text: "<html lang=en><head><meta property=\"article:published_time\" content=\"2024-03-18T09:00:00Z\">\n\
               <script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"datePublished\": \"2024-03-18\"}</script></head>\n\
               <body><article><h1>Port opens</h1><p>The works begin.</p></article></body></html>\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let metadata = &analysis.article.metadata;
    for other in &metadata.others {
        let Some(key) = other.key.filter(|key| key.is_date()) else { continue };
        let Some(first) = metadata.get(key) else { continue };
        dates(analysis, key, first, other, sink);
    }
    headline(analysis, sink);
}

fn dates(analysis: &Analysis, key: Key, first: &Entry, other: &Entry, sink: &mut Sink<'_>) {
    let (Some(one), Some(two)) = (first.value.scalar(), other.value.scalar()) else { return };
    let read = |scalar: &Scalar| parse_metadata_date(scalar.text(), analysis.language());
    let (Some(value), Some(second)) = (read(one), read(two)) else { return };
    let (Some(day), Some(next)) = (value.day(), second.day()) else { return };
    if day == next || is_one_moment(&value, &second) {
        return;
    }
    let message = message!(
        "`{key}` is {this} here and {that} in `{place}`",
        key = key.name(),
        this = dates::plain_form(next),
        that = dates::plain_form(day),
        place = first.name
    );
    let related = Related { location: Location::Here(one.inner()), message: message!("the other date is here") };
    let report = sink.report(two.inner(), message).related(related);
    // One day apart can be the time zone of a system.
    if dates::days_between(day, next).abs() == 1 && (value.time.is_some() || second.time.is_some()) {
        report.soften();
    }
}

fn is_one_moment(one: &DateValue, other: &DateValue) -> bool {
    one.moment().zip(other.moment()).is_some_and(|(one, other)| one == other)
}

/// The headline of the data against that of the text.
fn headline(analysis: &Analysis, sink: &mut Sink<'_>) {
    let article = &analysis.article;
    let Some(data) = article.metadata.text(Key::Headline) else { return };
    let is_own = |range| article.metadata.range.is_some_and(|front| front.contains_range(range));
    let shown = article.blocks.iter().find(|block| block.kind == BlockKind::Headline);
    let shown = shown.filter(|block| !article.is_foreign(block));
    let Some(shown) = shown.filter(|block| block.range != data.range && !is_own(block.range)) else { return };
    if is_own(data.range) {
        return;
    }
    let key = |text: &str| {
        let folded = fold(text, Fold::Loose);
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let (one, other) = (key(data.text()), key(shown.prose.text()));
    if one.is_empty() || other.is_empty() || one.contains(&other) || other.contains(&one) {
        return;
    }
    let range = shown.prose.map(shown.prose.full()).range();
    let related = Related { location: Location::Here(range), message: message!("the headline of the text is here") };
    sink.report(data.inner(), message!("the headline of the data is not that of the text"))
        .related(related)
        .at_most(Severity::Info);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn data_and_page_differ() {
        check(
            RULE.code,
            "
            //- story.html
            <html lang=\"ar\"><head><meta property=\"article:published_time\" content=\"2024-03-28T10:00:00+03:00\">
                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `datePublished` is 28 March 2024 here and 18 March 2024 in `datePublished`
            <script type=\"application/ld+json\">
            {\"@graph\": [{\"@type\": \"NewsArticle\", \"datePublished\": \"2024-03-18T10:00:00+03:00\", \"headline\": \"مرسى تغلق المدرسة\"}]}
                                                                                                            ^^^^^^^^^^^^^^^^^ info: the headline of the data is not that of the text
            </script></head><body><article><h1>مرسى تفتح الميناء</h1><p>يبدأ العمل.</p></article></body></html>
            ",
        );
        check(
            RULE.code,
            "
            //- story.xml
            <nitf><head><docdata><date.issue norm=\"20240319\"/></docdata><pubdata date.publication=\"20240318\"/></head>
                                                   ^^^^^^^^ `datePublished` is 19 March 2024 here
            <body><body.content><p>The works begin.</p></body.content></body></nitf>
            ",
        );
    }

    #[test]
    fn a_file_is_published_later_than_its_source() {
        check(
            RULE.code,
            "
            //- story.tei.xml
            <TEI><teiHeader><fileDesc><publicationStmt><date when=\"2025-11-12\"/></publicationStmt>
            <sourceDesc><bibl><date when=\"1914-12-31\"/></bibl></sourceDesc></fileDesc></teiHeader>
            <text><body><div type=\"article\"><dateline><date when=\"1914-12-28\">28 December</date></dateline>
            <p>The works begin.</p></div></body></text></TEI>
            ",
        );
    }

    #[test]
    fn one_day_in_two_forms_is_not_a_conflict() {
        for page in [
            "<meta property=\"article:published_time\" content=\"2024-03-18T22:30:00Z\"><script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"datePublished\": \"2024-03-19T01:30:00+03:00\", \"headline\": \"Port opens\"}</script>",
            "<meta property=\"article:published_time\" content=\"soon\"><script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"datePublished\": \"2024-03-19\"}</script>",
            "<script type=\"application/ld+json\">{\"@type\": \"WebSite\", \"datePublished\": \"2014-03-19\", \"headline\": \"x\"}</script><meta property=\"article:published_time\" content=\"2024-03-18\">",
        ] {
            check(
                RULE.code,
                &format!(
                    "//- story.html\n<html lang=en><head>{page}</head><body><article><h1>Port opens: the works begin</h1><p>Yes.</p></article></body></html>\n"
                ),
            );
        }
        check(RULE.code, "---\nheadline: One\ndate: 2024-03-18\n---\n# Two\n\nText.\n");
        check(RULE.code, "//- story.ar.news.md\n---\nheadline: مرسى\n---\nيبدأ العمل.\n");
    }
}

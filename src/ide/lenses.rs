//! Code lenses: the timeline of an article, the number of mentions of an entry.

use crate::analysis::Analysis;
use crate::counted;
use crate::message;
use crate::message::Message;
use crate::text::TextRange;
use crate::timeline::{entries, sort};

/// A code lens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The range below it.
    pub range: TextRange,
    /// Its title.
    pub title: Message,
}

/// The number of dates in an article, with the first and the last, above the headline or else the first block. `None` for an
/// article without dates.
pub fn timeline_lens(analysis: &Analysis) -> Option<Lens> {
    let mut entries = entries(analysis);
    sort(&mut entries);
    entries.retain(|entry| entry.first.is_some());
    let first = entries.first()?.first.as_deref()?;
    let last = entries.iter().filter_map(|entry| entry.last.as_deref()).max()?;
    let block = analysis.article.headline().or_else(|| analysis.article.blocks.first())?;
    let count = match entries.len() {
        1 => message!("one date"),
        count => message!("{count} dates", count),
    };
    let title = if first == last {
        message!("Timeline: {count}, {first}", count, first)
    } else {
        message!("Timeline: {count}, {first} to {last}", count, first, last)
    };
    Some(Lens { range: block.range, title })
}

/// "12 mentions in 5 articles".
pub fn mention_count((mentions, articles): (usize, usize)) -> Message {
    if mentions == 0 {
        return message!("no mentions");
    }
    let mentions = counted!(mentions, "{count} mention", "{count} mentions");
    let articles = counted!(articles, "{count} article", "{count} articles");
    message!("{mentions} in {articles}", mentions, articles)
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_timeline_lens;
    use expect_test::expect;

    #[test]
    fn the_timeline_is_over_the_headline() {
        check_timeline_lens(
            "
            //- story.en.news.md
            ---
            headline: Work begins
            date: 2024-03-18
            ---
            It was signed on [February 11](date:2024-02-11), began yesterday, and ends on 5 June 2024.
            ",
            &expect!["Work begins: Timeline: 3 dates, 2024-02-11 to 2024-06-05"],
        );
        check_timeline_lens(
            "
            //- story.ar.news.md date=2024-03-18
            غادرت أمس.
            ",
            &expect!["غادرت أمس.: Timeline: one date, 2024-03-17"],
        );
    }

    #[test]
    fn an_article_without_dates_has_none() {
        check_timeline_lens("The works begin.", &expect!["-"]);
    }
}

//! All links of an article in one form: with their ids in the cast list, or beside their words.

use super::rewrite::{into_cast_list, into_text, is_written, organize, reads_alike};
use crate::analysis::{Analysis, Desk, Memory, analyse};
use crate::article::{Link, Target};
use crate::config::LinkStyle;
use crate::text::EditSet;
use std::sync::Arc;

/// The article of a text with its links in a form and its cast list in order; [`LinkStyle::Auto`] leaves the links as
/// they are. A link that the form cannot hold stays. Text that is not News Markdown comes back as it is.
pub fn restyle(text: &str, path: &str, desk: &Arc<Desk>, style: LinkStyle) -> String {
    let mut memory = Memory::default();
    let mut current = analyse(text.into(), path, desk.clone(), &mut memory);
    if !is_written(&current) {
        return text.to_owned();
    }
    let links = current.article.mentions.len() + current.article.date_marks.len();
    // One link at a time: each can write or take away a line of the cast list that the next one needs.
    for _ in 0..links {
        let Some(edits) = next(&current, style) else { break };
        current = analyse(edits.apply(&current.text).into(), path, desk.clone(), &mut memory);
    }
    organize(&current).map_or_else(|| current.text.to_string(), |edits| edits.apply(&current.text))
}

/// The change of the first link that is not in the form.
fn next(analysis: &Analysis, style: LinkStyle) -> Option<EditSet> {
    let article = &analysis.article;
    let mentions =
        article.mentions.iter().map(|mention| (&mention.link, &mention.target, mention.attributes.is_empty()));
    let marks = article.date_marks.iter().map(|mark| (&mark.link, &mark.target, true));
    let mut all: Vec<(&Link, &Target, bool)> = mentions.chain(marks).collect();
    all.sort_by_key(|(link, ..)| link.range);
    let change = |(link, target, bare): (&Link, &Target, bool)| {
        let rewrite = match style {
            LinkStyle::Auto => None,
            LinkStyle::CastList => into_cast_list(analysis, link, target).filter(|_| bare),
            LinkStyle::Inline => into_text(analysis, link, target),
        };
        rewrite.map(|rewrite| rewrite.edits).filter(|edits| reads_alike(analysis, edits))
    };
    all.into_iter().find_map(change)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAST: &str = "قالت [سميرة ناصر] ذلك [أمس]، وغادر [كريم عادل].\n\nThen [Adel][كريم عادل] left.\n\n[سميرة ناصر]: actor:samira-nasser\n[أمس]: date:2024-03-17\n[كريم عادل]: actor:karim-adel\n";
    const INLINE: &str = "قالت [سميرة ناصر](actor:samira-nasser) ذلك [أمس](date:2024-03-17)، وغادر [كريم عادل](actor:karim-adel).\n\nThen [Adel](actor:karim-adel) left.\n";

    #[test]
    fn there_and_back() {
        let desk = Arc::new(Desk::standard());
        let path = "story.ar.news.md";
        let inline = restyle(CAST, path, &desk, LinkStyle::Inline);
        assert_eq!(inline.trim_end(), INLINE.trim_end());
        assert_eq!(restyle(INLINE, path, &desk, LinkStyle::CastList), CAST);
        for (text, style) in [(CAST, LinkStyle::CastList), (INLINE, LinkStyle::Inline), (CAST, LinkStyle::Auto)] {
            assert_eq!(restyle(text, path, &desk, style), text, "{style:?}");
        }
        let plain = "Karim Adel [left].\n";
        assert_eq!(restyle(plain, "a.txt", &desk, LinkStyle::Inline), plain);
    }
}

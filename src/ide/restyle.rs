//! All links of an article in one style: with their ids in the cast list, or inline.

use super::annotate::together;
use super::rewrite::{organize, reads_alike};
use crate::analysis::{Analysis, Memory, ProjectContext, analyse};
use crate::article::{Link, Target};
use crate::config::LinkStyle;
use crate::text::EditSet;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How often the links that are left are looked at again: a link can wait for the definition that another one writes, or for
/// the link that touches it.
const PASSES: usize = 8;

/// The article of a text with its links in a form and its cast list in order; [`LinkStyle::Auto`] leaves the links as
/// they are. A link that the form cannot hold stays. Text that is not News Markdown comes back as it is.
pub fn restyle(text: &str, path: &str, context: &Arc<ProjectContext>, style: LinkStyle) -> String {
    let mut memory = Memory::default();
    let first = analyse(text.into(), path, context.clone(), &mut memory);
    if first.writer().is_none() {
        return text.to_owned();
    }
    let used: HashSet<String> = first
        .article
        .links()
        .filter_map(|link| link.definition)
        .map(|definition| first.article.definitions[definition].label.to_lowercase())
        .collect();
    let mut current = first;
    for _ in 0..PASSES {
        let Some(edits) = together(&current, changes(&current, style)) else { break };
        current = analyse(edits.apply(&current.text).into(), path, context.clone(), &mut memory);
    }
    if let Some(edits) = without_unused(&current, &used) {
        current = analyse(edits.apply(&current.text).into(), path, context.clone(), &mut memory);
    }
    organize(&current).map_or_else(|| current.text.to_string(), |edits| edits.apply(&current.text))
}

/// The changes of all links that are not in the form, in the order of the text.
fn changes(analysis: &Analysis, style: LinkStyle) -> Vec<EditSet> {
    let article = &analysis.article;
    let Some(writer) = analysis.writer() else { return Vec::new() };
    let mentions =
        article.mentions.iter().map(|mention| (&mention.link, &mention.target, mention.attributes.is_empty()));
    let marks = article.date_marks.iter().map(|mark| (&mark.link, &mark.target, true));
    let mut all: Vec<(&Link, &Target, bool)> = mentions.chain(marks).collect();
    all.sort_by_key(|(link, ..)| link.range);
    // An id is defined once. A link to it with other words waits for the next pass, which finds the definition.
    let mut defined: HashMap<&str, &str> = HashMap::new();
    let mut changes = Vec::new();
    for (link, target, bare) in all {
        // A definition has no place for attributes.
        let can_be = bare || style != LinkStyle::CastList;
        let Some(edits) = writer.restyle(link, target, style).filter(|_| can_be) else { continue };
        let words = link.text.slice(&analysis.text);
        let adds_line = edits.iter().any(|edit| writer.defined_label(edit).is_some());
        if !adds_line || *defined.entry(&target.id).or_insert(words) == words {
            changes.push(edits);
        }
    }
    changes
}

/// The removal of the definitions that were used and that no link uses now.
fn without_unused(analysis: &Analysis, used: &HashSet<String>) -> Option<EditSet> {
    let edits = analysis.writer()?.remove_unused(&|label| used.contains(&label.to_lowercase()));
    (!edits.is_empty() && reads_alike(analysis, &edits)).then_some(edits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    const CAST: &str = "قالت [سميرة ناصر] ذلك [أمس]، وغادر [كريم عادل].\n\nThen [Adel][كريم عادل] left.\n\n[سميرة ناصر]: actor:samira-nasser\n[أمس]: date:2024-03-17\n[كريم عادل]: actor:karim-adel\n";
    const INLINE: &str = "قالت [سميرة ناصر](actor:samira-nasser) ذلك [أمس](date:2024-03-17)، وغادر [كريم عادل](actor:karim-adel).\n\nThen [Adel](actor:karim-adel) left.\n";

    #[test]
    fn there_and_back() {
        let context = Arc::new(ProjectContext::standard());
        let path = "story.ar.news.md";
        let inline = restyle(CAST, path, &context, LinkStyle::Inline);
        assert_eq!(inline.trim_end(), INLINE.trim_end());
        assert_eq!(restyle(INLINE, path, &context, LinkStyle::CastList), CAST);
        for (text, style) in [(CAST, LinkStyle::CastList), (INLINE, LinkStyle::Inline), (CAST, LinkStyle::Auto)] {
            assert_eq!(restyle(text, path, &context, style), text, "{style:?}");
        }
        let plain = "Karim Adel [left].\n";
        assert_eq!(restyle(plain, "a.txt", &context, LinkStyle::Inline), plain);
    }
    #[test]
    fn many_links_of_few_actors() {
        let context = Arc::new(ProjectContext::standard());
        let path = "story.en.news.md";
        let mut inline = String::new();
        for line in 0..60 {
            inline.push_str("[Karim Adel](actor:karim-adel)[Adel](actor:karim-adel) met ");
            let _ = write!(inline, "[Guest {line}](actor:guest-{line}) on [4 June](date:2024-06-04).\n\n");
        }
        let cast = restyle(&inline, path, &context, LinkStyle::CastList);
        assert!(!cast.contains("](actor:guest"), "{cast}");
        assert!(cast.contains("met [Guest 59] on [4 June]."), "{cast}");
        assert_eq!(cast.matches("]: ").count(), 62, "{cast}");
        let back = restyle(&cast, path, &context, LinkStyle::Inline);
        assert_eq!(back.matches("](actor:guest").count(), 60, "{back}");
        assert!(!back.contains("]: "), "{back}");
        assert_eq!(restyle(&back, path, &context, LinkStyle::CastList), cast);
    }
}

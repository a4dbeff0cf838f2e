//! Writing links: how a repair or a completion makes a link to an actor in the form that the article uses.

use crate::analysis::Analysis;
use crate::article::{Article, LinkForm, Scheme, Target};
use crate::config::LinkStyle;
use crate::finding::{Applicability, Fix};
use crate::text::{Edit, EditSet, ProseRange};

/// A repair that links words of a block to an actor.
pub fn link_fix(analysis: &Analysis, block: usize, range: ProseRange, id: &str) -> Fix {
    let prose = &analysis.article.blocks[block].prose;
    let mapped = prose.map(range);
    let words = mapped.range().slice(&analysis.text);
    let before = analysis.text[..mapped.range().start as usize].chars().next_back();
    let after = analysis.text[mapped.range().end as usize..].chars().next();
    // `[name]:` is a definition, `[name](` another link, `][name]` a label.
    let alone = before != Some(']') && !matches!(after, Some('(' | '[' | ':'));
    let mut edits = Vec::new();
    let link = match cast_list_form(analysis, prose.slice(range), id).filter(|_| alone) {
        Some((link, definition)) => {
            edits.extend(definition);
            link
        }
        None => format!("[{words}](actor:{id})"),
    };
    edits.push(Edit { range: mapped.range(), text: link });
    let mut fix = Fix::safe(format!("Link to `{id}`"), EditSet::new(edits).unwrap_or_default());
    // Behind a backslash a bracket is no bracket, behind an exclamation mark it is a picture's.
    if mapped.exact().is_none() || matches!(before, Some('\\' | '!')) {
        fix.applicability = Applicability::DisplayOnly;
    }
    fix
}

/// The link in cast-list form and the definition that it still needs; `None` where the article's form is the inline one
/// or the words cannot be a label.
pub fn cast_list_form(analysis: &Analysis, words: &str, id: &str) -> Option<(String, Option<Edit>)> {
    let cast = match analysis.config().links {
        LinkStyle::Inline => false,
        LinkStyle::CastList => true,
        LinkStyle::Auto => uses_cast_list(&analysis.article),
    };
    if cast { in_cast_list(analysis, words, &Scheme::Actor, id) } else { None }
}

/// The link in cast-list form and the definition that it still needs, whatever the article's form is; `None` where the
/// words cannot be a label.
pub fn in_cast_list(analysis: &Analysis, words: &str, scheme: &Scheme, id: &str) -> Option<(String, Option<Edit>)> {
    let article = &analysis.article;
    if words.trim().is_empty() || words.contains(['[', ']', '\\', '\n', '\r']) {
        return None;
    }
    let same = |label: &str| label.trim().to_lowercase() == words.trim().to_lowercase();
    let fits = |target: &Target| target.id == id && names_alike(&target.scheme, scheme);
    if let Some(definition) = article.definitions.iter().find(|definition| same(&definition.label)) {
        return fits(&definition.target).then(|| (format!("[{words}]"), None));
    }
    if let Some(definition) = article.definitions.iter().find(|definition| fits(&definition.target)) {
        return Some((format!("[{words}][{}]", definition.label), None));
    }
    let text = &analysis.text;
    // Behind an open fence or a piece of HTML, a definition at the foot would be no definition.
    let foot = article.blocks.iter().map(|block| block.range.end).max().unwrap_or(0);
    if article.definitions.is_empty() && (foot as usize) < text.trim_end().len() {
        return None;
    }
    let (at, before) = match article.definitions.iter().map(|definition| definition.range.end).max() {
        Some(end) => (end, "\n"),
        None if text.ends_with("\n\n") => (text.len() as u32, ""),
        None if text.ends_with('\n') => (text.len() as u32, "\n"),
        None => (text.len() as u32, "\n\n"),
    };
    let after = if before == "\n" && (at as usize) < text.len() { "" } else { "\n" };
    let definition = format!("{before}[{words}]: {}:{id}{after}", scheme.name());
    let edit = Edit { range: crate::text::TextRange::empty(at), text: definition };
    Some((format!("[{words}]"), Some(edit)))
}

/// Whether two schemes name by the same ids: the registry's, dates, or those of one authority.
fn names_alike(one: &Scheme, other: &Scheme) -> bool {
    let of_registry = |scheme: &Scheme| !matches!(scheme, Scheme::Date | Scheme::Outside(_));
    one == other || (of_registry(one) && of_registry(other))
}

/// Whether most links to actors of an article have their ids in a cast list.
fn uses_cast_list(article: &Article) -> bool {
    let inline = article.mentions.iter().filter(|mention| mention.link.form == LinkForm::Inline).count();
    article.mentions.len() > 2 * inline
}

//! Page furniture: share buttons, "read also", the section label at the end.

use crate::article::{Block, BlockKind, Furniture};
use crate::text::{Fold, ProseRange, ends_a_sentence, fold};

/// Labels of share buttons, folded.
const SHARE: &[&str] = &[
    "linkedin",
    "whatsapp",
    "facebook",
    "twitter",
    "telegram",
    "pinterest",
    "reddit",
    "email",
    "e-mail",
    "print",
    "messenger",
    "viber",
    "instagram",
    "copy link",
    "share",
    "share this",
    "share this article",
    "tweet",
    "x",
    "واتساب",
    "واتس اب",
    "فيسبوك",
    "تويتر",
    "تلغرام",
    "تليغرام",
    "لينكد ان",
    "مشاركه",
    "شارك",
    "طباعه",
    "ارسال",
    "نسخ الرابط",
    "البريد الالكتروني",
];

/// Lines that introduce links to other stories, folded, without their colon.
const READ_ALSO: &[&str] = &[
    "read also",
    "read more",
    "also read",
    "see also",
    "related",
    "related articles",
    "related stories",
    "more on this story",
    "اقرا ايضا",
    "اقرا المزيد",
    "اقرا ايضاً",
    "شاهد ايضا",
    "مواضيع ذات صله",
    "موضوعات ذات صله",
    "اخبار ذات صله",
    "ذات صله",
    "قد يهمك",
    "قد يهمك ايضا",
    "طالع ايضا",
    "المزيد",
];

/// Maximum length of a label in bytes, with marks around it and vowel signs.
const LABEL: usize = 100;

/// Marks the blocks that are page furniture.
pub(super) fn mark(blocks: &mut [Block], plain: bool) {
    let mut after_read_also = false;
    for block in blocks.iter_mut() {
        if block.kind == BlockKind::Headline {
            continue;
        }
        // In Markdown only a plain paragraph can be a label; table cells, list items, headings and bold text are the
        // author's.
        let is_plain = plain || (block.kind == BlockKind::Paragraph && begins_without_markup(block));
        let found = if is_plain { classify(block.prose.text(), plain, after_read_also) } else { None };
        after_read_also = found == Some(Furniture::ReadAlso)
            || (found == Some(Furniture::OtherStory) && block.kind == BlockKind::ListItem);
        if let Some(furniture) = found {
            block.kind = BlockKind::Furniture(furniture);
        }
    }
    if plain {
        mark_footer(blocks);
    }
}

fn begins_without_markup(block: &Block) -> bool {
    let first = block.prose.text().chars().next().map_or(0, char::len_utf8);
    block.prose.map(ProseRange::from(0..first)).exact().is_some_and(|range| range.start == block.range.start)
}

fn classify(prose: &str, plain: bool, after_read_also: bool) -> Option<Furniture> {
    let after_read_also = after_read_also && plain;
    if prose.len() > 300 {
        return None;
    }
    if prose.len() > LABEL {
        return (after_read_also && !ends_a_sentence(prose)).then_some(Furniture::OtherStory);
    }
    let key = fold(prose, Fold::Loose);
    let label = key.trim_matches(|c: char| !c.is_alphanumeric());
    if SHARE.contains(&label) && (plain || !prose.ends_with(':')) {
        return Some(Furniture::Share);
    }
    if READ_ALSO.contains(&label) {
        return Some(Furniture::ReadAlso);
    }
    (after_read_also && !ends_a_sentence(prose)).then_some(Furniture::OtherStory)
}

/// A few words alone after the last paragraph of a scraped page are the place that the site files the story under. In
/// scripts with capitals the name of an author or an agency looks the same, so there the story must mention the place.
fn mark_footer(blocks: &mut [Block]) {
    let has_body = blocks.iter().any(|block| block.kind == BlockKind::Paragraph && ends_a_sentence(block.prose.text()));
    let Some((last, rest)) = blocks.split_last_mut().filter(|(last, _)| last.kind == BlockKind::Paragraph && has_body)
    else {
        return;
    };
    let text = last.prose.text();
    let words = text.split_whitespace().count();
    let is_name = words <= 3 && text.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || c == '-');
    let (upper, lower) = (text.starts_with(char::is_uppercase), text.chars().any(char::is_lowercase));
    let is_credit = (upper || lower) && !(upper && lower && rest.iter().any(|block| block.prose.text().contains(text)));
    if is_name && !is_credit {
        last.kind = BlockKind::Furniture(Furniture::Footer);
    }
}

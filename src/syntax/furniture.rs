//! What pages put around a story: share buttons, "read also", the place alone at the foot.

use crate::article::{Block, BlockKind, Furniture};
use crate::text::{Fold, fold};

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

/// Bytes that a label takes at most, marks around it and vowel signs included.
const LABEL: usize = 100;

/// Marks the blocks that belong to the page and not to the story.
pub(super) fn mark(blocks: &mut [Block], plain: bool) {
    let mut after_read_also = false;
    for block in blocks.iter_mut() {
        if block.kind == BlockKind::Headline {
            continue;
        }
        let found = classify(block.prose.text(), after_read_also && plain);
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

fn classify(prose: &str, after_read_also: bool) -> Option<Furniture> {
    if prose.len() > 300 {
        return None;
    }
    if prose.len() > LABEL {
        return (after_read_also && !ends_a_sentence(prose)).then_some(Furniture::OtherStory);
    }
    let key = fold(prose, Fold::Loose).text;
    let label = key.trim_matches(|c: char| !c.is_alphanumeric());
    if SHARE.contains(&label) {
        return Some(Furniture::Share);
    }
    if READ_ALSO.contains(&label) {
        return Some(Furniture::ReadAlso);
    }
    (after_read_also && !ends_a_sentence(prose)).then_some(Furniture::OtherStory)
}

/// A few words alone behind the last paragraph of a scraped page: the place that the site files the story under.
fn mark_footer(blocks: &mut [Block]) {
    let has_body = blocks.iter().any(|block| block.kind == BlockKind::Paragraph && ends_a_sentence(block.prose.text()));
    let Some(last) = blocks.last_mut().filter(|last| last.kind == BlockKind::Paragraph && has_body) else { return };
    let text = last.prose.text();
    let words = text.split_whitespace().count();
    if words <= 3 && text.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || c == '-') {
        last.kind = BlockKind::Furniture(Furniture::Footer);
    }
}

/// Whether a text ends as a sentence does.
pub(super) fn ends_a_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '»', ')', '\'', '’', ' ']);
    end.ends_with(['.', '!', '?', '؟', '…', '۔'])
}

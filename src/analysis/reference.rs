//! The reference date, from which relative dates are counted. The sources are tried in order: `datePublished`, the
//! dateline, the stamp line of scraped text, the URL in the front matter, the path of the file.

use super::memory::BlockMemory;
use super::{ProjectContext, datelines};
use crate::article::{Article, Block, BlockKind, Key, Scalar, Special, Value};
use crate::config::Config;
use crate::dates::{self, Date, DateValue, Expression, Reference, ReferenceSource};
use crate::language::Language;
use crate::syntax::RECORD;
use std::sync::Arc;

/// The dateline as a block: that of the front matter, a text or the `date` of a map, or that of the markup.
pub(super) fn dateline_block(article: &Article) -> Option<Block> {
    let Some(entry) = article.metadata.get(Key::Dateline) else {
        // Markup has the dateline in the text.
        return article.special_blocks(Special::Dateline).next().map(|(_, block)| block.clone());
    };
    let scalar = match &entry.value {
        Value::Scalar(scalar) => scalar,
        Value::Map(entries) => entries.iter().find(|entry| entry.name == "date")?.value.scalar()?,
        Value::List(_) => return None,
    };
    Some(Block {
        kind: BlockKind::Stamp,
        range: scalar.range,
        prose: scalar.prose.clone(),
        spans: Vec::new(),
        quoted: false,
        holds_links: false,
        language: None,
        direction: None,
    })
}

/// A date of the front matter, if it can be parsed. A time in UTC, as many systems store it, is converted to the time
/// zone of the configuration; times in other zones stay unchanged.
pub(super) fn metadata_date<'a>(article: &'a Article, key: Key, config: &Config) -> Option<(&'a Scalar, DateValue)> {
    let scalar = article.metadata.text(key)?;
    let value = dates::parse_metadata_date(scalar.text(), article.language)?;
    Some((scalar, value.in_time_zone(config.time_zone.as_ref())))
}

pub(super) fn find(
    article: &Article,
    path: &str,
    context: &ProjectContext,
    memories: &[Arc<BlockMemory>],
    dateline: Option<&Block>,
) -> Option<Reference> {
    if let Some(day) = context.date {
        return Some(Reference { day, source: ReferenceSource::Given });
    }
    let language = article.language;
    let published = || metadata_date(article, Key::DatePublished, &context.config)?.1.days.map(|(day, _)| day);
    let whole_day = |block: &Block, expressions: &[Expression]| -> Option<Date> {
        let language = article.language_of(block);
        dates::resolve(block.prose.text(), expressions, language, None).iter().find_map(dates::Resolved::day)
    };
    let in_dateline = || {
        let dateline = dateline?;
        whole_day(dateline, &dates::scan(dateline.prose.text(), article.language_of(dateline)))
    };
    let in_stamp = || {
        let mut stamps = article.special_blocks(Special::Stamp);
        stamps.find_map(|(at, block)| whole_day(block, &memories[at.index()].expressions))
    };
    // A page in one language can have the stamp of a system in another.
    let in_other_stamp = || {
        let stamps = article.special_blocks(Special::Stamp);
        stamps.map(|(_, block)| block.prose.text()).find_map(|prose| {
            let others = Language::ALL.into_iter().filter(|other| *other != language);
            others.into_iter().find_map(|other| {
                let expressions = dates::scan(prose, other);
                let stated = expressions.iter().any(|date| date.year.is_some() && date.day.is_some());
                dates::resolve(prose, &expressions, other, None)
                    .iter()
                    .find_map(dates::Resolved::day)
                    .filter(|_| stated)
            })
        })
    };
    let at_head = || {
        let block = datelines::head_block(article)?;
        datelines::whole_day(article, block, &memories[block.index()].expressions)
    };
    // Zola and Jekyll define the URL of a page in the front matter.
    let in_address = || {
        let entries =
            article.metadata.entries.iter().filter(|entry| matches!(&*entry.name, "path" | "url" | "permalink"));
        entries.filter_map(|entry| entry.value.scalar()).find_map(|address| in_path(address.text()))
    };
    let found = |day: Option<Date>, source| day.map(|day| Reference { day, source });
    found(published(), ReferenceSource::Published)
        .or_else(|| found(in_dateline(), ReferenceSource::Dateline))
        .or_else(|| found(in_stamp(), ReferenceSource::Stamp))
        .or_else(|| found(at_head(), ReferenceSource::Dateline))
        .or_else(|| found(in_other_stamp(), ReferenceSource::Stamp))
        .or_else(|| found(in_address(), ReferenceSource::Path))
        .or_else(|| found(in_path(path).filter(|_| context.syntax != Some(RECORD)), ReferenceSource::Path))
}

/// `2017/09/18/…` or `2017-09-18-…` in a path.
pub(super) fn in_path(path: &str) -> Option<Date> {
    let bytes = path.as_bytes();
    let is_separator = |byte: u8| matches!(byte, b'-' | b'/' | b'\\' | b'_');
    let number = |digits: &[u8]| {
        let digit = |value: i16, digit: &u8| digit.is_ascii_digit().then(|| value * 10 + i16::from(digit - b'0'));
        digits.iter().try_fold(0, digit)
    };
    let day_at = |at: usize| {
        let day = bytes.get(at..)?.first_chunk::<10>()?;
        let has_separators = is_separator(day[4]) && is_separator(day[7]);
        let goes_on = bytes.get(at + 10).is_some_and(u8::is_ascii_digit);
        let (year, month, day) = (number(&day[..4])?, number(&day[5..7])?, number(&day[8..])?);
        let is_day = has_separators && !goes_on && (1900..2100).contains(&year) && month < 20 && day < 40;
        is_day.then_some((year, month as i8, day as i8))
    };
    let mut starts = (0..bytes.len()).filter(|at| *at == 0 || is_separator(bytes[at - 1]));
    let (year, month, day) = starts.find_map(day_at)?;
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_in_paths() {
        let day = Date::new(2017, 9, 18).ok();
        assert_eq!(in_path("archive/2017/09/18/story.md"), day);
        assert_eq!(in_path("2017-09-18-story.md"), day);
        assert_eq!(in_path("archive/story-2017-09-18.md"), day);
        assert_eq!(in_path("archive/120170918.md"), None);
        assert_eq!(in_path("2017-13-18.md"), None);
    }
}

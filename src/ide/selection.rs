//! What a selection grows to: word, name, link, sentence, paragraph, section, document.

use super::folds::sections;
use super::subject::entry_at;
use crate::actors::RegistryFile;
use crate::analysis::Analysis;
use crate::article::Link;
use crate::text::{ProseRange, TextRange, is_word_char};

/// The ranges around an offset, smallest first; each holds the one before, and the last is the whole text.
pub fn selections(analysis: &Analysis, offset: u32) -> Vec<TextRange> {
    let text: &str = &analysis.text;
    let article = &analysis.article;
    let mut chain = Chain { last: TextRange::empty(offset.min(text.len() as u32)), ranges: Vec::new() };
    let around = article.numbered_blocks().filter(|(_, block)| block.range.touches(offset));
    let inside = around.min_by_key(|(_, block)| block.range.len());
    if let Some((_, block)) = inside
        && let Some(at) = block.prose.prose_offset(offset)
        && let Some(word) = word_at(block.prose.text(), at)
    {
        chain.add(block.prose.map(word).range());
    } else if let Some(word) = word_at(text, offset) {
        chain.add(TextRange::new(word.start, word.end));
    }
    if let Some(name) = analysis.name_at(offset) {
        chain.add(analysis.place_of(name));
    }
    if let Some(date) = analysis.date_at(offset) {
        chain.add(date.range());
    }
    let links = article.mention_at(offset).map(|mention| &mention.link);
    for link in links.into_iter().chain(article.date_mark_at(offset).map(|mark| &mark.link)) {
        let Link { text, range, .. } = link;
        chain.add(*text);
        chain.add(*range);
    }
    for definition in article.definitions.iter().filter(|definition| definition.range.touches(offset)) {
        chain.add(definition.label_range);
        chain.add(definition.target.id_range);
        chain.add(definition.range);
    }
    if let Some((number, block)) = inside {
        if let Some(at) = block.prose.prose_offset(offset) {
            let prose = block.prose.text();
            let sentence = analysis.sentence_of(number, ProseRange::empty(at));
            // The mark that ends a sentence belongs to it, the space before it does not.
            let end = sentence.end + prose[sentence.end..].chars().next().map_or(0, char::len_utf8);
            let words = prose[sentence.start..end].trim();
            let start = words.as_ptr() as usize - prose.as_ptr() as usize;
            if !words.is_empty() {
                chain.add(block.prose.map(ProseRange::from(start..start + words.len())).range());
            }
        }
        chain.add(block.range);
    }
    for section in sections(analysis).into_iter().rev().filter(|section| section.touches(offset)) {
        chain.add(section);
    }
    if let Some(front) = article.metadata.range {
        chain.add(front);
    }
    chain.finish(text)
}

/// The ranges around an offset of any other text: word, line, and the entry where the text is a registry file.
pub fn selections_in(text: &str, entries: Option<&RegistryFile>, offset: u32) -> Vec<TextRange> {
    let offset = offset.min(text.len() as u32);
    let mut chain = Chain { last: TextRange::empty(offset), ranges: Vec::new() };
    if let Some(word) = word_at(text, offset) {
        chain.add(TextRange::new(word.start, word.end));
    }
    let breaks = ['\n', '\r'];
    let start = text[..offset as usize].rfind(breaks).map_or(0, |at| at + 1);
    let end = text[offset as usize..].find(breaks).map_or(text.len(), |at| offset as usize + at);
    chain.add(TextRange::from(start..end));
    if let Some(entry) = entries.and_then(|file| entry_at(file, offset)) {
        chain.add(entry.range);
    }
    chain.finish(text)
}

/// Ranges of which each holds the one before.
struct Chain {
    last: TextRange,
    ranges: Vec<TextRange>,
}

impl Chain {
    /// Adds a range if it contains the last one and is larger.
    fn add(&mut self, range: TextRange) {
        if range.contains_range(self.last) && range != self.last {
            self.last = range;
            self.ranges.push(range);
        }
    }

    fn finish(mut self, text: &str) -> Vec<TextRange> {
        self.add(TextRange::new(0, text.len() as u32));
        if self.ranges.is_empty() {
            self.ranges.push(self.last);
        }
        self.ranges
    }
}

/// The word at an offset.
fn word_at(text: &str, at: u32) -> Option<ProseRange> {
    let (before, after) = (text.get(..at as usize)?, text.get(at as usize..)?);
    let start = before.trim_end_matches(is_word_char).len();
    let end = text.len() - after.trim_start_matches(is_word_char).len();
    (start < end).then(|| ProseRange::from(start..end))
}

#[cfg(test)]
mod tests {
    use super::selections_in;
    use crate::actors::parse;
    use crate::fixture::check_selection;
    use expect_test::expect;

    #[test]
    fn from_the_word_to_the_document() {
        check_selection(
            "
            //- story.en.news.md date=2024-03-18
            # Works begin

            ## The port

            The works begin. The contract was signed by [Samira Nas<|>ser](actor:samira-nasser) in Marsa. All left.

            It was late.
            ",
            &expect![[r###"
                "Nasser"
                "Samira Nasser"
                "[Samira Nasser](actor:samira-nasser)"
                "The contract was signed by [Samira Nasser](actor:samira-nasser) in Marsa."
                "The works begin. The contract was signed by [Samira Nasser](actor:samira-nasser) in Marsa. All left."
                "## The port\n\nThe works begin. The contract was signed by [Samira Nasser](actor:samira-nasser) in Marsa. All left.\n\nIt was late."
                "# Works begin\n\n## The port\n\nThe works begin. The contract was signed by [Samira Nasser](actor:samira-nasser) in Marsa. All left.\n\nIt was late."
                "# Works begin\n\n## The port\n\nThe works begin. The contract was signed by [Samira Nasser](actor:samira-nasser) in Marsa. All left.\n\nIt was late.\n"
            "###]],
        );
        check_selection(
            "
            //- story.ar.news.md date=2024-03-18
            تبدأ الأعمال. قالت [سميرة نا<|>صر](actor:samira-nasser) ذلك أمس.
            ",
            &expect![[r#"
                "ناصر"
                "سميرة ناصر"
                "[سميرة ناصر](actor:samira-nasser)"
                "قالت [سميرة ناصر](actor:samira-nasser) ذلك أمس."
                "تبدأ الأعمال. قالت [سميرة ناصر](actor:samira-nasser) ذلك أمس."
                "تبدأ الأعمال. قالت [سميرة ناصر](actor:samira-nasser) ذلك أمس.\n"
            "#]],
        );
    }

    #[test]
    fn front_matter_and_cast_list() {
        check_selection(
            "
            ---
            headline: Works be<|>gin
            ---
            They begin.
            ",
            &expect![[r#"
                "begin"
                "Works begin"
                "---\nheadline: Works begin\n---\n"
                "---\nheadline: Works begin\n---\nThey begin.\n"
            "#]],
        );
        check_selection(
            "
            [سميرة ناصر] هنا.

            [سميرة ناصر]: actor:samira-na<|>sser
            ",
            &expect![[r#"
                "nasser"
                "samira-nasser"
                "[سميرة ناصر]: actor:samira-nasser"
                "[سميرة ناصر] هنا.\n\n[سميرة ناصر]: actor:samira-nasser\n"
            "#]],
        );
    }

    #[test]
    fn plain_text() {
        check_selection(
            "
            //- story.ar.txt date=2024-03-18
            تبدأ الأعمال. قال كريم عا<|>دل ذلك.
            ",
            &expect![[r#"
                "عادل"
                "كريم عادل"
                "قال كريم عادل ذلك."
                "تبدأ الأعمال. قال كريم عادل ذلك."
                "تبدأ الأعمال. قال كريم عادل ذلك.\n"
            "#]],
        );
    }

    #[test]
    fn a_registry_file() {
        let text = "# Us\n\n[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.ar = \"رنا سالم\"\n";
        let file = parse("actors.toml", text);
        let at = text.find("نا سالم").unwrap() as u32;
        let shown: Vec<&str> =
            selections_in(text, Some(&file), at).into_iter().map(|range| range.slice(text)).collect();
        assert_eq!(shown[..2], ["رنا", "name.ar = \"رنا سالم\""]);
        assert!(shown[2].starts_with("[[actor]]") && shown[3] == text, "{shown:?}");
    }
}

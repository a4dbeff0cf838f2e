//! The parts of an article that can be folded: front matter, sections, the cast list.

use crate::analysis::Analysis;
use crate::article::BlockKind;
use crate::text::TextRange;

/// What can be folded, in the order of the text.
pub fn folds(analysis: &Analysis) -> Vec<TextRange> {
    let text: &str = &analysis.text;
    let mut found = sections(analysis);
    found.extend(analysis.article.metadata.range.map(|range| trimmed(text, range)));
    found.extend(analysis.article.definition_runs(text));
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found.dedup();
    found
}

/// The sections of the body: from a heading to the next of its level or above, without the blank lines between them.
pub(super) fn sections(analysis: &Analysis) -> Vec<TextRange> {
    let mut open: Vec<(u8, u32)> = Vec::new();
    let mut found = Vec::new();
    let text: &str = &analysis.text;
    let mut close = |open: &mut Vec<(u8, u32)>, level: u8, at: u32| {
        while let Some((_, start)) = open.pop_if(|(other, _)| *other >= level) {
            found.push(trimmed(text, TextRange::new(start, at)));
        }
    };
    for block in analysis.article.blocks.iter().filter(|block| !analysis.article.in_front_matter(block)) {
        let level = match block.kind {
            BlockKind::Headline => 1,
            BlockKind::Heading(level) => level,
            _ => continue,
        };
        close(&mut open, level, block.range.start);
        open.push((level, block.range.start));
    }
    close(&mut open, 0, text.len() as u32);
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found
}

fn trimmed(text: &str, range: TextRange) -> TextRange {
    TextRange::new(range.start, range.start + range.slice(text).trim_end().len() as u32)
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_folds;
    use expect_test::expect;

    #[test]
    fn front_matter_sections_and_cast_list() {
        check_folds(
            r#"
            ---
            headline: Works begin
            date: 2024-03-18
            ---
            [Samira Nasser] signed.

            ## The works

            They begin.

            ### The cost

            [Karim Adel] gave no figure.

            ## The town

            It is old.

            [Samira Nasser]: actor:samira-nasser
            [Karim Adel]: actor:karim-adel
            "#,
            &expect![[r#"
                --- … ---
                ## The works … [Karim Adel] gave no figure.
                ### The cost … [Karim Adel] gave no figure.
                ## The town … [Karim Adel]: actor:karim-adel
                [Samira Nasser]: actor:samira-nasser … [Karim Adel]: actor:karim-adel
            "#]],
        );
        check_folds(
            "
            //- story.ar.news.md date=2024-03-18
            # تبدأ الأعمال

            قالت [سميرة ناصر] ذلك.

            [سميرة ناصر]: actor:samira-nasser
            [أمس]: date:2024-03-17
            ",
            &expect![[r#"
                # تبدأ الأعمال … [أمس]: date:2024-03-17
                [سميرة ناصر]: actor:samira-nasser … [أمس]: date:2024-03-17
            "#]],
        );
    }

    #[test]
    fn a_text_without_structure_folds_nowhere() {
        check_folds(
            "
            //- story.en.txt
            The works begin.

            They end.
            ",
            &expect![""],
        );
    }
}

//! What an editor shows between the words: the day of a phrase such as "yesterday", the id of a name without a link.
//!
//! A hint inside a line of Arabic scrambles the order of its words, and a squiggle that ends at a hint is not drawn. So a
//! line that holds right-to-left text has its hints joined at its end, and where a finding ends there is none.

use crate::actors::Certainty;
use crate::analysis::{Analysis, DateInText};
use crate::finding::Finding;
use crate::text::{LineIndex, TextRange, is_right_to_left};
use std::collections::HashSet;

/// Which hints are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WantedHints {
    /// The days of relative phrases.
    pub dates: bool,
    /// The ids of names without a link.
    pub names: bool,
}

/// Something shown at a place of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The byte that it is shown before.
    pub offset: u32,
    /// What is shown: `2024-03-17`, `karim-adel`.
    pub label: String,
    /// The same with the words that each part is about.
    pub detail: Vec<String>,
}

/// The hints of an article, in the order of the text. `lines` are those of its text.
pub fn hints(analysis: &Analysis, findings: &[Finding], lines: &LineIndex, wanted: WantedHints) -> Vec<Hint> {
    let mut said: Vec<(TextRange, String)> = Vec::new();
    if wanted.dates {
        said.extend(dates(analysis));
    }
    if wanted.names {
        said.extend(names(analysis));
    }
    said.sort_by_key(|(range, _)| (range.end, range.start));
    let ends: HashSet<u32> = findings.iter().map(|finding| finding.range.end).collect();
    let text: &str = &analysis.text;
    let mut out: Vec<Hint> = Vec::new();
    let mut last_line = None;
    for (range, label) in said {
        let line = lines.line_of(range.end);
        let whole = lines.line_range(text, line);
        let joined = whole.slice(text).chars().any(is_right_to_left);
        let offset = if joined { whole.end } else { range.end };
        if ends.contains(&offset) {
            continue;
        }
        let detail = format!("`{}`: {label}", range.slice(text));
        match out.last_mut() {
            Some(hint) if joined && last_line == Some(line) => {
                hint.label.push_str(" · ");
                hint.label.push_str(&label);
                hint.detail.push(detail);
            }
            _ => out.push(Hint { offset, label, detail: vec![detail] }),
        }
        last_line = Some(line);
    }
    out
}

/// The days of phrases that do not say them, where no annotation does.
fn dates(analysis: &Analysis) -> impl Iterator<Item = (TextRange, String)> {
    let one = |date: DateInText<'_>| {
        let is_worked_out = date.expression.relation.is_some() || !date.resolved.inferred.is_empty();
        let (first, last) = date.resolved.days?;
        let value = date.resolved.value.as_deref()?;
        let label = match value {
            // The words give the time of day.
            _ if first == last => first.to_string(),
            // The number of a week says nothing to a reader.
            _ if value.contains('W') => format!("{first} – {last}"),
            _ => value.to_owned(),
        };
        is_worked_out.then(|| (date.range(), label))
    };
    let body = analysis.article.block_ids().flat_map(move |block| {
        let unmarked = move |date: &DateInText<'_>| analysis.mark_over(block, date.expression.range).is_none();
        analysis.dates_of(block).filter(unmarked)
    });
    analysis.dates_in_dateline().chain(body).filter_map(one)
}

fn names(analysis: &Analysis) -> impl Iterator<Item = (TextRange, String)> {
    analysis.names.iter().filter_map(|name| {
        let [actor] = name.actors.as_slice() else { return None };
        let free = !name.linked && analysis.article.blocks[name.block].span_over(name.matched.range).is_none();
        let shown = free && name.certainty == Certainty::Certain && analysis.wants_link(*actor);
        shown.then(|| (analysis.place_of(name), analysis.registry().actor(*actor).id.clone()))
    })
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_hints;
    use expect_test::expect;

    #[test]
    fn a_hint_is_after_its_words() {
        check_hints(
            "
            //- story.en.news.md date=2024-03-18
            Talks began yesterday, and [Samira Nasser](actor:samira-nasser) spoke. Nasser left last week, on 5 June 2023.
            ",
            &expect![[r"
                Talks began yesterday⟦2024-03-17⟧, and [Samira Nasser](actor:samira-nasser) spoke. Nasser⟦samira-nasser⟧ left last week⟦2024-03-11 – 2024-03-17⟧, on 5 June 2023.
            "]],
        );
    }

    #[test]
    fn a_line_of_arabic_has_its_hints_at_its_end() {
        check_hints(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة ناصر](actor:samira-nasser) أمس،
            ثم غادرت ناصر في 5 يونيو المقبل مساء.
            ",
            &expect![[r"
                قالت [سميرة ناصر](actor:samira-nasser) أمس،⟦2024-03-17⟧
                ثم غادرت ناصر في 5 يونيو المقبل مساء.⟦samira-nasser · 2024-06-05⟧
            "]],
        );
        // One Arabic word is enough to turn a line of English around.
        check_hints(
            "
            //- story.en.news.md date=2024-03-18
            The word أمس came yesterday in a speech.
            ",
            &expect![[r"
                The word أمس came yesterday in a speech.⟦2024-03-17⟧
            "]],
        );
    }

    #[test]
    fn a_finding_has_no_hint_at_its_end() {
        // The first name is reported as unlinked, the second is not.
        check_hints(
            "
            //- story.en.news.md date=2024-03-18
            It was Karim Adel. Karim Adel left.
            ",
            &expect![[r"
                It was Karim Adel. Karim Adel⟦karim-adel⟧ left.
            "]],
        );
        // The finding ends where the line does.
        check_hints(
            "
            //- story.ar.news.md date=2024-03-18
            وصل أمس كريم عادل
            ",
            &expect![[r"
                وصل أمس كريم عادل
            "]],
        );
    }

    #[test]
    fn an_annotation_says_the_day_itself() {
        check_hints(
            "
            //- story.ar.news.md date=2024-03-18
            بدأت المحادثات [أمس](date:2024-03-17) في عام 2019.
            ",
            &expect![[r"
                بدأت المحادثات [أمس](date:2024-03-17) في عام 2019.
            "]],
        );
    }
}

//! `age-mismatch`: an age that does not agree with the birth date.

use crate::actors::{Certainty, Kind, PartialDate, ResolvedName};
use crate::analysis::{Analysis, DateInText};
use crate::dates::{Date, Unit};
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::message;
use crate::message::Message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::ProseRange;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("age-mismatch"),
    group: Group::Dates,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Unsafe),
    summary: "An age does not agree with the birth date in the registry, on the day of the story.",
    why: "Ages are copied from old stories. Not reported if the birth date is unknown, if the person has died, and \
          within the year that a partial birth date leaves open.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\n[Samira Nasser](actor:samira-nasser), 48, is an engineer.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\n[Samira Nasser](actor:samira-nasser), 52, is an engineer.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

/// The most bytes between a name and its age.
const BETWEEN: u32 = 24;

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let Some(reference) = analysis.reference else { return };
    for name in &analysis.names {
        let [actor] = name.actors.as_slice() else { continue };
        let entry = analysis.registry().actor(*actor);
        let sure = name.linked || name.certainty == Certainty::Certain;
        let Some(born) = entry.begins.filter(|_| sure && entry.kind == Kind::Person && entry.ends.is_none()) else {
            continue;
        };
        let Some((place, said)) = age_behind(analysis, name) else { continue };
        let Some((youngest, oldest)) = ages(born, reference.day) else { continue };
        if (youngest..=oldest).contains(&said) {
            continue;
        }
        let block = &analysis.article.blocks[name.block];
        let ages = if youngest == oldest {
            Message::verbatim(oldest.to_string())
        } else {
            message!("{youngest} or {oldest}", youngest, oldest)
        };
        let message = message!(
            "`{name}` is {ages} on {day}, not {said}",
            name = analysis.words_of(name),
            ages,
            day = reference.day,
            said
        );
        let report = sink.report_prose(block, place, message);
        if youngest == oldest {
            let written = crate::dates::number_like(u32::from(oldest), block.prose.slice(place));
            report.replace(block, place, written, message!("Change to {age}", age = oldest));
        }
    }
}

/// The age in digits after a name: `Samira Nasser, 52,`, `سميرة ناصر (52 عاماً)`.
fn age_behind(analysis: &Analysis, name: &ResolvedName) -> Option<(ProseRange, u16)> {
    let block = &analysis.article.blocks[name.block];
    let prose = block.prose.text();
    let end = name.matched.range.end;
    let stated = |date: &DateInText<'_>| {
        let range = date.expression.range;
        let near = range.start >= end && range.start - end <= BETWEEN;
        near && (date.expression.age || is_in_brackets(prose, end, date))
    };
    let by_tagger = analysis.dates_of(name.block).find(stated).map(|date| date.expression.range);
    let range = by_tagger.or_else(|| {
        // `, 52,` between two commas is an age and nothing else.
        let rest = prose[end as usize..].strip_prefix(", ")?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let closed = rest[digits..].starts_with([',', '.']) && (1..=3).contains(&digits);
        closed.then(|| ProseRange::new(end + 2, end + 2 + digits as u32))
    })?;
    let words = range.slice(prose);
    let start = words.find(char::is_numeric)?;
    let number: String = words[start..].chars().take_while(|c| c.is_numeric()).collect();
    let said: u16 = crate::text::fold(&number, crate::text::Fold::Loose).parse().ok()?;
    let from = range.start + start as u32;
    Some((ProseRange::new(from, from + number.len() as u32), said))
}

/// Whether a number of years is in brackets directly after a name, which is how the press gives an age.
fn is_in_brackets(prose: &str, end: u32, date: &DateInText<'_>) -> bool {
    let range = date.expression.range;
    let years = date.expression.length.is_some_and(|length| length.value.unit == Unit::Year);
    years && prose[end as usize..range.start as usize].trim() == "(" && prose[range.end as usize..].starts_with(')')
}

/// The youngest and the oldest that a person can be on a day.
fn ages(born: PartialDate, on: Date) -> Option<(u16, u16)> {
    let age = |born: Date| {
        let before = (on.month(), on.day()) < (born.month(), born.day());
        u16::try_from(on.year() - born.year() - i16::from(before)).ok()
    };
    Some((age(born.last_day()?)?, age(born.first_day()?)?))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn ages_next_to_names() {
        check_fix(
            RULE.code,
            "//- story.en.news.md date=2024-03-18\n[Samira Nasser](actor:samira-nasser), 48, is an engineer.\n",
            "[Samira Nasser](actor:samira-nasser), 52, is an engineer.\n",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة ناصر](actor:samira-nasser) (48 عاماً) ذلك.
                                                    ^^ 💡 is 52 on 2024-03-18, not 48
            ",
        );
    }

    #[test]
    fn right_ages_and_other_numbers_are_not_reported() {
        for text in [
            "[Samira Nasser](actor:samira-nasser), 52, is an engineer.",
            "[Samira Nasser](actor:samira-nasser) signed 48 contracts.",
            "[Karim Adel](actor:karim-adel), 12, is not known by age.",
            "[Samira Nasser](actor:samira-nasser), 48 hours later, left.",
        ] {
            check(RULE.code, &format!("//- story.en.news.md date=2024-03-18\n{text}\n"));
        }
    }
}

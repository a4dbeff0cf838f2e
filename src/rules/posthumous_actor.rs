//! `posthumous-actor`: an actor speaks or acts on a day outside its life.

use crate::actors::{Actor, Kind, PartialDate, ResolvedName, VerbKind, is_remembered, reporting_verb};
use crate::analysis::{Analysis, Days, format_days};
use crate::dates;
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::message::Message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("posthumous-actor"),
    group: Group::Actors,
    level: Level::At(Severity::Warning),
    fix: None,
    summary: "A person speaks or acts after death or before birth, or an organisation before it was founded or after \
          it was dissolved.",
    why: "Usually another person of that name is meant, or the date is wrong. The day is the one that the sentence \
          states, or else that of the story. Not reported on the day of birth and of death, with \"late\" or \
          الراحل, after \"had\" and كان قد, if the sentence or paragraph mentions a day in life, for memoirs, \
          letters, films and anniversaries, and for foundations, prizes, airports and families. Words said ten \
          years after a death, without a day of their own, are taken for a quotation.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\n[Hani Murad](actor:hani-murad) told reporters so on Monday.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\n[Hani Murad](actor:hani-murad) had told reporters so. The late Hani Murad said little.\n",
    },
    traits: Traits { precedence: Some(10), ..Traits::NONE },
    check: Check::Article(check),
};

/// Years after a death in which speech is more likely a mistake than a quotation.
const REMEMBERED: i16 = 10;

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for name in &analysis.names {
        let Some(actor) = analysis.certain_actor(name) else { continue };
        let entry = analysis.registry().actor(actor);
        if (entry.begins.is_some() || entry.ends.is_some()) && entry.kind != Kind::Event {
            judge(analysis, name, entry, sink);
        }
    }
}

fn judge(analysis: &Analysis, name: &ResolvedName, entry: &Actor, sink: &mut Sink<'_>) {
    let block = &analysis.article.blocks[name.block];
    let prose = block.prose.text();
    let title = name.matched.title.map(|(_, title)| title);
    let whole = title.map_or(name.matched.range, |title| title.cover(name.matched.range));
    let dates = analysis.sentence_dates(name.block, whole);
    let Some(days) = dates.day() else { return };
    let lived = |days: &Days| entry.lives_in(*days);
    if dates.days().iter().any(lived) || dates.earlier.iter().any(lived) {
        return;
    }
    let sentence = analysis.sentence_of(name.block, whole);
    let Some(verb) = reporting_verb(prose, sentence.clone(), name.matched.range, title) else { return };
    if block.quoted || analysis.is_quoted(name.block, name.matched.range) || is_remembered(&prose[sentence]) {
        return;
    }
    let ended = entry.ends.and_then(PartialDate::last_day).filter(|last| *last < days.0);
    // Quotations of the long dead are common, and so are those without a day.
    let long_dead = ended.is_some_and(|last| days.0.year() - last.year() > REMEMBERED);
    if verb.kind == VerbKind::Speech && long_dead && dates.stated.is_empty() {
        return;
    }
    let (name, on) = (analysis.words_of(name), format_days(days));
    let message = match (ended, entry.kind) {
        (Some(day), Kind::Person) => {
            message!("`{name}` died on {day}, but acts here {on}", name, day = dates::plain_form(day), on)
        }
        (Some(day), _) => {
            message!("`{name}` existed until {day}, but acts here {on}", name, day = dates::plain_form(day), on)
        }
        (None, Kind::Person) => message!("`{name}` was not yet born {on}", name, on),
        (None, _) => message!("`{name}` did not yet exist {on}", name, on),
    };
    let note = message!("registry: {life}", life = life(entry));
    sink.report_prose(block, whole.cover(verb.range), message).note(note);
}

fn life(entry: &Actor) -> Message {
    let is_person = entry.kind == Kind::Person;
    match (entry.begins.map(words), entry.ends.map(words)) {
        (Some(first), Some(last)) if is_person => message!("born {first}, died {last}", first, last),
        (Some(first), Some(last)) => message!("founded {first}, dissolved {last}", first, last),
        (Some(day), None) if is_person => message!("born {day}", day),
        (Some(day), None) => message!("founded {day}", day),
        (None, Some(day)) if is_person => message!("died {day}", day),
        (None, Some(day)) => message!("dissolved {day}", day),
        (None, None) => Message::default(),
    }
}

/// A date in words: "4 December 2023", "June 2001", "1948".
fn words(date: PartialDate) -> Message {
    match (date.first_day(), date.month, date.day) {
        (Some(day), Some(_), Some(_)) => dates::plain_form(day),
        (Some(day), Some(_), None) => dates::plain_month(day),
        _ => Message::verbatim(date.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{all_findings, check};

    const MORE: &str = r#"
//- actors.toml
[[actor]]
id = "coast-league"
kind = "organisation"
founded = 1950
dissolved = "2001-06"
name.en = "Coast League"
name.ar = "رابطة الساحل"

[[actor]]
id = "old-poet"
kind = "person"
born = "1840"
died = "1901"
name.en = "Zayd Hamdan"
name.ar = "زيد حمدان"
"#;

    fn english(date: &str, text: &str) {
        check(RULE.code, &format!("//- story.en.news.md date={date}\n{text}\n{MORE}"));
    }

    fn arabic(date: &str, text: &str) {
        check(RULE.code, &format!("//- story.ar.news.md date={date}\n{text}\n{MORE}"));
    }

    #[test]
    fn actions_outside_a_life_are_reported() {
        english(
            "2024-03-18",
            "Hani Murad said that the port was ready.\n^^^^^^^^^^^^^^^ warning: `Hani Murad` died on 4 December 2023, but acts here on 18 March 2024",
        );
        english("2024-03-18", "The envoy met Hani Murad in the city.\n          ^^^^^^^^^^^^^^ but acts here");
        english(
            "2024-03-18",
            "“No,” said former minister Hani Murad.\n      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ but acts here",
        );
        english(
            "1930-03-18",
            "Hani Murad announced the works.\n^^^^^^^^^^^^^^^^^^^^ was not yet born on 18 March 1930",
        );
        english(
            "2010-03-18",
            "The Coast League announced the works.\n    ^^^^^^^^^^^^^^^^^^^^^^ existed until 30 June 2001, but acts here",
        );
        english("2024-03-18", "Zayd Hamdan arrived in the city.\n^^^^^^^^^^^^^^^^^^^ but acts here");
        arabic(
            "2024-03-18",
            "قال هاني مراد إن الميناء جاهز.\n^^^^^^^^^^^^^ warning: `هاني مراد` died on 4 December 2023, but acts here on 18 March 2024",
        );
        arabic("2024-03-18", "والتقت الوزير هاني مراد في المدينة.\n^^^^^^^^^^^^^^^^^^^^^^^ but acts here");
        arabic(
            "2010-03-18",
            "أعلنت رابطة الساحل بدء الأعمال.\n^^^^^^^^^^^^^^^^^^ existed until 30 June 2001, but acts here",
        );
    }

    #[test]
    fn the_title_of_a_dead_person_is_not_a_second_finding() {
        let text =
            "//- story.en.news.md date=2024-03-18\nPorts Minister [Hani Murad](actor:hani-murad) told reporters so.\n";
        assert_eq!(all_findings(text), ["posthumous-actor: Ports Minister [Hani Murad](actor:hani-murad) told"]);
    }

    #[test]
    fn the_day_of_the_sentence_counts() {
        english("2024-03-18", "Hani Murad told the council in May 2021 that the port was ready.");
        english("2024-03-18", "In May 2021 the port opened. Hani Murad said it was ready.");
        english("2023-12-04", "Hani Murad told reporters so.");
        english(
            "2023-11-01",
            "Hani Murad told reporters so on 3 May 1930.\n^^^^^^^^^^^^^^^ was not yet born on 3 May 1930",
        );
        arabic("2024-03-18", "قال هاني مراد في عام 2021 إن الميناء جاهز.");
        arabic("2023-12-04", "قال هاني مراد إن الميناء جاهز.");
    }

    #[test]
    fn remembrance_is_not_reported() {
        for text in [
            "The late Hani Murad said that the port was ready.",
            "Hani Murad had said that the port was ready.",
            "Hani Murad once said that the port was ready.",
            "In his memoirs Hani Murad said that the port was ready.",
            "In a letter, Hani Murad told his son so.",
            "The Hani Murad Foundation said that the port was ready.",
            "The family of Hani Murad said that the port was ready.",
            "Hani Murad's widow said that the port was ready.",
            "On the anniversary of his death, visitors recalled how Hani Murad met the king.",
            "Hani Murad died. Hani Murad was a minister.",
            "Zayd Hamdan said that the sea is deep.",
            "As Hani Murad said, the port was ready.",
            "The works began after Hani Murad announced them.",
            "He landed at Hani Murad Airport, said the pilot.",
            "“I met Hani Murad,” she said.",
            "Samira Nasser said that the port was ready.",
        ] {
            english("2024-03-18", text);
        }
        for text in [
            "قال الراحل هاني مراد إن الميناء جاهز.",
            "كان هاني مراد قد قال إن الميناء جاهز.",
            "وكان قد قال هاني مراد إن الميناء جاهز.",
            "قال هاني مراد في مذكراته إن الميناء جاهز.",
            "قالت أرملة هاني مراد إن الميناء جاهز.",
            "قالت مؤسسة هاني مراد إن الميناء جاهز.",
            "كما قال هاني مراد يوماً.",
            "بدأت الأعمال بعد أن أعلن هاني مراد ذلك.",
            "توفي هاني مراد عن عمر ناهز الخامسة والسبعين.",
            "قال زيد حمدان إن البحر عميق.",
            "قالت سميرة ناصر إن الميناء جاهز.",
        ] {
            arabic("2024-03-18", text);
        }
    }

    #[test]
    fn plans_statements_and_demands_are_actions() {
        for text in [
            "Hani Murad will open the port on Thursday.\n^^^^^^^^^^^^^^^^^^^^ but acts here",
            "Hani Murad issued a short statement.\n^^^^^^^^^^^^^^^^^ but acts here",
            "Hani Murad is to meet the envoys.\n^^^^^^^^^^^^^^^^^^^^^ but acts here",
            "Hani Murad thanked the council.\n^^^^^^^^^^^^^^^^^^ but acts here",
        ] {
            english("2024-03-18", text);
        }
        arabic("2024-03-18", "طالب هاني مراد المجلس بالتحرك.\n^^^^^^^^^^^^^^ but acts here");
        for text in [
            "Hani Murad published three novels.",
            "The envoy visited Hani Murad’s library and told Hani Murad’s story.",
            "He read Hani Murad's will and wept.",
            "Hani Murad met the envoy days before his death.",
            "According to a file opened on Monday, Hani Murad warned the council.",
            "Documents show that Hani Murad warned the council.",
        ] {
            english("2024-03-18", text);
        }
        arabic("2024-03-18", "وبحسب وثيقة نُشرت الاثنين، التقى هاني مراد الوزير.");
        arabic("2024-03-18", "التقى هاني مراد الوزير قبل وفاته بأيام.");
    }
}

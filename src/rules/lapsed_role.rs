//! `lapsed-role`: a title that was not held on the day that the sentence speaks of.

use crate::actors::{
    Actor, ActorIndex, AroundTitle, Gender, Office, PartialDate, ResolvedName, Role, around_title, holders,
    is_about_handover, reporting_verb, title_in_gender,
};
use crate::analysis::{Analysis, Days, TitledName, format_days};
use crate::article::SpanKind;
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::rule::{Check, Example, Group, Report, Rule, Sink, Traits};
use crate::text::{EditSet, ProseRange};

pub(crate) static RULE: Rule = Rule {
    code: RuleCode::new("lapsed-role"),
    group: Group::Actors,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Unsafe),
    summary: "A person did not hold the title on the day that the sentence is about.",
    why: "The day is the one that the sentence states, or else that of the story. The first and the last day in \
          office count; a date without day or month covers the whole month or year. If the role is `exclusive`, the \
          holder of that day is offered. The severity is lower in quotations, and if only the head word of the \
          title is there (\"President\"). Not reported with \"former\", \"then\", \"at the time\", \"late\", \
          السابق, الأسبق, الراحل, آنذاك, after \"deputy\", and in a paragraph that mentions days in office.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2023-09-18\n---\nPorts Minister [Hani Murad](actor:hani-murad) spoke.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2023-09-18\n---\nFormer ports minister [Hani Murad](actor:hani-murad) and Ports Minister [Samira Nasser](actor:samira-nasser) spoke.\n",
    },
    traits: Traits { precedence: Some(11), ..Traits::NONE },
    check: Check::Article(check),
};

/// Days after a handover in which a report of it may use the old title.
const HANDOVER: i32 = 62;

/// What a title means and when it was not held.
struct Lapse<'a> {
    name: &'a ResolvedName,
    entry: &'a Actor,
    title: ProseRange,
    offices: Vec<Office>,
    /// The day that is spoken of.
    days: Days,
    /// Whether it was held before that day and not after it.
    over: bool,
    soft: bool,
}

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for TitledName { name, actor, title, offices } in analysis.titled_names() {
        let Some(lapse) = judge(analysis, name, actor, title, offices) else { continue };
        let prose = analysis.article.blocks[name.block].prose.text();
        let sentence = analysis.sentence_of(name.block, name.matched.range.cover(title));
        let around = around_title(prose, sentence, title, name.matched.range);
        if !around.excused && around.former.is_none() {
            report(analysis, &lapse, &around, sink);
        }
    }
}

fn judge<'a>(
    analysis: &'a Analysis,
    name: &'a ResolvedName,
    actor: ActorIndex,
    title: ProseRange,
    offices: Vec<Office>,
) -> Option<Lapse<'a>> {
    let block = &analysis.article.blocks[name.block];
    let prose = block.prose.text();
    let entry = analysis.registry().actor(actor);
    let held = |days: &Days| offices.iter().any(|office| entry.roles[office.role].is_held_in(*days));
    let whole = name.matched.range.cover(title);
    let dates = analysis.sentence_dates(name.block, whole);
    let days = dates.day()?;
    if dates.days().iter().any(held) || (dates.stated.is_empty() && dates.earlier.iter().any(held)) {
        return None;
    }
    let head = offices.iter().all(|office| office.head);
    let mut soft = head || block.quoted || analysis.is_quoted(name.block, name.matched.range);
    // "President Adel was born in 1961": of a day before the office the title of today is used, except if another person
    // speaks or acts on it.
    if dates.reference.is_some_and(|day| held(&(day, day))) {
        reporting_verb(prose, analysis.sentence_of(name.block, whole), name.matched.range, Some(title))?;
        soft = true;
    }
    let over = offices.iter().any(|office| {
        let to = entry.roles[office.role].to.and_then(PartialDate::last_day);
        to.is_some_and(|to| to < days.0)
    });
    // History keeps the titles of the dead.
    if entry.ends.and_then(PartialDate::last_day).is_some_and(|last| last < days.0) {
        return None;
    }
    let recent = |office: &Office| {
        let to = entry.roles[office.role].to.and_then(PartialDate::last_day);
        to.is_some_and(|to| to < days.0 && to.until(days.0).is_ok_and(|span| span.get_days() <= HANDOVER))
    };
    if over && offices.iter().any(recent) && is_about_handover(&prose[analysis.sentence_of(name.block, whole)]) {
        return None;
    }
    let lapse = Lapse { name, entry, title, offices, days, over, soft };
    // The head word of a title that is still to come is most likely that of another office, unless the actor has no other or
    // another person holds that one.
    let is_theirs = || lapse.offices.len() == 1 && (entry.roles.len() == 1 || !on_duty(analysis, &lapse).is_empty());
    (over || !head || is_theirs()).then_some(lapse)
}

fn report(analysis: &Analysis, lapse: &Lapse<'_>, around: &AroundTitle, sink: &mut Sink<'_>) {
    let Lapse { name, entry, title, offices, days, over, soft } = lapse;
    let block = &analysis.article.blocks[name.block];
    let words = title.slice(block.prose.text());
    let house = entry.house_name(analysis.language_of(block)).unwrap_or(entry.id.as_str());
    let on = format_days(*days);
    let message = if *over {
        message!("`{house}` was no longer `{words}` {on}", house, words, on)
    } else {
        message!("`{house}` was not yet `{words}` {on}", house, words, on)
    };
    let mut report = sink.report_prose(block, name.matched.range.cover(*title), message);
    if *soft {
        report = report.soften();
    }
    for office in offices {
        let role = &entry.roles[office.role];
        report = report.note(message!(
            "{house}: {title}{term}",
            house,
            title = role.titles[office.title].text,
            term = term(role)
        ));
    }
    let successors = on_duty(analysis, lapse);
    for (actor, at) in &successors {
        let holder = analysis.registry().actor(*actor);
        let known = holder.house_name(analysis.language_of(block)).unwrap_or(&holder.id);
        report = report.note(message!(
            "{on} the office was held by {holder}{term}",
            on = format_days(*days),
            holder = known,
            term = term(&holder.roles[*at])
        ));
    }
    if *over {
        report = write_former(analysis, lapse, around, report);
    }
    if let [(actor, at)] = successors.as_slice() {
        write_holder(analysis, lapse, around, (*actor, *at), report);
    }
}

/// From when to when a role is held, as the registry has it.
fn term(role: &Role) -> Message {
    match (role.from, role.to) {
        (Some(from), Some(to)) => message!(", {from} to {to}", from, to),
        (Some(from), None) => message!(", since {from}", from),
        (None, Some(to)) => message!(", until {to}", to),
        (None, None) => Message::default(),
    }
}

/// Whoever held the office on the days that are spoken of.
fn on_duty(analysis: &Analysis, lapse: &Lapse<'_>) -> Vec<(ActorIndex, usize)> {
    let registry = analysis.registry();
    let mut found: Vec<(ActorIndex, usize)> = Vec::new();
    for office in &lapse.offices {
        for (actor, at) in holders(registry, &lapse.entry.roles[office.role]) {
            let role = &registry.actor(actor).roles[at];
            let dated = role.from.is_some() || role.to.is_some();
            if dated && role.is_held_in(lapse.days) && found.iter().all(|(other, _)| *other != actor) {
                found.push((actor, at));
            }
        }
    }
    found
}

fn write_former<'r>(analysis: &Analysis, lapse: &Lapse<'_>, around: &AroundTitle, report: Report<'r>) -> Report<'r> {
    let block = &analysis.article.blocks[lapse.name.block];
    let prose = block.prose.text();
    // A whole word is replaced, so that the edit stays on its side of a link's bracket.
    match analysis.language_of(block) {
        Language::Arabic => {
            let feminine =
                prose[lapse.title.start as usize..].split_whitespace().next().is_some_and(|w| w.ends_with('ة'));
            let former = if feminine { "السابقة" } else { "السابق" };
            let end = around.end as usize;
            let start = prose[..end].rfind(char::is_whitespace).map_or(lapse.title.start as usize, |at| at + 1);
            let start = start.max(lapse.title.start as usize);
            let last = ProseRange::new(start as u32, end as u32);
            let written = format!("{} {former}", &prose[lapse.title.start as usize..end]);
            report.replace(
                block,
                last,
                format!("{} {former}", last.slice(prose)),
                message!("Write `{written}`", written),
            )
        }
        Language::English => {
            let start = around.front as usize;
            let begins = prose[analysis.sentence_of(lapse.name.block, lapse.title)].trim_start();
            let first = prose[start..].split_whitespace().next().unwrap_or("");
            let opening = begins.as_ptr() == prose[start..].as_ptr();
            let former = if opening { "Former" } else { "former" };
            let first_word = ProseRange::new(start as u32, (start + first.len()) as u32);
            let written = format!("{former} {}", &prose[start..(lapse.title.end as usize).max(start)]);
            report.replace(block, first_word, format!("{former} {first}"), message!("Write `{written}`", written))
        }
        _ => report,
    }
}

/// Puts the holder of the day in the place of the name, and of the link's id where the name is linked.
fn write_holder(
    analysis: &Analysis,
    lapse: &Lapse<'_>,
    around: &AroundTitle,
    (actor, at): (ActorIndex, usize),
    report: Report<'_>,
) {
    let block = &analysis.article.blocks[lapse.name.block];
    let holder = analysis.registry().actor(actor);
    let language = analysis.language_of(block);
    let Some(house) = holder.house_name(language) else { return };
    let mut edits = vec![(lapse.name.matched.range, house.to_owned())];
    let gender = |actor: &Actor| actor.gender.unwrap_or(Gender::Masculine);
    if gender(holder) != gender(lapse.entry) {
        let words = lapse.title.slice(block.prose.text());
        let fitting = title_in_gender(&holder.roles[at], language, gender(holder), words);
        let adjectives = around.end > lapse.title.end;
        match fitting {
            Some(title) if !adjectives => edits.push((lapse.title, title)),
            None if language != Language::Arabic => {}
            _ => return,
        }
    }
    let mut others = EditSet::default();
    if let Some(SpanKind::Mention(mention)) = block.span_over(lapse.name.matched.range).map(|span| span.kind) {
        let mention = &analysis.article.mentions[mention];
        let Some(writer) = analysis.writer() else { return };
        others = writer.retarget(&mention.link, &mention.target, &holder.id);
    }
    report.fix_prose(block, &edits, Fix::manual(message!("Write `{house}`, who held the office", house), others));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fixes};

    const OFFICES: &str = r#"
//- actors.toml
[[actor]]
id = "kerry"
kind = "person"
gender = "m"
name.en = "John Kerry"
name.ar = "جون كيري"
short.en = ["Kerry"]
short.ar = ["كيري"]
[[actor.role]]
title.en = "US Secretary of State"
title.ar = { m = "وزير الخارجية الأمريكي", f = "وزيرة الخارجية الأمريكية" }
org = "state-department"
exclusive = true
from = 2013-02-01
to = 2017-01-20

[[actor]]
id = "pompeo"
kind = "person"
gender = "m"
name.en = "Mike Pompeo"
name.ar = "مايك بومبيو"
[[actor.role]]
title.en = "US Secretary of State"
title.ar = { m = "وزير الخارجية الأمريكي", f = "وزيرة الخارجية الأمريكية" }
org = "state-department"
exclusive = true
from = 2018-04-26
to = 2021-01-20

[[actor]]
id = "clinton"
kind = "person"
gender = "f"
name.en = "Hillary Clinton"
name.ar = "هيلاري كلينتون"
[[actor.role]]
title.en = "US Secretary of State"
title.ar = { m = "وزير الخارجية الأمريكي", f = "وزيرة الخارجية الأمريكية" }
org = "state-department"
exclusive = true
from = "2009-01"
to = 2013-02-01

[[actor]]
id = "obama"
kind = "person"
gender = "m"
name.en = "Barack Obama"
name.ar = "باراك أوباما"
born = 1961-08-04
[[actor.role]]
title.en = "President of the United States"
title.ar = "الرئيس الأمريكي"
org = "white-house"
from = 2009-01-20
to = 2017-01-20

[[actor]]
id = "state-department"
kind = "organisation"
name.en = "State Department"
name.ar = "وزارة الخارجية الأمريكية"

[[actor]]
id = "other-lines"
kind = "organisation"
name.en = "Bahr Lines"
name.ar = "شركة بحر"
"#;

    fn english(date: &str, text: &str) {
        check(RULE.code, &format!("//- story.en.news.md date={date}\n{}{OFFICES}", unindent(text)));
    }

    fn arabic(date: &str, text: &str) {
        check(RULE.code, &format!("//- story.ar.news.md date={date}\n{}{OFFICES}", unindent(text)));
    }

    fn unindent(text: &str) -> String {
        text.trim_end_matches(' ')
            .lines()
            .filter(|line| !line.trim().is_empty())
            .fold(String::new(), |out, line| out + line.strip_prefix("            ").unwrap_or(line) + "\n")
    }

    #[test]
    fn a_title_that_is_held_no_longer_or_not_yet() {
        english(
            "2018-05-02",
            "
            Talks began. Secretary of State John Kerry spoke to reporters.
                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning: `John Kerry` was no longer `Secretary of State` on 2 May 2018
            ",
        );
        english(
            "2018-05-02",
            "
            John Kerry, the US secretary of state, spoke.
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 on 2 May 2018 the office was held by Mike Pompeo, 2018-04-26 to 2021-01-20
            ",
        );
        english(
            "2012-05-02",
            "
            US Secretary of State [John Kerry](actor:kerry) spoke.
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 `John Kerry` was not yet `US Secretary of State` on 2 May 2012
            ",
        );
        arabic(
            "2018-05-02",
            "
            قال وزير الخارجية الأمريكي جون كيري إن المحادثات بدأت.
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning: `جون كيري` was no longer `وزير الخارجية الأمريكي` on 2 May 2018
            ",
        );
        arabic(
            "2018-05-02",
            "
            والتقى الوفد بوزير الخارجية جون كيري.
                          ^^^^^^^^^^^^^^^^^^^^^^ 💡
            ",
        );
    }

    #[test]
    fn the_day_of_the_sentence_counts() {
        english("2015-05-02", "Secretary of State John Kerry spoke.\n");
        english("2018-05-02", "Secretary of State John Kerry visited the city in 2015.\n");
        english("2018-05-02", "In 2015, a deal was signed. Secretary of State John Kerry praised it.\n");
        arabic("2015-05-02", "قال وزير الخارجية الأمريكي جون كيري إن المحادثات بدأت.\n");
        arabic("2018-05-02", "زار وزير الخارجية الأمريكي جون كيري المدينة في عام 2015.\n");
        english(
            "2018-05-02",
            "
            On 3 May 2017, Secretary of State John Kerry spoke.
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 was no longer `Secretary of State` on 3 May 2017
            ",
        );
        // The office of the day of the story, on another day on which the actor speaks.
        english(
            "2016-05-02",
            "
            In 2011, Secretary of State John Kerry met envoys. President Barack Obama was born in 1961.
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 info: `John Kerry` was not yet `Secretary of State` in 2011
            ",
        );
    }

    #[test]
    fn the_first_and_the_last_day_count() {
        for day in ["2013-02-01", "2017-01-20"] {
            english(day, "Secretary of State John Kerry spoke.\n");
        }
        english("2009-01-02", "Secretary of State Hillary Clinton spoke.\n");
        for day in ["2013-01-31", "2017-01-21"] {
            english(
                day,
                "
                Secretary of State John Kerry spoke.
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡
                "
                .replace("                ", "            ")
                .as_str(),
            );
        }
    }

    #[test]
    fn the_head_word_and_quotations_are_softer() {
        english(
            "2018-05-02",
            "
            President Barack Obama spoke.
            ^^^^^^^^^^^^^^^^^^^^^^ 💡 info: `Barack Obama` was no longer `President`
            ",
        );
        english(
            "2018-05-02",
            "
            “I met Secretary of State John Kerry,” he said.
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 info: `John Kerry` was no longer
            ",
        );
        // The registry knows no other office of his.
        english(
            "2005-05-02",
            "
            President Barack Obama spoke.
            ^^^^^^^^^^^^^^^^^^^^^^ info: `Barack Obama` was not yet `President`
            ",
        );
    }

    #[test]
    fn former_and_other_times_are_not_reported() {
        for text in [
            "Former Secretary of State John Kerry spoke.",
            "The former US secretary of state, John Kerry, spoke.",
            "John Kerry, former secretary of state, spoke.",
            "John Kerry, then secretary of state, had said so.",
            "Then-Secretary of State John Kerry had said so.",
            "Ex-Secretary of State John Kerry spoke.",
            "The late Secretary of State John Kerry would have spoken.",
            "Secretary of State John Kerry at the time said so.",
            "The envoy served under Secretary of State John Kerry.",
            "Deputy Secretary of State John Kerry spoke.",
            "Acting Secretary of State John Kerry spoke.",
            "The President Barack Obama administration said so.",
            "John Kerry spoke. The Secretary of State, Mike Pompeo, listened.",
            "John Kerry spoke to the US Secretary of State.",
            "Mike Pompeo, who replaced Secretary of State John Kerry, spoke.",
            "Secretary of State John Kerry had said so.",
        ] {
            english("2018-05-02", &format!("{text}\n"));
        }
        for text in [
            "قال وزير الخارجية الأمريكي السابق جون كيري إن المحادثات بدأت.",
            "قال وزير الخارجية الأسبق جون كيري إن المحادثات بدأت.",
            "قال جون كيري، وزير الخارجية الأمريكي السابق، إن المحادثات بدأت.",
            "قال وزير الخارجية الأمريكي آنذاك جون كيري إن المحادثات بدأت.",
            "قال وزير الخارجية الأمريكي الراحل جون كيري ذلك.",
            "قال جون كيري وزير الخارجية الأمريكي حينها إن المحادثات بدأت.",
            "قال نائب وزير الخارجية الأمريكي جون كيري إن المحادثات بدأت.",
            "بدأ ذلك في عهد الرئيس الأمريكي باراك أوباما.",
            "قررت إدارة الرئيس الأمريكي باراك أوباما ذلك.",
            "عُيّن خلفاً لوزير الخارجية الأمريكي جون كيري.",
            "كان وزير الخارجية الأمريكي جون كيري قد قال ذلك.",
        ] {
            arabic("2018-05-02", &format!("{text}\n"));
        }
    }

    #[test]
    fn without_a_day_nothing_has_lapsed() {
        check(RULE.code, &format!("//- story.en.news.md\nSecretary of State John Kerry spoke.\n{OFFICES}"));
    }

    #[test]
    fn the_title_of_another_body_is_another_title() {
        let text = "//- story.en.news.md date=2015-03-18\n";
        check(RULE.code, &format!("{text}Karim Adel, chief executive of Bahr Lines, spoke.\n{OFFICES}"));
        check(RULE.code, &format!("{text}Bahr Lines chief executive Karim Adel spoke.\n{OFFICES}"));
        check(
            RULE.code,
            &format!(
                "{text}Karim Adel, chief executive of Sahil Lines, spoke.\n^^^^^^^^^^^^^^^^^^^^^^^^^^^ not yet\n{OFFICES}"
            ),
        );
    }

    #[test]
    fn former_and_the_holder_are_offered() {
        let fixes = |file: &str, date: &str, before: &str, afters: &[&str]| {
            check_fixes(RULE.code, &format!("//- {file} date={date}\n{before}\n{OFFICES}"), afters);
        };
        fixes(
            "story.en.news.md",
            "2018-05-02",
            "US Secretary of State [John Kerry](actor:kerry) spoke.",
            &[
                "Former US Secretary of State [John Kerry](actor:kerry) spoke.\n\n",
                "US Secretary of State [Mike Pompeo](actor:pompeo) spoke.\n\n",
            ],
        );
        fixes(
            "story.en.news.md",
            "2018-05-02",
            "He met John Kerry, the secretary of state.",
            &[
                "He met John Kerry, the former secretary of state.\n\n",
                "He met Mike Pompeo, the secretary of state.\n\n",
            ],
        );
        fixes(
            "story.ar.news.md",
            "2018-05-02",
            "قال وزير الخارجية الأمريكي [جون كيري](actor:kerry) ذلك.",
            &[
                "قال وزير الخارجية الأمريكي السابق [جون كيري](actor:kerry) ذلك.\n\n",
                "قال وزير الخارجية الأمريكي [مايك بومبيو](actor:pompeo) ذلك.\n\n",
            ],
        );
        fixes(
            "story.ar.news.md",
            "2018-05-02",
            "قالت وزيرة الخارجية هيلاري كلينتون ذلك.",
            &["قالت وزيرة الخارجية السابقة هيلاري كلينتون ذلك.\n\n", "قالت وزير الخارجية مايك بومبيو ذلك.\n\n"],
        );
        fixes(
            "story.en.news.md",
            "2018-03-18",
            "[Secretary of State Kerry][kerry] spoke.\n\n[kerry]: actor:kerry",
            &["[Former Secretary of State Kerry][kerry] spoke.\n\n[kerry]: actor:kerry\n\n"],
        );
    }

    const VARESIA: &str = r#"
//- actors.toml
[[actor]]
id = "varesia"
kind = "place"
name.en = "Varesia"
name.ar = "فاريسيا"

[[actor]]
id = "sabil"
kind = "person"
name.en = "Adam Sabil"
name.ar = "آدم سبيل"
[[actor.role]]
title.en = "Prime Minister"
title.ar = "رئيس الوزراء"
org = "varesia"
exclusive = true
from = 2018-03-01
to = 2022-02-28
"#;

    #[test]
    fn titles_with_what_they_are_of() {
        let found = |language: &str, date: &str, text: &str| {
            let fixture = format!("//- story.{language}.news.md date={date}\n{text}\n{VARESIA}");
            crate::fixture::all_findings(&fixture).iter().filter(|one| one.starts_with(RULE.code.as_str())).count()
        };
        for (language, text) in [
            ("ar", "افتتح رئيس وزراء فاريسيا [آدم سبيل](actor:sabil) الجسر."),
            ("ar", "وافتتح رئيس الوزراء [آدم سبيل](actor:sabil) الجسر."),
            ("en", "[Adam Sabil](actor:sabil), the country’s prime minister, opened the bridge."),
            ("en", "[Adam Sabil](actor:sabil), Varesia's prime minister, opened the bridge."),
        ] {
            assert_eq!(found(language, "2023-03-01", text), 1, "{text}");
            assert_eq!(found(language, "2021-03-01", text), 0, "{text}");
        }
        // A report of a handover may use the old title for some weeks.
        let text = "تسلم كريم عادل المنصب من رئيس الوزراء [آدم سبيل](actor:sabil) أمس.";
        assert_eq!((found("ar", "2022-03-15", text), found("ar", "2023-03-15", text)), (0, 1));
        let text = "Karim Adel took over from Prime Minister [Adam Sabil](actor:sabil).";
        assert_eq!((found("en", "2022-03-15", text), found("en", "2023-03-15", text)), (0, 1));
    }
}

//! `role-mismatch`: a title with the wrong word about its time, or in the wrong gender.

use crate::actors::{
    Actor, ActorIndex, AroundTitle, Gender, Office, ResolvedName, Role, around_title, title_in_gender,
};
use crate::analysis::{Analysis, TitledName};
use crate::dates::{self, Date};
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::language::Language;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::ProseRange;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("role-mismatch"),
    group: Group::Actors,
    level: Level::At(Severity::Info),
    fix: Some(Applicability::Unsafe),
    summary: "A title says \"former\" during the term of office, \"elect\" after its beginning, or has the wrong gender.",
    why: "Only roles whose dates leave no doubt on the day of the story are judged. Arabic المنتخب also means \
          \"elected\" and is reported in the first three months in office only. The gender is compared if the \
          registry gives the gender of the person and both forms of the title.",
    bad: Example {
        path: "story.ar.news.md",
        text: "---\ndate: 2024-03-18\n---\nقالت وزير الموانئ [سميرة ناصر](actor:samira-nasser) ذلك.\n",
    },
    good: Example {
        path: "story.ar.news.md",
        text: "---\ndate: 2024-03-18\n---\nقالت وزيرة الموانئ [سميرة ناصر](actor:samira-nasser) ذلك.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

/// For how many days المنتخب is more likely "elect" than "elected".
const NEW: i32 = 90;

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for TitledName { name, actor, title, offices } in analysis.titled_names() {
        let block = &analysis.article.blocks[name.block];
        let prose = block.prose.text();
        let entry = analysis.registry().actor(actor);
        gender(analysis, name, actor, title, &offices, sink);
        let Some(day) = analysis.reference.map(|reference| reference.day).filter(|_| name.matched.qualified) else {
            continue;
        };
        let sentence = analysis.sentence_of(name.block, name.matched.range.cover(title));
        let around = around_title(prose, sentence, title, name.matched.range);
        time(analysis, name, title, &Held { entry, offices: &offices, day }, &around, sink);
    }
}

struct Held<'a> {
    entry: &'a Actor,
    offices: &'a [Office],
    day: Date,
}

impl Held<'_> {
    fn roles(&self) -> impl Iterator<Item = &Role> {
        self.offices.iter().map(|office| &self.entry.roles[office.role])
    }

    /// Whether one of the roles is held, and none of them is over: who holds an office again is also a former holder.
    fn surely(&self) -> bool {
        let over = |role: &Role| role.to.is_some_and(|to| to.first_day().is_none_or(|to| to <= self.day));
        // The head word alone can mean an office that the registry does not list.
        self.roles().any(|role| role.is_certainly_held_on(self.day))
            && !self.roles().any(over)
            && (self.offices.iter().any(|office| !office.head) || self.entry.roles.len() == 1)
    }

    fn begun(&self) -> Option<Date> {
        self.roles().filter(|role| role.is_certainly_held_on(self.day)).find_map(|role| role.from?.last_day())
    }
}

fn time(
    analysis: &Analysis,
    name: &ResolvedName,
    title: ProseRange,
    held: &Held<'_>,
    around: &AroundTitle,
    sink: &mut Sink<'_>,
) {
    if !held.surely() || analysis.is_quoted(name.block, title) || around.another_time {
        return;
    }
    let new = held.begun().is_some_and(|begun| begun.until(held.day).is_ok_and(|span| span.get_days() <= NEW));
    let block = &analysis.article.blocks[name.block];
    let language = analysis.language_of(block);
    let elect = around.elect.filter(|_| language != Language::Arabic || new);
    let Some(word) = around.former.or(elect) else { return };
    let prose = block.prose.text();
    let house = held.entry.house_name(language).unwrap_or(&held.entry.id);
    let (said, day) = (word.slice(prose), dates::plain_form(held.day));
    let message =
        message!("`{said}`, but `{house}` is `{title}` on {day}", said, house, title = title.slice(prose), day);
    let begun = held.roles().find_map(|role| role.from).map(|begun| message!("in office since {begun}", begun));
    let report = sink.report_prose(block, word, message).notes(begun);
    let (gone, text) = without(prose, word);
    report.replace(block, gone, text, message!("Remove `{said}`", said));
}

/// A word with its space or hyphen, and what replaces it: a capital letter if it began a sentence.
fn without(prose: &str, word: ProseRange) -> (ProseRange, String) {
    let (start, end) = (word.start as usize, word.end as usize);
    let capital = prose[start..].starts_with(char::is_uppercase);
    let after = prose[end..].chars().next().filter(|c| *c == ' ' || *c == '-');
    let Some(space) = after else {
        let before = prose[..start].chars().next_back().filter(|c| *c == ' ' || *c == '-');
        return (ProseRange::new((start - before.map_or(0, char::len_utf8)) as u32, word.end), String::new());
    };
    let end = end + space.len_utf8();
    let next = prose[end..].chars().next().filter(|_| capital);
    let text = next.map(|next| next.to_uppercase().collect::<String>()).unwrap_or_default();
    (ProseRange::new(word.start, (end + next.map_or(0, char::len_utf8)) as u32), text)
}

fn gender(
    analysis: &Analysis,
    name: &ResolvedName,
    actor: ActorIndex,
    title: ProseRange,
    offices: &[Office],
    sink: &mut Sink<'_>,
) {
    let block = &analysis.article.blocks[name.block];
    let entry = analysis.registry().actor(actor);
    let Some(own) = entry.gender else { return };
    let form = |office: &Office| entry.roles[office.role].titles[office.title].gender;
    // Where a form without gender or of the right one is spelt alike, nothing is wrong.
    if !offices.iter().all(|office| form(office).is_some_and(|gender| gender != own)) {
        return;
    }
    let words = title.slice(block.prose.text());
    let role = &entry.roles[offices[0].role];
    let language = role.titles[offices[0].title].language;
    let fitting = title_in_gender(role, language, own, words);
    let Some(fitting) = fitting.filter(|fitting| *fitting != words) else { return };
    let house = entry.house_name(analysis.language_of(block)).unwrap_or(&entry.id);
    let gender = if own == Gender::Feminine { message!("feminine") } else { message!("masculine") };
    let message =
        message!("`{house}` has the {gender} title `{fitting}`, not `{words}`", house, gender, fitting, words);
    let mut report = sink.report_prose(block, title, message);
    if block.quoted || analysis.is_quoted(name.block, title) {
        report = report.soften();
    }
    report.replace(block, title, fitting.clone(), message!("Write `{fitting}`", fitting));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn former_while_in_office() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Former Ports Minister [Samira Nasser](actor:samira-nasser) spoke.
            ^^^^^^ 💡 info: `Former`, but `Samira Nasser` is `Ports Minister` on 18 March 2024 | in office since 2023-06-01
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            He met the former ports minister, [Samira Nasser](actor:samira-nasser).
            ",
            "
            He met the ports minister, [Samira Nasser](actor:samira-nasser).
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            قالت وزيرة الموانئ السابقة [سميرة ناصر](actor:samira-nasser) ذلك.
            ",
            "
            قالت وزيرة الموانئ [سميرة ناصر](actor:samira-nasser) ذلك.
            ",
        );
    }

    #[test]
    fn elect_in_office() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Ports Minister-elect [Samira Nasser](actor:samira-nasser) spoke.
                           ^^^^^ 💡 `elect`
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2023-06-18
            قالت وزيرة الموانئ المنتخبة [سميرة ناصر](actor:samira-nasser) ذلك.
                               ^^^^^^^^ 💡
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-06-18
            قالت وزيرة الموانئ المنتخبة [سميرة ناصر](actor:samira-nasser) ذلك.
            ",
        );
    }

    #[test]
    fn the_title_in_the_wrong_gender() {
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت وزير الموانئ سميرة ناصر ذلك، وقال وزيرة الموانئ هاني مراد ذلك.
                 ^^^^^^^^^^^^ 💡 info: `سميرة ناصر` has the feminine title `وزيرة الموانئ`, not `وزير الموانئ`
                                                   ^^^^^^^^^^^^^ 💡 has the masculine title
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            وقالت الوزير سميرة ناصر ذلك.
            ",
            "
            وقالت الوزيرة سميرة ناصر ذلك.
            ",
        );
    }

    #[test]
    fn what_fits_is_not_reported() {
        for text in [
            "Ports Minister [Samira Nasser](actor:samira-nasser) spoke.",
            "Former Ports Minister [Hani Murad](actor:hani-murad) spoke.",
            "The former aide told Ports Minister [Samira Nasser](actor:samira-nasser) so.",
            "A former port is what Samira Nasser, the ports minister, remembers.",
            "“Former Ports Minister Samira Nasser,” he read aloud.",
            "Karim Adel, former chief executive of another company, spoke.",
        ] {
            check(RULE.code, &format!("//- story.en.news.md date=2024-03-18\n{text}\n"));
        }
        for text in [
            "قالت وزيرة الموانئ سميرة ناصر ذلك.",
            "قال وزير الموانئ السابق هاني مراد ذلك.",
            "قالت الوزيرة سميرة ناصر ذلك.",
            "قال الوزير السابق هاني مراد للوزيرة سميرة ناصر ذلك.",
            "قال الرئيس التنفيذي كريم عادل ذلك.",
        ] {
            check(RULE.code, &format!("//- story.ar.news.md date=2024-03-18\n{text}\n"));
        }
        check(RULE.code, "//- story.en.news.md\nFormer Ports Minister Samira Nasser spoke.\n");
    }
}

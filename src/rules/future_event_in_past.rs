//! `future-event-in-past`: words that look back on a day that is still to come, or forward to one that has passed.

use crate::analysis::{Analysis, DateInText};
use crate::article::{BlockId, Key};
use crate::dates::{self, Date, Relation, Tense, governing};
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::message::Message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("future-event-in-past"),
    group: Group::Dates,
    level: Level::At(Severity::Warning),
    fix: None,
    summary: "A sentence in the past tense has a date after the story, or one in the future tense a date before it.",
    why: "Usually the year is wrong. Only dates that state day, month and year are judged, by the verb that governs \
          them: a date that names its noun (\"the siege of 12 March 2009\") or a limit (\"since\", \"until\") has \
          no tense. Not reported for plans, schedules and postponements, for reported futures, and inside \
          quotations.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nThe contract was signed on 11 February 2025.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nThe contract was signed on 11 February 2024. Work is scheduled to end on 11 February 2025.\n",
    },
    traits: Traits::NONE,
    check: Check::Block(check),
};

fn check(analysis: &Analysis, block: BlockId, sink: &mut Sink<'_>) {
    let Some(reference) = analysis.reference.filter(|_| !analysis.article.blocks[block].is_heading()) else { return };
    let dates: Vec<DateInText<'_>> = analysis.dates_of(block).collect();
    for (at, date) in dates.iter().enumerate() {
        let expression = date.expression;
        let whole = expression.year.is_some() && expression.month.is_some() && expression.day.is_some();
        let Some(day) = date.resolved.day().filter(|day| whole && *day != reference.day) else { continue };
        if analysis.is_quoted(block, expression.range) {
            continue;
        }
        let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|other| dates.get(other));
        let alone = neighbours.clone().all(|other| other.expression.sentence != expression.sentence);
        let Some(looks) = looks(analysis, date, day > reference.day, alone) else { continue };
        // What was added to a page later may be past.
        let modified = || analysis.metadata_date(Key::DateModified)?.1.days;
        if day < reference.day || modified().is_none_or(|(_, last)| day > last) {
            report(date, day, reference.day, looks, sink);
        }
    }
}

/// Where the words look that do not fit the side of the story on which the day lies.
fn looks(analysis: &Analysis, date: &DateInText<'_>, after: bool, alone: bool) -> Option<Message> {
    match (date.expression.relation.map(|part| part.value), after) {
        (Some(Relation::Last), true) => return Some(message!("back")),
        (Some(Relation::Next), false) => return Some(message!("forward")),
        (Some(_), _) => return None,
        (None, _) => {}
    }
    // The ends of a range, and a date next to another time of its sentence, have the tense of that time.
    if date.expression.link.is_some() || date.expression.pair.is_some() || !after && !alone {
        return None;
    }
    let tense = governing(
        date.block.prose.text(),
        date.expression.range,
        date.near_sentence(),
        analysis.language_of(date.block),
    )?;
    match (tense, after) {
        (Tense::Past, true) => Some(message!("back")),
        (Tense::Future, false) => Some(message!("forward")),
        _ => None,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "a message is made for the call")]
fn report(date: &DateInText<'_>, day: Date, on: Date, looks: Message, sink: &mut Sink<'_>) {
    let side = if day > on { message!("after") } else { message!("before") };
    let message = message!(
        "the sentence looks {looks}, but `{words}` is {side} the story ({day})",
        looks,
        words = date.words(),
        side,
        day = dates::plain_form(on)
    );
    sink.report(date.range(), message).notes(date.explanation());
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_words};

    #[test]
    fn past_words_with_a_day_to_come() {
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            ووقّعت الوزارة العقد، ووقعت الاتفاقية في 11 فبراير 2025.
                                                     ^^^^^^^^^^^^^^ the sentence looks back
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            He died on 3 May 2026.
                       ^^^^^^^^^^ the sentence looks back
            ",
        );
    }

    #[test]
    fn future_words_with_a_day_gone_by() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            The harbour will open on 5 June 2023.
                                     ^^^^^^^^^^^ the sentence looks forward
            ",
        );
    }

    #[test]
    fn plans_quotations_and_unsure_dates_are_not_reported() {
        for text in [
            "The opening was scheduled for 5 June 2025.",
            "They agreed that the contract signed on 5 June 2025 would be the last.",
            "He said: “It was signed on 5 June 2025.”",
            "It was signed on 5 June.",
            "The deadline, set after he died, is 5 June 2025.",
        ] {
            check(RULE.code, &format!("//- story.en.news.md date=2024-03-18\n{text}\n"));
        }
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            كان من المقرر أن يُفتتح الميناء في 5 يونيو 2025.
            ",
        );
    }

    #[test]
    fn the_verb_that_governs_the_day() {
        for (story, text, words) in [
            (
                "en 2021-03-07",
                "The two mayors planted an oak in the park behind the station on 14 March 2021.",
                &["14 March 2021"][..],
            ),
            ("en 2021-03-27", "The new library will be opened on 14 March 2021, the council said.", &["14 March 2021"]),
            ("ar 2021-03-07", "وزار رئيس البلدية المدرسة الجديدة في الضاحية صباح يوم 14 مارس 2021.", &["14 مارس 2021"]),
            ("ar 2021-03-07", "أغلق المصنع في 14 مارس 2021 الماضي لأسباب مالية.", &["14 مارس 2021 الماضي"]),
            ("ar 2021-03-27", "تفتتح المكتبة في 14 مارس 2021 المقبل.", &["14 مارس 2021 المقبل"]),
            ("fr 2021-03-07", "Le maire est mort. L'accord a été signé le 14 mars 2021.", &["le 14 mars 2021"]),
            ("es 2021-03-27", "El puente se abrirá el 14 de marzo de 2021.", &["el 14 de marzo de 2021"]),
            ("de 2021-03-07", "Der Vertrag wurde am 14. März 2021 unterzeichnet.", &["14. März 2021"]),
            ("it 2021-03-27", "La fiera si terrà il 14 marzo 2021.", &["il 14 marzo 2021"]),
            ("tr 2021-03-07", "Köprü 14 Mart 2021 tarihinde açıldı.", &["14 Mart 2021"]),
        ] {
            check_words(RULE.code, story, text, words);
        }
    }

    #[test]
    fn days_that_no_verb_governs() {
        for (story, text) in [
            ("en 2017-09-18", "The fair was open from 8 September till 10 September 2017."),
            ("de 2017-09-18", "Die Messe war vom 8. bis 10. September 2017 offen."),
            ("fr 2017-09-18", "La foire est restée ouverte jusqu'au 10 septembre 2017."),
            ("it 2017-09-18", "La fiera è rimasta aperta fino al 10 settembre 2017."),
            ("ar 2017-09-18", "بلغ عدد الزوار إلى غاية 10 سبتمبر 2017 ألف زائر."),
            ("fa 2017-09-18", "نمایشگاه از ۱۷ تا ۱۹ شهریور ۱۳۹۶ باز بود."),
            ("en 2017-09-18", "It will be the first storm since 3 May 2015."),
            ("en 2017-09-18", "The court will rule on the flood of 3 May 2015."),
            ("en 2017-09-18", "They will celebrate the 3 May 2015 treaty."),
            ("en 2017-09-18", "The jury will sit next week on the flood on 3 May 2015."),
            ("ar 2017-09-18", "ستعمل اللجنة بقانون 3 مايو 2015."),
            ("ar 2017-09-18", "ستعمل اللجنة بالقانون الصادر بتاريخ 3 مايو 2015."),
            ("ar 2017-09-18", "سيكون أول إضراب منذ 3 مايو 2015."),
            ("ar 2017-09-18", "اندلع حريق في سنغافورة يوم 3 مايو 2015، ووصل الوفد إلى ستوكهولم في 4 مايو 2015."),
            ("fr 2017-09-18", "Ce sera la première tempête depuis le 3 mai 2015."),
            ("es 2017-09-18", "Será la primera tormenta desde el 3 de mayo de 2015."),
            ("de 2017-09-18", "Es wird der erste Sturm seit dem 3. Mai 2015 sein."),
            ("it 2017-09-18", "Sarà la prima tempesta dal 3 maggio 2015."),
            (
                "en 2017-09-18",
                "You can read more in this post from 3 May 2015, and you must have joined on or before 3 May 2015.",
            ),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
    }

    #[test]
    fn plans_are_not_past() {
        for (story, text) in [
            (
                "en 2017-09-18",
                "The fair will be held on 5 January 2018, and the votes to be held on 6 January 2018 are three.",
            ),
            ("en 2017-09-18", "The fair, held 5 January 2018, is free."),
            ("en 2017-09-18", "The dam was to be opened on 5 January 2018, but it leaks."),
            ("en 2017-09-18", "The council agreed to open the dam on 5 January 2018."),
            ("en 2017-09-18", "Council-elected seats close on 5 January 2018."),
            ("ar 2017-09-18", "اتفق المجلسان على عقد لقاء في 5 يناير 2018."),
            ("ar 2017-09-18", "قررت البلدية عقد المعرض في 5 يناير 2018."),
            ("ar 2017-09-18", "من المنتظر عقد لقاء يوم 5 يناير 2018."),
            ("fr 2017-09-18", "La mairie a annoncé une foire le 5 janvier 2018."),
            ("tr 2017-09-18", "Bakanlık, fuarın 5 Ocak 2018 tarihinde açılacağını açıkladı."),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
    }

    #[test]
    fn a_page_that_was_added_to_later_is_not_reported() {
        check(
            RULE.code,
            "
            ---
            datePublished: 2017-09-18
            dateModified: 2017-10-02
            ---
            The mayor died on 1 October 2017.
            ",
        );
    }
}

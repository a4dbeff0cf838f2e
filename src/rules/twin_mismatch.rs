//! `twin-mismatch`: an article states something that its translation does not.

use crate::actors::Lookup;
use crate::analysis::{Alignment, Analysis, Fact, Facts};
use crate::dates;
use crate::finding::{Level, Related, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Report, Rule, Sink, Traits};
use std::collections::HashSet;
use std::hash::Hash;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("twin-mismatch"),
    group: Group::Text,
    level: Level::At(Severity::Warning),
    fix: None,
    summary: "An article and its translation (`translationOf`) differ in an actor, a day, a number or quotations.",
    why: "A figure that is changed or a paragraph that is lost in translation is seen only by readers of both \
          languages. Both articles are checked, each reports what the other one does not state, and shows the place \
          there. It is a warning where two sentences clearly correspond and each has a day or a number that the other \
          one lacks, and an info elsewhere. Values are compared, and not words: *on Monday* is `11 مارس`, and `120 million` is \
          `١٢٠ مليون`. Not reported are rounded numbers, small numbers, years, measures that are converted, the day of \
          the news itself, names that the registry does not have in the other language, actors that a short name or a \
          title may mean, and what a summary leaves out, which is an article with at most 60 % of the length of the \
          other. Numbers are compared in Arabic and English.",
    bad: Example {
        path: "port.en.news.md",
        text: "---\ndate: 2024-03-18\ntranslationOf: port.ar.news.md\n---\n\
               [Samira Nasser](actor:samira-nasser) said the quay would cost 120 million dollars.\n\
               //- port.ar.news.md\n---\ndate: 2024-03-18\n---\n\
               قالت [سميرة ناصر](actor:samira-nasser) إن الرصيف سيكلف 130 مليون دولار.\n",
    },
    good: Example {
        path: "port.en.news.md",
        text: "---\ndate: 2024-03-18\ntranslationOf: port.ar.news.md\n---\n\
               [Samira Nasser](actor:samira-nasser) said the quay would cost 120 million dollars.\n\
               //- port.ar.news.md\n---\ndate: 2024-03-18\n---\n\
               قالت [سميرة ناصر](actor:samira-nasser) إن الرصيف سيكلف ١٢٠ مليون دولار.\n",
    },
    traits: Traits::NONE,
    check: Check::Twin(check),
};

/// The most findings of one kind. Articles that differ in more are not translations of each other.
const MOST: usize = 20;
/// An article with this many facts, of which the twin states none, is another story.
const FEWEST_SHARED: usize = 5;

fn check(analysis: &Analysis, twin: &Facts, sink: &mut Sink<'_>) {
    let own = analysis.facts();
    let registry = analysis.registry();
    let is_unnamed = |fact: &Fact<String>| match registry.lookup(&fact.value) {
        Lookup::Found(actor) | Lookup::Merged(actor) => !twin.may_name(registry.actor(actor)),
        Lookup::Missing => false,
    };
    let actors = firsts(&own.actors, |fact| fact.value.clone());
    let days = firsts(&own.days, |fact| fact.value.date);
    let numbers = firsts(&own.numbers, |fact| fact.value.key());
    let stated = actors.len() + days.len() + numbers.len();
    let actors: Vec<&Fact<String>> = actors.into_iter().filter(|fact| is_unnamed(fact)).take(MOST).collect();
    let days = lacking(days, |fact| !twin.may_date(fact.value));
    let numbers = lacking(numbers, |fact| !twin.may_count(fact.value));
    if stated >= FEWEST_SHARED && actors.len() + days.len() + numbers.len() == stated {
        return;
    }
    let comparison = Comparison { own, twin, aligned: Alignment::of(own, twin), is_summary: twin.summarises(own) };
    for fact in actors {
        comparison.report_missing(fact, sink);
    }
    let theirs = lacking(firsts(&twin.days, |fact| fact.value.date), |fact| !own.may_date(fact.value));
    for (fact, other) in comparison.pairs(&days, &theirs) {
        let Some(report) = comparison.report(fact, other, sink) else { continue };
        if fact.value.is_year_inferred {
            let day = dates::plain_form(fact.value.date);
            report.note(message!("`{words}` is {day}", words = fact.words, day));
        }
    }
    let theirs = lacking(firsts(&twin.numbers, |fact| fact.value.key()), |fact| !own.may_count(fact.value));
    for (fact, other) in comparison.pairs(&numbers, &theirs) {
        comparison.report(fact, other, sink);
    }
    comparison.report_quotations(sink);
}

/// The first fact of each value.
fn firsts<T, K: Eq + Hash>(facts: &[Fact<T>], key: impl Fn(&Fact<T>) -> K) -> Vec<&Fact<T>> {
    let mut seen = HashSet::new();
    facts.iter().filter(|fact| seen.insert(key(fact))).collect()
}

/// The facts that the other article does not state.
fn lacking<T>(facts: Vec<&Fact<T>>, is_lacking: impl Fn(&Fact<T>) -> bool) -> Vec<&Fact<T>> {
    facts.into_iter().filter(|fact| is_lacking(fact)).take(MOST).collect()
}

/// An article and its twin.
struct Comparison<'a> {
    own: &'a Facts,
    twin: &'a Facts,
    aligned: Alignment,
    /// Whether the twin leaves things out on purpose.
    is_summary: bool,
}

impl Comparison<'_> {
    /// Each fact with the one that the twin has in its place: the only other one of the corresponding sentence.
    fn pairs<'f, T>(&self, own: &[&'f Fact<T>], theirs: &[&'f Fact<T>]) -> Vec<(&'f Fact<T>, Option<&'f Fact<T>>)> {
        let only = |facts: &[&'f Fact<T>], sentence: usize| {
            let mut found = facts.iter().filter(|fact| fact.sentence == sentence);
            found.next().copied().filter(|_| found.next().is_none())
        };
        let counterpart = |fact: &Fact<T>| {
            only(own, fact.sentence)?;
            only(theirs, self.aligned.twin_of(fact.sentence)?)
        };
        own.iter().map(|fact| (*fact, counterpart(fact))).collect()
    }

    /// Reports a fact as different, or as missing in the twin.
    fn report<'s, T>(&self, fact: &Fact<T>, other: Option<&Fact<T>>, sink: &'s mut Sink<'_>) -> Option<Report<'s>> {
        let Some(other) = other else { return self.report_missing(fact, sink) };
        let message = message!(
            "`{words}` is `{other}` in `{file}`",
            words = fact.words,
            other = other.words,
            file = self.twin.name()
        );
        let related = message!("`{other}` here", other = other.words);
        let place = self.twin.place(other.range);
        Some(sink.report(fact.range, message).related(Related::elsewhere(place, related)))
    }

    /// Reports a fact that the twin does not state.
    fn report_missing<'s, T>(&self, fact: &Fact<T>, sink: &'s mut Sink<'_>) -> Option<Report<'s>> {
        if self.is_summary {
            return None;
        }
        let message = message!("`{words}` is not in `{file}`", words = fact.words, file = self.twin.name());
        let sentence = self.aligned.twin_of(fact.sentence).and_then(|sentence| self.twin.sentence(sentence));
        let related = match sentence {
            Some(range) => Related::elsewhere(self.twin.place(range), message!("the corresponding sentence")),
            None => Related::elsewhere(self.twin.place(self.twin.start), message!("the twin")),
        };
        Some(sink.report(fact.range, message).at_most(Severity::Info).related(related))
    }

    /// Reports once that the twin has far fewer quotations, or none.
    fn report_quotations(&self, sink: &mut Sink<'_>) {
        let (count, theirs) = (self.own.quotations.len(), self.twin.most_quotations());
        let Some(first) = self.own.quotations.first().filter(|_| !self.is_summary) else { return };
        let file = self.twin.name();
        let message = match theirs {
            0 => message!("`{file}` has no quotation, unlike this article", file),
            _ if count >= theirs + 2 => {
                message!("`{file}` has {theirs} of the {count} quotations of this article", file, theirs, count)
            }
            _ => return,
        };
        let related = Related::elsewhere(self.twin.place(self.twin.start), message!("the twin"));
        sink.report(first.range, message).at_most(Severity::Info).related(related);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    const AR: &str = "//- story.ar.news.md\n---\ndate: 2024-03-18\n---\n";

    /// An English story against an Arabic one.
    #[track_caller]
    fn pair(english: &str, arabic: &str) {
        let arabic = arabic.replace('\n', "\n\n");
        check(RULE.code, &format!("//- story.en.news.md date=2024-03-18\n{english}\n{AR}{arabic}\n"));
    }

    #[test]
    fn a_number_of_a_corresponding_sentence_is_a_warning() {
        pair(
            "[Samira Nasser](actor:samira-nasser) signed for 120 million dollars.\n                                                ^^^^^^^^^^^ warning: `120 million` is `130 مليون` in `story.ar.news.md`",
            "وقعت [سميرة ناصر](actor:samira-nasser) بمبلغ 130 مليون دولار.",
        );
        pair(
            "Samira Nasser signed on 11 February 2023.\n                        ^^^^^^^^^^^^^^^^ warning: `11 February 2023` is `12 فبراير 2023` in",
            "وقعت سميرة ناصر في 12 فبراير 2023.",
        );
    }

    #[test]
    fn what_only_one_states_is_an_info() {
        pair(
            "Samira Nasser spoke.\n\nKarim Adel left with 45 engineers on 3 February.\n^^^^^^^^^^ info: `Karim Adel` is not in `story.ar.news.md`\n                     ^^ info: `45` is not in\n                                     ^^^^^^^^^^ info: `3 February` is not in",
            "تحدثت سميرة ناصر.",
        );
    }

    #[test]
    fn values_are_compared_and_not_words() {
        for (english, arabic) in [
            ("It cost 120 million dollars.", "بلغت الكلفة ١٢٠ مليون دولار."),
            ("It cost 1.5 million dollars.", "بلغت الكلفة مليوناً ونصف المليون دولار."),
            ("It cost 120,500 dollars.", "بلغت الكلفة 120 ألفاً و500 دولار."),
            ("It has 25 ships and 200 sailors.", "له خمس وعشرون سفينة ومئتا بحار."),
            ("It began on 11 March.", "بدأ يوم الاثنين الماضي."),
            ("It began on 11 March.", "بدأ الاثنين."),
            ("It began on 11 February.", "بدأ في ١١ شباط/فبراير."),
            ("It began on 11 February.", "بدأ خلال شهر فبراير."),
            ("It began on 11 February 2024.", "بدأ في 1 شعبان 1445هـ."),
            ("It ran until 12 February.", "استمر من 10 إلى 14 فبراير."),
        ] {
            pair(english, arabic);
        }
    }

    #[test]
    fn names_that_may_be_meant_are_not_missing() {
        for (english, arabic) in [
            // A short name, a title, a word form with clitics, a name that is not linked.
            ("Samira Nasser spoke.", "تحدثت ناصر."),
            ("Samira Nasser spoke.", "تحدثت وزيرة الموانئ."),
            ("Samira Nasser spoke.", "وتحدثت إلى سميرة نصر."),
            ("Samira Nasser spoke.", "تحدثت [الوزيرة](actor:?) أمس."),
            ("[Qatar](actor:qa) signed.", "وقع الوفد القطري."),
        ] {
            pair(english, arabic);
        }
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            [Huda Zain](actor:huda) spoke.
            //- story.ar.news.md
            تحدثت المديرة.
            //- actors.toml
            [[actor]]
            id = \"huda\"
            kind = \"person\"
            name.en = \"Huda Zain\"
            ",
        );
    }

    #[test]
    fn the_day_of_the_news_years_and_measures_are_not_compared() {
        for english in [
            "She spoke on Tuesday, March 18.",
            "She spoke on Monday and last week.",
            "It began in 2019, in May.",
            "It is 15 miles long and 120-metres wide.",
            "It cost 9 dollars at 10:30, in the 12th week.",
            "Samira Nasser, 52, spoke with the G20.",
        ] {
            pair(english, "تحدثت سميرة ناصر.");
        }
    }

    #[test]
    fn a_summary_leaves_things_out_and_adds_nothing() {
        let long = "The works at the quay went on for many weeks, and no one knew when they would be done. ".repeat(8);
        pair(&format!("Samira Nasser spoke. {long} It has 45 ships."), "تحدثت سميرة ناصر.");
        check(
            RULE.code,
            &format!(
                "//- story.ar.news.md date=2024-03-18\nتحدثت سميرة ناصر عن 77 سفينة.\n                    ^^ info: `77` is not in\n//- story.en.news.md\nSamira Nasser spoke. {long}\n"
            ),
        );
    }

    #[test]
    fn quotations_are_counted_with_care() {
        pair(
            "\"The works will begin in June,\" she said.\n ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: `story.ar.news.md` has no quotation",
            "أكدت أن الأعمال تبدأ في يونيو.",
        );
        for arabic in ["قالت «تبدأ الأعمال».", "قالت: تبدأ الأعمال في يونيو المقبل.", "قالت إنها ‘قريبة’."]
        {
            pair("\"The works will begin in June,\" she said.", arabic);
        }
    }

    #[test]
    fn another_story_is_not_compared() {
        pair(
            "Samira Nasser and Karim Adel signed for 45 ships on 3 February and 61 on 9 January.",
            "تراجعت أسعار القمح.",
        );
    }

    #[test]
    fn a_directive_without_a_twin_is_not_unused() {
        let text =
            "//- story.en.news.md\n<!-- copydesk:ignore-next twin-mismatch -- as printed -->\n\nIt has 45 ships.\n";
        assert!(crate::fixture::all_findings(text).is_empty());
    }
}

//! `discouraged-name`: a spelling that the registry lists as wrong, or a name outside its dates.

use crate::actors::{Certainty, Name, NameClass, ResolvedName, Spelling, edge_marks};
use crate::analysis::Analysis;
use crate::dates::Date;
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::language::Language;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::{EditSet, Fold, fold};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("discouraged-name"),
    group: Group::Actors,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Safe),
    summary: "A name has a spelling that the registry forbids, or is used outside its dates.",
    why: "One person under two spellings is two people in every search. The house spelling is offered. A spelling \
          that differs only in letters that writers interchange is an info. Not reported for former names after \
          \"formerly\" or سابقاً.",
    bad: Example { path: "story.en.news.md", text: "[Samira Nasir](actor:samira-nasser) signed.\n" },
    good: Example { path: "story.en.news.md", text: "[Samira Nasser](actor:samira-nasser) signed.\n" },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for name in &analysis.names {
        let certain = matches!(name.certainty, Certainty::Certain | Certainty::ShortFirst);
        let [actor] = name.actors.as_slice() else { continue };
        let entry = analysis.registry().actor(*actor);
        let used = name.matched.candidates.iter().find(|(candidate, _)| candidate == actor);
        let Some(used) = used.and_then(|(_, at)| entry.names.get(*at)) else { continue };
        if !certain || entry.file.is_none() {
            continue;
        }
        let block = &analysis.article.blocks[name.block];
        let day = analysis.reference.map(|reference| reference.day);
        let expired = outside(used, day);
        let variant = name.matched.spelling == Spelling::Variant;
        // A loose spelling is compared with the house form alone: aliases are poorer spellings as often as not, and what a
        // built-in place provides is not one of the project.
        let is_house = used.class == NameClass::House || used.class == NameClass::Short;
        if variant
            && used.class != NameClass::Wrong
            && (!is_house || used.is_lent || used.language != analysis.language_of(block))
        {
            continue;
        }
        if !(used.class == NameClass::Wrong || expired || variant) || (expired && is_former(analysis, name)) {
            continue;
        }
        let house = match used.class {
            NameClass::Short | NameClass::Also if variant && !expired => Some(used.text.as_str()),
            NameClass::Wrong if is_short(used, &entry.names) => entry.short_name(used.language),
            // The house form of the language that the words are in, which a quotation may take from another article.
            _ => house_on(&entry.names, used.language, day).or_else(|| entry.house_name(used.language)),
        };
        let words = analysis.words_of(name);
        // Where no other name is known, there is nothing to write in its place.
        let Some(house) = house.filter(|house| *house != words) else { continue };
        let message = if expired {
            message!("`{words}` is not in use on the day of the story: write `{house}`", words, house)
        } else {
            message!("`{words}` is not the house spelling: write `{house}`", words, house)
        };
        let mut report = sink.report_prose(block, name.matched.range, message);
        if variant && used.class != NameClass::Wrong && !expired {
            report = report.at_most(Severity::Info);
        }
        // Through لل the article is not there to be replaced; a person writes that.
        let glued = analysis.words_of(name).starts_with('ل') && !used.text.starts_with('ل');
        if !glued {
            let title = message!("Write `{house}`", house);
            // A mark at the edge of a name can end a sentence or be markup next to other marks: a person must look at it.
            let same_edges = edge_marks(house) == edge_marks(words);
            let fix =
                if same_edges { Fix::safe(title, EditSet::default()) } else { Fix::manual(title, EditSet::default()) };
            report.fix_prose(block, &[(name.matched.range, house.to_owned())], fix);
        }
    }
}

/// The house form that is in use on a day.
fn house_on(names: &[Name], language: Language, day: Option<Date>) -> Option<&str> {
    let house = |name: &&Name| name.language == language && name.class == NameClass::House && !outside(name, day);
    names.iter().find(house).map(|name| name.text.as_str())
}

/// Whether a name is used on a day outside of its dates.
fn outside(name: &Name, on: Option<Date>) -> bool {
    let Some(day) = on else { return false };
    name.from.is_some_and(|from| from.first_day() > Some(day))
        || name.to.is_some_and(|to| to.last_day().is_some_and(|last| last < day))
}

/// Whether a wrong spelling is of a short form: it has fewer words than every full form.
fn is_short(used: &Name, names: &[Name]) -> bool {
    let words = |name: &Name| name.text.split_whitespace().count();
    let full =
        |name: &&Name| name.language == used.language && matches!(name.class, NameClass::House | NameClass::Also);
    names.iter().filter(full).all(|name| words(name) > words(used))
}

/// Letters before and after a name that are searched for a word such as *formerly*.
const CUE: usize = 60;

/// "formerly Swaziland", سوازيلاند سابقاً.
fn is_former(analysis: &Analysis, name: &ResolvedName) -> bool {
    let prose = analysis.article.blocks[name.block].prose.text();
    // Folded, the cues are found with their vowels and without, at the head of a sentence and inside of it.
    let (before, after) = (&prose[..name.matched.range.start as usize], &prose[name.matched.range.end as usize..]);
    let before = &before[before.char_indices().rev().nth(CUE).map_or(0, |(at, _)| at)..];
    let after = &after[..after.char_indices().nth(CUE).map_or(after.len(), |(at, _)| at)];
    let (before, after) = (fold(before, Fold::Loose), fold(after, Fold::Loose));
    let (before, after) = (before.trim_end(), after.trim_start_matches([' ', '(', '،', ',']));
    ["formerly", "then", "once", "سابقا", "سابقا باسم"].iter().any(|cue| before.ends_with(cue))
        || ["سابقا", "as it was", "as it then was"].iter().any(|cue| after.starts_with(cue))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    /// A registry with marks at the edges of its names.
    const MARKED: &str = "//- actors.toml\n[[actor]]\nid = \"samuel-dorrick\"\nkind = \"person\"\nname.en = \"Samuel Dorrick Jr.\"\n\n[[actor]]\nid = \"yoohey\"\nkind = \"organisation\"\nname.en = \"Yoohey!\"\nname.ar = \"مصرف أرلان ش.م.ل.\"\n\n[[actor]]\nid = \"blue\"\nkind = \"organisation\"\nname.en = '\"Blue\" Group™'\n\n[[actor]]\nid = \"harrow\"\nkind = \"person\"\nname.en = \"J. K. Harrow\"\n\n[[actor]]\nid = \"faisal\"\nkind = \"person\"\nname.en = \"Faisal Al-Dossari\"\n\n[[actor]]\nid = \"maeve\"\nkind = \"person\"\nname.en = \"Maeve O'Shannon\"\n\n[[actor]]\nid = \"orlan\"\nkind = \"place\"\nname.en = \"St. Orlan\"\n";

    #[test]
    fn marks_at_the_edges_of_a_name_are_a_part_of_it() {
        for name in [
            "[Samuel Dorrick Jr.](actor:samuel-dorrick)",
            "[Samuel Dorrick Jr](actor:samuel-dorrick)",
            "[Yoohey!](actor:yoohey)",
            "[\"Blue\" Group™](actor:blue)",
            "[“Blue” Group™](actor:blue)",
            "[J.K. Harrow](actor:harrow)",
            "[JK Harrow](actor:harrow)",
            "[Faisal al-Dossari](actor:faisal)",
            "[Maeve OʼShannon](actor:maeve)",
            "[St Orlan](actor:orlan)",
            "Samuel Dorrick Jr. said",
        ] {
            check(RULE.code, &format!("//- story.en.news.md\n{name} was there.\n{MARKED}"));
        }
        check(RULE.code, &format!("//- story.ar.news.md\nأغلق [مصرف أرلان ش.م.ل.](actor:yoohey) أبوابه.\n{MARKED}"));
    }

    #[test]
    fn a_wrong_spelling_is_reported_in_links_and_in_text() {
        check(
            RULE.code,
            "
            [Samira Nasir](actor:samira-nasser) signed.
             ^^^^^^^^^^^^ 💡 warning: `Samira Nasir` is not the house spelling: write `Samira Nasser`
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.txt
            قالت سميرة نصر إن العمل يبدأ.
                 ^^^^^^^^^ 💡 warning
            ",
        );
    }

    #[test]
    fn the_house_form_is_written() {
        check_fix(
            RULE.code,
            "
            [Samira Nasir](actor:samira-nasser) signed.
            ",
            "
            [Samira Nasser](actor:samira-nasser) signed.
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            قالت [سميرة نصر](actor:samira-nasser) ذلك.
            ",
            "
            قالت [سميرة ناصر](actor:samira-nasser) ذلك.
            ",
        );
    }

    #[test]
    fn letters_that_writers_interchange_are_an_info() {
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت [سميره ناصر](actor:samira-nasser) ذلك.
                  ^^^^^^^^^^ 💡 info
            ",
        );
    }

    #[test]
    fn a_name_is_used_within_its_dates() {
        check(
            RULE.code,
            r#"
            //- story.en.news.md date=2020-05-01
            [Westland](actor:eastland) voted.
             ^^^^^^^^ 💡 warning: `Westland` is not in use on the day of the story: write `Eastland`
            //- actors.toml
            [[actor]]
            id = "eastland"
            kind = "place"
            [actor.name]
            en = [{ text = "Westland", to = 2018-04-18 }, { text = "Eastland", from = 2018-04-19 }]
            ar = [{ text = "ويستلاند", to = 2018-04-18 }, { text = "إيستلاند", from = 2018-04-19 }]
            "#,
        );
        check(
            RULE.code,
            r#"
            //- story.en.news.md date=2015-05-01
            [Westland](actor:eastland) voted.
            //- actors.toml
            [[actor]]
            id = "eastland"
            kind = "place"
            [actor.name]
            en = [{ text = "Westland", to = 2018-04-18 }, { text = "Eastland", from = 2018-04-19 }]
            ar = [{ text = "ويستلاند", to = 2018-04-18 }, { text = "إيستلاند", from = 2018-04-19 }]
            "#,
        );
        check(
            RULE.code,
            r#"
            //- story.en.news.md date=2018-04-18
            [Westland](actor:eastland) voted.
            //- actors.toml
            [[actor]]
            id = "eastland"
            kind = "place"
            [actor.name]
            en = [{ text = "Westland", to = 2018-04-18 }, { text = "Eastland", from = 2018-04-19 }]
            ar = [{ text = "ويستلاند", to = 2018-04-18 }, { text = "إيستلاند", from = 2018-04-19 }]
            "#,
        );
        check(
            RULE.code,
            r#"
            //- story.en.news.md date=2018-04-19
            [Eastland](actor:eastland) voted.
            //- actors.toml
            [[actor]]
            id = "eastland"
            kind = "place"
            [actor.name]
            en = [{ text = "Westland", to = 2018-04-18 }, { text = "Eastland", from = 2018-04-19 }]
            ar = [{ text = "ويستلاند", to = 2018-04-18 }, { text = "إيستلاند", from = 2018-04-19 }]
            "#,
        );
        check(
            RULE.code,
            r#"
            [Westland](actor:eastland) voted.
            //- actors.toml
            [[actor]]
            id = "eastland"
            kind = "place"
            [actor.name]
            en = [{ text = "Westland", to = 2018-04-18 }, { text = "Eastland", from = 2018-04-19 }]
            ar = [{ text = "ويستلاند", to = 2018-04-18 }, { text = "إيستلاند", from = 2018-04-19 }]
            "#,
        );
    }

    #[test]
    fn former_names_are_called_so() {
        check(
            RULE.code,
            r#"
            //- story.en.news.md date=2020-05-01
            [Eastland](actor:eastland), formerly [Westland](actor:eastland), voted.
            //- actors.toml
            [[actor]]
            id = "eastland"
            kind = "place"
            [actor.name]
            en = [{ text = "Westland", to = 2018-04-18 }, { text = "Eastland", from = 2018-04-19 }]
            ar = [{ text = "ويستلاند", to = 2018-04-18 }, { text = "إيستلاند", from = 2018-04-19 }]
            "#,
        );
        check(
            RULE.code,
            r#"
            //- story.ar.news.md date=2020-05-01
            صوّتت [إيستلاند](actor:eastland) (ويستلاند سابقاً) أمس.
            //- actors.toml
            [[actor]]
            id = "eastland"
            kind = "place"
            [actor.name]
            en = [{ text = "Westland", to = 2018-04-18 }, { text = "Eastland", from = 2018-04-19 }]
            ar = [{ text = "ويستلاند", to = 2018-04-18 }, { text = "إيستلاند", from = 2018-04-19 }]
            "#,
        );
        check(
            RULE.code,
            r#"
            //- story.ar.news.md date=2020-05-01
            صوّتت [إيستلاند](actor:eastland)، سابقاً ويستلاند، أمس.
            //- actors.toml
            [[actor]]
            id = "eastland"
            kind = "place"
            [actor.name]
            en = [{ text = "Westland", to = 2018-04-18 }, { text = "Eastland", from = 2018-04-19 }]
            ar = [{ text = "ويستلاند", to = 2018-04-18 }, { text = "إيستلاند", from = 2018-04-19 }]
            "#,
        );
    }

    #[test]
    fn accepted_names_are_not_reported() {
        check(
            RULE.code,
            "
            [Samira Nasser](actor:samira-nasser) signed. Nasser smiled.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت [شركة ساحل للشحن](actor:sahil-lines) إن ساحل للشحن باقية.
            ",
        );
    }

    #[test]
    fn aliases_and_lent_names_do_not_count() {
        let actors = "//- actors.toml\n[[actor]]\nid = \"nahira\"\nkind = \"place\"\nname.en = \"Bahira\"\nalso.ar = [\"بحيره\"]\n\n[[actor]]\nid = \"iran\"\nkind = \"place\"\ndescription.en = \"A country\"\n";
        check(RULE.code, &format!("//- story.ar.news.md\nوصل الوفد إلى بحيرة ثم إلى ايران.\n{actors}"));
    }
}

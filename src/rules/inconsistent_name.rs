//! `inconsistent-name`: two accepted spellings of one name in one article.

use crate::actors::{ActorIndex, Name, NameClass, ResolvedName, Spelling, is_acronym, is_same_spelling};
use crate::analysis::Analysis;
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::language::Language;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::{Fold, fold, near_miss};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("inconsistent-name"),
    group: Group::Actors,
    level: Level::At(Severity::Info),
    fix: Some(Applicability::Unsafe),
    summary: "An article spells one name in two ways that the registry accepts.",
    why: "A reader takes two spellings for two people. Full forms are compared with full forms and short forms with \
          short forms, in each language. The rarer spelling is reported, or the later of equally rare ones. Not \
          reported for acronyms, for a form that is another one cut short (`ساحل للشحن`), in quotations, and for \
          built-in names.",
    bad: Example {
        path: "story.en.news.md",
        text: "[Hani Murad](actor:hani-murad) spoke. Later, Hani R. Murad left.\n",
    },
    good: Example { path: "story.en.news.md", text: "[Hani Murad](actor:hani-murad) spoke. Later, Murad left.\n" },
    traits: Traits::NONE,
    check: Check::Article(check),
};

/// An actor, whether the form is short, and its language.
type Form = (ActorIndex, bool, Language);

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    // The uses of each actor's full and short forms in each language.
    let mut uses: BTreeMap<Form, Vec<(&ResolvedName, &Name)>> = BTreeMap::new();
    for name in &analysis.names {
        let Some(actor) = analysis.certain_actor(name) else { continue };
        let entry = analysis.registry().actor(actor);
        let at = name.matched.candidates.iter().find(|(candidate, _)| *candidate == actor).map(|(_, at)| *at);
        let Some(used) = at.and_then(|at| entry.names.get(at)) else { continue };
        let short = match used.class {
            NameClass::House | NameClass::Also => false,
            NameClass::Short => true,
            NameClass::Wrong | NameClass::Weak | NameClass::Metonym => continue,
        };
        let own = entry.file.is_some() && !used.is_lent && name.matched.spelling == Spelling::Exact;
        if own && used.language == analysis.language_of(&analysis.article.blocks[name.block]) && !is_acronym(&used.text)
        {
            uses.entry((actor, short, used.language)).or_default().push((name, used));
        }
    }
    for uses in uses.values_mut() {
        if uses.iter().all(|(_, used)| used.text == uses[0].1.text) {
            continue;
        }
        // Whoever is quoted spells as they like.
        uses.retain(|(name, _)| {
            !analysis.article.blocks[name.block].quoted && !analysis.is_quoted(name.block, name.matched.range)
        });
        let count = |text: &str| uses.iter().filter(|(_, used)| is_same_spelling(&used.text, text)).count();
        // The commonest; of equally common ones the first.
        let Some((_, house)) = uses.iter().rev().max_by_key(|(_, used)| count(&used.text)) else { continue };
        for (name, used) in uses.iter() {
            if is_same_spelling(&used.text, &house.text)
                || is_cut_short(&used.text, &house.text)
                || !is_spelling_of(&used.text, &house.text)
            {
                continue;
            }
            let block = &analysis.article.blocks[name.block];
            let words = analysis.words_of(name);
            let message = message!(
                "two spellings in this article: `{words}` here, `{other}` elsewhere",
                words,
                other = house.text
            );
            let report = sink.report_prose(block, name.matched.range, message);
            // Through لل the article is not there to be replaced.
            if words.starts_with('ل') && !used.text.starts_with('ل') {
                continue;
            }
            report.replace(
                block,
                name.matched.range,
                house.text.clone(),
                message!("Write `{house}`", house = house.text),
            );
        }
    }
}

/// Whether one of two names is the other without words at its front or its end.
fn is_cut_short(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let (one, other) = (words(one), words(other));
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short.len() < long.len() && (long.starts_with(&short) || long.ends_with(&short))
}

/// Whether two names can be two spellings of one: a word of one is a word of the other or a few letters away from it. A company
/// and its brand are two names.
fn is_spelling_of(one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let folded = fold(text, Fold::Loose);
        folded.split_whitespace().map(|word| word.strip_prefix("ال").unwrap_or(word).to_owned()).collect()
    };
    let (one, other) = (words(one), words(other));
    one.iter().any(|word| {
        other.iter().any(|other| word == other || near_miss(word, std::iter::once(other.as_str())).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn the_rarer_then_the_later_is_reported() {
        check(
            RULE.code,
            "
            Hani R. Murad spoke. Later, Hani Murad left, and Hani Murad returned.
            ^^^^^^^^^^^^^ 💡 info: two spellings in this article: `Hani R. Murad` here, `Hani Murad` elsewhere
            ",
        );
        check(
            RULE.code,
            "
            Hani Murad spoke. Hani R. Murad left.
                              ^^^^^^^^^^^^^ 💡
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            قال هاني مراد ذلك. وأضاف هاني رشاد مراد أن العمل يبدأ.
            ",
            "
            قال هاني مراد ذلك. وأضاف هاني مراد أن العمل يبدأ.
            ",
        );
        check(
            RULE.code,
            r#"
            //- story.ar.news.md
            قال زياد طلحاوي ذلك. وأضاف طلحاوي أن العمل يبدأ، وغادر الطلحاوي.
                                                                   ^^^^^^^^ 💡
            //- actors.toml
            [[actor]]
            id = "ziad"
            kind = "person"
            name.ar = "زياد طلحاوي"
            short.ar = ["طلحاوي", "الطلحاوي"]
            "#,
        );
    }

    #[test]
    fn other_forms_are_not_other_spellings() {
        for text in [
            "Hani Murad spoke, and Murad left.",
            "Hani R. Murad spoke, and Murad left.",
            "Hani Murad spoke. “Hani R. Murad is here,” she said.",
            "The United States and America, the USA and the US.",
            "Samira Nasser spoke, and Samira Nasir left.",
        ] {
            check(RULE.code, text);
        }
        for text in [
            "قالت شركة ساحل للشحن ذلك، وأضافت ساحل للشحن أن العمل يبدأ.",
            "قالت سميرة ناصر ذلك، وأضافت ناصر أن العمل يبدأ.",
        ] {
            check(RULE.code, &format!("//- story.ar.news.md\n{text}\n"));
        }
        check(
            RULE.code,
            r#"
            The Coast Nations League spoke. CNL members left. Abdel-Fattah Saleh met Abdel Fattah Saleh.
            //- actors.toml
            [[actor]]
            id = "cnl"
            kind = "organisation"
            name.en = "Coast Nations League"
            also.en = ["CNL"]

            [[actor]]
            id = "saleh"
            kind = "person"
            name.en = "Abdel-Fattah Saleh"
            also.en = ["Abdel Fattah Saleh"]
            "#,
        );
    }

    #[test]
    fn two_names_are_not_two_spellings() {
        let actors = "//- actors.toml\n[[actor]]\nid = \"woodex\"\nkind = \"organisation\"\nname.en = \"Grain Traders Union\"\nalso.en = [\"Cerealix\"]\n";
        check(
            RULE.code,
            &format!("The [Grain Traders Union](org:woodex) met, and [Cerealix](org:woodex) was ready.\n{actors}"),
        );
    }
}

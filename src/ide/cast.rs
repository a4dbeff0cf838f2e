//! The actors and days of an article, for a view next to the text: its actors with all their mentions, its dates
//! in the order of the days.

use crate::actors::{ActorIndex, Certainty};
use crate::analysis::Analysis;
use crate::text::TextRange;
use crate::timeline::impossible_dates;
use std::cmp::Reverse;
use std::collections::HashMap;

/// An actor of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The id of the entry; as written where the registry has none.
    pub id: String,
    /// The house form in the language of the article, else in another, else the words of the first link.
    pub name: String,
    /// `person`, `organisation`, `place`, `event`, `group`; `unknown` where the registry has no entry, `ambiguous` where it has
    /// several.
    pub kind: &'static str,
    /// The title that is held on the day of the story.
    pub role: Option<String>,
    /// Where the article names the actor, linked or not, in the order of the text.
    pub mentions: Vec<TextRange>,
}

/// A date of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedWords {
    /// The value of [`SettledDate`](crate::analysis::SettledDate), and that of an annotation that is wrong.
    pub value: String,
    /// The words.
    pub words: String,
    /// Where they are.
    pub range: TextRange,
    /// How the value was found, a language a line; empty where nothing had to be worked out.
    pub derivation: String,
}

/// Actors and dates of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cast {
    /// The actors, in the order in which they are first named.
    pub actors: Vec<Member>,
    /// The dates, earliest day first, longer spans before the days that they begin with. Dates that do not exist come last.
    pub dates: Vec<DatedWords>,
    /// The day that relative dates are counted from.
    pub reference: Option<String>,
}

/// Whom and what an article speaks of. A name counts where it is linked, certain, or certainly one of several actors.
pub fn cast(analysis: &Analysis) -> Cast {
    Cast {
        actors: members(analysis),
        dates: dates(analysis),
        reference: analysis.reference.map(|reference| reference.day.to_string()),
    }
}

fn members(analysis: &Analysis) -> Vec<Member> {
    let mut places: Vec<(TextRange, Result<ActorIndex, &str>, &str)> = Vec::new();
    for (mention, actor) in analysis.mentions().filter(|(mention, _)| !mention.target.is_open()) {
        let who = actor.ok_or(mention.target.id.as_str());
        if who != Err("") {
            places.push((mention.link.text, who, analysis.link_words(&mention.link)));
        }
    }
    for name in analysis.names.iter().filter(|name| !name.linked) {
        let sure = matches!(name.certainty, Certainty::Certain | Certainty::ShortFirst);
        if let ([actor], true) = (name.actors.as_slice(), sure) {
            places.push((analysis.place_of(name), Ok(*actor), analysis.words_of(name)));
        }
    }
    places.sort_by_key(|(range, ..)| *range);
    let ambiguous = analysis.names.iter().filter(|name| !name.linked && name.certainty == Certainty::Ambiguous);
    let mut known: HashMap<Result<ActorIndex, &str>, usize> = HashMap::new();
    let mut out: Vec<Member> = Vec::new();
    for (range, who, words) in places {
        let at = *known.entry(who).or_insert_with(|| {
            out.push(member(analysis, who, words));
            out.len() - 1
        });
        out[at].mentions.push(range);
    }
    for name in ambiguous {
        let words = analysis.words_of(name);
        let at =
            out.iter().position(|member| member.kind == "ambiguous" && member.name == words).unwrap_or_else(|| {
                let ids: Vec<&str> =
                    name.actors.iter().map(|actor| analysis.registry().actor(*actor).id.as_str()).collect();
                let role = Some(ids.join(" | "));
                let (id, name, kind) = (words.to_owned(), words.to_owned(), "ambiguous");
                out.push(Member { id, name, kind, role, mentions: Vec::new() });
                out.len() - 1
            });
        out[at].mentions.push(analysis.place_of(name));
    }
    out.sort_by_key(|member| member.mentions.first().copied());
    out
}

fn member(analysis: &Analysis, who: Result<ActorIndex, &str>, words: &str) -> Member {
    let actor = match who {
        Ok(actor) => analysis.registry().actor(actor),
        Err(id) => {
            let name = if words.trim().is_empty() { id } else { words.trim() };
            return Member { id: id.into(), name: name.into(), kind: "unknown", role: None, mentions: Vec::new() };
        }
    };
    let language = analysis.language();
    let name = actor.house_name(language).or_else(|| actor.names.first().map(|name| name.text.as_str()));
    let day = analysis.reference.map(|reference| reference.day);
    let held = actor.roles.iter().rfind(|role| day.is_some_and(|day| role.is_held_on(day)));
    Member {
        id: actor.id.clone(),
        name: name.unwrap_or(&actor.id).to_owned(),
        kind: actor.kind.name(),
        role: held.and_then(|role| actor.title_of(role, language)).map(str::to_owned),
        mentions: Vec::new(),
    }
}

fn dates(analysis: &Analysis) -> Vec<DatedWords> {
    let mut found: Vec<_> = (analysis.settled_dates().iter())
        .map(|settled| {
            let derivation = settled.date.derivation(analysis.language_of(settled.date.block)).join("\n");
            let value = match settled.wrong {
                Some(wrong) => format!("{}, not {wrong}", settled.value),
                None => settled.value.to_owned(),
            };
            let words = settled.date.words().to_owned();
            (Some(settled.days), DatedWords { value, words, range: settled.date.range(), derivation })
        })
        .collect();
    found.extend(impossible_dates(analysis).into_iter().map(|finding| {
        let words = finding.range.slice(&analysis.text).to_owned();
        let derivation = finding.message.to_string();
        (None, DatedWords { value: "impossible".to_owned(), words, range: finding.range, derivation })
    }));
    found.sort_by_key(|(days, date)| (days.is_none(), days.map(|(first, last)| (first, Reverse(last))), date.range));
    found.into_iter().map(|(_, date)| date).collect()
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_cast;
    use expect_test::expect;

    #[test]
    fn actors_come_with_their_roles_and_dates_in_order() {
        check_cast(
            "
            //- story.en.news.md date=2024-03-18
            [Samira Nasser](actor:samira-nasser) met Karim Adel yesterday. Nasser leaves on [5 June 2024](date:2024-06-05).

            [Nobody Known](actor:nobody-known) began in 2019, and Nadia Farah won.
            ",
            &expect![[r#"
                on 2024-03-18
                person samira-nasser: Samira Nasser, Ports Minister: Samira Nasser | Nasser
                person karim-adel: Karim Adel, chief executive: Karim Adel
                unknown nobody-known: Nobody Known, -: Nobody Known
                ambiguous Nadia Farah: Nadia Farah, nadia-farah-economist | nadia-farah-athlete: Nadia Farah
                2019 2019
                2024-03-17 yesterday (worked out)
                2024-06-05 5 June 2024
            "#]],
        );
        check_cast(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة ناصر](actor:samira-nasser) أمس إن كريم عادل يصل في 5 يونيو المقبل، ثم غادرت ناصر.
            ",
            &expect![[r#"
                on 2024-03-18
                person samira-nasser: سميرة ناصر, وزيرة الموانئ: سميرة ناصر | ناصر
                person karim-adel: كريم عادل, الرئيس التنفيذي: كريم عادل
                2024-03-17 أمس (worked out)
                2024-06-05 5 يونيو المقبل (worked out)
            "#]],
        );
    }

    #[test]
    fn an_empty_article_has_neither() {
        check_cast(
            "
            [](actor:) The works begin. [Somebody](actor:?) left.
            ",
            &expect![[r#"
                on no day
            "#]],
        );
    }
}

//! Where a link leads: schemes, ids, labels, and the values of dates.

use super::{Completion, CompletionKind, LIMIT};
use crate::actors::{Actor, ActorIndex, Kind};
use crate::analysis::{Analysis, target_actor};
use crate::article::{Definition, SCHEMES, Scheme};
use crate::language::Language;
use crate::text::{EditSet, TextRange};

/// Whole targets that the words of a link name, dates before actors, then schemes.
pub(super) fn targets(
    analysis: &Analysis,
    typed: &str,
    words: &str,
    replace: TextRange,
    replace_scheme: TextRange,
) -> Vec<Completion> {
    let mut out = ids(analysis, "", "", words, replace);
    out.retain(|item| !words.trim().is_empty() && item.actor.is_some());
    out.truncate(5);
    for item in &mut out {
        item.text = format!("actor:{}", item.text);
        item.label.clone_from(&item.text);
    }
    // Where the words name no actor, ids come after a scheme has been chosen.
    if analysis.registry().complete(words, analysis.language_at(replace.start), 1).is_empty() {
        out.clear();
    }
    let values = values_of_words(analysis, words, analysis.language_at(replace.start));
    let dates = values.iter().filter(|(value, _)| format!("date:{value}").starts_with(typed)).take(DATES);
    let dates =
        dates.map(|(value, detail)| Completion::word(&format!("date:{value}"), detail, CompletionKind::Date, replace));
    out.splice(0..0, dates);
    let mut schemes: Vec<&str> = SCHEMES.iter().copied().filter(|scheme| scheme.starts_with(typed)).collect();
    if !values.is_empty() {
        schemes.sort_by_key(|scheme| *scheme != "date");
    }
    out.extend(schemes.into_iter().map(|scheme| {
        let label = format!("{scheme}:");
        Completion::word(&label, scheme_meaning(scheme), CompletionKind::Keyword, replace_scheme)
    }));
    out
}

/// How many values of a date are offered before a scheme is chosen.
const DATES: usize = 3;

/// The values that the words of a link can mean, each with its day in words.
fn values_of_words(analysis: &Analysis, words: &str, language: Language) -> Vec<(String, String)> {
    let expressions = crate::dates::scan(words, language);
    let mut values: Vec<(String, String)> = Vec::new();
    let mut add = |value: String, day: Option<crate::dates::Date>| {
        if !values.iter().any(|(known, _)| *known == value) {
            values.push((value, day.map(|day| crate::dates::long_form(day, language)).unwrap_or_default()));
        }
    };
    let resolved = crate::dates::resolve(words, &expressions, language, analysis.reference.as_ref());
    for (expression, one) in expressions.iter().zip(&resolved) {
        if let Some(value) = &one.value {
            add(value.clone(), one.day());
        }
        // The same weekday of the next and the previous week, where the words give nothing else.
        let is_bare = expression.weekday.is_some() && expression.day.is_none() && expression.relation.is_none();
        if let Some(day) = one.day().filter(|_| is_bare) {
            for days in [7, -7] {
                if let Ok(other) = day.checked_add(jiff::Span::new().days(days)) {
                    add(other.to_string(), Some(other));
                }
            }
        }
        // The same day a year earlier and later, where the year had to be guessed.
        if let Some(day) = one.day().filter(|_| one.inferred.contains(&crate::dates::Field::Year)) {
            for year in [day.year() - 1, day.year() + 1] {
                if let Ok(other) = crate::dates::Date::new(year, day.month(), day.day()) {
                    add(other.to_string(), Some(other));
                }
            }
        }
    }
    values
}

fn scheme_meaning(scheme: &str) -> &'static str {
    match scheme {
        "person" => "an actor that must be a person",
        "org" => "an actor that must be an organisation",
        "place" => "an actor that must be a place",
        "event" => "an actor that must be an event",
        "date" => "the value of a date",
        _ => "any actor of the registry",
    }
}

/// The labels of definitions, those first that belong to whom the words name.
pub(super) fn labels(
    analysis: &Analysis,
    typed: &str,
    words: &str,
    replace: TextRange,
    close: &str,
) -> Vec<Completion> {
    let named = named_by(analysis, words, analysis.language_at(replace.start));
    let fits = |label: &str| label.to_lowercase().contains(&typed.to_lowercase());
    let item = |definition: &Definition| {
        let actor = target_actor(analysis.registry(), &definition.target);
        let kind = match actor {
            Some(actor) => CompletionKind::Actor(analysis.registry().actor(actor).kind),
            None if definition.target.scheme == Scheme::Date => CompletionKind::Date,
            None => CompletionKind::Keyword,
        };
        let detail = format!("{}:{}", definition.target.scheme.name(), definition.target.id);
        let text = format!("{}{close}", definition.label);
        Completion { text, actor, ..Completion::word(&definition.label, &detail, kind, replace) }
    };
    let labels = analysis.article.definitions.iter().filter(|definition| fits(&definition.label));
    let mut items: Vec<Completion> = labels.map(item).collect();
    items.sort_by_key(|item| !item.actor.is_some_and(|actor| named.contains(&actor)));
    items.truncate(LIMIT);
    items
}

/// The actors that the words of a link name.
fn named_by(analysis: &Analysis, words: &str, language: Language) -> Vec<ActorIndex> {
    if words.trim().is_empty() {
        return Vec::new();
    }
    analysis.registry().complete(words, language, 8).into_iter().map(|(actor, _)| actor).collect()
}

/// Ids that begin with or contain what is typed; those that the words of the link name come first.
pub(super) fn ids(analysis: &Analysis, scheme: &str, typed: &str, words: &str, range: TextRange) -> Vec<Completion> {
    let registry = analysis.registry();
    let language = analysis.language_at(range.start);
    let named = named_by(analysis, words, language);
    let fits = |kind: Kind| match scheme {
        "person" => kind == Kind::Person,
        "org" => matches!(kind, Kind::Organisation | Kind::Group),
        "place" => kind == Kind::Place,
        "event" => kind == Kind::Event,
        _ => true,
    };
    let fits = |entry: &Actor| fits(entry.kind);
    let mut actors = named.clone();
    actors.retain(|actor| fits(registry.actor(*actor)) && registry.actor(*actor).id.contains(typed));
    for own in [true, false] {
        let fits = |entry: &Actor| entry.file.is_some() == own && fits(entry);
        actors.extend(registry.ids_with(typed, LIMIT, &fits).into_iter().filter(|actor| !named.contains(actor)));
    }
    // No id is in Arabic letters: a name is typed.
    if actors.is_empty() && !typed.is_ascii() {
        let found = registry.complete(typed, language, LIMIT).into_iter().map(|(actor, _)| actor);
        actors.extend(found.filter(|actor| fits(registry.actor(*actor))));
    }
    let rank = |actor: ActorIndex| {
        let entry = registry.actor(actor);
        match named.contains(&actor) {
            true => 0,
            false if entry.id.starts_with(typed) && entry.file.is_some() => 1,
            false if entry.file.is_some() => 2,
            false => 3,
        }
    };
    let mut found: Vec<(u8, ActorIndex)> = actors.into_iter().map(|actor| (rank(actor), actor)).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| registry.actor(a.1).id.cmp(&registry.actor(b.1).id)));
    found.truncate(LIMIT);
    let item = |actor: ActorIndex| {
        let entry = registry.actor(actor);
        Completion {
            label: entry.id.clone(),
            detail: entry.house_name(language).unwrap_or_default().to_owned(),
            kind: CompletionKind::Actor(entry.kind),
            range,
            text: entry.id.clone(),
            also: EditSet::default(),
            actor: Some(actor),
        }
    };
    found.into_iter().map(|(_, actor)| item(actor)).collect()
}

/// The values that the words of the link can mean, best first, then the day of the story.
pub(super) fn date_values(analysis: &Analysis, words: &str, at: u32, range: TextRange) -> Vec<Completion> {
    let language = analysis.language_at(at);
    let mut values: Vec<(String, String)> = Vec::new();
    let mut add = |value: String, detail: String| {
        if !values.iter().any(|(known, _)| *known == value) {
            values.push((value, detail));
        }
    };
    // The sentence around the words can settle them better than they do alone.
    if let Some(date) = analysis.date_at(at)
        && let (Some(value), Some(day)) = (&date.resolved.value, date.resolved.day())
    {
        add(value.clone(), crate::dates::long_form(day, language));
    }
    for (value, detail) in values_of_words(analysis, words, language) {
        add(value, detail);
    }
    if let Some(reference) = analysis.reference {
        add(reference.day.to_string(), crate::dates::long_form(reference.day, language));
    }
    let writer = analysis.writer();
    let item = |(value, detail): (String, String)| {
        let written = writer.as_ref().map(|writer| writer.written_value(&Scheme::Date, &value).into_owned());
        Completion::word(written.as_deref().unwrap_or(&value), &detail, CompletionKind::Date, range)
    };
    values.into_iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check_accept, check_complete};
    use expect_test::expect;

    #[test]
    fn words_of_a_date_get_its_value_first() {
        check_complete(
            "//- story.en.news.md date=2024-03-18\n[Tuesday](<|>)\n",
            &expect![[r#"
                date:2024-03-12 — Tuesday 12 March 2024, 2 Ramadan 1445 AH
                date:2024-03-19 — Tuesday 19 March 2024, 9 Ramadan 1445 AH
                date:2024-03-05 — Tuesday 5 March 2024, 24 Shaban 1445 AH
                date: — the value of a date
                actor: — any actor of the registry
                person: — an actor that must be a person
                …
            "#]],
        );
        check_complete(
            "//- story.ar.news.md date=2024-03-18\n[11 فبراير الماضي](<|>)\n",
            &expect![[r#"
            date:2024-02-11 — الأحد 11 فبراير 2024، 1 شعبان 1445هـ
            date: — the value of a date
            actor: — any actor of the registry
            person: — an actor that must be a person
            org: — an actor that must be an organisation
            place: — an actor that must be a place
            …
        "#]],
        );
    }

    #[test]
    fn a_destination_begins_with_the_actor_that_the_words_name() {
        check_complete(
            "
            [Samira Nasser](<|>
            ",
            &expect![[r#"
                actor:samira-nasser — Samira Nasser
                actor:hani-murad — Hani Murad
                actor:karim-adel — Karim Adel
                actor:marsa — Marsa Nakheel
                actor:marsa-harbour — Marsa Nakheel harbour
                actor: — any actor of the registry
                …
            "#]],
        );
        check_complete(
            "
            [the clerk](<|>)
            ",
            &expect![[r"
                actor: — any actor of the registry
                person: — an actor that must be a person
                org: — an actor that must be an organisation
                place: — an actor that must be a place
                event: — an actor that must be an event
                date: — the value of a date
            "]],
        );
        check_accept(
            "
            [Samira Nasser](<|>) signed.
            ",
            "actor:samira-nasser",
            "
            [Samira Nasser](actor:samira-nasser) signed.
            ",
        );
        check_complete(
            "
            [the clerk](da<|>)
            ",
            &expect![[r"
                date: — the value of a date
            "]],
        );
    }

    #[test]
    fn ids_after_a_scheme() {
        check_complete(
            "
            [Samira Nasser](actor:<|>
            ",
            &expect![[r#"
                samira-nasser — Samira Nasser
                hani-murad — Hani Murad
                karim-adel — Karim Adel
                marsa — Marsa Nakheel
                marsa-harbour — Marsa Nakheel harbour
                ministry-of-ports — Ministry of Ports
                …
            "#]],
        );
        check_complete(
            "
            [the port](place:mar<|>)
            ",
            &expect![[r"
                marsa — Marsa Nakheel
                marsa-harbour — Marsa Nakheel harbour
                asmara — Asmara
                denmark — Denmark
                marshall-islands — Marshall Islands
                martinique — Martinique
                …
            "]],
        );
        check_complete(
            "
            [the firm](org:<|>)
            ",
            &expect![[r"
                ministry-of-ports — Ministry of Ports
                sahil-lines — Sahil Lines
            "]],
        );
        check_accept(
            "
            [the port](place:mar<|>sa) is old.
            ",
            "marsa-harbour",
            "
            [the port](place:marsa-harbour) is old.
            ",
        );
        check_complete(
            "
            [the page](https:<|>)
            ",
            &expect![[r""]],
        );
    }

    #[test]
    fn values_of_a_date() {
        check_complete(
            "
            //- story.ar.news.md date=2024-03-18
            بدأت في [11 يوليو الماضي](date:<|>)
            ",
            &expect![[r"
                2023-07-11 — الثلاثاء 11 يوليو 2023، 23 ذو الحجة 1444هـ
                2024-03-18 — الاثنين 18 مارس 2024، 8 رمضان 1445هـ
            "]],
        );
        check_complete(
            "
            //- story.en.news.md date=2024-03-18
            It began on [July 11](date:<|>
            ",
            &expect![[r"
                2023-07-11 — Tuesday 11 July 2023, 23 Dhu al-Hijjah 1444 AH
                2022-07-11 — Monday 11 July 2022, 12 Dhu al-Hijjah 1443 AH
                2024-07-11 — Thursday 11 July 2024, 5 Muharram 1446 AH
                2024-03-18 — Monday 18 March 2024, 8 Ramadan 1445 AH
            "]],
        );
        check_accept(
            "
            //- story.en.news.md date=2024-03-18
            It began [yesterday](date:<|>).
            ",
            "2024-03-17",
            "
            It began [yesterday](date:2024-03-17).
            ",
        );
    }

    #[test]
    fn a_label_is_in_the_second_brackets() {
        check_complete(
            "
            He met [Karim Adel][<|>] in [Marsa][port].

            [boss]: actor:samira-nasser
            [clerk]: actor:karim-adel
            [port]: place:marsa
            ",
            &expect![[r#"
                clerk — actor:karim-adel
                boss — actor:samira-nasser
                port — place:marsa
            "#]],
        );
        for (before, after) in [
            ("He met [Adel][<|>] there.", "He met [Adel][clerk] there."),
            ("He met [Adel][cl<|>ark] there.", "He met [Adel][clerk] there."),
            ("He met [Adel][<|> there.", "He met [Adel][clerk] there."),
        ] {
            let article = |line: &str| format!("{line}\n\n[clerk]: actor:karim-adel\n");
            check_accept(&article(before), "clerk", &article(after));
        }
        check_complete(
            "
            He met [Karim Adel][<|>] there.
            ",
            &expect![[r""]],
        );
    }

    #[test]
    fn the_whole_target_is_replaced() {
        for (before, label, after) in [
            ("[x](p<|>or:karim-adel)", "person:", "[x](person:karim-adel)"),
            ("[Samira Nasser](act<|>or:karim-adel)", "actor:samira-nasser", "[Samira Nasser](actor:samira-nasser)"),
            ("[x](actor:sam<|>x \"title\")", "samira-nasser", "[x](actor:samira-nasser \"title\")"),
            ("[x]: actor:sam<|>x", "samira-nasser", "[x]: actor:samira-nasser"),
            ("[x](actor:sam<|> said", "samira-nasser", "[x](actor:samira-nasser said"),
        ] {
            check_accept(&format!("{before}\n"), label, &format!("{after}\n"));
        }
    }

    #[test]
    fn definitions_of_the_cast_list() {
        check_complete(
            "
            [Karim Adel] signed.

            [Karim Adel]: <|>
            ",
            &expect![[r#"
                actor:karim-adel — Karim Adel
                actor:hani-murad — Hani Murad
                actor:marsa — Marsa Nakheel
                actor:marsa-harbour — Marsa Nakheel harbour
                actor:ministry-of-ports — Ministry of Ports
                actor: — any actor of the registry
                …
            "#]],
        );
        check_accept(
            "
            [Karim Adel] signed.

            [Karim Adel]: actor:<|>
            ",
            "karim-adel",
            "
            [Karim Adel] signed.

            [Karim Adel]: actor:karim-adel
            ",
        );
    }
}

//! Completion: actors by any of their names in either script, ids, schemes, date values, rules in directives, keys and
//! values of the front matter.
//!
//! What is being typed is read from the line itself: the article's structure around a cursor is the one thing that
//! cannot be trusted while somebody types.

use crate::actors::{Actor, ActorIndex, Kind};
use crate::analysis::Analysis;
use crate::article::{Key, SCHEMES, Verb};
use crate::language::Language;
use crate::links::cast_list_form;
use crate::rules::RULES;
use crate::text::{Edit, EditSet, TextRange};

/// What an item stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// An actor of a kind.
    Actor(Kind),
    /// A date value.
    Date,
    /// A scheme, a directive, a key.
    Keyword,
    /// A rule.
    Rule,
}

/// One thing that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What stands beside it.
    pub detail: String,
    /// What it stands for.
    pub kind: CompletionKind,
    /// The bytes that are replaced; the cursor is in or at the end of them.
    pub range: TextRange,
    /// What comes in their place.
    pub text: String,
    /// Changes elsewhere: a definition in the cast list.
    pub also: EditSet,
    /// The actor whose card documents it.
    pub actor: Option<ActorIndex>,
}

/// Items offered at most.
const LIMIT: usize = 50;
/// Entries that are looked at where nothing is typed that could choose among them.
const LOOKED_AT: usize = 2000;

/// What can be written at an offset, best first.
pub fn complete(analysis: &Analysis, offset: u32) -> Vec<Completion> {
    let text = &*analysis.text;
    let start = text[..offset as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let before = &text[start..offset as usize];
    if let Some(items) = directive(before, offset) {
        return items;
    }
    let read = analysis.article.metadata.range.is_some_and(|front| front.start < offset && offset + 3 < front.end);
    if read || begins_front_matter(text, start) {
        return front_matter(analysis, before, offset);
    }
    destination(analysis, before, offset)
        .or_else(|| definition(analysis, before, offset))
        .or_else(|| bracket(analysis, before, offset))
        .unwrap_or_else(|| word(analysis, before, offset))
}

/// Whether a line stands between the two fences at the top of a text: without a key the reader sees no front matter yet.
fn begins_front_matter(text: &str, line: usize) -> bool {
    let mut lines = text.trim_start_matches('\u{FEFF}').lines();
    let fence = |line: &str| line.trim_end() == "---";
    lines.next().is_some_and(fence)
        && line >= 4
        && !text[..line].lines().skip(1).any(fence)
        && text[line..].lines().take(40).any(fence)
        && text[..line].lines().skip(1).all(|line| line.trim().is_empty())
}

/// `<!-- copydesk:ignore weekd`: verbs, then rules.
fn directive(before: &str, offset: u32) -> Option<Vec<Completion>> {
    let open = before.rfind("<!--")?;
    let inside = before[open + 4..].trim_start().strip_prefix("copydesk:")?;
    if inside.contains("-->") || inside.contains(" -- ") {
        return None;
    }
    let item = |label: &str, detail: &str, kind, typed: &str| Completion {
        label: label.to_owned(),
        detail: detail.to_owned(),
        kind,
        range: TextRange::new(offset - typed.len() as u32, offset),
        text: label.to_owned(),
        also: EditSet::default(),
        actor: None,
    };
    let Some((_, rest)) = inside.split_once(' ') else {
        let verbs = Verb::ALL.iter().filter(|(verb, _)| verb.starts_with(inside));
        return Some(verbs.map(|(verb, _)| item(verb, "directive", CompletionKind::Keyword, inside)).collect());
    };
    let typed = rest.rsplit([' ', ',']).next().unwrap_or("");
    let rules = RULES.iter().filter(|rule| rule.code.contains(typed));
    Some(rules.map(|rule| item(rule.code, rule.summary, CompletionKind::Rule, typed)).collect())
}

/// Behind `](`: schemes and whole targets, ids behind a scheme, values behind `date:`.
fn destination(analysis: &Analysis, before: &str, offset: u32) -> Option<Vec<Completion>> {
    let open = before.rfind("](")?;
    let typed = &before[open + 2..];
    if typed.contains([')', ' ', '"']) {
        return None;
    }
    let words = before[..open].rfind('[').map_or("", |at| &before[at + 1..open]);
    Some(target(analysis, typed, words, offset))
}

/// Behind `]: ` of a definition, in the cast list.
fn definition(analysis: &Analysis, before: &str, offset: u32) -> Option<Vec<Completion>> {
    let (label, typed) = before.strip_prefix('[')?.split_once("]:")?;
    let typed = typed.trim_start();
    (!typed.contains(' ')).then(|| target(analysis, typed, label, offset))
}

/// What can stand in a destination of which `typed` is there, for a link that reads `words`.
fn target(analysis: &Analysis, typed: &str, words: &str, offset: u32) -> Vec<Completion> {
    let replaced = |typed: &str| TextRange::new(offset - typed.len() as u32, after_id(&analysis.text, offset));
    if let Some(value) = typed.strip_prefix("date:") {
        return date_values(analysis, words, offset, replaced(value));
    }
    if let Some((scheme, id)) = typed.split_once(':') {
        if !SCHEMES.contains(&scheme) {
            return Vec::new();
        }
        return ids(analysis, scheme, id, words, replaced(id));
    }
    let mut out = ids(analysis, "", "", words, replaced(typed));
    out.retain(|item| !words.trim().is_empty() && item.actor.is_some());
    out.truncate(5);
    for item in &mut out {
        item.text = format!("actor:{}", item.text);
        item.label.clone_from(&item.text);
    }
    // Where the words name nobody, ids come after a scheme has been chosen.
    let known = analysis.registry().complete(words, analysis.language(), 1);
    if known.is_empty() {
        out.clear();
    }
    out.extend(SCHEMES.iter().filter(|scheme| scheme.starts_with(typed)).map(|scheme| Completion {
        label: format!("{scheme}:"),
        detail: scheme_meaning(scheme).to_owned(),
        kind: CompletionKind::Keyword,
        range: replaced(typed),
        text: format!("{scheme}:"),
        also: EditSet::default(),
        actor: None,
    }));
    out
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

/// Where the id that the cursor stands in ends.
fn after_id(text: &str, offset: u32) -> u32 {
    let rest = &text[offset as usize..];
    let width = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))).unwrap_or(rest.len());
    // Letters behind the cursor belong to an id only where something closes it; otherwise they are the next word.
    if rest[width..].starts_with(')') { offset + width as u32 } else { offset }
}

/// Ids that begin with or contain what is typed; those that the words of the link name come first.
fn ids(analysis: &Analysis, scheme: &str, typed: &str, words: &str, range: TextRange) -> Vec<Completion> {
    let registry = analysis.registry();
    let named: Vec<ActorIndex> = if words.trim().is_empty() {
        Vec::new()
    } else {
        registry.complete(words, analysis.language(), 8).into_iter().map(|(actor, _)| actor).collect()
    };
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
            detail: entry.house_name(analysis.language()).unwrap_or_default().to_owned(),
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
fn date_values(analysis: &Analysis, words: &str, offset: u32, range: TextRange) -> Vec<Completion> {
    let language = analysis.language();
    let expressions = crate::dates::scan(words, language);
    let resolved = crate::dates::resolve(words, &expressions, language, analysis.reference.as_ref());
    let mut values: Vec<(String, String)> = Vec::new();
    let mut add = |value: String, detail: String| {
        if !values.iter().any(|(known, _)| *known == value) {
            values.push((value, detail));
        }
    };
    // The words may stand in a sentence that settles them better than they do alone.
    if let Some(date) = analysis.date_at(offset.saturating_sub(words.len() as u32 + 2))
        && let (Some(value), Some(day)) = (&date.resolved.value, date.resolved.day())
    {
        add(value.clone(), crate::dates::long_form(day, language));
    }
    for one in &resolved {
        if let Some(value) = &one.value {
            add(value.clone(), one.day().map(|day| crate::dates::long_form(day, language)).unwrap_or_default());
        }
        // The same day a year earlier and later, where the year had to be guessed.
        if let Some(day) = one.day().filter(|_| one.inferred.contains(&crate::dates::Field::Year)) {
            for year in [day.year() - 1, day.year() + 1] {
                if let Ok(other) = crate::dates::Date::new(year, day.month(), day.day()) {
                    add(other.to_string(), crate::dates::long_form(other, language));
                }
            }
        }
    }
    if let Some(reference) = analysis.reference {
        add(reference.day.to_string(), crate::dates::long_form(reference.day, language));
    }
    let item = |(value, detail): (String, String)| Completion {
        label: value.clone(),
        detail,
        kind: CompletionKind::Date,
        range,
        text: value,
        also: EditSet::default(),
        actor: None,
    };
    values.into_iter().map(item).collect()
}

/// Behind `[` or `[[`: names.
fn bracket(analysis: &Analysis, before: &str, offset: u32) -> Option<Vec<Completion>> {
    let open = before.rfind('[')?;
    let typed = &before[open + 1..];
    let linked = analysis.article.mention_at(offset).is_some() || analysis.article.date_mark_at(offset).is_some();
    // Inside of a finished link, a link that is inserted would break it.
    if linked || typed.contains([']', '(', ')']) || before[..open].ends_with('\\') || typed.chars().count() > 60 {
        return None;
    }
    let doubled = before[..open].ends_with('[');
    let start = offset - typed.len() as u32 - 1 - u32::from(doubled);
    // Brackets that an editor closed by itself are part of what is replaced.
    let rest = &analysis.text[offset as usize..];
    let closed = if doubled && rest.starts_with("]]") { 2 } else { u32::from(rest.starts_with(']')) };
    Some(names(analysis, typed, TextRange::new(start, offset + closed), false))
}

/// Two letters of a word in running text: names.
fn word(analysis: &Analysis, before: &str, offset: u32) -> Vec<Completion> {
    let start = before
        .rfind(|c: char| !crate::text::is_word_char(c))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let typed = &before[start..];
    let inside = analysis.article.blocks.iter().any(|block| block.is_body() && block.range.touches(offset));
    let linked = analysis.article.mention_at(offset).is_some() || analysis.article.date_mark_at(offset).is_some();
    if !analysis.holds_links() || typed.chars().count() < 2 || !inside || linked {
        return Vec::new();
    }
    names(analysis, typed, TextRange::new(offset - typed.len() as u32, offset), true)
}

/// How an actor is ranked: who is mentioned already comes first, then the newsroom's own, then who holds an office on the
/// day of the story, then as the names fit what was typed.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    new: bool,
    builtin: bool,
    off_duty: bool,
    nth: usize,
}

/// Actors by name, those already mentioned and those that the newsroom registered itself first.
fn names(analysis: &Analysis, typed: &str, range: TextRange, quiet: bool) -> Vec<Completion> {
    let registry = analysis.registry();
    let mentioned: Vec<ActorIndex> = analysis.linked.iter().copied().flatten().collect();
    let found = if typed.trim().is_empty() {
        // Nothing is typed yet: whom the article speaks of already, then the newsroom's own.
        let first = registry.indexes().take(LOOKED_AT);
        let own = first.filter(|actor| registry.glance(*actor, |entry| entry.file.is_some()).unwrap_or(false));
        let mut all: Vec<ActorIndex> = mentioned.clone();
        all.extend(own.take(LIMIT * 2));
        let mut seen = std::collections::HashSet::new();
        all.retain(|actor| seen.insert(*actor));
        all.into_iter().filter_map(|actor| Some((actor, house_index(analysis, actor)?))).collect()
    } else {
        let found = registry.complete(typed, analysis.language(), LIMIT * 2);
        // In running text most words are no names, and none of them is near to one by more than chance.
        let slip = found.is_empty() && !quiet;
        if slip { registry.complete_near(typed, analysis.language(), LIMIT) } else { found }
    };
    let day = analysis.reference.as_ref().map(|reference| reference.day);
    let mut ranked: Vec<(Rank, (ActorIndex, usize))> = (found.into_iter().enumerate())
        .map(|(nth, (actor, name))| {
            let entry = registry.actor(actor);
            let new = !mentioned.contains(&actor);
            let holds = |day| entry.roles.iter().any(|role| role.is_surely_held_on(day));
            let off_duty = !day.is_some_and(holds);
            (Rank { new, builtin: entry.file.is_none(), off_duty, nth }, (actor, name))
        })
        .filter(|(rank, _)| !(quiet && rank.builtin))
        .collect();
    ranked.sort_by(|(a, _), (b, _)| a.cmp(b));
    ranked.truncate(LIMIT);
    // A clitic stays outside of the link.
    let clitics = &typed[..registry.clitics_of(typed, analysis.language())];
    let item = |(actor, name)| {
        let item = named(analysis, actor, name, range);
        Completion { text: format!("{clitics}{}", item.text), ..item }
    };
    ranked.into_iter().map(|(_, found)| item(found)).collect()
}

fn house_index(analysis: &Analysis, actor: ActorIndex) -> Option<usize> {
    let entry = analysis.registry().actor(actor);
    let house = entry.house_name(analysis.language());
    entry.names.iter().position(|name| house.is_none_or(|house| name.text == house))
}

fn named(analysis: &Analysis, actor: ActorIndex, name: usize, range: TextRange) -> Completion {
    let entry = analysis.registry().actor(actor);
    let words = entry.names.get(name).map_or(entry.id.as_str(), |name| name.text.as_str());
    let (text, also) = if analysis.holds_links() {
        match cast_list_form(analysis, words, &entry.id) {
            Some((link, definition)) => (link, definition.map(|Edit { range, text }| EditSet::replace(range, text))),
            None => (format!("[{words}](actor:{})", entry.id), None),
        }
    } else {
        (words.to_owned(), None)
    };
    let other = entry.names.iter().find(|name| name.language != analysis.language());
    Completion {
        label: words.to_owned(),
        detail: other.map_or_else(|| entry.id.clone(), |other| format!("{} · {}", other.text, entry.id)),
        kind: CompletionKind::Actor(entry.kind),
        range,
        text,
        also: also.unwrap_or_default(),
        actor: Some(actor),
    }
}

/// Keys at the start of a line; behind a key, targets, languages and the like.
fn front_matter(analysis: &Analysis, before: &str, offset: u32) -> Vec<Completion> {
    let keyword = |label: &str, detail: &str, text: String, typed: &str| Completion {
        label: label.to_owned(),
        detail: detail.to_owned(),
        kind: CompletionKind::Keyword,
        range: TextRange::new(offset - typed.len() as u32, offset),
        text,
        also: EditSet::default(),
        actor: None,
    };
    let Some((key, value)) = before.split_once(':') else {
        let typed = before.trim_start();
        if typed.len() < before.len() || typed.starts_with('-') {
            return Vec::new();
        }
        let present =
            |key: &Key| analysis.article.metadata.get(*key).is_some_and(|entry| !entry.name_range.touches(offset));
        return (Key::ALL.iter())
            .filter(|key| key.name().to_lowercase().starts_with(&typed.to_lowercase()) && !present(key))
            .map(|key| keyword(key.name(), key.meaning(), format!("{}: ", key.name()), typed))
            .collect();
    };
    let typed = value.rsplit([' ', '[', ',', '"']).next().unwrap_or("");
    match Key::from_name(key.trim()) {
        Some(Key::InLanguage) => (Language::ALL.iter())
            .filter(|language| language.tag().starts_with(typed))
            .map(|language| keyword(language.tag(), "language", language.tag().to_owned(), typed))
            .collect(),
        Some(
            Key::About | Key::Mentions | Key::Author | Key::Publisher | Key::SourceOrganization | Key::LocationCreated,
        ) => target(analysis, typed, "", offset),
        Some(Key::Type) => vec![keyword("NewsArticle", "checked by copydesk", "NewsArticle".into(), typed)],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check_accept, check_complete};
    use expect_test::expect;

    #[test]
    fn a_name_is_offered_while_it_is_typed() {
        check_complete(
            "
            The contract was signed by Sam<|>
            ",
            &expect![[r"
                Samira Nasser — سميرة ناصر · samira-nasser
            "]],
        );
        check_accept(
            "
            The contract was signed by Sam<|>.
            ",
            "Samira Nasser",
            "
            The contract was signed by [Samira Nasser](actor:samira-nasser).
            ",
        );
        check_complete(
            "
            The contract was signed by S<|>
            ",
            &expect![[r""]],
        );
        check_complete(
            "
            # Sam<|>
            ",
            &expect![[r""]],
        );
    }

    #[test]
    fn latin_letters_find_names_in_an_arabic_story() {
        check_accept(
            "
            //- story.ar.news.md date=2024-03-18
            قالت sami<|> ذلك.
            ",
            "سميرة ناصر",
            "
            قالت [سميرة ناصر](actor:samira-nasser) ذلك.
            ",
        );
        check_complete(
            "
            //- story.ar.news.md date=2024-03-18
            قالت nass<|>
            ",
            &expect![[r"
                سميرة ناصر — Samira Nasser · samira-nasser
            "]],
        );
    }

    #[test]
    fn a_slip_is_forgiven_where_a_name_is_meant() {
        check_complete(
            "
            The contract was signed by [Samria<|>
            ",
            &expect![[r"
                Samira Nasser — سميرة ناصر · samira-nasser
            "]],
        );
        check_complete(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سمرة<|>
            ",
            &expect![[r#"
                سميرة ناصر — Samira Nasser · samira-nasser
                أسمرة — Asmara · asmara
            "#]],
        );
        // In running text it may be any word.
        check_complete(
            "
            The contract was signed by Samria<|>
            ",
            &expect![[r""]],
        );
    }

    #[test]
    fn a_clitic_stays_outside() {
        check_accept(
            "
            //- story.ar.news.md date=2024-03-18
            قال ذلك وسمير<|>.
            ",
            "سميرة ناصر",
            "
            قال ذلك و[سميرة ناصر](actor:samira-nasser).
            ",
        );
        check_accept(
            "
            //- story.ar.news.md date=2024-03-18
            قال ذلك [وسمير<|>.
            ",
            "سميرة ناصر",
            "
            قال ذلك و[سميرة ناصر](actor:samira-nasser).
            ",
        );
        check_accept(
            "
            //- story.ar.news.md date=2024-03-18
            قالت وزار<|>.
            ",
            "وزارة الموانئ",
            "
            قالت [وزارة الموانئ](actor:ministry-of-ports).
            ",
        );
    }

    #[test]
    fn brackets_are_replaced() {
        check_accept(
            "
            Signed by [Sam<|>.
            ",
            "Samira Nasser",
            "
            Signed by [Samira Nasser](actor:samira-nasser).
            ",
        );
        check_accept(
            "
            Signed by [Sam<|>].
            ",
            "Samira Nasser",
            "
            Signed by [Samira Nasser](actor:samira-nasser).
            ",
        );
        check_accept(
            "
            Signed by [[Sam<|>]].
            ",
            "Samira Nasser",
            "
            Signed by [Samira Nasser](actor:samira-nasser).
            ",
        );
        check_accept(
            "
            Signed by [[Sam<|>.
            ",
            "Samira Nasser",
            "
            Signed by [Samira Nasser](actor:samira-nasser).
            ",
        );
        check_complete(
            "
            [Karim Adel](actor:karim-adel) met [[<|>
            ",
            &expect![[r"
                Karim Adel — كريم عادل · karim-adel
                Samira Nasser — سميرة ناصر · samira-nasser
                Nadia Farah — نادية فرح · nadia-farah-economist
                Nadia Farah — نادية فرح · nadia-farah-athlete
                Ministry of Ports — وزارة الموانئ · ministry-of-ports
                Sahil Lines — شركة ساحل للشحن · sahil-lines
                …
            "]],
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
    fn ids_behind_a_scheme() {
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

    #[test]
    fn an_article_with_a_cast_list_gets_a_definition() {
        check_accept(
            "
            [Samira Nasser] met Kar<|>.

            [Samira Nasser]: actor:samira-nasser
            ",
            "Karim Adel",
            "
            [Samira Nasser] met [Karim Adel].

            [Samira Nasser]: actor:samira-nasser
            [Karim Adel]: actor:karim-adel
            ",
        );
    }

    #[test]
    fn verbs_and_rules_of_a_directive() {
        check_complete(
            "
            Facebook <!-- copydesk:ig<|> -->
            ",
            &expect![[r"
                ignore — directive
                ignore-next — directive
                ignore-file — directive
                ignore-start — directive
                ignore-end — directive
            "]],
        );
        check_complete(
            "
            Facebook <!-- copydesk:ignore weekd<|> -->
            ",
            &expect![[r"
                weekday-mismatch — The weekday is not that of the date beside it.
            "]],
        );
        check_complete(
            "
            Facebook <!-- copydesk:ignore page-furniture, unkn<|>
            ",
            &expect![[r"
                unknown-actor — A link, a cast list or the front matter names an id that the registry lacks.
                unknown-rule — A directive, the front matter or the configuration names a rule that does not exist.
            "]],
        );
        check_complete(
            "
            Facebook <!-- copydesk:ignore page-furniture -- because Sam<|> -->
            ",
            &expect![[r""]],
        );
    }

    #[test]
    fn keys_and_values_of_the_front_matter() {
        check_complete(
            "
            ---
            date<|>
            ---
            Work begins.
            ",
            &expect![[r"
                datePublished — The day, or day and time, of publication: the reference date of every relative date in the story.
                dateModified — The last change, not before publication.
                dateCreated — When the article was written, not after publication.
                dateline — Place and day of filing; the day is checked against datePublished.
            "]],
        );
        check_complete(
            "
            ---
            <|>
            ---
            Work begins.
            ",
            &expect![[r"
                headline — The title of the article.
                alternativeHeadline — The line under the headline.
                description — A summary for readers.
                datePublished — The day, or day and time, of publication: the reference date of every relative date in the story.
                dateModified — The last change, not before publication.
                dateCreated — When the article was written, not after publication.
                …
            "]],
        );
        check_complete(
            "
            Work begins.

            ---

            date<|>

            ---
            ",
            &expect![[r""]],
        );
        check_complete(
            "
            ---
            datePublished: 2024-03-18
            date<|>
            ---
            Work begins.
            ",
            &expect![[r"
                dateModified — The last change, not before publication.
                dateCreated — When the article was written, not after publication.
                dateline — Place and day of filing; the day is checked against datePublished.
            "]],
        );
        check_complete(
            "
            ---
            inLanguage: <|>
            ---
            Work begins.
            ",
            &expect![[r"
                ar — language
                en — language
                fr — language
                es — language
                de — language
                fa — language
                …
            "]],
        );
        check_complete(
            "
            ---
            about: [actor:sam<|>]
            ---
            Work begins.
            ",
            &expect![[r"
                samira-nasser — Samira Nasser
                american-samoa — American Samoa
                samoa — Samoa
            "]],
        );
        check_complete(
            "
            ---
            headline: Sam<|>
            ---
            Work begins.
            ",
            &expect![[r""]],
        );
    }

    #[test]
    fn plain_text_and_links_get_nothing() {
        check_complete(
            "
            //- story.en.txt
            The contract was signed by Sam<|>
            ",
            &expect![[r""]],
        );
        check_complete(
            "
            [Samira Nas<|>ser](actor:samira-nasser) signed.
            ",
            &expect![[r""]],
        );
    }
}

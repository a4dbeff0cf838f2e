//! Completion: actors by any of their names in either script, ids, schemes, date values, rules in directives, keys and
//! values of the front matter.
//!
//! What is being typed is read from the line itself: the article's structure around a cursor is the one thing that
//! cannot be trusted while somebody types.

use crate::actors::{ActorIndex, Kind};
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

/// What can be written at an offset, best first.
pub fn complete(analysis: &Analysis, offset: u32) -> Vec<Completion> {
    let text = &*analysis.text;
    let start = text[..offset as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let before = &text[start..offset as usize];
    if let Some(items) = directive(before, offset) {
        return items;
    }
    if analysis.article.metadata.range.is_some_and(|front| front.start < offset && offset + 3 < front.end) {
        return front_matter(analysis, before, offset);
    }
    destination(analysis, before, offset)
        .or_else(|| definition(analysis, before, offset))
        .or_else(|| bracket(analysis, before, offset))
        .unwrap_or_else(|| word(analysis, before, offset))
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
    let mut found: Vec<(u8, ActorIndex)> = (registry.actors.iter().enumerate())
        .filter(|(_, entry)| fits(entry.kind) && entry.id.contains(typed))
        .map(|(actor, entry)| {
            let rank = match named.iter().position(|other| *other == actor) {
                Some(_) => 0,
                None if entry.id.starts_with(typed) && entry.file.is_some() => 1,
                None if entry.file.is_some() => 2,
                None => 3,
            };
            (rank, actor)
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| registry.actors[a.1].id.cmp(&registry.actors[b.1].id)));
    found.truncate(LIMIT);
    let item = |actor: ActorIndex| {
        let entry = &registry.actors[actor];
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
    if typed.contains([']', '(', ')']) || before[..open].ends_with('\\') || typed.chars().count() > 60 {
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
    let range = TextRange::new(offset - typed.len() as u32, offset);
    let mut found = names(analysis, typed, range, true);
    if found.is_empty() && analysis.language() == Language::Arabic {
        // A clitic stays outside of the link.
        let clitic =
            typed.chars().next().filter(|c| matches!(c, 'و' | 'ف' | 'ب' | 'ل' | 'ك')).map_or(0, char::len_utf8);
        let stem = &typed[clitic..];
        if clitic > 0 && stem.chars().count() >= 2 {
            found = names(analysis, stem, TextRange::new(range.start + clitic as u32, offset), true);
        }
    }
    found
}

/// Actors by name, those already mentioned and those that the newsroom registered itself first.
fn names(analysis: &Analysis, typed: &str, range: TextRange, quiet: bool) -> Vec<Completion> {
    let registry = analysis.registry();
    let mentioned: Vec<ActorIndex> = analysis.linked.iter().copied().flatten().collect();
    let found = if typed.trim().is_empty() {
        // Nothing is typed yet: whom the article speaks of already, then the newsroom's own.
        let own = (0..registry.actors.len()).filter(|actor| registry.actors[*actor].file.is_some());
        let mut all: Vec<ActorIndex> = mentioned.clone();
        all.extend(own.take(LIMIT * 2));
        let mut seen = std::collections::HashSet::new();
        all.retain(|actor| seen.insert(*actor));
        all.into_iter().filter_map(|actor| Some((actor, house_index(analysis, actor)?))).collect()
    } else {
        registry.complete(typed, analysis.language(), LIMIT * 2)
    };
    let mut ranked: Vec<(bool, bool, usize, (ActorIndex, usize))> = (found.into_iter().enumerate())
        .map(|(nth, (actor, name))| {
            let own = registry.actors[actor].file.is_some();
            (!mentioned.contains(&actor), !own, nth, (actor, name))
        })
        .filter(|(_, builtin, ..)| !(quiet && *builtin))
        .collect();
    ranked.sort_by_key(|(new, builtin, nth, _)| (*new, *builtin, *nth));
    ranked.truncate(LIMIT);
    ranked.into_iter().map(|(_, _, _, (actor, name))| named(analysis, actor, name, range)).collect()
}

fn house_index(analysis: &Analysis, actor: ActorIndex) -> Option<usize> {
    let entry = &analysis.registry().actors[actor];
    let house = entry.house_name(analysis.language());
    entry.names.iter().position(|name| house.is_none_or(|house| name.text == house))
}

fn named(analysis: &Analysis, actor: ActorIndex, name: usize, range: TextRange) -> Completion {
    let entry = &analysis.registry().actors[actor];
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

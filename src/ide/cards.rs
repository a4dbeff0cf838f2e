//! What an editor shows of an actor and of a date, in Markdown.

use super::document_links::page;
use crate::actors::{Actor, ActorIndex, Kind, NameClass, PartialDate, Role};
use crate::analysis::{Analysis, DateInText};
use crate::config::Config;
use crate::dates::{self, Date, Reference, ReferenceSource};
use crate::language::Language;
use crate::text::begins_right_to_left;
use std::fmt::Write;

/// An actor: names, kind, the role on the date of the story, life dates, outside ids, mentions in the article.
pub fn actor_card(analysis: &Analysis, actor: ActorIndex) -> String {
    let entry = analysis.registry().actor(actor);
    let on = analysis.reference.map(|reference| reference.day);
    let mut out = entry_card(entry, analysis.language(), analysis.config(), on);
    let here = analysis.names.iter().filter(|name| name.actors == [actor]).count();
    if here > 1 {
        let _ = write!(out, "\n\n{here} mentions in this article");
    }
    out
}

/// An actor in the language of a reader, with its roles on a day.
pub fn entry_card(entry: &Actor, language: Language, config: &Config, on: Option<Date>) -> String {
    let mut names: Vec<&str> = entry.house_name(language).into_iter().collect();
    for name in entry.names.iter().filter(|name| name.class == NameClass::House) {
        if !names.contains(&name.text.as_str()) {
            names.push(&name.text);
        }
    }
    let mut out = String::new();
    let first = names.first().copied().unwrap_or(&entry.id);
    let _ = write!(out, "**{}**", escape(first));
    for name in names.iter().skip(1) {
        let _ = write!(out, " · {}", escape(name));
    }
    let _ = write!(out, "\n\n{} · `{}`", entry.kind.name(), entry.id);
    if let Some(life) = life(entry) {
        let _ = write!(out, " · {life}");
    }
    roles(&mut out, entry, language, on);
    for (_, description) in entry.descriptions.iter().filter(|(of, _)| *of == language || entry.descriptions.len() == 1)
    {
        let _ = write!(out, "\n\n{}", escape(description));
    }
    if let Some(note) = &entry.note {
        let _ = write!(out, "\n\n*{}*", escape(note));
    }
    let ids: Vec<String> = entry.same_as.iter().map(|id| outside_id(config, id)).collect();
    if !ids.is_empty() {
        let _ = write!(out, "\n\n{}", ids.join(" · "));
    }
    out
}

fn roles(out: &mut String, entry: &Actor, language: Language, on: Option<Date>) {
    for role in &entry.roles {
        let title = role_title(entry, role, language);
        let Some(title) = title else { continue };
        // Without isolates the dates behind a right-to-left title are displayed backwards.
        let (open, close) = if begins_right_to_left(title) { ("\u{2068}", "\u{2069}") } else { ("", "") };
        let _ = write!(out, "\n\n{open}{}{close} ({})", escape(title), period(role));
        if let Some(day) = on {
            let state = if role.is_held_on(day) {
                "held on"
            } else if role.from.and_then(PartialDate::first_day).is_some_and(|first| day < first) {
                "not yet held on"
            } else {
                "no longer held on"
            };
            let _ = write!(out, " — {state} {day}");
        }
    }
}

/// The title of a role in a language, in the form that fits its holder; else in any language.
pub(super) fn role_title<'a>(entry: &Actor, role: &'a Role, language: Language) -> Option<&'a str> {
    let fits = |gender: Option<_>| gender.is_none() || entry.gender.is_none() || gender == entry.gender;
    let own = || role.titles.iter().filter(|title| title.language == language);
    let mut fitting = own().filter(|title| fits(title.gender));
    fitting.next().or_else(|| own().next()).or_else(|| role.titles.first()).map(|title| title.text.as_str())
}

fn period(role: &Role) -> String {
    let point = |date: Option<PartialDate>, open: &str| date.map_or_else(|| open.to_owned(), partial);
    format!("{} – {}", point(role.from, "…"), point(role.to, "…"))
}

/// Life dates: "born 1971-05-02", "1952 – 2018", "founded 1945".
fn life(entry: &Actor) -> Option<String> {
    let (begun, ended) = match entry.kind {
        Kind::Person => ("born", "died"),
        Kind::Organisation | Kind::Group => ("founded", "dissolved"),
        Kind::Place => ("since", "until"),
        Kind::Event => ("on", "until"),
    };
    match (entry.begins.map(partial), entry.ends.map(partial)) {
        (None, None) => None,
        (Some(begins), Some(ends)) => Some(format!("{begins} – {ends}")),
        (Some(begins), None) => Some(format!("{begun} {begins}")),
        (None, Some(ends)) => Some(format!("{ended} {ends}")),
    }
}

/// A partial date as it is written in ISO 8601: `1952-03`.
fn partial(date: PartialDate) -> String {
    let mut out = format!("{:04}", date.year);
    if let Some(month) = date.month {
        let _ = write!(out, "-{month:02}");
        if let Some(day) = date.day {
            let _ = write!(out, "-{day:02}");
        }
    }
    out
}

/// `wd:Q42` as a link where the configuration knows the prefix.
fn outside_id(config: &Config, id: &str) -> String {
    let address = page(config, id);
    address.map_or_else(|| format!("`{id}`"), |address| format!("[{id}]({address})"))
}

/// A date: value, weekday, the Hijri day, the distance from the date of the story, the derivation.
pub fn date_card(analysis: &Analysis, date: &DateInText<'_>) -> String {
    let language = analysis.language();
    let mut out = String::new();
    match (&date.resolved.value, &date.resolved.impossible) {
        (_, Some(why)) => {
            let _ = write!(out, "**no such date** — {}", why.in_language(language));
        }
        (Some(value), None) => {
            let _ = write!(out, "**{value}**");
        }
        (None, None) if date.resolved.needs_reference => out.push_str("**unresolved**: the story has no date"),
        (None, None) => out.push_str("**unresolved**"),
    }
    if let Some(day) = date.resolved.day() {
        let _ = write!(out, " · {}", dates::long_form(day, language));
        if let Some(reference) = analysis.reference {
            let _ = write!(out, "\n\n{}", distance(day, reference));
        }
    }
    for line in date.derivation(language) {
        let _ = write!(out, "\n\n{}", escape(&line));
    }
    out
}

fn distance(day: Date, reference: Reference) -> String {
    let days = dates::days_between(reference.day, day);
    let source = match reference.source {
        ReferenceSource::Given => "the date given",
        ReferenceSource::Published => "publication",
        ReferenceSource::Dateline => "the dateline",
        ReferenceSource::Stamp => "the stamp line",
        ReferenceSource::Path => "the date in the path",
    };
    match days {
        0 => format!("the day of {source}"),
        1 => format!("one day after {source} ({})", reference.day),
        -1 => format!("one day before {source} ({})", reference.day),
        days if days > 0 => format!("{days} days after {source} ({})", reference.day),
        days => format!("{} days before {source} ({})", -days, reference.day),
    }
}

/// Text in which Markdown reads no markup.
fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '`' | '#') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

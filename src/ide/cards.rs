//! What an editor shows of an actor and of a date, in Markdown.

use super::document_links::{is_web, page};
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
    let _ = write!(out, "\n\n{} · {}", entry.kind.name(), code(&entry.id));
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
        let title = entry.title_of(role, language);
        let Some(title) = title else { continue };
        // Without isolates, dates after a right-to-left title are displayed backwards.
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

/// `wd:Q42` as a link where the configuration knows a page of the web for it. An editor runs other addresses as commands.
fn outside_id(config: &Config, id: &str) -> String {
    let address = page(config, id).filter(|address| is_web(address));
    address.map_or_else(|| code(id), |address| format!("[{}]({})", escape(id), destination(&address)))
}

/// Words as code, whatever they contain: between more backticks than they have, no markup is read.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A backtick at an end would belong to the fence, and a space at both ends is removed. An empty text cannot be fenced.
    let is_apart = text.starts_with('`') || text.ends_with('`') || text.is_empty();
    let padded = is_apart || (text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty());
    let space = if padded { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// An address as the destination of a link: nothing in it ends the link.
fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        if c.is_whitespace() || c.is_control() || "()<>[]\\`\"'*_!|".contains(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
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

/// Text in which Markdown reads no markup, in one line.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        // A list and a line below a heading begin with what is harmless elsewhere.
        let begins = at == 0 && matches!(c, '-' | '+' | '=');
        if begins || matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '`' | '#' | '!' | '&' | '|' | '~' | '$') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    #[test]
    fn an_id_is_shown_as_it_is() {
        for (text, expected) in [
            ("samira-nasser", "`samira-nasser`"),
            ("a`b", "``a`b``"),
            ("a``b`", "``` a``b` ```"),
            ("`", "`` ` ``"),
            (" x ", "`  x  `"),
            ("a\nb", "`a b`"),
        ] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn only_pages_of_the_web_are_links() {
        let config = crate::config::Config::parse(
            "[prefixes]\nwd = \"https://www.wikidata.org/wiki/{}\"\nevil = \"command:workbench.action.x?{}\"\nfile = \"file:///{}\"\n",
        );
        assert_eq!(outside_id(&config, "wd:Q42"), "[wd:Q42](https://www.wikidata.org/wiki/Q42)");
        assert_eq!(outside_id(&config, "evil:Q42"), "`evil:Q42`");
        assert_eq!(outside_id(&config, "file:x"), "`file:x`");
        assert_eq!(outside_id(&config, "zz:`![i](https://evil.example)"), "``zz:`![i](https://evil.example)``");
        let link = outside_id(&config, "wd:Q1) ![i](https://evil.example");
        assert_eq!(
            link,
            "[wd:Q1) \\!\\[i\\](https://evil.example](https://www.wikidata.org/wiki/Q1%29%20%21%5Bi%5D%28https://evil.example)"
        );
    }

    /// What Markdown makes of something: its words, and whether there is markup of a kind in them.
    fn read(markdown: &str) -> (String, Vec<String>) {
        let (mut words, mut markup) = (String::new(), Vec::new());
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(text) | Event::Code(text) => words.push_str(&text),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                other => markup.push(format!("{other:?}")),
            }
        }
        (words, markup)
    }

    /// Texts out of what Markdown reads.
    fn texts() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec![
            "`",
            "``",
            "![",
            "[",
            "](",
            "https://x.org",
            "command:x",
            ")",
            "<img src=x>",
            "&lt;",
            "*",
            "_",
            "~~",
            "$x$",
            "\\",
            "\n",
            "\n\n",
            "# ",
            "- ",
            "1. ",
            "|",
            "---",
            " ",
            "a",
            "س",
            "\t",
            ":",
            "!",
        ]);
        prop::collection::vec(parts, 1..10).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn what_is_shown_is_never_markup(text in texts()) {
            let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let (words, markup) = read(&format!("id {} end", code(&text)));
            prop_assert!(markup.is_empty(), "{markup:?}");
            prop_assert_eq!(words, format!("id {shown} end"));
            let (words, markup) = read(&format!("x{}", escape(&text)));
            prop_assert!(markup.is_empty(), "{markup:?}");
            let expected = format!("x{shown}");
            prop_assert_eq!(words.trim(), expected.trim());
        }
    }
}

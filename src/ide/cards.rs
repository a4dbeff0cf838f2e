//! What an editor shows of an actor and of a date, in Markdown.

use super::document_links::{is_web, page};
use crate::actors::{Actor, ActorIndex, Kind, Lookup, NameClass, PartialDate, Registry, Role};
use crate::analysis::{Analysis, DateInText};
use crate::config::Config;
use crate::dates::{self, Date, Reference, ReferenceSource};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::text::{begins_right_to_left, is_plain_in_path, percent_encoded};
use std::fmt::Write;

/// The languages and the day of a card.
#[derive(Clone, Copy)]
pub struct CardOptions {
    /// The language of the article, in which names and titles are shown first.
    pub language: Language,
    /// The language of the reader, for all other words.
    pub reader: Language,
    /// The day of the story.
    pub on: Option<Date>,
}

/// An actor of an article: what [`entry_card`] shows, and the mentions in the article.
pub fn actor_card(analysis: &Analysis, actor: ActorIndex, reader: Language) -> String {
    let on = analysis.reference.map(|reference| reference.day);
    let options = CardOptions { language: analysis.language(), reader, on };
    let mut out = entry_card(analysis.registry().actor(actor), analysis.registry(), analysis.config(), options);
    let here = analysis.names.iter().filter(|name| name.actors == [actor]).count();
    if here > 1 {
        paragraph(&mut out, &message!("{count} mentions in this article", count = here).in_language(reader));
    }
    out
}

/// An actor: names, the office on the day, kind, life, description, spellings, other offices, outside ids.
pub fn entry_card(entry: &Actor, registry: &Registry, config: &Config, options: CardOptions) -> String {
    let CardOptions { language, reader, on } = options;
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
    let (held, others): (Vec<&Role>, Vec<&Role>) =
        entry.roles.iter().partition(|role| on.is_some_and(|day| role.is_held_on(day)));
    for role in held {
        role_line(&mut out, entry, role, registry, options);
    }
    paragraph(&mut out, &facts(entry, registry, options));
    for (_, description) in entry.descriptions.iter().filter(|(of, _)| *of == language || entry.descriptions.len() == 1)
    {
        paragraph(&mut out, &escape(description));
    }
    if let Some(note) = &entry.note {
        paragraph(&mut out, &format!("*{}*", escape(note)));
    }
    spellings(&mut out, entry, &names, reader);
    for role in others {
        role_line(&mut out, entry, role, registry, options);
    }
    let mut links: Vec<String> = entry.same_as.iter().map(|id| outside_id(config, id)).collect();
    links.extend(entry_link(entry, registry, reader));
    if !links.is_empty() {
        paragraph(&mut out, &links.join(" · "));
    }
    out
}

fn paragraph(out: &mut String, text: &str) {
    let _ = write!(out, "\n\n{text}");
}

/// The kind, the life with the age on the day, the place that this one is part of, the id.
fn facts(entry: &Actor, registry: &Registry, CardOptions { language, reader, on }: CardOptions) -> String {
    let mut facts = vec![kind_name(entry.kind).in_language(reader).into_owned()];
    if let Some(life) = life(entry) {
        let age = on.and_then(|day| age(entry, day));
        let life = match age {
            Some(age) => message!("{life} (aged {age} on the day)", life, age),
            None => life,
        };
        facts.push(life.in_language(reader).into_owned());
    }
    if let Some(parent) = entry.parent.as_deref() {
        let name = actor_name(registry, parent, language);
        facts.push(escape(&message!("part of {name}", name).in_language(reader)));
    }
    facts.push(code(&entry.id));
    facts.join(" · ")
}

/// Other accepted names, and the forms to avoid.
fn spellings(out: &mut String, entry: &Actor, shown: &[&str], reader: Language) {
    let of = |wanted: fn(NameClass) -> bool| {
        let mut found: Vec<&str> = Vec::new();
        for name in entry.names.iter().filter(|name| wanted(name.class) && !shown.contains(&name.text.as_str())) {
            if !found.contains(&name.text.as_str()) {
                found.push(&name.text);
            }
        }
        let more = found.len().saturating_sub(SPELLINGS);
        let mut listed: Vec<String> = found.into_iter().take(SPELLINGS).map(isolated).collect();
        if more > 0 {
            listed.push("…".into());
        }
        Message::verbatim(listed.join(", "))
    };
    let also = of(|class| !matches!(class, NameClass::House | NameClass::Wrong));
    if !also.is_empty() {
        paragraph(out, &message!("also: {names}", names = also).in_language(reader));
    }
    let wrong = of(|class| class == NameClass::Wrong);
    if !wrong.is_empty() {
        paragraph(out, &message!("not: {names}", names = wrong).in_language(reader));
    }
}

/// The most spellings of one class that a card lists.
const SPELLINGS: usize = 8;

/// An office with its organisation and its dates; bold if it is held on the day.
fn role_line(out: &mut String, entry: &Actor, role: &Role, registry: &Registry, options: CardOptions) {
    let CardOptions { language, reader, on } = options;
    let Some(title) = entry.title_of(role, language) else { return };
    let mut office = isolated(title);
    if on.is_some_and(|day| role.is_held_on(day)) {
        office = format!("**{office}**");
    }
    if let Some(org) = role.org.as_deref() {
        let _ = write!(office, " · {}", isolated(&actor_name(registry, org, language)));
    }
    let term = match (role.from, role.to) {
        (None, None) => String::new(),
        (Some(from), None) => message!("since {day}", day = words(from)).in_language(reader).into_owned(),
        (None, Some(to)) => message!("until {day}", day = words(to)).in_language(reader).into_owned(),
        (Some(from), Some(to)) => {
            message!("{first} to {last}", first = words(from), last = words(to)).in_language(reader).into_owned()
        }
    };
    if !term.is_empty() {
        let _ = write!(office, " — {term}");
    }
    if let Some(day) = on.filter(|day| !role.is_held_on(*day)) {
        let day = dates::plain_form(day);
        let is_ahead = role.from.and_then(PartialDate::first_day).is_some_and(|first| on < Some(first));
        let state = if is_ahead { message!("not yet on {day}", day) } else { message!("no longer on {day}", day) };
        let _ = write!(office, " ({})", state.in_language(reader));
    }
    paragraph(out, &office);
}

/// A text in an isolate if it reads from right to left: without one, dates next to it are displayed backwards.
fn isolated(text: &str) -> String {
    if begins_right_to_left(text) { format!("\u{2068}{}\u{2069}", escape(text)) } else { escape(text) }
}

/// The name of an actor in a language; its id if it is not in the registry.
fn actor_name(registry: &Registry, id: &str, language: Language) -> String {
    let (Lookup::Found(actor) | Lookup::Merged(actor)) = registry.lookup(id) else { return id.to_owned() };
    registry.actor(actor).house_name(language).unwrap_or(id).to_owned()
}

/// The entry as a link that an editor opens. `None` for a built-in one, and where the path of the file is not absolute.
fn entry_link(entry: &Actor, registry: &Registry, reader: Language) -> Option<String> {
    let file = registry.files.get(entry.file?)?;
    let address = file_address(&file.path)?;
    let name = file.path.rsplit(['/', '\\']).next()?.to_owned();
    let Lookup::Found(actor) = registry.lookup(&entry.id) else { return None };
    let line = registry.id_line(actor)?;
    let label = message!("entry in {file}", file = name).in_language(reader).into_owned();
    Some(format!("[{}]({address}#L{line})", escape(&label)))
}

/// The address of a file. `None` for a path that is not absolute.
fn file_address(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    // `C:/people.toml` needs a slash in front of it.
    let root = if path.starts_with('/') { "" } else { "/" };
    if root == "/" && path.as_bytes().get(1) != Some(&b':') {
        return None;
    }
    Some(format!("file://{root}{}", percent_encoded(&path, |c| c == ':' || is_plain_in_path(c))))
}

/// The line of a card about the latest article that mentions an actor.
pub fn last_mention(path: &str, headline: Option<&str>, day: Date, reader: Language) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let label = isolated(headline.unwrap_or(name));
    let article = file_address(path).map_or_else(|| label.clone(), |address| format!("[{label}]({address})"));
    let line = message!("last mentioned on {day}: {article}", day = dates::plain_form(day), article);
    line.in_language(reader).into_owned()
}

/// The name of a kind.
fn kind_name(kind: Kind) -> Message {
    match kind {
        Kind::Person => message!("person"),
        Kind::Organisation => message!("organisation"),
        Kind::Group => message!("group"),
        Kind::Place => message!("place"),
        Kind::Event => message!("event"),
    }
}

/// The age of a living person on a day. `None` if it is not certain.
fn age(entry: &Actor, day: Date) -> Option<i16> {
    let born = entry.begins.filter(|_| entry.kind == Kind::Person && entry.ends.is_none())?;
    let of = |born: Date| {
        let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
        day.year() - born.year() - i16::from(!had_birthday)
    };
    let (oldest, youngest) = (of(born.first_day()?), of(born.last_day()?));
    (oldest == youngest && oldest >= 0).then_some(oldest)
}

/// A partial date in words: "March 1952".
fn words(date: PartialDate) -> Message {
    match (date.first_day(), date.month, date.day) {
        (Some(day), Some(_), Some(_)) => dates::plain_form(day),
        (Some(day), Some(_), None) => dates::plain_month(day),
        _ => Message::verbatim(date.to_string()),
    }
}

/// Life dates: "born 2 May 1971", "1952 to 2018", "founded 1945".
fn life(entry: &Actor) -> Option<Message> {
    let (begins, ends) = (entry.begins.map(words), entry.ends.map(words));
    Some(match (begins, ends, entry.kind) {
        (None, None, _) => return None,
        (Some(first), Some(last), _) => message!("{first} to {last}", first, last),
        (Some(day), None, Kind::Person) => message!("born {day}", day),
        (None, Some(day), Kind::Person) => message!("died {day}", day),
        (Some(day), None, Kind::Organisation | Kind::Group) => message!("founded {day}", day),
        (None, Some(day), Kind::Organisation | Kind::Group) => message!("dissolved {day}", day),
        (Some(day), None, Kind::Event) => message!("on {day}", day),
        (Some(day), None, Kind::Place) => message!("since {day}", day),
        (None, Some(day), Kind::Place | Kind::Event) => message!("until {day}", day),
    })
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
    percent_encoded(address, |c| !(c.is_whitespace() || c.is_control() || "()<>[]\\`\"'*_!|".contains(c)))
}

/// A date: value, weekday, the Hijri day, the distance from the date of the story, the derivation.
pub fn date_card(analysis: &Analysis, date: &DateInText<'_>, reader: Language) -> String {
    let mut out = String::new();
    match (&date.resolved.value, &date.resolved.impossible) {
        (_, Some(why)) => {
            let heading = message!("no such date");
            let _ = write!(out, "**{}** — {}", heading.in_language(reader), why.in_language(reader));
        }
        (Some(value), None) => {
            let _ = write!(out, "**{value}**");
        }
        (None, None) => {
            let heading = message!("unresolved");
            let _ = write!(out, "**{}**", heading.in_language(reader));
            if date.resolved.needs_reference {
                let _ = write!(out, ": {}", message!("the story has no date").in_language(reader));
            }
        }
    }
    if let Some(day) = date.resolved.day() {
        let _ = write!(out, " · {}", dates::long_form(day, reader));
        if let Some(reference) = analysis.reference {
            paragraph(&mut out, &distance(day, reference).in_language(reader));
        }
    } else if let Some((first, last)) = date.resolved.days.filter(|(first, last)| first != last) {
        let range = message!("{first} to {last}", first = dates::plain_form(first), last = dates::plain_form(last));
        let _ = write!(out, " · {}", range.in_language(reader));
    }
    if let Some(explanation) = date.explanation() {
        paragraph(&mut out, &escape(&explanation.in_language(reader)));
    }
    out
}

fn distance(day: Date, reference: Reference) -> Message {
    let days = dates::days_between(reference.day, day);
    let source = match reference.source {
        ReferenceSource::Given => message!("the date given"),
        ReferenceSource::Published => message!("publication"),
        ReferenceSource::Dateline => message!("the dateline"),
        ReferenceSource::Stamp => message!("the stamp line"),
        ReferenceSource::Path => message!("the date in the path"),
    };
    let on = dates::plain_form(reference.day);
    match days {
        0 => message!("the day of {source}", source),
        1 => message!("one day after {source} ({on})", source, on),
        -1 => message!("one day before {source} ({on})", source, on),
        days if days > 0 => message!("{days} days after {source} ({on})", days, source, on),
        days => message!("{days} days before {source} ({on})", days = -days, source, on),
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

    #[test]
    fn the_entry_is_linked_by_its_line() {
        let text = "# people\n[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.en = \"Rana\"\n";
        for (path, link) in [
            ("/desk/my_people (1).toml", "[entry in my\\_people (1).toml](file:///desk/my_people%20%281%29.toml#L3)"),
            ("C:\\desk\\people.toml", "[entry in people.toml](file:///C:/desk/people.toml#L3)"),
        ] {
            let registry = Registry::new(vec![std::sync::Arc::new(crate::actors::parse(path, text))], false);
            let entry = registry.iter().next().expect("an entry");
            assert_eq!(entry_link(entry, &registry, Language::English).as_deref(), Some(link));
        }
        let relative = Registry::new(vec![std::sync::Arc::new(crate::actors::parse("people.toml", text))], false);
        let entry = relative.iter().next().expect("an entry");
        assert_eq!(entry_link(entry, &relative, Language::English), None, "a reader's program would not find it");
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

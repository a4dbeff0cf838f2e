//! The dictionaries of PETRARCH and Phoenix: names in capitals with `_` for spaces, more names after `+`, and codes
//! with dates, `[AFGGOV 331108-730717]`, on separate lines or after the name.
//!
//! A code states the country and kind of organisation of an actor, not its identity. It becomes a role without a title,
//! whose organisation is `cameo:AFGGOV`. The people, cities and provinces under the code of a country represent the
//! country in these files; they become metonyms, which are never more than a hint. Agents (`[~AGR]`, "farmer") are
//! common nouns and are skipped.

use super::draft::{Draft, add_name, add_same_as, short};
use crate::actors::Role;
use crate::actors::model::{Actor, Kind, NameClass, PartialDate};
use crate::actors::store::builtin;
use crate::message;
use jiff::civil::Date;

/// An entry under construction.
struct Open {
    line: u32,
    names: Vec<String>,
    codes: Vec<(String, Option<PartialDate>, Option<PartialDate>)>,
    /// Whether any code was read, including codes without information.
    coded: bool,
    agent: bool,
}

pub(super) fn read(text: &str, draft: &mut Draft) {
    let mut open: Option<Open> = None;
    let mut agents: Option<(u32, usize)> = None;
    let mut in_comment = false;
    for (number, line) in text.lines().enumerate() {
        let number = number as u32 + 1;
        let content = without_comment(line, &mut in_comment);
        let content = content.trim();
        if content.is_empty() {
            continue;
        }
        // `!MINIST! = MINISTER, …` lists spellings of agents.
        if content.starts_with('!') && content.contains('=') {
            continue;
        }
        let (names, codes) = content.split_at(content.find('[').unwrap_or(content.len()));
        let names = names.trim();
        if names.is_empty() {
            match &mut open {
                Some(entry) => read_codes(number, codes, entry, draft),
                None => draft.leave_out(number, 1, message!("a code without a name")),
            }
            continue;
        }
        if !names.starts_with('+') {
            close(open.take(), &mut agents, draft);
            open = Some(Open { line: number, names: Vec::new(), codes: Vec::new(), coded: false, agent: false });
        }
        let Some(entry) = &mut open else {
            draft.leave_out(number, 1, message!("an additional name without a main name"));
            continue;
        };
        entry.names.extend(split_names(number, names, draft));
        read_codes(number, codes, entry, draft);
    }
    close(open, &mut agents, draft);
    report_agents(&mut agents, draft);
}

/// A line without its comments: `# …`, `; …` and `<!-- … -->`, which can span lines.
fn without_comment(line: &str, in_comment: &mut bool) -> String {
    let mut out = String::new();
    let mut rest = line;
    loop {
        if *in_comment {
            let Some((_, after)) = rest.split_once("-->") else { return out };
            *in_comment = false;
            rest = after;
        }
        let mark = rest.find("<!--").or_else(|| rest.find("<! --"));
        let hash = rest.find(['#', ';']).unwrap_or(rest.len());
        let Some(mark) = mark.filter(|mark| *mark < hash) else {
            out.push_str(&rest[..hash]);
            return out;
        };
        out.push_str(&rest[..mark]);
        *in_comment = true;
        rest = &rest[mark..];
    }
}

/// The names of a line. `A_ +B_` and `A+_B_` are two names each.
fn split_names(line: u32, text: &str, draft: &mut Draft) -> Vec<String> {
    let text = text.strip_prefix('+').unwrap_or(text).trim();
    let bytes = text.as_bytes();
    let mut cuts = Vec::new();
    for (at, c) in text.char_indices() {
        let blank = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b'_' | b' ' | b'\t'));
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let joined = c == '+' && (blank(before) || blank(bytes.get(at + 1)));
        if at > 0 && joined {
            cuts.push(at);
        }
    }
    let mut names = Vec::new();
    let mut from = 0;
    for cut in cuts.iter().copied().chain([text.len()]) {
        let name = text[from..cut].trim_matches(|c: char| c == '+' || c == '_' || c.is_whitespace());
        names.extend((!name.is_empty()).then(|| name.to_owned()));
        from = cut;
    }
    if names.len() > 1 {
        let what = message!("names are not separated: `{text}`", text = short(text));
        draft.defect(line, what, message!("they are read as {names} names", names = names.len()));
    }
    if names.iter().any(|name| name.contains("_ ")) {
        let what = message!("the name `{text}` contains a space", text = short(text));
        draft.defect(line, what, message!("it is read as one name"));
    }
    if names.is_empty() {
        draft.defect(
            line,
            message!("`{text}` is not a name", text = short(text)),
            message!("it is left out of the entry"),
        );
    }
    if let Some(name) = names.first_mut()
        && name.ends_with(']')
    {
        draft.defect(
            line,
            message!("a closing bracket has no opening bracket"),
            message!("the name is read without it"),
        );
        *name = name.trim_end_matches([']', '_', ' ']).to_owned();
    }
    names
}

fn read_codes(line: u32, text: &str, entry: &mut Open, draft: &mut Draft) {
    let mut rest = text;
    while let Some((before, after_open)) = rest.split_once('[') {
        report_stray_text(line, before, draft);
        let (inside, after) = match after_open.split_once(']') {
            Some((inside, after)) if !inside.contains('[') => (inside, after),
            _ => {
                draft.defect(
                    line,
                    message!("a bracket is not closed: `[{after_open}`", after_open = short(after_open)),
                    message!("it is closed after the code"),
                );
                after_open.find('[').map_or((after_open, ""), |next| after_open.split_at(next))
            }
        };
        read_code(line, inside.trim().trim_end_matches(['}', ')']), entry, draft);
        rest = after;
    }
    report_stray_text(line, rest, draft);
}

/// Reports text next to a code that is not a comment.
fn report_stray_text(line: u32, text: &str, draft: &mut Draft) {
    if text.chars().any(char::is_alphanumeric) {
        draft.defect(
            line,
            message!("`{text}` follows a code", text = short(text)),
            message!("it is read as a comment"),
        );
    }
}

fn read_code(line: u32, text: &str, entry: &mut Open, draft: &mut Draft) {
    entry.coded = true;
    let (code, period) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let (code, period) = match code.find(['<', '>']) {
        Some(at) => (&code[..at], format!("{}{period}", &code[at..])),
        None => (code, period.to_owned()),
    };
    let code = code.trim();
    if code.contains('~') {
        entry.agent = true;
        return;
    }
    let (from, to) = dates(line, &period, draft);
    if code.bytes().all(|b| b == b'-') {
        return;
    }
    if !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        draft.defect(
            line,
            message!("`{code}` is not a code", code = short(code)),
            message!("it is left out of the entry"),
        );
        return;
    }
    entry.codes.push((code.to_uppercase(), from, to));
}

/// Parses a period: `>090801` since, `<090801` until, `331108-730717`. An invalid date is reported, and the other one
/// is kept.
fn dates(line: u32, period: &str, draft: &mut Draft) -> (Option<PartialDate>, Option<PartialDate>) {
    let spaced = period.trim();
    if spaced.contains(char::is_whitespace) {
        draft.defect(
            line,
            message!("the date `{spaced}` contains spaces", spaced = short(spaced)),
            message!("it is read without them"),
        );
    }
    let period: String = spaced.chars().filter(|c| !c.is_whitespace()).collect();
    let mut read = |text: &str| {
        let date = date(text);
        if date.is_none() {
            draft.defect(
                line,
                message!("`{text}` is not a date", text = short(text)),
                message!("the role has no such date"),
            );
        }
        date
    };
    let (from, to) = match period.as_bytes().first() {
        None => return (None, None),
        Some(b'>') => (read(&period[1..]), None),
        Some(b'<') => (None, read(&period[1..])),
        Some(_) => {
            if let Some((from, to)) = period.split_once('-') {
                (read(from), read(to))
            } else {
                let day = read(&period);
                if day.is_some() {
                    let what = message!("`{period}` is a single date instead of a period", period);
                    draft.defect(line, what, message!("it is read as the first day"));
                }
                (day, None)
            }
        }
    };
    if let (Some(first), Some(last)) = (from, to)
        && first.first_day() > last.last_day()
    {
        draft.defect(
            line,
            message!("the period `{period}` ends before it begins", period),
            message!("it is left out of the role"),
        );
        return (None, None);
    }
    (from, to)
}

/// Parses `331108` or `19331108`. Two-digit years up to 30 are in this century.
fn date(text: &str) -> Option<PartialDate> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (year, rest): (i16, &str) = match text.len() {
        8 => (text[..4].parse().ok()?, &text[4..]),
        6 => {
            let year: i16 = text[..2].parse().ok()?;
            (if year <= 30 { 2000 + year } else { 1900 + year }, &text[2..])
        }
        _ => return None,
    };
    let (month, day) = (rest[..2].parse().ok()?, rest[2..].parse().ok()?);
    Date::new(year, month, day).ok().filter(|_| (1000..2100).contains(&year))?;
    Some(PartialDate { year, month: Some(month), day: Some(day) })
}

fn close(open: Option<Open>, agents: &mut Option<(u32, usize)>, draft: &mut Draft) {
    let Some(open) = open else { return };
    if open.agent {
        let (_, count) = agents.get_or_insert((open.line, 0));
        *count += 1;
        return;
    }
    report_agents(agents, draft);
    if !open.coded {
        let name = open.names.first().map_or("", String::as_str);
        draft.defect(
            open.line,
            message!("`{name}` has no code", name = short(name)),
            message!("it is read as an organisation without roles"),
        );
    }
    let country =
        |code: &str| code.len() == 3 && !matches!(code, "IGO" | "NGO" | "NGM" | "MNC" | "IMG" | "INT" | "REB" | "UIS");
    let is_country = !open.codes.is_empty() && open.codes.iter().all(|(code, ..)| country(code));
    let is_dated = open.codes.iter().any(|(_, from, to)| from.is_some() || to.is_some());
    let role_of_person = |code: &str| code.get(3..).is_some_and(|code| code.contains("GOV") || code.contains("ELI"));
    let words = open.names.first().map_or(0, |name| name.split(['_', ' ']).filter(|word| !word.is_empty()).count());
    let is_person = is_dated && words > 1 && open.codes.iter().any(|(code, ..)| role_of_person(code));
    let kind = match () {
        () if is_person => Kind::Person,
        () if is_country => Kind::Place,
        () => Kind::Organisation,
    };
    let mut actor = Actor::empty(kind);
    let first = open.names.first().map(|name| spell(name, &open.names)).unwrap_or_default();
    for (number, name) in open.names.iter().enumerate() {
        let text = spell(name, &open.names);
        let (class, text) = match number {
            0 => (NameClass::House, text),
            _ if is_person => match name_of_person(&first, &text) {
                Some(name) => name,
                None => continue,
            },
            _ if is_country && !alike(&first, &text) => (NameClass::Metonym, text),
            _ if is_demonym(&first, &text) => (NameClass::Metonym, text),
            _ => (NameClass::Also, text),
        };
        add_name(&mut actor, class, Some("en"), &text);
    }
    if is_country && let Some(code) = builtin_code(&first) {
        add_same_as(&mut actor, code);
    }
    add_codes(&mut actor, &open);
    draft.add(actor, open.line, None);
}

/// The class of an person's additional name. Surnames are short names; "administration of" is not the person. `None`
/// for the same name with a title, which adds nothing.
fn name_of_person(first: &str, text: &str) -> Option<(NameClass, String)> {
    const BODIES: [&str; 6] = ["administration", "government", "regime", "cabinet", "campaign", "family"];
    const TITLES: [&str; 8] = ["mr", "mrs", "ms", "dr", "sir", "general", "president", "minister"];
    let lower = text.to_lowercase();
    if BODIES.iter().any(|body| lower.ends_with(body)) {
        let spelt =
            text.split_once(' ').filter(|(the, _)| the.eq_ignore_ascii_case("the")).map_or(text, |(_, rest)| rest);
        return Some((NameClass::Metonym, spelt.to_owned()));
    }
    let words: Vec<&str> = text.split(' ').collect();
    let own: Vec<&str> = first.split(' ').collect();
    let skipped = words.iter().take_while(|word| TITLES.contains(&word.to_lowercase().trim_end_matches('.'))).count();
    let rest = &words[skipped..];
    match rest {
        [] => None,
        [surname] if own.last().is_some_and(|last| last.eq_ignore_ascii_case(surname)) => {
            Some((NameClass::Short, (*surname).to_owned()))
        }
        // "US President Jon Mast".
        _ if rest.len() > own.len() && rest.ends_with(&own) => None,
        _ if rest == own => None,
        _ => Some((NameClass::Also, rest.join(" "))),
    }
}

/// Whether a word is the adjective of a country: `American` for the United States of America.
fn is_demonym(first: &str, text: &str) -> bool {
    const ENDINGS: [&str; 8] = ["an", "ans", "ian", "ese", "ish", "i", "ic", "ch"];
    let own = first.to_lowercase();
    let word = text.to_lowercase();
    !text.contains(' ')
        && !own.split(' ').any(|part| part == word)
        && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// The outside id of the built-in country with a name.
fn builtin_code(name: &str) -> Option<&'static str> {
    let wanted = name.strip_prefix("The ").unwrap_or(name);
    let country = builtin::places().iter().find(|place| {
        !place.same_as.is_empty() && place.names.iter().any(|name| name.text.eq_ignore_ascii_case(wanted))
    })?;
    country.same_as.first().map(String::as_str)
}

fn add_codes(actor: &mut Actor, open: &Open) {
    for (code, from, to) in &open.codes {
        let mut held = Role { org: Some(format!("cameo:{code}")), ..Role::default() };
        (held.from, held.to) = (*from, *to);
        actor.roles.push(held);
    }
}

fn report_agents(agents: &mut Option<(u32, usize)>, draft: &mut Draft) {
    if let Some((line, count)) = agents.take() {
        draft.leave_out(
            line,
            count,
            message!("from here on the file lists agents, which are common nouns and not actors"),
        );
    }
}

/// Whether two names share their beginning, as spellings of a country do and its cities do not.
fn alike(a: &str, b: &str) -> bool {
    let head = |text: &str| text.chars().filter(|c| c.is_alphabetic()).take(4).collect::<String>().to_lowercase();
    let (a, b) = (a.to_lowercase(), head(b));
    a.split(' ').any(|word| word.len() > 2 && head(word) == b)
}

/// A name in capitals in normal spelling. Initials of another name of the entry and words without vowels stay in
/// capitals.
fn spell(name: &str, all: &[String]) -> String {
    const SMALL: &[&str] = &[
        "of", "the", "and", "for", "in", "on", "at", "to", "bin", "bint", "ibn", "al", "de", "del", "da", "di", "du",
        "la", "le", "van", "von", "der", "den", "y", "e",
    ];
    const STATES: &[&str] = &["US", "USA", "UK", "UN", "EU", "UAE", "USSR", "DRC", "PLO", "NATO"];
    let plain = name.replace('_', " ");
    if plain.chars().any(char::is_lowercase) {
        return plain;
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        if STATES.contains(word) {
            out.push((*word).to_owned());
        } else if at > 0 && SMALL.contains(&lower.as_str()) {
            out.push(lower);
        } else if keeps_capitals(word, words.len(), all) {
            out.push((*word).to_owned());
        } else {
            out.push(capitalise(&lower));
        }
    }
    out.join(" ")
}

fn keeps_capitals(word: &str, of: usize, all: &[String]) -> bool {
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    if word.starts_with('(') && word.ends_with(')') && letters.len() < 8 {
        return true;
    }
    if letters.len() < 2 || letters.len() > 7 {
        return false;
    }
    let dotted = word.matches('.').count() >= 2;
    let vowel = letters.chars().any(|c| "AEIOUY".contains(c));
    let initials = |name: &String, small: bool| {
        let words = name.split(['_', ' ', '-']).filter(|word| !word.is_empty());
        let words =
            words.filter(|word| small || !matches!(word.to_lowercase().as_str(), "of" | "the" | "and" | "for" | "in"));
        words.filter_map(|word| word.chars().next()).collect::<String>()
    };
    dotted
        || !vowel
        || (of == 1 && all.iter().any(|name| initials(name, true) == letters || initials(name, false) == letters))
}

fn capitalise(lower: &str) -> String {
    let mut out = String::new();
    let mut start = true;
    for c in lower.chars() {
        if start && c.is_alphabetic() {
            out.extend(c.to_uppercase());
            start = false;
        } else {
            out.push(c);
        }
        // `O'Shannon`, but `Queen's`.
        let after_letter = out.chars().filter(|c| c.is_alphabetic()).count() == 1;
        if matches!(c, '-' | '(' | '.' | '/') || (matches!(c, '\'' | '’') && after_letter) {
            start = true;
        }
    }
    out
}

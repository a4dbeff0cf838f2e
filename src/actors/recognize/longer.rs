//! Names that are part of a longer name: a place in the name of a club, a given name before an unknown surname, a
//! company name without its legal form.

use super::finder::{Finder, Found};
use super::title_in_prose::TitleInProse;
use crate::actors::model::{ActorIndex, Kind, NameClass};
use crate::actors::recognize::model::PlaceCue;
use crate::actors::words::frequent::{Everyday, everyday};
use crate::actors::words::lexicon::{self, is, is_relational};
use crate::actors::words::normalize::Tokens;

/// The kind of place that the word before a name states.
pub(super) fn place_cue(read: &Tokens, at: usize) -> Option<PlaceCue> {
    let before = at.checked_sub(1)?;
    // "the capital of Oman", "the Sultanate of Oman".
    let before = if read.key_at(before) == "of" { before.checked_sub(1)? } else { before };
    let is_of = before + 2 == at;
    match before {
        _ if is_of && is(&lexicon::HEADS_OF_STATE, read, before) => Some(PlaceCue::Country),
        _ if is(&lexicon::CITY, read, before) => Some(PlaceCue::City),
        _ if is(&lexicon::COUNTRY, read, before) => Some(PlaceCue::Country),
        _ => None,
    }
}

/// Whether an organisation is named after the place: `نادي سيلا`, `University of Sella`, `مصرف سيلا المركزي`.
pub(super) fn is_of_place(read: &Tokens, name: &Found) -> bool {
    let Some(before) = name.words.start.checked_sub(1) else { return false };
    if read.list[name.words.start].is_arabic() {
        return is(&lexicon::PLACE_BODIES, read, before);
    }
    let of = read.key_at(before) == "of";
    of && before.checked_sub(1).is_some_and(|body| {
        // "the Republic of China" is not China.
        let is_republic = read.key_at(body) == "republic"
            && read.key_at(name.words.start) == "china"
            && !body.checked_sub(1).is_some_and(|before| read.key_at(before).starts_with("people"));
        is_republic || (read.list[body].is_capital() && lexicon::BODIES_OF.contains(&read.list[body].hash))
    })
}

/// Whether an Arabic organisation's name continues after the registered one: `مجلس الموانئ القومي`, where the registry
/// has `مجلس الموانئ`.
pub(super) fn goes_on_in_arabic(
    read: &Tokens,
    name: &Found,
    title: Option<&TitleInProse>,
    finder: &Finder<'_>,
) -> bool {
    let next = name.words.end;
    name.words.len() > 1
        && name.kind(finder) == Some(Kind::Organisation)
        && !title.is_some_and(|title| title.words.contains(&next))
        && read.list.get(next).is_some_and(|token| is_relational(read, *token) && !lexicon::WHEN.contains(&token.hash))
}

/// Whether a single-word name follows a given name that is not part of its registered forms.
pub(super) fn follows_given_name(read: &Tokens, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let token = read.list[before];
        if token.is_arabic() { lexicon::is_given_name(read, before) } else { token.is_word() && token.is_capital() }
    })
}

/// Whether a person registered under one word seems to have an unregistered surname: the next word is not an everyday
/// word, a title or another name.
pub(super) fn is_given_name_alone(
    read: &Tokens,
    name: &Found,
    title: Option<&TitleInProse>,
    finder: &Finder<'_>,
) -> bool {
    let next = name.words.end;
    let is_one_word = |(actor, place): &(ActorIndex, usize)| {
        let name = &finder.actor(*actor).names[*place];
        name.class != NameClass::Short && !name.text.trim().contains(char::is_whitespace)
    };
    if name.words.len() != 1 || !name.candidates.iter().all(is_one_word) {
        return false;
    }
    read.list.get(next).is_some_and(|token| {
        token.is_word()
            && token.is_arabic()
            && everyday(token.hash) == Everyday::No
            && !title.is_some_and(|title| title.words.contains(&next))
            && !is(&lexicon::HONORIFICS, read, next)
            && !is(&lexicon::QUALIFIERS, read, next)
            && !is(&lexicon::SPEECH, read, next)
            && !is(&lexicon::ACTS, read, next)
            && !is_verb_like(read.key(*token))
            && !finder.begins(token.hash)
    })
}

/// Whether a word looks like a verb or follows a one-letter word.
fn is_verb_like(key: &str) -> bool {
    key.starts_with(['ي', 'ت', 'و', 'ف', 'ب', 'ل', 'ك', 'س', 'ن']) || key.starts_with("ال") || key.starts_with("است")
}

/// Whether a cue shows that a single letter is a name: the word for its kind in lower case, and no other single letters
/// nearby as in "company K pays company L".
pub(super) fn is_cued_letter(read: &Tokens, name: &Found, finder: &Finder<'_>) -> bool {
    let is_single = |at: usize| {
        let token = read.list[at];
        token.is_word()
            && token.is_capital()
            && token.end - token.start == 1
            && read.key_at(at) != "a"
            && read.key_at(at) != "i"
    };
    let near = name.words.start.saturating_sub(10)..(name.words.end + 10).min(read.list.len());
    if near.into_iter().any(|at| !name.words.contains(&at) && is_single(at)) {
        return false;
    }
    let is_cue = |at: usize| {
        let cue = read.list[at];
        let of_body =
            matches!(read.key(cue), "group" | "company" | "channel" | "network" | "party" | "movement" | "newspaper");
        let is_body = name.kind(finder) == Some(Kind::Organisation);
        !cue.is_capital() && is(&lexicon::CUES, read, at) && (cue.is_arabic() || is_body == of_body)
    };
    name.words.start.checked_sub(1).is_some_and(is_cue)
}

/// Extends the name of a company by its legal form: `Vellum Corp.`
pub(super) fn take_legal_form(prose: &str, read: &Tokens, name: &mut Found, finder: &Finder<'_>) {
    if read.list[name.words.start].is_arabic() || name.kind(finder) != Some(Kind::Organisation) {
        return;
    }
    let mut next = name.words.end;
    let is_comma = read.list.get(next).is_some_and(|token| read.key(*token) == ",");
    next += usize::from(is_comma);
    let Some(form) = read.list.get(next).filter(|form| form.is_capital() && lexicon::LEGAL_FORMS.contains(&form.hash))
    else {
        return;
    };
    // "the Vellum Group" is the company, "Vellum, Group of Five" is not.
    if is_comma && matches!(read.key(*form), "group" | "company" | "limited" | "as" | "se" | "holdings") {
        return;
    }
    name.words.end = next + 1;
    name.range.end = form.end;
    let is_abbreviated = matches!(read.key(*form), "inc" | "corp" | "co" | "ltd");
    // A full stop before a lower-case word belongs to the abbreviation and does not end the sentence.
    let rest = &prose[form.end as usize..];
    let goes_on = rest.strip_prefix('.').is_some_and(|rest| {
        rest.trim_start().starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ')' | '’' | '\''))
    });
    if is_abbreviated && goes_on {
        name.range.end += 1;
    }
}

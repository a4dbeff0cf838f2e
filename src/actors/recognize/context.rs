//! The context of a name: titles, other parts of a longer name, institutions, cues, and words after which it is not a
//! name.

use super::finder::{Finder, Found};
use super::longer;
use super::title_in_prose::TitleInProse;
use crate::actors::model::{ActorIndex, Kind, NameClass};
use crate::actors::recognize::model::PlaceCue;
use crate::actors::store::registry::Lookup;
use crate::actors::words::clitics::readings;
use crate::actors::words::lexicon::{self, is, is_relational};
use crate::actors::words::normalize::{Tokens, hash, split_at};
use crate::text::ProseRange;
use std::ops::Range;

/// Maximum number of words between a title and its name: `وزير الخارجية الأمريكي السابق، السيد …`.
const BETWEEN: usize = 4;

/// Whether the word is certainly not a name here: قطر as "diameter", المغرب as the prayer.
pub(super) fn is_other_word(read: &Tokens, name: &Found) -> bool {
    if name.words.len() != 1 {
        return false;
    }
    let (at, next) = (name.words.start, name.words.end);
    let key = read.key_at(at);
    let before = |set| at > 0 && is(set, read, at - 1);
    let stem = if name.clitic.is_empty() { key } else { without_clitics(key) };
    match stem {
        "قطر" => {
            let number = read.list.get(next).is_some_and(|token| token.is_number());
            is(&lexicon::ROUND, read, next)
                || before(&lexicon::BEFORE_DIAMETER)
                || (number && is(&lexicon::UNITS, read, next + 1))
        }
        "المغرب" => {
            before(&lexicon::PRAYER)
                || matches!(read.key_at(next), "والعشاء" | "والعشاءين" | "العربي" | "الكبير" | "الاسلامي")
                || (at > 0 && matches!(read.key_at(at - 1), "بلاد" | "ببلاد" | "وبلاد"))
        }
        // Words such as "birthplace", or a ligament.
        "مسقط" => read.key_at(next).starts_with("راس"),
        "الرباط" => is(&lexicon::LIGAMENT, read, next),
        // A currency: `US$`, `US $40`.
        "us" => read.list.get(next).is_some_and(|mark| {
            let amount = || read.list.get(next + 1).is_some_and(|token| token.is_number());
            matches!(read.key(*mark), "dollar" | "dollars")
                || (read.key(*mark) == "$" && (mark.start == read.list[at].end || amount()))
        }),
        "امريكا" => is(&lexicon::CONTINENT, read, next),
        "america" => at > 0 && is(&lexicon::CONTINENT, read, at - 1),
        _ => false,
    }
}

fn without_clitics(key: &str) -> &str {
    ["قطر", "المغرب", "مسقط", "الرباط", "امريكا"].into_iter().find(|word| key.ends_with(word)).unwrap_or(key)
}

/// Maximum distance from a title and its name to a word about its time, with nations and adjectives in between.
const QUALIFIED: usize = 6;

/// Whether a word next to a title can mean that it was held before or will be held.
pub(super) fn is_qualified(read: &Tokens, name: &Range<usize>, title: &Range<usize>) -> bool {
    let start = name.start.min(title.start).saturating_sub(QUALIFIED);
    let end = (name.end.max(title.end) + QUALIFIED).min(read.list.len());
    (start..end).any(|at| is(&lexicon::FORMER, read, at) || is(&lexicon::ELECT, read, at))
}

/// The longest title directly before or after a name.
pub(super) fn title(
    prose: &str,
    read: &Tokens,
    name: &Found,
    before: Option<&Found>,
    finder: &Finder<'_>,
) -> Option<TitleInProse> {
    let mut best: Option<TitleInProse> = None;
    for (actor, _) in &name.candidates {
        let forms = finder.titles(*actor);
        if forms.is_empty() {
            continue;
        }
        let mut longest = None;
        let mut ends = ends_before(read, name.words.start);
        ends.extend(
            before.filter(|before| is_organisation_of(name, before, *actor, finder)).map(|before| before.words.start),
        );
        for end in ends {
            for form in forms {
                longest = longer(longest, title_ending_at(prose, read, end, &form.words));
            }
        }
        for start in starts_after(read, name.words.end) {
            for form in forms.iter().filter(|form| !form.head) {
                let fits = read.list.get(start..start + form.words.len());
                let fits = fits.is_some_and(|list| list.iter().map(|token| token.hash).eq(form.words.iter().copied()));
                let range = fits.then(|| (start..start + form.words.len(), read.list[start].start));
                longest = longer(longest, range);
            }
        }
        let Some((words, begin)) = longest else { continue };
        let range = ProseRange::new(begin, read.list[words.end - 1].end);
        match &mut best {
            Some(title) if title.words == words => title.holders.push(*actor),
            Some(title) if title.words.len() >= words.len() => {}
            _ => best = Some(TitleInProse { words, range, holders: vec![*actor] }),
        }
    }
    best
}

/// Whether the name directly before an Arabic name is the organisation of an office of its actor, or the country of
/// that organisation: `رئيس وزراء فاريسيا آدم سبيل`.
fn is_organisation_of(name: &Found, before: &Found, actor: ActorIndex, finder: &Finder<'_>) -> bool {
    if before.words.end != name.words.start {
        return false;
    }
    let found = |id: &str| match finder.registry.lookup(id) {
        Lookup::Found(org) | Lookup::Merged(org) => Some(org),
        Lookup::Missing => None,
    };
    let is_before = |org: ActorIndex| before.candidates.iter().any(|(candidate, _)| *candidate == org);
    let orgs = finder.actor(actor).roles.iter().filter_map(|role| role.org.as_deref()).filter_map(found);
    orgs.into_iter().any(|org| {
        let parent = finder.actor(org).parent.as_deref().and_then(found);
        is_before(org) || parent.is_some_and(is_before)
    })
}

type Placed = (Range<usize>, u32);

fn longer(one: Option<Placed>, other: Option<Placed>) -> Option<Placed> {
    match (&one, &other) {
        (Some(a), Some(b)) if b.0.len() > a.0.len() => other,
        (None, _) => other,
        _ => one,
    }
}

/// Whether a title ends at a position. Its first word can have clitics, which are not part of it.
fn title_ending_at(prose: &str, read: &Tokens, end: usize, words: &[u64]) -> Option<Placed> {
    let start = end.checked_sub(words.len())?;
    let list = &read.list[start..end];
    if !list.iter().skip(1).map(|token| token.hash).eq(words.iter().skip(1).copied()) {
        return None;
    }
    let first = list.first()?;
    if first.hash == words[0] {
        return Some((start..end, first.start));
    }
    if !first.is_arabic() {
        return None;
    }
    let reading = readings(read.key(*first)).find(|reading| hash(&reading.rest) == words[0])?;
    Some((start..end, split_at(prose, *first, reading.skip)))
}

/// The positions at which a title before the name can end, the nearest first.
fn ends_before(read: &Tokens, name: usize) -> Vec<usize> {
    let mut ends = vec![name];
    let mut commas = 0;
    for at in (name.saturating_sub(BETWEEN)..name).rev() {
        let token = read.list[at];
        let passes = if token.is_word() {
            is(&lexicon::HONORIFICS, read, at) || is(&lexicon::QUALIFIERS, read, at) || is_relational(read, token)
        } else {
            commas += 1;
            commas == 1 && matches!(read.key(token), "،" | "," | "-" | "–")
        };
        if !passes {
            break;
        }
        ends.push(at);
    }
    ends
}

/// The positions at which a title after the name can begin, the nearest first.
fn starts_after(read: &Tokens, name: usize) -> Vec<usize> {
    let mut starts = vec![name];
    let mut commas = 0;
    for at in name..(name + BETWEEN).min(read.list.len()) {
        let token = read.list[at];
        // "Adam Sabil, the country's prime minister".
        let owns = |at: usize| read.key_at(at) == "'s";
        let passes = if owns(at) || owns(at + 1) {
            at > name
        } else if token.is_word() {
            is(&lexicon::QUALIFIERS, read, at)
        } else {
            commas += 1;
            commas == 1 && matches!(read.key(token), "،" | "," | "-" | "–" | "—" | "(")
        };
        if !passes {
            break;
        }
        starts.push(at + 1);
    }
    starts
}

/// Whether most words of a text are capitalised, so that capitals are not evidence for names.
pub(super) fn is_title_case(read: &Tokens) -> bool {
    let long = read.list.iter().filter(|token| token.is_word() && !token.is_arabic() && token.end - token.start >= 4);
    let (mut all, mut capitals) = (0usize, 0usize);
    for token in long.take(400) {
        all += 1;
        capitals += usize::from(token.is_capital());
    }
    all >= 4 && capitals * 10 >= all * 7
}

/// Whether the words next to a name make it doubtful.
pub(super) fn is_doubtful(
    read: &Tokens,
    name: &Found,
    before: Option<&Found>,
    title: Option<&TitleInProse>,
    finder: &Finder<'_>,
    headline: bool,
) -> bool {
    let first = read.list[name.words.start];
    let person = name.candidates.iter().all(|(actor, _)| finder.actor(*actor).kind == Kind::Person);
    let place = name.candidates.iter().all(|(actor, _)| finder.actor(*actor).kind == Kind::Place);
    if place && (is_of_nature(read, name.words.start) || longer::is_of_place(read, name)) {
        return true;
    }
    if first.is_arabic() {
        if !person {
            return longer::goes_on_in_arabic(read, name, title, finder);
        }
        return is_doubtful_in_arabic(read, name, before, title, finder);
    }
    if headline {
        return is_pronoun_in_capitals(read, name);
    }
    is_doubtful_in_english(read, name, before, title, person, finder)
}

/// Whether a sea, river or region is named after the place: خليج عمان, Lake Chad, Gulf of Mexico, New Mexico.
fn is_of_nature(read: &Tokens, at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).is_some_and(|before| is(&lexicon::NATURE, read, before));
    let region = at
        .checked_sub(1)
        .is_some_and(|before| read.list[before].is_capital() && lexicon::REGIONS.contains(&read.list[before].hash));
    before(1) || region || (at > 1 && read.key_at(at - 1) == "of" && before(2))
}

fn is_doubtful_in_arabic(
    read: &Tokens,
    name: &Found,
    before: Option<&Found>,
    title: Option<&TitleInProse>,
    finder: &Finder<'_>,
) -> bool {
    let (at, next) = (name.words.start, name.words.end);
    if longer::is_given_name_alone(read, name, title, finder) {
        return true;
    }
    let belongs = before.is_some_and(|before| before.words.end == at && !person_between(before, finder));
    let continued = read.list.get(next).is_some_and(|token| {
        if !token.is_word() || title.is_some_and(|title| title.words.contains(&next)) {
            return false;
        }
        lexicon::CONTINUES.contains(&token.hash) || (!finder.begins(token.hash) && is_family_name(read, next))
    });
    if continued || is_institution(read, at) {
        return true;
    }
    // Before a surname, a given name of another person; before any name, `بن`.
    let Some(word) = at.checked_sub(1).map(|before| read.list[before]) else { return false };
    if lexicon::CONTINUES.contains(&word.hash) {
        return true;
    }
    name.clitic.is_empty() && !belongs && lexicon::is_given_name(read, at - 1)
}

fn is_family_name(read: &Tokens, at: usize) -> bool {
    let token = read.list[at];
    let key = read.key(token);
    is_relational(read, token) && key.ends_with('ي') && !lexicon::NO_FAMILY.contains(&token.hash)
}

/// Whether the name belongs to an institution: `مؤسسة …`, `مطار الملك …`.
fn is_institution(read: &Tokens, at: usize) -> bool {
    let mut before = at;
    while before > 0 && at - before < 2 && is(&lexicon::HONORIFICS, read, before - 1) {
        before -= 1;
    }
    before > 0 && is(&lexicon::INSTITUTIONS, read, before - 1)
}

fn is_doubtful_in_english(
    read: &Tokens,
    name: &Found,
    before: Option<&Found>,
    title: Option<&TitleInProse>,
    person: bool,
    finder: &Finder<'_>,
) -> bool {
    let (at, next) = (name.words.start, name.words.end);
    if is_pronoun_in_capitals(read, name) {
        return true;
    }
    let short =
        name.candidates.iter().all(|(actor, place)| finder.actor(*actor).names[*place].class == NameClass::Short);
    if let Some(token) = read.list.get(next).filter(|token| token.is_word()) {
        let in_title = title.is_some_and(|title| title.words.contains(&next));
        if person && lexicon::CONTINUES_ENGLISH.contains(&token.hash) && !in_title {
            return true;
        }
        // "Boeing 787" is a product.
        let numbered = token.is_number() && token.end - token.start == 3;
        let body = !person && token.is_capital() && lexicon::FORCES.contains(&token.hash);
        if !person && numbered && name.kind(finder) == Some(Kind::Organisation) || body {
            return true;
        }
        let acronym = name.words.len() == 1 && read.list[at].is_all_capitals();
        let office = !person && lexicon::OFFICES.contains(&token.hash);
        if token.is_capital() && !in_title && !office && (person || !acronym) && !lexicon::NO_NAME.contains(&token.hash)
        {
            let named = person && lexicon::INSTITUTIONS_ENGLISH.contains(&token.hash);
            if named || !starts_name(read, next, finder) {
                return true;
            }
        }
    }
    let sentence_start = |at: usize| at == 0 || starts_sentence(read, at - 1);
    let body = name.kind(finder) == Some(Kind::Organisation);
    if !person && at > 0 && (name.words.len() == 1 || body) && !read.list[at].is_all_capitals() {
        // "Air France", "Radio Oman": a longer name that is not registered.
        let neighbour = read.list[at - 1];
        let belongs = before.is_some_and(|before| before.words.end == at);
        return neighbour.is_capital()
            && !belongs
            && !title.is_some_and(|title| title.words.contains(&(at - 1)))
            && if sentence_start(at - 1) {
                lexicon::COMPANIES.contains(&neighbour.hash)
            } else {
                !neighbour.is_all_capitals()
                    && !lexicon::NO_NAME.contains(&neighbour.hash)
                    && !lexicon::OFFICES.contains(&neighbour.hash)
            };
    }
    if !person || !short || name.words.len() > 1 {
        return false;
    }
    if sentence_start(at) {
        return lexicon::COMMON_ENGLISH.contains(&read.list[at].hash)
            && read
                .list
                .get(next)
                .is_some_and(|token| matches!(read.key(*token), "on" | "the" | "a" | "of" | "in" | "and"));
    }
    let neighbour = read.list[at - 1];
    let belongs = title.is_some_and(|title| title.words.contains(&(at - 1)))
        || before.is_some_and(|before| before.words.end == at && !person_between(before, finder));
    neighbour.is_capital()
        && !neighbour.is_all_capitals()
        && !belongs
        && !lexicon::HONORIFICS.contains(&neighbour.hash)
        && !lexicon::NO_NAME.contains(&neighbour.hash)
}

/// Whether the token before a word ends a sentence or starts something new, which a comma does not.
fn starts_sentence(read: &Tokens, before: usize) -> bool {
    !read.list[before].is_word()
        && !matches!(read.key_at(before), "," | "،" | ";" | "؛" | "-" | "–" | "—" | "(" | ")" | "/" | "'s" | "&")
}

/// Whether a verb of speaking is directly before or after a name.
pub(super) fn has_speech_verb(read: &Tokens, name: &Found) -> bool {
    let is_verb = |at: usize| is(&lexicon::SPEECH, read, at);
    name.words.start.checked_sub(1).is_some_and(is_verb) || is_verb(name.words.end)
}

/// Whether the previous name is a person's. Two adjacent names form one longer name.
fn person_between(before: &Found, finder: &Finder<'_>) -> bool {
    before.candidates.iter().any(|(actor, _)| finder.actor(*actor).kind == Kind::Person)
}

fn starts_name(read: &Tokens, at: usize, finder: &Finder<'_>) -> bool {
    finder.begins(read.list[at].hash) && {
        let mut found = false;
        finder.walk(read.list[at].hash, &read.list, at, |_, _| found = true);
        found
    }
}

/// In capitals, `US`, `WHO` and `IT` between other words are probably pronouns.
fn is_pronoun_in_capitals(read: &Tokens, name: &Found) -> bool {
    if name.words.len() != 1 || !matches!(read.key_at(name.words.start), "us" | "who" | "it") {
        return false;
    }
    let shouts = |at: usize| read.list.get(at).is_some_and(|token| token.is_all_capitals());
    let before = name.words.start.checked_sub(1).is_some_and(shouts);
    before && (shouts(name.words.end) || name.words.end == read.list.len())
}

/// Whether a cue or quotation marks show that a weak name is used as a name.
pub(super) fn is_cued(read: &Tokens, name: &Found, finder: &Finder<'_>) -> bool {
    let (at, next) = (name.words.start, name.words.end);
    let Some(before) = at.checked_sub(1) else { return false };
    let is_letter = name.words.len() == 1 && read.key_at(at).chars().nth(1).is_none();
    if is_letter {
        return longer::is_cued_letter(read, name, finder) || is_in_quotes(read, before, next);
    }
    if is(&lexicon::CUES, read, before) || is(&lexicon::CUES_BEHIND, read, next) {
        return true;
    }
    let place = name.candidates.iter().all(|(actor, _)| finder.actor(*actor).kind == Kind::Place);
    if place && name.clitic.is_empty() && is(&lexicon::INSIDE, read, before) {
        return true;
    }
    // "the king of Jordan": a country.
    let country = || name.candidates.iter().any(|(actor, _)| finder.actor(*actor).is_country());
    if read.key_at(before) == "of" && longer::place_cue(read, at) == Some(PlaceCue::Country) && country() {
        return true;
    }
    is_in_quotes(read, before, next)
}

fn is_in_quotes(read: &Tokens, before: usize, next: usize) -> bool {
    matches!(read.key_at(before), "«" | "\"" | "“" | "„" | "'" | "‘" | "‹")
        && matches!(read.key_at(next), "»" | "\"" | "”" | "“" | "'" | "’" | "›")
}

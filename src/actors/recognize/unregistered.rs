//! Finds words that look like a person's name but are not in the registry.

use super::context::is_title_case;
use crate::actors::words::lexicon::{self, is, is_relational};
use crate::actors::words::normalize::{Tokens, tokens};
use crate::text::ProseRange;

/// Maximum number of words of a name.
const LONGEST: usize = 6;

/// Maximum distance from a name back to the noun of its office: `وزير النقل والموانئ`.
const POST: usize = 4;

/// Finds words of a block that look like names of persons: after a form of address or a title, or after a given name.
/// Headlines in capitals are skipped.
pub fn name_like(prose: &str) -> Vec<ProseRange> {
    let read = tokens(prose);
    if is_title_case(&read) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < read.list.len() {
        let arabic = read.list[at].is_arabic();
        let end = if arabic { arabic_name(&read, at) } else { latin_name(prose, &read, at) };
        if let Some(end) = end {
            found.push(ProseRange::new(read.list[at].start, read.list[end - 1].end));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The end of a name in Latin letters that starts at a word: two capitalised words, of which the first is a given name
/// or follows a form of address.
fn latin_name(prose: &str, read: &Tokens, at: usize) -> Option<usize> {
    let is_part = |at: usize| {
        let token = read.list[at];
        token.is_word() && !token.is_arabic() && token.is_capital() && !token.is_all_capitals()
    };
    let touches = |at: usize| {
        let between = &prose[read.list[at - 1].end as usize..read.list[at].start as usize];
        between.trim_matches(['.', '-', ' ', '\u{a0}']).is_empty() && !between.contains('\n')
    };
    if !is_part(at) || lexicon::ADDRESS.contains(&read.list[at].hash) {
        return None;
    }
    let mut before = at;
    // "Mr." is a word and a full stop.
    while before > 0 && read.key_at(before - 1) == "." {
        before -= 1;
    }
    let addressed =
        before > 0 && read.list[before - 1].is_capital() && lexicon::ADDRESS.contains(&read.list[before - 1].hash);
    let given = lexicon::GIVEN_LATIN.contains(&read.list[at].hash);
    let longer_name = at > 0 && is_part(at - 1) && touches(at) && !addressed;
    if !(addressed || given) || longer_name {
        return None;
    }
    let mut end = at + 1;
    let mut words = 1;
    while end < read.list.len() && end - at < LONGEST {
        let particle = lexicon::CONTINUES_ENGLISH.contains(&read.list[end].hash);
        let initial = read.key_at(end) == "." && read.list[end - 1].end - read.list[end - 1].start == 1;
        if initial {
            end += 1;
        } else if particle && end + 1 < read.list.len() && is_part(end + 1) {
            end += 2;
            words += 1;
        } else if is_part(end) && touches(end) {
            end += 1;
            words += 1;
        } else {
            break;
        }
    }
    let other = |at: usize| {
        let hash = read.list[at].hash;
        [&lexicon::NO_NAME, &lexicon::INSTITUTIONS_ENGLISH, &lexicon::OFFICES, &lexicon::NATURE, &lexicon::COMPANIES]
            .iter()
            .any(|set| set.contains(&hash))
    };
    let goes_on = end < read.list.len() && touches(end) && (is_part(end) || read.list[end].is_all_capitals());
    (words >= 2 && !(at..end).any(other) && !goes_on).then_some(end)
}

/// The end of an Arabic name that starts at a word: a given name and a second part, after a form of address or the noun
/// of an office.
fn arabic_name(read: &Tokens, at: usize) -> Option<usize> {
    if !lexicon::GIVEN.contains(&read.list[at].hash) && !read.key_at(at).starts_with("عبدال") {
        return None;
    }
    let verb = |at: usize| is(&lexicon::SPEECH, read, at) || is(&lexicon::ACTS, read, at);
    let addressed = at > 0 && is(&lexicon::ADDRESS, read, at - 1);
    let of_office = (at.saturating_sub(POST)..at)
        .rev()
        .take_while(|at| read.list[*at].is_arabic() && !verb(*at))
        .any(|at| is(&lexicon::POSTS, read, at));
    if !addressed && !of_office {
        return None;
    }
    let mut end = at + 1;
    while end < read.list.len() && end - at < LONGEST {
        let token = read.list[end];
        // After بن and آل any word is part of the name.
        let bound = lexicon::CONTINUES.contains(&read.list[end - 1].hash) && token.is_arabic();
        let part = bound || lexicon::GIVEN.contains(&token.hash) || lexicon::CONTINUES.contains(&token.hash);
        let family =
            is_relational(read, token) && !lexicon::NO_FAMILY.contains(&token.hash) && read.key(token).ends_with('ي');
        if !(part || family) || (verb(end) && !bound) {
            break;
        }
        end += 1;
        if family {
            break;
        }
    }
    let open = lexicon::CONTINUES.contains(&read.list[end - 1].hash);
    (end - at >= 2 && !open).then_some(end)
}

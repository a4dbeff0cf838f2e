//! Titles: their forms in prose, and the office that the words next to a name mean.

use super::clitics::readings;
use super::lexicon::{self, is, is_relational};
use super::normalize::{Token, Tokens, hash, split_at, tokens};
use crate::actors::model::{Actor, Gender, Role, Title};
use crate::language::Language;
use crate::text::ProseRange;
use std::ops::Range;

/// Maximum number of words around a title that can change its owner or time.
const NEAR: usize = 4;

/// Maximum number of words of a title that no registry has.
const LONGEST_TITLE: usize = 6;

/// A form of a title: the whole, a shortened form, or its head word.
#[derive(Debug, Clone)]
pub(in crate::actors) struct TitleForm {
    pub(in crate::actors) words: Vec<u64>,
    /// Whether it is the head word alone, which is weaker evidence.
    pub(in crate::actors) head: bool,
}

/// An office that a title can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Office {
    /// The index into [`Facts::roles`](crate::actors::model::Facts::roles).
    pub role: usize,
    /// The index into [`Role::titles`].
    pub title: usize,
    /// Whether the title is the head word alone (`الوزير`), which can also mean another office of that rank.
    pub head: bool,
}

/// The context of a title and its name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AroundTitle {
    /// "former", `السابق`.
    pub former: Option<ProseRange>,
    /// "elect", `المنتخب`.
    pub elect: Option<ProseRange>,
    /// Whether words place it in another time (`آنذاك`, "under", "late"), or make it another office ("deputy").
    pub excused: bool,
    /// Whether words other than "former" place it in another time.
    pub another_time: bool,
    /// Where to insert "former" in English: before the title and its nation.
    pub front: u32,
    /// Where to insert `السابق`: after the title and its adjectives of nation.
    pub end: u32,
}

/// The words of a label without the marks at its edges, because prose often omits a mark that ends a name (`Yahoo!`).
pub(in crate::actors) fn trim(list: &[Token]) -> &[Token] {
    let start = list.iter().position(|token| token.is_word()).unwrap_or(list.len());
    let end = list.iter().rposition(|token| token.is_word()).map_or(start, |last| last + 1);
    &list[start..end]
}

/// The forms of an actor's titles next to a name: `وزير الخارجية الأمريكي`, `وزير الخارجية`, `الوزير`.
pub(in crate::actors) fn title_forms(actor: &Actor) -> Vec<TitleForm> {
    let mut all: Vec<TitleForm> = Vec::new();
    // Forms of both genders are included; a rule reports the wrong one.
    for form in actor.roles.iter().flat_map(|role| &role.titles).flat_map(forms) {
        if !all.iter().any(|known| known.words == form.words) {
            all.push(form);
        }
    }
    all.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
    all
}

/// The forms of a title.
pub(in crate::actors) fn forms(title: &Title) -> Vec<TitleForm> {
    let mut forms: Vec<TitleForm> = Vec::new();
    let read = tokens(&title.text);
    let list = trim(&read.list);
    let words: Vec<u64> = list.iter().map(|token| token.hash).collect();
    let mut add = |words: &[u64], head: bool| {
        if !words.is_empty() && !forms.iter().any(|form| form.words == words) {
            forms.push(TitleForm { words: words.to_vec(), head });
        }
    };
    add(&words, false);
    if list.first().is_some_and(|token| token.is_arabic()) {
        for length in (2..words.len()).rev() {
            add(&words[..length], false);
        }
        // Before its organisation a title loses the article: `رئيس الوزراء`, but `رئيس وزراء فاريسيا`.
        if let Some(inner) = list.get(1).and_then(|second| read.key(*second).strip_prefix("ال")) {
            add(&[words[0], hash(inner)], false);
        }
        if let Some(first) = list.first() {
            let key = read.key(*first);
            let definite = if key.starts_with("ال") { first.hash } else { hash(&format!("ال{key}")) };
            add(&[definite], true);
        }
    } else if title.language == Language::English {
        for start in 1..words.len().saturating_sub(1) {
            // "State" is not a form of "Secretary of State".
            if read.key(list[start]) == "of" || read.key(list[start - 1]) == "of" {
                break;
            }
            add(&words[start..], false);
        }
        let head = list.iter().position(|token| matches!(read.key(*token), "of" | "for")).unwrap_or(words.len());
        if head > 0 {
            add(&words[head - 1..head], true);
        }
    }
    forms
}

/// The forms of all titles of an actor, each with its office.
pub(in crate::actors) fn office_forms(actor: &Actor) -> Vec<(TitleForm, Office)> {
    let mut found = Vec::new();
    for (role, office) in actor.roles.iter().enumerate() {
        for (title, form) in office.titles.iter().enumerate() {
            let of = |form: TitleForm| (Office { role, title, head: form.head }, form);
            found.extend(forms(form).into_iter().map(of).map(|(office, form)| (form, office)));
        }
    }
    found
}

/// The title of a role in the gender of its holder, cut to the number of replaced words: `وزيرة الخارجية` for `وزير
/// الخارجية`. `None` if the role has no such form.
pub fn title_in_gender(role: &Role, language: Language, gender: Gender, words: &str) -> Option<String> {
    let title = role.titles.iter().find(|title| title.language == language && title.gender == Some(gender))?;
    let count = words.split_whitespace().count();
    let own: Vec<&str> = title.text.split_whitespace().collect();
    if own.len() == count {
        return Some(title.text.clone());
    }
    if language != Language::Arabic || own.len() < count {
        return None;
    }
    let head = own[0];
    let definite = count == 1 && !head.starts_with("ال");
    Some(if definite { format!("ال{head}") } else { own[..count].join(" ") })
}

/// Examines the words around a title and the adjacent name. `sentence` is their range in the prose.
pub fn around_title(prose: &str, sentence: Range<usize>, title: ProseRange, name: ProseRange) -> AroundTitle {
    let shift = sentence.start as u32;
    let read = tokens(prose.get(sentence).unwrap_or(""));
    let first = |at: u32| read.list.partition_point(|token| token.start + shift < at);
    let after = |at: u32| read.list.partition_point(|token| token.end + shift <= at);
    let titled = after(title.start).min(first(title.start))..after(title.end);
    let named = first(name.start)..after(name.end);
    let all = titled.start.min(named.start)..titled.end.max(named.end);
    let place = |at: usize| ProseRange::new(read.list[at].start + shift, read.list[at].end + shift);
    let mut around = AroundTitle { front: title.start, end: title.end, ..AroundTitle::default() };
    // Nations before a title belong to it, and so do adjectives after an Arabic one.
    let mut front = titled.start;
    let floor = if named.end <= titled.start { named.end } else { 0 };
    while front > floor && is_nation(&read, front - 1) {
        front -= 1;
        around.front = place(front).start;
    }
    let mut end = titled.end;
    while read.list.get(end).is_some_and(|token| is_relational(&read, *token) && !(named.contains(&end))) {
        around.end = place(end).end;
        end += 1;
    }
    let between = titled.end.min(named.end)..named.start.max(titled.start);
    let in_front = front.saturating_sub(2)..front;
    let adjacent = between.clone().chain(in_front).chain(end..(end + 1).min(read.list.len()));
    for at in adjacent {
        if is(&lexicon::FORMER, &read, at) {
            around.former = around.former.or(Some(place(at)));
        }
        if is(&lexicon::ELECT, &read, at) {
            around.elect = around.elect.or(Some(place(at)));
        }
    }
    let own = |at: &usize| titled.contains(at) || named.contains(at);
    let mut near = (all.start.saturating_sub(NEAR)..(all.end + NEAR).min(read.list.len())).filter(|at| !own(at));
    let before = all.start.saturating_sub(2)..all.start;
    let after = all.end..(all.end + 2).min(read.list.len());
    around.another_time = near.clone().any(|at| is(&lexicon::THEN, &read, at) && !is(&lexicon::ELECT, &read, at))
        || before.clone().any(|at| is(&lexicon::OTHER_OFFICE, &read, at))
        || after.clone().any(|at| is(&lexicon::ERAS, &read, at));
    around.excused = around.another_time || around.elect.is_some() || near.any(|at| is(&lexicon::FORMER, &read, at));
    around
}

fn is_nation(read: &Tokens, at: usize) -> bool {
    let token = read.list[at];
    token.is_word() && !token.is_arabic() && lexicon::NATIONS.contains(&token.hash)
}

/// A title directly before a name, by its words alone: `Deputy Foreign Minister`, `رئيس بلدية المرسى`. `None` if a word places it
/// in another time.
pub fn title_before(prose: &str, name: u32) -> Option<ProseRange> {
    let read = tokens(prose);
    let end = read.list.partition_point(|token| token.end <= name);
    let gap = |at: usize| {
        let next = read.list.get(at + 1).filter(|_| at + 1 < end).map_or(name, |next| next.start);
        prose.get(read.list[at].end as usize..next as usize).is_some_and(|gap| gap.trim().is_empty() && !gap.is_empty())
    };
    let last = end.checked_sub(1)?;
    if !gap(last) {
        return None;
    }
    if read.list[last].is_arabic() {
        return arabic_title(prose, &read, end, gap);
    }
    let start = english_title(&read, end, gap)?;
    Some(ProseRange::new(read.list[start].start, read.list[last].end))
}

/// The first word of an English title that ends before a word.
fn english_title(read: &Tokens, end: usize, is_next: impl Fn(usize) -> bool) -> Option<usize> {
    let is_part = |at: usize| {
        let token = read.list[at];
        let is_word = token.is_word() && token.is_capital() && !token.is_arabic();
        is_word && !lexicon::NO_NAME.contains(&token.hash)
    };
    let mut start = end;
    let mut at = end;
    while at > 0 && end - at < LONGEST_TITLE && is_next(at - 1) {
        at -= 1;
        if is_part(at) {
            start = at;
        } else if start == end || start != at + 1 || !matches!(read.key_at(at), "of" | "for" | "and") {
            break;
        }
    }
    while start < end && is_nation(read, start) {
        start += 1;
    }
    let other_time = |at: usize| {
        [&lexicon::FORMER, &lexicon::ELECT, &lexicon::THEN].iter().any(|set| is(set, read, at))
            || matches!(read.key_at(at), "acting" | "interim")
    };
    let is_office = |at: usize| {
        let rank = matches!(read.key_at(at), "king" | "queen" | "prince" | "princess" | "emir" | "sheikh" | "crown");
        lexicon::OFFICES.contains(&read.list[at].hash) && !rank
    };
    // A verb that begins the sentence has a capital too: "Addressing Mayor …".
    let is_verb = start < end && read.key_at(start).ends_with("ing");
    let whole = start.saturating_sub(1)..end;
    (!is_verb && !whole.into_iter().any(other_time) && (start..end).any(is_office)).then_some(start)
}

/// An Arabic title from the noun of its office to a word.
fn arabic_title(prose: &str, read: &Tokens, end: usize, is_next: impl Fn(usize) -> bool) -> Option<ProseRange> {
    let is_verb = |at: usize| is(&lexicon::SPEECH, read, at) || is(&lexicon::ACTS, read, at);
    let words = (end.saturating_sub(LONGEST_TITLE)..end).rev();
    let mut words = words.take_while(|at| is_next(*at) && read.list[*at].is_arabic() && !is_verb(*at));
    let mut start = words.find(|at| is(&lexicon::POSTS, read, *at))?;
    while start > 0 && is_next(start - 1) && is(&lexicon::POSTS, read, start - 1) {
        start -= 1;
    }
    let other_time =
        |at: usize| [&lexicon::FORMER, &lexicon::ELECT, &lexicon::THEN].iter().any(|set| is(set, read, at));
    let is_other = start > 0 && is(&lexicon::OTHER_OFFICE, read, start - 1);
    if end - start < 2 || is_other || (start..end).any(other_time) {
        return None;
    }
    let token = read.list[start];
    let begin = if lexicon::POSTS.contains(&token.hash) {
        token.start
    } else {
        let reading = readings(read.key(token)).find(|reading| lexicon::POSTS.contains(&hash(&reading.rest)))?;
        split_at(prose, token, reading.skip)
    };
    Some(ProseRange::new(begin, read.list[end - 1].end))
}

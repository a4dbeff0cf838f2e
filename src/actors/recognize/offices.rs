//! Offices: which one a title means, and which other actors held an exclusive office.

use crate::actors::model::{ActorIndex, Role, Title};
use crate::actors::store::registry::Registry;
use crate::actors::words::normalize::tokens;
use crate::actors::words::titles::{Office, forms};
use crate::text::{Fold, ProseRange, fold};
use xxhash_rust::xxh3::Xxh3;

/// The offices that a search for a title compares. In a larger registry, some titles are not found.
const LOOKED_AT: usize = 50_000;

/// The offices of an actor that a title can mean.
pub fn offices(registry: &Registry, actor: ActorIndex, words: &str) -> Vec<Office> {
    let hashes = |words: &str| -> Vec<u64> { tokens(words).list.iter().map(|token| token.hash).collect() };
    let spelt = hashes(words);
    // After لل the article is hidden.
    let hidden = words.starts_with('ل').then(|| hashes(&format!("ا{words}")));
    let mut found: Vec<Office> = Vec::new();
    for (form, office) in registry.office_forms(actor) {
        let same = form.words == spelt || hidden.as_ref() == Some(&form.words);
        let known = |known: &Office| (known.role, known.title) == (office.role, office.title);
        if same && !found.iter().any(known) {
            found.push(*office);
        }
    }
    found
}

/// The offices that a title in a text means, and the range of the title: the longest one that covers an offset. An office is
/// an actor with the index of its role.
pub fn offices_at(registry: &Registry, text: &str, offset: u32) -> Option<(ProseRange, Vec<(ActorIndex, usize)>)> {
    let words = tokens(text).list;
    let at = words.iter().position(|word| word.start <= offset && offset <= word.end)?;
    let mut best: Option<(ProseRange, Vec<(ActorIndex, usize)>)> = None;
    for (actor, role) in registry.all_roles(LOOKED_AT) {
        for (form, _) in registry.office_forms(actor).iter().filter(|(form, office)| office.role == role && !form.head)
        {
            let length = form.words.len();
            let starts = at.saturating_sub(length.saturating_sub(1))..=at;
            let is_form = |start: &usize| {
                let window = words.get(*start..start + length);
                window.is_some_and(|window| window.iter().map(|word| word.hash).eq(form.words.iter().copied()))
            };
            let Some(start) = starts.into_iter().find(is_form) else { continue };
            let range = ProseRange::new(words[start].start, words[start + length - 1].end);
            match &mut best {
                Some((known, found)) if *known == range => {
                    if !found.contains(&(actor, role)) {
                        found.push((actor, role));
                    }
                }
                Some((known, _)) if known.len() >= range.len() => {}
                _ => best = Some((range, vec![(actor, role)])),
            }
        }
    }
    best
}

/// The exclusive offices with a title that begins with some words, in any spelling: each is an actor and the index of its
/// role.
pub fn offices_beginning(registry: &Registry, words: &str) -> Vec<(ActorIndex, usize)> {
    let begins = fold(words.trim(), Fold::Loose);
    let mut found = registry.all_roles(LOOKED_AT);
    found.retain(|(actor, at)| {
        let role = &registry.actor(*actor).roles[*at];
        role.titles.iter().any(|title| fold(&title.text, Fold::Loose).starts_with(&*begins))
    });
    found.sort_unstable();
    found
}

/// All holders of the office of an exclusive role, with the index of the role. Includes the holder of the given role.
pub fn holders(registry: &Registry, role: &Role) -> Vec<(ActorIndex, usize)> {
    if !role.exclusive {
        return Vec::new();
    }
    let mut found = registry.roles_of(role.org.as_deref().unwrap_or(""));
    found.retain(|(actor, at)| has_same_office(&registry.actor(*actor).roles[*at], role));
    found
}

/// All exclusive roles of an organisation in a registry: the actors with the index of their role.
pub fn exclusive_roles(registry: &Registry, org: Option<&str>) -> Vec<(ActorIndex, usize)> {
    registry.roles_of(org.unwrap_or(""))
}

/// Keys for finding roles of the same office: two exclusive roles of one organisation are the same office if a title of
/// one is a form of a title of the other.
#[derive(Debug, Clone, Default)]
pub struct OfficeKeys {
    /// One per title.
    pub titles: Vec<u64>,
    /// One per form of a title.
    pub forms: Vec<u64>,
}

pub fn office_keys(role: &Role) -> OfficeKeys {
    let key = |title: &Title, words: &[u64]| {
        let mut hash = Xxh3::new();
        hash.update(title.language.tag().as_bytes());
        for word in words {
            hash.update(&word.to_le_bytes());
        }
        hash.digest()
    };
    let mut keys = OfficeKeys::default();
    for title in &role.titles {
        let words: Vec<u64> = tokens(&title.text).list.iter().map(|token| token.hash).collect();
        keys.titles.push(key(title, &words));
        // Without an organisation, only the whole title distinguishes the offices of two countries.
        let fits = |at: usize, head: bool| at == 0 || (role.org.is_some() && !head);
        let forms = forms(title).into_iter().enumerate().filter(|(at, form)| fits(*at, form.head));
        keys.forms.extend(forms.map(|(_, form)| key(title, &form.words)));
    }
    keys
}

/// Whether two exclusive roles are the same office: they share the organisation and a title, whole or shortened.
pub fn has_same_office(one: &Role, other: &Role) -> bool {
    let is_form = |whole: &Title, short: &Title| {
        let words: Vec<u64> = tokens(&short.text).list.iter().map(|token| token.hash).collect();
        // Without an organisation, only the whole title distinguishes the offices of two countries.
        let shortened = one.org.is_some();
        forms(whole).iter().enumerate().any(|(at, form)| (at == 0 || (shortened && !form.head)) && form.words == words)
    };
    one.exclusive
        && other.exclusive
        && one.org == other.org
        && one
            .titles
            .iter()
            .any(|a| other.titles.iter().any(|b| a.language == b.language && (is_form(a, b) || is_form(b, a))))
}

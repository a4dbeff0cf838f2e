//! Identifiers and date values in the forms of the dialects.

use super::super::ReadOptions;
use super::tree::{NodeId, Tree};
use super::vocabulary::{IdForm, Role, Vocabulary};
use crate::article::{SCHEMES, Scheme, Target};
use crate::text::TextRange;

/// The target in the value of an attribute. `own` is the scheme of its element, at `scheme_range`. `None` if the value names
/// no actor: an address, a fragment.
pub(super) fn target(
    value: &str,
    range: TextRange,
    form: IdForm,
    own: (&Scheme, TextRange),
    authority: Option<&str>,
    options: &ReadOptions,
) -> Option<Target> {
    let (scheme, scheme_range) = own;
    let made = |scheme: Scheme, at: usize, id: &str, authority: Option<&str>| Target {
        scheme,
        id: id.to_owned(),
        id_range: TextRange::from(at..at + id.len()).shift(range.start),
        scheme_range,
        authority: authority.map(str::to_owned),
        also: Vec::new(),
    };
    let lead = value.len() - value.trim_start().len();
    if form == IdForm::Plain {
        let outside = authority.filter(|authority| options.prefixes.iter().any(|prefix| prefix == authority));
        let scheme = outside.map_or_else(|| scheme.clone(), |prefix| Scheme::Outside(prefix.to_owned()));
        return Some(made(scheme, lead, value.trim(), authority.filter(|_| outside.is_none())));
    }
    if value.trim().is_empty() {
        return Some(made(scheme.clone(), 0, "", None));
    }
    // The id of the registry is the best, then that of a known authority, then the first one.
    let mut found: Vec<(u8, Target)> = Vec::new();
    let mut at = 0;
    for token in value.split(char::is_whitespace) {
        let start = at;
        at += token.len() + 1;
        if token.is_empty() || token.starts_with('#') {
            continue;
        }
        let (skipped, rest) = match token.strip_prefix("urn:") {
            Some(rest) => (4, rest),
            None => (0, token),
        };
        let Some((prefix, id)) = rest.split_once(':') else {
            // An address relative to the page is not an id.
            if form == IdForm::Pointer && !token.contains(['/', '.', '#']) {
                found.push((1, made(scheme.clone(), start, token, None)));
            }
            continue;
        };
        let id_at = start + skipped + prefix.len() + 1;
        if SCHEMES[..5].contains(&prefix) {
            found.push((3, made(scheme.clone(), id_at, id, None)));
            continue;
        }
        let is_known = options.prefixes.iter().any(|known| known == prefix);
        let is_address =
            id.starts_with('/') || matches!(prefix, "urn" | "mailto" | "tag" | "doi" | "data" | "javascript");
        if is_known || (form != IdForm::Uri && !is_address) {
            found.push((if is_known { 2 } else { 1 }, made(Scheme::Outside(prefix.to_owned()), id_at, id, None)));
        }
    }
    // Of two that are equally good the first counts.
    let (best, _) = found.iter().enumerate().rev().max_by_key(|(_, (rank, _))| *rank)?;
    let (_, mut target) = found.remove(best);
    target.also = found.into_iter().map(|(_, other)| other).take(FURTHER).collect();
    Some(target)
}

/// How many further ids of an actor are read.
const FURTHER: usize = 16;

/// The ids in the children of an element that names an actor.
pub(super) fn also(
    text: &str,
    tree: &Tree,
    vocabulary: &Vocabulary,
    id: NodeId,
    own: &Target,
    options: &ReadOptions,
) -> Vec<Target> {
    let children = tree.children(Some(id)).filter(|child| tree.element(*child).is_some());
    let of = |child: NodeId| {
        let also = vocabulary.roles(tree, child, text).find_map(|(_, role)| match role {
            Role::Also { id, authority } => Some((*id, *authority)),
            _ => None,
        });
        let (name, authority) = also?;
        let range = tree.attribute(child, name, text)?.value?;
        let form = if authority.is_some() { IdForm::Plain } else { vocabulary.ids };
        let authority = authority.and_then(|name| tree.value(child, name, text));
        let scheme = match &own.scheme {
            Scheme::Outside(_) => &Scheme::Actor,
            stated => stated,
        };
        target(range.slice(text), range, form, (scheme, own.scheme_range), authority, options)
    };
    children.filter_map(of).take(FURTHER).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_in_every_form() {
        let options = ReadOptions { prefixes: vec!["wd".into(), "viaf".into()], ..Default::default() };
        let of = |value: &str, form, authority| {
            let own = (&Scheme::Person, TextRange::empty(0));
            let found = target(value, TextRange::from(10..10 + value.len()), form, own, authority, &options)?;
            let place = found.id_range.shift(0).to_usize();
            assert_eq!(&value[place.start - 10..place.end - 10], found.id, "{value}");
            Some(format!("{}:{}", found.scheme.name(), found.id))
        };
        let person = Some("person:laila-haddad".to_owned());
        assert_eq!(of("laila-haddad", IdForm::Plain, Some("x.example")), person);
        assert_eq!(of(" Q42", IdForm::Plain, Some("wd")), Some("wd:Q42".into()));
        assert_eq!(of("viaf:3 actor:laila-haddad", IdForm::Pointer, None), person);
        assert_eq!(of("oape:pers:473 viaf:31996761", IdForm::Pointer, None), Some("viaf:31996761".into()));
        let both = target(
            "oape:pers:473 wd:Q1 viaf:3",
            TextRange::from(0..26),
            IdForm::Pointer,
            (&Scheme::Person, TextRange::empty(0)),
            None,
            &options,
        );
        let also: Vec<String> = both.unwrap().also.into_iter().map(|other| other.id).collect();
        assert_eq!(also, ["pers:473", "3"]);
        assert_eq!(of("oape:pers:473", IdForm::Pointer, None), Some("oape:pers:473".into()));
        assert_eq!(of("#p1", IdForm::Pointer, None), None);
        assert_eq!(of("https://example.org/x", IdForm::Pointer, None), None);
        assert_eq!(of("laila-haddad", IdForm::Pointer, None), person);
        assert_eq!(of("urn:actor:laila-haddad", IdForm::Uri, None), person);
        assert_eq!(of("/actors/laila", IdForm::Uri, None), None);
        assert_eq!(of("https://example.org/#laila", IdForm::Uri, None), None);
        assert_eq!(of("actor:laila-haddad", IdForm::Code, None), person);
        assert_eq!(of("iso3166:DE", IdForm::Code, None), Some("iso3166:DE".into()));
    }
}

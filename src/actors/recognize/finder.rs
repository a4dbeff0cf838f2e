//! The labels of both layers of a registry as one view.

use crate::actors::model::{Actor, ActorIndex, Kind};
use crate::actors::recognize::model::Spelling;
use crate::actors::store::name_index::{Index, Label, View};
use crate::actors::store::registry::Registry;
use crate::actors::words::normalize::Token;
use crate::actors::words::titles::TitleForm;
use crate::text::ProseRange;
use std::ops::Range;

/// The labels of a registry, for one scan.
#[derive(Clone, Copy)]
pub(in crate::actors) struct Finder<'r> {
    pub(in crate::actors) registry: &'r Registry,
    base: Option<View<'r>>,
    own: View<'r>,
    has_own: bool,
}

/// Labels of one layer.
#[derive(Debug, Clone)]
pub(super) struct Labels {
    is_base: bool,
    range: Range<usize>,
}

/// A name match before its context is examined.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) words: Range<usize>,
    pub(super) range: ProseRange,
    pub(super) clitic: ProseRange,
    pub(super) candidates: Vec<(ActorIndex, usize)>,
    pub(super) spelling: Spelling,
    /// Hash of the first word of the name, without its clitics.
    pub(super) word: u64,
}

impl Found {
    /// The kind of all candidates, if they share one.
    pub(super) fn kind(&self, finder: &Finder<'_>) -> Option<Kind> {
        let mut kinds = self.candidates.iter().map(|(actor, _)| finder.actor(*actor).kind);
        let first = kinds.next()?;
        kinds.all(|kind| kind == first).then_some(first)
    }
}

impl<'r> Finder<'r> {
    pub(in crate::actors) fn new(registry: &'r Registry) -> Self {
        let (base, own) = registry.indices();
        let own = own.view();
        Self { registry, base: base.map(Index::view), own, has_own: own.has_labels() }
    }

    pub(super) fn actor(&self, actor: ActorIndex) -> &'r Actor {
        self.registry.actor(actor)
    }

    pub(super) fn titles(&self, actor: ActorIndex) -> &'r [TitleForm] {
        self.registry.titles(actor)
    }

    /// Whether a label may begin with a word; `false` is certain.
    #[inline]
    pub(super) fn may_begin(&self, word: u64) -> bool {
        self.has_own && self.own.may_begin(word) || self.base.is_some_and(|base| base.may_begin(word))
    }

    /// Whether any label begins with a word, as evidence that the word can be a name.
    pub(super) fn begins(&self, word: u64) -> bool {
        let is_shown = |base: View<'_>| base.beginning_with(word).any(|number| self.one(true, number).is_some());
        self.own.begins(word) || self.base.is_some_and(is_shown)
    }

    /// Calls `found` with each length at which labels of a layer match, shortest first, and the range of these labels.
    pub(super) fn walk(&self, first: u64, list: &[Token], at: usize, mut found: impl FnMut(usize, Labels)) {
        if let Some(base) = &self.base {
            base.walk(first, list, at, |length, range| {
                if range.clone().any(|number| self.one(true, number).is_some()) {
                    found(length, Labels { is_base: true, range });
                }
            });
        }
        self.own.walk(first, list, at, |length, range| found(length, Labels { is_base: false, range }));
    }

    /// The labels of a range with their actors, without hidden ones.
    pub(super) fn each(&self, labels: &Labels) -> impl Iterator<Item = (ActorIndex, Label)> {
        let (finder, is_base) = (*self, labels.is_base);
        labels.range.clone().filter_map(move |number| finder.one(is_base, number))
    }

    /// The labels that begin with the typed text, at most `limit` of each layer.
    pub(in crate::actors) fn beginning(&self, typed: &[&str], limit: usize) -> Vec<(ActorIndex, Label)> {
        self.both(|view| view.beginning(typed).take(limit).collect())
    }

    /// The labels that contain the typed text at the start of a later word; at most `limit` of each layer are examined.
    pub(in crate::actors) fn holding(&self, typed: &[&str], limit: usize) -> Vec<(ActorIndex, Label)> {
        self.both(|view| view.holding(typed, limit))
    }

    /// Words of labels that differ from the typed word, or begin with one that differs, by one letter; otherwise by
    /// two, if the word is long enough. At most `limit` of each layer.
    pub(in crate::actors) fn words_near(&self, word: &str, begins: bool, limit: usize) -> Vec<String> {
        let (base, own) = self.registry.indices();
        let most = match word.chars().count() {
            0..=3 => 0,
            4..=5 => 1,
            _ => 2,
        };
        for slips in 1..=most {
            let layers = base.into_iter().chain([own]);
            let mut found: Vec<String> =
                layers.flat_map(|index| index.words_near(word, begins, slips, limit)).collect();
            found.sort_unstable();
            found.dedup();
            // A word can be in hidden labels only.
            let is_shown =
                |word: &str| !self.beginning(&[word], limit).is_empty() || !self.holding(&[word], limit).is_empty();
            if self.base.is_some() {
                found.retain(|word| is_shown(word));
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn both(&self, labels: impl Fn(&View<'_>) -> Vec<usize>) -> Vec<(ActorIndex, Label)> {
        let mut found = Vec::new();
        for (is_base, view) in [(true, self.base.as_ref()), (false, Some(&self.own))] {
            let numbers = view.map(&labels).unwrap_or_default();
            found.extend(numbers.into_iter().filter_map(|number| self.one(is_base, number)));
        }
        found
    }

    fn one(&self, is_base: bool, number: usize) -> Option<(ActorIndex, Label)> {
        if !is_base {
            let label = self.own.label(number);
            return Some((self.registry.own_index(label.actor as usize), label));
        }
        let label = self.base?.label(number);
        let actor = self.registry.base_index(label.actor);
        self.registry.shows(actor).then_some((actor, label))
    }
}

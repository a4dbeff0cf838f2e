//! Which sentence of an article corresponds to which sentence of its twin.

use super::Facts;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The pairs of sentences that clearly correspond.
#[derive(Debug, Default)]
pub struct Alignment {
    pairs: HashMap<usize, usize>,
}

/// The most sentences with one fact for which the fact is an anchor.
const MOST: usize = 8;
/// The score for a fact that no other sentence has. It is shared by up to [`MOST`] sentences without a rest.
const WHOLE: usize = 840;

impl Alignment {
    /// Aligns the sentences of two articles by the facts that they share. Two sentences correspond if each shares more with the
    /// other than with any third one, and if they share a fact that no other sentence has, or have the same place in articles
    /// with the same paragraphs.
    pub fn of(own: &Facts, twin: &Facts) -> Self {
        let (ours, theirs) = (anchors(own), anchors(twin));
        let mut scores: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (anchor, here) in &ours {
            let Some(there) = theirs.get(anchor).filter(|there| here.len().max(there.len()) <= MOST) else { continue };
            let weight = WHOLE / here.len().max(there.len());
            for pair in here.iter().flat_map(|one| there.iter().map(|other| (*one, *other))) {
                *scores.entry(pair).or_default() += weight;
            }
        }
        let is_same_shape = shape(own) == shape(twin);
        let is_parallel = |one: usize, other: usize| {
            let (one, other) = (&own.sentences[one], &twin.sentences[other]);
            is_same_shape && (one.paragraph, one.number) == (other.paragraph, other.number)
        };
        for ((one, other), score) in &mut scores {
            if is_parallel(*one, *other) {
                *score += WHOLE;
            }
        }
        let (mut of_own, mut of_twin) = (HashMap::new(), HashMap::new());
        for ((one, other), score) in &scores {
            of_own.entry(*one).or_insert_with(Best::default).add(*score);
            of_twin.entry(*other).or_insert_with(Best::default).add(*score);
        }
        let is_best = |(one, other): &(usize, usize), score: usize| {
            score >= WHOLE && of_own[one].is_alone(score) && of_twin[other].is_alone(score)
        };
        let pairs = scores.iter().filter(|(pair, score)| is_best(pair, **score));
        Self { pairs: pairs.map(|(pair, _)| *pair).collect() }
    }

    /// The sentence of the twin that corresponds to a sentence.
    pub fn twin_of(&self, sentence: usize) -> Option<usize> {
        self.pairs.get(&sentence).copied()
    }
}

/// The two highest scores of a sentence.
#[derive(Default)]
struct Best {
    first: usize,
    second: usize,
}

impl Best {
    fn add(&mut self, score: usize) {
        (self.first, self.second) =
            if score > self.first { (score, self.first) } else { (self.first, self.second.max(score)) };
    }

    /// Whether a score is the highest, and no other one is equal.
    fn is_alone(&self, score: usize) -> bool {
        score >= self.first && self.second < score
    }
}

/// The number of sentences in each paragraph.
fn shape(facts: &Facts) -> Vec<usize> {
    let mut counts = Vec::new();
    for sentence in &facts.sentences {
        counts.resize(counts.len().max(sentence.paragraph + 1), 0);
        counts[sentence.paragraph] += 1;
    }
    counts
}

/// The sentences that state each fact.
fn anchors(facts: &Facts) -> BTreeMap<String, BTreeSet<usize>> {
    let mut found: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let actors = facts.actors.iter().map(|fact| (format!("actor {}", fact.value), fact.sentence));
    let days = facts.days.iter().map(|fact| (format!("day {}", fact.value.date), fact.sentence));
    let numbers = facts.numbers.iter().map(|fact| (format!("number {}", fact.value.key()), fact.sentence));
    for (anchor, sentence) in actors.chain(days).chain(numbers) {
        found.entry(anchor).or_default().insert(sentence);
    }
    found
}

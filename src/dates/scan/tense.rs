//! The tense that governs each expression: that of the nearest verb in its clause, or of an adjacent word.
//!
//! News is about the past, so without a verb a date is the last one. A future verb or a deadline reverses that, but
//! only in its own clause: *will visit the valley that May 7 floods laid waste* does not apply to 7 May.

use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::lexicon::Lexicon;
use crate::dates::meaning::Meaning;
use crate::dates::model::{Cue, Modifier, Shape};
use crate::dates::terms::Terms;
use crate::dates::tokens::TokenKind;
use std::ops::Range;

/// Tokens before a sentence that are read with it: a phrase can begin in the sentence before.
const LONGEST_PHRASE: usize = 16;

/// A word or phrase with a tense: its first and last token, and its sentence.
struct Verb {
    first: usize,
    last: usize,
    sentence: u32,
    cue: Cue,
}

/// The verbs of a block, and the starts of its sentences and clauses.
pub(super) struct Tenses {
    verbs: Vec<Verb>,
    /// The sentence of each token.
    sentences: Vec<u32>,
    /// The tokens that start a clause with its own verb: *which*, a semicolon.
    clauses: Vec<usize>,
}

impl Tenses {
    /// The sentence of a token.
    pub(super) fn sentence(&self, at: usize) -> u32 {
        self.sentences.get(at).copied().unwrap_or(0)
    }
}

impl Reader<'_> {
    /// Finds the verbs of the sentences that have expressions, and those shortly before.
    fn tenses(&self, pieces: &[Piece]) -> Tenses {
        let mut tenses = Tenses { verbs: Vec::new(), sentences: Vec::with_capacity(self.len()), clauses: Vec::new() };
        let mut starts = vec![0];
        let mut before = TokenKind::Word;
        for (at, token) in self.tokens.list.iter().enumerate() {
            // Sentences start after lines and signs, and few tokens follow one.
            let may_start = token.fresh_line || matches!(before, TokenKind::Sign(_));
            debug_assert!(may_start || at == 0 || !self.tokens.sentence_starts(at));
            if may_start && at > 0 && self.tokens.sentence_starts(at) {
                starts.push(at);
            }
            tenses.sentences.push(starts.len() as u32 - 1);
            before = token.kind;
        }
        let mut done = 0;
        for piece in pieces {
            let sentence = tenses.sentence(piece.first) as usize;
            let end = starts.get(sentence + 1).copied().unwrap_or(self.len());
            if end > done {
                let from = starts.get(sentence).map_or(0, |start| start.saturating_sub(LONGEST_PHRASE));
                self.find_verbs(&mut tenses, from.max(done)..end);
                done = end;
            }
        }
        tenses
    }

    /// Adds the verbs and the starts of clauses of some tokens.
    fn find_verbs(&self, tenses: &mut Tenses, tokens: Range<usize>) {
        let mut after = tenses.verbs.last().map_or(0, |verb| verb.last + 1);
        for at in tokens {
            let is_word = match self.tokens.kind(at) {
                Some(TokenKind::Word) => true,
                Some(TokenKind::Sign(';' | '؛')) => {
                    tenses.clauses.push(at);
                    false
                }
                _ => false,
            };
            if !is_word {
                continue;
            }
            let terms = self.terms(at);
            if terms.has(Meaning::Clause) {
                tenses.clauses.push(at);
            }
            // "is set to" is one phrase, so its "set" is skipped.
            if at >= after
                && let Some((cue, end)) = self.cue(at, terms)
            {
                tenses.verbs.push(Verb { first: at, last: end - 1, sentence: tenses.sentence(at), cue });
                after = end;
            }
        }
    }

    /// The tense at a token with some terms, and the token after its phrase.
    fn cue(&self, at: usize, terms: Terms<'_>) -> Option<(Cue, usize)> {
        let token = self.tokens.list.get(at)?;
        // "May" is a month, "may" is future. In other languages a verb often starts the sentence: "Murió el lunes".
        let starts = self.lexicon.has(Trait::SmallNames) && self.tokens.sentence_starts(at);
        if token.capital && at > 0 && !starts {
            return None;
        }
        let stated = terms.find_map(|meaning| match meaning {
            Meaning::Cue(cue) => Some(cue),
            _ => None,
        });
        // A single letter with an accent is a preposition ("à" and "a"), but "è morto" is a verb.
        let alone = stated.is_none_or(|(_, term)| term.end == at + 1);
        if alone && self.tokens.text(at).len() == 1 && token.range.len() > 1 {
            return None;
        }
        // "was expected to", "is scheduled": the future phrase takes precedence over its verb.
        let future_follows =
            || self.term(at + 1, |meaning| (meaning == Meaning::Cue(Cue::Future)).then_some(())).is_some();
        match stated {
            Some((Cue::Past, term)) if term.end == at + 1 && future_follows() => None,
            Some((Cue::Past, term)) => self.participle(at).map(|cue| (cue, term.end)),
            Some((cue, term)) => Some((cue, term.end)),
            // "closed" also occurs before dates; here its ending gives the tense.
            None if terms
                .iter()
                .all(|term| matches!(term.meaning, Meaning::Closing | Meaning::Planned | Meaning::Saying)) =>
            {
                let written = token.range.slice(self.prose);
                match Lexicon::tense(self.lexicon, self.tokens.text(at), written)? {
                    Cue::Past => self.participle(at),
                    cue => Some(cue),
                }
                .map(|cue| (cue, at + 1))
            }
            None => None,
        }
    }

    /// The tense of a participle: after *be* that of the auxiliary before it; *to be built* is future.
    fn participle(&self, at: usize) -> Option<Cue> {
        let auxiliary = |at: usize| self.terms(at).has(Meaning::Auxiliary);
        let be = (1..=2).find_map(|back| {
            let be = at.checked_sub(back).filter(|be| auxiliary(*be))?;
            (back == 1 || self.tokens.text(at - 1).ends_with("ly")).then_some(be)
        });
        match be {
            None => Some(Cue::Past),
            Some(be) if self.is_after(be, Meaning::To) => Some(Cue::Future),
            Some(_) => None,
        }
    }

    /// Assigns each expression its sentence, its bound and its tense.
    pub(super) fn govern(&self, pieces: &mut [Piece]) {
        if pieces.is_empty() {
            return;
        }
        let tenses = self.tenses(pieces);
        for piece in &mut *pieces {
            piece.expression.sentence = tenses.sentence(piece.first);
            if piece.expression.modifier.is_none() {
                piece.expression.modifier = self.bound_before(piece.first).filter(|bound| self.is_bound(piece, *bound));
            }
            piece.expression.cue = self.tense(&tenses, piece);
            self.mark_lasting_state(piece);
            piece.expression.hints.aside = self.is_aside(&tenses, piece);
        }
        Self::share_tenses(pieces);
        // The verb of the first sentence does not govern the dateline before it.
        if let Some(first) = pieces.first_mut().filter(|first| self.is_dateline(first)) {
            first.expression.cue = None;
        }
    }

    /// `يعيش هنا منذ خمس سنوات`: with a state the length is a duration, with an event it is a distance.
    fn mark_lasting_state(&self, piece: &mut Piece) {
        let since = piece.expression.shape == Shape::Away && self.terms(piece.first).has(Meaning::Since);
        let state = || {
            (piece.first.saturating_sub(8)..piece.first)
                .rev()
                .take_while(|at| !self.tokens.sentence_starts(at + 1))
                .any(|at| self.terms(at).has(Meaning::State))
        };
        if let Some(length) = piece.expression.length.filter(|_| since && state()) {
            piece.expression.shape = Shape::Length;
            piece.expression.relation = None;
            piece.expression.range = length.range;
        }
    }

    /// Whether a word such as *over* is a bound of the next expression: in *over two years*, but not in *over the
    /// weekend*, *over the past two years*, *around Thursday's curfew*.
    fn is_bound(&self, piece: &Piece, bound: Modifier) -> bool {
        let expression = &piece.expression;
        let by_amount = matches!(bound, Modifier::MoreThan | Modifier::LessThan);
        let weekday = expression.weekday.is_some() && expression.day.is_none() && expression.time.is_none();
        match expression.shape {
            Shape::Length => expression.relation.is_none() && self.skip(piece.first, Meaning::Article).is_none(),
            Shape::Away => true,
            Shape::Unit(_) | Shape::Season(_) | Shape::Quarter(_) | Shape::Half(_) => false,
            _ => !(by_amount && expression.time.is_none() || weekday && bound == Modifier::Approx),
        }
    }

    /// Whether an expression with a year is an aside: between two commas, in a clause that continues after it.
    fn is_aside(&self, tenses: &Tenses, piece: &Piece) -> bool {
        let sentence = tenses.sentence(piece.first);
        let opened = || {
            (piece.first.saturating_sub(12)..piece.first)
                .any(|at| self.is_comma(at) && tenses.sentence(at) == sentence && at + 1 < piece.first)
        };
        piece.expression.year.is_some() && self.is_comma(piece.end) && opened()
    }

    fn tense(&self, tenses: &Tenses, piece: &mut Piece) -> Option<Cue> {
        if self.is_after(piece.first, Meaning::Since) {
            return Some(Cue::Past);
        }
        let nearest = self.nearest(tenses, piece);
        let whole = piece.expression.year.is_some() || piece.expression.relation.is_some();
        if !whole && nearest == Some(Cue::Future) && self.is_attribute(piece) {
            return Some(Cue::Past);
        }
        // "until Friday", "by June 10".
        let deadline = self.is_after(piece.first, Meaning::Until) && !self.is_after(piece.first, Meaning::From);
        if !deadline {
            return nearest;
        }
        if nearest != Some(Cue::Past) {
            return Some(Cue::Future);
        }
        // "Until Thursday, the police had not named a suspect": a time in the past.
        let heads = (1..=3).any(|back| {
            piece.first.checked_sub(back).is_some_and(|at| {
                self.tokens.sentence_starts(at)
                    && self.terms(at).iter().any(|term| term.meaning == Meaning::Until && term.end == piece.first)
            })
        });
        if heads {
            return nearest;
        }
        if piece.expression.month.is_some() {
            // "had until May 14": the nearest one, before or after the reference date.
            piece.expression.hints.deadline = true;
            return nearest;
        }
        Some(Cue::Future)
    }

    /// The tense of the nearest verb in the same clause.
    fn nearest(&self, tenses: &Tenses, piece: &Piece) -> Option<Cue> {
        let Tenses { verbs, clauses, .. } = tenses;
        let sentence = tenses.sentence(piece.first);
        let after = clauses.partition_point(|at| *at < piece.first);
        let opens = after.checked_sub(1).and_then(|last| clauses.get(last).copied());
        let closes = clauses[after..].iter().find(|at| **at >= piece.end).copied();
        // "the valley that May 7 floods laid waste".
        let adjacent = self.is_after(self.start_of_phrase(piece.first), Meaning::ClauseBeforeDate);
        let middle = verbs.partition_point(|verb| verb.first < piece.first);
        let left = verbs[..middle].last().filter(|verb| {
            verb.sentence == sentence && !adjacent && opens.is_none_or(|opens| verb.last > opens || opens > piece.first)
        });
        // A verb in the present governs only a date after it or directly before it; elsewhere the date is a dateline's.
        let right = verbs[middle..].iter().find(|verb| verb.first >= piece.end).filter(|verb| {
            verb.sentence == sentence
                && closes.is_none_or(|closes| verb.first < closes)
                && (verb.cue != Cue::Present || verb.first == piece.end)
        });
        let near = |verb: &&Verb| {
            if verb.first < piece.first {
                2 * piece.first.saturating_sub(verb.last)
            } else {
                2 * (verb.first + 1 - piece.end) + 1
            }
        };
        // "said Wednesday will be dry": the day is the subject of the second verb.
        let says = |verb: &&Verb| self.terms(verb.last).has(Meaning::Saying);
        let is_subject = left.filter(says).is_some_and(|verb| verb.last + 1 == piece.first)
            && right.is_some_and(|verb| verb.first == piece.end && verb.cue == Cue::Future && !self.is_perfect(verb));
        if is_subject {
            return Some(Cue::Future);
        }
        // "the agreement signed on 2 April takes effect": the verb before the preposition has the date.
        let phrase = self.start_of_phrase(piece.first);
        let attached = left.filter(|verb| phrase < piece.first && verb.last + 1 == phrase);
        attached.or_else(|| left.into_iter().chain(right).min_by_key(near)).map(|verb| verb.cue)
    }

    /// Whether a past verb follows a future one: *would have*, *may have been*.
    fn is_perfect(&self, verb: &Verb) -> bool {
        self.terms(verb.last + 1).iter().any(|term| term.meaning == Meaning::Cue(Cue::Past))
    }

    /// Index before the preposition and article of a phrase.
    fn start_of_phrase(&self, at: usize) -> usize {
        let back = at.checked_sub(1);
        back.filter(|before| {
            self.terms(*before).iter().any(|term| {
                term.end == at && matches!(term.meaning, Meaning::On | Meaning::Article | Meaning::BeforeDate)
            })
        })
        .unwrap_or(at)
    }

    /// Whether an expression is an attribute of a noun: *Tuesday's verdict*, *the May 7 floods*. Scheduled events keep
    /// the tense of their sentence: *Sunday's election*.
    fn is_attribute(&self, piece: &Piece) -> bool {
        if !self.lexicon.has(Trait::RelationsLead) {
            return false;
        }
        let possessive = self.tokens.is_sign(piece.end, '\'')
            && self.tokens.glued(piece.end)
            && self.tokens.text(piece.end + 1) == "s"
            && self.tokens.glued(piece.end + 1);
        let noun = if possessive { piece.end + 2 } else { piece.end };
        let lower = self.tokens.is_word(noun) && !self.tokens.list.get(noun).is_some_and(|token| token.capital);
        let introduced = possessive || self.is_after(piece.first, Meaning::Article);
        let planned = (noun..noun + 3).any(|at| self.tokens.is_word(at) && self.terms(at).has(Meaning::Planned));
        let named = possessive || self.terms(noun).is_empty();
        introduced && lower && named && !planned
    }
}

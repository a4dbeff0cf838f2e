//! Which words are people, organisations, places, events and dates, for an editor to colour.

use crate::actors::{ActorIndex, Certainty, Kind};
use crate::analysis::Analysis;
use crate::article::{Mention, Scheme};
use crate::dates::TimexKind;
use crate::finding::Finding;
use crate::rules::LAPSED_ROLE;
use crate::text::TextRange;
use std::collections::BTreeMap;

/// What some words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A human being.
    Person,
    /// A body of people.
    Organisation,
    /// A country, a city, a building.
    Place,
    /// Something that happened.
    Event,
    /// A date.
    Date,
    /// An actor of unknown kind.
    Actor,
}

/// Words to be coloured, all on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The words; never empty.
    pub range: TextRange,
    /// What they are.
    pub kind: TokenKind,
    /// Whether the actor or the day is unknown.
    pub unknown: bool,
    /// Whether the title of the name was not held on the day of its sentence.
    pub lapsed: bool,
    /// Whether several actors are meant as well.
    pub ambiguous: bool,
}

/// The tokens of an article, in the order of the text; none overlaps another. Links count before what is only recognised
/// in the text, and names before dates. `findings` say which titles have lapsed.
pub fn tokens(analysis: &Analysis, findings: &[Finding]) -> Vec<Token> {
    let lapsed: Vec<TextRange> =
        findings.iter().filter(|finding| finding.code == LAPSED_ROLE.code).map(|finding| finding.range).collect();
    let mut drawn = Drawn { analysis, lapsed, tokens: BTreeMap::new() };
    for (mention, actor) in analysis.mentions() {
        let kind = kind_of_mention(analysis, mention, actor);
        drawn.add(Token { unknown: actor.is_none(), ..plain(mention.link.text, kind) });
    }
    for (mark, value) in analysis.marks() {
        drawn.add(Token { unknown: value.is_err(), ..plain(mark.link.text, TokenKind::Date) });
    }
    for name in analysis.names.iter().filter(|name| !name.linked) {
        let kinds = name.actors.iter().map(|actor| kind_of(analysis, *actor));
        let kind = kinds.reduce(|one, other| if one == other { one } else { TokenKind::Actor });
        let ambiguous = match name.certainty {
            Certainty::Certain | Certainty::ShortFirst => false,
            Certainty::Ambiguous => true,
            Certainty::Unsure => continue,
        };
        if let Some(kind) = kind {
            drawn.add(Token { ambiguous, ..plain(analysis.place_of(name), kind) });
        }
    }
    for date in analysis.dates() {
        if matches!(date.resolved.kind, TimexKind::Date | TimexKind::Time) {
            drawn.add(Token { unknown: date.resolved.value.is_none(), ..plain(date.range(), TokenKind::Date) });
        }
    }
    drawn.tokens.into_values().collect()
}

/// Tokens that do not overlap, by their first byte.
struct Drawn<'a> {
    analysis: &'a Analysis,
    lapsed: Vec<TextRange>,
    tokens: BTreeMap<u32, Token>,
}

impl Drawn<'_> {
    /// Adds a token, split by line, unless there is one already.
    fn add(&mut self, token: Token) {
        let text: &str = &self.analysis.text;
        let mut at = token.range.start;
        for line in token.range.slice(text).split(['\n', '\r']) {
            // The marks of a quotation or list at the start of a line are not words.
            let words = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
            let start = at + (line.len() - words.len()) as u32;
            let range = TextRange::new(start, start + words.trim_end().len() as u32);
            at += line.len() as u32 + 1;
            let before = self.tokens.range(..range.end).next_back();
            if range.is_empty() || before.is_some_and(|(_, other)| other.range.overlaps(range)) {
                continue;
            }
            let is_actor = token.kind != TokenKind::Date;
            let lapsed = is_actor && self.lapsed.iter().any(|lapsed| lapsed.overlaps(range));
            self.tokens.insert(range.start, Token { range, lapsed, ..token });
        }
    }
}

fn plain(range: TextRange, kind: TokenKind) -> Token {
    Token { range, kind, unknown: false, lapsed: false, ambiguous: false }
}

fn kind_of(analysis: &Analysis, actor: ActorIndex) -> TokenKind {
    match analysis.registry().actor(actor).kind {
        Kind::Person => TokenKind::Person,
        Kind::Organisation | Kind::Group => TokenKind::Organisation,
        Kind::Place => TokenKind::Place,
        Kind::Event => TokenKind::Event,
    }
}

fn kind_of_mention(analysis: &Analysis, mention: &Mention, actor: Option<ActorIndex>) -> TokenKind {
    match (actor, &mention.target.scheme) {
        (Some(actor), _) => kind_of(analysis, actor),
        (None, Scheme::Person) => TokenKind::Person,
        (None, Scheme::Organisation) => TokenKind::Organisation,
        (None, Scheme::Place) => TokenKind::Place,
        (None, Scheme::Event) => TokenKind::Event,
        (None, _) => TokenKind::Actor,
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_tokens;

    #[test]
    fn links_names_and_dates_are_coloured() {
        check_tokens(
            "
            //- story.en.news.md date=2024-03-18
            [Samira Nasser](actor:samira-nasser) flew to Qatar yesterday; Karim Adel comes on [5 June](date:2024-06-05).
             ^^^^^^^^^^^^^ person
                                                         ^^^^^ place
                                                               ^^^^^^^^^ date
                                                                          ^^^^^^^^^^ person
                                                                                               ^^^^^^ date
            ",
        );
        check_tokens(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة ناصر](actor:samira-nasser) أمس إن كريم عادل يصل إلى قطر.
                  ^^^^^^^^^^ person
                                                   ^^^ date
                                                          ^^^^^^^^^ person
                                                                            ^^^ place
            ",
        );
    }

    #[test]
    fn doubt_is_a_modifier() {
        check_tokens(
            "
            //- story.en.news.md date=2024-03-18
            [Nobody Known](actor:nobody-known) and [the port](org:?) on 31 June 2025.
             ^^^^^^^^^^^^ actor unknown
                                                    ^^^^^^^^ organisation unknown
                                                                        ^^^^^^^^^^^^ date unknown
            Nadia Farah won.
            ^^^^^^^^^^^ person ambiguous
            ",
        );
        check_tokens(
            "
            //- story.en.news.md date=2023-09-18
            Ports Minister [Hani Murad](actor:hani-murad) spoke.
                            ^^^^^^^^^^ person lapsed
            ",
        );
        check_tokens(
            "
            //- story.ar.news.md date=2023-09-18
            قال وزير الموانئ [هاني مراد](actor:hani-murad) ذلك.
                              ^^^^^^^^^ person lapsed
            ",
        );
    }

    #[test]
    fn a_token_ends_with_its_line() {
        check_tokens(
            "
            //- story.en.news.md date=2024-03-18
            > It was [Samira
                      ^^^^^^ person
            > Nasser](actor:samira-nasser) who signed.
              ^^^^^^ person
            ",
        );
    }

    #[test]
    fn plain_text_is_coloured_too() {
        check_tokens(
            "
            //- story.ar.txt date=2024-03-18
            قال كريم عادل أمس.
                ^^^^^^^^^ person
                          ^^^ date
            ",
        );
    }
}

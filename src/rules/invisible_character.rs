//! `invisible-character`: control characters that break searches, ids and lines.

use crate::analysis::Analysis;
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::message::Message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::{EditSet, TextRange};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("invisible-character"),
    group: Group::Text,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Safe),
    summary: "An unexpected invisible character.",
    why: "Zero-width characters in a name or an id make equal words unequal; bidi embeddings that are left open \
          reorder the rest of the line; U+2028 breaks lines in some programs. Not reported for directional marks \
          between words, balanced embeddings and isolates, joiners in Persian and emoji, and soft hyphens.",
    bad: Example { path: "story.news.md", text: "The min\u{200B}ister spoke.\n" },
    good: Example { path: "story.news.md", text: "The minister spoke.\n" },
    traits: Traits::NONE,
    check: Check::Article(check),
};

/// How far from its top a text can still begin with a fence, in bytes.
const TOP: usize = 64;

/// The bytes of the longest character that may be reported.
const LONGEST: usize = 3;

/// Marks a text without characters that may be reported.
struct Candidates;

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    if analysis.is_text_free_of::<Candidates>(LONGEST, |text| candidates(text).is_empty()) {
        return;
    }
    let text = &*analysis.text;
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut last = 0;
    for (at, c) in candidates(text) {
        if !open.is_empty() && text[last..at].contains(['\n', '\r']) {
            for (at, c) in open.drain(..) {
                report(sink, text, at, c, message!("it is not closed before the end of the line"));
            }
        }
        last = at;
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        let inside_word = before.is_alphanumeric() && after.is_alphanumeric();
        match c {
            // Mathematics that was set as HTML holds one as a strut.
            '\u{200B}' if before == '>' && after == '<' => {}
            '\u{200B}' | '\u{2060}' => report(sink, text, at, c, message!("it changes no word that a reader sees")),
            '\u{FEFF}' if at > 0 => {
                report(sink, text, at, c, message!("a byte order mark belongs at the start of a file only"));
            }
            '\u{2028}' | '\u{2029}' => {
                report(sink, text, at, c, message!("some programs break the line here, others do not"));
            }
            '\u{200C}' | '\u{200D}' if inside_word && before.is_ascii() && after.is_ascii() => {
                report(sink, text, at, c, message!("Latin letters do not join"));
            }
            '\u{200E}' | '\u{200F}' | '\u{061C}' if inside_word => {
                report(
                    sink,
                    text,
                    at,
                    c,
                    message!("inside a word a directional mark does nothing but hide the word from searches"),
                );
            }
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' | '\u{2066}'..='\u{2068}' => open.push((at, c)),
            '\u{202C}' | '\u{2069}' if open.pop().is_none() => report(sink, text, at, c, message!("it closes nothing")),
            _ => {}
        }
    }
    for (at, c) in open {
        report(sink, text, at, c, message!("it is not closed before the end of the line"));
    }
}

/// The characters that may be reported or pair with one that is, in order. All but one begin with a byte that is rare
/// in copy.
fn candidates(text: &str) -> Vec<(usize, char)> {
    let bytes = text.as_bytes();
    let wanted = |at: &usize| match bytes[*at] {
        0xE2 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x8B..=0x8F | 0xA8..=0xAE] | [0x81, 0xA0..=0xA9])),
        _ => bytes[*at..].starts_with("\u{FEFF}".as_bytes()),
    };
    let rare = memchr::memchr2_iter(0xE2, 0xEF, bytes).filter(wanted);
    let mut found: Vec<usize> = rare.chain(memchr::memmem::find_iter(bytes, "\u{061C}")).collect();
    found.sort_unstable();
    found.into_iter().filter_map(|at| Some((at, text.get(at..)?.chars().next()?))).collect()
}

fn report(sink: &mut Sink<'_>, text: &str, at: usize, c: char, why: Message) {
    let range = TextRange::from(at..at + c.len_utf8());
    let code = format!("U+{:04X}", c as u32);
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    // A line break would end a heading, a cell, or a value of the front matter; a space reads alike everywhere.
    let (title, new) = if breaks {
        (message!("Replace {code} with a space", code), " ")
    } else {
        (message!("Remove {code}", code), "")
    };
    let edits = EditSet::replace(range, new);
    // At the start of a line, what follows may become a fence, a list or a heading.
    let first = text[..at].trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|c| matches!(c, '\n' | '\r'));
    let after = &text[range.end as usize..];
    // A line that holds nothing else would end a paragraph.
    let rest = after.trim_start_matches([' ', '\t']);
    let word = rest.starts_with(char::is_alphabetic);
    // Between two marks, what was text may become markup, and a backslash may escape.
    let marks = [text[..at].chars().next_back(), after.chars().next()];
    let joins = marks.iter().all(|mark| mark.is_some_and(|c| c.is_ascii_punctuation()));
    // Two numbers become one.
    let numbers = marks.iter().all(|mark| mark.is_some_and(char::is_numeric));
    let mut fix =
        if (first && !word) || joins || numbers { Fix::manual(title, edits) } else { Fix::safe(title, edits) };
    // Two line breaks would become one, a line at the top of a text the fence of front matter, two brackets a link.
    // Only the first few marks at the top are looked at: a text can hold nothing else.
    let fence = at < TOP && text[..at].trim_matches('\u{FEFF}').is_empty() && after.starts_with(['-', '+']);
    let markup = |mark: &Option<char>| mark.is_some_and(|c| "[](){}<>!\\`*_~|".contains(c));
    let begins_block = first && !breaks && rest.starts_with(|c: char| c.is_ascii_punctuation() || c.is_ascii_digit());
    if (marks == [Some('\r'), Some('\n')] && !breaks) || fence || begins_block || marks.iter().all(markup) {
        fix.applicability = Applicability::DisplayOnly;
    }
    sink.report(range, message!("invisible character {code}", code)).note(why).fix(fix);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn controls_that_hide_words() {
        check(
            RULE.code,
            "
            The min\u{200B}ister spoke.
                   ^ 💡 warning: invisible character U+200B
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت الوزيرة\u{200B} ذلك.
                        ^ 💡
            ",
        );
        check(
            RULE.code,
            "
            The min\u{200D}ister spoke.
                   ^ 💡 Latin letters do not join
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت الوز\u{200F}يرة ذلك.
                     ^ 💡 inside a word
            ",
        );
        check(
            RULE.code,
            "
            The minister\u{FEFF} spoke.
                        ^ 💡 a byte order mark belongs at the start
            ",
        );
    }

    #[test]
    fn embeddings_that_are_not_closed() {
        check(
            RULE.code,
            "
            The \u{202B}minister spoke.
                ^ 💡 it is not closed before the end of the line
            ",
        );
        check(
            RULE.code,
            "
            The minister\u{202C} spoke.
                        ^ 💡 it closes nothing
            ",
        );
    }

    #[test]
    fn the_character_goes() {
        check_fix(
            RULE.code,
            "
            The min\u{200B}ister spoke.
            ",
            "
            The minister spoke.
            ",
        );
        check_fix(
            RULE.code,
            "
            The minister spoke.\u{2028}She left.
            ",
            "
            The minister spoke. She left.
            ",
        );
    }

    #[test]
    fn marks_that_do_good_are_not_reported() {
        check(
            RULE.code,
            "
            //- story.ar.news.md
            رمز الشركة \u{200E}abc-12\u{200E} في \u{2066}السوق\u{2069} \u{202B}هنا\u{202C}.
            ",
        );
        check(
            RULE.code,
            "
            //- story.fa.news.md
            او می\u{200C}رود.
            ",
        );
        check(
            RULE.code,
            "
            The family 👨\u{200D}👩\u{200D}👧 left the har\u{AD}bour.
            ",
        );
    }

    #[test]
    fn what_would_begin_a_block_is_only_shown() {
        for (text, fixes) in
            [("\u{202B}> words\n", 0), ("\u{202B}- words\n", 0), ("\u{202B}1. words\n", 0), ("\u{202B}words\n", 1)]
        {
            let analysis = crate::fixture::analysed(&format!("//- story.en.news.md\n{text}"));
            let findings = crate::lint::lint(&analysis, crate::rules::RULES, &|| false).unwrap();
            let own = findings.iter().filter(|one| one.code == RULE.code).flat_map(|one| &one.fixes);
            let offered = own.filter(|fix| fix.applicability != crate::finding::Applicability::DisplayOnly).count();
            assert_eq!(offered, fixes, "{text:?}");
        }
        // A strut of mathematics that was set as HTML.
        check(RULE.code, "So <span>\u{200B}</span> it is.\n");
    }
}

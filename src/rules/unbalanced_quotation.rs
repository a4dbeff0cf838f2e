//! `unbalanced-quotation`: quotation marks without a partner.

use crate::actors::has_speech_verb;
use crate::analysis::{Analysis, Column, add_or_remove};
use crate::article::{Block, BlockId, BlockKind};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::language::Language;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::{
    EditSet, Paired, Parts, ProseRange, QuoteFamily, QuoteMark, Side, Text, closes_earlier, pair_quotes, quote_marks,
    reversal,
};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unbalanced-quotation"),
    group: Group::Text,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Safe),
    summary: "A quotation is opened and not closed, or closed and not opened.",
    why: "The reader no longer knows who speaks. A quotation may run over paragraphs: it is closed in a later one, \
          and each paragraph may open it again. Two marks of one side around the same words, as in `”so”`, are an \
          info with a fix. A fix closes a quotation that has one probable end: it follows a colon or begins the \
          paragraph, and it is the last sentence. It is not safe. Inch marks, apostrophes and arrows are not quotation \
          marks, and German `»so«` and Arabic `”so“` are pairs.",
    bad: Example {
        path: "story.news.md",
        text: "He said: “The works begin in June.\n\nThe ministry called them ”needed”.\n",
    },
    good: Example {
        path: "story.news.md",
        text: "He said: “The works begin in June.”\n\nThe ministry called them “needed”.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

/// After so many paragraphs without a mark a quotation is taken as never closed.
const PARAGRAPHS: usize = 12;

/// A quotation that the paragraphs before have left open.
struct Carried {
    block: BlockId,
    mark: QuoteMark,
    paragraphs: usize,
}

/// A mark without a partner.
#[derive(Clone, Copy)]
struct Lone {
    block: BlockId,
    mark: QuoteMark,
    side: Side,
    /// Whether the text uses marks of its family in reverse.
    is_reversed: bool,
}

/// The quotation marks of a block.
struct Marks {
    all: Vec<QuoteMark>,
    /// What there is of each family, in the order of [`QuoteFamily::ALL`].
    families: [Option<OfFamily>; 3],
    /// Whether the block is a single character: a mark on a line of its own is an ornament.
    is_ornament: bool,
    /// Whether its language is stated, and perhaps not that of the article.
    is_foreign: bool,
}

/// What the marks of all blocks are together.
#[derive(Clone, Default)]
struct Total {
    foreign: usize,
    families: [TotalOfFamily; 3],
}

#[derive(Clone, Copy, Default)]
struct TotalOfFamily {
    reversal: i32,
    /// How many blocks have something to report, if the family is used as usual and in reverse.
    loud: [usize; 2],
}

impl Total {
    fn add(&mut self, marks: &Marks, is_new: bool) {
        let add = |sum: &mut usize, one: bool| add_or_remove(sum, one.into(), is_new);
        add(&mut self.foreign, marks.is_foreign);
        for (total, own) in self.families.iter_mut().zip(&marks.families) {
            let Some(own) = own else { continue };
            total.reversal += if is_new { own.reversal } else { -own.reversal };
            add(&mut total.loud[0], !own.is_quiet[0]);
            add(&mut total.loud[1], !own.is_quiet[1]);
        }
    }

    /// Whether all marks have partners in their own blocks, in an article of one language.
    fn are_balanced(&self) -> bool {
        self.foreign == 0 && self.families.iter().all(|own| own.loud[usize::from(own.reversal > REVERSED)] == 0)
    }
}

/// A family that speaks more for being used in reverse is.
const REVERSED: i32 = 1;

/// What the marks of one family in a block are by themselves.
#[derive(Clone, Copy)]
struct OfFamily {
    /// How much they speak for the family being used in reverse.
    reversal: i32,
    /// Whether there is nothing to report, if the family is used as usual and in reverse.
    is_quiet: [bool; 2],
}

impl Marks {
    /// `None` for a block of words without marks.
    fn of(block: &Block) -> Option<Self> {
        let is_ornament = block.prose.text().trim().chars().nth(1).is_none();
        let all = quote_marks(&block.prose.readable());
        let is_noted = is_ornament || !all.is_empty();
        is_noted.then(|| Self {
            families: QuoteFamily::ALL.map(|family| OfFamily::of(&all, family)),
            all,
            is_ornament,
            is_foreign: block.language.is_some(),
        })
    }
}

impl OfFamily {
    fn of(marks: &[QuoteMark], family: QuoteFamily) -> Option<Self> {
        let own: Vec<QuoteMark> = marks.iter().filter(|mark| mark.family == family).copied().collect();
        let is_quiet = |reversed: bool| {
            let paired = pair_quotes(&own, reversed);
            let is_odd = |(open, close): &(usize, usize)| same_side(&own[*open], &own[*close], reversed).is_some();
            paired.opening.is_empty() && paired.closing.is_empty() && !paired.pairs.iter().any(is_odd)
        };
        let reversal = reversal(own.iter(), family);
        (!own.is_empty()).then(|| Self { reversal, is_quiet: [is_quiet(false), is_quiet(true)] })
    }
}

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let blocks = &analysis.article.blocks;
    let marks = analysis.sum_of_blocks(|block| Marks::of(&blocks[block]), Total::add);
    if marks.sum().are_balanced() {
        return;
    }
    let mut lone: Vec<Lone> = Vec::new();
    let mut languages: Vec<Language> = marks.iter().map(|(at, _)| analysis.language_of(&blocks[at])).collect();
    languages.sort_unstable();
    languages.dedup();
    for (at, family) in QuoteFamily::ALL.into_iter().enumerate() {
        if !marks.iter().any(|(_, marks)| marks.families[at].is_some()) {
            continue;
        }
        for language in &languages {
            lone.extend(check_family(analysis, &marks, (at, family), *language, sink));
        }
    }
    lone.sort_by_key(|lone| (lone.block, lone.mark.at));
    let mut rest = lone.as_slice();
    while let [first, others @ ..] = rest {
        rest = others;
        if let [second, others @ ..] = rest
            && second.block == first.block
            && (first.side, second.side) == (Side::Open, Side::Close)
            && first.mark.family != second.mark.family
        {
            rest = others;
            let message = message!(
                "`{open}` opens this quotation, but `{close}` closes it",
                open = first.mark.c,
                close = second.mark.c
            );
            sink.report_prose(&blocks[first.block], range(&first.mark), message).at_most(Severity::Info);
            continue;
        }
        let message = if first.side == Side::Close {
            message!("`{mark}` closes a quotation that is not open", mark = first.mark.c)
        } else {
            message!("`{mark}` opens a quotation that is not closed", mark = first.mark.c)
        };
        let end = probable_end(analysis, &marks, first);
        let report = sink.report_prose(&blocks[first.block], range(&first.mark), message);
        if let Some((place, words, mark)) = end {
            report.replace(&blocks[first.block], place, words, message!("Close the quotation with `{mark}`", mark));
        }
    }
}

/// Whether the text in a language uses a family, by its index, in reverse.
fn is_reversed(analysis: &Analysis, marks: &Column<Marks, Total>, family: usize, language: Language) -> bool {
    let language_of = |at| analysis.language_of(&analysis.article.blocks[at]);
    let own = marks.iter().filter(|(at, _)| language_of(*at) == language);
    own.filter_map(|(_, marks)| marks.families[family]).map(|own| own.reversal).sum::<i32>() > REVERSED
}

/// Where a quotation that is never closed probably ends: the words to replace, what replaces them, and the mark. Only a
/// quotation that is the last sentence of its paragraph, after a colon or at the start, has one probable end.
fn probable_end(analysis: &Analysis, marks: &Column<Marks, Total>, lone: &Lone) -> Option<(ProseRange, String, char)> {
    let block = &analysis.article.blocks[lone.block];
    let is_last = marks.get(lone.block)?.all.last().is_some_and(|last| last.at == lone.mark.at);
    if lone.side != Side::Open || !is_last || !analysis.in_body(block) || block.kind == BlockKind::Cell {
        return None;
    }
    let language = analysis.language_of(block);
    let mark = partner(lone.mark.c, lone.is_reversed, language)?;
    let prose = block.prose.text().trim_end();
    let (before, quoted) = (prose[..lone.mark.at].trim_end(), prose.get(lone.mark.at + lone.mark.c.len_utf8()..)?);
    let is_introduced = before.is_empty() || before.ends_with(':');
    // A verb of speaking can be outside of the quotation: `“The works begin, he said.`
    if !is_introduced || quoted.trim().is_empty() || has_speech_verb(quoted) {
        return None;
    }
    let start = prose.len() - quoted.trim_start().len();
    let first = quoted.trim_start().chars().next()?;
    let sentence = analysis.sentence_of(lone.block, ProseRange::from(start..start + first.len_utf8()));
    let last = prose.chars().next_back()?;
    let place = ProseRange::from(prose.len() - last.len_utf8()..prose.len());
    // A sentence can end with spaces, which are cut off here.
    let is_last = prose.get(sentence.end..).is_none_or(|rest| !rest.contains(char::is_alphanumeric));
    if !is_last || block.span_over(place).is_some() {
        return None;
    }
    // Arabic puts the mark before a single full stop, other languages after it.
    let is_inside = language == Language::Arabic && last == '.' && !prose.ends_with("..");
    let words = if is_inside { format!("{mark}{last}") } else { format!("{last}{mark}") };
    Some((place, words, mark))
}

/// The mark that closes what a mark opens.
fn partner(mark: char, is_reversed: bool, language: Language) -> Option<char> {
    match (mark, is_reversed) {
        ('«', false) => Some('»'),
        ('»', true) => Some('«'),
        ('“', false) => Some('”'),
        ('”', true) => Some('“'),
        ('„', _) if language == Language::German => Some('“'),
        ('"', _) => Some('"'),
        _ => None,
    }
}

/// The marks of one family that have no partner in the text of a language.
fn check_family(
    analysis: &Analysis,
    marks: &Column<Marks, Total>,
    (number, family): (usize, QuoteFamily),
    language: Language,
    sink: &mut Sink<'_>,
) -> Vec<Lone> {
    let reversed = is_reversed(analysis, marks, number, language);
    let unclosed = |Carried { block, mark, .. }| Lone { block, mark, side: Side::Open, is_reversed: reversed };
    let mut lone = Vec::new();
    let mut carried: Option<Carried> = None;
    let (mut noted, mut next) = (marks.iter().peekable(), BlockId::FIRST);
    loop {
        // Without an open quotation, only blocks with marks count.
        let at = match noted.peek() {
            Some((noted, _)) if carried.is_none() => *noted,
            None if carried.is_none() => break,
            _ => next,
        };
        let Some(block) = analysis.article.block(at) else { break };
        next = at.plus(1);
        let marks = noted.next_if(|(noted, _)| *noted == at).map(|(_, marks)| marks);
        let of_family = marks.and_then(|marks| marks.families[number]);
        let is_quiet = of_family.is_none_or(|own| own.is_quiet[usize::from(reversed)]);
        if is_quiet && carried.is_none() || analysis.language_of(block) != language {
            continue;
        }
        if matches!(block.kind, BlockKind::Furniture(_) | BlockKind::Stamp)
            || marks.is_some_and(|marks| marks.is_ornament)
        {
            continue;
        }
        // A heading or a cell is a text by itself, and a heading ends a quotation.
        let flows = analysis.in_body(block) && block.kind != BlockKind::Cell;
        if !flows && block.kind != BlockKind::Cell {
            lone.extend(carried.take().map(unclosed));
        }
        let all = marks.map_or(&[][..], |marks| &marks.all);
        let own: Vec<QuoteMark> = all.iter().filter(|mark| mark.family == family).copied().collect();
        let Some(first) = own.first() else {
            carried = carried.map(|open| Carried { paragraphs: open.paragraphs + 1, ..open });
            lone.extend(carried.take_if(|open| open.paragraphs > PARAGRAPHS).map(unclosed));
            continue;
        };
        let mut paired = pair_quotes(&own, reversed);
        if let Some(open) = carried.take_if(|_| flows) {
            let is_whole = paired.opening.is_empty() && paired.closing.is_empty();
            let reopens = first.starts_text && first.place != Side::Close && open.paragraphs == 0;
            match closes_earlier(&own, reversed).filter(|_| !is_whole) {
                Some(closed) => paired = closed,
                None if reopens => {}
                None => lone.push(unclosed(open)),
            }
        }
        report_same_side(&own, &paired, reversed, block, &analysis.text, sink);
        if flows {
            let last = paired.opening.pop();
            carried = last.map(|last| Carried { block: at, mark: own[last], paragraphs: 0 });
        }
        let sides = paired.opening.iter().map(|at| (*at, Side::Open));
        let sides = sides.chain(paired.closing.iter().map(|at| (*at, Side::Close)));
        lone.extend(sides.map(|(mark, side)| Lone { block: at, mark: own[mark], side, is_reversed: reversed }));
    }
    lone.extend(carried.map(unclosed));
    lone
}

/// The mark of a pair that is on the wrong side, because both are the same character, and the right one.
fn same_side<'m>(open: &'m QuoteMark, close: &'m QuoteMark, reversed: bool) -> Option<(&'m QuoteMark, char)> {
    match (open.c, close.c, reversed) {
        ('”', '”', false) => Some((open, '“')),
        ('»', '»', false) => Some((open, '«')),
        ('“', '“', false) => Some((close, '”')),
        ('«', '«', false) => Some((close, '»')),
        _ => None,
    }
}

/// Pairs of one character, which is right on one side only.
fn report_same_side(
    marks: &[QuoteMark],
    paired: &Paired,
    reversed: bool,
    block: &Block,
    source: &Text,
    sink: &mut Sink<'_>,
) {
    for (open, close) in &paired.pairs {
        let Some((wrong, right)) = same_side(&marks[*open], &marks[*close], reversed) else { continue };
        // A row of marks is an ornament.
        let quoted = block.prose.text().get(marks[*open].at..marks[*close].at).unwrap_or("");
        if !quoted.contains(char::is_alphanumeric) {
            continue;
        }
        let message =
            message!("`{mark}` is on both sides of this quotation; `{right}` belongs here", mark = wrong.c, right);
        let report = sink.report_prose(block, range(wrong), message).at_most(Severity::Info);
        // An entity such as `&#8221;` is left to the writer.
        let exact = block.prose.map(range(wrong)).exact().filter(|exact| source.part(*exact) == wrong.c.to_string());
        if let Some(exact) = exact {
            report.fix(Fix::safe(message!("Write `{right}`", right), EditSet::replace(exact, right)));
        }
    }
}

fn range(mark: &QuoteMark) -> ProseRange {
    ProseRange::from(mark.at..mark.at + mark.c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix, check_no_fix, fixed};

    #[test]
    fn a_row_of_marks_is_not_a_quotation() {
        for row in ["«««««««««««««««««««««««", "»»»»", "““““", "«« ««"] {
            let text = format!("The end _{row} _ of it.\n");
            assert_eq!(fixed(&text, ""), text);
        }
    }

    #[test]
    fn marks_without_a_partner() {
        check(
            RULE.code,
            "
            He said: “The works begin.
                     ^ 💡 warning: `“` opens a quotation that is not closed

            The ministry did not comment.
            ",
        );
        check(
            RULE.code,
            "
            He said: The works begin.”
                                     ^ warning: `”` closes a quotation that is not open
            ",
        );
        check(
            RULE.code,
            r#"
            He said: "The works begin.
                     ^ 💡 warning: `"` opens a quotation that is not closed
            "#,
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وقالت: «ستعلن الكلفة لاحقاً.
                   ^ 💡 warning
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وقالت: ستعلن الكلفة لاحقاً».
                                      ^ warning
            ",
        );
    }

    #[test]
    fn a_quotation_that_runs_on_opens_again() {
        check(
            RULE.code,
            "
            He said: “The works begin in June.

            “They end in a year.”
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وقالت: «يبدأ العمل في يونيو.

            «وينتهي بعد عام».
            ",
        );
    }

    #[test]
    fn a_quotation_over_paragraphs_is_closed_in_the_last() {
        for text in [
            "She wrote: “The pier was old.\n\nIt was built for sail.\n\nIt is gone.”\n",
            "She wrote: \"The pier was old.\n\nIt was built for sail.\n\nIt is gone.\"\n",
            "> “The pier was old.\n>\n> It is gone.”\n",
            "She wrote:\n\n“\n\nThe pier was old.\n",
            "She wrote: “The pier was old.\n\n“It was built for sail.\n\n“It is gone.”\n",
        ] {
            check(RULE.code, &format!("//- story.en.news.md\n{text}"));
        }
        // A new quotation shows that the one before was not closed.
        check(
            RULE.code,
            "
            She wrote: “The pier was old.
                       ^ 💡 warning: `“` opens a quotation that is not closed

            The town built another. The mayor called it “a sign of the times”.
            ",
        );
        // So does a heading.
        check(
            RULE.code,
            "
            She wrote: “The pier was old.
                       ^ 💡 warning

            ## What comes next

            It is gone.”
                       ^ warning
            ",
        );
    }

    #[test]
    fn a_quotation_with_one_probable_end_is_closed() {
        for (language, before, after) in [
            ("en", "He said: “The works begin in June.", "He said: “The works begin in June.”"),
            ("en", "“The works begin in June.", "“The works begin in June.”"),
            ("en", "He asked: \"Will they begin?", "He asked: \"Will they begin?\""),
            ("en", "It says: “Works begin in June", "It says: “Works begin in June”"),
            ("en", "It says: “Works begin in June\u{a0}", "It says: “Works begin in June”\u{a0}"),
            ("ar", "وقالت: «ستعلن الكلفة لاحقاً.", "وقالت: «ستعلن الكلفة لاحقاً»."),
            ("ar", "وقالت: «متى تعلن الكلفة؟", "وقالت: «متى تعلن الكلفة؟»"),
            ("ar", "وقالت: «ستعلن الكلفة...", "وقالت: «ستعلن الكلفة...»"),
            ("de", "Sie sagte: „Die Arbeiten beginnen.", "Sie sagte: „Die Arbeiten beginnen.“"),
        ] {
            let text = |body: &str| format!("//- story.{language}.news.md\n{body}\n\nMore.\n");
            check_fix(RULE.code, &text(before), &text(after));
        }
    }

    #[test]
    fn a_quotation_with_an_unsure_end_is_left_to_the_writer() {
        for text in [
            // The speaker is named after the quotation.
            "“The works begin in June, he said.",
            // Either sentence can be its last one.
            "He said: “The works begin. The ministry did not comment.",
            "He called it “a sign of the times.",
            "He said: “The works begin and the “needed” pier is old, “he” too.",
            "He said: “The works begin in [June](date:2024-06)",
        ] {
            check_no_fix(RULE.code, &format!("//- story.en.news.md\n{text}\n\nMore.\n"));
        }
        check_no_fix(RULE.code, "//- story.ar.news.md\n«يبدأ العمل في يونيو، قالت الوزيرة.\n");
    }

    #[test]
    fn an_entity_is_left_to_the_writer() {
        check(
            RULE.code,
            "
            He said: &#8221;The pier is old,” and left.
                     ^^^^^^^ info: `”` is on both sides
            ",
        );
    }

    #[test]
    fn two_kinds_of_marks_are_one_finding() {
        check(
            RULE.code,
            r#"
            She said: "The pier is old,” and left.
                      ^ info: `"` opens this quotation, but `”` closes it
            "#,
        );
    }

    #[test]
    fn one_mark_on_both_sides() {
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            قالت لـ”بريد الشاطئ” إن الرصيف مغلق.
            ",
            "
            قالت لـ“بريد الشاطئ” إن الرصيف مغلق.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت لـ»بريد الشاطئ» إن الرصيف مغلق.
                   ^ 💡 info: `»` is on both sides of this quotation; `«` belongs here
            ",
        );
        for text in ["قالت إن ”الرصيف مغلق“ منذ أمس.", "قالت إن ”الرصيف“ مغلق، و”الجسر“ مفتوح."]
        {
            check(RULE.code, &format!("//- story.ar.news.md\n{text}\n"));
        }
    }

    #[test]
    fn inches_and_apostrophes_are_not_quotations() {
        check(
            RULE.code,
            r#"
            The pipe is 12" wide, the minister’s table 40".
            "#,
        );
        check(
            RULE.code,
            "
            It is the ministers' table, isn't it?
            ",
        );
    }

    #[test]
    fn pairs_of_every_kind_are_not_reported() {
        check(
            RULE.code,
            r#"
            He said “yes”, «no», "perhaps" and “never, “ever””.
            "#,
        );
        check(
            RULE.code,
            r#"
            //- story.ar.news.md
            وقالت: «نعم» و“لا” و"ربما".
            "#,
        );
        check(
            RULE.code,
            "
            Er sagte: „Ja“, und ging.
            ",
        );
    }
}

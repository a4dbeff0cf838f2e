//! Other ways to write the words at a place: a link inline or in the cast list, no link, a date with its value, a name
//! with its actor. None of them changes what a reader reads.

use crate::analysis::Analysis;
use crate::article::{Article, LinkStyle};
use crate::dates::{DateValue, TimexKind};
use crate::finding::{Applicability, Finding, RuleCode};
use crate::links::link_fix;
use crate::lint::lint_text;
use crate::message;
use crate::message::Message;
use crate::text::{EditSet, TextRange};

/// Articles above this size are not checked once more to offer that a finding be ignored, in bytes.
const LARGE: usize = 1 << 20;
/// How many findings are offered to be ignored at a time.
const IGNORED: usize = 8;
/// How many bytes are checked once more for that, over all findings. The first finding is always offered.
const CHECKED: usize = 2 << 20;

/// A change that an editor offers, whatever is found at the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// What it does.
    pub title: Message,
    /// The replacements.
    pub edits: EditSet,
    /// The finding that it suppresses, by its index.
    pub finding: Option<usize>,
}

/// The other ways to write the words at the start of a range.
pub fn rewrites(analysis: &Analysis, range: TextRange) -> Vec<Rewrite> {
    let Some(writer) = analysis.writer() else { return Vec::new() };
    let at = range.start;
    let article = &analysis.article;
    let mention = article.mention_at(at);
    let link = mention
        .map(|mention| (&mention.link, &mention.target, mention.attributes.is_empty()))
        .or_else(|| article.date_mark_at(at).map(|mark| (&mark.link, &mark.target, true)));
    let mut out = Vec::new();
    if let Some((link, target, bare)) = link {
        let rewrite = |title: Message, edits| Rewrite { title, edits, finding: None };
        let listed = writer.restyle(link, target, LinkStyle::CastList).filter(|_| bare);
        out.extend(listed.map(|edits| rewrite(message!("Move `{id}` to the cast list", id = target.id), edits)));
        // Where the definition overlaps the link, it stays.
        let and_definition = |mut edits: EditSet| {
            let _ = edits.try_extend(&writer.remove_definition(link));
            edits
        };
        let inline = writer.restyle(link, target, LinkStyle::Inline).map(and_definition);
        out.extend(inline.map(|edits| rewrite(message!("Write `{id}` into the link", id = target.id), edits)));
        out.push(rewrite(message!("Remove the link"), and_definition(writer.unlink(link))));
    } else {
        out.extend(annotated(analysis, at));
        out.extend(actors_to_choose(analysis, at));
    }
    out.retain(|rewrite| reads_alike(analysis, &rewrite.edits));
    out
}

/// Directives that suppress the findings at a range, one on the line of each. Each is tried on the whole article, so
/// few are offered: those at the start of the range, which is where a cursor is, before those that follow. Where `stop`
/// says so, the rest is left out.
pub fn ignores(analysis: &Analysis, findings: &[Finding], range: TextRange, stop: &dyn Fn() -> bool) -> Vec<Rewrite> {
    let text: &str = &analysis.text;
    let Some(writer) = analysis.writer().filter(|_| text.len() <= LARGE) else { return Vec::new() };
    let one = |(index, finding): (usize, &Finding)| {
        let edits = writer.ignore(finding.range, &finding.code)?;
        let is_suppressed = reads_alike(analysis, &edits) && {
            let after = lint_text(&edits.apply(text), &analysis.path, &analysis.context);
            let count = |findings: &[Finding], code: RuleCode| findings.iter().filter(|one| one.code == code).count();
            count(&after, finding.code) < count(findings, finding.code) && after.len() < findings.len()
        };
        let title = message!("Ignore `{code}` here, with a reason", code = finding.code);
        is_suppressed.then_some(Rewrite { title, edits, finding: Some(index) })
    };
    let mut touched: Vec<(usize, &Finding)> =
        findings.iter().enumerate().filter(|(_, finding)| finding.touches(range)).collect();
    touched.sort_by_key(|(_, finding)| !finding.range.touches(range.start));
    touched.truncate((CHECKED / text.len().max(1)).clamp(1, IGNORED));
    touched.sort_by_key(|(index, _)| *index);
    touched.into_iter().take_while(|_| !stop()).filter_map(one).collect()
}

/// The cast list in the order in which its labels are first used, without unused ones. `None` if it is so
/// already, or where there is other text between its lines.
pub fn organize(analysis: &Analysis) -> Option<EditSet> {
    analysis.writer()?.tidy_definitions().filter(|edits| reads_alike(analysis, edits))
}

/// Whether an article reads as before when edits are made, and no worse to the reader of its syntax.
pub(super) fn reads_alike(analysis: &Analysis, edits: &EditSet) -> bool {
    let after = analysis.read_again(&edits.apply(&analysis.text));
    let words = |article: &Article| {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let blocks = article.blocks.iter().map(|block| words(block.prose.text()));
        blocks.filter(|words| !words.is_empty()).collect::<Vec<_>>()
    };
    words(&after) == words(&analysis.article)
        && after.problems.len() <= analysis.article.problems.len()
        && after.unfinished.len() <= analysis.article.unfinished.len()
}

/// A date with its value.
fn annotated(analysis: &Analysis, at: u32) -> Option<Rewrite> {
    let article = &analysis.article;
    let (number, block) = article.numbered_blocks().find(|(_, block)| block.range.touches(at) && block.holds_links)?;
    let date = analysis.dates_of(number).find(|date| date.range().touches(at))?;
    let value = date.resolved.value.as_deref().filter(|value| DateValue::parse(value).is_ok())?;
    if date.resolved.kind != TimexKind::Date || block.span_over(date.expression.range).is_some() {
        return None;
    }
    let written = analysis.writer()?.annotate(number, date.expression.range, value)?;
    let rewrite = Rewrite { title: message!("Annotate with {value}", value), edits: written.edits, finding: None };
    written.is_certain.then_some(rewrite)
}

/// A name with each actor that it can be.
fn actors_to_choose(analysis: &Analysis, at: u32) -> Vec<Rewrite> {
    let Some(name) = analysis.name_at(at).filter(|name| !name.linked) else { return Vec::new() };
    let block = &analysis.article.blocks[name.block];
    if !block.holds_links || block.span_over(name.matched.range).is_some() {
        return Vec::new();
    }
    let fixes = name.actors.iter().filter_map(|actor| {
        let entry = analysis.registry().actor(*actor);
        link_fix(analysis, name.block, name.matched.range, &entry.id, entry.kind)
    });
    fixes
        .filter(|fix| fix.applicability != Applicability::DisplayOnly)
        .map(|fix| Rewrite { title: fix.title, edits: fix.edits, finding: None })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::fixture::{analysed, check_ignore, check_organize, check_rewrites};
    use crate::text::TextRange;
    use expect_test::expect;

    #[test]
    fn a_link_goes_into_the_cast_list_and_back() {
        check_rewrites(
            "
            //- story.en.news.md date=2024-03-18
            [Samira <|>Nasser](person:samira-nasser) signed.
            ",
            &expect![[r"
                Move `samira-nasser` to the cast list:
                [Samira Nasser] signed.

                [Samira Nasser]: person:samira-nasser

                Remove the link:
                Samira Nasser signed.

            "]],
        );
        check_rewrites(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة <|>ناصر] ذلك [أمس].

            [سميرة ناصر]: actor:samira-nasser
            [أمس]: date:2024-03-17
            ",
            &expect![[r"
                Write `samira-nasser` into the link:
                قالت [سميرة ناصر](actor:samira-nasser) ذلك [أمس].

                [أمس]: date:2024-03-17

                Remove the link:
                قالت سميرة ناصر ذلك [أمس].

                [أمس]: date:2024-03-17

            "]],
        );
        // The definition stays where another link uses it.
        check_rewrites(
            "
            //- story.en.news.md date=2024-03-18
            [Karim <|>Adel] met [Adel][Karim Adel].

            [Karim Adel]: actor:karim-adel
            ",
            &expect![[r"
                Write `karim-adel` into the link:
                [Karim Adel](actor:karim-adel) met [Adel][Karim Adel].

                [Karim Adel]: actor:karim-adel

                Remove the link:
                Karim Adel met [Adel][Karim Adel].

                [Karim Adel]: actor:karim-adel

            "]],
        );
    }

    #[test]
    fn dates_and_names_get_what_they_lack() {
        check_rewrites(
            "
            //- story.ar.news.md date=2024-03-18
            بدأت المحادثات أم<|>س.
            ",
            &expect![[r"
                Annotate with 2024-03-17:
                بدأت المحادثات [أمس](date:2024-03-17).

            "]],
        );
        check_rewrites(
            "
            //- story.en.news.md date=2024-03-18
            Nadia Farah won. Nadia <|>Farah smiled.
            ",
            &expect![[r"
                Link to Nadia Farah – The economist of the central bank:
                Nadia Farah won. [Nadia Farah](actor:nadia-farah-economist) smiled.

                Link to Nadia Farah – The runner, not the economist:
                Nadia Farah won. [Nadia Farah](actor:nadia-farah-athlete) smiled.

            "]],
        );
        check_rewrites(
            "
            //- story.en.txt date=2024-03-18
            Nadia <|>Farah won yesterday.
            ",
            &expect![""],
        );
    }

    #[test]
    fn a_finding_is_ignored_with_a_reason() {
        check_ignore(
            "
            //- story.en.news.md date=2024-03-18
            It was Karim <|>Adel, he said.
            They left.
            ",
            &expect![[r"
                Ignore `unlinked-actor` here, with a reason:
                It was Karim Adel, he said. <!-- copydesk:ignore unlinked-actor -- reason -->
                They left.

            "]],
        );
        check_ignore(
            "
            //- story.ar.news.md date=2024-03-18
            # عنوان

            | أ | ب |
            |---|---|
            | كريم عا<|>دل | هنا |
            ",
            &expect![[r"
                Ignore `unlinked-actor` here, with a reason:
                # عنوان

                | أ | ب |
                |---|---|
                | كريم عادل | هنا <!-- copydesk:ignore unlinked-actor -- reason --> |

            "]],
        );
        // Plain text has no directives.
        check_ignore(
            "
            //- story.en.txt date=2024-03-18
            Work ends on 31 <|>June 2025.
            ",
            &expect![""],
        );
    }

    #[test]
    fn a_selection_is_not_checked_once_for_each_finding() {
        let line = "The works begin, [Name Number](actor:nobody-1) said today.\n\n";
        let analysis = analysed(&line.repeat(300));
        let findings = crate::lint::lint(&analysis, crate::rules::RULES, &|| false).unwrap();
        assert!(findings.len() >= 300);
        let all = TextRange::new(0, analysis.text.len() as u32);
        let tried = std::cell::Cell::new(0);
        let count = || {
            tried.set(tried.get() + 1);
            false
        };
        let offered = super::ignores(&analysis, &findings, all, &count);
        assert_eq!((offered.len(), tried.get()), (super::IGNORED, super::IGNORED));
        // Those at the cursor are among them, and one that is given up tries no more.
        let last = findings.len() - 1;
        let here = super::ignores(&analysis, &findings, TextRange::empty(findings[last].range.start), &|| false);
        assert!(here.iter().any(|rewrite| rewrite.finding == Some(last)));
        assert!(super::ignores(&analysis, &findings, all, &|| true).is_empty());
    }

    #[test]
    fn the_cast_list_is_put_in_order() {
        check_organize(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة ناصر] ذلك [أمس]، وغادر [كريم عادل].

            [كريم عادل]: actor:karim-adel
            [نادية فرح]: actor:nadia-farah-athlete
            [سميرة ناصر]: actor:samira-nasser
            [أمس]: date:2024-03-17
            ",
            &expect![[r"
                قالت [سميرة ناصر] ذلك [أمس]، وغادر [كريم عادل].

                [سميرة ناصر]: actor:samira-nasser
                [أمس]: date:2024-03-17
                [كريم عادل]: actor:karim-adel
            "]],
        );
        check_organize(
            "
            [Karim Adel] met [Samira Nasser].

            [Karim Adel]: actor:karim-adel
            [Samira Nasser]: actor:samira-nasser
            ",
            &expect![[r"
                as it is
            "]],
        );
    }
}

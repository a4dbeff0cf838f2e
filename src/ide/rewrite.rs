//! Other ways to write what stands at a place: a link inline or in the cast list, no link, a date with its value, a name
//! with its actor. None of them changes what a reader reads.

use crate::analysis::Analysis;
use crate::article::{Article, Definition, Dialect, Link, LinkForm, Target};
use crate::dates::{DateValue, TimexKind};
use crate::finding::{Applicability, Finding, RuleCode};
use crate::links::{can_be_label, in_cast_list, link_fix};
use crate::lint::lint_text;
use crate::text::{Edit, EditSet, TextRange, line_break};
use std::collections::HashSet;

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
    pub title: String,
    /// The replacements.
    pub edits: EditSet,
    /// The finding that it silences, by its index.
    pub finding: Option<usize>,
}

/// The other ways to write what stands at the start of a range.
pub fn rewrites(analysis: &Analysis, range: TextRange) -> Vec<Rewrite> {
    if !is_written(analysis) {
        return Vec::new();
    }
    let at = range.start;
    let article = &analysis.article;
    let mention = article.mention_at(at);
    let link = mention
        .map(|mention| (&mention.link, &mention.target, mention.attributes.is_empty()))
        .or_else(|| article.date_mark_at(at).map(|mark| (&mark.link, &mark.target, true)));
    let mut out = Vec::new();
    if let Some((link, target, bare)) = link {
        out.extend(into_cast_list(analysis, link, target).filter(|_| bare));
        out.extend(into_text(analysis, link, target));
        out.push(without_link(analysis, link));
    } else {
        out.extend(annotated(analysis, at));
        out.extend(actors_to_choose(analysis, at));
    }
    out.retain(|rewrite| reads_alike(analysis, &rewrite.edits));
    out
}

/// Silence for the findings that touch a range: a directive on the line of each. Each is tried on the whole article, so
/// few are offered: those at the start of the range, which is where a cursor is, before those that follow. Where `stop`
/// says so, the rest is left out.
pub fn ignores(analysis: &Analysis, findings: &[Finding], range: TextRange, stop: &dyn Fn() -> bool) -> Vec<Rewrite> {
    let text: &str = &analysis.text;
    if !is_written(analysis) || text.len() > LARGE {
        return Vec::new();
    }
    let one = |(index, finding): (usize, &Finding)| {
        let behind = &text[finding.range.start as usize..];
        let line = behind.split(['\n', '\r']).next().unwrap_or("").trim_end();
        // A cell of a table ends before the bar.
        let line = line.strip_suffix('|').map_or(line, str::trim_end);
        let offset = finding.range.start + line.len() as u32;
        let edits = EditSet::insert(offset, format!(" <!-- copydesk:ignore {} -- reason -->", finding.code));
        let silent = reads_alike(analysis, &edits) && {
            let after = lint_text(&edits.apply(text), &analysis.path, &analysis.desk);
            let count = |findings: &[Finding], code: RuleCode| findings.iter().filter(|one| one.code == code).count();
            count(&after, finding.code) < count(findings, finding.code) && after.len() < findings.len()
        };
        let title = format!("Ignore `{}` here, with a reason", finding.code);
        silent.then_some(Rewrite { title, edits, finding: Some(index) })
    };
    let mut touched: Vec<(usize, &Finding)> =
        findings.iter().enumerate().filter(|(_, finding)| finding.touches(range)).collect();
    touched.sort_by_key(|(_, finding)| !finding.range.touches(range.start));
    touched.truncate((CHECKED / text.len().max(1)).clamp(1, IGNORED));
    touched.sort_by_key(|(index, _)| *index);
    touched.into_iter().take_while(|_| !stop()).filter_map(one).collect()
}

/// The cast list in the order in which its labels are first used, without those that nobody uses; `None` where it is so
/// already, or where there is other text between its lines.
pub fn organize(analysis: &Analysis) -> Option<EditSet> {
    let article = &analysis.article;
    if !is_written(analysis) {
        return None;
    }
    let [whole] = super::folds::cast_lists(analysis)[..] else { return None };
    let mut links: Vec<&Link> = article.links().collect();
    links.sort_by_key(|link| link.range);
    let mut seen = HashSet::new();
    let mut order: Vec<usize> = links.into_iter().filter_map(|link| link.definition).collect();
    order.retain(|at| seen.insert(*at) && whole.contains_range(article.definitions[*at].range));
    let lines = order.iter().map(|at| article.definitions[*at].range.slice(&analysis.text).trim());
    let new = lines.collect::<Vec<_>>().join(line_break(&analysis.text));
    let old = TextRange::new(whole.start, whole.start + whole.slice(&analysis.text).trim_end().len() as u32);
    let edits = EditSet::replace(old, new.clone());
    (new != old.slice(&analysis.text) && reads_alike(analysis, &edits)).then_some(edits)
}

/// Whether the links and comments of an article's syntax are written here: those of News Markdown are.
pub(super) fn is_written(analysis: &Analysis) -> bool {
    analysis.article.dialect == Dialect::NewsMarkdown
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

/// A link with its id in the cast list.
pub(super) fn into_cast_list(analysis: &Analysis, link: &Link, target: &Target) -> Option<Rewrite> {
    let text: &str = &analysis.text;
    let words = link.text.slice(text);
    if link.form != LinkForm::Inline || !can_be_label(text, link.range) || words != analysis.link_words(link) {
        return None;
    }
    let (new, definition) = in_cast_list(analysis, words, &target.scheme, &target.id)?;
    let mut edits: Vec<Edit> = definition.into_iter().collect();
    edits.push(Edit { range: link.range, text: new });
    let edits = EditSet::new(edits).ok()?;
    Some(Rewrite { title: format!("Move `{}` to the cast list", target.id), edits, finding: None })
}

/// A link with its id beside its words, and without a definition that only it uses.
pub(super) fn into_text(analysis: &Analysis, link: &Link, target: &Target) -> Option<Rewrite> {
    let mut edits = vec![beside_words(link, target)?];
    edits.extend(definition_without_use(analysis, link));
    let edits = EditSet::new(edits).ok()?;
    Some(Rewrite { title: format!("Write `{}` into the link", target.id), edits, finding: None })
}

/// The edit that writes the id of a link beside its words.
pub(super) fn beside_words(link: &Link, target: &Target) -> Option<Edit> {
    if link.form == LinkForm::Inline || target.id.contains(|c: char| c.is_whitespace() || "()<>\\".contains(c)) {
        return None;
    }
    let behind = TextRange::new(link.text.end, link.range.end);
    Some(Edit { range: behind, text: format!("]({}:{})", target.scheme.name(), target.id) })
}

fn without_link(analysis: &Analysis, link: &Link) -> Rewrite {
    let words = link.text.slice(&analysis.text).to_owned();
    let mut edits = vec![Edit { range: link.range, text: words.clone() }];
    edits.extend(definition_without_use(analysis, link));
    let edits = EditSet::new(edits).unwrap_or_else(|_| EditSet::replace(link.range, words));
    Rewrite { title: "Remove the link".into(), edits, finding: None }
}

/// The removal of the definition that only one link uses.
fn definition_without_use(analysis: &Analysis, link: &Link) -> Option<Edit> {
    let index = link.definition.filter(|index| analysis.labels().uses(*index) == 1)?;
    without_definition(analysis, index)
}

/// The removal of a definition that has lines of its own in the body.
pub(super) fn without_definition(analysis: &Analysis, index: usize) -> Option<Edit> {
    let article = &analysis.article;
    let Definition { range, .. } = article.definitions.get(index)?;
    if article.metadata.range.is_some_and(|front| front.contains_range(*range)) {
        return None;
    }
    let text: &str = &analysis.text;
    let end = range.start + range.slice(text).trim_end().len() as u32;
    let (before, behind) = (&text[..range.start as usize], &text[end as usize..]);
    let gap = behind.strip_prefix("\r\n").or_else(|| behind.strip_prefix(['\n', '\r']));
    let own_lines = before.is_empty() || before.ends_with(['\n', '\r']);
    let width = behind.len() - gap.or(behind.is_empty().then_some(""))?.len();
    own_lines.then(|| Edit { range: TextRange::new(range.start, end + width as u32), text: String::new() })
}

/// A date with its value.
fn annotated(analysis: &Analysis, at: u32) -> Option<Rewrite> {
    let article = &analysis.article;
    let (number, block) = article
        .blocks
        .iter()
        .enumerate()
        .find(|(_, block)| block.range.touches(at) && !article.in_front_matter(block))?;
    let date = analysis.dates_of(number).find(|date| date.range().touches(at))?;
    let value = date.resolved.value.as_deref().filter(|value| DateValue::parse(value).is_ok())?;
    let range = block.prose.map(date.expression.range).exact()?;
    if date.resolved.kind != TimexKind::Date || block.span_over(date.expression.range).is_some() {
        return None;
    }
    let edits = EditSet::replace(range, format!("[{}](date:{value})", range.slice(&analysis.text)));
    Some(Rewrite { title: format!("Annotate with {value}"), edits, finding: None })
}

/// A name with each actor that it can be.
fn actors_to_choose(analysis: &Analysis, at: u32) -> Vec<Rewrite> {
    let Some(name) = analysis.name_at(at).filter(|name| !name.linked) else { return Vec::new() };
    let block = &analysis.article.blocks[name.block];
    if analysis.article.in_front_matter(block) || block.span_over(name.hit.range).is_some() {
        return Vec::new();
    }
    let fixes = name
        .actors
        .iter()
        .filter_map(|actor| link_fix(analysis, name.block, name.hit.range, &analysis.registry().actor(*actor).id));
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
            &expect![[r#"
                Move `samira-nasser` to the cast list:
                [Samira Nasser] signed.

                [Samira Nasser]: person:samira-nasser

                Remove the link:
                Samira Nasser signed.

            "#]],
        );
        check_rewrites(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة <|>ناصر] ذلك [أمس].

            [سميرة ناصر]: actor:samira-nasser
            [أمس]: date:2024-03-17
            ",
            &expect![[r#"
                Write `samira-nasser` into the link:
                قالت [سميرة ناصر](actor:samira-nasser) ذلك [أمس].

                [أمس]: date:2024-03-17

                Remove the link:
                قالت سميرة ناصر ذلك [أمس].

                [أمس]: date:2024-03-17

            "#]],
        );
        // The definition stays where another link uses it.
        check_rewrites(
            "
            //- story.en.news.md date=2024-03-18
            [Karim <|>Adel] met [Adel][Karim Adel].

            [Karim Adel]: actor:karim-adel
            ",
            &expect![[r#"
                Write `karim-adel` into the link:
                [Karim Adel](actor:karim-adel) met [Adel][Karim Adel].

                [Karim Adel]: actor:karim-adel

                Remove the link:
                Karim Adel met [Adel][Karim Adel].

                [Karim Adel]: actor:karim-adel

            "#]],
        );
    }

    #[test]
    fn dates_and_names_get_what_they_lack() {
        check_rewrites(
            "
            //- story.ar.news.md date=2024-03-18
            بدأت المحادثات أم<|>س.
            ",
            &expect![[r#"
                Annotate with 2024-03-17:
                بدأت المحادثات [أمس](date:2024-03-17).

            "#]],
        );
        check_rewrites(
            "
            //- story.en.news.md date=2024-03-18
            Nadia Farah won. Nadia <|>Farah smiled.
            ",
            &expect![[r#"
                Link to `nadia-farah-economist`:
                Nadia Farah won. [Nadia Farah](actor:nadia-farah-economist) smiled.

                Link to `nadia-farah-athlete`:
                Nadia Farah won. [Nadia Farah](actor:nadia-farah-athlete) smiled.

            "#]],
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
            &expect![[r#"
                Ignore `unlinked-actor` here, with a reason:
                It was Karim Adel, he said. <!-- copydesk:ignore unlinked-actor -- reason -->
                They left.

            "#]],
        );
        check_ignore(
            "
            //- story.ar.news.md date=2024-03-18
            # عنوان

            | أ | ب |
            |---|---|
            | كريم عا<|>دل | هنا |
            ",
            &expect![[r#"
                Ignore `unlinked-actor` here, with a reason:
                # عنوان

                | أ | ب |
                |---|---|
                | كريم عادل | هنا <!-- copydesk:ignore unlinked-actor -- reason --> |

            "#]],
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
        let findings = crate::lint::lint(&analysis, &|| false).unwrap();
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
            &expect![[r#"
                قالت [سميرة ناصر] ذلك [أمس]، وغادر [كريم عادل].

                [سميرة ناصر]: actor:samira-nasser
                [أمس]: date:2024-03-17
                [كريم عادل]: actor:karim-adel
            "#]],
        );
        check_organize(
            "
            [Karim Adel] met [Samira Nasser].

            [Karim Adel]: actor:karim-adel
            [Samira Nasser]: actor:samira-nasser
            ",
            &expect![[r#"
                as it is
            "#]],
        );
    }
}

//! `malformed-markup`: XML or HTML that other programs refuse or read otherwise.

use crate::analysis::Analysis;
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("malformed-markup"),
    group: Group::Text,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "The markup is damaged: something in XML, HTML or JSON is not closed, not known or missing.",
    why: "Other programs refuse the file. copydesk reads on after the fault and checks the rest of the article; of one file it \
          reports the first three faults. In HTML only what hides text from the reader is reported, as a warning.",
    bad: Example {
        path: "story.xml",
        text: "<nitf><body><body.content><p>Work & rest begin in June.</p></body.content></body></nitf>\n",
    },
    good: Example {
        path: "story.xml",
        text: "<nitf><body><body.content><p>Work &amp; rest begin in June.</p></body.content></body></nitf>\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let is_html = analysis.article.syntax.name() == "html";
    for problem in &analysis.article.markup_problems {
        let report = sink.report(problem.range, problem.message.clone()).notes(problem.note.clone());
        let report = match &problem.fix {
            Some(fix) => report.fix(fix.clone()),
            None => report,
        };
        if is_html {
            report.at_most(Severity::Warning);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn faults_are_reported_where_they_are() {
        check(
            RULE.code,
            "
            //- story.xml
            <nitf><body><body.content>
            <p>The <person value=\"samira-nasser>minister</person> left.</p>
                                 ^^^^^^^^^^^^^^ 💡 error: the value has no closing quotation mark
            <p>The <em>port is open.</p>
                    ^^ `<em>` is not closed
            </body.content></body></nitf>
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.xml
            <nitf><body><body.content><p>مرسى&nbsp;النخيل</p></body.content></body></nitf>
            ",
            "
            <nitf><body><body.content><p>مرسى&#160;النخيل</p></body.content></body></nitf>
            ",
        );
    }

    #[test]
    fn pages_are_not_xml() {
        check(
            RULE.code,
            "
            //- story.html
            <html lang=ar><body><article><p>AT&T<br>مرسى&nbsp;النخيل<p>5 < 6<li>x</article></body></html>
            ",
        );
    }
}

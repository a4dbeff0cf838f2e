//! `page-furniture`: what a web page put around the story.

use crate::analysis::Analysis;
use crate::article::{BlockKind, Furniture, Special};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Tag, Traits};
use crate::text::EditSet;

pub(crate) static RULE: Rule = Rule {
    code: RuleCode::new("page-furniture"),
    group: Group::Text,
    level: Level::At(Severity::Info),
    fix: Some(Applicability::Unsafe),
    summary: "A line belongs to the web page, not to the story.",
    why: "Share buttons, \"read also\" blocks and a lone place name at the end come along when a page is scraped. \
          Only whole lines count: a story may mention WhatsApp.",
    bad: Example { path: "story.news.md", text: "WhatsApp\n\nThe harbour will be widened.\n" },
    good: Example { path: "story.news.md", text: "The harbour will be widened, the ministry said on WhatsApp.\n" },
    traits: Traits { tag: Some(Tag::Unnecessary), ..Traits::NONE },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for (_, block) in analysis.article.special_blocks(Special::Furniture) {
        let BlockKind::Furniture(furniture) = block.kind else { continue };
        let what = match furniture {
            Furniture::Share => message!("a share button"),
            Furniture::ReadAlso => message!("a link to another story"),
            Furniture::OtherStory => message!("the headline of another story"),
            Furniture::Footer => message!("a line below the story"),
        };
        let gone = analysis.with_line_breaks(block.range);
        sink.report(block.range, message!("text of the web page ({what}), not part of the story", what))
            .fix(Fix::manual(message!("Remove the line"), EditSet::remove(gone)));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn lines_that_a_page_adds() {
        check(
            RULE.code,
            "
            WhatsApp
            ^^^^^^^^ 💡 info: text of the web page (a share button)

            The harbour will be widened.

            Read also:
            ^^^^^^^^^^ 💡 a link to another story

            School opens in Marsa
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.txt
            توسعة الميناء قبل الصيف

            واتساب
            ^^^^^^ 💡

            قالت الوزيرة إن العمل يبدأ.

            اقرأ أيضاً:
            ^^^^^^^^^^^ 💡

            افتتاح مدرسة جديدة
            ^^^^^^^^^^^^^^^^^^ 💡

            وأضافت أن الكلفة لم تحدد بعد.

            مرسى النخيل
            ^^^^^^^^^^^ 💡 text of the web page (a line below the story)
            ",
        );
    }

    #[test]
    fn the_line_goes() {
        check_fix(
            RULE.code,
            "
            WhatsApp

            The harbour will be widened.
            ",
            "
            The harbour will be widened.
            ",
        );
    }

    #[test]
    fn words_in_a_sentence_are_the_writers() {
        check(
            RULE.code,
            "
            The harbour will be widened, the ministry said on WhatsApp.

            Share prices fell.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            قالت الوزيرة عبر واتساب إن العمل يبدأ.
            ",
        );
    }

    #[test]
    fn a_story_that_was_written_here_has_no_footer() {
        check(
            RULE.code,
            "
            The harbour will be widened.

            Marsa Nakheel
            ",
        );
    }
}

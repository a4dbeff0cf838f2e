//! Hover: who is meant, which day is meant, what a rule or a key of the front matter is.

use super::cards::code;
use super::{actor_card, date_card};
use crate::actors::Certainty;
use crate::analysis::Analysis;
use crate::article::DateMark;
use crate::rules;
use crate::text::TextRange;

/// What is shown, and for which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The words.
    pub range: TextRange,
    /// Markdown.
    pub markdown: String,
}

/// What is known about the place at an offset.
pub fn hover(analysis: &Analysis, offset: u32) -> Option<Hover> {
    directive(analysis, offset)
        .or_else(|| mention(analysis, offset))
        .or_else(|| date(analysis, offset))
        .or_else(|| definition(analysis, offset))
        .or_else(|| name(analysis, offset))
        .or_else(|| key(analysis, offset))
}

fn directive(analysis: &Analysis, offset: u32) -> Option<Hover> {
    let named = analysis.article.directives.iter().flat_map(|directive| &directive.rules);
    let (code, range) = named.into_iter().find(|(_, range)| range.touches(offset))?;
    let rule = rules::find(code)?;
    Some(Hover { range: *range, markdown: format!("**{}** — {}\n\n{}", rule.code, rule.summary, rule.why) })
}

fn mention(analysis: &Analysis, offset: u32) -> Option<Hover> {
    let mention = analysis.article.mention_at(offset)?;
    let actor = analysis.actor_of(mention)?;
    Some(Hover { range: mention.link.range, markdown: actor_card(analysis, actor) })
}

fn definition(analysis: &Analysis, offset: u32) -> Option<Hover> {
    let definition = analysis.article.definitions.iter().find(|definition| definition.range.touches(offset))?;
    if let Some(actor) = crate::analysis::target_actor(analysis.registry(), &definition.target) {
        return Some(Hover { range: definition.range, markdown: actor_card(analysis, actor) });
    }
    let mark = analysis.article.date_marks.iter().find(|mark| mark.target.id_range == definition.target.id_range)?;
    marked(analysis, mark).map(|markdown| Hover { range: definition.range, markdown })
}

fn date(analysis: &Analysis, offset: u32) -> Option<Hover> {
    if let Some(mark) = analysis.article.date_mark_at(offset) {
        return marked(analysis, mark).map(|markdown| Hover { range: mark.link.range, markdown });
    }
    let date = analysis.date_at(offset)?;
    Some(Hover { range: date.range(), markdown: date_card(analysis, &date) })
}

/// The card of an annotated date, and the annotation where it says something else.
fn marked(analysis: &Analysis, mark: &DateMark) -> Option<String> {
    let date = analysis.marked_date(mark)?;
    let mut card = date_card(analysis, &date);
    if date.resolved.value.as_deref() != Some(mark.target.id.as_str()) {
        card.push_str("\n\nannotated: ");
        card.push_str(&code(&mark.target.id));
    }
    Some(card)
}

fn name(analysis: &Analysis, offset: u32) -> Option<Hover> {
    let name = analysis.name_at(offset)?;
    let cards: Vec<String> = name.actors.iter().take(4).map(|actor| actor_card(analysis, *actor)).collect();
    let mut markdown = cards.join("\n\n---\n\n");
    match name.certainty {
        _ if cards.is_empty() => return None,
        Certainty::Ambiguous => markdown.insert_str(0, "*one of several:*\n\n"),
        Certainty::Unsure => markdown.insert_str(0, "*perhaps:*\n\n"),
        Certainty::Certain | Certainty::ShortFirst => {}
    }
    Some(Hover { range: analysis.place_of(name), markdown })
}

fn key(analysis: &Analysis, offset: u32) -> Option<Hover> {
    let entry = analysis.article.metadata.entry_at(offset)?;
    let key = entry.key?;
    Some(Hover { range: entry.name_range, markdown: format!("**{}** — {}", key.name(), key.meaning()) })
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_hover;
    use expect_test::expect;

    #[test]
    fn an_actor_is_shown_with_the_role_of_the_day() {
        check_hover(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة <|>ناصر](actor:samira-nasser) ذلك.
            ",
            &expect![[r"
                [سميرة ناصر](actor:samira-nasser)
                ---
                **سميرة ناصر** · Samira Nasser

                person · `samira-nasser` · born 1971-05-02

                <FSI>وزيرة الموانئ<PDI> (2023-06-01 – …) — held on 2024-03-18

                مهندسة، وزيرة الموانئ منذ 2023
            "]],
        );
        check_hover(
            "
            //- story.en.news.md date=2024-03-18
            The contract was signed by Samira Nas<|>ser.
            ",
            &expect![[r"
                Samira Nasser
                ---
                **Samira Nasser** · سميرة ناصر

                person · `samira-nasser` · born 1971-05-02

                Ports Minister (2023-06-01 – …) — held on 2024-03-18

                Engineer, minister of ports since 2023
            "]],
        );
        check_hover(
            "
            //- story.en.news.md date=2020-01-01
            [Samira Nasser](actor:sam<|>ira-nasser) signed.
            ",
            &expect![[r"
                [Samira Nasser](actor:samira-nasser)
                ---
                **Samira Nasser** · سميرة ناصر

                person · `samira-nasser` · born 1971-05-02

                Ports Minister (2023-06-01 – …) — not yet held on 2020-01-01

                Engineer, minister of ports since 2023
            "]],
        );
    }

    #[test]
    fn the_cast_list_too() {
        check_hover(
            "
            //- story.en.news.md date=2024-03-18
            [Karim Adel] signed.

            [Karim Adel]: actor:kar<|>im-adel
            ",
            &expect![[r"
                [Karim Adel]: actor:karim-adel
                ---
                **Karim Adel** · كريم عادل

                person · `karim-adel`

                chief executive (2019 – …) — held on 2024-03-18
            "]],
        );
    }

    #[test]
    fn doubt_is_shown() {
        check_hover(
            "
            //- story.en.news.md date=2024-03-18
            Nadia <|>Farah won.
            ",
            &expect![[r"
                Nadia Farah
                ---
                *one of several:*

                **Nadia Farah** · نادية فرح

                person · `nadia-farah-economist`

                *The economist of the central bank.*

                ---

                **Nadia Farah** · نادية فرح

                person · `nadia-farah-athlete`

                *The runner, not the economist.*
            "]],
        );
        check_hover(
            "
            //- story.en.news.md date=2024-03-18
            Adel was here.

            # <|>Adel signs
            ",
            &expect![[r"
                Adel
                ---
                *perhaps:*

                **Karim Adel** · كريم عادل

                person · `karim-adel`

                chief executive (2019 – …) — held on 2024-03-18

                2 mentions in this article
            "]],
        );
    }

    #[test]
    fn a_date_is_shown_with_its_derivation() {
        check_hover(
            "
            //- story.en.news.md date=2024-03-18
            Talks began last <|>July 11.
            ",
            &expect![[r"
                last July 11
                ---
                **2023-07-11** · Tuesday 11 July 2023, 23 Dhu al-Hijjah 1444 AH

                251 days before the date given (2024-03-18)

                words: “last July 11” → counted from Monday 18 March 2024, the given day → looks back: the nearest one before it → Tuesday 11 July 2023
            "]],
        );
        check_hover(
            "
            //- story.ar.news.md date=2024-03-18
            بدأت في [11 يوليو<|> الماضي](date:2023-07-12).
            ",
            &expect![[r"
                [11 يوليو الماضي](date:2023-07-12)
                ---
                **2023-07-11** · الثلاثاء 11 يوليو 2023، 23 ذو الحجة 1444هـ

                251 days before the date given (2024-03-18)

                العبارة «11 يوليو الماضي» ← العد من الاثنين 18 مارس 2024، اليوم المعطى ← تشير إلى الماضي: أقرب موعد قبله ← الثلاثاء 11 يوليو 2023

                words: “11 يوليو الماضي” → counted from Monday 18 March 2024, the given day → looks back: the nearest one before it → Tuesday 11 July 2023

                annotated: `2023-07-12`
            "]],
        );
        check_hover(
            "
            //- story.en.news.md date=2024-03-18
            Work ends on 31 <|>June 2025.
            ",
            &expect![[r"
                31 June 2025
                ---
                **no such date** — June has 30 days

                words: “31 June 2025” → June has 30 days
            "]],
        );
        check_hover(
            "
            Talks began yester<|>day.
            ",
            &expect![[r"
                yesterday
                ---
                **unresolved**: the story has no date
            "]],
        );
    }

    #[test]
    fn the_value_of_an_annotation_is_not_read_as_markup() {
        check_hover(
            "
            //- story.en.news.md date=2024-03-18
            Talks began [11 <|>July 2023](date:2023-07-12`![i](https://evil.example/w.png)).
            ",
            &expect![[r"
                [11 July 2023](date:2023-07-12`![i](https://evil.example/w.png))
                ---
                **2023-07-11** · Tuesday 11 July 2023, 23 Dhu al-Hijjah 1444 AH

                251 days before the date given (2024-03-18)

                annotated: ``2023-07-12`![i](https://evil.example/w.png)``
            "]],
        );
    }

    #[test]
    fn the_dateline_too() {
        check_hover(
            "
            ---
            datePublished: 2024-03-18
            dateline: MARSA, March <|>17
            ---
            Work begins.
            ",
            &expect![[r"
                March 17
                ---
                **2024-03-17** · Sunday 17 March 2024, 7 Ramadan 1445 AH

                one day before publication (2024-03-18)

                words: “March 17” → counted from Monday 18 March 2024, the day of publication → no year is stated: the last such date, as usual in news → Sunday 17 March 2024
            "]],
        );
    }

    #[test]
    fn a_rule_in_a_directive_is_explained() {
        check_hover(
            "
            Facebook <!-- copydesk:ignore page-fur<|>niture -->
            ",
            &expect![[r#"
                page-furniture
                ---
                **page-furniture** — A line belongs to the web page, not to the story.

                Share buttons, "read also" blocks and a lone place name at the end come along when a page is scraped. Only whole lines count: a story may mention WhatsApp.
            "#]],
        );
    }

    #[test]
    fn a_key_of_the_front_matter_is_explained() {
        check_hover(
            "
            ---
            pub<|>date: 2024-03-18
            ---
            Work begins.
            ",
            &expect![[r"
                pubdate
                ---
                **datePublished** — The day, or day and time, of publication: the reference date of every relative date in the story.
            "]],
        );
    }

    #[test]
    fn other_words_show_nothing() {
        check_hover(
            "
            The wor<|>ks begin. [The page](https://example.org)
            ",
            &expect![[r"
                nothing
            "]],
        );
        check_hover(
            "
            The works begin. [The p<|>age](https://example.org)
            ",
            &expect![[r"
                nothing
            "]],
        );
        check_hover(
            "
            [Nobody <|>Known](actor:nobody-known) signed.
            ",
            &expect![[r"
                nothing
            "]],
        );
        check_hover(
            "
            ---
            anyt<|>hing: else
            ---
            Work begins.
            ",
            &expect![[r"
                nothing
            "]],
        );
        check_hover(
            "
            <|>
            ",
            &expect![[r"
                nothing
            "]],
        );
    }
}

//! Hover: who is meant, which day is meant, what a rule or a key of the front matter is.

use super::cards::{CardOptions, code};
use super::own_list::own_entry;
use super::{actor_card, date_card, entry_card};
use crate::actors::{ActorIndex, Certainty, Lookup};
use crate::analysis::Analysis;
use crate::article::DateMark;
use crate::dates;
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::message::translation;
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

/// What is known about the place at an offset, in the language of the reader.
pub fn hover(analysis: &Analysis, offset: u32, reader: Language) -> Option<Hover> {
    directive(analysis, offset, reader)
        .or_else(|| office(analysis, offset, reader))
        .or_else(|| mention(analysis, offset, reader))
        .or_else(|| date(analysis, offset, reader))
        .or_else(|| definition(analysis, offset, reader))
        .or_else(|| name(analysis, offset, reader))
        .or_else(|| key(analysis, offset))
}

fn directive(analysis: &Analysis, offset: u32, reader: Language) -> Option<Hover> {
    let named = analysis.article.directives.iter().flat_map(|directive| &directive.rules);
    let Some((code, range)) = named.into_iter().find(|(_, range)| range.touches(offset)) else {
        let directive = analysis.article.directives.iter().find(|directive| directive.range.touches(offset))?;
        let markdown = message!("A directive: it suppresses the findings of the named rules. The reason follows `--`.");
        return Some(Hover { range: directive.range, markdown: markdown.in_language(reader).into_owned() });
    };
    let rule = rules::find(code)?;
    let summary = translation(reader, rule.summary).unwrap_or(rule.summary);
    Some(Hover { range: *range, markdown: format!("**{}** — {summary}\n\n{}", rule.code, rule.why) })
}

/// A title: who holds the office on the day of the story.
fn office(analysis: &Analysis, offset: u32, reader: Language) -> Option<Hover> {
    // A link says who is meant.
    if analysis.article.mention_at(offset).is_some() || analysis.article.date_mark_at(offset).is_some() {
        return None;
    }
    let (range, offices) = analysis.office_at(offset)?;
    let on = analysis.reference.map(|reference| reference.day)?;
    let (language, registry) = (analysis.language_at(offset), analysis.registry());
    let heading = message!("Who held the office on {day}", day = dates::plain_form(on));
    let mut markdown = format!("*{}*", heading.in_language(reader));
    let held = offices.iter().filter(|(actor, at)| registry.actor(*actor).roles[*at].is_held_on(on));
    let mut holders: Vec<ActorIndex> = held.map(|(actor, _)| *actor).collect();
    holders.dedup();
    if holders.is_empty() {
        markdown.push_str("\n\n");
        markdown.push_str(&message!("the registry names no holder on that day").in_language(reader));
    }
    for actor in holders.into_iter().take(4) {
        let options = CardOptions { language, reader, on: Some(on) };
        markdown.push_str("\n\n");
        markdown.push_str(&entry_card(registry.actor(actor), registry, analysis.config(), options));
    }
    Some(Hover { range, markdown })
}

fn mention(analysis: &Analysis, offset: u32, reader: Language) -> Option<Hover> {
    let mention = analysis.article.mention_at(offset);
    if let Some((mention, actor)) = mention.and_then(|mention| Some((mention, analysis.actor_of(mention)?))) {
        return Some(Hover { range: mention.link.range, markdown: actor_card(analysis, actor, reader) });
    }
    own_list(analysis, offset, reader).or_else(|| {
        let mention = mention?;
        Some(Hover { range: mention.link.range, markdown: unknown(analysis, &mention.target.id, reader)? })
    })
}

/// An entry of a list in the article's own file.
fn own_list(analysis: &Analysis, offset: u32, reader: Language) -> Option<Hover> {
    let own = own_entry(analysis, offset)?;
    let on = analysis.reference.map(|reference| reference.day);
    let options = CardOptions { language: analysis.language(), reader, on };
    let markdown = entry_card(own.list.actor(own.actor), &own.list, analysis.config(), options);
    Some(Hover { range: own.origin, markdown })
}

/// An id that is not in the registry, with the nearest one.
fn unknown(analysis: &Analysis, id: &str, reader: Language) -> Option<String> {
    if id.is_empty() || matches!(id, "?" | "-") {
        return None;
    }
    let mut out =
        message!("{id} is not in the registry", id = Message::verbatim(code(id))).in_language(reader).into_owned();
    let near = analysis.registry().near_ids(id).into_iter().map(|near| analysis.registry().lookup(near)).next();
    if let Some(Lookup::Found(actor) | Lookup::Merged(actor)) = near {
        let question = message!("did you mean `{near}`?", near = analysis.registry().actor(actor).id);
        out.push_str("\n\n");
        out.push_str(&question.in_language(reader));
        out.push_str("\n\n");
        out.push_str(&actor_card(analysis, actor, reader));
    }
    Some(out)
}

fn definition(analysis: &Analysis, offset: u32, reader: Language) -> Option<Hover> {
    let definition = analysis.article.definitions.iter().find(|definition| definition.range.touches(offset))?;
    if let Some(actor) = crate::analysis::target_actor(analysis.registry(), &definition.target) {
        return Some(Hover { range: definition.range, markdown: actor_card(analysis, actor, reader) });
    }
    let mark = analysis.article.date_marks.iter().find(|mark| mark.target.id_range == definition.target.id_range)?;
    marked(analysis, mark, reader).map(|markdown| Hover { range: definition.range, markdown })
}

fn date(analysis: &Analysis, offset: u32, reader: Language) -> Option<Hover> {
    if let Some(mark) = analysis.article.date_mark_at(offset) {
        return marked(analysis, mark, reader).map(|markdown| Hover { range: mark.link.range, markdown });
    }
    let date = analysis.date_at(offset)?;
    Some(Hover { range: date.range(), markdown: date_card(analysis, &date, reader) })
}

/// The card of an annotated date, and the annotation where it says something else.
fn marked(analysis: &Analysis, mark: &DateMark, reader: Language) -> Option<String> {
    let date = analysis.marked_date(mark)?;
    let mut card = date_card(analysis, &date, reader);
    if date.resolved.value.as_deref() != Some(mark.target.id.as_str()) {
        let value = Message::verbatim(code(&mark.target.id));
        card.push_str("\n\n");
        card.push_str(&message!("annotated: {value}", value).in_language(reader));
    }
    Some(card)
}

fn name(analysis: &Analysis, offset: u32, reader: Language) -> Option<Hover> {
    let name = analysis.name_at(offset)?;
    let cards: Vec<String> = name.actors.iter().take(4).map(|actor| actor_card(analysis, *actor, reader)).collect();
    let mut markdown = cards.join("\n\n---\n\n");
    match name.certainty {
        _ if cards.is_empty() => return None,
        Certainty::Ambiguous => {
            markdown.insert_str(0, &format!("*{}*\n\n", message!("one of several:").in_language(reader)));
        }
        Certainty::Unsure => markdown.insert_str(0, &format!("*{}*\n\n", message!("perhaps:").in_language(reader))),
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
    use crate::fixture::{check_hover, check_hover_in};
    use crate::language::Language;
    use expect_test::expect;

    #[test]
    fn an_actor_is_shown_with_the_role_of_the_day() {
        check_hover(
            "
            //- story.ar.news.md date=2024-03-18
            قالت [سميرة <|>ناصر](actor:samira-nasser) ذلك.
            ",
            &expect![[r#"
                [سميرة ناصر](actor:samira-nasser)
                ---
                **سميرة ناصر** · Samira Nasser

                **<FSI>وزيرة الموانئ<PDI>** · <FSI>وزارة الموانئ<PDI> — since 1 June 2023

                person · born 2 May 1971 (aged 52 on the day) · `samira-nasser`

                مهندسة، وزيرة الموانئ منذ 2023

                also: <FSI>ناصر<PDI>, Nasser

                not: <FSI>سميرة نصر<PDI>, Samira Nasir
            "#]],
        );
        check_hover(
            "
            //- story.en.news.md date=2024-03-18
            The contract was signed by Samira Nas<|>ser.
            ",
            &expect![[r#"
                Samira Nasser
                ---
                **Samira Nasser** · سميرة ناصر

                **Ports Minister** · Ministry of Ports — since 1 June 2023

                person · born 2 May 1971 (aged 52 on the day) · `samira-nasser`

                Engineer, minister of ports since 2023

                also: <FSI>ناصر<PDI>, Nasser

                not: <FSI>سميرة نصر<PDI>, Samira Nasir
            "#]],
        );
        check_hover(
            "
            //- story.en.news.md date=2020-01-01
            [Samira Nasser](actor:sam<|>ira-nasser) signed.
            ",
            &expect![[r#"
                [Samira Nasser](actor:samira-nasser)
                ---
                **Samira Nasser** · سميرة ناصر

                person · born 2 May 1971 (aged 48 on the day) · `samira-nasser`

                Engineer, minister of ports since 2023

                also: <FSI>ناصر<PDI>, Nasser

                not: <FSI>سميرة نصر<PDI>, Samira Nasir

                Ports Minister · Ministry of Ports — since 1 June 2023 (not yet on 1 January 2020)
            "#]],
        );
    }

    #[test]
    fn an_entry_of_a_list_in_the_same_file_is_shown() {
        check_hover(
            "
            //- story.tei.xml date=2024-03-18
            <TEI><standOff><listPerson><person xml:id=\"p1\"><persName xml:lang=\"ar\">رنا سالم</persName>
            <persName xml:lang=\"en\">Rana Salem</persName><birth when=\"1970\"/><idno type=\"wikidata\">Q42</idno>
            <affiliation ref=\"#port\" from=\"2020\"><roleName xml:lang=\"en\">director</roleName></affiliation></person></listPerson>
            <listOrg><org xml:id=\"port\"><orgName xml:lang=\"en\">Port of Salma</orgName></org></listOrg></standOff>
            <text xml:lang=\"en\"><body><p><persName ref=\"wd:Q42 #p1\"><forename>Ra<|>na</forename></persName> left.</p></body></text></TEI>
            ",
            &expect![[r#"
                <persName ref="wd:Q42 #p1"><forename>Rana</forename></persName>
                ---
                **Rana Salem** · رنا سالم

                **director** · Port of Salma — since 2020

                person · born 1970 · `p1`

                `wd:Q42`
            "#]],
        );
    }

    #[test]
    fn a_title_shows_who_held_the_office() {
        let fixture = "//- story.en.news.md date=2024-03-18\nThe Ports <|>Minister will speak.\n";
        check_hover(
            fixture,
            &expect![[r#"
            Ports Minister
            ---
            *Who held the office on 18 March 2024*

            **Samira Nasser** · سميرة ناصر

            **Ports Minister** · Ministry of Ports — since 1 June 2023

            person · born 2 May 1971 (aged 52 on the day) · `samira-nasser`

            Engineer, minister of ports since 2023

            also: <FSI>ناصر<PDI>, Nasser

            not: <FSI>سميرة نصر<PDI>, Samira Nasir
        "#]],
        );
        check_hover_in(
            Language::Arabic,
            fixture,
            &expect![[r#"
            Ports Minister
            ---
            *من شغل المنصب في 18 مارس 2024*

            **Samira Nasser** · سميرة ناصر

            **Ports Minister** · Ministry of Ports — منذ 1 يونيو 2023

            شخص · تاريخ الميلاد: 2 مايو 1971 (العمر يومها 52) · `samira-nasser`

            Engineer, minister of ports since 2023

            رسوم أخرى مقبولة: <FSI>ناصر<PDI>, Nasser

            لا يُكتب: <FSI>سميرة نصر<PDI>, Samira Nasir
        "#]],
        );
        check_hover(
            "//- story.en.news.md date=2010-03-18\nThe Ports <|>Minister will speak.\n",
            &expect![[r#"
            Ports Minister
            ---
            *Who held the office on 18 March 2010*

            the registry names no holder on that day
        "#]],
        );
        check_hover(
            "//- story.en.news.md date=2024-03-18\nThe <|>Ports were closed.\n",
            &expect![[r#"
            nothing
        "#]],
        );
    }

    #[test]
    fn an_unknown_id_and_a_directive_are_explained() {
        check_hover(
            "[Sahil Lines](org:sahil<|>-line) signed.\n",
            &expect![[r#"
            [Sahil Lines](org:sahil-line)
            ---
            `sahil-line` is not in the registry

            did you mean `sahil-lines`?

            **Sahil Lines** · شركة ساحل للشحن

            organisation · `sahil-lines`

            also: <FSI>ساحل للشحن<PDI>
        "#]],
        );
        check_hover(
            "[A clerk](actor:<|>?) signed.\n",
            &expect![[r#"
            nothing
        "#]],
        );
        check_hover(
            "Text. <!-- copydesk:ig<|>nore weekday-mismatch -- as printed -->\n",
            &expect![[r#"
            <!-- copydesk:ignore weekday-mismatch -- as printed -->
            ---
            A directive: it suppresses the findings of the named rules. The reason follows `--`.
        "#]],
        );
    }

    #[test]
    fn the_card_is_in_the_language_of_the_reader() {
        check_hover_in(
            Language::Arabic,
            "
            //- story.en.news.md date=2020-01-01
            [Samira Nasser](actor:sam<|>ira-nasser) signed.
            ",
            &expect![[r#"
                [Samira Nasser](actor:samira-nasser)
                ---
                **Samira Nasser** · سميرة ناصر

                شخص · تاريخ الميلاد: 2 مايو 1971 (العمر يومها 48) · `samira-nasser`

                Engineer, minister of ports since 2023

                رسوم أخرى مقبولة: <FSI>ناصر<PDI>, Nasser

                لا يُكتب: <FSI>سميرة نصر<PDI>, Samira Nasir

                Ports Minister · Ministry of Ports — منذ 1 يونيو 2023 (لم يبدأ بعد في 1 يناير 2020)
            "#]],
        );
        check_hover_in(
            Language::Arabic,
            "
            //- story.ar.news.md date=2024-03-18
            بدأت في [11 يوليو<|> الماضي](date:2023-07-12).
            ",
            &expect![[r#"
                [11 يوليو الماضي](date:2023-07-12)
                ---
                **2023-07-11** · الثلاثاء 11 يوليو 2023، 23 ذو الحجة 1444هـ

                قبل التاريخ المعطى بعدد أيام 251 (18 مارس 2024)

                العبارة «11 يوليو الماضي» ← العد من الاثنين 18 مارس 2024، اليوم المعطى ← تشير إلى الماضي: أقرب موعد قبله ← الثلاثاء 11 يوليو 2023

                القيمة الموسومة: `2023-07-12`
            "#]],
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
            &expect![[r#"
                [Karim Adel]: actor:karim-adel
                ---
                **Karim Adel** · كريم عادل

                **chief executive** · Sahil Lines — since 2019

                person · `karim-adel`

                also: <FSI>عادل<PDI>, Adel
            "#]],
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
            &expect![[r#"
                Adel
                ---
                *perhaps:*

                **Karim Adel** · كريم عادل

                **chief executive** · Sahil Lines — since 2019

                person · `karim-adel`

                also: <FSI>عادل<PDI>, Adel

                2 mentions in this article
            "#]],
        );
    }

    #[test]
    fn a_date_is_shown_with_its_derivation() {
        check_hover(
            "
            //- story.en.news.md date=2024-03-18
            Talks began last <|>July 11.
            ",
            &expect![[r#"
                last July 11
                ---
                **2023-07-11** · Tuesday 11 July 2023, 23 Dhu al-Hijjah 1444 AH

                251 days before the date given (18 March 2024)

                words: “last July 11” → counted from Monday 18 March 2024, the given day → looks back: the nearest one before it → Tuesday 11 July 2023
            "#]],
        );
        check_hover(
            "
            //- story.ar.news.md date=2024-03-18
            بدأت في [11 يوليو<|> الماضي](date:2023-07-12).
            ",
            &expect![[r#"
                [11 يوليو الماضي](date:2023-07-12)
                ---
                **2023-07-11** · Tuesday 11 July 2023, 23 Dhu al-Hijjah 1444 AH

                251 days before the date given (18 March 2024)

                words: “11 يوليو الماضي” → counted from Monday 18 March 2024, the given day → looks back: the nearest one before it → Tuesday 11 July 2023

                annotated: `2023-07-12`
            "#]],
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
            &expect![[r#"
                [11 July 2023](date:2023-07-12`![i](https://evil.example/w.png))
                ---
                **2023-07-11** · Tuesday 11 July 2023, 23 Dhu al-Hijjah 1444 AH

                251 days before the date given (18 March 2024)

                annotated: ``2023-07-12`![i](https://evil.example/w.png)``
            "#]],
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
            &expect![[r#"
                March 17
                ---
                **2024-03-17** · Sunday 17 March 2024, 7 Ramadan 1445 AH

                one day before publication (18 March 2024)

                words: “March 17” → counted from Monday 18 March 2024, the day of publication → no year is stated: the last such date, as usual in news → Sunday 17 March 2024
            "#]],
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
            &expect![[r#"
                [Nobody Known](actor:nobody-known)
                ---
                `nobody-known` is not in the registry
            "#]],
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

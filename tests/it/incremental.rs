//! An article that took edits gives what the same text gives when it is read for the first time: the same article, the same
//! findings at the same places, and the same answers.

use super::properties::{DESKS, PIECES, article};
use copydesk::testing::analysis::{Analysis, Memory, ProjectContext, analyse};
use copydesk::testing::lint::lint;
use copydesk::testing::rules::RULES;
use copydesk::testing::text::Text;
use proptest::prelude::*;
use ropey::Rope;
use std::sync::Arc;

/// A story in every syntax.
const STORIES: [(&str, &str); 10] = [
    ("harbour.ar.news.md", include_str!("../../examples/formats/harbour.ar.news.md")),
    ("harbour.ar.nitf.xml", include_str!("../../examples/formats/harbour.ar.nitf.xml")),
    ("harbour.ar.tei.xml", include_str!("../../examples/formats/harbour.ar.tei.xml")),
    ("harbour.ar.newsml.xml", include_str!("../../examples/formats/harbour.ar.newsml.xml")),
    ("harbour.ar.html", include_str!("../../examples/formats/harbour.ar.html")),
    ("harbour.ar.ninjs.json", include_str!("../../examples/formats/harbour.ar.ninjs.json")),
    ("dates.en.news.md", DATES),
    ("dates.en.txt", DATES),
    ("languages.html", LANGUAGES),
    ("languages.tei.xml", TEI),
];

/// Blocks that state their language, in a page that does not.
const LANGUAGES: &str = "<html><head><title>The harbour opens</title></head><body><article><h1>The harbour opens</h1>
<p>Karim Adel said on Tuesday, March 12, 2024, that the works had begun, and “that the quay would be closed for months.</p>
<p lang=\"ar\" dir=\"rtl\">وقّع العقد يوم 18-03-2024 الموافق 7 رمضان 1445هـ، وقال كريم عادل إن العمل يبدأ الثلاثاء 18 مارس 2024 في ٣ مراحل.</p>
<div lang=\"fr\"><p>Le port ouvre le mardi 18 mars 2024, a dit Karim Adel, « et la mer est calme depuis des jours.</p><p lang=\"en\">It opens on Tuesday, 18 March 2024, he said.</p></div>
<p>The tug Marigold sank on 3 May 2015 off Marsa, and the tug Marigold sank on 5 May 2015.</p></article></body></html>
";

const TEI: &str = "<TEI xml:lang=\"ar\"><teiHeader/><text><body>
<p>وقّع العقد يوم 18-03-2024 الموافق 7 رمضان 1445هـ، وقال كريم عادل إن العمل يبدأ الثلاثاء 18 مارس 2024 في ٣ مراحل.</p>
<quote xml:lang=\"en\"><p>Karim Adel said on Tuesday, March 12, 2024, that the works had begun, and that the quay would be closed.</p></quote>
<p xml:lang=\"sv\">Den 3 maj 2024 sade Karim Adel att hamnen skulle öppnas, och att vägen längs kusten är stängd till sommaren.</p>
</body></text></TEI>
";

/// Paragraphs that rules compare with each other.
const DATES: &str = "---
headline: The harbour opens
datePublished: 2024-03-18
dateline: \"MARSA, Monday, 18 March 2024\"
---
Karim Adel said on Tuesday, March 12, 2024, that two months after the signing on 11 January 2024 the works had begun.

The tug Marigold sank on 3 May 2015 off Marsa. “The quay is closed, he said.

Divers had found rust before the tug Marigold sank on 5 May 2015. The harbour will open on 5 June 2023.

- From 18 to 11 March 2024, room ١2.
- On [11 July](date:2017-07-11) it began; on [11 July](date:2016-07-11) it rained.

> They met on 31 June 2023, and on 03/04/2024.

وقّع العقد يوم 18-03-2024 الموافق 7 رمضان 1445هـ، وقال كريم عادل إن العمل يبدأ الثلاثاء 18 مارس 2024.

The tug Marigold sank on 3 May 2015 off Marsa. “The quay is closed, he said.
";

/// What is typed: whole words with dates, names and markup, and single characters.
fn typed() -> impl Strategy<Value = String> {
    let date = prop::sample::select(vec![
        "Tuesday, March 18, 2024",
        "31 June 2023",
        " two months after the signing on 11 July 2023, he said",
        "الثلاثاء 18 مارس 2024",
        "18-03-2024",
        "1445هـ",
        "5",
        "e",
        "ا",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "”",
        "<",
        ">",
        "\"",
        "&",
        "</p>",
        "<p>",
        "---\n",
        "---\ndate: 2025-01-01\n---\n",
        "datePublished: 2020-01-01\n",
    ]);
    prop_oneof![2 => date.prop_map(str::to_owned), 1 => prop::sample::select(PIECES).prop_map(str::to_owned)]
}

/// The character at a share of a text.
fn place(text: &str, share: u32) -> usize {
    let mut at = (text.len() as u64 * u64::from(share) / 1000) as usize;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Everything that an analysis says, as text.
fn said(analysis: &Analysis) -> String {
    let findings = lint(analysis, RULES, &|| false).expect("nothing stops it");
    format!("{:#?}\n{:#?}\n{:#?}\n{findings:#?}", analysis.article, analysis.names, analysis.dates)
}

/// How an article takes its edits.
#[derive(Debug, Clone, Copy)]
enum Taken {
    /// As texts, which are compared.
    AsTexts,
    /// As the server does: in the rope of an editor, which says where the edit was.
    InARope,
    /// In a rope, while another thread still reads the version before.
    WhileRead,
}

fn check(path: &str, start: String, context: &Arc<ProjectContext>, edits: &[(u32, u32, String)], taken: Taken) {
    let mut memory = Memory::of_document();
    let mut text = start;
    let mut rope = Rope::from_str(&text);
    let in_parts = |text: &str, rope: &Rope| match taken {
        Taken::AsTexts => text.into(),
        Taken::InARope | Taken::WhileRead => Text::in_parts(rope.clone()),
    };
    let mut version = in_parts(&text, &rope);
    let first = analyse(version.clone(), path, context.clone(), &mut memory);
    let mut before = (said(&first), Some(first));
    for (at, len, new) in edits {
        let from = place(&text, *at);
        let to = place(&text, (at + len).min(1000)).max(from);
        let common = (from, text.len() - to);
        text.replace_range(from..to, new);
        let (first, last) = (rope.byte_to_char(from), rope.byte_to_char(to));
        rope.remove(first..last);
        rope.insert(first, new);
        let next = in_parts(&text, &rope);
        if !matches!(taken, Taken::AsTexts) {
            memory.edited(&version, &next, common);
        }
        version = next;
        if !matches!(taken, Taken::WhileRead) {
            before.1 = None;
        }
        let analysis = analyse(version.clone(), path, context.clone(), &mut memory);
        let kept = said(&analysis);
        if let (was, Some(before)) = &before {
            assert!(*was == said(before), "{path}: an edit changes the version before: {text}");
        }
        before = (kept.clone(), Some(analysis));
        let new = said(&analyse(text.as_str().into(), path, context.clone(), &mut Memory::default()));
        if kept != new {
            let differ = kept.lines().zip(new.lines()).enumerate().find(|(_, (kept, new))| kept != new);
            panic!("{path}: the kept result differs from the new one: {differ:#?}\n{text}");
        }
    }
}

fn taken() -> impl Strategy<Value = Taken> {
    prop::sample::select(vec![Taken::AsTexts, Taken::InARope, Taken::InARope, Taken::WhileRead])
}

/// Mostly small edits: few replace more than some words.
fn edits() -> impl Strategy<Value = Vec<(u32, u32, String)>> {
    let len = prop_oneof![6 => Just(0u32), 3 => 1u32..12, 1 => 12u32..300];
    prop::collection::vec((0u32..1000, len, typed()), 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_of_a_story_in_any_syntax(story in prop::sample::select(&STORIES[..]), edits in edits(), taken in taken()) {
        let (path, text) = story;
        let context = Arc::new(ProjectContext { syntax: None, ..(*DESKS[0]).clone() });
        check(path, text.to_owned(), &context, &edits, taken);
    }

    #[test]
    fn edits_of_any_text(text in article(), edits in edits(), desk in 0usize..3, taken in taken()) {
        check("story.news.md", text, &DESKS[desk], &edits, taken);
    }
}

/// A tag of a template that an edit opens can reach into later paragraphs.
#[test]
fn an_edit_opens_a_tag_of_a_template() {
    let text = "Samira NasserSamira NasserSamira NasserSamira Nasserheadline: \"A [Samira Nasser](actor:samira-nasser) visit\"\nSamira NasserSamira NasserSamira Nasser\n\n[Karim Adel]: actor:karim-adel\nSamira Nasseryesterday</b>\" >}}";
    let edits = [(0, 0, "Tuesday, March 18, 2024".to_owned()), (4, 0, "{{< figure caption=\"".to_owned())];
    check("story.news.md", text.to_owned(), &DESKS[1], &edits, Taken::AsTexts);
}

//! `copydesk export`: articles as data.

use super::Folder;
use serde_json::{Value, json};

const STORY: &str = "---\ndate: 2024-03-18\n---\n😀 قالت [سميرة ناصر](actor:samira-nasser) إن العقد وُقّع أمس.\n";

fn records(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn an_article_is_one_object() {
    let folder = Folder::newsroom(&[("story.ar.news.md", STORY)]);
    let found = records(&folder.run(&["export", "--to", "jsonl", "story.ar.news.md"]).code(0).out);
    assert_eq!(found.len(), 1);
    let record = &found[0];
    assert_eq!((&record["lang"], &record["reference"]), (&json!("ar"), &json!("2024-03-18")));
    assert_eq!(record["mentions"][0]["actor"], "samira-nasser");
    assert_eq!(record["mentions"][0]["certainty"], "linked");
    assert_eq!(record["dates"][0]["text"], "أمس");
    assert_eq!(record["dates"][0]["value"], "2024-03-17");
    assert_eq!(record["findings"], json!([]));
}

#[test]
fn a_date_has_the_value_that_the_timeline_shows() {
    let story = "---\ndate: 2024-03-18\n---\nIt began on [5 June](date:2023-06-05), and [yesterday](date:2024-03-10) it ended \
                 in [the spring](date:2024-03/2024-05). He left [yesterday](date:-).\n";
    let folder = Folder::newsroom(&[("story.en.news.md", story)]);
    let values = |form: &[&str]| -> Vec<Value> {
        let found = records(&folder.run(&[&["export"], form, &["story.en.news.md"]].concat()).code(0).out);
        found[0]["dates"].as_array().expect("dates").iter().map(|date| date["value"].clone()).collect()
    };
    // Another reading of the words, an annotation that is wrong, one that is no value of TIMEX3, and none.
    assert_eq!(values(&[]), ["2023-06-05", "2024-03-17", "2024-SP", "2024-03-17"]);
    let timeline = folder.run(&["timeline", "--format", "json", "story.en.news.md"]).code(0);
    assert!(timeline.out.contains("\"value\": \"2023-06-05\""), "{}", timeline.out);
    let time_ml = folder.run(&["export", "--to", "timeml", "story.en.news.md"]).code(0);
    assert!(time_ml.out.contains("value=\"2023-06-05\""), "{}", time_ml.out);
}

#[test]
fn a_stamp_line_is_not_in_the_timeline() {
    let stamp = "قال الوزير إن الأعمال في الميناء تبدأ في يونيو المقبل، وتنتهي بعد عام كامل.\n\nنشر في: الاثنين 18 مارس 2024\n\nوأضاف أن العقد وُقّع في 18 مارس 2024.\n";
    let folder = Folder::newsroom(&[("story.ar.news.md", &format!("---\ndate: 2024-03-18\n---\n{stamp}"))]);
    let timeline = folder.run(&["timeline", "--format", "json", "story.ar.news.md"]).code(0);
    assert_eq!(timeline.out.matches("\"first\": \"2024-03-18\"").count(), 1, "{}", timeline.out);
    assert!(!timeline.out.contains("نشر في"), "{}", timeline.out);
}

#[test]
fn the_formats_of_convert_are_the_same_documents() {
    let folder = Folder::newsroom(&[("story.ar.news.md", STORY), ("other.ar.news.md", STORY)]);
    for format in ["nitf", "tei", "newsml-g2", "ninjs", "news-markdown", "plain"] {
        let exported = folder.run(&["export", "--to", format, "story.ar.news.md"]).code(0);
        let converted = folder.run(&["convert", "--to", format, "story.ar.news.md"]).code(0);
        assert_eq!((exported.out, exported.err), (converted.out, converted.err), "{format}");
    }
    folder.run(&["export", "--to", "nitf", "."]).code(2).says(&["cannot print 2 articles as one nitf document"]);
}

#[test]
fn offsets_count_characters_bytes_or_utf16() {
    let folder = Folder::newsroom(&[("story.ar.news.md", STORY)]);
    let of = |units: &str| -> (u64, u64) {
        let ran = folder.run(&["export", "--offsets", units, "story.ar.news.md"]).code(0);
        let date = &records(&ran.out)[0]["dates"][0];
        (date["start"].as_u64().expect("a number"), date["end"].as_u64().expect("a number"))
    };
    let start = STORY.find("أمس").expect("the word");
    let before = &STORY[..start];
    assert_eq!(of("bytes"), (start as u64, start as u64 + 6));
    assert_eq!(of("chars").0, before.chars().count() as u64);
    assert_eq!(of("utf16").0, before.encode_utf16().count() as u64);
    assert_eq!(of("chars").1 - of("chars").0, 3);
}

#[test]
fn parts_can_be_selected() {
    let folder = Folder::newsroom(&[("story.ar.news.md", STORY)]);
    for part in ["dates", "mentions", "findings"] {
        let record = records(&folder.run(&["export", "--only", part, "story.ar.news.md"]).code(0).out).remove(0);
        for other in ["dates", "mentions", "findings"] {
            assert_eq!(record.get(other).is_some_and(Value::is_array), part == other, "{other} with --only {part}");
        }
    }
}

#[test]
fn json_lines_keep_order_and_ids_and_support_other_field_names() {
    let folder = Folder::newsroom(&[]);
    let input: String = (0..600)
        .map(|n| {
            json!({"key": n, "body": "It was signed yesterday.", "dct": "2024-03-18", "lang": "en"}).to_string() + "\n"
        })
        .collect();
    let arguments = ["export", "--jsonl", "--fields", "id=key,text=body,date=dct", "--only", "dates", "-"];
    let found = records(&folder.run_with(&arguments, input.as_bytes()).code(0).out);
    assert_eq!(found.len(), 600);
    for (n, record) in found.iter().enumerate() {
        assert_eq!(record["id"], n.to_string());
        assert_eq!(record["dates"][0]["value"], "2024-03-17");
    }
}

#[test]
fn a_bad_line_is_reported_and_the_others_are_read() {
    let folder = Folder::newsroom(&[(
        "archive.jsonl",
        "{\"id\": \"a\", \"text\": \"One.\"}\nnot json\n\n{\"id\": \"b\"}\n{\"id\": \"c\", \"text\": \"Three.\"}\n",
    )]);
    let ran = folder.run(&["export", "--jsonl", "archive.jsonl"]).code(2);
    let ran =
        ran.says(&["archive.jsonl:2", "not a JSON object", "archive.jsonl:4", "`text` is missing", "each line is"]);
    let ids: Vec<Value> = records(&ran.out).iter().map(|record| record["id"].clone()).collect();
    assert_eq!(ids, ["a", "c"]);
    folder
        .run(&["export", "--jsonl", "--fields", "body=text", "archive.jsonl"])
        .code(2)
        .says(&["--fields", "text=NAME"]);
    folder.run(&["export", "--jsonl", "nothing.jsonl"]).code(2).says(&["nothing.jsonl", "no such file"]);
    folder.run(&["export", "nothing.md"]).code(2).says(&["nothing.md", "no such file"]);
}

#[test]
fn every_format_is_printed_and_documents_have_one_article() {
    let folder = Folder::newsroom(&[("story.ar.news.md", STORY), ("other.en.news.md", "Karim Adel left in 2019.\n")]);
    let of = |form: &str| folder.run(&["export", "--to", form, "story.ar.news.md"]).code(0).out;
    assert!(of("html").contains("dir=\"rtl\""));
    assert!(of("timeml").contains("value=\"2024-03-17\">أمس</TIMEX3>"));
    assert!(
        of("brat").starts_with("T1\tPerson ")
            && of("brat").contains("\tسميرة ناصر\n#1\tAnnotatorNotes T1\tsamira-nasser\n")
    );
    assert_eq!(records(&of("json-ld"))[0]["mentions"][0]["name"], "سميرة ناصر");
    let table = folder.run(&["export", "--to", "csv", "."]).code(0).out;
    assert_eq!(table.matches("id,type,start").count(), 1, "{table}");
    assert!(table.contains("story.ar.news.md,date,") && table.contains("other.en.news.md,actor,"), "{table}");
    folder.run(&["export", "--to", "html", "."]).code(2).says(&["cannot print 2 articles as one html document"]);
}

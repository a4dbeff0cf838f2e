//! Archives that are named on the command line, and timelines.

use super::Folder;
use serde_json::Value;

const WIRE: &str = "title,body,published,link,key\r\n\
                    Port deal,\"Samira Nasser signed on 11 July 2023.\r\nShe left.\",2024-03-18,https://example.com/1,a1\r\n\
                    Samira Nasser leaves,Work ends on 5 June 2024 and on 31 June 2024.,2024-03-19,https://example.com/2,a2\r\n";
const FIELDS: &str = "text=body,headline=title,date=published,url=link,id=key";

fn records(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_table_of_articles_is_read_by_its_columns() {
    let folder = Folder::newsroom(&[("wire.csv", WIRE)]);
    for command in [&["export"][..], &["lint"], &["timeline"], &["actors", "stats"], &["annotate"]] {
        let ran = folder.run(&[command, &["wire.csv"]].concat()).code(2);
        assert_eq!(ran.err.matches("help").count(), 1, "{}", ran.err);
        ran.says(&["--fields text=body,headline=title,date=published,url=link"]);
    }
    let found = records(&folder.run(&["export", "wire.csv", "--fields", FIELDS]).code(0).out);
    assert_eq!((found[0]["id"].as_str(), found[0]["headline"].as_str()), (Some("a1"), Some("Port deal")));
    assert_eq!(
        (found[0]["mentions"][0]["start"].as_u64(), found[0]["dates"][0]["start"].as_u64()),
        (Some(0), Some(24))
    );
    assert_eq!(found[1]["mentions"][0]["field"], "headline");
    assert_eq!(found[1]["mentions"][0]["start"], 0);
    let lint = folder.run(&["lint", "--format", "concise", "wire.csv", "--fields", FIELDS]).code(1);
    assert!(lint.out.contains("impossible-date") && lint.out.contains("(record a2)"), "{}", lint.out);
    let near = folder.run(&["export", "wire.csv", "--fields", "text=bodi"]).code(2);
    near.says(&["no column `bodi`", "did you mean `body`? --fields text=body"]);
    let annotated = records(&folder.run(&["annotate", "wire.csv", "--fields", FIELDS]).code(0).out);
    assert!(annotated[0]["text"].as_str().is_some_and(|text| text.contains("(date:2023-07-11)")), "{annotated:?}");
    folder.run(&["actors", "stats", "wire.csv", "--fields", FIELDS]).code(0);
}

#[test]
fn arrays_and_lines_of_json_are_one_mechanism() {
    let record = |n: u32| {
        format!("{{\"id\": {n}, \"date\": \"2024-03-18\", \"text\": \"It closed \\\"]\\\" on 1{n} March 2024 {{\"}}")
    };
    let array = format!("[\n  {},\n  {}\n]\n", record(1), record(2));
    let lines = format!("{}\n{}\n", record(1), record(2));
    let folder = Folder::newsroom(&[("a.json", &array), ("b.jsonl", &lines)]);
    folder.write("c.json", array.replace('\n', "").as_bytes());
    let of = |name: &str| records(&folder.run(&["export", name]).code(0).out);
    assert_eq!(of("a.json").len(), 2);
    assert_eq!(of("a.json"), of("b.jsonl"));
    assert_eq!(of("a.json"), of("c.json"));
    let bad = array.replace("12 March", "32 March");
    folder.write("a.json", bad.as_bytes());
    let lint = folder.run(&["lint", "--format", "concise", "a.json"]).code(1).out;
    let column = bad.lines().nth(2).and_then(|line| line.find("32 March")).expect("a date") + 1;
    assert!(lint.starts_with(&format!("a.json:3:{column}:")), "{lint}");
    folder.run(&["export", "--jsonl", "a.json"]).code(2).says(&["JSON array", "leave out --jsonl"]);
    folder.write("d.jsonl", lines.replace("\"text\"", "\"body\"").as_bytes());
    let ran = folder.run(&["export", "--jsonl", "d.jsonl"]).code(2);
    assert_eq!(ran.err.matches("body").count(), 2, "{}", ran.err);
    folder.run(&["export", "--jsonl", "--fields", "text=body", "d.jsonl"]).code(0);
}

#[test]
fn a_timeline_has_each_day_and_sentence_once() {
    let story = |body: &str| format!("---\nheadline: Port\ndate: 2024-03-18\n---\n{body}\n");
    let pair = "وقع العقد في 6 رمضان 1445 الموافق 16 مارس 2024. وبدأ العمل في [11 فبراير الماضي](date:2024-02-12).";
    let folder = Folder::newsroom(&[
        ("a/one.ar.news.md", &story(pair)),
        ("a/two.ar.news.md", &story(pair)),
        ("a/three.en.news.md", &story("It took three weeks. It ended on Tuesday, 16 March 2024, and on 31 June 2024.")),
    ]);
    let text = folder.run(&["timeline", "."]).code(0).out;
    assert_eq!(text.matches("2024-03-16  ").count(), 1, "{text}");
    assert_eq!(text.matches("وقع العقد").count(), 1, "{text}");
    assert!(text.contains("a/one.ar.news.md:5, a/two.ar.news.md:5"), "{text}");
    assert!(text.contains("2024-02-11") && text.contains("2024-02-12") && !text.contains("P3W"), "{text}");
    assert!(text.contains("is a Saturday") && text.contains("not a date"), "{text}");
    folder.run(&["timeline", ".", "--format", "html", "-o", "a/page.html"]).code(0);
    let page = folder.text("a/page.html");
    assert!(page.contains("<a href=\"one.ar.news.md\">Port</a>"), "{page}");
    assert_eq!(page.matches("<mark>").count(), 5, "{page}");
    let root = folder.path().to_str().expect("UTF-8");
    let page = folder.run(&["timeline", root, "--format", "html"]).code(0).out;
    assert!(!page.contains(root), "{page}");
    let empty = Folder::new(&[]);
    empty.run(&["timeline"]).code(0).says(&["no articles found"]);
    empty.write("a.en.news.md", b"Nothing.\n");
    empty.run(&["timeline"]).code(0).says(&["no dates in 1 article"]);
}

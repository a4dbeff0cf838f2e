//! Articles and their translations: found from both, in the run or next to it, with the place in the other file.

use super::{Folder, Ran};
use serde_json::Value;

const ENGLISH: &str = "---\ndate: 2024-03-18\ntranslationOf: harbour.ar.news.md\n---\n[Samira Nasser](actor:samira-nasser) said the quay would cost 120 million dollars.\n\n[Karim Adel](actor:karim-adel) did not speak.\n";
const ARABIC: &str =
    "---\ndate: 2024-03-18\n---\n\nقالت [سميرة ناصر](actor:samira-nasser) إن الرصيف سيكلف 130 مليون دولار.\n";

fn pair() -> Folder {
    Folder::newsroom(&[("harbour.en.news.md", ENGLISH), ("harbour.ar.news.md", ARABIC)])
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).expect("JSON")
}

/// The findings of the rule.
fn found(ran: &Ran) -> Vec<Value> {
    let all = json(ran)["findings"].as_array().expect("a list").clone();
    all.into_iter().filter(|finding| finding["code"] == "twin-mismatch").collect()
}

/// Their files and messages.
fn messages(ran: &Ran) -> Vec<String> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    found(ran).iter().map(|finding| format!("{}: {}", text(&finding["path"]), text(&finding["message"]))).collect()
}

const ALL: [&str; 3] = [
    "harbour.ar.news.md: `130 مليون` is `120 million` in `harbour.en.news.md`",
    "harbour.en.news.md: `120 million` is `130 مليون` in `harbour.ar.news.md`",
    "harbour.en.news.md: `Karim Adel` is not in `harbour.ar.news.md`",
];

const JSON: [&str; 4] = ["lint", "--format", "json", "--no-cache"];

fn lint(folder: &Folder, more: &[&str]) -> Ran {
    folder.run(&[&JSON[..], more].concat())
}

#[test]
fn both_articles_are_checked() {
    assert_eq!(messages(&lint(&pair(), &["."])), ALL);
}

#[test]
fn json_has_the_place_in_the_other_file() {
    let ran = lint(&pair(), &["."]);
    let all = found(&ran);
    let related = &all[0]["related"][0];
    assert_eq!(related["path"], "harbour.en.news.md");
    assert_eq!((&related["start"]["line"], &related["start"]["column"]), (&5.into(), &63.into()));
    let range = |place: &Value| place["offset"].as_u64().and_then(|at| usize::try_from(at).ok()).expect("an offset");
    assert_eq!(&ENGLISH[range(&related["start"])..range(&related["end"])], "120 million");
    let related = &all[1]["related"][0];
    assert_eq!((&related["path"], &related["start"]["line"]), (&"harbour.ar.news.md".into(), &5.into()));
    assert_eq!(&ARABIC[range(&related["start"])..range(&related["end"])], "130 مليون");
    assert_eq!(related["message"], "`130 مليون` here");
}

#[test]
fn sarif_and_texts_have_the_place_in_the_other_file() {
    let folder = pair();
    let sarif = json(&folder.run(&["lint", "--format", "sarif", "--no-cache", "."]));
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    let first = results.iter().find(|result| result["ruleId"] == "twin-mismatch").expect("a result");
    let related = &first["relatedLocations"][0]["physicalLocation"];
    assert_eq!(related["artifactLocation"]["uri"], "harbour.en.news.md");
    let region = serde_json::json!({"startLine": 5, "startColumn": 63, "endLine": 5, "endColumn": 74});
    assert_eq!(related["region"], region);
    let full = folder.run(&["lint", "--no-cache", "."]);
    assert!(full.out.contains("see harbour.en.news.md:5:63: `120 million` here"), "{}", full.out);
    let github = folder.run(&["lint", "--format", "github", "--no-cache", "."]);
    assert!(github.out.contains("%0Asee harbour.en.news.md:5:63: `120 million` here"), "{}", github.out);
}

#[test]
fn a_twin_that_is_not_in_the_run_is_read() {
    let folder = pair();
    assert_eq!(messages(&lint(&folder, &["harbour.en.news.md"])), ALL[1..]);
    // The Arabic article does not name its twin.
    assert_eq!(messages(&lint(&folder, &["harbour.ar.news.md"])), ALL[..1]);
    assert_eq!(messages(&lint(&folder, &["./harbour.ar.news.md", "harbour.en.news.md"])), ALL);
    let english = ENGLISH.replace("harbour.ar", "../ar/quay");
    let files = [("copydesk.toml", ""), ("en/port.news.md", english.as_str()), ("ar/quay.news.md", ARABIC)];
    let other = Folder::newsroom(&files);
    let path = |text: &str| text.replace("`harbour.ar.", "`quay.").replace("`harbour.en.", "`port.");
    let expected = [path(ALL[0]).replace("harbour.ar", "ar/quay"), path(ALL[1]).replace("harbour.en", "en/port")];
    assert_eq!(messages(&lint(&other, &["."]))[..2], expected);
    assert_eq!(messages(&lint(&other, &["en"]))[0], expected[1]);
}

#[test]
fn standard_input_has_twins_by_its_name() {
    let folder = pair();
    for (name, text, expected) in
        [("harbour.en.news.md", ENGLISH, &ALL[1..]), ("harbour.ar.news.md", ARABIC, &ALL[..1])]
    {
        let ran = folder.run_with(&[&JSON[..], &["--stdin-filename", name, "-"]].concat(), text.as_bytes());
        assert_eq!(messages(&ran), expected, "{name}");
    }
}

#[test]
fn only_articles_of_the_project_are_twins() {
    let text = ENGLISH.replace("harbour.ar.news.md", "../secret.ar.news.md");
    let folder =
        Folder::new(&[("news/a.en.news.md", &text), ("news/copydesk.toml", ""), ("secret.ar.news.md", ARABIC)]);
    for name in ["../secret.ar.news.md", "missing.ar.news.md", "https://example.org/a", "a.en.news.md", "copydesk.toml"]
    {
        folder.write("news/a.en.news.md", ENGLISH.replace("harbour.ar.news.md", name).as_bytes());
        assert!(found(&lint(&folder, &["news"])).is_empty(), "{name}");
    }
}

#[test]
fn fixes_leave_the_findings_of_twins() {
    let folder = pair();
    assert_eq!(messages(&lint(&folder, &["--fix", "."])), ALL);
}

#[test]
fn a_changed_twin_is_not_in_the_cache() {
    let folder = pair();
    for nth in 0..80 {
        folder.write(&format!("{nth}.en.news.md"), b"Samira Nasser signed.\n");
    }
    let lint = || messages(&folder.run(&["lint", "--format", "json", "--cache-dir", ".cache", "."]));
    assert_eq!(lint(), ALL);
    assert_eq!(lint(), ALL, "the cache has positions of the other file");
    folder.write("harbour.ar.news.md", ARABIC.replace("130", "120").as_bytes());
    assert_eq!(lint(), ALL[2..]);
    folder.write("harbour.en.news.md", ENGLISH.replace("120", "99").as_bytes());
    assert_eq!(lint()[0], "harbour.ar.news.md: `120 مليون` is `99 million` in `harbour.en.news.md`");
    folder.write("harbour.en.news.md", ENGLISH.replace("translationOf", "about").as_bytes());
    assert!(lint().is_empty());
}

#[test]
fn a_news_item_names_its_twin_in_a_link() {
    let item = |language: &str, link: &str, words: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" \
             xml:lang=\"{language}\" guid=\"urn:x:{language}\" version=\"1\" standard=\"NewsML-G2\" \
             standardversion=\"2.33\" conformance=\"power\">\n<itemMeta>\
             <versionCreated>2024-03-18T10:00:00+03:00</versionCreated>{link}</itemMeta>\n\
             <contentSet><inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\">\
             <head><title>Quay</title></head><body>\n<p>{words}</p>\n</body></html></inlineXML></contentSet></newsItem>\n"
        )
    };
    let link = "<link rel=\"irel:translatedFrom\" href=\"quay.ar.xml\"/>";
    let english = item("en", link, "Samira Nasser said it would cost 120 million dollars.");
    let arabic = item("ar", "", "قالت سميرة ناصر إنه سيكلف 130 مليون دولار.");
    let folder = Folder::newsroom(&[("quay.en.xml", &english), ("quay.ar.xml", &arabic)]);
    let expected = [
        "quay.ar.xml: `130 مليون` is `120 million` in `quay.en.xml`",
        "quay.en.xml: `120 million` is `130 مليون` in `quay.ar.xml`",
    ];
    let ran = lint(&folder, &["quay.ar.xml", "quay.en.xml"]);
    assert_eq!(messages(&ran), expected);
    assert_eq!(found(&ran)[0]["related"][0]["start"]["line"], 5);
    assert_eq!(messages(&lint(&folder, &["quay.ar.xml"])), expected[..1]);
}

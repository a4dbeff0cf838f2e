//! `copydesk convert`: articles in other formats, and what is lost on the way.

use super::Folder;
use std::path::Path;
use std::process::Command;

const STORY: &str = "---
headline: مرسى تفتح الميناء
datePublished: 2024-03-18T09:00:00+03:00
inLanguage: ar
author: \"وكالة الأنباء\"
identifier: urn:story:1
---

قالت [سميرة ناصر](actor:samira-nasser \"role=minister\") يوم [الاثنين](date:2024-03-18) إن \"الرصيف & الميناء\" جاهزان.
";

const FORMATS: [(&str, &str); 5] =
    [("nitf", "nitf.xml"), ("tei", "tei.xml"), ("newsml-g2", "newsml.xml"), ("html", "html"), ("ninjs", "ninjs.json")];

#[test]
fn an_article_goes_to_every_format_and_back() {
    let folder = Folder::newsroom(&[("story.ar.news.md", STORY)]);
    for (format, suffix) in FORMATS {
        let ran = folder.run(&["convert", "--to", format, "--output", ".", "story.ar.news.md"]).code(0);
        let name = format!("story.ar.{suffix}");
        ran.says(&["wrote", &name, "story.ar.news.md: not kept: 1 attributes of links"]);
        let checked = folder.run(&["lint", "--format", "concise", &name]).code(0);
        assert_eq!(checked.out, "", "{format}: {}", folder.text(&name));
        let back = folder.run(&["convert", "--to", "news-markdown", &name]).code(0);
        for part in [
            "[سميرة ناصر](actor:samira-nasser)",
            "[الاثنين](date:2024-03-18)",
            "\"الرصيف & الميناء\"",
            "datePublished: 2024-03-18T09:00:00+03:00",
            "وكالة الأنباء",
            "identifier: \"urn:story:1\"",
        ] {
            assert!(back.out.contains(part), "{format} loses {part}:\n{}", back.out);
        }
        assert_eq!(back.err, "", "{format}");
    }
}

#[test]
fn linked_data_doubles_nothing() {
    let lists =
        "publisher: \"دار & نشر\"\nmentions: [actor:samira-nasser, place:marsa]\ndateModified: 2024-03-19\n---\n\n";
    let story = STORY.replacen("---\n\n", lists, 1);
    let folder = Folder::newsroom(&[("story.ar.news.md", &story)]);
    folder.run(&["convert", "--to", "html", "--output", ".", "story.ar.news.md"]).code(0);
    let page = folder.text("story.ar.html");
    for part in [
        "<script type=\"application/ld+json\">",
        "\"@type\": \"NewsArticle\"",
        "\"@id\": \"urn:actor:samira-nasser\"",
        "\"name\": \"سميرة ناصر\"",
        "\"datePublished\": \"2024-03-18T09:00:00+03:00\"",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    let ran = folder.run(&["lint", "--format", "concise", "story.ar.news.md"]).code(1).out;
    assert!(ran.contains("`mentions` lists `marsa`"), "{ran}");
    let rules = |out: &str| {
        out.lines().map(|line| line.split_once(": ").map_or("", |(_, rest)| rest).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        rules(&folder.run(&["lint", "--format", "concise", "story.ar.html"]).code(1).out),
        rules(&ran),
        "{page}"
    );
    let back = folder.run(&["convert", "--to", "news-markdown", "story.ar.html"]).code(0).out;
    for (part, count) in [
        ("datePublished: ", 1),
        ("dateModified: 2024-03-19", 1),
        ("publisher: ", 1),
        ("author: ", 1),
        ("mentions:", 1),
        // In the list and in the text.
        ("actor:samira-nasser", 2),
        ("marsa", 1),
        ("date:2024-03-18", 1),
        ("مرسى تفتح الميناء", 1),
    ] {
        assert_eq!(back.matches(part).count(), count, "{part}\n{back}");
    }
}

#[test]
fn what_is_lost_is_said() {
    let folder = Folder::newsroom(&[("story.ar.news.md", STORY)]);
    let ran = folder.run(&["convert", "--to", "plain", "story.ar.news.md"]).code(0);
    assert!(ran.out.starts_with("مرسى تفتح الميناء\n"));
    ran.says(&["not kept: 1 links to actors", "not kept: 1 annotated dates", "not kept: the metadata `author`"]);
}

#[test]
fn standard_input_is_converted_and_no_file_is_overwritten() {
    let folder = Folder::newsroom(&[("story.ar.nitf.xml", "<nitf/>"), ("story.ar.news.md", STORY)]);
    let ran =
        folder.run_with(&["convert", "--to", "nitf", "--stdin-filename", "story.ar.news.md", "-"], STORY.as_bytes());
    assert!(ran.code(0).out.contains("<person value=\"samira-nasser\">سميرة ناصر</person>"));
    folder
        .run(&["convert", "--to", "nitf", "--output", ".", "story.ar.news.md"])
        .code(2)
        .says(&["story.ar.nitf.xml", "it already exists with other content"]);
    assert_eq!(folder.text("story.ar.nitf.xml"), "<nitf/>");
    folder.run(&["convert", "--to", "html", "--output", "new/pages", "story.ar.news.md"]).code(0);
    assert!(folder.text("new/pages/story.ar.html").starts_with("<!doctype html>"));
    folder
        .run(&["convert", "--to", "html", "--output", "story.ar.news.md", "story.ar.news.md"])
        .code(2)
        .says(&["cannot be made"]);
    folder.run(&["convert", "--to", "docx", "story.ar.news.md"]).code(2).says(&["docx", "nitf"]);
    folder.run(&["convert", "--to", "nitf", "missing.news.md"]).code(2).says(&["missing.news.md"]);
}

/// Runs a validator over a document. `None` if it or the schema is not there.
fn validate(program: &str, arguments: &[&str], schema: &str, document: &Path) -> Option<String> {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/schemas").join(schema);
    if !schema.is_file() {
        println!("skipped: {} is not here", schema.display());
        return None;
    }
    let Ok(output) = Command::new(program).args(arguments).arg(&schema).arg(document).output() else {
        println!("skipped: {program} is not installed");
        return None;
    };
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    Some(if output.status.success() { String::new() } else { text })
}

#[test]
fn a_page_without_a_headline_has_a_title_that_is_not_read_as_one() {
    let long =
        "The works at the old harbour of the town begin in June, and they are to end in the autumn of next year.\n";
    let files = [("story.en.news.md", long), ("empty.en.news.md", "---\ninLanguage: en\n---\n")];
    let folder = Folder::newsroom(&files);
    let made = "<title data-copydesk-title>The works at the old harbour of the town begin in June, and…</title>";
    for (name, title) in
        [("story.en.news.md", made), ("empty.en.news.md", "<title data-copydesk-title>Untitled</title>")]
    {
        let page = folder.run(&["convert", "--to", "html", "--output", ".", name]).code(0);
        page.says(&["wrote"]);
        let page = name.replace("news.md", "html");
        assert!(folder.text(&page).contains(title), "{}", folder.text(&page));
        let back = folder.run(&["convert", "--to", "news-markdown", &page]).code(0);
        assert!(
            !back.out.contains("# ") && !back.out.contains("headline") && !back.out.contains("Untitled"),
            "{}",
            back.out
        );
    }
}

#[test]
fn documents_are_valid_by_the_published_schemas() {
    let folder = Folder::newsroom(&[("story.ar.news.md", STORY)]);
    for (format, suffix) in FORMATS {
        folder.run(&["convert", "--to", format, "--output", ".", "story.ar.news.md"]).code(0);
        let document = folder.path().join(format!("story.ar.{suffix}"));
        let xsd = ["--nonet", "--noout", "--schema"];
        let found = match format {
            "nitf" => validate("xmllint", &xsd, "nitf-3-6.xsd", &document),
            "newsml-g2" => validate("xmllint", &xsd, "NewsML-G2_2.35-spec-All-Power.xsd", &document),
            "tei" => validate("jing", &[], "tei_all.rng", &document),
            _ => None,
        };
        assert_eq!(found.unwrap_or_default(), "", "{format}: {}", folder.text(&format!("story.ar.{suffix}")));
    }
}

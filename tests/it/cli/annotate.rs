//! `copydesk annotate` and `fmt`: where they write articles.

use super::Folder;
use std::path::Path;

const PAGE: &str = "توسعة الميناء\n\nواتساب\nالاثنين، 18-03-2024 الساعة 19:22\n\nقالت سميرة ناصر إن العمل يبدأ غداً.\n";

#[test]
fn text_gets_a_new_file_and_markdown_is_changed() {
    let folder = Folder::newsroom(&[("story.ar.txt", PAGE), ("copydesk.toml", "articles = [\"*.txt\"]\n")]);
    let shown = folder.run(&["annotate", "story.ar.txt"]).code(0).out;
    assert!(shown.contains("datePublished: 2024-03-18") && shown.contains("(actor:samira-nasser)"), "{shown}");
    assert!(shown.contains("[غداً](date:2024-03-19)") && shown.contains("<!-- page: واتساب -->"), "{shown}");
    folder.run(&["annotate", "--write", "story.ar.txt"]).code(0).says(&["wrote story.ar.news.md"]);
    assert_eq!(folder.text("story.ar.news.md"), shown);
    assert_eq!(folder.text("story.ar.txt"), PAGE, "the source stays");
    // A second run changes nothing, neither from the text nor from the article.
    let again = folder.run(&["annotate", "--write", "."]).code(0);
    assert_eq!((again.err.as_str(), folder.text("story.ar.news.md")), ("", shown.clone()));
    folder.run(&["lint", "story.ar.news.md"]).code(0);
    // An edited article is not overwritten.
    folder.write("story.ar.news.md", format!("{shown}\nثم غادر كريم عادل.\n").as_bytes());
    folder.run(&["annotate", "--write", "story.ar.txt"]).code(2).says(&["story.ar.news.md", "it already exists"]);
    folder.run(&["annotate", "--write", "story.ar.news.md"]).code(0).says(&["annotated story.ar.news.md"]);
    assert!(folder.text("story.ar.news.md").ends_with("ثم غادر [كريم عادل](actor:karim-adel).\n"));
}

#[test]
fn standard_input_and_several_files_are_annotated() {
    let folder = Folder::newsroom(&[("one.en.news.md", "Karim Adel left.\n"), ("two.en.news.md", "x\n")]);
    let ran = folder.run_with(&["annotate", "-", "--date", "2024-03-18"], b"Karim Adel left yesterday.\n").code(0);
    assert!(ran.out.contains("[Karim Adel](actor:karim-adel) left [yesterday](date:2024-03-17)."), "{}", ran.out);
    folder.run_with(&["annotate", "-"], b"\xFF").code(2).says(&["standard input", "not UTF-8"]);
    folder.run(&["annotate", "."]).code(2).says(&["2 articles", "--write"]);
    folder.run(&["annotate", "gone.txt"]).code(2).says(&["gone.txt", "no such file"]);
}

/// A scraped story with the registry of the example: the remaining findings are real.
#[test]
fn a_scraped_page_has_few_findings_after_annotating() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/qatar-us-memorandum.ar.txt");
    let Ok(text) = std::fs::read_to_string(&seed) else { return println!("skipped: {} is not here", seed.display()) };
    let folder = Folder::newsroom(&[("story.ar.txt", &text)]);
    folder.run(&["annotate", "--write", "story.ar.txt"]).code(0);
    let once = folder.text("story.ar.news.md");
    for mark in ["datePublished: 2017-09-18T19:22", "(date:2017-07-11)", "(date:2017-06-05)", "<!-- page: whatsapp -->"]
    {
        assert!(once.contains(mark), "no {mark}:\n{once}");
    }
    folder.run(&["annotate", "--write", "story.ar.news.md"]).code(0);
    assert_eq!(folder.text("story.ar.news.md"), once);
    let ran = folder.run(&["lint", "--format", "concise", "story.ar.news.md"]).code(0);
    assert_eq!(ran.out, "");
}

#[test]
fn fmt_writes_links_in_one_form() {
    let inline = "قالت [سميرة ناصر](actor:samira-nasser) ذلك.\n";
    let cast = "قالت [سميرة ناصر] ذلك.\n\n[سميرة ناصر]: actor:samira-nasser\n";
    let folder = Folder::newsroom(&[("one.ar.news.md", inline), ("two.ar.news.md", cast)]);
    assert_eq!(folder.run(&["fmt"]).code(0).out, "", "no form is asked for");
    assert_eq!(folder.run(&["fmt", "--cast-list", "--check"]).code(1).out, "./one.ar.news.md\n");
    assert_eq!(folder.text("one.ar.news.md"), inline);
    folder.run(&["fmt", "--cast-list"]).code(0);
    assert_eq!(folder.text("one.ar.news.md"), cast);
    folder.run(&["fmt", "--cast-list", "--check"]).code(0);
    folder.run(&["fmt", "--inline"]).code(0);
    assert_eq!(folder.text("two.ar.news.md").trim_end(), inline.trim_end());
    folder.run(&["fmt", "gone.news.md"]).code(2).says(&["gone.news.md", "no such file"]);
}

//! Files that are not articles are refused when named, and skipped when a folder is walked.

use super::{Folder, Ran};

const FILES: [(&str, &str, &str); 8] = [
    ("page.php", "<html><p>Samira Nasser said so.", "it is HTML of a program, not an article"),
    ("page.xml", "<rss/>", "it is XML, but not NITF, NewsML-G2 or TEI, not an article"),
    ("page.json", "{\"text\": \"x\"}", "it is JSON, not an article"),
    ("all.jsonl", "{\"text\": \"x\"}", "it is JSON, not an article"),
    ("people.csv", "id,kind\n", "it is a table, not an article"),
    ("page.yaml", "text: x\n", "it is YAML, not an article"),
    ("Cargo.toml", "[package]\n", "it is TOML"),
    ("picture", "\0\0\0", "it is binary, not an article"),
];

#[test]
fn other_files_are_refused_when_named() {
    let files: Vec<(&str, &str)> = FILES.iter().map(|(name, text, _)| (*name, *text)).collect();
    let folder = Folder::newsroom(&files);
    folder.write("good.en.news.md", b"31 June 2017\n");
    for (name, text, what) in FILES {
        for command in [
            &["lint", "--format", "concise"][..],
            &["annotate"],
            &["export"],
            &["fmt"],
            &["timeline"],
            &["actors", "stats"],
        ] {
            let mut arguments = command.to_vec();
            arguments.push(name);
            folder.run(&arguments).code(2).says(&[name, what, "help: "]);
        }
        for command in ["lint", "annotate"] {
            let ran = folder.run_with(&[command, "--stdin-filename", name, "-"], text.as_bytes()).code(2);
            assert_eq!(ran.out, "");
            ran.says(&[name, what]);
        }
        let ran = folder.run(&["lint", "--format", "concise", name, "good.en.news.md"]).code(2);
        assert!(ran.out.contains("good.en.news.md:1:1"), "the other is checked");
    }
    let _: Ran = folder.run(&["lint", "p*.php"]).code(2).says(&["page.php", "it is HTML"]);
    // They are skipped when a folder is walked.
    for command in ["lint", "export", "fmt", "timeline"] {
        let ran = folder.run(&[command, "."]);
        assert!(ran.code < 2 && !ran.err.contains("not an article"), "{}", ran.err);
    }
}

#[test]
fn texts_with_any_extension_are_articles() {
    let text = "31 June 2017\n";
    let folder =
        Folder::newsroom(&[("a.txt", text), ("b.md", text), ("c", text), ("d.news.md", text), ("e.rst", text)]);
    folder.write("f.md", format!("<html>\n\n{text}").as_bytes());
    for name in ["a.txt", "b.md", "c", "d.news.md", "e.rst", "f.md"] {
        let ran = folder.run(&["lint", "--format", "concise", "--lang", "en", name]).code(1);
        assert!(ran.out.contains("impossible-date"), "{name}: {}{}", ran.out, ran.err);
    }
}

/// A registry outside of the configuration is checked as a registry.
#[test]
fn a_registry_with_any_name_is_checked() {
    let folder = Folder::new(&[("people.toml", "[[actor]]\nid = \"x\"\nkind = \"nothing\"\n")]);
    let ran = folder.run(&["lint", "--format", "concise", "people.toml"]).code(1);
    assert!(ran.out.contains("malformed-registry"), "{}", ran.out);
}

#[test]
fn fix_reports_what_it_did() {
    let faulty = "[Samira Nasir](actor:samira-nasser) said so on 31 June 2017, Tuesday, 18 March 2024.\n";
    let folder = Folder::newsroom(&[("a.en.news.md", faulty), ("b.en.news.md", faulty)]);
    folder.run(&["lint"]).code(1).says(&["2 fixable with --fix"]);
    for arguments in [&["lint", "--diff"][..], &["lint", "--fix", "--diff"]] {
        let ran = folder.run(arguments).code(1);
        assert!(ran.out.contains("+[Samira Nasser](actor:samira-nasser)"), "{}", ran.out);
        ran.says(&["2 fixes would be applied in 2 files; 4 findings left"]);
        assert_eq!(folder.text("a.en.news.md"), faulty, "nothing is written");
    }
    let ran = folder.run(&["lint", "--fix", "--format", "json"]).code(1);
    assert!(ran.out.starts_with('{'));
    ran.says(&["2 fixes applied in 2 files; 4 findings left, 2 with several fixes to choose from"]);
}

//! The settings in force, the state of a setup, and what a run selects.

use super::Folder;
use serde_json::Value;

const CONFIG: &str = "registry = [\"actors.toml\"]\nlanguage = \"en\"\n\n[rules]\nshort-name-first = \"warning\"\n\n[[override]]\nfiles = [\"old/**\"]\nrules.weekday-mismatch = \"off\"\n";
const STORY: &str = "---\ndate: 2024-03-18\n---\nOn Tuesday, 18 March 2024, nothing happened. On 31 June 2024 they spoke of Samira Nasir.\n";

fn folder() -> Folder {
    Folder::newsroom(&[("copydesk.toml", CONFIG), ("a.en.news.md", STORY), ("old/b.en.news.md", STORY)])
}

/// The value and the source of a setting or a rule.
fn setting(shown: &Value, part: &str, name: &str) -> (String, String) {
    let found = shown[part].as_array().expect("a list").iter().find(|setting| setting["name"] == name);
    let text = |key: &str| found.expect("the setting")[key].as_str().expect("a text").to_owned();
    (text("value"), text("source"))
}

#[test]
fn each_setting_has_its_source() {
    let folder = folder();
    let show = |arguments: &[&str]| -> Value {
        let all = [&["config", "show", "--format", "json"], arguments].concat();
        serde_json::from_str(&folder.run(&all).code(0).out).expect("JSON")
    };
    let shown = show(&["a.en.news.md", "--level", "impossible-date=info"]);
    let of = |part: &str, name: &str| setting(&shown, part, name);
    assert_eq!(of("settings", "language"), ("\"en\"".into(), "copydesk.toml:2".into()));
    assert_eq!(of("settings", "mentions"), ("\"first\"".into(), "default".into()));
    assert_eq!(of("rules", "short-name-first"), ("warning".into(), "copydesk.toml:5".into()));
    assert_eq!(of("rules", "impossible-date"), ("info".into(), "--level impossible-date=info".into()));
    assert_eq!(of("rules", "weekday-mismatch"), ("error".into(), "default".into()));

    let old = show(&["old/b.en.news.md"]);
    assert_eq!(setting(&old, "rules", "weekday-mismatch"), ("off".into(), "copydesk.toml:9 ([[override]])".into()));
    folder.write("c.en.news.md", b"---\ncopydesk:\n  ignore: [impossible-date]\n---\nText.\n");
    let own = show(&["c.en.news.md"]);
    assert_eq!(setting(&own, "rules", "impossible-date"), ("off".into(), "c.en.news.md".into()));

    let text = folder.run(&["config", "show"]).code(0).out;
    assert!(text.contains("short-name-first  warning  copydesk.toml:5"), "{text}");
    assert!(text.contains("rules have default levels (--all lists them)"), "{text}");
    folder.run(&["config", "show", "none.md"]).code(2).says(&["none.md: no such file or folder"]);
}

#[test]
fn the_doctor_says_what_is_missing() {
    let folder = folder();
    let good = folder.run(&["doctor"]).code(0).out;
    assert!(good.contains("10 entries in ./actors.toml") && good.contains("2 below ."), "{good}");
    folder.write("empty/x.txt", b"");
    std::fs::remove_file(folder.path().join("copydesk.toml")).expect("a file");
    let bare = folder.run(&["doctor", "empty"]).code(1).out;
    for words in ["copydesk init", "built-in places are known", "none: articles are *.news.md"] {
        assert!(bare.contains(words), "{words}: {bare}");
    }
    folder.write("copydesk.toml", b"registry = 3\n");
    let broken = folder.run(&["doctor"]).code(2).out;
    assert!(broken.contains("!!  configuration"), "{broken}");
}

#[test]
fn rules_are_selected_by_groups_and_globs() {
    let folder = folder();
    let codes = |arguments: &[&str]| {
        let all = [&["lint", "--format", "concise", "--quiet", "a.en.news.md"], arguments].concat();
        let ran = folder.run(&all);
        assert_eq!(ran.err, "", "a quiet run has no summary");
        let codes = ran.out.lines().filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned()));
        let mut codes: Vec<String> = codes.collect();
        codes.sort();
        codes
    };
    assert_eq!(codes(&[]), ["discouraged-name", "impossible-date", "unlinked-actor", "weekday-mismatch"]);
    assert_eq!(codes(&["--select", "dates"]), ["impossible-date", "weekday-mismatch"]);
    assert_eq!(codes(&["--select", "*-mismatch,discouraged-name"]), ["discouraged-name", "weekday-mismatch"]);
    assert_eq!(codes(&["--ignore", "dates"]), ["discouraged-name", "unlinked-actor"]);
    folder.run(&["lint", "--select", "date"]).code(2).says(&["unknown rule `date`", "did you mean `dates`?"]);
    folder.run(&["lint", "--select", "q*"]).code(2).says(&["no rule matches `q*`"]);
}

#[test]
fn a_baseline_says_what_it_holds_and_hides() {
    let folder = folder();
    folder
        .run(&["lint", "--write-baseline", "known.json"])
        .code(0)
        .says(&["7 findings written to known.json", "`--baseline known.json` hides them"]);
    folder.run(&["lint", "--baseline", "known.json"]).code(0).says(&["no findings; the baseline hides 7 findings"]);
}

#[test]
fn only_articles_are_checked_for_a_hook() {
    let folder = folder();
    folder.write("notes.md", STORY.replace("date: 2024-03-18", "title: x").as_bytes());
    folder.write("data.toml", b"x = 1\n");
    let all = ["lint", "--only-articles", "--format", "concise"];
    let named = folder.run(&[&all[..], &["notes.md", "data.toml", "a.en.news.md"]].concat()).code(1);
    assert!(named.out.lines().all(|line| line.starts_with("a.en.news.md:")), "{}", named.out);
    assert!(named.err.contains("1 file checked"), "{}", named.err);
    let none = folder.run(&[&all[..], &["notes.md", "data.toml"]].concat()).code(0);
    assert_eq!(none.out, "");
}

#[test]
fn nothing_to_do_is_said() {
    let folder = Folder::newsroom(&[("empty/x.txt", "")]);
    folder.run(&["fmt", "empty"]).code(0).says(&["nothing to format"]);
    folder.run(&["annotate", "empty"]).code(0).says(&["nothing to annotate"]);
    for command in [&["export"][..], &["timeline"], &["count"], &["actors", "draft"]] {
        folder
            .run(&[command, &["empty"]].concat())
            .code(0)
            .says(&["no articles found", "`copydesk init` sets up a folder"]);
    }
    folder.run(&["lint"]).code(0).says(&["no articles found", "1 file checked"]);
    let quiet = folder.run(&["lint", "-q"]).code(0);
    assert_eq!(quiet.err, "");
    let bare = Folder::new(&[]);
    bare.run(&["actors", "stats"]).code(0).says(&["the registry is empty; `copydesk actors import`"]);
    bare.run(&["actors", "export", "--to", "csv"]).code(0).says(&["`copydesk actors template`"]);
}

#[test]
fn files_that_look_like_articles_are_named_where_nothing_is_found() {
    let page = "<html><body><article><p>It closed on Tuesday, March 18, 2024.</p></article></body></html>";
    let table = "nr,headline,body\n1,Deal,It closed.\n";
    let folder = Folder::new(&[("pages/a.html", page), ("wire/a.csv", table), ("odd/a.csv", "A,B\n1,2\n")]);
    for command in [&["lint"][..], &["export"], &["count"]] {
        let ran = folder.run(&[command, &["pages"]].concat()).code(0);
        ran.says(&["1 files look like articles", "`articles = [\"*.html\"]`"]);
        let ran = folder.run(&[command, &["wire"]].concat()).code(0);
        ran.says(&["`wire/a.csv` looks like an archive of articles", "--fields text=body"]);
    }
    folder.run(&["doctor", "pages"]).code(1);
    folder.run(&["lint", "odd/a.csv"]).code(2).says(&["it is a table", "--fields text=NAME; it has `A`, `B`"]);
    folder.run(&["count", "odd/missing.csv"]).code(2).says(&["no such file"]);
    let ran = folder.run(&["count", "wire/a.csv"]).code(2);
    assert!(!ran.err.contains("no actors"), "{}", ran.err);
    folder.run(&["init"]).code(0);
    assert!(folder.text("copydesk.toml").contains("\"pages/**/*.html\""), "{}", folder.text("copydesk.toml"));
    folder.run(&["lint"]).code(1);
}

#[test]
fn fmt_says_what_it_did() {
    let story = "---\ntype: NewsArticle\ninLanguage: en\n---\n\n[Karim Adel](actor:karim-adel) left.\n";
    let folder = Folder::newsroom(&[("a.news.md", story), ("b.news.md", "It rained.\n")]);
    let ran = folder.run(&["fmt", "--cast-list", "--check"]).code(1).says(&["1 of 2 articles would change"]);
    assert_eq!(ran.out, "./a.news.md\n");
    folder.run(&["fmt", "--cast-list"]).code(0).says(&["1 of 2 articles changed"]);
    folder.run(&["fmt", "--cast-list"]).code(0).says(&["0 of 2 articles changed"]);
}

#[test]
fn help_and_wrong_arguments_are_in_the_language_of_the_reader() {
    let folder = Folder::newsroom(&[]);
    let run = |locale: &str, arguments: &[&str]| -> super::Ran {
        folder.command(arguments).env("LC_ALL", locale).output().expect("the program runs").into()
    };
    for (arguments, parts) in [
        (&["--help"][..], ["الاستعمال: copydesk", "الأوامر:\n"]),
        (&["lint", "--help"], ["أجرِ الإصلاحات المأمونة", "[القيم: auto, always, never]"]),
        (&["help", "actors", "import"], ["استورد المداخل من صيغ أخرى", "copydesk actors import --dry-run people.xlsx"]),
        (&["lint", "--messages=ar", "-h"], ["الخيارات:\n", "رموز الخروج: 0"]),
    ] {
        let ran = run("ar_QA.UTF-8", arguments).code(0);
        assert!(parts.iter().all(|part| ran.out.contains(part)), "{}", ran.out);
        for english in ["Print", "Options", "Usage", "default", "possible", "Examples"] {
            assert!(!ran.out.contains(english), "{english} in {}", ran.out);
        }
    }
    assert!(run("C", &["lint", "--help"]).out.contains("Apply safe fixes"));
    folder.write("a.ar.news.md", "---\ndate: 2024-03-18\n---\nيبدأ العمل في 5 يونيو 2024.\n".as_bytes());
    let days = run("ar", &["timeline", "a.ar.news.md"]).code(0).out;
    assert!(days.starts_with("2024-06-05  \u{202B}الأربعاء 5 يونيو 2024"), "{days}");
    assert!(run("C", &["timeline", "a.ar.news.md"]).out.starts_with("2024-06-05  Wed 5 June 2024"));
    assert!(run("ar", &["doctor"]).out.contains("الأخبار"));
    let page = run("ar", &["explain", "weekday-mismatch"]).code(0).out;
    assert!(page.contains("يوم الأسبوع لا يوافق") && page.contains("مقبول (story.en.news.md)"), "{page}");
    let list = run("ar", &["explain"]).code(0).out;
    assert!(list.contains("فقرة مكررة.") && !list.contains("A paragraph"), "{list}");
    for (arguments, parts) in [
        (&["lnt"][..], ["خطأ: لا أمر باسم `lnt`", "هل تقصد"]),
        (&["lint", "--fromat", "json"], ["خطأ: لا خيار باسم `--fromat`", "هل تقصد `--format`؟"]),
        (&["lint", "--format", "jsn"], ["القيمة `jsn` لا تصلح للخيار `--format <FORMAT>`", "هل تقصد `json`؟"]),
        (&["lint", "--jobs", "many"], ["القيمة `many` لا تصلح للخيار `--jobs <N>`", "للمزيد"]),
        (&["lint", "--fix", "--write-baseline", "a"], ["خطأ: لا يُستعمل", "الاستعمال: copydesk lint"]),
        (&["annotate"], ["خطأ: معطى ناقص: <PATHS>...", "الاستعمال: copydesk annotate"]),
        (&["lint", "--output"], ["يحتاج `--output <FILE>` إلى قيمة", "للمزيد"]),
    ] {
        run("ar_QA.UTF-8", arguments).code(2).says(&parts);
        let english = run("C", arguments).code(2);
        assert!(english.err.starts_with("error: "), "{}", english.err);
    }
    run("C", &["lint", "--explain", "weekday-mismatch"]).code(2).says(&["`copydesk explain` is a command"]);
}

#[test]
fn a_diff_holds_only_what_changes() {
    let story = "---\ntype: NewsArticle\ninLanguage: en\n---\n\nKarim Adel left.\n";
    let folder = Folder::newsroom(&[("a.news.md", story), ("copydesk.toml", "language = \"en\"\n")]);
    let ran = folder.run(&["lint", "--fix", "--diff"]);
    assert!(ran.out.starts_with("--- a/a.news.md\n+++ b/a.news.md\n@@ "), "{}", ran.out);
    assert!(!ran.out.contains("[[actor]]") && !ran.out.contains("language ="), "{}", ran.out);
}

#[test]
fn messages_are_in_the_language_of_the_reader() {
    let folder = folder();
    let run = |locale: &str, arguments: &[&str]| {
        let all = [&["lint", "--format", "concise", "a.en.news.md"], arguments].concat();
        let ran: super::Ran = folder.command(&all).env("LC_ALL", locale).output().expect("the program runs").into();
        ran.code(1)
    };
    let arabic = run("ar_QA.UTF-8", &[]);
    assert!(arabic.out.contains("يوافق 18 مارس 2024 يوم الاثنين"), "{}", arabic.out);
    assert!(arabic.err.contains("الملفات المدققة: 1"), "{}", arabic.err);
    assert!(run("ar_QA.UTF-8", &["--messages", "en"]).out.contains("18 March 2024 is a Monday"));
    assert!(run("de_DE.UTF-8", &[]).out.contains("18 March 2024 is a Monday"), "a language without messages");
    // A format for programs depends on its option only.
    let ran: super::Ran = folder
        .command(&["lint", "--format", "json", "a.en.news.md"])
        .env("LC_ALL", "ar")
        .output()
        .expect("runs")
        .into();
    assert!(ran.out.contains("18 March 2024 is a Monday"), "{}", ran.out);
    folder.run(&["lint", "--messages", "zh"]).code(2).says(&["not translated into this language; use en, ar"]);
}

#[test]
fn errors_are_in_the_language_of_the_reader() {
    let folder = Folder::newsroom(&[("page.php", "<?php ?>")]);
    let run = |locale: &str, arguments: &[&str]| -> super::Ran {
        folder.command(arguments).env("LC_ALL", locale).output().expect("the program runs").into()
    };
    for (arguments, parts) in [
        (
            &["lint", "missing.news.md"][..],
            ["copydesk: missing.news.md: لا ملف ولا مجلد بهذا الاسم", "الحل: تحقق من المسار"],
        ),
        (&["lint", "page.php"], ["page.php: هو ملف HTML لبرنامج، لا خبر", "الحل: احفظ نصه نصاً عادياً"]),
        (&["explain", "weekday-mismach"], ["قاعدة غير معروفة `weekday-mismach`", "هل المقصود `weekday-mismatch`؟"]),
        (&["actors", "show", "nobody-at-all"], ["nobody-at-all: لا مدخل بهذا المعرّف", "الحل: "]),
    ] {
        run("ar_QA.UTF-8", arguments).code(2).says(&parts);
    }
    run("de_DE.UTF-8", &["lint", "missing.news.md"])
        .code(2)
        .says(&["no such file or folder", "  help: check the path"]);
    run("ar", &["lint", "--messages", "en", "missing.news.md"]).code(2).says(&["no such file or folder"]);
    run("C", &["lint", "--messages", "ar", "missing.news.md"]).code(2).says(&["لا ملف ولا مجلد"]);
}

#[test]
fn an_import_speaks_the_language_of_the_reader() {
    let folder = Folder::newsroom(&[("people.csv", "name,born\nRana Saleh,soon\n,1990\n")]);
    let arguments = ["actors", "import", "people.csv", "--dry-run"];
    let ran: super::Ran = folder.command(&arguments).env("LC_ALL", "ar").output().expect("the program runs").into();
    ran.says(&["people.csv:2: تحذير: ", "قيمة `born` ليست تاريخاً: `soon`؛ تُرك من المدخل", "المستورد: 1", "المشكلات: 2"]);
    folder.run(&arguments).says(&["people.csv:2: warning: `born` is not a date: `soon`; it is left out of the entry"]);
}

#[test]
fn cached_messages_are_translated_too() {
    let files: Vec<(String, &str)> = (0..80).map(|nth| (format!("{nth}.en.news.md"), STORY)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = Folder::newsroom(&files);
    let run = |messages: &str| {
        folder.run(&["lint", "--cache-dir", "cache", "--format", "json", "--messages", messages, "."]).code(1)
    };
    let (english, fresh) =
        (run("en").out, folder.run(&["lint", "--no-cache", "--format", "json", "--messages", "ar", "."]).code(1).out);
    assert!(english.contains("is a Monday") && fresh.contains("يوم الاثنين"));
    assert_eq!(run("ar").out, fresh);
    assert_eq!(run("en").out, english);
}

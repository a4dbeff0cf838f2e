//! The formats on small documents.

use super::*;
use crate::finding::{Fix, RuleCode};
use crate::text::EditSet;
use expect_test::expect;
use unicode_width::UnicodeWidthChar;

fn document(text: &str, words: &str) -> Checked {
    let at = text.find(words).unwrap();
    let range = TextRange::from(at..at + words.len());
    let finding = Finding {
        code: RuleCode::new("weekday-mismatch"),
        severity: Severity::Error,
        range,
        message: "18 March 2024 is not a `الثلاثاء`".into(),
        notes: vec!["why".into()],
        related: Vec::new(),
        fixes: vec![Fix::manual("Change it", EditSet::replace(range, "x"))],
    };
    Checked::new("a b.md".into(), text.into(), vec![finding])
}

/// The lines of a rendering without colours and characters of no width.
fn plain(text: &str) -> String {
    let bare = anstream::adapter::strip_str(text).to_string();
    bare.chars().filter(|c| !matches!(c, '\u{202B}' | '\u{202C}' | '\u{200E}' | '\u{200F}')).collect()
}

#[test]
fn marks_are_under_the_words() {
    let seen = plain(&render(Format::Full, &[document("one\nقال الثَّلاثاء كلاماً\n", "الثَّلاثاء")]));
    expect![[r"
        error[weekday-mismatch]: 18 March 2024 is not a `الثلاثاء`
         --> a b.md:2:5
          |
        2 | قال الثَّلاثاء كلاماً
          |     ^^^^^^^^      
          = note: why
          = possible fix: Change it

    "]]
    .assert_eq(&seen);
}

#[test]
fn a_line_and_its_marks_have_the_same_width() {
    // Terminals give each character its own cells; the width of a text would count لا as one.
    let width = |line: &str| line.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    for (text, words) in [("قال الثلاثاء", "الثلاثاء"), ("x\tقال \u{200B}الثلاثاء", "\u{200B}"), ("قال", "قال")]
    {
        let long = format!("{}{text}{}", "كلام ".repeat(300), " words".repeat(200));
        for text in [text, long.as_str()] {
            let seen = plain(&render(Format::Full, &[document(text, words)]));
            let lines: Vec<&str> = seen.lines().collect();
            assert_eq!(width(lines[3]), width(lines[4]), "{seen}");
            assert!(width(lines[3]) < 130);
        }
    }
}

#[test]
fn narrow_terminals_are_supported() {
    let text = format!(
        "{}قال الثلاثاء، 18 مارس{} and so on until the end of the line.",
        "كلام ".repeat(30),
        " words".repeat(30)
    );
    let mut document = document(&text, "الثلاثاء، 18 مارس");
    document.findings[0].message =
        "`18 مارس 2024` is not a `الثلاثاء`, but a day of which there is much more to say".into();
    document.findings[0].notes = vec![
        "words: “الثلاثاء، 18 مارس” → counted from Monday 18 March 2024, the day of publication".into(),
        "العبارة «الثلاثاء، 18 مارس» ← محسوبة من الاثنين 18 مارس 2024، يوم النشر، وهو ما يقال هنا بكلام طويل".into(),
    ];
    let width = |line: &str| line.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    for columns in [30, 40, 80, 100] {
        let seen = render_within(Format::Full, std::slice::from_ref(&document), Some(columns), Language::English);
        let seen = anstream::adapter::strip_str(&seen).to_string();
        for line in seen.lines() {
            assert!(width(line) <= columns, "{columns}: {line}");
            let (opened, closed) = (line.matches('\u{202B}').count(), line.matches('\u{202C}').count());
            assert_eq!(opened, closed, "each line has its own embeddings: {line:?}");
        }
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
        let notes = words(&plain(&seen));
        assert!(
            notes.contains(&*document.findings[0].notes[0]) && notes.contains(&*document.findings[0].notes[1]),
            "{notes}"
        );
    }
    let wide = render_within(Format::Full, std::slice::from_ref(&document), Some(1000), Language::English);
    let wide_lines: Vec<&str> = wide.lines().collect();
    assert!(wide_lines[0].contains(": `\u{202B}18 مارس 2024\u{202C}\u{200E}` is not"), "an English message: {wide}");
    assert!(wide.contains("note: \u{202B}العبارة"), "an Arabic note: {wide}");
    assert_eq!(wide, render(Format::Full, &[document]));
}

#[test]
fn colours_are_readable_on_white_and_on_black() {
    // Relative luminance and contrast of WCAG 2; the cube of 6 × 6 × 6 colours and the greys of xterm.
    let luminance = |code: u8| {
        let level = |step: u8| if step == 0 { 0.0 } else { f64::from(step) * 40.0 + 55.0 };
        let rgb = match code {
            16..=231 => [(code - 16) / 36, (code - 16) / 6 % 6, (code - 16) % 6].map(level),
            232.. => [f64::from(code - 232) * 10.0 + 8.0; 3],
            _ => panic!("{code} is a colour of the theme"),
        };
        let linear = rgb.map(|part| {
            let part = part / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let seen = Severity::ALL.map(|severity| {
        let mut document = document("a Tuesday\n", "Tuesday");
        document.findings[0].severity = severity;
        render(Format::Full, &[document])
    });
    let mut codes: Vec<u8> = seen
        .iter()
        .flat_map(|text| text.split("38;5;").skip(1))
        .map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 6, "four severities, the gutter, and fixes: {codes:?}");
    for code in codes {
        let (on_white, on_black) = (1.05 / (luminance(code) + 0.05), (luminance(code) + 0.05) / 0.05);
        assert!(on_white > 3.5 && on_black > 4.4, "{code}: {on_white:.2} on white, {on_black:.2} on black");
    }
}

#[test]
fn controls_do_not_reach_the_terminal() {
    let seen = render(Format::Full, &[document("a \u{1b}[2J\u{9b}b c", "b c")]);
    assert!(!plain(&seen).contains(['\u{1b}', '\u{9b}']));
}

#[test]
fn programs_get_places_in_utf16() {
    let document = document("😀 قال الثلاثاء\n", "الثلاثاء");
    let value: serde_json::Value = serde_json::from_str(render(Format::Jsonl, &[document]).trim()).unwrap();
    assert_eq!(value["start"], serde_json::json!({"line": 1, "column": 8, "offset": 12}));
    assert_eq!(value["fixes"][0]["edits"][0]["text"], "x");
}

#[test]
fn github_escapes_what_would_end_a_command() {
    let seen = render(Format::Github, &[document("a Tuesday\n", "Tuesday")]);
    assert_eq!(
        seen,
        "::error file=a b.md,line=1,endLine=1,col=3,endColumn=10,title=weekday-mismatch::18 March 2024 is not a `الثلاثاء`%0Awhy\n"
    );
}

#[test]
fn sarif_names_rules_and_places() {
    let value: serde_json::Value =
        serde_json::from_str(&render(Format::Sarif, &[document("a Tuesday\n", "Tuesday")])).unwrap();
    let result = &value["runs"][0]["results"][0];
    let index = result["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(value["runs"][0]["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b.md");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startColumn"], 3);
}

#[test]
fn fingerprints_survive_moved_lines() {
    let first = fingerprints(&document("a Tuesday\n", "Tuesday"));
    let moved = fingerprints(&document("x\n\n  a Tuesday\n", "Tuesday"));
    let other = fingerprints(&document("the Tuesday\n", "Tuesday"));
    assert_eq!(first, moved);
    assert_ne!(first, other);
}

#[test]
fn reports_of_ci_systems() {
    let mut one = document("قال الثلاثاء & \"x\" <y>\n", "الثلاثاء");
    one.findings[0].message = "not `الثلاثاء` & \"x\" <y>\u{1}".into();
    let documents = [one];
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <checkstyle version="4.3">
          <file name="a b.md">
            <error line="1" column="5" severity="error" message="not `الثلاثاء` &amp; &quot;x&quot; &lt;y&gt;�" source="copydesk.weekday-mismatch"/>
          </file>
        </checkstyle>
    "#]]
    .assert_eq(&render(Format::Checkstyle, &documents));
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="copydesk" tests="1" failures="1" errors="0" time="0">
          <testsuite name="a b.md" tests="1" failures="1" errors="0" skipped="0" time="0">
            <testcase name="weekday-mismatch at 1:5" classname="a b.md" time="0">
              <failure type="error" message="not `الثلاثاء` &amp; &quot;x&quot; &lt;y&gt;�">a b.md:1:5: not `الثلاثاء` &amp; &quot;x&quot; &lt;y&gt;�
        why</failure>
            </testcase>
          </testsuite>
        </testsuites>
    "#]]
    .assert_eq(&render(Format::Junit, &documents));
    let gitlab: serde_json::Value = serde_json::from_str(&render(Format::Gitlab, &documents)).unwrap();
    assert_eq!(gitlab[0]["location"]["lines"]["begin"], 1);
    assert_eq!(gitlab[0]["severity"], "major");
    let rdjson: serde_json::Value = serde_json::from_str(&render(Format::Rdjson, &documents)).unwrap();
    // Columns count bytes: `قال ` is seven.
    assert_eq!(rdjson["diagnostics"][0]["location"]["range"]["start"]["column"], 8);
    assert_eq!(rdjson["diagnostics"][0]["suggestions"][0]["text"], "x");
}

#[test]
fn a_report_without_findings_is_valid() {
    for format in [Format::Json, Format::Sarif, Format::Gitlab, Format::Rdjson] {
        assert!(serde_json::from_str::<serde_json::Value>(&render(format, &[])).is_ok(), "{format:?}");
    }
    assert_eq!(render(Format::Checkstyle, &[]).lines().count(), 3);
    assert_eq!(render(Format::Junit, &[]).lines().count(), 3);
}

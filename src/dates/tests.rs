//! Phrases and what they must come to.

use super::*;

fn reference() -> Reference {
    Reference { day: "2017-09-18".parse().unwrap(), source: ReferenceSource::Published }
}

/// Words and value of each expression: `words=value`, with `!` for an impossible one and `?` for an open one.
fn read(text: &str, language: Language) -> Vec<String> {
    let expressions = scan(text, language);
    let resolved = resolve(text, &expressions, language, Some(&reference()));
    expressions
        .iter()
        .zip(&resolved)
        .map(|(expression, resolved)| {
            let value = match (&resolved.impossible, &resolved.value) {
                (Some(_), _) => "!".to_owned(),
                (None, Some(value)) => value.clone(),
                (None, None) => "?".to_owned(),
            };
            format!("{}={value}", expression.range.slice(text))
        })
        .collect()
}

fn check(language: Language, table: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, expected) in table {
        let found = read(text, language);
        if found != *expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn arabic_core() {
    check(
        Language::Arabic,
        &[
            ("الاثنين، 18-09-2017 الساعة 19:22", &["الاثنين، 18-09-2017 الساعة 19:22=2017-09-18T19:22"]),
            ("في 11 يوليو الماضي، مع تأكيدها", &["11 يوليو الماضي=2017-07-11"]),
            ("اندلعت في 5 يونيو الماضي", &["5 يونيو الماضي=2017-06-05"]),
            ("في تصريح نشرته الوكالة، الاثنين: \"إن", &["الاثنين=2017-09-18"]),
            ("خلال الفترة الماضية", &["الفترة الماضية=PAST_REF"]),
            ("الشيخ محمد آل ثاني والادعاء العام", &[]),
            ("1 رمضان 1445هـ", &["1 رمضان 1445هـ=2024-03-11"]),
        ],
    );
}

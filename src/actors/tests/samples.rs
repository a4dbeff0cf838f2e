//! Samples with expected results from outside the repository, if present.
#![expect(clippy::disallowed_methods, reason = "the tests read files that stand outside the source tree")]

use super::{names, registry};
use crate::actors::*;
use crate::article::BlockId;
use crate::language::Language;
use std::path::Path;

/// A file of the shared folder, if present.
fn shared(path: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let text = std::fs::read_to_string(root.join(path)).ok();
    if text.is_none() {
        println!("skipped: {path} is not here");
    }
    text
}

/// A string of a flat JSON object on one line.
fn field<'a>(line: &'a str, key: &str) -> &'a str {
    let start = line.find(&format!("\"{key}\": \"")).map_or(0, |at| at + key.len() + 5);
    &line[start..start + line[start..].find('"').unwrap_or(0)]
}

/// The spans of a list: start, end (code points) and the actor, which can be empty.
fn spans(line: &str, key: &str) -> Vec<(usize, usize, String)> {
    let start = line.find(&format!("\"{key}\": [")).unwrap();
    let list = &line[start..start + line[start..].find(']').unwrap()];
    list.split('{')
        .skip(1)
        .map(|item| {
            let number = |key: &str| {
                let at = item.find(&format!("\"{key}\": ")).unwrap() + key.len() + 4;
                item[at..].chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
            };
            (
                number("start"),
                number("end"),
                if item.contains("\"actor\"") { field(item, "actor").into() } else { String::new() },
            )
        })
        .collect()
}

#[test]
fn false_friends_are_not_recognized() {
    let (Some(seed), Some(traps)) = (shared("actors/seed/actors.toml"), shared("actors/seed/traps.jsonl")) else {
        return;
    };
    for builtin in [false, true] {
        let registry = registry(&seed, builtin);
        let mut failed = Vec::new();
        for line in traps.lines() {
            let (id, prose) = (field(line, "id"), field(line, "text"));
            let language = Language::from_tag(field(line, "lang")).unwrap();
            let matches = scan(prose, language, &registry);
            let block = BlockNames {
                block: BlockId::FIRST,
                heading: false,
                matches: &matches,
                links: Vec::new(),
                closed: Vec::new(),
                dates: Vec::new(),
            };
            let on = field(line, "date").parse().ok();
            let found: Vec<(usize, usize, String)> = disambiguate(&registry, &[block], on)
                .into_iter()
                .filter(|name| name.certainty == Certainty::Certain)
                .map(|name| {
                    let point = |byte: u32| prose[..byte as usize].chars().count();
                    let (start, end) = (point(name.matched.range.start), point(name.matched.range.end));
                    (start, end, registry.actor(name.actors[0]).id.clone())
                })
                .collect();
            let missing = spans(line, "expect").into_iter().filter(|span| !found.contains(span)).count();
            let forbidden = spans(line, "forbid")
                .into_iter()
                .filter(|(start, end, _)| found.iter().any(|(s, e, _)| s < end && start < e));
            if missing + forbidden.count() > 0 {
                failed.push(format!("{id}: {prose}\n  found {found:?}"));
            }
        }
        println!("traps (built in: {builtin}): {} of {}", traps.lines().count() - failed.len(), traps.lines().count());
        assert!(failed.is_empty(), "{}", failed.join("\n"));
    }
}

#[test]
fn the_names_of_the_sample_article_are_found() {
    let Some(actors) = shared("samples/registry/actors.toml") else { return };
    let registry = registry(&actors, true);
    assert!(registry.files[0].problems.is_empty(), "{:?}", registry.files[0].problems);
    let story = "قالت وزيرة النقل ليلى حداد، الاثنين، إن بلادها وقّعت اتفاقية مع شركة بحر للملاحة لتوسعة ميناء سلمى. \
                 وأوضحت حداد أن المفاوضات بدأت في 11 فبراير الماضي. وقال عمر سالم، الرئيس التنفيذي لـبحر للملاحة، إن الكلفة \
                 تبلغ 120 مليون دولار. وكانت وزارة النقل قد أعلنت المشروع.";
    let found: Vec<_> =
        names(&registry, story).into_iter().map(|n| format!("{} {:?} {}", n.0, n.1, n.2.join(" "))).collect();
    assert_eq!(
        found,
        [
            "ليلى حداد Certain laila-haddad",
            "شركة بحر للملاحة Certain bahr-lines",
            "ميناء سلمى Certain salma-port",
            "حداد Certain laila-haddad",
            "عمر سالم Certain omar-salim",
            "بحر للملاحة Certain bahr-lines",
            "وزارة النقل Certain norafia-mot",
        ]
    );
    let story = "Transport Minister Laila Haddad said on Monday that her country had signed an agreement with Bahr Lines \
                 to expand Salma port. Haddad said talks began. Omar Salim, chief executive of Bahr, put the cost at \
                 $120 million. The Ministry of Transport announced it.";
    let found: Vec<_> =
        names(&registry, story).into_iter().map(|n| format!("{} {:?} {}", n.0, n.1, n.2.join(" "))).collect();
    assert_eq!(
        found,
        [
            "Laila Haddad Certain laila-haddad",
            "Bahr Lines Certain bahr-lines",
            "Salma port Certain salma-port",
            "Haddad Certain laila-haddad",
            "Omar Salim Certain omar-salim",
            "Bahr Certain bahr-lines",
            "Ministry of Transport Certain norafia-mot",
        ]
    );
}

//! Adds an entry to the registry from words of an article.

use super::rewrite::reads_alike;
use super::source_change::SourceChange;
use crate::actors::{Kind, Lookup, Registry, entries_named, id_of_name, name_like};
use crate::analysis::Analysis;
use crate::article::Scheme;
use crate::finding::{Applicability, Finding};
use crate::language::Language;
use crate::links::link_fix;
use crate::rule::Remedy;
use crate::rules;
use crate::text::{Edit, EditSet, ProseRange, TextRange};
use std::path::PathBuf;

/// An entry that is not in the registry yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActor {
    /// Its id: that of the link, or one derived from the name.
    pub id: String,
    /// Its probable kind.
    pub kind: Kind,
    /// The name as it is written in the article.
    pub name: String,
    /// The language of the article.
    pub language: Language,
}

/// The longest selection that can be a name, in words and in bytes.
const WORDS: usize = 8;
const LONGEST: usize = 160;

/// The first words of bodies of people and of places, in both languages.
const BODIES: &[&str] = &[
    "وزارة",
    "شركة",
    "مؤسسة",
    "هيئة",
    "منظمة",
    "جامعة",
    "بنك",
    "مصرف",
    "حزب",
    "حركة",
    "مجلس",
    "لجنة",
    "اتحاد",
    "جمعية",
    "مركز",
    "نادي",
    "وكالة",
    "صندوق",
    "نقابة",
    "محكمة",
    "جماعة",
    "مجموعة",
    "مكتب",
    "قناة",
    "صحيفة",
    "الجامعة",
    "الاتحاد",
    "الهيئة",
    "المجلس",
];
const BODY_WORDS: &[&str] = &[
    "ministry",
    "company",
    "group",
    "bank",
    "university",
    "party",
    "council",
    "committee",
    "union",
    "association",
    "agency",
    "fund",
    "court",
    "office",
    "organisation",
    "organization",
    "institute",
    "authority",
    "corporation",
    "ltd",
    "inc",
    "lines",
    "movement",
    "club",
    "school",
    "airlines",
    "press",
    "foundation",
    "department",
    "commission",
    "federation",
];
const PLACE_WORDS: &[&str] = &[
    "مدينة",
    "ميناء",
    "مطار",
    "قرية",
    "جزيرة",
    "محافظة",
    "city",
    "port",
    "airport",
    "island",
    "street",
    "village",
    "harbour",
    "river",
];

/// The entry that a finding asks for: for a link with an unknown id, or for an unregistered name.
pub fn actor_for_finding(analysis: &Analysis, finding: &Finding) -> Option<NewActor> {
    match rules::find(&finding.code)?.traits.remedy? {
        Remedy::Actor | Remedy::ActorOrSpelling => {
            new_actor(analysis, finding.range.slice(&analysis.text), finding.range.start)
        }
        Remedy::LinkedActor => actor_for_link(analysis, finding.range.start),
        Remedy::Merge => None,
    }
}

/// The entry for a link or a line of the cast list at an offset. `None` if the registry has its id.
pub fn actor_for_link(analysis: &Analysis, offset: u32) -> Option<NewActor> {
    let article = &analysis.article;
    // The id of a reference link is in the cast list.
    let definition = article.definitions.iter().find(|definition| definition.range.touches(offset));
    let mention = article.mention_at(offset);
    let (target, words) = match (mention, definition) {
        (Some(mention), _) => (&mention.target, analysis.link_words(&mention.link)),
        (None, definition) => definition.map(|definition| (&definition.target, definition.label.as_str()))?,
    };
    let missing = !target.is_open() && analysis.registry().lookup(&target.id) == Lookup::Missing;
    if !missing || matches!(target.scheme, Scheme::Outside(_) | Scheme::Date) || !is_id(&target.id) {
        return None;
    }
    let actor = new_actor(analysis, words, offset)?;
    let kind = match target.scheme {
        Scheme::Person => Kind::Person,
        Scheme::Organisation => Kind::Organisation,
        Scheme::Place => Kind::Place,
        Scheme::Event => Kind::Event,
        _ => actor.kind,
    };
    // Two persons can have one name. A body with the name of another one is that one, and the id is wrong.
    if kind != Kind::Person && !entries_named(analysis.registry(), words).is_empty() {
        return None;
    }
    Some(NewActor { id: target.id.clone(), kind, ..actor })
}

/// The entry for selected words. `None` if they are not a name, or the registry has it.
pub fn actor_for_selection(analysis: &Analysis, range: TextRange) -> Option<NewActor> {
    let words = range.slice(&analysis.text);
    let known = analysis.names.iter().any(|name| analysis.place_of(name) == range && !name.actors.is_empty());
    let linked =
        analysis.article.mention_at(range.start).is_some() || analysis.article.date_mark_at(range.start).is_some();
    let block = analysis.article.blocks.iter().any(|block| block.range.contains_range(range));
    if known || linked || !block || words.contains(['[', ']', '(', ')', '*', '_', '`']) {
        return None;
    }
    new_actor(analysis, words, range.start)
}

/// The edit that links words of the body to a new entry. `None` if they cannot be linked.
pub fn link_to_new(analysis: &Analysis, range: TextRange, actor: &NewActor) -> Option<EditSet> {
    let article = &analysis.article;
    let (number, block) = article.numbered_blocks().find(|(_, block)| block.range.contains_range(range))?;
    let prose = ProseRange::new(block.prose.prose_offset(range.start)?, block.prose.prose_offset(range.end)?);
    let free = block.span_over(prose).is_none() && article.mention_at(range.start).is_none();
    if !block.holds_links || !free {
        return None;
    }
    let fix = link_fix(analysis, number, prose, &actor.id, actor.kind)?;
    (fix.applicability == Applicability::Safe && reads_alike(analysis, &fix.edits)).then_some(fix.edits)
}

fn new_actor(analysis: &Analysis, words: &str, offset: u32) -> Option<NewActor> {
    let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = words.len() <= LONGEST && !words.contains(['\n', '\r']) && name.split(' ').count() <= WORDS;
    if !fits || !name.chars().any(char::is_alphabetic) || name.chars().any(char::is_control) {
        return None;
    }
    let id = free_id(analysis.registry(), &name);
    Some(NewActor { id, kind: guess(&name), language: analysis.language_at(offset), name })
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && !id.contains(|c: char| c.is_whitespace() || c.is_control() || "()<>[]\"'\\:".contains(c))
}

fn guess(name: &str) -> Kind {
    let lower = name.to_lowercase();
    let any = |list: &[&str]| lower.split([' ', '-']).any(|word| list.contains(&word));
    let first = lower.split(' ').next().unwrap_or("");
    if BODIES.contains(&first) || any(BODY_WORDS) {
        Kind::Organisation
    } else if any(PLACE_WORDS) {
        Kind::Place
    } else if !name_like(name).is_empty() || (2..=4).contains(&name.split(' ').count()) {
        Kind::Person
    } else {
        Kind::Organisation
    }
}

/// An unused id in Latin letters, derived from a name.
fn free_id(registry: &Registry, name: &str) -> String {
    let slug = id_of_name(name);
    let slug = if slug.is_empty() { "actor".to_owned() } else { slug };
    let is_free = |id: &str| registry.lookup(id) == Lookup::Missing;
    if is_free(&slug) {
        return slug;
    }
    (2..10_000).map(|number| format!("{slug}-{number}")).find(|id| is_free(id)).unwrap_or(slug)
}

/// The TOML text of an entry.
pub fn entry_text(actor: &NewActor) -> String {
    let quote = |text: &str| toml_edit::Value::from(text).to_string().trim().to_owned();
    let (id, kind, tag) = (quote(&actor.id), actor.kind.name(), actor.language.tag());
    format!("[[actor]]\nid = {id}\nkind = \"{kind}\"\nname.{tag} = {}\n", quote(&actor.name))
}

/// The change that adds an entry to a registry file, or creates a registry file with it.
pub fn add_entry(file: Option<(PathBuf, &str)>, new_file: Option<PathBuf>, entry: &str) -> Option<SourceChange> {
    match file {
        Some((path, text)) => Some(SourceChange::edit(path, appended(text, entry))),
        None => Some(SourceChange::create(new_file?, entry.to_owned())),
    }
}

/// The edit that appends an entry to a registry file, after a blank line.
fn appended(text: &str, entry: &str) -> Edit {
    let end_of_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = match text {
        _ if text.trim().is_empty() => "",
        _ if text.ends_with("\n\n") || text.ends_with("\n\r\n") => "",
        _ if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let text_of_entry = format!("{before}{entry}").replace('\n', end_of_line);
    Edit { range: TextRange::empty(text.len() as u32), text: text_of_entry }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::parse;
    use crate::fixture::check_add_actor;
    use expect_test::expect;

    #[test]
    fn an_entry_is_made_of_what_a_finding_names() {
        check_add_actor(
            "
            //- story.en.news.md
            The works begin, Dr. Thomas Wardell said.
            ",
            &expect![[r#"
                [[actor]]
                id = "thomas-wardell"
                kind = "person"
                name.en = "Thomas Wardell"
                ---
                The works begin, Dr. [Thomas Wardell](actor:thomas-wardell) said.
            "#]],
        );
        check_add_actor(
            "
            //- story.ar.news.md
            قالت [وزارة الري](org:irrigation-ministry) ذلك.
            ",
            &expect![[r#"
                [[actor]]
                id = "irrigation-ministry"
                kind = "organisation"
                name.ar = "وزارة الري"
            "#]],
        );
        check_add_actor(
            "
            //- story.ar.news.md
            قال الدكتور محمد الطرابيشي إن العمل يبدأ.
            ",
            &expect![[r#"
                [[actor]]
                id = "mhmd-al-trabyshy"
                kind = "person"
                name.ar = "محمد الطرابيشي"
                ---
                قال الدكتور [محمد الطرابيشي](actor:mhmd-al-trabyshy) إن العمل يبدأ.
            "#]],
        );
    }

    #[test]
    fn an_entry_is_put_after_what_is_there() {
        let actor =
            NewActor { id: "a".into(), kind: Kind::Place, name: "A \"B\" \\".into(), language: Language::English };
        let entry = entry_text(&actor);
        for text in [
            "",
            "\n",
            "# only a comment",
            "[[actor]]\nid = \"x\"\nkind = \"place\"\n\n",
            "[[actor]]\r\nid = \"x\"\r\nkind = \"place\"\r\n[actor.name]\r\nen = \"X\"",
        ] {
            let edit = appended(text, &entry);
            let file = parse("actors.toml", &format!("{text}{}", edit.text));
            assert_eq!(file.problems, [], "{text:?}");
            let last = file.actors.last().unwrap();
            assert_eq!((last.id.as_str(), last.names[0].text.as_str()), ("a", actor.name.as_str()));
        }
    }

    #[test]
    fn ids_are_latin_and_free() {
        assert_eq!(id_of_name("Zoë  O'Brien-Łukasz"), "zoe-obrien-lukasz");
        assert_eq!(id_of_name("شركة ساحل"), "shrka-sahl");
        assert_eq!(id_of_name("…"), "");
        let registry = Registry::new(
            vec![std::sync::Arc::new(parse("a", "[[actor]]\nid=\"x-y\"\nkind=\"place\"\nname.en=\"X\""))],
            false,
        );
        assert_eq!(free_id(&registry, "X Y"), "x-y-2");
    }
}

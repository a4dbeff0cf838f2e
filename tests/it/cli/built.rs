//! A built registry: created, used, out of date, damaged.

use super::Folder;

const MORE: &str = "[[actor]]\nid = \"rania-saleh\"\nkind = \"person\"\nname.en = \"Rania Saleh\"\n";
const CONFIG: (&str, &str) = ("copydesk.toml", "registry = [\"people.actors\", \"actors.toml\", \"actors/*.toml\"]\n");
const STORY: (&str, &str) = ("story.en.news.md", "Karim Adel met Rania Saleh.\n");
const FOUND: &str = "story.en.news.md:1:1: warning[unlinked-actor] `Karim Adel` is not linked to `karim-adel`\n\
                     story.en.news.md:1:16: warning[unlinked-actor] `Rania Saleh` is not linked to `rania-saleh`\n";

fn newsroom() -> Folder {
    let folder = Folder::newsroom(&[CONFIG, STORY]);
    folder.write("actors/more.toml", MORE.as_bytes());
    folder
}

fn lint(folder: &Folder, code: i32) -> super::Ran {
    folder.run(&["lint", "--format", "concise", "story.en.news.md"]).code(code)
}

#[test]
fn a_built_registry_replaces_its_sources() {
    let folder = newsroom();
    let from_text = folder.run(&["lint", "--format", "concise", "story.en.news.md"]).code(2);
    from_text.says(&["`people.actors` does not exist", "help: run `copydesk actors build`"]);
    let built = folder.run(&["actors", "build"]).code(0);
    assert!(built.out.starts_with("built ./people.actors: "), "{}", built.out);
    assert!(built.out.contains("from 2 files"), "{}", built.out);
    let ran = lint(&folder, 1);
    assert_eq!(ran.out, FOUND);
    assert_eq!(ran.err, "1 file checked: 2 warnings\n2 fixable with --fix\n");
    // It works alone, also in another place.
    let alone = Folder::new(&[("copydesk.toml", "registry = [\"people.actors\"]\n"), STORY]);
    alone.write("people.actors", &std::fs::read(folder.path().join("people.actors")).expect("a file"));
    let ran = lint(&alone, 1);
    assert_eq!(ran.out, FOUND);
    assert_eq!(ran.err, "1 file checked: 2 warnings\n2 fixable with --fix\n");
}

#[test]
fn a_changed_source_overrides_the_built_registry() {
    let folder = newsroom();
    folder.run(&["actors", "build"]).code(0);
    folder.write("actors/more.toml", MORE.replace("Rania Saleh", "Rania Salih").as_bytes());
    folder.write("story.en.news.md", b"Karim Adel met Rania Salih, not Rania Saleh.\n");
    let ran =
        lint(&folder, 1).says(&["more.toml changed after it was built", "copydesk actors build -o ./people.actors"]);
    assert_eq!(ran.out.matches("unlinked-actor").count(), 2, "{}", ran.out);
    assert!(ran.out.contains("`Rania Salih` is not linked"), "{}", ran.out);
    // The entries of a deleted source are gone. The others exist, so the registry was not copied without its sources.
    std::fs::remove_file(folder.path().join("actors/more.toml")).expect("a file");
    let ran = lint(&folder, 1).says(&["more.toml changed after it was built"]);
    assert_eq!(ran.out.matches("unlinked-actor").count(), 1, "{}", ran.out);
    folder.run(&["actors", "build"]).code(0);
    assert_eq!(lint(&folder, 1).err, "1 file checked: 1 warning\n1 fixable with --fix\n");
    // A source with a new time and the same text is unchanged.
    let text = folder.text("actors.toml");
    std::thread::sleep(std::time::Duration::from_millis(20));
    folder.write("actors.toml", text.as_bytes());
    assert_eq!(lint(&folder, 1).err, "1 file checked: 1 warning\n1 fixable with --fix\n");
}

#[test]
fn another_registry_file_overrides_the_built_registry() {
    let folder = newsroom();
    folder.run(&["actors", "build", "-o", "people.actors", "actors.toml"]).code(0);
    let ran = lint(&folder, 1);
    assert_eq!(ran.out, FOUND);
    folder.write("actors/more.toml", b"[[actor]]\nid = \"karim-adel\"\nkind = \"person\"\nname.en = \"Rania Saleh\"\n");
    let ran = lint(&folder, 1);
    assert_eq!(ran.out.matches("unlinked-actor").count(), 1, "{}", ran.out);
    assert!(ran.out.contains("`Rania Saleh` is not linked to `karim-adel`"), "{}", ran.out);
}

#[test]
fn an_unusable_built_registry_is_reported_and_its_sources_are_read() {
    let folder = newsroom();
    folder.run(&["actors", "build"]).code(0);
    let good = std::fs::read(folder.path().join("people.actors")).expect("a file");
    let mut older = good.clone();
    older[8] ^= 0xFF;
    let mut damaged = good.clone();
    damaged[50] ^= 0xFF;
    let cases: [(&[u8], &str); 5] = [
        (&good[..good.len() / 2], "it is truncated"),
        (b"", "people.actors"),
        (b"id,name\n1,Karim\n", "this is not a built registry"),
        (&older, "it was built by another version of copydesk"),
        (&damaged, "it is damaged"),
    ];
    for (bytes, what) in cases {
        folder.write("people.actors", bytes);
        let ran =
            lint(&folder, 2).says(&["people.actors: ", what, "help: run `copydesk actors build -o ./people.actors`"]);
        assert_eq!(ran.out, FOUND, "{what}");
    }
    folder.run(&["actors", "build"]).code(0);
    assert_eq!(lint(&folder, 1).out, FOUND);
    // Another value of `builtin`.
    folder.write("copydesk.toml", format!("builtin = \"off\"\n{}", CONFIG.1).as_bytes());
    let ran = lint(&folder, 1).says(&["another value of `builtin`"]);
    assert_eq!(ran.out, FOUND);
}

#[test]
fn problems_of_sources_are_reported() {
    let folder = newsroom();
    folder.write("actors/more.toml", format!("{MORE}{MORE}").as_bytes());
    let ran = folder.run(&["actors", "build"]).code(1);
    assert!(ran.out.starts_with("built "), "{}", ran.out);
    ran.says(&["more.toml", "the id `rania-saleh` is taken", "copydesk lint ./actors/more.toml"]);
    let empty = Folder::new(&[]);
    empty.run(&["actors", "build"]).code(2).says(&["no registry files found"]);
    folder.run(&["actors", "build", "gone.toml"]).code(2).says(&["gone.toml: no such file"]);
    folder.run(&["actors", "build", "-o", "people.toml"]).code(2).says(&["people.toml", "ends in .actors"]);
    folder.run(&["actors", "build", "-o", "gone/people.actors"]).code(2).says(&["cannot be written"]);
}

#[test]
fn the_sources_of_a_built_registry_are_checked() {
    let folder = newsroom();
    folder.write("actors/more.toml", format!("{MORE}age = 3\n").as_bytes());
    folder.run(&["actors", "build"]).code(1);
    let ran = folder.run(&["lint", "--format", "concise"]).code(1);
    assert!(
        ran.out.contains("actors/more.toml:5:1: warning[malformed-registry]") || ran.out.contains("more.toml:5:1"),
        "{}",
        ran.out
    );
}

#[test]
fn unsaved_edits_override_a_built_registry() {
    use copydesk::testing::actors::Lookup;
    use copydesk::testing::workspace::{Buffers, Overrides, open};
    let folder = newsroom();
    folder.run(&["actors", "build"]).code(0);
    // The sources need not be configured: the built registry knows them.
    folder.write("copydesk.toml", b"registry = [\"people.actors\"]\n");
    let source = folder.path().join("actors/more.toml");
    let typed = Buffers::from([(source.clone(), MORE.replace("rania-saleh", "rania-salih"))]);
    let project = open(folder.path(), &Overrides::default(), &typed);
    let known = |id: &str| project.context.registry.lookup(id) != Lookup::Missing;
    assert_eq!([known("rania-salih"), known("rania-saleh"), known("karim-adel")], [true, false, true]);
    assert!(project.is_registry(&source) && project.errors.is_empty());
    // A buffer with the text of the file changes nothing.
    let same = Buffers::from([(source, MORE.to_owned())]);
    assert!(open(folder.path(), &Overrides::default(), &same).warnings.is_empty());
}

#[test]
fn names_of_every_language_are_built() {
    let tags = copydesk::testing::language::Language::ALL.iter().map(|language| language.tag()).chain(["und"]);
    let names: Vec<String> = tags.map(|tag| format!("name.{tag} = \"Salma {tag}\"\n")).collect();
    let text = format!("[[actor]]\nid = \"salma\"\nkind = \"place\"\n{}", names.concat());
    let folder = Folder::new(&[("actors.toml", text.as_str())]);
    folder.run(&["actors", "build", "-o", "people.actors", "actors.toml"]).code(0);
    let show = |file| folder.run(&["actors", "show", "salma", "--registry", file]).code(0).out;
    assert_eq!(show("people.actors"), show("actors.toml"));
}

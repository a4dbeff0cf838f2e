//! Lists in XML as registries: TEI, and knowledge items of NewsML-G2.

use super::Folder;

const TEI: &str = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader/><standOff>
<listPerson>
  <person xml:id=\"rana-salem\" sex=\"2\">
    <persName xml:lang=\"en\">Rana Salem</persName>
    <persName xml:lang=\"en\" type=\"wrong\">Rana Salim</persName>
    <birth when=\"1970-02-01\"/><birth>in Marsa</birth>
  </person>
</listPerson>
<listEvent><event xml:id=\"flood\" when=\"2024-02-03\"><label xml:lang=\"en\">Marsa Flood</label></event></listEvent>
</standOff></TEI>
";

const NEWSML_G2: &str = "<knowledgeItem xml:lang=\"en\"><conceptSet>
<concept><conceptId qcode=\"actor:port\"/><type qcode=\"cpnat:organisation\"/><name>Port of Salma</name></concept>
<concept><conceptId qcode=\"wd:Q42\"/><type qcode=\"cpnat:person\"/><name>Laila Haddad</name></concept>
<concept><conceptId qcode=\"subj:1\"/><type qcode=\"cpnat:abstract\"/><name>Trade</name></concept>
</conceptSet></knowledgeItem>
";

const STORY: &str = "---\ndate: 2024-03-18\n---\nThe Port of Salma closed, Rana Salim said after the Marsa Flood.\n";

fn folder(registry: &str) -> Folder {
    Folder::new(&[
        ("copydesk.toml", registry),
        ("people.xml", TEI),
        ("concepts.xml", NEWSML_G2),
        ("story.en.news.md", STORY),
    ])
}

#[test]
fn names_are_found_and_checked() {
    let folder = folder("registry = [\"people.xml\", \"concepts.xml\"]\n");
    let ran = folder.run(&["lint", "--format", "concise", "."]);
    assert!(ran.out.contains("`Rana Salim` is not the house spelling: write `Rana Salem`"), "{}{}", ran.out, ran.err);
    for name in ["Port of Salma", "Marsa Flood"] {
        assert!(ran.out.contains(&format!("`{name}` is not linked")), "{}{}", ran.out, ran.err);
    }
    assert!(!ran.out.contains(".xml"), "the lists are clean: {}", ran.out);
    folder.run(&["lint", "--fix", "story.en.news.md"]);
    assert!(folder.text("story.en.news.md").contains("Rana Salem"));
    assert_eq!((folder.text("people.xml").as_str(), folder.text("concepts.xml").as_str()), (TEI, NEWSML_G2));
    let shown = folder.run(&["actors", "show", "flood"]).code(0);
    assert!(shown.out.contains("Marsa Flood") && shown.out.contains("people.xml:9"), "{}", shown.out);
    let by_code = folder.run(&["actors", "show", "wd:Q42"]).code(0);
    assert!(by_code.out.contains("Laila Haddad"), "{}", by_code.out);
}

#[test]
fn one_list_can_be_the_registry() {
    let folder = folder("registry = \"people.xml\"\n");
    let ran = folder.run(&["lint", "--format", "concise", "."]);
    assert!(ran.out.contains("`Rana Salim` is not the house spelling"), "{}{}", ran.out, ran.err);
    let built = folder.run(&["actors", "build", "-o", "all.actors"]).code(0);
    assert!(built.out.contains("from 1 files"), "{}{}", built.out, built.err);
    folder.write("copydesk.toml", b"registry = [\"all.actors\"]\n");
    let ran = folder.run(&["lint", "--format", "concise", "story.en.news.md"]);
    assert!(ran.out.contains("`Rana Salim` is not the house spelling"), "{}{}", ran.out, ran.err);
}

#[test]
fn an_article_with_its_own_list_is_checked_as_an_article() {
    let folder = folder("registry = [\"people.xml\"]\n");
    let article = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><publicationStmt><date when=\"2024-03-18\"/>
</publicationStmt></fileDesc></teiHeader><standOff><listPerson><person xml:id=\"p1\"><persName>Rana Salem</persName></person>
</listPerson><listOrg><org xml:id=\"o1\"><orgName>Port of Salma</orgName></org></listOrg></standOff>
<text xml:lang=\"en\"><body><p><persName ref=\"#p1\">Rana Salem</persName> of the <orgName ref=\"#o1\">Port</orgName> left.</p>
<p>Salem came back on <date when=\"2024-03-17\">Sunday</date>, <persName ref=\"#p1\">she</persName> said.</p></body></text></TEI>
";
    folder.write("story.xml", article.as_bytes());
    let ran = folder.run(&["lint", "--format", "concise", "--fail-on", "hint", "story.xml"]).code(0);
    assert_eq!(ran.out, "", "{}", ran.err);
    folder.write("story.xml", article.replace("Sunday", "Monday").replace("\"#o1\"", "\"actor:o1\"").as_bytes());
    let ran = folder.run(&["lint", "--format", "concise", "story.xml"]).code(1);
    assert!(ran.out.contains("`o1` is not in the registry") && ran.out.lines().count() == 2, "{}", ran.out);
}

#[test]
fn faults_of_a_list_are_reported_with_their_lines() {
    let folder = folder("registry = [\"people.xml\"]\n");
    let broken = TEI
        .replace("<birth when=\"1970-02-01\"/>", "<birth when=\"soon\"/>")
        .replace("<listEvent>", "<listEvent><event when=\"2024\"><label>No Id</label></event>");
    folder.write("people.xml", broken.as_bytes());
    let ran = folder.run(&["lint", "--format", "concise", "people.xml"]).code(1);
    let expected = [
        "people.xml:6:5: error[malformed-registry] `birth` is not a date: `soon`",
        "people.xml:9:12: error[malformed-registry] the entry has no id",
    ];
    assert_eq!(ran.out.lines().collect::<Vec<_>>(), expected);
    // What is not well-formed hides nothing but its own entry.
    folder.write("people.xml", TEI.replace("</listPerson>", "").as_bytes());
    let ran = folder.run(&["lint", "--format", "concise", "people.xml", "story.en.news.md"]).code(1);
    assert!(ran.out.contains("error[malformed-registry] the file is not well-formed"), "{}", ran.out);
    assert!(ran.out.contains("`Rana Salim` is not the house spelling"), "{}", ran.out);
    let twice = TEI.replace("xml:id=\"flood\"", "xml:id=\"rana-salem\"");
    folder.write("people.xml", twice.as_bytes());
    let ran = folder.run(&["lint", "--format", "concise", "people.xml"]).code(1);
    assert!(ran.out.contains("people.xml:9:27: error[duplicate-actor] the id `rana-salem` is taken"), "{}", ran.out);
}

#[test]
fn patterns_find_lists_only_if_they_name_them() {
    let folder = folder("registry = [\"*.xml\"]\n");
    assert!(folder.run(&["actors", "show", "port"]).code(0).out.contains("Port of Salma"));
    folder.write("registries/people.xml", TEI.as_bytes());
    folder.write("copydesk.toml", b"registry = [\"registries/*\"]\n");
    folder.run(&["actors", "show", "rana-salem"]).code(2);
}

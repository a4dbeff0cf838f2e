//! Items of ninjs: checked, fixed and converted.

use super::Folder;

fn item(people: &str, content_type: &str, body: &str) -> String {
    format!(
        "{{\n  \"uri\": \"urn:x:1\",\n  \"versionCreated\": \"2024-03-18T10:00:00Z\",\n  \"language\": \"en\",\n  \
         \"people\": [{people}],\n  \"bodies\": [{{\"role\": \"main\", \"contentType\": \"{content_type}\", \"value\": {body:?}}}]\n}}\n"
    )
}

fn one(text: &str) -> Folder {
    Folder::newsroom(&[("port.json", text), ("copydesk.toml", "articles = \"*.json\"\n")])
}

#[track_caller]
fn concise(folder: &Folder, arguments: &[&str], code: i32) -> Vec<String> {
    let all = [&["lint", "--format", "concise"], arguments].concat();
    folder.run(&all).code(code).out.lines().map(str::to_owned).collect()
}

#[test]
fn a_body_in_html_is_fixed_through_both_escapes() {
    let text =
        item("", "text/html", "<p>The \"deal\" of AT&amp;T and Samira Nasir was signed on Tuesday, 18 March 2024.</p>");
    let folder = one(&text);
    let lines = concise(&folder, &["."], 1);
    let codes: Vec<&str> = lines.iter().map(|line| line.split(['[', ']']).nth(1).unwrap()).collect();
    assert_eq!(codes, ["discouraged-name", "unlinked-actor", "weekday-mismatch"], "{lines:#?}");
    folder.run(&["lint", "--fix", "--unsafe-fixes", "port.json"]).code(1);
    let link = "<span typeof=\\\"Person\\\" resource=\\\"urn:actor:samira-nasser\\\">Samira Nasser</span>";
    assert_eq!(folder.text("port.json"), text.replace("Samira Nasir", link));
}

#[test]
fn lists_of_actors_are_checked_and_fixed() {
    let entry = |id: &str| format!("{{\"name\": \"X\", \"rel\": \"mentions\", \"uri\": \"urn:actor:{id}\"}}");
    let people = format!("{},\n    {}", entry("karim-adel"), entry("hani-murad"));
    let body =
        "<p><span resource=\"urn:actor:samira-nasser\" typeof=\"Person\">Samira Nasser</span> met Karim Adel.</p>";
    let folder = one(&item(&people, "text/html", body));
    let rules = ["--select", "listed-but-absent,present-but-unlisted,unknown-actor", "port.json"];
    let lines = concise(&folder, &rules, 1);
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[0].contains("`hani-murad`") && lines[1].contains("`samira-nasser`"), "{lines:#?}");
    folder.run(&[&["lint", "--fix", "--unsafe-fixes"], rules.as_slice()].concat()).code(0);
    let fixed: serde_json::Value = serde_json::from_str(&folder.text("port.json")).expect("JSON");
    let uris: Vec<&str> =
        fixed["people"].as_array().unwrap().iter().map(|person| person["uri"].as_str().unwrap()).collect();
    assert_eq!(uris, ["urn:actor:karim-adel", "urn:actor:samira-nasser"]);
    folder.write("port.json", item(&entry("nobody"), "text/html", "<p>It rained.</p>").as_bytes());
    assert!(concise(&folder, &rules, 1)[0].contains("unknown-actor"));
}

#[test]
fn a_body_in_plain_text_cannot_hold_a_link() {
    let folder = one(&item("", "text/plain", "Samira Nasser signed it.\n\nIt closes on 31 June 2024."));
    let lines = concise(&folder, &["."], 1);
    assert!(lines.len() == 1 && lines[0].contains("impossible-date"), "{lines:#?}");
}

#[test]
fn a_broken_item_is_reported_and_read() {
    let text = item("", "text/html", "<p>It closes on 31 June 2024.</p>")
        .replace("\"language\": \"en\",", "\"language\": \"en\"");
    let lines = concise(&one(&text), &["port.json"], 1);
    assert!(lines[0].contains("malformed-markup") && lines[0].contains("a comma is missing"), "{lines:#?}");
    assert!(lines[1].contains("impossible-date"), "{lines:#?}");
    let folder = Folder::newsroom(&[("other.json", "{\"uri\": \"x\", \"name\": \"y\"}")]);
    folder.run(&["lint", "other.json"]).code(2).says(&["it is JSON"]);
}

#[test]
fn articles_are_converted_to_items_and_back() {
    let story = "---\nheadline: The \"port\"\ndatePublished: 2024-03-18\ninLanguage: en\n---\n\n[Samira Nasser](actor:samira-nasser) signed on [Monday](date:2024-03-18).\n\nAT\\&T <b>paid</b>.\n";
    let folder = Folder::newsroom(&[("port.en.news.md", story)]);
    folder.run(&["convert", "--to", "ninjs", "port.en.news.md", "--output", "port.json"]);
    let ran = folder.run(&["convert", "--to", "ninjs", "port.en.news.md"]).code(0);
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(json["headlines"][0]["value"], "The \"port\"");
    assert_eq!(json["versionCreated"], "2024-03-18T00:00:00Z");
    folder.write("port.en.json", ran.out.as_bytes());
    assert!(concise(&folder, &["port.en.json"], 0).is_empty());
    let back = folder.run(&["convert", "--to", "news-markdown", "port.en.json"]).code(0).out;
    assert!(back.contains("[Samira Nasser](actor:samira-nasser) signed on [Monday](date:2024-03-18)."), "{back}");
}

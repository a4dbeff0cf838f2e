//! Counts, drafts of entries, the flat table, and old offices.

use super::Folder;
use serde_json::Value;

fn stories() -> Folder {
    let story = |date: &str, body: &str| format!("---\nheadline: Port\ndate: {date}\n---\n{body}\n");
    Folder::newsroom(&[
        ("a.en.news.md", &story("2024-03-18", "Samira Nasser met Karim Adel. Nadia Farah won. Nasser left.")),
        ("b.en.news.md", &story("2024-03-20", "[Samira Nasser](actor:samira-nasser) met Dr. Thomas Wardell.")),
        (
            "c.en.news.md",
            &story("2024-04-02", "Karim Adel said that Thomas Wardell left. Mary Quill signed on 31 June 2024."),
        ),
    ])
}

#[test]
fn actors_are_counted_by_period_and_in_pairs() {
    let folder = stories();
    let text = folder.run(&["count"]).code(0).out;
    assert!(text.contains("       2        3  Samira Nasser  (samira-nasser)"), "{text}");
    assert!(text.contains("ambiguous: nadia-farah-economist|nadia-farah-athlete"), "{text}");
    let csv = folder.run(&["count", "--per", "month", "--kind", "person", "--to", "csv"]).code(0).out;
    assert_eq!(
        csv,
        "period,actor,name,kind,articles,mentions\n\
         2024-03,samira-nasser,Samira Nasser,person,2,3\n\
         2024-03,karim-adel,Karim Adel,person,1,1\n\
         2024-04,karim-adel,Karim Adel,person,1,1\n"
    );
    let json = folder.run(&["count", "--together", "--kind", "person", "--to", "json"]).code(0).out;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((json.as_array().map(Vec::len), &json[0]["with"]), (Some(1), &Value::from("samira-nasser")));
    folder.run(&["count", "--to", "html", "-o", "count.html", "--per", "year"]).code(0);
    assert!(folder.text("count.html").contains("<h2>2024</h2>"));
    Folder::new(&[]).run(&["count"]).says(&["no articles found"]);
}

#[test]
fn unregistered_names_are_drafted_as_entries() {
    let folder = stories();
    let ran = folder.run(&["actors", "draft", "--limit", "1"]).code(0);
    let draft = "# 2 mentions in 2 articles\n\
                 # b.en.news.md: Samira Nasser met Dr. Thomas Wardell\n\
                 # c.en.news.md: Karim Adel said that Thomas Wardell left\n\
                 [[actor]]\n\
                 id = \"thomas-wardell\"\n\
                 kind = \"person\"\n\
                 name.en = \"Thomas Wardell\"\n\n";
    assert_eq!(ran.out.replace("./", ""), draft);
    ran.says(&["2 names in 3 articles are in no registry, 1 are drafted"]);
    folder.write("draft.toml", draft.as_bytes());
    folder.run(&["lint", "--fail-on", "warning", "draft.toml"]).code(0);
}

#[test]
fn companies_are_drafted_by_their_legal_form() {
    let folder = stories();
    folder.write(
        "d.en.news.md",
        b"---\ndate: 2024-04-03\n---\nThe port and First Quay Corp signed. First Quay Corp left.\n",
    );
    let out = folder.run(&["actors", "draft"]).code(0).out;
    let entry = "# 2 mentions in 1 article\n# d.en.news.md: The port and First Quay Corp signed\n[[actor]]\nid = \"first-quay-corp\"\nkind = \"organisation\"\nname.en = \"First Quay Corp\"\n";
    assert!(out.replace("./", "").contains(entry), "{out}");
}

#[test]
fn the_flat_table_has_what_an_analyst_needs() {
    let folder = stories();
    let csv = folder.run(&["export", "--to", "csv", "a.en.news.md", "c.en.news.md"]).code(0).out;
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some(
            "id,type,start,end,text,value,kind,zone,story_date,headline,name,certainty,candidates,sentence,role,org,findings"
        )
    );
    let row = lines.next().expect("a row");
    let begin = "a.en.news.md,actor,40,53,Samira Nasser,samira-nasser,person,,2024-03-18,Port,Samira Nasser,certain,,Samira Nasser met Karim Adel,Ports Minister,Ministry of Ports,";
    assert!(row.starts_with(begin) && row.ends_with("unlinked-actor"), "{row}");
    let find = |words: &str| csv.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {csv}"));
    assert!(find(",Nadia Farah,,").contains("ambiguous,nadia-farah-economist|nadia-farah-athlete"), "{csv}");
    assert!(find("c.en.news.md,date,").contains("31 June 2024") && csv.contains(",impossible-date\n"), "{csv}");
    folder.write("d.ar.news.md", "---\ndate: 2024-03-18\n---\nقالت سميرة ناصر إن العمل يبدأ.\n".as_bytes());
    let line = folder.run(&["export", "d.ar.news.md"]).code(0).out;
    assert!(line.contains("\"role\":\"وزيرة الموانئ\""), "{line}");
}

#[test]
fn old_offices_are_reported_on_demand() {
    let folder = Folder::new(&[(
        "actors.toml",
        "[[actor]]\nid = \"rania-saleh\"\nkind = \"person\"\nname.en = \"Rania Saleh\"\n\
         [[actor.role]]\ntitle.en = \"Judge\"\nfrom = 2012-05-01\n\
         [[actor.role]]\ntitle.en = \"Dean\"\nfrom = 2022-05-01\n\
         [[actor.role]]\ntitle.en = \"Member\"\n",
    )]);
    let ran = folder.run(&["actors", "check", "--as-of", "2024-03-18"]).code(1);
    assert_eq!(ran.out, "rania-saleh: `Judge` since 2012-05-01, for 11 years, without an end\n");
    ran.says(&["1 of 3 offices", "1 have no dates"]);
    folder.run(&["actors", "check", "--as-of", "2024-03-18", "--term", "12"]).code(0);
    folder.run(&["actors", "check", "--as-of", "soon"]).code(2).says(&["--as-of", "2024-03-18"]);
}

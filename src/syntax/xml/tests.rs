use super::super::{ReadOptions, Story, Syntax, read};
use crate::article::{Article, BlockKind, Key};

fn read_as(text: &str, name: &str) -> Article {
    assert_eq!(Syntax::detect(text, "story.xml").id.name(), name);
    read(text, &ReadOptions { path: "story.xml".into(), ..ReadOptions::default() })
}

fn blocks(article: &Article) -> Vec<(BlockKind, &str)> {
    article.blocks.iter().map(|block| (block.kind, block.prose.text())).collect()
}

/// `words=scheme:id` of all links.
fn links<'a>(article: &'a Article, text: &'a str) -> Vec<String> {
    let mentions = article.mentions.iter().map(|mention| (&mention.link, &mention.target));
    let marks = article.date_marks.iter().map(|mark| (&mark.link, &mark.target));
    let mut all: Vec<_> = mentions.chain(marks).collect();
    all.sort_by_key(|(link, _)| link.range);
    all.iter()
        .map(|(link, target)| {
            let words = article.blocks[link.block].prose.slice(link.prose);
            assert!(link.range.contains_range(link.text), "{words}");
            assert!(link.range.slice(text).starts_with('<'));
            format!("{words}={}:{}", target.scheme.name(), target.id)
        })
        .collect()
}

#[test]
fn nitf_is_read() {
    let text = r#"<?xml version="1.0"?>
<nitf baselang="ar">
  <head><title>x</title><pubdata date.publication="20240318T192200+0300"/></head>
  <body>
    <body.head>
      <hedline><hl1>عنوان <person idsrc="a" value="laila">ليلى</person></hl1></hedline>
      <byline>By Jane</byline>
      <dateline><location location-code="salma" code-source="p">سلمى</location>، <story.date norm="20240318">18 مارس</story.date></dateline>
    </body.head>
    <body.content>
      <p>قالت <person idsrc="a" value="laila-haddad"><function>وزيرة النقل</function> ليلى
        حداد</person>، <chron norm="20240318">الاثنين</chron> &amp; كذا &#171;نعم&#187;.</p>
      <media><media-reference source="x"/><media-caption>صورة</media-caption></media>
      <p>AT&amp;T <org value="nas">Nasa<alt-code idsrc="i" value="1"/></org> <em>and <person>John Doe</person></em></p>
    </body.content>
  </body>
</nitf>"#;
    let article = read_as(text, "nitf");
    assert_eq!(
        blocks(&article),
        [
            (BlockKind::Headline, "عنوان ليلى"),
            (BlockKind::Byline, "By Jane"),
            (BlockKind::Dateline, "سلمى، 18 مارس"),
            (BlockKind::Paragraph, "قالت وزيرة النقل ليلى حداد، الاثنين & كذا «نعم»."),
            (BlockKind::Standfirst, "صورة"),
            (BlockKind::Paragraph, "AT&T Nasa and John Doe"),
        ]
    );
    assert_eq!(
        links(&article, text),
        [
            "ليلى=person:laila",
            "سلمى=place:salma",
            "18 مارس=date:2024-03-18",
            "ليلى حداد=person:laila-haddad",
            "الاثنين=date:2024-03-18",
            "Nasa=org:nas",
        ]
    );
    assert_eq!(article.metadata.text(Key::DatePublished).unwrap().text(), "20240318T192200+0300");
    assert_eq!(article.metadata.text(Key::Author).unwrap().text(), "By Jane");
    assert_eq!(article.markup_problems, []);
}

/// One story in each dialect, and the samples outside of the project if they are there.
#[expect(clippy::disallowed_methods, reason = "the samples are outside of the source tree")]
fn documents() -> Vec<(String, String)> {
    let story = include_str!("../../../examples/newsroom/harbour.ar.news.md");
    let options = ReadOptions { path: "harbour.ar.news.md".into(), ..ReadOptions::default() };
    let article = read(story, &options);
    let story = Story::of(&article, &|target| target.scheme.clone(), &mut Vec::new());
    let mut all: Vec<(String, String)> = [&super::NITF, &super::TEI, &super::NEWSML_G2, &super::HTML]
        .iter()
        .map(|syntax| (format!("story.{}", syntax.suffix), (syntax.compose)(&story).text))
        .collect();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    for name in ["nitf", "tei", "html", "newsml-g2"] {
        let Ok(entries) = std::fs::read_dir(folder.join(name)) else { continue };
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        all.extend(paths.iter().map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())));
    }
    all.retain(|(name, text)| !matches!(Syntax::detect(text, name).id.name(), "plain" | "news-markdown"));
    all
}

#[test]
fn every_beginning_of_a_document_is_read() {
    for (name, text) in documents() {
        let options =
            ReadOptions { path: name.clone(), syntax: Some(Syntax::detect(&text, &name).id), ..ReadOptions::default() };
        for end in
            (0..=text.len()).filter(|end| text.is_char_boundary(*end)).step_by(if text.len() > 5000 { 7 } else { 1 })
        {
            let article = read(&text[..end], &options);
            assert!(article.markup_problems.len() <= 3, "{name} {end}");
            for block in &article.blocks {
                let _ = block.prose.map(block.prose.full()).range().slice(&text[..end]);
            }
        }
    }
}

#[test]
fn after_a_missing_byte_the_rest_is_read() {
    for (name, text) in documents() {
        let options =
            ReadOptions { path: name.clone(), syntax: Some(Syntax::detect(&text, &name).id), ..ReadOptions::default() };
        let whole = read(&text, &options);
        assert_eq!(whole.markup_problems, [], "{name}");
        let Some(last) = whole.blocks.iter().rfind(|block| block.kind == BlockKind::Paragraph) else { continue };
        let mut lost = Vec::new();
        let mut count = 0;
        let places = (0..last.range.start as usize).filter(|at| text.is_char_boundary(*at));
        for at in places.step_by(if text.len() > 5000 { 7 } else { 1 }) {
            let width = text[at..].chars().next().map_or(1, char::len_utf8);
            let damaged = format!("{}{}", &text[..at], &text[at + width..]);
            let article = read(&damaged, &options);
            assert!(article.markup_problems.len() <= 3, "{name} {at}");
            count += 1;
            if !article.blocks.iter().any(|block| block.prose.text().contains(last.prose.text())) {
                lost.push(
                    &text[at.saturating_sub(text[..at].chars().rev().take(8).map(char::len_utf8).sum())..at + width],
                );
            }
        }
        assert!(lost.len() * 200 <= count, "{name}: {} of {count} lost: {lost:#?}", lost.len());
    }
}

/// All that a reader keeps of a text and says about it, in bytes.
fn size(article: &Article) -> usize {
    let prose: usize = article.blocks.iter().map(|block| block.prose.text().len() + 64 * block.spans.len()).sum();
    let problems = article.markup_problems.iter().chain(&article.problems);
    let said: usize = problems.map(|problem| problem.message.len()).sum();
    assert!(said < 4096, "{said} bytes of messages");
    prose + said + 256 * (article.blocks.len() + article.mentions.len() + article.date_marks.len())
}

#[test]
fn hostile_documents_take_no_more_than_their_size() {
    const BIG: usize = 10 << 20;
    let bomb: String = (1..20)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect::<Vec<_>>()
        .join("\n");
    let bomb = format!("<?xml version=\"1.0\"?><!DOCTYPE nitf [<!ENTITY l0 \"lol\">{bomb}]>");
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(100_000), close.repeat(100_000));
    let big = "x ".repeat(BIG / 2);
    for (name, text) in [
        ("nitf", format!("{bomb}<nitf><body><body.content><p>&l19; says.</p></body.content></body></nitf>")),
        ("tei", format!("{}<TEI><text><body><p>&l19;&l19; says.</p></body></text></TEI>", bomb.replace("nitf", "TEI"))),
        ("nitf", format!("<nitf><body><body.content>{}</body.content></body></nitf>", deep("<p>", "</p>"))),
        ("tei", format!("<TEI><text><body>{}</body></text></TEI>", deep("<persName ref=\"a\">", "</persName>"))),
        ("newsml-g2", format!("<newsItem><contentSet>{}</contentSet></newsItem>", deep("<inlineXML>", "</inlineXML>"))),
        ("newsml-g2", format!("<newsItem><contentSet>{}", "<x>".repeat(100_000))),
        ("html", format!("<html><body>{}</body></html>", deep("<div>", "</div>"))),
        ("html", format!("<html><script type=\"application/ld+json\">{}</script></html>", deep("[", "]"))),
        ("html", format!("<html><script type=\"application/ld+json\">{}", "{\"@graph\":".repeat(100_000))),
        (
            "nitf",
            format!("<nitf><body><body.content><p><person value=\"{big}\">A</person></p></body.content></body></nitf>"),
        ),
        ("nitf", format!("<nitf><head><docdata><date.issue norm=\"{big}\"/></docdata></head></nitf>")),
        ("nitf", format!("<nitf><body><p class={}>A</p></body></nitf>", "x".repeat(BIG))),
        ("nitf", format!("<nitf><body><p>&{};</p></body></nitf>", "x".repeat(BIG))),
        ("nitf", format!("<nitf><{}>A</nitf>", "x".repeat(BIG))),
        ("nitf", format!("<nitf></{}>", "x".repeat(BIG))),
        ("nitf", format!("<nitf><body><p a=\"{big}>A</p>")),
        ("tei", format!("<TEI><text><body><p><persName ref=\"{big}\">A</persName></p></body></text></TEI>")),
        ("html", format!("<html lang=\"{big}\"><body><p>A</p></body></html>")),
        ("html", format!("<html><body><p {}>A</p></body></html>", "a=b ".repeat(100_000))),
        (
            "nitf",
            format!(
                "<nitf><body><p><person value=\"a\">A{}</person></p></body></nitf>",
                "<alt-code value=\"b\" idsrc=\"c\"/>".repeat(100_000)
            ),
        ),
    ] {
        let syntax = Syntax::named(name).unwrap();
        let article = (syntax.read)(&text, &ReadOptions::default());
        let shown = &text[..text.len().min(60)];
        assert!(size(&article) <= 3 * text.len(), "{name} {shown}: {} for {}", size(&article), text.len());
        let further = article.mentions.iter().map(|mention| mention.target.also.len()).max().unwrap_or(0);
        assert!(further <= 64, "{name} {shown}: {further} ids of one actor");
    }
}

use super::super::{ReadOptions, Syntax, read};
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

use super::*;
use proptest::prelude::*;
use std::fmt::Write as _;

fn shape(text: &str, mode: Mode) -> String {
    let tree = Tree::parse(text, mode);
    let mut out = String::new();
    draw(&tree, text, None, &mut out);
    out
}

/// `p[a=1](text|b(x))`, one string per tree.
fn draw(tree: &Tree, text: &str, parent: Option<NodeId>, out: &mut String) {
    for (number, id) in tree.children(parent).enumerate() {
        if number > 0 {
            out.push('|');
        }
        match &tree.nodes[id].kind {
            NodeKind::Element(element) => {
                out.push_str(element.name.slice(text));
                for attribute in tree.attributes(element) {
                    let value = attribute.value.map_or("", |value| value.slice(text));
                    let _ = write!(out, "[{}={value}]", attribute.name.slice(text));
                }
                out.push('(');
                draw(tree, text, Some(id), out);
                out.push(')');
            }
            _ => out.push_str(tree.nodes[id].range.slice(text)),
        }
    }
}

fn faults(text: &str, mode: Mode) -> Vec<(FaultKind, &str)> {
    Tree::parse(text, mode).faults.iter().map(|fault| (fault.kind, fault.range.slice(text))).collect()
}

#[test]
fn faults_end_where_they_are() {
    for (text, tree, found) in [
        ("<p>a<b>c</p>d", "p(a|b(c))|d", vec![(FaultKind::UnclosedElement, "b")]),
        ("<p>a</b>c</p>", "p(a|c)", vec![(FaultKind::UnmatchedEnd, "</b>")]),
        ("<p a=\"1>x</p>", "p[a=1](x)", vec![(FaultKind::UnclosedQuote, "\"1")]),
        ("<p a=\"1>x said \"y\"</p>", "p[a=1](x said \"y\")", vec![(FaultKind::UnclosedQuote, "\"1")]),
        (
            "<p a=\"1\n<b>x</b></p>",
            "p[a=1](\n|b(x))",
            vec![(FaultKind::UnclosedTag, "<p"), (FaultKind::UnclosedQuote, "\"1")],
        ),
        ("<p a=\"1/>x", "p[a=1]()|x", vec![(FaultKind::UnclosedQuote, "\"1/")]),
        ("<p a=1>x</p>", "p[a=1](x)", vec![(FaultKind::UnquotedValue, "1")]),
        ("<p a>x</p>", "p[a=](x)", vec![(FaultKind::NoValue, "a")]),
        ("<p a=\"1\"b=\"2\">x</p>", "p[a=1][b=2](x)", vec![(FaultKind::GluedAttribute, "b")]),
        ("<p>a < b</p>", "p(a < b)", vec![(FaultKind::StrayAngle, "<")]),
        ("<p>a<", "p(a<)", vec![(FaultKind::UnclosedElement, "p"), (FaultKind::StrayAngle, "<")]),
        ("<p>a</p", "p(a)", vec![(FaultKind::UnclosedTag, "</p")]),
        (
            "<p>a<!-- b</p>\n<q>c</q>",
            "p(a|<!-- b</p>|\n|q(c))",
            vec![(FaultKind::UnclosedElement, "p"), (FaultKind::UnclosedComment, "<!--")],
        ),
        ("<p", "p()", vec![(FaultKind::UnclosedTag, "<p"), (FaultKind::UnclosedElement, "p")]),
        ("<a><b><c>", "a(b(c()))", vec![(FaultKind::UnclosedElement, "c")]),
    ] {
        assert_eq!(shape(text, Mode::Xml), tree, "{text}");
        let mut seen = faults(text, Mode::Xml);
        seen.sort_by_key(|(_, words)| words.as_ptr());
        assert_eq!(seen, found, "{text}");
    }
}

#[test]
fn values_can_have_other_signs_if_the_markup_is_right() {
    for (text, tree) in [
        ("<p a=\"1 > 0\" b='\"'>x</p>", "p[a=1 > 0][b=\"](x)"),
        ("<p a=\"1\n 2\"/>", "p[a=1\n 2]()"),
        (
            "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x \"<y>\"> <!-- ]> -->]><a/>",
            "<?xml version=\"1.0\"?>|\n|<!DOCTYPE a [<!ENTITY x \"<y>\"> <!-- ]> -->]>|a()",
        ),
        ("<a><![CDATA[<b>]]></a>", "a(<![CDATA[<b>]]>)"),
    ] {
        assert_eq!(shape(text, Mode::Xml), tree);
        assert_eq!(faults(text, Mode::Xml), []);
    }
}

#[test]
fn html_closes_what_it_implies() {
    for (text, tree) in [
        ("<p>a<p>b<div>c</div>d", "p(a)|p(b)|div(c)|d"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "ul(li(a)|li(b|ul(li(c))))"),
        ("<table><tr><td>a<td>b<tr><th>c</table>", "table(tr(td(a)|td(b))|tr(th(c)))"),
        ("<p>a<br>b<img src=x>c</p>", "p(a|br()|b|img[src=x]()|c)"),
        ("<script>if (a<b) '</p>'</script>x", "script(if (a<b) '</p>')|x"),
        ("<SPAN Class=a>x</span>", "SPAN[Class=a](x)"),
        ("<p>a</p></p>b", "p(a)|b"),
        ("<button disabled>a</button>", "button[disabled=](a)"),
    ] {
        assert_eq!(shape(text, Mode::Html), tree);
        assert_eq!(faults(text, Mode::Html), [], "{text}");
    }
}

#[test]
fn a_node_is_found_by_its_offset() {
    let text = "<p>a<b>c</b>d</p>e";
    let tree = Tree::parse(text, Mode::Xml);
    let at = |offset: u32| tree.node_at(offset).map(|id| tree.nodes[id].range.slice(text));
    assert_eq!(at(0), None);
    assert_eq!(at(2), Some("<p>a<b>c</b>d</p>"));
    assert_eq!(at(4), Some("a"));
    assert_eq!(at(8), Some("c"));
    assert_eq!(at(10), Some("<b>c</b>"));
    assert_eq!(at(13), Some("d"));
    assert_eq!(at(18), Some("e"));
}

#[test]
fn deep_nesting_is_bounded() {
    let text = "<a>".repeat(100_000) + "x" + &"</a>".repeat(100_000) + "<b>y</b>";
    let tree = Tree::parse(&text, Mode::Xml);
    assert_eq!(faults(&text, Mode::Xml), [(FaultKind::TooDeep, "a")]);
    let last = tree.children(None).last().unwrap();
    assert_eq!(tree.nodes[last].range.slice(&text), "<b>y</b>");
}

/// Compares with a parser of well-formed XML: the same elements, attributes and texts at the same places.
fn compare_with_oracle(text: &str) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let Ok(document) = roxmltree::Document::parse_with_options(text, options) else { return };
    let tree = Tree::parse(text, Mode::Xml);
    assert_eq!(tree.faults, [], "{text}");
    let wanted: Vec<_> = document
        .descendants()
        .filter(roxmltree::Node::is_element)
        .map(|node| {
            let attributes: Vec<_> = node
                .attributes()
                .map(|attribute| (attribute.range_qname(), attribute.range_value(), attribute.range()))
                .collect();
            (node.range(), attributes)
        })
        .collect();
    let range = |range: TextRange| range.start as usize..range.end as usize;
    let found: Vec<_> = (0..tree.nodes.len())
        .filter_map(|id| {
            let element = tree.element(id)?;
            // A declaration of a namespace is no attribute to the oracle.
            let own = tree.attributes(element).iter().filter(|one| !one.name.slice(text).starts_with("xmlns"));
            let own = own.map(|one| (range(one.name), range(one.value.unwrap()), range(one.range))).collect::<Vec<_>>();
            Some((range(tree.nodes[id].range), own))
        })
        .collect();
    assert_eq!(found, wanted, "{text}");
    let texts: Vec<_> = document.descendants().filter(roxmltree::Node::is_comment).map(|node| node.range()).collect();
    let comments = tree.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Comment));
    assert_eq!(comments.map(|node| range(node.range)).collect::<Vec<_>>(), texts);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the samples are outside of the source tree")]
fn well_formed_samples_are_read_as_the_oracle_reads_them() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let mut files: Vec<_> = ["nitf", "tei", "newsml-g2", "registry"]
        .iter()
        .filter_map(|name| std::fs::read_dir(folder.join(name)).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "xml"))
        .collect();
    files.sort();
    for file in files {
        compare_with_oracle(&std::fs::read_to_string(file).unwrap());
    }
}

/// A well-formed element with random names, attributes, texts and children.
fn element() -> impl Strategy<Value = String> {
    let name = "[a-c]{1,2}(:[a-z])?|م|_x";
    let attribute = "[a-d]=(\"[^<&\"]{0,6}\"|'[^<&'\n\r]{0,6}')";
    let leaf = prop_oneof![
        "[^<&]{0,8}".prop_map(|text| text.replace("]]>", "")),
        Just("&amp;&#1602;".to_owned()),
        Just("<!-- a < b -->".to_owned()),
        Just("<![CDATA[<a>]]>".to_owned()),
        Just("<?x y?>".to_owned()),
    ];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        (name, proptest::option::of(attribute), prop::collection::vec(inner, 0..5), "[ \n]?").prop_map(
            |(name, attribute, children, blank)| {
                let attribute = attribute.map_or(String::new(), |attribute| format!(" {attribute}"));
                format!("<{name}{attribute}{blank}>{}</{name}{blank}>", children.concat())
            },
        )
    })
}

proptest! {
    #[test]
    fn well_formed_texts_are_read_as_the_oracle_reads_them(content in prop::collection::vec(element(), 0..4)) {
        compare_with_oracle(&format!("<root xmlns:a=\"x\" xmlns:b=\"x\" xmlns:c=\"y\">{}</root>", content.concat()));
    }

    #[test]
    fn any_text_is_cut_without_gaps(text in "(<[/!?]?|[a-c]|\"|'|=| |>|/|-|--|\\[|\\]|&|;|\n|قطر|<p|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<script){0,60}") {
        for mode in [Mode::Xml, Mode::Html] {
            let tree = Tree::parse(&text, mode);
            let mut lexer = Lexer::new(&text, mode);
            let mut at = 0;
            while let Some(token) = lexer.next() {
                let range = match token {
                    Token::Text(range) | Token::Comment(range) | Token::Instruction(range) | Token::Doctype(range)
                    | Token::Cdata { range, .. } | Token::Start { range, .. } | Token::End { range, .. } => range,
                };
                prop_assert_eq!(range.start, at);
                prop_assert!(range.end > at);
                at = range.end;
            }
            prop_assert_eq!(at as usize, text.len());
            for (id, node) in tree.nodes.iter().enumerate() {
                prop_assert!(node.end > id && node.end <= tree.nodes.len());
                let inside = node.parent.is_none_or(|parent| tree.nodes[parent].range.contains_range(node.range) && tree.nodes[parent].end >= node.end);
                prop_assert!(inside, "{:?} in its parent", node);
                let _ = node.range.slice(&text);
            }
        }
    }
}

//! Template tags in an article: `{{< figure … >}}`, `{% include … %}`, `{/* … */}`, `{: .class }`, `${name}`. Tags are
//! not prose. The text between a tag and its closing tag is prose, unless the tag contains code or a comment.

use crate::text::TextRange;
use memchr::memmem::Finder;
use std::collections::HashMap;

/// The start and end of a kind of tag.
struct Form {
    open: &'static str,
    close: &'static str,
    /// Whether the tag ends on the line on which it starts.
    one_line: bool,
    /// Whether it is a list of attributes: a name directly after the opening sign, and closing braces.
    attributes: bool,
    /// Number of bytes before the name, for tags that come in pairs.
    named: bool,
}

const fn form(open: &'static str, close: &'static str) -> Form {
    Form { open, close, one_line: false, attributes: false, named: false }
}

/// The kinds of tags; a longer opening sign comes before its prefix.
const FORMS: &[Form] = &[
    Form { named: true, ..form("{{<", ">}}") },
    Form { named: true, ..form("{{%", "%}}") },
    form("{{/*", "*/}}"),
    Form { one_line: true, ..form("{{", "}}") },
    Form { named: true, ..form("{%", "%}") },
    form("{/*", "*/}"),
    Form { one_line: true, attributes: true, ..form("{:", "}") },
    Form { one_line: true, attributes: true, ..form("{.", "}") },
    Form { one_line: true, attributes: true, ..form("{#", "}") },
    form("{#", "#}"),
    Form { one_line: true, ..form("${", "}") },
    form("<%", "%>"),
];

/// Paired tags that contain code or a comment.
const NO_PROSE: &[&str] = &["comment", "highlight", "code", "mermaid", "math"];

/// Maximum length of a tag in bytes; a sign that is closed only later is not a tag.
const LONGEST: usize = 16 * 1024;

/// A tag in the text.
struct Tag<'t> {
    range: TextRange,
    name: &'t str,
}

/// The tags of a text from `start` on, and the contents of those without prose, in order and disjoint. No tag starts in
/// the `hidden` parts of the text (sorted), which are code and comments of the markup.
pub(super) fn find(text: &str, start: usize, hidden: &[TextRange]) -> Vec<TextRange> {
    if !may_have_tags(&text[start..]) {
        return Vec::new();
    }
    with_bodies(&tags(text, start, hidden))
}

/// Whether a text has a sign that can begin a tag.
pub(super) fn may_have_tags(text: &str) -> bool {
    memchr::memchr(b'{', text.as_bytes()).is_some() || memchr::memmem::find(text.as_bytes(), b"<%").is_some()
}

fn tags<'t>(text: &'t str, start: usize, hidden: &[TextRange]) -> Vec<Tag<'t>> {
    let mut closers: Vec<Closer<'_>> = FORMS.iter().map(|form| Closer::new(text, form.close)).collect();
    let mut found = Vec::new();
    let (mut done, mut passed) = (start, 0);
    for at in memchr::memchr2_iter(b'{', b'<', &text.as_bytes()[start..]).map(|at| start + at) {
        while hidden.get(passed).is_some_and(|range| range.end as usize <= at) {
            passed += 1;
        }
        let is_hidden = hidden.get(passed).is_some_and(|range| range.start as usize <= at);
        let at = if at > done && text.as_bytes()[at - 1] == b'$' { at - 1 } else { at };
        if at < done || is_hidden {
            continue;
        }
        if let Some((form, end)) = tag_at(text, at, &mut closers) {
            let inner = text[at + form.open.len()..end - form.close.len()]
                .trim_start_matches(['-', '*', ' ', '\t', '\n', '\r']);
            let word =
                inner.split(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '_' | '-'))).next().unwrap_or("");
            found.push(Tag { range: TextRange::from(at..end), name: if form.named { word } else { "" } });
            done = end;
        }
    }
    found
}

fn tag_at(text: &str, at: usize, closers: &mut [Closer<'_>]) -> Option<(&'static Form, usize)> {
    let rest = &text[at..];
    FORMS.iter().zip(closers).filter(|(form, _)| rest.starts_with(form.open)).find_map(|(form, closer)| {
        let from = at + form.open.len();
        let close = closer.from(from).filter(|close| close - at <= LONGEST)?;
        let inner = &text[from..close];
        if form.one_line && inner.contains(['\n', '\r']) {
            return None;
        }
        let begins = inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '-'));
        let attributes = form.open == "{:" || begins;
        (!form.attributes || (attributes && !inner.contains('{'))).then_some((form, close + form.close.len()))
    })
}

/// The next closing sign. Results are kept, so that each part of the text is searched once.
struct Closer<'t> {
    text: &'t str,
    finder: Finder<'static>,
    next: Option<usize>,
    searched: bool,
}

impl<'t> Closer<'t> {
    fn new(text: &'t str, sign: &'static str) -> Self {
        Self { text, finder: Finder::new(sign), next: None, searched: false }
    }

    fn from(&mut self, from: usize) -> Option<usize> {
        let known = self.searched && self.next.is_none_or(|next| next >= from);
        if !known {
            self.next = self.finder.find(&self.text.as_bytes()[from..]).map(|at| from + at);
            self.searched = true;
        }
        self.next
    }
}

/// The ranges of tags, including contents without prose.
fn with_bodies(tags: &[Tag<'_>]) -> Vec<TextRange> {
    // For each tag, the next one that closes it, computed from the last tag to the first.
    let mut closing: HashMap<&str, usize> = HashMap::new();
    let mut ends: Vec<Option<usize>> = vec![None; tags.len()];
    for (at, tag) in tags.iter().enumerate().rev() {
        ends[at] = closing.get(tag.name).copied();
        if let Some(name) = tag.name.strip_prefix('/').or_else(|| tag.name.strip_prefix("end")) {
            closing.insert(name, at);
        }
    }
    let mut found = Vec::with_capacity(tags.len());
    let mut at = 0;
    while let Some(tag) = tags.get(at) {
        let end = ends[at].filter(|_| NO_PROSE.contains(&tag.name)).unwrap_or(at);
        found.push(tag.range.cover(tags[end].range));
        at = end + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text, 0, &[]).into_iter().map(|range| range.slice(text)).collect()
    }

    #[test]
    fn tags_are_found() {
        for (text, tags) in [
            ("a {{< figure caption=\"x\" >}} b", vec!["{{< figure caption=\"x\" >}}"]),
            ("{{% note %}}\nOpen.\n{{% /note %}}", vec!["{{% note %}}", "{{% /note %}}"]),
            ("{{ .Title }} and {{- x -}}", vec!["{{ .Title }}", "{{- x -}}"]),
            ("{% img \"a\"\n\n b %} c", vec!["{% img \"a\"\n\n b %}"]),
            ("{/* a\n\nb */} c", vec!["{/* a\n\nb */}"]),
            ("text\n{: .note #a}", vec!["{: .note #a}"]),
            ("# Head {#some-id} and {.wide}", vec!["{#some-id}", "{.wide}"]),
            ("{# a note #} b", vec!["{# a note #}"]),
            ("pay ${amount} now", vec!["${amount}"]),
            ("<%= name %> b", vec!["<%= name %>"]),
            ("{% comment %}\nNo.\n{% endcomment %} Yes.", vec!["{% comment %}\nNo.\n{% endcomment %}"]),
            ("{{< highlight go >}}x{{< /highlight >}} y", vec!["{{< highlight go >}}x{{< /highlight >}}"]),
            ("{% comment %} never closed", vec!["{% comment %}"]),
        ] {
            assert_eq!(found(text), tags, "{text}");
        }
    }

    #[test]
    fn braces_are_no_tags() {
        for text in ["a {b} c", "{{ open\nand }} never", "{% open", "$5 {", "{ x }", "{#1 fan}", "5 < 6 %>", ""] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
        let text = "Write `{{` and `}}` here.";
        assert_eq!(find(text, 0, &[TextRange::new(6, 10), TextRange::new(15, 19)]), []);
    }
}

//! Writes into XML and HTML: elements around names and dates, attribute values, escaped words. Edits change the text; a
//! document is never serialised again.

use super::lexer::Mode;
use super::tree::{NodeId, NodeKind, Tree};
use super::vocabulary::{Dialect, IdForm, Role, Subject, Written as Form};
use crate::article::{BlockId, Entry, Link, Scheme, Target};
use crate::syntax::date_form::{self, DateForm};
use crate::syntax::writer::{Draft, NewTarget, Writer, Written};
use crate::text::{Edit, EditSet, ProseRange, TextRange, escape_attribute};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

/// The writer of one article.
pub(super) struct XmlWriter<'a> {
    draft: Draft<'a>,
    dialect: &'static Dialect,
}

impl Writer for XmlWriter<'_> {
    fn link(&self, block: BlockId, range: ProseRange, to: NewTarget<'_>) -> Option<Written> {
        let (place, is_exact, parent) = self.place(block, range)?;
        let text = self.draft.text;
        let form = self.form(&Subject::Mention(to.scheme.clone()), parent)?;
        for ancestor in std::iter::once(parent).chain(self.tree()?.ancestors(parent)) {
            let role = self.role(ancestor);
            match role {
                Some(Role::Block(_)) => break,
                Some(Role::Mention { scheme, id, .. }) => {
                    // An element that states the kind and no id takes the id, if the name is all that it contains.
                    let element = self.tree()?.element(ancestor)?;
                    let is_whole = element.content.slice(text).trim() == place.slice(text);
                    let free = self.tree()?.attribute(ancestor, id, text).is_none();
                    if !is_whole || !free {
                        return None;
                    }
                    let attributes = self.attributes(&form_like(form, id), to.id);
                    let edits = EditSet::insert(element.name.end, attributes);
                    return Some(Written { edits, is_certain: is_exact && scheme == to.scheme });
                }
                Some(Role::Date { .. } | Role::Link | Role::Office) => return None,
                _ => {}
            }
        }
        let open = format!("<{}{}>", form.element, self.attributes(&form, to.id));
        Some(Written { edits: wrapped(place, open, form.element)?, is_certain: is_exact })
    }

    fn new_link(&self, words: &str, to: NewTarget<'_>, replace: TextRange) -> (String, EditSet) {
        let escaped = self.escape(words, replace);
        let parent = self.tree().and_then(|tree| enclosing(tree, replace.start));
        let form = parent.and_then(|parent| self.form(&Subject::Mention(to.scheme.clone()), parent));
        let link = match form {
            Some(form) => {
                format!("<{0}{1}>{escaped}</{0}>", form.element, self.attributes(&form, to.id))
            }
            None => escaped.into_owned(),
        };
        (link, EditSet::default())
    }

    fn annotate(&self, block: BlockId, range: ProseRange, value: &str) -> Option<Written> {
        let (place, is_exact, parent) = self.place(block, range)?;
        let text = self.draft.text;
        let tree = self.tree()?;
        let form = self.form(&Subject::Date, parent)?;
        let usual = self.dialect.vocabulary().dates;
        // An attribute of these forms holds one point.
        if date_form(form.attribute, usual) == DateForm::W3c && value.contains(['/', '~', '?', '%']) {
            return None;
        }
        let value = date_form::written(value, date_form(form.attribute, usual));
        if let Some(Role::Date { value: name, .. }) = self.role(parent) {
            let element = tree.element(parent)?;
            let is_whole = element.content.slice(text).trim() == place.slice(text);
            let free = tree.attribute(parent, name, text).is_none();
            let edits = EditSet::insert(element.name.end, format!(" {name}=\"{value}\""));
            return (is_whole && free).then_some(Written { edits, is_certain: is_exact });
        }
        let open = format!("<{} {}=\"{value}\">", form.element, form.attribute);
        Some(Written { edits: wrapped(place, open, form.element)?, is_certain: is_exact })
    }

    fn set_id(&self, target: &Target, id: &str) -> EditSet {
        let old = target.id_range.slice(self.draft.text);
        let is_basic = old.len() >= 8 && old.bytes().take(8).all(|byte| byte.is_ascii_digit());
        let value = match target.scheme {
            Scheme::Date if is_basic => date_form::written(id, DateForm::Basic),
            _ => self.written_value(&target.scheme, id),
        };
        // Two attributes state the ends of a range.
        let is_pair =
            target.scheme == Scheme::Date && (id.contains('/') || target.id.contains('/')) && !old.contains('/');
        if is_pair { EditSet::default() } else { EditSet::replace(target.id_range, escape_attribute(&value)) }
    }

    fn written_value<'v>(&self, scheme: &Scheme, value: &'v str) -> Cow<'v, str> {
        match scheme {
            Scheme::Date => date_form::written(value, self.dialect.vocabulary().dates),
            _ => Cow::Borrowed(value),
        }
    }

    fn narrow(&self, link: &Link, width: usize) -> Option<EditSet> {
        let text = self.draft.text;
        let head = link.text.slice(text).get(..width)?;
        let tree = self.tree()?;
        let element = tree.element(tree.element_with(link.range)?)?;
        let movable = element.start_tag.end == link.text.start && !head.contains(['<', '&']);
        let opening = TextRange::new(link.range.start, link.text.start + width as u32);
        movable.then(|| EditSet::replace(opening, format!("{head}{}", element.start_tag.slice(text))))
    }

    fn reword(&self, link: &Link, words: &str) -> EditSet {
        EditSet::replace(link.text, self.escape(words, link.text))
    }

    fn set_scheme(&self, target: &Target, scheme: &Scheme) -> EditSet {
        self.renamed(target, scheme).unwrap_or_default()
    }

    fn unlink(&self, link: &Link) -> EditSet {
        let element = self.tree().and_then(|tree| tree.element(tree.element_with(link.range)?));
        let Some(element) = element else { return EditSet::default() };
        let tags = [Some(element.start_tag), element.end_tag];
        let edits = tags.into_iter().flatten().map(|range| Edit { range, text: String::new() });
        EditSet::new(edits.collect()).unwrap_or_default()
    }

    fn add_to_list(&self, list: &Entry, to: NewTarget<'_>) -> Option<EditSet> {
        let (tree, text) = (self.tree()?, self.draft.text);
        let last = list.value.scalars().last().copied().filter(|scalar| scalar.target.is_some())?.range;
        let id = tree.element_with(last)?;
        let element = tree.element(id)?;
        let before = &text[..last.start as usize];
        let indent = before.len() - before.trim_end().len();
        let indent = &before[before.len() - indent..];
        let vocabulary = self.dialect.vocabulary();
        let added = if element.name.slice(text) == "subject" {
            let kind = match to.scheme {
                Scheme::Organisation => "organisation",
                Scheme::Place => "geoArea",
                Scheme::Event => "event",
                _ => "person",
            };
            format!(
                "<subject type=\"cpnat:{kind}\" qcode=\"{}{}\"/>",
                lead(vocabulary.ids, "qcode"),
                escape_attribute(to.id)
            )
        } else {
            let form = self.form(&Subject::Mention(to.scheme.clone()), id)?;
            format!("<{}{}/>", form.element, self.attributes(&form, to.id))
        };
        Some(EditSet::insert(last.end, format!("{indent}{added}")))
    }

    fn remove_from_list(&self, list: &Entry, item: TextRange) -> Option<EditSet> {
        let scalars = list.value.scalars();
        let own = scalars.iter().find(|scalar| scalar.range.contains_range(item) && scalar.target.is_some())?.range;
        let (before, after) = (&self.draft.text[..own.start as usize], &self.draft.text[own.end as usize..]);
        let start = before.trim_end().len();
        if own.slice(self.draft.text).starts_with('<') {
            return Some(EditSet::remove(TextRange::from(start..own.end as usize)));
        }
        // An object of JSON-LD goes with its comma.
        if let Some(rest) = after.trim_start().strip_prefix(',') {
            let next = self.draft.text.len() - rest.trim_start().len();
            return Some(EditSet::remove(TextRange::from(own.start as usize..next)));
        }
        let comma = before.trim_end().strip_suffix(',')?.len();
        Some(EditSet::remove(TextRange::from(comma..own.end as usize)))
    }

    fn ignore(&self, finding: TextRange, code: &str) -> Option<EditSet> {
        let text = self.draft.text;
        let tree = self.tree()?;
        let line = finding.start
            + text[finding.start as usize..]
                .find(['\n', '\r'])
                .unwrap_or(usize::MAX)
                .min(text.len() - finding.start as usize) as u32;
        let node = tree.node_at(finding.start + 1)?;
        let end = match &tree.nodes[node].kind {
            NodeKind::Element(element) if element.start_tag.end > finding.start => element.start_tag.end,
            NodeKind::Element(element) => element.end_tag.map_or(element.content.end, |tag| tag.end),
            NodeKind::Text => tree.nodes[node].range.end.min(line),
            _ => tree.nodes[node].range.end,
        };
        // A directive covers its line.
        let is_root = tree.root() == Some(node);
        let directive = match self.dialect.vocabulary().mode {
            Mode::Html => format!("<!-- copydesk:ignore {code} -- reason -->"),
            Mode::Xml => format!("<?copydesk ignore {code} -- reason?>"),
        };
        (end <= line && !is_root).then(|| EditSet::insert(end, directive))
    }

    fn escape<'t>(&self, words: &'t str, at: TextRange) -> Cow<'t, str> {
        let in_tag = self.tree().is_some_and(|tree| is_in_tag(tree, at.start));
        let is_marked = |c: char| matches!(c, '&' | '<') || (in_tag && matches!(c, '"' | '\''));
        if !words.contains(is_marked) {
            return Cow::Borrowed(words);
        }
        let mut out = String::with_capacity(words.len() + 8);
        for c in words.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '"' if in_tag => out.push_str("&quot;"),
                '\'' if in_tag => out.push_str("&#39;"),
                c => out.push(c),
            }
        }
        Cow::Owned(out)
    }
}

impl<'a> XmlWriter<'a> {
    pub(super) fn new(draft: Draft<'a>, dialect: &'static Dialect) -> Self {
        Self { draft, dialect }
    }

    fn tree(&self) -> Option<&'a Tree> {
        self.draft.notes.get(|| Tree::parse(self.draft.text, self.dialect.vocabulary().mode))
    }

    fn role(&self, id: NodeId) -> Option<&'static Role> {
        // The tree lives as long as the draft, and roles belong to the vocabulary.
        let vocabulary = self.dialect.vocabulary();
        let (line, _) = vocabulary.roles(self.tree()?, id, self.draft.text).find(|(_, role)| !role.is_metadata())?;
        Some(vocabulary.role(line))
    }

    /// The source of words that can be put into an element, whether nothing but them is changed, and the element around
    /// them.
    fn place(&self, block: BlockId, range: ProseRange) -> Option<(TextRange, bool, NodeId)> {
        let block = self.draft.article.block(block).filter(|block| block.holds_links)?;
        let mapped = block.prose.map(range);
        let place = mapped.range();
        let tree = self.tree()?;
        let (start, end) = (enclosing(tree, place.start + 1)?, enclosing(tree, place.end)?);
        // Words of two elements cannot be in a third one.
        (start == end).then_some((place, mapped.exact().is_some(), start))
    }

    fn form(&self, subject: &Subject, parent: NodeId) -> Option<Form> {
        let tree = self.tree()?;
        let is_within = |name: &str| {
            std::iter::once(parent).chain(tree.ancestors(parent)).any(|id| tree.name(id, self.draft.text) == name)
        };
        self.dialect.vocabulary().written(subject, is_within)
    }

    /// The attributes of a new mention, each with a space before it.
    fn attributes(&self, form: &Form, id: &str) -> String {
        let vocabulary = self.dialect.vocabulary();
        let mut out = String::new();
        if let Some((name, value)) = form.fixed {
            let _ = write!(out, " {name}=\"{value}\"");
        }
        let authority = form.authority.zip(self.usual_authority());
        if let Some((name, value)) = authority {
            let _ = write!(out, " {name}=\"{}\"", escape_attribute(value));
        }
        let ids = if form.authority.is_some() { IdForm::Plain } else { vocabulary.ids };
        let lead = lead(ids, form.attribute);
        let _ = write!(out, " {}=\"{lead}{}\"", form.attribute, escape_attribute(id));
        out
    }

    /// The authority that most mentions of the article have.
    fn usual_authority(&self) -> Option<&str> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for authority in self.draft.article.mentions.iter().filter_map(|mention| mention.target.authority.as_deref()) {
            *counts.entry(authority).or_default() += 1;
        }
        counts.into_iter().max_by(|(one, n), (other, m)| n.cmp(m).then(other.cmp(one))).map(|(name, _)| name)
    }

    /// The edits that give an element the name of another kind, or its attribute the value.
    fn renamed(&self, target: &Target, scheme: &Scheme) -> Option<EditSet> {
        let (tree, text) = (self.tree()?, self.draft.text);
        let id = tree.node_at(target.scheme_range.end)?;
        let element = tree.element(id)?;
        let new = self.form(&Subject::Mention(scheme.clone()), id)?;
        let mut edits = Vec::new();
        if let Some((_, value)) = new.fixed {
            for name in ["typeof", "itemtype"] {
                let Some(range) = tree.attribute(id, name, text).and_then(|attribute| attribute.value) else {
                    continue;
                };
                let old = range.slice(text);
                let start = old.rfind(['/', ':']).map_or(0, |at| at + 1);
                edits.push(Edit {
                    range: TextRange::new(range.start + start as u32, range.end),
                    text: value.to_owned(),
                });
            }
        } else {
            let prefix = element.name.slice(text).rsplit_once(':').map_or(0, |(prefix, _)| prefix.len() + 1);
            let start_name = TextRange::new(element.name.start + prefix as u32, element.name.end);
            edits.push(Edit { range: start_name, text: new.element.to_owned() });
            if let Some(tag) = element.end_tag {
                let name = TextRange::new(tag.start + 2 + prefix as u32, tag.start + 2 + element.name.len());
                edits.push(Edit { range: name, text: new.element.to_owned() });
            }
            let old = self.form(&Subject::Mention(target.scheme.clone()), id)?;
            let names = [(old.attribute, Some(new.attribute)), (old.authority?, new.authority)];
            for (old, new) in names {
                let (Some(attribute), Some(new)) = (tree.attribute(id, old, text), new) else { continue };
                if old != new {
                    edits.push(Edit { range: attribute.name, text: new.to_owned() });
                }
            }
        }
        EditSet::new(edits).ok()
    }
}

/// What is before an id in the form of a dialect.
pub(super) fn lead(ids: IdForm, attribute: &str) -> &'static str {
    match ids {
        IdForm::Plain => "",
        _ if matches!(attribute, "resource" | "itemid") => "urn:actor:",
        IdForm::Pointer | IdForm::Code => "actor:",
        IdForm::Uri => "urn:actor:",
    }
}

/// The form of the dates in an attribute: `norm` is that of NITF, also inside other dialects.
pub(super) fn date_form(attribute: &str, usual: DateForm) -> DateForm {
    if attribute == "norm" { DateForm::Basic } else { usual }
}

/// The form of an element that exists, with its own attribute for the id.
fn form_like(form: Form, attribute: &'static str) -> Form {
    Form { attribute, fixed: None, ..form }
}

fn wrapped(place: TextRange, open: String, element: &str) -> Option<EditSet> {
    let tags = [(place.start, open), (place.end, format!("</{element}>"))];
    EditSet::new(tags.map(|(at, text)| Edit { range: TextRange::empty(at), text }).to_vec()).ok()
}

/// The innermost element around an offset.
pub(super) fn enclosing(tree: &Tree, offset: u32) -> Option<NodeId> {
    let mut at = tree.node_at(offset)?;
    loop {
        if tree.element(at).is_some() {
            return Some(at);
        }
        at = tree.nodes[at].parent?;
    }
}

/// Whether an offset is inside of a tag.
fn is_in_tag(tree: &Tree, offset: u32) -> bool {
    let Some(element) = enclosing(tree, offset + 1).and_then(|id| tree.element(id)) else { return false };
    let inside = |tag: TextRange| tag.start < offset && offset < tag.end;
    inside(element.start_tag) || element.end_tag.is_some_and(inside)
}

//! The vocabulary of a dialect: which elements are blocks, mentions, dates, metadata. Each dialect is one data file.
//!
//! A line has a selector, a role, and the arguments of the role:
//!
//! ```text
//! docdata/date.issue   meta datePublished value=@norm
//! person               mention person id=@value authority=@idsrc
//! ```
//!
//! A selector is the local name of an element or `*`, with conditions on its attributes (`[rel]`, `[rel=a]`, `[rel~=a]` for a
//! word, `[rel^=a]` for a prefix, `[rel$=a]` for a suffix). `parent/child` and `ancestor//child` restrict where it is.

use super::super::date_form::DateForm;
use super::lexer::Mode;
use super::tree::{NodeId, Tree, local};
use crate::article::{BlockKind, Key, Scheme};
use crate::text::TextRange;
use foldhash::{HashMap, HashMapExt};
use std::borrow::Cow;
use std::sync::OnceLock;

/// A dialect. Its file is parsed at first use.
pub(in crate::syntax) struct Dialect {
    pub(in crate::syntax) name: &'static str,
    source: &'static str,
    parsed: OnceLock<Vocabulary>,
}

#[derive(Debug)]
pub(in crate::syntax) struct Vocabulary {
    pub(in crate::syntax) mode: Mode,
    pub(in crate::syntax) ids: IdForm,
    pub(in crate::syntax) dates: DateForm,
    rules: Vec<Rule>,
    by_name: HashMap<&'static str, Vec<usize>>,
    /// The rules for any element, by the attribute that they require.
    by_attribute: HashMap<&'static str, Vec<usize>>,
    writes: Vec<(Subject, Written)>,
}

/// The form of identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum IdForm {
    /// The id alone, with its authority in another attribute.
    Plain,
    /// One or several `prefix:id`, or a fragment.
    Pointer,
    /// A URI: `urn:actor:id`.
    Uri,
    /// `alias:code`.
    Code,
}

impl Role {
    /// Whether it says nothing about how the content of an element is read.
    pub(in crate::syntax) fn is_metadata(&self) -> bool {
        matches!(
            self,
            Self::Meta { .. } | Self::Extra { .. } | Self::List { .. } | Self::Title | Self::Region | Self::Also { .. }
        )
    }
}

#[derive(Debug)]
struct Rule {
    selector: Selector,
    role: Role,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::syntax) enum Role {
    Block(BlockKind),
    /// A quotation of several blocks.
    Quote,
    /// Neither it nor its content is prose.
    Skip,
    /// Something inside a block that is not text: an image.
    Object,
    Break,
    Inline,
    /// A link to something else than an actor.
    Link,
    /// A person's office, next to the name.
    Office,
    /// The part of the document with the article.
    Region,
    /// The title of the document, for an article without a headline.
    Title,
    Mention {
        scheme: Scheme,
        id: &'static str,
        authority: Option<&'static str>,
    },
    /// A further identifier of the actor that the element around it names.
    Also {
        id: &'static str,
        authority: Option<&'static str>,
    },
    Date {
        value: &'static str,
        /// The attributes of the ends of a range.
        range: Option<(&'static str, &'static str)>,
        /// The attributes of the day in another calendar, and of that calendar.
        custom: Option<(&'static str, &'static str)>,
    },
    Meta {
        key: Key,
        value: Source,
        /// Whether it counts only where nothing else states the key, and is not compared with it.
        is_fallback: bool,
    },
    /// Metadata whose key is the value of an attribute, after `copydesk:`.
    Extra {
        name: &'static str,
        value: Source,
    },
    List {
        key: Key,
        scheme: Scheme,
        id: &'static str,
        authority: Option<&'static str>,
    },
}

/// Where a value of the metadata is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum Source {
    Attribute(&'static str),
    Text,
}

/// What is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::syntax) enum Subject {
    Mention(Scheme),
    Date,
}

/// The element of a new mention or date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) struct Written {
    pub(in crate::syntax) element: &'static str,
    /// The attribute of the id or the value.
    pub(in crate::syntax) attribute: &'static str,
    /// The attribute of the authority.
    pub(in crate::syntax) authority: Option<&'static str>,
    /// A fixed attribute that states the kind.
    pub(in crate::syntax) fixed: Option<(&'static str, &'static str)>,
    /// The element that must be around it.
    pub(in crate::syntax) within: Option<&'static str>,
}

#[derive(Debug)]
struct Selector {
    own: Step,
    /// The steps outward, each with whether it is the parent.
    outer: Vec<(Step, bool)>,
}

#[derive(Debug)]
struct Step {
    name: &'static str,
    conditions: Vec<(&'static str, Condition)>,
}

#[derive(Debug)]
enum Condition {
    Present,
    Equals(&'static str),
    Word(&'static str),
    Prefix(&'static str),
    Suffix(&'static str),
}

impl Dialect {
    pub(in crate::syntax) const fn new(name: &'static str, source: &'static str) -> Self {
        Self { name, source, parsed: OnceLock::new() }
    }

    /// The vocabulary as text.
    pub(in crate::syntax) fn source(&self) -> &'static str {
        self.source
    }

    /// Whether documents are HTML. That needs no vocabulary.
    pub(in crate::syntax) fn is_html(&self) -> bool {
        self.head().any(|line| line == ("mode", "html"))
    }

    /// The first elements of documents. They need no vocabulary, either.
    pub(in crate::syntax) fn roots(&self) -> impl Iterator<Item = &'static str> {
        self.head().filter(|(kind, _)| *kind == "root").map(|(_, name)| name)
    }

    /// The lines before the first empty one.
    fn head(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.source.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(' '))
    }

    pub(in crate::syntax) fn vocabulary(&self) -> &Vocabulary {
        self.parsed.get_or_init(|| Vocabulary::parse(self.source))
    }
}

impl Vocabulary {
    /// Parses a vocabulary. The files are part of the program, and a test reads them all; an invalid line is left out.
    fn parse(source: &'static str) -> Self {
        let mut parsed = Self {
            mode: Mode::Xml,
            ids: IdForm::Plain,
            dates: DateForm::W3c,
            rules: Vec::new(),
            by_name: HashMap::new(),
            by_attribute: HashMap::new(),
            writes: Vec::new(),
        };
        for line in source.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let read = parsed.line(line);
            debug_assert!(read.is_some(), "invalid line in a vocabulary: {line}");
        }
        for (at, rule) in parsed.rules.iter().enumerate() {
            match rule.selector.own.name {
                "*" => {
                    // A rule for every element without a condition would have no attribute.
                    let required = rule.selector.own.conditions.first().map_or("", |(name, _)| name);
                    parsed.by_attribute.entry(required).or_default().push(at);
                }
                name => parsed.by_name.entry(name).or_default().push(at),
            }
        }
        parsed
    }

    fn line(&mut self, line: &'static str) -> Option<()> {
        let mut words = line.split_whitespace();
        let (first, second) = (words.next()?, words.next()?);
        match first {
            "mode" => self.mode = if second == "html" { Mode::Html } else { Mode::Xml },
            "ids" => {
                self.ids = match second {
                    "plain" => IdForm::Plain,
                    "pointer" => IdForm::Pointer,
                    "uri" => IdForm::Uri,
                    "code" => IdForm::Code,
                    _ => return None,
                }
            }
            "dates" => self.dates = if second == "basic" { DateForm::Basic } else { DateForm::W3c },
            // See `Dialect::roots`.
            "root" => {}
            "write" => {
                let subject = if second == "date" { Subject::Date } else { Subject::Mention(scheme(second)?) };
                let (element, attribute) = (words.next()?, words.next()?);
                let rest: Vec<&str> = words.collect();
                let within = rest.iter().find_map(|word| word.strip_prefix("in:"));
                let fixed = rest.iter().find_map(|word| word.split_once('='));
                let authority = rest.iter().copied().find(|word| !word.contains(['=', ':']));
                self.writes.push((subject, Written { element, attribute, authority, fixed, within }));
            }
            selector => {
                let role = role(second, words.collect::<Vec<_>>().as_slice())?;
                self.rules.push(Rule { selector: Selector::parse(selector)?, role });
            }
        }
        Some(())
    }

    /// The roles of an element, with the number of the line, in the order of the file.
    pub(in crate::syntax) fn roles<'v, 't>(
        &'v self,
        tree: &'t Tree,
        id: NodeId,
        text: &'t str,
    ) -> impl Iterator<Item = (usize, &'v Role)> {
        self.roles_of(tree, id, text, |_| true)
    }

    /// The roles of an element of some kind. A selector costs more than a look at its role.
    pub(in crate::syntax) fn roles_of<'v, 't>(
        &'v self,
        tree: &'t Tree,
        id: NodeId,
        text: &'t str,
        is_wanted: fn(&Role) -> bool,
    ) -> impl Iterator<Item = (usize, &'v Role)> {
        let name = tree.name(id, text);
        let own = match self.mode {
            Mode::Xml => self.by_name.get(name),
            Mode::Html => self.by_name.get(&*lowercase(name)),
        };
        let mut own = own.map_or(&[][..], Vec::as_slice);
        let mut general: Vec<usize> = Vec::new();
        if !self.by_attribute.is_empty() {
            let attributes = tree.element(id).map_or(&[][..], |element| tree.attributes(element));
            let required =
                |name: &str| self.by_attribute.get(name).or_else(|| self.by_attribute.get(&*lowercase(name)));
            let found = attributes.iter().filter_map(|attribute| required(local(attribute.name.slice(text))));
            general.extend(found.flatten());
            if !general.is_empty() {
                general.extend(std::mem::take(&mut own));
                general.sort_unstable();
                general.dedup();
            }
        }
        let candidates = own.iter().copied().chain(general);
        let wanted = candidates.map(|at| (at, &self.rules[at])).filter(move |(_, rule)| is_wanted(&rule.role));
        let matching = wanted.filter(move |(_, rule)| rule.selector.matches(tree, id, text));
        matching.map(|(at, rule)| (at, &rule.role))
    }

    /// Number of lines with a role.
    pub(in crate::syntax) fn len(&self) -> usize {
        self.rules.len()
    }

    /// The role with a number.
    pub(in crate::syntax) fn role(&self, at: usize) -> &Role {
        &self.rules[at].role
    }

    /// The name that the selector with a number requires.
    pub(in crate::syntax) fn element_of(&self, at: usize) -> &'static str {
        self.rules[at].selector.own.name
    }

    /// The role that decides how the content of an element is read.
    pub(in crate::syntax) fn structure(&self, tree: &Tree, id: NodeId, text: &str) -> Option<&Role> {
        self.roles_of(tree, id, text, |role| !role.is_metadata()).map(|(_, role)| role).next()
    }

    /// How a mention or a date is written in a place. `is_within` says whether an element is around it.
    pub(in crate::syntax) fn written(&self, subject: &Subject, is_within: impl Fn(&str) -> bool) -> Option<Written> {
        let fits = |written: &Written| written.within.is_none_or(&is_within);
        self.writes.iter().find(|(own, written)| own == subject && fits(written)).map(|(_, written)| *written)
    }
}

impl Selector {
    fn parse(source: &'static str) -> Option<Self> {
        let mut steps = Vec::new();
        let mut rest = source;
        // A slash in a condition does not separate steps.
        loop {
            let mut depth = 0usize;
            let slash = rest.char_indices().find(|(_, c)| {
                match c {
                    '[' => depth += 1,
                    ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                *c == '/' && depth == 0
            });
            let Some((at, _)) = slash else { break };
            let (step, after) = rest.split_at(at);
            let is_parent = !after.starts_with("//");
            steps.push((Step::parse(step)?, is_parent));
            rest = after.trim_start_matches('/');
        }
        steps.reverse();
        Some(Self { own: Step::parse(rest)?, outer: steps })
    }

    fn matches(&self, tree: &Tree, id: NodeId, text: &str) -> bool {
        if !self.own.matches(tree, id, text) {
            return false;
        }
        let mut ancestors = tree.ancestors(id);
        self.outer.iter().all(|(step, is_parent)| {
            if *is_parent {
                ancestors.next().is_some_and(|parent| step.matches(tree, parent, text))
            } else {
                ancestors.any(|ancestor| step.matches(tree, ancestor, text))
            }
        })
    }
}

impl Step {
    fn parse(source: &'static str) -> Option<Self> {
        let (name, mut rest) = source.split_at(source.find('[').unwrap_or(source.len()));
        let mut conditions = Vec::new();
        while let Some(inner) = rest.strip_prefix('[') {
            let (condition, after) = inner.split_once(']')?;
            let parsed = match condition.split_once('=') {
                None => (condition, Condition::Present),
                Some((name, value)) => match name.as_bytes().last()? {
                    b'~' => (&name[..name.len() - 1], Condition::Word(value)),
                    b'^' => (&name[..name.len() - 1], Condition::Prefix(value)),
                    b'$' => (&name[..name.len() - 1], Condition::Suffix(value)),
                    _ => (name, Condition::Equals(value)),
                },
            };
            conditions.push(parsed);
            rest = after;
        }
        (!name.is_empty() && rest.is_empty()).then_some(Self { name, conditions })
    }

    fn matches(&self, tree: &Tree, id: NodeId, text: &str) -> bool {
        let name = tree.name(id, text);
        (self.name == "*" || name == self.name || name.eq_ignore_ascii_case(self.name))
            && self.conditions.iter().all(|(name, condition)| {
                let Some(attribute) = tree.attribute(id, name, text) else { return false };
                let value = attribute.value.map_or("", |value| value.slice(text));
                match condition {
                    Condition::Present => true,
                    Condition::Equals(wanted) => value.eq_ignore_ascii_case(wanted),
                    Condition::Word(wanted) => value.split_whitespace().any(|word| word == *wanted),
                    Condition::Prefix(wanted) => value.starts_with(wanted),
                    Condition::Suffix(wanted) => value.ends_with(wanted),
                }
            })
    }
}

/// The source that a value of the metadata is read from.
pub(super) fn source_of(tree: &Tree, id: NodeId, source: Source, text: &str) -> Option<(TextRange, TextRange)> {
    let element = tree.element(id)?;
    match source {
        Source::Attribute(name) => {
            let attribute = tree.attribute(id, name, text)?;
            Some((attribute.name, attribute.value?))
        }
        Source::Text => Some((element.name, element.content)),
    }
}

/// A name in lower case, which most names are already.
fn lowercase(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { name.into() }
}

fn role(name: &str, arguments: &[&'static str]) -> Option<Role> {
    let attribute = |key: &str| {
        let value = arguments.iter().find_map(|one| one.strip_prefix(key)?.strip_prefix('='))?;
        value.strip_prefix('@')
    };
    let first = || arguments.first().copied();
    Some(match name {
        "block" => Role::Block(match first()? {
            "headline" => BlockKind::Headline,
            "standfirst" => BlockKind::Standfirst,
            "heading" => BlockKind::Heading(2),
            "paragraph" => BlockKind::Paragraph,
            "item" => BlockKind::ListItem,
            "cell" => BlockKind::Cell,
            "stamp" => BlockKind::Stamp,
            "dateline" => BlockKind::Dateline,
            "byline" => BlockKind::Byline,
            _ => return None,
        }),
        "quote" => Role::Quote,
        "skip" => Role::Skip,
        "object" => Role::Object,
        "break" => Role::Break,
        "inline" => Role::Inline,
        "link" => Role::Link,
        "office" => Role::Office,
        "region" => Role::Region,
        "title" => Role::Title,
        "mention" => {
            Role::Mention { scheme: scheme(first()?)?, id: attribute("id")?, authority: attribute("authority") }
        }
        "also" => Role::Also { id: attribute("id")?, authority: attribute("authority") },
        "date" => {
            let pair = |key| attribute(key).and_then(|both| both.split_once(",@"));
            Role::Date { value: attribute("value")?, range: pair("range"), custom: pair("custom") }
        }
        "meta" => Role::Meta {
            key: Key::from_name(first()?)?,
            value: attribute("value").map_or(Source::Text, Source::Attribute),
            is_fallback: arguments.contains(&"fallback"),
        },
        "extra" => {
            Role::Extra { name: attribute("key")?, value: attribute("value").map_or(Source::Text, Source::Attribute) }
        }
        "list" => Role::List {
            key: Key::from_name(first()?)?,
            scheme: scheme(arguments.get(1)?)?,
            id: attribute("id")?,
            authority: attribute("authority"),
        },
        _ => return None,
    })
}

fn scheme(name: &str) -> Option<Scheme> {
    let name = if name == "any" { "actor" } else { name };
    Scheme::from_name(name, &[]).filter(|scheme| *scheme != Scheme::Date)
}

#[cfg(test)]
mod tests {
    use super::super::DIALECTS;
    use super::*;

    #[test]
    fn every_line_of_every_vocabulary_is_valid() {
        for dialect in DIALECTS {
            let vocabulary = dialect.vocabulary();
            let roots = dialect.source.lines().filter(|line| line.starts_with("root ")).count();
            assert!(roots > 0 && dialect.roots().count() == roots, "{}", dialect.name);
            assert_eq!(dialect.is_html(), vocabulary.mode == Mode::Html, "{}", dialect.name);
            let lines = dialect.source.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
            let settings = ["mode ", "ids ", "dates ", "root ", "write "];
            let rules = lines.filter(|line| !settings.iter().any(|setting| line.starts_with(setting))).count();
            assert_eq!(vocabulary.len(), rules, "{}", dialect.name);
            for scheme in [Scheme::Person, Scheme::Organisation, Scheme::Place, Scheme::Event] {
                assert!(vocabulary.written(&Subject::Mention(scheme), |_| true).is_some(), "{}", dialect.name);
            }
            assert!(vocabulary.written(&Subject::Date, |_| true).is_some(), "{}", dialect.name);
        }
    }

    #[test]
    fn selectors_match_names_attributes_and_ancestors() {
        let text = "<a rel=\"x y\" type=\"urn:Person\"><b><c id=\"1\"/></b></a>";
        let tree = Tree::parse(text, Mode::Xml);
        let element = |name: &str| (0..tree.nodes.len()).find(|id| tree.name(*id, text) == name).unwrap();
        let matches = |selector, name| Selector::parse(selector).unwrap().matches(&tree, element(name), text);
        for (selector, name) in [
            ("a", "a"),
            ("*", "b"),
            ("b/c", "c"),
            ("a//c", "c"),
            ("a/b/c", "c"),
            ("a[rel~=y]/b", "b"),
            ("a[type$=Person]", "a"),
            ("c[id]", "c"),
            ("*[id=1]", "c"),
        ] {
            assert!(matches(selector, name), "{selector}");
        }
        for (selector, name) in
            [("b", "a"), ("a/c", "c"), ("c//c", "c"), ("a[rel=y]", "a"), ("c[no]", "c"), ("a[type^=Person]", "a")]
        {
            assert!(!matches(selector, name), "{selector}");
        }
    }
}

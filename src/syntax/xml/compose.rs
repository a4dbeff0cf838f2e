//! Writes a story as a new document of a dialect.

use super::json_ld;
use super::lexer::Mode;
use super::vocabulary::{Dialect, IdForm, Subject, Written};
use super::write::{date_form, lead};
use crate::article::{BlockKind, Key, Scheme};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::syntax::date_form::{self, DateForm};
use crate::syntax::story::{Composed, Run, Story, StoryBlock};
use crate::text::{escape, escape_attribute};
use std::fmt::Write as _;

/// The attribute of a title that was made of the first words of a text.
pub(super) const MADE_TITLE: &str = "data-copydesk-title";
/// The number of characters of such a title.
const TITLE: usize = 60;

/// Writes a document.
pub(super) fn article(dialect: &'static Dialect, story: &Story) -> Composed {
    let mut page = Page { dialect, story, out: String::new(), lost: Vec::new(), depth: 0, used: Vec::new() };
    match dialect.name {
        "nitf" => page.nitf(),
        "tei" => page.tei(),
        "newsml-g2" => page.newsml_g2(),
        _ => page.html(),
    }
    Composed { text: page.out, lost: page.lost }
}

struct Page<'a> {
    dialect: &'static Dialect,
    story: &'a Story,
    out: String,
    lost: Vec<Message>,
    depth: usize,
    /// The keys that were written.
    used: Vec<Key>,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        let indent = "  ".repeat(self.depth);
        let _ = writeln!(self.out, "{indent}{line}");
    }

    fn open(&mut self, line: &str) {
        self.line(line);
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.line(&format!("</{name}>"));
    }

    /// The first value of a key, which counts as written.
    fn take(&mut self, key: Key) -> Option<String> {
        let values = self.story.values(key);
        if values.len() == 1 {
            self.used.push(key);
        }
        values.first().filter(|_| values.len() == 1).cloned()
    }

    /// The moment of a key in the form of an attribute.
    fn take_date(&mut self, key: Key, attribute: &str) -> Option<String> {
        let value = self.take(key)?;
        let form = date_form(attribute, self.dialect.vocabulary().dates);
        Some(escape_attribute(&date_form::written(&value, form)))
    }

    /// The metadata that has no place of its own, by name and value.
    fn rest(&self) -> Vec<(&'static str, String)> {
        let rest = self.story.metadata.iter().filter(|entry| !self.used.contains(&entry.key));
        rest.flat_map(|entry| entry.values.iter().map(|value| (entry.key.name(), escape_attribute(value)))).collect()
    }

    fn language(&self) -> &'static str {
        if self.story.language == Language::Other { "" } else { self.story.language.tag() }
    }

    /// The attribute with the language of a block, if that is not the language of the story.
    fn language_of(&self, block: &StoryBlock) -> String {
        let Some(language) = block.language.filter(|language| *language != Language::Other) else {
            return String::new();
        };
        if self.dialect.vocabulary().mode == Mode::Xml {
            return format!(" xml:lang=\"{}\"", language.tag());
        }
        let direction = if language.is_right_to_left() { "rtl" } else { "ltr" };
        let is_turned = language.is_right_to_left() != self.story.language.is_right_to_left();
        let direction = if is_turned { format!(" dir=\"{direction}\"") } else { String::new() };
        format!(" lang=\"{}\"{direction}", language.tag())
    }

    fn headline(&self) -> String {
        self.story.block(BlockKind::Headline).map(StoryBlock::text).unwrap_or_default()
    }

    /// The title of a page, which must not be empty: the headline, else the first words of the text. Words that are not a headline
    /// are marked, so that they are not read as one.
    fn html_title(&self) -> String {
        let headline = self.headline();
        if !headline.trim().is_empty() {
            return format!("<title>{}</title>", escape(&headline));
        }
        let texts = self.story.blocks.iter().map(StoryBlock::text);
        let first = texts.map(|text| first_words(&text)).find(|words| !words.is_empty());
        let words = first.unwrap_or_else(|| message!("Untitled").in_language(self.story.language).into_owned());
        format!("<title {MADE_TITLE}>{}</title>", escape(&words))
    }

    /// The runs of a block as markup.
    fn runs(&mut self, block: &StoryBlock, within: &str) -> String {
        let vocabulary = self.dialect.vocabulary();
        let mut out = String::new();
        for run in &block.runs {
            match run {
                Run::Text(words) => out.push_str(&escape(words).replace("&quot;", "\"")),
                Run::Mention { words, scheme, id } => {
                    let kind = match scheme {
                        Scheme::Outside(_) | Scheme::Actor => Scheme::Person,
                        known => known.clone(),
                    };
                    let Some(form) = vocabulary.written(&Subject::Mention(kind), |name| name == within) else {
                        out.push_str(&escape(words));
                        continue;
                    };
                    let attributes = mention_attributes(&form, vocabulary.ids, scheme, id);
                    let _ =
                        write!(out, "<{0}{attributes}>{1}</{0}>", form.element, escape(words).replace("&quot;", "\""));
                }
                Run::Date { words, value } => {
                    let words = escape(words).replace("&quot;", "\"");
                    let Some(form) = vocabulary.written(&Subject::Date, |name| name == within) else {
                        out.push_str(&words);
                        continue;
                    };
                    let tag = match self.date_attributes(value, &form) {
                        Some(attributes) => format!("{}{attributes}", form.element),
                        // What neither attribute holds is kept in one that validators allow.
                        None if self.dialect.name == "tei" => {
                            format!("seg type=\"edtf\" n=\"{}\"", escape_attribute(value))
                        }
                        None => format!("span data-edtf=\"{}\"", escape_attribute(value)),
                    };
                    let name = tag.split(' ').next().unwrap_or(form.element);
                    let _ = write!(out, "<{tag}>{words}</{name}>");
                }
            }
        }
        out
    }

    /// The attributes of a date; `None` if the element of the dialect cannot hold the value.
    fn date_attributes(&self, value: &str, form: &Written) -> Option<String> {
        let usual = self.dialect.vocabulary().dates;
        let is_point = |point: &str| {
            point.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b':' | b'T' | b'Z' | b'+' | b'.'))
        };
        let attribute = |name: &str, value: &str| format!(" {name}=\"{}\"", escape_attribute(value));
        if date_form(form.attribute, usual) == DateForm::Basic || is_point(value) && !value.contains("..") {
            let written = date_form::written(value, date_form(form.attribute, usual));
            return Some(attribute(form.attribute, &written));
        }
        let (from, to) = value.split_once('/')?;
        let ends = [("from", from), ("to", to)].into_iter().filter(|(_, end)| *end != "..");
        let fits = self.dialect.name == "tei" && [from, to].iter().all(|end| is_point(end));
        fits.then(|| ends.map(|(name, end)| attribute(name, end)).collect())
    }

    /// The blocks of the body, each in the element that `tag` gives.
    fn body(&mut self, within: &str, tag: impl Fn(BlockKind) -> &'static str, quote: &str) {
        let mut first = true;
        for block in &self.story.blocks {
            let is_head = block.kind == BlockKind::Headline && std::mem::take(&mut first);
            if is_head {
                continue;
            }
            let words = self.runs(block, within);
            let name = tag(block.kind);
            let lang = self.language_of(block);
            let element = if name.is_empty() { words } else { format!("<{name}{lang}>{words}</{name}>") };
            let line = match (block.quoted, quote) {
                (true, "") | (false, _) => element,
                (true, quote) => format!("<{quote}>{element}</{}>", quote.split(' ').next().unwrap_or(quote)),
            };
            self.line(&line);
        }
    }

    fn nitf(&mut self) {
        let headline = escape(&self.headline());
        let language = self.language();
        self.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        let tag = if language.is_empty() { String::new() } else { format!(" baselang=\"{language}\"") };
        self.used.push(Key::InLanguage);
        self.open(&format!("<nitf xmlns=\"http://iptc.org/std/NITF/2006-10-18/\"{tag}>"));
        let published = self.take_date(Key::DatePublished, "norm");
        let identifier = self.take(Key::Identifier);
        let release = self.take_date(Key::EmbargoedUntil, "norm");
        let expire = self.take_date(Key::Expires, "norm");
        let byline = self.take(Key::Author).filter(|author| !author.starts_with("actor:"));
        if byline.is_none() {
            self.used.retain(|key| *key != Key::Author);
        }
        let dateline = self.take(Key::Dateline);
        self.open("<head>");
        self.line(&format!("<title>{headline}</title>"));
        for (name, value) in self.rest() {
            self.line(&format!("<meta name=\"copydesk:{name}\" content=\"{value}\"/>"));
        }
        self.open("<docdata>");
        if let Some(id) = identifier {
            self.line(&format!("<doc-id id-string=\"{}\"/>", escape_attribute(&id)));
        }
        for (element, value) in [("date.issue", &published), ("date.release", &release), ("date.expire", &expire)] {
            if let Some(value) = value {
                self.line(&format!("<{element} norm=\"{value}\"/>"));
            }
        }
        self.close("docdata");
        if let Some(value) = published {
            self.line(&format!("<pubdata date.publication=\"{value}\"/>"));
        }
        self.close("head");
        self.open("<body>");
        self.open("<body.head>");
        let head = self.story.block(BlockKind::Headline).cloned();
        let words = head.map(|block| self.runs(&block, "nitf")).unwrap_or_default();
        self.line(&format!("<hedline><hl1>{words}</hl1></hedline>"));
        if let Some(byline) = byline {
            self.line(&format!("<byline>{}</byline>", escape(&byline)));
        }
        if let Some(dateline) = dateline {
            self.line(&format!("<dateline>{}</dateline>", escape(&dateline)));
        }
        self.close("body.head");
        self.open("<body.content>");
        let tag = |kind| if matches!(kind, BlockKind::Heading(_)) { "hl2" } else { "p" };
        self.body("nitf", tag, "bq");
        self.close("body.content");
        self.close("body");
        self.close("nitf");
    }

    fn tei(&mut self) {
        let language = self.language();
        let lang = if language.is_empty() { String::new() } else { format!(" xml:lang=\"{language}\"") };
        self.used.push(Key::InLanguage);
        self.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        self.open(&format!("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"{lang}>"));
        let published = self.take_date(Key::DatePublished, "when");
        let publisher = self.take(Key::Publisher).filter(|publisher| !publisher.starts_with("actor:"));
        if publisher.is_none() {
            self.used.retain(|key| *key != Key::Publisher);
        }
        let dateline = self.take(Key::Dateline);
        self.open("<teiHeader>");
        self.open("<fileDesc>");
        let headline = escape(&self.headline());
        self.line(&format!("<titleStmt><title>{headline}</title></titleStmt>"));
        self.open("<publicationStmt>");
        let publisher = escape(&publisher.unwrap_or_default());
        self.line(&if publisher.is_empty() {
            "<publisher/>".to_owned()
        } else {
            format!("<publisher>{publisher}</publisher>")
        });
        if let Some(value) = published {
            self.line(&format!("<date when=\"{value}\"/>"));
        }
        self.close("publicationStmt");
        let rest = self.rest();
        if !rest.is_empty() {
            self.open("<notesStmt>");
            for (name, value) in rest {
                let value = value.replace("&quot;", "\"");
                self.line(&format!("<note type=\"copydesk:{name}\">{value}</note>"));
            }
            self.close("notesStmt");
        }
        self.line("<sourceDesc><p>born digital</p></sourceDesc>");
        self.close("fileDesc");
        self.close("teiHeader");
        self.open("<text>");
        self.open("<body>");
        self.open("<div type=\"article\">");
        if let Some(block) = self.story.block(BlockKind::Headline).cloned() {
            let words = self.runs(&block, "TEI");
            self.line(&format!("<head>{words}</head>"));
        }
        if let Some(dateline) = dateline {
            self.line(&format!("<dateline>{}</dateline>", escape(&dateline)));
        }
        let tag = |kind| if matches!(kind, BlockKind::Heading(_)) { "ab type=\"head\"" } else { "p" };
        self.tei_body(tag);
        self.close("div");
        self.close("body");
        self.close("text");
        self.close("TEI");
    }

    fn tei_body(&mut self, tag: impl Fn(BlockKind) -> &'static str) {
        let mut first = true;
        for block in &self.story.blocks {
            if block.kind == BlockKind::Headline && std::mem::take(&mut first) {
                continue;
            }
            let words = self.runs(block, "TEI");
            let open = tag(block.kind);
            let name = open.split(' ').next().unwrap_or(open);
            let element = format!("<{open}{}>{words}</{name}>", self.language_of(block));
            self.line(&if block.quoted { format!("<quote>{element}</quote>") } else { element });
        }
    }

    fn newsml_g2(&mut self) {
        let language = self.language();
        self.used.push(Key::InLanguage);
        let guid = self.take(Key::Identifier).unwrap_or_else(|| "urn:newsml:unknown".to_owned());
        let published = self.take_date(Key::DatePublished, "versionCreated");
        let created = self.take_date(Key::DateCreated, "firstCreated");
        let embargo = self.take_date(Key::EmbargoedUntil, "embargoed");
        let publisher = self.take(Key::Publisher);
        let by = self.take(Key::Author).filter(|author| !author.starts_with("actor:"));
        if by.is_none() {
            self.used.retain(|key| *key != Key::Author);
        }
        let dateline = self.take(Key::Dateline);
        self.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        let lang = if language.is_empty() { String::new() } else { format!(" xml:lang=\"{language}\"") };
        self.open(&format!(
            "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"{}\" version=\"1\" standard=\"NewsML-G2\" \
             standardversion=\"2.35\" conformance=\"power\"{lang}>",
            escape_attribute(&guid)
        ));
        self.line("<catalogRef href=\"http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml\"/>");
        self.open("<itemMeta>");
        self.line("<itemClass qcode=\"ninat:text\"/>");
        let provider = match publisher {
            Some(publisher) => format!("<provider literal=\"{}\"/>", escape_attribute(&publisher)),
            // The schema demands one.
            None => "<provider uri=\"urn:newsml:unknown\"/>".to_owned(),
        };
        self.line(&provider);
        // The schema demands a moment.
        let moment = published.clone().map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), with_time);
        if published.is_none() {
            self.lost.push(message!("no datePublished: versionCreated is 1970-01-01, as the schema demands one"));
        }
        self.line(&format!("<versionCreated>{moment}</versionCreated>"));
        if let Some(created) = created {
            self.line(&format!("<firstCreated>{}</firstCreated>", with_time(created)));
        }
        if let Some(embargo) = embargo {
            self.line(&format!("<embargoed>{}</embargoed>", with_time(embargo)));
        }
        for (name, value) in self.rest() {
            self.line(&format!("<itemMetaExtProperty type=\"copydesk:{name}\" value=\"{value}\"/>"));
        }
        self.close("itemMeta");
        self.open("<contentMeta>");
        if let Some(by) = by {
            self.line(&format!("<by>{}</by>", escape(&by)));
        }
        let headline = escape(&self.headline());
        if let Some(dateline) = &dateline {
            self.line(&format!("<dateline>{}</dateline>", escape(dateline)));
        }
        if !language.is_empty() {
            self.line(&format!("<language tag=\"{language}\"/>"));
        }
        self.line(&format!("<headline>{headline}</headline>"));
        self.close("contentMeta");
        self.open("<contentSet>");
        self.open("<inlineXML contenttype=\"application/nitf+xml\">");
        let inner = Story { metadata: Vec::new(), ..self.story.clone() };
        let tag = |kind| if matches!(kind, BlockKind::Heading(_)) { "hl2" } else { "p" };
        self.open("<nitf xmlns=\"http://iptc.org/std/NITF/2006-10-18/\">");
        self.open("<body>");
        self.open("<body.head>");
        if let Some(block) = inner.block(BlockKind::Headline) {
            let words = self.runs(block, "nitf");
            self.line(&format!("<hedline><hl1>{words}</hl1></hedline>"));
        }
        if let Some(dateline) = dateline {
            self.line(&format!("<dateline>{}</dateline>", escape(&dateline)));
        }
        self.close("body.head");
        self.open("<body.content>");
        self.body("nitf", tag, "bq");
        self.close("body.content");
        self.close("body");
        self.close("nitf");
        self.close("inlineXML");
        self.close("contentSet");
        self.close("newsItem");
    }

    fn html(&mut self) {
        let language = self.language();
        self.used.push(Key::InLanguage);
        let direction = if self.story.language.is_right_to_left() { " dir=\"rtl\"" } else { "" };
        let lang = if language.is_empty() { String::new() } else { format!(" lang=\"{language}\"") };
        let published = self.take(Key::DatePublished);
        let modified = self.take(Key::DateModified);
        let byline = self.take(Key::Author).filter(|author| !author.starts_with("actor:"));
        if byline.is_none() {
            self.used.retain(|key| *key != Key::Author);
        }
        let dateline = self.take(Key::Dateline);
        self.line("<!doctype html>");
        self.line(&format!("<html{lang}{direction}>"));
        self.open("<head>");
        self.line("<meta charset=\"utf-8\">");
        let title = self.html_title();
        self.line(&title);
        for (name, value) in [("published", &published), ("modified", &modified)] {
            if let Some(value) = value {
                let value = escape_attribute(value);
                self.line(&format!("<meta property=\"article:{name}_time\" content=\"{value}\">"));
            }
        }
        let linked = json_ld::written(self.story);
        self.used.extend(linked.iter().flat_map(|(_, used)| used));
        for (name, value) in self.rest() {
            self.line(&format!("<meta name=\"copydesk:{name}\" content=\"{value}\">"));
        }
        if let Some((script, _)) = linked {
            self.open("<script type=\"application/ld+json\">");
            script.lines().for_each(|line| self.line(line));
            self.close("script");
        }
        self.close("head");
        self.line("<body>");
        // An `article` is to have a heading.
        let is_heading = |block: &StoryBlock| matches!(block.kind, BlockKind::Headline | BlockKind::Heading(_));
        let element = if self.story.blocks.iter().any(is_heading) { "article" } else { "main" };
        self.open(&format!("<{element} vocab=\"https://schema.org/\" typeof=\"NewsArticle\">"));
        if let Some(block) = self.story.block(BlockKind::Headline).cloned() {
            let words = self.runs(&block, "html");
            self.line(&format!("<h1 property=\"headline\">{words}</h1>"));
        }
        if let Some(byline) = byline {
            self.line(&format!("<p class=\"byline\" property=\"author\">{}</p>", escape(&byline)));
        }
        if let Some(dateline) = dateline {
            self.line(&format!("<p property=\"dateline\">{}</p>", escape(&dateline)));
        }
        self.open("<div property=\"articleBody\">");
        let tag = |kind| match kind {
            BlockKind::Headline | BlockKind::Heading(1 | 2) => "h2",
            BlockKind::Heading(3) => "h3",
            BlockKind::Heading(4) => "h4",
            BlockKind::Heading(_) => "h5",
            _ => "p",
        };
        self.body("html", tag, "blockquote");
        self.close("div");
        self.close(element);
        self.line("</body>");
        self.line("</html>");
    }
}

/// The words at the beginning of a text that fit into a title.
fn first_words(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() && out.chars().count() + word.chars().count() >= TITLE {
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn mention_attributes(form: &Written, ids: IdForm, scheme: &Scheme, id: &str) -> String {
    let mut out = String::new();
    if let Some((name, value)) = form.fixed {
        let _ = write!(out, " {name}=\"{value}\"");
    }
    let id = escape_attribute(id);
    match (scheme, form.authority) {
        (Scheme::Outside(prefix), Some(authority)) => {
            let prefix = escape_attribute(prefix);
            let _ = write!(out, " {authority}=\"{prefix}\" {}=\"{id}\"", form.attribute);
        }
        (Scheme::Outside(prefix), None) => {
            let _ = write!(out, " {}=\"{}:{id}\"", form.attribute, escape_attribute(prefix));
        }
        (_, authority) => {
            let ids = if authority.is_some() { IdForm::Plain } else { ids };
            let _ = write!(out, " {}=\"{}{id}\"", form.attribute, lead(ids, form.attribute));
        }
    }
    out
}

/// A day as the moment at which it begins.
fn with_time(value: String) -> String {
    if value.contains('T') { value } else { format!("{value}T00:00:00Z") }
}

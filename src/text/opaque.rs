//! Opaque parts of a text, which are not words of its author: URLs, hosts, paths, handles, hashtags and identifiers.
//! Names and dates inside them have no meaning, and fixes must not change them.
//!
//! A single pass looks for the signs that occur in such parts (`/ @ # \ _ .`). Each run of letters around a sign is
//! examined once, so the time is linear for any text.

use super::{ProseRange, is_word_char};

/// Top-level domains with more than two letters that are common in the press.
const DOMAINS: &[&str] = &[
    "com", "org", "net", "gov", "edu", "int", "mil", "info", "biz", "name", "news", "media", "press", "app", "dev",
    "blog", "online", "site", "tech", "cloud", "store", "shop", "live", "agency", "world", "today", "social",
];

/// File name extensions.
const FILES: &[&str] = &[
    "csv", "tsv", "txt", "pdf", "html", "htm", "xml", "json", "jsonl", "yaml", "yml", "toml", "jpg", "jpeg", "png",
    "gif", "svg", "webp", "mp3", "mp4", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "zip", "exe", "php",
    "css",
];

/// Country domains that are also words. Before these, a full stop without a space is probably a missing space.
const WORDS: &[&str] = &[
    "am", "an", "as", "at", "be", "by", "de", "do", "es", "go", "he", "if", "in", "is", "it", "la", "me", "my", "no",
    "of", "on", "or", "so", "to", "tu", "un", "up", "us", "we",
];

/// The opaque parts of a text, in order and disjoint.
pub fn opaque_parts(text: &str) -> Vec<ProseRange> {
    Scan { text, bytes: text.as_bytes(), done: 0, read: 0, found: Vec::new() }.all()
}

/// The offsets of the signs, in order.
fn signs(bytes: &[u8]) -> impl Iterator<Item = usize> + use<'_> {
    let mut stops = memchr::memchr3_iter(b'.', b'/', b'_', bytes).peekable();
    let mut others = memchr::memchr3_iter(b'@', b'#', b'\\', bytes).peekable();
    std::iter::from_fn(move || match (stops.peek(), others.peek()) {
        (Some(stop), Some(other)) if other < stop => others.next(),
        (Some(_), _) => stops.next(),
        (None, _) => others.next(),
    })
}

struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// End of the last part; no other part starts before it.
    done: usize,
    /// End of the last run that was ordinary text.
    read: usize,
    found: Vec<ProseRange>,
}

impl Scan<'_> {
    fn all(mut self) -> Vec<ProseRange> {
        for at in signs(self.bytes) {
            let sign = self.bytes[at];
            if at < self.done {
                continue;
            }
            let part = match sign {
                b'/' => self.url(at).or_else(|| self.path(at)),
                b'@' => self.address(at),
                b'#' => self.hashtag(at),
                b'\\' => self.backslash(at),
                b'_' => self.identifier(at),
                _ => self.host(at),
            };
            if let Some((start, end)) = part.filter(|(start, end)| start < end) {
                self.found.push(ProseRange::from(start..end));
                self.done = end;
            }
        }
        self.found
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[self.done.min(at)..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// End of the run of characters accepted by `fits`, searched to the right of an offset.
    fn right(&self, from: usize, fits: impl Fn(char) -> bool) -> usize {
        self.text[from..].find(|c| !fits(c)).map_or(self.text.len(), |end| from + end)
    }

    /// Start of the run of characters accepted by `fits`, searched to the left of an offset.
    fn left(&self, to: usize, fits: impl Fn(char) -> bool) -> usize {
        let head = &self.text[self.done..to];
        head.char_indices().rev().take_while(|(_, c)| fits(*c)).last().map_or(to, |(at, _)| self.done + at)
    }

    /// `https://example.org/a`, from its first slash.
    fn url(&self, at: usize) -> Option<(usize, usize)> {
        if !self.text[at..].starts_with("//") || !self.text[..at].ends_with(':') {
            return None;
        }
        let start = self.left(at - 1, |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        let scheme = &self.text[start..at - 1];
        let start = start + scheme.find(|c: char| c.is_ascii_alphabetic())?;
        let end = self.url_end(at + 2);
        (at - 1 - start >= 2 && end > at + 2).then_some((start, end))
    }

    /// The end of a URL: before a space or a quotation mark, without the punctuation of its sentence.
    fn url_end(&self, from: usize) -> usize {
        let end = self.right(from, |c| {
            !c.is_whitespace()
                && !c.is_control()
                && !matches!(
                    c,
                    '<' | '>' | '"' | '«' | '»' | '“' | '”' | '„' | '‹' | '›' | '،' | '؛' | '؟' | '\u{FFFC}'
                )
        });
        let address = &self.text[from..end];
        let mut open: [i32; 3] = Default::default();
        for c in address.chars() {
            match c {
                '(' => open[0] += 1,
                ')' => open[0] -= 1,
                '[' => open[1] += 1,
                ']' => open[1] -= 1,
                '{' => open[2] += 1,
                '}' => open[2] -= 1,
                _ => {}
            }
        }
        let mut length = address.len();
        for c in address.chars().rev() {
            let bracket = [')', ']', '}'].iter().position(|bracket| *bracket == c);
            let belongs = match bracket {
                Some(kind) if open[kind] < 0 => {
                    open[kind] += 1;
                    false
                }
                Some(_) => true,
                None => !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | '_' | '~' | '|' | '…'),
            };
            if belongs {
                break;
            }
            length -= c.len_utf8();
        }
        from + length
    }

    /// `/srv/list.csv`, `~/list`, `./a/b`, from its first slash. A slash between words (`and/or`, `16/9/2017`) does not
    /// count.
    fn path(&mut self, at: usize) -> Option<(usize, usize)> {
        if at < self.read {
            return None;
        }
        let start = self.left(at, |c| matches!(c, '.' | '~'));
        if self.before(start).is_some_and(|c| is_word_char(c) || matches!(c, '/' | '\\')) {
            return None;
        }
        let end = self.right(at, |c| is_word_char(c) || matches!(c, '/' | '.' | '-' | '_' | '~' | '+' | '%'));
        self.read = end;
        let path = self.text[at..end].trim_end_matches(['.', '-']);
        let name = &path[1..];
        let deep = name.trim_end_matches('/').contains('/') || start < at || is_file(name);
        (deep && name.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some((start, at + path.len()))
    }

    /// `name@example.org`, `@name`, `@name@example.org`.
    fn address(&self, at: usize) -> Option<(usize, usize)> {
        let in_name = |c: char| is_word_char(c) || matches!(c, '.' | '_' | '-' | '+' | '%');
        if !self.after(at + 1).is_some_and(|c| is_word_char(c) || c == '_') {
            return None;
        }
        let start = self.left(at, in_name);
        let head = &self.text[start..at];
        let start = start + (head.len() - head.trim_start_matches(['.', '-', '%', '+']).len());
        let mut end = self.right(at + 1, |c| in_name(c) && !matches!(c, '%' | '+'));
        if self.text[end..].starts_with('@') && self.after(end + 1).is_some_and(char::is_alphanumeric) {
            end = self.right(end + 1, |c| c.is_alphanumeric() || matches!(c, '.' | '-'));
        }
        Some((start, at + self.text[at..end].trim_end_matches(['.', '-']).len()))
    }

    fn hashtag(&self, at: usize) -> Option<(usize, usize)> {
        let free = self.before(at).is_none_or(|c| !is_word_char(c) && c != '&');
        let end = self.right(at + 1, |c| is_word_char(c) || c == '_' || c == '\u{200C}');
        (free && end > at + 1).then_some((at, end))
    }

    /// `C:\list.csv`, `\\server\list`. Numbers between backslashes are skipped, because they can be dates.
    fn backslash(&mut self, at: usize) -> Option<(usize, usize)> {
        if at < self.read {
            return None;
        }
        let fits = |c: char| is_word_char(c) || matches!(c, '\\' | ':' | '.' | '-' | '_' | '~' | '$');
        let (start, end) = (self.left(at, fits), self.right(at, fits));
        self.read = end;
        let part = self.text[start..end].trim_end_matches(['.', '-', ':']);
        let mut before = ' ';
        let of_letters = part.chars().any(|c| {
            let is_letter_after_backslash =
                (before == '\\' && c.is_alphabetic()) || (c == '\\' && before.is_alphabetic());
            before = c;
            is_letter_after_backslash || (c == '\\' && part.starts_with("\\\\"))
        });
        let drive = part.get(1..3) == Some(":\\");
        ((of_letters || drive) && part.len() > 1).then_some((start, start + part.len()))
    }

    /// `some_name`, between letters or digits.
    fn identifier(&self, at: usize) -> Option<(usize, usize)> {
        if !self.before(at).is_some_and(is_word_char)
            || !self.after(at + 1).is_some_and(|c| is_word_char(c) || c == '_')
        {
            return None;
        }
        let start = self.left(at, |c| is_word_char(c) || matches!(c, '_' | '-'));
        let end = self.right(at, |c| is_word_char(c) || matches!(c, '_' | '-' | '.' | '/'));
        let part = self.text[start..end].trim_end_matches(['.', '-', '/', '_']);
        (start + part.len() > at).then_some((start, start + part.len()))
    }

    /// `example.org`, `www.example.org:80/a`, `list.csv`, `docs/list.csv`, `192.0.2.1`.
    fn host(&mut self, at: usize) -> Option<(usize, usize)> {
        let ascii = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let inside =
            at.checked_sub(1).is_some_and(|before| ascii(self.bytes.get(before))) && ascii(self.bytes.get(at + 1));
        if !inside || at < self.read {
            return None;
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let (start, end) = (self.left(at, fits), self.right(at, fits));
        self.read = end;
        let run = &self.text[start..end];
        // An adjacent letter of another script makes it part of a word.
        let whole = self.text[start..end].trim_end_matches(['.', '-']);
        let begin = start + (run.len() - run.trim_start_matches(['.', '-']).len());
        let stop = start + whole.len();
        let name = self.text.get(begin..stop)?;
        let path = self.text[stop..].starts_with('/');
        if is_host(name, path) {
            let port = self.text[stop..].strip_prefix(':').map_or(0, |rest| {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                if digits == 0 { 0 } else { digits + 1 }
            });
            let end = stop + port;
            let end = if self.text[end..].starts_with('/') { self.url_end(end) } else { end };
            return Some((begin, end.max(stop)));
        }
        if is_file(name) {
            let start = self.left(begin, |c| is_word_char(c) || matches!(c, '/' | '.' | '-' | '~'));
            let head = &self.text[start..begin];
            let start = if head.contains('/') { start } else { begin };
            return Some((start, stop));
        }
        None
    }
}

/// Whether a name has a file name extension.
fn is_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && FILES.contains(&ending))
}

/// Whether letters, digits, hyphens and full stops form a host name.
fn is_host(name: &str, path: bool) -> bool {
    let mut labels = name.split('.');
    if labels.clone().any(str::is_empty) {
        return false;
    }
    let count = labels.clone().count();
    if count == 4 && labels.clone().all(|label| label.parse::<u8>().is_ok()) {
        return true;
    }
    let Some(last) = labels.next_back() else { return false };
    let lower = last.to_ascii_lowercase();
    if DOMAINS.contains(&lower.as_str()) {
        let plain = last == lower || !last.bytes().any(|byte| byte.is_ascii_lowercase());
        return plain && (labels.clone().any(|label| label.len() > 1 || path)) && has_letter(name, last);
    }
    if last.len() != 2 || !last.bytes().all(|byte| byte.is_ascii_lowercase()) || !has_letter(name, last) {
        return false;
    }
    let longest = labels.clone().map(str::len).max().unwrap_or(0);
    let small = !name.bytes().any(|byte| byte.is_ascii_uppercase());
    longest > 1 && (!WORDS.contains(&last) || (small && (path || name.starts_with("www."))))
}

/// Whether a letter precedes the last label: `16.09.de` is not a host.
fn has_letter(name: &str, last: &str) -> bool {
    name[..name.len() - last.len()].bytes().any(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        opaque_parts(text).into_iter().map(|range| range.slice(text)).collect()
    }

    #[test]
    fn addresses_are_opaque() {
        for (text, part) in [
            ("See https://example.org/Norland/2017, said she.", "https://example.org/Norland/2017"),
            ("(see https://example.org/a_(b)).", "https://example.org/a_(b)"),
            ("انظر https://example.org/نورلاند/2017، ثم", "https://example.org/نورلاند/2017"),
            ("وhttps://example.org/a", "https://example.org/a"),
            ("Ask www.example.org today.", "www.example.org"),
            ("On Norland.com it says", "Norland.com"),
            ("at example.co.uk/sunday/3?", "example.co.uk/sunday/3"),
            ("localhost.example.org:8080/x.", "localhost.example.org:8080/x"),
            ("from 192.0.2.17 it came", "192.0.2.17"),
            ("Mail tuesday.18.september.2017@example.org now.", "tuesday.18.september.2017@example.org"),
            ("as @sunday_times. It", "@sunday_times"),
            ("as @norland@example.social, too", "@norland@example.social"),
            ("the tag #Norland was", "#Norland"),
            ("الوسم #نورلاند_اليوم انتشر", "#نورلاند_اليوم"),
            ("in /srv/Norland/list.csv today", "/srv/Norland/list.csv"),
            ("in ~/Norland/a today", "~/Norland/a"),
            ("in docs/Norland/list.csv, too", "docs/Norland/list.csv"),
            ("in C:\\Norland\\list.csv today", "C:\\Norland\\list.csv"),
            ("on \\\\server\\Norland now", "\\\\server\\Norland"),
            ("the file x_Norland_y was", "x_Norland_y"),
            ("the file Norland_2017-09-18.csv was", "Norland_2017-09-18.csv"),
        ] {
            assert_eq!(parts(text), [part], "{text}");
        }
    }

    #[test]
    fn ordinary_words_are_not_opaque() {
        for text in [
            "on 16/9/2017 and/or 16.09.2017, 16\\9\\2017",
            "the CNN/SSRS poll, the Norland/Sudland talks",
            "أيلول/سبتمبر، أيلول /سبتمبر 2017",
            "It was over.Then he left, Mr.Smith said.",
            "He came on Monday.It was late, on monday.it was",
            "the U.S. and J.K. Harrow, a.m. or p.m., 3.30pm, e.g.this",
            "_Monday_ was *late*. C# and F#, 5 @ 3",
            "Names: Norland. #",
            "ش.م.ل. أغلق",
            "",
            "… / … _ @ \\ .",
        ] {
            assert_eq!(parts(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn parts_are_in_order_and_disjoint() {
        for piece in ["a.", "a/", "/a", "a_", "@a", "a@", "#a", "\\a", "1\\", "://a", "a.com/", "."] {
            let text = piece.repeat(200);
            let found = opaque_parts(&text);
            assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start), "{piece}: {found:?}");
        }
    }
}

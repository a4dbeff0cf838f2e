//! The URIs of documents: which of them are files, and how clients spell them.

use crate::text::push_percent_encoded;
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use tower_lsp::ls_types as lsp;

/// Schemes of documents that clients cannot write, such as an older version of a file.
const READ_ONLY: [&str; 6] = ["git", "gitlens", "fugitive", "review", "http", "https"];

/// The file of a document. `None` if it is not a file of this machine. All code that needs the file of a document asks here.
/// An editor can show an older version of an article (`git:`): its URI has the path of the file, but the text differs.
pub(super) fn file_of(uri: &lsp::Uri) -> Option<PathBuf> {
    if !has_scheme(uri, "file") {
        return None;
    }
    let host = uri.authority().map(|authority| authority.host()).unwrap_or_default();
    if cfg!(unix) && !(host.is_empty() || host.eq_ignore_ascii_case("localhost")) {
        return None;
    }
    uri.to_file_path().map(std::borrow::Cow::into_owned)
}

/// The paths of workspace folders. Folders that are not on disk are left out.
pub(super) fn paths(folders: &[lsp::WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| file_of(&folder.uri)).collect()
}

/// The name of a document: the path in its URI, whose extensions name a syntax and a language. The file need not exist.
pub(super) fn name_of(uri: &lsp::Uri) -> String {
    uri.to_file_path().map_or_else(|| uri.as_str().to_owned(), |path| path.display().to_string())
}

/// The folder in the URI of a document, whatever the scheme.
pub(super) fn folder_of(uri: &lsp::Uri) -> Option<PathBuf> {
    uri.to_file_path().and_then(|path| path.parent().map(Path::to_path_buf)).filter(|folder| folder.is_absolute())
}

/// Whether a client can change a document.
pub(super) fn is_writable(uri: &lsp::Uri) -> bool {
    !READ_ONLY.iter().any(|scheme| has_scheme(uri, scheme))
}

/// Whether a document may be changed together with others: one document that cannot be written makes the whole edit fail.
pub(super) fn is_kept_by_client(uri: &lsp::Uri) -> bool {
    has_scheme(uri, "file") || has_scheme(uri, "untitled")
}

fn has_scheme(uri: &lsp::Uri, scheme: &str) -> bool {
    uri.scheme().as_str().eq_ignore_ascii_case(scheme)
}

/// The client's spelling of URIs that RFC 3986 does not allow: `file:///a[1].md`. The server encodes them internally, and
/// responses have the spelling of the client.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    /// The client's spelling of an encoded URI.
    own: HashMap<String, String>,
}

impl Spellings {
    /// Whether the client spells every URI as RFC 3986 allows.
    pub(super) fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// Encodes the URIs in the parameters of a message.
    pub(super) fn encode(&mut self, value: &mut Value) {
        match value {
            Value::Array(all) => all.iter_mut().for_each(|value| self.encode(value)),
            Value::Object(all) => {
                for (key, value) in all {
                    match value {
                        Value::String(uri) if key.ends_with("uri") || key.ends_with("Uri") => self.encode_one(uri),
                        Value::Array(_) | Value::Object(_) => self.encode(value),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn encode_one(&mut self, uri: &mut String) {
        if lsp::Uri::from_str(uri).is_ok() {
            // The spelling that the client used last counts.
            self.own.remove(uri);
            return;
        }
        let Some(encoded) = encoded(uri).filter(|encoded| lsp::Uri::from_str(encoded).is_ok()) else { return };
        let own = std::mem::replace(uri, encoded);
        self.own.insert(uri.clone(), own);
    }

    /// Restores the client's spelling of the URIs in a message.
    pub(super) fn restore(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(own) = self.own.get(text) {
                    text.clone_from(own);
                }
            }
            Value::Array(all) => all.iter_mut().for_each(|value| self.restore(value)),
            Value::Object(all) => {
                all.values_mut().for_each(|value| self.restore(value));
                // `changes` of an edit has URIs as keys.
                if all.keys().any(|key| self.own.contains_key(key)) {
                    let renamed = std::mem::take(all).into_iter();
                    *all = renamed.map(|(key, value)| (self.own.get(&key).cloned().unwrap_or(key), value)).collect();
                }
            }
            _ => {}
        }
    }
}

/// A URI in which invalid characters are encoded. `None` without a scheme.
fn encoded(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !is_scheme {
        return None;
    }
    // `[` and `]` are allowed only around the address of a host.
    let authority =
        rest.strip_prefix("//").map_or(0, |host| 2 + host.find(['/', '?', '#', '\\']).unwrap_or(host.len()));
    let mut out = format!("{scheme}:{}", &rest[..authority]);
    let mut fragment = false;
    for (at, c) in rest[authority..].char_indices() {
        let rest_after = &rest.as_bytes()[authority + at + c.len_utf8()..];
        let kept = match c {
            '%' => rest_after.len() >= 2 && rest_after[..2].iter().all(u8::is_ascii_hexdigit),
            '#' => !std::mem::replace(&mut fragment, true),
            _ => c.is_ascii_alphanumeric() || "-._~:/?@!$&'()*+,;=".contains(c),
        };
        if kept {
            out.push(c);
        } else {
            push_percent_encoded(&mut out, c);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_files_have_paths() {
        let file = |uri: &str| file_of(&lsp::Uri::from_str(uri).unwrap());
        assert_eq!(file("file:///x/a.news.md"), Some("/x/a.news.md".into()));
        assert_eq!(file("FILE://localhost/x/a%20b.md"), Some("/x/a b.md".into()));
        for other in [
            "git:/x/a.news.md?ref=HEAD",
            "git:///x/actors.toml",
            "untitled:/x/a.news.md",
            "untitled:Untitled-1",
            "http://example.org/x/a.news.md",
            "vscode-vfs://github/owner/x/a.news.md",
            "fugitive:///x/.git//0/a.news.md",
            "vscode-remote://ssh/x/a.md",
            "file://elsewhere/x/a.md",
            "data:text/plain,x",
        ] {
            assert_eq!(file(other), None, "{other}");
        }
    }

    #[test]
    fn invalid_characters_are_encoded_and_restored() {
        for (own, expected) in [
            ("file:///x/a[1].news.md", "file:///x/a%5B1%5D.news.md"),
            ("file:///x/a|b^c`{d}.md", "file:///x/a%7Cb%5Ec%60%7Bd%7D.md"),
            ("file:///x/a b\"<c>.md", "file:///x/a%20b%22%3Cc%3E.md"),
            ("file:///x/خبر.md", "file:///x/%D8%AE%D8%A8%D8%B1.md"),
            ("file:///C:\\x\\a.md", "file:///C:%5Cx%5Ca.md"),
            ("file:///x/100%.md", "file:///x/100%25.md"),
            ("file:///x/%41 b.md", "file:///x/%41%20b.md"),
            ("http://[::1]/x[1]?q[]#a#b", "http://[::1]/x%5B1%5D?q%5B%5D#a%23b"),
            ("untitled:new story", "untitled:new%20story"),
        ] {
            let mut spellings = Spellings::default();
            let mut message = json!({"textDocument": {"uri": own}, "text": own});
            spellings.encode(&mut message);
            assert_eq!(message, json!({"textDocument": {"uri": expected}, "text": own}));
            let mut answer = json!({"changes": {expected: [1]}, "list": [expected, "other"], "other": 1});
            spellings.restore(&mut answer);
            assert_eq!(answer, json!({"changes": {own: [1]}, "list": [own, "other"], "other": 1}));
            // A client that encodes URIs itself gets them encoded.
            spellings.encode(&mut json!({"uri": expected}));
            assert!(spellings.is_empty());
        }
    }

    #[test]
    fn other_texts_are_not_changed() {
        for text in ["/x/a[1].md", "", "a b", ":x", "1a:[", "http://[x/y"] {
            let mut message = json!({"uri": text});
            Spellings::default().encode(&mut message);
            assert_eq!(message, json!({"uri": text}));
        }
    }
}

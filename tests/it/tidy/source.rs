//! The code of a Rust file as far as `tidy` needs it: imports, paths and items, without tests, comments and literals.

use std::collections::BTreeSet;

/// What a file imports, names and defines.
pub(super) struct Module {
    pub(super) imports: Vec<Import>,
    /// The paths in the code.
    pub(super) paths: Vec<Vec<String>>,
    /// The names in the code that are no part of a path.
    pub(super) names: BTreeSet<String>,
    /// The names of the items that the file defines.
    pub(super) items: BTreeSet<String>,
    /// The macros that the code calls.
    pub(super) macros: BTreeSet<String>,
    /// How many lines the file has without its tests.
    pub(super) lines: usize,
    /// The modules that are compiled for tests only.
    pub(super) tests: Vec<String>,
}

/// One name of a `use`.
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// The name that it gets here; `None` for a glob.
    pub(super) name: Option<String>,
    /// Whether it is a re-export.
    pub(super) is_public: bool,
}

impl Module {
    pub(super) fn read(text: &str) -> Self {
        let mut module = Self {
            imports: Vec::new(),
            paths: Vec::new(),
            names: BTreeSet::new(),
            items: BTreeSet::new(),
            macros: BTreeSet::new(),
            lines: 0,
            tests: Vec::new(),
        };
        let all = tokens(text);
        let (tokens, lines) = without_tests(&all, &mut module.tests);
        module.lines = text.lines().count() - lines;
        let mut at = 0;
        let mut is_public = false;
        while let Some(token) = tokens.get(at) {
            let before = at.checked_sub(1).map(|at| tokens[at].as_str());
            let next = tokens.get(at + 1).map(String::as_str);
            match token.as_str() {
                "pub" => {
                    is_public = true;
                    // `pub(in crate::a)` is no use of a module.
                    at = if next == Some("(") { end_of_group(&tokens, at + 1) } else { at + 1 };
                    continue;
                }
                "use" => {
                    at = read_use(&tokens, at + 1, &mut Vec::new(), is_public, &mut module.imports) + 1;
                    is_public = false;
                    continue;
                }
                "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "union" => {
                    module.items.extend(next.filter(|name| is_name(name)).map(str::to_owned));
                }
                "macro_rules" => module.items.extend(tokens.get(at + 2).cloned()),
                name if is_name(name) && !matches!(before, Some("." | "::")) => {
                    let mut path = vec![name.to_owned()];
                    while tokens.get(at + 1).is_some_and(|token| token == "::")
                        && tokens.get(at + 2).is_some_and(|token| is_name(token))
                    {
                        path.push(tokens[at + 2].clone());
                        at += 2;
                    }
                    if tokens.get(at + 1).is_some_and(|token| token == "!") {
                        module.macros.insert(name.to_owned());
                    }
                    module.names.insert(path[0].clone());
                    if path.len() > 1 {
                        module.paths.push(path);
                    }
                }
                _ => {}
            }
            is_public = false;
            at += 1;
        }
        module
    }
}

/// Reads the tree of a `use`, and returns where it ends.
fn read_use(
    tokens: &[String],
    mut at: usize,
    path: &mut Vec<String>,
    is_public: bool,
    found: &mut Vec<Import>,
) -> usize {
    let depth = path.len();
    while let Some(token) = tokens.get(at) {
        match token.as_str() {
            "::" => {}
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token != "}") {
                    at = read_use(tokens, at, path, is_public, found);
                    at += usize::from(tokens.get(at).is_some_and(|token| token == ","));
                }
                path.truncate(depth);
                return at + 1;
            }
            "*" => {
                found.push(Import { path: path.clone(), name: None, is_public });
                path.truncate(depth);
                return at + 1;
            }
            "as" => {
                let name = tokens.get(at + 1).cloned();
                found.push(Import { path: path.clone(), name, is_public });
                path.truncate(depth);
                return at + 2;
            }
            name if is_name(name) => {
                // `{self}` is the module itself.
                if name != "self" || path.is_empty() {
                    path.push(name.to_owned());
                }
                let ends = tokens.get(at + 1).is_none_or(|next| !matches!(next.as_str(), "::" | "as"));
                if ends {
                    found.push(Import { path: path.clone(), name: path.last().cloned(), is_public });
                    path.truncate(depth);
                    return at + 1;
                }
            }
            _ => break,
        }
        at += 1;
    }
    path.truncate(depth);
    at
}

/// The tokens without what is compiled for tests only, and how many lines that is. The names of the modules that are left out
/// as files go to `modules`.
fn without_tests(tokens: &[Token], modules: &mut Vec<String>) -> (Vec<String>, usize) {
    let texts: Vec<String> = tokens.iter().map(|token| token.text.clone()).collect();
    let (mut kept, mut lines, mut at) = (Vec::new(), 0, 0);
    while at < texts.len() {
        let is_attribute = texts[at] == "#" && texts.get(at + 1).is_some_and(|token| token == "[");
        if !is_attribute {
            kept.push(texts[at].clone());
            at += 1;
            continue;
        }
        let item = end_of_group(&texts, at + 1);
        let attribute = &texts[at + 2..item - 1];
        let has = |word: &str| attribute.iter().any(|token| token == word);
        let is_test = attribute == ["test"] || (attribute[0] == "cfg" && has("test") && !has("not"));
        if !is_test {
            // An attribute uses no item of ours.
            at = item;
            continue;
        }
        let end = end_of_item(&texts, item);
        if let [.., keyword, name, semicolon] = &texts[item..end]
            && keyword == "mod"
            && semicolon == ";"
        {
            modules.push(name.clone());
        }
        lines += tokens[end - 1].line + 1 - tokens[at].line;
        at = end;
    }
    (kept, lines)
}

/// The place after an item: its `;`, or the brace that closes it.
fn end_of_item(tokens: &[String], mut at: usize) -> usize {
    let is_use = tokens[at..].iter().take(6).any(|token| token == "use");
    while let Some(token) = tokens.get(at) {
        match token.as_str() {
            ";" => return at + 1,
            "{" => {
                at = end_of_group(tokens, at);
                if !is_use {
                    return at;
                }
            }
            "(" | "[" => at = end_of_group(tokens, at),
            _ => at += 1,
        }
    }
    at
}

/// The place after the bracket that closes the one at a place.
fn end_of_group(tokens: &[String], mut at: usize) -> usize {
    let mut depth = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

struct Token {
    text: String,
    line: usize,
}

/// The names and signs of a text, without comments, literals and lifetimes.
fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut line = 0;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = raw_string(rest) {
            length
        } else if c == '"' || rest.starts_with("b\"") {
            let start = usize::from(c == 'b') + 1;
            start + quoted(&rest[start..], '"')
        } else if c == '\'' {
            character_or_lifetime(rest)
        } else if c.is_alphanumeric() || c == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.push(Token { text: rest[..length].to_owned(), line });
            length
        } else {
            let length = if rest.starts_with("::") { 2 } else { c.len_utf8() };
            if !c.is_whitespace() {
                found.push(Token { text: rest[..length].to_owned(), line });
            }
            length
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    found
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                break;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The length of a raw string, if the text starts with one.
fn raw_string(text: &str) -> Option<usize> {
    let body = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let inner = body[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = inner.find(&close).map_or(inner.len(), |at| at + close.len());
    Some(text.len() - inner.len() + end)
}

/// The length up to the closing quotation mark, which is included.
fn quoted(text: &str, close: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == close => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

fn character_or_lifetime(text: &str) -> usize {
    let mut chars = text[1..].chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), _) => 1 + quoted(&text[1..], '\''),
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 1,
    }
}

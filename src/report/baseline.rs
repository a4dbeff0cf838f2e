//! Baselines: known findings, so that only new ones are reported.
//!
//! A finding is identified by its rule, its words and the words around them, without spaces: lines can move, files can be
//! renamed, and paragraphs can be reflowed. The file contains only hashes, because articles may be unpublished.

use super::{Checked, hash_of, pretty, repository_path};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::message;
use crate::message::Message;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the file format.
const VERSION: u32 = 1;

/// How many characters around a finding identify it.
const AROUND: usize = 32;

/// A baseline, and how much of it was found in this run.
#[derive(Debug, Default)]
pub struct Baseline {
    /// The number of findings of each fingerprint that were not found yet.
    left: BTreeMap<String, usize>,
    /// The number that were found.
    pub known: usize,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// The path, for people. Findings in a renamed file are not new.
    path: String,
    code: String,
    fingerprint: String,
}

impl Baseline {
    /// Parses a baseline. `path` is for errors.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let remedy = message!("write a new one with `copydesk lint --write-baseline FILE`");
        let bad = |what: Message| Error::new(path, what, remedy.clone());
        let version: serde_json::Value =
            serde_json::from_str(text).map_err(|error| bad(message!("not a baseline: {error}", error)))?;
        match version.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version == u64::from(VERSION) => {}
            Some(version) => {
                return Err(bad(message!(
                    "unsupported baseline version {version}; this copydesk reads version {known}",
                    version,
                    known = VERSION
                )));
            }
            None => return Err(bad(message!("not a baseline: it has no `version`"))),
        }
        let file: File =
            serde_json::from_value(version).map_err(|error| bad(message!("not a baseline: {error}", error)))?;
        let mut left = BTreeMap::new();
        for entry in file.findings {
            *left.entry(entry.fingerprint).or_default() += 1;
        }
        Ok(Self { left, known: 0 })
    }

    /// Removes the known findings from a document.
    pub fn take(&mut self, document: &mut Checked) {
        let prints = fingerprints(document);
        let mut prints = prints.into_iter();
        document.findings.retain(|_| {
            let known = prints.next().and_then(|print| self.left.get_mut(&print)).filter(|left| **left > 0);
            match known {
                Some(left) => {
                    *left -= 1;
                    self.known += 1;
                    false
                }
                None => true,
            }
        });
    }

    /// The number of known findings that were not found: they have been fixed.
    pub fn fixed(&self) -> usize {
        self.left.values().sum()
    }
}

/// The lines of a document in a baseline.
#[derive(Debug, Default)]
pub struct Writer {
    entries: Vec<(String, String, String)>,
}

impl Writer {
    /// Adds the findings of a document.
    pub fn add(&mut self, document: &Checked) {
        let prints = fingerprints(document);
        let path = || repository_path(document).to_owned();
        let lines = document.findings.iter().zip(prints);
        self.entries.extend(lines.map(|(finding, print)| (path(), finding.code.to_string(), print)));
    }

    /// The number of findings.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The text of the baseline, in a stable order.
    pub fn finish(self) -> String {
        let entry = |(path, code, fingerprint)| Entry { path, code, fingerprint };
        let mut findings: Vec<Entry> = self.entries.into_iter().map(entry).collect();
        findings.sort();
        let file = File { version: VERSION, findings };
        pretty(&file)
    }
}

fn fingerprints(document: &Checked) -> Vec<String> {
    document.findings.iter().map(|finding| fingerprint(&document.text, finding)).collect()
}

/// The hash of the rule, the words and the words around them.
fn fingerprint(text: &str, finding: &Finding) -> String {
    let range = finding.range.to_usize();
    let visible = |c: &char| !c.is_whitespace();
    // Other paragraphs do not count.
    let (head, tail) = (&text[..range.start], &text[range.end..]);
    let head = head.rfind("\n\n").map_or(head, |at| &head[at..]);
    let head = head.rfind("---\n").map_or(head, |at| &head[at + 4..]);
    let tail = tail.find("\n\n").map_or(tail, |at| &tail[..at]);
    let before: String = head.chars().rev().filter(visible).take(AROUND).collect();
    let words: String = text[range.clone()].chars().filter(visible).collect();
    let after: String = tail.chars().filter(visible).take(AROUND).collect();
    format!("{:016x}", hash_of(&[finding.code.as_str(), &before, &words, &after]))
}

//! A baseline: the findings that an archive had when it began to be checked, so that only new ones are told.
//!
//! A finding is known again by its rule, its words and the words around them, blanks aside: lines may move, files be
//! renamed and paragraphs be reflowed. The file holds hashes and no words, because it lies beside unpublished copy.

use super::{Checked, hash_of, pretty, repository_path};
use crate::error::{Error, Result};
use crate::finding::Finding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the form.
const VERSION: u32 = 1;

/// How many characters around a finding tell it from others.
const AROUND: usize = 32;

/// A baseline and what of it has been met in this run.
#[derive(Debug, Default)]
pub struct Baseline {
    /// How many findings of each fingerprint are known and not met yet.
    left: BTreeMap<String, usize>,
    /// How many were met.
    pub known: usize,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Where it stood, for people; a renamed file is no new finding.
    path: String,
    code: String,
    fingerprint: String,
}

impl Baseline {
    /// Reads a baseline; `path` is named in errors.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let remedy = "write it anew with `copydesk lint --write-baseline FILE`";
        let bad = |what: String| Error::new(path, what, remedy);
        let version: serde_json::Value =
            serde_json::from_str(text).map_err(|error| bad(format!("is no baseline: {error}")))?;
        match version.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version == u64::from(VERSION) => {}
            Some(version) => {
                return Err(bad(format!("is a baseline of version {version}, this copydesk reads {VERSION}")));
            }
            None => return Err(bad("is no baseline: it has no `version`".to_owned())),
        }
        let file: File = serde_json::from_value(version).map_err(|error| bad(format!("is no baseline: {error}")))?;
        let mut left = BTreeMap::new();
        for entry in file.findings {
            *left.entry(entry.fingerprint).or_default() += 1;
        }
        Ok(Self { left, known: 0 })
    }

    /// Takes the known findings out of a document.
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

    /// How many known findings were not met: they have been mended.
    pub fn mended(&self) -> usize {
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

    /// The text of the baseline, in an order that changes little from one version to the next.
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

/// The hash of the rule, the words and their surroundings.
fn fingerprint(text: &str, finding: &Finding) -> String {
    let range = finding.range.to_usize();
    let visible = |c: &char| !c.is_whitespace();
    // What stands in another paragraph says nothing of this one.
    let (head, tail) = (&text[..range.start], &text[range.end..]);
    let head = head.rfind("\n\n").map_or(head, |at| &head[at..]);
    let head = head.rfind("---\n").map_or(head, |at| &head[at + 4..]);
    let tail = tail.find("\n\n").map_or(tail, |at| &tail[..at]);
    let before: String = head.chars().rev().filter(visible).take(AROUND).collect();
    let words: String = text[range.clone()].chars().filter(visible).collect();
    let after: String = tail.chars().filter(visible).take(AROUND).collect();
    format!("{:016x}", hash_of(&[finding.code.as_str(), &before, &words, &after]))
}

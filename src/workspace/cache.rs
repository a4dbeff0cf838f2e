//! The findings of earlier runs, in the cache folder of the system.
//!
//! A file has the findings of one project's articles, each under the hashes of its path and text. All of them are invalid when
//! the configuration, the registry, an option or the program changes: the file names the state that it belongs to. A checksum
//! detects a damaged file, which is ignored. It has no key: anyone who can write to a user's cache could change the program,
//! too. `--cache-dir` names another folder, and `--no-cache` reads none. A file is replaced as a whole: a run that is
//! killed leaves the old one, and of two runs at a time the findings of the last are kept. Both are correct.

use super::writing::TEMPORARY;
use super::{Overrides, Project, ReadAs, stamp, write};
use crate::error::Result;
use crate::finding::{Applicability, FileRange, Finding, Fix, Location, Related, Severity};
use crate::message;
use crate::message::StoredMessage;
use crate::rules;
use crate::text::{Edit, EditSet, TextRange};
use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The environment variable that names the cache folder.
pub const CACHE_DIR: &str = "COPYDESK_CACHE_DIR";

/// The first bytes of a file. The last byte is the version of the format.
const MAGIC: &[u8] = b"copydesk cache \x03";
/// The bytes of a record before its findings: two hashes and a length.
const HEAD: usize = 16 + 16 + 4;
/// Bytes before the first record: the mark, the state, and the checksum of what follows together with the state.
const START: usize = MAGIC.len() + 16 + 16;
/// Above this size, findings that a run did not use are dropped.
const MOST: usize = 256 << 20;
/// A file that was not written for so long belongs to a folder or to options that are no longer in use.
const OLD: Duration = Duration::from_secs(90 * 24 * 3600);

/// The cache folder: that of the environment variable, else that of the system.
pub fn cache_folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os(CACHE_DIR).filter(|folder| !folder.is_empty()) {
        return Some(folder.into());
    }
    Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("copydesk"))
}

/// The findings of earlier runs in one folder.
pub struct Cache {
    path: PathBuf,
    state: u128,
    bytes: Vec<u8>,
    /// By the hash of the path: the hash of the text, and the range of its findings in `bytes`.
    known: HashMap<u128, (u128, Range<usize>)>,
    used: Mutex<Used>,
}

/// The entries that one run used and added.
#[derive(Default)]
struct Used {
    matches: HashSet<u128>,
    fresh: HashMap<u128, (u128, Vec<u8>)>,
}

impl Cache {
    /// Opens the cache of a project. A cache that cannot be read is empty.
    pub fn open(folder: &Path, project: &Project, overrides: &Overrides) -> Self {
        let mut place = Xxh3::new();
        let options = format!("{overrides:?}");
        let root = std::path::absolute(&project.root).unwrap_or_else(|_| project.root.clone());
        let here = std::path::absolute("").unwrap_or_default();
        for path in [&root, &project.root, &here] {
            feed(&mut place, path.as_os_str().as_encoded_bytes());
        }
        feed(&mut place, options.as_bytes());
        let path = folder.join(format!("lint-{:032x}", place.digest128()));
        let state = state(project, overrides);
        let bytes = super::read_bytes(&path, ReadAs::Cache).unwrap_or_default();
        let known = records(&bytes, state);
        Self { path, state, bytes, known, used: Mutex::default() }
    }

    /// The findings of an unchanged article. `others` is what else they depend on.
    pub fn find(&self, path: &str, text: &str, others: &[String]) -> Option<Vec<Finding>> {
        let key = xxh3_128(path.as_bytes());
        let (content, place) = self.known.get(&key)?;
        if *content != content_of(text, others) {
            return None;
        }
        let findings = thaw(&self.bytes[place.clone()], text)?;
        self.used.lock().ok()?.matches.insert(key);
        Some(findings)
    }

    /// Keeps the findings of an article.
    pub fn keep(&self, path: &str, text: &str, others: &[String], findings: &[Finding]) {
        let (key, content, frozen) = (xxh3_128(path.as_bytes()), content_of(text, others), freeze(findings));
        if let Ok(mut used) = self.used.lock() {
            used.fresh.insert(key, (content, frozen));
        }
    }

    /// Writes the new findings together with the old ones.
    pub fn save(self) -> Result<()> {
        let used = self.used.into_inner().unwrap_or_default();
        if used.fresh.is_empty() {
            return Ok(());
        }
        let mut out = Vec::with_capacity(self.bytes.len() + (1 << 16));
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&self.state.to_le_bytes());
        out.extend_from_slice(&[0; 16]);
        let is_large = self.bytes.len() > MOST;
        let kept = self.known.iter().filter(|(key, _)| !used.fresh.contains_key(key));
        for (key, (content, place)) in kept.filter(|(key, _)| !is_large || used.matches.contains(key)) {
            record(&mut out, *key, *content, &self.bytes[place.clone()]);
        }
        for (key, (content, findings)) in &used.fresh {
            record(&mut out, *key, *content, findings);
        }
        // A larger file would not be read again.
        if out.len() as u64 > ReadAs::Cache.most() {
            return Ok(());
        }
        seal(&mut out);
        let folder = self.path.parent().unwrap_or(Path::new("."));
        if !folder.is_dir() {
            make(folder)?;
        }
        write(&self.path, &out)?;
        forget_old(folder);
        Ok(())
    }
}

/// Creates the folder with the tag by which backups skip it.
fn make(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| {
        let what = message!("cannot create the cache folder: {error}", error);
        crate::error::Error::new(
            folder.display().to_string(),
            what,
            message!("name another one with --cache-dir, or use --no-cache"),
        )
    })?;
    write(&folder.join("CACHEDIR.TAG"), b"Signature: 8a477f597d28d172789f06886806bc55\n")
}

/// Removes old files. A file that cannot be removed stays.
fn forget_old(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    // This includes temporary files of runs that were killed.
    let is_ours = |name: &str| name.starts_with("lint-") || name.starts_with(TEMPORARY);
    for entry in entries.flatten().filter(|entry| is_ours(&entry.file_name().to_string_lossy())) {
        let age = entry.metadata().and_then(|meta| meta.modified()).ok().and_then(|time| time.elapsed().ok());
        if age.is_some_and(|age| age > OLD) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// A hash of everything but the article that findings depend on: the program, options, configuration and registry.
fn state(project: &Project, overrides: &Overrides) -> u128 {
    let mut hash = Xxh3::new();
    feed(&mut hash, env!("CARGO_PKG_VERSION").as_bytes());
    // A program that was rebuilt has the same version and may have other rules.
    let program = std::env::current_exe().ok().and_then(|path| stamp(&path));
    feed(&mut hash, format!("{program:?} {overrides:?}").as_bytes());
    let config = project.config.as_ref().map_or("", |(_, text)| text.as_str());
    feed(&mut hash, config.as_bytes());
    hash.update(&project.context.registry.generation().to_le_bytes());
    hash.digest128()
}

/// A hash of an article and of what else its findings depend on.
fn content_of(text: &str, others: &[String]) -> u128 {
    let mut hash = Xxh3::new();
    [text].into_iter().chain(others.iter().map(String::as_str)).for_each(|part| feed(&mut hash, part.as_bytes()));
    hash.digest128()
}

/// Adds a part with its length, so that parts are not confused.
fn feed(hash: &mut Xxh3, part: &[u8]) {
    hash.update(&(part.len() as u64).to_le_bytes());
    hash.update(part);
}

fn record(out: &mut Vec<u8>, key: u128, content: u128, findings: &[u8]) {
    out.extend_from_slice(&key.to_le_bytes());
    out.extend_from_slice(&content.to_le_bytes());
    out.extend_from_slice(&(findings.len() as u32).to_le_bytes());
    out.extend_from_slice(findings);
}

/// Writes the checksum into a file.
fn seal(bytes: &mut [u8]) {
    let sum = checksum(bytes);
    bytes[START - 16..START].copy_from_slice(&sum.to_le_bytes());
}

/// The checksum of the state and the records of a file.
fn checksum(bytes: &[u8]) -> u128 {
    let mut hash = Xxh3::new();
    hash.update(&bytes[..START - 16]);
    hash.update(&bytes[START..]);
    hash.digest128()
}

/// The records of a file. Empty if it belongs to another state or is damaged.
fn records(bytes: &[u8], state: u128) -> HashMap<u128, (u128, Range<usize>)> {
    let mut known = HashMap::new();
    let number = |at: usize| Some(u128::from_le_bytes(bytes.get(at..at + 16)?.try_into().ok()?));
    let is_whole = bytes.len() >= START
        && bytes.starts_with(MAGIC)
        && number(MAGIC.len()) == Some(state)
        && number(START - 16) == Some(checksum(bytes));
    if !is_whole {
        return known;
    }
    let mut at = START;
    let mut next = || {
        let (key, content) = (number(at)?, number(at + 16)?);
        let length = u32::from_le_bytes(bytes.get(at + 32..at + HEAD)?.try_into().ok()?) as usize;
        let place = at + HEAD..at + HEAD + length;
        at = place.end;
        (at <= bytes.len()).then_some((key, content, place))
    };
    while let Some((key, content, place)) = next() {
        known.insert(key, (content, place));
    }
    known
}

/// A range of the article or of another file.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum FrozenLocation {
    Here(u32, u32),
    Elsewhere(FileRange),
}

/// The range of an edit, and its replacement.
type FrozenEdit = (u32, u32, String);

/// A finding with short names, for there are many.
#[derive(Serialize, Deserialize)]
struct Frozen<'a> {
    #[serde(rename = "c", borrow)]
    code: Cow<'a, str>,
    #[serde(rename = "s")]
    severity: u8,
    #[serde(rename = "r")]
    range: (u32, u32),
    #[serde(rename = "m")]
    message: StoredMessage,
    #[serde(rename = "n", default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<StoredMessage>,
    #[serde(rename = "l", default, skip_serializing_if = "Vec::is_empty")]
    related: Vec<(FrozenLocation, StoredMessage)>,
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<(StoredMessage, u8, Vec<FrozenEdit>)>,
}

const SEVERITIES: [Severity; 4] = [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint];
const TRUST: [Applicability; 3] = [Applicability::Safe, Applicability::Unsafe, Applicability::DisplayOnly];

/// Findings as bytes.
fn freeze(findings: &[Finding]) -> Vec<u8> {
    if findings.is_empty() {
        return Vec::new();
    }
    let all: Vec<Frozen<'_>> = findings.iter().map(frozen).collect();
    serde_json::to_vec(&all).unwrap_or_default()
}

fn frozen(finding: &Finding) -> Frozen<'_> {
    let edits =
        |fix: &Fix| fix.edits.iter().map(|edit| (edit.range.start, edit.range.end, edit.text.clone())).collect();
    let related = |at: &Related| {
        let location = match &at.location {
            Location::Here(range) => FrozenLocation::Here(range.start, range.end),
            Location::Elsewhere(place) => FrozenLocation::Elsewhere(place.clone()),
        };
        (location, StoredMessage::from(&at.message))
    };
    Frozen {
        code: Cow::Borrowed(finding.code.as_str()),
        severity: finding.severity as u8,
        range: (finding.range.start, finding.range.end),
        message: (&finding.message).into(),
        notes: finding.notes.iter().map(StoredMessage::from).collect(),
        related: finding.related.iter().map(related).collect(),
        fixes: finding
            .fixes
            .iter()
            .map(|fix| (StoredMessage::from(&fix.title), fix.applicability as u8, edits(fix)))
            .collect(),
    }
}

/// Findings from bytes. `None` if they are damaged or do not fit the text.
fn thaw(bytes: &[u8], text: &str) -> Option<Vec<Finding>> {
    if bytes.is_empty() {
        return Some(Vec::new());
    }
    let frozen: Vec<Frozen<'_>> = serde_json::from_slice(bytes).ok()?;
    let range = |start: u32, end: u32| {
        let fits = text.get(start as usize..end as usize).is_some();
        fits.then(|| TextRange::new(start, end))
    };
    let fix = |(title, trust, edits): (StoredMessage, u8, Vec<(u32, u32, String)>)| {
        let edit = |(start, end, text)| Some(Edit { range: range(start, end)?, text });
        let edits = EditSet::new(edits.into_iter().map(edit).collect::<Option<_>>()?).ok()?;
        Some(Fix { title: title.into(), applicability: *TRUST.get(usize::from(trust))?, edits })
    };
    let related = |(location, message): (FrozenLocation, StoredMessage)| {
        let location = match location {
            FrozenLocation::Here(start, end) => Location::Here(range(start, end)?),
            FrozenLocation::Elsewhere(place) => Location::Elsewhere(place),
        };
        Some(Related { location, message: message.into() })
    };
    let one = |frozen: Frozen<'_>| {
        Some(Finding {
            code: rules::find(&frozen.code)?.code,
            severity: *SEVERITIES.get(usize::from(frozen.severity))?,
            range: range(frozen.range.0, frozen.range.1)?,
            message: frozen.message.into(),
            notes: frozen.notes.into_iter().map(Into::into).collect(),
            related: frozen.related.into_iter().map(related).collect::<Option<_>>()?,
            fixes: frozen.fixes.into_iter().map(fix).collect::<Option<_>>()?,
        })
    };
    frozen.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Buffers, open};
    use proptest::prelude::*;

    fn findings(text: &str) -> Vec<Finding> {
        crate::lint::lint_text(
            text,
            "story.ar.news.md",
            &std::sync::Arc::new(crate::analysis::ProjectContext::standard()),
        )
    }

    const STORY: &str = "---\ndate: 2024-03-18\n---\nسيحضر [أمس](date:2024-03-19) الثلاثاء 18 مارس 2024 (قال «ذلك.\n";

    #[test]
    fn findings_survive_a_round_trip() {
        let mut found = findings(STORY);
        assert!(found.iter().any(|one| !one.fixes.is_empty()), "{found:?}");
        let place =
            FileRange::new("actors.toml", "é\nabc", &crate::text::LineIndex::new("é\nabc"), TextRange::new(3, 5));
        let other = Related::elsewhere(place, "there");
        let same = Related::here(TextRange::new(0, 3), "هنا \"".to_owned());
        found[0].notes = vec!["لأن\n".into()];
        found[0].related = vec![other, same];
        assert_eq!(thaw(&freeze(&found), STORY), Some(found));
        assert_eq!(thaw(&freeze(&[]), ""), Some(Vec::new()));
    }

    #[test]
    fn a_changed_text_or_state_is_not_in_the_cache() {
        let folder = tempfile::tempdir().unwrap();
        let (project, overrides) = (open(folder.path(), &Overrides::default(), &Buffers::new()), Overrides::default());
        let found = findings(STORY);
        let cache = Cache::open(folder.path(), &project, &overrides);
        cache.keep("story.ar.news.md", STORY, &[], &found);
        cache.save().unwrap();
        let again = Cache::open(folder.path(), &project, &overrides);
        assert_eq!(again.find("story.ar.news.md", STORY, &[]), Some(found));
        assert_eq!(again.find("other.ar.news.md", STORY, &[]), None);
        assert_eq!(again.find("story.ar.news.md", &format!("{STORY}\n"), &[]), None);
        assert_eq!(again.find("story.ar.news.md", STORY, &["a twin".into()]), None);
        let mut changed = project.clone();
        changed.config = Some(("copydesk.toml".into(), "[rules]\n".into()));
        assert_eq!(Cache::open(folder.path(), &changed, &overrides).find("story.ar.news.md", STORY, &[]), None);
        let today = Overrides { today: "2024-03-18".parse().ok(), ..Overrides::default() };
        assert_eq!(Cache::open(folder.path(), &project, &today).find("story.ar.news.md", STORY, &[]), None);
    }

    proptest! {
        #[test]
        fn a_file_of_any_bytes_is_read(at in 0usize..2000, byte: u8, cut in 0usize..2000) {
            let mut bytes = [MAGIC, &7u128.to_le_bytes()[..], &[0; 16]].concat();
            record(&mut bytes, 1, 2, &freeze(&findings(STORY)));
            record(&mut bytes, 3, 4, b"");
            seal(&mut bytes);
            let whole = bytes.clone();
            assert_eq!(records(&bytes, 7).len(), 2);
            if let Some(one) = bytes.get_mut(at) {
                *one = byte;
            }
            bytes.truncate(bytes.len().saturating_sub(cut));
            // A damaged file is dropped as a whole.
            assert!(bytes == whole || records(&bytes, 7).is_empty());
            // A forged file is read as it is, and does no harm.
            if bytes.len() >= START {
                seal(&mut bytes);
            }
            for (_, place) in records(&bytes, 7).into_values() {
                let _ = thaw(&bytes[place], STORY);
            }
        }
    }
}

//! Opens the registry of a project: files of entries, and the built file that replaces many of them.
//!
//! A built file is trusted if its source files are unchanged or absent. A source that has changed is read as well, and its
//! entries hide the built ones, so a built file that is out of date costs time and is never wrong.

use super::{Buffers, ReadAs, read, stamp};
use crate::actors::{self, Built, Bytes, Registry, RegistryFile, Source, SourceUse, content_hash};
use crate::error::{Error, Result};
use crate::message;
use crate::message::Message;
use crate::parallel;
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest built file that is read, in bytes: it has offsets of 32 bits.
const LARGEST: u64 = 4 << 30;

/// The extension of built registries.
pub const BUILT: &str = "actors";

/// Whether a path has the extension of a built registry.
pub fn is_built(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == BUILT)
}

/// The parse results of the registry files that are being edited.
pub type ParseCaches = HashMap<PathBuf, actors::Pieces>;

/// How much is read while a request waits.
#[derive(Debug, Clone, Copy)]
pub struct ReadBudget<'a> {
    /// How many bytes of registry files are read. If there are more, none of them is read.
    pub most: u64,
    /// Files that are larger because an editor has them open.
    pub heavy: &'a HashSet<PathBuf>,
}

/// An opened registry.
pub(super) struct Opened {
    pub(super) registry: Registry,
    /// Files that could not be read.
    pub(super) errors: Vec<Error>,
    /// Problems of files that were read.
    pub(super) warnings: Vec<Error>,
    /// Whether files were left out because the budget was exceeded.
    pub(super) is_partial: bool,
    /// Whether the built file was not used because it was built with the other setting of `builtin`.
    pub(super) has_other_builtin: bool,
}

/// Opens the registry of some files. An open buffer replaces its file.
pub(super) fn open(
    paths: &[PathBuf],
    buffers: &Buffers,
    builtin: bool,
    caches: &mut ParseCaches,
    budget: Option<ReadBudget<'_>>,
) -> Opened {
    let (errors, warnings) = (Vec::new(), Vec::new());
    let mut opened =
        Opened { registry: Registry::default(), errors, warnings, is_partial: false, has_other_builtin: false };
    let (built, texts): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(|path| is_built(path));
    for more in built.iter().skip(1) {
        let what = message!("a registry has only one built file, and {path} is used", path = built[0].display());
        opened.errors.push(Error::new(more.display().to_string(), what, message!("build one file from all sources")));
    }
    let mut texts: Vec<PathBuf> = texts.into_iter().cloned().collect();
    let base = built.first().and_then(|path| base(path, &mut texts, buffers, builtin, &mut opened));
    if budget.is_some_and(|budget| exceeds_budget(&texts, buffers, budget)) {
        opened.is_partial = true;
        texts.clear();
    }
    let read: Vec<Result<RegistryFile>> = match texts.as_slice() {
        // A file that is being edited is parsed often.
        texts if texts.iter().any(|path| buffers.contains_key(path)) => {
            let mut again = |path: &PathBuf| match buffers.get(path) {
                Some(text) => {
                    let before = caches.entry(path.clone()).or_default();
                    Ok(actors::parse_registry_again(&path.display().to_string(), text, before))
                }
                None => file(path, buffers),
            };
            texts.iter().map(&mut again).collect()
        }
        texts => parallel::map(texts, |path| file(path, buffers)),
    };
    let mut files = Vec::new();
    for file in read {
        match file {
            Ok(file) => files.push(Arc::new(file)),
            Err(error) => opened.errors.push(error),
        }
    }
    opened.registry = match base {
        Some((base, uses)) => Registry::over(base, &uses, files),
        None => Registry::new(files, builtin),
    };
    opened
}

/// Whether some files are too large to be read while a request waits.
fn exceeds_budget(paths: &[PathBuf], buffers: &Buffers, budget: ReadBudget<'_>) -> bool {
    let size = |path: &PathBuf| match buffers.get(path) {
        Some(text) => text.len() as u64,
        None if budget.heavy.contains(path) => u64::MAX,
        None => stamp(path).map_or(0, |(size, _)| size),
    };
    paths.iter().map(size).fold(0, u64::saturating_add) > budget.most
}

fn file(path: &Path, buffers: &Buffers) -> Result<RegistryFile> {
    let text = buffers.get(path).map_or_else(|| read(path, ReadAs::Registry), |text| Ok(text.clone()))?;
    Ok(actors::parse_registry(&path.display().to_string(), &text))
}

/// The built file, and which of its sources it replaces: those are removed from `texts`, and those that have changed are
/// added. `None` if it cannot be used.
fn base(
    path: &Path,
    texts: &mut Vec<PathBuf>,
    buffers: &Buffers,
    builtin: bool,
    opened: &mut Opened,
) -> Option<(Arc<Built>, Vec<SourceUse>)> {
    let name = path.display().to_string();
    let remedy = message!("run `copydesk actors build -o {name}`", name);
    let built = match load(path)
        .and_then(|bytes| Built::open(bytes).map_err(|fault| Error::new(&name, fault.message(), remedy.clone())))
    {
        Ok(built) => built,
        Err(error) => {
            opened.errors.push(error);
            return None;
        }
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let sources: Vec<PathBuf> = built.sources().iter().map(|source| folder.join(&source.path)).collect();
    if built.has_builtin() != builtin {
        let what = message!("it was built with another value of `builtin`; its sources are read instead");
        opened.warnings.push(Error::new(&name, what, remedy));
        opened.has_other_builtin = true;
        let known: Vec<PathBuf> = texts.iter().map(|text| absolute(text)).collect();
        texts.extend(sources.into_iter().filter(|source| !known.contains(&absolute(source))));
        return None;
    }
    // If none of its sources is here, it was copied without them.
    let alone = !sources.iter().any(|source| super::exists(source));
    let mut changed: Vec<String> = Vec::new();
    let mut uses = Vec::new();
    for (source, path) in built.sources().iter().zip(sources) {
        let listed = texts.iter().position(|text| absolute(text) == absolute(&path));
        let path = listed.map_or(path, |at| texts.remove(at));
        let state = state(source, &path, buffers);
        let is_changed = state == State::Changed || (state == State::Absent && !alone);
        if is_changed {
            changed.push(path.display().to_string());
        }
        uses.push(SourceUse { path: path.display().to_string(), changed: is_changed });
        if state == State::Changed {
            texts.push(path);
        }
    }
    if let Some(first) = changed.first() {
        let what = if changed.len() == 1 {
            message!("{first} changed after it was built; the changed source is read instead", first)
        } else {
            let count = changed.len() - 1;
            message!(
                "{first} and {count} more changed after it was built; the changed sources are read instead",
                first,
                count
            )
        };
        opened.warnings.push(Error::new(&name, what, remedy));
    }
    Some((Arc::new(built), uses))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Same,
    Changed,
    Absent,
}

/// Whether a source is unchanged: by its length and time, else by its text.
fn state(source: &Source, path: &Path, buffers: &Buffers) -> State {
    let of = |text: &str| if content_hash(text) == source.hash { State::Same } else { State::Changed };
    if let Some(text) = buffers.get(path) {
        return of(text);
    }
    let Some((size, modified)) = stamp(path) else { return State::Absent };
    if (size, modified) == (source.size, source.modified) {
        return State::Same;
    }
    read(path, ReadAs::Registry).map_or(State::Changed, |text| of(&text))
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Reads a built file into memory. It is not mapped: if a mapped file is truncated, the program crashes, and copying onto a
/// file (`cp new.actors people.actors`) truncates it for a moment. Reading 40 MB takes some 10 ms, and each process has its
/// own copy.
fn load(path: &Path) -> Result<Bytes> {
    let name = path.display().to_string();
    let failed = |why: Message| {
        Error::new(
            &name,
            message!("cannot be read: {why}", why),
            message!("run `copydesk actors build -o {name}`", name),
        )
    };
    let size = path.metadata().map_err(|error| failed(Message::verbatim(error.to_string())))?;
    // Opening a named pipe can block forever.
    if !size.is_file() {
        return Err(failed(message!("it is not a regular file")));
    }
    if size.len() > LARGEST {
        return Err(failed(message!("it has more than {size} GiB", size = LARGEST >> 30)));
    }
    let mut bytes = Vec::with_capacity(size.len() as usize + 1);
    #[expect(clippy::disallowed_methods, reason = "a built registry is read as a whole")]
    let file = std::fs::File::open(path).map_err(|error| failed(Message::verbatim(error.to_string())))?;
    file.take(LARGEST).read_to_end(&mut bytes).map_err(|error| failed(Message::verbatim(error.to_string())))?;
    Ok(Arc::new(bytes))
}

/// The result of a build.
pub struct BuildOutput {
    /// The registry.
    pub registry: Registry,
    /// How many bytes the file has.
    pub bytes: usize,
}

/// Builds one file from registry files. Their problems are in the registry.
pub fn build(paths: &[PathBuf], out: &Path, builtin: bool) -> Result<BuildOutput> {
    let one = |path: &PathBuf| -> Result<(RegistryFile, Source)> {
        // The time is taken before reading: a source that is written during the build makes the built file out of date.
        let (size, modified) = stamp(path).unwrap_or_default();
        let text = read(path, ReadAs::Registry)?;
        let source = Source { path: relative(path, out), size, modified, hash: content_hash(&text) };
        Ok((actors::parse_registry(&path.display().to_string(), &text), source))
    };
    let files: Vec<(RegistryFile, Source)> = parallel::map(paths, one).into_iter().collect::<Result<_>>()?;
    let (files, sources): (Vec<_>, Vec<_>) = files.into_iter().map(|(file, source)| (Arc::new(file), source)).unzip();
    let registry = Registry::new(files, builtin);
    let bytes = actors::build(&registry, &sources);
    super::write(out, &bytes)?;
    Ok(BuildOutput { registry, bytes: bytes.len() })
}

/// A path relative to the folder of the built file, so that both can be moved together.
fn relative(path: &Path, out: &Path) -> String {
    let (path, out) = (absolute(path), absolute(out));
    let inside = out.parent().and_then(|folder| path.strip_prefix(folder).ok());
    inside.unwrap_or(&path).to_string_lossy().replace('\\', "/")
}

//! Writes files, as a whole or not at all, and keeps their attributes. No other code writes files.
//!
//! A new text is written next to the file and renamed over it. A file that cannot be replaced like that, because it has a
//! second hard link or an owner or attributes that the new one cannot get, is overwritten in place, after space was reserved.

use super::reading::{ReadAs, open_regular, read_bytes, stamp};
use crate::error::{Error, Result};
use crate::message;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, Metadata};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::NamedTempFile;

/// Files that were not moved into place yet, and what this process wrote.
#[derive(Default)]
struct Written {
    /// Temporary files, which are removed when the process is ended by a signal.
    waiting: BTreeSet<PathBuf>,
    /// How each file was left.
    own: BTreeMap<PathBuf, Option<(u64, u64)>>,
}

static WRITTEN: Mutex<Written> = Mutex::new(Written { waiting: BTreeSet::new(), own: BTreeMap::new() });

fn written() -> MutexGuard<'static, Written> {
    WRITTEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The files that this process wrote since the last call, and their state afterwards.
pub fn own_writes() -> BTreeMap<PathBuf, Option<(u64, u64)>> {
    std::mem::take(&mut written().own)
}

/// Replaces the text of a file if it still has the old one. The file keeps its names, its owner, its mode and its attributes.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<()> {
    replace_once(path, old, new, || {})
}

/// Replaces a file. `ready` is called when the new text is written and not yet in place.
fn replace_once(path: &Path, old: &str, new: &str, ready: impl FnOnce()) -> Result<()> {
    let name = path.display().to_string();
    let failed = |error: std::io::Error| {
        Error::new(
            &name,
            message!("cannot be written: {error}", error),
            message!("check the permissions of the file and its folder"),
        )
    };
    let changed = || {
        Error::new(&name, message!("the file changed on disk; it was not overwritten"), message!("run copydesk again"))
    };
    let is_as_it_was = || -> Result<()> {
        if read_bytes(path, ReadAs::Registry)? == old.as_bytes() { Ok(()) } else { Err(changed()) }
    };
    is_as_it_was()?;
    // Through a link, the file that it leads to is replaced and the link stays.
    let target = path.canonicalize().map_err(failed)?;
    let about = target.metadata().map_err(failed)?;
    if about.permissions().readonly() || !may_write(&target) {
        let remedy = message!("change its permissions to allow writing");
        return Err(Error::new(&name, message!("it is read-only; it was not overwritten"), remedy));
    }
    let mut file = temporary_next_to(&target, false).map_err(failed)?;
    file.write_all(new.as_bytes()).and_then(|()| file.flush()).map_err(failed)?;
    ready();
    if is_alone(&about) && dress(&file, &target, &about) {
        is_as_it_was()?;
        if !put_in_place_of(file, &target, old.as_bytes()).map_err(failed)? {
            return Err(changed());
        }
    } else {
        // There is enough space; write the file itself.
        drop(file);
        let _held = written();
        is_as_it_was()?;
        overwrite(&target, old.as_bytes(), new.as_bytes()).map_err(failed)?;
    }
    note(path, &target);
    Ok(())
}

/// Writes a file as a whole or not at all. A link is followed. A device or a pipe is written to directly.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut output = Pending::new(path)?;
    output.write(bytes)?;
    output.put()
}

/// A file that is being written. Until it is moved into place, the old file stays.
pub struct Pending {
    path: PathBuf,
    target: PathBuf,
    file: Sink,
}

enum Sink {
    Temporary(NamedTempFile),
    /// A device or a pipe.
    Into(File),
}

impl Pending {
    /// Starts to write a file.
    pub fn new(path: &Path) -> Result<Self> {
        let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let file = match target.metadata() {
            Ok(about) if about.is_dir() => {
                return Err(Error::new(
                    path.display().to_string(),
                    message!("this is a folder"),
                    message!("name a file in it"),
                ));
            }
            Ok(about) if !about.is_file() => open_other(&target).map(Sink::Into),
            Ok(about) if about.permissions().readonly() || !may_write(&target) => {
                let what = message!("it is read-only; it was not overwritten");
                return Err(Error::new(path.display().to_string(), what, message!("name another file")));
            }
            about => temporary_next_to(&target, about.is_err()).map(Sink::Temporary),
        };
        Ok(Self { path: path.to_path_buf(), target, file: file.map_err(|error| unwritable(path, &error))? })
    }

    /// Appends to the file.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let done = match &mut self.file {
            Sink::Temporary(file) => file.write_all(bytes),
            Sink::Into(file) => file.write_all(bytes),
        };
        done.map_err(|error| unwritable(&self.path, &error))
    }

    /// Moves the file into place.
    pub fn put(self) -> Result<()> {
        let Sink::Temporary(file) = self.file else { return Ok(()) };
        // An existing file keeps its mode.
        let about = self.target.metadata().ok();
        let dressed = about.map_or(Ok(()), |about| file.as_file().set_permissions(about.permissions()));
        dressed.and_then(|()| put(file, &self.target)).map_err(|error| unwritable(&self.path, &error))?;
        note(&self.path, &self.target);
        Ok(())
    }
}

/// A file that is copied with changes. Neither the old nor the new text has to fit into memory.
pub struct Rewrite {
    source: File,
    about: Metadata,
    output: Pending,
    /// How many bytes of the source were copied or replaced.
    at: u64,
    before: Option<(u64, u64)>,
}

impl Rewrite {
    /// Starts to copy a file. `before` is its [`stamp`] from before it was read.
    pub fn new(path: &Path, before: Option<(u64, u64)>) -> Result<Self> {
        let (source, about) = open_regular(path)?;
        let what = match () {
            () if about.permissions().readonly() || !may_write(path) => {
                message!("it is read-only; it was not overwritten")
            }
            () if !is_alone(&about) => message!("it has a second hard link; it was not overwritten"),
            () => return Ok(Self { source, about, output: Pending::new(path)?, at: 0, before }),
        };
        Err(Error::new(path.display().to_string(), what, message!("copy it, and fix the copy")))
    }

    /// Replaces `len` bytes at an offset, which is not before the end of the last replacement.
    pub fn replace(&mut self, offset: u64, len: u64, new: &str) -> Result<()> {
        self.copy(offset.saturating_sub(self.at))?;
        self.output.write(new.as_bytes())?;
        self.at = offset + len;
        let failed = |error: std::io::Error| unwritable(&self.output.path, &error);
        self.source.seek(std::io::SeekFrom::Start(self.at)).map(drop).map_err(failed)
    }

    /// Copies the rest and moves the new file into place, unless the old one was changed in the meantime.
    pub fn finish(mut self) -> Result<()> {
        self.copy(u64::MAX)?;
        let name = self.output.path.display().to_string();
        if stamp(&self.output.path) != self.before {
            let what = message!("the file changed on disk; it was not overwritten");
            return Err(Error::new(name, what, message!("run copydesk again")));
        }
        if let Sink::Temporary(file) = &self.output.file
            && !dress(file, &self.output.target, &self.about)
        {
            let what = message!("its owner or attributes cannot be kept; it was not overwritten");
            return Err(Error::new(name, what, message!("copy it, and fix the copy")));
        }
        self.output.put()
    }

    /// Copies at most so many bytes.
    fn copy(&mut self, mut left: u64) -> Result<()> {
        let mut buffer = vec![0; 1 << 16];
        while left > 0 {
            let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            let read = match self.source.read(&mut buffer[..most]) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unwritable(&self.output.path, &error)),
                Ok(0) => break,
                Ok(read) => read,
            };
            self.output.write(&buffer[..read])?;
            self.at += read as u64;
            left -= read as u64;
        }
        Ok(())
    }
}

/// Whether two paths lead to one file, also by two hard links.
pub fn is_one_file(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let place = |path: &Path| path.metadata().ok().map(|about| (about.dev(), about.ino()));
        place(one).is_some_and(|place_of_one| place(other) == Some(place_of_one))
    }
    #[cfg(not(unix))]
    super::same_file(one, other)
}

/// Opens a device or a pipe. A pipe without a reader is an error, because opening it would block.
fn open_other(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    {
        use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
        let file = options.open(path)?;
        // Wait for a slow reader.
        fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
        Ok(file)
    }
    #[cfg(not(unix))]
    options.open(path)
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    let remedy = message!("name a file in a writable folder, on a disk with free space");
    Error::new(path.display().to_string(), message!("cannot be written: {error}", error), remedy)
}

fn note(path: &Path, target: &Path) {
    let stamp = stamp(target);
    let mut written = written();
    written.own.insert(path.to_path_buf(), stamp);
    written.own.insert(target.to_path_buf(), stamp);
}

/// The prefix of temporary files. A walk skips hidden files.
pub(super) const TEMPORARY: &str = ".copydesk-";

/// A temporary file in the folder of another one. It is removed even if the process is ended by a signal. Only the user can
/// read it until it has the mode of the file that it replaces.
fn temporary_next_to(target: &Path, is_new: bool) -> std::io::Result<NamedTempFile> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    remove_at_signals();
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    if !is_new {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = is_new;
    tempfile::Builder::new().prefix(TEMPORARY).make_in(folder, |path| {
        // Signals are handled only after the file was created and recorded.
        let mut written = written();
        let file = options.open(path)?;
        written.waiting.insert(path.to_path_buf());
        Ok(file)
    })
}

fn put(file: NamedTempFile, target: &Path) -> std::io::Result<()> {
    let own = file.path().to_path_buf();
    let done = file.persist(target);
    written().waiting.remove(&own);
    done.map(drop).map_err(|error| error.error)
}

/// Replaces a file that has an expected text. The two files are exchanged atomically, and the old one is compared again: if
/// it was changed at the last moment, the exchange is undone, and `false` is returned.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn put_in_place_of(file: NamedTempFile, target: &Path, old: &[u8]) -> std::io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    // Signals are handled only after the file is in place.
    let mut written = written();
    let exchange = || renameat_with(CWD, file.path(), CWD, target, RenameFlags::EXCHANGE);
    if exchange().is_err() {
        // The file system does not support it.
        drop(written);
        return put(file, target).map(|()| true);
    }
    let is_same = read_bytes(file.path(), ReadAs::Registry).is_ok_and(|bytes| bytes == old);
    if !is_same {
        exchange()?;
    }
    written.waiting.remove(file.path());
    file.close()?;
    Ok(is_same)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn put_in_place_of(file: NamedTempFile, target: &Path, _: &[u8]) -> std::io::Result<bool> {
    put(file, target).map(|()| true)
}

/// Overwrites a file in place. The part beyond its old length is written first: if the disk is full, the file is unchanged.
fn overwrite(target: &Path, old: &[u8], new: &[u8]) -> std::io::Result<()> {
    let mut file = File::options().write(true).open(target)?;
    let common = old.len().min(new.len());
    file.seek(std::io::SeekFrom::Start(common as u64))?;
    if new.len() > common
        && let Err(error) = file.write_all(&new[common..]).and_then(|()| file.sync_data())
    {
        file.set_len(old.len() as u64)?;
        return Err(error);
    }
    file.rewind()?;
    file.write_all(&new[..common])?;
    file.set_len(new.len() as u64)?;
    file.sync_data()
}

#[cfg(unix)]
fn may_write(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

#[cfg(not(unix))]
fn may_write(_: &Path) -> bool {
    true
}

/// Whether a file has only one hard link.
#[cfg(unix)]
fn is_alone(about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    about.nlink() == 1
}

#[cfg(not(unix))]
fn is_alone(_: &Metadata) -> bool {
    true
}

/// Gives a new file the attributes of an old one. Returns whether all of them could be given.
fn dress(file: &NamedTempFile, old: &Path, about: &Metadata) -> bool {
    has_owner(file, about) && has_attributes(file, old) && file.as_file().set_permissions(about.permissions()).is_ok()
}

#[cfg(unix)]
fn has_owner(file: &NamedTempFile, about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(now) = file.as_file().metadata() else { return false };
    if (now.uid(), now.gid()) == (about.uid(), about.gid()) {
        return true;
    }
    let (owner, group) = (rustix::fs::Uid::from_raw(about.uid()), rustix::fs::Gid::from_raw(about.gid()));
    rustix::fs::fchown(file.as_file(), Some(owner), Some(group)).is_ok()
}

#[cfg(not(unix))]
fn has_owner(_: &NamedTempFile, _: &Metadata) -> bool {
    true
}

/// Extended attributes: security labels, access control lists, tags of a file manager.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn has_attributes(file: &NamedTempFile, old: &Path) -> bool {
    use rustix::fs::{XattrFlags, fsetxattr, getxattr, listxattr};
    /// The limit of Linux.
    const MOST: usize = 64 << 10;
    let mut names = vec![0_u8; MOST];
    let length = match listxattr(old, &mut names) {
        Ok(length) => length,
        // The file system does not support them.
        Err(error) => return matches!(error, rustix::io::Errno::NOTSUP | rustix::io::Errno::NOSYS),
    };
    names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()).all(|name| {
        let mut value = vec![0_u8; MOST];
        let read = getxattr(old, name, &mut value);
        read.is_ok_and(|length| fsetxattr(file.as_file(), name, &value[..length], XattrFlags::empty()).is_ok())
    })
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn has_attributes(_: &NamedTempFile, _: &Path) -> bool {
    true
}

/// Removes temporary files when the process is ended by a signal. A file that is being overwritten in place is finished
/// before.
#[cfg(unix)]
fn remove_at_signals() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let (ready, is_ready) = std::sync::mpsc::channel();
        // Without this thread, a signal ends the process as usual.
        let watch = move || {
            let signals = Signals::new([SIGHUP, SIGINT, SIGTERM]);
            let _ = ready.send(());
            if let Some(signal) = signals.ok().and_then(|mut signals| signals.forever().next()) {
                let waiting = written();
                for path in &waiting.waiting {
                    let _ = std::fs::remove_file(path);
                }
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        };
        if std::thread::Builder::new().name("signals".into()).spawn(watch).is_ok() {
            let _ = is_ready.recv();
        }
    });
}

#[cfg(not(unix))]
fn remove_at_signals() {}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests make files of their own")]
mod tests {
    use super::*;

    /// A change by another program is not lost.
    #[test]
    fn a_file_that_changes_at_the_last_moment_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let second = folder.path().join("b");
        for links in 1..=2 {
            std::fs::write(&path, "old").unwrap();
            if links == 2 {
                std::fs::hard_link(&path, &second).unwrap();
            }
            let said = replace_once(&path, "old", "new", || std::fs::write(&path, "theirs").unwrap()).unwrap_err();
            assert!(said.to_string().contains("the file changed on disk"), "{said}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), links, "no temporary files are left");
        }
    }

    #[test]
    fn a_file_is_overwritten_in_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        for (old, new) in [("", "x"), ("x", ""), ("abc", "abcdef"), ("abcdef", "xy"), ("ab", "cd")] {
            std::fs::write(&path, old).unwrap();
            overwrite(&path, old.as_bytes(), new.as_bytes()).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), new);
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_written_file_keeps_its_mode_and_links() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a"), folder.path().join("link"));
        std::fs::write(&path, "old").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink("a", &link).unwrap();
        write(&link, b"new").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(link.symlink_metadata().unwrap().is_symlink());
        // The file does not exist until it is renamed.
        let fresh = folder.path().join("fresh");
        let mut pending = Pending::new(&fresh).unwrap();
        pending.write(b"x").unwrap();
        assert!(!fresh.exists());
        drop(pending);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
        assert!(own_writes().contains_key(&link));
    }
}

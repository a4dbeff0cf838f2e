//! The only way in which files are read: regular files only, up to a limit.
//!
//! A pipe blocks its reader, a device has no end, and a file can have any size. None of them is opened, so that a name in a
//! configuration or in a repository can neither stop a run nor fill the memory.

use crate::error::{Error, Result};
use crate::message;
use crate::message::Message;
use std::fs::{File, FileType, Metadata};
use std::io::Read;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The largest article in bytes, a file or a line. Its analysis takes some thirty times as much memory on each core. A larger
/// file is an archive, not an article.
pub const LARGEST_ARTICLE: u64 = 64 << 20;
/// The largest registry file in bytes: six million entries. Offsets have 32 bits.
pub(super) const LARGEST_REGISTRY: u64 = 1 << 30;
/// The largest configuration in bytes. Parsed as TOML it takes a hundred times as much memory, and a long one has 100 lines.
pub(super) const LARGEST_CONFIG: u64 = 1 << 20;
/// The largest ignore file in bytes. Its compiled patterns take some thousand times as much memory.
pub(super) const LARGEST_IGNORE: u64 = 256 << 10;
/// The largest baseline in bytes: two million findings.
pub(super) const LARGEST_BASELINE: u64 = 256 << 20;
/// The largest cache in bytes. Caches are written smaller.
pub(super) const LARGEST_CACHE: u64 = 512 << 20;
/// The largest file that is imported, in bytes. As a tree it takes ten times as much memory.
pub(super) const LARGEST_IMPORT: u64 = 1 << 30;

/// The purpose for which a file is read. It determines the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadAs {
    /// An article.
    Article,
    /// A registry file.
    Registry,
    /// A configuration.
    Config,
    /// A file that excludes others.
    Ignore,
    /// A baseline.
    Baseline,
    /// The findings of earlier runs.
    Cache,
    /// Entries in another format.
    Import,
}

impl ReadAs {
    /// The largest size in bytes.
    pub const fn most(self) -> u64 {
        match self {
            Self::Article => LARGEST_ARTICLE,
            Self::Registry => LARGEST_REGISTRY,
            Self::Config => LARGEST_CONFIG,
            Self::Ignore => LARGEST_IGNORE,
            Self::Baseline => LARGEST_BASELINE,
            Self::Cache => LARGEST_CACHE,
            Self::Import => LARGEST_IMPORT,
        }
    }

    /// The remedy for a file that is too large.
    pub(super) fn remedy(self) -> Message {
        self.words().1
    }

    /// The name of the kind, and the remedy for a file that is too large.
    fn words(self) -> (Message, Message) {
        match self {
            Self::Article => {
                (message!("an article"), message!("split it into articles, or leave it out with .copydeskignore"))
            }
            Self::Registry => {
                (message!("a registry file"), message!("split it into several files, and name them all in `registry`"))
            }
            Self::Config => {
                (message!("a configuration"), message!("shorten it; `registry` and `articles` accept globs"))
            }
            Self::Ignore => {
                (message!("an ignore file"), message!("shorten it; the name of a folder excludes everything in it"))
            }
            Self::Baseline => (message!("a baseline"), message!("check the archive in parts")),
            Self::Cache => (message!("a cache"), message!("remove it")),
            Self::Import => (message!("a file to import"), message!("split it into several files")),
        }
    }
}

/// Reads a file from disk as UTF-8.
pub fn read(path: &Path, what: ReadAs) -> Result<String> {
    decode(read_bytes(path, what)?, &path.display().to_string())
}

/// Reads a file from disk as it is.
pub fn read_bytes(path: &Path, what: ReadAs) -> Result<Vec<u8>> {
    let name = path.display().to_string();
    let most = what.most();
    let (file, about) = open_regular(path)?;
    if about.len() > most {
        return Err(too_large_for(&name, about.len(), what));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
    // A file can grow while it is read, and files of the system have no length at all.
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > most {
        return Err(too_large_for(&name, bytes.len() as u64, what));
    }
    Ok(bytes)
}

/// The first bytes of a file. Empty if it cannot be read.
pub(super) fn head(path: &Path, most: u64) -> Vec<u8> {
    let Ok((file, about)) = open_regular(path) else { return Vec::new() };
    let mut bytes = Vec::with_capacity(about.len().min(most) as usize + 1);
    if file.take(most).read_to_end(&mut bytes).is_ok() { bytes } else { Vec::new() }
}

/// Checks that a path leads to a regular file, also through links.
pub fn check_file(path: &Path) -> Result<()> {
    let about = path.metadata().map_err(|error| unreadable(path, &error))?;
    match unreadable_kind(about.file_type()) {
        Some((what, remedy)) => Err(Error::new(path.display().to_string(), what, remedy)),
        None => Ok(()),
    }
}

/// Opens a regular file, also through links. Other files are not opened, because that can block or have side effects.
pub fn open_regular(path: &Path) -> Result<(File, Metadata)> {
    let failed = |error: std::io::Error| unreadable(path, &error);
    let check = |about: Metadata| match unreadable_kind(about.file_type()) {
        Some((what, remedy)) => Err(Error::new(path.display().to_string(), what, remedy)),
        None => Ok(about),
    };
    check(path.metadata().map_err(failed)?)?;
    let mut options = std::fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        // The file may have been replaced by a pipe or a terminal since it was checked.
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
    }
    let file = options.open(path).map_err(failed)?;
    let about = check(file.metadata().map_err(failed)?)?;
    Ok((file, about))
}

/// Opens a file or a pipe that is read line by line. Devices are refused, because they have no end.
#[expect(clippy::disallowed_methods, reason = "the only place where a stream is opened")]
pub fn open_stream(path: &Path) -> Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if path.metadata().is_ok_and(|about| about.file_type().is_fifo()) {
            return File::open(path).map_err(|error| unreadable(path, &error));
        }
    }
    open_regular(path).map(|(file, _)| file)
}

/// Why a file is not read, and the remedy. `None` for a regular file.
pub(super) fn unreadable_kind(kind: FileType) -> Option<(Message, Message)> {
    if kind.is_file() {
        return None;
    }
    if kind.is_dir() {
        return Some((message!("this is a folder"), message!("name a file in it")));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return Some((
                message!("this is a pipe, not a file"),
                message!("write its output to a file, and name that"),
            ));
        }
        if kind.is_socket() {
            return Some((message!("this is a socket, not a file"), message!("name a file")));
        }
    }
    Some((message!("this is a device, not a file"), message!("name a file")))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let (what, remedy) = match error.kind() {
        std::io::ErrorKind::NotFound => (message!("no such file"), message!("check the path")),
        std::io::ErrorKind::IsADirectory => (message!("this is a folder"), message!("name a file in it")),
        std::io::ErrorKind::PermissionDenied => (message!("permission denied"), message!("change its permissions")),
        _ => (message!("cannot be read: {error}", error), message!("name a readable file")),
    };
    Error::new(path.display().to_string(), what, remedy)
}

/// The error for an article that is too large.
pub fn too_large(name: &str, bytes: u64) -> Error {
    too_large_for(name, bytes, ReadAs::Article)
}

fn too_large_for(name: &str, bytes: u64, what: ReadAs) -> Error {
    let (noun, remedy) = what.words();
    let most = what.most();
    let said = if most < 1 << 20 {
        message!("it has {size} KiB; the limit for {noun} is {most} KiB", size = bytes >> 10, noun, most = most >> 10)
    } else {
        message!("it has {size} MiB; the limit for {noun} is {most} MiB", size = bytes >> 20, noun, most = most >> 20)
    };
    Error::new(name, said, remedy)
}

/// Decodes bytes as UTF-8.
pub fn decode(bytes: Vec<u8>, name: &str) -> Result<String> {
    if bytes.len() >= u32::MAX as usize {
        return Err(Error::new(name, message!("it is larger than 4 GiB"), message!("split it into articles")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
        let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1;
        let remedy =
            if utf16 { message!("it looks like UTF-16: save it as UTF-8") } else { message!("save the file as UTF-8") };
        Error::new(name, message!("line {line}: byte {at} is not UTF-8", line, at), remedy)
    })
}

/// The length and modification time of a file.
pub fn stamp(path: &Path) -> Option<(u64, u64)> {
    let meta = path.metadata().ok()?;
    let modified = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    Some((meta.len(), modified.map_or(0, |time| time.as_nanos() as u64)))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests make files of their own")]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        for what in [
            ReadAs::Article,
            ReadAs::Registry,
            ReadAs::Config,
            ReadAs::Ignore,
            ReadAs::Baseline,
            ReadAs::Cache,
            ReadAs::Import,
        ] {
            let path = folder.path().join(format!("{what:?}"));
            let file = File::create(&path).unwrap();
            file.set_len(what.most() + (1 << 20)).unwrap();
            let said = read_bytes(&path, what).unwrap_err().to_string();
            assert!(said.contains(&format!("{what:?}: it has ")) && said.contains("the limit for"), "{said}");
        }
    }

    /// The limit counts bytes that were read, not the length that the system reports.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_without_a_length_is_read() {
        assert!(read(Path::new("/proc/self/status"), ReadAs::Config).unwrap().contains("Name:"));
    }

    #[test]
    #[cfg(unix)]
    fn pipes_sockets_devices_and_folders_are_not_opened() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let made = std::process::Command::new("mkfifo").arg(path("pipe")).status();
        assert!(made.is_ok_and(|status| status.success()));
        let _socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
        symlink("/dev/zero", path("zero")).unwrap();
        symlink("pipe", path("link")).unwrap();
        for (name, what) in [
            ("pipe", "this is a pipe"),
            ("link", "this is a pipe"),
            ("socket", "this is a socket"),
            ("zero", "this is a device"),
            ("", "this is a folder"),
            ("gone", "no such file"),
        ] {
            let said = read_bytes(&path(name), ReadAs::Config).unwrap_err().to_string();
            assert!(said.contains(what) && said.contains("help: "), "{name}: {said}");
        }
        std::fs::File::create(path("file")).unwrap();
        symlink("file", path("good")).unwrap();
        assert_eq!(read(&path("good"), ReadAs::Config).as_deref(), Ok(""));
        assert!(head(&path("pipe"), 10).is_empty());
    }
}

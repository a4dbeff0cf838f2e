//! The program: its output and exit codes.
#![expect(clippy::disallowed_methods, reason = "the tests make and read files of their own")]

mod annotate;
mod archive;
mod bad_input;
mod built;
mod cached;
mod changed;
mod convert;
mod counts;
mod exchange;
mod export;
mod hostile_files;
mod lint;
mod lists;
mod newsroom;
mod ninjs;
mod not_articles;
mod setup;
mod stories;
mod tables;
mod terminal;
mod twins;
mod writing;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const ACTORS: &str = include_str!("../../examples/newsroom/actors.toml");

/// The result of a run of the program.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    /// Asserts the exit code.
    #[track_caller]
    fn code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "standard output:\n{}\nstandard error:\n{}", self.out, self.err);
        self
    }

    /// Asserts that standard error contains all of these texts.
    #[track_caller]
    fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "`{word}` is missing in standard error:\n{}", self.err);
        }
        self
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code().expect("a code"), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// A folder with files.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    /// A folder with the registry of the example newsroom and some files.
    fn newsroom(files: &[(&str, &str)]) -> Self {
        let folder = Self::new(files);
        folder.write("actors.toml", ACTORS.as_bytes());
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).expect("a file")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        copydesk(self.path(), arguments)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).stdin(Stdio::null()).output().expect("the program runs").into()
    }

    fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        // A program that exits before it has read everything closes the pipe.
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        child.wait_with_output().expect("the program ends").into()
    }
}

fn copydesk(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    // The tests do not use the cache of the user.
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
    command.current_dir(folder).args(arguments).env("COPYDESK_CACHE_DIR", cache);
    command
}

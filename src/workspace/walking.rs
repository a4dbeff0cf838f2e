//! Walks folders as git sees them: without hidden files, and without what ignore files exclude.
//!
//! The crate `ignore` walks and matches. Ignore files are read here, so that a pipe or a very large file is reported and does
//! not stop the walk.

use super::IGNORE;
use super::reading::{LARGEST_IGNORE, ReadAs, read_bytes};
use crate::error::Error;
use crate::message;
use ignore::gitignore::{Gitignore, GitignoreBuilder, gitconfig_excludes_path};
use ignore::{DirEntry, Match, WalkBuilder};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The maximum number of patterns for one folder, its own and those from above. Compiled, each takes some 20 KB.
const MOST_PATTERNS: usize = 10_000;

/// The result of a walk.
#[derive(Debug, Default)]
pub struct Found {
    /// The files, sorted.
    pub files: Vec<PathBuf>,
    /// Ignore files that could not be used.
    pub errors: Vec<Error>,
}

/// The files below a folder for which `keep` returns `true`, down to a depth.
pub(super) fn walk(folder: &Path, depth: Option<usize>, mut keep: impl FnMut(&Path) -> bool) -> Found {
    if !folder.is_dir() {
        return Found::default();
    }
    let rules = Arc::new(Mutex::new(Rules::above(folder)));
    let shared = rules.clone();
    let admits = move |entry: &DirEntry| entry.depth() == 0 || shared.lock().is_ok_and(|mut rules| rules.admit(entry));
    let walk = WalkBuilder::new(folder).standard_filters(false).max_depth(depth).filter_entry(admits).build();
    let mut found = Found::default();
    for entry in walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file())) {
        let path = entry.into_path();
        if keep(&path) {
            found.files.push(path);
        }
    }
    found.files.sort();
    if let Ok(mut rules) = rules.lock() {
        found.errors = std::mem::take(&mut rules.errors);
    }
    found
}

/// The ignore files that apply at the current folder.
struct Rules {
    /// The folder that is walked, as it was named and as an absolute path.
    named: PathBuf,
    real: PathBuf,
    /// The ignore files of each folder from the root of the file system down to the current one.
    levels: Vec<Level>,
    /// The user's global excludes.
    global: Gitignore,
    errors: Vec<Error>,
}

/// The ignore files of a folder: our own, `.ignore`, `.gitignore`, `.git/info/exclude`. An earlier one takes precedence.
struct Level {
    folder: PathBuf,
    matchers: [Gitignore; 4],
    patterns: usize,
    bytes: usize,
}

impl Rules {
    fn above(folder: &Path) -> Self {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let (levels, errors) = (Vec::new(), Vec::new());
        let mut rules =
            Self { named: folder.to_path_buf(), real: real.clone(), levels, global: Gitignore::empty(), errors };
        rules.global = rules.global_in(&real);
        let mut above: Vec<&Path> = real.ancestors().collect();
        above.reverse();
        for folder in above {
            rules.enter(folder);
        }
        rules
    }

    /// Whether an entry is walked. The walk is depth first, so the folders above are known.
    fn admit(&mut self, entry: &DirEntry) -> bool {
        let Ok(below) = entry.path().strip_prefix(&self.named) else { return true };
        let path = self.real.join(below);
        let Some(folder) = path.parent() else { return true };
        while self.levels.last().is_some_and(|level| !folder.starts_with(&level.folder)) {
            self.levels.pop();
        }
        if self.levels.last().is_none_or(|level| level.folder != folder) {
            self.enter(folder);
        }
        let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
        match self.matched(&path, is_dir) {
            Match::Ignore(()) => false,
            Match::Whitelist(()) => true,
            Match::None => !entry.file_name().as_encoded_bytes().starts_with(b"."),
        }
    }

    fn matched(&self, path: &Path, is_dir: bool) -> Match<()> {
        let mut found = [const { Match::None }; 4];
        for level in self.levels.iter().rev() {
            for (matcher, found) in level.matchers.iter().zip(&mut found) {
                if found.is_none() {
                    *found = matcher.matched(path, is_dir).map(drop);
                }
            }
        }
        let [own, ignore, git, exclude] = found;
        own.or(ignore).or(git).or(exclude).or(self.global.matched(path, is_dir).map(drop))
    }

    fn enter(&mut self, folder: &Path) {
        let (mut patterns, mut bytes) = (0, 0);
        let exclude = git_folder(&folder.join(".git")).map(|git| git.join("info").join("exclude"));
        let files = [Some(folder.join(IGNORE)), Some(folder.join(".ignore")), Some(folder.join(".gitignore")), exclude];
        let matchers = files.map(|path| {
            let Some((matcher, count, length)) = path.and_then(|path| self.matcher(&path, folder, patterns, bytes))
            else {
                return Gitignore::empty();
            };
            (patterns, bytes) = (patterns + count, bytes + length);
            matcher
        });
        self.levels.push(Level { folder: folder.to_path_buf(), matchers, patterns, bytes });
    }

    /// The patterns of a file, their number and size. `None` if there are none that can be used. `patterns` and `bytes` are
    /// those that the folder has already.
    fn matcher(
        &mut self,
        path: &Path,
        folder: &Path,
        patterns: usize,
        bytes: usize,
    ) -> Option<(Gitignore, usize, usize)> {
        // The error names the file by the path that the user gave.
        let path = path.strip_prefix(&self.real).map_or_else(|_| path.to_path_buf(), |below| self.named.join(below));
        let path = path.strip_prefix(".").unwrap_or(&path);
        // Most folders have no ignore file. A folder with this name does not count.
        if path.metadata().ok()?.is_dir() {
            return None;
        }
        let read = match read_bytes(path, ReadAs::Ignore) {
            Ok(read) => read,
            Err(error) => {
                self.errors.push(error);
                return None;
            }
        };
        let text = String::from_utf8_lossy(&read);
        let is_pattern = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        let count = text.lines().filter(is_pattern).count();
        let (patterns, bytes) = (self.levels.iter())
            .fold((patterns + count, bytes + read.len()), |(patterns, bytes), level| {
                (patterns + level.patterns, bytes + level.bytes)
            });
        if patterns > MOST_PATTERNS || bytes as u64 > LARGEST_IGNORE {
            let most = LARGEST_IGNORE >> 10;
            let what = message!(
                "with those of the folders above, it comes to {patterns} patterns and {size} KiB, and at most {most_patterns} \
                 and {most} KiB are used",
                patterns,
                size = bytes >> 10,
                most_patterns = MOST_PATTERNS,
                most
            );
            self.errors.push(Error::new(path.display().to_string(), what, ReadAs::Ignore.remedy()));
            return None;
        }
        let mut builder = GitignoreBuilder::new(folder);
        for line in text.trim_start_matches('\u{FEFF}').lines() {
            // A pattern that cannot be parsed is ignored, as in git.
            let _ = builder.add_line(None, line);
        }
        Some((builder.build().ok()?, count, read.len()))
    }

    /// The user's global excludes, unless the configuration of git cannot be read.
    fn global_in(&mut self, folder: &Path) -> Gitignore {
        let project = std::env::var_os("HOME").map(PathBuf::from);
        let settings = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
        let settings = settings.or_else(|| Some(project.as_ref()?.join(".config")));
        let named = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"].map(|name| std::env::var_os(name).map(PathBuf::from));
        let files = [
            project.map(|project| project.join(".gitconfig")),
            settings.map(|folder| folder.join("git").join("config")),
            Some(PathBuf::from("/etc/gitconfig")),
        ];
        let is_sound = |path: &PathBuf| {
            path.metadata().map_or(true, |about| about.is_file() && about.len() <= ReadAs::Config.most())
        };
        if !files.iter().chain(&named).flatten().all(is_sound) {
            return Gitignore::empty();
        }
        let found = gitconfig_excludes_path().and_then(|path| self.matcher(&path, folder, 0, 0));
        found.map_or_else(Gitignore::empty, |(matcher, ..)| matcher)
    }
}

/// The folder of a repository with its excludes, also for a linked working tree, whose `.git` is a file.
fn git_folder(git: &Path) -> Option<PathBuf> {
    let about = git.metadata().ok()?;
    if about.is_dir() {
        return Some(git.to_path_buf());
    }
    let line = |path: &Path| {
        let bytes = read_bytes(path, ReadAs::Ignore).ok()?;
        Some(String::from_utf8_lossy(&bytes).trim_end().to_owned())
    };
    let own = git.parent()?.join(line(git)?.strip_prefix("gitdir:")?.trim());
    Some(line(&own.join("commondir")).map_or(own.clone(), |common| own.join(common)))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests make files of their own")]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::Builder::new().prefix("walk").tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn names(root: &Path, found: &Found) -> Vec<String> {
        let name = |path: &PathBuf| path.strip_prefix(root).unwrap().display().to_string();
        found.files.iter().map(name).collect()
    }

    /// The result is the same as that of the crate `ignore`.
    #[test]
    fn ignore_files_are_applied_as_in_git() {
        let root = folder(&[
            (".gitignore", "build\n*.tmp\n/only-here\n!keep.tmp\n"),
            (".ignore", "ignored\n"),
            (".copydeskignore", "*.old\n!wanted.old\n"),
            (".git/info/exclude", "excluded\n"),
            ("a", ""),
            (".hidden", ""),
            ("build/x", ""),
            ("b.tmp", ""),
            ("keep.tmp", ""),
            ("only-here", ""),
            ("ignored", ""),
            ("excluded", ""),
            ("one.old", ""),
            ("wanted.old", ""),
            ("deep/.gitignore", "!b.tmp\n!.shown\nsecret\n"),
            ("deep/b.tmp", ""),
            ("deep/.shown", ""),
            ("deep/only-here", ""),
            ("deep/secret/x", ""),
            ("deep/sub/c", ""),
            ("deep/sub/secret", ""),
            ("inner/.git/HEAD", ""),
            ("inner/b.tmp", ""),
            ("inner/kept", ""),
            ("inner/one.old", ""),
            ("inner/excluded", ""),
            ("z", ""),
        ]);
        let starts =
            [("", None), ("deep", None), ("deep/sub", None), ("inner", None), ("deep/../inner", None), ("", Some(1))];
        for (start, depth) in starts {
            let start = root.path().join(start);
            let mut theirs: Vec<PathBuf> = WalkBuilder::new(&start)
                .max_depth(depth)
                .add_custom_ignore_filename(IGNORE)
                .require_git(false)
                .build()
                .flatten()
                .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
                .map(DirEntry::into_path)
                .collect();
            theirs.sort();
            let ours = walk(&start, depth, |_| true);
            assert!(!theirs.is_empty());
            assert_eq!(ours.files, theirs);
            assert_eq!(ours.errors, []);
        }
    }

    #[test]
    #[cfg(unix)]
    fn an_unreadable_ignore_file_is_reported_and_the_walk_continues() {
        for place in [".copydeskignore", ".ignore", ".gitignore", "sub/.gitignore", ".git/info/exclude"] {
            let root = folder(&[("a", ""), ("sub/b", ""), (".git/info/x", "")]);
            let path = root.path().join(place);
            assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
            let found = walk(root.path(), None, |_| true);
            assert_eq!(names(root.path(), &found), ["a", "sub/b"]);
            assert_eq!(found.errors.len(), 1, "{place}");
            assert!(found.errors[0].to_string().contains("this is a pipe"), "{:?}", found.errors);
            // Seen from a subfolder, it is a file of a parent.
            if !place.starts_with("sub") {
                assert_eq!(walk(&root.path().join("sub"), None, |_| true).errors.len(), 1, "{place}");
            }
            std::fs::remove_file(&path).unwrap();
            std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
            let found = walk(root.path(), None, |_| true);
            assert_eq!((found.files.len(), found.errors.len()), (2, 1), "{place}");
        }
    }

    #[test]
    fn the_number_of_patterns_is_limited_over_all_folders() {
        let many: Vec<String> = (0..=MOST_PATTERNS / 2).map(|nth| format!("x{nth}\n")).collect();
        let many = many.concat();
        let root = folder(&[(".gitignore", &many), ("a/.gitignore", &many), ("a/x1", ""), ("a/b", ""), ("b/x1", "")]);
        let found = walk(root.path(), None, |_| true);
        assert_eq!(names(root.path(), &found), ["a/b"], "the first one counts");
        assert_eq!(found.errors.len(), 1);
        assert!(found.errors[0].to_string().contains("10002 patterns"), "{:?}", found.errors);
        let one_line = "y".repeat(300 << 10);
        let root = folder(&[(".gitignore", &one_line), ("a", "")]);
        let found = walk(root.path(), None, |_| true);
        assert_eq!((names(root.path(), &found), found.errors.len()), (vec!["a".to_owned()], 1));
    }
}

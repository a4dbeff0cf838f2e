//! `--changed-since`: the files that git says have changed.

use super::tasks::{Homes, Role, Task};
use crate::error::{Error, Result};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Keeps the files that differ from a revision, and those that git does not know yet. Where the configuration or the
/// registry of a folder has changed, all of its articles may have other findings, and stay.
pub(super) fn retain(tasks: &mut Vec<Task>, homes: &Homes<'_>, revision: &str) -> Result<()> {
    let changed = since(revision)?;
    let has_changed = |path: &Path| path.canonicalize().is_ok_and(|path| changed.contains(&path));
    let stirred: Vec<bool> = (homes.opened.iter())
        .map(|home| {
            let config = home.config.iter().map(|(path, _)| path.as_path());
            config.chain(home.registry.iter().map(PathBuf::as_path)).any(has_changed)
        })
        .collect();
    tasks.retain(|task| (task.role == Role::Article && stirred[task.home]) || has_changed(&task.path));
    Ok(())
}

/// The files that have changed since the work here left the revision's line: what others did there meanwhile is not ours.
fn since(revision: &str) -> Result<HashSet<PathBuf>> {
    let bad = |what: String, remedy: &str| Error::new("--changed-since", what, remedy);
    let top = git(&["rev-parse", "--show-toplevel"])?.map_err(|said| {
        bad(format!("this folder is in no git repository ({said})"), "run it inside of a working tree")
    })?;
    let top = PathBuf::from(top.trim_end());
    let commit = format!("{revision}^{{commit}}");
    let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?.map_err(|_| {
        bad(format!("git knows no revision `{revision}`"), "check its name; a shallow clone has to fetch it first")
    })?;
    let commit = commit.trim().to_owned();
    let base = git(&["merge-base", &commit, "HEAD"])?.map_or(commit, |base| base.trim().to_owned());
    let failed = |said: String| bad(format!("git failed: {said}"), "see what `git diff` says");
    let root = top.display().to_string();
    let tracked = git(&["-C", &root, "diff", "--name-only", "--no-renames", "--diff-filter=d", "-z", &base, "--"])?;
    let untracked = git(&["-C", &root, "ls-files", "--others", "--exclude-standard", "-z"])?;
    let names = tracked.map_err(failed)? + &untracked.map_err(failed)?;
    Ok(names
        .split('\0')
        .filter(|name| !name.is_empty())
        .filter_map(|name| top.join(name).canonicalize().ok())
        .collect())
}

/// What git prints, or else what it says of its failure.
fn git(arguments: &[&str]) -> Result<std::result::Result<String, String>> {
    let output = Command::new("git").args(arguments).output().map_err(|error| {
        let what = format!("git cannot be run: {error}");
        Error::new("--changed-since", what, "install git, or leave the option out")
    })?;
    Ok(if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(said.lines().next().unwrap_or("no reason given").to_owned())
    })
}

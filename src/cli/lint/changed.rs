//! `--changed-since`: the files that changed in git.

use super::plan::{OpenProjects, Role, Task};
use crate::error::{Error, Result};
use crate::message;
use crate::message::Message;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Keeps the files that differ from a revision, and untracked ones. If the configuration or the registry of a folder has
/// changed, all of its articles are kept, because their findings can differ.
pub(super) fn retain(tasks: &mut Vec<Task>, projects: &OpenProjects<'_>, revision: &str) -> Result<()> {
    let known = since(revision)?;
    let has_changed = |path: &Path| known.has_changed(path);
    let stirred: Vec<bool> = (projects.opened.iter())
        .map(|project| {
            let config = project.config.iter().map(|(path, _)| path.as_path());
            config.chain(project.registry.iter().map(PathBuf::as_path)).any(has_changed)
        })
        .collect();
    tasks.retain(|task| {
        (matches!(task.role, Role::Article | Role::Archive) && stirred[task.project]) || has_changed(&task.path)
    });
    Ok(())
}

/// The state of files in git.
struct Known {
    /// Changed since the merge base, so that later commits on the other branch do not count.
    changed: HashSet<PathBuf>,
    /// Tracked files.
    tracked: HashSet<PathBuf>,
}

impl Known {
    fn has_changed(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|path| self.changed.contains(&path) || !self.tracked.contains(&path))
    }
}

fn since(revision: &str) -> Result<Known> {
    let bad = |what: Message, remedy: Message| Error::new("--changed-since", what, remedy);
    let filters = filters();
    let git = |arguments: &[&str]| git(arguments, &filters);
    let top = git(&["rev-parse", "--show-toplevel"])?.map_err(|said| {
        bad(message!("not a git repository ({said})", said), message!("run copydesk inside a working tree"))
    })?;
    let top = PathBuf::from(top.trim_end());
    let commit = format!("{revision}^{{commit}}");
    let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?.map_err(|_| {
        bad(
            message!("unknown git revision `{revision}`", revision),
            message!("check its name; a shallow clone must fetch it first"),
        )
    })?;
    let commit = commit.trim().to_owned();
    let base = git(&["merge-base", &commit, "HEAD"])?.map_or(commit, |base| base.trim().to_owned());
    let failed = |said: String| bad(message!("git failed: {said}", said), message!("run `git diff` for details"));
    let root = top.display().to_string();
    let mut diff = vec!["-C", &root, "diff", "--name-only", "--no-renames", "--diff-filter=d", "-z"];
    // A submodule is a repository with its own settings; its articles are not checked here.
    diff.extend(["--no-ext-diff", "--no-textconv", "--ignore-submodules=all", &base, "--"]);
    let paths = |names: &str| -> HashSet<PathBuf> {
        let names = names.split('\0').filter(|name| !name.is_empty());
        names.filter_map(|name| top.join(name).canonicalize().ok()).collect()
    };
    let changed = paths(&git(&diff)?.map_err(failed)?);
    let tracked = paths(&git(&["-C", &root, "ls-files", "-z"])?.map_err(failed)?);
    Ok(Known { changed, tracked })
}

/// The filter programs that a repository configures for its files. Reading settings runs nothing.
fn filters() -> Vec<String> {
    let named = git(&["config", "--includes", "--name-only", "-z", "--get-regexp", r"^filter\..*"], &[]);
    let named = named.ok().and_then(std::result::Result::ok).unwrap_or_default();
    let mut keys: Vec<String> = named.split('\0').filter(|key| !key.is_empty()).map(str::to_owned).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// Runs git and returns its output, or its error message. The repository is not trusted: everything that its settings can
/// make git run (hooks, monitors, filters, pagers, external diffs, fetches) is off.
fn git(arguments: &[&str], filters: &[String]) -> Result<std::result::Result<String, String>> {
    let mut command = Command::new("git");
    command.arg("--no-pager");
    for setting in [
        "core.fsmonitor=false",
        "core.hooksPath=/dev/null",
        "core.pager=cat",
        "diff.external=",
        "core.sshCommand=false",
        "core.alternateRefsCommand=false",
        "protocol.allow=never",
    ] {
        command.args(["-c", setting]);
    }
    let environment = [
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_ALLOW_PROTOCOL", "none"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_PAGER", "cat"),
    ];
    command.envs(environment).env_remove("GIT_EXTERNAL_DIFF").stdin(std::process::Stdio::null());
    // A name can contain an equals sign, so these are passed in the environment.
    command.env("GIT_CONFIG_COUNT", filters.len().to_string());
    for (nth, key) in filters.iter().enumerate() {
        let value = if key.ends_with(".required") { "false" } else { "" };
        command.env(format!("GIT_CONFIG_KEY_{nth}"), key).env(format!("GIT_CONFIG_VALUE_{nth}"), value);
    }
    let output = command.args(arguments).output().map_err(|error| {
        let what = message!("cannot run git: {error}", error);
        Error::new("--changed-since", what, message!("install git, or leave the option out"))
    })?;
    Ok(if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(said.lines().next().unwrap_or("no reason given").to_owned())
    })
}

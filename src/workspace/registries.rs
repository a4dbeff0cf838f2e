//! The registry files of a configuration, and the errors of its `registry` setting.

use super::reading::unreadable_kind;
use super::{BUILT, expand, is_built, is_glob, is_list, tidy};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::message;
use crate::message::Message;
use std::path::{Component, Path, PathBuf};

/// The registry files that a configuration names: paths as they are, globs in the order of their matches. A file that is
/// missing is an error at `place`, because without a registry every name is unknown.
pub(super) fn registry_files(root: &Path, config: &Config, place: &str) -> (Vec<PathBuf>, Vec<Error>) {
    let (mut found, mut errors): (Vec<PathBuf>, Vec<Error>) = (Vec::new(), Vec::new());
    let is_default = config.registry == Config::with_defaults().registry;
    for name in &config.registry {
        let matches = if is_glob(name) {
            matches(root, name, place, &mut errors)
        } else {
            let path = root.join(name);
            match named(&path, name, place) {
                Ok(()) => vec![tidy(path)],
                Err(error) => {
                    // A project without actors.toml has no registry yet.
                    if !is_default || super::exists(&path) {
                        errors.push(error);
                    }
                    Vec::new()
                }
            }
        };
        found.extend(matches.into_iter().filter(|path| !found.contains(path)).collect::<Vec<_>>());
    }
    (found, errors)
}

/// The registry files that a pattern matches. It never leaves the folder of the configuration.
fn matches(root: &Path, pattern: &str, place: &str, errors: &mut Vec<Error>) -> Vec<PathBuf> {
    let leads_out =
        Path::new(pattern).components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir));
    let fixed: PathBuf =
        Path::new(pattern).components().take_while(|part| !is_glob(&part.as_os_str().to_string_lossy())).collect();
    if leads_out || (super::exists(&root.join(&fixed)) && !is_inside(&root.join(&fixed), root)) {
        let what = message!("the pattern `{pattern}` in `registry` leaves the folder of the configuration", pattern);
        errors.push(Error::new(place, what, message!("list files elsewhere one by one")));
        return Vec::new();
    }
    let mut found = expand(root, pattern).unwrap_or_default();
    // Several patterns walk through one folder.
    found.errors.retain(|error| !errors.contains(error));
    errors.append(&mut found.errors);
    // `actors/*` can match anything; a pattern for other files is a mistake.
    if !is_registry(Path::new(pattern))
        && let Some(path) = found.files.iter().find(|path| !is_registry(path))
    {
        let what = message!(
            "the pattern `{pattern}` in `registry` matches files that do not end in .toml or .actors",
            pattern
        );
        errors.push(Error::new(place, what, import_of(path.strip_prefix(root).unwrap_or(path))));
    }
    // `actors/*` can match articles in XML, so that only a pattern with an extension finds lists.
    let finds_lists = Path::new(pattern).extension().is_some();
    found.files.retain(|path| is_registry(path) && (!is_list(path) || finds_lists));
    found.files
}

fn named(path: &Path, name: &str, place: &str) -> Result<()> {
    let bad = |what: Message, remedy: Message| Err(Error::new(place, what, remedy));
    let Ok(about) = path.metadata() else {
        let remedy = if is_built(Path::new(name)) {
            message!(
                "run `copydesk actors build`, or correct `registry`; its paths are relative to the folder of the configuration"
            )
        } else {
            message!("create it, or correct `registry`; its paths are relative to the folder of the configuration")
        };
        return bad(message!("the registry `{name}` does not exist", name), remedy);
    };
    if let Some((what, remedy)) = unreadable_kind(about.file_type()) {
        let remedy = if about.is_dir() { message!("use `{name}/*.toml` for all files in it", name) } else { remedy };
        let what = match what.template() {
            "this is a folder" => message!("the registry `{name}` is a folder", name),
            "this is a pipe, not a file" => message!("the registry `{name}` is a pipe, not a file", name),
            "this is a socket, not a file" => message!("the registry `{name}` is a socket, not a file", name),
            _ => message!("the registry `{name}` is a device, not a file", name),
        };
        return bad(what, remedy);
    }
    if !is_registry(path) {
        let what = message!("the registry `{name}` does not end in .toml or .actors, or in .xml for a list", name);
        return bad(what, import_of(Path::new(name)));
    }
    Ok(())
}

/// Why a file from the overrides cannot be a registry file.
pub(super) fn insisted(path: &Path) -> Result<()> {
    super::check_file(path)?;
    if is_registry(path) {
        return Ok(());
    }
    let what = message!("a registry file ends in .toml or .actors, or in .xml for a list");
    Err(Error::new(path.display().to_string(), what, import_of(path)))
}

fn import_of(path: &Path) -> Message {
    message!("convert it with `copydesk actors import {path} --into actors.toml`", path = path.display())
}

fn is_registry(path: &Path) -> bool {
    path.extension().is_none_or(|extension| extension == "toml" || extension == BUILT) || is_list(path)
}

/// Whether a file is in a folder or below it, after following links. Other files can be any file of the machine and are never
/// quoted.
pub fn is_inside(path: &Path, folder: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (Ok(path), Ok(folder)) = (path.canonicalize(), folder.canonicalize()) else { return false };
    path.starts_with(folder)
}

//! Plans a run: which files are checked, and as what.

use super::args::Options;
use crate::cli::actors::with_more;
use crate::cli::archive::layout;
use crate::cli::report_error;
use crate::error::{Error, Result};
use crate::message;
use crate::workspace::{self, Overrides, Projects};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// How a file is checked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Article,
    Registry,
    Config,
    /// A file with one article per record.
    Archive,
}

/// A file to check.
pub(super) struct Task {
    pub(super) path: PathBuf,
    pub(super) role: Role,
    /// The index of its project.
    pub(super) project: usize,
}

/// The projects of the files of a run, each opened once.
pub(super) struct OpenProjects<'a> {
    overrides: &'a Overrides,
    /// The fields of archives, as the command line names them.
    pub(super) fields: &'a [String],
    pub(super) opened: Projects,
    /// Errors of finding files.
    pub(super) errors: Vec<Error>,
}

impl<'a> OpenProjects<'a> {
    pub(super) fn new(overrides: &'a Overrides, fields: &'a [String]) -> Self {
        Self { overrides, fields, opened: Projects::default(), errors: Vec::new() }
    }

    /// The index of the project of a folder.
    pub(super) fn of(&mut self, folder: &Path) -> usize {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let overrides = self.overrides;
        self.opened.governing(folder, overrides, || workspace::open(folder, overrides, &workspace::Buffers::new()))
    }

    /// The files that were read to open the projects.
    pub(super) fn sources(&self) -> Vec<PathBuf> {
        self.opened.iter().flat_map(|project| project.sources()).collect()
    }
}

/// The plan of a run.
pub(super) struct Plan<'a> {
    pub(super) projects: OpenProjects<'a>,
    pub(super) tasks: Vec<Task>,
    pub(super) reads_stdin: bool,
    /// Whether a requested file cannot be read. It has been reported.
    pub(super) has_failed: bool,
}

/// Plans a run from the arguments, and reports what cannot be read.
pub(super) fn plan<'a>(options: &'a Options, overrides: &'a Overrides) -> Plan<'a> {
    let (mut projects, mut tasks) = (OpenProjects::new(overrides, &options.fields), Vec::new());
    let (mut reads_stdin, mut has_failed) = (false, false);
    for path in &options.paths {
        if path.as_os_str() == "-" {
            reads_stdin = true;
        } else if options.only_articles {
            // What is checked is decided below, for all files together.
        } else if let Err(error) = collect(path, &mut projects, &mut tasks) {
            report_error(&error);
            has_failed = true;
        }
    }
    if options.only_articles {
        has_failed |= !retain_articles(&options.paths, &mut projects, &mut tasks);
    }
    let mut seen = HashSet::new();
    tasks.retain(|task| seen.insert(task.path.clone()));
    has_failed |= !report_project_errors(&projects, &tasks);
    Plan { projects, tasks, reads_stdin, has_failed }
}

/// Plans those of the named files that a check of the current folder would include. Returns whether they could be found.
fn retain_articles(named: &[PathBuf], projects: &mut OpenProjects<'_>, tasks: &mut Vec<Task>) -> bool {
    let named: HashSet<PathBuf> = named.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut all = Vec::new();
    if let Err(error) = collect(Path::new("."), projects, &mut all) {
        report_error(&error);
        return false;
    }
    let is_named =
        |path: &Path| path.canonicalize().is_ok_and(|path| path.ancestors().any(|folder| named.contains(folder)));
    tasks.extend(all.into_iter().filter(|task| is_named(&task.path)));
    true
}

/// The files that an argument names.
pub(super) fn collect(argument: &Path, projects: &mut OpenProjects<'_>, tasks: &mut Vec<Task>) -> Result<()> {
    let path = argument.to_path_buf();
    let name = argument.display().to_string();
    if path.is_dir() {
        let at = projects.of(&path);
        let project = &projects.opened[at];
        let mut files: Vec<(PathBuf, Role)> = Vec::new();
        let is_here = path == Path::new(".");
        // Files outside of the project are not quoted, unless they are named on the command line.
        let inside =
            |file: &Path| workspace::is_inside(file, &path) || (is_here && workspace::is_inside(file, &project.root));
        let asked = |file: &PathBuf| is_here && projects.overrides.registries.contains(file);
        let config = project.config.iter().filter(|(file, _)| is_here || inside(file));
        files.extend(config.map(|(file, _)| (file.clone(), Role::Config)));
        let registries = project.registry.iter().filter(|file| inside(file) || asked(file));
        files.extend(registries.map(|file| (file.clone(), Role::Registry)));
        let found = workspace::articles(&path, project);
        files.extend(found.files.into_iter().map(|file| (file, Role::Article)));
        let archives = workspace::archives(&path, project);
        files.extend(archives.files.into_iter().map(|file| (file, Role::Archive)));
        projects.opened.note(at, found.errors);
        projects.opened.note(at, archives.errors);
        for (file, role) in files {
            // A subfolder can have its own configuration.
            let own = match role {
                Role::Article | Role::Archive => projects.of(file.parent().unwrap_or(Path::new("."))),
                Role::Registry | Role::Config => at,
            };
            if role != Role::Archive || workspace::archive_of(&file, &projects.opened[own]).is_some() {
                tasks.push(Task { path: file, role, project: own });
            }
        }
        return Ok(());
    }
    if !workspace::exists(&path) && workspace::is_glob(&name) {
        let found = workspace::expand(Path::new(""), &name)?;
        projects.errors.extend(found.errors);
        let found = found.files;
        if found.is_empty() {
            return Err(Error::new(
                name,
                message!("no file matches"),
                message!("check the pattern; quote it so that the shell does not expand it"),
            ));
        }
        for file in found {
            match file_task(file, projects) {
                Ok(task) => tasks.push(task),
                Err(error) => projects.errors.push(error),
            }
        }
        return Ok(());
    }
    if !workspace::exists(&path) {
        return Err(Error::new(name, message!("no such file or folder"), message!("check the path")));
    }
    tasks.push(file_task(path, projects)?);
    Ok(())
}

/// A task for a file that was named. An error if the file cannot be checked.
fn file_task(path: PathBuf, projects: &mut OpenProjects<'_>) -> Result<Task> {
    let project = projects.of(path.parent().unwrap_or(Path::new(".")));
    let known = projects.opened[project].registry.iter().any(|file| workspace::same_file(file, &path));
    let is_toml = path.extension().is_some_and(|extension| extension == "toml");
    let role = match path.file_name() {
        _ if workspace::is_config(&path) => Role::Config,
        Some(name) if known || name == "actors.toml" => Role::Registry,
        _ if is_toml && workspace::holds_entries(&path)? => Role::Registry,
        _ if is_toml => {
            let what = message!("it is TOML, but neither a registry nor copydesk.toml");
            return Err(Error::new(
                path.display().to_string(),
                what,
                message!("add it to `registry`, or leave it out"),
            ));
        }
        _ if layout(&path, &projects.opened[project], projects.fields)?.is_some() => Role::Archive,
        _ => match workspace::refusal_of_file(&path) {
            Some(refusal) => return Err(refusal),
            None => Role::Article,
        },
    };
    Ok(Task { path, role, project })
}

/// Reports the problems of the projects. Returns whether all of them could be read.
fn report_project_errors(projects: &OpenProjects<'_>, tasks: &[Task]) -> bool {
    let warnings = projects.opened.iter().flat_map(|project| &project.warnings);
    let errors: Vec<&Error> =
        projects.opened.iter().flat_map(|project| &project.errors).chain(&projects.errors).collect();
    let mut reported: Vec<&Error> = Vec::new();
    for error in warnings.chain(errors.iter().copied()) {
        // Two folders can share ignore files above them.
        if !reported.contains(&error) {
            report_error(error);
            reported.push(error);
        }
    }
    report_unchecked(projects, tasks);
    errors.is_empty()
}

/// Reports problems of registries and configurations that are not checked themselves, because they affect the findings.
fn report_unchecked(projects: &OpenProjects<'_>, tasks: &[Task]) {
    let checked = |path: &Path| tasks.iter().any(|task| workspace::same_file(&task.path, path));
    for project in projects.opened.iter() {
        for file in &project.context.registry.files {
            if let Some(first) = file.problems.first().filter(|_| !checked(Path::new(&file.path))) {
                // A file outside of the project can be any file of the machine: its name is reported, never its text.
                if !workspace::is_inside(Path::new(&file.path), &project.root) {
                    let count = file.problems.len();
                    let what = if count == 1 {
                        message!("it is outside of the project, and has errors in {count} place", count)
                    } else {
                        message!("it is outside of the project, and has errors in {count} places", count)
                    };
                    report_error(&Error::new(&file.path, what, message!("correct it, or remove it from `registry`")));
                    continue;
                }
                let what = with_more(&first.problem.message, file.problems.len() - 1);
                report_error(&Error::new(&file.path, what, message!("run `copydesk lint {path}`", path = file.path)));
            }
        }
        if let Some((path, _)) = project.config.as_ref().filter(|(path, _)| !checked(path))
            && let Some(problem) = project.context.config.problems.first()
        {
            let path = path.display().to_string();
            report_error(&Error::new(&path, problem.message.clone(), message!("run `copydesk lint {path}`", path)));
        }
    }
}

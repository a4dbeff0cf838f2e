//! The only file system access: configurations, registries and articles on disk.
//!
//! Files are read as UTF-8 only. A file that cannot be read gives an [`Error`] with its name and a remedy, and does not stop
//! the work on the others.

mod cache;
mod kinds;
mod live;
mod projects;
mod reading;
mod registries;
mod registry;
mod setup;
mod survey;
mod twins;
mod walking;
mod writing;

use crate::actors::{Registry, RegistryFile, content_hash};
use crate::analysis::ProjectContext;
use crate::config::{Archive, Builtin, Config, globs};
use crate::dates::Date;
use crate::error::{Error, Result};
use crate::finding::{Finding, Level};
use crate::language::Language;
use crate::message;
use crate::rules::RULES;
use crate::syntax::{has_links, is_markup_article};
pub use cache::{Cache, cache_folder};
use globset::GlobBuilder;
pub use kinds::{holds_entries, is_config, refusal, refusal_of_file};
pub use live::LiveRegistry;
use memchr::memmem;
pub use projects::{ProjectKey, Projects};
pub use reading::{LARGEST_ARTICLE, ReadAs, check_file, decode, open_stream, read, read_bytes, stamp, too_large};
pub use registries::is_inside;
use registries::{insisted, registry_files};
pub use registry::{BUILT, BuildOutput, ParseCaches, ReadBudget, build, is_built};
pub use setup::{REGISTRY, SetupFile, new_article, registry_of_folder, set_up};
use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
pub use survey::{survey, tables};
pub use twins::{are_neighbours, can_name_twins, is_twin_file, named_twins, neighbours, stem, twins_on_disk};
pub use walking::Found;
use walking::walk;
pub use writing::{Pending, Rewrite, is_one_file, own_writes, replace, write};

/// The name of the configuration.
pub const CONFIG: &str = "copydesk.toml";
/// The file that excludes articles from folders that are walked, in addition to `.gitignore`.
pub const IGNORE: &str = ".copydeskignore";

/// The settings of a command line or an editor, which override the configuration.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The configuration to use, in place of the one found upward from an article.
    pub config: Option<PathBuf>,
    /// Registry files in addition to the configured ones.
    pub registries: Vec<PathBuf>,
    /// The language of every article.
    pub language: Option<Language>,
    /// Today.
    pub today: Option<Date>,
    /// The reference date of every article.
    pub date: Option<Date>,
    /// Levels of rules.
    pub levels: BTreeMap<String, Level>,
    /// Whether rules that are quiet in a batch are off unless the configuration or `levels` names them.
    pub is_batch: bool,
}

/// A folder with its configuration and registry.
#[derive(Clone)]
pub struct Project {
    /// The key of the project.
    pub key: ProjectKey,
    /// The folder to which relative paths and globs of the configuration refer.
    pub root: PathBuf,
    /// The configuration, if there is one, and its text.
    pub config: Option<(PathBuf, String)>,
    /// The registry files, in order; a built one is not among them.
    pub registry: Vec<PathBuf>,
    /// Settings and actors.
    pub context: Arc<ProjectContext>,
    /// Files that could not be read.
    pub errors: Vec<Error>,
    /// Problems of files that were read.
    pub warnings: Vec<Error>,
    /// Whether registry files were left out because the read budget was exceeded: an unknown actor may be in them.
    pub is_partial: bool,
    /// What is known of registry files that were read in pieces.
    pub pieces: Arc<ReadInPieces>,
}

/// The registry files of a project that were read in pieces ([`LiveRegistry`]).
#[derive(Default)]
pub struct ReadInPieces {
    /// The texts of those that an editor has open.
    pub texts: HashMap<PathBuf, ropey::Rope>,
    /// The findings of the others, each with the hash of the text that they are of.
    findings: HashMap<PathBuf, (u64, Arc<[Finding]>)>,
}

impl ReadInPieces {
    /// The findings of a file that is not open, if it has the text that was read.
    pub fn findings_of(&self, path: &Path, text: &str) -> Option<Arc<[Finding]>> {
        let (hash, findings) = self.findings.get(path)?;
        (content_hash(text) == *hash).then(|| findings.clone())
    }
}

/// The texts of files that are open in an editor.
pub type Buffers = HashMap<PathBuf, String>;

/// The configuration that governs a folder: the nearest one upward.
pub fn find_config(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    // The path is kept as the user wrote it if the file is in the folder itself or in a folder that the path names.
    let named = folder.ancestors().chain(absolute.ancestors());
    // Anything but a folder is accepted here; reading it reports what is wrong.
    named.map(|folder| folder.join(CONFIG)).find(|path| path.metadata().is_ok_and(|about| !about.is_dir()))
}

/// Opens the project that governs a folder: its configuration and its registry. It never fails. Files that could not be read
/// are in [`Project::errors`].
pub fn open(folder: &Path, overrides: &Overrides, buffers: &Buffers) -> Project {
    open_cached(folder, overrides, buffers, &mut ParseCaches::new(), None)
}

/// Opens a folder as [`open`] does. `caches` keeps the parsed entries of open registry files, so that typing in a large one is
/// fast. Registry files that exceed the `budget` are left out.
pub fn open_cached(
    folder: &Path,
    overrides: &Overrides,
    buffers: &Buffers,
    caches: &mut ParseCaches,
    budget: Option<ReadBudget<'_>>,
) -> Project {
    let text = |path: &Path| buffers.get(path).cloned();
    let plan = plan(folder, overrides, &|path| buffers.contains_key(path), &text);
    let builtin = plan.config.builtin != Builtin::Off;
    let opened = registry::open(&plan.registry, buffers, builtin, caches, budget);
    let mut project = plan.project(Arc::new(opened.registry), overrides);
    project.errors.extend(opened.errors);
    (project.warnings, project.is_partial) = (opened.warnings, opened.is_partial);
    project
}

/// The settings of a project, and which registry files it has.
#[derive(Clone)]
struct ProjectPlan {
    key: ProjectKey,
    root: PathBuf,
    /// The text of the configuration.
    text: Option<(PathBuf, String)>,
    config: Config,
    /// The registry files, text and built.
    registry: Vec<PathBuf>,
    errors: Vec<Error>,
}

/// Reads the configuration that governs a folder. `text` gives the text of a file that is open.
fn plan(
    folder: &Path,
    overrides: &Overrides,
    is_open: &dyn Fn(&Path) -> bool,
    text: &dyn Fn(&Path) -> Option<String>,
) -> ProjectPlan {
    let mut errors = Vec::new();
    let read = |path: &Path| text(path).map_or_else(|| read(path, ReadAs::Config), Ok);
    let key = ProjectKey::of(folder, overrides);
    let path = key.config().map(Path::to_path_buf);
    let text = path.as_ref().and_then(|path| read(path).map_err(|error| errors.push(error)).ok());
    let mut config = text.as_deref().map_or_else(Config::with_defaults, Config::parse);
    config.forced_levels.clone_from(&overrides.levels);
    for rule in RULES.iter().filter(|rule| overrides.is_batch && rule.traits.is_quiet_in_batch) {
        config.levels.entry(rule.code.to_string()).or_insert(Level::Off);
    }
    let root = key.root().to_path_buf();
    let place = path.as_ref().unwrap_or(&root).display().to_string();
    let (mut registry, file_errors) = registry_files(&root, &config, &place);
    errors.extend(file_errors);
    for path in overrides.registries.iter().filter(|path| !is_open(path)) {
        errors.extend(insisted(path).err());
    }
    let asked = overrides.registries.iter().filter(|path| is_open(path) || insisted(path).is_ok());
    let asked: Vec<PathBuf> = asked.filter(|path| !registry.contains(path)).cloned().collect();
    registry.extend(asked);
    ProjectPlan { key, root, text: path.zip(text), config, registry, errors }
}

impl ProjectPlan {
    /// The project with its registry.
    fn project(self, registry: Arc<Registry>, overrides: &Overrides) -> Project {
        let Self { key, root, text, config, registry: mut files, errors } = self;
        files.retain(|path| !is_built(path));
        let context = ProjectContext {
            config,
            registry,
            root: root.display().to_string(),
            syntax: None,
            language: overrides.language,
            today: overrides.today,
            date: overrides.date,
        };
        Project {
            key,
            root,
            config: text,
            registry: files,
            context: Arc::new(context),
            errors,
            warnings: Vec::new(),
            is_partial: false,
            pieces: Arc::default(),
        }
    }
}

/// A project whose registry takes edits.
pub struct LiveProject {
    /// What it was opened with: the configuration, the registry files, and the overrides.
    identity: (Option<(PathBuf, String)>, Vec<PathBuf>, String),
    pub registry: LiveRegistry,
}

/// Opens a folder as [`open_cached`] does, with a registry that is read in pieces. `known` is the same project as it was
/// opened the last time, and `open` has the texts of an editor. `None` if the registry cannot be read in pieces.
pub fn open_live(
    folder: &Path,
    overrides: &Overrides,
    open: &HashMap<PathBuf, ropey::Rope>,
    known: Option<LiveProject>,
    generation: &mut dyn FnMut() -> u64,
) -> Option<(Project, LiveProject)> {
    let text = |path: &Path| open.get(path).map(ToString::to_string);
    let plan = plan(folder, overrides, &|path| open.contains_key(path), &text);
    if plan.registry.is_empty() || plan.registry.iter().any(|path| is_built(path) || is_list(path)) {
        return None;
    }
    let identity = (plan.text.clone(), plan.registry.clone(), format!("{overrides:?}"));
    let mut known = known.filter(|known| known.identity == identity).map(|known| known.registry);
    if known.as_mut().is_some_and(|registry| !registry.update(open, &mut *generation)) {
        known = None;
    }
    let builtin = plan.config.builtin != Builtin::Off;
    let registry = match known {
        Some(registry) => registry,
        None => LiveRegistry::open(&plan.registry, open, &plan.config, builtin, generation())?,
    };
    let mut project = plan.project(registry.registry().clone(), overrides);
    project.pieces = Arc::new(registry.pieces());
    Some((project, LiveProject { identity, registry }))
}

/// Opens registry files, text or built. Returns the registry, the errors, and the warnings.
pub fn open_registry(paths: &[PathBuf]) -> (Arc<Registry>, Vec<Error>, Vec<Error>) {
    // A built file must agree with the setting of the built-in places; most include them.
    let mut opened = registry::open(paths, &Buffers::new(), true, &mut HashMap::new(), None);
    if opened.has_other_builtin {
        opened = registry::open(paths, &Buffers::new(), false, &mut HashMap::new(), None);
    }
    (Arc::new(opened.registry), opened.errors, opened.warnings)
}

/// Whether a path exists. A broken link does not count.
#[expect(clippy::disallowed_methods, reason = "the only place where the file system is asked")]
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// A path without `..`: `news/../actors.toml` is `actors.toml`. A path through a symbolic link is returned as it is.
pub fn tidy(path: PathBuf) -> PathBuf {
    let mut short = PathBuf::new();
    for part in path.components() {
        match (part, short.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => drop(short.pop()),
            _ => short.push(part),
        }
    }
    if same_file(&short, &path) { short } else { path }
}

impl Project {
    /// The files of the project: the configuration and its registry files.
    pub fn sources(&self) -> Vec<PathBuf> {
        let config = self.config.iter().map(|(path, _)| path.clone());
        let named = self.context.config.registry.iter().map(|name| self.root.join(name));
        config.chain(named).chain(self.registry.iter().cloned()).collect()
    }

    /// Adds errors, each once.
    pub fn note(&mut self, errors: Vec<Error>) {
        for error in errors {
            if !self.errors.contains(&error) {
                self.errors.push(error);
            }
        }
    }

    /// Whether a file has entries of the registry, even if a built registry replaces it.
    pub fn is_registry(&self, path: &Path) -> bool {
        self.registry.iter().any(|file| file == path)
            || self.context.registry.files.iter().any(|file| Path::new(&file.path) == path)
    }

    /// The registry file of a path.
    pub fn registry_file(&self, path: &Path) -> Option<&Arc<RegistryFile>> {
        self.context.registry.files.iter().find(|file| !file.is_built && same_file(Path::new(&file.path), path))
    }

    /// The registry file of a path with a text. The text is parsed unless the registry has read the same.
    pub fn parsed_registry(&self, path: &Path, text: &Arc<str>) -> Arc<RegistryFile> {
        let known = self.registry_file(path).filter(|file| file.text == *text);
        known.cloned().unwrap_or_else(|| Arc::new(crate::actors::parse_registry(&path.display().to_string(), text)))
    }

    /// Whether the registry consists of lists in XML, to which nothing is added.
    pub fn has_only_lists(&self) -> bool {
        let names = &self.context.config.registry;
        !names.is_empty() && names.iter().all(|name| is_list(Path::new(name)))
    }

    /// The registry file to create if the project has none: the first of the configuration, else `actors.toml`.
    /// `None` for a project without a folder, or with lists in XML only.
    pub fn new_registry(&self) -> Option<PathBuf> {
        if self.root.as_os_str().is_empty() || self.has_only_lists() {
            return None;
        }
        let is_file = |name: &&String| !is_glob(name) && !is_built(Path::new(name)) && !is_list(Path::new(name));
        let name = self.context.config.registry.iter().find(is_file).map_or("actors.toml", String::as_str);
        Some(self.root.join(name))
    }
}

/// Whether a registry file is a list in XML, which is read and never changed.
pub fn is_list(path: &Path) -> bool {
    crate::actors::is_list(&path.to_string_lossy())
}

/// Whether two paths lead to one file: `actors.toml`, `./actors.toml`.
pub fn same_file(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// The defaults of `copydesk actors build`, from the configuration.
pub struct BuildPlan {
    /// The registry files of the configuration.
    pub registries: Vec<PathBuf>,
    /// The built registry that it names.
    pub built: Option<PathBuf>,
    /// How built-in names are used.
    pub builtin: Builtin,
}

/// The build plan from the configuration of a folder.
pub fn build_plan(folder: &Path, overrides: &Overrides) -> Result<BuildPlan> {
    let key = ProjectKey::of(folder, overrides);
    let mut config = key
        .config()
        .map(|path| read(path, ReadAs::Config))
        .transpose()?
        .map_or_else(Config::with_defaults, |text| Config::parse(&text));
    let root = key.root();
    let built = config.registry.iter().find(|name| is_built(Path::new(name)) && !is_glob(name));
    let place = key.config().unwrap_or(folder).display().to_string();
    let built = built.map(|name| root.join(name));
    // The file to build need not exist.
    config.registry.retain(|name| !is_built(Path::new(name)));
    let (mut registries, file_errors) = registry_files(root, &config, &place);
    if let Some(error) = file_errors.into_iter().next() {
        return Err(error);
    }
    registries.retain(|path| !is_built(path));
    Ok(BuildPlan { registries, built, builtin: config.builtin })
}

/// Whether a name is a glob.
pub fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?', '[', '{'])
}

/// The articles that a project governs: those below its root, except folders with a configuration of their own. A project
/// without configuration governs only the files directly in its folder.
pub fn governed(project: &Project) -> Found {
    if project.root.as_os_str().is_empty() {
        return Found::default();
    }
    let mut found = articles_in(&project.root, project, project.config.is_none().then_some(1));
    // A configuration with another name comes from the overrides and applies to all folders.
    if project.config.as_ref().is_some_and(|(config, _)| config.file_name().is_some_and(|name| name == CONFIG)) {
        let mut known: HashMap<PathBuf, bool> = HashMap::from([(project.root.clone(), true)]);
        found.files.retain(|path| path.parent().is_some_and(|folder| is_governed(folder, &project.root, &mut known)));
    }
    found
}

/// The folders below a folder that have a configuration of their own, sorted.
pub fn nested(root: &Path) -> Vec<PathBuf> {
    if root.as_os_str().is_empty() {
        return Vec::new();
    }
    let configurations = walk(root, None, |path| path.file_name().is_some_and(|name| name == CONFIG)).files;
    let folders = configurations.into_iter().filter_map(|path| path.parent().map(Path::to_path_buf));
    let mut found: Vec<PathBuf> = folders.filter(|folder| folder != root).collect();
    found.sort();
    found
}

fn is_governed(folder: &Path, root: &Path, known: &mut HashMap<PathBuf, bool>) -> bool {
    if let Some(answer) = known.get(folder) {
        return *answer;
    }
    let above = folder.parent().is_some_and(|above| above.starts_with(root) && is_governed(above, root, known));
    let answer = above && !folder.join(CONFIG).is_file();
    known.insert(folder.to_path_buf(), answer);
    answer
}

/// The files under `root` that a glob matches.
pub fn expand(root: &Path, pattern: &str) -> Result<Found> {
    let bad = |error: globset::Error| {
        Error::new(
            pattern,
            message!("invalid glob: {why}", why = error.kind()),
            message!("correct it, or escape its special characters"),
        )
    };
    let glob = GlobBuilder::new(pattern).literal_separator(true).build().map_err(bad)?.compile_matcher();
    // Only the part without wildcards is walked.
    let fixed: PathBuf =
        Path::new(pattern).components().take_while(|part| !is_glob(&part.as_os_str().to_string_lossy())).collect();
    let base = root.join(&fixed);
    let is_here = base.as_os_str().is_empty();
    let base = if is_here { PathBuf::from(".") } else { base };
    let deep = pattern.contains("**") || pattern[fixed.display().to_string().len()..].trim_matches('/').contains('/');
    let short = |path: &Path| if is_here { tail(path, Path::new(".")) } else { path.to_path_buf() };
    let mut found = walk(&base, if deep { None } else { Some(1) }, |path| glob.is_match(tail(&short(path), root)));
    found.files.iter_mut().for_each(|path| *path = short(path));
    Ok(found)
}

fn tail(path: &Path, root: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_path_buf()
}

/// The articles under a folder: `*.news.md`, Markdown with `type: NewsArticle`, and the configured ones.
pub fn articles(folder: &Path, project: &Project) -> Found {
    articles_in(folder, project, None)
}

fn articles_in(folder: &Path, project: &Project, depth: Option<usize>) -> Found {
    let configured = globs(&project.context.config.articles).unwrap_or_default();
    walk(folder, depth, |path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_article = name.ends_with(".news.md")
            || configured.is_match(path.strip_prefix(&project.root).unwrap_or(path))
            || (path.extension().is_some_and(|extension| extension == "md") && is_news_article(path));
        is_article && !project.registry.iter().any(|file| file == path) && archive_of(path, project).is_none()
    })
}

/// The archives under a folder.
pub fn archives(folder: &Path, project: &Project) -> Found {
    if project.context.config.archives.is_empty() {
        return Found::default();
    }
    walk(folder, None, |path| archive_of(path, project).is_some())
}

/// The settings of a file that is an archive.
pub fn archive_of<'a>(path: &Path, project: &'a Project) -> Option<&'a Archive> {
    let relative = path.strip_prefix(&project.root).unwrap_or(path);
    let relative = relative.strip_prefix(".").unwrap_or(relative);
    project.context.config.archives.iter().find(|archive| archive.files.is_match(relative))
}

/// The folder of a path from the command line: itself, or that of a file.
pub fn folder_of(path: &Path) -> &Path {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new(".")) };
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// The articles of a path from the command line (a file or a folder), and their project.
pub fn gather(path: &Path, overrides: &Overrides) -> (Project, Vec<PathBuf>) {
    let mut project = open(folder_of(path), overrides, &Buffers::new());
    if !path.is_dir() {
        if let Some(refusal) = refusal_of_file(path) {
            project.note(vec![refusal]);
            return (project, Vec::new());
        }
        return (project, vec![path.to_path_buf()]);
    }
    let found = articles(path, &project);
    project.note(found.errors);
    (project, found.files)
}

/// Whether the front matter of a Markdown file says `type: NewsArticle`. Only the head of the file is read.
fn is_news_article(path: &Path) -> bool {
    says_news_article(&String::from_utf8_lossy(&reading::head(path, 4096)))
}

fn says_news_article(text: &str) -> bool {
    let fenced = text.trim_start_matches('\u{FEFF}').starts_with("---");
    let mut keys = text.lines().skip(1).take_while(|line| line.trim_end() != "---");
    let is_type = |line: &str| {
        line.strip_prefix("type:").is_some_and(|value| value.trim().trim_matches(['"', '\'']) == "NewsArticle")
    };
    fenced && keys.any(is_type)
}

/// Whether the configuration names a file as an article.
pub fn is_configured_article(path: &Path, project: &Project) -> bool {
    let relative = path.strip_prefix(&project.root).unwrap_or(path);
    globs(&project.context.config.articles).is_ok_and(|globs| globs.is_match(relative))
}

/// Whether a file that is open as Markdown or text is an article: by its name, the configuration, its front matter, or
/// its links to actors and dates.
pub fn is_article<'t>(path: &Path, project: &Project, text: impl FnOnce() -> &'t str) -> bool {
    let named = path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".news.md"));
    let by_content = || {
        let text = text();
        is_markup_article(text, &path.to_string_lossy())
            || says_news_article(text)
            || has_links(text)
            || memmem::find(text.as_bytes(), b"datePublished:").is_some()
    };
    if archive_of(path, project).is_some() {
        return false;
    }
    named
        || is_configured_article(path, project)
        || (path.extension().is_none_or(|extension| extension != "txt") && by_content())
}

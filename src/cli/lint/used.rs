//! The actors that a run mentions, which are read in advance.

use super::archive;
use super::plan::{OpenProjects, Role, Task};
use crate::analysis::{Memory, analyse};
use crate::cli::archive::layout;
use crate::cli::shown;
use crate::lint::{asks_for_unused, used_actors};
use crate::parallel;
use crate::workspace::{self, ReadAs};
use std::collections::BTreeSet;

/// The actors that the articles of the run mention, if a rule needs them; otherwise empty. Articles are read for this in
/// advance, because findings in the first registry file depend on the last article.
pub(super) fn used_in(tasks: &[Task], projects: &OpenProjects<'_>) -> Option<BTreeSet<String>> {
    let asks = |task: &&Task| asks_for_unused(&projects.opened[task.project].context.config);
    let (archives, articles): (Vec<&Task>, Vec<&Task>) = (tasks.iter().filter(asks))
        .filter(|task| matches!(task.role, Role::Article | Role::Archive))
        .partition(|task| task.role == Role::Archive);
    let of = |task: &&Task| -> BTreeSet<String> {
        // A file that cannot be read is reported when it is checked.
        let Ok(text) = workspace::read(&task.path, ReadAs::Article) else { return BTreeSet::new() };
        let name = shown(&task.path);
        used_actors(&analyse(text.into(), &name, projects.opened[task.project].context.clone(), &mut Memory::default()))
    };
    let mut all: BTreeSet<String> = parallel::map(&articles, of).into_iter().flatten().collect();
    all.extend(archives.iter().flat_map(|task| {
        let project = &projects.opened[task.project];
        let layout = layout(&task.path, project, projects.fields).ok().flatten();
        layout.map_or_else(BTreeSet::new, |layout| archive::used(&task.path, layout, project))
    }));
    (!articles.is_empty() || !archives.is_empty()).then_some(all)
}

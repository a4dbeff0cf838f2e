// The task `copydesk: lint`: the whole workspace, as in CI. It has no problem matcher, because the server also reports the
// findings of closed files; `$copydesk` is for the user's own tasks.

import { Disposable, ShellExecution, Task, TaskDefinition, TaskGroup, TaskScope, tasks, workspace, WorkspaceFolder } from 'vscode';
import type { Server } from './types';

interface LintDefinition extends TaskDefinition {
  task: 'lint';
  /** Files, folders and globs. By default, the whole folder. */
  paths?: string[];
}

export function provideTasks(server: Server): Disposable {
  return tasks.registerTaskProvider('copydesk', {
    provideTasks: () =>
      (workspace.workspaceFolders ?? []).map((folder) => lint({ type: 'copydesk', task: 'lint' }, folder, server)),
    resolveTask: (task) => lint(task.definition as LintDefinition, task.scope, server),
  });
}

function lint(definition: LintDefinition, scope: Task['scope'], server: Server): Task {
  const found = server.find();
  const program = 'path' in found ? found.path : found.missing;
  const folder: WorkspaceFolder | TaskScope.Workspace = typeof scope === 'object' ? scope : TaskScope.Workspace;
  const run = new ShellExecution(program, ['lint', '--format', 'concise', ...(definition.paths ?? ['.'])]);
  const task = new Task(definition, folder, 'lint', 'copydesk', run, []);
  task.group = TaskGroup.Test;
  task.presentationOptions = { clear: true };
  return task;
}

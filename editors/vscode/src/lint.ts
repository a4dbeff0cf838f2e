// The task `copydesk: lint`: the whole workspace, as in CI. It has no problem matcher, because the server also reports the
// findings of closed files; `$copydesk` is for the user's own tasks. Findings are not a failure of the task: VS Code would report
// that the terminal process failed to launch.

import { type ChildProcess, spawn } from 'node:child_process';
import { CustomExecution, Disposable, EventEmitter, l10n, Pseudoterminal, Task, TaskDefinition, TaskGroup, TaskScope, tasks, Uri, window, workspace, WorkspaceFolder } from 'vscode';
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

/** Checks the folder of the active editor, otherwise the first one. The task is run as it is, because looking it up by its name can
 * fail while the extension starts. */
export async function lintWorkspace(server: Server): Promise<void> {
  const active = window.activeTextEditor?.document.uri;
  const folder = (active && workspace.getWorkspaceFolder(active)) ?? workspace.workspaceFolders?.[0];
  await tasks.executeTask(lint({ type: 'copydesk', task: 'lint' }, folder, server));
}

function lint(definition: LintDefinition, scope: Task['scope'], server: Server): Task {
  const folder: WorkspaceFolder | TaskScope.Workspace = typeof scope === 'object' ? scope : TaskScope.Workspace;
  const where = typeof folder === 'object' ? folder.uri : workspace.workspaceFolders?.[0]?.uri;
  const run = new CustomExecution(async (resolved) => {
    const { paths } = resolved as LintDefinition;
    return terminal(server, where, paths ?? definition.paths ?? ['.']);
  });
  const task = new Task(definition, folder, 'lint', 'copydesk', run, []);
  task.group = TaskGroup.Test;
  task.presentationOptions = { clear: true };
  return task;
}

/** Runs the program and shows its output and a summary. The terminal ends with 0 unless the check itself failed. */
function terminal(server: Server, folder: Uri | undefined, paths: string[]): Pseudoterminal {
  const written = new EventEmitter<string>();
  const closed = new EventEmitter<number>();
  const write = (text: string) => written.fire(text.replace(/\r?\n/g, '\r\n'));
  let child: ChildProcess | undefined;
  const open = () => {
    const found = server.find();
    if ('missing' in found) {
      write(`${l10n.t('`{0}` was not found.', found.missing)}\n`);
      closed.fire(2);
      return;
    }
    const findings = new Map<string, number>();
    let rest = '';
    const count = (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const severity = /: (error|warning|info|hint)\[[a-z-]+\] /.exec(line)?.[1];
        if (severity) findings.set(severity, (findings.get(severity) ?? 0) + 1);
      }
    };
    child = spawn(found.path, ['lint', '--format', 'concise', ...paths], { cwd: folder?.fsPath });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (count(text), write(text)));
    child.stderr?.setEncoding('utf8').on('data', write);
    child.on('error', (problem) => {
      write(`${problem.message}\n`);
      closed.fire(2);
    });
    child.on('close', (code) => {
      count('\n');
      write(`\n${code === 0 || code === 1 ? summary(findings) : l10n.t('The check failed. The lines above say why.')}\n`);
      closed.fire(code === 1 ? 0 : (code ?? 2));
    });
  };
  return { onDidWrite: written.event, onDidClose: closed.event, open, close: () => child?.kill() };
}

/** How many findings there are, by severity. */
export function summary(findings: Map<string, number>): string {
  const of = (severity: string) => findings.get(severity) ?? 0;
  const sum = [...findings.values()].reduce((all, one) => all + one, 0);
  if (sum === 0) return l10n.t('Done: no findings.');
  return l10n.t('Done. Findings: {0} (errors: {1}, warnings: {2}, others: {3}). The Problems panel lists them.', sum, of('error'), of('warning'), sum - of('error') - of('warning'));
}

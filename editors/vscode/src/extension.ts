// The extension: starts the server and the views.

import { commands, Disposable, ExtensionContext, workspace } from 'vscode';
import { Articles, needsServer } from './articles';
import { CastView } from './cast';
import { Client } from './client';
import { registerCommands } from './commands';
import { provideTasks } from './lint';
import { Preview } from './preview';
import { provideRules } from './rules';
import { showStatus } from './status';

let server: Client | undefined;

/** The exports for tests. */
export interface Api {
  server: Client;
  cast: CastView;
  preview: Preview;
}

export async function activate(context: ExtensionContext): Promise<Api> {
  const started = new Client(context);
  server = started;
  const articles = new Articles(started);
  const cast = new CastView(started, articles);
  const preview = new Preview(started, articles);
  context.subscriptions.push(
    started,
    registerCommands(started),
    provideTasks(started),
    provideRules(started),
    showStatus(started, articles),
    articles,
    cast,
    commands.registerCommand('copydesk.refreshCast', () => cast.refresh()),
    preview,
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('copydesk.path')) void started.restart();
    }),
  );
  if (await isNeeded()) await started.restart();
  else context.subscriptions.push(startWhenNeeded(started));
  return { server: started, cast, preview };
}

// A window with some XML activates the extension, but needs no server unless it has a project or an article.
async function isNeeded(): Promise<boolean> {
  if (workspace.textDocuments.some(needsServer)) return true;
  return (await workspace.findFiles('{copydesk.toml,*/copydesk.toml}', undefined, 1)).length !== 0;
}

function startWhenNeeded(server: Client): Disposable {
  const parts: Disposable[] = [];
  const start = () => {
    for (const part of parts.splice(0)) part.dispose();
    if (server.state.is === 'stopped') void server.restart();
  };
  const project = workspace.createFileSystemWatcher('**/copydesk.toml', false, true, true);
  parts.push(
    project,
    project.onDidCreate(start),
    workspace.onDidOpenTextDocument((document) => {
      if (needsServer(document)) start();
    }),
  );
  return new Disposable(() => parts.splice(0).forEach((part) => part.dispose()));
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

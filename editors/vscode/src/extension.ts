// The extension: starts the server and the views.

import { commands, Disposable, ExtensionContext, TextDocument, workspace } from 'vscode';
import { Articles, needsServer } from './articles';
import { CastView } from './cast';
import { Client } from './client';
import { registerCommands } from './commands';
import { drawFromRight } from './direction';
import { provideTasks } from './lint';
import { Preview } from './preview';
import { registerProjectCommands } from './project';
import { provideRules } from './rules';
import { showStatus } from './status';
import { Timeline } from './timeline';
import { underlineUnregistered } from './unregistered';
import { tickSteps } from './walkthrough';

let server: Client | undefined;

/** The exports for tests. */
export interface Api {
  server: Client;
  cast: CastView;
  preview: Preview;
  timeline: Timeline;
}

export async function activate(context: ExtensionContext): Promise<Api> {
  const started = new Client(context);
  server = started;
  const articles = new Articles(started);
  const cast = new CastView(started, articles);
  const preview = new Preview(started, articles);
  const timeline = new Timeline(started, articles);
  context.subscriptions.push(
    started,
    registerCommands(started, articles, timeline),
    registerProjectCommands(started, articles),
    drawFromRight(articles),
    underlineUnregistered(),
    timeline,
    provideTasks(started),
    provideRules(started),
    showStatus(started, articles),
    tickSteps(started, articles),
    articles,
    cast,
    commands.registerCommand('copydesk.refreshCast', () => cast.refresh()),
    preview,
    workspace.onDidChangeConfiguration((change) => {
      // The language of messages is read at the start, and findings that were left out come only with a new server.
      const read = ['copydesk.path', 'copydesk.messages', 'copydesk.markupProblems'];
      if (read.some((setting) => change.affectsConfiguration(setting))) void started.restart();
    }),
  );
  if (await isNeeded()) await started.restart();
  else context.subscriptions.push(startWhenNeeded(started));
  return { server: started, cast, preview, timeline };
}

// A window with some XML or Markdown activates the extension, but needs no server unless it has a project or an article.
async function isNeeded(): Promise<boolean> {
  if (workspace.textDocuments.some(needsServer)) return true;
  const found = (await workspace.findFiles('{copydesk.toml,*/copydesk.toml}', undefined, 1)).length !== 0;
  if (found) await commands.executeCommand('setContext', 'copydesk.hasProject', true);
  return found;
}

function startWhenNeeded(server: Client): Disposable {
  const parts: Disposable[] = [];
  const start = () => {
    for (const part of parts.splice(0)) part.dispose();
    if (server.state.is === 'stopped') void server.restart();
  };
  const project = workspace.createFileSystemWatcher('**/copydesk.toml', false, true, true);
  const look = (document: TextDocument) => {
    if (needsServer(document)) start();
  };
  parts.push(
    project,
    project.onDidCreate(start),
    workspace.onDidOpenTextDocument(look),
    // Front matter can be written later.
    workspace.onDidChangeTextDocument(({ document }) => look(document)),
  );
  return new Disposable(() => parts.splice(0).forEach((part) => part.dispose()));
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

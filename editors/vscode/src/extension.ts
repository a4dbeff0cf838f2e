// The extension: starts the server and the views.

import { commands, ExtensionContext, workspace } from 'vscode';
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
  const cast = new CastView(started);
  const preview = new Preview(started);
  context.subscriptions.push(
    started,
    registerCommands(started),
    provideTasks(started),
    provideRules(started),
    showStatus(started),
    cast,
    commands.registerCommand('copydesk.refreshCast', () => cast.refresh()),
    preview,
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('copydesk.path')) void started.restart();
    }),
  );
  await started.restart();
  return { server: started, cast, preview };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

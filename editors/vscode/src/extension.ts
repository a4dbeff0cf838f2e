// Starts `copydesk lsp` and keeps it running with the settings in force.

import { commands, ExtensionContext, Location, Position, Uri, window, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import { findServer } from './server';

let client: LanguageClient | undefined;
// Starts and stops come one after the other, however fast settings change.
let turn: Promise<void> = Promise.resolve();

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand('copydesk.restart', () => restart()),
    commands.registerCommand('copydesk.showReferences', showReferences),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('copydesk.path')) {
        void restart();
      }
    }),
  );
  await restart();
}

// What a code lens of the registry does: lists the mentions of its entry.
async function showReferences(file: string, place: { line: number; character: number }): Promise<void> {
  const uri = Uri.parse(file);
  const at = new Position(place.line, place.character);
  const found = await commands.executeCommand<Location[]>('vscode.executeReferenceProvider', uri, at);
  await commands.executeCommand('editor.action.showReferences', uri, at, found);
}

export function deactivate(): Promise<void> {
  return inTurn(stop);
}

function restart(): Promise<void> {
  return inTurn(async () => {
    await stop();
    await start();
  });
}

function inTurn(work: () => Promise<void>): Promise<void> {
  turn = turn.then(work, work);
  return turn;
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}

async function start(): Promise<void> {
  const found = findServer(workspace.getConfiguration('copydesk').get('path', ''), process.env);
  if ('missing' in found) {
    // Not awaited: the message stays until somebody answers it.
    void complain(
      `copydesk: there is no program \`${found.missing}\`. ` +
        'Install copydesk so that it is on PATH, or set “copydesk.path” to where it is.',
    );
    return;
  }
  const run = { command: found.path, args: ['lsp'] };
  const starting = new LanguageClient(
    'copydesk',
    'copydesk',
    { run, debug: run },
    {
      documentSelector: [
        { language: 'newsmd' },
        { language: 'markdown' },
        { scheme: 'file', pattern: '**/*.txt' },
        // The registry and the configuration: their edits are seen before they are saved.
        { scheme: 'file', pattern: '**/*.toml' },
      ],
    },
  );
  client = starting;
  try {
    await starting.start();
  } catch (error) {
    client = undefined;
    void complain(
      `copydesk: \`${found.path}\` does not start as a language server (${String(error)}). ` +
        'Check that “copydesk.path” names copydesk, and look at its output channel.',
    );
  }
}

async function complain(message: string): Promise<void> {
  const settings = 'Open Settings';
  if ((await window.showErrorMessage(message, settings)) === settings) {
    await commands.executeCommand('workbench.action.openSettings', 'copydesk.path');
  }
}

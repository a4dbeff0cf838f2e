// What the command palette, menus and code lenses call.

import {
  CodeAction,
  CodeActionKind,
  commands,
  Disposable,
  Location,
  Position,
  Range,
  Selection,
  TextEditor,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { Server } from './client';

/** How many actions are resolved: more than a place has. */
const RESOLVED = 20;

const FIX_ALL = CodeActionKind.Source.append('fixAll.copydesk');

export function registerCommands(server: Server): Disposable {
  return Disposable.from(
    commands.registerCommand('copydesk.restart', () => server.restart()),
    commands.registerCommand('copydesk.showOutput', () => server.showOutput()),
    commands.registerCommand('copydesk.showReferences', showReferences),
    commands.registerTextEditorCommand('copydesk.fixAll', (editor) => void fixAll(editor)),
    commands.registerTextEditorCommand('copydesk.addActorHere', (editor) => void addActorHere(editor)),
    commands.registerCommand('copydesk.lintWorkspace', () =>
      commands.executeCommand('workbench.action.tasks.runTask', { type: 'copydesk', task: 'lint' }),
    ),
    commands.registerCommand('copydesk.reveal', reveal),
  );
}

/** What a command of the server is given when the palette calls it, which gives nothing: the article and the place in it. */
export function fillIn(given: unknown[]): unknown[] {
  const editor = window.activeTextEditor;
  if (given.length > 0 || !editor) return given;
  const { start, end } = editor.selection;
  const at = ({ line, character }: Position) => ({ line, character });
  return [{ uri: editor.document.uri.toString(), range: { start: at(start), end: at(end) } }];
}

/** Tells what has come of a command of the server, where the editor would not show it. */
export function report(command: string, answer: unknown): void {
  const { edits, html } = (answer ?? {}) as { edits?: number; html?: string };
  if (command === 'copydesk.showTimeline' && html !== undefined) {
    const panel = window.createWebviewPanel('copydesk.timeline', 'Timeline', ViewColumn.Beside, {
      enableScripts: false,
      localResourceRoots: [],
    });
    // The page has a style of its own; nothing else is let in.
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
    panel.webview.html = html.replace(/<meta charset[^>]*>/i, (charset) => charset + policy);
  } else if (command === 'copydesk.exportJsonLd' && answer) {
    void showJson(answer);
  } else if (edits === 0) {
    window.setStatusBarMessage('copydesk: there is nothing to change', 4000);
  }
}

async function showJson(value: unknown): Promise<void> {
  const document = await workspace.openTextDocument({ language: 'json', content: `${JSON.stringify(value, null, 2)}\n` });
  await window.showTextDocument(document, ViewColumn.Beside);
}

// What a code lens of the registry does: lists the mentions of its entry.
async function showReferences(file?: string, place?: { line: number; character: number }): Promise<void> {
  const editor = window.activeTextEditor;
  const uri = file === undefined ? editor?.document.uri : Uri.parse(file);
  const at = place === undefined ? editor?.selection.active : new Position(place.line, place.character);
  if (!uri || !at) return;
  const found = await commands.executeCommand<Location[]>('vscode.executeReferenceProvider', uri, at);
  await commands.executeCommand('editor.action.showReferences', uri, at, found);
}

async function fixAll(editor: TextEditor): Promise<void> {
  const { document } = editor;
  const whole = new Range(0, 0, document.lineCount, 0);
  const [action] = await codeActions(document.uri, whole, FIX_ALL);
  if (!action?.edit) {
    window.setStatusBarMessage('copydesk: there is nothing to repair safely', 4000);
    return;
  }
  await workspace.applyEdit(action.edit);
}

// The action of the server that names the registry, for the selection or the word at the cursor.
async function addActorHere(editor: TextEditor): Promise<void> {
  const { document, selection } = editor;
  const word = document.getWordRangeAtPosition(selection.active);
  const ranges = selection.isEmpty ? [selection, ...(word ? [word] : [])] : [selection];
  for (const range of ranges) {
    const actions = await codeActions(document.uri, range);
    const offered = actions.filter((action) => action.edit && / to the registry as /.test(action.title));
    const action = offered.length > 1 ? await choose(offered) : offered[0];
    if (action?.edit) {
      await workspace.applyEdit(action.edit);
      const [changed] = action.edit.entries().map(([uri]) => uri);
      if (changed) await window.showTextDocument(changed, { preview: false });
      return;
    }
    if (offered.length > 0) return;
  }
  void window.showInformationMessage('copydesk: select a name that is not in the registry.');
}

async function choose(actions: CodeAction[]): Promise<CodeAction | undefined> {
  const picked = await window.showQuickPick(actions.map((action) => ({ label: action.title, action })));
  return picked?.action;
}

// Actions with their edits, which the server makes when it is asked for them.
async function codeActions(uri: Uri, range: Range, kind?: CodeActionKind): Promise<CodeAction[]> {
  const command = 'vscode.executeCodeActionProvider';
  return (await commands.executeCommand<CodeAction[]>(command, uri, range, kind?.value, RESOLVED)) ?? [];
}

/** Shows a place of a file and selects it. */
async function reveal(uri: Uri, range: Range): Promise<void> {
  await window.showTextDocument(uri, { selection: new Selection(range.start, range.end) });
}

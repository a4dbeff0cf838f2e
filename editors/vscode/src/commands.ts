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
  window,
  workspace,
} from 'vscode';
import type { Server } from './client';

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
  const { line, character } = editor.selection.active;
  const uri = editor.document.uri.toString();
  return [{ uri, textDocument: { uri }, position: { line, character } }];
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

async function codeActions(uri: Uri, range: Range, kind?: CodeActionKind): Promise<CodeAction[]> {
  return (
    (await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, range, kind?.value)) ?? []
  );
}

/** Shows a place of a file and selects it. */
async function reveal(uri: Uri, range: Range): Promise<void> {
  await window.showTextDocument(uri, { selection: new Selection(range.start, range.end) });
}

// What the command palette, menus and code lenses call.

import {
  CodeAction,
  CodeActionKind,
  commands,
  Disposable,
  Location,
  Position,
  ProgressLocation,
  Range,
  Selection,
  TextDocument,
  TextEditor,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  WebviewPanel,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import type { Server } from './types';

/** How many actions are resolved: more than a place has. */
const RESOLVED = 20;
/** How long a message stays in the status bar, in milliseconds. */
const PAUSE = 6000;
/** Files that a question names at most. */
const FILES = 12;

const FIX_ALL = CodeActionKind.Source.append('fixAll.copydesk');

export function registerCommands(server: Server): Disposable {
  return Disposable.from(
    commands.registerCommand('copydesk.restart', () => server.restart()),
    commands.registerCommand('copydesk.showOutput', () => server.showOutput()),
    commands.registerCommand('copydesk.showReferences', showReferences),
    commands.registerTextEditorCommand('copydesk.fixAll', (editor) => void fixAll(editor)),
    commands.registerCommand('copydesk.fixNewsroom', () => fixNewsroom(server)),
    commands.registerTextEditorCommand('copydesk.addActorHere', (editor) => void addActorHere(editor)),
    commands.registerCommand('copydesk.entryAdded', () => addition && entryAdded(addition.registry, addition.wasSaved)),
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

let timeline: WebviewPanel | undefined;

/** Tells what has come of a command of the server, where the editor would not show it. */
export function report(command: string, answer: unknown): void {
  const { edits, html } = (answer ?? {}) as { edits?: number; html?: string };
  if (command === 'copydesk.showTimeline' && html !== undefined) showTimeline(html);
  else if (command === 'copydesk.exportJsonLd' && answer) void showJson(answer);
  else if (edits === 0) window.setStatusBarMessage('copydesk: there is nothing to change', PAUSE);
}

// One panel for all articles. The cursor stays in the text.
function showTimeline(html: string): void {
  const beside = { viewColumn: ViewColumn.Beside, preserveFocus: true };
  if (!timeline) {
    timeline = window.createWebviewPanel('copydesk.timeline', 'Timeline', beside, { enableScripts: false, localResourceRoots: [] });
    timeline.onDidDispose(() => (timeline = undefined));
  } else {
    timeline.reveal(undefined, true);
  }
  // The page has a style of its own; nothing else is let in.
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  timeline.webview.html = html.replace(/<meta charset[^>]*>/i, (charset) => charset + policy);
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
  const changes = action?.edit?.get(document.uri).length ?? 0;
  if (!action?.edit) {
    window.setStatusBarMessage('copydesk: there is nothing to repair safely', PAUSE);
  } else if (await workspace.applyEdit(action.edit)) {
    window.setStatusBarMessage(`copydesk: ${counted(changes, 'place')} repaired; what is still marked needs a person`, PAUSE);
  }
}

/** What the server says of the safe repairs of all articles. */
interface Repairs {
  edits: number;
  files: number;
  left: number;
  edit: unknown;
}

// All safe repairs in all articles. As after a renaming, what was saved before is saved again, and one undo takes all back.
async function fixNewsroom(server: Server): Promise<void> {
  const title = 'copydesk: making all safe repairs';
  const repairs = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
    server.execute<Repairs>('copydesk.fixWorkspace', { apply: false }),
  );
  const edit = repairs && (await server.asWorkspaceEdit(repairs.edit));
  if (!repairs || !edit) return;
  if (repairs.files > 0 && !(await workspace.applyEdit(edit, { isRefactoring: true }))) {
    void window.showWarningMessage('copydesk: an article has changed meanwhile, and nothing was repaired. Try again.');
    return;
  }
  const left = repairs.left === 0 ? 'Nothing is left.' : `${counted(repairs.left, 'finding')} ${repairs.left === 1 ? 'is' : 'are'} left for a person to decide.`;
  const made = repairs.files === 0 ? 'there is nothing to repair safely' : `${counted(repairs.edits, 'safe repair')} in ${counted(repairs.files, 'article')}`;
  const show = 'Show Findings';
  const answer = await window.showInformationMessage(`copydesk: ${made}. ${left}`, ...(repairs.left > 0 ? [show] : []));
  if (answer === show) await commands.executeCommand('workbench.actions.view.problems');
}

// The action of the server that names the registry, for the selection or the word at the cursor.
async function addActorHere(editor: TextEditor): Promise<void> {
  const { document, selection } = editor;
  const word = document.getWordRangeAtPosition(selection.active);
  const ranges = selection.isEmpty ? [selection, ...(word ? [word] : [])] : [selection];
  for (const range of ranges) {
    const actions = await codeActions(document.uri, range);
    const offered = actions.filter((action) => action.edit && isAddition(action));
    const action = offered.length > 1 ? await choose(offered) : offered[0];
    if (action?.edit) {
      const registry = registryOf(action.edit, document.uri);
      const wasSaved = registry !== undefined && !isDirty(registry);
      if ((await workspace.applyEdit(action.edit)) && registry) await entryAdded(registry, wasSaved);
      return;
    }
    if (offered.length > 0) return;
  }
  void window.showInformationMessage('copydesk: select a name that is not in the registry.');
}

const isAddition = (action: CodeAction) => / to the registry as /.test(action.title);
const isDirty = (uri: Uri) => workspace.textDocuments.some((open) => open.uri.toString() === uri.toString() && open.isDirty);
const registryOf = (edit: WorkspaceEdit, article: Uri) =>
  edit.entries().map(([uri]) => uri).find((uri) => uri.toString() !== article.toString());

/** The registry that the action at hand adds to, and whether it was saved before. */
let addition: { registry: Uri; wasSaved: boolean } | undefined;

/**
 * Has an action that adds an entry tell what it has done, once it is done. Its command has no arguments: VS Code forgets
 * those of an action that changes the text under the cursor.
 */
export function tellOfAddition(action: CodeAction, article: Uri): void {
  const registry = action.edit && isAddition(action) ? registryOf(action.edit, article) : undefined;
  if (!registry || action.command) return;
  addition = { registry, wasSaved: !isDirty(registry) };
  action.command = { command: 'copydesk.entryAdded', title: 'Show the Entry' };
}

// The registry is saved where it was saved before, and the new entry is one click away.
async function entryAdded(registry: Uri, wasSaved: boolean): Promise<void> {
  const document = await workspace.openTextDocument(registry);
  if (wasSaved) await document.save();
  const name = /id = "([^"]*)"(?![\s\S]*\[\[actor\]\])/.exec(document.getText())?.[1] ?? '';
  const open = 'Open the Entry';
  const saved = document.isDirty ? 'not saved yet' : 'saved';
  const file = workspace.asRelativePath(registry);
  const answer = await window.showInformationMessage(`copydesk: \`${name}\` is in ${file} now (${saved}). Its other name and offices can be added there.`, open);
  if (answer !== open) return;
  const at = document.positionAt(document.getText().lastIndexOf('[[actor]]'));
  const end = document.lineAt(document.lineCount - 1).range.end;
  const editor = await window.showTextDocument(document, { preview: false });
  editor.revealRange(new Range(at, end), TextEditorRevealType.InCenter);
  editor.selection = new Selection(end, end);
}

/** Asks before an id is changed in several files, and then changes all of them. */
export async function confirmed(
  edit: WorkspaceEdit | null | undefined,
  document: TextDocument,
  name: string,
): Promise<WorkspaceEdit | undefined> {
  const entries = edit?.entries() ?? [];
  if (!edit || entries.length < 2) return edit ?? undefined;
  const places = entries.reduce((sum, [, edits]) => sum + edits.length, 0);
  const rename = 'Rename';
  const here = edit.get(document.uri)[0];
  const old = here ? `\`${document.getText(here.range)}\` ` : '';
  const question = `Rename ${old}to \`${name}\` in ${counted(entries.length, 'file')}?`;
  const files = entries.map(([uri]) => workspace.asRelativePath(uri)).sort();
  // Of a large archive the first are named.
  const named = files.length > FILES ? [...files.slice(0, FILES), '…'] : files;
  const detail = `${counted(places, 'place')}: ${named.join(', ')}`;
  const agreed = (await window.showInformationMessage(question, { modal: true, detail }, rename)) === rename;
  // An edit that changes nothing is no error. Without what asks VS Code to confirm each place once more.
  const plain = new WorkspaceEdit();
  for (const [uri, edits] of agreed ? entries : []) plain.set(uri, edits);
  return plain;
}

const counted = (count: number, what: string) => (count === 1 ? `one ${what}` : `${count} ${what}s`);

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

// The commands of the command palette, menus and code lenses.

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

/** How many actions are resolved: more than any position has. */
const RESOLVED = 20;
/** How long a message stays in the status bar, in milliseconds. */
const PAUSE = 6000;
/** The maximum number of files that a question lists. */
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

/** The arguments of a server command. The palette passes none: then they are the active article and the selection. */
export function fillIn(given: unknown[]): unknown[] {
  const editor = window.activeTextEditor;
  if (given.length > 0 || !editor) return given;
  const { start, end } = editor.selection;
  const at = ({ line, character }: Position) => ({ line, character });
  return [{ uri: editor.document.uri.toString(), range: { start: at(start), end: at(end) } }];
}

let timeline: WebviewPanel | undefined;

/** Shows the result of a server command if the editor does not. */
export function report(command: string, answer: unknown): void {
  const { edits, html } = (answer ?? {}) as { edits?: number; html?: string };
  if (command === 'copydesk.showTimeline' && html !== undefined) showTimeline(html);
  else if (command === 'copydesk.exportJsonLd' && answer) void showJson(answer);
  else if (edits === 0) window.setStatusBarMessage('copydesk: nothing to change', PAUSE);
}

// One panel for all articles. The cursor stays in the text.
function showTimeline(html: string): void {
  const toTheSide = { viewColumn: ViewColumn.Beside, preserveFocus: true };
  if (!timeline) {
    timeline = window.createWebviewPanel('copydesk.timeline', 'Timeline', toTheSide, { enableScripts: false, localResourceRoots: [] });
    timeline.onDidDispose(() => (timeline = undefined));
  } else {
    timeline.reveal(undefined, true);
  }
  // The page has its own style; nothing else is allowed.
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  timeline.webview.html = html.replace(/<meta charset[^>]*>/i, (charset) => charset + policy);
}

async function showJson(value: unknown): Promise<void> {
  const document = await workspace.openTextDocument({ language: 'json', content: `${JSON.stringify(value, null, 2)}\n` });
  await window.showTextDocument(document, ViewColumn.Beside);
}

// The command of a code lens in the registry: lists the mentions of its entry.
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
    window.setStatusBarMessage('copydesk: no safe fixes', PAUSE);
  } else if (await workspace.applyEdit(action.edit)) {
    window.setStatusBarMessage(`copydesk: ${counted(changes, 'safe fix', 'safe fixes')} applied; review the remaining findings`, PAUSE);
  }
}

/** The response of the server with the safe fixes of all articles. */
interface Fixes {
  edits: number;
  files: number;
  left: number;
  edit: unknown;
}

// Applies all safe fixes in all articles. As after a rename, files that were saved before are saved again, and one undo reverts
// all changes.
async function fixNewsroom(server: Server): Promise<void> {
  const title = 'copydesk: applying safe fixes';
  const fixes = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
    server.execute<Fixes>('copydesk.fixWorkspace', { apply: false }),
  );
  const edit = fixes && (await server.asWorkspaceEdit(fixes.edit));
  if (!fixes || !edit) return;
  if (fixes.files > 0 && !(await workspace.applyEdit(edit, { isRefactoring: true }))) {
    void window.showWarningMessage('copydesk: an article changed in the meantime; nothing was fixed. Try again.');
    return;
  }
  const left = fixes.left === 0 ? 'No findings are left.' : `${counted(fixes.left, 'finding')} left to review.`;
  const made = fixes.files === 0 ? 'no safe fixes' : `${counted(fixes.edits, 'safe fix', 'safe fixes')} in ${counted(fixes.files, 'article')}`;
  const show = 'Show Findings';
  const answer = await window.showInformationMessage(`copydesk: ${made}. ${left}`, ...(fixes.left > 0 ? [show] : []));
  if (answer === show) await commands.executeCommand('workbench.actions.view.problems');
}

// Runs the server's action that adds the selection, or the word at the cursor, to the registry.
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
  void window.showInformationMessage('copydesk: select a name that is not in the registry yet.');
}

const isAddition = (action: CodeAction) => / to the registry as /.test(action.title);
const isDirty = (uri: Uri) => workspace.textDocuments.some((open) => open.uri.toString() === uri.toString() && open.isDirty);
const registryOf = (edit: WorkspaceEdit, article: Uri) =>
  edit.entries().map(([uri]) => uri).find((uri) => uri.toString() !== article.toString());

/** The registry that the current action adds to, and whether it was saved before. */
let addition: { registry: Uri; wasSaved: boolean } | undefined;

/**
 * Makes an action that adds an entry show the result. Its command has no arguments: VS Code drops those of an action that
  * changes the text under the cursor.
 */
export function reportAddition(action: CodeAction, article: Uri): void {
  const registry = action.edit && isAddition(action) ? registryOf(action.edit, article) : undefined;
  if (!registry || action.command) return;
  addition = { registry, wasSaved: !isDirty(registry) };
  action.command = { command: 'copydesk.entryAdded', title: 'Show Entry' };
}

// Saves the registry if it was saved before, and offers to open the new entry.
async function entryAdded(registry: Uri, wasSaved: boolean): Promise<void> {
  const document = await workspace.openTextDocument(registry);
  if (wasSaved) await document.save();
  const name = /id = "([^"]*)"(?![\s\S]*\[\[actor\]\])/.exec(document.getText())?.[1] ?? '';
  const open = 'Open Entry';
  const saved = document.isDirty ? 'not saved yet' : 'saved';
  const file = workspace.asRelativePath(registry);
  const answer = await window.showInformationMessage(`copydesk: added \`${name}\` to ${file} (${saved}). You can add more names and roles there.`, open);
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
  // In a large archive, only the first files are listed.
  const named = files.length > FILES ? [...files.slice(0, FILES), '…'] : files;
  const detail = `${counted(places, 'place')}: ${named.join(', ')}`;
  const agreed = (await window.showInformationMessage(question, { modal: true, detail }, rename)) === rename;
  // An empty edit is not an error. The annotations, which make VS Code ask for each place again, are left out.
  const plain = new WorkspaceEdit();
  for (const [uri, edits] of agreed ? entries : []) plain.set(uri, edits);
  return plain;
}

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

async function choose(actions: CodeAction[]): Promise<CodeAction | undefined> {
  const picked = await window.showQuickPick(actions.map((action) => ({ label: action.title, action })));
  return picked?.action;
}

// Code actions, resolved so that they have their edits.
async function codeActions(uri: Uri, range: Range, kind?: CodeActionKind): Promise<CodeAction[]> {
  const command = 'vscode.executeCodeActionProvider';
  return (await commands.executeCommand<CodeAction[]>(command, uri, range, kind?.value, RESOLVED)) ?? [];
}

/** Shows a range of a file and selects it. */
async function reveal(uri: Uri, range: Range): Promise<void> {
  await window.showTextDocument(uri, { selection: new Selection(range.start, range.end) });
}

// The commands of the command palette, menus and code lenses.

import {
  CodeAction,
  CodeActionKind,
  commands,
  Disposable,
  l10n,
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
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import type { Articles } from './articles';
import { lintWorkspace } from './lint';
import { offerSetUp } from './project';
import type { Timeline } from './timeline';
import type { Server } from './types';

/** How many actions are resolved: more than any position has. */
const RESOLVED = 20;
/** How long a message stays in the status bar, in milliseconds. */
const PAUSE = 6000;
/** The maximum number of files that a question lists. */
const FILES = 12;

const FIX_ALL = CodeActionKind.Source.append('fixAll.copydesk');

export function registerCommands(server: Server, articles: Articles, pages: Timeline): Disposable {
  timeline = pages;
  return Disposable.from(
    commands.registerCommand('copydesk.restart', () => server.restart()),
    commands.registerCommand('copydesk.showOutput', () => server.showOutput()),
    commands.registerCommand('copydesk.showReferences', showReferences),
    commands.registerTextEditorCommand('copydesk.fixAll', (editor) => void fixAll(editor)),
    commands.registerCommand('copydesk.fixNewsroom', () => fixNewsroom(server)),
    commands.registerTextEditorCommand('copydesk.addActorHere', (editor) => void addActorHere(editor, articles)),
    commands.registerCommand('copydesk.entryAdded', () => addition && entryAdded(addition)),
    commands.registerCommand('copydesk.lintWorkspace', () => lintWorkspace(server)),
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

let timeline: Timeline | undefined;

/** Shows the result of a server command if the editor does not. */
export function report(command: string, answer: unknown, given: unknown[]): void {
  const { edits, html } = (answer ?? {}) as { edits?: number; html?: string };
  if (command === 'copydesk.showTimeline' && html !== undefined) timeline?.show(html, uriOf(given));
  else if (command === 'copydesk.exportJsonLd' && answer) void showJson(answer);
  else if (edits === 0) window.setStatusBarMessage(l10n.t('copydesk: nothing to change'), PAUSE);
}

/** The document that a command was run for: that of its argument, else the active one. */
function uriOf(given: unknown[]): string | undefined {
  const [argument] = given as { uri?: string }[];
  return argument?.uri ?? window.activeTextEditor?.document.uri.toString();
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
    window.setStatusBarMessage(l10n.t('copydesk: no safe fixes'), PAUSE);
  } else if (await workspace.applyEdit(action.edit)) {
    window.setStatusBarMessage(
      changes === 1
        ? l10n.t('copydesk: 1 safe fix applied; review the remaining findings')
        : l10n.t('copydesk: {0} safe fixes applied; review the remaining findings', changes),
      PAUSE,
    );
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
  const title = l10n.t('copydesk: applying safe fixes');
  const fixes = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
    server.execute<Fixes>('copydesk.fixWorkspace', { apply: false }),
  );
  const edit = fixes && (await server.asWorkspaceEdit(fixes.edit));
  if (!fixes || !edit) return;
  if (fixes.files > 0 && !(await workspace.applyEdit(edit, { isRefactoring: true }))) {
    void window.showWarningMessage(l10n.t('copydesk: an article changed in the meantime; nothing was fixed. Try again.'));
    return;
  }
  const { edits, files, left } = fixes;
  const made =
    files === 0
      ? l10n.t('copydesk: no safe fixes.')
      : edits === 1
        ? l10n.t('copydesk: 1 safe fix in 1 article.')
        : files === 1
          ? l10n.t('copydesk: {0} safe fixes in 1 article.', edits)
          : l10n.t('copydesk: {0} safe fixes in {1} articles.', edits, files);
  const rest =
    left === 0 ? l10n.t('No findings are left.') : left === 1 ? l10n.t('1 finding left to review.') : l10n.t('{0} findings left to review.', left);
  const show = l10n.t('Show Findings');
  const answer = await window.showInformationMessage(`${made} ${rest}`, ...(left > 0 ? [show] : []));
  if (answer === show) await commands.executeCommand('workbench.actions.view.problems');
}

// Runs the server's action that adds the selection, or the word at the cursor, to the registry.
async function addActorHere(editor: TextEditor, articles: Articles): Promise<void> {
  const { document, selection } = editor;
  const word = document.getWordRangeAtPosition(selection.active);
  const ranges = selection.isEmpty ? [selection, ...(word ? [word] : [])] : [selection];
  for (const range of ranges) {
    const actions = await codeActions(document.uri, range);
    const offered = actions.filter((action) => action.edit && isAddition(action));
    const action = offered.length > 1 ? await choose(offered) : offered[0];
    if (action?.edit) {
      const files = addedFiles(action.edit, document.uri);
      const added = { files, saved: files.filter((file) => !isDirty(file)) };
      if (await workspace.applyEdit(action.edit)) await entryAdded(added);
      return;
    }
    if (offered.length > 0) return;
  }
  const project = articles.projectOf(document);
  if (project && project.registries.length === 0 && project.folder === null) {
    await offerSetUp();
    return;
  }
  void window.showInformationMessage(l10n.t('copydesk: select a name that is not in the registry yet.'));
}

/** Whether an action adds an entry: the server says so in its data, and this extension by the command that it adds. */
export const isAddition = (action: CodeAction) =>
  (action as { data?: { addsEntry?: boolean } }).data?.addsEntry === true || action.command?.command === 'copydesk.entryAdded';
const isDirty = (uri: Uri) => workspace.textDocuments.some((open) => open.uri.toString() === uri.toString() && open.isDirty);

/** The files that an addition changes or creates, the registry first. */
function addedFiles(edit: WorkspaceEdit, article: Uri): Uri[] {
  const files = edit.entries().map(([uri]) => uri).filter((uri) => uri.toString() !== article.toString());
  const isConfig = (uri: Uri) => uri.path.endsWith('/copydesk.toml');
  return [...files.filter((uri) => !isConfig(uri)), ...files.filter(isConfig)];
}

/** The files of an addition, the registry first, and those of them that were saved before. */
interface Addition {
  files: Uri[];
  saved: Uri[];
}

/** The current addition. */
let addition: Addition | undefined;

/**
 * Makes an action that adds an entry show the result. Its command has no arguments: VS Code drops those of an action that
 * changes the text under the cursor.
 */
export function reportAddition(action: CodeAction, article: Uri): void {
  const files = action.edit ? addedFiles(action.edit, article) : [];
  if (files.length > 0) addition = { files, saved: files.filter((file) => !isDirty(file)) };
  action.command ??= { command: 'copydesk.entryAdded', title: l10n.t('Show Entry') };
}

// Saves the registry if it was saved before, and offers to open the new entry.
async function entryAdded({ files, saved }: Addition): Promise<void> {
  const [registry] = files;
  if (!registry) return;
  for (const file of saved) await (await workspace.openTextDocument(file)).save();
  const document = await workspace.openTextDocument(registry);
  const name = /id = "([^"]*)"(?![\s\S]*\[\[actor\]\])/.exec(document.getText())?.[1] ?? '';
  const open = l10n.t('Open Entry');
  const file = workspace.asRelativePath(registry);
  const text = document.isDirty
    ? l10n.t('copydesk: added `{0}` to {1} (not saved yet). You can add more names and roles there.', name, file)
    : l10n.t('copydesk: added `{0}` to {1} (saved). You can add more names and roles there.', name, file);
  const answer = await window.showInformationMessage(text, open);
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
  const rename = l10n.t('Rename');
  const here = edit.get(document.uri)[0];
  const old = here ? document.getText(here.range) : '';
  const count = entries.length;
  const question = old
    ? l10n.t('Rename `{0}` to `{1}` in {2} files?', old, name, count)
    : l10n.t('Rename to `{0}` in {1} files?', name, count);
  const files = entries.map(([uri]) => workspace.asRelativePath(uri)).sort();
  // In a large archive, only the first files are listed.
  const named = files.length > FILES ? [...files.slice(0, FILES), '…'] : files;
  const detail = l10n.t('{0} places: {1}', places, named.join(', '));
  const agreed = (await window.showInformationMessage(question, { modal: true, detail }, rename)) === rename;
  // An empty edit is not an error. The annotations, which make VS Code ask for each place again, are left out.
  const plain = new WorkspaceEdit();
  for (const [uri, edits] of agreed ? entries : []) plain.set(uri, edits);
  return plain;
}

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

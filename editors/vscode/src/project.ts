// Sets up projects and begins articles. The server writes the files, as `copydesk init` does.

import { Disposable, commands, env, FileType, l10n, QuickPickItem, SnippetString, Uri, window, workspace } from 'vscode';
import type { Articles } from './articles';
import type { Server } from './types';

/** The files of a new project. */
interface SetUp {
  created: string[];
  unchanged: string[];
  found: string[];
}

interface NewArticle {
  name: string;
  text: string;
  language: string;
  folder: string | null;
}

export function registerProjectCommands(server: Server, articles: Articles): Disposable {
  return Disposable.from(
    commands.registerCommand('copydesk.setUp', (folder?: string) => setUp(server, articles, folder)),
    commands.registerCommand('copydesk.startArticle', () => startArticle(server)),
    commands.registerCommand('copydesk.openRegistry', () => openRegistry(articles)),
  );
}

async function setUp(server: Server, articles: Articles, stated?: string): Promise<boolean> {
  const folder = stated === undefined ? await chooseFolder() : Uri.file(stated);
  if (!folder) return false;
  if (!(await started(server))) return false;
  let done: SetUp | undefined;
  try {
    done = await server.execute<SetUp>('copydesk.init', { folder: folder.toString() });
  } catch (problem) {
    void window.showErrorMessage(l10n.t('copydesk: the project was not set up: {0}', messageOf(problem)));
    return false;
  }
  if (!done) return false;
  articles.refresh();
  await commands.executeCommand('setContext', 'copydesk.hasProject', true);
  void reportSetUp(folder, done);
  return true;
}

// Says what was found and created, and leads on. It is not awaited, because the message stays until the user answers it.
async function reportSetUp(folder: Uri, done: SetUp): Promise<void> {
  const names = (paths: string[]) => paths.map((path) => Uri.file(path).path.split('/').at(-1) ?? path);
  const created = names(done.created).filter((name) => !name.endsWith('.schema.json'));
  const said = [
    created.length > 0
      ? l10n.t('copydesk: created {0} in {1}.', created.join(', '), nameOf(folder))
      : l10n.t('copydesk: {0} is a project already; nothing was changed.', nameOf(folder)),
    done.found.length > 0 ? l10n.t('Found: {0}.', done.found.join(', ')) : '',
  ];
  const registry = done.created.find((path) => path.endsWith('actors.toml'));
  const example = done.created.find((path) => path.endsWith('.news.md'));
  const [openRegistry, openExample, openFolder] = [l10n.t('Open Registry'), l10n.t('Open Example'), l10n.t('Open Folder')];
  const isOpen = workspace.getWorkspaceFolder(folder) !== undefined;
  const offered = [example && openExample, registry && openRegistry, !isOpen && openFolder].filter((one) => typeof one === 'string');
  const answer = await window.showInformationMessage(said.filter(Boolean).join(' '), ...offered);
  if (answer === openFolder) await commands.executeCommand('vscode.openFolder', folder);
  const path = answer === openRegistry ? registry : answer === openExample ? example : undefined;
  if (path) await window.showTextDocument(Uri.file(path), { preview: false });
}

/** The folder of the workspace, one of several, or one that the user picks. */
async function chooseFolder(): Promise<Uri | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]?.uri;
  if (folders.length > 1) {
    const picked = await window.showWorkspaceFolderPick({ placeHolder: l10n.t('The folder in which the project is set up') });
    return picked?.uri;
  }
  const document = window.activeTextEditor?.document;
  const here = document?.uri.scheme === 'file' ? Uri.joinPath(document.uri, '..') : undefined;
  if (here) {
    const own: QuickPickItem = { label: here.fsPath, description: l10n.t('the folder of this file') };
    const other: QuickPickItem = { label: l10n.t('Another Folder…') };
    const picked = await window.showQuickPick([own, other], { placeHolder: l10n.t('The folder in which the project is set up') });
    if (!picked) return undefined;
    if (picked === own) return here;
  }
  const picked = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: here,
    openLabel: l10n.t('Set Up Here'),
  });
  return picked?.[0];
}

/** Opens a new article: date and language are filled in, the headline is to be written. */
async function startArticle(server: Server): Promise<void> {
  if (!(await started(server))) return;
  const active = window.activeTextEditor?.document;
  const around = active?.uri.scheme === 'file' ? workspace.getWorkspaceFolder(active.uri) : undefined;
  const folder = (around ?? workspace.workspaceFolders?.[0])?.uri;
  const settings = workspace.getConfiguration('copydesk', active?.uri);
  const inArticle = /^inLanguage:\s*["']?([A-Za-z-]+)/m.exec(active?.getText().slice(0, 2048) ?? '')?.[1];
  const made = await server.execute<NewArticle>('copydesk.newArticle', {
    folder: folder?.toString(),
    date: today(),
    language: settings.get('language') || inArticle || (folder ? undefined : env.language),
    author: settings.get('author'),
  });
  if (!made) return;
  const uri = folder && (await freeName(folder, made.name));
  const document = uri
    ? await workspace.openTextDocument(uri.with({ scheme: 'untitled' }))
    : await workspace.openTextDocument({ language: 'newsmd', content: '' });
  const editor = await window.showTextDocument(document, { preview: false });
  await editor.insertSnippet(snippet(made.text));
}

/** The text of an article as a snippet, whose first place is the headline. */
export function snippet(text: string): SnippetString {
  const out = new SnippetString();
  const [before = '', after = ''] = text.split('headline: ""');
  out.appendText(`${before}headline: "`).appendPlaceholder(l10n.t('headline'), 1).appendText(`"${after}`).appendTabstop(0);
  return out;
}

async function freeName(folder: Uri, name: string): Promise<Uri> {
  const [stem = name, ...rest] = name.split('.');
  for (let nth = 1; nth < 100; nth += 1) {
    const uri = Uri.joinPath(folder, [nth === 1 ? stem : `${stem}-${nth}`, ...rest].join('.'));
    const isOpen = workspace.textDocuments.some((open) => open.uri.path === uri.path);
    if (!isOpen && !(await exists(uri))) return uri;
  }
  return Uri.joinPath(folder, name);
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    return (await workspace.fs.stat(uri)).type !== FileType.Unknown;
  } catch {
    return false;
  }
}

function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

async function openRegistry(articles: Articles): Promise<void> {
  const document = window.activeTextEditor?.document;
  const known = document && articles.projectOf(document)?.registries[0];
  const [found] = known ? [Uri.file(known)] : await workspace.findFiles('**/actors.toml', undefined, 1);
  if (found) {
    await window.showTextDocument(found, { preview: false });
    return;
  }
  await offerSetUp();
}

/** Says that the project has no registry, and offers to create one. */
export async function offerSetUp(): Promise<boolean> {
  const set = l10n.t('Set Up a Newsroom');
  const answer = await window.showInformationMessage(l10n.t('copydesk: no registry yet: names are checked against built-in places only.'), set);
  return answer === set && Boolean(await commands.executeCommand('copydesk.setUp'));
}

/** Starts the server if it does not run. */
async function started(server: Server): Promise<boolean> {
  if (server.state.is === 'stopped') await server.restart();
  if (server.state.is === 'running') return true;
  if (server.state.is !== 'starting') return false;
  return new Promise((go) => {
    const waiting = server.onDidChange((state) => {
      if (state.is === 'starting') return;
      waiting.dispose();
      go(state.is === 'running');
    });
  });
}

const nameOf = (folder: Uri) => folder.path.split('/').filter(Boolean).at(-1) ?? folder.fsPath;
const messageOf = (problem: unknown) => (problem instanceof Error ? problem.message : String(problem));

// The view “Cast and Timeline”: the actors of the open article with their roles on its date, and its dates in order.

import {
  commands,
  Disposable,
  EventEmitter,
  l10n,
  languages,
  ProviderResult,
  Range,
  TextDocument,
  ThemeIcon,
  TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  TreeView,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Articles } from './articles';
import type { Server } from './types';
import { unregistered } from './unregistered';

/** A range of the protocol: lines and UTF-16 columns, from zero. */
export interface Span {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

/** The response of the server. */
export interface CastAndTimeline {
  actors: { id: string; name: string; kind: string | null; role: string | null; mentions: Span[] }[];
  dates: { value: string; text: string; range: Span; derivation: string }[];
  /** The reference date, such as `2024-03-18`. */
  reference: string | null;
}

type Node =
  | { is: 'cast' | 'timeline' | 'unregistered' }
  | { is: 'name'; range: Range }
  | { is: 'actor'; actor: CastAndTimeline['actors'][number] }
  | { is: 'mention'; range: Range }
  | { is: 'date'; date: CastAndTimeline['dates'][number] };

const ICONS: Record<string, string> = {
  person: 'person',
  organisation: 'organization',
  group: 'organization',
  place: 'location',
  event: 'megaphone',
};

/** How long after the last keystroke the view is refreshed, in milliseconds. */
const PAUSE = 400;

export const rangeOf = (span: Span) =>
  new Range(span.start.line, span.start.character, span.end.line, span.end.character);

export class CastView implements TreeDataProvider<Node>, Disposable {
  readonly #server: Server;
  readonly #articles: Articles;
  readonly #changed = new EventEmitter<undefined>();
  readonly #view: TreeView<Node>;
  readonly #parts: Disposable;
  #document: TextDocument | undefined;
  #found: CastAndTimeline | undefined;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(server: Server, articles: Articles) {
    this.#server = server;
    this.#articles = articles;
    this.#view = window.createTreeView('copydesk.cast', { treeDataProvider: this, showCollapseAll: true });
    this.#parts = Disposable.from(
      this.#view,
      this.#changed,
      server.onDidChange(() => this.#soon(0)),
      articles.onDidChange(() => this.#soon(0)),
      window.onDidChangeActiveTextEditor(() => this.#soon(0)),
      workspace.onDidChangeTextDocument((change) => {
        if (change.document.uri.toString() === this.#document?.uri.toString()) this.#soon(PAUSE);
        // An edit of the registry changes names and roles.
        else if (change.document.languageId === 'toml') this.#soon(PAUSE);
      }),
      this.#view.onDidChangeVisibility(() => this.#soon(0)),
      languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => uri.toString() === this.#document?.uri.toString())) this.#changed.fire(undefined);
      }),
      commands.registerCommand('copydesk.addUnregistered', (node?: Node) => this.add(node)),
    );
    this.#soon(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#parts.dispose();
  }

  /** Requests the data again and shows it. */
  async refresh(): Promise<CastAndTimeline | undefined> {
    const active = window.activeTextEditor?.document;
    // While a preview or another kind of file is active, the last article stays.
    const document = active && this.#articles.has(active) ? active : this.#document;
    this.#document = document?.isClosed ? undefined : document;
    const uri = this.#document?.uri.toString();
    try {
      this.#found = uri === undefined ? undefined : await this.#server.execute('copydesk.castAndTimeline', { uri });
    } catch {
      // The server stopped or the document was closed: the data is out of date.
      this.#found = undefined;
    }
    const found = this.#found;
    this.#view.description = found?.reference ?? undefined;
    this.#view.message = undefined;
    await commands.executeCommand('setContext', 'copydesk.hasCast', found !== undefined);
    this.#changed.fire(undefined);
    return found;
  }

  getChildren(node?: Node): ProviderResult<Node[]> {
    const found = this.#found;
    if (!found) return [];
    if (!node) return [{ is: 'cast' }, { is: 'timeline' }, ...(this.#names().length > 0 ? [{ is: 'unregistered' as const }] : [])];
    switch (node.is) {
      case 'cast':
        return found.actors.map((actor) => ({ is: 'actor', actor }));
      case 'timeline':
        return found.dates.map((date) => ({ is: 'date', date }));
      case 'unregistered':
        return this.#names().map((range) => ({ is: 'name', range }));
      case 'actor':
        return node.actor.mentions.map((span) => ({ is: 'mention', range: rangeOf(span) }));
      default:
        return [];
    }
  }

  getTreeItem(node: Node): TreeItem {
    switch (node.is) {
      case 'cast':
        return section(l10n.t('Cast'), this.#found?.actors.length ?? 0);
      case 'timeline':
        return section(l10n.t('Timeline'), this.#found?.dates.length ?? 0);
      case 'unregistered':
        return section(l10n.t('Not in the Registry'), this.#names().length);
      case 'name':
        return this.#nameItem(node.range);
      case 'actor':
        return this.#actorItem(node.actor);
      case 'mention':
        return this.#mentionItem(node.range);
      case 'date':
        return this.#dateItem(node.date);
    }
  }

  #actorItem(actor: CastAndTimeline['actors'][number]): TreeItem {
    const several = actor.mentions.length > 1;
    const item = new TreeItem(
      isolated(actor.name),
      several ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
    );
    item.id = `actor:${actor.id}`;
    item.description = actor.role === null ? '' : isolated(actor.role);
    item.iconPath = new ThemeIcon(ICONS[actor.kind ?? ''] ?? 'question');
    // Plain text: text from an article or a registry must not become a link or an image.
    item.tooltip = [isolated(actor.name), actor.role && isolated(actor.role), actor.id, times(actor.mentions.length)]
      .filter(Boolean)
      .join('\n');
    item.contextValue = 'actor';
    this.#leadTo(item, actor.mentions[0]);
    return item;
  }

  /** The places of names that can be added to the registry. */
  #names(): Range[] {
    return this.#document ? unregistered(this.#document).map(({ range }) => range) : [];
  }

  #nameItem(range: Range): TreeItem {
    const item = new TreeItem(isolated(this.#document?.getText(range) ?? ''));
    item.description = l10n.t('line {0}', range.start.line + 1);
    item.iconPath = new ThemeIcon('question');
    item.contextValue = 'unregistered';
    this.#leadTo(item, range);
    return item;
  }

  /** Goes to a name of the view and adds it to the registry. */
  async add(node: Node | undefined): Promise<void> {
    if (node?.is !== 'name' || !this.#document) return;
    await commands.executeCommand('copydesk.reveal', this.#document.uri, node.range);
    await commands.executeCommand('copydesk.addActorHere');
  }

  #mentionItem(range: Range): TreeItem {
    const line = this.#document?.lineAt(Math.min(range.start.line, this.#document.lineCount - 1)).text ?? '';
    const item = new TreeItem(`${range.start.line + 1}`);
    item.description = isolated(line.slice(Math.max(0, range.start.character - 20), range.end.character + 40).trim());
    this.#leadTo(item, range);
    return item;
  }

  #dateItem(date: CastAndTimeline['dates'][number]): TreeItem {
    const item = new TreeItem(date.value);
    item.description = isolated(date.text);
    item.iconPath = new ThemeIcon('calendar');
    item.tooltip = `${date.value}\n${isolated(date.text)}\n${date.derivation}`;
    item.contextValue = 'date';
    this.#leadTo(item, date.range);
    return item;
  }

  #leadTo(item: TreeItem, span: Span | Range | undefined): void {
    const uri: Uri | undefined = this.#document?.uri;
    if (!uri || !span) return;
    const range = span instanceof Range ? span : rangeOf(span);
    item.command = { command: 'copydesk.reveal', title: l10n.t('Show'), arguments: [uri, range] };
  }

  #soon(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), pause);
  }
}

function section(label: string, count: number): TreeItem {
  const open = count > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None;
  const item = new TreeItem(label, open);
  item.id = label;
  item.description = count === 0 ? l10n.t('none') : `${count}`;
  return item;
}

const times = (count: number) => (count === 1 ? l10n.t('one mention') : l10n.t('{0} mentions', count));
// Isolates right-to-left words in a left-to-right view.
const isolated = (text: string) => `\u2068${text}\u2069`;

// Which documents are articles. The server decides it by name, configuration and content; News Markdown is always one.

import { commands, Disposable, EventEmitter, TextDocument, window, workspace } from 'vscode';
import type { ProjectDescription, Server } from './types';

/** The languages of documents that can be articles, apart from News Markdown. */
const MAYBE = ['markdown', 'plaintext'];
export const MARKUP = ['xml', 'html', 'json'];
/** How much of a document is searched for its first element or its front matter. */
const HEAD = 4096;
/** How long after the last keystroke the server is asked, in milliseconds. */
const PAUSE = 400;

/** Whether a document is markup, whose text a reader does not see as it is. */
export const isMarkup = (document: TextDocument) => MARKUP.includes(document.languageId);

/** Whether a document can be an article. */
export const canBeArticle = (document: TextDocument) =>
  document.languageId === 'newsmd' || MAYBE.includes(document.languageId) || isMarkup(document);

/**
 * Whether a document needs the server outside of a project: News Markdown, Markdown that says that it is an article, an item of
 * a news format. Other Markdown and XML must not start the server.
 */
export function needsServer(document: TextDocument): boolean {
  if (document.languageId === 'newsmd') return true;
  if (!['file', 'untitled'].includes(document.uri.scheme)) return false;
  if (document.languageId === 'markdown') return saysArticle(document.getText());
  if (document.languageId !== 'xml') return false;
  const head = document.getText().slice(0, HEAD).replace(/<[?!][^>]*>/g, '');
  return /^\s*<(\w+:)?(nitf|TEI|TEI\.2|newsItem|newsMessage|packageItem)\b/.test(head);
}

/** Whether the front matter or the links of Markdown say that it is an article. */
export function saysArticle(text: string): boolean {
  const head = text.slice(0, HEAD);
  const front = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)(\r?\n---|$)/.exec(head)?.[1] ?? '';
  return /^(type:\s*["']?NewsArticle["']?\s*$|datePublished:)/m.test(front) || /\]\((actor|person|org|event):[^)\s]/.test(head);
}

export class Articles implements Disposable {
  readonly #server: Server;
  readonly #changed = new EventEmitter<undefined>();
  readonly #parts: Disposable;
  /** The project of each document that is an article. */
  readonly #found = new Map<string, ProjectDescription>();
  #timer: NodeJS.Timeout | undefined;

  /** A document has become an article or is no longer one, or its project has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(server: Server) {
    this.#server = server;
    this.#parts = Disposable.from(
      this.#changed,
      server.onDidChange(() => this.#soon(0)),
      window.onDidChangeActiveTextEditor(() => this.#soon(0)),
      workspace.onDidChangeTextDocument(({ document }) => {
        // The configuration can name a document as an article, and a registry can get its first entry.
        if (canBeArticle(document) || document.languageId === 'toml') this.#soon(PAUSE);
      }),
      workspace.onDidCloseTextDocument((document) => this.#found.delete(document.uri.toString())),
    );
    this.#soon(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#parts.dispose();
  }

  has(document: TextDocument): boolean {
    return document.languageId === 'newsmd' || this.#found.has(document.uri.toString());
  }

  /** The project that governs an article, once the server has answered. */
  projectOf(document: TextDocument): ProjectDescription | undefined {
    return this.#found.get(document.uri.toString());
  }

  /** The projects of the articles that were active. */
  get projects(): ProjectDescription[] {
    return [...this.#found.values()];
  }

  /** Asks about the active document again. */
  refresh(): void {
    this.#soon(0);
  }

  #soon(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), pause);
  }

  // Asks about the active document.
  async #ask(): Promise<void> {
    const document = window.activeTextEditor?.document;
    if (!document) return;
    const uri = document.uri.toString();
    if (canBeArticle(document)) {
      const before = JSON.stringify(this.#found.get(uri));
      const project = await this.#describe(uri);
      if (project?.article) this.#found.set(uri, project);
      else this.#found.delete(uri);
      if (JSON.stringify(this.#found.get(uri)) !== before) this.#changed.fire(undefined);
    }
    if (window.activeTextEditor?.document !== document) return;
    const project = this.#found.get(uri);
    await commands.executeCommand('setContext', 'copydesk.isArticle', project !== undefined);
    await commands.executeCommand('setContext', 'copydesk.isMarkupArticle', project !== undefined && isMarkup(document));
    if (project) await commands.executeCommand('setContext', 'copydesk.hasProject', project.config !== null);
  }

  async #describe(uri: string): Promise<ProjectDescription | undefined> {
    try {
      return (await this.#server.execute<ProjectDescription>('copydesk.describeProject', { uri })) ?? undefined;
    } catch {
      // The server stopped, or the document was closed.
      return undefined;
    }
  }
}

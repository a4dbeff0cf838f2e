// Which documents are articles. The server decides it for XML, HTML and JSON, by configuration and content; for the other
// languages of articles, the language says it.

import { commands, Disposable, EventEmitter, TextDocument, window, workspace } from 'vscode';
import type { Server } from './types';

/** The languages of articles. */
const LANGUAGES = ['newsmd', 'markdown', 'plaintext'];
/** The languages of documents that can be articles. */
export const MARKUP = ['xml', 'html', 'json'];
/** How much of a document is searched for its first element. */
const HEAD = 4096;
/** How long after the last keystroke the server is asked, in milliseconds. */
const PAUSE = 400;

/** Whether a document is markup, whose text a reader does not see as it is. */
export const isMarkup = (document: TextDocument) => MARKUP.includes(document.languageId);

/** Whether a document needs the server outside of a project: an article by its name, or an item of a news format. */
export function needsServer(document: TextDocument): boolean {
  if (['newsmd', 'markdown'].includes(document.languageId)) return true;
  if (document.languageId !== 'xml') return false;
  const head = document.getText().slice(0, HEAD).replace(/<[?!][^>]*>/g, '');
  return /^\s*<(\w+:)?(nitf|TEI|TEI\.2|newsItem|newsMessage|packageItem)\b/.test(head);
}

export class Articles implements Disposable {
  readonly #server: Server;
  readonly #changed = new EventEmitter<undefined>();
  readonly #parts: Disposable;
  /** The documents in markup that are articles. */
  readonly #found = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** A document in markup has become an article, or is no longer one. */
  readonly onDidChange = this.#changed.event;

  constructor(server: Server) {
    this.#server = server;
    this.#parts = Disposable.from(
      this.#changed,
      server.onDidChange(() => this.#soon(0)),
      window.onDidChangeActiveTextEditor(() => this.#soon(0)),
      workspace.onDidChangeTextDocument(({ document }) => {
        // The configuration can name a document as an article.
        if (isMarkup(document) || document.languageId === 'toml') this.#soon(PAUSE);
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
    return LANGUAGES.includes(document.languageId) || this.#found.has(document.uri.toString());
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
    if (isMarkup(document)) {
      const before = this.#found.has(uri);
      const is = await this.#isArticle(uri);
      if (is) this.#found.add(uri);
      else this.#found.delete(uri);
      if (is !== before) this.#changed.fire(undefined);
    }
    if (window.activeTextEditor?.document !== document) return;
    await commands.executeCommand('setContext', 'copydesk.isMarkupArticle', this.#found.has(uri));
  }

  async #isArticle(uri: string): Promise<boolean> {
    try {
      return Boolean(await this.#server.execute('copydesk.castAndTimeline', { uri }));
    } catch {
      // The server stopped, or the document was closed.
      return false;
    }
  }
}

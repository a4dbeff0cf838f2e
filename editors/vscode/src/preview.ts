// The preview: the article as readers see it, with marked mentions and dates.

import { randomBytes } from 'node:crypto';
import { commands, Disposable, DocumentSymbol, TextDocument, ViewColumn, WebviewPanel, window, workspace } from 'vscode';
import type { CastAndTimeline } from './cast';
import { frontMatterLength, page } from './render';
import { type Articles, isMarkup } from './articles';
import type { Server } from './types';

/** The response of the server. */
interface Converted {
  text: string;
}

/** How long after the last keystroke the page is rendered again, in milliseconds. */
const PAUSE = 200;

export class Preview implements Disposable {
  readonly #server: Server;
  readonly #articles: Articles;
  readonly #parts: Disposable;
  #panel: WebviewPanel | undefined;
  #document: TextDocument | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(server: Server, articles: Articles) {
    this.#server = server;
    this.#articles = articles;
    this.#parts = Disposable.from(
      commands.registerCommand('copydesk.openPreview', () => this.open()),
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor && articles.has(editor.document)) this.#follow(editor.document);
      }),
      // A document in markup is known as an article a moment after it is shown.
      articles.onDidChange(() => {
        const document = window.activeTextEditor?.document;
        if (document && articles.has(document)) this.#follow(document);
      }),
      workspace.onDidChangeTextDocument((change) => {
        if (change.document === this.#document) this.#soon();
      }),
    );
  }

  async open(): Promise<void> {
    const document = window.activeTextEditor?.document;
    if (!document || !this.#articles.has(document)) {
      void window.showInformationMessage('copydesk: open an article to preview it.');
      return;
    }
    this.#document = document;
    if (!this.#panel) {
      this.#panel = window.createWebviewPanel(
        'copydesk.preview',
        'Preview',
        { viewColumn: ViewColumn.Beside, preserveFocus: true },
        { enableScripts: false, localResourceRoots: [] },
      );
      this.#panel.onDidDispose(() => (this.#panel = undefined));
    } else {
      this.#panel.reveal(undefined, true);
    }
    await this.#draw();
  }

  /** The current page. */
  get html(): string | undefined {
    return this.#panel?.webview.html;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#panel?.dispose();
    this.#parts.dispose();
  }

  #follow(document: TextDocument): void {
    if (!this.#panel || document === this.#document) return;
    this.#document = document;
    this.#soon();
  }

  #soon(): void {
    if (!this.#panel) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#draw(), PAUSE);
  }

  async #draw(): Promise<void> {
    const document = this.#document;
    if (!this.#panel || !document) return;
    const { uri } = document;
    const markup = isMarkup(document);
    const plain = document.languageId === 'plaintext';
    // Without an answer of the server, these are left out.
    const symbols = await quietly<DocumentSymbol[]>(commands.executeCommand('vscode.executeDocumentSymbolProvider', uri));
    const cast = await quietly(this.#server.execute<CastAndTimeline>('copydesk.castAndTimeline', { uri: uri.toString() }));
    // Markup is not shown as it is: the server writes it as News Markdown.
    const source = markup ? ((await quietly(this.#server.execute<Converted>('copydesk.convertArticle', { uri: uri.toString() })))?.text ?? '') : document.getText();
    // A headline in the front matter is not part of the text; a heading is.
    const end = document.positionAt(frontMatterLength(document.getText()));
    const inFront = (symbol: DocumentSymbol) => markup || symbol.selectionRange.end.isBefore(end);
    const headline = plain ? undefined : symbols?.find(inFront)?.name;
    if (!this.#panel || this.#document !== document) return;
    this.#panel.title = `Preview ${uri.path.split('/').at(-1) ?? ''}`;
    const about = { headline, reference: cast?.reference ?? undefined };
    this.#panel.webview.html = page(source, plain, about, randomBytes(16).toString('hex'));
  }
}

async function quietly<T>(asked: Thenable<T | undefined>): Promise<T | undefined> {
  try {
    return await asked;
  } catch {
    return undefined;
  }
}

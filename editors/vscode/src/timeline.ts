// The timeline of the active article, as a page in the colours of the editor.

import { Disposable, l10n, ViewColumn, WebviewPanel, window } from 'vscode';
import type { Articles } from './articles';
import type { Server } from './types';

/** The page has its own style; this one replaces its colours, and nothing else is allowed. */
const HEAD =
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
  `<style>html body{color:var(--vscode-editor-foreground)!important;background:var(--vscode-editor-background)!important}` +
  `html mark{background:var(--vscode-editor-findMatchHighlightBackground)!important}` +
  `html ol{border-color:var(--vscode-editorIndentGuide-activeBackground1)!important}` +
  `html a{color:var(--vscode-textLink-foreground)!important}` +
  `html small{color:var(--vscode-descriptionForeground)!important}</style>`;

export class Timeline implements Disposable {
  readonly #server: Server;
  readonly #parts: Disposable;
  #panel: WebviewPanel | undefined;
  #uri: string | undefined;

  constructor(server: Server, articles: Articles) {
    this.#server = server;
    const follow = () => {
      const document = window.activeTextEditor?.document;
      if (document && articles.has(document)) void this.#follow(document.uri.toString());
    };
    this.#parts = Disposable.from(window.onDidChangeActiveTextEditor(follow), articles.onDidChange(follow));
  }

  /** Shows a page. There is one panel for all articles, and the cursor stays in the text. */
  show(html: string, uri: string | undefined): void {
    this.#uri = uri;
    if (!this.#panel) {
      const toTheSide = { viewColumn: ViewColumn.Beside, preserveFocus: true };
      this.#panel = window.createWebviewPanel('copydesk.timeline', l10n.t('Timeline'), toTheSide, { enableScripts: false, localResourceRoots: [] });
      this.#panel.onDidDispose(() => (this.#panel = undefined));
    } else {
      this.#panel.reveal(undefined, true);
    }
    this.#panel.webview.html = themed(html);
  }

  /** The page that is shown. */
  get html(): string | undefined {
    return this.#panel?.webview.html;
  }

  dispose(): void {
    this.#panel?.dispose();
    this.#parts.dispose();
  }

  async #follow(uri: string): Promise<void> {
    if (!this.#panel || uri === this.#uri) return;
    this.#uri = uri;
    try {
      const answer = await this.#server.execute<{ html?: string }>('copydesk.showTimeline', { uri });
      if (this.#panel && this.#uri === uri && answer?.html !== undefined) this.#panel.webview.html = themed(answer.html);
    } catch {
      // The server stopped, or the document was closed: the last page stays.
    }
  }
}

function themed(html: string): string {
  return html.replace(/<meta charset[^>]*>/i, (charset) => charset + HEAD);
}

// The preview: the article as readers see it, with marked mentions and dates, and with its findings. A click leads to the source,
// or to the quick fixes of a finding; the block of the cursor is marked.

import { randomBytes } from 'node:crypto';
import {
  commands,
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  DocumentSymbol,
  l10n,
  languages,
  Range,
  Selection,
  TextDocument,
  TextEditorRevealType,
  ViewColumn,
  WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { CastAndTimeline } from './cast';
import { type Marked, frontMatterLength, page, plainMeta } from './render';
import { type Articles, isMarkup } from './articles';
import type { Server } from './types';

/** The response of the server: a text, and where the ranges that were asked for are in it. */
interface Converted {
  text: string;
  places?: ([number, number] | null)[];
}

/** What a click in the page says: a finding by its number, or a word by its block, itself, and how often it came before. */
type Clicked = { finding: number } | { line: number; end: number; word: string; nth: number };

/** How long after the last keystroke the page is rendered again, in milliseconds. */
const PAUSE = 200;
const SEVERITIES = ['error', 'warning', 'info', 'hint'];

export class Preview implements Disposable {
  readonly #server: Server;
  readonly #articles: Articles;
  readonly #parts: Disposable;
  #panel: WebviewPanel | undefined;
  #document: TextDocument | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The findings on the page, by their numbers. */
  #shown: Diagnostic[] = [];

  constructor(server: Server, articles: Articles) {
    this.#server = server;
    this.#articles = articles;
    this.#parts = Disposable.from(
      commands.registerCommand('copydesk.openPreview', () => this.open()),
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor && articles.has(editor.document)) this.#follow(editor.document);
      }),
      // A document is known as an article a moment after it is shown.
      articles.onDidChange(() => {
        const document = window.activeTextEditor?.document;
        if (document && articles.has(document)) this.#follow(document);
      }),
      workspace.onDidChangeTextDocument((change) => {
        if (change.document === this.#document) this.#soon();
      }),
      languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => uri.toString() === this.#document?.uri.toString())) this.#soon();
      }),
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const [first] = selections;
        if (textEditor.document === this.#document && first) void this.#panel?.webview.postMessage({ line: first.active.line });
      }),
    );
  }

  async open(): Promise<void> {
    const document = window.activeTextEditor?.document;
    if (!document || !this.#articles.has(document)) {
      void window.showInformationMessage(l10n.t('copydesk: open an article to preview it.'));
      return;
    }
    this.#document = document;
    if (!this.#panel) {
      this.#panel = window.createWebviewPanel(
        'copydesk.preview',
        l10n.t('Preview'),
        { viewColumn: ViewColumn.Beside, preserveFocus: true },
        { enableScripts: true, localResourceRoots: [] },
      );
      this.#panel.onDidDispose(() => (this.#panel = undefined));
      this.#panel.webview.onDidReceiveMessage((clicked: Clicked) => this.lead(clicked));
    } else {
      this.#panel.reveal(undefined, true);
    }
    await this.#draw();
  }

  /** The current page. */
  get html(): string | undefined {
    return this.#panel?.webview.html;
  }

  /** Goes to the source of what was clicked. The quick fixes of a finding are offered there. */
  async lead(clicked: Clicked): Promise<void> {
    const document = this.#document;
    if (!document || document.isClosed) return;
    const finding = 'finding' in clicked ? this.#shown[clicked.finding] : undefined;
    const range = 'finding' in clicked ? finding?.range : placeOf(document, clicked);
    if (!range) return;
    const open = window.visibleTextEditors.find((editor) => editor.document === document);
    const editor = await window.showTextDocument(document, { viewColumn: open?.viewColumn ?? ViewColumn.One });
    editor.selection = finding ? new Selection(range.start, range.start) : new Selection(range.start, range.end);
    editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
    if (!finding) return;
    // The menu stays empty if it is asked for before the server has the fixes, and closes if the page has the focus.
    await commands.executeCommand('vscode.executeCodeActionProvider', document.uri, range);
    await commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await commands.executeCommand('editor.action.quickFix');
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
    const shown = languages.getDiagnostics(uri).filter((one) => one.source === 'copydesk');
    const ranges = shown.map(({ range }) => ({ start: range.start, end: range.end }));
    const asked = { uri: uri.toString(), ranges };
    const converted = markup ? await quietly(this.#server.execute<Converted>('copydesk.convertArticle', asked)) : undefined;
    const source = markup ? (converted?.text ?? '') : document.getText();
    // A headline in the front matter is not part of the text; a heading is.
    const end = document.positionAt(frontMatterLength(document.getText()));
    const inFront = (symbol: DocumentSymbol) => markup || symbol.selectionRange.end.isBefore(end);
    const headline = plain ? undefined : symbols?.find(inFront)?.name;
    if (!this.#panel || this.#document !== document) return;
    this.#panel.title = l10n.t('Preview {0}', uri.path.split('/').at(-1) ?? '');
    const about = { headline, reference: cast?.reference ?? undefined, ...plainMeta(source) };
    this.#shown = shown;
    const marked = shown.flatMap((finding, number) => {
      if (!markup) return [mark(finding, number, document.offsetAt(finding.range.start), document.offsetAt(finding.range.end))];
      // The places of findings are those of the document; the server says where they are in the converted text.
      const place = converted?.places?.[number];
      return place ? [mark(finding, number, ...place)] : [];
    });
    this.#panel.webview.html = page(source, plain, about, marked, randomBytes(16).toString('hex'), uri.toString());
    const editor = window.visibleTextEditors.find((one) => one.document === document);
    if (editor) void this.#panel.webview.postMessage({ line: editor.selection.active.line });
  }
}

function mark({ message, severity }: Diagnostic, number: number, from: number, to: number): Marked {
  const [title = ''] = message.split('\n');
  return { from, to, severity: SEVERITIES[severity] ?? 'hint', title, number, isHint: severity === DiagnosticSeverity.Hint };
}

/** The place of a word in the lines of its block. A word of a link comes from its text, so destinations do not count. */
function placeOf(document: TextDocument, { line, end, word, nth }: Exclude<Clicked, { finding: number }>): Range | undefined {
  const first = Math.min(Math.max(0, line), document.lineCount - 1);
  const last = Math.min(Math.max(first, end), document.lineCount - 1);
  const start = document.offsetAt(document.lineAt(first).range.start);
  const text = document.getText(new Range(first, 0, last, document.lineAt(last).text.length));
  const readable = text.replace(/\]\([^)\n]*\)?/g, (part) => ' '.repeat(part.length));
  let at = word === '' ? -1 : readable.indexOf(word);
  for (let before = 0; before < nth && at >= 0; before += 1) at = readable.indexOf(word, at + word.length);
  if (at < 0) return new Range(first, 0, first, 0);
  return new Range(document.positionAt(start + at), document.positionAt(start + at + word.length));
}

async function quietly<T>(asked: Thenable<T | undefined>): Promise<T | undefined> {
  try {
    return await asked;
  } catch {
    return undefined;
  }
}

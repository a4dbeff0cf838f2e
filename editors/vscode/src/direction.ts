// VS Code draws each piece of a line from left to right. A link text with Arabic that begins with a digit, a quotation mark or a
// Latin word would be drawn in the wrong order: `[11 فبراير]` with 11 at its end. So the texts of Arabic links are drawn from right
// to left. Brackets separate them from the rest of the line, so no other word moves.

import { DecorationOptions, Disposable, Range, TextDocument, TextEditor, window, workspace } from 'vscode';
import type { Articles } from './articles';
import { isMarkup } from './articles';

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const LINK = /\[([^[\]\n]+)\](?=[([:])/g;
/** How long after an edit the decorations are renewed, in milliseconds. */
const PAUSE = 50;

/** The columns of link texts on a line that read from right to left. */
export function rightToLeftLinks(line: string): [number, number][] {
  if (!RIGHT_TO_LEFT.test(line)) return [];
  const links = [...line.matchAll(LINK)].filter((link) => readsFromRight(link[1] ?? ''));
  return links.map((link) => [link.index + 1, link.index + 1 + (link[1]?.length ?? 0)]);
}

/** Whether a text reads from right to left: most of its letters do. */
function readsFromRight(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => RIGHT_TO_LEFT.test(letter)).length * 2 > letters.length;
}

export function drawLinksFromRight(articles: Articles): Disposable {
  // `unicode-bidi` is that of VS Code; only the direction is added.
  const decoration = window.createTextEditorDecorationType({ textDecoration: 'none; direction: rtl; unicode-bidi: isolate' });
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    for (const editor of window.visibleTextEditors) {
      if (articles.has(editor.document) && !isMarkup(editor.document)) editor.setDecorations(decoration, links(editor));
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  };
  soon();
  return Disposable.from(
    decoration,
    new Disposable(() => clearTimeout(timer)),
    articles.onDidChange(soon),
    window.onDidChangeVisibleTextEditors(soon),
    window.onDidChangeTextEditorVisibleRanges(soon),
    workspace.onDidChangeTextDocument(soon),
  );
}

// Only what is visible is decorated: an article can be long.
function links(editor: TextEditor): DecorationOptions[] {
  const { document } = editor;
  return editor.visibleRanges.flatMap(({ start, end }) => inLines(document, start.line, end.line));
}

function inLines(document: TextDocument, first: number, last: number): DecorationOptions[] {
  const found: DecorationOptions[] = [];
  for (let line = Math.max(0, first - 5); line <= Math.min(last + 5, document.lineCount - 1); line += 1) {
    for (const [from, to] of rightToLeftLinks(document.lineAt(line).text)) found.push({ range: new Range(line, from, line, to) });
  }
  return found;
}

// VS Code draws lines from left to right, and each piece of a line apart: in a line of Arabic a final full stop is at the right,
// words after a Latin id come in the wrong order, and `[11 فبراير]` has 11 at its end. No setting and no call changes that, but a
// decoration can carry CSS: lines that read from right to left get this direction. They stay at the left edge, because VS Code
// takes a click to the right of a line's width for one after its end.

import { DecorationOptions, Disposable, Range, TextEditor, window, workspace } from 'vscode';
import type { Articles } from './articles';
import { isMarkup } from './articles';

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/**
 * The class is that of the words; the nested rules are for the line that has them. What comes first is not a value of
 * `text-decoration`, so the underlines of links stay.
 */
const STYLE = 'unchanged; .view-line:has(&) { direction: rtl; } .view-line:has(&) > span { left: 0; right: auto; }';
/** How long after an edit the decorations are renewed, in milliseconds. */
const PAUSE = 50;
/** How many lines around the visible ones are decorated, so that scrolling shows them at once. */
const MARGIN = 30;

/** Whether a line reads from right to left: most of its letters do, apart from destinations of links, and it is not a key. */
export function readsFromRight(line: string): boolean {
  if (!RIGHT_TO_LEFT.test(line) || /^[A-Za-z][\w-]*[ \t]*[:=]|^[ \t]*[-*]?[ \t]*["']?[A-Za-z][\w-]*["']?:/.test(line)) return false;
  const letters = line.replace(/\]\([^)]*\)?|^[ \t]{0,3}\[[^\]]*\]:.*$|<!--.*?-->/g, '').match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => RIGHT_TO_LEFT.test(letter)).length * 2 > letters.length;
}

export function drawFromRight(articles: Articles): Disposable {
  const decoration = window.createTextEditorDecorationType({ textDecoration: STYLE });
  let timer: NodeJS.Timeout | undefined;
  const draw = () => {
    for (const editor of window.visibleTextEditors) {
      const isWanted = articles.has(editor.document) && !isMarkup(editor.document) && workspace.getConfiguration('copydesk', editor.document.uri).get('rightToLeftLines', true);
      editor.setDecorations(decoration, isWanted ? lines(editor) : []);
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
    workspace.onDidChangeConfiguration(soon),
  );
}

// Whole lines: a decoration that begins or ends inside a line would cut its words.
function lines({ document, visibleRanges }: TextEditor): DecorationOptions[] {
  const found: DecorationOptions[] = [];
  for (const { start, end } of visibleRanges) {
    for (let nth = Math.max(0, start.line - MARGIN); nth <= Math.min(end.line + MARGIN, document.lineCount - 1); nth += 1) {
      const { text, range } = document.lineAt(nth);
      if (readsFromRight(text)) found.push({ range: new Range(range.start, range.end) });
    }
  }
  return found;
}

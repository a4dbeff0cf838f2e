// VS Code lays out each coloured piece of a line separately, from left to right. A colour in the middle of Arabic words would
// change their order. So on such a line, only the text of a link is coloured, because brackets separate it anyway.

import { SemanticTokens, TextDocument } from 'vscode';

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** The tokens that do not change the order of words. */
export function withoutScrambling(document: TextDocument, tokens: SemanticTokens): SemanticTokens {
  const kept: number[] = [];
  const { data } = tokens;
  let [line, column] = [0, 0];
  let [lastLine, lastColumn] = [0, 0];
  for (let at = 0; at + 4 < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.subarray(at, at + 5);
    column = down === 0 ? column + right : right;
    line += down;
    if (line >= document.lineCount || !isHarmless(document.lineAt(line).text, column, length)) continue;
    kept.push(line - lastLine, line === lastLine ? column - lastColumn : column, length, type, modifiers);
    [lastLine, lastColumn] = [line, column];
  }
  return new SemanticTokens(new Uint32Array(kept), tokens.resultId);
}

function isHarmless(text: string, column: number, length: number): boolean {
  return !RIGHT_TO_LEFT.test(text) || (text[column - 1] === '[' && text[column + length] === ']');
}

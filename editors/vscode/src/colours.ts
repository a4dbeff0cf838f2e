// VS Code lays out each coloured piece of a line from left to right, as a thing of its own. A colour in the middle of Arabic
// words would change their order, so there only the text of a link, which stands between brackets anyhow, has one.

import { SemanticTokens, TextDocument } from 'vscode';

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** The tokens that move no word. */
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

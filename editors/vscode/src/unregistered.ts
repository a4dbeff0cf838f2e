// Names that are not in the registry. VS Code shows a hint as three dots under its first letters, which are easy to miss. So these
// names are underlined as a whole.

import { Diagnostic, Disposable, languages, TextDocument, ThemeColor, window } from 'vscode';

/** The rules whose findings are names to add. */
const RULES = ['unregistered-name', 'unknown-actor'];

const codeOf = ({ code }: Diagnostic) => String(typeof code === 'object' ? code.value : code);

/** The findings of names that an entry can be made of. */
export function unregistered(document: TextDocument): Diagnostic[] {
  const found = languages.getDiagnostics(document.uri).filter((one) => one.source === 'copydesk' && RULES.includes(codeOf(one)));
  return found.sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

export function underlineUnregistered(): Disposable {
  // A border is drawn under the words and does not cut the line, so the order of Arabic words stays.
  const decoration = window.createTextEditorDecorationType({
    borderStyle: 'dotted',
    borderWidth: '0 0 2px 0',
    borderColor: new ThemeColor('editorInfo.foreground'),
  });
  const draw = () => {
    for (const editor of window.visibleTextEditors) {
      const hints = unregistered(editor.document).filter((one) => codeOf(one) === 'unregistered-name');
      editor.setDecorations(decoration, hints.map(({ range }) => range));
    }
  };
  draw();
  return Disposable.from(decoration, languages.onDidChangeDiagnostics(draw), window.onDidChangeVisibleTextEditors(draw));
}

// VS Code shows the message of a finding and the card of the server in one hover. What the message says, the card does not repeat.

import { Hover, languages, MarkdownString, Position, TextDocument } from 'vscode';

/** The hover without the paragraphs that a finding at the place contains. */
export function withoutRepetition(document: TextDocument, position: Position, hover: Hover): Hover {
  const findings = languages.getDiagnostics(document.uri).filter((one) => one.source === 'copydesk' && one.range.contains(position));
  if (findings.length === 0) return hover;
  const said = plain(findings.map((one) => one.message).join('\n'));
  for (const part of hover.contents) {
    if (!(part instanceof MarkdownString)) continue;
    const paragraphs = part.value.split('\n\n');
    const kept = paragraphs.filter((paragraph, nth) => nth === 0 || !said.includes(plain(paragraph)));
    part.value = kept.join('\n\n');
  }
  return hover;
}

/** Text without the escapes of Markdown, isolates and line breaks. */
const plain = (text: string) => text.replace(/\\(?=[!-/:-@[-`{-~])|[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim();

// Leaves faults of the markup to another extension that reports them.

import { Diagnostic, extensions, TextDocument, workspace } from 'vscode';

/** For a language, the extension that reports its faults, and the setting that switches that off. */
const VALIDATORS: Record<string, { extension: string; setting: string }> = {
  xml: { extension: 'redhat.vscode-xml', setting: 'xml.validation.enabled' },
  json: { extension: 'vscode.json-language-features', setting: 'json.validate.enable' },
};

const RULE = 'malformed-markup';

/** The findings of an open document, without those that another extension reports too. */
export function withoutDoubles(document: TextDocument, found: Diagnostic[]): Diagnostic[] {
  if (!areLeftOut(document)) return found;
  return found.filter((finding) => codeOf(finding) !== RULE);
}

function areLeftOut(document: TextDocument): boolean {
  const wanted = workspace.getConfiguration('copydesk', document).get('markupProblems', 'auto');
  if (wanted !== 'auto') return wanted === 'never';
  const validator = VALIDATORS[document.languageId];
  // An extension that is disabled is not found. One that is not active yet will be: the document activates it.
  if (!validator || !extensions.getExtension(validator.extension)) return false;
  return workspace.getConfiguration(undefined, document).get(validator.setting) !== false;
}

function codeOf(finding: Diagnostic): unknown {
  return typeof finding.code === 'object' ? finding.code.value : finding.code;
}

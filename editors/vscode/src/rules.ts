// The page of a rule, from `copydesk explain`. The code of a finding links to it: `copydesk-rule:/unlinked-actor.md`. It is shown
// as a Markdown preview, by `workbench.editorAssociations` in the manifest.

import { execFile } from 'node:child_process';
import { Disposable, l10n, Uri, workspace } from 'vscode';
import type { Server } from './types';

/** The scheme of the links from the server. */
export const RULES = 'copydesk-rule';

export function provideRules(server: Server): Disposable {
  return workspace.registerTextDocumentContentProvider(RULES, {
    provideTextDocumentContent: (uri) => explain(server, uri),
  });
}

function explain(server: Server, { path }: Uri): Promise<string> {
  const found = server.find();
  const rule = /^\/([a-z-]+)\.md$/.exec(path)?.[1];
  if (!('path' in found) || rule === undefined) return Promise.resolve(`${l10n.t('Unknown rule, or copydesk was not found.')}\n`);
  return new Promise((go) => {
    // Another program may be older and not know the option.
    execFile(found.path, ['explain', '--markdown', rule], (problem, out) => {
      if (!problem) return go(out);
      execFile(found.path, ['explain', rule], (again, text) => go(again ? `${again.message}\n` : text));
    });
  });
}

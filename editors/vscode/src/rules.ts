// The page of a rule, from `copydesk explain`. The code of a finding links to it: `copydesk-rule:/unlinked-actor.txt`.

import { execFile } from 'node:child_process';
import { Disposable, Uri, workspace } from 'vscode';
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
  const rule = /^\/([a-z-]+)\.txt$/.exec(path)?.[1];
  if (!('path' in found) || rule === undefined) return Promise.resolve('Unknown rule, or copydesk was not found.\n');
  return new Promise((go) => {
    execFile(found.path, ['explain', rule], (problem, out) => go(problem ? `${problem.message}\n` : out));
  });
}

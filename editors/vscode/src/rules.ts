// The page of a rule, as `copydesk explain` prints it, behind the code of a finding: `copydesk-rule:/unlinked-actor.txt`.

import { execFile } from 'node:child_process';
import { Disposable, Uri, workspace } from 'vscode';
import type { Server } from './types';

/** The scheme of the addresses that the server gives. */
export const RULES = 'copydesk-rule';

export function provideRules(server: Server): Disposable {
  return workspace.registerTextDocumentContentProvider(RULES, {
    provideTextDocumentContent: (uri) => explain(server, uri),
  });
}

function explain(server: Server, { path }: Uri): Promise<string> {
  const found = server.find();
  const rule = /^\/([a-z-]+)\.txt$/.exec(path)?.[1];
  if (!('path' in found) || rule === undefined) return Promise.resolve('There is no such page.\n');
  return new Promise((go) => {
    execFile(found.path, ['explain', rule], (problem, out) => go(problem ? `${problem.message}\n` : out));
  });
}

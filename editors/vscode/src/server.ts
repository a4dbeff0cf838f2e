// Finds the program. Nothing here needs VS Code.

import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where the program is, or where it was looked for in vain. */
export type Found = { path: string } | { missing: string };

/** The program that a setting names; without a setting, the first on PATH. */
export function findServer(setting: string, env: NodeJS.ProcessEnv): Found {
  if (setting.trim() !== '') {
    const path = setting.trim().replace(/^~(?=[/\\])/, homedir());
    return isExecutable(path) ? { path } : { missing: path };
  }
  const name = process.platform === 'win32' ? 'copydesk.exe' : 'copydesk';
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const path = folders.map((folder) => join(folder, name)).find(isExecutable);
  return path === undefined ? { missing: name } : { path };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

// Finds the program, without VS Code.

import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The path of the program and its source, or the name that was not found. */
export type Found = { path: string; from: 'setting' | 'PATH' | 'bundled' } | { missing: string };

const NAME = process.platform === 'win32' ? 'copydesk.exe' : 'copydesk';

/** The program of the setting. Without a setting, the first on PATH, else the one included in the extension. */
export function findServer(setting: string, env: NodeJS.ProcessEnv, extension: string): Found {
  if (setting.trim() !== '') {
    const path = setting.trim().replace(/^~(?=[/\\])/, homedir());
    return isExecutable(path) ? { path, from: 'setting' } : { missing: path };
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const path = folders.map((folder) => join(folder, NAME)).find(isExecutable);
  if (path !== undefined) return { path, from: 'PATH' };
  const bundled = join(extension, 'bin', NAME);
  return isExecutable(bundled) ? { path: bundled, from: 'bundled' } : { missing: NAME };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

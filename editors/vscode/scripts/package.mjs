// Builds the .vsix. It includes the program for the current platform, if there is one: that of COPYDESK, or the release build.
// Without one, the .vsix is for all platforms and finds the program through the setting or on PATH.

import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const name = process.platform === 'win32' ? 'copydesk.exe' : 'copydesk';
const target = process.env.CARGO_TARGET_DIR ?? join(here, '../../target');
const program = resolve(process.env.COPYDESK || join(target, 'release', name));
const bin = join(here, 'bin');
const platform = process.env.COPYDESK_PLATFORM || `${process.platform}-${process.arch === 'arm' ? 'armhf' : process.arch}`;

rmSync(bin, { recursive: true, force: true });
// The pictures stay in docs/images: the packaged README has none.
const page = join(here, 'out/README.md');
writeFileSync(page, readFileSync(join(here, 'README.md'), 'utf8').replace(/^ *!\[[^\]]*\]\([^)]*\)\n\n?/gm, ''));
// The licences and the changelog are shown by the page of the extension.
const papers = { 'LICENSE.txt': 'LICENSE-MIT', 'CHANGELOG.md': 'CHANGELOG.md' };
for (const [paper, source] of Object.entries(papers)) {
  copyFileSync(join(here, '../..', source), join(here, paper));
}
const options = ['--readme-path', 'out/README.md', '--no-dependencies', ...process.argv.slice(2)];
if (existsSync(program)) {
  mkdirSync(bin);
  copyFileSync(program, join(bin, name));
  chmodSync(join(bin, name), 0o755);
  options.push('--target', platform);
  console.log(`with ${program}, for ${platform}`);
} else {
  console.log(`without the program: ${program} does not exist`);
}
const vsce = join(here, 'node_modules/@vscode/vsce/vsce');
const done = spawnSync(process.execPath, [vsce, 'package', ...options], { cwd: here, stdio: 'inherit' });
rmSync(bin, { recursive: true, force: true });
for (const paper of Object.keys(papers)) {
  rmSync(join(here, paper));
}
process.exit(done.status ?? 1);

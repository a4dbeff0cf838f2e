// The first use of copydesk, as in the README: build, install the extension, open the example newsroom, see the findings,
// apply all safe fixes, add a person, rename an actor. The test drives a real VS Code as a user would; each step is timed, its
// actions are counted, and a screenshot goes to SHOTS. The last lines are a table for docs/editors.md.
//
//     COPYDESK=… VSCODE_HOME=… NODE24=… node tests/editors/vscode/first_time.mjs copydesk.vsix
//     VSCODE_HOME=… NODE24=… node tests/editors/vscode/first_time.mjs --from-clone
//
// With --from-clone, the repository is cloned, and program and extension are built in the clone first.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import report from './report.cjs';
import { install, openActions, openBrowser, palette, PATIENCE, settled, startServer } from './workbench.mjs';

const repo = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const { VSCODE_HOME: home, NODE24: node } = process.env;
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'copydesk-first-')));
const shots = resolve(process.env.SHOTS ?? join(scratch, 'shots'));
mkdirSync(shots, { recursive: true });
const fromClone = process.argv[2] === '--from-clone';
let vsix = fromClone ? undefined : resolve(process.argv[2]);
let program = process.env.COPYDESK && resolve(process.env.COPYDESK);
let room = join(scratch, 'newsroom');
const rows = [];
let failed = 0;
let page;

/** One step: what a person does, in how many actions, and what must have come of it. */
async function step(name, does, actions, body) {
  if (failed > 0) return;
  const start = performance.now();
  try {
    await body();
    const seconds = (performance.now() - start) / 1000;
    rows.push(`| ${name} | ${does} | ${actions} | ${seconds.toFixed(seconds < 10 ? 1 : 0)} s |`);
    console.log(`ok    ${name}`);
  } catch (problem) {
    failed += 1;
    console.log(`FAIL  ${name}\n      ${String(problem?.stack ?? problem).slice(0, 1500).replaceAll('\n', '\n      ')}`);
  }
  // The time of the screenshot does not count.
  if (page && !page.isClosed()) {
    await settled(page);
    await page.screenshot({ path: join(shots, `first-${rows.length + failed}.png`) });
  }
}

/** Runs a line of the README. */
function run(line, cwd) {
  const done = spawnSync('bash', ['-c', line], { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { ...done, said: done.stdout + done.stderr };
}

const read = (name) => readFileSync(join(room, name), 'utf8');
const everything = () => Object.fromEntries(readdirSync(room).filter((name) => !name.startsWith('.')).sort().map((name) => [name, read(name)]));

const eventually = (what, ask) => report.eventually(what, ask, PATIENCE);

/** What the linter makes of the newsroom with --fix, in a copy. */
function fixedByTheLinter() {
  const copy = join(scratch, 'fixed');
  cpSync(room, copy, { recursive: true });
  run(`'${program}' lint --fix --no-cache .`, copy);
  const texts = Object.fromEntries(Object.keys(everything()).map((name) => [name, readFileSync(join(copy, name), 'utf8')]));
  rmSync(copy, { recursive: true });
  return texts;
}

if (fromClone) {
  const clone = join(scratch, 'copydesk');
  await step('Clone', '`git clone`', 1, () => execFileSync('git', ['clone', '--quiet', repo, clone]));
  await step('Build, and check the example', '`cargo run -- lint examples/newsroom`', 1, () => {
    const { status, said } = run('cargo run -- lint examples/newsroom', clone);
    assert.equal(status, 1, said.slice(-500));
    assert.match(said, /error\[date-value-mismatch\]/);
    program = join(process.env.CARGO_TARGET_DIR ?? join(clone, 'target'), 'release/copydesk');
  });
  await step('Build the extension', '`npm ci && npm run package`', 1, () => {
    const extension = join(clone, 'editors/vscode');
    const { status, said } = run('npm ci --no-audit --no-fund && npm run package', extension);
    assert.equal(status, 0, said.slice(-500));
    vsix = join(extension, readdirSync(extension).find((name) => name.endsWith('.vsix')));
  });
  room = join(clone, 'examples/newsroom');
} else {
  cpSync(join(repo, 'examples/newsroom'), room, { recursive: true });
}

const data = join(scratch, 'data');
// The program must come from the package.
process.env.PATH = (process.env.PATH ?? '').split(':').filter((folder) => folder !== dirname(program ?? '')).join(':');
await step('Install the extension', '`code --install-extension copydesk-*.vsix`', 1, () => install(home, node, vsix, data));
const { server, host } = await startServer(home, node, data);
const browser = await openBrowser(home, join(scratch, 'browser'));
page = browser.page;
const lines = () => page.locator('.editor-group-container.active .view-line');
const notification = (text) => page.locator(`.notification-toast:has-text("${text}")`);

try {
  await step('Open the project, see which articles need work', '`code examples/newsroom`', 1, async () => {
    await page.goto(`http://${host}/?folder=${encodeURIComponent(room)}`);
    // The number of findings is shown after the name of a closed file.
    await page.waitForSelector('.explorer-folders-view .monaco-list-row:has-text("harbour.ar.news.md") .monaco-decoration-itemColor, .explorer-folders-view .monaco-list-row:has-text("harbour.ar.news.md"):has-text("8")');
  });

  await step('See the findings', 'click *harbour.ar.news.md*, click *copydesk: 8* in the status bar', 2, async () => {
    await page.locator('.monaco-list-row:has-text("harbour.ar.news.md")').first().click();
    await page.waitForSelector('.squiggly-error');
    await page.locator('.statusbar-item:has-text("copydesk: 8")').click();
    await page.waitForSelector('.markers-panel .monaco-list-row:has-text("18 March 2024 is a Monday, not a Tuesday")');
  });

  await step('Apply all safe fixes', '`F1`, *fix all*, choose *Fix All Articles (Safe Fixes)*', 3, async () => {
    const wanted = fixedByTheLinter();
    await palette(page, 'Fix All Articles (Safe Fixes)');
    await notification('left to review').waitFor();
    await eventually('the articles are those of copydesk lint --fix, on disk', () => JSON.stringify(everything()) === JSON.stringify(wanted));
  });

  await step('Write about an unknown person and add her to the registry', 'open *school.en.news.md*, write a sentence, click the name, `Ctrl+.`, `Enter`, `Ctrl+S`', 6, async () => {
    await page.locator('.explorer-folders-view .monaco-list-row:has-text("school.en.news.md")').click();
    await page.waitForSelector('.tab.active:has-text("school.en.news.md")');
    await lines().last().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nMayor Layla Haddad opened the gate.\n');
    const line = lines().filter({ hasText: 'Mayor' }).first();
    await page.waitForSelector('.cdr[class*="squiggly-hint"]');
    await openActions(page, 'to the registry as `layla-haddad` and link it', () => line.click({ position: { x: 100, y: 10 } }));
    await page.waitForSelector('.action-widget .focused:has-text("to the registry as `layla-haddad` and link it")');
    await page.keyboard.press('Enter');
    await notification('layla-haddad').waitFor();
    await page.keyboard.press('Control+S');
    await eventually('the entry is on disk', () => read('actors.toml').endsWith('[[actor]]\nid = "layla-haddad"\nkind = "person"\nname.en = "Layla Haddad"\n'));
    await eventually('the name is linked, on disk', () => read('school.en.news.md').includes('Mayor [Layla Haddad](actor:layla-haddad) opened'));
  });

  await step('Rename an actor in every file', 'click the id, `F2`, write, `Enter`, *Rename*', 5, async () => {
    await lines().filter({ hasText: 'samira-nasser' }).locator('span span', { hasText: 'samira-nasser' }).first().click();
    await page.keyboard.press('F2');
    await page.waitForFunction(() => document.activeElement?.classList.contains('rename-input') && document.activeElement.value === 'samira-nasser');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('s-nasser');
    await page.keyboard.press('Enter');
    const agree = page.locator('.monaco-dialog-box .monaco-button:has-text("Rename")');
    await agree.waitFor();
    await page.screenshot({ path: join(shots, 'first-question.png') });
    await agree.click();
    // A file can be empty for a moment while it is written.
    await eventually('five files have the new id and none the old one, on disk', () => {
      const texts = Object.values(everything());
      return texts.filter((text) => text.includes('s-nasser')).length === 5 && !texts.some((text) => text.includes('samira-nasser'));
    });
  });

  await step('Check that nothing is unsaved', '–', 0, async () => {
    await eventually('no tab is dirty', async () => (await page.locator('.tab.dirty').count()) === 0);
    const { said } = run(`'${program}' lint --no-cache --select unknown-actor .`, room);
    assert.ok(!said.includes('s-nasser'), said);
  });
} finally {
  await browser.context.close();
  server.kill();
}

if (failed === 0) rmSync(scratch, { recursive: true, force: true });
else console.log(`the files are in ${scratch}`);
console.log(`\n| step | what the user does | actions | time |\n|---|---|---|---|\n${rows.join('\n')}\n`);
console.log(`${rows.length} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

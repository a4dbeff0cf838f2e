// The packaged extension in a real VS Code: first the tests inside the extension host, then the workbench as a user sees it.
// Screenshots go to SHOTS. ONLY is a pattern for names of tests of the workbench; then only these run.
//
//     COPYDESK=… VSCODE_HOME=… NODE24=… node tests/editors/vscode/real.mjs copydesk.vsix

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { counter } from './report.cjs';
import { castView, clickSecondError, hoverOver, install, openActions, openBrowser, openFile, palette, runInHost, settled, startServer } from './workbench.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const repo = resolve(here, '../../..');
const { VSCODE_HOME: home, NODE24: node } = process.env;
const vsix = resolve(process.argv[2]);
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'copydesk-real-')));
const shots = resolve(process.env.SHOTS ?? join(scratch, 'shots'));
mkdirSync(shots, { recursive: true });
// The program must come from the package.
const clean = (process.env.PATH ?? '').split(':').filter((folder) => folder !== dirname(process.env.COPYDESK)).join(':');
process.env.PATH = clean;

const only = process.env.ONLY ? new RegExp(process.env.ONLY) : undefined;
const say = (line) => console.log(line);
let page;
const { sums, test: run, sum } = counter(say, async (nth) => {
  const picture = join(shots, `failure-${nth}.png`);
  await page.screenshot({ path: picture });
  return picture;
});

/** One test of the workbench. */
async function test(name, body) {
  if (!only || only.test(name)) await run(name, body);
}

function newsroom(name) {
  const room = join(scratch, name);
  cpSync(join(repo, 'examples/newsroom'), room, { recursive: true });
  return room;
}

/** What is drawn: each line with its words, and the squiggles on it. */
const drawn = (page) =>
  page.evaluate(() => {
    const editor = document.querySelector('.editor-group-container.active .editor-instance') ?? document;
    return [...editor.querySelectorAll('.cdr')]
      .filter((mark) => /squiggly-(error|warning|info)/.test(mark.className) && mark.getBoundingClientRect().width > 1)
      .map((mark) => ({ kind: mark.className.match(/squiggly-(\w+)/)[1], box: mark.getBoundingClientRect().toJSON() }));
  });

/** Where each Arabic word of the text is drawn. */
const positions = (page) =>
  page.evaluate(() => {
    const found = [];
    for (const line of document.querySelectorAll('.view-lines .view-line')) {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const word of node.data.matchAll(/[\u0600-\u06ff]+/g)) {
          const range = document.createRange();
          range.setStart(node, word.index);
          range.setEnd(node, word.index + word[0].length);
          const { left, top } = range.getBoundingClientRect();
          found.push(`${word[0]} ${Math.round(left)},${Math.round(top)}`);
        }
      }
    }
    return found.sort();
  });

const rounded = ({ left, top, width }) => [left, top, width].map(Math.round);

/** Shows hints and colours of names or not, as a person does who edits the settings of a folder. */
function show(room, wanted) {
  mkdirSync(join(room, '.vscode'), { recursive: true });
  const settings = { 'editor.inlayHints.enabled': wanted ? 'on' : 'off', '[newsmd]': { 'editor.semanticHighlighting.enabled': wanted } };
  writeFileSync(join(room, '.vscode/settings.json'), JSON.stringify(settings));
}

install(home, node, vsix, join(scratch, 'data'));
const { server, host } = await startServer(home, node, join(scratch, 'data'), { quiet: true });
async function testInside() {
  const inside = newsroom('inside');
  const first = await openBrowser(home, join(scratch, 'browser-1'));
  const ended = await runInHost(first.page, host, inside, join(here, 'host'), (line) => {
    const counts = /^(\d+) passed, (\d+) failed$/.exec(line);
    if (!counts) return say(line);
    sums.passed += Number(counts[1]);
    sums.failed += Number(counts[2]);
  });
  if (ended !== 0 && sums.failed === 0) {
    sums.failed += 1;
    await first.page.screenshot({ path: join(shots, 'failure-host.png') });
    say(`FAIL  the tests inside the extension host: ${ended} (see ${join(shots, 'failure-host.png')})`);
  }
  await first.context.close();
}

try {
  if (!only) await testInside();
  const room = newsroom('newsroom');
  const { context, page: opened } = await openBrowser(home, join(scratch, 'browser-2'));
  page = opened;
  await page.goto(`http://${host}/?folder=${encodeURIComponent(room)}`);
  await page.waitForSelector('.monaco-workbench');

  await test('squiggles are drawn under the words', async () => {
    await openFile(page, 'harbour.ar.news.md');
    await page.waitForSelector('.squiggly-error');
    await page.waitForSelector('.statusbar-item:has-text("copydesk: 8")');
    await settled(page);
    await page.screenshot({ path: join(shots, 'squiggles.png') });
  });

  // A hint or a colour inside an Arabic line changes the order of its words, and a squiggle that ends at a hint is not drawn.
  await test('with hints and colours on, all marks of right-to-left lines are drawn, and no word moves', async () => {
    await page.waitForSelector('.view-line:has-text("marsa-harbour")');
    const on = await drawn(page);
    const words = await positions(page);
    await page.screenshot({ path: join(shots, 'hints.png') });
    show(room, false);
    await page.waitForSelector('.view-line:has-text("marsa-harbour")', { state: 'detached' });
    await settled(page);
    const off = await drawn(page);
    await page.screenshot({ path: join(shots, 'no-hints.png') });
    assert.ok(on.length >= 8, `${on.length} marks are drawn`);
    assert.deepEqual(on.map(({ kind, box }) => [kind, ...rounded(box)]), off.map(({ kind, box }) => [kind, ...rounded(box)]));
    assert.deepEqual(words, await positions(page));
    show(room, true);
    await page.waitForSelector('.view-line:has-text("marsa-harbour")');
  });

  await test('hover shows the finding and its remedy', async () => {
    await hoverOver(page, page.locator('.squiggly-error').nth(1), 'sahil-line');
    await settled(page);
    await page.screenshot({ path: join(shots, 'finding.png') });
    await page.mouse.move(900, 780);
    await page.keyboard.press('Escape');
  });

  await test('hover shows who an actor is', async () => {
    const word = page.locator('.view-line span span:has-text("سميرة")').first();
    await hoverOver(page, word, 'Samira Nasser');
    await settled(page);
    await page.screenshot({ path: join(shots, 'hover.png') });
    await page.mouse.move(900, 780);
    await page.keyboard.press('Escape');
  });

  await test('the view lists cast and timeline', async () => {
    if (!(await page.locator('.tab.active:has-text("harbour.ar.news.md")').count())) await openFile(page, 'harbour.ar.news.md');
    await castView(page);
    await page.waitForSelector('.sidebar .monaco-list-row:has-text("سميرة ناصر")');
    await settled(page);
    await page.mouse.move(900, 780);
    await page.screenshot({ path: join(shots, 'view.png') });
    await page.locator('.sidebar .monaco-list-row:has-text("2024-06-05")').click();
    await settled(page);
    await palette(page, 'View: Show Explorer');
  });

  await test('the preview shows the article from right to left', async () => {
    await palette(page, 'copydesk: Open Preview to the Side');
    const outer = page.frameLocator('iframe.webview.ready');
    const article = outer.frameLocator('iframe#active-frame');
    await article.locator('mark.actor').first().waitFor();
    await settled(page);
    const paragraph = article.locator('p[dir=rtl]').nth(1);
    assert.equal(await paragraph.evaluate((element) => getComputedStyle(element).direction), 'rtl');
    await page.screenshot({ path: join(shots, 'preview.png') });
    await palette(page, 'View: Close All Editor Groups');
  });

  await test('Latin letters offer Arabic names', async () => {
    await openFile(page, 'harbour.ar.news.md');
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('قالت [sam', { delay: 60 });
    await page.waitForSelector('.suggest-widget.visible .monaco-list-row:has-text("سميرة ناصر")');
    await settled(page);
    await page.screenshot({ path: join(shots, 'completion.png') });
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /samira-nasser/.test([...document.querySelectorAll('.view-line')].at(-1).innerText));
  });

  await test('a quick fix is offered and applied', async () => {
    await palette(page, 'File: Revert File');
    await page.waitForSelector('.tab.active.dirty', { state: 'detached' });
    await settled(page);
    await page.waitForSelector('.squiggly-error');
    await openActions(page, 'sahil-lines', () => clickSecondError(page));
    await settled(page);
    await page.screenshot({ path: join(shots, 'quick-fix.png') });
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => [...document.querySelectorAll('.view-line')].some((line) => line.innerText.includes('sahil-lines')));
    await palette(page, 'File: Revert File');
    await page.waitForSelector('.tab.active.dirty', { state: 'detached' });
  });

  await test('a custom task finds problems by the matcher, in addition to those of the server', async () => {
    await palette(page, 'View: Close All Editor Groups');
    const badge = page.locator('.part.panel .action-item:has-text("Problems") .badge-content').first();
    const command = `'${process.env.COPYDESK}' lint --format concise .`;
    const task = { label: 'desk', type: 'shell', command, problemMatcher: '$copydesk' };
    mkdirSync(join(room, '.vscode'), { recursive: true });
    writeFileSync(join(room, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [task] }));
    await palette(page, 'View: Toggle Problems');
    await page.waitForSelector('.markers-panel');
    // The server reports closed files without a request.
    await page.waitForFunction((text) => [...document.querySelectorAll('.part.panel .badge-content')].some((one) => one.innerText === text), '20');
    await settled(page);
    await page.screenshot({ path: join(shots, 'problems.png') });
    await page.keyboard.press('Control+P');
    await page.waitForSelector('.quick-input-widget input');
    await page.keyboard.type('task desk');
    // The tasks file was just written: wait until VS Code has read it and lists the task.
    await page.waitForSelector('.quick-input-list .monaco-list-row.focused:has-text("desk")');
    await page.keyboard.press('Enter');
    await page.waitForFunction((text) => [...document.querySelectorAll('.part.panel .badge-content')].some((one) => one.innerText === text), '40');
    assert.equal(await badge.innerText(), '40');
  });

  await context.close();
} finally {
  server.kill();
}

if (sums.failed === 0) rmSync(scratch, { recursive: true, force: true });
else say(`the files are in ${scratch}`);
say(sum());
process.exit(sums.failed === 0 ? 0 : 1);

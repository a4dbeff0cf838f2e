// Articles in XML, HTML and JSON in the workbench of a real VS Code: NITF and TEI as a user sees them, one rename over all
// formats, and a document that is no article. Screenshots go to SHOTS.
//
//     COPYDESK=… VSCODE_HOME=… NODE24=… node tests/editors/vscode/formats.mjs copydesk.vsix

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import report, { counter } from './report.cjs';
import { castView, clickSecondError, hoverOver, install, openActions, openBrowser, openFile, palette, PATIENCE, settled, startServer } from './workbench.mjs';

const repo = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const { VSCODE_HOME: home, NODE24: node } = process.env;
const vsix = resolve(process.argv[2]);
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'copydesk-formats-')));
const shots = resolve(process.env.SHOTS ?? join(scratch, 'shots'));
mkdirSync(shots, { recursive: true });
const clean = (process.env.PATH ?? '').split(':').filter((folder) => folder !== dirname(process.env.COPYDESK));
process.env.PATH = clean.join(':');

const say = (line) => console.log(line);
let page;
const { sums, test, sum } = counter(say, async (nth) => {
  const picture = join(shots, `failure-formats-${nth}.png`);
  await page.screenshot({ path: picture });
  return picture;
});
const eventually = (what, ask) => report.eventually(what, ask, PATIENCE);
const shot = (name) => page.screenshot({ path: join(shots, `${name}.png`) });
// Without line breaks. The rows of a wrapped line are in no fixed order.
const lines = () => page.evaluate(() => [...document.querySelectorAll('.editor-instance .view-line')].map((line) => line.innerText.replaceAll('\u00a0', ' ')).join(''));

for (const folder of ['newsroom', 'formats']) cpSync(join(repo, 'examples', folder), join(scratch, 'examples', folder), { recursive: true });
const room = join(scratch, 'examples/formats');
const text = (name) => readFileSync(join(room, name), 'utf8');
writeFileSync(join(room, 'pom.xml'), '<project>\n  <name>سميرة نصر</name>\n  <date>31 June 2024</date>\n</project>\n');
writeFileSync(join(room, 'copydesk.toml'), text('copydesk.toml').replace('articles = ["*.xml", "*.html", "*.json"]', 'articles = ["harbour.*"]'));
// Words of the document would take the place of names, as the README says.
const settings = { 'editor.wordBasedSuggestions': 'off', '[json]': { 'editor.wordWrap': 'on' }, '[xml]': { 'editor.wordWrap': 'on' }, '[html]': { 'editor.wordWrap': 'on' }, 'editor.hover.delay': 200 };
mkdirSync(join(room, '.vscode'));
writeFileSync(join(room, '.vscode/settings.json'), JSON.stringify(settings));

/** Reverts the open document to the file on disk. */
async function revert() {
  await page.keyboard.press('Escape');
  await palette(page, 'File: Revert File');
  await page.waitForSelector('.tab.active.dirty', { state: 'detached' });
  await settled(page);
}

/** Puts the cursor at the end of the text before `</p>` of the last paragraph. */
async function goToEnd(line) {
  await page.keyboard.press('Control+G');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(`${line}`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.quick-input-widget', { state: 'hidden' });
  await page.keyboard.press('End');
  for (let n = 0; n < '</p>'.length; n += 1) await page.keyboard.press('ArrowLeft');
}

/** What both formats do alike. */
async function article(format, { name, last, element, attribute, id, link }) {
  await test(`${format}: squiggles are drawn, and the status bar counts them`, async () => {
    await openFile(page, name);
    await page.waitForSelector('.squiggly-error');
    await page.waitForSelector('.statusbar-item:has-text("copydesk: 7")');
    await settled(page);
    await shot(`${format}-squiggles`);
  });

  await test(`${format}: hover shows who an actor is`, async () => {
    await hoverOver(page, page.locator('.view-line span span:has-text("سميرة")').first(), 'Samira Nasser');
    await settled(page);
    await shot(`${format}-hover`);
    await page.mouse.move(900, 780);
    await page.keyboard.press('Escape');
  });

  await test(`${format}: Latin letters complete the id of an attribute`, async () => {
    await goToEnd(last);
    await page.keyboard.type(` <${element} ${attribute}="`, { delay: 60 });
    await page.waitForSelector('.suggest-widget.visible .monaco-list-row:has-text("samira-nasser")');
    await page.keyboard.type('karim', { delay: 60 });
    await page.waitForSelector('.suggest-widget.visible .monaco-list-row.focused:has-text("karim-adel")');
    await settled(page);
    await shot(`${format}-attribute`);
    await page.keyboard.press('Enter');
    await eventually('the id is inserted', async () => (await lines()).includes(`${attribute}="${id}`));
    await revert();
  });

  await test(`${format}: Latin letters insert an Arabic name with its element`, async () => {
    await goToEnd(last);
    await page.keyboard.type(' samira', { delay: 60 });
    await page.waitForSelector('.suggest-widget.visible .monaco-list-row.focused:has-text("سميرة ناصر")');
    await settled(page);
    await shot(`${format}-name`);
    await page.keyboard.press('Enter');
    await eventually('the name is inserted', async () => (await lines()).split(link).length === 3);
    await revert();
  });

  await test(`${format}: a quick fix is offered and applied`, async () => {
    await page.waitForSelector('.squiggly-error');
    await openActions(page, 'sahil-lines', () => clickSecondError(page));
    await settled(page);
    await shot(`${format}-quick-fix`);
    await page.keyboard.press('Enter');
    await eventually('the id is corrected', async () => (await lines()).includes('sahil-lines"'));
    await revert();
  });
}

install(home, node, vsix, join(scratch, 'data'));
const { server, host } = await startServer(home, node, join(scratch, 'data'), { quiet: true });
try {
  const { context, page: opened } = await openBrowser(home, join(scratch, 'browser'));
  page = opened;
  await page.goto(`http://${host}/?folder=${encodeURIComponent(room)}`);
  await page.waitForSelector('.monaco-workbench');

  const person = { element: 'person', attribute: 'value', id: 'karim-adel', link: '<person value="samira-nasser">سميرة' };
  await article('nitf', { name: 'harbour.ar.nitf.xml', last: 19, ...person });
  const name = { element: 'persName', attribute: 'ref', id: 'actor:karim-adel', link: '<persName ref="actor:samira-nasser">سميرة' };
  await article('tei', { name: 'harbour.ar.tei.xml', last: 21, ...name });

  await test('the view and the preview show the article', async () => {
    await castView(page);
    await page.waitForSelector('.sidebar .monaco-list-row:has-text("سميرة ناصر")');
    await palette(page, 'copydesk: Open Preview to the Side');
    const preview = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await preview.locator('mark.actor').first().waitFor();
    assert.match(await preview.locator('h1.headline').innerText(), /^توسعة/);
    assert.equal(await preview.locator('p[dir=rtl] mark.date').count(), 2);
    // Findings are marked in the converted text, also those of an attribute.
    await preview.locator('.finding.error').first().waitFor();
    await settled(page);
    await shot('tei-preview');
    await palette(page, 'View: Close All Editor Groups');
  });

  await test('all safe fixes are applied to HTML', async () => {
    await openFile(page, 'harbour.ar.html');
    await page.waitForSelector('.statusbar-item:has-text("copydesk: 7")');
    await settled(page);
    await shot('html-squiggles');
    await palette(page, 'copydesk: Fix This Article (Safe Fixes)');
    await eventually('the name is linked', async () => (await lines()).includes('resource="urn:actor:karim-adel"'));
    await revert();
  });

  await test('ninjs has the findings of its text', async () => {
    await openFile(page, 'harbour.ar.ninjs.json');
    await page.waitForSelector('.statusbar-item:has-text("copydesk: 6")');
    await settled(page);
    await shot('ninjs-squiggles');
  });

  await test('one rename changes Markdown, XML, HTML and JSON', async () => {
    await openFile(page, 'harbour.ar.nitf.xml');
    await page.waitForSelector('.squiggly-error');
    const id = page.locator('.view-line span span:has-text("samira-nasser")').first();
    await id.click();
    await page.keyboard.press('F2');
    await page.waitForSelector('.rename-box input:focus');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('s-nasser');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.monaco-dialog-box:has-text("s-nasser")');
    await shot('rename');
    await page.locator('.monaco-dialog-box .monaco-button:has-text("Rename")').click();
    await eventually('the open document is changed', async () => (await lines()).includes('<person value="s-nasser">'));
    await palette(page, 'File: Save All Files');
    const wanted = {
      'harbour.ar.nitf.xml': '<person value="s-nasser">',
      'harbour.ar.news.md': '(actor:s-nasser)',
      'harbour.ar.tei.xml': '<persName ref="actor:s-nasser">',
      'harbour.ar.html': 'resource="urn:actor:s-nasser"',
      'harbour.ar.newsml.xml': '<person value="s-nasser">',
      'harbour.ar.ninjs.json': 'urn:actor:s-nasser',
      '../newsroom/actors.toml': 'id = "s-nasser"',
    };
    for (const [file, part] of Object.entries(wanted)) await eventually(`${file} is changed`, () => text(file).includes(part));
    await shot('renamed');
  });

  await test('other XML has no findings and no status', async () => {
    await palette(page, 'View: Close All Editor Groups');
    await openFile(page, 'pom.xml');
    await settled(page, 2500);
    assert.equal(await page.locator('.squiggly-error, .squiggly-warning, .squiggly-info').count(), 0);
    assert.equal(await page.locator('.statusbar-item:visible:has-text("copydesk")').count(), 0);
    await shot('other-xml');
  });

  await context.close();
} finally {
  server.kill();
}

if (sums.failed === 0) rmSync(scratch, { recursive: true, force: true });
else say(`the files are in ${scratch}`);
say(sum());
process.exit(sums.failed === 0 ? 0 : 1);

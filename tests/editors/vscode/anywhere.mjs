// The extension where nothing is set up: a folder without a configuration, a window without a folder, a new file. And what leads
// from there to a project: the status bar, setting up, a new article, the first entry. Screenshots go to SHOTS.
//
//     COPYDESK=… VSCODE_HOME=… NODE24=… node tests/editors/vscode/anywhere.mjs copydesk.vsix

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import report, { counter } from './report.cjs';
import { castView, hoverOver, install, openActions, openBrowser, openFile, openPatiently, palette, PATIENCE, select, settled, startServer } from './workbench.mjs';

const repo = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const { VSCODE_HOME: home, NODE24: node } = process.env;
const vsix = resolve(process.argv[2]);
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'copydesk-anywhere-')));
const shots = resolve(process.env.SHOTS ?? join(scratch, 'shots'));
mkdirSync(shots, { recursive: true });
process.env.PATH = (process.env.PATH ?? '').split(':').filter((folder) => folder !== dirname(process.env.COPYDESK)).join(':');

const only = process.env.ONLY ? new RegExp(process.env.ONLY) : undefined;
const say = (line) => console.log(line);
let page;
const { sums, test: run, sum } = counter(say, async (nth) => {
  const picture = join(shots, `failure-anywhere-${nth}.png`);
  await page.screenshot({ path: picture });
  return picture;
});
const eventually = (what, ask) => report.eventually(what, ask, PATIENCE);
/** A part of the window, for the walkthrough. */
const picture = (name, x, y, width, height) => page.screenshot({ path: join(shots, `walkthrough-${name}.png`), clip: { x, y, width, height } });
const shot = (name) => page.screenshot({ path: join(shots, `${name}.png`) });
const test = async (name, body) => (!only || only.test(name) ? run(name, body) : undefined);

/** A folder with files, in a theme. */
function folder(name, files, theme = 'Default Light Modern') {
  const path = join(scratch, name);
  for (const [file, text] of Object.entries({ '.vscode/settings.json': JSON.stringify({ 'workbench.colorTheme': theme }), ...files })) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  return path;
}

async function visit(path) {
  await page.goto(`http://${host}/${path === undefined ? '' : `?folder=${encodeURIComponent(path)}`}`);
  await page.waitForSelector('.monaco-workbench');
}

const STORY = '---\ntype: NewsArticle\nheadline: The school opens\ndatePublished: 2024-03-18\ninLanguage: en\n---\n\nThe school opened on Tuesday, March 18, 2024, Rana Saad said.\n';
const status = (text) => page.locator(`.statusbar-item:visible:has-text("${text}")`);
const notification = (text) => page.locator(`.notification-toast:has-text("${text}")`);
const text = () => page.evaluate(() => [...document.querySelectorAll('.editor-group-container.active .view-line')].map((line) => line.innerText.replaceAll('\u00a0', ' ')).join('\n'));
const dismiss = () => palette(page, 'Notifications: Clear All Notifications');
const preview = () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

install(home, node, vsix, join(scratch, 'data'));
const { server, host } = await startServer(home, node, join(scratch, 'data'));
try {
  const opened = await openBrowser(home, join(scratch, 'browser'));
  page = opened.page;
  const room = folder('plain', { 'README.md': '# Program\n\nIt was released on Tuesday, March 18, 2024.\n', 'story.md': STORY });

  await test('an ordinary README gets nothing, and starts nothing', async () => {
    await visit(room);
    await openFile(page, 'README.md');
    await settled(page, 2500);
    assert.equal(await page.locator('.squiggly-error, .squiggly-warning, .squiggly-info').count(), 0);
    assert.equal(await status('copydesk').count(), 0);
    assert.equal(await status('No registry').count(), 0);
  });

  await test('Markdown that says that it is an article is checked at once, without a project', async () => {
    if (only) await visit(room);
    await openFile(page, 'story.md');
    await page.waitForSelector('.squiggly-error');
    await status('copydesk: 1').waitFor();
    await status('No registry').waitFor();
    await settled(page);
    await shot('anywhere-article');
    await openFile(page, 'README.md');
    await settled(page, 1500);
    assert.equal(await status('copydesk').count(), 0, 'the README still gets nothing');
  });

  await test('one click sets up a newsroom', async () => {
    if (only) await visit(room);
    await openFile(page, 'story.md');
    await status('No registry').click();
    await notification('created copydesk.toml').waitFor();
    await settled(page);
    await shot('anywhere-set-up');
    for (const name of ['copydesk.toml', 'actors.toml', 'copydesk.schema.json', 'actors.schema.json']) assert.ok(existsSync(join(room, name)), name);
    const config = readFileSync(join(room, 'copydesk.toml'), 'utf8');
    assert.match(config, /^#:schema \.\/copydesk\.schema\.json\n/);
    // The front matter of the story says that it is an article, so a glob would only add the README.
    assert.match(config, /\narticles = \[\] /);
    await status('No registry').waitFor({ state: 'detached' });
    await dismiss();
    // Again, nothing is changed.
    writeFileSync(join(room, 'copydesk.toml'), `${config}# mine\n`);
    await palette(page, 'copydesk: Set Up a Newsroom Here');
    await notification('nothing was changed').waitFor();
    assert.equal(readFileSync(join(room, 'copydesk.toml'), 'utf8'), `${config}# mine\n`);
    await dismiss();
  });

  await test('a new article begins with its headline', async () => {
    await palette(page, 'copydesk: New Article');
    await page.waitForSelector('.tab.active:has-text(".news.md")');
    await eventually('the front matter is there', async () => /datePublished: \d{4}-\d\d-\d\d/.test(await text()));
    await page.keyboard.type('Works begin');
    await page.keyboard.press('Tab');
    await page.keyboard.type('It opened on Tuesday, March 18, 2024.');
    await page.waitForSelector('.squiggly-error');
    await settled(page);
    await shot('anywhere-new-article');
    const written = await text();
    assert.match(written, /headline: "Works begin"\ndatePublished: /);
    assert.match(written, /inLanguage: en\n---\n[\s]*It opened on Tuesday/);
    await palette(page, 'View: Revert and Close Editor');
  });

  await test('a name is added where no registry is', async () => {
    const bare = folder('bare', { '2024/story.en.news.md': STORY });
    await visit(bare);
    await openFile(page, 'story.en.news.md');
    await page.waitForSelector('.squiggly-error');
    await openActions(page, 'to a new registry as', () => select(page, 'Rana Saad'));
    await settled(page);
    await shot('anywhere-add');
    await page.locator('.action-widget .monaco-list-row:has-text("to a new registry as")').click();
    await notification('added `rana-saad` to actors.toml (saved)').waitFor();
    await eventually('both files are saved', () => existsSync(join(bare, 'actors.toml')) && existsSync(join(bare, 'copydesk.toml')));
    assert.match(readFileSync(join(bare, 'actors.toml'), 'utf8'), /id = "rana-saad"/);
    await status('No registry').waitFor({ state: 'detached' });
    await eventually('the name is linked', async () => (await text()).includes('[Rana Saad](actor:rana-saad)'));
  });

  await test('a new file without a folder is checked', async () => {
    await visit();
    await page.keyboard.press('F1');
    await page.keyboard.type('New Untitled Text File');
    await page.locator('.quick-input-list .monaco-list-row:has-text("New Untitled Text File"):not(:has-text("Compare"))').first().click();
    await page.waitForSelector('.tab.active:has-text("Untitled-1")');
    await palette(page, 'Change Language Mode');
    await page.keyboard.type('News Markdown');
    await page.waitForSelector('.quick-input-list .monaco-list-row.focused:has-text("News Markdown")');
    await page.keyboard.press('Enter');
    await page.keyboard.type('It opened on Tuesday, March 18, 2024.');
    await page.waitForSelector('.squiggly-error');
    await status('No registry').waitFor();
    await settled(page);
    await shot('anywhere-untitled');
  });

  for (const [theme, name] of [['Default Light Modern', 'light'], ['Default Dark Modern', 'dark']]) {
    const newsroom = join(scratch, `newsroom-${name}`);
    cpSync(join(repo, 'examples/newsroom'), newsroom, { recursive: true });
    folder(`newsroom-${name}`, {}, theme);
    await visit(newsroom);

    await test(`${name}: the check of the workspace ends well`, async () => {
      await openFile(page, 'harbour.ar.news.md');
      await page.waitForSelector('.squiggly-error');
      await palette(page, 'copydesk: Lint Workspace');
      await page.waitForSelector('.terminal-wrapper.active');
      await settled(page, 3000);
      await shot(`check-${name}`);
      assert.equal(await notification('failed to launch').count(), 0);
      assert.equal(await page.locator('.notification-toast .codicon-error').count(), 0);
      await palette(page, 'View: Toggle Panel Visibility');
    });

    await test(`${name}: the timeline has the colours of the editor, and follows it`, async () => {
      await palette(page, 'copydesk: Show Timeline');
      await preview().locator('li').first().waitFor();
      const [page_, editor] = [await preview().locator('body').evaluate((body) => getComputedStyle(body).backgroundColor), await page.locator('.monaco-editor-background').first().evaluate((one) => getComputedStyle(one).backgroundColor)];
      assert.equal(page_, editor);
      await openFile(page, 'harbour.en.news.md');
      await preview().locator('h1:has-text("harbour")').or(preview().locator('h1:has-text("Harbour")')).first().waitFor();
      await settled(page);
      await shot(`timeline-${name}`);
      await palette(page, 'View: Close All Editor Groups');
    });

    await test(`${name}: Arabic lines are drawn as they are read, and clicks find their words`, async () => {
      await openFile(page, 'harbour.ar.news.md');
      await page.waitForSelector('.squiggly-error');
      await settled(page);
      await shot(`lines-${name}`);
      // The words of a line in the order of the text, each with its place.
      const place = (word) =>
        page.evaluate((word) => {
          for (const line of [...document.querySelectorAll('.view-lines .view-line')].filter((line) => !line.innerText.includes('headline'))) {
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const at = node.data.indexOf(word);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + word.length);
              const { left, top, width, height } = range.getBoundingClientRect();
              return { x: left + width / 2, y: top + height / 2, left };
            }
          }
          throw new Error(`${word} is not drawn`);
        }, word);
      for (const words of [['قالت', 'سميرة', 'samira-nasser', 'العقد'], ['11', 'فبراير', 'الماضي', '2024-02-12'], ['وحضرت', 'نادية', 'فرح', '.']]) {
        const lefts = [];
        for (const word of words) lefts.push((await place(word)).left);
        assert.deepEqual(lefts, [...lefts].sort((a, b) => b - a), words.join(' '));
      }
      const text = readFileSync(join(newsroom, 'harbour.ar.news.md'), 'utf8').split('\n');
      for (const word of ['سميرة', 'العقد', 'فبراير', 'sahil', 'الكلفة', 'نادية', 'والوزيرة']) {
        const { x, y } = await place(word);
        await page.mouse.dblclick(x, y);
        const line = text.findIndex((one) => one.includes(word) && !one.includes('headline')) + 1;
        const column = text[line - 1].indexOf(word) + word.length + 1;
        await page.locator(`.statusbar-item:has-text("Ln ${line}, Col ${column} (${word.length} selected)")`).waitFor();
      }
      await page.keyboard.press('ArrowRight');
      await palette(page, 'View: Close All Editor Groups');
    });

    for (const language of ['ar', 'en']) {
      await test(`${name}, ${language}: findings in the preview lead to their fixes`, async () => {
        await openFile(page, `harbour.${language}.news.md`);
        await page.waitForSelector('.squiggly-error');
        await palette(page, 'copydesk: Open Preview to the Side');
        await preview().locator('.finding.error').first().waitFor();
        await settled(page);
        await shot(`preview-${language}-${name}`);
        if (language === 'ar') await picture(`preview-${name}`, 352, 30, 924, 560);
        assert.equal(await preview().locator('article:has-text("](actor:")').count(), 0, 'an unfinished link is not raw');
        const wrong = preview().locator('.finding.error').first();
        assert.notEqual(await wrong.evaluate((one) => getComputedStyle(one).textDecorationColor), 'rgba(0, 0, 0, 0)');
        await openPatiently(page, '.action-widget', () => wrong.click());
        await settled(page);
        await shot(`preview-fix-${language}-${name}`);
        await page.keyboard.press('Escape');
        // A word leads to its place, and the cursor is followed.
        const word = language === 'ar' ? 'الكلفة' : 'Ports';
        const box = await preview().locator(`p:has-text("${word}")`).first().evaluate((paragraph, word) => {
          const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(word);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            const outer = paragraph.getBoundingClientRect();
            const { left, top, width, height } = range.getBoundingClientRect();
            return { x: left - outer.left + width / 2, y: top - outer.top + height / 2 };
          }
          return undefined;
        }, word);
        await preview().locator(`p:has-text("${word}")`).first().click({ position: box });
        await eventually('the word is selected', async () => {
          const selected = await page.locator('.statusbar-item:has-text("selected")').allInnerTexts();
          if (selected.join().includes(`(${word.length} selected)`)) return true;
          // If the preview kept the focus, the status bar says nothing about the text next to it.
          await page.keyboard.press('Control+1');
          return false;
        });
        await preview().locator('p.current').waitFor();
        await palette(page, 'View: Close All Editor Groups');
      });
    }

    await test(`${name}: actors of one name are distinguished by their notes, and names without an entry are listed`, async () => {
      await openFile(page, 'harbour.ar.news.md');
      await page.waitForSelector('.squiggly-error');
      await openActions(page, 'The runner', () => select(page, 'نادية فرح'));
      await settled(page);
      await shot(`actions-${name}`);
      await picture(`fix-${name}`, 352, 200, 700, 460);
      await page.keyboard.press('Escape');
      await openFile(page, 'school.en.news.md');
      await page.keyboard.press('Control+End');
      await page.keyboard.type('\nMayor Layla Haddad opened the gate.\n');
      await castView(page);
      const row = page.locator('.sidebar .monaco-list-row:has-text("Layla Haddad")');
      await row.waitFor();
      await settled(page);
      await shot(`unregistered-${name}`);
      await row.hover();
      await row.locator('.action-label').click();
      await notification('added `layla-haddad`').waitFor();
      assert.match(readFileSync(join(newsroom, 'actors.toml'), 'utf8'), /id = "layla-haddad"/);
      // She is in the cast now.
      await page.locator('.sidebar .monaco-list-row[aria-label*="layla-haddad"]').waitFor();
      await dismiss();
      await palette(page, 'View: Show Explorer');
      await palette(page, 'File: Revert File');
      await palette(page, 'View: Close All Editor Groups');
    });

    await test(`${name}: the page of a rule is readable`, async () => {
      await openFile(page, 'harbour.ar.news.md');
      await page.waitForSelector('.squiggly-error');
      await palette(page, 'View: Toggle Problems');
      await page.locator('.markers-panel a:has-text("unlinked-actor")').first().click({ modifiers: ['Control'] });
      await preview().locator('h1:has-text("unlinked-actor")').waitFor();
      await settled(page);
      await shot(`rule-${name}`);
      await palette(page, 'View: Toggle Problems');
      await palette(page, 'View: Close All Editor Groups');
    });

    await test(`${name}: the walkthrough has buttons, pictures and ticks`, async () => {
      await openFile(page, 'harbour.ar.news.md');
      await page.waitForSelector('.squiggly-error');
      await page.setViewportSize({ width: 1500, height: 1000 });
      await palette(page, 'Welcome: Open Walkthrough');
      await page.keyboard.type('copydesk');
      await page.waitForSelector('.quick-input-list .monaco-list-row.focused:has-text("Get started with copydesk")');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.getting-started-step:has-text("Set up a newsroom")');
      await page.waitForSelector('.getting-started-step:has-text("Write an article") .codicon-getting-started-step-checked');
      await settled(page);
      await shot(`walkthrough-${name}`);
      await page.setViewportSize({ width: 1280, height: 800 });
      await palette(page, 'View: Close All Editor Groups');
    });

    await test(`${name}: cast and timeline have a place of their own`, async () => {
      await openFile(page, 'harbour.ar.news.md');
      await castView(page);
      await page.waitForSelector('.sidebar .monaco-list-row:has-text("سميرة ناصر")');
      await settled(page);
      await shot(`cast-${name}`);
      await palette(page, 'View: Show Explorer');
    });
  }
  for (const [theme, name] of [['Default Light Modern', 'light'], ['Default Dark Modern', 'dark']]) {
    await test(`${name}: the pictures of the walkthrough`, async () => {
      await visit(folder(`pictures-${name}/newsroom`, { 'story.md': STORY }, theme));
      await openFile(page, 'story.md');
      await page.waitForSelector('.squiggly-error');
      await status('No registry').waitFor();
      await settled(page);
      await picture(`article-${name}`, 352, 30, 700, 340);
      await status('No registry').click();
      await notification('created copydesk.toml').waitFor();
      await page.mouse.move(600, 500);
      await settled(page, 1500);
      await picture(`newsroom-${name}`, 640, 540, 640, 260);
    });
  }

  await test('problems, lenses, cards and actions are in Arabic', async () => {
    const room = join(scratch, 'newsroom-messages');
    cpSync(join(repo, 'examples/newsroom'), room, { recursive: true });
    folder('newsroom-messages', { '.vscode/settings.json': JSON.stringify({ 'copydesk.messages': 'ar' }) });
    await visit(room);
    await openFile(page, 'harbour.en.news.md');
    await page.waitForSelector('.codelens-decoration:has-text("التسلسل الزمني")');
    await palette(page, 'View: Toggle Problems');
    await page.waitForSelector('.markers-panel .monaco-list-row:has-text("يوافق")');
    await settled(page);
    await shot('messages-ar');
    await palette(page, 'View: Toggle Problems');
    await hoverOver(page, page.locator('.view-line span:text-is("Samira Nasser")').first(), 'تاريخ الميلاد');
    await shot('messages-ar-hover');
    await page.keyboard.press('Escape');
    await openActions(page, 'اكتب', () => page.locator('.view-line span:has-text("Samira Nasir")').last().click());
    await settled(page);
    await shot('messages-ar-actions');
    await page.keyboard.press('Escape');
  });
  await opened.context.close();
} finally {
  server.kill();
}

if (sums.failed === 0) rmSync(scratch, { recursive: true, force: true });
else say(`the files are in ${scratch}: ${readdirSync(scratch).join(', ')}`);
say(sum());
process.exit(sums.failed === 0 ? 0 : 1);

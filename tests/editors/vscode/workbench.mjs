// A real VS Code without a display: its server, from code-server of npm, and its workbench in a headless Chromium. Only loopback
// is used.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Longer than a busy machine needs, in milliseconds. */
export const PATIENCE = 60000;

const SETTINGS = {
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.enabled': false,
  'window.commandCenter': false,
  'files.autoSave': 'off',
  'editor.fontFamily': "'DejaVu Sans Mono', 'Noto Naskh Arabic', 'Noto Sans Arabic', monospace",
  'editor.fontSize': 16,
  'editor.lineHeight': 30,
  'editor.minimap.enabled': false,
  'workbench.colorTheme': 'Default Light Modern',
  'explorer.openEditors.visible': 0,
};

/** The parts of a command that runs VS Code's server. `home` is the folder of the installation. */
function command(home, data) {
  const main = join(home, 'node_modules/code-server/lib/vscode/out/server-main.js');
  const folders = ['--server-data-dir', data, '--user-data-dir', join(data, 'user'), '--extensions-dir', join(data, 'extensions'), '--accept-server-license-terms', '--disable-telemetry'];
  // No gallery: extensions are installed only from their packages.
  const env = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
  return { start: [main, ...folders], env };
}

/** Installs an extension from its package, as `code --install-extension` does. */
export function install(home, node, vsix, data) {
  const { start, env } = command(home, data);
  const installed = spawnSync(node, [...start, '--install-extension', vsix, '--force'], { env, encoding: 'utf8' });
  if (installed.status !== 0) throw new Error(`${vsix} is not installed:\n${installed.stdout}${installed.stderr}`);
}

/** Starts the server with the extensions that are installed. A quiet one shows no notifications, so that none covers what is tested. */
export async function startServer(home, node, data, { quiet = false } = {}) {
  mkdirSync(join(data, 'user/User'), { recursive: true });
  writeFileSync(join(data, 'user/User/settings.json'), JSON.stringify(SETTINGS));
  const { start, env } = command(home, data);
  const port = await freePort();
  const log = openSync(join(data, 'log'), 'a');
  const options = ['--host', '127.0.0.1', '--port', `${port}`, '--without-connection-token', ...(quiet ? ['--enable-smoke-test-driver'] : [])];
  const server = spawn(node, [...start, ...options], { env, stdio: ['ignore', log, log] });
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/version`)).ok) break;
    } catch {
      // It has not started yet.
    }
    if (Date.now() > end || server.exitCode !== null) throw new Error(`VS Code does not start: see ${join(data, 'log')}`);
    await new Promise((go) => setTimeout(go, 100));
  }
  return { server, host: `127.0.0.1:${port}` };
}

/** Opens a browser that connects only to the server. */
export async function openBrowser(home, data, size = { width: 1280, height: 800 }) {
  const { chromium } = createRequire(join(home, 'package.json'))('playwright-core');
  const context = await chromium.launchPersistentContext(data, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport: size,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const own = (url) => ['127.0.0.1', 'localhost'].includes(url.hostname) || url.hostname.endsWith('.localhost');
  // Requests of a webview page are answered by VS Code itself, under an external address.
  await context.route((url) => url.protocol.startsWith('http') && !own(url), (route) => route.abort());
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(PATIENCE);
  return { context, page };
}

/** Opens a file by its name, as a person does who knows it. */
export async function openFile(page, name) {
  await page.keyboard.press('Control+P');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(name);
  await chosen(page, name);
  await page.keyboard.press('Enter');
  await page.waitForSelector(`.tab.active:has-text("${name}")`);
  await page.waitForSelector('.editor-instance .view-line');
}

/** Runs a command by its title. */
export async function palette(page, title) {
  await page.keyboard.press('F1');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(title);
  await chosen(page, title);
  await page.keyboard.press('Enter');
}

/** Shows the view of cast and timeline, which has a container of its own. */
export async function castView(page) {
  await palette(page, 'View: Show copydesk');
  await page.waitForSelector('.sidebar .composite.title:has-text("copydesk")');
}

/** Puts the cursor on a text of the active editor, as a person does who searches for it. */
export async function select(page, text) {
  await page.keyboard.press('Control+F');
  const input = page.locator('.editor-group-container.active .find-widget.visible .find-part textarea.input');
  await input.fill(text);
  await page.waitForSelector('.editor-group-container.active .find-widget.visible .matchesCount:has-text("1 of ")');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.editor-group-container.active .find-widget.visible', { state: 'detached' });
}

/** Clicks the second error in the text. */
export async function clickSecondError(page) {
  const box = await page.locator('.squiggly-error').nth(1).boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + 8);
}

/**
 * Opens the actions at the cursor, and waits for one with a text. The editor shows none if it is asked before it knows of the
 * findings, so it is asked again. `locate` puts the cursor in its place, each time.
 */
export async function openActions(page, text, locate = async () => undefined) {
  await openPatiently(page, `.action-widget:has-text("${text}")`, async () => {
    await locate();
    await page.keyboard.press('Control+.');
  });
}

/** Opens something that the editor can be asked for too early, until it is there. */
export async function openPatiently(page, selector, open) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    await open();
    try {
      await page.waitForSelector(selector, { timeout: 5000 });
      return;
    } catch (problem) {
      if (Date.now() > end) throw problem;
      await page.keyboard.press('Escape');
    }
  }
}

/** Waits until the list under the input offers a text first, so that Enter takes it. */
async function chosen(page, text) {
  await page.waitForSelector(`.quick-input-list .monaco-list-row.focused:has-text("${text}")`);
}

/** Waits until what is drawn stays as it is for a while: colours, hints and marks come after the text. */
export async function settled(page, time = 600) {
  await page.evaluate(
    (time) =>
      new Promise((go) => {
        const editors = document.querySelector('.part.editor') ?? document.body;
        let timer = setTimeout(done, time);
        const observer = new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(done, time);
        });
        function done() {
          observer.disconnect();
          go();
        }
        observer.observe(editors, { subtree: true, childList: true, characterData: true });
      }),
    time,
  );
}

/** Rests the mouse on something until a card with a text is shown: an element that has moved is searched for again. */
export async function hoverOver(page, locator, text) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    await settled(page);
    await page.mouse.move(900, 780);
    const box = await locator.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + Math.min(8, box.height / 2), { steps: 3 });
    try {
      await page.waitForSelector(`.monaco-hover:not(.hidden) .hover-contents:has-text("${text}")`, { timeout: 5000 });
      return;
    } catch (problem) {
      if (Date.now() > end) throw problem;
    }
  }
}

/** Runs a test file inside the extension host; each line that it logs after `COPYDESK` is passed on. */
export async function runInHost(page, host, folder, testExtension, say) {
  const remote = (path) => `vscode-remote://${host}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(testExtension)],
    ['extensionTestsPath', remote(join(testExtension, 'index.js'))],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  const done = new Promise((go) => page.exposeFunction('codeAutomationExit', go));
  await page.exposeFunction('codeAutomationLog', (_, parts) => {
    const text = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ');
    const at = text.indexOf('COPYDESK ');
    if (at >= 0) say(text.slice(at + 'COPYDESK '.length));
    else if (process.env.VERBOSE) console.log(`# ${text.slice(0, 300)}`);
  });
  await page.goto(`http://${host}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
  const limit = new Promise((go) => setTimeout(() => go('not ended in time'), 5 * PATIENCE).unref());
  return Promise.race([done, limit]);
}

function freePort() {
  return new Promise((go, fail) => {
    const probe = createServer();
    probe.on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => go(port));
    });
  });
}

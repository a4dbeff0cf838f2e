// Loads the bundled VS Code extension in a stand-in for VS Code, with the real server, and checks the results.
//
//     COPYDESK=target/release/copydesk node tests/editors/vscode/stand-in.mjs
//
// The stand-in has the part of the API that the test needs. Everything else is a value that can be called, constructed and
// read without effect. It shows nothing: that is for a real VS Code.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import report, { counter } from './report.cjs';

const repo = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const binary = resolve(process.env.COPYDESK ?? join(repo, 'target/release/copydesk'));
const bundle = join(repo, 'editors/vscode/out/extension.js');
const manifest = JSON.parse(readFileSync(join(repo, 'editors/vscode/package.json'), 'utf8'));
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'copydesk-vscode-')));
const room = join(scratch, 'newsroom');
cpSync(join(repo, 'examples/newsroom'), room, { recursive: true });

const PATIENCE = 15000;
// Some tests stop a server during a request; the client then leaves unhandled rejections.
const GONE = /EPIPE|ERR_STREAM_DESTROYED|stream was destroyed|connection got disposed|Client is not running/;
process.on('unhandledRejection', (problem) => {
  if (!GONE.test(String(problem))) throw problem;
});
const { sums, test, sum } = counter((line) => console.log(line));
const eventually = (what, ask) => report.eventually(what, ask, PATIENCE);

// --- The stand-in

/** Something that can be called, made, extended and read, and does nothing. */
function anything() {
  const members = new Map();
  const nothing = function () {};
  return new Proxy(nothing, {
    get(_, name) {
      // These values are not promises, strings or lists.
      if (name === 'then') return undefined;
      if (typeof name === 'symbol') return name === Symbol.iterator ? [][Symbol.iterator] : undefined;
      if (name === 'prototype') return nothing.prototype;
      if (!members.has(name)) members.set(name, anything());
      return members.get(name);
    },
    set: (_, name, value) => (members.set(name, value), true),
    apply: () => anything(),
    construct: () => ({ dispose() {} }),
  });
}

/** What `known` has, and anything else. */
function padded(known) {
  const rest = anything();
  return new Proxy(known, { get: (_, name) => (name in known ? known[name] : rest[name]) });
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}
class Range {
  constructor(start, end, endLine, endCharacter) {
    this.start = endLine === undefined ? start : new Position(start, end);
    this.end = endLine === undefined ? end : new Position(endLine, endCharacter);
  }
  contains({ line, character }) {
    const before = (a, b) => a.line < b.line || (a.line === b.line && a.character <= b.character);
    return before(this.start, { line, character }) && before({ line, character }, this.end);
  }
}
class Uri {
  static file = (path) => new Uri(pathToFileURL(path));
  static parse = (text) => new Uri(new URL(text));
  constructor(url) {
    Object.assign(this, { scheme: url.protocol.slice(0, -1), path: decodeURIComponent(url.pathname), url: url.href, authority: '', query: '', fragment: '' });
    this.fsPath = this.path;
  }
  toString() {
    return this.url;
  }
}
class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}
class MarkdownString {
  constructor(value) {
    this.value = value;
  }
}
class Hover {
  constructor(contents, range) {
    Object.assign(this, { contents: [contents].flat(), range });
  }
}
class CompletionItem {
  constructor(label) {
    this.label = label;
  }
}
class CompletionList {
  constructor(items, isIncomplete) {
    Object.assign(this, { items, isIncomplete });
  }
}
class TextEdit {
  constructor(range, newText) {
    Object.assign(this, { range, newText });
  }
}
class CodeAction {
  constructor(title, kind) {
    Object.assign(this, { title, kind });
  }
}
class CodeActionKind {
  static Empty = new CodeActionKind('');
  static QuickFix = new CodeActionKind('quickfix');
  constructor(value) {
    this.value = value;
  }
  append(part) {
    return new CodeActionKind(this.value === '' ? part : `${this.value}.${part}`);
  }
  contains(other) {
    return other.value === this.value || other.value.startsWith(`${this.value}.`);
  }
}
for (const name of ['Refactor', 'RefactorExtract', 'RefactorInline', 'RefactorRewrite', 'Source', 'SourceOrganizeImports']) {
  CodeActionKind[name] = CodeActionKind.Empty.append(name);
}
class WorkspaceEdit {
  edits = [];
  set(uri, edits) {
    this.edits.push(...edits.map((edit) => ({ uri, edit: Array.isArray(edit) ? edit[0] : edit })));
  }
  replace(uri, range, newText) {
    this.edits.push({ uri, edit: { range, newText } });
  }
}
class Location {
  constructor(uri, range) {
    Object.assign(this, { uri, range });
  }
}
class TabInputText {
  constructor(uri) {
    this.uri = uri;
  }
}
class EventEmitter {
  #listeners = new Set();
  event = (listener, self) => {
    const bound = self ? listener.bind(self) : listener;
    this.#listeners.add(bound);
    return { dispose: () => this.#listeners.delete(bound) };
  };
  fire(value) {
    for (const listener of [...this.#listeners]) listener(value);
  }
  dispose() {
    this.#listeners.clear();
  }
}
class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: new EventEmitter().event };
  cancel() {}
  dispose() {}
}
class CancellationError extends Error {}
class Disposable {
  static from = (...parts) => new Disposable(() => parts.forEach((part) => part?.dispose?.()));
  constructor(dispose) {
    this.dispose = dispose;
  }
}

/** A document as VS Code has it. */
class Document {
  version = 1;
  isClosed = false;
  constructor(name, languageId) {
    this.uri = Uri.file(join(room, name));
    Object.assign(this, { fileName: this.uri.fsPath, languageId });
    this.text = readFileSync(this.fileName, 'utf8');
  }
  getText(range) {
    if (!range) return this.text;
    assert.equal(range.start.line, range.end.line, 'a finding is in one line');
    return this.text.split('\n')[range.start.line].slice(range.start.character, range.end.character);
  }
  get lineCount() {
    return this.text.split('\n').length;
  }
  /** The place of some words, so many characters into them. */
  find(words, offset = 0) {
    const at = this.text.indexOf(words);
    assert.notEqual(at, -1, `${words} was not found`);
    const before = this.text.slice(0, at + offset).split('\n');
    return new Position(before.length - 1, before.at(-1).length);
  }
}

const events = { opened: new EventEmitter(), changed: new EventEmitter(), closed: new EventEmitter(), configured: new EventEmitter() };
const providers = {};
const published = new Map();
const messages = [];
const registered = {};
const settings = { path: binary };
const installed = new Set();
const documents = [];
// Diagnostics are pulled for the document of a tab.
const tabs = [];
const provide = (kind) => (selector, provider) => {
  providers[kind] = provider;
  return { dispose() {} };
};
const editor = (document) => ({ document, visibleRanges: [], setDecorations() {} });
/** Texts in English, as without a bundle. */
const l10n = { t: (text, ...values) => text.replace(/\{(\d+)\}/g, (_, nth) => String(values[nth])) };

const vscode = padded({
  version: '1.91.0',
  l10n,
  Position, Range, Uri, Diagnostic, MarkdownString, Hover, CompletionItem, CompletionList, TextEdit, CodeAction, CodeActionKind,
  WorkspaceEdit, Location, TabInputText, EventEmitter, CancellationTokenSource, CancellationError, Disposable,
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  CompletionItemKind: padded({ Text: 0 }),
  extensions: padded({ getExtension: (id) => (installed.has(id) ? {} : undefined) }),
  env: padded({ appName: 'stand-in', language: 'en' }),
  workspace: padded({
    name: undefined,
    textDocuments: documents,
    workspaceFolders: [{ uri: Uri.file(room), name: 'newsroom', index: 0 }],
    notebookDocuments: [],
    onDidOpenTextDocument: events.opened.event,
    onDidChangeTextDocument: events.changed.event,
    onDidCloseTextDocument: events.closed.event,
    onDidChangeConfiguration: events.configured.event,
    getWorkspaceFolder: () => undefined,
    getConfiguration: (section) => ({
      get: (key, fallback) => (section === 'copydesk' && key in settings ? settings[key] : fallback),
      inspect: () => undefined,
    }),
  }),
  languages: padded({
    // A document is served if one of the filters matches its language or its name.
    match: (selector, document) =>
      [selector].flat().some((filter) => filter.language === document.languageId) ? 10 : 0,
    getDiagnostics: (uri) => published.get(uri.toString()) ?? [],
    createDiagnosticCollection: () => ({
      set: (uri, list) => published.set(uri.toString(), list ?? []),
      delete: (uri) => published.delete(uri.toString()),
      clear: () => published.clear(),
      has: (uri) => published.has(uri.toString()),
      dispose: () => published.clear(),
    }),
    registerHoverProvider: provide('hover'),
    registerCompletionItemProvider: provide('completion'),
    registerCodeActionsProvider: provide('actions'),
    registerDefinitionProvider: provide('definition'),
  }),
  window: padded({
    activeTextEditor: undefined,
    visibleTextEditors: [],
    tabGroups: padded({ all: tabs, onDidChangeTabs: new EventEmitter().event }),
    createOutputChannel: () => ({ append() {}, appendLine() {}, show() {}, clear() {}, dispose() {} }),
    showErrorMessage: async (message) => void messages.push(message),
  }),
  commands: padded({
    registerCommand: (name, run) => {
      registered[name] = run;
      return { dispose() {} };
    },
  }),
});

const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
const extension = createRequire(import.meta.url)(bundle);

// --- The tests.

const context = padded({ subscriptions: [], extensionPath: dirname(dirname(bundle)) });
const none = new CancellationTokenSource().token;
const article = new Document('harbour.ar.news.md', 'newsmd');
const found = (code) => (published.get(article.uri.toString()) ?? []).find((one) => (one.code?.value ?? one.code) === code);
const configure = async (path) => {
  settings.path = path;
  events.configured.fire({ affectsConfiguration: (section) => section === 'copydesk.path' });
};

await test('the files of the manifest exist', () => {
  const [language] = manifest.contributes.languages;
  assert.equal(language.id, 'newsmd');
  assert.deepEqual(language.extensions, ['.news.md']);
  for (const path of [manifest.main, language.configuration, manifest.contributes.grammars[0].path]) {
    readFileSync(join(repo, 'editors/vscode', path));
  }
});

await test('every text of the extension is translated to Arabic', () => {
  const folder = join(repo, 'editors/vscode');
  const json = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const sources = readdirSync(join(folder, 'src')).map((name) => readFileSync(join(folder, 'src', name), 'utf8')).join('\n');
  const used = [...sources.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map((found) => found[1].replaceAll("\\'", "'"));
  const places = (text) => [...text.matchAll(/\{\d\}/g)].map(String).sort().join();
  const bundle = json('l10n/bundle.l10n.ar.json');
  assert.deepEqual([...new Set(used)].sort(), Object.keys(bundle).sort());
  for (const [english, arabic] of Object.entries(bundle)) assert.equal(places(arabic), places(english), english);
  const keys = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map((found) => found[1]).sort();
  for (const name of ['package.nls.json', 'package.nls.ar.json']) assert.deepEqual(Object.keys(json(name)).sort(), keys, name);
});

await test('the server starts and reports findings under the right words', async () => {
  documents.push(article);
  tabs.push({ tabs: [{ input: new TabInputText(article.uri) }] });
  vscode.window.visibleTextEditors.push(editor(article));
  Object.defineProperty(vscode.window, 'activeTextEditor', { value: editor(article) });
  await extension.activate(context);
  assert.deepEqual(messages, []);
  events.opened.fire(article);
  const wanted = { 'unknown-actor': 'sahil-line', 'unlinked-actor': 'كريم عادل', 'ambiguous-actor': 'نادية فرح', 'unbalanced-quotation': '«' };
  for (const [code, words] of Object.entries(wanted)) {
    const one = await eventually(`${code} is found`, () => found(code));
    assert.equal(article.getText(one.range), words);
    assert.equal(one.source, 'copydesk');
  }
});

await test('hover shows who an actor is', async () => {
  const hover = await providers.hover.provideHover(article, article.find('سميرة ناصر', 2), none);
  const text = hover.contents.map((part) => part.value).join('\n');
  assert.match(text, /Samira Nasser/);
  assert.match(text, /وزيرة الموانئ/);
});

await test('a quick fix is applied', async () => {
  const finding = found('unknown-actor');
  const actions = await providers.actions.provideCodeActions(article, finding.range, { diagnostics: [finding], only: undefined }, none);
  const fix = actions.find((action) => action.title.includes('sahil-lines'));
  assert.ok(fix, `no fix among ${actions.map((action) => action.title)}`);
  const { edit: made } = fix.edit ? fix : await providers.actions.resolveCodeAction(fix, none);
  const [{ edit }] = made.edits;
  assert.match(edit.newText, /^(actor:)?sahil-lines$/);
});

await test('a definition is in the registry', async () => {
  const place = [await providers.definition.provideDefinition(article, article.find('](actor:samira', 9), none)].flat()[0];
  const uri = place.targetUri ?? place.uri;
  const range = place.targetSelectionRange ?? place.range;
  assert.equal(uri.fsPath, join(room, 'actors.toml'));
  const line = readFileSync(uri.fsPath, 'utf8').split('\n')[range.start.line];
  assert.equal(line.slice(range.start.character, range.end.character), 'samira-nasser');
});

await test('Latin letters find an Arabic name, after typing', async () => {
  const at = article.find('\nوحضرت');
  const range = new Range(at, at);
  const before = article.text;
  const offset = before.indexOf('\nوحضرت');
  article.text = `${before.slice(0, offset)}\n[sam\n${before.slice(offset)}`;
  article.version += 1;
  events.changed.fire({ document: article, reason: undefined, contentChanges: [{ range, rangeOffset: offset, rangeLength: 0, text: '\n[sam\n' }] });
  const list = await providers.completion.provideCompletionItems(article, article.find('[sam', 4), none, { triggerKind: 0 });
  const items = list.items ?? list;
  const labels = items.map((item) => item.label.label ?? item.label);
  assert.equal(labels[0], 'سميرة ناصر');
  const resolved = await providers.completion.resolveCompletionItem(items[0], none);
  assert.match(resolved.documentation.value, /Samira Nasser/);
  // The findings move with the text.
  const one = await eventually('ambiguous-actor has moved', () => {
    const now = found('ambiguous-actor');
    return now && now.range.start.line === article.find('نادية فرح').line ? now : undefined;
  });
  assert.equal(article.getText(one.range), 'نادية فرح');
});

await test('a missing program is reported with a remedy', async () => {
  await configure('/nowhere/copydesk');
  await eventually('a message is shown', () => messages.length > 0);
  assert.match(messages[0], /`\/nowhere\/copydesk` was not found/);
  assert.match(messages[0], /copydesk\.path/);
  assert.equal(published.size, 0, 'findings of a server that is gone stay');
});

await test('without a setting the program is found on PATH, and restarted on demand', async () => {
  const folder = join(scratch, 'bin');
  mkdirSync(folder);
  symlinkSync(binary, join(folder, 'copydesk'));
  process.env.PATH = `${folder}:${process.env.PATH}`;
  messages.length = 0;
  await configure('');
  await eventually('findings are back', () => found('unknown-actor'));
  await registered['copydesk.restart']();
  await eventually('findings are back', () => found('unknown-actor'));
  assert.deepEqual(messages, []);
});

await test('a program that is not a server is reported', async () => {
  const other = join(scratch, 'other');
  writeFileSync(other, '#!/bin/sh\nexit 3\n');
  chmodSync(other, 0o755);
  await configure(other);
  await eventually('a message is shown', () => messages.some((message) => /does not start/.test(message)));
});

await test('a fault of the markup is shown once', async () => {
  writeFileSync(join(room, 'faulty.nitf.xml'), '<nitf><body><body.content><p>Work & rest begin on Tuesday, 18 March 2024.</p></body.content></body></nitf>\n');
  const item = new Document('faulty.nitf.xml', 'xml');
  const codes = () => (published.get(item.uri.toString()) ?? []).map((one) => one.code?.value ?? one.code);
  documents.push(item);
  tabs.push({ tabs: [{ input: new TabInputText(item.uri) }] });
  await configure(binary);
  await eventually('both are found', () => codes().includes('malformed-markup') && codes().includes('weekday-mismatch'));
  installed.add('redhat.vscode-xml');
  await registered['copydesk.restart']();
  await eventually('the date is found', () => codes().includes('weekday-mismatch'));
  assert.ok(!codes().includes('malformed-markup'), 'the other extension reports it');
  settings.markupProblems = 'always';
  await registered['copydesk.restart']();
  await eventually('both are found', () => codes().includes('malformed-markup') && codes().includes('weekday-mismatch'));
  settings.markupProblems = 'never';
  installed.clear();
  await registered['copydesk.restart']();
  await eventually('the date is found', () => codes().includes('weekday-mismatch'));
  assert.ok(!codes().includes('malformed-markup'));
});

await test('the server ends with the extension', async () => {
  await configure(binary);
  await eventually('findings are back', () => found('unknown-actor'));
  await extension.deactivate();
});

rmSync(scratch, { recursive: true, force: true });
console.log(sum());
// A server that is still running would keep this process alive: that is a failure, too.
process.exitCode = sums.failed === 0 ? 0 : 1;
const lingering = setTimeout(() => {
  console.log('a server is still running\n0 passed, 1 failed');
  process.exit(1);
}, PATIENCE);
lingering.unref();

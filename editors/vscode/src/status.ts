// The status bar: the state of the server and the number of findings in the article; and whether there is a registry.

import { DiagnosticSeverity, Disposable, l10n, languages, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Articles } from './articles';
import type { ProjectDescription, Server } from './types';

/** What the tooltip and its links may run. */
const COMMANDS = ['copydesk.setUp', 'copydesk.startArticle', 'copydesk.openRegistry', 'copydesk.showOutput'];

export function showStatus(server: Server, articles: Articles): Disposable {
  const item = window.createStatusBarItem('copydesk.status', StatusBarAlignment.Right, 90);
  item.name = 'copydesk';
  const missing = window.createStatusBarItem('copydesk.registry', StatusBarAlignment.Right, 89);
  missing.name = l10n.t('copydesk: registry');
  missing.text = `$(person-add) ${l10n.t('No registry')}`;
  missing.tooltip = l10n.t('No registry: names are checked against built-in places only. Click to set up a newsroom here.');
  missing.command = 'copydesk.setUp';
  const update = () => {
    const document = window.activeTextEditor?.document;
    const isArticle = document !== undefined && articles.has(document);
    const { state } = server;
    item.backgroundColor = undefined;
    item.command = 'copydesk.showOutput';
    const project = isArticle ? articles.projectOf(document) : undefined;
    if (state.is === 'running' && project && project.entries === 0 && project.registries.length === 0) missing.show();
    else missing.hide();
    if (state.is === 'missing' || state.is === 'failed') {
      item.text = '$(warning) copydesk';
      item.tooltip = state.why;
      item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
      item.command = 'copydesk.restart';
      item.show();
      return;
    }
    if (!document || !(isArticle || document.languageId === 'toml')) {
      item.hide();
      return;
    }
    if (state.is === 'running') {
      const count = languages
        .getDiagnostics(document.uri)
        .filter((one) => one.source === 'copydesk' && one.severity !== DiagnosticSeverity.Hint).length;
      item.text = count === 0 ? '$(check) copydesk' : `$(pencil) copydesk: ${count}`;
      item.command = count === 0 ? 'copydesk.showOutput' : 'workbench.actions.view.problems';
      item.tooltip = tooltip(server, count, project);
    } else {
      item.text = state.is === 'starting' ? '$(sync~spin) copydesk' : '$(circle-slash) copydesk';
      item.tooltip = state.is === 'starting' ? l10n.t('The server is starting') : l10n.t('The server is stopped');
    }
    item.show();
  };
  update();
  return Disposable.from(
    item,
    missing,
    server.onDidChange(update),
    articles.onDidChange(update),
    window.onDidChangeActiveTextEditor(update),
    languages.onDidChangeDiagnostics(update),
  );
}

function tooltip(server: Server, count: number, project: ProjectDescription | undefined): MarkdownString {
  const lines = [
    count === 0 ? l10n.t('No findings in this file') : count === 1 ? l10n.t('One finding in this file') : l10n.t('{0} findings in this file', count),
  ];
  const name = (path: string) => escape(path.split(/[/\\]/).at(-1) ?? path);
  if (project) {
    const [first] = project.registries;
    if (project.config !== null) lines.push(l10n.t('Settings: {0}', name(project.config)));
    if (first === undefined) {
      lines.push(l10n.t('No registry: names are checked against built-in places only'), `[${l10n.t('Set Up a Newsroom Here')}](command:copydesk.setUp)`);
    } else {
      const more = project.registries.length > 1 ? ` +${project.registries.length - 1}` : '';
      lines.push(`[${l10n.t('Registry: {0}, entries: {1}', `${name(first)}${more}`, project.entries)}](command:copydesk.openRegistry)`);
    }
    lines.push(...project.errors.map((error) => `$(warning) ${escape(error)}`));
    lines.push(`[${l10n.t('New Article')}](command:copydesk.startArticle)`);
  }
  if (server.state.is === 'running') lines.push(program(server.state));
  const text = new MarkdownString(lines.join('\n\n'), true);
  text.isTrusted = { enabledCommands: COMMANDS };
  return text;
}

function program({ version, from, path }: { version: string; from: string; path: string }): string {
  if (from === 'bundled') return l10n.t('copydesk {0}, included', version);
  const where = `\`${path}\``;
  return from === 'PATH' ? l10n.t('copydesk {0}, from PATH: {1}', version, where) : l10n.t('copydesk {0}, from the setting: {1}', version, where);
}

const escape = (text: string) => text.replace(/[\\`*_{}[\]()#+\-.!<>|~$]/g, '\\$&').replace(/\s+/g, ' ');

// The status bar item: the state of the server, its source, and the number of findings in the article.

import { DiagnosticSeverity, Disposable, languages, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Articles } from './articles';
import type { Server } from './types';

/** How the program was found, by the source that the server reports. */
const SOURCES: Record<string, string> = { setting: 'from the setting', PATH: 'from PATH', bundled: 'included' };

export function showStatus(server: Server, articles: Articles): Disposable {
  const item = window.createStatusBarItem('copydesk.status', StatusBarAlignment.Right, 90);
  item.name = 'copydesk';
  const update = () => {
    const document = window.activeTextEditor?.document;
    const ours = document && (articles.has(document) || document.languageId === 'toml');
    const { state } = server;
    item.backgroundColor = undefined;
    item.command = 'copydesk.showOutput';
    if (state.is === 'missing' || state.is === 'failed') {
      item.text = '$(warning) copydesk';
      item.tooltip = state.why;
      item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
      item.command = 'copydesk.restart';
      item.show();
      return;
    }
    if (!ours) {
      item.hide();
      return;
    }
    if (state.is === 'running') {
      const count = languages
        .getDiagnostics(document.uri)
        .filter((one) => one.source === 'copydesk' && one.severity !== DiagnosticSeverity.Hint).length;
      item.text = count === 0 ? '$(check) copydesk' : `$(pencil) copydesk: ${count}`;
      item.command = count === 0 ? 'copydesk.showOutput' : 'workbench.actions.view.problems';
      const said = count === 0 ? 'No findings' : count === 1 ? 'One finding' : `${count} findings`;
      item.tooltip = new MarkdownString(
        `${said} in this file\n\ncopydesk ${state.version}, ${SOURCES[state.from] ?? state.from}: \`${state.path}\``,
      );
    } else {
      item.text = state.is === 'starting' ? '$(sync~spin) copydesk' : '$(circle-slash) copydesk';
      item.tooltip = state.is === 'starting' ? 'The server is starting' : 'The server is stopped';
    }
    item.show();
  };
  update();
  return Disposable.from(
    item,
    server.onDidChange(update),
    articles.onDidChange(update),
    window.onDidChangeActiveTextEditor(update),
    languages.onDidChangeDiagnostics(update),
  );
}

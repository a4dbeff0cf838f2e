// Ticks the steps of the walkthrough that are done without it. VS Code ignores a context that is true before it has read the
// walkthrough, and it reads it when the page is opened. So these contexts are set only while that page is open.

import { commands, Disposable, window } from 'vscode';
import type { Articles } from './articles';
import type { Server } from './types';

/** How long VS Code needs to read the walkthrough, in milliseconds. */
const PAUSE = 1500;

export function tickSteps(server: Server, articles: Articles): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const tick = () => {
    const done = {
      runs: server.state.is === 'running',
      article: articles.projects.length > 0,
      project: articles.projects.some((project) => project.config !== null),
    };
    for (const [name, is] of Object.entries(done)) {
      if (is) void commands.executeCommand('setContext', `copydesk.walkthrough.${name}`, true);
    }
  };
  const soon = () => {
    // The page is the only kind of tab whose input extensions do not know.
    const isOpen = window.tabGroups.all.some((group) => group.tabs.some((tab) => tab.input === undefined));
    clearTimeout(timer);
    if (isOpen) timer = setTimeout(tick, PAUSE);
  };
  soon();
  return Disposable.from(
    new Disposable(() => clearTimeout(timer)),
    window.tabGroups.onDidChangeTabs(soon),
    server.onDidChange(soon),
    articles.onDidChange(soon),
  );
}

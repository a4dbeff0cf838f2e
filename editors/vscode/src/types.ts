// What the parts of the extension know of the language server. The class behind it is in `client.ts`.

import type { Event, WorkspaceEdit } from 'vscode';
import type { Found } from './server';

/** The languages of articles. */
export const ARTICLES = ['newsmd', 'markdown', 'plaintext'];

/** The state of the server. */
export type State =
  | { is: 'starting' | 'stopped' }
  | { is: 'running'; path: string; from: string; version: string }
  | { is: 'missing' | 'failed'; why: string };

/** The one language server of this window. */
export interface Server {
  readonly state: State;
  readonly onDidChange: Event<State>;
  /** The program as it would be started. */
  find(): Found;
  restart(): Promise<void>;
  showOutput(): void;
  /** Runs a command of the server; undefined if the server is not running or does not have it. */
  execute<T>(command: string, argument: unknown): Promise<T | undefined>;
  /** An edit of the protocol as one of VS Code. */
  asWorkspaceEdit(edit: unknown): Promise<WorkspaceEdit | undefined>;
}

// The interface of the language server for the rest of the extension. It is implemented in `client.ts`.

import type { Event, WorkspaceEdit } from 'vscode';
import type { Found } from './server';

/** The state of the server. */
export type State =
  | { is: 'starting' | 'stopped' }
  | { is: 'running'; path: string; from: string; version: string }
  | { is: 'missing' | 'failed'; why: string };

/** The language server of this window. */
export interface Server {
  readonly state: State;
  readonly onDidChange: Event<State>;
  /** Finds the program to start. */
  find(): Found;
  restart(): Promise<void>;
  showOutput(): void;
  /** Runs a command of the server. Undefined if the server is not running or does not support it. */
  execute<T>(command: string, argument: unknown): Promise<T | undefined>;
  /** Converts an edit of the protocol to one of VS Code. */
  asWorkspaceEdit(edit: unknown): Promise<WorkspaceEdit | undefined>;
}

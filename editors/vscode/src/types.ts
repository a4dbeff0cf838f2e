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

/** What governs a document, as the server describes it. */
export interface ProjectDescription {
  article: boolean;
  /** The path of `copydesk.toml`, if there is one. */
  config: string | null;
  registries: string[];
  /** The number of entries, without built-in places. */
  entries: number;
  language: string | null;
  /** The folder in which a project would be set up. Null for a document without a folder. */
  folder: string | null;
  /** Files of the project that could not be read. */
  errors: string[];
}

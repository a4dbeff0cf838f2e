// Starts `copydesk lsp`, restarts it when settings change, and reports its state.

import { CodeAction, commands, Disposable, EventEmitter, ExtensionContext, l10n, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import { LanguageClient, SemanticTokensRequest, WorkspaceEdit as ProtocolEdit } from 'vscode-languageclient/node';
import { MARKUP } from './articles';
import { withoutScrambling } from './colours';
import { confirmed, fillIn, isAddition, report, reportAddition } from './commands';
import { withoutRepetition } from './hover';
import { Found, findServer } from './server';
import type { Server, State } from './types';
import { withoutDoubles } from './validators';

/** The server of this window. Starts and stops are serialized, even if settings change quickly. */
export class Client implements Server, Disposable {
  readonly #context: ExtensionContext;
  readonly #changed = new EventEmitter<State>();
  readonly #output = window.createOutputChannel('copydesk', { log: true });
  #client: LanguageClient | undefined;
  #turn: Promise<void> = Promise.resolve();
  #state: State = { is: 'stopped' };

  readonly onDidChange = this.#changed.event;

  constructor(context: ExtensionContext) {
    this.#context = context;
  }

  get state(): State {
    return this.#state;
  }

  /** Finds the program to start. */
  find(): Found {
    return findServer(workspace.getConfiguration('copydesk').get('path', ''), process.env, this.#context.extensionPath);
  }

  restart(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  stop(): Promise<void> {
    return this.#inTurn(() => this.#stop());
  }

  showOutput(): void {
    this.#output.show(true);
  }

  /** Runs a command of the server. Undefined if the server is not running or does not support it. */
  async execute<T>(command: string, argument: unknown): Promise<T | undefined> {
    const client = this.#client;
    const offered = client?.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    if (!client?.isRunning() || !offered.includes(command)) return undefined;
    return client.sendRequest<T>('workspace/executeCommand', { command, arguments: [argument] });
  }

  /** Converts an edit of the protocol to one of VS Code. */
  async asWorkspaceEdit(edit: unknown): Promise<WorkspaceEdit | undefined> {
    return this.#client?.protocol2CodeConverter.asWorkspaceEdit(edit as ProtocolEdit);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#output.dispose();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work, work);
    return this.#turn;
  }

  #become(state: State): void {
    this.#state = state;
    void commands.executeCommand('setContext', 'copydesk.running', state.is === 'running');
    this.#changed.fire(state);
  }

  async #stop(): Promise<void> {
    const running = this.#client;
    this.#client = undefined;
    await running?.dispose();
    this.#become({ is: 'stopped' });
  }

  async #start(): Promise<void> {
    const found = this.find();
    if ('missing' in found) {
      const why = l10n.t('`{0}` was not found. Install copydesk on PATH, or set “copydesk.path”.', found.missing);
      this.#become({ is: 'missing', why });
      // Not awaited: the message stays until the user answers it.
      void reportError(`copydesk: ${why}`);
      return;
    }
    this.#become({ is: 'starting' });
    const run = { command: found.path, args: ['lsp'] };
    const starting: LanguageClient = new LanguageClient(
      'copydesk',
      'copydesk',
      { run, debug: run },
      {
        documentSelector: [
          { language: 'newsmd' },
          // Files and new documents only: pages of rules and cells of notebooks are Markdown, too.
          { scheme: 'file', language: 'markdown' },
          { scheme: 'untitled', language: 'markdown' },
          { scheme: 'file', pattern: '**/*.txt' },
          // The server is silent about those that are not articles.
          ...MARKUP.map((language) => ({ language })),
          // The registry and the configuration: unsaved edits take effect.
          { scheme: 'file', pattern: '**/*.toml' },
        ],
        outputChannel: this.#output,
        initializationOptions: settings,
        synchronize: { configurationSection: 'copydesk' },
        middleware: {
          provideDocumentSemanticTokens: async (document, token, next) => {
            const tokens = await next(document, token);
            return tokens && withoutScrambling(document, tokens);
          },
          provideDocumentRangeSemanticTokens: async (document, range, token, next) => {
            const tokens = await next(document, range, token);
            return tokens && withoutScrambling(document, tokens);
          },
          // A delta would refer to tokens that are not shown, so all tokens are requested.
          provideDocumentSemanticTokensEdits: async (document, _previous, token) => {
            const textDocument = starting.code2ProtocolConverter.asTextDocumentIdentifier(document);
            const answer = await starting.sendRequest(SemanticTokensRequest.type, { textDocument }, token);
            const tokens = await starting.protocol2CodeConverter.asSemanticTokens(answer, token);
            return tokens && withoutScrambling(document, tokens);
          },
          handleDiagnostics: (uri, found, next) => {
            const document = workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
            next(uri, document ? withoutDoubles(document, found) : found);
          },
          provideDiagnostics: async (document, previous, token, next) => {
            const report = await next(document, previous, token);
            if (!report || !('items' in report) || document instanceof Uri) return report;
            return { ...report, items: withoutDoubles(document, report.items) };
          },
          provideHover: async (document, position, token, next) => {
            const hover = await next(document, position, token);
            return hover && withoutRepetition(document, position, hover);
          },
          provideCodeActions: async (document, range, context, token, next) => {
            const actions = await next(document, range, context, token);
            for (const action of actions ?? []) {
              if (action instanceof CodeAction && isAddition(action)) reportAddition(action, document.uri);
            }
            return actions;
          },
          resolveCodeAction: async (action, token, next) => {
            const article = window.activeTextEditor?.document.uri;
            const adds = isAddition(action);
            const resolved = await next(action, token);
            if (resolved && article && adds) reportAddition(resolved, article);
            return resolved;
          },
          provideRenameEdits: async (document, position, name, token, next) =>
            confirmed(await next(document, position, name, token), document, name),
          executeCommand: async (command, given, next) => {
            const answer: unknown = await next(command, fillIn(given));
            report(command, answer, given);
            return answer;
          },
        },
      },
    );
    this.#client = starting;
    try {
      await starting.start();
      const version = starting.initializeResult?.serverInfo?.version ?? '';
      this.#become({ is: 'running', path: found.path, from: found.from, version });
    } catch (error) {
      this.#client = undefined;
      const why = l10n.t(
        '`{0}` does not start as a language server ({1}). Check the setting “copydesk.path” and the output channel.',
        found.path,
        String(error),
      );
      this.#become({ is: 'failed', why });
      void reportError(`copydesk: ${why}`);
    }
  }
}

/** The current settings of the server. Later changes are sent by the client. */
function settings(): Record<string, unknown> {
  const all = workspace.getConfiguration('copydesk');
  const named = ['config', 'registry', 'language', 'rules', 'inlayHints', 'fixOnSave'];
  // Without the setting, messages have the language of the editor.
  if (all.get('messages')) named.push('messages');
  // The code of a finding links to the page of its rule.
  return { ...Object.fromEntries(named.map((name) => [name, all.get(name)])), rulePages: 'markdown' };
}

async function reportError(message: string): Promise<void> {
  const open = l10n.t('Open Settings');
  const help = l10n.t('How to Install');
  const answer = await window.showErrorMessage(message, open, help);
  if (answer === open) await commands.executeCommand('workbench.action.openSettings', 'copydesk.path');
  if (answer === help) {
    await commands.executeCommand('workbench.action.openWalkthrough', 'copydesk.copydesk#copydesk.begin', false);
  }
}

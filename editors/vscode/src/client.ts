// Starts `copydesk lsp`, keeps it running with the settings in force, and says how it fares.

import { CodeAction, commands, Disposable, EventEmitter, ExtensionContext, window, workspace, WorkspaceEdit } from 'vscode';
import { LanguageClient, SemanticTokensRequest, WorkspaceEdit as ProtocolEdit } from 'vscode-languageclient/node';
import { withoutScrambling } from './colours';
import { confirmed, fillIn, report, tellOfAddition } from './commands';
import { Found, findServer } from './server';
import type { Server, State } from './types';

/** The one server of this window. It starts and stops in turn, however fast settings change. */
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

  /** The program as it would be started. */
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

  /** Runs a command of the server; undefined where the server is away or does not have it. */
  async execute<T>(command: string, argument: unknown): Promise<T | undefined> {
    const client = this.#client;
    const offered = client?.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    if (!client?.isRunning() || !offered.includes(command)) return undefined;
    return client.sendRequest<T>('workspace/executeCommand', { command, arguments: [argument] });
  }

  /** An edit of the protocol as one of VS Code. */
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
      const why =
        `There is no program \`${found.missing}\`. ` +
        'Install copydesk so that it is on PATH, or set “copydesk.path” to where it is.';
      this.#become({ is: 'missing', why });
      // Not awaited: the message stays until somebody answers it.
      void complain(`copydesk: ${why}`);
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
          { language: 'markdown' },
          { scheme: 'file', pattern: '**/*.txt' },
          // The registry and the configuration: their edits are seen before they are saved.
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
          // Changes would be those of tokens that are not shown: all of them are asked for.
          provideDocumentSemanticTokensEdits: async (document, _previous, token) => {
            const textDocument = starting.code2ProtocolConverter.asTextDocumentIdentifier(document);
            const answer = await starting.sendRequest(SemanticTokensRequest.type, { textDocument }, token);
            const tokens = await starting.protocol2CodeConverter.asSemanticTokens(answer, token);
            return tokens && withoutScrambling(document, tokens);
          },
          provideCodeActions: async (document, range, context, token, next) => {
            const actions = await next(document, range, context, token);
            for (const action of actions ?? []) if (action instanceof CodeAction) tellOfAddition(action, document.uri);
            return actions;
          },
          resolveCodeAction: async (action, token, next) => {
            const article = window.activeTextEditor?.document.uri;
            const resolved = await next(action, token);
            if (resolved && article) tellOfAddition(resolved, article);
            return resolved;
          },
          provideRenameEdits: async (document, position, name, token, next) =>
            confirmed(await next(document, position, name, token), document, name),
          executeCommand: async (command, given, next) => {
            const answer: unknown = await next(command, fillIn(given));
            report(command, answer);
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
      const why =
        `\`${found.path}\` does not start as a language server (${String(error)}). ` +
        'Check that “copydesk.path” names copydesk, and look at its output channel.';
      this.#become({ is: 'failed', why });
      void complain(`copydesk: ${why}`);
    }
  }
}

/** The settings that the server reads, as they stand. Later changes are sent by the client. */
function settings(): Record<string, unknown> {
  const all = workspace.getConfiguration('copydesk');
  const named = ['config', 'registry', 'language', 'rules', 'inlayHints', 'fixOnSave'];
  // The code of a finding leads to the page of its rule.
  return { ...Object.fromEntries(named.map((name) => [name, all.get(name)])), rulePages: true };
}

async function complain(message: string): Promise<void> {
  const open = 'Open Settings';
  const help = 'How to Install';
  const answer = await window.showErrorMessage(message, open, help);
  if (answer === open) await commands.executeCommand('workbench.action.openSettings', 'copydesk.path');
  if (answer === help) {
    await commands.executeCommand('workbench.action.openWalkthrough', 'copydesk.copydesk#copydesk.begin', false);
  }
}

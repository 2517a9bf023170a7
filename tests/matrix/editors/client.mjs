// A client of the Language Server Protocol over stdio (LSP 3.17): starts a server, opens texts, asks.
// Knows nothing of manifests, nor which server it talks to.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export class Client {
  #process;
  #waiting = new Map();
  #published = new Map();
  #input = Buffer.alloc(0);
  #lastId = 0;
  #version = 0;
  #over = null;
  stderr = '';

  /**
   * @param {string[]} command  program and arguments
   * @param {string} root       URI of the folder that is open in the editor
   * @param {(section: string) => unknown} settings  what the user has set, by section
   */
  static async start(command, root, settings) {
    const client = new Client();
    client.settings = settings;
    const server = spawn(command[0], command.slice(1), { cwd: fileURLToPath(root), stdio: 'pipe' });
    client.#process = server;
    server.stdout.on('data', (data) => client.#read(data));
    server.stderr.on('data', (data) => (client.stderr = (client.stderr + data).slice(-4000)));
    server.stdin.on('error', () => {});
    server.on('error', (error) => client.#end(error.message));
    server.on('exit', (code, signal) => client.#end(`ended with ${signal ?? code}`));
    await client.ask('initialize', {
      processId: process.pid,
      rootUri: root,
      workspaceFolders: [{ uri: root, name: 'films' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } },
        textDocument: {
          completion: {
            completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'], labelDetailsSupport: true },
            contextSupport: true,
          },
          hover: { contentFormat: ['markdown', 'plaintext'] },
          publishDiagnostics: { relatedInformation: true, versionSupport: true },
          synchronization: { didSave: true },
        },
      },
    });
    client.tell('initialized', {});
    client.tell('workspace/didChangeConfiguration', { settings: settings('') });
    return client;
  }

  #end(why) {
    this.#over ??= why;
    for (const { fail } of this.#waiting.values()) fail(new Error(`the server ${why}: ${this.stderr.slice(-400)}`));
    this.#waiting.clear();
  }

  #read(data) {
    this.#input = Buffer.concat([this.#input, data]);
    for (;;) {
      const end = this.#input.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(this.#input.subarray(0, end).toString())[1]);
      if (this.#input.length < end + 4 + length) return;
      const message = JSON.parse(this.#input.subarray(end + 4, end + 4 + length).toString());
      this.#input = this.#input.subarray(end + 4 + length);
      this.#receive(message);
    }
  }

  #receive({ id, method, params, result, error }) {
    if (method === 'textDocument/publishDiagnostics') {
      this.#published.set(params.uri, { when: Date.now(), findings: params.diagnostics });
    } else if (method && id !== undefined) {
      const answer = method === 'workspace/configuration' ? params.items.map(({ section }) => this.settings(section ?? '')) : null;
      this.#send({ id, result: answer });
    } else if (id !== undefined && this.#waiting.has(id)) {
      const { done, fail } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) fail(new Error(error.message));
      else done(result);
    }
  }

  #send(message) {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  tell(method, params) {
    this.#send({ method, params });
  }

  ask(method, params, patience = 15000) {
    if (this.#over) return Promise.reject(new Error(`the server ${this.#over}: ${this.stderr.slice(-400)}`));
    const id = ++this.#lastId;
    return new Promise((done, fail) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        fail(new Error(`no answer to ${method} in ${patience} ms`));
      }, patience);
      const settle = (act) => (value) => {
        clearTimeout(timer);
        act(value);
      };
      this.#waiting.set(id, { done: settle(done), fail: settle(fail) });
      this.#send({ id, method, params });
    });
  }

  /** Opens a text; it also stands on the disk, since some servers look there. */
  open(uri, languageId, text) {
    writeFileSync(fileURLToPath(uri), text);
    this.#published.delete(uri);
    this.tell('textDocument/didOpen', { textDocument: { uri, languageId, version: ++this.#version, text } });
  }

  close(uri) {
    this.tell('textDocument/didClose', { textDocument: { uri } });
  }

  /** Types: the whole text of an open file is another. */
  change(uri, text) {
    this.#published.delete(uri);
    this.tell('textDocument/didChange', { textDocument: { uri, version: ++this.#version }, contentChanges: [{ text }] });
  }

  /**
   * The findings of an open text, once they are as `wanted` and the server has been quiet for a while;
   * whatever they are when `patience` is at its end (all times in milliseconds).
   */
  async findings(uri, { wanted = () => true, quiet = 250, patience = 6000 } = {}) {
    for (const start = Date.now(); Date.now() - start < patience; await sleep(10)) {
      if (this.#over) throw new Error(`the server ${this.#over}: ${this.stderr.slice(-400)}`);
      const seen = this.#published.get(uri);
      if (seen && Date.now() - seen.when >= quiet && wanted(seen.findings)) return seen.findings;
    }
    const seen = this.#published.get(uri);
    if (!seen) throw new Error(`no findings were published in ${patience} ms`);
    return seen.findings;
  }

  /** What is offered at a place, as the protocol's completion items. */
  async completions(uri, position) {
    const answer = await this.ask('textDocument/completion', { textDocument: { uri }, position, context: { triggerKind: 1 } });
    return answer?.items ?? answer ?? [];
  }

  /** What is shown at a place, as one text; empty if nothing is. */
  async hover(uri, position) {
    const answer = await this.ask('textDocument/hover', { textDocument: { uri }, position });
    const contents = answer?.contents ?? '';
    return (Array.isArray(contents) ? contents : [contents]).map((part) => part.value ?? part).join('\n');
  }

  async stop() {
    if (!this.#over) {
      await this.ask('shutdown', null, 3000).catch(() => {});
      this.tell('exit', null);
      await Promise.race([new Promise((done) => this.#process.on('exit', done)), sleep(2000)]);
    }
    this.#process.kill('SIGKILL');
  }
}

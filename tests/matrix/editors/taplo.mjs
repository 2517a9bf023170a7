// taplo's language server over stdio. Its only release with one outside GitHub is the WebAssembly
// build that the VS Code extension Even Better TOML runs; this gives it files, as that extension does.
// Knows nothing of what is asked.
//
//   taplo.mjs FOLDER     FOLDER has node_modules with @taplo/lsp
import { existsSync, promises } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const { TaploLsp } = createRequire(path.join(process.argv[2], 'package.json'))('@taplo/lsp');
// Nothing that a test reads is on another machine; without settings taplo asks for its own catalogue.
const anywhere = globalThis.fetch;
globalThis.fetch = (request, ...more) =>
  new URL(request.url ?? request).hostname === '127.0.0.1' ? anywhere(request, ...more) : Promise.reject(new Error('no network here'));

const server = await TaploLsp.initialize(
  {
    cwd: () => process.cwd(),
    envVar: (name) => process.env[name],
    envVars: () => Object.entries(process.env),
    findConfigFile: (from) => ['.taplo.toml', 'taplo.toml'].map((name) => path.join(from, name)).find(existsSync),
    glob: () => [],
    isAbsolute: path.isAbsolute,
    now: () => new Date(),
    readFile: (name) => promises.readFile(name),
    writeFile: () => Promise.reject(new Error('nothing is written here')),
    stderr: async (bytes) => (process.stderr.write(bytes), bytes.length),
    stdErrAtty: () => false,
    stdin: async () => new Uint8Array(),
    stdout: async (bytes) => bytes.length,
    urlToFilePath: (url) => (url.startsWith('file:') ? fileURLToPath(url) : undefined),
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
    fetch: { fetch, Headers, Request, Response },
  },
  {
    onMessage(message) {
      const text = JSON.stringify(message);
      process.stdout.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    },
  },
);

let input = Buffer.alloc(0);
process.stdin.on('data', (data) => {
  input = Buffer.concat([input, data]);
  for (;;) {
    const end = input.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: *(\d+)/i.exec(input.subarray(0, end).toString())[1]);
    if (input.length < end + 4 + length) return;
    const message = JSON.parse(input.subarray(end + 4, end + 4 + length).toString());
    input = input.subarray(end + 4 + length);
    if (message.method === 'exit') process.exit(0);
    server.send(message);
  }
});
process.stdin.on('end', () => process.exit(0));

#!/usr/bin/env node
// Drives the language servers that editors use, with the committed schema, as an editor would: no
// finding in jobs/, help at named places, one finding for a mistake, the schema found by a file's name.
// Needs no rendit.
//
//   editors.mjs [SERVER…]    only these servers
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Checks, home, load, printChecks } from '../matrix.mjs';
import { Client } from './client.mjs';
import { files, servers, settings } from './servers.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');
const data = (name) => load('yaml').parse(readFileSync(path.join(here, name), 'utf8'));
const { places } = data('places.yaml');
const { mistakes } = data('mistakes.yaml');
const manifests = {
  toml: readFileSync(path.join(here, 'manifest.toml'), 'utf8'),
  yaml: readFileSync(path.join(here, 'manifest.yaml'), 'utf8'),
};

// A repository of films: the schema, manifests that name it in their first line, nothing else.
const films = path.join(home, 'editors');
rmSync(films, { recursive: true, force: true });
mkdirSync(path.join(films, 'jobs'), { recursive: true });
mkdirSync(path.join(films, 'schema'));
copyFileSync(path.join(root, 'schema/rendit.schema.json'), path.join(films, 'schema/rendit.schema.json'));

// SchemaStore, as it would be with our entry: the catalogue and, at its address, the schema; and the
// same as files.
const schema = path.join(films, 'schema/rendit.schema.json');
const entry = JSON.parse(readFileSync(path.join(root, 'schema/catalog.json'), 'utf8'));
const catalogue = (url) => JSON.stringify({ ...entry, schemas: entry.schemas.map((one) => ({ ...one, url: url(one) })) });
const store = createServer((request, answer) => {
  const here = `http://${request.headers.host}/`;
  const texts = { '/catalog.json': catalogue(({ url }) => here + path.basename(url)), '/rendit.json': readFileSync(schema) };
  answer.writeHead(request.url in texts ? 200 : 404, { 'content-type': 'application/json' });
  answer.end(texts[request.url]);
});
await new Promise((done) => store.listen(0, '127.0.0.1', done));
const setting = settings(`http://127.0.0.1:${store.address().port}/catalog.json`);
writeFileSync(path.join(films, 'catalog.json'), catalogue(() => pathToFileURL(schema).href));
for (const [name, text] of Object.entries(files)) writeFileSync(path.join(films, name), text);

const flat = (text) => text.replace(/\s+/g, ' ');
const documentation = (item) => flat(item?.documentation?.value ?? item?.documentation ?? '');
/** A value without what syntaxes and servers write differently: outer quotes, spaces. */
const bare = (value) => value.replace(/\s+/g, '').replace(/^(["'])(.*)\1$/, '$2');

/** Where `wanted` stands: a text, or a text to look behind and the text. It stands there once. */
function locate(text, wanted) {
  const [after, entry] = Array.isArray(wanted) ? wanted : ['', wanted];
  const behind = text.indexOf(after) + after.length;
  const start = text.indexOf(entry, behind);
  const isOnly = after !== '' || text.indexOf(entry, start + 1) < 0;
  if (!text.includes(after) || start < 0 || !isOnly) throw new Error(`not once in the manifest: ${wanted}`);
  return { start, end: start + entry.length };
}

const replace = (text, { start, end }, by) => text.slice(0, start) + by + text.slice(end);
const position = (text, offset) => {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1).length };
};
const offset = (text, { line, character }) => text.split('\n').slice(0, line).join('\n').length + (line > 0) + character;
const told = (findings) => findings.map(({ range: { start }, message }) => `${start.line + 1}:${start.character + 1} ${message}`.slice(0, 200)).join('; ') || 'nothing';

/** One server with one folder open. */
class Desk {
  #files = 0;

  constructor(server, client) {
    this.server = server;
    this.client = client;
    this.syntax = server.syntax;
    this.manifest = manifests[server.syntax];
  }

  static async sit(server) {
    const desk = new Desk(server, await Client.start(server.command, pathToFileURL(films).href, setting));
    // The first look at a schema takes its time, and servers publish other findings before it.
    const { uri } = await desk.open(desk.version(2), { wanted: (findings) => findings.length > 0, patience: 30000 });
    desk.client.close(uri);
    return desk;
  }

  /** The manifest of a version. */
  version(number, text = this.manifest) {
    return text.replace(/^(version(?: =|:)) 1$/m, `$1 ${number}`);
  }

  async open(text, patience, ending = this.syntax) {
    const uri = pathToFileURL(path.join(films, 'jobs', `${this.server.name}-${(this.#files += 1)}.${ending}`)).href;
    this.client.open(uri, this.syntax, text);
    return { uri, findings: await this.client.findings(uri, patience) };
  }

  async findings(text, wanted) {
    const { uri, findings } = await this.open(text, { wanted });
    this.client.close(uri);
    return findings;
  }

  async offered(text, at) {
    const { uri } = await this.open(text, { quiet: 20 });
    const items = await this.client.completions(uri, position(text, at));
    this.client.close(uri);
    return items;
  }

  /** What hovering over a place of the manifest shows. */
  async hover(at) {
    this.whole ??= (await this.open(this.manifest)).uri;
    return flat(await this.client.hover(this.whole, position(this.manifest, at)));
  }
}

/** What an editor shows at a place: for each kind of help, whether it is as wanted, and what it is. */
async function helps(desk, place) {
  const entry = locate(desk.manifest, place[desk.syntax]);
  const key = /^[\w-]+/.exec(desk.manifest.slice(entry.start))[0];
  const words = flat(place.words);

  const hover = await desk.hover(entry.start + 1);

  const half = key.slice(0, Math.min(3, key.length - 1));
  const keys = await desk.offered(replace(desk.manifest, entry, half), entry.start + half.length);
  // Tombi offers a key that can have but one value together with it.
  const offered = keys.filter(({ label }) => label.split(' = ')[0] === key);

  const assign = `${key}${desk.syntax === 'toml' ? ' = ' : ': '}`;
  const values = await desk.offered(replace(desk.manifest, entry, assign), entry.start + assign.length);
  const labels = values.map(({ label }) => bare(label));
  const wanted = place.values.map(bare);
  const strangers = labels.filter((label) => !wanted.includes(label));
  const untold = Object.entries(place.told ?? {}).filter(([value, words]) => {
    const items = values.filter(({ label }) => bare(label) === value);
    return !items.some((item) => documentation(item).includes(flat(words)));
  });

  return {
    hover: { ok: hover.includes(words), seen: hover },
    key: { ok: offered.some((item) => documentation(item).includes(words)), seen: keys.map((item) => `${item.label}: ${documentation(item)}`).join(' | ') },
    value: { ok: wanted.every((value) => labels.includes(value)), seen: labels.join(', ') },
    ...(place.only && { only: { ok: strangers.length === 0, seen: strangers.join(', ') } }),
    ...(place.told && { told: { ok: untold.length === 0, seen: JSON.stringify(untold) } }),
  };
}

/** Holds one place against the data. A server that is still busy gets another chance. */
async function checkPlace(desk, place, checks, chances = 3) {
  const limits = place.limits?.[desk.server.name] ?? {};
  let found = await helps(desk, place);
  const isOff = ([kind, { ok }]) => ok === kind in limits;
  for (let chance = 1; chance < chances && Object.entries(found).some(isOff); chance += 1) found = await helps(desk, place);
  for (const [kind, { ok, seen }] of Object.entries(found)) {
    const limit = limits[kind];
    checks.check(`${place.name}, ${kind}`, limit ? !ok : ok, limit ? `no longer so: ${limit}` : `it shows ${seen.slice(0, 300) || 'nothing'}`);
  }
}

/** One mistake is one finding, inside its place. */
async function checkMistake(desk, mistake, checks) {
  const { from, to, at } = mistake[desk.syntax];
  const limit = mistake.limits?.[desk.server.name];
  const text = replace(desk.manifest, locate(desk.manifest, from), to);
  const begins = (place) => (finding) => {
    const start = offset(text, finding.range.start);
    return start >= place.start && start < place.end;
  };
  const isRight = (findings) => findings.length === 1 && begins(locate(text, at))(findings[0]);
  const isLimited = (findings) =>
    limit.many ? findings.length > 1 && findings.some(begins(locate(text, at))) : findings.length === 1 && begins(locate(text, limit.at))(findings[0]);
  const says = (findings) => findings.some(({ message }) => message.includes(mistake.says[desk.server.name]));
  const wanted = (findings) => (limit ? isLimited(findings) : isRight(findings)) && says(findings);
  const findings = await desk.findings(text, wanted);
  const over = limit && isRight(findings) ? `no longer so: ${limit.because}; ` : '';
  checks.check(mistake.name, wanted(findings), `${over}it finds ${told(findings)}`);
}

/** Nothing is found in a job, by a server that finds what is typed into it. */
async function checkJob(desk, name, text, checks) {
  const spoiled = desk.version(2, text);
  const isSeen = (findings) => findings.length > 0;
  const { uri, findings } = await desk.open(spoiled, { wanted: isSeen });
  checks.check(`${name}, spoiled`, spoiled !== text && isSeen(findings), 'nothing is found, so nothing was checked');
  desk.client.change(uri, text);
  const left = await desk.client.findings(uri, { wanted: (findings) => findings.length === 0 });
  desk.client.close(uri);
  checks.check(name, left.length === 0, told(left));
}

/** A file without a first line that names the schema gets it by its name, if the name is a manifest's. */
async function checkNames(desk, checks) {
  const spoiled = desk.version(2).split('\n').slice(1).join('\n');
  const isSeen = (findings) => findings.length > 0;
  const endings = entry.schemas.flatMap(({ fileMatch }) => fileMatch.map((name) => name.replace(/^\*\./, '')));
  const ours = endings.filter((ending) => (desk.syntax === 'toml' ? /toml$/ : /ya?ml$/).test(ending));
  for (const ending of ours) {
    const { findings } = await desk.open(spoiled, { wanted: isSeen }, ending);
    checks.check(`*.${ending}`, isSeen(findings), 'nothing is found, so there was no schema');
  }
  checks.check('names of this syntax', ours.length > 0, 'none');
  const { findings } = await desk.open(spoiled);
  checks.check(`*.${desk.syntax}`, !isSeen(findings), told(findings));
}

/** Expectations that nothing meets, each of which has to be noticed. */
async function checkChecks(desk, checks) {
  const spoil = async (name, run) => {
    const inner = new Checks();
    await run(inner).catch((error) => inner.check(name, false, error.message));
    checks.check(`noticed: ${name}`, inner.failed.length > 0, 'it was not');
  };
  const named = (list, name) => list.find((one) => one.name === name);
  const form = named(places, 'form of HLS segments'); // no server has a limit there
  const limited = { limits: { [desk.server.name]: { hover: 'never' } } };
  const place = (change) => (inner) => checkPlace(desk, { ...form, ...change }, inner, 1);
  await spoil('words that are not shown', place({ words: 'Nobody says this.' }));
  await spoil('a value that is not offered', place({ values: [...form.values, 'webm'] }));
  await spoil('a value that is offered', place({ values: form.values.slice(1) }));
  await spoil('words of a value', place({ told: { ts: 'Nobody says this.' } }));
  await spoil('a limit that is none', place(limited));

  const path = named(mistakes, 'a number for a path');
  const mistake = (change) => (inner) => checkMistake({ ...desk, findings: (text) => desk.findings(text) }, { ...path, ...change }, inner);
  const { from, to, at } = path[desk.syntax];
  await spoil('a finding elsewhere', mistake({ [desk.syntax]: { from, to, at: desk.syntax === 'toml' ? 'optional = true' : 'optional: true' } }));
  await spoil('no finding', mistake({ [desk.syntax]: { from, to: from, at: from } }));
  await spoil('other words', mistake({ says: { [desk.server.name]: 'Nobody says this.' } }));
  await spoil('a mistake that is no limit', mistake({ limits: { [desk.server.name]: { many: true, because: 'never' } } }));
  await spoil('two findings', mistake({ [desk.syntax]: { from: desk.manifest, to: desk.version(2).replace(from, to), at } }));

  const hasty = { open: (text) => desk.open(text), client: { change: desk.client.change.bind(desk.client), close: desk.client.close.bind(desk.client), findings: (uri) => desk.client.findings(uri) } };
  const job = (text) => (inner) => checkJob({ ...desk, ...hasty, version: desk.version }, 'a job', text, inner);
  await spoil('a job with a mistake', job(desk.manifest.replace(from, to)));
  await spoil('a job without its schema', job(desk.manifest.split('\n').slice(1).join('\n')));
}

async function drive(server) {
  const started = Date.now();
  const groups = new Map();
  const group = (name) => groups.set(name, new Checks()).get(name);
  let desk;
  try {
    desk = await Desk.sit(server);
    const jobs = group('nothing found in jobs/');
    const ofSyntax = readdirSync(path.join(root, 'jobs')).filter((name) => (server.syntax === 'toml' ? /\.toml$/ : /\.ya?ml$/).test(name));
    for (const name of ofSyntax) await checkJob(desk, name, readFileSync(path.join(root, 'jobs', name), 'utf8'), jobs);
    jobs.check('jobs of this syntax', ofSyntax.length > 0, 'none');
    await checkJob(desk, `manifest.${server.syntax}`, desk.manifest, jobs);
    const help = group(`help at ${places.length} places`);
    for (const place of places) await checkPlace(desk, place, help);
    const one = group(`${mistakes.length} mistakes`);
    for (const mistake of mistakes) await checkMistake(desk, mistake, one);
    await checkNames(desk, group('the schema by the name of the file'));
    await checkChecks(desk, group('these checks themselves'));
  } catch (error) {
    group('to the end').check('the server', false, error.stack);
  } finally {
    await desk?.client.stop();
  }
  return { server, groups, seconds: Math.round((Date.now() - started) / 1000) };
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !servers.some((server) => server.name === name));
if (unknown.length) throw new Error(`no server ${unknown}; there are ${servers.map(({ name }) => name).join(', ')}`);

let passed = 0;
let failed = 0;
for (const { server, groups, seconds } of await Promise.all(servers.filter(({ name }) => !asked.length || asked.includes(name)).map(drive))) {
  for (const [name, checks] of groups) {
    printChecks(`${server.name}: ${name}`, checks);
    failed += checks.failed.length;
    passed += checks.results.length - checks.failed.length;
  }
  console.log(`     ${server.name}: ${seconds} s`);
}
store.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

// Where the matrix keeps what setup.sh installed, and how its programs count and print what they found.
// Knows nothing of players, playlists or rendit.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** The folder that setup.sh fills: outside git, beside Cargo's own output. */
export const home = process.env.MATRIX_HOME ?? path.resolve(here, '../../target/matrix');

/** The folder of the page that plays packages. */
export const pageFolder = path.join(here, 'page');

/** The folder of the installed npm packages. */
export const modulesFolder = path.join(home, 'node', 'node_modules');

/** Loads an npm package that setup.sh installed. */
export const load = createRequire(path.join(modulesFolder, 'index.js'));

/** Gathers named checks; a check that does not hold keeps its reason. */
export class Checks {
  constructor() {
    this.results = [];
  }

  /** Records whether `holds`; `detail` says what was found and what was wanted. */
  check(name, holds, detail = '') {
    this.results.push({ name, ok: Boolean(holds), detail });
    return Boolean(holds);
  }

  get failed() {
    return this.results.filter((result) => !result.ok);
  }
}

/** Prints every failed check below its subject, or one line if all hold. */
export function printChecks(subject, checks) {
  const failed = checks.failed;
  console.log(`${failed.length ? 'FAIL' : 'ok  '} ${subject} (${checks.results.length - failed.length} of ${checks.results.length})`);
  for (const { name, detail } of failed) console.log(`       ${name}: ${detail}`);
}

/** Reads `--name value`, `--name=value` and `--flag`; what is left over are the operands. */
export function readArguments(argv, { values = [], flags = [], lists = [] }) {
  const options = { operands: [] };
  for (const name of lists) options[name] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(argv[index]);
    if (!match) {
      options.operands.push(argv[index]);
      continue;
    }
    const [, name, inline] = match;
    if (flags.includes(name)) {
      options[name] = true;
      continue;
    }
    if (!values.includes(name) && !lists.includes(name)) throw new Error(`unknown option --${name}`);
    const value = inline ?? argv[(index += 1)];
    if (value === undefined) throw new Error(`--${name} needs a value`);
    if (lists.includes(name)) options[name].push(value);
    else options[name] = value;
  }
  return options;
}

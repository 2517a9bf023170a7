// The language servers that editors use for TOML and YAML: how each is started and set up.
// Knows nothing of manifests.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { home, modulesFolder } from '../matrix.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** What a user has set: nothing, but that no catalogue of schemas is fetched from the network. */
const settings = {
  evenBetterToml: { schema: { enabled: true, catalogs: [] } },
  yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } },
};

/** The settings of a section; all of them, if it has no name. */
export const setting = (section) => (section ? (settings[section.split('.')[0]] ?? null) : settings);

/** Files that stand beside the manifests, by name, for what a server reads from files only. */
export const files = { 'tombi.toml': '[schema]\ncatalog = { paths = [] }\n' };

/** Every server, with the syntax that it reads. */
export const servers = [
  {
    name: 'yaml-language-server',
    syntax: 'yaml',
    command: [process.execPath, path.join(modulesFolder, 'yaml-language-server/bin/yaml-language-server'), '--stdio'],
  },
  { name: 'tombi', syntax: 'toml', command: [path.join(home, 'python/bin/tombi'), 'lsp'] },
  { name: 'taplo', syntax: 'toml', command: [process.execPath, path.join(here, 'taplo.mjs'), path.dirname(modulesFolder)] },
];

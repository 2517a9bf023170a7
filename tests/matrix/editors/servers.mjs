// The language servers that editors use for TOML and YAML: how each is started and set up.
// Knows nothing of manifests.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { home, modulesFolder } from '../matrix.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** What a user has set, section by section: nothing but the catalogue of schemas, given as a URL. */
export const settings = (catalogue) => {
  const all = {
    evenBetterToml: { schema: { enabled: true, catalogs: [catalogue] } },
    yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: true, url: catalogue } },
  };
  return (section) => (section ? (all[section.split('.')[0]] ?? null) : all);
};

/**
 * Files that stand in the user's folder, by name, for a server that has its settings there. Tombi asks
 * no host of this machine, so it gets the catalogue as a file.
 */
export const files = { 'tombi.toml': '[schema]\ncatalog = { paths = ["catalog.json"] }\n' };

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

#!/usr/bin/env node
// Holds the playlists and MPDs of packages against their rules and against the segments they name.
// Plays nothing; Chromium is only asked which CODECS it takes.
//
//   check_manifests.mjs FOLDER… [--serve /keys=FOLDER]… [--allow NAME]…
//
// --serve says where keys lie, --allow names a file that may stand unreferenced in a package.
// With MPD_XSD naming the schema of ISO/IEC 23009-1, MPDs are validated against it with xmllint.
import path from 'node:path';
import { openBrowser } from './browser.mjs';
import { checkDash } from './check_dash.mjs';
import { checkHls } from './check_hls.mjs';
import { filesOf, manifestsOf } from './declared.mjs';
import { Checks, pageFolder, printChecks, readArguments } from './matrix.mjs';
import { PackageReader } from './renditions.mjs';
import { serve } from './serve.mjs';

/** Asks Chromium's Media Source Extensions about each type; what needs a decoder that Debian leaves out is not asked. */
async function checkCodecs(checks, types) {
  const asked = [...types].filter((type) => !/hvc1|hev1|dvh1|ec-3|ac-3/.test(type));
  if (asked.length === 0) return;
  const server = await serve({ '/page': pageFolder });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/page/player.html`);
    const answers = await page.evaluate((list) => list.map((type) => MediaSource.isTypeSupported(type)), asked);
    for (const [index, type] of asked.entries()) checks.check('Chromium takes the codecs', answers[index], type);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function main() {
  const options = readArguments(process.argv.slice(2), { lists: ['serve', 'allow'] });
  if (options.operands.length === 0) throw new Error('usage: check_manifests.mjs FOLDER… [--serve /URL=FOLDER]… [--allow NAME]…');
  const served = Object.fromEntries(options.serve.map((mapping) => mapping.split(/=(.*)/s).slice(0, 2)));
  const types = new Set();
  let [passed, failed] = [0, 0];
  const count = (subject, checks) => {
    printChecks(subject, checks);
    failed += checks.failed.length;
    passed += checks.results.length - checks.failed.length;
  };
  for (const operand of options.operands) {
    const folder = path.resolve(operand);
    const name = path.basename(folder);
    const reader = new PackageReader(folder, served);
    const { hls, dash } = manifestsOf(folder);
    const referenced = new Set([...hls, ...dash, ...options.allow]);
    for (const [manifests, check] of [[hls, checkHls], [dash, checkDash]]) {
      for (const manifest of manifests) {
        const checks = new Checks();
        try {
          check(checks, { folder, manifest, reader, referenced, types });
        } catch (error) {
          checks.check('can be read', false, String(error.stack ?? error).split('\n').slice(0, 2).join(' '));
        }
        count(`${name}/${manifest}`, checks);
      }
    }
    const checks = new Checks();
    checks.check('has a manifest', hls.length + dash.length > 0, folder);
    const stray = filesOf(folder).filter((file) => !referenced.has(file));
    checks.check('nothing unreferenced', stray.length === 0, stray.join(', '));
    count(`${name}/ (its files)`, checks);
  }
  const codecs = new Checks();
  await checkCodecs(codecs, types);
  if (codecs.results.length) count('codecs', codecs);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed || passed === 0 ? 1 : 0;
}

await main().catch((error) => {
  console.error(`check_manifests.mjs: ${error.message}`);
  process.exitCode = 2;
});

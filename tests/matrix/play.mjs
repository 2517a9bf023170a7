#!/usr/bin/env node
// Plays a package in real players in headless Chromium and checks what is shown and heard.
// Unaware of how the package was made.
//
//   play.mjs FOLDER [--source CLIP.json] [--players hls.js,shaka,dash.js] [--hls NAME] [--dash NAME]
//            [--serve /keys=FOLDER]… [--key-missing] [--json FILE]
//
// --source names the description that sources.sh wrote: with it, every shown frame's number, the sound's offset
// and each language's pitch are checked too. --key-missing expects that nothing plays.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from './browser.mjs';
import { declaredByDash, declaredByHls, manifestsOf } from './declared.mjs';
import { Checks, modulesFolder, pageFolder, printChecks, readArguments } from './matrix.mjs';
import { serve } from './serve.mjs';

/** How far sound may lie from the picture, in milliseconds. A frame of AAC is 21 ms, so a lost priming edit shows. */
const skewLimit = 10;

/**
 * Shaka aligns the first audio timestamp of a transport stream with the first *decoding* timestamp of the picture,
 * so its sound runs early by the depth of B-frame reordering (two frames here), whatever the packager does.
 */
const shakaTransportStreamSkewLimit = 85;

/** Players put the first decoding timestamp of a transport stream at zero, so the picture starts as much later. */
const transportStreamReordering = 0.1;

/** A declared hole may not exceed this many seconds. */
const holeLimit = 0.1;

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const milliseconds = (seconds) => Math.round(seconds * 10000) / 10;
const sizeOf = ({ width, height }) => `${width}x${height}`;
const plain = (language) => (language === 'und' ? '' : language);
const unique = (values) => [...new Set(values)];

/** What sources.sh says of a clip, with its times as numbers. */
function readSource(file) {
  const clip = JSON.parse(readFileSync(file, 'utf8'));
  const [numerator, denominator = '1'] = clip.rate.split('/');
  const rate = Number(numerator) / Number(denominator);
  return { ...clip, rate, duration: clip.frames / rate };
}

/** The first gap of a list of ranges that is longer than `holeLimit`, or that starts so late. */
function holeIn(ranges) {
  let end = 0;
  for (const [from, to] of ranges) {
    if (from - end > holeLimit) return `${end.toFixed(3)}–${from.toFixed(3)}`;
    end = to;
  }
  return null;
}

/** Where the picture lies on the media timeline, in seconds from where the source has it. */
function pictureOffset(frames, source) {
  const turn = 256 / source.rate;
  return middle(
    frames.map(({ mediaTime, number }) => {
      const offset = mediaTime - number / source.rate;
      return offset - turn * Math.round(offset / turn);
    }),
  );
}

/** Where the sound lies on the media timeline, in seconds from where the source has it, for each beep heard. */
function soundOffsets(beeps, source) {
  const first = source.first_flash / source.rate;
  const period = source.frames_between_flashes / source.rate;
  return beeps.map((beep) => beep - (first + period * Math.round((beep - first) / period)));
}

function checkOpening(checks, opened, declared) {
  checks.check('starts', opened.ready, 'not ready to play within 10 s');
  const wanted = unique(declared.levels.map(sizeOf)).sort().join(' ');
  const found = unique(opened.levels.map(sizeOf)).sort().join(' ');
  checks.check('levels listed', found === wanted, `declared ${wanted || 'none'}, listed ${found || 'none'}`);
  if (declared.languages.length) {
    const listed = opened.audioTracks.map(({ language }) => plain(language)).sort().join(' ');
    checks.check('languages listed', listed === declared.languages.map(plain).sort().join(' '), `declared ${declared.languages}, listed ${listed}`);
  }
}

function checkPlayThrough(checks, run, { declared, source, sizes, changes, transportStream }) {
  const rate = source?.rate ?? 25;
  const duration = source?.duration ?? declared.duration;
  checks.check('plays to the end', run.ended, `stopped at ${run.currentTime.toFixed(3)} of ${run.duration?.toFixed?.(3)}`);
  const reordering = transportStream ? transportStreamReordering : 0;
  const excess = run.duration - duration;
  checks.check('duration within a frame', excess >= -1 / rate && excess <= 1 / rate + reordering, `${run.duration} for ${duration.toFixed(4)} s`);
  const shownTimes = run.frames.map(({ mediaTime }) => mediaTime);
  checks.check('time advances', shownTimes.length > 2 && shownTimes.every((time, index) => index === 0 || time >= shownTimes[index - 1]), `${shownTimes.length} frames shown, not in order`);
  checks.check('plays in real time', run.took < duration + 2, `took ${run.took.toFixed(1)} s for ${duration.toFixed(1)} s`);
  checks.check('no gap jumped', run.jumpedGaps === 0, `${run.jumpedGaps} jumped`);
  for (const { type, ranges } of run.buffered) {
    const hole = holeIn(ranges);
    checks.check(`no hole buffered (${type.split('/')[0]})`, hole === null, `nothing at ${hole} s`);
    const end = ranges.at(-1)?.[1] ?? 0;
    checks.check(`buffered to the end (${type.split('/')[0]})`, end >= duration - holeLimit, `${end.toFixed(3)} of ${duration.toFixed(3)} s`);
  }
  const seen = unique(run.frames.map(sizeOf));
  const reachable = Math.min(sizes.length, changes.length + 1);
  checks.check('levels change while playing', seen.length >= reachable, `saw ${seen.join(' ')}`);
  if (!source) return;
  // Frames on both sides of a change of level may be decoded twice; fewer than the source has may not be.
  checks.check('every frame decoded', run.decoded >= source.frames, `${run.decoded} of ${source.frames}`);
  const offset = pictureOffset(run.frames, source);
  // A busy browser may have gone on to the next frame by the time a canvas gets to copy the one it announced.
  const ahead = ({ mediaTime, number }) => (number - Math.round((mediaTime - offset) * rate)) & 255;
  const late = run.frames.filter((frame) => ahead(frame) === 1).length;
  const wrong = run.frames.filter((frame) => ahead(frame) > 1);
  checks.check('frames in their places', wrong.length === 0 && late < run.frames.length / 5, `${wrong.length} of ${run.frames.length} elsewhere, first: number ${wrong[0]?.number} at ${wrong[0]?.mediaTime}; ${late} one late`);
  checks.check('picture starts at zero', Math.abs(offset) <= 1 / rate + reordering, `${milliseconds(offset)} ms`);
  checks.check('most frames shown', unique(run.frames.map(({ number }) => number)).length >= source.frames * 0.6, `${run.frames.length} of ${source.frames}`);
  checks.check('sound without a hole', run.silence <= holeLimit, `${milliseconds(run.silence)} ms of silence`);
}

function checkSeek(checks, name, seek, { source, offset, near }) {
  const rate = source?.rate ?? 25;
  checks.check(`seek ${name}: lands`, seek.landed && seek.shown, `nothing shown at ${seek.from}`);
  if (seek.shown) {
    const late = seek.from - seek.shown.mediaTime;
    checks.check(`seek ${name}: right time`, late > -0.002 && late < 1 / rate + 0.002, `shows ${seek.shown.mediaTime} for ${seek.from}`);
    if (source) {
      const wanted = Math.round((seek.shown.mediaTime - offset) * rate) & 255;
      checks.check(`seek ${name}: right frame`, seek.shown.number === wanted, `shows ${seek.shown.number}, not ${wanted}`);
    }
  }
  if (near) checks.check(`seek ${name}: ends`, seek.ended, `stopped at ${seek.reached}`);
  else checks.check(`seek ${name}: plays on`, seek.reached > seek.from + 0.5, `from ${seek.from} to ${seek.reached}`);
}

/** All checks of one manifest in one player; returns the measures worth reporting. */
async function playInPlayer(page, checks, { player, url, declared, source, transportStream }) {
  const call = (method, argument) => page.evaluate(([name, given]) => window.session[name](given), [method, argument]);
  const opened = await call('open', { player, url });
  checkOpening(checks, opened, declared);
  const sizes = unique(opened.levels.map(sizeOf));
  const duration = source?.duration ?? declared.duration;

  // Each change comes half a second into a segment, so that the segments after it are of the next level.
  const changes = [0, ...declared.borders].map((border) => border + 0.5).filter((time) => time < duration - 2);
  const run = await call('playThrough', { levels: opened.levels.length, changes, limit: duration * 2 + 10 });
  checkPlayThrough(checks, run, { declared, source, sizes, changes: opened.levels.length > 1 ? changes : [], transportStream });
  const offset = source ? pictureOffset(run.frames, source) : 0;

  const threshold = source ? 0.25 : 2;
  const border = declared.borders.at(Math.floor(declared.borders.length / 2)) ?? duration / 2;
  const places = [
    { name: 'into the middle', time: duration / 2 + 0.013, seconds: 1.15 },
    { name: 'before a border', time: border - 0.05, seconds: 1.15 },
    { name: 'near the end', time: duration - 0.4, seconds: 2, near: true },
  ];
  const beeps = [];
  for (const place of places) {
    const seek = await call('seek', { ...place, threshold });
    checkSeek(checks, place.name, seek, { source, offset, near: place.near });
    if (!place.near) beeps.push(...seek.beeps);
  }
  let skews = [];
  if (source) {
    skews = soundOffsets(beeps, source).map((sound) => milliseconds(sound - offset));
    const limit = player === 'shaka' && transportStream ? shakaTransportStreamSkewLimit : skewLimit;
    checks.check('beeps heard', skews.length >= 2, `${skews.length} after two seeks`);
    checks.check('sound in step', skews.length > 0 && skews.every((skew) => Math.abs(skew) <= limit), `${skews.join(', ')} ms, allowed ${limit}`);
  }

  // The lowest comes last: players take a choice of the level they are already on for no change at all.
  const order = [...opened.levels.entries()];
  for (const [index, level] of [...order.slice(1), ...order.slice(0, 1)]) {
    const { shown, sizes: now } = await call('showLevel', { index, ...level });
    checks.check(`level ${sizeOf(level)} shown`, shown, `shows ${now.join('x')}`);
  }
  const hums = source?.hum ?? {};
  const known = (language) => Object.keys(hums).find((hum) => new Intl.Locale(language || 'und').language === hum) ?? null;
  const tracks = opened.audioTracks.length > 1 || declared.languages.length ? [...opened.audioTracks.entries()].reverse() : [[null, { language: '' }]];
  for (const [index, { language }] of tracks) {
    const { heard, advances, strengths } = await call('hearTrack', { index, wanted: known(language), hums });
    if (source) checks.check(`language ${language || 'of the programme'} heard`, heard, JSON.stringify(strengths));
    checks.check(`language ${language || 'of the programme'} plays`, advances, 'time stands still');
  }

  const faults = await call('faultsSoFar');
  checks.check('no fault reported', faults.length === 0, faults.map(({ what }) => what).join('; '));
  await call('close');
  return { duration: run.duration, decoded: run.decoded, dropped: run.dropped, stalls: run.stalls, picture_offset: milliseconds(offset), skew: skews, shown: run.frames.length };
}

/** Expects that a package whose key cannot be had shows nothing, asks for the key, and says so. */
async function refuseInPlayer(page, checks, { player, url, requests }) {
  const opening = page.evaluate(([name, target]) => window.session.open({ player: name, url: target }).then(() => null, String), [player, url]);
  await Promise.race([opening, page.waitForTimeout(3000)]);
  const attempt = await page.evaluate(() => window.session.tryToPlay(2));
  checks.check('shows nothing', attempt.frames === 0 && attempt.currentTime === 0, `${attempt.frames} frames up to ${attempt.currentTime} s`);
  checks.check('key asked for in vain', requests.some(({ status }) => status === 404), 'no request was refused');
  checks.check('fault reported', attempt.faults.length > 0, 'the player said nothing');
  return { faults: attempt.faults };
}

async function main() {
  const options = readArguments(process.argv.slice(2), {
    values: ['source', 'players', 'hls', 'dash', 'json'],
    lists: ['serve'],
    flags: ['key-missing'],
  });
  if (options.operands.length !== 1) throw new Error('usage: play.mjs FOLDER [--source CLIP.json] [--players LIST] [--serve /URL=FOLDER]… [--key-missing]');
  const folder = path.resolve(options.operands[0]);
  const found = manifestsOf(folder);
  const source = options.source ? readSource(options.source) : null;
  const wanted = options.players?.split(',') ?? ['hls.js', 'shaka', 'dash.js'];
  const runs = [];
  for (const name of options.hls ? [options.hls] : found.hls) {
    const declared = declaredByHls(folder, name);
    const transportStream = declared.extension === '.ts';
    for (const player of ['hls.js', 'shaka']) runs.push({ player, name, declared, transportStream });
  }
  for (const name of options.dash ? [options.dash] : found.dash) {
    const declared = declaredByDash(folder, name);
    for (const player of ['dash.js', 'shaka']) runs.push({ player, name, declared });
  }
  if (runs.length === 0) throw new Error(`${folder}: no multivariant playlist and no MPD`);

  const mounts = { '/page': pageFolder, '/modules': modulesFolder, '/package': folder };
  for (const mapping of options.serve) {
    const [prefix, target] = mapping.split(/=(.*)/s);
    mounts[prefix.replace(/\/$/, '')] = path.resolve(target);
  }
  const server = await serve(mounts);
  const browser = await openBrowser();
  const reports = [];
  try {
    for (const run of runs.filter(({ player }) => wanted.includes(player))) {
      const checks = new Checks();
      const page = await browser.newPage();
      const messages = [];
      page.on('console', (message) => message.type() === 'error' && messages.push(message.text()));
      page.on('pageerror', (error) => messages.push(error.message));
      server.requests.length = 0;
      const started = Date.now();
      let measures = {};
      try {
        await page.goto(`${server.origin}/page/player.html`);
        const given = { ...run, source, url: `${server.origin}/package/${run.name}`, requests: server.requests };
        const work = options['key-missing'] ? refuseInPlayer(page, checks, given) : playInPlayer(page, checks, given);
        let timer;
        const limit = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('no end after 120 s')), 120_000)));
        measures = await Promise.race([work, limit]).finally(() => clearTimeout(timer));
      } catch (error) {
        checks.check('runs', false, String(error.message ?? error).split('\n')[0]);
      }
      if (!options['key-missing']) {
        checks.check('no error in the console', messages.length === 0, unique(messages).join('; '));
        const refused = server.requests.filter(({ status }) => status >= 400);
        checks.check('nothing asked for in vain', refused.length === 0, unique(refused.map(({ url, status }) => `${url} ${status}`)).join(', '));
      }
      await page.close();
      const subject = `${path.basename(folder)}/${run.name} in ${run.player}`;
      printChecks(subject, checks);
      console.log(`     ${JSON.stringify({ seconds: (Date.now() - started) / 1000, ...measures })}`);
      reports.push({ package: folder, manifest: run.name, player: run.player, measures, checks: checks.results });
    }
  } finally {
    await browser.close();
    await server.close();
  }
  if (options.json) writeFileSync(options.json, `${JSON.stringify(reports, null, 2)}\n`);
  const results = reports.flatMap(({ checks }) => checks);
  const failed = results.filter(({ ok }) => !ok).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed || results.length === 0 ? 1 : 0;
}

await main().catch((error) => {
  console.error(`play.mjs: ${error.message}`);
  process.exitCode = 2;
});

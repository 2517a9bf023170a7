#!/usr/bin/env node
// Plays a package in real players in headless Chromium and checks what is shown and heard.
// Unaware of how the package was made.
//
//   play.mjs FOLDER… [--source CLIP.json] [--players hls.js,shaka,dash.js,chromium] [--hls NAME] [--dash NAME]
//            [--serve /keys=FOLDER]… [--key-missing] [--json FILE] [--parallel 1]
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

/** Chromium's own HLS leaves the priming of AAC in: one frame, 21 ms. */
const chromiumSkewLimit = 25;

function skewLimitOf(player, transportStream) {
  if (player === 'chromium') return chromiumSkewLimit;
  return player === 'shaka' && transportStream ? shakaTransportStreamSkewLimit : skewLimit;
}

/** Players put the first decoding timestamp of a transport stream at zero, so the picture starts as much later. */
const transportStreamReordering = 0.1;

/** What is buffered may lack no more than this many seconds at a stretch. */
const holeLimit = 0.1;

/** What is heard may: a busy machine does not feed the browser's sound in time. */
const silenceLimit = 0.5;

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

function checkOpening(checks, opened, declared, player) {
  checks.check('starts', opened.ready, 'not ready to play within 10 s');
  if (player === 'chromium') return;
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
  checks.check('plays to the end', run.ended && run.currentTime >= run.duration - 2 / rate, `stopped at ${run.currentTime.toFixed(3)} of ${run.duration?.toFixed?.(3)}`);
  const reordering = transportStream ? transportStreamReordering : 0;
  const excess = run.duration - duration;
  checks.check('duration within a frame', excess >= -1 / rate && excess <= 1 / rate + reordering, `${run.duration} for ${duration.toFixed(4)} s`);
  const shownTimes = run.frames.map(({ mediaTime }) => mediaTime);
  checks.check('time advances', shownTimes.length > 2 && shownTimes.every((time, index) => index === 0 || time >= shownTimes[index - 1]), `${shownTimes.length} frames shown, not in order`);
  checks.check('plays in real time', run.took < duration + 5, `took ${run.took.toFixed(1)} s for ${duration.toFixed(1)} s`);
  checks.check('no gap jumped', run.jumps.length === 0, `jumped to ${run.jumps.join(', ')} s`);
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
  // A busy browser may have gone on by the time a canvas gets to copy the frame it announced: mostly by one frame.
  const ahead = run.frames.map((frame) => (frame.number - Math.round((frame.mediaTime - offset) * rate)) & 255);
  const wrong = ahead.filter((by) => by > 1).length;
  checks.check('frames in their places', wrong <= run.frames.length / 50 && ahead.filter((by) => by === 1).length < run.frames.length / 5, `${wrong} of ${run.frames.length} elsewhere`);
  checks.check('picture starts at zero', Math.abs(offset) <= 1 / rate + reordering, `${milliseconds(offset)} ms`);
  checks.check('most frames shown', unique(run.frames.map(({ number }) => number)).length >= source.frames * 0.6, `${run.frames.length} of ${source.frames}`);
  checks.check('sound without a hole', run.silence <= silenceLimit, `${milliseconds(run.silence)} ms of silence`);
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
  if (near) checks.check(`seek ${name}: ends`, seek.ended && seek.reached > seek.from, `stopped at ${seek.reached}`);
  else checks.check(`seek ${name}: plays on`, seek.reached > seek.from + 0.5, `from ${seek.from} to ${seek.reached}`);
}

/** All checks of one manifest in one player; returns the measures worth reporting. */
async function playInPlayer(page, checks, { player, url, declared, source, transportStream }) {
  const call = (method, argument) => page.evaluate(([name, given]) => window.session[name](given), [method, argument]);
  const opened = await call('open', { player, url });
  checkOpening(checks, opened, declared, player);
  const sizes = unique(opened.levels.map(sizeOf));
  const duration = source?.duration ?? declared.duration;

  // Each change comes half a second into a segment, so that the segments after it are of the next level.
  const changes = [0, ...declared.borders].map((border) => border + 0.5).filter((time) => time < duration - 2);
  const run = await call('playThrough', { levels: opened.levels.length, changes, limit: duration + 8 });
  checkPlayThrough(checks, run, { declared, source, sizes, changes: opened.levels.length > 1 ? changes : [], transportStream });
  const offset = source ? pictureOffset(run.frames, source) : 0;
  const measures = { duration: run.duration, decoded: run.decoded, dropped: run.dropped, stalls: run.stalls, jumps: run.jumps, picture_offset: milliseconds(offset), shown: run.frames.length };
  const note = async () => {
    const faults = await call('faultsSoFar');
    checks.check('no fault reported', faults.length === 0, faults.map(({ what }) => what).join('; '));
  };
  // What does not play through would only fail again, slowly.
  if (!run.ended) {
    await note();
    return measures;
  }

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
    const limit = skewLimitOf(player, transportStream);
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
  const tracks = opened.audioTracks.length ? [...opened.audioTracks.entries()].reverse() : [[null, { language: '' }]];
  for (const [index, { language }] of tracks) {
    const { heard, advances, strengths } = await call('hearTrack', { index, wanted: known(language), hums });
    if (source) checks.check(`language ${language || 'of the programme'} heard`, heard, JSON.stringify(strengths));
    checks.check(`language ${language || 'of the programme'} plays`, advances, 'time stands still');
  }

  await note();
  await call('close');
  return { ...measures, skew: skews };
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

/** Every manifest of a package with every player that it is made for. */
function runsOf(folder, { hls, dash }) {
  const found = manifestsOf(folder);
  const runs = [];
  for (const name of hls ? [hls] : found.hls) {
    const declared = declaredByHls(folder, name);
    for (const player of ['hls.js', 'shaka', 'chromium']) runs.push({ folder, player, name, declared, transportStream: declared.extension === '.ts' });
  }
  for (const name of dash ? [dash] : found.dash) {
    const declared = declaredByDash(folder, name);
    for (const player of ['dash.js', 'shaka']) runs.push({ folder, player, name, declared, transportStream: false });
  }
  if (runs.length === 0) throw new Error(`${folder}: no multivariant playlist and no MPD`);
  return runs;
}

/** One package in one player, in a browser and behind a server of its own. */
async function playOnce(run, { served, source, keyMissing }) {
  const { folder } = run;
  const checks = new Checks();
  const started = Date.now();
  const server = await serve({ '/page': pageFolder, '/modules': modulesFolder, '/package': folder, ...served });
  const browser = await openBrowser();
  let measures = {};
  try {
    const page = await browser.newPage();
    const messages = [];
    page.on('console', (message) => message.type() === 'error' && messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(error.message));
    try {
      await page.goto(`${server.origin}/page/player.html`);
      const given = { ...run, source, url: `${server.origin}/package/${run.name}`, requests: server.requests };
      const work = keyMissing ? refuseInPlayer(page, checks, given) : playInPlayer(page, checks, given);
      let timer;
      const limit = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('no end after 90 s')), 90_000)));
      measures = await Promise.race([work, limit]).finally(() => clearTimeout(timer));
    } catch (error) {
      checks.check('runs', false, String(error.message ?? error).split('\n')[0]);
    }
    if (!keyMissing) {
      checks.check('no error in the console', messages.length === 0, unique(messages).join('; '));
      const refused = server.requests.filter(({ status }) => status >= 400);
      checks.check('nothing asked for in vain', refused.length === 0, unique(refused.map(({ url, status }) => `${url} ${status}`)).join(', '));
    }
  } finally {
    await browser.close();
    await server.close();
  }
  printChecks(`${path.basename(folder)}/${run.name} in ${run.player}${keyMissing ? ' without the key' : ''}`, checks);
  console.log(`     ${JSON.stringify({ seconds: (Date.now() - started) / 1000, ...measures })}`);
  return { package: folder, manifest: run.name, player: run.player, measures, checks: checks.results };
}

async function main() {
  const options = readArguments(process.argv.slice(2), {
    values: ['source', 'players', 'hls', 'dash', 'json', 'parallel'],
    lists: ['serve'],
    flags: ['key-missing'],
  });
  if (options.operands.length === 0) throw new Error('usage: play.mjs FOLDER… [--source CLIP.json] [--players LIST] [--serve /URL=FOLDER]… [--key-missing]');
  const source = options.source ? readSource(options.source) : null;
  const wanted = options.players?.split(',') ?? ['hls.js', 'shaka', 'dash.js'];
  const served = Object.fromEntries(options.serve.map((mapping) => mapping.split(/=(.*)/s).slice(0, 2)));
  const runs = options.operands.flatMap((operand) => runsOf(path.resolve(operand), options));

  // Each at the same time has a browser of its own: a page behind another is slowed down. On two processors two at a
  // time starve each other now and then, so one plays unless more are asked for.
  const pending = runs.filter(({ player }) => wanted.includes(player));
  const reports = [];
  const work = async () => {
    for (let run = pending.shift(); run; run = pending.shift()) {
      reports.push(await playOnce(run, { served, source, keyMissing: Boolean(options['key-missing']) }));
    }
  };
  await Promise.all(Array.from({ length: Number(options.parallel ?? 1) }, work));
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

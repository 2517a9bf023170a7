#!/usr/bin/env node
// Proves that the matrix passes what is right and fails what is broken, each for its own reason.
// Needs no rendit: all packages here are made by hand. Run by selftest.sh.
//
//   selftest.mjs [WORD]      only the cases whose name has WORD
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { copy, edit, encode, encryptSegments, moveSegment, packageDash, packageHls } from './handmade.mjs';
import { home } from './matrix.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const sources = path.join(home, 'sources');
const work = path.join(home, 'selftest');
const at = (name) => path.join(work, name);
const clip = path.join(sources, 'film-25.mp4');
const describes = ['--source', path.join(sources, 'film-25.json')];
const keys = ['--serve', `/keys=${at('keys')}`];

mkdirSync(at('keys'), { recursive: true });
const key = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
writeFileSync(at('keys/film.key'), key);
writeFileSync(at('film.keyinfo'), `/keys/film.key\n${at('keys/film.key')}\n`);

/** Everything that a case may need, made once and only when asked for. */
const made = new Map();
function make(name, build) {
  if (!made.has(name)) made.set(name, build(at(name)) ?? at(name));
  return made.get(name);
}
const encoded = () => make('film.mp4', (target) => encode(clip, target));
const fmp4 = () => make('fmp4', (folder) => packageHls(encoded(), folder, { kind: 'fmp4' }));
const ts = () => make('ts', (folder) => packageHls(encoded(), folder, { kind: 'ts' }));
const dash = () => make('dash', (folder) => packageDash(encoded(), folder));
const aesTs = () => make('aes-ts', (folder) => packageHls(encoded(), folder, { kind: 'ts', keyInfo: at('film.keyinfo') }));
const aesFmp4 = () =>
  make('aes-fmp4', (folder) => {
    copy(fmp4(), folder);
    encryptSegments(folder, key, '/keys/film.key');
  });
const broken = (good, name, spoil) => () =>
  make(name, (folder) => {
    copy(good(), folder);
    spoil(folder);
  });
const spoiled = (name, filters, pack = packageHls) => () =>
  make(name, (folder) => {
    encode(clip, `${folder}.mp4`, filters);
    pack(`${folder}.mp4`, folder, { kind: 'fmp4' });
  });
const everyPicture = ['v576', 'v288', 'v144'];

const play = (folder, ...options) => ['play.mjs', folder, ...describes, '--parallel', '1', ...options];
const check = (folder, ...options) => ['check_manifests.mjs', folder, ...options];

/** Each case: a name, the command, and the check that has to fail, or null when all have to hold. */
const cases = [
  // What is right passes.
  ['good fMP4 HLS, manifests', () => check(fmp4()), null],
  ['good TS HLS, manifests', () => check(ts()), null],
  ['good AES-128 TS, manifests', () => check(aesTs(), ...keys), null],
  ['good AES-128 fMP4, manifests', () => check(aesFmp4(), ...keys), null],
  ['good DASH, manifests', () => check(dash()), null],
  ['good fMP4 HLS plays', () => play(fmp4()), null],
  ['good TS HLS plays', () => play(ts()), null],
  ['good AES-128 TS plays with its key', () => play(aesTs(), ...keys, '--players', 'shaka'), null],
  ['good AES-128 fMP4 plays with its key', () => play(aesFmp4(), ...keys, '--players', 'hls.js'), null],
  ['AES-128 TS does not play without its key', () => play(aesTs(), '--key-missing'), null],
  ['AES-128 fMP4 does not play without its key', () => play(aesFmp4(), '--key-missing'), null],
  ['good DASH plays', () => play(dash()), null],

  // What is broken fails, and for that reason.
  ['a clear package is no encrypted one', () => play(fmp4(), '--key-missing', '--players', 'hls.js'), 'shows nothing'],
  ['an encrypted package without its key', () => play(aesTs(), '--players', 'shaka'), 'nothing asked for in vain'],
  ['a segment deleted, manifests', () => check(broken(fmp4, 'deleted', (folder) => rmSync(path.join(folder, 'v288/seg_00001.m4s')))()), 'every file is there'],
  ['a segment deleted, hls.js', () => play(broken(fmp4, 'deleted-hls', (folder) => everyPicture.forEach((name) => rmSync(path.join(folder, name, 'seg_00002.m4s'))))(), '--players', 'hls.js'), 'plays to the end'],
  ['a segment deleted, dash.js', () => play(broken(dash, 'deleted-dash', (folder) => [0, 1, 2].forEach((index) => rmSync(path.join(folder, `seg-${index}-3.m4s`))))(), '--players', 'dash.js'), 'nothing asked for in vain'],
  ['another codec declared', () => check(broken(fmp4, 'codec', (folder) => edit(folder, 'master.m3u8', (text) => text.replace('avc1.640015', 'avc1.42001e')))()), 'codecs are true'],
  ['a codec that is none', () => check(broken(fmp4, 'no-codec', (folder) => edit(folder, 'master.m3u8', (text) => text.replace('avc1.640015', 'avc9.1')))()), 'Chromium takes the codecs'],
  ['no codec declared', () => check(broken(fmp4, 'codecs-absent', (folder) => edit(folder, 'master.m3u8', (text) => text.replace(/CODECS="avc1.640015,mp4a.40.2",/, '')))()), 'CODECS present'],
  ['a codec that is none, in a player', () => play(broken(dash, 'dash-codec', (folder) => edit(folder, 'manifest.mpd', (text) => text.replace('avc1.640015', 'avc9.1')))(), '--players', 'shaka'), 'levels listed'],
  ['bit rate declared too low', () => check(broken(fmp4, 'low', (folder) => edit(folder, 'master.m3u8', (text) => text.replace(/:BANDWIDTH=\d+/, ':BANDWIDTH=300000')))()), 'BANDWIDTH covers the peak'],
  ['a size that is not so', () => check(broken(fmp4, 'size', (folder) => edit(folder, 'master.m3u8', (text) => text.replace('512x288', '514x288')))()), 'size is true'],
  ['a segment beyond the target duration', () => check(broken(fmp4, 'target', (folder) => edit(folder, 'v576/media.m3u8', (text) => text.replace('TARGETDURATION:2', 'TARGETDURATION:1')))()), 'no segment beyond the target duration'],
  ['a duration that is not so', () => check(broken(fmp4, 'extinf', (folder) => edit(folder, 'v576/media.m3u8', (text) => text.replace(/(seg_00000.m4s\n#EXTINF:)2\.0/, '$11.9')))()), 'durations are true'],
  ['an unfinished playlist', () => check(broken(fmp4, 'endless', (folder) => edit(folder, 'v288/media.m3u8', (text) => text.replace('#EXT-X-ENDLIST', '')))()), 'playlist is whole'],
  ['a key left in the package', () => check(broken(fmp4, 'stray', (folder) => copyFileSync(at('keys/film.key'), path.join(folder, 'film.key')))()), 'nothing unreferenced'],
  ['a wrong IV', () => check(broken(aesFmp4, 'iv', (folder) => edit(folder, 'v576/media.m3u8', (text) => text.replace('film.key"', 'film.key",IV=0xffffffffffffffffffffffffffffffff')))(), ...keys), 'segments can be read'],
  ['a hole in the timeline, manifests', () => check(broken(fmp4, 'hole', (folder) => moveSegment(folder, 'v576/seg_00002.m4s', 6400))()), 'segments join'],
  ['an MPD whose duration is not so', () => check(broken(dash, 'mpd-duration', (folder) => edit(folder, 'manifest.mpd', (text) => text.replace(/(mediaPresentationDuration="PT)[\d.]+/, '$16.5')))()), 'mediaPresentationDuration is true'],
  ['an MPD with unequal timelines', () => check(broken(dash, 'mpd-timeline', (folder) => edit(folder, 'manifest.mpd', (text) => text.replace('<S t="0" d="25600" r="2" />', '<S t="0" d="25600" r="1" /><S d="24320" />')))()), 'representations of set 0 share their borders'],
  ['a hole in the timeline, hls.js', () => play(broken(fmp4, 'hole-hls', (folder) => everyPicture.forEach((name) => ['seg_00002.m4s', 'seg_00003.m4s'].forEach((segment) => moveSegment(folder, `${name}/${segment}`, 6400))))(), '--players', 'hls.js'), 'no hole buffered (video)'],
  ['a hole in the timeline, dash.js', () => play(broken(dash, 'hole-dash', (folder) => [0, 1, 2].forEach((index) => [3, 4].forEach((number) => moveSegment(folder, `seg-${index}-${number}.m4s`, 6400))))(), '--players', 'dash.js'), 'no hole buffered (video)'],
  ['sound 60 ms late', () => play(spoiled('late', { sound: 'adelay=60:all=1,atrim=end=7' })(), '--players', 'shaka'), 'sound in step'],
  ['sound 60 ms late, DASH', () => play(make('late-dash', (folder) => packageDash(make('late', spoiled('late', { sound: 'adelay=60:all=1,atrim=end=7' })) && at('late.mp4'), folder)), '--players', 'dash.js'), 'sound in step'],
  ["sound early by ffmpeg's empty edits", () => play(make('edits', (folder) => packageHls(encoded(), folder, { kind: 'fmp4', options: ['-avoid_negative_ts', 'auto'] })), '--players', 'hls.js'), 'sound in step'],
  ['languages exchanged', () => play(broken(fmp4, 'languages', (folder) => edit(folder, 'master.m3u8', (text) => text.replace('URI="en/', 'URI="xx/').replace('URI="fr/', 'URI="en/').replace('URI="xx/', 'URI="fr/')))(), '--players', 'shaka'), 'language en heard'],
  ['a frame lost at a border', () => play(spoiled('lost', { picture: "select='not(eq(n,99))'" })(), '--players', 'hls.js'), 'every frame decoded'],
  ['a rung that shows other frames', () => play(broken(fmp4, 'frames', (folder) => {
    spoiled('other', { picture: "select='gte(n,5)',setpts=N/25/TB" })();
    rmSync(path.join(folder, 'v288'), { recursive: true });
    copy(at('other/v288'), path.join(folder, 'v288'));
  })(), '--players', 'shaka'), 'frames in their places'],
  ['sound that stops', () => play(spoiled('mute', { sound: "volume=0:enable='between(t,3,4)'" })(), '--players', 'shaka'), 'sound without a hole'],
];

/** Runs a program of the matrix; its exit code and all that it printed. */
function run(program, operands) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(here, program), ...operands], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    child.on('close', (status) => resolve({ status, output }));
  });
}

/** Why a case went wrong, or null. */
function judge(reason, { status, output }) {
  if (reason === null) return status === 0 ? null : 'should hold, but fails';
  if (status === 0) return `should fail on "${reason}", but holds`;
  return output.split('\n').some((line) => line.startsWith(`       ${reason}`)) ? null : `fails, but not on "${reason}"`;
}

let [passed, failed] = [0, 0];
const wanted = process.argv[2] ?? '';
const pending = cases.filter(([name]) => name.includes(wanted));

async function takeCases() {
  for (let next = pending.shift(); next; next = pending.shift()) {
    const [name, command, reason] = next;
    const started = Date.now();
    const [program, ...operands] = command();
    const outcome = await run(program, operands);
    const verdict = judge(reason, outcome);
    if (verdict) failed += 1;
    else passed += 1;
    console.log(`${verdict ? 'FAIL' : 'ok  '} ${name}${verdict ? `: ${verdict}` : ''} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (verdict) console.log(outcome.output.replace(/^/gm, '     | '));
  }
}

await Promise.all([takeCases(), takeCases()]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed || passed === 0 ? 1 : 0;

// Finds the manifests of a package and reads what they declare, with m3u8-parser and mpd-parser.
// Unaware of players; measures nothing.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { load } from './matrix.mjs';

/** Every file of a folder, as slash-separated paths relative to it, sorted. */
export function filesOf(folder, below = '') {
  return readdirSync(path.join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      const name = path.posix.join(below, entry.name);
      return entry.isDirectory() ? filesOf(folder, name) : [name];
    })
    .sort();
}

/** The multivariant playlists and MPDs of a package. */
export function manifestsOf(folder) {
  const files = filesOf(folder);
  const isMultivariant = (name) => readFileSync(path.join(folder, name), 'utf8').includes('#EXT-X-STREAM-INF');
  return {
    hls: files.filter((name) => name.endsWith('.m3u8') && isMultivariant(name)),
    dash: files.filter((name) => name.endsWith('.mpd')),
  };
}

/** A playlist as m3u8-parser reads it; its warnings stand in `warnings`. */
export function readPlaylist(text) {
  const { Parser } = load('m3u8-parser');
  const parser = new Parser();
  const warnings = [];
  parser.on('warn', ({ message }) => warnings.push(message));
  parser.on('error', ({ message }) => warnings.push(message));
  parser.push(text);
  parser.end();
  return { ...parser.manifest, warnings };
}

/** An MPD as mpd-parser reads it; its warnings stand in `warnings`. */
export function readMpd(text, manifestUri) {
  const { parse } = load('mpd-parser');
  const warnings = [];
  const manifest = parse(text, { manifestUri, eventHandler: ({ type, message }) => type === 'warn' && warnings.push(message) });
  return { ...manifest, warnings };
}

const bySize = (a, b) => a.width * a.height - b.width * b.height;

/** What a multivariant playlist promises a viewer: sizes, languages, duration, segment borders in seconds and the segments' extension. */
export function declaredByHls(folder, name) {
  const read = (relative) => readPlaylist(readFileSync(path.join(folder, path.posix.dirname(name), relative), 'utf8'));
  const multivariant = readPlaylist(readFileSync(path.join(folder, name), 'utf8'));
  const levels = multivariant.playlists.map(({ attributes }) => ({ ...attributes.RESOLUTION })).sort(bySize);
  const groups = Object.values(multivariant.mediaGroups.AUDIO ?? {});
  const languages = languagesOf(groups);
  const { segments } = read(multivariant.playlists[0].uri);
  return { levels, languages, extension: path.posix.extname(segments[0]?.uri ?? ''), ...timeline(segments) };
}

/** What an MPD promises a viewer: sizes, languages, duration and segment borders in seconds. */
export function declaredByDash(folder, name) {
  const mpd = readMpd(readFileSync(path.join(folder, name), 'utf8'), 'http://127.0.0.1/');
  const levels = mpd.playlists.map(({ attributes }) => ({ ...attributes.RESOLUTION })).sort(bySize);
  const groups = Object.values(mpd.mediaGroups.AUDIO ?? {});
  const languages = languagesOf(groups);
  const listed = timeline(mpd.playlists[0].segments ?? []);
  return { levels, languages, ...listed, duration: mpd.duration ?? listed.duration };
}

/** One language for each rendition of the largest audio group. */
function languagesOf(groups) {
  const lists = groups.map((group) => Object.values(group).map(({ language }) => language ?? ''));
  return lists.reduce((a, b) => (b.length > a.length ? b : a), []);
}

function timeline(segments) {
  const borders = [];
  let time = 0;
  for (const { duration } of segments) {
    time += duration;
    borders.push(time);
  }
  return { duration: time, borders: borders.slice(0, -1) };
}

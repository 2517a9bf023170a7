// The renditions of a package as plain lists of segments, whichever manifest they come from, and what the segments
// themselves say: their bytes (decrypted), their times, their codec. Judges nothing.
import { spawnSync } from 'node:child_process';
import { createDecipheriv } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { home } from './matrix.mjs';
import { readInit, readSegment } from './mp4.mjs';

const ffprobe = path.join(home, 'ffmpeg-8.1', 'ffprobe');

/** A reference of a manifest as a path relative to the package; null when it leads out of it. */
export function resolveIn(manifest, uri) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(uri) || uri.startsWith('/')) return null;
  return path.posix.normalize(path.posix.join(path.posix.dirname(manifest), decodeURIComponent(uri.split(/[?#]/)[0])));
}

/**
 * The segments of a media playlist that m3u8-parser has read. m3u8-parser writes byte ranges as offset and length,
 * and hands on an IV as four 32-bit words.
 */
export function segmentsOfPlaylist(name, playlist) {
  return playlist.segments.map((segment, index) => ({
    file: resolveIn(name, segment.uri),
    range: segment.byterange ?? null,
    duration: segment.duration,
    init: segment.map
      ? { file: resolveIn(name, segment.map.uri), range: segment.map.byterange ?? null, key: keyOf(segment.map.key, 0) }
      : null,
    key: keyOf(segment.key, (playlist.mediaSequence ?? 0) + index),
  }));
}

function keyOf(key, number) {
  return key?.method && key.method !== 'NONE' ? { ...key, number } : null;
}

/** Reads a package's files, decrypting AES-128 segments with keys out of `serve`d folders (URL prefix → folder). */
export class PackageReader {
  constructor(folder, serve = {}) {
    this.folder = folder;
    this.serve = serve;
  }

  /** The bytes that a reference names, as they stand on disk; null when they are not all there. */
  raw({ file, range }) {
    if (file === null) return null;
    const full = path.join(this.folder, file);
    if (!existsSync(full)) return null;
    if (!range) return readFileSync(full);
    if (range.offset + range.length > statSync(full).size) return null;
    return readFileSync(full).subarray(range.offset, range.offset + range.length);
  }

  /** The size of a segment in bytes, as it is transferred. */
  size(segment) {
    return this.raw(segment)?.length ?? 0;
  }

  /** The bytes of a segment, decrypted; throws where the key is wrong, null where it is not at hand. */
  clear(segment) {
    const bytes = this.raw(segment);
    if (!bytes || !segment.key) return bytes;
    if (segment.key.method !== 'AES-128') return null;
    const key = this.#key(segment.key.uri);
    if (!key) return null;
    const vector = Buffer.alloc(16);
    if (segment.key.iv) for (let word = 0; word < 4; word += 1) vector.writeUInt32BE(segment.key.iv[word] >>> 0, word * 4);
    else vector.writeUInt32BE(segment.key.number, 12); // RFC 8216 §5.2
    const cipher = createDecipheriv('aes-128-cbc', key, vector);
    return Buffer.concat([cipher.update(bytes), cipher.final()]);
  }

  #key(uri) {
    const url = new URL(uri, 'http://localhost/package/').pathname;
    for (const [prefix, folder] of Object.entries(this.serve)) {
      const file = path.join(folder, url.slice(prefix.length));
      if (url.startsWith(`${prefix}/`) && existsSync(file)) return readFileSync(file);
    }
    return null;
  }

  /**
   * When each segment starts and how long it lasts, in seconds of its own timeline, and whether it begins with a
   * keyframe; null for what cannot be read (text, other encryption).
   */
  times(segments) {
    const first = segments[0];
    if (!first) return null;
    if (first.init) {
      const initBytes = this.clear(first.init);
      if (!initBytes) return null;
      const init = readInit(initBytes);
      return segments.map((segment) => {
        const bytes = this.clear(segment);
        if (!bytes) return null;
        const { start, duration, sync } = readSegment(bytes, init);
        return { start: start / init.timescale, duration: duration / init.timescale, keyframe: sync };
      });
    }
    if (!first.file?.endsWith('.ts')) return null;
    return segments.map((segment) => {
      const bytes = this.clear(segment);
      return bytes && transportStreamTimes(bytes);
    });
  }

  /** What ffprobe makes of the start of a rendition: its streams, with `mime_codec_string`. */
  streams(segments) {
    const first = segments[0];
    const media = first && this.clear(first);
    if (!media) return null;
    const init = first.init ? this.clear(first.init) : Buffer.alloc(0);
    if (!init) return null;
    const entries = 'stream=codec_type,codec_name,mime_codec_string,width,height,sample_aspect_ratio,avg_frame_rate';
    return probe(Buffer.concat([init, media]), ['-show_entries', entries]).streams ?? [];
  }
}

function probe(bytes, options) {
  // ffprobe may stop reading before the end, which spawnSync reports as EPIPE; what it printed counts.
  const { stdout, status, stderr } = spawnSync(ffprobe, ['-v', 'error', '-of', 'json', ...options, '-i', 'pipe:0'], { input: bytes, maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`ffprobe: ${String(stderr).trim().split('\n').at(-1)}`);
  return JSON.parse(stdout.toString());
}

function transportStreamTimes(bytes) {
  const { packets } = probe(bytes, ['-show_entries', 'packet=codec_type,pts_time,dts_time,duration_time,flags']);
  const kinds = ['video', 'audio'];
  const kind = kinds.find((candidate) => packets.some(({ codec_type: type }) => type === candidate));
  const own = packets.filter(({ codec_type: type }) => type === kind);
  const starts = own.map(({ pts_time: time }) => Number(time)).sort((a, b) => a - b);
  const frame = starts.length > 1 ? (starts.at(-1) - starts[0]) / (starts.length - 1) : Number(own[0]?.duration_time ?? 0);
  return { start: starts[0], duration: starts.at(-1) - starts[0] + frame, keyframe: own[0]?.flags?.startsWith('K') ?? false };
}

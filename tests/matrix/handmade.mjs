// Makes packages with ffmpeg and by hand, good ones to prove that the matrix passes them and broken ones to prove
// that it does not. Knows nothing of rendit: these are the only packages here that it did not make.
import { execFileSync } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dashRenditions, packageOrigin } from './check_dash.mjs';
import { readMpd, readPlaylist } from './declared.mjs';
import { averageBitRate, peakBitRate } from './measures.mjs';
import { PackageReader, segmentsOfPlaylist } from './renditions.mjs';

const rungs = [
  { name: 'v576', width: 1024, height: 576, codec: 'avc1.64001f' },
  { name: 'v288', width: 512, height: 288, codec: 'avc1.640015' },
  { name: 'v144', width: 256, height: 144, codec: 'avc1.64000c' },
];
const sounds = [
  { name: 'en', language: 'en', title: 'English' },
  { name: 'fr', language: 'fr', title: 'Français' },
];

const ffmpeg = (cwd, ...options) => execFileSync('ffmpeg', ['-hide_banner', '-nostdin', '-v', 'error', '-y', ...options], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });

/** Encodes the ladder of a clip and its French sidecar into one MP4; `picture` and `sound` are filters that may spoil it. */
export function encode(clip, target, { picture = 'null', sound = 'anull' } = {}) {
  ffmpeg('.', '-i', clip, '-i', clip.replace('.mp4', '.fr.flac'), '-filter_complex',
    `[0:v]${picture},format=yuv420p,split=3[a][b][c];[b]scale=512:288[d];[c]scale=256:144[e];[0:a:0]${sound}[f];[1:a:0]${sound}[g]`,
    '-map', '[a]', '-map', '[d]', '-map', '[e]', '-map', '[f]', '-map', '[g]', '-fps_mode', 'passthrough',
    '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '24', '-bf', '2', '-g', '50', '-keyint_min', '50', '-sc_threshold', '0', '-flags', '+cgop',
    '-c:a', 'aac', '-b:a', '64k', target);
}

/** Packages an encode as HLS, each rendition by itself; `kind` is fmp4 or ts. */
export function packageHls(encoded, folder, { kind, options = [], keyInfo = null }) {
  rmSync(folder, { recursive: true, force: true });
  const extension = kind === 'ts' ? 'ts' : 'm4s';
  const format = kind === 'ts'
    ? ['-output_ts_offset', '10', '-muxdelay', '0', '-hls_segment_type', 'mpegts']
    : ['-avoid_negative_ts', 'disabled', '-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', 'init.mp4'];
  for (const [index, { name }] of [...rungs, ...sounds].entries()) {
    const below = path.join(folder, name);
    mkdirSync(below, { recursive: true });
    ffmpeg(below, '-i', encoded, '-map', `0:${index}`, '-c', 'copy', ...format, ...options, '-f', 'hls', '-hls_time', '2', '-hls_playlist_type', 'vod',
      '-hls_flags', 'independent_segments', ...(keyInfo ? ['-hls_key_info_file', keyInfo] : []), '-hls_segment_filename', `seg_%05d.${extension}`, 'media.m3u8');
  }
  writeMultivariant(folder);
}

/** Writes the multivariant playlist, with bit rates measured. */
export function writeMultivariant(folder) {
  const reader = new PackageReader(folder);
  const measured = ({ name }) => {
    const playlist = readPlaylist(readFileSync(path.join(folder, name, 'media.m3u8'), 'utf8'));
    const segments = segmentsOfPlaylist(`${name}/media.m3u8`, playlist).map((segment) => ({ ...segment, size: reader.size(segment) }));
    return { peak: peakBitRate(segments, playlist.targetDuration), average: averageBitRate(segments) };
  };
  const worst = sounds.map(measured).reduce((a, b) => ({ peak: Math.max(a.peak, b.peak), average: Math.max(a.average, b.average) }));
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const [index, { name, language, title }] of sounds.entries()) {
    lines.push(`#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="${title}",LANGUAGE="${language}",DEFAULT=${index === 0 ? 'YES' : 'NO'},AUTOSELECT=YES,CHANNELS="2",URI="${name}/media.m3u8"`);
  }
  for (const rung of rungs) {
    const { peak, average } = measured(rung);
    lines.push(`#EXT-X-STREAM-INF:BANDWIDTH=${Math.ceil(peak + worst.peak)},AVERAGE-BANDWIDTH=${Math.ceil(average + worst.average)},CODECS="${rung.codec},mp4a.40.2",RESOLUTION=${rung.width}x${rung.height},FRAME-RATE=25.000,AUDIO="sound"`);
    lines.push(`${rung.name}/media.m3u8`);
  }
  writeFileSync(path.join(folder, 'master.m3u8'), `${lines.join('\n')}\n`);
}

/** Encrypts the segments of an fMP4 package with AES-128, the IV being the media sequence number (RFC 8216 §5.2). */
export function encryptSegments(folder, key, keyUri) {
  for (const { name } of [...rungs, ...sounds]) {
    const segments = readdirSync(path.join(folder, name)).filter((file) => file.endsWith('.m4s')).sort();
    for (const [number, file] of segments.entries()) {
      const vector = Buffer.alloc(16);
      vector.writeUInt32BE(number, 12);
      const cipher = createCipheriv('aes-128-cbc', key, vector);
      const target = path.join(folder, name, file);
      writeFileSync(target, Buffer.concat([cipher.update(readFileSync(target)), cipher.final()]));
    }
    edit(folder, `${name}/media.m3u8`, (text) => text.replace('#EXTINF', `#EXT-X-KEY:METHOD=AES-128,URI="${keyUri}"\n#EXTINF`));
  }
  writeMultivariant(folder);
}

/**
 * Packages an encode as DASH and puts right what ffmpeg's muxer states too low: the bit rates, and the duration, which
 * it cuts to a tenth of a second; dash.js then stops short of the end.
 */
export function packageDash(encoded, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  ffmpeg(folder, '-i', encoded, '-map', '0', '-c', 'copy', '-metadata:s:a:0', 'language=en', '-metadata:s:a:1', 'language=fr', '-f', 'dash', '-seg_duration', '2',
    '-use_timeline', '1', '-use_template', '1', '-adaptation_sets', 'id=0,streams=v id=1,streams=3 id=2,streams=4',
    '-init_seg_name', 'init-$RepresentationID$.mp4', '-media_seg_name', 'seg-$RepresentationID$-$Number$.m4s', 'manifest.mpd');
  const measured = dashRenditions('manifest.mpd', readMpd(readFileSync(path.join(folder, 'manifest.mpd'), 'utf8'), packageOrigin));
  const reader = new PackageReader(folder);
  let longest = 0;
  edit(folder, 'manifest.mpd', (text) =>
    text
      .replace(/(<Representation id="(\d)"[^>]*bandwidth=")\d+/g, (_, before, id) => {
        const segments = measured.get(id).map((segment) => ({ ...segment, size: reader.size(segment) }));
        longest = Math.max(longest, segments.reduce((sum, { duration }) => sum + duration, 0));
        return before + Math.ceil(peakBitRate(segments, Math.max(...segments.map(({ duration }) => duration))));
      })
      .replace(/(mediaPresentationDuration="PT)[\d.]+/, (_, before) => before + longest.toFixed(3)),
  );
}

/** Rewrites a text file of a package. */
export function edit(folder, name, change) {
  const file = path.join(folder, name);
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${file}: nothing to change`);
  writeFileSync(file, after);
}

/** A copy of a package to be broken. */
export function copy(folder, target) {
  rmSync(target, { recursive: true, force: true });
  cpSync(folder, target, { recursive: true });
  return target;
}

/** Moves a segment along its own timeline by adding to its decode time (`tfdt`, ISO/IEC 14496-12 §8.8.12). */
export function moveSegment(folder, name, units) {
  const file = path.join(folder, name);
  const data = readFileSync(file);
  for (let at = data.indexOf('tfdt'); at >= 0; at = data.indexOf('tfdt', at + 4)) {
    if (data[at + 4] === 1) data.writeBigUInt64BE(data.readBigUInt64BE(at + 8) + BigInt(units), at + 8);
    else data.writeUInt32BE(data.readUInt32BE(at + 8) + units, at + 8);
  }
  writeFileSync(file, data);
}

// The rules of HLS: RFC 8216bis, and where named Apple's HLS Authoring Specification.
// Unaware of DASH and of players. Reads with m3u8-parser; hls-parser in strict mode is a second opinion.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readPlaylist } from './declared.mjs';
import { load } from './matrix.mjs';
import { averageBitRate, checkBitRate, checkBorders, checkCodecString, checkFiles, checkFrameRate, checkSize, checkTimes, checkTotals, peakBitRate } from './measures.mjs';
import { resolveIn, segmentsOfPlaylist } from './renditions.mjs';

/** A playlist's text, read by both parsers; null when it is not there. */
function readStrictly(checks, folder, name) {
  const file = name && path.join(folder, name);
  if (!file || !existsSync(file)) {
    checks.check('every playlist is there', false, String(name));
    return null;
  }
  const text = readFileSync(file, 'utf8');
  const hlsParser = load('hls-parser');
  hlsParser.setOptions({ strictMode: true });
  let complaint = null;
  try {
    hlsParser.parse(text);
  } catch (error) {
    complaint = error.message;
  }
  checks.check('hls-parser has no complaint', complaint === null, `${name}: ${complaint}`);
  const playlist = readPlaylist(text);
  checks.check('m3u8-parser has no warning', playlist.warnings.length === 0, `${name}: ${playlist.warnings.join('; ')}`);
  return { ...playlist, text };
}

/** A media playlist with its segments measured; null when something of it is not there. */
function readMedia(checks, context, name) {
  const { folder, reader, referenced, media } = context;
  if (media.has(name)) return media.get(name);
  media.set(name, null);
  const playlist = readStrictly(checks, folder, name);
  if (!playlist) return null;
  referenced.add(name);
  const segments = segmentsOfPlaylist(name, playlist);
  if (!checkFiles(checks, name, segments, context)) return null;
  for (const segment of segments) segment.size = reader.size(segment);
  checks.check('playlist is whole', playlist.endList && playlist.playlistType === 'VOD', `${name}: no EXT-X-ENDLIST or not VOD`);
  // RFC 8216bis §4.4.3.1
  const long = segments.find(({ duration }) => Math.round(duration) > playlist.targetDuration);
  checks.check('no segment beyond the target duration', !long, `${name}: ${long?.duration} s of ${playlist.targetDuration}`);
  const kept = { name, playlist, segments };
  media.set(name, kept);
  return kept;
}

/** Checks one multivariant playlist and everything below it. */
export function checkHls(checks, { folder, manifest, reader, referenced, types }) {
  const context = { folder, reader, referenced, media: new Map() };
  const multivariant = readStrictly(checks, folder, manifest);
  const target = (uri) => readMedia(checks, context, resolveIn(manifest, uri));
  const groups = {};
  for (const kind of ['AUDIO', 'SUBTITLES']) {
    for (const [group, members] of Object.entries(multivariant.mediaGroups[kind] ?? {})) {
      groups[`${kind} ${group}`] = Object.entries(members)
        .filter(([, { uri }]) => uri)
        .map(([label, member]) => ({ label, member, media: target(member.uri) }));
    }
  }
  const variants = multivariant.playlists.map(({ uri, attributes }) => ({ attributes, media: target(uri) }));
  checks.check('has variants', variants.length > 0, manifest);
  checks.check('every rendition can be read', [...context.media.values()].every(Boolean), 'see above');

  for (const { attributes, media } of variants) {
    if (!media) continue;
    const { name, segments, playlist } = media;
    const streams = reader.streams(segments);
    const declared = (attributes.CODECS ?? '').split(',').filter(Boolean);
    checks.check('CODECS present', declared.length > 0, name);
    for (const key of ['BANDWIDTH', 'AVERAGE-BANDWIDTH', 'RESOLUTION', 'FRAME-RATE']) {
      const audioOnly = streams && !streams.some(({ codec_type: type }) => type === 'video');
      if (audioOnly && key !== 'BANDWIDTH' && key !== 'AVERAGE-BANDWIDTH') continue;
      checks.check(`${key} present`, attributes[key] !== undefined, name);
    }
    checkCodecString(checks, name, declared, streams);
    if (attributes.RESOLUTION) checkSize(checks, name, attributes.RESOLUTION, streams);
    if (attributes['FRAME-RATE']) checkFrameRate(checks, name, attributes['FRAME-RATE'], streams);
    const worst = { peak: 0, average: 0 };
    for (const kind of ['AUDIO', 'SUBTITLES']) {
      const members = (groups[`${kind} ${attributes[kind]}`] ?? []).filter((member) => member.media);
      if (attributes[kind]) checks.check(`${kind} group exists`, groups[`${kind} ${attributes[kind]}`], attributes[kind]);
      worst.peak += Math.max(0, ...members.map((member) => peakBitRate(member.media.segments, member.media.playlist.targetDuration)));
      worst.average += Math.max(0, ...members.map((member) => averageBitRate(member.media.segments)));
      if (kind === 'AUDIO') for (const { media: audio } of members) checkCodecString(checks, audio.name, declared, reader.streams(audio.segments));
    }
    checkBitRate(checks, 'BANDWIDTH', attributes.BANDWIDTH, peakBitRate(segments, playlist.targetDuration) + worst.peak);
    if (attributes['AVERAGE-BANDWIDTH']) checkBitRate(checks, 'AVERAGE-BANDWIDTH', attributes['AVERAGE-BANDWIDTH'], averageBitRate(segments) + worst.average);
    // Players hand Media Source Extensions MP4 whatever the segments are.
    for (const codec of declared) types.add(`${/^(mp4a|opus|fLaC|ac-3|ec-3)/i.test(codec) ? 'audio' : 'video'}/mp4; codecs="${codec}"`);
  }

  for (const [group, members] of Object.entries(groups)) {
    for (const { label, member } of members) checks.check('renditions have a language', member.language, `${group} ${label}`);
    if (members.length) checks.check('one rendition is the default', !group.startsWith('AUDIO') || members.filter(({ member }) => member.default).length === 1, group);
  }
  const pictures = variants.map(({ media }) => media).filter(Boolean);
  const sounds = Object.entries(groups).filter(([group]) => group.startsWith('AUDIO')).flatMap(([, members]) => members.map(({ media }) => media)).filter(Boolean);
  for (const { name, segments } of new Set([...pictures, ...sounds])) checkTimes(checks, name, segments, reader);
  checkBorders(checks, 'variants', pictures);
  checkTotals(checks, [...new Set([...pictures, ...sounds])], 0.0625);
  // RFC 8216 §6.2.4
  const targets = new Set([...pictures, ...sounds].map(({ playlist }) => playlist.targetDuration));
  checks.check('one target duration', targets.size <= 1, [...targets].join(', '));

  for (const frames of multivariant.iFramePlaylists ?? []) checkIFrames(checks, context, frames, target(frames.attributes.URI ?? frames.uri));
}

function checkIFrames(checks, { reader }, { attributes }, media) {
  if (!media) return;
  const { name, segments, playlist } = media;
  checks.check('I-frame playlist says so', playlist.text.includes('#EXT-X-I-FRAMES-ONLY'), name);
  checkBitRate(checks, 'I-frame BANDWIDTH', attributes.BANDWIDTH, peakBitRate(segments, playlist.targetDuration));
  checks.check('I-frame CODECS present', attributes.CODECS, name);
  const empty = segments.filter((segment) => reader.size(segment) === 0);
  checks.check('I-frames have bytes', empty.length === 0, name);
}

// The rules of DASH (ISO/IEC 23009-1). Unaware of HLS and of players.
// Segments are read with mpd-parser; what it leaves out is read from the XML.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readMpd } from './declared.mjs';
import { load } from './matrix.mjs';
import { checkBitRate, checkBorders, checkCodecString, checkFiles, checkFrameRate, checkSize, checkTimes, checkTotals, peakBitRate } from './measures.mjs';
import { resolveIn } from './renditions.mjs';

/** Where mpd-parser is told that a package lies. */
export const packageOrigin = 'http://package.invalid/';

function children(element, name) {
  return Array.from(element.childNodes ?? []).filter((node) => node.localName === name);
}

/** Seconds of an xs:duration without years and months. */
function seconds(text) {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text ?? '');
  return match ? Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0) : NaN;
}

/** The S elements of a SegmentTimeline, written out: start and duration of each segment in seconds. */
function writtenOut(template) {
  const timescale = Number(template.getAttribute('timescale') || 1);
  const list = [];
  let time = 0;
  for (const timeline of children(template, 'SegmentTimeline')) {
    for (const entry of children(timeline, 'S')) {
      if (entry.getAttribute('t')) time = Number(entry.getAttribute('t'));
      const duration = Number(entry.getAttribute('d'));
      for (let count = 0; count <= Number(entry.getAttribute('r') || 0); count += 1) {
        list.push({ start: time / timescale, duration: duration / timescale });
        time += duration;
      }
    }
  }
  return list;
}

/** The adaptation sets with their representations, attributes inherited. */
function adaptationSets(mpd) {
  return children(mpd, 'Period').flatMap((period) =>
    children(period, 'AdaptationSet').map((set) => ({
      set,
      representations: children(set, 'Representation').map((representation) => {
        const attribute = (name) => representation.getAttribute(name) || set.getAttribute(name) || '';
        const template = children(representation, 'SegmentTemplate')[0] ?? children(set, 'SegmentTemplate')[0] ?? null;
        return { id: representation.getAttribute('id'), attribute, template, timeline: template ? writtenOut(template) : [] };
      }),
    })),
  );
}

/** Every representation as mpd-parser sees it, by id, with its segments as the package's renditions are. */
export function dashRenditions(manifest, parsed) {
  const groups = Object.values(parsed.mediaGroups.AUDIO ?? {}).flatMap((group) => Object.values(group));
  const playlists = [...parsed.playlists, ...groups.flatMap(({ playlists: list }) => list)];
  const part = ({ resolvedUri, byterange }) => ({ file: resolveIn(manifest, resolvedUri.slice(new URL('.', packageOrigin + manifest).href.length)), range: byterange ?? null });
  return new Map(
    playlists.map((playlist) => [
      playlist.attributes.NAME,
      (playlist.segments ?? []).map((segment) => ({ ...part(segment), duration: segment.duration, start: segment.presentationTime, init: segment.map ? part(segment.map) : null, key: null })),
    ]),
  );
}

/** Validates an MPD with xmllint where MPD_XSD names the schema; an xlink.xsd beside it stands in for W3C's. */
function validate(checks, file) {
  const schema = process.env.MPD_XSD && path.resolve(process.env.MPD_XSD);
  if (!schema) return;
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'matrix-catalog-'));
  const catalog = path.join(temporary, 'catalog.xml');
  const xlink = pathToFileURL(path.join(path.dirname(schema), 'xlink.xsd')).href;
  const names = ['http://www.w3.org/XML/2008/06/xlink.xsd', 'http://www.w3.org/1999/xlink.xsd'];
  const entries = names.map((name) => `<system systemId="${name}" uri="${xlink}"/><uri name="${name}" uri="${xlink}"/>`).join('');
  writeFileSync(catalog, `<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">${entries}</catalog>`);
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, file], { env: { ...process.env, XML_CATALOG_FILES: catalog } });
  rmSync(temporary, { recursive: true });
  const complaints = String(stderr).trim().split('\n').slice(0, 3).join(' | ');
  checks.check('valid by the schema', status === 0, complaints);
}

/** Checks one MPD and everything below it. */
export function checkDash(checks, { folder, manifest, reader, referenced, types }) {
  const file = path.join(folder, manifest);
  const text = readFileSync(file, 'utf8');
  validate(checks, file);
  const parsed = readMpd(text, packageOrigin + manifest);
  checks.check('mpd-parser has no warning', parsed.warnings.length === 0, parsed.warnings.join('; '));
  const { DOMParser } = load('@xmldom/xmldom');
  const mpd = new DOMParser().parseFromString(text, 'text/xml').documentElement;
  const renditions = dashRenditions(manifest, parsed);
  const presentation = seconds(mpd.getAttribute('mediaPresentationDuration'));
  checks.check('mediaPresentationDuration present', presentation > 0, mpd.getAttribute('mediaPresentationDuration'));

  const all = [];
  for (const { set, representations } of adaptationSets(mpd)) {
    const members = [];
    for (const { id, attribute, template, timeline } of representations) {
      const kind = (attribute('contentType') || attribute('mimeType')).split('/')[0];
      if (kind !== 'video' && kind !== 'audio') continue;
      const segments = renditions.get(id);
      if (!checks.check('mpd-parser finds the segments', segments?.length > 0, `representation ${id}`)) continue;
      if (!checkFiles(checks, `representation ${id}`, segments, { reader, referenced })) continue;
      for (const segment of segments) segment.size = reader.size(segment);
      const codecs = attribute('codecs').split(',').filter(Boolean);
      checks.check('codecs present', codecs.length > 0, `representation ${id}`);
      for (const codec of codecs) types.add(`${kind}/mp4; codecs="${codec}"`);
      const streams = reader.streams(segments);
      checkCodecString(checks, `representation ${id}`, codecs, streams);
      const longest = Math.max(...segments.map(({ duration }) => duration));
      checkBitRate(checks, 'bandwidth', Number(attribute('bandwidth')), peakBitRate(segments, longest));
      if (kind === 'video') {
        checkSize(checks, `representation ${id}`, { width: Number(attribute('width')), height: Number(attribute('height')) }, streams);
        const [numerator, denominator = 1] = attribute('frameRate').split('/').map(Number);
        checks.check('frameRate present', numerator > 0, `representation ${id}`);
        checkFrameRate(checks, `representation ${id}`, numerator / denominator, streams);
      }
      const times = checkTimes(checks, `representation ${id}`, segments, reader);
      if (times && template && timeline.length) {
        // S@t counts presentation time; tfdt decode time: they differ by the priming or reordering of the first segment.
        const shifts = timeline.map(({ start }, index) => start - times[index]?.start);
        const steady = shifts.slice(1).every((shift) => Math.abs(shift - shifts[1]) <= 0.001);
        checks.check('S elements follow the segments', timeline.length === segments.length && steady, `representation ${id}: off by ${shifts.map((shift) => shift.toFixed(4))}`);
      }
      members.push({ name: `representation ${id}`, segments, kind });
    }
    checkBorders(checks, `representations of set ${set.getAttribute('id')}`, members);
    all.push(...members);
  }
  checks.check('has representations', all.length > 0, manifest);
  checkTotals(checks, all, 0.0625);
  // dash.js stops at the declared duration, or goes back from it again and again, while sound lasts longer.
  const longest = Math.max(...all.map(({ segments }) => segments.reduce((sum, { duration }) => sum + duration, 0)));
  checks.check('mediaPresentationDuration is true', Math.abs(longest - presentation) <= 0.002, `declares ${presentation}, the longest representation lasts ${longest.toFixed(4)}`);
}

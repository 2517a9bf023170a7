// Reads out of MP4 boxes when a fragment starts, how long it lasts and whether it begins with a sync sample.
// Unaware of playlists and files. Box layouts: ISO/IEC 14496-12.

/** The boxes of `data` between `start` and `end`: type, and where the body lies. */
function* boxes(data, start = 0, end = data.length) {
  while (start + 8 <= end) {
    let size = data.readUInt32BE(start);
    let header = 8;
    if (size === 1) {
      size = Number(data.readBigUInt64BE(start + 8));
      header = 16;
    } else if (size === 0) {
      size = end - start;
    }
    if (size < header || start + size > end) throw new Error(`box at byte ${start} runs past the end`);
    yield { type: data.toString('latin1', start + 4, start + 8), body: start + header, end: start + size };
    start += size;
  }
  if (start !== end) throw new Error(`${end - start} stray bytes at the end`);
}

/** The first box down a path of types, or null. */
function find(data, path, within = { body: 0, end: data.length }) {
  let box = within;
  for (const type of path) {
    box = [...boxes(data, box.body, box.end)].find((candidate) => candidate.type === type);
    if (!box) return null;
  }
  return box;
}

/** What an init segment says of its first track: time scale, and the defaults of its samples. */
export function readInit(data) {
  const mdhd = find(data, ['moov', 'trak', 'mdia', 'mdhd']);
  const trex = find(data, ['moov', 'mvex', 'trex']);
  const timescale = data.readUInt32BE(mdhd.body + (data[mdhd.body] === 1 ? 20 : 12));
  const elst = find(data, ['moov', 'trak', 'edts', 'elst']);
  let edit = 0;
  if (elst && data.readUInt32BE(elst.body + 4) > 0) {
    edit = data[elst.body] === 1 ? Number(data.readBigInt64BE(elst.body + 16)) : data.readInt32BE(elst.body + 12);
  }
  return {
    timescale,
    edit,
    defaultDuration: trex ? data.readUInt32BE(trex.body + 12) : 0,
    defaultFlags: trex ? data.readUInt32BE(trex.body + 20) : 0,
  };
}

/** Decode time and duration of a media segment, in units of the init's time scale. */
export function readSegment(data, init) {
  let start = null;
  let duration = 0;
  let sync = null;
  for (const moof of boxes(data)) {
    if (moof.type !== 'moof') continue;
    const traf = find(data, ['traf'], moof);
    const run = readTraf(data, traf, init);
    start ??= run.start;
    sync ??= run.sync;
    duration += run.duration;
  }
  if (start === null) throw new Error('no movie fragment');
  return { start, duration, sync };
}

function readTraf(data, traf, init) {
  let { defaultDuration, defaultFlags } = init;
  let start = 0;
  let duration = 0;
  let sync = null;
  for (const { type, body } of boxes(data, traf.body, traf.end)) {
    const flags = data.readUInt32BE(body) & 0xffffff;
    if (type === 'tfhd') {
      let at = body + 8;
      if (flags & 0x000001) at += 8;
      if (flags & 0x000002) at += 4;
      if (flags & 0x000008) [defaultDuration, at] = [data.readUInt32BE(at), at + 4];
      if (flags & 0x000010) at += 4;
      if (flags & 0x000020) defaultFlags = data.readUInt32BE(at);
    } else if (type === 'tfdt') {
      start = data[body] === 1 ? Number(data.readBigUInt64BE(body + 4)) : data.readUInt32BE(body + 4);
    } else if (type === 'trun') {
      const count = data.readUInt32BE(body + 4);
      let at = body + 8;
      if (flags & 0x000001) at += 4;
      let firstFlags = null;
      if (flags & 0x000004) [firstFlags, at] = [data.readUInt32BE(at), at + 4];
      for (let sample = 0; sample < count; sample += 1) {
        let sampleFlags = sample === 0 && firstFlags !== null ? firstFlags : defaultFlags;
        let sampleDuration = defaultDuration;
        if (flags & 0x000100) [sampleDuration, at] = [data.readUInt32BE(at), at + 4];
        if (flags & 0x000200) at += 4;
        if (flags & 0x000400) [sampleFlags, at] = [data.readUInt32BE(at), at + 4];
        if (flags & 0x000800) at += 4;
        // sample_is_non_sync_sample, §8.8.3.1
        sync ??= (sampleFlags & 0x10000) === 0;
        duration += sampleDuration;
      }
    }
  }
  return { start, duration, sync };
}

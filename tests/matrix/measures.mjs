// Rules about segments that HLS and DASH share: bit rates, times, borders, codecs.
// Unaware of either manifest's syntax.

/** How much more than measured a manifest may declare (Apple's HLS Authoring Specification §9: within 10 %). */
const overstatement = 1.1;

/** Times agree when they differ by less than this many seconds: one tick of 90 kHz and the rounding of six decimals. */
const tick = 0.00002;

/**
 * The peak segment bit rate of RFC 8216bis §4.1, in bits per second: the largest of any contiguous set of segments that
 * lasts between half and one and a half target durations.
 */
export function peakBitRate(segments, targetDuration) {
  let peak = 0;
  for (let first = 0; first < segments.length; first += 1) {
    let [bytes, seconds] = [0, 0];
    for (let last = first; last < segments.length && seconds < targetDuration * 1.5; last += 1) {
      bytes += segments[last].size;
      seconds += segments[last].duration;
      if (seconds >= targetDuration * 0.5 && seconds <= targetDuration * 1.5) peak = Math.max(peak, (bytes * 8) / seconds);
    }
  }
  return peak || averageBitRate(segments);
}

/** All bits over all seconds. */
export function averageBitRate(segments) {
  const sum = (key) => segments.reduce((total, segment) => total + segment[key], 0);
  return (sum('size') * 8) / sum('duration');
}

/** Checks that a declared bit rate covers what was measured and does not promise much more. */
export function checkBitRate(checks, what, declared, measured) {
  const figures = `declares ${declared}, measured ${Math.ceil(measured)}`;
  checks.check(`${what} covers the peak`, declared >= Math.floor(measured), figures);
  checks.check(`${what} within 10 %`, declared <= measured * overstatement + 1000, figures);
}

/** Checks that every byte that a rendition names is in the package. */
export function checkFiles(checks, name, segments, { reader, referenced }) {
  const missing = [];
  for (const part of segments.flatMap((segment) => (segment.init ? [segment.init, segment] : [segment]))) {
    if (part.file) referenced.add(part.file);
    if (!reader.raw(part)?.length) missing.push(part.file ?? 'a reference out of the package');
  }
  checks.check('every file is there', missing.length === 0, `${name}: ${[...new Set(missing)].join(', ')}`);
  return missing.length === 0;
}

/**
 * Checks declared durations against the segments' own times: each as long as declared, each beginning where the one
 * before ends, each with a keyframe. Returns the times, or null where they cannot be read.
 */
export function checkTimes(checks, name, segments, reader) {
  let times;
  try {
    times = reader.times(segments);
  } catch (error) {
    checks.check('segments can be read', false, `${name}: ${error.message}`);
    return null;
  }
  if (!times || times.some((time) => time === null)) return null;
  const declaredSum = segments.reduce((sum, { duration }) => sum + duration, 0);
  const realSum = times.reduce((sum, { duration }) => sum + duration, 0);
  // A first audio segment may be declared without its priming: 1024 samples of AAC, 312 to 6528 of others.
  const priming = 0.15;
  const differing = segments.findIndex(({ duration }, index) => Math.abs(duration - times[index].duration) > (index === 0 || index === segments.length - 1 ? priming : 0.001));
  checks.check('durations are true', differing < 0, `${name}: segment ${differing} declares ${segments[differing]?.duration}, lasts ${times[differing]?.duration}`);
  checks.check('sum of durations is true', Math.abs(declaredSum - realSum) <= priming, `${name}: declares ${declaredSum}, lasts ${realSum}`);
  const apart = times.findIndex(({ start }, index) => index > 0 && Math.abs(start - times[index - 1].start - times[index - 1].duration) > 0.001);
  checks.check('segments join', apart < 0, `${name}: segment ${apart} starts at ${times[apart]?.start}, the one before ends at ${times[apart - 1]?.start + times[apart - 1]?.duration}`);
  const dependent = times.findIndex(({ keyframe }) => keyframe === false);
  checks.check('segments begin with a keyframe', dependent < 0, `${name}: segment ${dependent} does not`);
  return times;
}

/** Checks that renditions of one switching set have the same borders. */
export function checkBorders(checks, what, renditions) {
  const [first, ...others] = renditions.map(({ name, segments }) => {
    let end = 0;
    return { name, ends: segments.map(({ duration }) => (end += duration)) };
  });
  if (!first) return;
  for (const other of others) {
    const same = other.ends.length === first.ends.length && other.ends.every((end, index) => Math.abs(end - first.ends[index]) <= tick * (index + 1));
    checks.check(`${what} share their borders`, same, `${first.name}: ${first.ends.map((end) => end.toFixed(4))}; ${other.name}: ${other.ends.map((end) => end.toFixed(4))}`);
  }
}

/** Checks that the total durations of all renditions agree within `tolerance` seconds. */
export function checkTotals(checks, renditions, tolerance) {
  const totals = renditions.map(({ name, segments }) => ({ name, total: segments.reduce((sum, { duration }) => sum + duration, 0) }));
  const longest = totals.reduce((a, b) => (b.total > a.total ? b : a), totals[0]);
  for (const { name, total } of totals) {
    checks.check('renditions last equally long', longest.total - total <= tolerance, `${name}: ${total.toFixed(4)}; ${longest.name}: ${longest.total.toFixed(4)}`);
  }
}

/** Checks a declared codec list against what ffprobe reads out of the rendition, as far as it can tell. */
export function checkCodecString(checks, name, declared, streams) {
  for (const { codec_name: codec, mime_codec_string: real } of streams ?? []) {
    if (!real) continue;
    const wanted = real.toLowerCase();
    checks.check('codecs are true', declared.some((entry) => entry.toLowerCase() === wanted), `${name}: declares ${declared.join(',') || 'nothing'}, has ${real} (${codec})`);
  }
}

/** Checks a declared size against the picture's; `sar` is ffprobe's sample aspect ratio. */
export function checkSize(checks, name, { width, height }, streams) {
  const picture = streams?.find(({ codec_type: type }) => type === 'video');
  if (!picture) return;
  checks.check('size is true', picture.width === width && picture.height === height, `${name}: declares ${width}x${height}, has ${picture.width}x${picture.height}`);
  const square = [undefined, '1:1', 'N/A', '0:1'].includes(picture.sample_aspect_ratio);
  checks.check('pixels are square', square, `${name}: ${picture.sample_aspect_ratio}`);
}

/** Checks a declared frame rate (frames per second) against ffprobe's. */
export function checkFrameRate(checks, name, declared, streams) {
  const picture = streams?.find(({ codec_type: type }) => type === 'video');
  const [numerator, denominator] = (picture?.avg_frame_rate ?? '0/0').split('/').map(Number);
  if (!numerator || !denominator) return;
  const real = numerator / denominator;
  checks.check('frame rate is true', Math.abs(declared - real) < real * 0.02, `${name}: declares ${declared}, has ${real.toFixed(3)}`);
}

// Watches what is really rendered: the frames that are shown and the sound that is heard.
// Unaware of players. Frames carry their number as eight black or white blocks along the upper edge.

/** Reads the frame number and the flash out of every frame that the compositor presents. */
export class FrameWatch {
  constructor(video) {
    this.video = video;
    this.frames = [];
    this.context = new OffscreenCanvas(64, 16).getContext('2d', { willReadFrequently: true });
    const step = (_, metadata) => {
      this.frames.push(this.#read(metadata));
      video.requestVideoFrameCallback(step);
    };
    video.requestVideoFrameCallback(step);
  }

  #read({ mediaTime, width, height }) {
    const { context, video } = this;
    // A canvas measures in the element's size, which may lag behind the frame's at a change of level.
    const [across, down] = [video.videoWidth, video.videoHeight];
    context.drawImage(video, 0, 0, across, down / 4, 0, 0, 64, 8);
    context.drawImage(video, 0, down / 3, across, down / 2, 0, 8, 64, 8);
    const { data } = context.getImageData(0, 0, 64, 16);
    const dark = (x, y) => Math.min(data[(y * 64 + x) * 4], data[(y * 64 + x) * 4 + 1]) < 160;
    const blocks = [0, 1, 2, 3, 4, 5, 6, 7];
    return {
      mediaTime,
      width,
      height,
      number: blocks.reduce((number, bit) => number | (dark(bit * 8 + 4, 4) ? 0 : 1 << bit), 0),
      flash: !blocks.some((block) => dark(block * 8 + 4, 12)),
    };
  }

  /** The frames since the last call. */
  take() {
    return this.frames.splice(0);
  }
}

/**
 * Records the sound as it is rendered.
 *
 * After a seek Chromium's audio renderer trims the first decoded buffer to the seek target, to the sample, so the
 * first sample that is not silence lies exactly at the target on the media timeline. The media clock itself
 * (`currentTime`) would be up to 60 ms off the rendered sound, by however full the path into WebAudio happens to be.
 */
export class SoundWatch {
  static async open(video) {
    const watch = new SoundWatch();
    watch.audio = new AudioContext({ sampleRate: 48000 });
    await watch.audio.audioWorklet.addModule('recorder.js');
    const recorder = new AudioWorkletNode(watch.audio, 'recorder', { channelCount: 1, channelCountMode: 'explicit' });
    watch.blocks = [];
    recorder.port.onmessage = ({ data }) => watch.blocks.push(data);
    watch.audio.createMediaElementSource(video).connect(recorder).connect(watch.audio.destination);
    await watch.audio.resume();
    return watch;
  }

  get rate() {
    return this.audio.sampleRate;
  }

  /** The samples since the last call. */
  take() {
    const blocks = this.blocks.splice(0);
    const samples = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
    let offset = 0;
    for (const block of blocks) {
      samples.set(block, offset);
      offset += block.length;
    }
    return samples;
  }
}

/** The index of the first sample that is not silence, or -1. */
export function firstSound(samples) {
  return samples.findIndex((sample) => Math.abs(sample) > 1e-5);
}

/** The length of the longest silence after the first sound, in samples: a stall, or a hole in the sound. */
export function longestSilence(samples) {
  let [longest, current] = [0, 0];
  for (let index = Math.max(0, firstSound(samples)); index < samples.length; index += 1) {
    current = Math.abs(samples[index]) > 1e-5 ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return longest;
}

/** The indices at which the sound rises above `threshold` after `quiet` samples below it. */
export function onsets(samples, threshold, quiet) {
  const found = [];
  let below = 0;
  for (let index = 0; index < samples.length; index += 1) {
    if (Math.abs(samples[index]) < threshold) {
      below += 1;
      continue;
    }
    if (below >= quiet) found.push(index);
    below = 0;
  }
  return found;
}

/** The strength of one pitch (Goertzel's recurrence), as the amplitude of an equal sine. */
export function pitch(samples, rate, frequency) {
  const turn = 2 * Math.cos((2 * Math.PI * frequency) / rate);
  let [last, before] = [0, 0];
  for (const sample of samples) [last, before] = [sample + turn * last - before, last];
  return (2 * Math.sqrt(Math.max(0, last * last + before * before - turn * last * before))) / Math.max(1, samples.length);
}

// One player playing one package: the steps that the checks are made of, each returning plain data.
// Judges nothing; play.mjs does. Reached from there as `window.session`.
import { adapters } from './adapters.js';
import { FrameWatch, SoundWatch, firstSound, longestSilence, onsets, pitch } from './watch.js';

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Whether `test` came true within `seconds`. */
async function until(test, seconds) {
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline) {
    if (test()) return true;
    await pause(0.02);
  }
  return Boolean(test());
}

const ranges = (buffered) => Array.from({ length: buffered.length }, (_, index) => [buffered.start(index), buffered.end(index)]);

/** Every SourceBuffer that a player opens, so that sound and picture can be looked at apart. */
const sourceBuffers = [];
const addSourceBuffer = MediaSource.prototype.addSourceBuffer;
MediaSource.prototype.addSourceBuffer = function (type) {
  const buffer = addSourceBuffer.call(this, type);
  sourceBuffers.push({ type, buffer });
  return buffer;
};

class Session {
  /** Opens `url` in `player`; resolves to what the player says is in it. */
  async open({ player, url }) {
    this.video = document.getElementById('video');
    this.sound = await SoundWatch.open(this.video);
    this.frames = new FrameWatch(this.video);
    this.faults = [];
    this.stalls = 0;
    this.video.addEventListener('waiting', () => (this.stalls += 1));
    this.endings = 0;
    const ended = () => (this.endings += 1);
    this.video.addEventListener('ended', ended);
    this.video.addEventListener('error', () => this.faults.push({ fatal: true, what: `media error ${this.video.error?.code} ${this.video.error?.message}` }));
    const fault = (fatal, what) => this.faults.push({ fatal, what: `${what} (playing at ${this.video.currentTime.toFixed(2)} s)` });
    this.player = await adapters[player](this.video, url, fault, ended);
    const ready = await until(() => this.video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA, 10);
    return { ready, duration: this.video.duration, levels: this.player.levels(), audioTracks: this.player.audioTracks() };
  }

  /** Faults the player reported so far. */
  faultsSoFar() {
    return this.faults;
  }

  /** Plays from where it stands for at most `seconds`; what was shown, and how far it came. Takes no key for granted. */
  async tryToPlay(seconds) {
    const played = this.video?.play().catch((error) => this.faults?.push({ fatal: false, what: String(error) }));
    await Promise.race([played, pause(seconds)]);
    await pause(seconds);
    return { frames: this.frames?.take().length ?? 0, currentTime: this.video?.currentTime ?? 0, faults: this.faults ?? [] };
  }

  /**
   * Plays from the start to the end, changing to the next level at each of `changes` (seconds) without a flush,
   * as adaptation does.
   */
  async playThrough({ levels, changes, limit }) {
    const { video, player } = this;
    this.endings = 0;
    this.frames.take();
    this.sound.take();
    const pending = [...changes];
    let level = 0;
    const buffered = [];
    const timer = setInterval(() => {
      if (levels > 1 && pending.length && video.currentTime >= pending[0]) {
        pending.shift();
        level = (level + 1) % levels;
        player.nextLevel(level);
      }
    }, 20);
    const started = performance.now();
    // Without data `play` never settles.
    video.play().catch((error) => this.faults.push({ fatal: true, what: String(error) }));
    await until(() => this.endings > 0 || video.error, limit);
    clearInterval(timer);
    for (const { type, buffer } of sourceBuffers) {
      try {
        buffered.push({ type, ranges: ranges(buffer.buffered) });
      } catch {
        // A source buffer that the player has removed again.
      }
    }
    const quality = video.getVideoPlaybackQuality();
    const samples = this.sound.take();
    return {
      ended: this.endings > 0,
      took: (performance.now() - started) / 1000,
      duration: video.duration,
      currentTime: video.currentTime,
      frames: this.frames.take(),
      decoded: quality.totalVideoFrames,
      dropped: quality.droppedVideoFrames,
      buffered,
      stalls: this.stalls,
      silence: longestSilence(samples.subarray(0, samples.length)) / this.sound.rate,
      jumps: [...(player.jumps?.() ?? [])],
    };
  }

  /** Seeks while paused, then plays on for `seconds`: the frame it landed on, and where beeps lie on the timeline. */
  async seek({ time, seconds, threshold }) {
    const { video } = this;
    video.pause();
    let landed = false;
    this.frames.take();
    video.addEventListener('seeked', () => (landed = true), { once: true });
    video.currentTime = time;
    await until(() => landed && this.frames.frames.length > 0, 5);
    await pause(0.05);
    const shown = this.frames.take().at(-1) ?? null;
    this.sound.take();
    const from = video.currentTime;
    this.endings = 0;
    const limit = performance.now() + (seconds + 4) * 1000;
    video.play().catch((error) => this.faults.push({ fatal: false, what: String(error) }));
    while (video.currentTime < from + seconds && this.endings === 0 && performance.now() < limit) await pause(0.02);
    const reached = video.currentTime;
    video.pause();
    await pause(0.05);
    const samples = this.sound.take();
    const first = firstSound(samples);
    const heard = first < 0 ? samples.subarray(0, 0) : samples.subarray(first);
    return {
      landed,
      shown,
      from,
      reached,
      ended: this.endings > 0,
      frames: this.frames.take(),
      beeps: onsets(heard, threshold, 0.1 * this.sound.rate).map((index) => from + index / this.sound.rate),
    };
  }

  #over() {
    return this.video.ended || (this.video.paused && this.video.currentTime > this.video.duration - 0.1);
  }

  /** Makes sure that it is playing, well before the end. */
  async #playing() {
    const { video } = this;
    if (this.#over() || video.currentTime > video.duration - 2) {
      video.currentTime = 0.2;
      await until(() => !video.seeking && !video.ended, 5);
    }
    if (video.paused) video.play().catch((error) => this.faults.push({ fatal: false, what: String(error) }));
    const from = video.currentTime;
    await until(() => video.currentTime > from + 0.05, 5);
  }

  /** Changes to a level at once and waits until a frame of that size is shown. */
  async showLevel({ index, width, height }) {
    await this.#playing();
    this.player.levelAtOnce(index);
    this.frames.take();
    let found = null;
    let seen = null;
    await until(() => {
      for (const frame of this.frames.take()) {
        seen = frame;
        if (frame.width === width && frame.height === height) found = frame;
      }
      if (this.#over()) void this.#playing();
      return found;
    }, 5);
    return { shown: Boolean(found), seen, sizes: [this.video.videoWidth, this.video.videoHeight] };
  }

  /** Chooses an audio track and listens until the strongest of `hums` (language → hertz) settles. */
  async hearTrack({ index, wanted, hums }) {
    await this.#playing();
    if (index !== null) this.player.audioTrack(index);
    this.sound.take();
    let strengths = {};
    const window = 0.2;
    const settled = () => {
      const all = this.sound.blocks.reduce((sum, block) => sum + block.length, 0) / this.sound.rate;
      if (this.#over()) void this.#playing();
      if (all < window) return false;
      const samples = this.sound.take();
      strengths = Object.fromEntries(Object.entries(hums).map(([language, hertz]) => [language, pitch(samples, this.sound.rate, hertz)]));
      return this.#leads(strengths, wanted);
    };
    const heard = await until(settled, 5);
    const before = this.video.currentTime;
    const advances = await until(() => this.video.currentTime > before, 2);
    return { heard, advances, strengths };
  }

  #leads(strengths, wanted) {
    const mine = wanted === null ? Math.max(...Object.values(strengths)) : strengths[wanted];
    const others = Object.entries(strengths).filter(([language]) => wanted !== null && language !== wanted);
    return mine > 0.02 && others.every(([, strength]) => strength < mine / 5);
  }

  close() {
    return this.player?.close();
  }
}

window.session = new Session();

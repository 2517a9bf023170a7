// One adapter for each player, all of one shape: levels, audio tracks, and how to choose them.
// Unaware of what is checked. Levels and audio tracks are plain data in the player's own order. `fault` takes what a
// player complains of, `ended` is called where a player knows of the end before its video does.

/** Loads a classic script once. */
function script(src) {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = src;
    element.onload = resolve;
    element.onerror = () => reject(new Error(`cannot load ${src}`));
    document.head.append(element);
  });
}

/** How far a player may buffer ahead, in seconds: short, so that a chosen level shows within the clip. */
const bufferAhead = 1;

async function openHlsJs(video, url, fault) {
  await script('/modules/hls.js/dist/hls.min.js');
  const hls = new window.Hls({ maxBufferLength: bufferAhead, maxMaxBufferLength: bufferAhead, startLevel: 0 });
  const where = ({ frag }) => (frag ? `, ${frag.type} segment ${frag.sn} of level ${frag.level}` : '');
  // After a change of level hls.js may fetch a segment whose span the level before has filled; it says so and goes on.
  const harmless = window.Hls.ErrorDetails.BUFFER_APPEND_NO_PROGRESS ?? 'bufferAppendNoProgress';
  hls.on(window.Hls.Events.ERROR, (_, data) => (data.fatal || data.details !== harmless) && fault(data.fatal, `${data.type} ${data.details} ${data.reason ?? data.error?.message ?? ''}${where(data)}`));
  const parsed = new Promise((resolve) => hls.once(window.Hls.Events.MANIFEST_PARSED, resolve));
  hls.loadSource(url);
  hls.attachMedia(video);
  await parsed;
  return {
    levels: () => hls.levels.map(({ width, height, bitrate }) => ({ width, height, bandwidth: bitrate })),
    nextLevel: (index) => (hls.nextLevel = index),
    levelAtOnce: (index) => (hls.currentLevel = index),
    audioTracks: () => hls.audioTracks.map(({ lang, name }) => ({ language: lang ?? '', label: name })),
    audioTrack: (index) => (hls.audioTrack = index),
    close: () => hls.destroy(),
  };
}

async function openShaka(video, url, fault) {
  await script('/modules/shaka-player/dist/shaka-player.compiled.js');
  const { shaka } = window;
  shaka.polyfill.installAll();
  const player = new shaka.Player();
  await player.attach(video);
  const describe = (error) => `category ${error.category} code ${error.code} ${JSON.stringify(error.data?.slice?.(0, 3))}`;
  player.addEventListener('error', ({ detail }) => fault(detail.severity === shaka.util.Error.Severity.CRITICAL, describe(detail)));
  const jumps = [];
  player.addEventListener('gapjumped', () => jumps.push(video.currentTime));
  player.configure({ abr: { enabled: false }, streaming: { bufferingGoal: bufferAhead, rebufferingGoal: 0.5 } });
  try {
    await player.load(url);
  } catch (error) {
    fault(true, error.code ? describe(error) : String(error));
    throw error;
  }
  const byBandwidth = (a, b) => a.bandwidth - b.bandwidth;
  const videoTracks = () => player.getVideoTracks().sort(byBandwidth);
  return {
    levels: () => videoTracks().map(({ width, height, bandwidth }) => ({ width, height, bandwidth })),
    nextLevel: (index) => player.selectVideoTrack(videoTracks()[index], false),
    levelAtOnce: (index) => player.selectVideoTrack(videoTracks()[index], true, 0),
    audioTracks: () => player.getAudioTracks().map(({ originalLanguage, language, label }) => ({ language: originalLanguage || language, label })),
    audioTrack: (index) => player.selectAudioTrack(player.getAudioTracks()[index], 0),
    close: () => player.destroy(),
    /** Where each jump over a gap led, in seconds. */
    jumps: () => jumps,
  };
}

async function openDashJs(video, url, fault, ended) {
  await script('/modules/dashjs/dist/modern/umd/dash.all.min.js');
  const player = window.dashjs.MediaPlayer().create();
  const { events } = window.dashjs.MediaPlayer;
  player.updateSettings({
    debug: { logLevel: 1 },
    streaming: {
      abr: { autoSwitchBitrate: { video: false, audio: false } },
      buffer: { bufferTimeDefault: bufferAhead, bufferTimeAtTopQuality: bufferAhead, bufferTimeAtTopQualityLongForm: bufferAhead },
      trackSwitchMode: { audio: 'alwaysReplace' },
    },
  });
  player.on(events.ERROR, ({ error }) => fault(true, `${error.code} ${error.message}`));
  // At the declared end dash.js pauses the video itself, at times before the video can say that it has ended.
  player.on(events.PLAYBACK_ENDED, ended);
  const initialized = new Promise((resolve) => player.on(events.STREAM_INITIALIZED, resolve));
  player.initialize(video, url, false);
  await initialized;
  const representations = () => [...player.getRepresentationsByType('video')].sort((a, b) => a.bandwidth - b.bandwidth);
  return {
    levels: () => representations().map(({ width, height, bandwidth }) => ({ width, height, bandwidth })),
    nextLevel: (index) => player.setRepresentationForTypeById('video', representations()[index].id, false),
    levelAtOnce: (index) => player.setRepresentationForTypeById('video', representations()[index].id, true),
    audioTracks: () => player.getTracksFor('audio').map(({ lang, labels }) => ({ language: lang ?? '', label: labels?.[0]?.text ?? '' })),
    audioTrack: (index) => player.setCurrentTrack(player.getTracksFor('audio')[index]),
    close: () => player.destroy(),
  };
}

/** Chromium's own demuxers: a plain file, or HLS without any library. It chooses levels by itself. */
async function openNative(video, url) {
  video.src = url;
  return { levels: () => [], audioTracks: () => [], close: () => video.removeAttribute('src') };
}

export const adapters = { 'hls.js': openHlsJs, shaka: openShaka, 'dash.js': openDashJs, chromium: openNative };

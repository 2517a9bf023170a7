// An audio worklet that hands on what it hears and passes it through.
class Recorder extends AudioWorkletProcessor {
  process([input], [output]) {
    const samples = input[0] ? input[0].slice() : new Float32Array(128);
    for (const channel of output) channel.set(samples);
    this.port.postMessage(samples);
    return true;
  }
}
registerProcessor('recorder', Recorder);

// Sounds for a recording. All become what Twilio serves: WAV, 8 kHz, mono, 16 bit.
const RATE = 8_000;
export const FAULTS = {
  NotAllowedError: "The browser may not use the microphone. Allow it beside the address of the page, or send a tone or a file.",
  NotFoundError: "There is no microphone here. Send a tone or a file.",
  NotReadableError: "Another program has the microphone. Send a tone or a file.",
};

function wav(samples) {
  const bytes = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  [..."RIFF    WAVEfmt                     data"].forEach((letter, i) => bytes.setUint8(i, letter.charCodeAt(0)));
  const numbers = { 4: 36 + 2 * samples.length, 16: 16, 20: 0x10001, 24: RATE, 28: 2 * RATE, 32: 0x100002, 40: 2 * samples.length };
  for (const [at, number] of Object.entries(numbers)) bytes.setUint32(at, number, true);
  samples.forEach((sample, i) => bytes.setInt16(44 + 2 * i, 32_767 * Math.max(-1, Math.min(1, sample)), true));
  return new Blob([bytes], { type: "audio/wav" });
}

export const toneOf = (seconds) => wav(Float32Array.from({ length: RATE * seconds }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / RATE) / 4));

/** The beginning of any sound that the browser can decode; fails where it cannot. */
export async function decoded(file, seconds) {
  const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await file.arrayBuffer());
  const channels = Array.from({ length: sound.numberOfChannels }, (_, i) => sound.getChannelData(i));
  return wav(channels[0].slice(0, RATE * seconds).map((_, i) => channels.reduce((sum, each) => sum + each[i], 0) / channels.length));
}

/** Whether the microphone can be used without asking: "granted", "prompt" or "denied". */
export async function permission() {
  const known = await navigator.permissions?.query({ name: "microphone" }).catch(() => undefined);
  return known?.state ?? "prompt";
}

export class Recording {
  /** Begins, once the browser lets it; fails with one of {@link FAULTS}. */
  static async begin(signal) {
    if (!navigator.mediaDevices) throw new Error("Browsers have a microphone for https and localhost only. Send a tone or a file.");
    const recording = new Recording(await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } }));
    signal.addEventListener("abort", () => recording.stop());
    if (signal.aborted) recording.stop();
    return recording;
  }

  constructor(stream) {
    this.stream = stream;
    this.context = new AudioContext();
    this.analyser = new AnalyserNode(this.context, { fftSize: 1024 });
    this.context.createMediaStreamSource(stream).connect(this.analyser);
    this.recorder = new MediaRecorder(stream);
    this.sound = new Promise((resolve) => { this.recorder.ondataavailable = (event) => resolve(event.data); });
    this.recorder.start();
    this.begun = performance.now();
  }

  get seconds() { return (performance.now() - this.begun) / 1_000; }

  /** From 0, which is silence, to 1. */
  get level() {
    const samples = new Float32Array(this.analyser.fftSize);
    this.analyser.getFloatTimeDomainData(samples);
    const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return Math.max(0, 1 + Math.log10(energy + 1e-9) / 6);
  }

  /** Ends it; what was recorded, for {@link decoded}. */
  stop() {
    if (this.recorder.state === "inactive") return this.sound;
    this.recorder.stop();
    this.stream.getTracks().forEach((track) => track.stop());
    this.context.close();
    return this.sound;
  }
}

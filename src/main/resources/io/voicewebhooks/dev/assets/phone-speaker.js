// What is heard: by the browser's speech where it has one that works, else for as long as it takes to read.
import { wait } from "./phone-dom.js";

const BEGIN = 1_000;
export const KEYS = "123456789*0#";

const length = (text) => 400 + 60 * text.length;
const read = (text, language, signal) => wait(length(text), signal);

/** Speaks; fails where the browser's speech does, or does not begin or end in time. */
function speak(text, language, signal) {
  return new Promise((resolve, reject) => {
    const words = new SpeechSynthesisUtterance(text);
    const end = (then, what) => { clearTimeout(watchdog); signal.removeEventListener("abort", stop); then(what); };
    const fail = (why) => { speechSynthesis.cancel(); end(reject, why); };
    const stop = () => fail(signal.reason);
    let watchdog = setTimeout(() => fail(new Error("it does not begin")), BEGIN);
    words.lang = language;
    words.voice = speechSynthesis.getVoices().find((each) => each.localService && each.lang.startsWith(language.slice(0, 2))) ?? null;
    words.onstart = () => { clearTimeout(watchdog); watchdog = setTimeout(() => fail(new Error("it does not end")), 3 * length(text)); };
    words.onend = () => end(resolve);
    words.onerror = (event) => end(reject, new Error(event.error));
    signal.addEventListener("abort", stop);
    speechSynthesis.speak(words);
  });
}

export const speaker = {
  muted: false,
  /** Why the browser does not speak; empty where it does. */
  fault: "speechSynthesis" in window ? "" : "it has none",
  onfault() {},

  /** Says a text to its end; by sentences, for browsers stall on long ones. */
  async say(text, language, signal, isInFront) {
    for (const sentence of text.split(/(?<=[.!?])\s+/)) {
      try {
        await (this.muted || this.fault || !isInFront() ? read : speak)(sentence, language, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!this.muted) this.onfault(this.fault = error.message);
        await read(sentence, language, signal);
      }
    }
  },

  mute(muted) {
    this.muted = muted;
    if (muted) window.speechSynthesis?.cancel();
    else if ("speechSynthesis" in window) this.fault = "";
  },
};

let context;

function sound(frequencies, millis) {
  if (speaker.muted || !navigator.userActivation?.hasBeenActive) return;
  context ??= new AudioContext();
  for (const frequency of frequencies) {
    const tone = new OscillatorNode(context, { frequency });
    tone.connect(new GainNode(context, { gain: 0.08 })).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + millis / 1_000);
  }
}

export const ring = () => sound([440, 480], 1_000);
export const beep = () => sound([1_000], 400);

export function tone(key) {
  const at = KEYS.indexOf(key);
  if (at >= 0) sound([[697, 770, 852, 941][Math.floor(at / 3)], [1209, 1336, 1477][at % 3]], 150);
}

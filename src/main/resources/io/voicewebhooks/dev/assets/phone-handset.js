// One telephone of a call: what is heard there, its keys and words. Where a message is recorded its recorder takes over.
import { el, post, wait } from "./phone-dom.js";
import { Recorder } from "./phone-recorder.js";
import { beep, KEYS, ring, speaker, tone } from "./phone-speaker.js";

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

/** What a telephone does while a step is open at it: a word for its state, and what is done until it is over. */
const STEPS = {
  say: ["hears", async (phone, { text, language, times }, signal) => {
    phone.caption.lang = language;
    phone.hears(text);
    for (let i = 0; i < times; i++) await speaker.say(text, language, signal, () => phone.call.inFront);
    await phone.skip();
  }],
  play: ["hears", async (phone, { url, times }, signal) => {
    phone.hears(`♪ ${url}`);
    for (let i = 0; i < times; i++) await phone.plays(url, signal);
    await phone.skip();
  }],
  tones: ["hears", async (phone, { digits }, signal) => {
    phone.hears(`♪ ${digits}`);
    for (const key of digits) { tone(key); await wait(300, signal); }
    await phone.skip();
  }],
  pause: ["hears nothing", async (phone, { seconds }, signal) => {
    phone.hears("…");
    await phone.countdown(seconds, signal);
    await phone.skip();
  }],
  gather: ["listens", async (phone, step, signal) => {
    phone.pressed = step.digits;
    phone.showKeys();
    await phone.countdown(step.seconds, signal);
  }],
  record: ["records", async (phone, step, signal) => {
    phone.hears("♪ beep");
    if (step.beep && phone.call.inFront) beep();
    await phone.recorder.begin(step, signal);
  }],
  ring: ["rings", async (phone, { from }, signal) => {
    phone.hears(`${from} calls`);
    if (phone.call.inFront) phone.root.scrollIntoView({ block: "nearest" });
    for (;;) { if (phone.call.inFront) ring(); await wait(3_000, signal); }
  }],
  talk: ["talks", async (phone, step) => phone.hears(`talks with ${step.with}`)],
  wait: ["waits", async (phone, { what }) => phone.hears(what)],
};

export class Handset {
  constructor(call, who, number) {
    [this.call, this.who] = [call, who];
    this.life = new AbortController();
    this.keys = Promise.resolve();
    this.root = document.getElementById("phone-handset").content.firstElementChild.cloneNode(true);
    const [small, h2, keys, form, dictate] = this.find("small", "h2", ".keys", "form", "[data-do=dictate]");
    [this.caption, this.hint, this.left, this.state, this.words] = this.find(".caption", ".hint", ".left", ".state", "[name=words]");
    [small.textContent, h2.textContent] = [who === "caller" ? "Caller" : "Called", number];
    this.root.ariaLabel = `${small.textContent} ${number}`;
    this.root.classList.add(small.textContent.toLowerCase());
    keys.append(...[...KEYS].map((key) => el("button", { type: "button", "data-key": key }, key)));
    dictate.hidden = !Recognition;
    form.onsubmit = (event) => { event.preventDefault(); this.say(this.words.value.trim()); };
    this.root.onclick = ({ target }) => this.clicked(target.closest("button")?.dataset ?? {});
    this.root.onkeydown = (event) => {
      if (KEYS.includes(event.key) && !event.target.matches("input") && !event.ctrlKey && !event.altKey && !event.metaKey) this.press(event.key);
    };
    this.recorder = new Recorder(this);
  }

  find(...selectors) { return selectors.map((selector) => this.root.querySelector(selector)); }

  hears(text) { this.caption.textContent = text; }

  tell(text) { this.hint.textContent = text; }

  clicked({ key, refuse, do: does }) {
    if (key) this.press(key);
    else if (refuse) this.act({ type: "refuse", reaction: refuse });
    else if (does) (does in this ? this : this.recorder)[does]();
  }

  /** Another step is open here, or none; none comes any more once its status is final. */
  show(step, status) {
    if (this.shown && step?.id === this.step?.id && status === this.status) return;
    this.life.abort();
    this.life = new AbortController();
    [this.shown, this.step, this.status] = [true, step, status];
    this.left.hidden = true;
    this.root.dataset.step = step?.type ?? (status && "over") ?? "";
    this.state.textContent = step ? STEPS[step.type][0] : status ?? "waits";
    this.state.className = `state ${status ?? "running"}`;
    this.tell("");
    if (step && !this.recorder.goesOn(step)) this.begin(step, this.life.signal).catch((error) => { if (error.name !== "AbortError") this.tell(error.message); });
  }

  async begin(step, signal) {
    await this.call.rung;
    signal.throwIfAborted();
    await STEPS[step.type][1](this, step, signal);
  }

  /** It is heard to its end. */
  skip() { return post(`/calls/${this.call.sid}/done/${this.step.id}`); }

  async act(action) {
    const answer = await post(`/calls/${this.call.sid}/actions`, { who: this.who, action });
    if (answer.error) this.tell(answer.error);
    return answer.taken;
  }

  answer() { return this.act({ type: "answer" }); }

  hangUp() { return this.recorder.finish({ type: "hangUp" }); }

  /** Keys arrive in the order in which they are pressed; one that comes between two steps is kept for the next. */
  press(key) {
    const action = { type: "press", keys: key };
    tone(key);
    if (this.step?.type !== "record") this.keys = this.keys.then(() => this.listened(action));
    else if (this.step.finishOnKey.includes(key)) this.recorder.finish(action);
  }

  async listened(action) {
    const { step } = this;
    let taken = await this.act(action);
    for (let i = 0; !taken && i < 20 && (!this.step || this.step === step); i++) await wait(50);
    if (!taken && this.step !== step) taken = await this.act(action);
    if (!taken) this.tell("Nobody listens for keys now.");
    if (!taken || this.step?.type !== "gather") return;
    this.pressed += action.keys;
    this.begun = Date.now();
    this.showKeys();
  }

  showKeys() {
    const { input, numDigits, finishOnKey } = this.step;
    const ends = [numDigits > 0 && `${numDigits} of them`, finishOnKey && `${finishOnKey} ends them`].filter(Boolean).join(", ");
    const things = [input.includes("dtmf") && `keys${ends && ` (${ends})`}`, input.includes("speech") && "words"].filter(Boolean);
    this.tell(`Listens for ${things.join(" and ")}.${this.pressed ? ` Pressed: ${this.pressed}` : ""}`);
  }

  async say(text) {
    if (text && await this.act({ type: "say", text })) this.words.value = "";
    else if (text) this.tell("Nobody listens for words now.");
  }

  /** The browser writes down what is said, where it can. */
  dictate() {
    const recognition = new Recognition();
    recognition.lang = this.step?.language ?? "en-US";
    recognition.onresult = (event) => this.say(event.results[0][0].transcript);
    recognition.onerror = (event) => this.tell(`The browser does not understand speech (${event.error}): write the words.`);
    this.life.signal.addEventListener("abort", () => recognition.abort());
    recognition.start();
  }

  async countdown(seconds, signal) {
    [this.begun, this.left.max, this.left.hidden] = [Date.now(), seconds, false];
    for (let left = seconds; left > 0; left = seconds - (Date.now() - this.begun) / 1_000) {
      this.left.value = left;
      await wait(100, signal);
    }
  }

  /** A sound of the application's; it counts as heard where the browser cannot play it. */
  plays(address, signal) {
    const sound = new Audio(address);
    sound.muted = speaker.muted || !this.call.inFront;
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => { sound.pause(); reject(signal.reason); });
      sound.onended = resolve;
      sound.play().catch((error) => { this.tell(`The browser cannot play it: ${error.message}`); setTimeout(resolve, 1_000); });
    });
  }
}

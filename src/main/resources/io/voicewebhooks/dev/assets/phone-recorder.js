// What a telephone does where a message is recorded: with the microphone, a tone or a file.
import { post, wait } from "./phone-dom.js";
import { decoded, FAULTS, permission, Recording, toneOf } from "./phone-microphone.js";

const LONGEST = 120; // seconds that are taken
const SHORTEST = 1; // of what somebody wants to send
const SAMPLE = 3;
const QUIET = 0.35;

export class Recorder {
  constructor(phone) {
    this.phone = phone;
    [this.says, this.level, this.ends, this.uses] = phone.find(".says", ".level", "[data-do=stop]", "[data-do=useMicrophone]");
    phone.find("[type=file]")[0].onchange = ({ target }) => this.sendFile(target.files[0]);
  }

  async begin(step, signal) {
    this.most = Math.min(step.seconds, LONGEST);
    this.shows(undefined);
    const may = await permission();
    signal.throwIfAborted();
    if (may === "granted" && !this.phone.call.isAgain) await this.useMicrophone();
    else this.says.textContent = may === "denied" ? FAULTS.NotAllowedError : "Your message is recorded. The browser has not been asked for the microphone yet.";
  }

  shows(recording) {
    this.recording = recording;
    this.note = "";
    this.uses.hidden = Boolean(recording);
    this.phone.left.hidden = this.level.hidden = this.ends.hidden = !recording;
  }

  async useMicrophone() {
    const { step, life: { signal }, left } = this.phone;
    const recording = await Recording.begin(signal).catch((error) => { this.says.textContent = FAULTS[error.name] ?? error.message; });
    if (!recording) return;
    signal.throwIfAborted();
    this.shows(recording);
    const ends = [step.finishOnKey.length > 1 ? "a key" : step.finishOnKey, step.timeout > 0 && `${step.timeout} s of silence`].filter(Boolean).join(" or ");
    left.max = this.most;
    for (let sounded = 0; this.recording === recording; await wait(100, signal)) {
      const { seconds, level } = recording;
      [this.level.value, left.value] = [level, this.most - seconds];
      this.says.textContent = `${this.note}Recording, ${Math.floor(seconds)} of ${this.most} s.${ends && ` It ends with ${ends}.`}`;
      if (level > QUIET) sounded = seconds;
      if (seconds >= this.most || (step.timeout > 0 && seconds - sounded >= step.timeout)) this.finish({ type: "silence" });
    }
  }

  stop() {
    if (this.recording?.seconds < SHORTEST) this.note = "That was too short to send, it goes on. ";
    else this.finish({ type: "silence" });
  }

  /** Sends what was recorded, then does what ends it. */
  async finish(action) {
    const { recording } = this;
    if (!recording) return this.phone.act(action);
    this.shows(undefined);
    this.says.textContent = "Sending…";
    return this.send(await decoded(await recording.stop(), this.most), action);
  }

  sendTone() { return this.send(toneOf(SAMPLE), { type: "silence" }); }

  async sendFile(file) {
    const sound = file && await decoded(file, this.most).catch((error) => { this.says.textContent = this.note = `The browser cannot read ${file.name}: ${error.message} `; });
    if (sound) await this.send(sound, { type: "silence" });
  }

  async send(sound, after) {
    this.after = after;
    const answer = await post(`/calls/${this.phone.call.sid}/audio?who=${encodeURIComponent(this.phone.who)}`, sound);
    if (answer.error) this.says.textContent = answer.error;
    if (!answer.taken) this.goesOn({ type: "over" });
  }

  /** The next step is open: what ends the recording is done now. Whether nothing else is to be done about the step. */
  goesOn(step) {
    const { after } = this;
    this.after = undefined;
    const acts = after && (step.type === "record" || after.type === "hangUp");
    if (acts) this.phone.act(after);
    return acts;
  }
}

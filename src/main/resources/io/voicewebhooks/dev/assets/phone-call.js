// One call: its telephones, its conversation, its place in the list of calls.
import { base, el, post } from "./phone-dom.js";
import { Conversation } from "./phone-conversation.js";
import { Handset } from "./phone-handset.js";

const DESK = document.getElementById("phone-desk");
const DONE = /^is done: ([a-z-]+)$/;

export class Call {
  constructor(sid, choose) {
    this.sid = sid;
    this.steps = [];
    this.handsets = new Map();
    [this.numbers, this.state, this.clock] = [el("span"), el("span", { class: "state ringing" }, "rings"), el("small")];
    this.tab = el("button", { type: "button" }, this.numbers, el("span", {}, this.state, " ", this.clock));
    this.tab.onclick = () => choose(this);
    this.row = el("li", {}, this.tab);
    this.panel = document.getElementById("phone-call").content.firstElementChild.cloneNode(true);
    const [test, log] = this.panel.querySelectorAll("a");
    [test.href, log.href] = [`${base}/calls/${sid}/test`, log.href + sid];
    this.panel.querySelector("button").onclick = async () => choose((await post(`/calls/${sid}/again`)).call ?? this);
    this.conversation = new Conversation(this.panel.querySelector("ol"));
    DESK.append(this.panel);
  }

  get inFront() { return !this.panel.hidden; }

  front(yes) {
    this.panel.hidden = !yes;
    this.tab.ariaCurrent = yes ? "true" : null;
  }

  remove() {
    this.panel.remove();
    this.row.remove();
    this.handsets.forEach((handset) => handset.show(undefined));
  }

  /** Something happens; what it means for the telephones is shown at once for all that arrives together. */
  happens(event) {
    const { type, who } = event;
    this.conversation.add(event);
    if (type === "began") this.begins(event);
    if (type === "steps") this.steps = event.steps;
    if (type === "action") this.steps = this.steps.filter((step) => step.who !== who);
    if (type === "over") [this.steps, this.status] = [[], event.status];
    if (type === "line" && this.handsets.has(who) && DONE.test(event.what)) this.handsets.get(who).end = DONE.exec(event.what)[1];
    this.timer ??= setTimeout(() => { this.timer = undefined; this.show(); });
  }

  begins({ from, to, again, started }) {
    this.isAgain = again;
    this.numbers.textContent = `${from} → ${to}`;
    this.clock.textContent = new Date(started).toLocaleTimeString(undefined, { hourCycle: "h23" });
    this.handset("caller", from);
  }

  handset(who, number = who) {
    if (!this.handsets.has(who)) this.handsets.set(who, new Handset(this, who, number));
    const handset = this.handsets.get(who);
    if (!handset.root.isConnected) this.panel.children[who === "caller" ? 0 : 1].append(handset.root);
    return handset;
  }

  show() {
    for (const step of this.steps) this.handset(step.who);
    const all = [...this.handsets.values()];
    for (const handset of all) {
      const status = handset.end ?? this.status;
      handset.show(status ? undefined : this.steps.find((each) => each.who === handset.who), status);
    }
    const first = all.find((each) => each.root.dataset.step === "ring") ?? all[0];
    this.state.textContent = this.status ?? first?.state.textContent;
    this.state.className = `state ${this.status ?? "in-progress"}`;
    this.panel.classList.toggle("over", Boolean(this.status));
  }
}

// The telephone of the page: makes calls, and shows those that are in memory as they go on.
import { base, el, post, wait } from "./phone-dom.js";
import { Call } from "./phone-call.js";
import { ring, speaker } from "./phone-speaker.js";

const MOST = 50;
const RINGS = 1_000;
const SILENCE = 40_000; // a beat comes every 15 s
const [root, form, list, empty, state, problems, error, said, mute] =
  ["", "-form", "-calls", "-empty", "-state", "-problems", "-error", "-said", "-mute"].map((id) => document.getElementById(`phone${id}`));
const calls = new Map();
let chosen, source;
let picked = false;
let last = 0;
let heard = Date.now();

function say(word, kind) {
  state.textContent = word;
  state.className = `state ${kind}`;
}

function call(sid) {
  if (!calls.has(sid)) {
    const added = new Call(sid, choose);
    calls.set(sid, added);
    list.prepend(added.row);
    empty.hidden = true;
    if (calls.size > MOST) { const [oldest] = calls.values(); oldest.remove(); calls.delete(oldest.sid); }
    if (!picked) show(added);
  }
  return calls.get(sid);
}

function show(which) {
  chosen?.front(false);
  chosen = which;
  chosen.front(true);
}

/** Somebody wants to see a call; until then it is the newest one. */
function choose(which) {
  picked = true;
  show(which instanceof Call ? which : call(which));
}

function notice(kind, sentence, all = []) {
  const lines = all.map(({ file, line, message }) => el("li", {}, file && el("code", {}, line ? `${file}:${line}` : file), " ", message));
  return all.length === 0 ? [] : [el("div", { class: `notice ${kind}` }, el("p", {}, sentence), el("ul", {}, ...lines))];
}

function told({ ready, restarting, problems: bad, warnings, said: what }) {
  say(restarting ? "restarting" : ready ? "ready" : "not ready", restarting ? "waiting" : ready ? "active" : "failed");
  said.textContent = what || said.textContent;
  document.querySelectorAll("main > .notice.bad").forEach((stale) => stale.remove()); // here they come and go
  problems.replaceChildren(...notice("bad", "What was saved does not work, so the application goes on as it was.", bad), ...notice("warn", "What was saved is allowed, but:", warnings));
}

function connect() {
  source?.close();
  heard = Date.now();
  source = new EventSource(`${base}/events${last ? `?after=${last}` : ""}`);
  source.onerror = async () => {
    say("restarting", "waiting");
    const page = await fetch(location.href, { redirect: "manual" }).catch(() => ({}));
    if (page.type === "opaqueredirect") location.reload();
  };
  source.addEventListener("gap", () => location.reload());
  source.addEventListener("beat", () => { heard = Date.now(); });
  source.addEventListener("state", (event) => { heard = Date.now(); told(JSON.parse(event.data)); });
  source.onmessage = (message) => {
    heard = Date.now();
    const { call: sid, seq, event } = JSON.parse(message.data);
    if (seq > last) { last = seq; call(sid).happens(event); }
  };
}

function order() {
  const { parameters, ...fields } = Object.fromEntries(new FormData(form));
  const lines = parameters.split("\n").filter((line) => line.trim()).map((line) => /^\s*([^=]+?)\s*=(.*)$/.exec(line) ?? [line]);
  const wrong = lines.find((line) => line.length === 1);
  const order = { ...fields, country: fields.country.toUpperCase(), parameters: Object.fromEntries(lines.map(([, name, value]) => [name, value])) };
  return wrong ? { error: `Further parameters are name=value, one a line; found: ${wrong[0]}` } : post("/calls", order);
}

form.onsubmit = async (event) => {
  event.preventDefault();
  if (speaker.fault === "not-allowed") speaker.fault = ""; // it is, once somebody has clicked
  ring();
  const answer = await order();
  error.hidden = !answer.error;
  error.textContent = answer.error ?? "";
  if (!answer.call) return;
  choose(answer.call);
  chosen.rung ??= wait(RINGS);
  chosen.handset("caller", form.elements.from.value).root.focus();
};
mute.onclick = () => {
  speaker.mute(!speaker.muted);
  mute.ariaPressed = String(speaker.muted);
};
speaker.onfault = () => { said.textContent = `This browser does not speak (${speaker.fault}): the captions go on by themselves.`; };
if (speaker.fault) speaker.onfault();
setInterval(() => { if (source.readyState === EventSource.CLOSED || Date.now() - heard > SILENCE) connect(); }, 1_000);
root.hidden = false;
connect();

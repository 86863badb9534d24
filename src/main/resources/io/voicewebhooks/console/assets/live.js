// Events as they arrive: says whether it is connected, can be filtered and held.
import { show } from "./console.js";

const MOST = 500;
const SILENCE = 40_000; // a beat comes every 15 s
const form = document.querySelector("form[data-live]");
const list = document.getElementById("live-events");
const state = document.getElementById("live-state");
const last = document.getElementById("live-last");
const filter = document.getElementById("live-filter");
const pause = document.getElementById("live-pause");
const held = [];
let after = form.dataset.after;
let heard = Date.now();
let source;

function say(word, kind) {
  state.textContent = word;
  state.className = `state ${kind}`;
}

function match(row) {
  row.hidden = !row.textContent.toLowerCase().includes(filter.value.trim().toLowerCase());
}

function add(html) {
  const rows = document.createElement("tbody");
  rows.innerHTML = html;
  for (const row of rows.rows) {
    document.getElementById(row.id)?.remove();
    match(row);
    show(row);
    list.prepend(row);
  }
  while (list.rows.length > MOST) list.lastElementChild.remove();
}

function connect() {
  source?.close();
  heard = Date.now();
  say("connecting", "waiting");
  source = new EventSource(`${form.dataset.live}?after=${after}`);
  source.onopen = () => { heard = Date.now(); say("live", "active"); };
  source.onerror = async () => {
    say("lost, connecting again", "failed");
    // after a restart everybody has to log in again, which the page leads to
    const page = await fetch(location.href, { redirect: "manual" }).catch(() => ({}));
    if (page.type === "opaqueredirect") {
      say("logged out", "failed");
      document.getElementById("live-gap").hidden = false;
    }
  };
  source.addEventListener("beat", () => { heard = Date.now(); });
  source.addEventListener("gap", () => { document.getElementById("live-gap").hidden = false; });
  source.onmessage = (event) => {
    heard = Date.now();
    after = event.lastEventId;
    last.textContent = `last event ${new Date().toLocaleTimeString()}`;
    if (pause.ariaPressed !== "true") add(event.data);
    else { held.push(event.data); pause.textContent = `Go on (${held.length} wait)`; if (held.length > MOST) held.shift(); }
  };
}

pause.onclick = () => {
  const pausing = pause.ariaPressed !== "true";
  pause.ariaPressed = String(pausing);
  pause.textContent = pausing ? "Go on" : "Pause";
  if (!pausing) held.splice(0).forEach(add);
};
filter.oninput = () => [...list.rows].forEach(match);
form.onsubmit = (event) => event.preventDefault();
setInterval(() => { if (source.readyState === EventSource.CLOSED || Date.now() - heard > SILENCE) connect(); }, 5_000);
form.hidden = false;
connect();

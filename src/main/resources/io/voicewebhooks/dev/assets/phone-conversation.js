// What a call asks the application and gets, as it happens, with the verb that runs now.
import { el } from "./phone-dom.js";

const TOKENS = /<!--[^]*?-->|<[?][^]*?[?]>|<[/]?[\w:.-]+(?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+|</g;

const clock = (millis) => `${Math.floor(millis / 60_000)}:${((millis / 1_000) % 60).toFixed(1).padStart(4, "0")}`;
const path = (url) => { try { return new URL(url).pathname + new URL(url).search; } catch { return url; } };

/** TwiML as it was sent; each tag and text knows where it begins. */
function twiml(body) {
  const parts = [...body.matchAll(TOKENS)].map(({ 0: text, index }) => {
    const name = /^<[/]?[\w:.-]+/.exec(text)?.[0] ?? "";
    return el("span", { "data-at": String(index), class: /^<[!?]/.test(text) && "muted" }, name && el("b", {}, name), text.slice(name.length));
  });
  return el("pre", { tabindex: "0", "aria-label": "TwiML" }, ...parts);
}

const folded = (summary, list) => el("details", {}, el("summary", {}, ...summary), list);

export class Conversation {
  constructor(list) {
    this.list = list;
    this.requests = new Map();
    this.running = new Map();
  }

  /** Shows it, and goes along with it where the end was in sight. */
  add(event) {
    const box = this.list.parentElement;
    const follows = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
    this[event.type]?.(event);
    if (follows) box.scrollTop = box.scrollHeight;
  }

  append(kind, ...parts) {
    this.list.append(el("li", { class: kind }, ...parts));
    return this.list.lastChild;
  }

  request({ at, request, purpose, method, url, parameters }) {
    const answer = el("span", { class: "state waiting" }, "asked");
    const facts = Object.keys(parameters).sort().flatMap((name) => [el("dt", {}, name), el("dd", {}, parameters[name])]);
    const what = purpose === "call status" ? `${purpose}: ${parameters.To} ${parameters.CallStatus}` : purpose;
    const row = this.append("waiting",
      el("p", {}, el("small", {}, clock(at)), " ", el("strong", {}, what), " ", el("code", {}, `${method} ${path(url)}`), " ", answer),
      folded([`${facts.length / 2} parameters`], el("dl", { class: "facts" }, ...facts)));
    this.requests.set(request, { row, answer });
  }

  answer({ request, status, body, millis, tries, fallback, failure, made }) {
    const { row, answer } = this.requests.get(request) ?? {};
    if (!row) return;
    const bad = failure || (fallback && "The application's flow failed; the caller hears its fallback.");
    row.className = bad ? "failed" : "done";
    answer.className = `state ${row.className}`;
    answer.textContent = status || "no answer";
    answer.after(el("small", {}, ` ${millis} ms${tries > 1 ? `, ${tries} tries` : ""}`));
    if (bad) row.append(el("p", { class: "notice bad" }, bad));
    if (made?.route) row.append(this.made(made));
    if (body?.trim()) row.append(twiml(body));
  }

  made({ route, file, steps }) {
    const by = ["by ", el("code", {}, route), file && " with ", file && el("code", {}, file), `, ${steps.length} steps`].filter(Boolean);
    return folded(by, el("ol", {}, ...steps.map((step) => el("li", {}, el("code", {}, step.id), step.label !== step.id && ` ${step.label} `, " ",
      step.file && el("code", { class: "muted" }, step.line > 0 ? `${step.file}:${step.line}` : step.file)))));
  }

  verb({ who, request, offset }) {
    this.mark(who, false);
    const parts = [...this.requests.get(request)?.row.querySelectorAll("pre [data-at]") ?? []];
    const at = parts.findIndex((each) => Number(each.dataset.at) === offset);
    this.running.set(who, at < 0 ? [] : parts.slice(at, /^<(Say|Play|Redirect|Number)\b.*[^/]>$/s.test(parts[at].textContent) ? at + 2 : at + 1));
    this.mark(who, true);
  }

  mark(who, runs) {
    for (const part of this.running.get(who) ?? []) part.classList.toggle("runs", runs);
  }

  line({ at, who, what }) {
    if (who === "Twilio" && what.includes(" -> ")) return; // the request says it
    const bad = who === "!!";
    this.append(bad ? "line failed" : "line", el("p", {}, el("small", {}, clock(at)), " ", !bad && el("strong", {}, `${who} `), what));
  }

  over() {
    for (const who of this.running.keys()) this.mark(who, false);
  }
}

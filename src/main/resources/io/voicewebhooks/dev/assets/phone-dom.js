// Elements and requests. What comes from a call is text, whatever it holds: nothing here reads HTML.
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value) element.setAttribute(key, value);
  element.append(...children.filter(Boolean));
  return element;
}

export function wait(millis, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, millis);
    signal?.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); });
  });
}

export const base = document.getElementById("phone").dataset.phone;

/** Posts JSON or a sound; while the application restarts nobody takes it, so it is tried again for half a minute. */
export async function post(path, body = {}) {
  const sound = body instanceof Blob;
  const request = { method: "POST", headers: { "Content-Type": sound ? "audio/wav" : "application/json" }, body: sound ? body : JSON.stringify(body) };
  for (let tries = 1; ; tries++) {
    try {
      const answer = await fetch(base + path, request);
      if (answer.status === 401) location.reload();
      const json = await answer.json().catch(() => ({}));
      // its port is open before its pages are there
      if (answer.status === 404 && !json.error) throw new Error("it is starting");
      return answer.ok ? json : { error: json.error ?? `The application answered ${answer.status}.` };
    } catch (lost) {
      if (tries === 60) return { error: `The application cannot be reached: ${lost.message}` };
      await wait(500);
    }
  }
}

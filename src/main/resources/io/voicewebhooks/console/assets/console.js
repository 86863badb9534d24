// Times in the zone of whoever reads; the exact one is in the title.
const short = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });

export function show(root) {
  for (const time of root.querySelectorAll("time[datetime]:not([data-local])")) {
    const at = new Date(time.dateTime);
    if (!isNaN(at)) {
      time.dataset.local = "";
      time.textContent = ("clock" in time.dataset ? clock : short).format(at);
    }
  }
}

show(document);
document.body.addEventListener("htmx:load", (event) => show(event.detail.elt));
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const place of document.querySelectorAll("[data-zone]")) {
  place.textContent = `times in ${zone}`;
}

if (document.querySelector("[data-copy]")) import("./copy.js");
if (document.querySelector("[data-live]")) import("./live.js");

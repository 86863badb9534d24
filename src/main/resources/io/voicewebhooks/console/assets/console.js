// Times in the zone of whoever reads; the exact one is in the title.
const day = { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
const thisYear = new Intl.DateTimeFormat(undefined, day);
const otherYear = new Intl.DateTimeFormat(undefined, { ...day, year: "numeric" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hourCycle: "h23" });

export function show(root) {
  for (const time of root.querySelectorAll("time[datetime]:not([data-local])")) {
    const at = new Date(time.dateTime);
    if (!isNaN(at)) {
      time.dataset.local = "";
      const date = at.getFullYear() === new Date().getFullYear() ? thisYear : otherYear;
      time.textContent = ("clock" in time.dataset ? clock : date).format(at);
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

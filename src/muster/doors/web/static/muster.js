// The board in the browser: says when the site does not answer, keeps open what was open when the
// moving part is replaced, and draws the zoomable timeline. The page says everything without it.
"use strict";

const lost = document.getElementById("lost");
let heard = new Date();

function clock(at) {
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

function silent() {
  const said = lost.dataset.since.replace("{time}", clock(heard));
  if (lost.textContent !== said) lost.textContent = said;
}

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, silent);
}
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  heard = new Date();
  lost.textContent = "";
});

// --------------------------------------------------------------- what was open stays open
let open = [];
let focused = "";
document.addEventListener("htmx:beforeSwap", () => {
  open = [...document.querySelectorAll("#board details[open]")].map((one) => one.id);
  focused = document.activeElement ? document.activeElement.id : "";
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of open) {
    const found = document.getElementById(id);
    if (found) found.open = true;
  }
  const before = focused && document.getElementById(focused);
  if (before && before !== document.activeElement) before.focus({ preventScroll: true });
  if (plot) plot.setData(columns(), false);
});

// ------------------------------------------------------------------------------- timeline
const zoom = document.getElementById("zoom");
const place = document.getElementById("timeline");
const OURS = "#0b4f8a";
const PUBLISHED = "#8a4b00";
let plot = null;

function columns() {
  const said = JSON.parse(document.getElementById("series").textContent);
  return [said.day, said.ours, said.oursHigh, said.published, said.publishedHigh];
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

function dress(address) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = address;
  document.head.append(sheet);
}

function draw() {
  const words = zoom.dataset;
  const line = (label, stroke, dash) => ({ label, stroke, dash, width: 2, points: { size: 7 } });
  plot = new window.uPlot(
    {
      width: place.clientWidth,
      height: 280,
      tzDate: (seconds) => window.uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      scales: { y: { range: (_, low, high) => [0, Math.max(10, high) * 1.05] } },
      series: [
        { label: words.day, value: "{YYYY}-{MM}-{DD}" },
        line(words.ours, OURS),
        line(words.oursHigh, OURS),
        line(words.published, PUBLISHED, [6, 4]),
        line(words.publishedHigh, PUBLISHED, [6, 4]),
      ],
      bands: [
        { series: [2, 1], fill: "rgba(11, 79, 138, 0.15)" },
        { series: [4, 3], fill: "rgba(138, 75, 0, 0.12)" },
      ],
      axes: [
        { values: "{YYYY}-{MM}-{DD}", space: 90, incrs: [1, 2, 4, 7, 14, 28].map((day) => day * 86400) },
        { size: 64, values: (_, ticks) => ticks.map((tick) => tick.toLocaleString("en")) },
      ],
    },
    columns(),
    place,
  );
}

zoom.addEventListener("toggle", async () => {
  if (!zoom.open || plot) return;
  dress(zoom.dataset.sheet);
  await load(zoom.dataset.script);
  draw();
});

window.addEventListener("resize", () => {
  if (plot) plot.setSize({ width: place.clientWidth, height: 280 });
});

const MOVES = {
  in: (low, high, width) => [low + width / 4, high - width / 4],
  out: (low, high, width) => [low - width / 2, high + width / 2],
  back: (low, high, width) => [low - width / 4, high - width / 4],
  on: (low, high, width) => [low + width / 4, high + width / 4],
};

zoom.addEventListener("click", (event) => {
  const move = event.target.dataset.zoom;
  if (!move || !plot) return;
  const days = plot.data[0];
  const { min, max } = plot.scales.x;
  const [low, high] = MOVES[move] ? MOVES[move](min, max, max - min) : [days[0], days.at(-1)];
  plot.setScale("x", { min: Math.max(low, days[0]), max: Math.min(high, days.at(-1)) });
});

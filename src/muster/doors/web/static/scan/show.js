// What a guard sees of a verdict: word, icon, colour, border; then one line each of why and what to do.
import { give } from "./signals.js";
import { dated, hour, say } from "./words.js";

const STAYS = ["check", "stop", "cannot-check"];
const find = (name) => document.getElementById(name);
const COUNTED = ["go", "check"]; // where the guard may count again

export class Board {
  constructor(counted) {
    this.told = null;
    this.number = 0;
    this.counted = counted;
    find("next").addEventListener("click", () => this.clear());
    find("verdict").addEventListener("click", (event) => {
      if (!event.target.closest("button")) this.clear();
    });
    find("fewer").addEventListener("click", () => this.count(-1));
    find("more").addEventListener("click", () => this.count(1));
  }

  // A verdict that stays until somebody touches it, so that nobody walks past one unseen.
  get stays() {
    return STAYS.includes(this.told?.sign);
  }

  clear() {
    this.paint(null);
  }

  show(told) {
    if (this.stays) return this.remind();
    this.paint(told);
    find("verdict").dataset.number = ++this.number;
    give(told.again ? "again" : told.sign);
  }

  remind() {
    find("said").textContent = say("lines", "touch");
    give("again");
  }

  paint(told) {
    this.told = told;
    const sign = told?.sign ?? "ready";
    find("verdict").dataset.sign = sign;
    find("word").textContent = say("signs", sign);
    find("people").textContent = told ? people(told) : "";
    find("why").replaceChildren(...lines(told).map(item));
    find("next").hidden = !this.stays;
    find("call").disabled = !told?.waiting || !isSecureContext; // no PIN is typed into a page over http
    find("count").hidden = !COUNTED.includes(sign) || !told.souls || told.again || told.road;
    find("heads").textContent = told?.heads ?? "";
    find("said").textContent = "";
  }

  count(by) {
    const { told } = this;
    const heads = Math.max(1, told.heads + by);
    if (heads !== told.heads) this.counted(told, heads);
  }
}

function people({ heads, souls }) {
  return souls ? say("lines", "people", { heads, souls }) : "";
}

function lines(told) {
  if (!told) return [say("lines", "ready")];
  const said = told.sign === "go" ? went(told) : told.reasons.map((code) => say("reasons", code));
  if (told.again) said.unshift(say("lines", "again"));
  if (told.road?.souls) said.push(...window(told));
  const { first, to, when, gate } = told;
  if (first) said.push(say("lines", "first", { time: hour(first.at), post: first.post, gate: first.gate }));
  if (to) said.push(say("lines", "to", { gate: to }));
  if (when && !first) said.push(say("lines", "when", { time: hour(when) }));
  if (told.reasons.includes("gate.other-gate") && gate) said.push(say("lines", "for", { gate }));
  if (told.sign === "cannot-check") said.push(say("lines", "cannot"));
  return said;
}

function went({ reasons, alone, apart }) {
  const said = [say("lines", reasons.length ? "settled" : "go")];
  if (alone) said.push(say("lines", "alone", { time: hour(alone) }));
  if (apart) said.push(say("lines", "apart", { time: dated(apart) }));
  return said;
}

// At a checkpoint: until when, by which lane, and when the code was shown there before.
function window({ road, before }) {
  const { opens, closes, lane } = road;
  const said = [say("lines", "window", { from: hour(opens), until: hour(closes) })];
  if (lane) said.push(say("lines", "lane", { lane }));
  if (before) said.push(say("lines", "before", { time: hour(before) }));
  return said;
}

export function item(text) {
  const row = document.createElement("li");
  row.textContent = text;
  return row;
}

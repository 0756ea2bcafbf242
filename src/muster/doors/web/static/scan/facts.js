// The facts that a post puts on record, in the order of their fields (docs/facts.md).
import { unhex } from "../pass/bytes.js";

const GO = "let-through";
const CHECK = "held";
const STOP = "turned-back";

// Who says it: { now, guard, gate, post }.
function place(kind, pass, by) {
  return [kind, unhex(pass), by.now, unhex(by.guard), unhex(by.gate), by.post];
}

export function letThrough(pass, by, { heads, souls, form, document, heard, settled = [], second = null, reason = "" }) {
  const beside = second && unhex(second);
  const seen = [heads, souls, form, document, heard, settled, beside, reason];
  return [...place(GO, pass, by), ...seen];
}

export function held(pass, by, { heads, form, doubts }) {
  return [...place(CHECK, pass, by), heads, form, doubts];
}

// What a tablet that is lent to a checkpoint said of an outer pass; it uses up nothing.
export function shownAtCheckpoint(pass, by, { souls, reason }) {
  return [...place("shown-at-checkpoint", pass, by), souls, reason];
}

// Fewer went in on the use of `first` than was said then.
export function recounted(pass, by, { heads, first }) {
  return [...place("heads-recounted", pass, by), heads, first];
}

export function turnedBack(pass, by, { heads, form, reason, second = null }) {
  return [...place(STOP, pass, by), heads, form, reason, second && unhex(second)];
}

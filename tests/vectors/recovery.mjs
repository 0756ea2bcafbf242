// Judges of what officers hold: parts, the key that three rebuild, what was entrusted to them;
// written from docs/format/recovery.md. Every vector is of the one text in the file's setting.
import { letterbox } from "./kem.mjs";
import { openedBy, unseal } from "./secrecy.mjs";
import { array, ascii, bytes, differs, hex, only, refuse } from "./verdict.mjs";

const NONE = "secrecy.recovery-unreadable";
const MISSING = "secrecy.officers-missing";
const is = (wanted) => (value) => value === wanted;
const list = (shape) => (value) => Array.isArray(value) && value.every(shape);
const SPLIT = array(is(1), list(bytes()), list(bytes()), bytes());
const ENTRUSTED = array(is(1), SPLIT, bytes(), bytes());
const GROUPS = [0, 1, 2].flatMap((a) => [1, 2, 3].flatMap((b) => [2, 3, 4].map((c) => [a, b, c])))
  .filter(([a, b, c]) => a < b && b < c);

export function recovery(setting) {
  const whole = hex(setting.entrusted);
  const judges = { parts, rebuilt, opened };
  return (vector) => judges[vector.of](vector, vector.of === "parts" ? whole : changed(whole, vector));
}

function changed(whole, vector) {
  const raw = Buffer.from(whole.subarray(0, whole.length - vector.cut));
  if (vector.changed >= 0) raw[vector.changed] ^= 1;
  return raw;
}

function entrusted(raw) {
  const [, split, key, sealed] = only(raw, ENTRUSTED, NONE);
  const [, officers, held, own] = split;
  const boxes = [...officers, own];
  const different = new Set(boxes.map((one) => one.toString("hex"))).size;
  const sound = officers.length === 5 && held.length === 5 && different === 6
    && boxes.every((one) => one.length === 1216);
  return sound ? { officers, held, own, key, sealed } : refuse(NONE);
}

function partsOf(held, seed) {
  const found = openedBy(held, [seed], "muster/recovery-parts/1");
  if (found?.length !== 192) refuse(NONE);
  return [0, 1, 2, 3, 4, 5].map((at) => found.subarray(32 * at, 32 * at + 32));
}

function parts(vector, raw) {
  const found = partsOf(entrusted(raw).held[vector.officer], hex(vector.seed));
  differs("the parts", found.map((one) => one.toString("hex")).join(), vector.parts.join());
}

// The key of a split, by the seeds of whoever is there.
function rebuiltBy({ officers, held, own }, seeds) {
  const there = new Map();
  for (const seed of seeds) {
    const box = letterbox(seed);
    const place = officers.findIndex((one) => one.equals(box));
    if (place >= 0) there.set(place, partsOf(held[place], seed));
  }
  if (there.size < 3) refuse(MISSING);
  const three = [...there.keys()].sort().slice(0, 3);
  const key = Buffer.alloc(32);
  for (const place of three) {
    const mine = GROUPS.filter((group) => group.includes(place));
    const at = mine.findIndex((group) => group.join() === three.join());
    there.get(place)[at].forEach((value, n) => { key[n] ^= value; });
  }
  return letterbox(key).equals(own) ? key : refuse(NONE);
}

function rebuilt(vector, raw) {
  const key = rebuiltBy(entrusted(raw), vector.seeds.map(hex));
  differs("the key", key.toString("hex"), vector.found);
}

function opened(vector, raw) {
  const given = entrusted(raw);
  const recovered = rebuiltBy(given, vector.seeds.map(hex));
  const key = openedBy(given.key, [recovered], "muster/recovery-key/1");
  if (key?.length !== 32) refuse(NONE);
  const secret = unseal(given.sealed, ascii("muster/entrusted/1"), key, "secrecy.seal-broken");
  differs("the secret", secret.toString("hex"), vector.found);
}

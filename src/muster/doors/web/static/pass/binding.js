// What a document gives a pass: a tag of 20 bits, or 16. The hashes are handed in.
import { join, unhex } from "./bytes.js";

const TAG = unhex("4d50312d646f63"); // MP1-doc

export function documentTag(sha256, kid, slot, state, number, short = false) {
  return cut(sha256(said(kid, slot, state, number)), short);
}

// `mac` is HMAC-SHA-256 under the key of the gate and day.
export function keyedTag(mac, kid, slot, state, number, short = false) {
  return cut(mac(said(kid, slot, state, number)), short);
}

// A tag of 16 bits says so in its first four.
export function isShort(value) {
  return value[0] >> 4 === 1;
}

function said(kid, slot, state, number) {
  const letters = state.toUpperCase().replace(/[^A-Z]/g, "").slice(0, 3).padEnd(3, "<");
  const kept = number.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return join(TAG, kid, slot, new TextEncoder().encode(letters + kept));
}

function cut(digest, short) {
  const bits = (digest[0] << 12) | (digest[1] << 4) | (digest[2] >> 4);
  const kept = short ? (bits & ~15) | (1 << 20) : bits;
  return Uint8Array.of(kept >> 16, (kept >> 8) & 255, kept & 255);
}

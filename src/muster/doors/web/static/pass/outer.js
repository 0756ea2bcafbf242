// The outer pass: what 32 letters say. Who has no record of it never says GO.
import { number } from "./bytes.js";
import * as letters from "./letters.js";

export const LETTERS = 32;

const LENGTHS = [1, 2, 4, 8, 16, 24, 32, 48];
const QUARTERS_A_DAY = 96;

export function read(text) {
  const raw = letters.read(text);
  if (raw === null || raw[0] >> 4 !== 1) return null;
  const middle = number(raw, 1, 2);
  const start = middle >> 9;
  const souls = middle & 63;
  if (start >= QUARTERS_A_DAY || raw[3] & 15 || !souls) return null;
  return {
    number: raw[0] & 15,
    start,
    length: LENGTHS[(middle >> 6) & 7],
    souls,
    lane: raw[3] >> 4,
    random: raw.subarray(4, 12),
    raw,
  };
}

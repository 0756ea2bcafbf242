// The read-aloud code: the pass id in ten letters and two that check them, over the field of 32
// elements with x^5 + x^2 + 1. Zero, one and eight are heard as O, I and B.
import { ALPHABET } from "./letters.js";

export const LETTERS = 12;

const HEARD = { 0: "O", 1: "I", 8: "B" };
const POWER = [1];
while (POWER.length < 31) {
  const doubled = POWER.at(-1) << 1;
  POWER.push(doubled & 32 ? doubled ^ 0b100101 : doubled);
}
const LOG = new Map(POWER.map((power, at) => [power, at]));

function times(one, other) {
  return one && other ? POWER[(LOG.get(one) + LOG.get(other)) % 31] : 0;
}

// Key id and slot of a code, or null where a letter must be wrong.
export function read(text) {
  const values = Array.from(text, (letter) => ALPHABET.indexOf(HEARD[letter] ?? letter));
  if (values.length !== LETTERS || values.includes(-1)) return null;
  const plain = values.reduce((sum, value) => sum ^ value, 0);
  const weighed = values.reduce((sum, value, at) => sum ^ times(value, POWER[at]), 0);
  if (plain || weighed) return null;
  const whole = values.slice(0, 10).reduce((sum, value) => (sum << 5n) | BigInt(value), 0n);
  const kid = new Uint8Array(4);
  new DataView(kid.buffer).setUint32(0, Number(whole >> 18n));
  return { kid, slot: Number(whole & 0x3ffffn) };
}

// A supervisor's PIN while alone. Only who signed at this tablet at the start of the shift can settle
// there: what checks their PIN was made here then, and goes with the shift. Five tries, then the site.
import { primitives } from "./noble.js";
import { same } from "../pass/bytes.js";

const COST = { N: 2 ** 14, r: 8, p: 1, dkLen: 32 };
export const TRIES = 5;

export function checker(pin) {
  const salt = primitives.random(16);
  return { salt, key: primitives.scrypt(pin.normalize("NFC"), salt, COST) };
}

export function fits({ salt, key }, pin) {
  return same(primitives.scrypt(pin.normalize("NFC"), salt, COST), key);
}

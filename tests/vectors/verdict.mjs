// What every judge of vectors stands on: refusing by code, and reading what a vector spells.
import { createHash } from "node:crypto";
import { pack, unpack } from "./msgpack.mjs";

export class Refused extends Error {}
export class Skipped extends Error {}

export function refuse(code) {
  throw new Refused(code);
}

export function differs(what, found, said) {
  if (found !== said) refuse(`differs: ${what}`);
}

export const hex = (text) => Buffer.from(text, "hex");
export const ascii = (text) => Buffer.from(text, "utf8");

// Read hex in which hh*count stands for a run of equal bytes.
export function unspell(text) {
  return Buffer.concat(text.split(" ").map((token) => {
    const [pairs, count] = token.split("*");
    return count ? Buffer.alloc(Number(count), hex(pairs)) : hex(pairs);
  }));
}

export function sha256(...parts) {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

// Return the value in `raw`, or refuse with `code`.
export function opened(raw, code) {
  try {
    return unpack(raw);
  } catch {
    return refuse(code);
  }
}

// The same, where other spellings of the value are refused too.
export function only(raw, shape, code) {
  const value = opened(raw, code);
  if (!shape(value) || !pack(value).equals(raw)) refuse(code);
  return value;
}

export const bytes = (width) => (value) =>
  Buffer.isBuffer(value) && (width === undefined || value.length === width);
export const text = (value) => typeof value === "string";
export const flag = (value) => typeof value === "boolean";
export const number = (value) => Number.isInteger(value) || typeof value === "bigint";
export const count = (value) => Number.isSafeInteger(value) && value >= 0;
export const array = (...shapes) => (value) =>
  Array.isArray(value) && value.length === shapes.length
  && shapes.every((shape, at) => shape(value[at]));

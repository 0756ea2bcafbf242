// MessagePack, written in the shortest form: what facts and segments are spelled in.
import { join } from "../pass/bytes.js";

const TEXT = new TextEncoder();

function big(value, size) {
  const raw = new Uint8Array(size);
  let rest = BigInt.asUintN(size * 8, BigInt(value));
  for (let at = size - 1; at >= 0; at--, rest >>= 8n) raw[at] = Number(rest & 255n);
  return raw;
}

function head(tag, value, size) {
  return join(Uint8Array.of(tag), big(value, size));
}

function integer(value) {
  if (value >= 0) {
    if (value < 0x80) return Uint8Array.of(value);
    if (value < 0x100) return head(0xcc, value, 1);
    if (value < 0x10000) return head(0xcd, value, 2);
    return value < 2 ** 32 ? head(0xce, value, 4) : head(0xcf, value, 8);
  }
  if (value >= -0x20) return Uint8Array.of(value & 255);
  if (value >= -0x80) return head(0xd0, value, 1);
  if (value >= -0x8000) return head(0xd1, value, 2);
  return value >= -(2 ** 31) ? head(0xd2, value, 4) : head(0xd3, value, 8);
}

function text(value) {
  const raw = TEXT.encode(value);
  const { length } = raw;
  if (length < 32) return join(Uint8Array.of(0xa0 | length), raw);
  if (length < 0x100) return join(head(0xd9, length, 1), raw);
  return join(length < 0x10000 ? head(0xda, length, 2) : head(0xdb, length, 4), raw);
}

function bytes(raw) {
  if (raw.length < 0x100) return join(head(0xc4, raw.length, 1), raw);
  return join(raw.length < 0x10000 ? head(0xc5, raw.length, 2) : head(0xc6, raw.length, 4), raw);
}

function array(values) {
  const { length } = values;
  const start = length < 16 ? Uint8Array.of(0x90 | length) : head(0xdc, length, 2);
  return join(start, ...values.map(pack));
}

// The bytes of numbers, texts, bytes, booleans, null and arrays of these.
export function pack(value) {
  if (value === null) return Uint8Array.of(0xc0);
  if (typeof value === "boolean") return Uint8Array.of(value ? 0xc3 : 0xc2);
  if (typeof value === "number" && Number.isSafeInteger(value)) return integer(value);
  if (typeof value === "string") return text(value);
  if (value instanceof Uint8Array) return bytes(value);
  if (Array.isArray(value)) return array(value);
  throw new TypeError("nothing that a fact holds");
}

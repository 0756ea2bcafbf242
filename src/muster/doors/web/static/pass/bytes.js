// Bytes: joined, compared, spelled, and read as numbers, the first byte the highest.
export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function same(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

export function begins(raw, at, start) {
  return same(raw.subarray(at, at + start.length), start);
}

export function number(raw, at, count) {
  let found = 0;
  for (let place = at; place < at + count; place++) found = found * 256 + raw[place];
  return found;
}

export function hex(raw) {
  return Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function unhex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

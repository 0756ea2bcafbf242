// Base 32 of RFC 4648, upper case, without padding, read strictly: one spelling for each bytes.
export const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const VALUE = new Map([...ALPHABET].map((letter, value) => [letter, value]));
const SPARE = new Map([[0, 0], [2, 2], [4, 4], [5, 1], [7, 3]]);

export function spell(raw) {
  let text = "";
  let bits = 0;
  let kept = 0;
  for (const byte of raw) {
    kept = (kept << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(kept >> bits) & 31];
    }
    kept &= (1 << bits) - 1;
  }
  return bits ? text + ALPHABET[(kept << (5 - bits)) & 31] : text;
}

// The bytes of `text`, or null where it is not exactly what `spell` writes.
export function read(text) {
  const spare = SPARE.get(text.length % 8);
  if (spare === undefined || text.length === 0) return null;
  const raw = new Uint8Array(Math.floor((text.length * 5) / 8));
  let bits = 0;
  let kept = 0;
  let at = 0;
  for (const letter of text) {
    const value = VALUE.get(letter);
    if (value === undefined) return null;
    kept = (kept << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      raw[at++] = kept >> bits;
    }
    kept &= (1 << bits) - 1;
  }
  return kept ? null : raw;
}

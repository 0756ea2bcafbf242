// The inner pass, MP1: its bytes, read along its one shape (docs/format/pass.md).
import { begins, join, number, unhex } from "./bytes.js";

export const PREFIX = "MP1";
export const HOLDER = 4;
export const SHORTEST = 100;
export const LONGEST = 420;

const FRAME = 0x84;
const HEADER = unhex("49a201270444");
const NO_MAP = 0xa0;
const LONG_BYTES = 0x58;
const SIGNATURE = unhex("5840");
const EXP = unhex("a3041a");
const NBF = unhex("051a");
const ARRAY = unhex("3a000100008643");
const CONTEXT = unhex("846a5369676e617475726531");
const AAD = unhex("50");
const VALUES = { 3: unhex("43"), 32: unhex("5820") };
const SLOTS = 2 ** 18;
const LEAST_TIME = 2 ** 16;
const MOST_SOULS = 63;

// What `raw` says, or the code of why it is none (steps 2 to 4); the signature is not checked.
export function read(raw) {
  // Step 2: from 100 to 420 bytes.
  if (raw.length < SHORTEST || raw.length > LONGEST) return "passes.malformed";
  // Step 3: exactly this shape; step 4 on the way: exactly algorithm and kid, nothing unprotected.
  if (raw[0] !== FRAME) return "passes.malformed";
  if (!begins(raw, 1, HEADER)) return raw[1] >> 5 === 2 ? "passes.header-wrong" : "passes.malformed";
  if (raw[11] !== NO_MAP) return raw[11] >> 5 === 5 ? "passes.header-wrong" : "passes.malformed";
  const end = 14 + raw[13];
  const fits = raw[12] === LONG_BYTES && raw.length === end + 66 && begins(raw, end, SIGNATURE);
  if (!fits) return "passes.malformed";
  const payload = raw.subarray(14, end);
  const said = saidIn(payload);
  if (said === null) return "passes.malformed";
  return { kid: raw.subarray(7, 11), said, payload, signature: raw.subarray(end + 2) };
}

// What a signature covers (RFC 9052, 4.4): the Sig_structure.
export function covered(kid, payload, operation) {
  const length = Uint8Array.of(LONG_BYTES, payload.length);
  return join(CONTEXT, HEADER, kid, AAD, operation, length, payload);
}

function saidIn(payload) {
  if (!begins(payload, 0, EXP) || !begins(payload, 7, NBF) || !begins(payload, 13, ARRAY)) {
    return null;
  }
  const closes = number(payload, 3, 4);
  const opens = number(payload, 9, 4);
  const slot = number(payload, 20, 3);
  if (closes < LEAST_TIME || opens < LEAST_TIME || !(slot < SLOTS)) return null;
  const numbers = [];
  let at = 23;
  for (let place = 0; place < 4; place++) {
    const found = smallest(payload, at);
    if (found === null) return null;
    numbers.push(found.value);
    at = found.end;
  }
  const [souls, gate, leg, binding] = numbers;
  const value = valueOf(binding, payload.subarray(at));
  if (souls < 1 || souls > MOST_SOULS || value === null) return null;
  return { slot, souls, gate, leg, opens, closes, binding, value };
}

// The number at `at` in its shortest spelling, of one byte at most, and where it ends.
function smallest(payload, at) {
  if (payload[at] < 24) return { value: payload[at], end: at + 1 };
  if (payload[at] === 0x18 && payload[at + 1] >= 24) return { value: payload[at + 1], end: at + 2 };
  return null;
}

function valueOf(binding, rest) {
  if (![0, 1, 2, HOLDER].includes(binding)) return null;
  const size = binding === HOLDER ? 32 : 3;
  const length = VALUES[size];
  const fits = rest.length === length.length + size && begins(rest, 0, length);
  return fits ? rest.subarray(length.length) : null;
}

// An entry of our own log: sealed, chained, signed (docs/format/entry.md, segment.md, device.md).
//
// Each entry has a fresh key: its body is sealed under it, and the key is sealed to the site, so that
// what waits here opens nowhere else, not even here. `crypto` is what `load` of scan/noble.js gives.
import { join } from "../pass/bytes.js";
import { pack } from "./msgpack.js";

const TEXT = new TextEncoder();
const ENTRY = TEXT.encode("muster/entry/1");
const SEGMENT = TEXT.encode("muster/segment/1");
const KEY = TEXT.encode("muster/key/1");
const LOG = TEXT.encode("muster/log/1");
const PAD = 32;
const NONCE = 24;
const WIDEST = 2 ** 32;

export const COMPARTMENT = "gates";
export const FIRST = { sequence: 0, hash: new Uint8Array(32), lamport: 0 };

export function logOf(certificate, { sha256 }) {
  const place = join(LOG, sha256(certificate), TEXT.encode(COMPARTMENT));
  return sha256(place).subarray(0, 16);
}

// A fact's bytes, filled up so that its length tells no kind.
export function body(fact) {
  const raw = pack(fact);
  const whole = new Uint8Array(Math.floor(raw.length / PAD + 1) * PAD);
  whole.set(raw);
  whole[raw.length] = 0x80;
  return whole;
}

export function header(log, sequence, previous, lamport, keyId) {
  return join(ENTRY, log, number(sequence), previous, number(lamport), keyId);
}

// The entry after `before`, sealed but not signed: what to sign, and what to keep of it. Its Lamport
// time is after `heard`, the highest that the site told.
export function write(fact, log, before, heard, site, crypto) {
  const { random, sha256, sealed, sealKey } = crypto;
  const key = random(32);
  const keyId = sha256(join(KEY, key)).subarray(0, 16);
  const step = Math.max(1, Math.min(heard + 1 - before.lamport, WIDEST));
  const [sequence, lamport] = [before.sequence + 1, before.lamport + step];
  const place = header(log, sequence, before.hash, lamport, keyId);
  const nonce = random(NONCE);
  const shut = join(nonce, sealed(key, nonce, place, body(fact)));
  const hash = sha256(join(place, shut));
  const run = [number(sequence), number(sequence), number(before.lamport)];
  return {
    head: { sequence, hash, lamport },
    signing: join(SEGMENT, log, ...run, before.hash, hash),
    segment: (signature) =>
      pack([1, log, sequence, before.hash, before.lamport, [[step, keyId, shut]], signature]),
    key: sealKey(key, site, COMPARTMENT),
  };
}

function number(value) {
  const raw = new Uint8Array(8);
  new DataView(raw.buffer).setBigUint64(0, BigInt(value));
  return raw;
}

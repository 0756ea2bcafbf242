// Ed25519 by libsodium's rule, on @noble/curves: canonical key and R, neither of low order, S below
// the order of the group, and the equation without the cofactor. Noble's own `verify` accepts more,
// so only its points are used. `ed25519` and `sha512` are handed in: how a page loads them is its own.
import { join, same } from "./bytes.js";

const KEY = 32;
const SIGNATURE = 64;

function little(raw) {
  let found = 0n;
  for (let at = raw.length - 1; at >= 0; at--) found = (found << 8n) | BigInt(raw[at]);
  return found;
}

export function verifier({ ed25519, sha512 }) {
  const { Point } = ed25519;
  const order = Point.Fn.ORDER;

  return function holds(signature, message, key) {
    if (signature.length !== SIGNATURE || key.length !== KEY) return false;
    const r = signature.subarray(0, KEY);
    const s = little(signature.subarray(KEY));
    if (s >= order) return false;
    let point;
    try {
      point = Point.fromBytes(key, false); // refuses what is not canonical
    } catch {
      return false;
    }
    if (point.isSmallOrder()) return false;
    const k = little(sha512(join(r, key, message))) % order;
    const found = Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k));
    // Bytes are compared, so an R that is not canonical never fits.
    return !found.isSmallOrder() && same(found.toBytes(), r);
  };
}

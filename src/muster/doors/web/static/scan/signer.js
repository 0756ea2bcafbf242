// This tablet's own key. Where the browser can, nobody gets it out again; on plain http it can not,
// and such a tablet is revoked after its shift.
import { primitives } from "./noble.js";

export async function makeKey() {
  try {
    const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    const open = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    return { public: open, key: pair.privateKey };
  } catch {
    const secret = primitives.random(32);
    return { public: primitives.ed25519.getPublicKey(secret), secret };
  }
}

export async function sign(own, message) {
  if (own.secret) return primitives.ed25519.sign(message, own.secret);
  return new Uint8Array(await crypto.subtle.sign("Ed25519", own.key, message));
}

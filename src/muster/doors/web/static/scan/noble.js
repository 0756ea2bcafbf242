// The primitives, as the rooms of this page take them: one place knows whose they are.
import { chacha20poly1305, xchacha20poly1305 } from "../noble/ciphers/chacha.js";
import { ed25519, x25519 } from "../noble/curves/ed25519.js";
import { expand, extract } from "../noble/hashes/hkdf.js";
import { hmac } from "../noble/hashes/hmac.js";
import { scrypt } from "../noble/hashes/scrypt.js";
import { sha256, sha512 } from "../noble/hashes/sha2.js";
import { sealer } from "../record/sealing.js";

const INFO = "muster/entry-key/1/";
const TEXT = new TextEncoder();
const random = (size) => crypto.getRandomValues(new Uint8Array(size));
const seal = sealer({ x25519, extract, expand, sha256, chacha20poly1305, random });

export const primitives = {
  ed25519,
  sha256,
  sha512,
  scrypt,
  hmac: (key, message) => hmac(sha256, key, message),
  random,
  sealed: (key, nonce, place, plain) => xchacha20poly1305(key, nonce, place).encrypt(plain),
  sealKey: (key, site, compartment) => seal(key, site, TEXT.encode(INFO + compartment)),
};

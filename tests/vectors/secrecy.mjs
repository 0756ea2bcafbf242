// Judges of keys, wraps, grants, sealed bodies and slots, written from docs/format.
//
// XChaCha20-Poly1305 and Argon2id come from @noble/ciphers and @noble/hashes, where they lie in
// assets/node_modules; where they do not, what needs them is skipped by name.
import * as crypto from "node:crypto";
import { shared } from "./kem.mjs";
import { big, pack } from "./msgpack.mjs";
import { header } from "./record.mjs";
import {
  Skipped, array, ascii, bytes, count, differs, flag, hex, number, only, refuse, sha256, unspell,
} from "./verdict.mjs";

const ciphers = await optional("@noble/ciphers/chacha.js");
const argon = await optional("@noble/hashes/argon2.js");

async function optional(path) {
  try {
    return await import(new URL(`../../assets/node_modules/${path}`, import.meta.url));
  } catch {
    return null;
  }
}

export function unseal(sealed, place, key, code) {
  if (!ciphers) throw new Skipped("@noble/ciphers is not in assets/node_modules");
  try {
    const cipher = ciphers.xchacha20poly1305(key, sealed.subarray(0, 24), place);
    return Buffer.from(cipher.decrypt(sealed.subarray(24)));
  } catch {
    return refuse(code);
  }
}

// ---- sealed bodies (docs/format/entry.md) ------------------------------------------------------
export function entry(vector) {
  const { sequence, lamport } = vector;
  const place = header(
    hex(vector.log), sequence, unspell(vector.previous), lamport, hex(vector.key_id));
  const sealed = unspell(vector.sealed);
  differs("the header", place.toString("hex"), unspell(vector.header).toString("hex"));
  differs("the hash", sha256(place, sealed).toString("hex"), vector.hash);
  const body = unseal(sealed, place, hex(vector.key), "secrecy.seal-broken");
  differs("the body", body.toString("hex"), unspell(vector.body).toString("hex"));
}

// ---- keys (docs/format/wraps.md) ---------------------------------------------------------------
const MISMATCH = "secrecy.key-mismatch";
export const commitment = (key, owner = "") =>
  sha256(ascii("muster/key/1"), key, hex(owner)).subarray(0, 16).toString("hex");

function derived(key, purpose) {
  return Buffer.from(crypto.hkdfSync("sha256", key, "", `muster/epoch/1/${purpose}`, 32));
}

export function key(vector) {
  const judges = { id: identity, epoch, wrap: wrapped, grant: granted, hybrid };
  judges[vector.of](vector);
}

function identity(vector) {
  differs("the id", commitment(hex(vector.key), vector.owner), vector.id);
}

function epoch(vector) {
  differs("the sealing key", derived(hex(vector.key), "seal").toString("hex"), vector.sealing);
  differs("the wrapping key", derived(hex(vector.key), "wrap").toString("hex"), vector.wrapping);
}

function committed(found, vector) {
  if (found.length !== 32 || commitment(found, vector.owner) !== vector.key_id) refuse(MISMATCH);
  differs("the key", found.toString("hex"), vector.key);
}

function wrapped(vector) {
  const wrapping = derived(hex(vector.epoch_key), "wrap");
  const cipher = crypto.createDecipheriv("id-aes256-wrap", wrapping, hex("a6".repeat(8)));
  committed(closed(cipher, hex(vector.wrap)), vector);
}

function closed(cipher, text) {
  try {
    return Buffer.concat([cipher.update(text), cipher.final()]);
  } catch {
    return refuse(MISMATCH);
  }
}

// HPKE, base mode, as RFC 9180 has it: X25519, HKDF-SHA256, ChaCha20-Poly1305.
const NOTHING = Buffer.alloc(0);
const KEM = hex("4b454d0020");
const SUITE = hex("48504b45002000010003");
const HYBRID = hex("48504b45647a00010003");

function extract(suite, salt, label, keying) {
  const mac = crypto.createHmac("sha256", salt);
  return mac.update(Buffer.concat([ascii("HPKE-v1"), suite, ascii(label), keying])).digest();
}

function expand(suite, secret, label, context, width) {
  const info = Buffer.concat([big(width, 2), ascii("HPKE-v1"), suite, ascii(label), context]);
  const mac = crypto.createHmac("sha256", secret);
  return mac.update(Buffer.concat([info, hex("01")])).digest().subarray(0, width);
}

function agreed(theirs, siteSecret) {
  const pkcs8 = Buffer.concat([hex("302e020100300506032b656e04220420"), siteSecret]);
  const spki = Buffer.concat([hex("302a300506032b656e032100"), theirs]);
  const privateKey = crypto.createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const publicKey = crypto.createPublicKey({ key: spki, format: "der", type: "spki" });
  const own = crypto.createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const drawn = extract(KEM, NOTHING, "eae_prk", crypto.diffieHellman({ privateKey, publicKey }));
  return expand(KEM, drawn, "shared_secret", Buffer.concat([theirs, own.subarray(-32)]), 32);
}

function granted(vector) {
  const said = `muster/epoch/1/${vector.compartment}`;
  committed(closedTo(hex(vector.sealed), hex(vector.site_secret), said), vector);
}

// A grant to a letterbox; another length than that of one is of the other kind.
function hybrid(vector) {
  const sealed = hex(vector.sealed);
  if (sealed.length !== 1168) return granted(vector);
  const found = openedBy(sealed, vector.seeds.map(hex), `muster/epoch/1/${vector.compartment}`);
  if (!found) refuse(MISMATCH);
  return committed(found, vector);
}

// What was sealed to a letterbox, by the first of the seeds that opens it; null where none does.
export function openedBy(sealed, seeds, said) {
  for (const seed of seeds) {
    try {
      return scheduled(HYBRID, shared(sealed.subarray(0, 1120), seed), said, sealed.subarray(1120));
    } catch {
      continue;
    }
  }
  return null;
}

export function closedTo(sealed, siteSecret, said) {
  try {
    const drawn = agreed(sealed.subarray(0, 32), siteSecret);
    return scheduled(SUITE, drawn, said, sealed.subarray(32));
  } catch {
    return refuse(MISMATCH);
  }
}

// The key schedule of RFC 9180, and the first text under it; throws where it does not open.
function scheduled(suite, drawn, said, text) {
  const hashes = [["psk_id_hash", NOTHING], ["info_hash", ascii(said)]];
  const hashed = hashes.map(([label, told]) => extract(suite, NOTHING, label, told));
  const context = Buffer.concat([hex("00"), ...hashed]);
  const secret = extract(suite, drawn, "secret", NOTHING);
  const nonce = expand(suite, secret, "base_nonce", context, 12);
  const cipher = crypto.createDecipheriv(
    "chacha20-poly1305", expand(suite, secret, "key", context, 32), nonce, { authTagLength: 16 });
  cipher.setAuthTag(text.subarray(-16));
  return Buffer.concat([cipher.update(text.subarray(0, -16)), cipher.final()]);
}

// ---- slots (docs/format/slot.md) ---------------------------------------------------------------
const COST = array(count, count, count);
const SLOT = array(number, COST, bytes(), flag, bytes());

export function slot(vector) {
  const none = "secrecy.slot-unreadable";
  const raw = unspell(vector.bytes);
  const [version, cost, salt, shared, sealed] = only(raw, SLOT, none);
  const [memory, passes, lanes] = cost;
  const inside = (value, least, most) => least <= value && value <= most;
  const sane = version === 1 && raw.length <= 65536 && inside(salt.length, 16, 64)
    && inside(lanes, 1, 16) && inside(memory, 8 * lanes, 2 ** 20) && inside(passes, 1, 16);
  if (!sane || sealed.length <= 40) refuse(none);
  if (!argon) throw new Skipped("@noble/hashes is not in assets/node_modules");
  const costs = { m: memory, t: passes, p: lanes, dkLen: 32 };
  const stretched = argon.argon2id(ascii(vector.phrase.normalize("NFC")), salt, costs);
  const share = shared ? hex(vector.share) : NOTHING;
  const opener = Buffer.from(crypto.hkdfSync("sha256", stretched, share, "muster/slot/1", 32));
  const place = Buffer.concat([ascii("muster/slot/1"), pack([version, cost, salt, shared])]);
  const keys = only(unseal(sealed, place, opener, "secrecy.passphrase-wrong"), Array.isArray, none);
  const said = Object.values(vector.keys);
  differs("the keys", keys.map((one) => one.toString("hex")).join(), said.join());
}

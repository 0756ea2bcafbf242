// Seal a key to a site: HPKE base mode (RFC 9180), DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
// ChaCha20Poly1305. In pure JavaScript, since plain http has no `crypto.subtle`.
import { join } from "../pass/bytes.js";

const TEXT = new TextEncoder();
const VERSION = TEXT.encode("HPKE-v1");
const KEM = join(TEXT.encode("KEM"), Uint8Array.of(0, 0x20));
const SUITE = join(TEXT.encode("HPKE"), Uint8Array.of(0, 0x20, 0, 1, 0, 3));
const NOTHING = new Uint8Array(0);

export function sealer({ x25519, extract, expand, sha256, chacha20poly1305, random }) {
  const extracted = (suite, salt, label, ikm) =>
    extract(sha256, join(VERSION, suite, TEXT.encode(label), ikm), salt);
  const expanded = (suite, prk, label, info, size) =>
    expand(sha256, prk, join(Uint8Array.of(size >> 8, size & 255), VERSION, suite, TEXT.encode(label), info), size);

  // `enc` and ciphertext. `ephemeral` is given by a test vector, else drawn.
  return function seal(plain, recipient, info, ephemeral = random(32)) {
    const enc = x25519.getPublicKey(ephemeral);
    const dh = x25519.getSharedSecret(ephemeral, recipient);
    const prk = extracted(KEM, NOTHING, "eae_prk", dh);
    const shared = expanded(KEM, prk, "shared_secret", join(enc, recipient), 32);
    const context = join(
      Uint8Array.of(0),
      extracted(SUITE, NOTHING, "psk_id_hash", NOTHING),
      extracted(SUITE, NOTHING, "info_hash", info),
    );
    const secret = extracted(SUITE, shared, "secret", NOTHING);
    const key = expanded(SUITE, secret, "key", context, 32);
    const nonce = expanded(SUITE, secret, "base_nonce", context, 12);
    return join(enc, chacha20poly1305(key, nonce).encrypt(plain));
  };
}

// Judges others' published vectors by the verifier of the scan page, on @noble/curves.
//
//   node tests/conformance/judge.mjs VECTORS
//
// Prints [[suite, passed, judged], ...] as JSON. P-256 is noble's own: it is never issued.
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { p256 } from "../../assets/node_modules/@noble/curves/nist.js";
import { ed25519 } from "../../assets/node_modules/@noble/curves/ed25519.js";
import { sha512 } from "../../assets/node_modules/@noble/hashes/sha2.js";
import { unhex } from "../../src/muster/doors/web/static/pass/bytes.js";
import { verifier } from "../../src/muster/doors/web/static/pass/signature.js";
import { statuses } from "../../src/muster/doors/web/static/pass/statuses.js";

const FOLDER = process.argv[2];
const holds = verifier({ ed25519, sha512 });

const read = (name) => JSON.parse(readFileSync(`${FOLDER}/${name}`, "utf8"));

function ecdsa(signature, message, key) {
  try {
    return p256.verify(signature, message, key, { lowS: false });
  } catch {
    return false;
  }
}

function wycheproof(name, judge) {
  let passed = 0;
  let judged = 0;
  for (const { publicKey, tests } of read(`wycheproof/${name}.json`).testGroups) {
    const key = unhex(publicKey.pk ?? publicKey.uncompressed);
    for (const { msg, sig, result } of tests) {
      judged += 1;
      passed += judge(unhex(sig), unhex(msg), key) === (result === "valid");
    }
  }
  return [`wycheproof ${name}`, passed, judged];
}

function unpacked({ file, form }) {
  const text = readFileSync(`${FOLDER}/token-status-list/${file}`, "ascii").replace(/\s/g, "");
  if (form === "json") {
    const { bits, lst } = JSON.parse(text);
    return { bits, packed: inflateSync(Buffer.from(lst, "base64url")) };
  }
  // {"bits": n, "lst": bytes}: where the bytes begin is all that this runner needs of CBOR.
  const raw = Buffer.from(text, "hex");
  const name = raw.indexOf("bits");
  const start = raw.indexOf(Buffer.from([0x78, 0xda]), raw.indexOf("lst"));
  return { bits: raw[name + 4], packed: inflateSync(raw.subarray(start)) };
}

function statusLists() {
  const cases = read("token-status-list/expected.json");
  const right = cases.filter((one) => {
    const { bits, packed } = unpacked(one);
    const list = statuses(bits, packed);
    if (bits !== one.bits || list.length !== one.entries) return false;
    for (let at = 0; at < list.length; at++) {
      if (list.status(at) !== (one.status[at] ?? 0)) return false;
    }
    return true;
  });
  return ["token-status-list", right.length, cases.length];
}

console.log(JSON.stringify([
  wycheproof("ed25519_test", holds),
  wycheproof("ecdsa_secp256r1_sha256_p1363_test", ecdsa),
  statusLists(),
]));

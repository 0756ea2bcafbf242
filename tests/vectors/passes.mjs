// Judges vectors of passes by the verifier that the scan page uses, on @noble/curves.
import { Skipped, differs, hex, refuse } from "./verdict.mjs";

const STATIC = "../../src/muster/doors/web/static/pass/";
const MODULES = "../../assets/node_modules/@noble/";

const { trustList, verifier } = await import(new URL(`${STATIC}verify.js`, import.meta.url));
const { verifier: signatures } = await import(new URL(`${STATIC}signature.js`, import.meta.url));
const { slotList } = await import(new URL(`${STATIC}statuses.js`, import.meta.url));
const { documentTag, keyedTag } = await import(new URL(`${STATIC}binding.js`, import.meta.url));
const noble = await optional();

async function optional() {
  const load = (path) => import(new URL(`${MODULES}${path}`, import.meta.url));
  try {
    const [curves, hashes, mac] = await Promise.all(
      [load("curves/ed25519.js"), load("hashes/sha2.js"), load("hashes/hmac.js")]);
    return { ed25519: curves.ed25519, ...hashes, hmac: mac.hmac };
  } catch {
    return null;
  }
}

export function passes(setting) {
  if (!noble) {
    return () => { throw new Skipped("@noble/curves is not in assets/node_modules"); };
  }
  const keys = trustList(
    hex(setting.operation),
    setting.keys.map((key) => ({ ...key, public: hex(key.public) })),
    noble.sha256,
  );
  const lists = new Map(setting.lists.map((one) => [one.public, listed(one)]));
  const verify = verifier(noble);
  const holds = signatures(noble);
  const judges = {
    text: (vector) => text(vector, verify(vector.text, keys, lists)),
    signature: (vector) => {
      const fits = holds(hex(vector.signature), hex(vector.message), hex(vector.public));
      if (!fits) refuse("passes.signature-wrong");
    },
    tag,
  };
  return (vector) => judges[vector.of](vector);
}

function text(vector, answer) {
  if (!answer.claim) refuse(answer.notGenuine ?? answer.cannotJudge);
  const sorted = (claim) => JSON.stringify(Object.entries(claim).sort());
  differs("the claim", sorted(answer.claim), sorted(vector.claim));
}

function tag(vector) {
  const [kid, slot] = [hex(vector.kid), hex(vector.slot)];
  const said = [kid, slot, vector.state, vector.number, vector.short];
  const spelled = (raw) => Buffer.from(raw).toString("hex");
  differs("the tag", spelled(documentTag(noble.sha256, ...said)), vector.document);
  const mac = (message) => noble.hmac(noble.sha256, hex(vector.key), message);
  differs("the keyed tag", spelled(keyedTag(mac, ...said)), vector.keyed);
}

// The list of one key as bits, as it would come to a tablet.
function listed({ as_of, closed, opened }) {
  const packed = new Uint8Array(2 ** 15).fill(opened ? 255 : 0);
  for (const slot of opened ?? []) packed[slot >> 3] &= ~(1 << (slot & 7));
  for (const slot of closed) packed[slot >> 3] |= 1 << (slot & 7);
  return slotList(as_of, packed);
}

// Say whether a text is a pass of ours, in numbered steps; it reads no clock and decides nothing.
//
// 1. text · 2. bytes · 3. shape · 4. header · 5. key · 6. signature · 7. scope · 8. list · 9. claim
//
// A key is { public, gates, legs, opens, closes, most_souls, delegate }: bytes, ids in hex, times in
// milliseconds UTC, `closes` not included. A list is { as_of, closed(slot) }, found by its key in hex.
import { hex, join } from "./bytes.js";
import * as holder from "./holder.js";
import * as inner from "./inner.js";
import * as shown from "./shown.js";
import { verifier as signatures } from "./signature.js";

const SECOND = 1000;
const LONGEST_WINDOW = 12 * 3600 * SECOND;

// Keys of one operation by short id; two keys may share it.
export function trustList(operation, keys, sha256) {
  const byKid = new Map();
  for (const key of keys) {
    const kid = hex(sha256(key.public).subarray(0, 4));
    byKid.set(kid, [...(byKid.get(kid) ?? []), key]);
  }
  return { operation, candidates: (kid) => byKid.get(hex(kid)) ?? [] };
}

// `crypto` is { ed25519, sha512 }. An answer is { claim } | { notGenuine } | { cannotJudge }.
export function verifier(crypto) {
  const holds = signatures(crypto);

  function verifyInner(sealed, keys, lists) {
    // Step 5: candidates by key id. None: the list of keys may be old, so never STOP.
    const candidates = keys.candidates(sealed.kid);
    if (!candidates.length) return { cannotJudge: "passes.key-unknown" };
    // Step 6: the signature against each candidate, with the operation's id.
    const message = inner.covered(sealed.kid, sealed.payload, keys.operation);
    const key = candidates.find((one) => holds(sealed.signature, message, one.public));
    return key ? scoped(sealed, key, lists) : { notGenuine: "passes.signature-wrong" };
  }

  function presented(raw, keys, lists) {
    const found = holder.read(raw);
    if (typeof found === "string") return { notGenuine: found };
    const answer = verifyInner(found.sealed, keys, lists);
    if (!answer.claim) return answer;
    const { said } = found.sealed;
    const message = holder.covered(found, keys.operation);
    const fresh = said.binding === inner.HOLDER && holds(found.signature, message, said.value);
    if (!fresh) return { notGenuine: "passes.holder-wrong" };
    return { claim: { ...answer.claim, presented: found.when * SECOND } };
  }

  return function verify(text, keys, lists) {
    const found = shown.read(text);
    if (found.sealed) return verifyInner(found.sealed, keys, lists);
    if (found.presented) return presented(found.presented, keys, lists);
    if (found.wrong) return { notGenuine: found.wrong };
    return { cannotJudge: found.unjudged ?? "passes.record-needed" };
  };
}

function scoped({ kid, said }, key, lists) {
  // Step 7: the scope of that key: gate, leg, souls; the window within its days and 12 hours.
  const covers =
    said.gate < key.gates.length && key.legs.includes(said.leg) && said.souls <= key.most_souls;
  if (!covers) return { notGenuine: "passes.out-of-scope" };
  const opens = said.opens * SECOND;
  const closes = said.closes * SECOND;
  const within = key.opens <= opens && opens < closes && closes <= key.closes;
  if (!within || closes - opens > LONGEST_WINDOW) {
    return { notGenuine: "passes.window-out-of-scope" };
  }
  // Step 8: the list of that key; a delegate's slots are closed but for a quota, so it is needed.
  const list = lists.get(hex(key.public));
  if (!list && key.delegate) return { cannotJudge: "passes.list-missing" };
  // Step 9: what the pass claims, for the gate.
  const slot = Uint8Array.of(said.slot >> 16, (said.slot >> 8) & 255, said.slot & 255);
  return {
    claim: {
      id: hex(join(kid, slot)),
      souls: said.souls,
      gate: key.gates[said.gate],
      leg: said.leg,
      opens,
      closes,
      binding: said.binding,
      value: hex(said.value),
      revoked: list ? list.closed(said.slot) : false,
      listed: list ? list.as_of : null,
      presented: null,
    },
  };
}

// One good and one bad built-in pass, verified when a shift starts: a verifier that is broken here
// must show before anybody is turned back by it. It also warms the first real call.
import { trustList, verifier } from "../pass/verify.js";
import { unhex } from "../pass/bytes.js";
import { primitives } from "./noble.js";
import { GOOD, KEY, OPERATION } from "./sample.js";

const AT = 150; // in the signature: all before it is as it should be

export function works() {
  const keys = trustList(unhex(OPERATION), [{ ...KEY, public: unhex(KEY.public) }], primitives.sha256);
  const verify = verifier(primitives);
  const bad = GOOD.slice(0, AT) + (GOOD[AT] === "A" ? "B" : "A") + GOOD.slice(AT + 1);
  const [good, wrong] = [GOOD, bad].map((text) => verify(text, keys, new Map()));
  return Boolean(good.claim) && Boolean(wrong.notGenuine);
}

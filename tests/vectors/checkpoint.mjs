// Judges vectors of a lent tablet by the module that the scan page uses.
import { createHmac } from "node:crypto";
import { differs, refuse } from "./verdict.mjs";

const STATIC = "../../src/muster/doors/web/static/";
const { look } = await import(new URL(`${STATIC}gate/checkpoint.js`, import.meta.url));
const { read } = await import(new URL(`${STATIC}pass/shown.js`, import.meta.url));

const primitives = {
  hmac: (key, message) => new Uint8Array(createHmac("sha256", key).update(message).digest()),
};

export function checkpoint(vector) {
  const shown = read(vector.text).outer ?? null;
  const before = new Map(Object.entries(vector.before));
  const found = look(shown, vector.lent, vector.now, before, primitives);
  const { objection, said = null, before: first = null } = found;
  const sorted = said && { souls: said.souls, lane: said.lane, opens: said.opens, closes: said.closes };
  differs("what is shown", JSON.stringify({ objection, said: sorted, before: first }), JSON.stringify(vector.outcome));
  if (objection) refuse(objection);
}

// Judges vectors of a gate's decision by the module that the scan page uses.
import { differs, refuse } from "./verdict.mjs";

const STATIC = "../../src/muster/doors/web/static/gate/";
const { decide } = await import(new URL(`${STATIC}deciding.js`, import.meta.url));

const sorted = (value) =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
    : Array.isArray(value) ? value.map(sorted) : value;

export function gate(vector) {
  const found = decide(vector.claim, vector.post, vector.who, vector.news);
  differs("the outcome", JSON.stringify(sorted(found)), JSON.stringify(sorted(vector.outcome)));
  if (found.refuse) refuse(found.refuse.reason);
  if (found.hold) refuse("held");
}

// Judges vectors of a gate's verdicts by what a tablet decides with.
import { differs, refuse } from "./verdict.mjs";

const MODULE = "../../src/muster/doors/web/static/pass/decide.js";
const { decide } = await import(new URL(MODULE, import.meta.url));

export function verdicts({ claim, post, who, news, decided }) {
  const found = decide(claim, post, who, news);
  differs("the verdict", JSON.stringify(found), JSON.stringify(decided));
  if (!found.admit) refuse(found.refuse ?? found.hold[0]);
}

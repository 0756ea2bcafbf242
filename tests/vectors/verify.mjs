// A second verifier of the record, written from docs/format; it shares no code with the first.
//
//   node tests/vectors/verify.mjs [FOLDER]
//
// It reads the files of vectors in FOLDER (or beside itself) and prints what it finds as JSON:
// {"verdicts": {file: [verdict, ...]}, "skipped": [...]}, verdicts in the order of the vectors. A
// verdict is "ok", the code of a problem, "skipped", or "differs: ..." where the bytes are good and
// what follows from them is not what the vector says. Nothing is needed but Node itself.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkpoint } from "./checkpoint.mjs";
import { gate } from "./gate.mjs";
import { delivery } from "./deliveries.mjs";
import { exchange } from "./exchange.mjs";
import { proof } from "./proofs.mjs";
import { certificate, fact, segment } from "./record.mjs";
import { passes } from "./passes.mjs";
import { recovery } from "./recovery.mjs";
import { entry, key, slot } from "./secrecy.mjs";
import { sticks } from "./sticks.mjs";
import { Refused, Skipped } from "./verdict.mjs";

const FOLDER = process.argv[2] ?? fileURLToPath(new URL(".", import.meta.url));
const JUDGES = {
  facts: shaped,
  entries: entry,
  segments: segment,
  certificates: certificate,
  slots: slot,
  wraps: key,
  passes,
  gate,
  checkpoint,
  proofs: proof,
  deliveries: delivery,
  exchange,
  sticks,
  recovery,
};
const skipped = [];

function shaped(vector, kinds) {
  if (vector.asks === "shape") throw new Skipped("the shapes of kinds are not known here");
  fact(vector, kinds);
}

function verdict(file, judge, vector, kinds) {
  try {
    judge(vector, kinds);
    return "ok";
  } catch (wrong) {
    if (wrong instanceof Refused) return wrong.message;
    if (!(wrong instanceof Skipped)) throw wrong;
    skipped.push(`${file}: ${vector.name}: ${wrong.message}`);
    return "skipped";
  }
}

function judged(file, judge) {
  const { vectors, setting } = JSON.parse(readFileSync(`${FOLDER}/${file}.json`, "utf8"));
  if (setting) judge = judge(setting);
  const kinds = new Set(vectors.map((one) => one.kind));
  return [file, vectors.map((one) => verdict(file, judge, one, kinds))];
}

const verdicts = Object.fromEntries(Object.entries(JUDGES).map((pair) => judged(...pair)));
console.log(JSON.stringify({ verdicts, skipped }, null, 1));

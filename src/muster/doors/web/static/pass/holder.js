// A holder's presentation, MH1: the pass, the time, and a signature by the key in the pass.
import { join, number, same, unhex } from "./bytes.js";
import * as inner from "./inner.js";

export const PREFIX = "MH1";

const ARRAY = 0x83;
const BYTES = 0x58;
const TIME = 0x1a;
const SIGNATURE = unhex("5840");
const CONTEXT = unhex("84634d4831");
const AAD = unhex("50");
const LEAST_TIME = 2 ** 16;

export function read(raw) {
  if (raw.length <= inner.SHORTEST || raw.length > inner.LONGEST) return "passes.malformed";
  const end = 3 + raw[2];
  const rest = raw.subarray(end);
  const fits =
    raw[0] === ARRAY && raw[1] === BYTES && rest.length === 71 && rest[0] === TIME &&
    same(rest.subarray(5, 7), SIGNATURE);
  if (!fits) return "passes.malformed";
  const shown = raw.subarray(3, end);
  const sealed = inner.read(shown);
  if (typeof sealed === "string") return sealed;
  const when = number(rest, 1, 4);
  if (when < LEAST_TIME) return "passes.malformed";
  return { sealed, raw: shown, when, time: rest.subarray(0, 5), signature: rest.subarray(7) };
}

export function covered(found, operation) {
  const length = Uint8Array.of(BYTES, found.raw.length);
  return join(CONTEXT, AAD, operation, length, found.raw, found.time);
}

// Say at a checkpoint of others, on a tablet that is lent there, whether an outer pass is good:
// muster/journey/gate/checkpoint.py again, held to it by tests/vectors/checkpoint.json.
//
// `shown` is what outer.js read, or null; `lent` is { id, days: [{ day, begins, key }] } in hex;
// `before` says when each was shown here first, by its random bytes in hex.
import { hex, join, unhex } from "../pass/bytes.js";

const TEXT = new TextEncoder();
const DAY = 86_400_000;
const QUARTER = 900_000;
const KEYS = 16;
const SAID = 12;

export function look(shown, lent, now, before, { hmac }) {
  if (shown === null) return { objection: "gate.not-of-this-checkpoint" };
  const fitting = lent.days.filter(({ begins }) => (begins / DAY) % KEYS === shown.number);
  if (!fitting.length) return { objection: "gate.no-day-key" };
  const day = fitting.find((one) => holds(shown, lent.id, one, hmac));
  if (!day) return { objection: "gate.not-of-this-checkpoint" };
  return timed(windowOf(shown, day.begins), now, before.get(hex(shown.random)) ?? null);
}

function holds(shown, checkpoint, { day, key }, hmac) {
  const message = join(TEXT.encode("MO1"), unhex(checkpoint), TEXT.encode(day), shown.raw.subarray(0, SAID));
  return hex(hmac(unhex(key), message).subarray(0, 8)) === hex(shown.raw.subarray(SAID));
}

function windowOf({ souls, lane, start, length }, begins) {
  const opens = begins + start * QUARTER;
  return { souls, lane, opens, closes: opens + length * QUARTER };
}

function timed(said, [earliest, latest], before) {
  if (latest < said.opens) return { objection: "gate.not-yet-called", said };
  if (said.closes <= earliest) return { objection: "gate.window-over", said };
  return { objection: before === null ? null : "gate.shown-before", said, before };
}

// What this post knows: keys, lists, records and uses that the site gave, and its own uses since.
import { hex, unhex } from "../pass/bytes.js";
import { trustList } from "../pass/verify.js";
import { NOTHING } from "../gate/deciding.js";

// Own uses as they are kept: each as it was written, then what a second count made of it.
export function counted(rows) {
  const own = [];
  for (const row of rows) {
    const before = own.find((one) => one.pass === row.pass && one.use.at[1] === row.first);
    if (row.use) own.push({ ...row, use: { ...row.use } });
    else if (before) before.use.heads = row.heads;
  }
  return own;
}

export class Knowledge {
  constructor(given, own, sha256) {
    this.given = given;
    this.own = own; // [{ pass, use }]
    const keys = given.keys.map((key) => ({ ...key, public: unhex(key.public) }));
    this.keys = trustList(unhex(given.operation), keys, sha256);
    this.lists = new Map(given.lists.map((one) => [one.public, slots(one)]));
    this.records = new Map(given.records.map((one) => [one.id, one]));
    this.outer = new Map(given.records.filter((one) => one.outer).map((one) => [one.outer, one]));
  }

  // The claim of a pass that says nothing itself: by its id, or by an outer pass's random bytes.
  record(found) {
    const one = found.outer ? this.outer.get(hex(found.outer.random)) : this.records.get(named(found));
    return one ? claimOf(one, this.given.as_of) : null;
  }

  // The news of a pass: what the site answered just now, else what it gave last; own uses beside.
  news(pass, asked) {
    const told = asked ?? this.last(pass);
    const mine = this.own.filter((one) => one.pass === pass).map((one) => one.use);
    return { ...told, uses: together(told.uses, mine) };
  }

  last(pass) {
    const { given } = this;
    const ended = given.ended[pass];
    return {
      ...NOTHING,
      closed: given.closed,
      recalled: ended?.recalled ?? null,
      revoked: Boolean(ended),
      held: given.held.includes(pass),
      uses: given.uses[pass] ?? [],
    };
  }

  // Own uses that others had used, too: what must be said loudly, once it is known.
  contradictions() {
    const said = new Set(this.own.map((one) => keyOf(one.use)));
    return this.own.flatMap(({ pass, use, asked }) => {
      if (asked) return [];
      const other = (this.given.uses[pass] ?? []).find((one) => !said.has(keyOf(one)));
      return other ? [{ pass, at: use.at[1], other }] : [];
    });
  }
}

export function named(found) {
  const { kid, slot } = found.aloud;
  return hex(kid) + slot.toString(16).padStart(6, "0");
}

export function claimOf(record, listed) {
  const { id, souls, gate, leg, opens, closes, binding, value } = record;
  return {
    id, souls, gate, leg, opens, closes, binding, value, revoked: false, listed, presented: null,
  };
}

// How many are to come: the whole party, or those of it who are not inside.
export function expected(claim, news) {
  const inside = news.uses.reduce((sum, use) => sum + use.heads, 0);
  return Math.max(claim.souls - inside, 0) || claim.souls;
}

function keyOf(use) {
  return JSON.stringify([use.at[1], use.gate, use.post, use.heads]);
}

function together(some, more) {
  const byKey = new Map([...some, ...more].map((use) => [keyOf(use), use]));
  return [...byKey.values()].sort((one, other) => one.at[1] - other.at[1]);
}

function slots({ as_of, closed, opened }) {
  const [shut, open] = [new Set(closed), opened && new Set(opened)];
  return { as_of, closed: (slot) => shut.has(slot) || (open !== null && !open.has(slot)) };
}

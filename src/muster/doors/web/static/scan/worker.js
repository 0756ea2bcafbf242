// The worker of the scan page: it holds the post, its store and its link; the page shows and asks.
import { hex, unhex } from "../pass/bytes.js";
import { Clock } from "./clock.js";
import { counted } from "./knowledge.js";
import { Link } from "./link.js";
import { fits, checker, TRIES } from "./pin.js";
import { headOf, Post } from "./post.js";
import { Replay } from "./replay.js";
import { works } from "./selftest.js";
import { load, Sight } from "./sight.js";
import { makeKey } from "./signer.js";
import { enrolled, open } from "./store.js";

const LEASE = 60_000; // how often it is asked whether the shift is over
const RENEW = 30_000; // how often lists are renewed where something changed
const clock = new Clock();
const sight = new Sight();
let ways = {};
let store = null;
let post = null;
let link = null;
let replay = null;
let renewed = 0;
let lease = 0;

const tell = (said) => {
  postMessage(said);
  if (said.event === "scuttled") wipe();
  if (said.event === "kept") replay.count().then(() => replay.run());
  if (said.event === "link" && said.linked) {
    renewed = 0; // what others did meanwhile is asked for now
    replay.run();
  }
};

const ACTS = {
  // What is here: nothing, a key, or a shift that can go on.
  async open(said) {
    ways = said.ways;
    store = await open();
    const [shift, last, waiting] = await Promise.all([store.get("shift"), store.get("last"), store.waiting()]);
    const over = !shift || !last || Date.now() + last.clock.behind > shift.until;
    if (shift && over && !waiting) await store.forget();
    return { shift: over ? null : shown(shift), waiting };
  },

  // The tablet's key for this shift: the one it was enrolled with at that gate, else a new one.
  async key({ gate, at }) {
    const known = await enrolled().catch(() => null);
    if (known?.place === gate && known.until > at) {
      await store.put({ own: { public: unhex(known.key), key: known.pair.privateKey }, shift: null });
      return { device: known.device };
    }
    const own = await makeKey();
    await store.put({ own, shift: null });
    return { key: hex(own.public) };
  },

  // A shift begins: what the site gave, and what checks the PIN of whoever signed beside the guard.
  async begin({ shift, given, witness }) {
    const second = witness?.pin ? { id: witness.id, ...checker(witness.pin) } : null;
    const whole = { ...shift, certificate: unhex(shift.certificate), exchange: unhex(shift.exchange) };
    clock.heard(given.at, performance.now(), performance.now());
    await store.put({ shift: whole, given, second, tries: 0, clock: clock.kept() });
    return take();
  },

  resume: take,
  ready: () => load().then(() => true),
  works: async () => works(),
  judge: ({ text, how }) => post.judge(text, how),

  async frame({ pixels, width, height }) {
    return { text: await sight.frame(new Uint8ClampedArray(pixels), width, height) };
  },

  async photo({ pixels, width, height }) {
    const text = await sight.photo(new Uint8ClampedArray(pixels), width, height);
    return text === null ? { sign: "read-again", reasons: ["scan.no-code"] } : post.judge(text);
  },

  async settle({ waiting, through, heads, reason, name, pin }) {
    const second = await supervisor(waiting.pass, name, pin);
    if (second.wrong) return { wrong: second.wrong };
    return post.settle(waiting, { through, heads, reason, second: second.id });
  },

  recount: ({ told, heads }) => post.recount(told, heads),

  async end() {
    await replay.run();
    const waiting = await store.waiting();
    if (!waiting) await store.forget();
    return { waiting };
  },
};

// The site is gone, and nobody opens what waits here any more: nothing is kept, of any shift.
async function wipe() {
  clearInterval(lease);
  await store.wipe();
  post = null;
}

// The end of a lease takes keys and lists with it, as soon as the site holds what was written.
async function expire(until) {
  if (Date.now() + clock.kept().behind <= until || (await store.waiting())) return;
  clearInterval(lease);
  await store.forget();
  postMessage({ event: "over" });
}

async function take() {
  const names = ["own", "shift", "given", "last"];
  const [signing, shift, given, last] = await Promise.all(names.map((name) => store.get(name)));
  if (last) {
    clock.restore(last.clock);
    Object.assign(given, last.fresh);
  }
  const head = await store.get(headOf(shift.device));
  const uses = await store.uses();
  const own = counted(uses.filter((one) => !one.road));
  const roads = new Map(uses.filter((one) => one.road).map(({ road, at }) => [road, at]));
  const next = () => post.head.sequence + 1;
  link = new Link({ ways, own: signing, device: shift.device, clock, said: tell, next });
  post = new Post({ store, link, clock, shift, given, own, roads, head, signing, tell });
  replay = new Replay({
    store, way: ways.log, tell: (said) => postMessage(said),
    after: (lamport) => { post.lamport = Math.max(post.lamport, lamport); },
  });
  await replay.count();
  link.watch(renew);
  replay.run();
  lease = setInterval(() => expire(shift.until), LEASE);
  return shown(shift);
}

// The poll said whether anything is new; the lists themselves come when something is.
async function renew(told) {
  const { given } = post.known;
  if (told.token === given.token) Object.assign(given, { as_of: told.at, closed: told.closed, apart: told.apart });
  const fresh = { as_of: given.as_of, closed: given.closed, apart: given.apart };
  await store.put({ last: { clock: clock.kept(), fresh } });
  postMessage({ event: "time", now: clock.read(), as_of: given.as_of });
  if (told.token !== given.token && (renewed === 0 || performance.now() - renewed > RENEW)) {
    const whole = await link.shift();
    if (whole) await post.relearn(whole);
    renewed = performance.now();
  }
  replay.run();
}

// Who settles this scan: the site says, and notes, where it can be asked; else only who signed here at the start.
async function supervisor(scan, name, pin) {
  if (link.linked) {
    const told = await link.ask("second", { pass: scan, name, pin }, 5_000);
    if (told) {
      await store.put({ tries: 0 });
      return told.second ? { id: told.second } : { wrong: told.wrong };
    }
  }
  const [second, tries] = await Promise.all([store.get("second"), store.get("tries")]);
  if (!second || tries >= TRIES) return { wrong: "scan.pin-later" };
  await store.put({ tries: tries + 1 });
  if (!fits(second, pin)) return { wrong: "scan.pin-wrong" };
  await store.put({ tries: 0 });
  return { id: second.id };
}

function shown({ device, gate, gate_name, post: name, until, tier, guard, training }) {
  return { device, gate, gate_name, post: name, until, tier, guard, training };
}

onmessage = async ({ data }) => {
  const { id, act, ...said } = data;
  try {
    postMessage({ id, done: await ACTS[act](said) });
  } catch (wrong) {
    postMessage({ id, failed: wrong.name });
  }
};

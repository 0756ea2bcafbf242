// One post for one shift, and its one path, linked and alone: read, verify, ask the site, decide, put
// the own entry on disk, show, send. Scans are judged one after another.
import { hex } from "../pass/bytes.js";
import * as shown from "../pass/shown.js";
import { verifier } from "../pass/verify.js";
import { look } from "../gate/checkpoint.js";
import { decide, unrecorded } from "../gate/deciding.js";
import * as entries from "../record/entry.js";
import * as facts from "./facts.js";
import { counted, expected, Knowledge, named } from "./knowledge.js";
import { primitives } from "./noble.js";
import { sign } from "./signer.js";

const AGAIN = 5_000;
const TEXT = new TextEncoder();
const READ_AGAIN = ["passes.code-mistyped"];
const verify = verifier(primitives);

export const headOf = (device) => `head ${device}`;

export class Post {
  constructor({ store, link, clock, shift, given, own, roads, head, signing, tell }) {
    Object.assign(this, { store, link, clock, shift, own, signing, tell });
    this.log = entries.logOf(shift.certificate, primitives);
    this.head = head ?? entries.FIRST;
    this.headName = headOf(shift.device);
    this.read = new Map();
    this.roads = roads; // outer passes shown at this checkpoint, and when first
    this.lamport = shift.lamport;
    this.unjudged = 0;
    this.turn = Promise.resolve();
    this.learn(given, own);
  }

  learn(given, own = this.known.own) {
    this.known = new Knowledge(given, own, primitives.sha256);
  }

  // Say what a text is worth here. Whatever goes wrong on the way is "cannot check", never a STOP.
  judge(text, how = {}) {
    const judged = this.turn.then(() => this.judgeNow(text, how)).catch(() => this.cannot("scan.broken"));
    this.turn = judged;
    return judged;
  }

  async judgeNow(text, how) {
    const steady = performance.now();
    const before = this.read.get(text);
    if (before && steady - before.steady <= AGAIN) return { ...before.told, again: true };
    const told = await this.decided(text, how);
    if (told.sign !== "read-again") this.remember(text, steady, told);
    return told;
  }

  async decided(text, how) {
    if (!this.clock.read()) return this.cannot("scan.no-clock");
    const found = shown.read(text);
    if (READ_AGAIN.includes(found.unjudged)) return { sign: "read-again", reasons: [found.unjudged] };
    if (this.known.given.checkpoint) return this.atCheckpoint(text, found);
    if (found.outer || found.aloud) return this.unsigned(found, how);
    const answer = await this.verified(text);
    if (answer.cannotJudge) return this.cannot(answer.cannotJudge);
    if (answer.notGenuine) return this.foreign(text, answer.notGenuine, found);
    const asked = await this.link.about({ pass: answer.claim.id });
    return this.claimed(answer.claim, "inner", asked, how);
  }

  // Who says it, and when: after the site was asked, since its answer tells the time, too.
  by() {
    const [earliest, latest] = this.clock.read();
    const [least, most] = this.shift.ahead; // of a watch that two people read: zero if it agrees
    const agrees = least <= 0 && 0 <= most;
    const now = agrees ? [earliest, latest] : [earliest - Math.max(most, 0), latest - Math.min(least, 0)];
    return { ...this.shift, now };
  }

  // A key that is not known here may be new: the lists are asked for once, where there is a link.
  async verified(text) {
    const { keys, lists } = this.known;
    const answer = verify(text, keys, lists);
    if (answer.cannotJudge !== "passes.key-unknown" || !this.link.linked) return answer;
    const given = await this.link.shift();
    if (!given) return answer;
    await this.relearn(given);
    return verify(text, this.known.keys, this.known.lists);
  }

  async relearn(given) {
    await this.store.put({ given });
    this.learn(given);
    for (const one of this.known.contradictions()) this.tell({ event: "late", ...one });
  }

  // An outer pass or a read-aloud code proves nothing: only its record does.
  async unsigned(found, how) {
    const form = found.outer ? "outer" : "read-aloud";
    const said = found.outer ? { outer: hex(found.outer.random) } : { pass: named(found) };
    const asked = await this.link.about(said);
    const claim = asked ? asked.claim : this.known.record(found);
    if (claim) return this.claimed(claim, form, asked, how);
    const heads = how.heads ?? found.outer?.souls ?? 1;
    const { hold } = unrecorded(form);
    const pass = said.outer ?? said.pass;
    return this.hold(pass, this.by(), { heads, form, doubts: hold, souls: found.outer?.souls ?? 0 });
  }

  async claimed(claim, form, asked, how) {
    const by = this.by();
    const { given } = this.known;
    const heard = this.heard(asked);
    const news = this.known.news(claim.id, asked?.news);
    const heads = how.heads ?? expected(claim, news);
    const listed = claim.listed === null && asked ? asked.at : claim.listed;
    const document = how.document ?? "not-asked";
    const post = { gate: by.gate, now: by.now, heard, stale_after: given.stale_after, ask: given.ask };
    const verdict = decide({ ...claim, listed }, post, { heads, form, document }, news);
    const seen = { heads, form, document, souls: claim.souls };
    const told = { pass: claim.id, heads, souls: claim.souls, ...this.unasked(asked) };
    if (verdict.hold) return this.hold(claim.id, by, { ...seen, doubts: verdict.hold }, told, claim);
    if (verdict.refuse) return this.refuse(claim.id, by, { ...seen, ...verdict.refuse }, told, claim);
    await this.put(facts.letThrough(claim.id, by, { ...seen, heard }), this.useOf(claim.id, by, seen));
    const inside = news.uses.reduce((sum, use) => sum + use.heads, 0);
    return { sign: "go", reasons: [], ...told, first: null, at: by.now[1], most: claim.souls - inside };
  }

  async hold(pass, by, seen, told = {}, claim = null) {
    await this.put(facts.held(pass, by, seen));
    const { heads, souls, form, document, doubts } = seen;
    const waiting = { pass, heads, souls, form, document: document ?? "not-asked", doubts };
    const gate = claim && this.nameOf(claim.gate);
    return { sign: "check", reasons: doubts, ...told, heads, souls, pass, gate, waiting };
  }

  async refuse(pass, by, seen, told, claim) {
    await this.put(facts.turnedBack(pass, by, seen));
    const { reason, first, when, to } = seen;
    const where = { to: to && this.nameOf(to), gate: this.nameOf(claim.gate), when };
    const use = first && { at: first.at[1], post: first.post, gate: this.nameOf(first.gate) };
    return { sign: "stop", reasons: [reason], ...told, ...where, first: use };
  }

  async foreign(text, reason, found) {
    const digest = hex(primitives.sha256(TEXT.encode(text)).subarray(0, 16));
    const form = found.sealed || found.presented ? "inner" : "other";
    await this.put(facts.turnedBack(digest, this.by(), { heads: 0, form, reason }));
    return { sign: "stop", reasons: [reason] };
  }

  // Lent to a checkpoint of others: its key of the day says all there is, and no site is asked.
  async atCheckpoint(text, { outer }) {
    const by = this.by();
    const { objection, said, before } = look(outer ?? null, this.known.given.checkpoint, by.now, this.roads, primitives);
    if (objection === "gate.no-day-key") return this.cannot(objection);
    const pass = outer ? hex(outer.random) : hex(primitives.sha256(TEXT.encode(text)).subarray(0, 16));
    const souls = said?.souls ?? 0;
    const first = said && !this.roads.has(pass) ? { road: pass, at: by.now[1] } : null;
    const fact = facts.shownAtCheckpoint(pass, by, { souls, reason: objection ?? "" });
    await this.put(fact, objection ? null : first);
    if (first && !objection) this.roads.set(pass, first.at);
    const sign = objection === null ? "go" : objection === "gate.shown-before" ? "check" : "stop";
    const reasons = objection === null ? [] : [objection];
    return { sign, reasons, heads: souls, souls, road: said ?? {}, before };
  }

  // No outcome: counted, turns nobody back, a supervisor decides.
  cannot(reason) {
    this.unjudged += 1;
    return { sign: "cannot-check", reasons: [reason], count: this.unjudged };
  }

  // A supervisor settles what waits: a fact with both people and the reason.
  settle(waiting, { through, heads, reason, second }) {
    const settled = this.turn.then(() => this.settleNow(waiting, { through, heads, reason, second }));
    this.turn = settled.catch(() => null);
    return settled;
  }

  async settleNow(waiting, { through, heads, reason, second }) {
    const by = this.by();
    const { pass, form, document, doubts } = waiting;
    this.read.clear();
    if (!through) {
      const against = "gate.settled-against";
      await this.put(facts.turnedBack(pass, by, { heads, form, reason: against, second }));
      return { sign: "stop", reasons: [against], pass };
    }
    const asked = this.link.linked ? this.link.told : null;
    const souls = waiting.souls || heads;
    const seen = { heads, souls, form, document, heard: this.heard(asked), settled: doubts, second, reason };
    const use = { ...this.useOf(pass, by, seen), asked: true };
    await this.put(facts.letThrough(pass, by, seen), use);
    return { sign: "go", reasons: doubts, pass, heads, souls, ...this.unasked(asked) };
  }

  // The guard counted again. Fewer: on record. More than the pass is for: a supervisor looks.
  recount(told, heads) {
    const counted = this.turn.then(() => this.recountNow(told, heads));
    this.turn = counted.catch(() => null);
    return counted;
  }

  async recountNow(told, heads) {
    const { pass, souls } = told;
    this.read.clear();
    if (told.waiting) return { ...told, heads, waiting: { ...told.waiting, heads } };
    const by = this.by();
    if (heads <= told.most) {
      const said = { heads, first: told.at };
      await this.put(facts.recounted(pass, by, said), { pass, ...said });
      return { ...told, heads };
    }
    const doubts = ["gate.more-heads-than-pass"];
    const seen = { heads, souls, form: "inner", doubts };
    const check = await this.hold(pass, by, seen, { pass, souls });
    return { ...check, waiting: { ...check.waiting, heads: heads - told.heads } };
  }

  useOf(pass, by, { heads, document }) {
    const use = { at: by.now, gate: by.gate, post: by.post, heads, document, asked: false };
    return { pass, use, asked: false };
  }

  // How old the oldest news is that a verdict goes by: of the other tablets, and of other sites.
  heard(asked) {
    const { given } = this.known;
    const at = asked ? asked.at : given.as_of;
    return Math.min(at, (asked ?? given).apart ?? at);
  }

  // Since when the other tablets and the other sites were not asked; null where there are none.
  unasked(asked) {
    const { given } = this.known;
    return { alone: asked ? null : given.as_of, apart: (asked ?? given).apart ?? null };
  }

  nameOf(gate) {
    return this.known.given.gates[gate] ?? "";
  }

  // Durable before it is shown. Another page of this tablet may have written meanwhile: then after it.
  async put(fact, use = null) {
    for (;;) {
      const entry = entries.write(fact, this.log, this.head, this.lamport, this.shift.exchange, primitives);
      const segment = entry.segment(await sign(this.signing, entry.signing));
      const row = { row: { device: this.shift.device, segment, key: entry.key }, head: entry.head };
      if (await this.store.append(this.headName, this.head, row, use)) {
        this.head = entry.head;
        if (use && !use.road) this.known.own = counted([...this.known.own, use]);
        this.tell({ event: "kept" });
        return;
      }
      this.head = (await this.store.get(this.headName)) ?? entries.FIRST;
    }
  }

  remember(text, steady, told) {
    for (const [other, { steady: then }] of this.read) if (steady - then > AGAIN) this.read.delete(other);
    this.read.set(text, { steady, told });
  }
}

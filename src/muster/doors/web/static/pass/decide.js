// Decide at a gate whether a party passes: the same ordered refusals and doubts as the site's own
// (muster/journey/gate/deciding.py), held equal by vectors. Reads no clock, raises nothing.
//
// claim: as verify.js gives it. post: { gate, now: [earliest, latest], heard, stale_after, ask }.
// who: { heads, document }. news: { closed, recalled, revoked, held, uses: [{ heads, document }] }.
const MINUTE = 60_000;
const GRACE = 60 * MINUTE;
const FRESH = MINUTE;
const DOCUMENT = 1;
const KEYED = 2;
const HOLDER = 4;

const inside = (news) => news.uses.reduce((sum, use) => sum + use.heads, 0);
const full = (claim, news) => news.uses.length > 0 && inside(news) >= claim.souls;

// A real holder must not lose to a copy: the document fits, and no use saw one.
const notItsUse = (who, news) =>
  who.document === "fits" && news.uses.every((use) => use.document !== "fits");

function counted(claim, who, news) {
  return full(claim, news) && notItsUse(who, news) ? 0 : inside(news);
}

function astride(claim, [earliest, latest]) {
  const edges = [claim.opens, claim.closes, claim.closes + GRACE];
  return edges.some((edge) => earliest < edge && edge <= latest);
}

function unproven(claim, post, who) {
  const [earliest, latest] = post.now;
  const shown = claim.presented;
  if (claim.binding === HOLDER) {
    return shown === null || shown < earliest - FRESH || latest + FRESH < shown;
  }
  if (who.document === "not-shown") return true;
  const asked = post.ask === "always" && (claim.binding === DOCUMENT || claim.binding === KEYED);
  return asked && who.document === "not-asked";
}

const REFUSALS = [
  ["gate.gate-closed", (_, __, ___, news) => news.closed],
  ["gate.recalled", (_, __, ___, news) => news.recalled],
  ["gate.revoked", (claim, _, __, news) => claim.revoked || news.revoked],
  ["gate.already-used", (claim, _, who, news) => full(claim, news) && !notItsUse(who, news)],
  ["gate.not-yet-called", (claim, post) => post.now[1] < claim.opens],
  ["gate.window-over", (claim, post) => claim.closes + GRACE <= post.now[0]],
];

const DOUBTS = [
  ["gate.other-gate", (claim, post) => claim.gate !== post.gate],
  ["gate.more-heads-than-pass", (claim, _, who, news) =>
    claim.souls < who.heads + counted(claim, who, news)],
  ["gate.rest-of-party", (claim, _, __, news) => news.uses.length > 0 && !full(claim, news)],
  ["gate.late", (claim, post) => claim.closes <= post.now[0]],
  ["gate.clock-unsure", (claim, post) => astride(claim, post.now)],
  ["gate.news-stale", (_, post) => post.now[1] - post.heard > post.stale_after],
  ["gate.no-list", (claim) => claim.listed === null],
  ["gate.document-not-shown", (claim, post, who) => unproven(claim, post, who)],
  ["gate.document-differs", (_, __, who) => who.document === "differs"],
  ["gate.used-without-document", (claim, _, who, news) =>
    full(claim, news) && notItsUse(who, news)],
  ["gate.held", (_, __, ___, news) => news.held],
];

// { refuse: reason } | { hold: [doubt, ...] } | { admit: heads }
export function decide(claim, post, who, news) {
  const refusal = REFUSALS.find(([, applies]) => applies(claim, post, who, news));
  if (refusal) return { refuse: refusal[0] };
  const doubts = DOUBTS.filter(([, applies]) => applies(claim, post, who, news));
  return doubts.length ? { hold: doubts.map(([doubt]) => doubt) } : { admit: who.heads };
}

// What has no record here is never GO: an outer pass, or a typed code.
export function unrecorded(form) {
  return { hold: [form === "read-aloud" ? "gate.typed-code" : "gate.outer-only"] };
}

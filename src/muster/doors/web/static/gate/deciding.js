// Decide at a gate whether a party passes: muster/journey/gate/deciding.py again, held to it by
// tests/vectors/gate.json. The order is meaning: the first refusal is shown, and all doubts are.
//
// Ids are hex, times milliseconds UTC. `post` is { gate, now: [earliest, latest], heard,
// stale_after, ask }, `who` { heads, form, document }, `news` { closed, recalled, revoked, held,
// elsewhere, uses }; `recalled` is null or [gate to go to, or null]; a use is { at, gate, post,
// heads, document }.
const HOUR = 3600_000;
const GRACE = HOUR; // how late a party may come: checkpoints delay people
const FRESH = 60_000; // how old a holder's signature may be
const HOLDER = 4;
const TO_DOCUMENT = [1, 2];

export const NOTHING = {
  closed: false, recalled: null, revoked: false, held: false, elsewhere: false, uses: [],
};

const REFUSALS = [
  ["gate.gate-closed", ({ news }) => news.closed],
  ["gate.recalled", ({ news }) => news.recalled !== null],
  ["gate.revoked", ({ claim, news }) => claim.revoked || news.revoked],
  ["gate.already-used", (it) => full(it) && !notItsUse(it)],
  ["gate.not-yet-called", ({ claim, latest }) => latest < claim.opens],
  ["gate.window-over", ({ claim, earliest }) => claim.closes + GRACE <= earliest],
];

const DOUBTS = [
  ["gate.other-gate", ({ claim, post }) => claim.gate !== post.gate],
  ["gate.more-heads-than-pass", (it) => it.claim.souls < it.who.heads + inside(it)],
  ["gate.rest-of-party", (it) => it.news.uses.length > 0 && !full(it)],
  ["gate.late", ({ claim, earliest }) => claim.closes <= earliest],
  ["gate.clock-unsure", (it) => astride(it)],
  ["gate.news-stale", ({ post, latest }) => latest - post.heard > post.stale_after],
  ["gate.no-list", ({ claim }) => claim.listed === null],
  ["gate.document-not-shown", (it) => unproven(it)],
  ["gate.document-differs", ({ who }) => who.document === "differs"],
  ["gate.used-without-document", (it) => full(it) && notItsUse(it)],
  ["gate.typed-code", (it) => typedAlone(it)],
  ["gate.asked-elsewhere", ({ news }) => news.elsewhere],
  ["gate.held", ({ news }) => news.held],
];

// { admit: { heads, heard } } | { hold: doubts } | { refuse: { reason, first, when, to } }
export function decide(claim, post, who, news) {
  const [earliest, latest] = post.now;
  const it = { claim, post, who, news, earliest, latest };
  const refused = REFUSALS.find(([, applies]) => applies(it));
  if (refused) return { refuse: refusal(refused[0], it) };
  const doubts = DOUBTS.filter(([, applies]) => applies(it)).map(([doubt]) => doubt);
  return doubts.length ? { hold: doubts } : { admit: { heads: who.heads, heard: post.heard } };
}

// An outer pass or a typed code that has no record here: never GO.
export function unrecorded(form) {
  return { hold: [form === "read-aloud" ? "gate.typed-code" : "gate.outer-only"] };
}

function refusal(reason, { claim, news }) {
  const said = { reason, first: null, when: null, to: null };
  if (reason === "gate.recalled") said.to = news.recalled[0];
  if (reason === "gate.not-yet-called") said.when = claim.opens;
  if (reason === "gate.window-over") said.when = claim.closes;
  if (reason === "gate.already-used") {
    said.first = news.uses[0];
    said.when = news.uses[0].at[1];
  }
  return said;
}

function heads(uses) {
  return uses.reduce((sum, use) => sum + use.heads, 0);
}

// As many went in as the pass is for.
function full({ claim, news }) {
  return news.uses.length > 0 && heads(news.uses) >= claim.souls;
}

// The document fits and no use saw one: a real holder must not lose to a copy.
function notItsUse({ who, news }) {
  return who.document === "fits" && news.uses.every((use) => use.document !== "fits");
}

// Only a code speaks for the party, and a code can be guessed: decision 0012.
function typedAlone({ claim, who }) {
  const proven = who.document === "fits" && who.heads === claim.souls;
  return who.form === "read-aloud" && !proven;
}

// How many of the party are inside; none where those inside may be somebody else.
function inside(it) {
  return full(it) && notItsUse(it) ? 0 : heads(it.news.uses);
}

// The clock cannot tell on which side of an edge of the window it is.
function astride({ claim, earliest, latest }) {
  const edges = [claim.opens, claim.closes, claim.closes + GRACE];
  return edges.some((edge) => earliest < edge && edge <= latest);
}

function unproven({ claim, post, who, earliest, latest }) {
  if (claim.binding === HOLDER) {
    const shown = claim.presented;
    return shown === null || shown < earliest - FRESH || latest + FRESH < shown;
  }
  if (who.document === "not-shown") return true;
  return post.ask === "always" && TO_DOCUMENT.includes(claim.binding) && who.document === "not-asked";
}

// The scan page: four ways into one judge, which lives in a worker; start, verdicts, settling.
import { Camera, pixelsOf } from "./camera.js";
import { Board, item } from "./show.js";
import { give } from "./signals.js";
import { arm, battery, begin, tick, tier, who } from "./start.js";
import { listen } from "./wedge.js";
import { hour, say, WAYS } from "./words.js";

const find = (name) => document.getElementById(name);
const worker = new Worker(WAYS.worker, { type: "module" });
const asked = new Map();
let count = 0;
let scanning = false;
let judging = false;
let now = null;
let mine = null;
let entry = null;
let since = 0;

function call(act, said = {}, moved = []) {
  return new Promise((done, failed) => {
    const id = ++count;
    asked.set(id, { done, failed });
    worker.postMessage({ id, act, ...said }, moved);
  });
}

const board = new Board(async (told, heads) => {
  board.paint(await call("recount", { told, heads }));
});
const camera = new Camera(find("eye"), call, took);

const EVENTS = {
  link({ linked }) {
    find("link").dataset.linked = linked ? "yes" : "no";
    find("link").textContent = say("link", linked ? "linked" : "alone");
  },
  waiting({ waiting, tray }) {
    find("kept").textContent = say("link", "kept", { count: waiting });
    find("tray").hidden = !tray;
    find("tray").textContent = say("link", "tray", { count: tray });
  },
  time({ now: read }) {
    now = { read, steady: performance.now() };
  },
  refused() {
    find("said").textContent = say("link", "refused");
  },
  scuttled() {
    board.clear();
    find("said").textContent = say("link", "scuttled");
  },
  over() {
    location.reload();
  },
  late({ pass, at, other }) {
    const id = `late-${pass}`;
    if (find(id)) return;
    const strip = Object.assign(document.createElement("p"), { id });
    const filled = { time: hour(at), there: other.post, then: hour(other.at[1]) };
    const seen = Object.assign(document.createElement("button"), { type: "button", textContent: "✓" });
    seen.setAttribute("aria-label", find("next").textContent);
    seen.addEventListener("click", () => strip.remove());
    strip.append(say("lines", "late", filled), seen);
    find("late").append(strip);
    give("stop");
  },
};

worker.onmessage = ({ data }) => {
  if (data.event) return EVENTS[data.event]?.(data);
  const { done, failed } = asked.get(data.id);
  asked.delete(data.id);
  if (data.failed) failed(new Error(data.failed));
  else done(data.done);
};

// The worker is dead: nothing can be checked, and that is what the screen says.
worker.onerror = () => board.paint({ sign: "cannot-check", reasons: ["scan.broken"] });

// Take a text, or say that this is not the time; whoever holds it there is reminded once.
function took(text, reminded = false) {
  if (!scanning || judging) return false; // one after the other: each verdict is seen
  if (board.stays) {
    if (!reminded) board.remind();
    return false;
  }
  judging = true;
  judged({ text }).then((told) => {
    judging = false;
    board.show(told);
  });
  return true;
}

async function judged(said) {
  try {
    return await call("judge", said);
  } catch {
    return { sign: "cannot-check", reasons: ["scan.broken"] };
  }
}

// ------------------------------------------------------------------------------------ the shift
async function open() {
  const kind = await tier();
  mine = kind;
  find("tier").textContent = say("tiers", kind);
  find("tier-lacks").textContent = say("tiers", `${kind}-lacks`);
  tick("secure", kind !== "plain");
  tick("copy", kind === "full");
  battery();
  const here = await call("open", { ways: WAYS });
  if (here.shift) return offer(here.shift);
  await ask();
}

function offer(shift) {
  name(shift);
  find("going").hidden = false;
  find("resume").addEventListener("click", () => going(call("resume")), { once: true });
}

async function ask() {
  entry = await who();
  since = performance.now();
  if (!entry || entry.refused) {
    find("fault").textContent = say("faults", entry ? "sign-in" : "no-link");
    find("sign-in").hidden = !entry;
    return;
  }
  find("drill").hidden = !entry.training;
  const options = entry.gates.map(({ id, name: text }) => new Option(text, id));
  find("at").replaceChildren(...options);
  for (const name of ["watch", "name", "pin", "second-code"]) find(name).disabled = entry.plain;
  find("setting").hidden = entry.plain;
  find("begin").hidden = false;
}

find("begin").addEventListener("submit", (event) => {
  event.preventDefault();
  going(started(new FormData(event.target)));
});

// Both people's word on the clock goes with what this tablet showed when they pressed the button.
async function started(form) {
  const shown = Math.round(shows());
  const field = (name) => form.get(name)?.trim() ?? "";
  const key = await call("key", { gate: field("gate"), at: shown });
  const [name, pin] = [field("name"), form.get("pin") ?? ""];
  const place = { gate: field("gate"), post: field("post"), watch: field("watch") };
  const asked = { ...key, ...place, shown, tier: mine, name, pin, code: field("code") };
  const answer = await begin(asked, entry.csrf);
  if (answer.wrong) throw Object.assign(new Error("refused"), { said: answer.wrong });
  const witness = { id: answer.shift.witness, pin };
  for (const name of ["pin", "second-code"]) find(name).value = "";
  return call("begin", { ...answer, witness });
}

// One gesture: everything that a browser allows in one is asked for at once.
async function going(begun) {
  find("fault").textContent = "";
  const armed = arm(camera, call);
  try {
    const [shift, { seen, checked }] = await Promise.all([begun, armed]);
    if (!checked) throw Object.assign(new Error("self-test"), { said: say("faults", "self-test") });
    name(shift);
    find("starting").hidden = true;
    find("scanning").hidden = false;
    find("eye").hidden = !seen;
    find("said").textContent = seen ? "" : say("faults", "camera");
    board.clear();
    if (!seen) find("said").textContent = say("faults", "camera");
    scanning = true;
    find("word").focus();
    call("ready").catch(() => null);
    navigator.serviceWorker?.controller?.postMessage("take");
  } catch (wrong) {
    find("fault").textContent = wrong.said ?? say("faults", "no-link");
  }
}

function name(shift) {
  find("gate-name").textContent = shift.gate_name;
  find("post-name").textContent = shift.post;
  find("drill").hidden = !shift.training;
}

// The site's time as this tablet goes by it: what two people compare with a watch.
function shows() {
  return entry.at + performance.now() - since;
}

setInterval(() => {
  if (entry?.at) find("shows").textContent = new Date(shows()).toISOString().slice(11, 19);
  if (!now?.read) return;
  find("clock").textContent = hour(now.read[1] + performance.now() - now.steady);
}, 500);

// ------------------------------------------------------------------------------- the ways in
listen(window, (text) => took(text), () => scanning && !document.querySelector("dialog[open]"));

find("photo").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  target.value = "";
  if (!file || !scanning) return;
  const { pixels, width, height } = await pixelsOf(file);
  board.show(await call("photo", { pixels, width, height }, [pixels.buffer]).catch(() => ({
    sign: "cannot-check", reasons: ["scan.broken"],
  })));
});

find("type").addEventListener("click", () => {
  find("code").value = "";
  find("typing").showModal();
});
find("typing").addEventListener("close", () => {
  const { returnValue } = find("typing");
  const code = find("code").value.replace(/[\s-]/g, "").toUpperCase();
  if (returnValue === "go" && code) took(code);
  find("typing").returnValue = "";
});

find("lamp").addEventListener("click", async () => {
  const lit = await camera.light().catch(() => null);
  if (lit === null) find("said").textContent = say("faults", "light");
});
find("night").addEventListener("click", () => {
  const on = document.documentElement.toggleAttribute("data-night");
  find("night").setAttribute("aria-pressed", String(on));
});

// ---------------------------------------------------------------------------------- settling
find("call").addEventListener("click", () => {
  const { waiting, heads } = board.told;
  find("doubts").replaceChildren(...waiting.doubts.map((code) => item(say("reasons", code))));
  find("s-heads").value = heads;
  for (const name of ["s-reason", "s-name", "s-pin", "settle-fault"]) find(name).value = "";
  find("settle-fault").textContent = "";
  find("settling").showModal();
});
find("settle").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { waiting } = board.told;
  const through = event.submitter?.value !== "back";
  const [heads, reason] = [Number(find("s-heads").value), find("s-reason").value.trim()];
  if (!reason || !(heads > 0)) {
    find("settle-fault").textContent = say("faults", "reason");
    return;
  }
  const [name, pin] = [find("s-name").value, find("s-pin").value];
  const told = await call("settle", { waiting, through, heads, reason, name, pin });
  find("s-pin").value = "";
  if (told.wrong) {
    find("settle-fault").textContent = say("reasons", told.wrong);
    return;
  }
  find("settling").close();
  board.clear();
  board.show(told);
});

for (const one of document.querySelectorAll("[data-shut]")) {
  one.addEventListener("click", () => one.closest("dialog").close());
}

find("end").addEventListener("click", async () => {
  const { waiting } = await call("end");
  if (waiting) find("said").textContent = say("faults", "waiting", { count: waiting });
  else location.reload();
});

open();

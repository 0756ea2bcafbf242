// The start of a shift: one gesture for sound, camera, wake lock and self-test, and what came of each.
import { unlock } from "./signals.js";
import { say, WAYS } from "./words.js";

const find = (name) => document.getElementById(name);

// Which tier this browser gives us; a tablet that may not keep the page is live, not full.
export async function tier() {
  if (!isSecureContext) return "plain";
  try {
    await navigator.serviceWorker.register(WAYS.keeper, { scope: WAYS.scope });
    await navigator.serviceWorker.ready;
    return "full";
  } catch {
    return "live";
  }
}

export function tick(name, is, more = "") {
  const row = find(`tick-${name}`) ?? Object.assign(document.createElement("li"), { id: `tick-${name}` });
  const [what, how] = [document.createElement("span"), document.createElement("b")];
  what.textContent = say("ticks", name);
  const known = { true: "yes", false: "no" }[is] ?? "unknown";
  row.dataset.is = known;
  how.textContent = more || say("ticks", known);
  row.replaceChildren(what, how);
  find("ticks").append(row);
}

// All that only a gesture allows. What fails is shown, and stops nothing but the camera itself.
export async function arm(camera, call) {
  const [sound, seen, awake, kept, checked] = await Promise.all([
    tried(unlock()),
    tried(camera.start()),
    tried(wake()),
    tried(keep()),
    tried(call("works").then(sure)),
  ]);
  tick("sound", sound);
  tick("camera", seen);
  tick("awake", awake);
  tick("store", kept);
  tick("check", checked);
  return { seen, checked };
}

async function tried(promise) {
  try {
    await promise;
    return true;
  } catch {
    return false;
  }
}

function sure(is) {
  if (!is) throw new Error("self-test");
}

async function wake() {
  const hold = () => navigator.wakeLock.request("screen");
  await hold();
  document.addEventListener("visibilitychange", () => document.hidden || tried(hold()));
}

async function keep() {
  if (navigator.storage?.persist) await navigator.storage.persist();
}

export async function battery() {
  const found = await navigator.getBattery?.();
  tick("battery", found ? found.level > 0.3 || found.charging : null, found ? `${Math.round(found.level * 100)} %` : "");
}

// Who is signed in at the site, and the gates; null where nobody is, or no site answers.
export async function who() {
  try {
    const how = { cache: "no-store", credentials: "same-origin", redirect: "manual" };
    const answer = await fetch(WAYS.who, how); // to the sign-in, where nobody is signed in
    return answer.ok ? await answer.json() : { refused: true };
  } catch {
    return null;
  }
}

export async function begin(asked, csrf) {
  const answer = await fetch(WAYS.start, {
    method: "POST",
    body: JSON.stringify(asked),
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    credentials: "same-origin",
    cache: "no-store",
  });
  return answer.json();
}

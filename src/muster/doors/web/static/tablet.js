// A tablet before its shift: which tier this browser gives, what it lacks, and its own key. The key
// is made here and cannot be taken out again; the site learns its public half.
"use strict";

const page = document.getElementById("tablet");
const tierLine = document.getElementById("tier");
const TAG = "muster/ask/1";
const NEAR = 120000;
const ENOUGH = 0.34;
const HEX = (raw) => [...new Uint8Array(raw)].map((one) => one.toString(16).padStart(2, "0")).join("");

// ------------------------------------------------------------------------------------- tier
async function tier() {
  if (!window.isSecureContext) return "plain";
  if (location.protocol === "http:") return "here";
  if (!("serviceWorker" in navigator)) return "live";
  try {
    const kept = await navigator.serviceWorker.register(page.dataset.probe, { scope: page.dataset.scope });
    await kept.unregister();
    return "full";
  } catch {
    return "live";
  }
}

function show(parent, name, value) {
  for (const one of parent.querySelectorAll(`[data-${name}]`)) one.hidden = one.dataset[name] !== value;
}

const known = tier().then((found) => {
  tierLine.dataset.tier = found;
  show(tierLine, "for", found);
  return found;
});

// ------------------------------------------------------------------------------------ ticks
function tick(id, state) {
  const line = document.getElementById(`tick-${id}`);
  const said = state === null ? "unknown" : state ? "yes" : "no";
  line.dataset.state = said;
  show(line, "is", said);
}

async function camera() {
  if (!navigator.mediaDevices) return false;
  try {
    const video = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
    const stream = await navigator.mediaDevices.getUserMedia({ video });
    for (const track of stream.getTracks()) track.stop();
    return true;
  } catch {
    return false;
  }
}

async function clock() {
  const asked = Date.now();
  const { now } = await (await fetch(page.dataset.now)).json();
  return Math.abs((asked + Date.now()) / 2 - now) <= NEAR;
}

async function battery() {
  if (!navigator.getBattery) return null;
  const held = await navigator.getBattery();
  return held.charging || held.level >= ENOUGH;
}

async function data() {
  const kind = navigator.connection && navigator.connection.type;
  if (!kind || kind === "unknown" || kind === "other") return null;
  return kind !== "cellular";
}

async function check() {
  const list = document.querySelector(".ticks");
  list.setAttribute("aria-busy", "true");
  const found = await known;
  tick("secure", window.isSecureContext);
  tick("copy", found === "full" || found === "here");
  for (const [id, ask] of Object.entries({ camera, clock, battery, data })) {
    tick(id, await ask().catch(() => null));
  }
  list.setAttribute("aria-busy", "false");
}

const button = document.getElementById("check");
if (button) {
  button.hidden = false;
  button.addEventListener("click", check);
}

// --------------------------------------------------------------------------------- what is kept
function kept(mode, work) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("muster-device", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("own");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const held = opening.result.transaction("own", mode, { durability: "strict" });
      const asked = work(held.objectStore("own"));
      held.oncomplete = () => {
        opening.result.close();
        resolve(asked.result);
      };
      held.onerror = () => reject(held.error);
    };
  });
}

// -------------------------------------------------------------------------------------- enrol
const form = document.getElementById("enrol");
const said = document.getElementById("said");
const tell = (what) => show(said, "said", what);

async function enrol(code) {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
  const key = await crypto.subtle.exportKey("raw", pair.publicKey);
  const proof = await crypto.subtle.sign("Ed25519", pair.privateKey, new TextEncoder().encode(TAG + code));
  const body = JSON.stringify({ code, key: HEX(key), proof: HEX(proof), tier: await known });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(page.dataset.ask, { method: "POST", headers, body });
  if (!answer.ok) return tell("code");
  const { asked, words } = await answer.json();
  document.getElementById("own").textContent = words.join(" ");
  tell("waiting");
  form.hidden = true;
  return wait(`${page.dataset.ask}ed/${asked}`, pair, HEX(key));
}

async function wait(way, pair, key) {
  for (;;) {
    await new Promise((go) => { setTimeout(go, 2000); });
    const told = await fetch(way).then((one) => one.json(), () => ({ state: "waiting" }));
    if (told.state === "refused") return tell("refused");
    if (told.state !== "enrolled") continue;
    await kept("readwrite", (store) => store.put({ ...told, pair, key }, "own"));
    return tell("enrolled");
  }
}

if (form) {
  const given = location.hash.slice(1);
  if (given) {
    document.getElementById("code").value = given;
    history.replaceState(null, "", location.pathname);
  }
  if (window.crypto && crypto.subtle) form.hidden = false;
  else tell("old");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = document.getElementById("code").value.toUpperCase().replace(/[^0-9A-Z]/g, "");
    enrol(code).catch((wrong) => tell(wrong instanceof TypeError ? "lost" : "old"));
  });
}

// -------------------------------------------------------------------------------------- shift
const shift = document.getElementById("shift");
if (shift) {
  known.then((found) => { shift.elements.tier.value = found === "here" ? "full" : found; });
  kept("readonly", (store) => store.get("own")).then((own) => {
    if (own) shift.elements.device.value = own.spelled;
  }).catch(() => {}).then(() => { shift.dataset.ready = ""; });
  shift.addEventListener("submit", () => { shift.elements.shown.value = String(Date.now()); });
}

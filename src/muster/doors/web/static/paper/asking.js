// Collects the codes that a new laptop shows, or its file, and puts them into the form.
import { Camera } from "../scan/camera.js";
import { Sight } from "../scan/sight.js";

const PART = /^MQ1\/([A-Z2-7]{8})\/([0-9]+)\/([0-9]+)\/[A-Z2-7]+$/;
const form = document.getElementById("asking");
const field = form.elements.asked;
const told = document.getElementById("told");
const view = document.getElementById("view");
const sight = new Sight();
const held = new Map();
let camera = null;

// Keeps one part; says whether it was one. With the last of them the form goes.
function took(text) {
  const found = PART.exec(text);
  if (!found) return false;
  const [, whole, number, all] = found;
  if (held.size && held.get("whole") !== whole) held.clear();
  held.set("whole", whole).set(number, text);
  told.textContent = told.dataset.read.replace("{n}", held.size - 1).replace("{all}", all);
  field.value = [...held].filter(([name]) => name !== "whole").map(([, part]) => part).join("\n");
  if (held.size - 1 === Number(all)) {
    camera.running = false;
    form.requestSubmit();
  }
  return true;
}

async function seen(_kind, { pixels, width, height }) {
  return { text: await sight.frame(new Uint8ClampedArray(pixels), width, height) };
}

document.getElementById("look").addEventListener("click", async () => {
  if (camera) return;
  camera = new Camera(view, seen, took);
  view.hidden = false;
  try {
    await camera.start();
  } catch {
    camera = null;
    view.hidden = true;
    told.textContent = told.dataset.none;
  }
});

document.getElementById("file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  const bytes = new Uint8Array(await file.arrayBuffer());
  field.value = `FILE/${btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""))}`;
  form.requestSubmit();
});

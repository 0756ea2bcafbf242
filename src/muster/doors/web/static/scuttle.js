// The button is held for three seconds, by finger, mouse or key; letting go earlier does nothing.
"use strict";

const HELD = 3_000;
const button = document.getElementById("held");
const form = button.form;
const gone = document.getElementById("gone");
const word = button.textContent;
let timer = null;

function begin(event) {
  if (timer || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  button.textContent = button.dataset.hold;
  timer = setTimeout(order, HELD);
}

function leave() {
  clearTimeout(timer);
  timer = null;
  button.textContent = word;
}

async function order() {
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(location.href, { method: "POST", body });
    if (answer.status === 204) throw new Error("on its way");
    document.open();
    document.write(await answer.text());
    document.close();
  } catch {
    form.reset();
    button.disabled = true;
    gone.textContent = button.dataset.gone;
  }
}

form.addEventListener("submit", (event) => event.preventDefault());
for (const name of ["pointerdown", "keydown"]) button.addEventListener(name, begin);
for (const name of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) {
  button.addEventListener(name, leave);
}

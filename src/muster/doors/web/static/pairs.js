// Judging pairs by keyboard: a letter presses the button that shows it. Without this script the
// buttons do the same. A key that is held down judges nothing twice.
"use strict";

const buttons = new Map(
  [...document.querySelectorAll("button[data-key]")].map((one) => [one.dataset.key, one]),
);
let pressed = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || pressed) return;
  if (event.target instanceof Element && event.target.closest("input, select, textarea")) return;
  const button = buttons.get(event.key.toLowerCase());
  if (!button) return;
  event.preventDefault();
  pressed = true;
  button.click();
});

for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", () => {
    pressed = true;
  });
}

// A page that the browser brings back as it was takes keys again.
window.addEventListener("pageshow", () => {
  pressed = false;
});

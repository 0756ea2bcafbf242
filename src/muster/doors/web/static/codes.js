// Shows codes one after the other, for a camera that is held still; touched again, all of them.
"use strict";

const EACH = 700; // milliseconds: a camera takes two or three frames of each
const button = document.getElementById("one");
const codes = [...document.querySelectorAll("#codes > li")];
let timer = null;
let at = 0;

function turn() {
  codes.forEach((code, number) => {
    code.hidden = number !== at;
  });
  at = (at + 1) % codes.length;
}

button.hidden = codes.length < 2;
button.addEventListener("click", () => {
  if (timer === null) {
    turn();
    timer = setInterval(turn, EACH);
  } else {
    clearInterval(timer);
    timer = null;
    for (const code of codes) code.hidden = false;
  }
  button.setAttribute("aria-pressed", String(timer !== null));
});
window.addEventListener("beforeprint", () => {
  for (const code of codes) code.hidden = false;
});

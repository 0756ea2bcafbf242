// A keyboard scanner: no field needs the focus. Keys are taken by where they are, not by what a
// layout makes of them; a gap over 80 ms starts anew; Enter ends.
const GAP = 80;
const SHORTEST = 12;

export function listen(target, took, allowed) {
  let text = "";
  let last = 0;

  target.addEventListener("keydown", (event) => {
    if (!allowed(event)) return;
    if (event.timeStamp - last > GAP) text = "";
    last = event.timeStamp;
    if (event.code === "Enter" || event.code === "NumpadEnter") {
      if (text.length < SHORTEST) return;
      event.preventDefault();
      took(text);
      text = "";
      return;
    }
    text += letter(event.code);
  });
}

function letter(code) {
  const found = /^(?:Key([A-Z])|(?:Digit|Numpad)([0-9]))$/.exec(code);
  return found ? found[1] ?? found[2] : "";
}

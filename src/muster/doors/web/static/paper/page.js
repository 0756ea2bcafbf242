// Reads photographs of station sheets in the browser, and shows what the site makes of the marks.
import { codeOf, marks } from "./marks.js";
import { load } from "../scan/sight.js";

const LARGEST = 3_600; // pixels on the longer side: 300 dots an inch of A4
const CODES = 60;

const chosen = document.getElementById("pictures");
const found = document.getElementById("found");
const told = document.getElementById("told");
const paper = JSON.parse(document.getElementById("paper").textContent);

chosen.addEventListener("change", async () => {
  found.replaceChildren();
  const rows = [];
  for (const [at, file] of [...chosen.files].entries()) {
    told.textContent = told.dataset.reading.replace("{n}", at + 1).replace("{all}", chosen.files.length);
    try {
      rows.push(...(await readPicture(file)));
    } catch {
      told.textContent = told.dataset.unreadable.replace("{n}", at + 1);
      return;
    }
  }
  await ask(rows);
});

async function readPicture(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.round(side * scale));
  const canvas = new OffscreenCanvas(width, height);
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  brush.drawImage(picture, 0, 0, width, height);
  const image = brush.getImageData(0, 0, width, height);
  const read = await load();
  const codes = await read(image, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: CODES });
  return marks(greyed(image.data), width, height, codes.flatMap(placed), paper);
}

function placed(one) {
  const code = one.isValid ? codeOf(one.text) : null;
  if (!code) return [];
  const { topLeft, topRight, bottomRight, bottomLeft } = one.position;
  const corners = [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => [x, y]);
  return [{ ...code, text: one.text, corners }];
}

function greyed(pixels) {
  const grey = new Uint8ClampedArray(pixels.length / 4);
  for (let at = 0, from = 0; at < grey.length; at++, from += 4) {
    grey[at] = (pixels[from] * 77 + pixels[from + 1] * 150 + pixels[from + 2] * 29) >> 8;
  }
  return grey;
}

async function ask(rows) {
  const form = new FormData(document.getElementById("asking"));
  form.set("rows", JSON.stringify(rows));
  const answer = await fetch(found.dataset.read, { method: "POST", body: new URLSearchParams(form) });
  if (answer.redirected || !answer.ok) {
    told.textContent = told.dataset.failed;
    return;
  }
  told.textContent = "";
  found.replaceChildren(document.createRange().createContextualFragment(await answer.text()));
}

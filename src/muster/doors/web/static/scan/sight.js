// Find a code in a picture. In the dark the noise of a sensor hides what a little blur shows, so
// frames go in turn: as they are, blurred by one pixel, and as the blurred mean of three.
const WASM = new URL("../zxing-wasm/dist/reader/zxing_reader.wasm", import.meta.url).href;
const KERNEL = [0.0625, 0.25, 0.375, 0.25, 0.0625];
const HELD = 3;
const READER = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 };

let reading = null;

export function load() {
  reading ??= import("../zxing-wasm/dist/es/reader/index.js").then(async (zxing) => {
    await zxing.prepareZXingModule({
      overrides: { locateFile: () => WASM }, // it would ask a stranger's host otherwise
      fireImmediately: true,
    });
    return zxing.readBarcodes;
  });
  return reading;
}

export class Sight {
  constructor() {
    this.turn = 0;
    this.last = [];
  }

  // The text in one frame of a camera, or null.
  async frame(pixels, width, height) {
    const grey = greyed(pixels);
    this.last = [...this.last, grey].slice(-HELD);
    const way = this.turn++ % 3;
    if (way === 0) return decode(pixels, width, height);
    const seen = way === 1 ? grey : mean(this.last);
    return decode(painted(blurred(seen, width, height)), width, height);
  }

  // The text in a photo, in whichever way it shows.
  async photo(pixels, width, height) {
    const plain = await decode(pixels, width, height);
    return plain ?? decode(painted(blurred(greyed(pixels), width, height)), width, height);
  }
}

async function decode(pixels, width, height) {
  const read = await load();
  const found = await read(new ImageData(pixels, width, height), READER);
  return found.find((one) => one.isValid)?.text ?? null;
}

function greyed(pixels) {
  const grey = new Uint8ClampedArray(pixels.length / 4);
  for (let at = 0, from = 0; at < grey.length; at++, from += 4) {
    grey[at] = (pixels[from] * 77 + pixels[from + 1] * 150 + pixels[from + 2] * 29) >> 8;
  }
  return grey;
}

function mean(frames) {
  const whole = frames.filter((one) => one.length === frames.at(-1).length);
  return frames.at(-1).map((_, at) => whole.reduce((sum, one) => sum + one[at], 0) / whole.length);
}

function blurred(grey, width, height) {
  return run(run(grey, width, height, 1), width, height, width);
}

// One pass along rows (step 1) or columns (step width); edges stay as they are.
function run(grey, width, height, step) {
  const out = grey.slice();
  const edge = 2 * step;
  const [a, b, c] = KERNEL;
  for (let at = edge; at < width * height - edge; at++) {
    out[at] = a * (grey[at - edge] + grey[at + edge]) + b * (grey[at - step] + grey[at + step]) + c * grey[at];
  }
  return out;
}

function painted(grey) {
  const pixels = new Uint8ClampedArray(grey.length * 4);
  for (let at = 0, to = 0; at < grey.length; at++, to += 4) {
    pixels[to] = pixels[to + 1] = pixels[to + 2] = grey[at];
    pixels[to + 3] = 255;
  }
  return pixels;
}

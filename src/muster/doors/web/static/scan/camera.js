// The rear camera: the middle of its picture goes to the worker, one frame at a time.
const SIDE = 640;
const STILL = 1_500; // a code that stays in view is one reading

export class Camera {
  constructor(video, send, took) {
    Object.assign(this, { video, send, took });
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.canvas.height = SIDE;
    this.brush = this.canvas.getContext("2d", { willReadFrequently: true });
    this.seen = { text: null, at: 0 };
    this.kept = null;
    this.running = false;
  }

  async start() {
    const asked = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
    this.stream = await navigator.mediaDevices.getUserMedia({ video: asked, audio: false });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.running = true;
    this.follow();
  }

  async follow() {
    while (this.running) {
      await this.next();
      if (document.hidden) continue;
      const text = await this.look();
      const now = performance.now();
      if (!text) continue;
      const still = text === this.seen.text && now - this.seen.at < STILL;
      if (still || this.took(text, text === this.kept)) this.seen = { text, at: now };
      else this.kept = text; // not yet: while a shift begins, or before a verdict is touched
    }
  }

  next() {
    return new Promise((done) => {
      if (this.video.requestVideoFrameCallback) this.video.requestVideoFrameCallback(done);
      else setTimeout(done, 66);
    });
  }

  async look() {
    const { videoWidth: wide, videoHeight: high } = this.video;
    const side = Math.min(SIDE, wide, high);
    const from = [(wide - side) / 2, (high - side) / 2, side, side];
    this.brush.drawImage(this.video, ...from, 0, 0, SIDE, SIDE);
    const { data } = this.brush.getImageData(0, 0, SIDE, SIDE);
    const asked = { pixels: data.buffer, width: SIDE, height: SIDE };
    return (await this.send("frame", asked, [data.buffer])).text;
  }

  // The lamp of the camera, where it has one.
  async light() {
    const [track] = this.stream?.getVideoTracks() ?? [];
    if (!track?.getCapabilities?.().torch) return null;
    this.lit = !this.lit;
    await track.applyConstraints({ advanced: [{ torch: this.lit }] });
    return this.lit;
  }
}

// A photo's pixels, scaled to 1280 at most.
export async function pixelsOf(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, 1280 / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const brush = canvas.getContext("2d");
  brush.drawImage(picture, 0, 0, width, height);
  const { data } = brush.getImageData(0, 0, width, height);
  return { pixels: data, width, height };
}

// What a verdict sounds and feels like. It tells the verdict, never the read: a repeat has a sign of
// its own, since silence looks like a dead scanner.
const SOUNDS = {
  go: [[1320, 0.12]],
  check: [[660, 0.14], [0, 0.08], [660, 0.14]],
  stop: [[196, 0.7]],
  "cannot-check": [[620, 0.14], [0, 0.05], [465, 0.14], [0, 0.05], [310, 0.2]],
  "read-again": [[990, 0.05]],
  again: [[990, 0.05], [0, 0.05], [990, 0.05]],
};
const TREMORS = {
  go: [60],
  check: [60, 80, 60],
  stop: [300, 100, 300],
  "cannot-check": [100, 80, 100, 80, 100, 80, 100, 80, 100],
};

let sound = null;

// Within a gesture, since a browser is silent otherwise.
export async function unlock() {
  sound ??= new AudioContext();
  await sound.resume();
  play("read-again");
}

export function give(sign) {
  play(sign);
  navigator.vibrate?.(TREMORS[sign] ?? [40]);
}

function play(sign) {
  if (!sound) return;
  let at = sound.currentTime;
  for (const [pitch, length] of SOUNDS[sign] ?? []) {
    if (pitch) beep(pitch, at, length);
    at += length;
  }
}

function beep(pitch, at, length) {
  const [tone, loud] = [sound.createOscillator(), sound.createGain()];
  tone.type = "square";
  tone.frequency.value = pitch;
  loud.gain.setValueAtTime(0.25, at);
  loud.gain.setValueAtTime(0, at + length);
  tone.connect(loud).connect(sound.destination);
  tone.start(at);
  tone.stop(at + length);
}

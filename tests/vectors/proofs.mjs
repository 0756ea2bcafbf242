// Judges of proofs, written from docs/format/bundle.md, RFC 6962 and C2SP's pages.
import { signed } from "./record.mjs";
import { ascii, hex, refuse, sha256 } from "./verdict.mjs";

const UNREADABLE = "record.note-unreadable";
const WRONG = "record.proof-wrong";
const DASH = "\u2014";

export function proof(vector) {
  if (vector.of === "consistency") return consistency(vector);
  const { index, path, note } = readProof(vector.proof);
  const text = verified(readNote(note), vector.key_name, hex(vector.key));
  const { size, root } = checkpoint(text);
  const leaf = sha256(Buffer.from([0]), hex(vector.leaf));
  if (index >= size || path.length !== depth(index, size)) refuse(WRONG);
  if (!climbed(leaf, index, size, path).equals(root)) refuse(WRONG);
}

// ---- texts -------------------------------------------------------------------------------------
function readProof(text) {
  const parted = text.indexOf("\n\n");
  if (parted < 0) refuse(UNREADABLE);
  const lines = text.slice(0, parted).split("\n");
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") refuse(UNREADABLE);
  if (lines[0]?.startsWith("extra ")) base64(lines.shift().slice(6));
  if (!lines[0]?.startsWith("index ")) refuse(UNREADABLE);
  const index = whole(lines.shift().slice(6));
  const path = lines.map(base64);
  if (path.length > 64 || path.some((one) => one.length !== 32)) refuse(UNREADABLE);
  return { index, path, note: text.slice(parted + 2) };
}

function readNote(note) {
  const parted = note.lastIndexOf("\n\n");
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note) || parted < 0) refuse(UNREADABLE);
  const lines = note.slice(parted + 2).split("\n");
  if (lines.pop() !== "" || lines.length === 0) refuse(UNREADABLE);
  return { text: note.slice(0, parted + 1), signatures: lines.map(signature) };
}

function signature(line) {
  const found = /^([^ ]+) ([^ +]+) ([^ ]+)$/.exec(line);
  if (!found || found[1] !== DASH) refuse(UNREADABLE);
  const raw = base64(found[3]);
  if (raw.length <= 4) refuse(UNREADABLE);
  return { name: found[2], id: raw.subarray(0, 4), signature: raw.subarray(4) };
}

function verified({ text, signatures }, name, key) {
  const id = sha256(ascii(`${name}\n`), Buffer.from([1]), key).subarray(0, 4);
  const own = signatures.filter((one) => one.name === name && one.id.equals(id));
  const holds = (one) => one.signature.length === 64 && signed(ascii(text), one.signature, key);
  if (own.length === 0 || !own.every(holds)) refuse("record.note-unsigned");
  return text;
}

function checkpoint(text) {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length < 3 || lines.includes("")) refuse(UNREADABLE);
  const root = base64(lines[2]);
  if (root.length !== 32) refuse(UNREADABLE);
  return { size: whole(lines[1]), root };
}

function whole(text) {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) refuse(UNREADABLE);
  return Number(text);
}

function base64(text) {
  const raw = Buffer.from(text, "base64");
  if (raw.toString("base64") !== text) refuse(UNREADABLE);
  return raw;
}

// ---- trees: a tree of n leaves parts at the largest power of two below n -----------------------
const node = (left, right) => sha256(Buffer.from([1]), left, right);

function parting(size) {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

function depth(index, size) {
  if (size === 1) return 0;
  const half = parting(size);
  return 1 + (index < half ? depth(index, half) : depth(index - half, size - half));
}

function climbed(leaf, index, size, path) {
  if (size === 1) return leaf;
  const half = parting(size);
  const [rest, sibling] = [path.slice(0, -1), path.at(-1)];
  if (index < half) return node(climbed(leaf, index, half, rest), sibling);
  return node(sibling, climbed(leaf, index - half, size - half, rest));
}

function consistency({ sizes: [smaller, size], roots, path }) {
  const [before, after] = roots.map(hex);
  if (smaller < 1 || smaller > size) refuse(WRONG);
  const way = path.map(hex);
  const found = both(smaller, size, way, true, before);
  if (way.length !== 0 || !found[0].equals(before) || !found[1].equals(after)) refuse(WRONG);
}

// Return the roots of the first `smaller` leaves and of all, taking hashes off the end of `way`.
function both(smaller, size, way, known, before) {
  if (smaller === size) {
    const here = known ? before : way.shift();
    if (here === undefined) refuse(WRONG);
    return [here, here];
  }
  const half = parting(size);
  const beside = way.pop();
  if (beside === undefined) refuse(WRONG);
  if (smaller <= half) {
    const [one, all] = both(smaller, half, way, known, before);
    return [one, node(all, beside)];
  }
  const [one, all] = both(smaller - half, size - half, way, false, before);
  return [node(beside, one), node(beside, all)];
}

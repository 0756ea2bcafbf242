// Judges of parcels: headers, blocks, frames, openings, letterboxes; from docs/format/stick.md.
import * as crypto from "node:crypto";
import { pack } from "./msgpack.mjs";
import { signed } from "./record.mjs";
import { openedBy } from "./secrecy.mjs";
import {
  array, ascii, bytes, count, differs, hex, only, opened, refuse, sha256, text, unspell,
} from "./verdict.mjs";

const BLOCK = 65536;
const CLEAR = BLOCK - 16;
const WRONG = "exchange.parcel-wrong";
const is = (wanted) => (value) => value === wanted;
const list = (shape) => (value) => Array.isArray(value) && value.every(shape);
const whole = (value) => Number.isSafeInteger(value);
const SITE = array(is(1), bytes(32), bytes(16), text, bytes(32), bytes(64));
const WRITER = array(is(1), SITE, bytes(16), text, count, bytes(32), bytes(64));
const OPENING = array(
  is(1), bytes(16), bytes(), array(whole, whole), list(bytes()), list(bytes()), bytes(64));
const BOX = array(is(1), bytes(), count, bytes(1216), bytes(64));
const unsigned = (fields) => pack([...fields.slice(0, -1), Buffer.alloc(0)]);

function writerOf(raw, code) {
  if (raw.length > 1024) refuse(code);
  const writer = only(raw, WRITER, code);
  const site = writer[1];
  const word = (tag, fields) => Buffer.concat([ascii(tag), unsigned(fields)]);
  if (!signed(word("muster/site/1", site), site.at(-1), site[1])) refuse(code);
  if (!signed(word("muster/writer/1", writer), writer.at(-1), site[4])) refuse(code);
  return writer;
}

function header(vector) {
  const raw = hex(vector.header);
  const tag = ascii("muster/parcel/1");
  if (raw.length !== 1183 || !raw.subarray(0, 15).equals(tag)) refuse("secrecy.parcel-unreadable");
  const found = openedBy(raw.subarray(15), [hex(vector.seed)], "muster/parcel-key/1");
  if (found?.length !== 32) refuse("secrecy.parcel-not-ours");
  differs("the key", found.toString("hex"), vector.key);
}

// The long text of the vectors: SHAKE256 of its name, as all bytes in them are drawn.
const LONG = crypto.createHash("shake256", { outputLength: CLEAR + 70 })
  .update("muster vectors: the text of a parcel").digest();

function unspelled(said) {
  return Buffer.concat(said.split(" ").map((token) => {
    const [, start, end] = /^text:(\d+):(\d+)$/.exec(token) ?? [];
    return end ? LONG.subarray(Number(start), Number(end)) : unspell(token);
  }));
}

function nonce(number, last) {
  const raw = Buffer.alloc(12);
  raw.writeUInt32BE(number, 7);
  raw[11] = last ? 1 : 0;
  return raw;
}

function sealed({ number, last, clear, changed }, key) {
  const cipher = crypto.createCipheriv(
    "chacha20-poly1305", key, nonce(number, last), { authTagLength: 16 });
  const raw = Buffer.concat([cipher.update(unspelled(clear)), cipher.final(), cipher.getAuthTag()]);
  if (changed >= 0) raw[changed] ^= 1;
  return raw;
}

function opens(raw, number, last, key) {
  const cipher = crypto.createDecipheriv(
    "chacha20-poly1305", key, nonce(number, last), { authTagLength: 16 });
  cipher.setAuthTag(raw.subarray(-16));
  const clear = cipher.update(raw.subarray(0, -16));
  try {
    cipher.final();
  } catch {
    return null;
  }
  return clear;
}

function unpadded(clear) {
  let end = clear.length;
  while (end && clear[end - 1] === 0) end -= 1;
  if (!end || clear[end - 1] !== 0x80) refuse("secrecy.parcel-changed");
  return clear.subarray(0, end - 1);
}

function blocks(vector) {
  const key = hex(vector.key);
  const told = vector.blocks.map((one) => sealed(one, key));
  told.forEach((raw, at) =>
    differs("a block", sha256(raw).toString("hex"), vector.blocks[at].sha256));
  const found = [];
  const ended = reads(told, key, found);
  differs("the text", Buffer.concat(found).toString("hex"), unspelled(vector.text).toString("hex"));
  if (ended) refuse(ended);
}

function reads(told, key, found) {
  let over = false;
  for (const [number, raw] of told.entries()) {
    if (over) return "secrecy.parcel-changed";
    const middle = opens(raw, number, false, key);
    const last = middle ? null : opens(raw, number, true, key);
    if (!middle && !last) return "secrecy.parcel-changed";
    over = !middle;
    try {
      found.push(middle ?? unpadded(last));
    } catch (wrong) {
      return wrong.message;
    }
  }
  return over ? "" : "secrecy.parcel-cut";
}

function frames(vector) {
  let rest = hex(vector.text);
  const found = [];
  let ended = "";
  while (rest.length && !ended) {
    const size = rest.length < 4 ? -1 : rest.readUInt32BE(0);
    if (size < 1 || size > 1048576 || rest.length < 4 + size) ended = WRONG;
    else {
      found.push(rest.subarray(4, 4 + size).toString("hex"));
      rest = rest.subarray(4 + size);
    }
  }
  differs("the frames", found.join(), vector.frames.join());
  if (ended) refuse(ended);
}

function opening(vector) {
  const value = opened(unspell(vector.bytes), WRONG);
  if (!OPENING(value)) refuse(WRONG);
  const [, receiver, certificate, [begun, made], said, boxes, signature] = value;
  const writer = writerOf(certificate, WRONG);
  if (begun > made || said.length > 12 || boxes.length > 64) refuse(WRONG);
  const message = Buffer.concat([ascii("muster/parcel-opening/1"), unsigned(value)]);
  if (!signed(message, signature, writer[5])) refuse(WRONG);
  const ours = writer[1][1].equals(hex(vector.operation)) && receiver.equals(hex(vector.site));
  if (!ours) refuse("exchange.parcel-of-others");
}

function letterbox(vector) {
  const wrong = "exchange.letterbox-wrong";
  const value = only(unspell(vector.bytes), BOX, wrong);
  const writer = writerOf(value[1], wrong);
  if (value[2] < 1 || !writer[1][1].equals(hex(vector.operation))) refuse(wrong);
  const message = Buffer.concat([ascii("muster/letterbox/1"), unsigned(value)]);
  if (!signed(message, value.at(-1), writer[1][4])) refuse(wrong);
  differs("the site", writer[1][2].toString("hex"), vector.site);
}

const JUDGES = { header, blocks, frames, opening, letterbox };

export function sticks(vector) {
  JUDGES[vector.of](vector);
}

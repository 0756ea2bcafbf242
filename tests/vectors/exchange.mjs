// Judges of the exchange: points, hellos, keys, chunks, receipts, cards; from docs/format/exchange.md.
import { big, pack } from "./msgpack.mjs";
import { segmentOf, signed } from "./record.mjs";
import {
  array, ascii, bytes, count, differs, hex, number, only, opened, refuse, sha256, text, unspell,
} from "./verdict.mjs";

const NONE = "exchange.message-unreadable";
const list = (shape) => (value) => Array.isArray(value) && value.every(shape);
const is = (wanted) => (value) => value === wanted;
const upTo = (width) => (value) => bytes()(value) && value.length <= width;
const sorted = (names) => names.every((one, at) => !at || names[at - 1] < one);

const POINTS = array(is(2), bytes(16), bytes(), list(count), bytes());
const HELLO = array(is(1), number, bytes(16), upTo(1024), count, list(text), bytes());
const WRAP = array(bytes(16), count, bytes(), bytes(40));
const LINK = array(number, bytes(16), bytes());
const PART = array(list(LINK), bytes(64));
const KEYS = array(is(3), text, list(bytes(16)), list(WRAP));
const CHUNK = array(
  is(4), bytes(16), text, upTo(1024), count, bytes(32), count, list(PART), list(bytes(16)),
  list(WRAP));
const GRANT = array(is(11), text, bytes(16), count, bytes());
const REACHED = array(is(12), bytes());
const CLOCKS = array(count, count);
const RECEIPT = array(
  is(6), bytes(16), bytes(16), bytes(16), CLOCKS, POINTS, bytes(32), upTo(1024), bytes(64));
const SITE = array(is(1), bytes(32), bytes(16), text, bytes(32), bytes(64));
const CARD = array(is(1), SITE, bytes(32), bytes(), list(text), count, bytes(64));

function rows(frame) {
  const [, , logs, sequences, heads] = frame;
  const width = 8 * sequences.length;
  if (sequences.length > 2500 || logs.length !== width || heads.length !== width) refuse(NONE);
  if (sequences.some((one) => one < 0)) refuse(NONE);
  const found = sequences.map((sequence, at) => [
    logs.subarray(8 * at, 8 * at + 8), sequence, heads.subarray(8 * at, 8 * at + 8)]);
  const place = ([log, at, head]) => Buffer.concat([log, big(at, 8), head]);
  found.forEach((one, at) => {
    if (at && Buffer.compare(place(found[at - 1]), place(one)) >= 0) refuse(NONE);
  });
  return found;
}

function points(vector) {
  const frame = only(unspell(vector.bytes), POINTS, NONE);
  const found = rows(frame).map((row) => row.map((one) =>
    Buffer.isBuffer(one) ? one.toString("hex") : one).join());
  const held = vector.points.map(([log, at, digest]) => [
    log.slice(0, 16), at, sha256(frame[1], hex(digest)).subarray(0, 8).toString("hex")].join());
  differs("the points", found.join(" "), held.sort().join(" "));
  const whole = vector.points.map(([log, at, digest]) =>
    Buffer.concat([hex(log), big(at, 8), hex(digest)])).sort(Buffer.compare);
  differs("the digest", sha256(ascii("muster/vector/1"), ...whole).toString("hex"), vector.whole);
}

function hello(vector) {
  const raw = unspell(vector.bytes);
  const value = opened(raw, NONE);
  if (Array.isArray(value) && value[0] === 1 && value[1] !== 1) refuse("exchange.version-other");
  const [, , , , , compartments, base] = only(raw, HELLO, NONE);
  if (!sorted(compartments) || ![0, 16].includes(base.length)) refuse(NONE);
}

function wrapped(epochs, wraps) {
  if (wraps.some(([, at, owner]) => at >= epochs.length || ![0, 16].includes(owner.length))) {
    refuse(NONE);
  }
}

function keys(vector) {
  const [, , epochs, wraps] = only(unspell(vector.bytes), KEYS, NONE);
  wrapped(epochs, wraps);
}

function grant(vector) {
  const [, compartment, , epoch, sealed] = only(unspell(vector.bytes), GRANT, NONE);
  if (!epoch || compartment.length > 64 || !sealed.length || sealed.length > 2048) refuse(NONE);
}

function reached(vector) {
  const [, letterbox] = only(unspell(vector.bytes), REACHED, NONE);
  if (!letterbox.length || letterbox.length > 4096) refuse(NONE);
}

function chunk(vector) {
  const value = only(unspell(vector.bytes), CHUNK, NONE);
  const [, log, , certificate, from, before, start, parts, epochs, wraps] = value;
  if (!parts.length || parts.some(([links]) => !links.length)) refuse(NONE);
  wrapped(epochs, wraps);
  const writerKey = opened(certificate, NONE)[5];
  let [first, previous, lamport] = [from, before, start];
  const found = parts.map(([links, signature]) => {
    const raw = pack([1, log, first, previous, lamport, links, signature]);
    segmentOf(raw, writerKey, () => undefined);
    for (const [step, keyId, sealed] of links) {
      lamport += step;
      previous = sha256(
        ascii("muster/entry/1"), log, big(first, 8), previous, big(lamport, 8), keyId, sealed);
      first += 1;
    }
    return raw.toString("hex");
  });
  const said = vector.segments.map((one) => unspell(one).toString("hex"));
  differs("the segments", found.join(), said.join());
}

function receipt(vector) {
  const value = only(unspell(vector.bytes), RECEIPT, NONE);
  rows(value[5]);
  const [, site, writer, , , key] = opened(unspell(vector.certificate), NONE);
  const told = [value[1], value[3], value[2]].map((one) => one.toString("hex"));
  const meant = [site[2], writer, hex(vector.to)].map((one) => one.toString("hex"));
  const plain = pack([...value.slice(0, -1), Buffer.alloc(0)]);
  const message = Buffer.concat([ascii("muster/receipt/1"), plain]);
  const good = told.join() === meant.join() && signed(message, value.at(-1), key);
  if (!good) refuse("exchange.receipt-wrong");
}

function card(vector) {
  const wrong = "record.card-wrong";
  const value = only(unspell(vector.bytes), CARD, wrong);
  const [, site, , , compartments] = value;
  const plain = pack([...value.slice(0, -1), Buffer.alloc(0)]);
  const message = Buffer.concat([ascii("muster/card/1"), plain]);
  const key = hex(vector.operation_key);
  if (!sorted(compartments) || !site[1].equals(key)) refuse(wrong);
  if (!signed(message, value.at(-1), key)) refuse(wrong);
}

const JUDGES = { points, hello, keys, grant, reached, chunk, receipt, card };

export const exchange = (vector) => JUDGES[vector.of](vector);

// Judges of certificates, entries, segments and facts, written from docs/format.
import * as crypto from "node:crypto";
import { big, pack } from "./msgpack.mjs";
import {
  array, ascii, bytes, count, differs, hex, number, only, opened, refuse, sha256, text, unspell,
} from "./verdict.mjs";

// ---- signatures: Ed25519, and no key or R that is no point, not reduced or of low order --------
const PRIME = 2n ** 255n - 19n;
const EIGHTH = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7n;
const LOW = [0n, 1n, EIGHTH, PRIME - EIGHTH, PRIME - 1n];

function sound(point) {
  const ordinate = BigInt(`0x${Buffer.from(point).reverse().toString("hex")}`) % 2n ** 255n;
  return ordinate < PRIME && !LOW.includes(ordinate);
}

export function signed(message, signature, key) {
  if (key.length !== 32 || !sound(key) || !sound(signature.subarray(0, 32))) return false;
  const der = Buffer.concat([hex("302a300506032b6570032100"), key]);
  try {
    const publicKey = crypto.createPublicKey({ key: der, format: "der", type: "spki" });
    return crypto.verify(null, message, publicKey, signature);
  } catch {
    return false;
  }
}

// ---- certificates (docs/format/certificate.md) -------------------------------------------------
const VERSION = (value) => value === 1;
const SITE = array(VERSION, bytes(32), bytes(16), text, bytes(32), bytes(64));
const WRITER = array(VERSION, SITE, bytes(16), text, count, bytes(32), bytes(64));

export function certificate(vector) {
  const wrong = "record.certificate-wrong";
  const raw = unspell(vector.bytes);
  if (raw.length > 1024) refuse(wrong);
  const writer = only(raw, WRITER, wrong);
  const site = writer[1];
  const siteText = Buffer.concat([ascii("muster/site/1"), unsigned(site)]);
  const writerText = Buffer.concat([ascii("muster/writer/1"), unsigned(writer)]);
  if (!signed(siteText, site.at(-1), site[1])) refuse(wrong);
  if (!signed(writerText, writer.at(-1), site[4])) refuse(wrong);
  for (const [compartment, said] of Object.entries(vector.logs)) {
    const log = sha256(ascii("muster/log/1"), sha256(raw), ascii(compartment)).subarray(0, 16);
    differs(`the log of ${compartment}`, log.toString("hex"), said);
  }
}

const unsigned = (fields) => pack([...fields.slice(0, -1), Buffer.alloc(0)]);

// ---- entries (docs/format/entry.md) ------------------------------------------------------------
export function header(log, sequence, previous, lamport, keyId) {
  const numbers = [big(sequence, 8), big(lamport, 8)];
  return Buffer.concat([ascii("muster/entry/1"), log, numbers[0], previous, numbers[1], keyId]);
}

// ---- segments (docs/format/segment.md) ---------------------------------------------------------
const LINK = array(number, bytes(16), bytes());
const LINKS = (value) => Array.isArray(value) && value.every(LINK);
const SEGMENT = array(number, bytes(16), number, bytes(32), number, LINKS, bytes(64));

export function segment(vector) {
  const value = decoded(unspell(vector.bytes));
  continues(value, vector.head);
  const hashes = attested(value, hex(vector.writer_key));
  const spelled = hashes.map((hash) => hash.toString("hex"));
  differs("the hashes", spelled.join(), vector.hashes.join());
}

// A segment whose place in its log is judged by others: decoded, asked of, then its signature.
export function segmentOf(raw, writerKey, ask) {
  const value = decoded(raw);
  ask(value);
  attested(value, writerKey);
  return value;
}

function attested(value, writerKey) {
  const hashes = chained(value);
  const [, log, first, previous, lamport, links, signature] = value;
  const last = BigInt(first) + BigInt(links.length) - 1n;
  const numbers = [first, last, lamport].map((one) => big(one, 8));
  const message = Buffer.concat([
    ascii("muster/segment/1"), log, ...numbers, previous, hashes.at(-1)]);
  if (!signed(message, signature, writerKey)) refuse("record.signature-wrong");
  return hashes;
}

function decoded(raw) {
  const none = "record.segment-unreadable";
  const limit = "record.limit-exceeded";
  if (raw.length > 49152) refuse(limit);
  const value = opened(raw, none);
  if (!Array.isArray(value) || !number(value[0])) refuse(none);
  if (value[0] !== 1) refuse("record.version-unknown");
  if (!SEGMENT(value) || !value[5].length) refuse(none);
  const [, , first, previous, lamport, links] = value;
  if (first < 1 || BigInt(lamport) < BigInt(first) - 1n) refuse(none);
  const starts = [first === 1, previous.equals(Buffer.alloc(32)), lamport === 0];
  if (starts.some(Boolean) && !starts.every(Boolean)) refuse(none);
  if (links.some(([, , sealed]) => !sealed.length || sealed.length > 32768)) refuse(none);
  if (links.some(([step]) => step < 1 || step > 2 ** 32)) refuse(limit);
  if (!pack(value).equals(raw)) refuse(none);
  return value;
}

function continues([, , first, previous, lamport], head) {
  const follows = first === head.sequence + 1 && lamport === head.lamport
    && previous.equals(unspell(head.hash));
  if (!follows) refuse("record.chain-broken");
}

function chained([, log, first, before, start, links]) {
  let [sequence, previous, lamport] = [BigInt(first), before, BigInt(start)];
  return links.map(([step, keyId, sealed]) => {
    lamport += BigInt(step);
    if (lamport > 2n ** 53n - 1n) refuse("record.limit-exceeded");
    previous = sha256(header(log, sequence, previous, lamport, keyId), sealed);
    sequence += 1n;
    return previous;
  });
}

// ---- facts (docs/format/fact.md) ---------------------------------------------------------------
export function fact(vector, kinds) {
  const none = "record.fact-unreadable";
  const padded = unspell(vector.body);
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded.length % 32 || padded[end] !== 0x80) refuse(none);
  const value = opened(padded.subarray(0, end), none);
  if (!Array.isArray(value) || !kinds.has(value[0])) refuse(none);
  const said = Object.values(vector.fields);
  const found = value.slice(1, 1 + said.length).map(plain);
  differs("the kind", value[0], vector.kind);
  differs("the fields", JSON.stringify(found), JSON.stringify(said));
}

function plain(value) {
  if (Buffer.isBuffer(value)) return { hex: value.toString("hex") };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

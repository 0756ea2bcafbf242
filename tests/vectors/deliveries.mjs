// Judges what a tablet delivers, written from docs/format/device.md.
import { commitment, closedTo, unseal } from "./secrecy.mjs";
import { header, segmentOf } from "./record.mjs";
import { array, ascii, bytes, differs, hex, number, only, refuse, sha256, unspell } from "./verdict.mjs";

const ITEM = array(bytes(), bytes());
const ITEMS = (value) => Array.isArray(value) && value.every(ITEM);
const BATCH = array(number, bytes(16), ITEMS);

export function delivery(vector) {
  const none = "site.delivery-unreadable";
  const [version, device, items] = only(unspell(vector.bytes), BATCH, none);
  if (version !== 1 || items.length < 1 || items.length > 50) refuse(none);
  const certificate = unspell(vector.certificate);
  const writer = only(certificate, (value) => Array.isArray(value), none);
  differs("the tablet", device.toString("hex"), writer[2].toString("hex"));
  const bodies = items.map((item) => taken(item, certificate, writer[5], vector).toString("hex"));
  differs("the bodies", bodies.join(), vector.bodies.map((one) => unspell(one).toString("hex")).join());
}

function taken([segment, sealedKey], certificate, writerKey, vector) {
  const log = sha256(ascii("muster/log/1"), sha256(certificate), ascii("gates")).subarray(0, 16);
  const value = segmentOf(segment, writerKey, (decoded) => {
    if (decoded[5].length !== 1) refuse("site.entry-not-alone");
    if (!decoded[1].equals(log)) refuse("record.certificate-wrong");
  });
  const [, , sequence, previous, lamport, [[step, keyId, sealed]]] = value;
  const key = closedTo(sealedKey, hex(vector.exchange_secret), "muster/entry-key/1/gates");
  if (key.length !== 32 || commitment(key) !== keyId.toString("hex")) refuse("secrecy.key-mismatch");
  const place = header(log, sequence, previous, lamport + step, keyId);
  return unseal(sealed, place, key, "secrecy.seal-broken");
}

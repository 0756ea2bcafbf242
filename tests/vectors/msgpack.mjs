// As much of MessagePack as the format uses. `unpack` takes any spelling, `pack` writes the
// shortest one, so that pack(unpack(raw)) equals raw exactly where raw is in its one spelling.

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

class Reader {
  constructor(raw) {
    this.raw = raw;
    this.at = 0;
  }
  take(count) {
    if (this.at + count > this.raw.length) throw new Error("truncated");
    this.at += count;
    return this.raw.subarray(this.at - count, this.at);
  }
  count(width) {
    return Number(BigInt(`0x${this.take(width).toString("hex")}`));
  }
  number(width, signed) {
    const value = BigInt(`0x${this.take(width).toString("hex")}`);
    const whole = signed ? BigInt.asIntN(8 * width, value) : value;
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
  }
  text(length) {
    return utf8.decode(this.take(length));
  }
  array(length) {
    if (length > this.raw.length - this.at) throw new Error("truncated");
    return Array.from({ length }, () => this.value());
  }
  map(length) {
    return Object.fromEntries(this.array(2 * length).flatMap((key, at, all) =>
      at % 2 ? [] : [[key, all[at + 1]]]));
  }
  value() {
    const tag = this.take(1)[0];
    if (tag < 0x80) return tag;
    if (tag < 0x90) return this.map(tag & 15);
    if (tag < 0xa0) return this.array(tag & 15);
    if (tag < 0xc0) return this.text(tag & 31);
    if (tag >= 0xe0) return tag - 256;
    if (tag === 0xc0) return null;
    if (tag === 0xc2 || tag === 0xc3) return tag === 0xc3;
    if (tag >= 0xc4 && tag <= 0xc6) return this.take(this.count(2 ** (tag - 0xc4)));
    if (tag >= 0xcc && tag <= 0xcf) return this.number(2 ** (tag - 0xcc), false);
    if (tag >= 0xd0 && tag <= 0xd3) return this.number(2 ** (tag - 0xd0), true);
    if (tag >= 0xd9 && tag <= 0xdb) return this.text(this.count(2 ** (tag - 0xd9)));
    if (tag === 0xdc || tag === 0xdd) return this.array(this.count(2 ** (tag - 0xdb)));
    if (tag === 0xde || tag === 0xdf) return this.map(this.count(2 ** (tag - 0xdd)));
    throw new Error("not in the format");
  }
}

export function unpack(raw) {
  const reader = new Reader(raw);
  const value = reader.value();
  if (reader.at !== raw.length) throw new Error("something follows");
  return value;
}

// Return `value` in `width` bytes, the highest first.
export function big(value, width) {
  const whole = BigInt.asUintN(8 * width, BigInt(value));
  return Buffer.from(whole.toString(16).padStart(2 * width, "0"), "hex");
}

const tagged = (tag, value, width) => Buffer.concat([Buffer.from([tag]), big(value, width)]);
const fits = (value, width) => BigInt(value) < 2n ** BigInt(8 * width);

function packNumber(value) {
  if (value >= 0 && value < 128) return big(value, 1);
  if (value < 0 && value >= -32) return big(value, 1);
  const widths = [1, 2, 4, 8];
  if (value >= 0) return lengthened(0xcc, value, widths);
  const at = widths.findIndex((width) => BigInt.asIntN(8 * width, BigInt(value)) === BigInt(value));
  return tagged(0xd0 + at, value, widths[at]);
}

// Return `tag`, counted up by width, and `length` in the first of `widths` that holds it.
function lengthened(tag, length, widths) {
  const at = widths.findIndex((width) => fits(length, width));
  return tagged(tag + at, length, widths[at]);
}

export function pack(value) {
  if (value === null) return Buffer.from([0xc0]);
  if (typeof value === "boolean") return Buffer.from([value ? 0xc3 : 0xc2]);
  if (typeof value === "number" || typeof value === "bigint") return packNumber(value);
  if (typeof value === "string") {
    const raw = Buffer.from(value, "utf8");
    const short = raw.length < 32;
    return Buffer.concat([
      short ? Buffer.from([0xa0 + raw.length]) : lengthened(0xd9, raw.length, [1, 2, 4]), raw]);
  }
  if (Buffer.isBuffer(value)) {
    return Buffer.concat([lengthened(0xc4, value.length, [1, 2, 4]), value]);
  }
  if (!Array.isArray(value)) throw new Error("a map is never packed here");
  const short = value.length < 16;
  const head = short ? Buffer.from([0x90 + value.length]) : lengthened(0xdc, value.length, [2, 4]);
  return Buffer.concat([head, ...value.map(pack)]);
}

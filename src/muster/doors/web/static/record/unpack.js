// MessagePack, read: what a site answers. Anything that it never writes is refused.
const TEXT = new TextDecoder("utf-8", { fatal: true });

export function unpack(raw) {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  let at = 0;

  function whole(size) {
    const from = at;
    at += size;
    if (size === 8) return Number(view.getBigUint64(from));
    return size === 4 ? view.getUint32(from) : size === 2 ? view.getUint16(from) : view.getUint8(from);
  }

  function taken(size) {
    at += size;
    if (at > raw.length) throw new RangeError("cut short");
    return raw.slice(at - size, at);
  }

  function list(length) {
    return Array.from({ length }, () => value());
  }

  function value() {
    const tag = whole(1);
    if (tag < 0x80) return tag;
    if (tag >> 4 === 9) return list(tag & 15);
    if (tag >> 5 === 5) return TEXT.decode(taken(tag & 31));
    if (tag === 0xc0) return null;
    if (tag === 0xc2 || tag === 0xc3) return tag === 0xc3;
    if (tag >= 0xc4 && tag <= 0xc6) return taken(whole(1 << (tag - 0xc4)));
    if (tag >= 0xcc && tag <= 0xcf) return whole(1 << (tag - 0xcc));
    if (tag >= 0xd9 && tag <= 0xdb) return TEXT.decode(taken(whole(1 << (tag - 0xd9))));
    if (tag === 0xdc) return list(whole(2));
    throw new RangeError("nothing that a site answers");
  }

  return value();
}

// The IETF's Token Status List: statuses of 1, 2, 4 or 8 bits, the first in the lowest bits.
//
// Unpacking is the caller's: a page has DecompressionStream("deflate"), Node has zlib.
export function statuses(bits, packed) {
  const each = 8 / bits;
  return {
    length: packed.length * each,
    status: (at) => (packed[Math.floor(at / each)] >> ((at % each) * bits)) & ((1 << bits) - 1),
  };
}

// The list of one key as `verify` asks it; a slot beyond it is closed.
export function slotList(as_of, packed) {
  const found = statuses(1, packed);
  return { as_of, closed: (slot) => slot >= found.length || found.status(slot) !== 0 };
}

// ML-KEM-768 (FIPS 203) and the hybrid KEM MLKEM768-X25519 (draft-irtf-cfrg-concrete-hybrid-kems),
// the opening side. Node 20 has neither; what is hashed is Node's. Nothing here is secret or fast.
import * as crypto from "node:crypto";

const Q = 3329;
const N = 256;
const K = 3;
const DU = 10;
const DV = 4;
const mod = (value) => ((value % Q) + Q) % Q;

const hashed = (name, outputLength) => (...parts) =>
  crypto.createHash(name, outputLength ? { outputLength } : undefined)
    .update(Buffer.concat(parts)).digest();
const sha3 = hashed("sha3-256");
const sha512 = hashed("sha3-512");
const shake = (width, ...parts) => hashed("shake256", width)(...parts);

// ---- polynomials (FIPS 203, 4.3): powers of 17 in the order of reversed bits ---------------------
const reversed = (value) =>
  [...Array(7).keys()].reduce((sum, bit) => sum | (((value >> bit) & 1) << (6 - bit)), 0);
const power = (exponent) => {
  let found = 1;
  for (let at = 0; at < exponent; at += 1) found = (found * 17) % Q;
  return found;
};
const ZETAS = [...Array(128).keys()].map((at) => power(reversed(at)));
const GAMMAS = [...Array(128).keys()].map((at) => power(2 * reversed(at) + 1));

function ntt(poly) {
  const f = [...poly];
  let at = 1;
  for (let width = 128; width >= 2; width /= 2) {
    for (let start = 0; start < N; start += 2 * width) {
      const zeta = ZETAS[at];
      at += 1;
      for (let j = start; j < start + width; j += 1) {
        const turned = (zeta * f[j + width]) % Q;
        f[j + width] = mod(f[j] - turned);
        f[j] = (f[j] + turned) % Q;
      }
    }
  }
  return f;
}

function back(poly) {
  const f = [...poly];
  let at = 127;
  for (let width = 2; width <= 128; width *= 2) {
    for (let start = 0; start < N; start += 2 * width) {
      const zeta = ZETAS[at];
      at -= 1;
      for (let j = start; j < start + width; j += 1) {
        const held = f[j];
        f[j] = (held + f[j + width]) % Q;
        f[j + width] = (zeta * mod(f[j + width] - held)) % Q;
      }
    }
  }
  return f.map((value) => (value * 3303) % Q);
}

function times(one, other) {
  const found = Array(N);
  for (let at = 0; at < 128; at += 1) {
    const [a, b, c, d] = [one[2 * at], one[2 * at + 1], other[2 * at], other[2 * at + 1]];
    found[2 * at] = (a * c + ((b * d) % Q) * GAMMAS[at]) % Q;
    found[2 * at + 1] = (a * d + b * c) % Q;
  }
  return found;
}

const plus = (one, other) => one.map((value, at) => (value + other[at]) % Q);
const minus = (one, other) => one.map((value, at) => mod(value - other[at]));
const inner = (ones, others) => ones.map((one, at) => times(one, others[at])).reduce(plus);

// ---- bytes (4.2.1), compression (4.2.1), sampling (4.2.2) ----------------------------------------
function decoded(raw, width) {
  const found = Array(N).fill(0);
  for (let bit = 0; bit < N * width; bit += 1) {
    found[Math.floor(bit / width)] |= ((raw[bit >> 3] >> (bit & 7)) & 1) << (bit % width);
  }
  return found;
}

function encoded(poly, width) {
  const raw = Buffer.alloc(32 * width);
  poly.forEach((value, at) => {
    for (let bit = 0; bit < width; bit += 1) {
      const place = at * width + bit;
      raw[place >> 3] |= ((value >> bit) & 1) << (place & 7);
    }
  });
  return raw;
}

const compressed = (poly, width) =>
  poly.map((value) => Math.floor((value * 2 ** width + Q / 2) / Q) % 2 ** width);
const opened = (poly, width) => poly.map((value) => (value * Q + 2 ** (width - 1)) >> width);

function uniform(rho, column, row) {
  const stream = crypto.createHash("shake128", { outputLength: 2016 })
    .update(Buffer.concat([rho, Buffer.from([column, row])])).digest();
  const found = [];
  for (let at = 0; found.length < N; at += 3) {
    const low = stream[at] + 256 * (stream[at + 1] % 16);
    const high = (stream[at + 1] >> 4) + 16 * stream[at + 2];
    for (const value of [low, high]) if (value < Q && found.length < N) found.push(value);
  }
  return found;
}

function noise(seed, number) {
  const raw = shake(128, seed, Buffer.from([number]));
  const bit = (at) => (raw[at >> 3] >> (at & 7)) & 1;
  return [...Array(N).keys()].map((at) =>
    mod(bit(4 * at) + bit(4 * at + 1) - bit(4 * at + 2) - bit(4 * at + 3)));
}

const three = (make) => [0, 1, 2].map(make);
const matrix = (rho) => three((row) => three((column) => uniform(rho, column, row)));

// ---- the KEM (5 and 6) --------------------------------------------------------------------------
function keys(seed) {
  const drawn = sha512(seed.subarray(0, 32), Buffer.from([K]));
  const [rho, sigma] = [drawn.subarray(0, 32), drawn.subarray(32)];
  const secret = three((at) => ntt(noise(sigma, at)));
  const wrong = three((at) => ntt(noise(sigma, K + at)));
  const shown = matrix(rho).map((row, at) => plus(inner(row, secret), wrong[at]));
  const open = Buffer.concat([...shown.map((poly) => encoded(poly, 12)), rho]);
  return { secret, open, hash: sha3(open), z: seed.subarray(32, 64) };
}

function encrypted(open, message, randomness) {
  const shown = three((at) => decoded(open.subarray(384 * at, 384 * (at + 1)), 12));
  const rows = matrix(open.subarray(-32));
  const y = three((at) => ntt(noise(randomness, at)));
  const first = three((at) =>
    plus(back(inner(three((row) => rows[row][at]), y)), noise(randomness, K + at)));
  const last = plus(plus(back(inner(shown, y)), noise(randomness, 2 * K)),
    opened(decoded(message, 1), 1));
  return Buffer.concat([
    ...first.map((poly) => encoded(compressed(poly, DU), DU)), encoded(compressed(last, DV), DV)]);
}

function decapsulated({ secret, open, hash, z }, sealed) {
  const first = three((at) => opened(decoded(sealed.subarray(320 * at, 320 * (at + 1)), DU), DU));
  const last = opened(decoded(sealed.subarray(320 * K), DV), DV);
  const plain = minus(last, back(inner(secret, first.map(ntt))));
  const message = encoded(compressed(plain, 1), 1);
  const drawn = sha512(message, hash);
  const again = encrypted(open, message, drawn.subarray(32));
  return again.equals(sealed) ? drawn.subarray(0, 32) : shake(32, z, sealed);
}

// ---- the hybrid ---------------------------------------------------------------------------------
const pkcs8 = (raw) => crypto.createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), raw]),
  format: "der", type: "pkcs8" });
const spki = (raw) => crypto.createPublicKey({
  key: Buffer.concat([Buffer.from("302a300506032b656e032100", "hex"), raw]),
  format: "der", type: "spki" });

function halves(seed) {
  const drawn = shake(96, seed);
  const curve = pkcs8(drawn.subarray(64));
  const shown = crypto.createPublicKey(curve).export({ format: "der", type: "spki" }).subarray(-32);
  return { lattice: keys(drawn.subarray(0, 64)), curve, shown };
}

// The public key, 1,216 bytes, of whoever holds `seed`.
export function letterbox(seed) {
  const { lattice, shown } = halves(seed);
  return Buffer.concat([lattice.open, shown]);
}

// The shared secret in an encapsulated key of 1,120 bytes; throws where the curve agrees on zeros.
export function shared(sealed, seed) {
  const { lattice, curve, shown } = halves(seed);
  const theirs = sealed.subarray(1088, 1120);
  const agreed = crypto.diffieHellman({ privateKey: curve, publicKey: spki(theirs) });
  const secret = decapsulated(lattice, sealed.subarray(0, 1088));
  return sha3(secret, agreed, theirs, shown, Buffer.from("\\.//^\\", "ascii"));
}

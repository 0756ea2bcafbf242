// What was marked by hand on a picture of a station sheet: the second of two implementations, beside
// the one that reads files. A picture that a browser opens never leaves it; only numbers do.
//
// found: [{text, row, sheet, corners}] with corners in pixels from the top left, clockwise.
// paper: the measures of a sheet in millimetres, as the site prints it.
export function marks(grey, width, height, found, paper) {
  const picture = { grey, width, height };
  return found.map((one) => ({ text: one.text, dark: rowOf(picture, wayOf(one, found, paper), paper) }));
}

// The sheet and the row that a code's text names; null where it is no row of a sheet.
export function codeOf(text) {
  if (!/^MS1[A-Z2-7]{32}$/.test(text)) return null;
  let bits = 0;
  let held = 0;
  const bytes = [];
  for (const letter of text.slice(3)) {
    held = (held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return { sheet: text.slice(3, 28), row: bytes[16] * 256 + bytes[17] };
}

// The way from (x, y, 1) in mm below a row's top to pixels: the best straight one through the corners
// of the row's code and of those near it.
function wayOf(code, found, paper) {
  const page = (row) => Math.floor((row - 1) / paper.rows);
  const near = found.filter(
    (one) =>
      one.sheet === code.sheet &&
      Math.abs(one.row - code.row) <= paper.neighbours &&
      page(one.row) === page(code.row),
  );
  const [left, right] = [paper.codeX, paper.codeX + paper.codeWide];
  const corners = [[left, 0], [right, 0], [right, paper.codeWide], [left, paper.codeWide]];
  const sums = [0, 1, 2].map(() => [0, 0, 0, 0, 0]);
  for (const one of near) {
    corners.forEach(([x, y], at) => {
      const from = [x, y + (one.row - code.row) * paper.rowStep, 1];
      const to = one.corners[at];
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) sums[i][j] += from[i] * from[j];
        sums[i][3] += from[i] * to[0];
        sums[i][4] += from[i] * to[1];
      }
    });
  }
  return solved(sums);
}

// Three equations with two right sides each, by elimination with the largest pivot.
function solved(rows) {
  for (let at = 0; at < 3; at++) {
    const best = [...rows.keys()].slice(at).sort((a, b) => Math.abs(rows[b][at]) - Math.abs(rows[a][at]))[0];
    [rows[at], rows[best]] = [rows[best], rows[at]];
    for (let i = 0; i < 3; i++) {
      if (i === at) continue;
      const times = rows[i][at] / rows[at][at];
      rows[i] = rows[i].map((value, j) => value - times * rows[at][j]);
    }
  }
  return rows.map((row, at) => [row[3] / row[at], row[4] / row[at]]);
}

function rowOf(picture, way, paper) {
  const print = sampled(picture, way, paper, paper.codeX, 0, paper.codeWide, paper.codeWide);
  const ink = print && share(print, 0.1);
  return Array.from({ length: paper.boxes }, (_, box) => (print ? boxOf(picture, way, paper, box, ink) : null));
}

function boxOf(picture, way, paper, box, ink) {
  const left = paper.boxX + box * paper.boxStep;
  const size = paper.boxWide - 2 * paper.inset;
  const gap = paper.boxStep - paper.boxWide;
  const inside = sampled(picture, way, paper, left + paper.inset, paper.boxY + paper.inset, size, size);
  const beside = [left - gap + 1, left + paper.boxWide + 1]
    .map((at) => sampled(picture, way, paper, at, paper.boxY, gap - 2, paper.boxWide))
    .filter(Boolean)
    .map((one) => share(one, 0.5));
  if (!inside || !beside.length) return null;
  const white = Math.max(...beside);
  const edge = white - paper.ink * (white - ink);
  return inside.filter((one) => one < edge).length / inside.length;
}

// The pixels of a grid over a rectangle on paper; null where it leaves the picture.
function sampled(picture, way, paper, left, top, wide, high) {
  const found = [];
  for (let i = 0; i < paper.grid; i++) {
    for (let j = 0; j < paper.grid; j++) {
      const x = left + ((j + 0.5) / paper.grid) * wide;
      const y = top + ((i + 0.5) / paper.grid) * high;
      const column = Math.round(x * way[0][0] + y * way[1][0] + way[2][0]);
      const line = Math.round(x * way[0][1] + y * way[1][1] + way[2][1]);
      if (column < 0 || line < 0 || column >= picture.width || line >= picture.height) return null;
      found.push(picture.grey[line * picture.width + column]);
    }
  }
  return found;
}

// The value that this share of the values lies below.
function share(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

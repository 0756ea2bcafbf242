// The words of this page, from the catalogue, and the times it shows: Latin digits, UTC.
const TABLES = JSON.parse(document.getElementById("words").textContent);
export const WAYS = JSON.parse(document.getElementById("ways").textContent);

export function say(table, code, filled = {}) {
  const text = TABLES[table][code] ?? code;
  return text.replace(/\{(\w+)\}/g, (whole, name) => filled[name] ?? whole);
}

export function hour(instant) {
  return new Date(instant).toISOString().slice(11, 16);
}

export function dated(instant) {
  return `${new Date(instant).toISOString().slice(5, 10)} ${hour(instant)}`;
}

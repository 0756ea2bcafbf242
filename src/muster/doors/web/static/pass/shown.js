// Step 1: what kind of thing a text is, as a camera, a keyboard scanner or a hand gives it.
import * as aloud from "./aloud.js";
import * as holder from "./holder.js";
import * as inner from "./inner.js";
import * as letters from "./letters.js";
import * as outer from "./outer.js";

const LONGEST = 700;
const BLANKS = /[\t-\r ]/g;
const ASCII = /^[\x00-\x7f]*$/;

// { sealed } | { presented } | { outer } | { aloud } | { wrong } | { unjudged }
export function read(text) {
  // Step 1: strip blanks, upper case, at most 700 characters; nothing but ASCII is a pass.
  if (text.length > LONGEST || !ASCII.test(text)) return { wrong: "passes.not-a-pass" };
  const told = text.replace(BLANKS, "").toUpperCase();
  if (told.startsWith(inner.PREFIX)) {
    const raw = letters.read(told.slice(3));
    const sealed = raw === null ? "passes.malformed" : inner.read(raw);
    return typeof sealed === "string" ? { wrong: sealed } : { sealed };
  }
  if (told.startsWith(holder.PREFIX)) {
    const raw = letters.read(told.slice(3));
    return raw === null ? { wrong: "passes.malformed" } : { presented: raw };
  }
  if (/^M[PH][0-9]/.test(told)) return { unjudged: "passes.newer-format" };
  const found = told.length === outer.LETTERS ? outer.read(told) : null;
  if (found !== null) return { outer: found };
  if (told.length === aloud.LETTERS && /^[A-Z0-9]*$/.test(told)) {
    const code = aloud.read(told);
    return code === null ? { unjudged: "passes.code-mistyped" } : { aloud: code };
  }
  return { wrong: "passes.not-a-pass" };
}

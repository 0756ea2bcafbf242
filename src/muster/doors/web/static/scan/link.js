// Asking the site: the only way to know whether there is a link. Each question is signed by this
// tablet's key and counted, so that none can be asked again by somebody who heard it; each says which
// entry this tablet writes next, so that the site knows when all of them came.
import { hex, join } from "../pass/bytes.js";
import { sign } from "./signer.js";

const TEXT = new TextEncoder();
const TAG = TEXT.encode("muster/question/1");
const EVERY = 2_000;
const PATIENCE = 1_500;
export const AT_MOST = 400; // what a verdict waits for the site
const LONG = 10_000;

export class Link {
  constructor({ ways, own, device, clock, said, next }) {
    Object.assign(this, { ways, own, device, clock, said, next });
    this.linked = false;
    this.told = null; // what the site answered last, with when by its clock
    this.count = 0;
  }

  // The site's answer, or null where it gave none in time.
  async ask(way, question, limit) {
    this.count = Math.max(this.count + 1, Date.now());
    const { device, count } = this;
    const body = TEXT.encode(JSON.stringify({ ...question, device, count, next: this.next() }));
    const signature = hex(await sign(this.own, join(TAG, body)));
    const sent = performance.now();
    try {
      const answer = await fetch(this.ways[way], {
        method: "POST",
        body,
        headers: { "Content-Type": "application/json", "Muster-Signature": signature },
        signal: AbortSignal.timeout(limit),
        credentials: "same-origin",
        cache: "no-store",
      });
      if (!answer.ok) return this.missed(answer.status);
      const told = await answer.json();
      this.clock.heard(told.at, sent, performance.now());
      this.told = told;
      this.is(true);
      return told;
    } catch {
      return this.missed(0);
    }
  }

  missed(status) {
    if (status === 403) this.said({ event: "refused" });
    // The site was scuttled. Over http anybody on the Wi-Fi could say so, and is not believed.
    if (status === 410 && isSecureContext) this.said({ event: "scuttled" });
    this.is(false);
    return null;
  }

  is(linked) {
    if (linked === this.linked) return;
    this.linked = linked;
    this.said({ event: "link", linked });
  }

  // About one scan: not while known to be alone, and never for long.
  about(question) {
    return this.linked ? this.ask("ask", question, AT_MOST) : null;
  }

  shift() {
    return this.ask("shift", {}, LONG);
  }

  // Ask every two seconds, and let `each` use the answer.
  async watch(each) {
    for (;;) {
      const told = await this.ask("ask", {}, PATIENCE);
      if (told) await each(told);
      await new Promise((done) => setTimeout(done, EVERY));
    }
  }
}

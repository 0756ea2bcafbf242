// Send what waits here, oldest first, 50 at once, and let go only of what the site says it holds
// (docs/format/device.md). The signatures in the entries are the authority: no session is asked.
import { unhex } from "../pass/bytes.js";
import { pack } from "../record/msgpack.js";

const AT_ONCE = 50;
const PATIENCE = 20_000;
const GONE = ["held", "kept-back"];

export class Replay {
  constructor({ store, way, tell, after }) {
    Object.assign(this, { store, way, tell, after });
    this.running = false;
  }

  // One run at a time; more that comes meanwhile goes with it.
  async run() {
    if (this.running) return;
    this.running = true;
    try {
      while (await this.batch());
    } catch {
      // No link, or no answer: everything is still here, and goes with the next run.
    } finally {
      this.running = false;
      await this.count();
    }
  }

  async batch() {
    const oldest = await this.store.oldest(AT_ONCE);
    if (!oldest.length) return false;
    const [{ device }] = oldest; // what an earlier shift left here goes under its own name
    const rows = oldest.filter((row) => row.device === device);
    const items = rows.map((row) => [row.segment, row.key]);
    const answer = await fetch(this.way, {
      method: "POST",
      body: pack([1, unhex(device), items]),
      headers: { "Content-Type": "application/octet-stream" },
      signal: AbortSignal.timeout(PATIENCE),
      credentials: "same-origin",
      cache: "no-store",
    });
    if (!answer.ok) return false;
    const { lamport, answers } = await answer.json();
    this.after(lamport);
    const states = rows.map((row, at) => ({ row, ...answers[at], code: answers[at].code ?? "" }));
    const held = states.filter((one) => GONE.includes(one.state)).map((one) => one.row.id);
    const refused = states
      .filter((one) => one.state === "refused")
      .map(({ row, code }) => ({ ...row, code }));
    await this.store.gone(held, refused);
    return true;
  }

  async count() {
    const [waiting, tray] = await Promise.all([this.store.waiting(), this.store.tray()]);
    this.tell({ event: "waiting", waiting, tray });
  }
}

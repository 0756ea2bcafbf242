// Send what waits here, oldest first, 50 at once, and let go only of what the site says it holds
// (docs/format/device.md). The signatures in the entries are the authority: no session is asked.
import { unhex } from "../pass/bytes.js";
import { pack } from "../record/msgpack.js";
import { unpack } from "../record/unpack.js";

const AT_ONCE = 50;
const PATIENCE = 20_000;
const GONE = ["held", "kept-back"];

export class Replay {
  constructor({ store, way, device, tell, after }) {
    Object.assign(this, { store, way, device, tell, after });
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
    const rows = await this.store.oldest(AT_ONCE);
    if (!rows.length) return false;
    const items = rows.map((row) => [row.segment, row.key]);
    const answer = await fetch(this.way, {
      method: "POST",
      body: pack([1, unhex(this.device), items]),
      headers: { "Content-Type": "application/octet-stream" },
      signal: AbortSignal.timeout(PATIENCE),
      credentials: "same-origin",
      cache: "no-store",
    });
    if (!answer.ok) return false;
    const [lamport, answers] = unpack(new Uint8Array(await answer.arrayBuffer()));
    this.after(lamport);
    const states = rows.map((row, at) => ({ row, state: answers[at][0], code: answers[at][4] }));
    const held = states.filter((one) => GONE.includes(one.state)).map((one) => one.row.sequence);
    const refused = states
      .filter((one) => one.state === "refused")
      .map(({ row, code }) => ({ ...row, code }));
    await this.store.gone(held, refused);
    return rows.length === AT_ONCE;
  }

  async count() {
    const [waiting, tray] = await Promise.all([this.store.waiting(), this.store.tray()]);
    this.tell({ event: "waiting", waiting, tray });
  }
}

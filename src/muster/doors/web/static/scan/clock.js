// The time by the site's clock, as an interval. It runs on what the machine counts, not on a wall
// clock that somebody may set; where the two part, or after a reload alone, the interval is wider.
const RELOADED = 60_000; // how far a wall clock may have been set while nobody looked
const PARTED = 2_000;

export class Clock {
  constructor(wall = () => Date.now(), steady = () => performance.now()) {
    this.wall = wall;
    this.steady = steady;
    this.anchor = null;
  }

  // The site said `at` between two readings of our steady clock. A wider answer is not taken, but
  // where it and what we thought exclude each other: then the site's clock was set.
  heard(at, sent, received) {
    const unsure = (received - sent) / 2;
    const now = this.anchor && this.read();
    const fits = now && this.anchor.sure && at <= now[1] && now[0] <= at + 2 * unsure;
    if (fits && (now[1] - now[0]) / 2 < unsure) return this.kept();
    this.anchor = { at: at + unsure, steady: received, wall: this.wall(), unsure, sure: true };
    return this.kept();
  }

  // What a reload needs: how far our wall clock is from the site's.
  kept() {
    return { behind: this.anchor.at - this.anchor.wall };
  }

  restore({ behind }) {
    if (this.anchor) return;
    const wall = this.wall();
    this.anchor = { at: wall + behind, steady: this.steady(), wall, unsure: RELOADED, sure: false };
  }

  // [earliest, latest], or null where nothing was ever heard.
  read() {
    if (!this.anchor) return null;
    const { at, steady, wall, unsure } = this.anchor;
    const counted = this.steady() - steady;
    const shown = this.wall() - wall;
    const apart = Math.abs(counted - shown) > PARTED;
    const [least, most] = apart ? [Math.min(counted, shown), Math.max(counted, shown)] : [counted, counted];
    return [Math.floor(at + least - unsure), Math.ceil(at + most + unsure)];
  }
}

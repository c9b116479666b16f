interface Noted {
  /** In bytes from the beginning of the log. */
  position: number;
  /** When the primary had come so far (performance.now). */
  at: number;
}

/** Half an hour of looks: who is further behind is told to be so by the oldest of them. */
const MOST_NOTED = 1800;

/**
 * How late a replica is, by what the primary had when. The moment of the last commit that was replayed would not say it: where nobody
 * writes it grows older, and nothing is late.
 */
export class ReplicaLag {
  private notReached: Noted[] = [];
  private lastWaitedMs = 0;

  note(position: number, at: number): void {
    if (this.notReached.length < MOST_NOTED) this.notReached.push({ position, at });
  }

  /** The replica has everything up to `position`. */
  reached(position: number, at: number): void {
    const last = this.notReached.filter((noted) => noted.position <= position).at(-1);
    if (last) this.lastWaitedMs = at - last.at;
    this.notReached = this.notReached.filter((noted) => noted.position > position);
  }

  /** While it has everything: how long that took the last time. */
  ms(now: number): number {
    const [oldest] = this.notReached;
    return oldest ? now - oldest.at : this.lastWaitedMs;
  }
}

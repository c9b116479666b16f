/** A change that takes longer than this has been broken off: no statement and no idle transaction lives as long. */
const GIVE_UP_MS = 60_000;

/**
 * Up to where the timeline has been read. Ids are given at the insert and seen at the commit, so a lower one may come after a
 * higher: `after` stays below what is missing until it has come, or can come no more. Whoever resumes after it misses
 * nothing, and may see an event twice.
 */
export class TimelinePosition {
  private readonly above = new Set<number>();
  private missingSince: number | null = null;

  constructor(private settled: number) {}

  get after(): number {
    return this.settled;
  }

  /** Read already, though above `after`. */
  get known(): number[] {
    return [...this.above];
  }

  /** False for what was read before. */
  read(id: number): boolean {
    if (id <= this.settled || this.above.has(id)) return false;
    this.above.add(id);
    this.advance();
    return true;
  }

  /** @param now milliseconds of a clock that does not jump. */
  giveUpMissing(now: number): void {
    if (this.above.size === 0) this.missingSince = null;
    else if (this.missingSince === null) this.missingSince = now;
    else if (now - this.missingSince > GIVE_UP_MS) {
      this.settled = Math.min(...this.above) - 1;
      this.missingSince = null;
      this.advance();
    }
  }

  private advance(): void {
    const before = this.settled;
    while (this.above.delete(this.settled + 1)) this.settled++;
    if (this.settled > before) this.missingSince = null;
  }
}

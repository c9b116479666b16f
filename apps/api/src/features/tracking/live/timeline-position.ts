/** A change that takes longer than this has been broken off: no statement and no idle transaction lives as long. */
const GIVE_UP_MS = 60_000;

/** Ids that nobody has seen yet, both ends included. */
export interface Gap {
  first: number;
  last: number;
}

/**
 * Up to where the timeline has been read. Ids are given at the insert and seen at the commit, so a lower one may come after a
 * higher: what is missing below the highest is remembered until it has come, or can come no more. Whoever resumes after
 * `after` misses nothing, and may see an event twice.
 */
export class TimelinePosition {
  /** In the order of ids. Kept as ranges: one change that is under way for a minute costs the same in a busy market. */
  private missing: (Gap & { sinceMs: number })[] = [];

  constructor(private highest: number) {}

  /** The highest id that was read. */
  get top(): number {
    return this.highest;
  }

  /** What is missing below it. */
  get gaps(): readonly Gap[] {
    return this.missing;
  }

  /** Up to here nothing is missing. */
  get after(): number {
    return this.missing[0] ? this.missing[0].first - 1 : this.highest;
  }

  /**
   * False for what was read before.
   * @param nowMs of a clock that does not jump
   */
  read(id: number, nowMs: number): boolean {
    if (id <= this.highest) return this.fill(id);
    if (id > this.highest + 1) this.missing.push({ first: this.highest + 1, last: id - 1, sinceMs: nowMs });
    this.highest = id;
    return true;
  }

  /** @param nowMs of the same clock */
  giveUpMissing(nowMs: number): void {
    this.missing = this.missing.filter(({ sinceMs }) => nowMs - sinceMs <= GIVE_UP_MS);
  }

  private fill(id: number): boolean {
    const index = this.missing.findIndex(({ first, last }) => first <= id && id <= last);
    const gap = this.missing[index];
    if (!gap) return false;
    const left = [
      { ...gap, last: id - 1 },
      { ...gap, first: id + 1 },
    ].filter(({ first, last }) => first <= last);
    this.missing.splice(index, 1, ...left);
    return true;
  }
}

import { v7 } from 'uuid';

/** The one source of the current time: tests and the simulator put their own in its place. */
export class Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that its owner moves: for tests, the seed and the simulator. */
export class MovableClock extends Clock {
  constructor(private offsetMs = 0) {
    super();
  }

  override now(): Date {
    return new Date(super.now().getTime() + this.offsetMs);
  }

  /** Goes `milliseconds` on, or back when negative. */
  move(milliseconds: number): void {
    this.offsetMs += milliseconds;
  }

  /** Makes now `moment`; time goes on from there. */
  set(moment: Date): void {
    this.offsetMs = moment.getTime() - super.now().getTime();
  }
}

/** The one source of new keys. Version 7 grows with time, so that new rows land at the end of their index. */
export class Ids {
  next(): string {
    return v7();
  }
}

/** Where the double takes the time of day from. Injected, so that a test owns it. */
export type TimeSource = () => Date;

/**
 * Stripe's time as the double tells it: the source plus an offset that a test may move. Authorization holds, account
 * links and pending balances go by it. Webhook signatures do not: their receiver compares them with real time.
 */
export class Clock {
  constructor(
    private readonly source: TimeSource,
    private readonly offset: { read(): number; write(milliseconds: number): void },
  ) {}

  now(): Date {
    return new Date(this.source().getTime() + this.offset.read());
  }

  /** Seconds since the epoch, as every timestamp of the Stripe API. */
  seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }

  advance(seconds: number): void {
    this.offset.write(this.offset.read() + seconds * 1000);
  }

  set(now: Date): void {
    this.offset.write(now.getTime() - this.source().getTime());
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import type { api, Position, WireAnswer } from '@aegis/contract';
import type { Actor } from './cast.js';
import { distanceMeters } from './way.js';

type UploadAnswer = WireAnswer<typeof api.tracking.upload>;
type FixForm = Parameters<Actor['client']['tracking']['upload']>[0]['body']['fixes'][number];

/** Of a phone under a clear sky. */
export const ACCURACY_METERS = 8;
const FIX_EVERY_MS = 1000;

/**
 * A guard's phone on a job: one fix a second in real time, sent in batches. Its clock is the server's, set at the moment
 * of acceptance, since fixes from before that are refused.
 */
export class Phone {
  private readonly acceptedAt = performance.now();
  private lastFixAt = this.acceptedAt;
  private lastPosition: Position | undefined;
  private unsent: FixForm[] = [];
  private sent: FixForm[] = [];

  constructor(
    private readonly guard: Actor,
    private readonly jobId: string,
    private readonly serverTime: Date,
  ) {}

  /**
   * Takes a fix at each position, a second after the one before: nobody is faster than their car, and a phone that catches
   * up after a slow upload would look like it.
   */
  async follow(way: readonly Position[]): Promise<void> {
    for (const position of way) {
      await delay(Math.max(0, this.lastFixAt + FIX_EVERY_MS - performance.now()));
      this.unsent.push(this.fixAt(position));
      this.lastFixAt = performance.now();
      this.lastPosition = position;
    }
  }

  async send(): Promise<UploadAnswer> {
    this.sent = this.unsent;
    this.unsent = [];
    return this.upload(this.sent);
  }

  /** What a bad connection and a bad receiver do: the last batch once more, and a jump at its end. */
  sendAgainWithJump(jump: Position): Promise<UploadAnswer> {
    return this.upload([...this.sent, this.fixAt(jump)]);
  }

  private upload(fixes: FixForm[]): Promise<UploadAnswer> {
    return this.guard.client.tracking.upload({ params: { id: this.jobId }, body: { fixes } });
  }

  private fixAt(position: Position): FixForm {
    const recordedAt = new Date(this.serverTime.getTime() + performance.now() - this.acceptedAt).toISOString();
    const moved = this.lastPosition ? distanceMeters(this.lastPosition, position) : 0;
    const speedMps = Math.min(moved / (FIX_EVERY_MS / 1000), 1000);
    return { ...position, accuracyMeters: ACCURACY_METERS, recordedAt, speedMps };
  }
}

import type { Position } from '@aegis/contract';

export interface StoredFix {
  location: Position;
  accuracyMeters: number;
  recordedAt: Date;
}

/** What a guard's phone has sent of a job; implemented by the tracking feature, which stands above this one. */
export abstract class StoredFixes {
  /** In order of recording, both ends included. */
  abstract between(track: { guardId: string; jobId: string }, from: Date, until: Date): Promise<StoredFix[]>;
}

import type { Position } from '@aegis/contract';
import type { JobRow } from '../job-rows.js';

/** How it was shown that a guard is at the site. */
type PresenceProof = NonNullable<JobRow['checkInProof']>;

/** That a guard was at the site at a moment, and what shows it. */
export interface ProvedAt {
  kind: PresenceProof;
  /** Now; or when it was recorded, for what a phone without connection has kept. */
  at: Date;
  /** Null where no position shows it. */
  location: Position | null;
}

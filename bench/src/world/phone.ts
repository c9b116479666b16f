import type { Fix } from '@aegis/contract';
import type { Watch } from './watches.js';

const WALK_METERS_PER_MS = 1.4 / 1000;
/** To one side of the site and back: who goes farther leaves their post, which is looked into. */
const WALK_METERS = 60;
const METERS_PER_DEGREE = 110_922;
const OFFLINE_MS = 45 * 60_000;

type WireFix = Omit<Fix, 'recordedAt'> & { recordedAt: string };

/**
 * The phone of a guard who walks to and fro at their post: its fixes are what a real one sends, each of a moment of its own. Where they
 * are follows from the moment alone, so that another phone of the same guard goes on where the one before has stopped.
 */
export class WalkingPhone {
  private lastAt = 0;
  private keptAt = Date.now() - OFFLINE_MS;

  constructor(readonly watch: Watch) {}

  get path(): string {
    return `/api/v1/jobs/${this.watch.jobId}/locations`;
  }

  /** Of now. */
  fix(): WireFix {
    this.lastAt = Math.max(this.lastAt + 1, Date.now());
    return this.at(this.lastAt);
  }

  /** Kept by the phone three quarters of an hour ago. */
  kept(count: number): WireFix[] {
    return Array.from({ length: count }, () => this.at(this.keptAt++));
  }

  private at(moment: number): WireFix {
    const there = (moment * WALK_METERS_PER_MS) % (2 * WALK_METERS);
    return {
      lat: 34.05 + Math.min(there, 2 * WALK_METERS - there) / METERS_PER_DEGREE,
      lng: -118.25,
      accuracyMeters: 12.5,
      recordedAt: new Date(moment).toISOString(),
      speedMps: 1.4,
      headingDegrees: 0,
    };
  }
}

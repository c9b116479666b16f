import type { Position } from '@aegis/contract';

/** A position by its distance from the site, in metres on the spheroid. */
export interface SiteFix {
  recordedAt: Date;
  distanceMeters: number;
  accuracyMeters: number;
}

/** Whose fixes, of which job, and from where they are measured: jobs may lie on another server than fixes (docs/citus.md). */
export interface SiteTrack {
  guardId: string;
  jobId: string;
  /** Of the site. */
  location: Position;
}

/** What a guard's phone has sent of a job, and how far from its site; implemented by the tracking feature, which stands above this one. */
export abstract class StoredFixes {
  /** In order of recording, both ends included. */
  abstract between(track: SiteTrack, from: Date, until: Date): Promise<SiteFix[]>;
}

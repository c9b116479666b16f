/** A position by its distance from the site, in metres on the spheroid. */
export interface SiteFix {
  recordedAt: Date;
  distanceMeters: number;
  accuracyMeters: number;
}

/** What a guard's phone has sent of a job, and how far from its site; implemented by the tracking feature, which stands above this one. */
export abstract class StoredFixes {
  /** In order of recording, both ends included. */
  abstract between(track: { guardId: string; jobId: string }, from: Date, until: Date): Promise<SiteFix[]>;
}

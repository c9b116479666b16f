export interface LiveOffer {
  offerId: string;
  jobId: string;
}

/** What was offered to whom; kept by the matching feature, which stands above this one. All of it in the open transaction. */
export abstract class OfferBook {
  /** The guard who had accepted has the job no longer; they are not asked for it again. */
  abstract giveBack(jobId: string): Promise<void>;
  /** Ends the live offers of a job that nobody can take (for now). */
  abstract endOfJob(jobId: string): Promise<void>;
  /**
   * In the transaction of a change that makes the job another one: whoever accepts afterwards accepts what they were not
   * offered. Ends its offers, and asks nobody until the money of what it is now is in order.
   */
  abstract startAnew(jobId: string): Promise<void>;
  /** What this guard could accept, as far as nobody is deciding it at this moment. */
  abstract liveOf(guardId: string): Promise<LiveOffer[]>;
  /** Ends these offers of the guard, and lets the search for their jobs go on without them. */
  abstract end(guardId: string, offers: readonly LiveOffer[]): Promise<void>;
}

/** The search for a guard; answered by the matching feature, which stands above this one. */
export abstract class LiveOffers {
  /**
   * In the transaction of a change that makes the job another one: whoever accepts afterwards accepts what they were not
   * offered. Ends its offers, and asks nobody until the money of what it is now is in order.
   */
  abstract withdraw(jobId: string): Promise<void>;
}

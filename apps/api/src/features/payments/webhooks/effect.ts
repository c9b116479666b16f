/** What an event does to our rows; called inside the transaction that marks the event as applied. */
export interface Effect {
  apply: () => Promise<unknown>;
  /** Whose money is to be carried on afterwards; null when this is said by the effect itself. */
  jobId: string | null;
}

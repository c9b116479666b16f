/** What a customer owes; answered by the payments feature, which stands above this one. */
export abstract class Debts {
  /** For jobs that have ended and whose card has refused: cents in all, and the oldest of the jobs. Null when nothing is owed. */
  abstract of(customerId: string): Promise<{ owedCents: number; jobId: string } | null>;
}

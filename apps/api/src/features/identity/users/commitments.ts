/** What has become of a person. */
export type PersonCause = 'suspended' | 'reinstated' | 'closed';

/** What people have promised to others and asked of them; kept by jobs, which stands above. */
export abstract class Commitments {
  /**
   * Runs `change`, a guarded update that locks the person's row, while no job of theirs can change, and then lets go of what they
   * may no longer hold or ask for. All in one transaction; a refusal of `change` leaves everything as it was.
   */
  abstract during<T>(about: { userId: string; cause: PersonCause }, change: () => Promise<T>): Promise<T>;
}

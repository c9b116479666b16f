/** A check-out can be undone for so long on the page on which it was pressed. */
export const UNDO_MS = 60_000;

/**
 * The acts that wait for their minute, by key. Of this page and not of the phone: whoever closes the page means it, and another
 * page, or this one opened anew, finds a check-out that only has to be sent.
 */
export class UndoMinutes {
  private readonly until = new Map<string, number>();

  begin(key: string, now: number): void {
    this.until.set(key, now + UNDO_MS);
  }

  /** From now on it is sent as soon as it can be. */
  end(key: string): void {
    this.until.delete(key);
  }

  /** Null: nothing to wait for. */
  of(key: string, now: number): number | null {
    const until = this.until.get(key);
    // A clock that is put back keeps nobody waiting for longer than the minute.
    return until === undefined || until <= now || until - now > UNDO_MS ? null : until;
  }
}

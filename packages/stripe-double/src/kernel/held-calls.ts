/** Calls that a fault keeps waiting, so that a test can act while they are on their way. */
export class HeldCalls {
  private held: (() => void)[] = [];
  private watchers: (() => void)[] = [];
  private readonly pausing = new Set<() => void>();

  /** Waits until released. */
  async hold(): Promise<void> {
    const released = new Promise<void>((resolve) => this.held.push(resolve));
    for (const notify of this.watchers.splice(0)) notify();
    await released;
  }

  /** Waits so long, or until released. */
  async pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.pausing.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.pausing.add(end);
    });
  }

  /** Resolves as soon as a call is held. */
  async whenHeld(): Promise<void> {
    if (this.held.length > 0) return;
    await new Promise<void>((resolve) => this.watchers.push(resolve));
  }

  releaseAll(): void {
    for (const release of [...this.held.splice(0), ...this.pausing]) release();
  }
}

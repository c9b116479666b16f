/** How many answers people have got so far: the clock of the one who kills. */
export class WorkDone {
  answers = 0;
  private readonly waiting = new Set<{ answers: number; go: () => void }>();

  note(): void {
    this.answers++;
    for (const waiter of this.waiting)
      if (this.answers >= waiter.answers) {
        this.waiting.delete(waiter);
        waiter.go();
      }
  }

  /** Returns when there have been so many, or `signal` says that it does not matter any more. */
  reach(answers: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        signal.removeEventListener('abort', go);
        resolve();
      };
      if (signal.aborted) return resolve();
      signal.addEventListener('abort', go, { once: true });
      this.waiting.add({ answers, go });
    });
  }
}

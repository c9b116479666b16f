/** The public server's rule: no more than one question a second. */
const PAUSE_MS = 1000;
/** Each of them is a second that the next waits. */
const MOST_WAITING = 4;
/** Who types a place does not wait longer for a better answer. */
const LONGEST_WAIT_MS = 4000;

/** The question was not asked: others were before it, or its own asker has asked another since. */
export class NoTurn extends Error {}

interface Waiting {
  askerId: string;
  begin: () => void;
  giveUp: (reason: NoTurn) => void;
}

/** One question after the other, with a pause between; of one asker only the newest waits. */
export class Turns {
  private waiting: Waiting[] = [];
  private isTaken = false;

  /** @throws NoTurn when it does not come to it in time */
  async take<T>(askerId: string, ask: () => Promise<T>): Promise<T> {
    await this.turn(askerId);
    try {
      return await ask();
    } finally {
      setTimeout(() => this.next(), PAUSE_MS).unref();
    }
  }

  private turn(askerId: string): Promise<void> {
    if (!this.isTaken) {
      this.isTaken = true;
      return Promise.resolve();
    }
    // Whoever types has no use any more for what they had typed before.
    this.waiting.find((one) => one.askerId === askerId)?.giveUp(new NoTurn('a newer question'));
    if (this.waiting.length >= MOST_WAITING) throw new NoTurn('too many questions');
    return this.wait(askerId);
  }

  private async wait(askerId: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((begin, reject) => {
        const one: Waiting = { askerId, begin, giveUp: (reason) => (this.leave(one), reject(reason)) };
        this.waiting.push(one);
        timer = setTimeout(() => one.giveUp(new NoTurn('not in time')), LONGEST_WAIT_MS).unref();
      });
    } finally {
      clearTimeout(timer);
    }
  }

  private next(): void {
    const first = this.waiting.shift();
    if (first) first.begin();
    else this.isTaken = false;
  }

  private leave(one: Waiting): void {
    this.waiting = this.waiting.filter((other) => other !== one);
  }
}

import { setTimeout as delay } from 'node:timers/promises';

export interface GroupLimits {
  /** Weight that one group may have; an item that is heavier goes alone. */
  groupWeight: number;
  /** Weight that may wait; what comes then is refused. Bounds the memory. */
  waitingWeight: number;
  /** Groups under way at once. */
  groupsAtOnce: number;
  /** How long the first of a group waits for company. 0: for what has arrived in the same turn of the event loop. */
  lingerMs: number;
  /** What has waited longer is refused before it is begun. */
  patienceMs: number;
}

interface Waiting<Item, Result> {
  item: Item;
  since: number;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/** Too much waits, or has waited too long: nothing was begun. */
export class Overload extends Error {}

export interface Grouping<Item> {
  /** Items of one key are never in two groups at once, and keep their order. */
  keyOf(item: Item): string;
  weightOf(item: Item): number;
  /** Milliseconds of any clock that does not jump. */
  now(): number;
}

/**
 * Gathers what is submitted at the same time into groups, so that many requests share one statement and one commit. A group
 * begins as soon as a place is free: alone, an item waits for nobody; under load, groups grow by themselves.
 */
export class GroupCommit<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private readonly busyKeys = new Set<string>();
  private weight = 0;
  private underWay = 0;
  private isCalled = false;

  /** @param write one result an item, in the order of the items; a failure is everybody's. */
  constructor(
    private readonly write: (items: Item[]) => Promise<Result[]>,
    private readonly grouping: Grouping<Item>,
    private readonly limits: GroupLimits,
  ) {}

  get waitingWeight(): number {
    return this.weight;
  }

  /** @throws Overload */
  submit(item: Item): Promise<Result> {
    if (this.weight >= this.limits.waitingWeight) return Promise.reject(new Overload('too many wait'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, since: this.grouping.now(), resolve, reject });
      this.weight += this.grouping.weightOf(item);
      this.call();
    });
  }

  /** Resolves when nothing waits and nothing is under way. */
  async drained(): Promise<void> {
    while (this.waiting.length > 0 || this.underWay > 0) await delay(5);
  }

  private call(): void {
    if (this.isCalled || this.underWay >= this.limits.groupsAtOnce) return;
    this.isCalled = true;
    const begin = (): void => {
      this.isCalled = false;
      this.begin();
    };
    if (this.limits.lingerMs > 0) setTimeout(begin, this.limits.lingerMs);
    else setImmediate(begin);
  }

  private begin(): void {
    const group = this.take();
    if (group.length === 0) return;
    this.underWay++;
    const keys = new Set(group.map(({ item }) => this.grouping.keyOf(item)));
    for (const key of keys) this.busyKeys.add(key);
    void this.settle(group).finally(() => {
      this.underWay--;
      for (const key of keys) this.busyKeys.delete(key);
      if (this.waiting.length > 0) this.call();
    });
    if (this.waiting.length > 0) this.call();
  }

  private async settle(group: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.write(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error('an item has no result'));
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  /** The oldest that are free to go, as many as fit. */
  private take(): Waiting<Item, Result>[] {
    const group: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    const passedOver = new Set<string>();
    const giveUpBefore = this.grouping.now() - this.limits.patienceMs;
    let weight = 0;
    for (const one of this.waiting) {
      const key = this.grouping.keyOf(one.item);
      const own = this.grouping.weightOf(one.item);
      const isFull = group.length > 0 && weight + own > this.limits.groupWeight;
      if (one.since < giveUpBefore) {
        this.weight -= own;
        one.reject(new Overload('waited too long'));
      } else if (isFull || this.busyKeys.has(key) || passedOver.has(key)) {
        passedOver.add(key);
        left.push(one);
      } else {
        this.weight -= own;
        weight += own;
        group.push(one);
      }
    }
    this.waiting = left;
    return group;
  }
}

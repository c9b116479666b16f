import { describe, expect, it } from 'vitest';
import { GroupCommit, type GroupLimits, Overload } from './group-commit.js';

interface Item {
  key: string;
  weight: number;
}

const LIMITS: GroupLimits = { groupWeight: 10, waitingWeight: 30, groupsAtOnce: 2, lingerMs: 0, patienceMs: 1000 };

/** A writer that ends a group when the test says so. */
class Writer {
  readonly groups: { items: Item[]; commit: () => void; fail: (error: Error) => void }[] = [];
  time = 0;
  readonly commits: GroupCommit<Item, string>;

  constructor(limits: Partial<GroupLimits> = {}) {
    const write = (items: Item[]): Promise<string[]> =>
      new Promise((resolve, reject) => {
        this.groups.push({ items, commit: () => resolve(items.map(({ key }) => `stored ${key}`)), fail: reject });
      });
    const grouping = {
      keyOf: (item: Item) => item.key,
      weightOf: (item: Item) => item.weight,
      now: () => this.time,
    };
    this.commits = new GroupCommit(write, grouping, { ...LIMITS, ...limits });
  }

  submit(key: string, weight = 1): Promise<string> {
    return this.commits.submit({ key, weight });
  }

  keys(group: number): string[] | undefined {
    return this.groups[group]?.items.map(({ key }) => key);
  }
}

/** All that is ready now has been done. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('concurrent items', () => {
  it('share a group, and each has its own answer after the commit', async () => {
    const writer = new Writer();
    const answers = Promise.all(['a', 'b', 'c'].map((key) => writer.submit(key)));
    await settled();
    expect(writer.keys(0)).toEqual(['a', 'b', 'c']);
    writer.groups[0]?.commit();
    expect(await answers).toEqual(['stored a', 'stored b', 'stored c']);
  });

  it('are not answered before the commit', async () => {
    const writer = new Writer();
    let answered = false;
    const answer = writer.submit('a').then(() => (answered = true));
    await settled();
    expect(answered).toBe(false);
    writer.groups[0]?.commit();
    await answer;
  });

  it('fail together when the write fails, and the next group goes on', async () => {
    const writer = new Writer();
    const lost = Promise.allSettled([writer.submit('a'), writer.submit('b')]);
    await settled();
    writer.groups[0]?.fail(new Error('connection lost'));
    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = writer.submit('c');
    await settled();
    writer.groups[1]?.commit();
    expect(await next).toBe('stored c');
  });

  it('of one key are never in two groups at once, and keep their order', async () => {
    const writer = new Writer({ groupWeight: 2 });
    const answers = Promise.all([writer.submit('a', 2), writer.submit('a', 2), writer.submit('b', 2)]);
    await settled();
    expect([writer.keys(0), writer.keys(1), writer.keys(2)]).toEqual([['a'], ['b'], undefined]);
    writer.groups[1]?.commit();
    await settled();
    expect(writer.keys(2)).toBeUndefined();
    writer.groups[0]?.commit();
    await settled();
    expect(writer.keys(2)).toEqual(['a']);
    writer.groups[2]?.commit();
    await answers;
  });
});

describe('the bounds', () => {
  it('of a group are kept, and an item above them goes alone', async () => {
    const writer = new Writer({ groupsAtOnce: 1 });
    const answers = Promise.all([writer.submit('a', 6), writer.submit('b', 6), writer.submit('c', 12)]);
    for (const [group, keys] of [['a'], ['b'], ['c']].entries()) {
      await settled();
      expect(writer.keys(group)).toEqual(keys);
      writer.groups[group]?.commit();
    }
    await answers;
  });

  it('of what waits refuse the rest at once, and what was refused is never written', async () => {
    const writer = new Writer({ groupsAtOnce: 1 });
    const first = writer.submit('a');
    await settled();
    const waiting = [writer.submit('b', 15), writer.submit('c', 15)];
    await expect(writer.submit('d')).rejects.toBeInstanceOf(Overload);
    expect(writer.commits.waitingWeight).toBe(30);
    writer.groups[0]?.commit();
    await first;
    for (const group of [1, 2]) {
      await settled();
      writer.groups[group]?.commit();
    }
    expect(await Promise.all(waiting)).toEqual(['stored b', 'stored c']);
    expect(writer.commits.waitingWeight).toBe(0);
    expect(writer.groups.flatMap(({ items }) => items.map(({ key }) => key))).not.toContain('d');
  });

  it('of patience refuse what has waited too long, before it is begun', async () => {
    const writer = new Writer({ groupsAtOnce: 1 });
    const first = writer.submit('a');
    await settled();
    const late = expect(writer.submit('b')).rejects.toBeInstanceOf(Overload);
    writer.time = 1001;
    const fresh = writer.submit('c');
    writer.groups[0]?.commit();
    await first;
    await late;
    await settled();
    expect(writer.keys(1)).toEqual(['c']);
    writer.groups[1]?.commit();
    await fresh;
    await writer.commits.drained();
  });
});

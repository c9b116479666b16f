import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.js';

/** A queue whose work ends when the test says so. */
function queueWith(limits: { atOnce: number; share: number; total: number }) {
  const queue = new FairQueue({ ...limits, retryAfterSeconds: 3 });
  const [begun, open] = [[] as string[], new Map<string, () => void>()];
  const run = (party: string, name: string): Promise<string> =>
    queue.run(party, async () => {
      begun.push(name);
      await new Promise<void>((resolve) => open.set(name, resolve));
      return name;
    });
  return { queue, begun, run, end: (name: string) => open.get(name)?.() };
}

describe('a queue', () => {
  it('does so much at once, the rest in the order in which it came', async () => {
    const { begun, run, end } = queueWith({ atOnce: 1, share: 9, total: 9 });
    const all = Promise.all([run('a', 'first'), run('b', 'second'), run('c', 'third')]);
    for (const name of ['first', 'second', 'third']) {
      await expect.poll(() => begun.at(-1)).toBe(name);
      end(name);
    }
    expect(await all).toEqual(['first', 'second', 'third']);
    expect(begun).toEqual(['first', 'second', 'third']);
  });

  it('refuses who has their share in it, and takes others', async () => {
    const { run, end, begun } = queueWith({ atOnce: 1, share: 2, total: 9 });
    const own = [run('a', 'one'), run('a', 'two')];
    await expect(run('a', 'three')).rejects.toMatchObject({
      code: 'too_much_at_once',
      status: 429,
      circumstances: { retryAfterSeconds: 3 },
    });
    const other = run('b', 'other');
    for (const name of ['one', 'two', 'other']) {
      await expect.poll(() => begun.at(-1)).toBe(name);
      end(name);
    }
    await Promise.all([...own, other]);
  });

  it('refuses everybody when it is full, and takes them again afterwards', async () => {
    const { run, end, begun } = queueWith({ atOnce: 1, share: 1, total: 1 });
    const one = run('a', 'one');
    await expect(run('b', 'two')).rejects.toMatchObject({ code: 'overloaded', status: 503 });
    end('one');
    await one;
    const later = run('b', 'later');
    await expect.poll(() => begun.at(-1)).toBe('later');
    end('later');
    expect(await later).toBe('later');
  });

  it('gives the place of work that failed to the next', async () => {
    const { queue, begun, run, end } = queueWith({ atOnce: 1, share: 9, total: 9 });
    const failing = queue.run('a', () => Promise.reject(new Error('broken')));
    const next = run('a', 'next');
    await expect(failing).rejects.toThrow('broken');
    await expect.poll(() => begun.at(-1)).toBe('next');
    end('next');
    await next;
  });
});

import { describe, expect, it } from 'vitest';
import { against, alternate, median, medianOf } from './rounds.js';

describe('rounds', () => {
  it('give the middle value, or the mean of the two in the middle', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow('no median');
  });

  it('alternate, turn the order round every time, and forget the warm-up', async () => {
    const order: string[] = [];
    let calls = 0;
    const contender = (name: string) => ({
      name,
      measure: () => {
        order.push(name);
        return Promise.resolve(++calls);
      },
    });
    const measured = await alternate([contender('ours'), contender('theirs')], 2, () => {});
    expect(order).toEqual(['ours', 'theirs', 'theirs', 'ours', 'ours', 'theirs']);
    expect(Object.fromEntries(measured)).toEqual({ ours: [4, 5], theirs: [3, 6] });
  });

  it('compare round by round: one slow round of the machine does not move the ratio', () => {
    const measured = new Map([
      ['ours', [50, 5, 50]],
      ['theirs', [100, 10, 100]],
    ]);
    expect(against(measured, 'ours', 'theirs')).toEqual({ name: 'theirs', value: 100, ratio: 0.5 });
    expect(medianOf(measured, 'ours')).toBe(50);
  });
});

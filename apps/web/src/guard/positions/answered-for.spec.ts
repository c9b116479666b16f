import { describe, expect, it } from 'vitest';
import { answeredFor, type Verdict } from './answered-for';

const HUNDRED = Array.from({ length: 100 }, (_, index) => index);
/** A server that reads no upload in which one of these is. */
const unable =
  (...bad: number[]) =>
  (fixes: readonly number[]): Promise<Verdict> =>
    Promise.resolve(fixes.some((fix) => bad.includes(fix)) ? { is: 'unreadable' } : { is: 'judged', rejected: [] });

describe('what becomes of a batch of positions', () => {
  it('is that one which cannot be read costs itself alone', async () => {
    const { answered, stored, refused, waitMs } = await answeredFor(HUNDRED, unable(37));
    expect(answered).toEqual(HUNDRED);
    expect(stored).toEqual(HUNDRED.filter((fix) => fix !== 37));
    expect({ refused, waitMs }).toEqual({ refused: { unreadable: 1 }, waitMs: null });
  });

  it.each([[[0]], [[99]], [[0, 1, 50, 99]]])('is the same of %j, wherever they stand', async (bad) => {
    const { answered, stored, refused } = await answeredFor(HUNDRED, unable(...bad));
    expect(answered).toEqual(HUNDRED);
    expect(stored).toEqual(HUNDRED.filter((fix) => !bad.includes(fix)));
    expect(refused).toEqual({ unreadable: bad.length });
  });

  it('is what the server said of each', async () => {
    const rejected = [
      { index: 1, code: 'impossible_speed' as const },
      { index: 2, code: 'impossible_speed' as const },
    ];
    const { answered, stored, refused } = await answeredFor([5, 6, 7], () =>
      Promise.resolve({ is: 'judged', rejected }),
    );
    expect({ answered, stored, refused }).toEqual({
      answered: [5, 6, 7],
      stored: [5],
      refused: { impossible_speed: 2 },
    });
  });

  it('is that all are over with the job', async () => {
    const { answered, stored, refused } = await answeredFor([1, 2], () => Promise.resolve({ is: 'over' }));
    expect({ answered, stored, refused }).toEqual({ answered: [1, 2], stored: [], refused: { job_over: 2 } });
  });

  it('is that what was not answered for stays, also in the middle of a search for what cannot be read', async () => {
    let calls = 0;
    const breaks = (fixes: readonly number[]): Promise<Verdict> =>
      ++calls > 2 ? Promise.resolve({ is: 'later', waitMs: 500 }) : unable(70)(fixes);
    const { answered, waitMs } = await answeredFor(HUNDRED, breaks);
    expect({ answered, waitMs }).toEqual({ answered: HUNDRED.slice(0, 50), waitMs: 500 });
  });
});

import { describe, expect, it } from 'vitest';
import { fillRate, type JobPoint, jobsByDay, lastDays, medianSecondsToMatch, moneyByDay } from './history';

const job = (given: Partial<JobPoint>): JobPoint => ({
  requestedAt: '2026-11-22T10:00:00.000Z',
  status: 'completed',
  matchedAt: '2026-11-22T10:00:40.000Z',
  startTime: '2026-11-22T11:00:00.000Z',
  ...given,
});

describe('the market over time', () => {
  const days = lastDays(3, Date.parse('2026-11-22T23:59:00.000Z'));

  it('has today last', () => expect(days).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']));

  it('counts jobs on the day they were asked for', () => {
    const lines = jobsByDay([job({}), job({ requestedAt: '2026-11-21T00:00:00.000Z', status: 'requested' })], days);
    expect(lines.map(({ completed, requested }) => [completed, requested])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
    ]);
  });

  it('leaves searches that go on out of the fill rate', () => {
    expect(fillRate([job({ status: 'requested', matchedAt: null })])).toBeNull();
    expect(fillRate([job({}), job({ status: 'cancelled', matchedAt: null }), job({ status: 'requested' })])).toBe(0.5);
  });

  it('takes the median of the waits, not their mean', () => {
    const waits = [10, 40, 3600].map((seconds) =>
      job({ matchedAt: new Date(Date.parse('2026-11-22T10:00:00.000Z') + seconds * 1000).toISOString() }),
    );
    expect(medianSecondsToMatch(waits)).toBe(40);
    expect(medianSecondsToMatch([])).toBeNull();
  });

  it('adds up what has been settled, by kind', () => {
    const row = {
      type: 'charge' as const,
      status: 'succeeded',
      amountCents: 1050,
      succeededAt: '2026-11-22T01:00:00.000Z',
    };
    const [, , today] = moneyByDay([row, row, { ...row, type: 'refund' }, { ...row, succeededAt: null }], days);
    expect(today).toEqual({ day: '2026-11-22', charged: 21, paidOut: 0, refunded: 10.5 });
  });
});

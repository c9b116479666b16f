import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DayHours, dayHoursOf, weekOf } from './working-week';

const MONDAY = 0;
const SUNDAY = 6;

describe('hours of a week', () => {
  it.each<[string, DayHours, { fromMinute: number; toMinute: number }[]]>([
    ['a day', { day: MONDAY, from: '09:00', to: '17:30' }, [{ fromMinute: 540, toMinute: 1050 }]],
    ['a night', { day: MONDAY, from: '22:00', to: '06:00' }, [{ fromMinute: 1320, toMinute: 1800 }]],
    ['a whole day', { day: MONDAY, from: '00:00', to: '00:00' }, [{ fromMinute: 0, toMinute: 1440 }]],
    [
      'the night after Sunday',
      { day: SUNDAY, from: '22:00', to: '06:00' },
      [
        { fromMinute: 9960, toMinute: 10080 },
        { fromMinute: 0, toMinute: 360 },
      ],
    ],
  ])('are minutes since Monday: %s', (_, hours, week) => {
    expect(weekOf([hours])).toEqual(week);
    expect(dayHoursOf([...week].sort((a, b) => a.fromMinute - b.fromMinute))).toEqual([hours]);
  });

  it('that were joined are shown in days', () => {
    expect(dayHoursOf([{ fromMinute: 540, toMinute: 2 * 1440 + 60 }])).toEqual([
      { day: 0, from: '09:00', to: '00:00' },
      { day: 1, from: '00:00', to: '00:00' },
      { day: 2, from: '00:00', to: '01:00' },
    ]);
  });

  it('come back as the same minutes, whatever they are', () => {
    const stretch = fc
      .tuple(fc.integer({ min: 0, max: 10_079 }), fc.integer({ min: 1, max: 10_080 }))
      .filter(([from, to]) => from < to)
      .map(([fromMinute, toMinute]) => [{ fromMinute, toMinute }]);
    const minutes = (week: readonly { fromMinute: number; toMinute: number }[]): Set<number> =>
      new Set(
        week.flatMap(({ fromMinute, toMinute }) =>
          Array.from({ length: toMinute - fromMinute }, (_, i) => fromMinute + i),
        ),
      );
    fc.assert(
      fc.property(stretch, (week) => {
        expect(minutes(weekOf(dayHoursOf(week)))).toEqual(minutes(week));
      }),
      { numRuns: 30 },
    );
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BEHAVIOUR, type Costs, demandOf } from './model.js';
import { demandTable } from './table.js';

const COSTS: Costs = {
  bookingServer: 100_000,
  bookingDatabase: 50_000,
  fixServer: 200,
  fixDatabase: 100,
  streamKilobytes: 16,
  bookingWalBytes: 100_000,
  fixWalBytes: 1000,
  bookingBytes: 20_000,
  fixBytes: 250,
};
/** Everybody works around the clock, stands still, and books evenly, without a detour. */
const EVENLY = { dutyPeak: 1, bookingPeak: 1, bookingDetours: 1 };
const STEADY = { ...BEHAVIOUR, ...EVENLY, shareWorking: 1, shiftHours: 24, shareMoving: 0 };

describe('what a market asks for', () => {
  it('is counted from people: who is on duty, how often their phones send, and who watches', () => {
    const demand = demandOf(86_400, COSTS, STEADY);
    expect(demand).toMatchObject({ onDuty: 86_400, fixesASecond: 288, bookingsASecond: 1, streams: 172_800 });
    // 288 fixes and a booking: 57,600 + 100,000 and 28,800 + 50,000 microseconds in each second.
    expect(demand.serverCores).toBeCloseTo(0.1576, 6);
    expect(demand.databaseCores).toBeCloseTo(0.0788, 6);
    expect(demand.walMegabytesASecond).toBeCloseTo(0.388, 6);
    expect(demand.streamGigabytes).toBeCloseTo((172_800 * 16) / 1024 / 1024, 6);
    expect(demand.historyGigabytes).toBeCloseTo((288 * 86_400 * 30 * 250) / 2 ** 30, 6);
    expect(demand.bookingGigabytesAYear).toBeCloseTo((86_400 * 365 * 20_000) / 2 ** 30, 6);
  });

  it('counts the CPU of a booking with its detours, and what is kept of it once', () => {
    const [straight, lived] = [
      demandOf(86_400, COSTS, STEADY),
      demandOf(86_400, COSTS, { ...STEADY, bookingDetours: 3 }),
    ];
    expect(lived.serverCores - straight.serverCores).toBeCloseTo(0.2, 6);
    expect(lived.databaseCores - straight.databaseCores).toBeCloseTo(0.1, 6);
    expect(lived.bookingGigabytesAYear).toBe(straight.bookingGigabytesAYear);
  });

  it('is ten times as much for ten times as many guards, in whole processes', () => {
    const [small, large] = [demandOf(1_000_000, COSTS), demandOf(10_000_000, COSTS)];
    expect(large.serverCores / small.serverCores).toBeCloseTo(10, 9);
    expect(small.processes).toBe(Math.ceil(small.serverCores * 2));
    expect(demandOf(10, COSTS).processes).toBe(1);
  });
});

describe('docs/capacity.md', () => {
  const page = readFileSync(new URL('../../../docs/capacity.md', import.meta.url), 'utf8');
  const rowsOf = (text: string): string[][] =>
    text.split('\n').flatMap((line) =>
      line.startsWith('|') && !line.includes('---')
        ? [
            line
              .slice(1, -1)
              .split('|')
              .map((cell) => cell.trim()),
          ]
        : [],
    );
  const section = (title: string): string => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

  it('says what the model makes of the costs that it names', () => {
    const named = new Map(rowsOf(section('What one of each costs')).map(([key = '', value = '']) => [key, value]));
    const cost = (key: string): number => Number(named.get(`\`${key}\``)?.replaceAll(',', ''));
    const costs = Object.fromEntries(Object.keys(COSTS).map((key) => [key, cost(key)])) as unknown as Costs;
    expect(Object.values(costs).every((value) => value > 0)).toBe(true);
    expect(rowsOf(section('What markets ask for'))).toEqual(demandTable(costs));
  });
});

import { rounded } from '../harness/figures.js';
import { type Costs, type Demand, demandOf } from './model.js';

const MARKETS = [10_000, 100_000, 1_000_000, 10_000_000] as const;

const ROWS: readonly [string, (demand: Demand) => number][] = [
  ['on duty in the busiest hour', ({ onDuty }) => onDuty],
  ['fixes a second', ({ fixesASecond }) => fixesASecond],
  ['bookings a second', ({ bookingsASecond }) => bookingsASecond],
  ['open streams', ({ streams }) => streams],
  ['cores used by processes', ({ serverCores }) => serverCores],
  ['cores used by the database', ({ databaseCores }) => databaseCores],
  ['write-ahead log, MB a second', ({ walMegabytesASecond }) => walMegabytesASecond],
  ['memory of streams, GB', ({ streamGigabytes }) => streamGigabytes],
  ['processes', ({ processes }) => processes],
  ['connections to the database', ({ connections }) => connections],
  ['location history of 30 days, GB', ({ historyGigabytes }) => historyGigabytes],
  ['bookings of a year, GB', ({ bookingGigabytesAYear }) => bookingGigabytesAYear],
];

/** What markets of these sizes ask for, as it stands in docs/capacity.md. */
export function demandTable(costs: Costs): string[][] {
  const demands = MARKETS.map((guards) => demandOf(guards, costs));
  return [
    ['guards', ...MARKETS.map((guards) => guards.toLocaleString('en-US'))],
    ...ROWS.map(([name, read]) => [name, ...demands.map((demand) => rounded(read(demand)))]),
  ];
}

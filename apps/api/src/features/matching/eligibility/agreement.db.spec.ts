import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MatchVerdict } from '@aegis/contract';
import { Marketplace } from '../../../../test/marketplace.js';
import { Database } from '../../../platform/database/database.js';
import { Problem } from '../../../platform/http/problem.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { CandidatesRepository } from '../candidates/candidates.repository.js';
import { CANDIDATES } from '../candidates/candidates.statements.js';
import { MatchExplanation } from '../explanation/match-explanation.js';
import { customers, guardsOnDuty } from '../spec-support/crowd.js';
import { FROZEN_WALK } from '../spec-support/frozen-walk.js';
import { type RandomMarket, randomMarket, settle } from '../spec-support/random-market.js';
import { Demands } from './demand.js';
import { Eligibility } from './eligibility.js';
import { type Question, valuesFor } from './question.js';
import { originOf, RULES, type RuleName } from './rules.js';

const GUARDS = 10;
const MOST_ROUNDS = 10;
const MARKETS = 40;
const EVERYBODY = 100;
const TEST_LIMIT_MS = 300_000;

let market: Marketplace;
/** How often a rule was not met, and how often all were: a market of which nobody is ever found proves nothing. */
const unmetSeen = new Map<RuleName, number>();
let eligibleSeen = 0;

beforeAll(async () => {
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '3600', PAYOUT_ACCOUNT_REQUIRED: '1' });
});
afterAll(() => market.close());

const of = <T>(type: new (...parts: never[]) => T): T => market.application.app.get<T>(type);

/** A market at a place of its own. */
async function open(random: RandomMarket): Promise<{ job: JobRow; guardIds: string[] }> {
  const { dataSource, baseUrl } = market.application;
  const [at, now] = [market.newPlace(), market.now];
  const guards = await guardsOnDuty(dataSource, baseUrl, { count: random.guards.length, at, now });
  const [customer] = await customers(dataSource, baseUrl, 1, now);
  if (!customer) throw new Error('there is no customer');
  const guardIds = guards.map(({ id }) => id);
  const jobId = await settle(dataSource, random, { at, now, customerId: customer.id, guardIds });
  return { job: await of(JobsService).get(jobId), guardIds };
}

const idsOf = (rows: readonly { guardId: string }[]): string[] => rows.map(({ guardId }) => guardId).sort();

async function gathered(job: JobRow): Promise<string[]> {
  const demand = of(Demands).of(job);
  const asking = CANDIDATES[originOf(demand)].gather;
  const values = valuesFor(asking, { ...demand, limit: EVERYBODY, guardId: null, contest: null });
  return idsOf(await of(Database).rows(asking, values));
}

/** The rows of the walk, and those of the walk as it once was, of the same values. */
async function walkedNowAndOnce(job: JobRow): Promise<[now: string, once: string]> {
  const demand = of(Demands).of(job);
  const asked = { ...demand, limit: EVERYBODY, guardId: null, contest: null };
  const ask = async ({ text, asks }: Pick<Question, 'text' | 'asks'>): Promise<string> =>
    JSON.stringify(await of(Database).anyRows(text, valuesFor({ asks }, asked)));
  return [await ask(CANDIDATES[originOf(demand)].walk), await ask(FROZEN_WALK[originOf(demand)])];
}

/** Those whom the question about one guard finds. */
async function foundOneByOne(job: JobRow, guardIds: readonly string[]): Promise<string[]> {
  const [repository, demand] = [of(CandidatesRepository), of(Demands).of(job)];
  const rows = [];
  for (const guardId of guardIds) rows.push(...(await repository.only(guardId, demand)));
  return idsOf(rows);
}

/** Rules that each guard does not meet. */
async function judged(job: JobRow, guardIds: readonly string[]): Promise<Map<string, RuleName[]>> {
  const unmet = new Map<string, RuleName[]>();
  for (const guardId of guardIds) unmet.set(guardId, (await of(Eligibility).inSearch(guardId, job)).unmet);
  return unmet;
}

const CAN_TAKE_IT: readonly MatchVerdict[] = ['next_in_line', 'offered'];

/** Those who are told nothing that speaks against them. */
async function toldThatTheyMay(job: JobRow, guardIds: readonly string[]): Promise<string[]> {
  const told: string[] = [];
  for (const userId of guardIds) {
    const mine = await explainedTo(userId, job.id);
    if (mine && CAN_TAKE_IT.includes(mine.verdict) && mine.reasons.length === 0) told.push(userId);
  }
  return told.sort();
}

/** Null for a guard outside of the area. */
async function explainedTo(userId: string, jobId: string) {
  try {
    const caller = { userId, role: 'guard', language: 'en', sessionId: userId, isForRights: false } as const;
    return (await of(MatchExplanation).explain(caller, jobId)).mine;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return null;
    throw error;
  }
}

async function counted(job: JobRow): Promise<number> {
  const draft = {
    ...job,
    id: undefined,
    description: undefined,
    locationNotes: undefined,
    specialRequirements: undefined,
    contact: undefined,
  };
  return (await of(CandidatesRepository).nearest(of(Demands).of(draft), EVERYBODY)).length;
}

it(
  'the search, both its ways, the question about one guard, the explanation and the count agree on random markets',
  async () => {
    const agree = fc.asyncProperty(randomMarket(GUARDS), async (random) => {
      const { job, guardIds } = await open(random);
      const found = idsOf(await of(CandidatesRepository).nearest(of(Demands).of(job), EVERYBODY));
      const unmet = await judged(job, guardIds);
      const meeting = (met: (rules: RuleName[]) => boolean): string[] =>
        guardIds.filter((id) => met(unmet.get(id) ?? [])).sort();
      const [now, once] = await walkedNowAndOnce(job);
      expect(now).toBe(once);
      expect(await gathered(job)).toEqual(found);
      expect(await foundOneByOne(job, guardIds)).toEqual(found);
      expect(meeting((rules) => rules.length === 0)).toEqual(found);
      expect(await toldThatTheyMay(job, guardIds)).toEqual(found);
      // A draft is a job that nobody can have been asked for.
      const ofDraft = meeting((rules) => rules.every((rule) => rule === 'not_asked'));
      if (random.job.startsIn > 0) expect(await counted(job)).toBe(ofDraft.length);
      eligibleSeen += found.length;
      for (const rule of [...unmet.values()].flat()) unmetSeen.set(rule, (unmetSeen.get(rule) ?? 0) + 1);
    });
    const isUnseen = (): boolean => Object.keys(RULES).some((rule) => !unmetSeen.has(rule as keyof typeof RULES));
    // Some rules are rarely the ones that a random guard does not meet.
    for (let round = 0; round === 0 || (round < MOST_ROUNDS && isUnseen()); round++)
      await fc.assert(agree, { numRuns: MARKETS, endOnFailure: true });
    expect(eligibleSeen).toBeGreaterThan(0);
    expect([...unmetSeen.keys()].sort()).toEqual(Object.keys(RULES).sort());
  },
  TEST_LIMIT_MS,
);

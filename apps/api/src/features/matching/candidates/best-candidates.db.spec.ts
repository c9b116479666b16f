import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS } from '../../../platform/clock/duration.js';
import { type JobRow, JobsService } from '../../jobs/jobs.service.js';
import { Demands } from '../eligibility/demand.js';
import { customers, guardsOnDuty } from '../spec-support/crowd.js';
import { BestCandidates } from './best-candidates.js';
import { CandidatesRepository } from './candidates.repository.js';
import { Market } from './market.js';
import { rank, type Ranked } from './score.js';

const CITIES = 25;
/** Of these so many that are always the same. */
const ALWAYS = 10;
const TEST_LIMIT_MS = 300_000;
/** More than are scored first. */
const CROWD = { min: 60, max: 140 };
const RADIUS_METERS = 24_140;

let market: Marketplace;
let narrow: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '3600' });
  narrow = await Marketplace.open({ BATCH_WINDOW_SECONDS: '3600', SEARCH_LOOKED_AT_LIMIT: '55' });
});
afterAll(() => Promise.all([market.close(), narrow.close()]));

const guard = fc.record({
  meters: fc.integer({ min: 0, max: RADIUS_METERS - 200 }),
  bearing: fc.integer({ min: 0, max: 359 }),
  skills: fc.subarray(['patrol', 'cctv', 'first aid', 'crowd control']),
  rating: fc.option(fc.integer({ min: 100, max: 500 })),
  ratingCount: fc.constantFrom(0, 4, 5, 80),
  assignedDaysAgo: fc.option(fc.integer({ min: 0, max: 300 })),
  accepted: fc.integer({ min: 0, max: 8 }),
  missed: fc.integer({ min: 0, max: 8 }),
  missedUnseen: fc.integer({ min: 0, max: 3 }),
});

const city = fc.record({
  startsIn: fc.constantFrom(HOUR_MS, 3 * DAY_MS),
  requiredSkills: fc.constantFrom<string[]>([], ['patrol']),
  guards: fc.array(guard, { minLength: CROWD.min, maxLength: CROWD.max }),
});

type City = typeof city extends fc.Arbitrary<infer T> ? T : never;

async function open(of: Marketplace, { guards, startsIn, requiredSkills }: City): Promise<JobRow> {
  const { dataSource, baseUrl, app } = of.application;
  const [at, now] = [of.newPlace(), of.now];
  const members = await guardsOnDuty(dataSource, baseUrl, { count: guards.length, at, now });
  const [customer] = await customers(dataSource, baseUrl, 1, now);
  if (!customer) throw new Error('there is no customer');
  const past = await customer.client.jobs.create({
    body: of.draft({ location: { lat: 0, lng: 0 }, startsIn: 9 * DAY_MS }),
  });
  const people = JSON.stringify(guards.map((one, index) => ({ ...one, id: members[index]?.id })));
  await dataSource.query(
    `UPDATE guard_profiles p SET skills = g.skills, average_rating = g.rating / 100.0, rating_count = g."ratingCount",
       last_assigned_at = $2::timestamptz - make_interval(days => g."assignedDaysAgo"),
       current_location = ST_Project(p.current_location, g.meters, radians(g.bearing)),
       base_location = ST_Project(p.base_location, g.meters, radians(g.bearing))
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, skills jsonb, rating numeric, "ratingCount" integer,
       "assignedDaysAgo" integer, meters float8, bearing float8) WHERE p.user_id = g.id`,
    [people, now],
  );
  await dataSource.query(
    `INSERT INTO offers (id, job_id, guard_id, status, wave, distance_meters, score, components, payout_cents, offered_at,
       expires_at, resolved_at, seen_at)
     SELECT gen_random_uuid(), $2, g.id, past.status, 1, 0, 1, '{}', 1, $3, $3::timestamptz + interval '1 minute', $3,
       past.seen
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, accepted integer, missed integer, "missedUnseen" integer),
       LATERAL (
         SELECT 'given_back'::offer_status AS status, NULL::timestamptz AS seen FROM generate_series(1, g.accepted)
         UNION ALL SELECT 'expired', $3 FROM generate_series(1, g.missed)
         UNION ALL SELECT 'expired', NULL FROM generate_series(1, g."missedUnseen")) past`,
    [people, past.id, now],
  );
  const draft = of.draft({ location: at, startsIn, requiredSkills });
  const { id } = await customer.client.jobs.create({ body: draft });
  return app.get(JobsService).get(id);
}

async function both(of: Marketplace, job: JobRow, places: number) {
  const { app } = of.application;
  const demand = app.get(Demands).of(job);
  const terms = await app.get(Market).terms(demand.radiusMeters);
  const everybody = await app.get(CandidatesRepository).nearest(demand, 10_000);
  const found = await app.get(BestCandidates).find(demand, terms, places);
  return { everybody, found, best: namesOf(rank(everybody, terms), places) };
}

const namesOf = (ranked: readonly Ranked[], places: number): string[] =>
  ranked.slice(0, places).map(({ guardId }) => guardId);

describe('the best of a city with more guards than are scored first', () => {
  it(
    'are those that the scores of all eligible guards in the radius give, in the same order',
    async () => {
      let further = 0;
      const drawn = fc.tuple(city, fc.constantFrom(1, 3, 5, 50));
      const agree = fc.asyncProperty(drawn, async ([random, places]) => {
        const { everybody, found, best } = await both(market, await open(market, random), places);
        expect(namesOf(found.ranked, places)).toEqual(best);
        expect(found.onlyNearest).toBeNull();
        const near = new Set(everybody.slice(0, 50).map(({ guardId }) => guardId));
        if (best.some((guardId) => !near.has(guardId))) further++;
      });
      // The same ones each time as well: of those drawn anew now and then none has its best beyond the nearest fifty.
      const always = fc.sample(drawn, { numRuns: ALWAYS, seed: 3 });
      await fc.assert(agree, { numRuns: CITIES, endOnFailure: true, examples: always.map((one) => [one]) });
      // Were the best always among the nearest fifty, nothing would be shown.
      expect(further).toBeGreaterThan(0);
    },
    TEST_LIMIT_MS,
  );

  it('are said to be only of the nearest where not everybody was looked at', async () => {
    const [random] = fc.sample(city, { numRuns: 1, seed: 7 });
    if (!random) throw new Error('no city was drawn');
    const { found } = await both(narrow, await open(narrow, { ...random, requiredSkills: [] }), 50);
    expect(found.onlyNearest).toBe(55);
    expect(found.ranked.length).toBe(50);
  });
});

it('are none where nobody is', async () => {
  const { found } = await both(
    market,
    await open(market, { startsIn: HOUR_MS, requiredSkills: [randomUUID()], guards: [] }),
    3,
  );
  expect(found).toMatchObject({ ranked: [], onlyNearest: null });
});

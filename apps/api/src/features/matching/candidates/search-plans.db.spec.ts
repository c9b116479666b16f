import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/test-database.js';
import { openDataSource } from '../../../platform/database/connection.js';
import type { Demand } from '../eligibility/demand.js';
import { valuesFor } from '../eligibility/question.js';
import { originOf } from '../eligibility/rules.js';
import { CANDIDATES, type Way } from './candidates.statements.js';
import type { Contest } from './threshold.js';

const { engine } = inject('testEngine');
/** On the embedded engine the planner is the same, but filling in a hundred thousand guards takes minutes. */
const GUARDS = engine === 'postgres' ? 100_000 : 2_000;
if (engine === 'embedded')
  console.info(`search-plans.db.spec.ts: plans are held at ${GUARDS} guards here, not at 100,000`);

const FILL_LIMIT_MS = 300_000;
const CANDIDATES_WANTED = 50;
const NOW = new Date('2026-06-01T12:00:00Z');

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  const connection = { ...database, embedded: engine === 'embedded', poolSize: 1, statementTimeoutMs: FILL_LIMIT_MS };
  dataSource = await openDataSource(connection).initialize();
  await dataSource.query(
    `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
     SELECT gen_random_uuid(), 'guard' || number || '@plan.example', 'none', 'G', 'G', 'guard', 'active'
     FROM generate_series(1, $1::int) AS number`,
    [GUARDS],
  );
  await dataSource.query(
    `INSERT INTO guard_profiles (user_id, license_number, license_state, license_expires_on, license_verified_at,
       clearance_level, skills, hourly_rate_cents, availability_status, current_location, location_updated_at,
       base_location)
     SELECT id, 'G-1', 'CA', '2030-01-01', now(),
       (CASE WHEN dice < 0.6 THEN 'basic' WHEN dice < 0.9 THEN 'armed' ELSE 'executive' END)::clearance_level,
       to_jsonb(ARRAY(SELECT skill FROM unnest(ARRAY['cctv', 'first aid', 'k9', 'patrol', 'crowd control']) AS skill
                      WHERE random() < 0.4 AND id IS NOT NULL)),
       1800 + (random() * 3000)::int, (CASE WHEN random() < 0.4 THEN 'available' ELSE 'offline' END)::availability_status,
       site, $1, site
     FROM (SELECT id, random() AS dice,
             ST_SetSRID(ST_MakePoint(-118.25 + random() - 0.5, 34.05 + random() - 0.5), 4326)::geography AS site
           FROM users) AS people`,
    [NOW],
  );
  await dataSource.query('ANALYZE');
}, FILL_LIMIT_MS);
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const COMMON: Partial<Demand> = { requiredClearanceLevel: 'basic', requiredSkills: ['patrol'] };
const RARE: Partial<Demand> = {
  requiredClearanceLevel: 'executive',
  requiredSkills: ['cctv', 'crowd control', 'first aid', 'k9', 'patrol'],
  payoutPerHourCents: 2000,
};

const demand = (changes: Partial<Demand>): Demand => ({
  jobId: null,
  location: { lat: 34.05, lng: -118.25 },
  startTime: new Date('2026-06-01T13:00:00Z'),
  endTime: new Date('2026-06-01T15:00:00Z'),
  requiredClearanceLevel: 'basic',
  requiredSkills: [],
  payoutPerHourCents: 3500,
  radiusMeters: 24_140,
  licensedThrough: '2026-06-08',
  seenSince: new Date('2026-06-01T11:45:00Z'),
  soonFrom: new Date('2026-06-01T11:00:00Z'),
  askedSince: null,
  payoutsMustBeReady: false,
  travelSpeedMps: 13.4,
  travelMarginSeconds: 600,
  dayWorkMaxHours: 16,
  weekWorkMaxHours: 60,
  now: NOW,
  ...changes,
});

/** The plan of a statement as the application sends it, settings of its connections included. */
async function planOf(way: Way, changes: Partial<Demand>, contest: Contest | null = null): Promise<string> {
  const asked = { ...demand(changes), limit: CANDIDATES_WANTED, guardId: null, contest };
  const statement = CANDIDATES[originOf(asked)][way];
  const rows = await dataSource.query<{ 'QUERY PLAN': string }[]>(
    `EXPLAIN ${statement.text}`,
    valuesFor(statement, asked),
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

describe('the search for candidates', () => {
  it.each([
    ['guards on duty', 'guard_profiles_on_duty_search', COMMON],
    ['guards on duty with a rare combination', 'guard_profiles_on_duty_search', RARE],
    ['any guard from their base', 'guard_profiles_base_search', { ...COMMON, seenSince: null }],
    ['a rare combination from its base', 'guard_profiles_base_search', { ...RARE, seenSince: null }],
  ])('walks along one index for %s, and gathers nobody to sort', async (_, index, changes) => {
    const plan = await planOf('walk', changes);
    expect(plan).toContain(`Index Scan using ${index}`);
    expect(plan).toMatch(/Order By: \(\w+ <-> /);
    expect(plan).toMatch(/Index Cond: .*&&.*skill_keys @>/);
    expect(plan).not.toMatch(/Bitmap|Seq Scan on guard_profiles/);
  });

  it.each([
    ['guards on duty', 'guard_profiles_on_duty_search', COMMON],
    ['any guard from their base', 'guard_profiles_base_search', { ...COMMON, seenSince: null }],
  ])('looks at contenders along one index too: %s', async (_, index, changes) => {
    const weights = { proximity: 0.4, skills: 0.25, rating: 0.15, acceptance: 0.1, fairness: 0.1 };
    const needed = { ratingsNeeded: 5, offersNeeded: 5, tiePoints: 5 };
    const terms = { radiusMeters: 24_140, weights, marketAcceptance: 0.8, ...needed };
    const plan = await planOf('contenders', changes, { floor: 80, reachMeters: 12_000, terms });
    expect(plan).toContain(`Index Scan using ${index}`);
    expect(plan).toMatch(/Order By: \(\w+ <-> /);
    expect(plan).not.toMatch(/Bitmap|Seq Scan on guard_profiles/);
  });

  it.each([
    ['guards on duty', /guard_profiles_(skills|on_duty_search)/, 'base_search', RARE],
    [
      'any guard from their base',
      /guard_profiles_(skills|base_search)/,
      'on_duty_search',
      { ...RARE, seenSince: null },
    ],
  ])('reads all of the radius by indexes where the walk for %s was given up', async (_, index, other, changes) => {
    const plan = await planOf('gather', changes);
    expect(plan).not.toContain('Seq Scan on guard_profiles');
    expect(plan).toMatch(index);
    // Its conditions would do, but it holds nothing of the radius: it would read guards of the whole country.
    expect(plan).not.toContain(other);
  });
});

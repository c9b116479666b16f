import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type JobAnswer, Marketplace } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { CheckIn } from '../../jobs/site/check-in.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { AcceptOffer } from '../offers/accept-offer.js';
import { Dispatch } from '../search/dispatch.js';
import { customers, guardsOnDuty, type Member } from '../spec-support/crowd.js';
import { Eligibility } from './eligibility.js';
import { wordsIn } from '@aegis/words/all';
import { together } from '../../../platform/http/problem.js';
import { type Door, type Origin, RULES, type RuleName, rulesAt, sentencesFor } from './rules.js';

const SOON = { timeout: 20_000, interval: 25 };
const STARTS_IN: Record<Origin, number> = { on_duty: HOUR_MS / 4, from_base: DAY_MS };
const WANTED = { requiredSkills: ['patrol'], requiredClearanceLevel: 'armed' as const, hourlyRateCents: 3000 };

let market: Marketplace;

beforeAll(async () => {
  // No window ends while a test looks: jobs that start later stay without offers.
  market = await Marketplace.open({ BATCH_WINDOW_SECONDS: '3600', PAYOUT_ACCOUNT_REQUIRED: '1' });
});
afterAll(() => market.close());

interface Case {
  guard: Member;
  customer: Member;
  job: JobAnswer;
}

const run = <Row extends object>(sql: string, { guard, job }: Pick<Case, 'guard' | 'job'>): Promise<Row[]> =>
  market.application.dataSource.query<Row[]>(`WITH asked AS (SELECT $1::uuid AS guard_id, $2::uuid AS job_id) ${sql}`, [
    guard.id,
    job.id,
  ]);

const profile = (set: string): string =>
  `UPDATE guard_profiles g SET ${set} FROM asked JOIN jobs j ON j.id = asked.job_id WHERE g.user_id = asked.guard_id`;
const user = (set: string): string => `UPDATE users u SET ${set} FROM asked WHERE u.id = asked.guard_id`;
const answered = (status: string): string =>
  `INSERT INTO offers (job_id, guard_id, status, wave, distance_meters, score, components, payout_cents, offered_at,
     expires_at, resolved_at)
   SELECT job_id, guard_id, '${status}', 1, 0, 1, '{}', 1, now() - interval '1 minute', now(), now() FROM asked`;
const lastDay = (days: number): string => `license_expires_on = (j.end_time AT TIME ZONE 'UTC')::date + ${days}`;

/** In two statements: a job is inserted as requested and matched afterwards. `starts` names times of the asked job. */
const holdsAnother = (starts: string, lasts: string, title = 'Other'): string[] => [
  `INSERT INTO jobs (customer_id, title, job_type, location_address, location_coordinates, start_time, end_time,
     required_clearance_level, hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents)
   SELECT customer_id, '${title}', job_type, location_address, location_coordinates, ${starts},
     ${starts} + interval '${lasts}', 'basic', 3000, 3000, 600, 2400 FROM jobs JOIN asked ON id = job_id`,
  `UPDATE jobs other SET status = 'matched', guard_id = asked.guard_id, matched_at = now()
   FROM asked JOIN jobs j ON j.id = asked.job_id WHERE other.customer_id = j.customer_id AND other.title = '${title}'`,
];

const ZONE = `time_zone = 'America/Los_Angeles'`;
const dayOf = (instant: string): string => `(${instant} AT TIME ZONE 'America/Los_Angeles')::date`;
/** The whole week without some minutes of the job, which may go on into the next week. */
const hoursWithout = (fromMinute: number, toMinute: number): string => `${ZONE}, working_week = (
  SELECT '{[0,10080)}'::int4multirange - int4multirange(int4range((m + ${fromMinute}) % 10080, (m + ${fromMinute}) % 10080 + ${toMinute - fromMinute}))
  FROM (SELECT (EXTRACT(EPOCH FROM local - date_trunc('week', local)) / 60)::integer AS m
        FROM (SELECT date_trunc('minute', j.start_time AT TIME ZONE 'America/Los_Angeles') AS local) at) minute)`;

/** How a guard who meets all rules comes to break one of them alone. A rule without an entry does not compile. */
const BREAKS: Record<RuleName, [who: string, ...sql: string[]][]> = {
  on_duty: [
    ['is off duty', profile(`availability_status = 'offline'`)],
    ['is at work', profile(`availability_status = 'busy'`)],
  ],
  position_fresh: [
    ['was seen 16 minutes ago', profile(`location_updated_at = location_updated_at - interval '16 minutes'`)],
  ],
  radius: [
    [
      'is 24 miles away, and has their base there',
      profile(`current_location = ST_Project(current_location, 24 * 1609, 0),
        base_location = ST_Project(base_location, 24 * 1609, 0)`),
    ],
  ],
  license_verified: [['has a licence that nobody has verified', profile('license_verified_at = NULL')]],
  license_lasts: [['has a licence that ends the day before', profile(lastDay(-1))]],
  clearance: [['has too low a clearance', profile(`clearance_level = 'basic'`)]],
  skills: [['lacks a skill', profile(`skills = '["cctv", "patrols"]'`)]],
  rate: [
    ['asks one cent more than the payout', profile('hourly_rate_cents = 2401')],
    ['names no rate', profile('hourly_rate_cents = NULL')],
  ],
  time_left: [
    [
      'would come after its end',
      // It ends in ten minutes, and the guard is 16 km away: they need twenty.
      `ALTER TABLE jobs DISABLE TRIGGER jobs_keep_status_rules`,
      `UPDATE jobs SET start_time = now() - interval '1 hour', end_time = now() + interval '10 minutes' FROM asked
       WHERE id = job_id`,
      `ALTER TABLE jobs ENABLE TRIGGER jobs_keep_status_rules`,
      profile(
        'current_location = ST_Project(current_location, 16000, 0), base_location = ST_Project(base_location, 16000, 0)',
      ),
    ],
  ],
  working_hours: [
    ['begins to work a minute after its start', profile(hoursWithout(0, 1))],
    ['stops a minute before its end', profile(hoursWithout(119, 120))],
  ],
  days_off: [
    [
      'is off on the day of its start',
      profile(
        `${ZONE}, days_off = datemultirange(daterange(${dayOf('j.start_time')}, ${dayOf('j.start_time')}, '[]'))`,
      ),
    ],
  ],
  payout_account: [['cannot be paid', profile('payouts_ready_at = NULL')]],
  account_active: [
    ['is suspended', user(`status = 'suspended'`)],
    ['is deleted', user('deleted_at = now()')],
  ],
  free: [['holds another job at that time', ...holdsAnother(`end_time - interval '1 minute'`, '1 hour')]],
  travel: [
    ['holds a job 9 minutes after it', ...holdsAnother(`end_time + interval '9 minutes'`, '1 hour')],
    ['holds a job 9 minutes before it', ...holdsAnother(`start_time - interval '69 minutes'`, '1 hour')],
    [
      'holds a job 20 minutes after it, 13 km away',
      ...holdsAnother(`end_time + interval '20 minutes'`, '1 hour'),
      `UPDATE jobs j SET location_coordinates = ST_Project(j.location_coordinates, 13000, 0)
       FROM asked WHERE j.guard_id = asked.guard_id AND j.id <> asked.job_id`,
    ],
  ],
  day_work: [['works 15 hours after it', ...holdsAnother(`end_time + interval '1 hour'`, '15 hours')]],
  week_work: [
    [
      'works 59 hours in the five days after it',
      ...[1, 2, 3, 4, 5].flatMap((day) =>
        holdsAnother(`start_time + interval '${day} days'`, day === 5 ? '11 hours' : '12 hours', `Day ${day}`),
      ),
    ],
  ],
  not_asked: [
    ['has declined it', answered('declined')],
    ['has given it back', answered('given_back')],
  ],
};

type Break = [rule: RuleName, who: string, sql: string[]];

const breaksOf = (rules: readonly RuleName[]): Break[] =>
  rules.flatMap((rule) => BREAKS[rule].map(([who, ...sql]): Break => [rule, who, sql]));

const names = (door: Door, origin: Origin): RuleName[] => rulesAt(door, origin).map(([name]) => name);

const notAskedAt = (door: Door): RuleName[] =>
  (Object.keys(RULES) as RuleName[]).filter((rule) => !names(door, 'on_duty').includes(rule));

/** A guard who just fits, and a job for them. */
async function fitting(startsIn: number): Promise<Case> {
  const location = market.newPlace();
  const { dataSource, baseUrl } = market.application;
  const [guard] = await guardsOnDuty(dataSource, baseUrl, { count: 1, at: location, now: market.now });
  const [customer] = await customers(dataSource, baseUrl, 1, market.now);
  if (!guard || !customer) throw new Error('nobody is there');
  // Fits before there is a job: the search for it begins at once.
  await dataSource.query(
    `UPDATE guard_profiles SET clearance_level = 'armed', skills = '["cctv", "patrol"]', hourly_rate_cents = 2400,
       payouts_ready_at = now() WHERE user_id = $1`,
    [guard.id],
  );
  const job = await customer.client.jobs.create({ body: market.draft({ location, startsIn, ...WANTED }) });
  await run(profile(lastDay(7)), { guard, job });
  return { guard, customer, job };
}

async function broken(startsIn: number, sql: readonly string[]): Promise<Case> {
  const fits = await fitting(startsIn);
  await breakRule(fits, sql);
  return fits;
}

async function breakRule(fits: Case, sql: readonly string[]): Promise<void> {
  for (const statement of sql)
    if (statement.startsWith('ALTER')) await market.application.dataSource.query(statement);
    else await run(statement, fits);
}

const of = <T>(type: new (...parts: never[]) => T): T => market.application.app.get<T>(type);

/** As the guard would ask, past the sign-in that a suspended guard has lost. */
const callerOf = ({ guard }: Case): Caller => ({
  userId: guard.id,
  role: 'guard',
  language: 'en',
  sessionId: guard.id,
  isForRights: false,
});

describe.each(['on_duty', 'from_base'] as const)('the search %s', (origin) => {
  const startsIn = STARTS_IN[origin];

  async function answersFor({ guard, customer, job }: Case): Promise<object> {
    const { location, startTime, endTime } = job;
    const found = await (await market.admin()).client.jobs.candidates({ params: { id: job.id } });
    const draft = { ...market.draft({ location, ...WANTED }), startTime, endTime };
    const quoted = await customer.client.jobs.quote({ body: draft });
    const { unmet } = await of(Eligibility).inSearch(guard.id, await of(JobsService).get(job.id));
    return { found: found.items.map((item) => item.guard?.userId), counted: quoted.eligibleGuards, unmet };
  }

  it('finds and counts a guard who just fits, and has nothing against them', async () => {
    const fits = await fitting(startsIn);
    expect(await answersFor(fits)).toEqual({ found: [fits.guard.id], counted: 1, unmet: [] });
  });

  it.each(breaksOf(names('search', origin)))('asks %s: not of a guard who %s', async (rule, _, sql) => {
    // A quote is of a draft, which nobody can have been asked for, and of the times as they were booked.
    const counted = rule === 'not_asked' || rule === 'time_left' ? 1 : 0;
    expect(await answersFor(await broken(startsIn, sql))).toEqual({ found: [], counted, unmet: [rule] });
  });
});

describe('the search from_base', () => {
  it.each(breaksOf(['on_duty', 'position_fresh']))('does not ask %s', async (_, __, sql) => {
    const { guard, job } = await broken(STARTS_IN.from_base, sql);
    const { items } = await (await market.admin()).client.jobs.candidates({ params: { id: job.id } });
    expect(items.map((item) => item.guard?.userId)).toEqual([guard.id]);
  });
});

/** The live offer, once it has come. */
const liveOfferTo = (fits: Case): Promise<string> =>
  vi.waitFor(async () => {
    const live = `SELECT id FROM offers JOIN asked USING (job_id, guard_id) WHERE status = 'offered'`;
    const [offer] = await run<{ id: string }>(live, fits);
    if (!offer) throw new Error('there is no offer yet');
    return offer.id;
  }, SOON);

const refusalOf = (rule: RuleName): object => ({
  code: 'no_longer_eligible',
  status: 409,
  message: together(sentencesFor([rule], { missingSkills: ['patrol'], distanceMeters: null }))(wordsIn('en')),
});

describe('a standing offer', () => {
  async function endOf({ job, guard }: Case): Promise<string | undefined> {
    await of(Dispatch).advance(job.id);
    const [offer] = await run<{ status: string }>(`SELECT status FROM offers JOIN asked USING (job_id, guard_id)`, {
      guard,
      job,
    });
    return offer?.status;
  }

  async function offered(sql: readonly string[]): Promise<Case> {
    const fits = await fitting(STARTS_IN.on_duty);
    await liveOfferTo(fits);
    await breakRule(fits, sql);
    return fits;
  }

  it.each(breaksOf(names('offer', 'on_duty')))('ends by %s: of a guard who %s', async (_, __, sql) => {
    expect(await endOf(await offered(sql))).toBe('superseded');
  });

  it.each(breaksOf(notAskedAt('offer').filter((rule) => rule !== 'not_asked')))(
    'stays whatever is with %s: of a guard who %s',
    async (_, __, sql) => {
      expect(await endOf(await offered(sql))).toBe('offered');
    },
  );
});

describe('the acceptance', () => {
  const accept = async (fits: Case): Promise<string> =>
    (await of(AcceptOffer).accept(callerOf(fits), await liveOfferTo(fits))).status;

  async function offered(sql: readonly string[]): Promise<Case> {
    const fits = await fitting(STARTS_IN.on_duty);
    await liveOfferTo(fits);
    await breakRule(fits, sql);
    return fits;
  }

  it.each(breaksOf(names('acceptance', 'on_duty')))('asks %s: not of a guard who %s', async (rule, _, sql) => {
    await expect(accept(await offered(sql))).rejects.toMatchObject(refusalOf(rule));
  });

  it.each(breaksOf(notAskedAt('acceptance').filter((rule) => rule !== 'free')))(
    'does not ask %s: a guard who %s may',
    async (_, __, sql) => {
      expect(await accept(await offered(sql))).toBe('matched');
    },
  );

  it.each(breaksOf(['free']))('leaves %s to the database: not a guard who %s', async (_, __, sql) => {
    await expect(accept(await offered(sql))).rejects.toMatchObject({ code: 'overlapping_job' });
  });

  it('asks that the licence outlasts the job by seven days', async () => {
    await expect(accept(await offered([profile(lastDay(6))]))).rejects.toMatchObject(refusalOf('license_lasts'));
  });
});

describe('the check-in', () => {
  const checkIn = async (fits: Case): Promise<string> => {
    const presence = { location: fits.job.location, accuracyMeters: 10 };
    return (await of(CheckIn).checkIn(callerOf(fits), fits.job.id, presence)).status;
  };

  async function matched(sql: readonly string[]): Promise<Case> {
    const fits = await fitting(STARTS_IN.on_duty);
    await run(
      `UPDATE jobs SET status = 'matched', guard_id = asked.guard_id, matched_at = requested_at FROM asked WHERE id = job_id`,
      fits,
    );
    await breakRule(fits, sql);
    return fits;
  }

  it.each(breaksOf(names('check_in', 'on_duty')))('asks %s: not of a guard who %s', async (rule, _, sql) => {
    const fits = await matched(sql);
    await expect(checkIn(fits)).rejects.toMatchObject(refusalOf(rule));
    expect((await of(JobsService).get(fits.job.id)).status).toBe('matched');
  });

  it.each(breaksOf(notAskedAt('check_in').filter((rule) => rule !== 'free')))(
    'does not ask %s: a guard who %s may',
    async (_, __, sql) => {
      expect(await checkIn(await matched(sql))).toBe('in_progress');
    },
  );

  it.each(breaksOf(['free']))('need not ask %s: the database lets no guard be one who %s', async (_, __, sql) => {
    await expect(matched(sql)).rejects.toThrow(/jobs_no_overlap_per_guard/);
  });

  it('asks only that the licence covers the job: the days after it are for what may come before', async () => {
    expect(await checkIn(await matched([profile(lastDay(0))]))).toBe('in_progress');
  });
});

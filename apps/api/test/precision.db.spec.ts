import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, type Endpoint, type Position } from '@aegis/contract';
import { DAY_MS } from '../src/platform/clock/duration.js';
import { NUMBERS, numbersOf, numericLeaves, toldOf } from './numeric-answers.js';
import { openRequestWorld, type RequestWorld, validRequest } from './request-world.js';
import { metersNorth, type JobAnswer, type Person } from './marketplace.js';
import { sendRaw } from './raw-request.js';

const ENDPOINTS = Object.entries(api).flatMap(([group, endpoints]) =>
  Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => [`${group}.${name}`, endpoint] as const),
);

/** Ages, and how often a person has asked for all that is held on them. */
const GROWS_BY_ITSELF = /ageSeconds$|^users\.exportMe \.(index|data\.audit_log)/;

/** Whoever may not know where a guard is: everybody but administrators and the operator. */
const forOthers = ({ access }: Endpoint): boolean =>
  !Array.isArray(access) || access.some((role) => role === 'customer' || role === 'guard');

describe('every number that is answered to somebody who must not locate a guard', () => {
  const answered = ENDPOINTS.filter(([, endpoint]) => forOthers(endpoint)).flatMap(([name, endpoint]) =>
    numericLeaves(endpoint).map((leaf) => ({ name, leaf })),
  );

  it('is said to be what it is', () => {
    expect(answered.length).toBeGreaterThan(150);
    expect(answered.filter(({ name, leaf }) => toldOf(name, leaf) === undefined)).toEqual([]);
  });

  it('is declared where it is', () => {
    const unused = Object.entries(NUMBERS).flatMap(([name, row]) =>
      Object.keys(row)
        .filter(
          (end) => !answered.some((one) => one.name === name && (one.leaf === end || one.leaf.endsWith(`.${end}`))),
        )
        .map((end) => `${name} ${end}`),
    );
    expect(unused).toEqual([]);
  });
});

describe('before somebody has accepted', () => {
  let world: RequestWorld;
  let jobs: JobAnswer[];
  let guards: Person[];
  let site: Position;

  beforeAll(async () => {
    world = await openRequestWorld();
    const { market, customer } = world;
    site = market.newPlace();
    // In the middle of a cell of both grids, so that small steps stay in it.
    guards = await Promise.all(
      [3000, 9000].map((meters) => market.verifiedGuard({ at: metersNorth(site, meters), skills: ['patrol'] })),
    );
    jobs = [
      await market.book(customer, { location: site }),
      await market.book(customer, { location: site, startsIn: 3 * DAY_MS }),
    ];
    for (const job of jobs) await market.told(customer, job, 'offers.sent');
  });
  afterAll(() => world.market.close());

  /** Every number of every answer that `person` gets by reading, or by asking for a quote, by where it stands. */
  async function answersTo(person: Person, job: JobAnswer): Promise<Map<string, number>> {
    const all = new Map<string, number>();
    for (const [name, endpoint] of ENDPOINTS.filter(([name, one]) => one.method === 'GET' || name === 'jobs.quote')) {
      // Streams do not end, and what the operator asks tells of the process.
      if (!forOthers(endpoint) || endpoint.absolute === true || /events/i.test(endpoint.path)) continue;
      const request = validRequest(
        { ...world, guard: guards[0] as Person, ids: { ...world.ids, job: job.id } },
        name,
        endpoint,
      );
      const body = name === 'jobs.quote' ? JSON.stringify(draftOf(job)) : undefined;
      const answer = await sendRaw(world.market.application.port, {
        method: endpoint.method,
        path: request.path + request.query,
        headers: { authorization: `Bearer ${person.token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body }),
      });
      if (answer.status !== 200 || !String(answer.headers['content-type']).includes('application/json')) continue;
      for (const [path, value] of numbersOf(JSON.parse(answer.text))) all.set(`${name} ${path}`, value);
    }
    return all;
  }

  const draftOf = ({ startTime, endTime }: JobAnswer) => ({
    ...{ ...world.market.draft({ location: site }), startTime, endTime },
  });

  async function moveGuards(meters: number): Promise<void> {
    await world.market.application.dataSource.query(
      `UPDATE guard_profiles SET current_location = ST_Project(current_location, $2::float8, 0.7),
         base_location = ST_Project(base_location, $2::float8, 0.7) WHERE user_id = ANY ($1)`,
      [guards.map(({ id }) => id), meters],
    );
  }

  it('no number of any answer changes when guards and their homes move by a hundred metres', async () => {
    for (const person of [world.customer, world.otherCustomer, world.otherGuard])
      for (const job of jobs) {
        const before = await answersTo(person, job);
        expect(before.size).toBeGreaterThan(50);
        await moveGuards(100);
        const after = await answersTo(person, job);
        await moveGuards(-100);
        const changed = [...before].filter(([path, value]) => after.get(path) !== value && !GROWS_BY_ITSELF.test(path));
        expect(changed).toEqual([]);
      }
  });

  it('tells an administrator, for whom it is work, to the metre', async () => {
    const [job] = jobs as [JobAnswer];
    const distances = async () =>
      (await world.admin.client.jobs.candidates({ params: { id: job.id } })).items.map(
        (one) => one.distanceMeters ?? 0,
      );
    const before = await distances();
    await moveGuards(100);
    const after = await distances();
    await moveGuards(-100);
    expect(before).toHaveLength(2);
    for (const [index, meters] of after.entries()) expect(Math.abs(meters - (before[index] ?? 0))).toBeGreaterThan(50);
  });

  it('names, keys and scores of guards are in no answer to a customer', async () => {
    const [job] = jobs as [JobAnswer];
    const { client } = world.customer;
    const call = { params: { id: job.id } };
    const answers = [
      await client.jobs.candidates(call),
      await client.jobs.matchExplanation(call),
      await client.jobs.timeline(call),
      await client.jobs.get(call),
      await client.jobs.quote({ body: draftOf(job) }),
    ];
    const text = JSON.stringify(answers);
    for (const { id } of guards) expect(text).not.toContain(id);
    expect((await client.jobs.candidates(call)).items).toEqual([
      { guard: null, distanceMeters: 3219, score: null, components: null },
      { guard: null, distanceMeters: expect.any(Number) as unknown, score: null, components: null },
    ]);
  });

  it('a home is at no distance: what is searched from bases tells how many, and how far from none', async () => {
    const scheduled = jobs[1] as JobAnswer;
    const { client } = world.customer;
    const { items } = await client.jobs.candidates({ params: { id: scheduled.id } });
    expect(items.map(({ distanceMeters }) => distanceMeters)).toEqual([null, null]);
    expect(await client.jobs.quote({ body: draftOf(scheduled) })).toMatchObject({
      eligibleGuards: 2,
      nearestMeters: null,
    });
  });

  it('sixty pins, those at the edge of the radius included, give the same answers for two places in one cell', async () => {
    const { client } = world.customer;
    const [soon] = jobs as [JobAnswer];
    const askAll = async (): Promise<string[]> => {
      const answers: string[] = [];
      for (let index = 0; index < 60; index++) {
        // Along a line past the edge of fifteen miles, and more finely about it.
        const meters = index < 30 ? index * 1000 : 26_500 + index * 20;
        const body = { ...draftOf(soon), location: metersNorth(site, 3000 + meters) };
        answers.push(JSON.stringify(await client.jobs.quote({ body })));
      }
      return answers;
    };
    const here = await askAll();
    expect(new Set(here).size).toBeGreaterThan(5);
    await moveGuards(300);
    expect(await askAll()).toEqual(here);
    await moveGuards(-300);
  });
});

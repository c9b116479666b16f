import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { DAY_MS, HOUR_MS } from '../../../platform/clock/duration.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open();
  admin = await market.admin();
});
afterAll(() => market.close());

const REASON = 'They agreed on the phone';

const desk = (jobId: string) => admin.client.desk.job({ params: { id: jobId } });

const assign = (jobId: string, guardId: string, reason = REASON) =>
  admin.client.desk.assign({ params: { id: jobId }, body: { guardId, reason }, idempotencyKey: crypto.randomUUID() });

const takeOff = (jobId: string, guardId: string, reason = 'They fell ill') =>
  admin.client.desk.takeOff({ params: { id: jobId }, body: { guardId, reason }, idempotencyKey: crypto.randomUUID() });

const openJob = async (changes: Parameters<Marketplace['draft']>[0] = {}) =>
  market.book(await market.registerCustomer(), { location: market.newPlace(), ...changes });

const acts = async (jobId: string): Promise<string[]> =>
  (await desk(jobId)).audit.map(({ action }) => action).filter((action) => action.startsWith('job.'));

describe('a guard who is assigned by name', () => {
  it('has the job, off duty and wherever they are; the reason is on the timeline, ids in the audit log', async () => {
    const [job, guard] = [await openJob(), await market.verifiedGuard()];
    expect(await assign(job.id, guard.id)).toMatchObject({ status: 'matched', guard: { id: guard.id } });
    const { timeline, audit, guard: onDesk } = await desk(job.id);
    expect(onDesk).toMatchObject({ id: guard.id, email: guard.email });
    const matched = timeline.find(({ type }) => type === 'job.matched');
    expect(matched).toMatchObject({ actor: { id: admin.id, role: 'admin' }, details: { reason: REASON } });
    const entry = audit.find(({ action }) => action === 'job.assigned');
    expect(entry).toMatchObject({ actorId: admin.id, subjectId: job.id, facts: { guardId: guard.id } });
    expect(JSON.stringify(audit)).not.toContain(REASON);
    expect((await guard.client.jobs.get({ params: { id: job.id } })).guard?.id).toBe(guard.id);
    expect((await market.application.app.get(AuditLog).verify()).broken).toBeNull();
  });

  it('takes the place of the offers that were out', async () => {
    const location = market.newPlace();
    const [asked, named] = [await market.verifiedGuard({ at: location }), await market.verifiedGuard()];
    const job = await openJob({ location });
    const offer = await market.offerOf(asked, job);
    await assign(job.id, named.id);
    expect((await asked.client.offers.mine()).items).toEqual([]);
    await expect(asked.client.offers.accept({ params: { id: offer.id } })).rejects.toMatchObject({
      code: 'offer_gone',
    });
  });

  it('is refused when they hold another job then, and when their licence does not fit: neither is ever overridden', async () => {
    const guard = await market.verifiedGuard();
    const [first, second] = [await openJob(), await openJob()];
    await assign(first.id, guard.id);
    await expect(assign(second.id, guard.id)).rejects.toMatchObject({ status: 409, code: 'guard_may_not_take_it' });
    const unverified = await market.registerGuard();
    await unverified.client.guards.replaceMe({ body: market.profile() });
    await expect(assign(second.id, unverified.id)).rejects.toMatchObject({
      code: 'guard_may_not_take_it',
      message: expect.stringContaining('licence') as string,
    });
    const armed = await openJob({ requiredClearanceLevel: 'armed' });
    await expect(assign(armed.id, (await market.verifiedGuard()).id)).rejects.toMatchObject({
      code: 'guard_may_not_take_it',
    });
    expect((await desk(second.id)).job.status).toBe('requested');
    expect(await acts(second.id)).toEqual([]);
  });

  it('is refused for a job that is taken, one that is not there, and a person who is no guard', async () => {
    const { job, customer } = await market.bookedJob();
    const guard = await market.verifiedGuard();
    await expect(assign(job.id, guard.id)).rejects.toMatchObject({ code: 'job_moved_on' });
    await expect(assign(crypto.randomUUID(), guard.id)).rejects.toMatchObject({ status: 404 });
    await expect(assign((await openJob()).id, customer.id)).rejects.toMatchObject({ status: 404 });
  });

  it('is refused while the customer is suspended', async () => {
    const customer = await market.registerCustomer();
    const job = await market.book(customer, { location: market.newPlace() });
    await admin.client.admin.suspendUser({ params: { id: customer.id }, body: { reason: 'asked by the bank' } });
    await expect(assign(job.id, (await market.verifiedGuard()).id)).rejects.toMatchObject({ code: 'search_paused' });
  });
});

describe('a guard who is taken off', () => {
  it('is told why, the job is open again, and they are not asked for it again', async () => {
    const location = market.newPlace();
    const guard = await market.verifiedGuard({ at: location });
    const job = await openJob({ location, startsIn: 3 * HOUR_MS });
    await assign(job.id, guard.id);
    expect(await takeOff(job.id, guard.id)).toMatchObject({ status: 'requested', guard: null });
    const { timeline, candidates } = await desk(job.id);
    expect(timeline.findLast(({ type }) => type === 'job.reopened')).toMatchObject({
      actor: { role: 'admin' },
      details: { reason: 'They fell ill', guardId: guard.id },
    });
    expect(candidates.map((one) => one.guard.userId)).not.toContain(guard.id);
    expect(await acts(job.id)).toEqual(['job.guard_taken_off', 'job.assigned']);
  });

  it('must be the one who has it, and must not have begun', async () => {
    const running = await market.runningJob();
    await expect(takeOff(running.job.id, running.guard.id)).rejects.toMatchObject({ code: 'job_moved_on' });
    const booked = await market.bookedJob();
    await expect(takeOff(booked.job.id, running.guard.id)).rejects.toMatchObject({ code: 'job_moved_on' });
    expect((await desk(booked.job.id)).job.guard?.id).toBe(booked.guard.id);
  });
});

describe('a job that is edited or booked for a customer', () => {
  it('is edited by the rules of the customer, with the reason on the timeline', async () => {
    const job = await openJob({ startsIn: DAY_MS });
    const edit = { version: job.version, locationNotes: 'Gate code 4711', hourlyRateCents: 3000 };
    const body = { edit, reason: 'They called' };
    const preview = await admin.client.desk.edit({
      params: { id: job.id },
      body: { ...body, edit: { ...edit, preview: true } },
    });
    expect(preview.job.version).toBe(job.version);
    expect(await acts(job.id)).toEqual([]);
    const { job: edited, needsGuard } = await admin.client.desk.edit({ params: { id: job.id }, body });
    expect(edited).toMatchObject({ locationNotes: 'Gate code 4711', hourlyRateCents: 3000 });
    expect(needsGuard).toBe(false);
    const { timeline } = await desk(job.id);
    expect(timeline.find(({ type }) => type === 'job.on_behalf')).toMatchObject({
      actor: { id: admin.id },
      details: { act: 'edited', reason: 'They called' },
    });
    await expect(admin.client.desk.edit({ params: { id: job.id }, body })).rejects.toMatchObject({
      code: 'job_edited',
    });
    expect(await acts(job.id)).toEqual(['job.edited_on_behalf']);
  });

  it('is proposed to the guard who has accepted it', async () => {
    const { job } = await market.bookedJob({ startsIn: DAY_MS });
    const edit = { version: job.version, hourlyRateCents: 3500 };
    const answer = await admin.client.desk.edit({ params: { id: job.id }, body: { edit, reason: 'They called' } });
    expect(answer).toMatchObject({ needsGuard: true, proposal: { status: 'open' } });
  });

  it('is booked as the customer’s own: theirs to see, and on their card', async () => {
    const customer = await market.registerCustomer();
    const body = { customerId: customer.id, reason: 'They called', job: market.draft({ location: market.newPlace() }) };
    const job = await admin.client.desk.book({ body, idempotencyKey: crypto.randomUUID() });
    expect(job.customer.id).toBe(customer.id);
    expect((await customer.client.jobs.list()).items.map(({ id }) => id)).toEqual([job.id]);
    expect(await market.told(customer, job, 'hold.placed')).toContain('job.on_behalf');
    expect(await acts(job.id)).toEqual(['job.booked_on_behalf']);
  });

  it('is booked for customers only, and for nobody who is suspended', async () => {
    const [guard, customer] = [await market.registerGuard(), await market.registerCustomer()];
    const book = (customerId: string) =>
      admin.client.desk.book({
        body: { customerId, reason: 'They called', job: market.draft({ location: market.newPlace() }) },
        idempotencyKey: crypto.randomUUID(),
      });
    await expect(book(guard.id)).rejects.toMatchObject({ status: 422, code: 'not_a_customer' });
    await admin.client.admin.suspendUser({ params: { id: customer.id }, body: { reason: 'asked by the bank' } });
    await expect(book(customer.id)).rejects.toMatchObject({ code: 'account_not_active' });
    await expect(book(crypto.randomUUID())).rejects.toMatchObject({ status: 404 });
  });
});

it('of twenty assignments and as many withdrawals at once the job ends with one guard or none', async () => {
  const location = market.newPlace();
  const guards = await Promise.all(Array.from({ length: 4 }, () => market.verifiedGuard({ baseLocation: location })));
  const job = await openJob({ location, startsIn: DAY_MS });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, turn) => guards[turn % guards.length]).flatMap((guard) =>
      guard
        ? [
            assign(job.id, guard.id),
            guard.client.jobs.withdraw({
              params: { id: job.id },
              body: { reason: 'cannot come' },
              idempotencyKey: crypto.randomUUID(),
            }),
          ]
        : [],
    ),
  );
  const refusals = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as { status: number }] : [],
  );
  expect(refusals.every(({ status }) => status === 409 || status === 404)).toBe(true);
  expect(outcomes.length - refusals.length).toBeGreaterThan(0);
  const { job: after, timeline } = await desk(job.id);
  const changes = timeline.filter(({ type }) => type === 'job.matched' || type === 'job.reopened');
  // They take turns: nobody is given a job that somebody has, and nobody gives back what they have not.
  expect(changes.map(({ type }) => type)).toEqual(
    changes.map((_, turn) => (turn % 2 === 0 ? 'job.matched' : 'job.reopened')),
  );
  expect(after.status).toBe(changes.length % 2 === 1 ? 'matched' : 'requested');
  const accepted = await market.application.dataSource.query<{ guard_id: string }[]>(
    `SELECT guard_id FROM offers WHERE job_id = $1 AND status = 'accepted'`,
    [job.id],
  );
  expect(accepted.map(({ guard_id }) => guard_id)).toEqual(after.guard ? [after.guard.id] : []);
});

it('of twenty jobs of one time assigned to one guard at once one is theirs', async () => {
  const location = market.newPlace();
  const guard = await market.verifiedGuard({ baseLocation: location });
  const customer = await market.registerCustomer();
  const startTime = new Date(market.now.getTime() + DAY_MS).toISOString();
  const endTime = new Date(market.now.getTime() + DAY_MS + 2 * HOUR_MS).toISOString();
  const jobs = await Promise.all(
    Array.from({ length: 20 }, () =>
      customer.client.jobs.create({ body: { ...market.draft({ location }), startTime, endTime } }),
    ),
  );
  const outcomes = await Promise.allSettled(jobs.map((job) => assign(job.id, guard.id)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'guard_may_not_take_it' });
});

describe('the search', () => {
  const find = async (words: string) => admin.client.desk.search({ query: { words } });

  it('finds jobs by id and title, people by name, e-mail, phone and licence', async () => {
    const guard = await market.verifiedGuard({ licenseNumber: 'ZX-90210-7' });
    await guard.client.users.changeMe({
      body: { firstName: 'Quentin', lastName: 'Underwood', phone: '(213) 555-0134' },
    });
    const job = await openJob({ title: 'Night watch at the 100% harbour' });
    const jobsOf = async (words: string): Promise<string[]> => (await find(words)).jobs.map(({ id }) => id);
    const peopleOf = async (words: string): Promise<string[]> => (await find(words)).people.map(({ id }) => id);
    expect(await jobsOf(job.id.toUpperCase())).toEqual([job.id]);
    expect(await jobsOf('  NIGHT watch at the 100%')).toEqual([job.id]);
    expect(await jobsOf('100%')).toEqual([]);
    for (const words of ['quentin un', 'Underwood', guard.email.slice(0, 20), '213 555', '+1 (213) 555-0134', 'zx-902'])
      expect(await peopleOf(words), words).toEqual([guard.id]);
    expect(await peopleOf('%')).toEqual([]);
    expect((await find('underwood')).people[0]).toMatchObject({ name: 'Quentin Underwood', phone: '+12135550134' });
  });

  it('answers at most eight of each, and is answered from indexes', async () => {
    const { dataSource } = market.application;
    await dataSource.query(
      `INSERT INTO users (email, password_hash, first_name, last_name, role, status)
       SELECT 'many-' || n || '@many.example', 'none', 'Many', 'Person' || n, 'customer', 'active' FROM generate_series(1, 5000) n`,
    );
    await dataSource.query('ANALYZE users');
    expect((await find('many')).people).toHaveLength(8);
    const plan = await dataSource.query<{ 'QUERY PLAN': string }[]>(
      `EXPLAIN SELECT id FROM users WHERE deleted_at IS NULL AND (lower(btrim(first_name || ' ' || last_name)) LIKE 'zed%'
         OR lower(last_name) LIKE 'zed%' OR lower(email::text) LIKE 'zed%' OR phone LIKE '+1213%')`,
    );
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    for (const index of ['users_by_name', 'users_by_last_name', 'users_by_email', 'users_by_phone'])
      expect(text).toContain(index);
  });

  it('opens a person with their jobs, which the audit log keeps', async () => {
    const { customer, job } = await market.bookedJob();
    const found = await admin.client.desk.person({ params: { id: customer.id } });
    expect(found.user.email).toBe(customer.email);
    expect(found.jobs.map(({ id }) => id)).toEqual([job.id]);
    const { items } = await admin.client.admin.auditLog({ query: { limit: 20 } });
    expect(items).toContainEqual(
      expect.objectContaining({ action: 'GET /admin/people/:id', subjectId: customer.id, actorId: admin.id }),
    );
  });

  it('and the log says by name who it was, and of whom or what', async () => {
    const { customer, job } = await market.bookedJob();
    await admin.client.desk.person({ params: { id: customer.id } });
    await admin.client.desk.job({ params: { id: job.id } });
    const { items } = await admin.client.admin.auditLog({ query: { limit: 20 } });
    const of = (subjectId: string) => items.find((entry) => entry.subjectId === subjectId);
    const { user } = await admin.client.desk.person({ params: { id: customer.id } });
    const me = await admin.client.users.me();
    const actorName = `${me.firstName} ${me.lastName}`.trim();
    expect(of(customer.id)).toMatchObject({
      actorName,
      subject: { type: 'person', name: `${user.firstName} ${user.lastName}` },
    });
    expect(of(job.id)).toMatchObject({ actorName, subject: { type: 'job', name: job.title } });
  });
});

it('is for administrators alone, and reading a job is written down', async () => {
  const { customer, guard, job } = await market.bookedJob();
  for (const { client } of [customer, guard]) {
    const params = { id: job.id };
    const body = { guardId: guard.id, reason: REASON };
    for (const ask of [
      () => client.desk.board(),
      () => client.desk.search({ query: { words: 'gate' } }),
      () => client.desk.job({ params }),
      () => client.desk.person({ params: { id: customer.id } }),
      () => client.desk.assign({ params, body }),
      () => client.desk.takeOff({ params, body }),
      () => client.desk.edit({ params, body: { edit: { version: 1, title: 'Other' }, reason: REASON } }),
      () => client.desk.book({ body: { customerId: customer.id, reason: REASON, job: market.draft() } }),
    ])
      await expect(ask()).rejects.toMatchObject({ status: 403 });
  }
  await desk(job.id);
  expect((await desk(job.id)).audit).toContainEqual(
    expect.objectContaining({ action: 'GET /admin/jobs/:id', actorId: admin.id }),
  );
});

describe('the lists of an administrator', () => {
  it('find jobs by the beginning of a title or of a party’s name, whatever has been shown so far', async () => {
    const { job, customer, guard } = await market.bookedJob();
    const title = `100% Quay_${job.id.slice(-6)}`;
    await market.application.dataSource.query('UPDATE jobs SET title = $2 WHERE id = $1', [job.id, title]);
    await market.book(await market.registerCustomer(), { location: market.newPlace() });
    const found = async (words: string): Promise<string[]> =>
      (await admin.client.admin.jobs({ query: { words, limit: 100 } })).items.map(({ id }) => id);
    const { firstName, lastName } = await customer.client.users.me();
    for (const words of [title, ` ${title.toUpperCase()}`, '100% q', job.id])
      expect(await found(words), words).toEqual([job.id]);
    for (const words of [`${firstName} ${lastName}`, lastName, (await guard.client.users.me()).lastName])
      expect(await found(words), words).toContain(job.id);
    // Neither in the middle, nor as a pattern.
    for (const words of ['quay', '%quay', '100_ quay', '%', '_']) expect(await found(words), words).toEqual([]);
    const open = await admin.client.admin.jobs({ query: { words: title, status: 'requested' } });
    expect(open.items).toEqual([]);
  });

  it('find people by the beginning of name, address or number', async () => {
    const person = await market.registerCustomer();
    const found = async (words: string): Promise<string[]> =>
      (await admin.client.admin.users({ query: { words, role: 'customer', limit: 100 } })).items.map(({ id }) => id);
    const { email } = person;
    expect(await found(email.toUpperCase())).toEqual([person.id]);
    expect(await found(email.slice(1))).toEqual([]);
    expect(await found(`%${email.slice(1)}`)).toEqual([]);
    const { lastName } = await person.client.users.me();
    expect(await found(lastName)).toContain(person.id);
  });

  it('and of one’s own jobs one finds one’s own alone', async () => {
    const [mine, theirs] = [await market.registerCustomer(), await market.registerCustomer()];
    const job = await market.book(mine, { location: market.newPlace(), title: 'Old mill' });
    await market.book(theirs, { location: market.newPlace(), title: 'Old mill' });
    const found = async (words: string): Promise<string[]> =>
      (await mine.client.jobs.list({ query: { words } })).items.map(({ id }) => id);
    expect(await found('old m')).toEqual([job.id]);
    for (const words of ['%', 'mill', 'Nobody']) expect(await found(words), words).toEqual([]);
    // The names of others are nothing that a customer can look for.
    const { lastName } = await theirs.client.users.me();
    expect(await found(lastName)).toEqual([]);
  });
});

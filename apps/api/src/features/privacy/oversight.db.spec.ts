import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace, type Person } from '../../../test/marketplace.js';

/** More than a page of any list: what is looked for stands behind it. */
const OTHERS = 60;
const LIMIT = 20;

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open({ EXPORT_INLINE_ROWS: '1', RATE_LIMITS: 'off' });
  admin = await market.admin();
});
afterAll(() => market.close());

async function named(firstName: string, lastName: string): Promise<Person> {
  const person = await market.registerCustomer();
  await person.client.users.changeMe({ body: { firstName, lastName } });
  return person;
}

describe('a long list finds what stands beyond its first page', () => {
  it('the audit log: by the name of who did it or of whom it was done to, by the title of a job, and of one role', async () => {
    const sought = await named('Zoraida', 'Quintero');
    await admin.client.desk.person({ params: { id: sought.id } });
    const { job } = await market.bookedJob({ title: 'Quayside at night' });
    await admin.client.desk.job({ params: { id: job.id } });
    const other = await named('Ordinary', 'Person');
    for (let read = 0; read < OTHERS; read++) await admin.client.desk.person({ params: { id: other.id } });

    const find = async (query: { words?: string; actorRole?: 'admin' | 'guard' }) =>
      (await admin.client.admin.auditLog({ query: { limit: LIMIT, ...query } })).items;
    const about = { action: 'GET /admin/people/:id', subjectId: sought.id, actorId: admin.id };
    expect(await find({})).not.toContainEqual(expect.objectContaining({ subjectId: sought.id }));
    expect(await find({ words: 'quintero', actorRole: 'admin' })).toEqual([expect.objectContaining(about)]);
    expect(await find({ words: 'zoraida q' })).toContainEqual(expect.objectContaining(about));
    expect(await find({ words: 'quintero', actorRole: 'guard' })).toEqual([]);
    expect(await find({ words: 'Quayside' })).toContainEqual(
      expect.objectContaining({ action: 'GET /admin/jobs/:id', subjectId: job.id }),
    );
    expect(await find({ words: 'nobody at all' })).toEqual([]);
  });

  it('and what is found is read page by page, each entry once', async () => {
    const sought = await named('Paged', 'Paginson');
    for (let read = 0; read < 7; read++) await admin.client.desk.person({ params: { id: sought.id } });
    const positions: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await admin.client.admin.auditLog({
        query: { limit: 3, words: 'paginson', actorRole: 'admin', ...(cursor !== undefined && { cursor }) },
      });
      positions.push(...page.items.map(({ position }) => position));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(positions).toHaveLength(7);
    expect(positions).toEqual(positions.toSorted((one, other) => other - one));
  });

  it('payments: by the id or title of their job, and by the name of its customer', async () => {
    const { customer, job } = await market.bookedJob({ title: 'Warehouse of the north' });
    await expect.poll(async () => (await admin.client.payments.ofJob({ params: { id: job.id } })).items.length).toBe(1);
    await market.bookedJob({ title: 'Another warehouse' });
    const { user } = await admin.client.desk.person({ params: { id: customer.id } });
    for (const words of [job.id, 'warehouse of', `${user.firstName} ${user.lastName}`]) {
      const { items } = await admin.client.admin.payments({ query: { limit: LIMIT, words } });
      expect(items.map(({ jobId }) => jobId)).toContain(job.id);
    }
    const { items } = await admin.client.admin.payments({ query: { limit: LIMIT, words: 'house of' } });
    expect(items).toEqual([]);
  });

  it('requests for export: by whose they are, and they say so', async () => {
    const sought = await named('Wendeline', 'Xu');
    await sought.client.users.exportMe();
    await (await named('Another', 'Person')).client.users.exportMe();
    const { items } = await admin.client.admin.privacyRequests({ query: { limit: LIMIT, words: 'wendel' } });
    expect(items).toMatchObject([{ userId: sought.id, userName: 'Wendeline Xu', kind: 'export' }]);
  });
});

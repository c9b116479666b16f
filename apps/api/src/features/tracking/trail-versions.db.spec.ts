import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Booking, Marketplace, metersNorth, type Person } from '../../../test/marketplace.js';
import { sendRaw } from '../../../test/raw-request.js';
import { nodesOf, planOf, RequestStatements } from '../../../test/request-statements.js';
import { onServerOnly } from '../../../test/test-database.js';
import { MINUTE_MS, SECOND_MS, shift } from '../../platform/clock/duration.js';

let market: Marketplace;
let statements: RequestStatements;
let booking: Booking;

beforeAll(async () => {
  market = await Marketplace.open();
  statements = new RequestStatements(market.application.dataSource);
  booking = await market.runningJob();
  market.clock.move(10 * MINUTE_MS);
});
afterAll(() => market.close());

const send = (secondsAgo: number) => {
  const recordedAt = shift(market.now, -secondsAgo * SECOND_MS).toISOString();
  const fixes = [{ ...metersNorth(booking.job.location, secondsAgo / 10), accuracyMeters: 10, recordedAt }];
  return booking.guard.client.tracking.upload({ params: { id: booking.job.id }, body: { fixes } });
};

interface Seen {
  status: number;
  tag: string;
  text: string;
  /** Whether the fixes were read. */
  isRead: boolean;
}

async function ask(
  known: string | null,
  query = '',
  { token }: Pick<Person, 'token'> = booking.customer,
): Promise<Seen> {
  const requestId = randomUUID();
  const { status, headers, text } = await sendRaw(market.application.port, {
    path: `/api/v1/jobs/${booking.job.id}/trail${query}`,
    headers: { authorization: `Bearer ${token}`, 'x-request-id': requestId, ...(known && { 'if-none-match': known }) },
  });
  const isRead = statements.sentBy(requestId).some(({ name }) => name === 'location_trail');
  return { status, tag: headers.etag ?? '', text, isRead };
}

const fixesIn = ({ text }: Seen): number => (JSON.parse(text) as { properties: { fixes: number } }).properties.fixes;

describe('a trail that is asked for again', () => {
  it('is not read while it is the same: 304, without a body', async () => {
    await send(300);
    await send(60);
    const first = await ask(null);
    expect([first.status, first.isRead, fixesIn(first)]).toEqual([200, true, 2]);
    const again = { status: 304, tag: first.tag, text: '', isRead: false };
    expect(await ask(first.tag)).toEqual(again);
    expect(await ask(first.tag, '', booking.guard)).toEqual(again);
    market.clock.move(SECOND_MS);
    expect(await ask(first.tag)).toEqual(again);
  });

  it('is another one after every fix, also after one that comes late and lies in the middle', async () => {
    let before = await ask(null);
    for (const secondsAgo of [150, 400, 1]) {
      await send(secondsAgo);
      const after = await ask(before.tag);
      expect([after.status, fixesIn(after)]).toEqual([200, fixesIn(before) + 1]);
      before = after;
    }
  });

  it('is another one in another form', async () => {
    const { tag } = await ask(null);
    const forms = await Promise.all(['?zoom=12', '?simplifyMeters=5', '?points=true'].map((query) => ask(tag, query)));
    expect(forms.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set([tag, ...forms.map((form) => form.tag)]).size).toBe(4);
  });

  it('is none of a stranger, whatever version they say that they know', async () => {
    const stranger = await market.registerCustomer();
    const { tag } = await ask(null);
    for (const known of [tag, '*']) expect((await ask(known, '', stranger)).status).toBe(404);
  });

  it('is given once more by the client, which knows it', async () => {
    const { tracking } = booking.customer.client;
    const call = { params: { id: booking.job.id } };
    expect(await tracking.trail(call)).toEqual(await tracking.trail(call));
  });
});

onServerOnly('its planner takes the same plan, and autovacuum is what makes the index enough', () => {
  it('and the version of a trail comes from an index alone', async () => {
    const { dataSource } = market.application;
    const others = [await market.runningJob(), await market.runningJob()];
    // Of a day of a market most are fixes of others.
    await dataSource.query(
      `INSERT INTO location_history (guard_id, job_id, location, accuracy_meters, recorded_at)
       SELECT guard_id, id, location_coordinates, 10, $1::timestamptz - n * interval '20 milliseconds'
       FROM jobs, generate_series(1, CASE WHEN id = ANY ($2::uuid[]) THEN 10000 ELSE 300 END) AS n`,
      [market.now, others.map(({ job }) => job.id)],
    );
    // Which pages need no look into the table is up to vacuum, and to whoever reads beside it.
    await dataSource.query('VACUUM ANALYZE location_history');
    await ask(null);
    const [asked] = statements.named('location_extent').slice(-1);
    if (!asked) throw new Error('nobody asked for the version');
    const reads = nodesOf(await planOf(dataSource, asked)).filter((node) => node['Node Type'].includes('Scan'));
    const found = reads.filter((node) => node['Actual Rows'] > 0);
    expect(new Set(found.map((node) => node['Node Type']))).toEqual(new Set(['Index Only Scan']));
  });
});

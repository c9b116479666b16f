import { afterAll, beforeAll, expect, it } from 'vitest';
import { Marketplace } from '../../../test/marketplace.js';
import { sendRaw } from '../../../test/raw-request.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());

/** Of each figure of the market its value, by its name with its label. */
async function figures(): Promise<Record<string, number>> {
  const { text } = await sendRaw(market.application.port, { path: '/metrics' });
  const lines = [...text.matchAll(/^(aegis_(?:jobs|jobs_booked_today|money_cents|market)\{\w+="\w+"\}) (\S+)$/gm)];
  const found: Record<string, number> = {};
  for (const [, name = '', value] of lines) found[name] = Number(value);
  return found;
}

it('are those of now from the first look on, and tell of what is open and of today, not of all that has ever been', async () => {
  const { job, customer } = await market.bookedJob();
  await market.book(customer, { location: market.newPlace() });
  expect(await figures()).toEqual({
    'aegis_jobs{status="requested"}': 1,
    'aegis_jobs{status="matched"}': 1,
    'aegis_jobs{status="in_progress"}': 0,
    'aegis_jobs_booked_today{status="requested"}': 1,
    'aegis_jobs_booked_today{status="matched"}': 1,
    'aegis_jobs_booked_today{status="in_progress"}': 0,
    'aegis_jobs_booked_today{status="completed"}': 0,
    'aegis_jobs_booked_today{status="cancelled"}': 0,
    'aegis_money_cents{kind="charged_today"}': 0,
    'aegis_money_cents{kind="held"}': expect.any(Number) as number,
    'aegis_money_cents{kind="payouts_pending"}': 0,
    'aegis_market{what="offers_live"}': 0,
    'aegis_market{what="guards_available"}': expect.any(Number) as number,
    'aegis_market{what="guards_pending_verification"}': 0,
  });
  await customer.client.jobs.cancel({ params: { id: job.id }, body: { reason: 'Rain' } });
  expect(await figures()).toMatchObject({
    'aegis_jobs{status="matched"}': 0,
    'aegis_jobs_booked_today{status="cancelled"}': 1,
  });
});

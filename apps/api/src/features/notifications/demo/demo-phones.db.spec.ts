import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEMO_CUSTOMER } from '../../../../database/seed/accounts.js';
import { Marketplace } from '../../../../test/marketplace.js';
import { sendRaw } from '../../../../test/raw-request.js';

const SOON = { timeout: 20_000, interval: 50 };

describe('the phones of the demo', () => {
  let market: Marketplace;
  beforeAll(async () => {
    market = await Marketplace.open();
  });
  afterAll(() => market.close());

  it('show what people receive on every channel, with the mails that nobody sends', async () => {
    const { customer, guard } = await market.bookedJob();
    await market.application.dataSource.query(`UPDATE users SET email = $2, phone = '+12135550134' WHERE id = $1`, [
      customer.id,
      DEMO_CUSTOMER.email,
    ]);
    const { items } = await market.application.client().phones.list();
    const theirs = items.find(({ of }) => of === DEMO_CUSTOMER.email);
    expect(theirs?.person).toEqual({ name: 'Dana Customer', role: 'customer' });
    expect(theirs?.received).toMatchObject([{ channel: 'app', title: 'Kim Lee has accepted' }]);
    const mailOf = async (email: string) =>
      (await market.application.client().phones.list()).items.find(({ of }) => of === email)?.received[0];
    // Of somebody who is not of the demo: who opens an account in it finds the link that confirms the address.
    await vi.waitFor(async () => expect(await mailOf(guard.email)).toBeDefined(), SOON);
    expect(await mailOf(guard.email)).toMatchObject({ channel: 'email', title: 'Confirm your e-mail address' });
    expect((await mailOf(guard.email))?.text).toMatch(/\/verify-email#[\w-]{43}/);
  });

  it('are not shown to a page of another site whose name is made to mean this machine', async () => {
    const path = '/api/v1/demo/phones';
    const asked = await sendRaw(market.application.port, { path, headers: { host: 'evil.example' } });
    expect(asked.status).toBe(421);
    expect(asked.text).not.toContain('received');
  });
});

describe.each([
  ['a database of its own', { DATABASE_URL: 'postgres://elsewhere' }],
  ['a mail server', { MAIL_URL: 'smtp://127.0.0.1:2525', MAIL_FROM: 'Aegis <no-reply@aegis.example>' }],
])('a server with %s', (_, settings) => {
  let market: Marketplace;
  beforeAll(async () => {
    market = await Marketplace.open(settings);
  });
  afterAll(() => market.close());

  it('has no phones to show', async () => {
    await expect(market.application.client().phones.list()).rejects.toMatchObject({ status: 404 });
  });
});

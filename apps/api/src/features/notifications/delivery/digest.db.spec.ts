import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { Marketplace, type Person } from '../../../../test/marketplace.js';
import { mailsTo } from '../../../../test/outbox.js';
import { HOUR_MS } from '../../../platform/clock/duration.js';
import { Digest } from './digest.js';

const SOON = { timeout: 20_000, interval: 25 };

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const run = () => market.application.app.get(Digest, { strict: false }).run();
const mails = ({ email }: Person): string[] => mailsTo(market.application.dataDir, email);

async function adminWithMail(): Promise<Person> {
  const admin = await market.admin();
  await market.application.dataSource.query(`UPDATE users SET email_verified_at = now() WHERE id = $1`, [admin.id]);
  return admin;
}

it('sums up in one e-mail what an administrator has not seen, once, and leaves out who has seen it or wants none', async () => {
  const [admin, seeing, silent] = [await adminWithMail(), await adminWithMail(), await adminWithMail()];
  await silent.client.notifications.setPreferences({
    body: { categories: { operations: { push: true, email: false, sms: false } } },
  });
  // One after the other: papers that come at the same moment are told of twice.
  const bookings = [await market.bookedJob({ title: 'Gate <b>' }), await market.bookedJob({ title: 'Hall' })];
  // Nobody checks in: both jobs go back to dispatch.
  market.clock.move(HOUR_MS);
  for (const { customer, job } of bookings) await market.told(customer, job, 'job.reopened');
  await vi.waitFor(async () => {
    const { items } = await seeing.client.notifications.list();
    expect(items.filter(({ kind }) => kind === 'desk_absent')).toHaveLength(2);
  }, SOON);
  expect((await run()).mails).toBeGreaterThan(0);
  expect(mails(admin)).toHaveLength(1);
  const [mail = ''] = mails(admin);
  expect(mail).toContain('Subject: 3 things need you');
  expect(mail).toContain('No guard: Gate &lt;b&gt;');
  for (const { job } of bookings) expect(mail).toContain(`/admin/jobs/${job.id}`);
  expect([...mails(seeing), ...mails(silent)]).toEqual([]);
  await run();
  expect(mails(admin)).toHaveLength(1);
});

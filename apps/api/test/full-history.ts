import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { vi } from 'vitest';
import { DAY_MS, HOUR_MS } from '../src/platform/clock/duration.js';
import { type Marketplace, PASSWORD, type Person } from './marketplace.js';

/** Every row of every table as text, the queue's included: what a thief of the database would have. */
export async function dumpOfEverything(market: Marketplace): Promise<string> {
  const { dataSource } = market.application;
  const tables = await dataSource.query<{ name: string }[]>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'spatial_ref_sys'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await dataSource.query<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n').toLowerCase();
}

/** Those of `values` that are in the dump, as they are or as the hexadecimal that bytes are printed as. */
export function foundIn(dump: string, values: string[]): string[] {
  return values.filter(
    (value) => dump.includes(value.toLowerCase()) || dump.includes(Buffer.from(value).toString('hex')),
  );
}

export interface Given {
  person: Person;
  values: string[];
}

async function personWith(market: Marketplace, role: 'customer' | 'guard', tag: string): Promise<Given> {
  const email = `${tag}.${randomUUID().slice(0, 8)}@erase.example`;
  const phone = `+1213${Math.floor(2e6 + Math.random() * 8e6)}`;
  const body = { email, password: PASSWORD, firstName: `Zebulon${tag}`, lastName: `Quarterstaff${tag}`, role, phone };
  const client = market.application.client();
  const { token, user } = await client.auth.register({ body });
  const person = { id: user.id, email, token, client };
  return { person, values: [email, phone, body.firstName, body.lastName] };
}

const settled = (market: Marketplace, id: string): Promise<void> =>
  vi.waitFor(
    async () => {
      const [open] = await market.application.dataSource.query<{ open: number }[]>(
        `SELECT (SELECT count(*) FROM payments WHERE (payer_id = $1 OR payee_id = $1)
                 AND status IN ('pending', 'processing', 'authorized'))::int AS open`,
        [id],
      );
      if (open?.open !== 0) throw new Error('payments are still open');
    },
    { timeout: 20_000, interval: 50 },
  );

/** A job from its booking to its payout, and another that is cancelled, of two people who have entered all that can be entered. */
export async function playFullHistory(
  market: Marketplace,
  title = 'Vernissage of the Quarterstaffcust family',
): Promise<{ customer: Given; guard: Given; jobId: string }> {
  const location = market.newPlace();
  const customer = await personWith(market, 'customer', 'cust');
  const guard = await personWith(market, 'guard', 'grd');
  const licenseNumber = 'LIC-998877-ZQ';
  await guard.person.client.guards.replaceMe({
    body: { ...market.profile({ licenseNumber, baseLocation: location }), certifications: ['Zebra Handling Permit'] },
  });
  const { onboardingUrl } = await guard.person.client.guards.payoutAccount();
  await fetch(String(onboardingUrl), { method: 'POST', redirect: 'manual' });
  await guard.person.client.guards.payoutAccount();
  await guard.person.client.guards.setTaxId({ body: { taxId: '123-45-6789' } });
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  await guard.person.client.guards.setLicenseScan({ body: new Uint8Array(picture) });
  const admin = await market.admin();
  const { papersVersion } = await guard.person.client.guards.me();
  await admin.client.admin.verifyGuard({
    params: { userId: guard.person.id },
    body: { papersVersion, reason: 'Saw Zebulongrd' },
  });
  await admin.client.admin.setBackgroundCheck({
    params: { userId: guard.person.id },
    body: { result: 'clear', checkedOn: '2026-01-05', provider: 'Checkr', reference: 'ref-secret-42' },
  });
  await guard.person.client.users.setPhoto({ body: new Uint8Array(picture) });
  await guard.person.client.guards.setAvailability({ body: { status: 'available', location } });
  const job = await market.book(customer.person, {
    location,
    title,
    description: 'Ask for Zebulongrd at the oak door',
    locationAddress: '77 Unfindable Crescent',
    locationNotes: 'Key under the gargoyle',
    specialRequirements: ['Must like violet carpets'],
  });
  await market.accept(guard.person, job);
  const booking = { customer: customer.person, guard: guard.person, job };
  await market.checkIn(booking);
  await guard.person.client.tracking.upload({
    params: { id: job.id },
    body: { fixes: [{ ...location, accuracyMeters: 5, recordedAt: market.now.toISOString() }] },
  });
  market.clock.move(3 * HOUR_MS);
  await market.checkOut(booking);
  await market.told(guard.person, job, 'payout.succeeded');
  const cancelled = await market.book(customer.person, { location, title: 'Second evening', startsIn: 5 * DAY_MS });
  const reason = 'My aunt Quarterstaffcust caught mumps';
  await customer.person.client.jobs.cancel({ params: { id: cancelled.id }, body: { reason } });
  await settled(market, customer.person.id);
  await settled(market, guard.person.id);
  customer.values.push('Vernissage', 'oak door', '77 Unfindable', 'gargoyle', 'violet carpets', 'mumps');
  guard.values.push(licenseNumber, 'Zebra Handling', '123456789', '123-45-6789', 'ref-secret-42');
  return { customer, guard, jobId: job.id };
}

import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { type Endpoint } from '@aegis/contract';
import { DAY_MS, shift } from '../src/platform/clock/duration.js';
import { newToken } from '../src/platform/crypto/tokens.js';
import { Marketplace, PASSWORD, type Person } from './marketplace.js';

/** A market with one of everything, so that every address of the contract names something. */
export interface RequestWorld {
  market: Marketplace;
  customer: Person;
  otherCustomer: Person;
  guard: Person;
  otherGuard: Person;
  admin: Person;
  /** For what ends somebody's account. */
  spare: Person;
  /** Values of path parameters, by `group.name` of the endpoint; `id` of others is the job's. */
  ids: {
    job: string;
    offer: string;
    payment: string;
    proposal: string;
    correction: string;
    place: string;
    card: string;
    dispute: string;
    credit: string;
    reconciliation: string;
  };
  picture: Buffer;
}

export async function openRequestWorld(): Promise<RequestWorld> {
  const market = await Marketplace.open();
  const { customer, guard, job } = await market.runningJob();
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  for (const put of [guard.client.users.setPhoto, guard.client.guards.setLicenseScan])
    await put({ body: new Uint8Array(picture) });
  await guard.client.tracking.upload({
    params: { id: job.id },
    body: { fixes: [{ ...job.location, accuracyMeters: 5, recordedAt: market.now.toISOString() }] },
  });
  const { items } = await customer.client.payments.ofJob({ params: { id: job.id } });
  const [offer] = await market.application.dataSource.query<{ id: string }[]>(
    `SELECT id FROM offers WHERE job_id = $1 AND guard_id = $2`,
    [job.id, guard.id],
  );
  const [otherCustomer, otherGuard, admin, spare] = await Promise.all([
    market.registerCustomer(),
    market.verifiedGuard(),
    market.admin(),
    market.registerCustomer(),
  ]);
  const [proposal, correction, place, cards] = await Promise.all([
    declinedProposal(market, job.id, guard.id),
    withdrawnCorrection(market, job.id, guard.id),
    customer.client.places.save({ body: placeForm() }),
    customer.client.payments.methods(),
  ]);
  const ids = {
    ...{ job: job.id, offer: offer?.id ?? '', payment: items[0]?.id ?? '' },
    ...{ proposal, correction, place: place.id, card: cards.items[0]?.id ?? '' },
    dispute: await wonDispute(market, items[0]?.id ?? ''),
    credit: await credit(market, customer.id, admin.id),
    reconciliation: await failedReconciliation(market),
  };
  return { market, customer, otherCustomer, guard, otherGuard, admin, spare, ids, picture };
}

/** Of a running job, which has no hours to correct yet: nobody can answer it any more. */
async function withdrawnCorrection(market: Marketplace, jobId: string, guardId: string): Promise<string> {
  const id = randomUUID();
  const { dataSource } = market.application;
  await dataSource.query(
    `INSERT INTO work_records (job_id, made_at, worked_minutes, due_amount_cents) VALUES ($1, now(), 120, 5000)`,
    [jobId],
  );
  await dataSource.query(
    `INSERT INTO corrections (id, job_id, asked_by, kind, status, from_minutes, to_minutes, from_cents, to_cents, reason,
       asked_at, answer_by)
     VALUES ($1, $2, $3, 'minutes', 'withdrawn', 120, 60, 5000, 2500, 'It was an hour', now(), now() + interval '2 days')`,
    [id, jobId, guardId],
  );
  return id;
}

/** Which nobody can answer any more. */
async function wonDispute(market: Marketplace, paymentId: string): Promise<string> {
  const id = randomUUID();
  await market.application.dataSource.query(
    `INSERT INTO disputes (id, payment_id, stripe_dispute_id, status, is_inquiry, amount_cents, reason, opened_at, closed_at)
     VALUES ($1, $2, 'dp_1', 'won', false, 100, 'fraudulent', now(), now())`,
    [id, paymentId],
  );
  return id;
}

async function credit(market: Marketplace, customerId: string, adminId: string): Promise<string> {
  const id = randomUUID();
  await market.application.dataSource.query(
    `INSERT INTO credits (id, customer_id, amount_cents, reason, given_by, given_at) VALUES ($1, $2, 100, 'r', $3, now())`,
    [id, customerId, adminId],
  );
  return id;
}

async function failedReconciliation(market: Marketplace): Promise<string> {
  const id = randomUUID();
  await market.application.dataSource.query(
    `INSERT INTO reconciliations (id, days, asked_at, heard_at, ended_at, failure) VALUES ($1, 7, now(), now(), now(), 'broken')`,
    [id],
  );
  return id;
}

const placeForm = () => ({
  label: `Place ${randomUUID()}`,
  address: '200 N Spring St',
  location: { lat: 10, lng: 10 },
  siteRadiusMeters: 150,
  notes: null,
  contact: null,
});

/** Of a running job, which nobody can propose anything for any more. */
export async function declinedProposal(market: Marketplace, jobId: string, guardId: string): Promise<string> {
  const id = randomUUID();
  await market.application.dataSource.query(
    `INSERT INTO job_proposals (id, job_id, guard_id, status, changed, job_type, location_address, location_coordinates,
       site_radius_meters, start_time, end_time, required_clearance_level, required_skills, special_requirements,
       hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents, proposed_at, expires_at, resolved_at)
     SELECT $1, id, $3, 'declined', '["startTime"]', job_type, location_address, location_coordinates,
       site_radius_meters, start_time, end_time, required_clearance_level, required_skills, special_requirements,
       hourly_rate_cents, total_amount_cents, platform_fee_cents, guard_payout_cents, now(), now() + interval '1 hour', now()
     FROM jobs WHERE id = $2`,
    [id, jobId, guardId],
  );
  return id;
}

export interface ValidRequest {
  path: string;
  /** With its question mark, or empty. */
  query: string;
  body?: Record<string, unknown> | Buffer;
}

/** What `name` (`group.name` of the contract) is called with when everything is right. */
export function validRequest(world: RequestWorld, name: string, endpoint: Endpoint): ValidRequest {
  const values: Record<string, string> = {
    id: idFor(world, name),
    userId: name.startsWith('credits.') ? world.customer.id : world.guard.id,
    cardId: world.ids.card,
    token: newToken(),
  };
  const path =
    (endpoint.absolute ? '' : '/api/v1') + endpoint.path.replaceAll(/:(\w+)/g, (_, key: string) => values[key] ?? '');
  const query = QUERIES[name] ?? '';
  if (endpoint.takesImage) return { path, query, body: world.picture };
  const body = BODIES[name]?.(world);
  return body === undefined ? { path, query } : { path, query, body };
}

function idFor({ ids, guard, spare }: RequestWorld, name: string): string {
  if (name.startsWith('offers.')) return ids.offer;
  if (/^hours\.(agree|decline|withdraw|decide)$/.test(name)) return ids.correction;
  if (/^jobEdits\.(accept|decline|withdraw)$/.test(name)) return ids.proposal;
  if (name.startsWith('places.')) return ids.place;
  if (name === 'sharing.end' || /^alarms\.(withdraw|acknowledge|resolve)$/.test(name)) return randomUUID();
  if (name === 'admin.refund') return ids.payment;
  if (name.startsWith('disputes.')) return ids.dispute;
  if (name === 'credits.withdraw') return ids.credit;
  if (name === 'reconciliations.get') return ids.reconciliation;
  if (name === 'admin.suspendUser' || name === 'admin.reinstateUser') return spare.id;
  if (name === 'users.photo' || name === 'desk.person') return guard.id;
  if (name.startsWith('passkeys.')) return randomUUID();
  if (name === 'auth.revokeSession' || name === 'users.downloadExport') return randomUUID();
  return ids.job;
}

const credential = { id: 'AAAA', rawId: 'AAAA', type: 'public-key' };
const created = () => ({ ...credential, response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' } });
const proved = () => ({
  ...credential,
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA', userHandle: 'AAAA' },
});

const because = () => ({ reason: 'because of the test' });
const here = () => ({ location: { lat: 34.05, lng: -118.24 }, accuracyMeters: 10 });
const reset = () => ({ token: newToken(), password: 'another long password' });

/** Of addresses that say nothing without one. */
const QUERIES: Record<string, string> = {
  'places.search': '?text=90012',
  'desk.search': '?words=gate',
  'places.nearest': '?lat=34.05&lng=-118.24',
  'payments.earningsStatement': '?month=2026-01',
  'payments.earningsStatementPdf': '?month=2026-01',
  'payments.statement': '?month=2026-01',
  'payments.statementPdf': '?month=2026-01',
};

const BODIES: Record<string, (world: RequestWorld) => Record<string, unknown>> = {
  'auth.register': () => ({
    email: `${randomUUID()}@test.example`,
    password: PASSWORD,
    firstName: 'Kim',
    lastName: 'Lee',
    role: 'customer',
  }),
  'auth.login': () => ({ email: `${randomUUID()}@test.example`, password: PASSWORD }),
  'auth.changePassword': () => ({ currentPassword: 'not the password', newPassword: 'another long password' }),
  'auth.forgotPassword': () => ({ email: 'nobody@test.example' }),
  'auth.resetPassword': reset,
  'auth.turnOnSecondFactor': () => ({ sealed: 'v1:nothing', code: '000000', password: 'not the password' }),
  'auth.turnOffSecondFactor': () => ({ code: '000000', password: 'not the password' }),
  'passkeys.offer': () => ({ password: 'not the password' }),
  'passkeys.add': () => ({ challengeId: randomUUID(), name: 'Phone', response: created() }),
  'passkeys.rename': () => ({ name: 'Phone' }),
  'passkeys.remove': () => ({ password: 'not the password' }),
  'passkeys.signIn': () => ({ challengeId: randomUUID(), response: proved() }),
  'auth.changeEmail': () => ({ email: `${randomUUID()}@test.example`, password: 'not the password' }),
  'auth.confirmEmailChange': () => ({ token: newToken() }),
  'auth.verifyEmail': () => ({ token: newToken() }),
  'auth.enterForRights': () => ({ token: newToken() }),
  'auth.cancelErasure': () => ({ token: newToken() }),
  'users.changeMe': () => ({ firstName: 'Kim' }),
  'guards.replaceMe': ({ market }) => ({ ...market.profile() }),
  'guards.setWorkingHours': () => ({ workingWeek: [{ fromMinute: 540, toMinute: 1020 }], daysOff: [] }),
  'guards.setAvailability': () => ({ status: 'offline' }),
  'guards.setTaxId': () => ({ taxId: '123-45-6789' }),
  'jobs.quote': ({ market }) => ({ ...market.draft() }),
  'jobs.create': ({ market }) => ({ ...market.draft({ location: { lat: 10, lng: 10 } }) }),
  'jobs.cancel': () => ({ reason: 'because of the test', preview: true }),
  'jobs.withdraw': because,
  'jobs.checkIn': here,
  'jobs.checkOut': here,
  'jobs.answerLate': () => ({ decision: 'wait' }),
  'hours.ask': () => ({ kind: 'minutes', workedMinutes: 60, reason: 'It was an hour' }),
  'hours.decline': () => ({ reason: 'I was there' }),
  'hours.decide': () => ({ workedMinutes: 60, reason: 'The positions show it' }),
  'receipts.agree': () => ({
    ...{ workedMinutes: 60, dueCents: 2500, record: 'r'.repeat(43) },
    device: { algorithm: 'ES256', key: { x: 'x'.repeat(43), y: 'y'.repeat(43) }, signature: 's'.repeat(86) },
  }),
  'payments.tip': () => ({ amountCents: 500 }),
  'jobEdits.edit': () => ({ version: 1, title: 'Back gate' }),
  'places.save': placeForm,
  'places.change': placeForm,
  'payments.extend': ({ market }) => ({ endTime: shift(market.now, DAY_MS).toISOString(), preview: true }),
  'alarms.raise': ({ market }) => ({ clientId: randomUUID(), pressedAt: market.now.toISOString(), ...here() }),
  'alarms.resolve': because,
  'sharing.look': () => ({ token: newToken() }),
  'conversations.write': () => ({ clientId: randomUUID(), words: 'At the gate' }),
  'conversations.onDesk': () => ({ reason: 'complaint' }),
  'tracking.upload': ({ market }) => ({
    fixes: [{ lat: 34.05, lng: -118.24, accuracyMeters: 5, recordedAt: market.now.toISOString() }],
  }),
  'credits.give': () => ({ amountCents: 100, reason: 'because of the test' }),
  'credits.withdraw': because,
  'reconciliations.start': () => ({ days: 7 }),
  'admin.verifyGuard': () => ({ reason: 'because of the test', papersVersion: 1 }),
  'admin.refuseGuard': () => ({ reason: 'because of the test', papersVersion: 1 }),
  'admin.reinstateUser': because,
  'admin.suspendUser': because,
  'admin.endJob': () => ({ workedMinutes: 60, reason: 'because of the test' }),
  'admin.refund': () => ({ reason: 'because of the test', amountCents: 100 }),
  'desk.assign': ({ guard }) => ({ guardId: guard.id, ...because() }),
  'desk.takeOff': ({ guard }) => ({ guardId: guard.id, ...because() }),
  'desk.edit': () => ({ edit: { version: 1, title: 'Back gate', preview: true }, ...because() }),
  'desk.book': ({ market, customer }) => ({
    ...{ customerId: customer.id, ...because() },
    job: market.draft({ location: { lat: 10, lng: 10 } }),
  }),
  'admin.setBackgroundCheck': () => ({ result: 'clear', checkedOn: '2026-01-05', provider: 'Checkr' }),
};

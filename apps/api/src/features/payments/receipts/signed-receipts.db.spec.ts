import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { agreementText, inWords, ReceiptChecker, type ReceiptFile } from '@aegis/receipt';
import { eraseNow } from '../../../../test/erase-now.js';
import { type Booking, Marketplace, type Person } from '../../../../test/marketplace.js';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { ReceiptSigner } from './receipt-signer.js';

let market: Marketplace;
let admin: Person;

beforeAll(async () => {
  market = await Marketplace.open();
  admin = await market.admin();
});
afterAll(() => market.close());
afterEach(() => market.clock.set(new Date()));

const call = ({ job }: Booking) => ({ params: { id: job.id } });
const stateFor = (booking: Booking, person: Person) => person.client.receipts.ofJob(call(booking));

/** Booked for so many minutes at 25.00, worked from its start for as long, and paid. */
async function paidWork(booked: number, minutes: number): Promise<Booking> {
  const booking = await market.bookedJob({ lasts: booked * MINUTE_MS });
  const { onboardingUrl } = await booking.guard.client.guards.payoutAccount();
  await fetch(onboardingUrl ?? '', { method: 'POST', redirect: 'manual' });
  market.clock.set(new Date(booking.job.startTime));
  await market.checkIn(booking);
  market.clock.set(shift(new Date(booking.job.startTime), 5 * MINUTE_MS));
  await market.sendFix(booking, 10);
  market.clock.set(shift(new Date(booking.job.startTime), (minutes - 0.5) * MINUTE_MS));
  await market.checkOut(booking);
  await paid(booking, Math.round((Math.min(booked, minutes) * 2500) / 60));
  return booking;
}

const paid = (booking: Booking, chargedCents: number): Promise<unknown> =>
  vi.waitFor(
    async () => {
      const { sum } = await admin.client.payments.ofJob(call(booking));
      expect(sum).toMatchObject({ chargedCents, paidOutCents: (chargedCents * 4) / 5 });
    },
    { timeout: 30_000, interval: 50 },
  );

/** As a browser does it with a key that it cannot read. */
function device() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return (text: string) => ({
    ...{ algorithm: 'ES256' as const, key: { x, y } },
    signature: sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url'),
  });
}

async function agree(booking: Booking, party: 'customer' | 'guard', signWith = device()) {
  const { toSign } = await stateFor(booking, booking[party]);
  if (!toSign) throw new Error('there is nothing to sign');
  const signed = signWith(agreementText({ job: booking.job.id, party, ...toSign }));
  return booking[party].client.receipts.agree({ ...call(booking), body: { ...toSign, device: signed } });
}

async function textFor(booking: Booking, person: Person): Promise<string> {
  const { content } = await person.client.receipts.file(call(booking));
  return Buffer.from(content as Uint8Array).toString();
}

const checkerOfNow = async () => new ReceiptChecker(await market.application.client().receipts.keys());
const wordsOf = async (text: string): Promise<string> => inWords((await checkerOfNow()).check(text)).join('\n');

describe('the signed receipt of a job', () => {
  it('proves hours and money to whoever has the public keys, and says what it does not prove', async () => {
    const booking = await paidWork(120, 120);
    await agree(booking, 'guard');
    const text = await textFor(booking, booking.customer);
    const words = await wordsOf(text);
    expect(words).toContain('120 minutes count, 120 are charged for: $50.00 is due.');
    expect(words).toContain('Charged $50.00, given back $0.00, paid to the guard $40.00');
    expect(words).toContain('signed in as the guard agreed to 120 minutes for $50.00');
    expect(words).toContain('That the customer agreed: no device of theirs has signed.');
    expect(words).toMatch(/Proved:[^]*The place: [^]*Not proved:/);
    expect(words).toMatch(/Not proved:[^]*The positions of the guard: sealed/);
    const ofGuard = (await checkerOfNow()).check(await textFor(booking, booking.guard));
    expect(ofGuard.shown.map(({ of }) => of)).toContain('positions');
  });

  it('follows corrections, tips and refunds, each entry after the one before', async () => {
    const booking = await paidWork(60, 105);
    await agree(booking, 'customer');
    const asked = await booking.guard.client.hours.ask({
      ...call(booking),
      body: { kind: 'beyond_end', workedMinutes: 105, reason: 'They asked me to stay' },
    });
    // Nobody is asked to sign hours that are in question.
    expect((await stateFor(booking, booking.guard)).toSign).toBeNull();
    await booking.customer.client.hours.agree({ params: { id: asked.id } });
    await paid(booking, 4375);
    expect(await stateFor(booking, booking.customer)).toMatchObject({
      agreements: [{ party: 'customer', workedMinutes: 105, dueCents: 2500, isToWhatCounts: false }],
      toSign: { workedMinutes: 105, dueCents: 4375 },
    });
    await agree(booking, 'customer');
    await agree(booking, 'guard');
    const { hours, agreements, entries } = (await checkerOfNow()).check(await textFor(booking, booking.guard));
    expect(hours).toMatchObject({ dueCents: 4375, corrections: [{ outcome: 'agreed', toMinutes: 105 }] });
    expect(agreements.map(({ isToWhatCounts }) => isToWhatCounts)).toEqual([true, true]);
    await booking.customer.client.payments.tip({ ...call(booking), body: { amountCents: 700 } });
    await vi.waitFor(
      async () => {
        const checked = (await checkerOfNow()).check(await textFor(booking, booking.guard));
        expect(checked.hours?.payments.filter(({ purpose }) => purpose === 'tip')).toHaveLength(2);
        expect(checked.entries).toBeGreaterThan(entries);
        expect(checked.agreements.every(({ isToWhatCounts }) => isToWhatCounts)).toBe(true);
      },
      { timeout: 30_000, interval: 200 },
    );
  });

  it('comes by itself when money has come to rest', async () => {
    const booking = await paidWork(60, 60);
    await vi.waitFor(
      async () => {
        await market.runDeadlines();
        expect((await stateFor(booking, booking.guard)).entries).toBeGreaterThan(0);
      },
      { timeout: 30_000, interval: 100 },
    );
  });

  it('is for its parties, when the job has ended', async () => {
    const booking = await market.bookedJob({ lasts: 60 * MINUTE_MS });
    await expect(textFor(booking, booking.customer)).rejects.toMatchObject({ status: 409, code: 'no_receipt_yet' });
    expect(await stateFor(booking, booking.customer)).toEqual({ entries: 0, agreements: [], toSign: null });
    const stranger = await market.registerCustomer();
    await expect(textFor(booking, stranger)).rejects.toMatchObject({ status: 404 });
    await expect(stateFor(booking, stranger)).rejects.toMatchObject({ status: 404 });
  });
});

describe('an agreement to hours', () => {
  it('is refused when it is signed by another key, for other hours, as the other party, or for another job', async () => {
    const [booking, other] = [await paidWork(60, 60), await paidWork(60, 60)];
    const { toSign } = await stateFor(booking, booking.guard);
    if (!toSign) throw new Error('there is nothing to sign');
    const hours = { job: booking.job.id, party: 'guard' as const, ...toSign };
    const send = (
      changes: Partial<typeof toSign>,
      device_: ReturnType<ReturnType<typeof device>>,
      by = booking.guard,
    ) => by.client.receipts.agree({ ...call(booking), body: { ...toSign, ...changes, device: device_ } });
    const [mine, another] = [device(), device()];
    const good = mine(agreementText(hours));
    const bad = { status: 422, code: 'bad_device_signature' };
    await expect(send({}, { ...good, key: another('x').key })).rejects.toMatchObject(bad);
    await expect(send({}, good, booking.customer)).rejects.toMatchObject(bad);
    await expect(send({}, mine(agreementText({ ...hours, job: other.job.id })))).rejects.toMatchObject(bad);
    await expect(send({ workedMinutes: 61 }, good)).rejects.toMatchObject({ status: 409, code: 'other_hours_count' });
    await expect(send({}, good, other.guard)).rejects.toMatchObject({ status: 404 });
    expect((await send({}, good)).agreements).toHaveLength(1);
  });

  it('twenty times at once is one', async () => {
    const booking = await paidWork(60, 60);
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => agree(booking, 'guard')));
    // Who reads after the first has signed has nothing to sign any more.
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect((await stateFor(booking, booking.guard)).agreements).toHaveLength(1);
  });
});

describe('the key of receipts', () => {
  it('is changed without a restart, and what was signed with the one before stays proved', async () => {
    const booking = await paidWork(60, 60);
    await textFor(booking, booking.guard);
    const signer = market.application.app.get(ReceiptSigner);
    const newId = await signer.rotate();
    await agree(booking, 'guard');
    const file = JSON.parse(await textFor(booking, booking.guard)) as ReceiptFile;
    expect(file.entries.at(-1)?.keyId).toBe(newId);
    expect(new Set(file.entries.map(({ keyId }) => keyId)).size).toBe(2);
    const published = await signer.published();
    expect(published.keys[0]).toMatchObject({ keyId: newId, until: null });
    expect(published.keys.slice(1).map(({ until }) => until)).not.toContain(null);
    await expect(wordsOf(JSON.stringify(file))).resolves.toContain('is genuine');
  });
});

describe('the receipt of somebody who was erased', () => {
  it('verifies and names nobody', async () => {
    const booking = await paidWork(60, 90);
    const asked = await booking.guard.client.hours.ask({
      ...call(booking),
      body: { kind: 'beyond_end', workedMinutes: 90, reason: 'Zebulon of the gate asked me to stay' },
    });
    await booking.customer.client.hours.agree({ params: { id: asked.id } });
    await paid(booking, 3750);
    await agree(booking, 'guard');
    const before = await textFor(booking, booking.guard);
    const { openings } = JSON.parse(before) as ReceiptFile;
    const valueOf = (label: string) => openings.find(({ of }) => of === label)?.value as string;
    const { locationAddress } = await booking.guard.client.jobs.get(call(booking));
    const named = [valueOf('customer.name'), valueOf('guard.name'), locationAddress, 'Zebulon'];
    for (const name of named) expect(before).toContain(name);
    for (const { id } of [booking.customer, booking.guard]) {
      await market.application.dataSource.query(
        `UPDATE users SET status = 'inactive', deleted_at = now() WHERE id = $1`,
        [id],
      );
      await eraseNow(market, id);
    }
    const { content } = await admin.client.receipts.file(call(booking));
    const bytes = Buffer.from(content as Uint8Array);
    for (const name of [...named, ...named.flatMap((one) => one.split(' '))].filter((one) => one.length > 3))
      expect(bytes.includes(name), name).toBe(false);
    const file = JSON.parse(bytes.toString()) as ReceiptFile;
    expect(file.openings).toEqual([]);
    expect(await wordsOf(bytes.toString())).toMatch(/is genuine[^]*The name of the guard: sealed/);
    const kept = (JSON.parse(before) as ReceiptFile).entries;
    expect(file.entries.slice(0, kept.length)).toEqual(kept);
  });
});

describe('the entries of receipts', () => {
  it('are neither changed nor taken away', async () => {
    const booking = await paidWork(60, 60);
    await textFor(booking, booking.guard);
    const { dataSource } = market.application;
    for (const attack of [
      'UPDATE receipt_entries SET body = body',
      'DELETE FROM receipt_entries',
      'TRUNCATE receipt_entries',
    ])
      await expect(dataSource.query(attack)).rejects.toThrow('append-only');
  });
});

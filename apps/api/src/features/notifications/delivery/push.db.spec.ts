import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PushSubscriptionForm } from '@aegis/contract';
import { type Pushed, PushService } from '@aegis/push-double';
import { type Booking, Marketplace, PASSWORD, type Person } from '../../../../test/marketplace.js';
import { MINUTE_MS, SECOND_MS } from '../../../platform/clock/duration.js';
import { newVapidKeys } from '../../../platform/crypto/embedded-keys.js';

const SOON = { timeout: 20_000, interval: 25 };
const VAPID_KEYS = newVapidKeys();

let service: PushService;
let market: Marketplace;

beforeAll(async () => {
  service = await PushService.start();
  market = await Marketplace.open({ ...service.settings, VAPID_KEYS });
});
afterAll(async () => {
  await market.close();
  await service.close();
});
afterEach(() => market.clock.set(new Date()));

interface Device {
  id: string;
  form: PushSubscriptionForm;
}

async function deviceOf({ client }: Person): Promise<Device> {
  const form = service.subscribe();
  const { id } = await client.notifications.subscribe({ body: form });
  return { id, form };
}

/** The message of a kind, once it has come. */
const pushedTo = ({ form }: Device, kind: string): Promise<Pushed> =>
  vi.waitFor(() => {
    const found = service.pushed(form).find(({ message }) => message.kind === kind);
    if (!found)
      throw new Error(
        `no ${kind} yet: ${service
          .pushed(form)
          .map(({ message }) => message.kind)
          .join()}`,
      );
    return found;
  }, SOON);

const deliveriesOf = async ({ job }: Pick<Booking, 'job'>, kind: string) => {
  const admin = await market.admin();
  const { items } = await admin.client.notifications.ofJob({ params: { id: job.id } });
  return items.filter((item) => item.kind === kind).flatMap(({ deliveries }) => deliveries);
};

describe('a message that is pushed', () => {
  it('reaches a customer as only their device can read it, signed by this server, and is shown to the admin', async () => {
    const location = market.newPlace();
    const [customer, guard] = await Promise.all([market.registerCustomer(), market.verifiedGuard({ at: location })]);
    const device = await deviceOf(customer);
    const job = await market.book(customer, { location });
    await market.accept(guard, job);
    const { message, urgency } = await pushedTo(device, 'guard_accepted');
    expect(message).toMatchObject({
      subscriptionId: device.id,
      title: 'Kim Lee has accepted',
      link: `/jobs/${job.id}`,
      tag: `job:${job.id}`,
      unread: 1,
      offerId: null,
    });
    expect(urgency).toBe('high');
    expect([...service.signers]).toEqual([VAPID_KEYS.split(':')[0]]);
    await vi.waitFor(async () => {
      expect(await deliveriesOf({ job }, 'guard_accepted')).toMatchObject([{ channel: 'push', state: 'sent' }]);
    }, SOON);
    const told = { params: { id: message.id }, body: { subscriptionId: device.id } };
    await customer.client.notifications.shown(told);
    await customer.client.notifications.shown(told);
    expect(await deliveriesOf({ job }, 'guard_accepted')).toMatchObject([{ channel: 'push', state: 'shown' }]);
    await expect(guard.client.notifications.shown(told)).rejects.toMatchObject({ status: 404 });
  });

  it('offers a job with pay, distance and time left, and counts for the guard once it was displayed', async () => {
    const location = market.newPlace();
    const [customer, guard] = await Promise.all([market.registerCustomer(), market.verifiedGuard({ at: location })]);
    const device = await deviceOf(guard);
    const job = await market.book(customer, { location });
    const { message, ttlSeconds, topic } = await pushedTo(device, 'offer');
    expect(message).toMatchObject({ title: '$40.00, 0.0 mi', link: '/duty', tag: `offer:${message.offerId}` });
    expect(message.body).toMatch(/^Gate, .* Open until .*\.$/);
    expect(ttlSeconds).toBeGreaterThan(0);
    expect(ttlSeconds).toBeLessThanOrEqual(60);
    expect(topic).toMatch(/^[\w-]{32}$/);
    const seenAt = async (): Promise<unknown> => {
      const [row] = await market.application.dataSource.query<{ seen_at: Date | null }[]>(
        `SELECT seen_at FROM offers WHERE job_id = $1`,
        [job.id],
      );
      return row?.seen_at;
    };
    expect(await seenAt()).toBeNull();
    await guard.client.notifications.shown({ params: { id: message.id }, body: { subscriptionId: device.id } });
    expect(await seenAt()).toBeInstanceOf(Date);
  });

  it('that is no longer true is replaced on the device by what is', async () => {
    const location = market.newPlace();
    const guards = await Promise.all([1, 2].map(() => market.verifiedGuard({ at: location })));
    const [winner, loser] = guards;
    if (!winner || !loser) throw new Error('two guards');
    const device = await deviceOf(loser);
    const job = await market.book(await market.registerCustomer(), { location });
    const offer = await pushedTo(device, 'offer');
    await market.accept(winner, job);
    const gone = await pushedTo(device, 'offer_gone');
    expect(gone.message.tag).toBe(offer.message.tag);
    expect(gone.topic).toBe(offer.topic);
  });
});

describe('a push service', () => {
  it.each([404, 410])('that answers %i is not asked for that device again', async (status) => {
    const booking = await market.bookedJob();
    const device = await deviceOf(booking.customer);
    service.answer(device.form, { status });
    await market.checkIn(booking);
    await vi.waitFor(async () => {
      expect(await deliveriesOf(booking, 'guard_arrived')).toMatchObject([{ state: 'failed', failure: 'gone' }]);
    }, SOON);
    expect(await booking.customer.client.notifications.subscriptions()).toEqual({ items: [] });
    await market.checkOut(booking);
    expect(service.asked(device.form)).toBe(1);
  });

  it('that asks for patience is asked again when it said, and the message is sent once', async () => {
    const booking = await market.bookedJob();
    const device = await deviceOf(booking.customer);
    service.answer(device.form, { status: 429, headers: { 'retry-after': '120' } }, { status: 503 });
    await market.checkIn(booking);
    const state = async () => (await deliveriesOf(booking, 'guard_arrived'))[0];
    await vi.waitFor(async () => expect(await state()).toMatchObject({ state: 'queued', failure: 'http_429' }), SOON);
    market.clock.move(119 * SECOND_MS);
    await market.runDeadlines();
    expect(service.asked(device.form)).toBe(1);
    market.clock.move(2 * SECOND_MS);
    await vi.waitFor(async () => expect(await state()).toMatchObject({ state: 'queued', failure: 'http_503' }), SOON);
    market.clock.move(MINUTE_MS);
    await pushedTo(device, 'guard_arrived');
    await vi.waitFor(async () => expect(await state()).toMatchObject({ state: 'sent', attempts: 3 }), SOON);
    expect(service.pushed(device.form)).toHaveLength(1);
  });

  it('that refuses a message is not asked again, and no other device waits for it', async () => {
    const booking = await market.bookedJob();
    const [broken, other] = [await deviceOf(booking.customer), await deviceOf(booking.customer)];
    service.answer(broken.form, { status: 413, body: 'x'.repeat(100_000) });
    await market.checkIn(booking);
    await pushedTo(other, 'guard_arrived');
    await vi.waitFor(async () => {
      const states = (await deliveriesOf(booking, 'guard_arrived')).map(({ state, failure }) => ({ state, failure }));
      expect(states).toContainEqual({ state: 'failed', failure: 'http_413' });
      expect(states).toContainEqual({ state: 'sent', failure: null });
    }, SOON);
    expect(service.asked(broken.form)).toBe(1);
  });
});

describe('a device', () => {
  it('is one of the newest twenty, and shows the messages of one person', async () => {
    const [first, second] = await Promise.all([market.registerCustomer(), market.registerCustomer()]);
    const devices = [];
    for (let count = 0; count < 21; count++) {
      devices.push(await deviceOf(first));
      market.clock.move(SECOND_MS);
    }
    const kept = (await first.client.notifications.subscriptions()).items.map(({ id }) => id);
    expect(kept).toHaveLength(20);
    expect(kept).not.toContain(devices[0]?.id);
    const shared = devices[20];
    if (!shared) throw new Error('a device');
    const again = await first.client.notifications.subscribe({ body: shared.form });
    expect(again.id).toBe(shared.id);
    const taken = await second.client.notifications.subscribe({ body: shared.form });
    expect(taken.id).not.toBe(shared.id);
    expect((await first.client.notifications.subscriptions()).items).toHaveLength(19);
    await expect(first.client.notifications.endSubscription({ params: { id: taken.id } })).rejects.toMatchObject({
      status: 404,
    });
    await second.client.notifications.endSubscription({ params: { id: taken.id } });
    expect((await second.client.notifications.subscriptions()).items).toEqual([]);
  });

  it.each([
    'https://10.0.0.7/push',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://0.0.0.0/',
    'https://user:secret@push.example/',
    'https://127.0.0.1:25/',
    'https://no-such-host.invalid/',
  ])('is not at %s', async (endpoint) => {
    const { client } = await market.registerCustomer();
    const { keys } = service.subscribe();
    await expect(client.notifications.subscribe({ body: { endpoint, keys } })).rejects.toMatchObject({
      code: 'endpoint_not_public',
    });
  });

  it.each([
    ['http://push.example/', undefined],
    [`https://push.example/${'x'.repeat(1024)}`, undefined],
    ['https://push.example/', 'short'],
  ])('is not one at %s with the key %s', async (endpoint, p256dh) => {
    const { client } = await market.registerCustomer();
    const { keys } = service.subscribe();
    const body = { endpoint, keys: { ...keys, ...(p256dh !== undefined && { p256dh }) } };
    await expect(client.notifications.subscribe({ body })).rejects.toMatchObject({ status: 400 });
  });
});

describe('a device at which nobody is signed in any more', () => {
  const signIn = async ({ email }: Person): Promise<Person['client']> => {
    const client = market.application.client();
    await client.auth.login({ body: { email, password: PASSWORD } });
    return client;
  };

  it('is told nothing: signed out there, ended from elsewhere, or after another password', async () => {
    const location = market.newPlace();
    const [customer, guard] = await Promise.all([market.registerCustomer(), market.verifiedGuard({ at: location })]);
    const kept = await deviceOf(customer);
    const ended = await Promise.all(
      [1, 2].map(async () => {
        const client = await signIn(customer);
        return { client, device: await deviceOf({ ...customer, client }) };
      }),
    );
    const [left, revoked] = ended;
    await left?.client.auth.logout();
    const { items } = await customer.client.auth.sessions();
    const others = items.filter(({ current }) => !current);
    for (const { id } of others) await customer.client.auth.revokeSession({ params: { id } });
    await market.accept(guard, await market.book(customer, { location }));
    await pushedTo(kept, 'guard_accepted');
    for (const one of [left, revoked]) expect(one && service.pushed(one.device.form)).toEqual([]);
  });
});

describe('a person who is blocked or gone', () => {
  it('is told nothing more at their devices', async () => {
    const bookings = await Promise.all([market.bookedJob(), market.bookedJob(), market.bookedJob()]);
    const devices = await Promise.all(bookings.map(({ customer }) => deviceOf(customer)));
    const [suspended, erased, told] = bookings;
    const { dataSource } = market.application;
    await dataSource.query(`UPDATE users SET status = 'suspended', status_before_suspension = 'active' WHERE id = $1`, [
      suspended.customer.id,
    ]);
    await dataSource.query(`UPDATE users SET status = 'inactive', deleted_at = now() WHERE id = $1`, [
      erased.customer.id,
    ]);
    for (const booking of [suspended, erased, told]) await market.checkIn(booking);
    const [ofSuspended, ofErased, ofTold] = devices;
    if (ofTold) await pushedTo(ofTold, 'guard_arrived');
    for (const device of [ofSuspended, ofErased]) expect(device && service.pushed(device.form)).toEqual([]);
  });
});

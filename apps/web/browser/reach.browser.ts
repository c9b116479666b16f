import { type Pushed, PushService } from '@aegis/push-double';
import type { Browser, CDPSession, Worker } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseUrl, openBrowser, PASSWORD, PHONE, type Person, person, signIn } from './browsing';
import { type Account, Cast } from './cast';
import { mailedLink } from './outbox';
import { runApplication, type RunningApplication } from './server';

/** Far from the guards of other tests. */
const PLACE = { lat: 44.95, lng: -93.09 };
const SOON = { timeout: 60_000 };
const MAIL_SOON = { timeout: 180_000 };

/** What of the worker's own world is used here. */
interface WorkerScope {
  registration: {
    getNotifications: (of: { tag: string }) => Promise<{ title: string; actions: { action: string }[] }[]>;
  };
  NotificationEvent: new (name: string, options: { notification: object; action: string }) => Event;
  dispatchEvent: (event: Event) => boolean;
}

let service: PushService;
let application: RunningApplication;
let browser: Browser;
let cast: Cast;

beforeAll(async () => {
  service = await PushService.start();
  // An offer is to last as long as a slow machine needs.
  application = await runApplication({ ...service.settings, OFFER_TTL_SECONDS: '600', UNSEEN_MINUTES: '1' });
  process.env['AEGIS_BROWSER_URL'] = application.url;
  process.env['AEGIS_BROWSER_OUTBOX'] = application.outbox;
  browser = await openBrowser();
  cast = await Cast.at(baseUrl(), PLACE);
});
afterAll(async () => {
  await browser.close();
  await application.stop();
  await service.close();
});

interface Phone {
  owner: Person;
  worker: Worker;
  /** Brings what was pushed to the worker, as the browser does. */
  deliver: (message: Pushed['message']) => Promise<void>;
  /** The next message of a kind that is pushed to this phone. */
  pushed: (kind: string) => Promise<Pushed['message']>;
}

/** A guard's phone whose worker is installed. */
async function phoneOf(guard: Account): Promise<Phone> {
  const form = service.subscribe();
  await guard.client.notifications.subscribe({ body: form });
  const owner = await person(browser, { viewport: PHONE, permissions: ['notifications'] });
  await signIn(owner.page, guard.email, PASSWORD);
  await owner.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await expect.poll(() => owner.context.serviceWorkers().length, SOON).toBe(1);
  const [worker] = owner.context.serviceWorkers();
  if (!worker) throw new Error('no worker');
  const tools = await owner.context.newCDPSession(owner.page);
  const registrationId = await registrationOf(tools);
  const pushed = async (kind: string): Promise<Pushed['message']> => {
    const found = () => service.pushed(form).findLast(({ message }) => message.kind === kind)?.message;
    await expect.poll(found, SOON).toBeDefined();
    return found() as Pushed['message'];
  };
  const deliver = async (message: Pushed['message']): Promise<void> => {
    const data = JSON.stringify(message);
    await tools.send('ServiceWorker.deliverPushMessage', { origin: baseUrl(), registrationId, data });
  };
  return { owner, worker, deliver, pushed };
}

/** As the developer tools know the worker. */
async function registrationOf(tools: CDPSession): Promise<string> {
  const registered = new Promise<string>((resolve) => {
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations;
      if (registration) resolve(registration.registrationId);
    });
  });
  await tools.send('ServiceWorker.enable');
  return registered;
}

/** What the phone shows of a tag. */
const shown = ({ worker }: Phone, tag: string): Promise<{ title: string; actions: string[] }[]> =>
  worker.evaluate(async (name) => {
    const { registration } = globalThis as unknown as WorkerScope;
    const found = await registration.getNotifications({ tag: name });
    return found.map(({ title, actions }) => ({ title, actions: actions.map(({ action }) => action) }));
  }, tag);

/** As a finger on the notification does it. */
const press = ({ worker }: Phone, tag: string, action: string): Promise<void> =>
  worker.evaluate(
    async ([name, pressed]) => {
      const scope = globalThis as unknown as WorkerScope;
      const [notification] = await scope.registration.getNotifications({ tag: name });
      if (!notification) throw new Error(`nothing is shown of ${name}`);
      scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification, action: pressed }));
    },
    [tag, action] as const,
  );

async function confirmAddress({ client, email }: Account): Promise<void> {
  const link = await mailedLink(email, 'Confirm your e-mail address');
  await client.auth.verifyEmail({ body: { token: link.slice(link.indexOf('#') + 1) } });
}

describe('with every page closed', () => {
  it('a guard accepts an offer in its notification, and the customer is mailed from acceptance to receipt', async () => {
    const guard = await cast.guardOnDuty('Nora');
    const customer = await cast.account('customer', 'Cora');
    await confirmAddress(customer);
    const phone = await phoneOf(guard);
    const job = await cast.book(customer, 'Gate at night', 1);
    const offer = await phone.pushed('offer');
    await phone.deliver(offer);
    const offered = [{ title: offer.title, actions: ['accept', 'decline'] }];
    await expect.poll(() => shown(phone, offer.tag), SOON).toEqual(offered);
    await phone.owner.page.goto('about:blank');
    await press(phone, offer.tag, 'accept');
    const status = async () => (await customer.client.jobs.get({ params: { id: job.id } })).status;
    await expect.poll(status, SOON).toBe('matched');
    await expect.poll(() => shown(phone, offer.tag), SOON).toEqual([{ title: 'The job is yours', actions: [] }]);
    const told = await cast.admin.notifications.ofJob({ params: { id: job.id } });
    expect(told.items.find(({ kind }) => kind === 'offer')?.deliveries).toMatchObject([{ state: 'shown' }]);
    await expect.poll(() => linkOf(customer, 'Nora Tester has accepted'), MAIL_SOON).not.toBe('');

    // The same offer once more is too late, and says so in its place.
    await phone.deliver({ ...offer, id: crypto.randomUUID() });
    await expect.poll(() => shown(phone, offer.tag), SOON).toEqual(offered);
    await press(phone, offer.tag, 'decline');
    await expect.poll(() => shown(phone, offer.tag), SOON).toEqual([{ title: 'Not declined', actions: [] }]);

    const here = { location: PLACE, accuracyMeters: 10 };
    await guard.client.jobs.checkIn({ params: { id: job.id }, body: here });
    await expect.poll(() => linkOf(customer, 'Nora Tester is on site'), MAIL_SOON).not.toBe('');
    await guard.client.jobs.checkOut({ params: { id: job.id }, body: { ...here, reason: 'The gate is closed' } });
    await expect.poll(() => linkOf(customer, 'Receipt: $'), MAIL_SOON).not.toBe('');
  });
});

const linkOf = ({ email }: Account, subject: string): Promise<string> => mailedLink(email, subject).catch(() => '');

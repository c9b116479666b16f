import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { newVapidKeys } from '@aegis/api/dist/src/platform/crypto/embedded-keys.js';
import type { PushMessage } from '@aegis/contract';
import { type Pushed, PushService } from '@aegis/push-double';
import type pg from 'pg';
import { Pool } from 'undici';
import webPush from 'web-push';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import { alternate, medianOf } from '../harness/rounds.js';
import { startApi } from '../servers/contenders.js';
import { startStripe } from '../servers/stripe.js';
import { insertPeople } from '../world/people.js';
import { insertPosts } from '../world/posts.js';
import { insertWatches, type Watch } from '../world/watches.js';

const PHONES = 400;
/** 2,000 a minute. */
const EVERY_MS = 30;
const TIMES_THE_CALL = 5;
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 2;
const QUOTES_AT_ONCE = 1;
const OURS = 'from the answer about a change to the receipt, p95';
const BARE = 'bare web-push call to the receipt, p95';

type Form = ReturnType<PushService['subscribe']>;

interface Phone {
  watch: Watch;
  form: Form;
  version: number;
}

export const notify: Topic = {
  name: 'notify',
  summary: 'from a change to the push service that has its message, beside the bare call, with matching under way',
  together: { seconds: 2 },

  async run(bench) {
    const { url, pool } = await createDatabase(bench);
    const service = await PushService.start();
    bench.atEnd(() => service.close());
    const keys = newVapidKeys();
    const phones = await phonesOf(pool, service);
    const settings = { ...service.settings, VAPID_KEYS: keys };
    const origin = await startApi(bench, url, await startStripe(bench), settings);
    const stop = await quoteMeanwhile(bench, pool, origin);
    const requests = new Pool(origin, { connections: bench.options.connections, pipelining: 1 });
    const measured = await alternate(
      [
        { name: OURS, measure: () => p95(bench, phones, service, (phone) => edit(requests, phone)) },
        { name: BARE, measure: () => p95(bench, phones, service, bareCall(keys, service)) },
      ],
      bench.options.rounds,
      bench.tell,
    );
    await stop();
    await requests.close();
    const bare = medianOf(measured, BARE);
    return [
      { name: BARE, value: bare, unit: 'ms' },
      {
        name: OURS,
        value: medianOf(measured, OURS),
        unit: 'ms',
        bar: { kind: 'at most', value: TIMES_THE_CALL * bare, words: `${TIMES_THE_CALL} times the bare call` },
      },
    ];
  },
};

/** Guards at work, whose phones have said that they show messages. */
async function phonesOf(pool: pg.Pool, service: PushService): Promise<Phone[]> {
  const watches = await insertWatches(pool, PHONES);
  const phones = watches.map((watch) => ({ watch, form: service.subscribe(), version: 1 }));
  await pool.query(
    `INSERT INTO push_subscriptions (id, user_id, endpoint, p256dh, auth, created_at)
     SELECT gen_random_uuid(), "user", endpoint, p256dh, auth, now()
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS s ("user", endpoint, p256dh, auth)`,
    [
      phones.map(({ watch }) => watch.guard.id),
      phones.map(({ form }) => form.endpoint),
      phones.map(({ form }) => form.keys.p256dh),
      phones.map(({ form }) => form.keys.auth),
    ],
  );
  const { rows } = await pool.query<{ id: string; version: number }>(`SELECT id, version FROM jobs`);
  const versions = new Map(rows.map(({ id, version }) => [id, version]));
  return phones.map((phone) => ({ ...phone, version: versions.get(phone.watch.jobId) ?? 1 }));
}

/** Searches for guards without a pause, as bookings of a busy market cause them. */
async function quoteMeanwhile(bench: Bench, pool: pg.Pool, origin: string): Promise<() => Promise<void>> {
  const posts = await insertPosts(pool, 50);
  const customers = await insertPeople(pool, 'customer', QUOTES_AT_ONCE);
  const requests = new Pool(origin, { connections: QUOTES_AT_ONCE, pipelining: 1 });
  let isOver = false;
  const working = customers.map(async ({ token }) => {
    for (let round = 0; !isOver; round++) {
      const { site } = posts[round % posts.length] ?? { site: { lat: 0, lng: 0 } };
      await send(requests, token, { method: 'POST', path: '/jobs/quote', body: draftAt(site) });
    }
  });
  const stop = async (): Promise<void> => {
    isOver = true;
    await Promise.all(working);
    await requests.close();
  };
  bench.atEnd(() => Promise.resolve(void (isOver = true)));
  return stop;
}

/** From the answer on, which follows the commit at once: nobody outside knows that moment better. */
async function edit(requests: Pool, phone: Phone): Promise<number> {
  const { jobId, customer } = phone.watch;
  const body = { version: phone.version++, locationNotes: `Gate ${phone.version}` };
  await send(requests, customer.token, { method: 'PATCH', path: `/jobs/${jobId}`, body });
  return performance.now();
}

function bareCall(keys: string, service: PushService): (phone: Phone) => Promise<number> {
  const [publicKey = '', privateKey = ''] = keys.split(':');
  const agent = new Agent({ keepAlive: true, ca: readFileSync(service.settings.PUSH_LOCAL_CA ?? '', 'utf8') });
  const vapidDetails = { subject: 'mailto:bench@example.com', publicKey, privateKey };
  const id = '00000000-0000-4000-8000-000000000000';
  const message: PushMessage = {
    ...{ id, subscriptionId: id, kind: 'job_edited', unread: 1, expiresAt: null, offerId: null, language: 'en' },
    ...{ title: 'Watch was changed', body: 'Please read the notes again.', link: '/jobs', tag: 'job' },
  };
  const text = JSON.stringify(message);
  return async ({ form }) => {
    const begun = performance.now();
    await webPush.sendNotification(form, text, { vapidDetails, agent, TTL: 60 });
    return begun;
  };
}

/** Of a round, by when `cause` says that it began: one message every 30 ms, each to another phone, however long the ones before take. */
async function p95(
  bench: Bench,
  phones: readonly Phone[],
  service: PushService,
  cause: (phone: Phone) => Promise<number>,
): Promise<number> {
  const underWay: Promise<number>[] = [];
  const count = Math.min(phones.length, Math.floor((bench.options.seconds * 1000) / EVERY_MS));
  for (const phone of phones.slice(0, count)) {
    underWay.push(one(phone, service, cause));
    await delay(EVERY_MS);
  }
  const taken = (await Promise.all(underWay)).toSorted((a, b) => a - b);
  return taken[Math.floor(taken.length * 0.95)] ?? Number.NaN;
}

async function one(phone: Phone, service: PushService, cause: (phone: Phone) => Promise<number>): Promise<number> {
  const before = service.pushed(phone.form).length;
  const begun = await cause(phone);
  // The message may overtake the answer: then it has taken no time.
  return Math.max(0, (await arrival(service, phone, before)).receivedAt - begun);
}

async function arrival(service: PushService, { form }: Phone, before: number): Promise<Pushed> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const pushed = service.pushed(form)[before];
    if (pushed) return pushed;
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`nothing came for ${form.endpoint}`);
}

interface Sent {
  method: 'POST' | 'PATCH';
  path: string;
  body: object;
}

async function send(requests: Pool, token: string, { method, path, body }: Sent): Promise<void> {
  const answer = await requests.request({
    path: `/api/v1${path}`,
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
}

const HOUR_MS = 3_600_000;

const draftAt = (location: { lat: number; lng: number }): object => ({
  title: 'Night watch',
  jobType: 'patrol',
  locationAddress: '1 Bench Street',
  location,
  startTime: new Date(Date.now() + HOUR_MS).toISOString(),
  endTime: new Date(Date.now() + 5 * HOUR_MS).toISOString(),
  requiredClearanceLevel: 'basic',
  requiredSkills: ['patrol'],
  hourlyRateCents: 4000,
});

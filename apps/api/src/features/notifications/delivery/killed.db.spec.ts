import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { hash } from '@node-rs/argon2';
import { SMTPServer } from 'smtp-server';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient, type Client } from '@aegis/client';
import type { PushSubscriptionForm } from '@aegis/contract';
import { PushService } from '@aegis/push-double';
import { openPool } from '../../../../database/spec-support/test-data-source.js';
import { PASSWORD } from '../../../../test/marketplace.js';
import { ServerProcess } from '../../../../test/server-process.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from '../../../../test/test-database.js';
import { newVapidKeys } from '../../../platform/crypto/embedded-keys.js';

/** What a dead process had in hand is taken up within ten seconds. */
const SOON = { timeout: 50_000, interval: 100 };
const FOR_EVER_MS = 600_000;

let service: PushService;
let mailServer: SMTPServer;
/** Whom it has a mail for, and how its sender is told so. */
let mailed: { to: string; take: () => void }[] = [];
let database: TestDatabase;
let dataSource: DataSource;
let server: ServerProcess;
let settings: Record<string, string>;

interface Guard {
  id: string;
  papersVersion: number;
  device: PushSubscriptionForm;
}

onServerOnly('the embedded database lives in the process that is killed', () => {
  beforeAll(async () => {
    [service, database] = await Promise.all([PushService.start(), createTestDatabase()]);
    dataSource = await openPool(database, 2);
    mailServer = await startMailServer();
    const { port } = mailServer.server.address() as AddressInfo;
    const mail = { MAIL_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'Aegis <no-reply@aegis.example>' };
    settings = { ...service.settings, ...mail, VAPID_KEYS: newVapidKeys() };
    server = await ServerProcess.start(database, settings);
  });
  afterAll(async () => {
    await server.discard();
    await dataSource.destroy();
    await database.drop();
    await service.close();
    await new Promise<void>((resolve) => mailServer.close(resolve));
  });

  describe('a process that is killed', () => {
    it('while it sends, or before it has begun, loses no message and makes no second one of any', async () => {
      const admin = await signedInAdmin();
      const sending = await Promise.all([1, 2, 3].map(() => guardWithDevice()));
      const written = await Promise.all([1, 2, 3].map(() => guardWithDevice()));
      for (const { device } of sending) service.answer(device, { status: 503, afterMs: FOR_EVER_MS });
      for (const guard of sending) await verify(admin, guard);
      await vi.waitFor(() => expect(sending.map(({ device }) => service.asked(device))).toEqual([1, 1, 1]), SOON);
      await Promise.all(written.map((guard) => verify(admin, guard)));
      await server.discard();
      server = await ServerProcess.start(database, settings);
      const all = [...sending, ...written];
      await vi.waitFor(async () => {
        expect(await statesOf(all)).toEqual(all.map(() => 'verified by push: sent'));
      }, SOON);
      for (const { device } of sending) expect(service.pushed(device)).toHaveLength(1);
      // One that the service has taken and nobody has noted comes once more as the same, which a device shows once.
      for (const { device } of written)
        expect(new Set(service.pushed(device).map(({ message, topic }) => `${message.id} ${topic}`)).size).toBe(1);
    });

    it('while a mail server has a mail and has not said so sends it to nobody twice, and says that nobody knows', async () => {
      const admin = await signedInAdmin();
      const [cut, next] = [await personWithMailbox(), await personWithMailbox()];
      await reinstate(admin, cut.id);
      await vi.waitFor(() => expect(mailsTo(cut)).toHaveLength(1), SOON);
      await server.discard();
      server = await ServerProcess.start(database, settings);
      await vi.waitFor(async () => {
        expect(await statesOf([cut])).toEqual(['reinstated by email: failed']);
      }, SOON);
      // Of those who are told after the start somebody comes after them.
      await reinstate(await signedInAdmin(), next.id);
      await vi.waitFor(() => expect(mailsTo(next)).toHaveLength(1), SOON);
      for (const { take } of mailsTo(next)) take();
      await vi.waitFor(async () => expect(await statesOf([next])).toEqual(['reinstated by email: sent']), SOON);
      expect(mailsTo(cut)).toHaveLength(1);
    });
  });
});

/** Takes every message of the market, and says so when it is told to; what is about an account is taken at once. */
async function startMailServer(): Promise<SMTPServer> {
  const listening = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (!Buffer.concat(chunks).includes('List-Unsubscribe:')) return done();
        for (const { address: to } of envelope.rcptTo) mailed = [...mailed, { to, take: () => done() }];
      });
    },
  });
  // The sender is killed in the middle of it.
  listening.on('error', () => {});
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return listening;
}

const mailsTo = ({ email }: { email: string }) => mailed.filter(({ to }) => to === email);

async function personWithMailbox(): Promise<{ id: string; email: string }> {
  const [id, email] = [randomUUID(), `${randomUUID()}@test.example`];
  await dataSource.query(
    `INSERT INTO users (id, email, email_verified_at, password_hash, first_name, last_name, role, status)
     VALUES ($1, $2, now(), 'none', 'Kim', 'Lee', 'customer', 'active')`,
    [id, email],
  );
  return { id, email };
}

async function reinstate(admin: Client, id: string): Promise<void> {
  const body = { reason: 'looked at again' };
  await admin.admin.suspendUser({ params: { id }, body });
  await admin.admin.reinstateUser({ params: { id }, body });
}

/** Nobody registers as an administrator. */
async function signedInAdmin(): Promise<Client> {
  const email = `${randomUUID()}@test.example`;
  await dataSource.query(
    `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
     VALUES ($1, $2, $3, 'Ada', 'Admin', 'admin', 'active')`,
    [randomUUID(), email, await hash(PASSWORD)],
  );
  const { token } = await createClient({ baseUrl: server.url }).auth.login({ body: { email, password: PASSWORD } });
  return createClient({ baseUrl: server.url, token });
}

async function guardWithDevice(): Promise<Guard> {
  const email = `${randomUUID()}@test.example`;
  const body = { email, password: PASSWORD, firstName: 'Kim', lastName: 'Lee', role: 'guard' as const };
  const { token, user } = await createClient({ baseUrl: server.url }).auth.register({ body });
  const client = createClient({ baseUrl: server.url, token });
  const { papersVersion } = await client.guards.replaceMe({
    body: {
      licenseNumber: 'G-100001',
      licenseState: 'CA',
      licenseExpiresOn: '2040-01-01',
      clearanceLevel: 'basic',
      skills: [],
      hourlyRateCents: 2000,
      baseLocation: { lat: 34.05, lng: -118.24 },
    },
  });
  const device = service.subscribe();
  await client.notifications.subscribe({ body: device });
  return { id: user.id, papersVersion, device };
}

const verify = (admin: Client, { id, papersVersion }: Guard): Promise<unknown> =>
  admin.admin.verifyGuard({ params: { userId: id }, body: { papersVersion, reason: 'papers seen' } });

async function statesOf(guards: readonly Pick<Guard, 'id'>[]): Promise<string[]> {
  const rows = await dataSource.query<{ state: string }[]>(
    `SELECT m.kind || ' by ' || d.channel || ': ' || d.state AS state
     FROM messages m JOIN message_deliveries d ON d.message_id = m.id WHERE m.user_id = ANY ($1)`,
    [guards.map(({ id }) => id)],
  );
  return rows.map(({ state }) => state);
}

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FileContent } from '@aegis/contract';
import { keys } from '../src/commands/keys.js';
import { AuditLog } from '../src/platform/audit/audit-log.js';
import { Config } from '../src/platform/config/config.js';
import { newKeyEntry } from '../src/platform/crypto/embedded-keys.js';
import { FieldCipher } from '../src/platform/crypto/field-cipher.js';
import { KeyRing } from '../src/platform/crypto/key-ring.js';
import { KeyRotation } from '../src/platform/crypto/key-rotation.js';
import { Database } from '../src/platform/database/database.js';
import { Platform } from '../src/platform/platform.js';
import { Marketplace, type Person } from './marketplace.js';
import { sendRaw } from './raw-request.js';
import { onServerOnly } from './test-database.js';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({
    CORS_ORIGINS: 'https://app.aegis.example',
    METRICS_TOKEN: 'a token of the operator',
  });
});
afterAll(() => market.close());

const get = (path: string, headers: Record<string, string> = {}) => sendRaw(market.application.port, { path, headers });

const picture = (format: 'png' | 'jpeg' | 'webp' | 'gif' = 'jpeg', width = 1200) =>
  sharp({ create: { width, height: 800, channels: 3, background: 'olive' } })
    .withExif({ IFD0: { Copyright: 'Kim Lee' }, IFD3: { GPSLatitude: '34/1 3/1 0/1' } })
    .toFormat(format)
    .toBuffer();

const put = (person: Person, body: Buffer, type: string, path = '/api/v1/users/me/photo') =>
  sendRaw(market.application.port, {
    method: 'PUT',
    path,
    headers: { authorization: `Bearer ${person.token}`, 'content-type': type },
    body,
  });

describe('headers', () => {
  it('of every answer forbid framing, sniffing and scripts, and ask for encryption', async () => {
    for (const path of ['/api/v1/users/me', '/health/live', '/nothing', '/api/openapi.json']) {
      const { headers } = await get(path);
      expect(headers['content-security-policy'], path).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['x-request-id']).toBeTruthy();
    }
    expect((await get('/api/v1/users/me')).headers['cache-control']).toBe('no-store');
  });

  it('name the contract of every answer of the API, refused ones too: the one that pages are told they were loaded with', async () => {
    const { contractVersion } = JSON.parse((await get('/api/v1/config')).text) as { contractVersion: string };
    expect(contractVersion).toMatch(/^[\w-]{16}$/);
    for (const path of ['/api/v1/config', '/api/v1/users/me', '/api/v1/nothing'])
      expect((await get(path)).headers['aegis-contract'], path).toBe(contractVersion);
    expect((await get('/health/live')).headers).not.toHaveProperty('aegis-contract');
  });

  it('let no page run a script that stands in it', async () => {
    const { headers, text } = await get('/api/docs');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self'");
    expect(/script-src [^;]*unsafe/.test(policy)).toBe(false);
    expect(text).not.toMatch(/<script>|<script [^>]*>[^<]/);
    expect(text).not.toMatch(/ on\w+=/);
  });

  it('allow the pages of listed origins and no others', async () => {
    const allowed = await get('/api/v1/users/me', { origin: 'https://app.aegis.example' });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://app.aegis.example');
    expect(allowed.headers['access-control-allow-credentials']).toBe('true');
    const other = await get('/api/v1/users/me', { origin: 'https://evil.example' });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('of a request with the cookie from another site are refused', async () => {
    const { token } = await market.registerCustomer();
    const cookie = `aegis_session=${token}`;
    const logout = (headers: Record<string, string>) =>
      sendRaw(market.application.port, {
        method: 'POST',
        path: '/api/v1/auth/logout',
        headers: { cookie, ...headers },
      });
    expect((await logout({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await logout({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await logout({ origin: 'https://app.aegis.example', 'sec-fetch-site': 'cross-site' })).status).toBe(204);
  });

  it('of /metrics have to show the token of the operator', async () => {
    expect((await get('/metrics')).status).toBe(401);
    const { status, text } = await get('/metrics', { authorization: 'Bearer a token of the operator' });
    expect(status).toBe(200);
    expect(text).toMatch(/aegis_http_request_duration_seconds/);
    expect(text).toMatch(/aegis_retention_age_seconds\{task="sessions"\}/);
  });
});

describe('an uploaded picture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('as %s comes back as a small JPEG without its metadata', async (format) => {
    const guard = await market.registerGuard();
    await guard.client.users.setPhoto({ body: new Uint8Array(await picture(format)) });
    const file: FileContent = await guard.client.users.photo({ params: { id: guard.id } });
    expect(file.contentType).toBe('image/jpeg');
    const { format: kept, width, exif } = await sharp(file.content as Uint8Array).metadata();
    expect({ kept, width, exif }).toEqual({ kept: 'jpeg', width: 512, exif: undefined });
  });

  it.each([
    ['a page that says it is a picture', Buffer.from('<html><script>alert(1)</script></html>')],
    [
      'a drawing that can hold scripts',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    ],
    ['nothing', Buffer.alloc(0)],
    ['half a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0])],
  ])('that is %s is refused', async (_what, body) => {
    const person = await market.registerGuard();
    const { status } = await put(person, body, 'image/jpeg');
    expect([400, 422]).toContain(status);
    await expect(person.client.users.photo({ params: { id: person.id } })).rejects.toMatchObject({ status: 404 });
  });

  it('in a format that is not taken, or too large, is refused', async () => {
    const person = await market.registerGuard();
    expect((await put(person, await picture('gif', 10), 'image/png')).status).toBe(422);
    expect((await put(person, Buffer.alloc(5 * 1024 * 1024 + 1), 'image/png')).status).toBe(413);
    expect((await put(person, await picture('png', 10), 'image/gif')).status).toBe(415);
    expect((await put(person, await picture('png', 10), 'image/png', '/api/v1/guards/me')).status).toBe(415);
  });

  it('is served so that a browser can only show it', async () => {
    const guard = await market.registerGuard();
    await guard.client.users.setPhoto({ body: new Uint8Array(await picture()) });
    const { headers } = await get(`/api/v1/users/${guard.id}/photo`, { authorization: `Bearer ${guard.token}` });
    expect(headers).toMatchObject({ 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' });
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(headers['cache-control']).toContain('private');
  });

  it('of a customer is for nobody else, and a licence for its guard and the administrator', async () => {
    const [customer, stranger, guard, admin] = await Promise.all([
      market.registerCustomer(),
      market.registerCustomer(),
      market.registerGuard(),
      market.admin(),
    ]);
    const body = new Uint8Array(await picture());
    await customer.client.users.setPhoto({ body });
    await guard.client.guards.setLicenseScan({ body });
    await expect(stranger.client.users.photo({ params: { id: customer.id } })).rejects.toMatchObject({ status: 404 });
    await expect(customer.client.users.photo({ params: { id: customer.id } })).resolves.toBeTruthy();
    await expect(admin.client.admin.licenseScan({ params: { userId: guard.id } })).resolves.toBeTruthy();
  });
});

describe('the keys of encrypted fields', () => {
  it('are changed while the application works, may be broken off, and leave nothing of the old one', async () => {
    const { app } = market.application;
    const database = app.get(Database);
    const guards = await Promise.all([1, 2, 3].map(() => market.registerGuard()));
    for (const { client } of guards) await client.guards.setTaxId({ body: { taxId: '12-3456789' } });
    const old = app.get(Config).keys;
    if (!old) throw new Error('the test needs its key');
    const config: { keys: KeyRing } = app.get(Config);
    const next = newKeyEntry('next');
    const testKey = `test:${old.key('test').toString('base64')}`;
    config.keys = KeyRing.parse(`${next},${testKey}`);
    const rotation = new KeyRotation(database, new FieldCipher(config as Config));
    const interrupted = rotation.rotate(() => {
      throw new Error('killed');
    });
    await expect(interrupted).rejects.toThrow('killed');
    expect(await guards[0]?.client.guards.taxId()).toEqual({ lastFour: '6789' });
    await rotation.rotate(() => {});
    expect(await rotation.rotate(() => {})).toEqual({ rewritten: 0, left: [] });
    expect((await rotation.usage()).every(({ keyId }) => keyId === 'next')).toBe(true);
    config.keys = KeyRing.parse(next);
    await rotation.refuseWrongKeys();
    expect(await guards[2]?.client.guards.taxId()).toEqual({ lastFour: '6789' });
    config.keys = KeyRing.parse(newKeyEntry('next'));
    await expect(rotation.refuseWrongKeys()).rejects.toThrow(/^ENCRYPTION_KEYS: .* cannot be read with the key next/);
    config.keys = KeyRing.parse(next);
  });
});

/** A rotation to a key of this name, and the ring as it was. */
function rotationTo(name: string): { rotation: KeyRotation; old: KeyRing } {
  const config: { keys: KeyRing | undefined } = market.application.app.get(Config);
  if (!config.keys) throw new Error('the test needs its key');
  const old = config.keys;
  config.keys = KeyRing.parse(`${newKeyEntry(name)},${old.activeId}:${old.key(old.activeId).toString('base64')}`);
  const database = market.application.app.get(Database);
  return { rotation: new KeyRotation(database, new FieldCipher(config as Config)), old };
}

/** `npm run keys -- rotate`, and what it says. */
async function rotateByCommand(): Promise<{ exitCode: number | undefined; told: string }> {
  const platform = market.application.app.get(Platform);
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const context = { config: platform.config, environment: {}, print: say, tell: say, platform };
  const exitCode = await keys.actions['rotate']?.([], context);
  return { exitCode, told: lines.join('\n') };
}

describe('a rotation of the keys', () => {
  it('fails, and names what a process with the keys of before has written meanwhile', async () => {
    const guard = await market.registerGuard();
    await guard.client.guards.setTaxId({ body: { taxId: '12-3456789' } });
    const [row] = await market.application.dataSource.query<{ sealed: string }[]>(
      `SELECT tax_id_encrypted AS sealed FROM guard_profiles WHERE user_id = $1`,
      [guard.id],
    );
    const { old } = rotationTo('later');
    const counting = vi.spyOn(KeyRotation.prototype, 'usage').mockImplementationOnce(async function (
      this: KeyRotation,
    ) {
      await market.application.dataSource.query(`UPDATE guard_profiles SET tax_id_encrypted = $2 WHERE user_id = $1`, [
        guard.id,
        row?.sealed,
      ]);
      return this.usage();
    });
    const unfinished = await rotateByCommand();
    counting.mockRestore();
    expect(unfinished.exitCode).toBe(1);
    expect(unfinished.told).toMatch(new RegExp(`guard_profiles\\.tax_id_encrypted +${old.activeId} +1\n`));
    expect(unfinished.told).toContain('Restart every process with the new keys');
    const { exitCode, told } = await rotateByCommand();
    expect({ exitCode, left: told.includes('Restart') }).toEqual({ exitCode: 0, left: false });
  });
});

onServerOnly('the embedded engine has one session', () => {
  it('a rotation of the keys waits for rows that somebody else holds', async () => {
    const guard = await market.registerGuard();
    await guard.client.guards.setTaxId({ body: { taxId: '12-3456789' } });
    const { rotation } = rotationTo('last');
    const holder = market.application.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query(`SELECT 1 FROM guard_profiles WHERE user_id = $1 FOR UPDATE`, [guard.id]);
    const rotating = rotation.rotate(() => {});
    await vi.waitFor(
      async () => {
        const waiting = await market.application.dataSource.query<object[]>(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(waiting).toHaveLength(1);
      },
      { timeout: 20_000, interval: 50 },
    );
    await holder.commitTransaction();
    await holder.release();
    expect((await rotating).left).toEqual([]);
    expect(await guard.client.guards.taxId()).toEqual({ lastFour: '6789' });
  });
});

describe('the audit log', () => {
  it('holds who did what to whom, and tells when somebody has been at it', async () => {
    const [admin, customer] = await Promise.all([market.admin(), market.registerCustomer()]);
    await admin.client.admin.suspendUser({ params: { id: customer.id }, body: { reason: 'a test' } });
    const { items } = await admin.client.admin.auditLog({ query: { limit: 2 } });
    const who = { actorId: admin.id, actorRole: 'admin', subjectId: customer.id };
    // What was asked for, and what came of it.
    for (const action of ['POST /admin/users/:id/suspend', 'user.suspended'])
      expect(items.find((row) => row.action === action)).toMatchObject(who);
    const log = market.application.app.get(AuditLog);
    await Promise.all(
      Array.from({ length: 20 }, () => log.record({ action: 'test', actor: { id: null, role: 'system' } })),
    );
    const whole = await log.verify();
    expect(whole.broken).toBeNull();
    expect(await log.contains(String(whole.head))).toBe(true);

    const { dataSource } = market.application;
    await expect(dataSource.query(`UPDATE audit_log SET action = 'nothing'`)).rejects.toThrow('append-only');
    await expect(dataSource.query(`DELETE FROM audit_log`)).rejects.toThrow('append-only');
    // What only the owner of the table can do; the chain tells all the same.
    await dataSource.query(`ALTER TABLE audit_log DISABLE TRIGGER USER`);
    await dataSource.query(`UPDATE audit_log SET actor_id = NULL WHERE position = 3`);
    expect((await log.verify()).broken).toEqual({ position: 3, reason: 'was changed after it was written' });
    await dataSource.query(`DELETE FROM audit_log WHERE position = 3`);
    expect((await log.verify()).broken).toEqual({ position: 3, reason: 'is missing' });
    await dataSource.query(`DELETE FROM audit_log WHERE position > 2`);
    expect((await log.verify()).broken).toBeNull();
    expect(await log.contains(String(whole.head))).toBe(false);
    await dataSource.query(`ALTER TABLE audit_log ENABLE TRIGGER USER`);
  });
});

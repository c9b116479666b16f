import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@aegis/client';
import { ServerProcess } from '../../../test/server-process.js';
import { PASSWORD } from '../../../test/marketplace.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from '../../../test/test-database.js';
import { readConfig } from '../../platform/config/config.js';
import type { CommandContext } from './command.js';
import { migrate } from './migrate.js';
import { EXTENSIONS } from './roles/setup-steps.js';
import { setup } from './setup.js';

/** Every migration, and a server that starts, on a machine that may be busy. */
const LIMIT_MS = 240_000;
const NOT_PERMITTED = '42501';

/** What would let whoever serves write history anew. */
const FORBIDDEN = [
  `ALTER TABLE audit_log DISABLE TRIGGER USER`,
  `ALTER TABLE payments DISABLE TRIGGER ALL`,
  `ALTER TABLE timeline DISABLE TRIGGER timeline_is_append_only`,
  `DROP TRIGGER audit_log_keep ON audit_log`,
  `CREATE OR REPLACE FUNCTION timeline_is_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
  `DROP FUNCTION payments_keep_rules() CASCADE`,
  `SET session_replication_role = replica`,
  `TRUNCATE audit_log`,
  `TRUNCATE payments CASCADE`,
  `DELETE FROM audit_log`,
  `UPDATE audit_log SET action = action`,
  `DELETE FROM timeline`,
  `DELETE FROM payments`,
  `DELETE FROM receipt_entries`,
  `ALTER TABLE jobs DROP CONSTRAINT jobs_no_overlap_per_guard`,
  `DROP TABLE location_history`,
  `INSERT INTO migrations (timestamp, name) VALUES (1, 'x')`,
  `CREATE TABLE mine (id integer)`,
  `CREATE RULE quiet AS ON INSERT TO audit_log DO INSTEAD NOTHING`,
  `ALTER ROLE CURRENT_USER SUPERUSER`,
];

onServerOnly('roles are those of a server', () => {
  describe.each(['carried out as the superuser', 'printed for psql'] as const)('setup, %s', (way) => {
    const mark = randomBytes(4).toString('hex');
    const [owner, serving, name] = [`own"er_${mark}`, `serving_${mark}`, `market_${mark}`];
    let server: TestDatabase;
    let context: CommandContext;
    let urls: Record<'owner' | 'serving' | 'superuser', string>;
    const lines: string[] = [];

    beforeAll(async () => {
      server = await createTestDatabase();
      const at = `${server.host}:${server.port}`;
      urls = {
        owner: `postgres://${encodeURIComponent(owner)}:owner-secret@${at}/${name}`,
        serving: `postgres://${serving}:serving-secret@${at}/${name}`,
        superuser: `postgres://${server.user}:${server.password}@${at}/postgres`,
      };
      const environment = {
        DATABASE_URL: urls.serving,
        DATABASE_DIRECT_URL: urls.owner,
        DATABASE_STATEMENT_TIMEOUT_MS: '12345',
        ...(way === 'carried out as the superuser' && { DATABASE_SUPERUSER_URL: urls.superuser }),
      };
      const print = (line: string) => void lines.push(line);
      context = { config: readConfig(environment), environment, print, tell: () => {} };
      // The second time finds all that the first has made.
      await setUp();
      await setUp();
      await migrate.run([], context);
    }, LIMIT_MS);
    afterAll(async () => {
      await as(urls.superuser, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        for (const role of [serving, owner]) await client.query(`DROP ROLE IF EXISTS ${client.escapeIdentifier(role)}`);
      });
      await server.drop();
    });

    async function setUp(): Promise<void> {
      lines.length = 0;
      if (way === 'carried out as the superuser') await setup.run([], context);
      else {
        await setup.run(['--print'], context);
        const psql = promisify(execFile)('psql', ['--no-psqlrc', '--quiet', `--dbname=${urls.superuser}`]);
        psql.child.stdin?.end(lines.join('\n'));
        await psql;
      }
    }

    it('says which step needs a superuser, and no password', () => {
      const said = lines.join('\n');
      expect(said).toMatch(/PostGIS needs a superuser/);
      expect(said).not.toContain('secret');
    });

    it('says what spares new connections their first look for the library of places, where it is not set', async () => {
      await as(urls.superuser, async (client) => {
        const { rows } = await client.query<{ libraries: string }>(
          `SELECT current_setting('shared_preload_libraries') AS libraries`,
        );
        const isMissing = rows[0]?.libraries.includes('postgis-3') === false;
        const isSaid = lines.some((line) => line.includes(`shared_preload_libraries = 'postgis-3'`));
        expect(isSaid).toBe(isMissing && way === 'carried out as the superuser');
      });
    });

    it('makes an owner who migrates without being a superuser', async () => {
      await as(urls.owner, async (client) => {
        const { rows } = await client.query<{ name: string }>(`SELECT extname AS name FROM pg_extension`);
        expect(rows.map((row) => row.name).sort()).toEqual([...EXTENSIONS, 'plpgsql'].sort());
        const { rows: roles } = await client.query(
          `SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname IN ($1, $2)`,
          [owner, serving],
        );
        const nothing = { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false };
        expect(roles).toEqual([nothing, nothing]);
      });
    });

    it.each(FORBIDDEN)('makes a role that serves and may not: %s', async (sql) => {
      await as(urls.serving, async (client) => {
        const refusal = await client.query(sql).catch((error: unknown) => error);
        expect(refusal).toMatchObject({ code: NOT_PERMITTED });
      });
    });

    it('gives that role its settings, whatever a pooler leaves out', async () => {
      await as(urls.serving, async (client) => {
        const { rows } = await client.query(
          `SELECT current_setting('jit') AS jit, current_setting('timezone') AS timezone,
                  current_setting('statement_timeout') AS statement_timeout`,
        );
        expect(rows).toEqual([{ jit: 'off', timezone: 'UTC', statement_timeout: '12345ms' }]);
      });
    });

    it('lets nobody else in', async () => {
      await as(urls.superuser, async (client) => {
        const { rows } = await client.query(`SELECT has_database_privilege('pg_read_all_data', $1, 'CONNECT') AS may`, [
          name,
        ]);
        expect(rows).toEqual([{ may: false }]);
      });
    });

    it(
      'lets the application serve as that role, days of positions made and dropped',
      { timeout: LIMIT_MS },
      async () => {
        await as(urls.owner, (client) => client.query(`SELECT create_location_partition('2020-02-02')`));
        const application = await ServerProcess.start(urls.serving);
        try {
          expect((await fetch(`${application.url}/health/ready`)).status).toBe(200);
          const anybody = createClient({ baseUrl: application.url, token: null });
          const form = { email: `${randomUUID()}@test.example`, password: PASSWORD, firstName: 'Kim', lastName: 'Lee' };
          const { token, user } = await anybody.auth.register({ body: { ...form, role: 'customer' } });
          const own = createClient({ baseUrl: application.url, token });
          expect(await own.users.me()).toMatchObject({ id: user.id });
          const days = async (): Promise<string[]> =>
            as(urls.owner, async (client) => {
              const { rows } = await client.query<{ name: string }>(
                `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'location_history'::regclass`,
              );
              return rows.map((row) => row.name);
            });
          await expect.poll(days, { timeout: 30_000 }).not.toContain('location_history_20200202');
          expect((await days()).length).toBeGreaterThan(1);
        } finally {
          await application.discard();
        }
      },
    );
  });

  it('refuses a superuser as the role of either address, and changes nothing of them', async () => {
    const server = await createTestDatabase();
    const url = (user: string) => `postgres://${user}:${server.password}@${server.host}:${server.port}`;
    const environment = {
      DATABASE_URL: `${url('nobody_yet')}/${server.database}`,
      DATABASE_DIRECT_URL: `${url(server.user)}/${server.database}`,
      DATABASE_SUPERUSER_URL: `${url(server.user)}/postgres`,
    };
    const context = { config: readConfig(environment), environment, print: () => {}, tell: () => {} };
    await expect(setup.run([], context)).rejects.toThrow(/is a superuser: name roles of Aegis alone/);
    await server.drop();
  });
});

async function as<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

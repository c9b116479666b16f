import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asAccount, giveToAccount } from './postgres-server.mjs';
import { freePort, startServer } from './throw-away-server.mjs';

/** @returns {string | null} the installed version, null when there is no pgbouncer */
export function pgbouncerVersion() {
  const { stdout } = spawnSync('pgbouncer', ['--version'], { encoding: 'utf8' });
  return /PgBouncer (\S+)/.exec(stdout ?? '')?.[1] ?? null;
}

/**
 * A PgBouncer of our own in transaction mode, on a free loopback port, before a server that is running. Whoever signs in there
 * signs in here, with the same password.
 * @param {{ host: string, port: number, users: Record<string, string>, settings?: Record<string, string | number> }} server
 *   `users`: the password of each
 * @returns {Promise<{ port: number, stop(): Promise<void> }>}
 */
export async function startPgbouncer({ host, port: serverPort, users, settings = {} }) {
  const home = mkdtempSync(join(tmpdir(), 'aegis-pgbouncer-'));
  const port = await freePort();
  const ours = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: join(home, 'users'),
    admin_users: Object.keys(users).join(','),
    pool_mode: 'transaction',
    max_client_conn: 200,
    ...settings,
  };
  const lines = Object.entries(ours).map(([name, value]) => `${name} = ${value}`);
  const quoted = (word) => `"${word.replaceAll('"', '""')}"`;
  const accounts = Object.entries(users).map(([name, password]) => `${quoted(name)} ${quoted(password)}`);
  const [file, list] = [join(home, 'pgbouncer.ini'), join(home, 'users')];
  writeFileSync(file, `[databases]\n* = host=${host} port=${serverPort}\n[pgbouncer]\n${lines.join('\n')}\n`);
  writeFileSync(list, `${accounts.join('\n')}\n`, { mode: 0o600 });
  chmodSync(home, 0o700);
  giveToAccount(home, file, list);
  const server = await startServer({
    command: 'pgbouncer',
    args: [file],
    readyLine: /process up/,
    stopSignal: 'SIGTERM',
    options: asAccount(home),
  });
  return {
    port,
    stop: async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

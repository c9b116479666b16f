import { spawn } from 'node:child_process';
import { readDatabaseAddress } from '../../platform/database/address.js';
import { CommandRefusal } from './command.js';

/**
 * Runs pg_dump on the database of `url` and resolves with what it printed. The password goes by the environment: every user of
 * a machine can read the arguments of its processes.
 */
export async function pgDump(url: string, args: readonly string[]): Promise<string> {
  const { withoutPassword, password } = readDatabaseAddress(url);
  const child = spawn('pg_dump', [...args, '--no-password', `--dbname=${withoutPassword}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(password !== '' && { PGPASSWORD: password }) },
  });
  const [output, complaint] = [collect(child.stdout), collect(child.stderr)];
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new CommandRefusal(MISSING) : error),
    );
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new CommandRefusal(`pg_dump failed: ${(await complaint).trim()}`);
  return output;
}

const MISSING =
  'pg_dump is not installed, or not on the PATH. It comes with the client programs of PostgreSQL (postgresql-client), ' +
  'and must not be older than the server.';

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

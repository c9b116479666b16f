import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from './cast.js';
import type { Stage } from './stage.js';
import { until } from './waiting.js';

/** A file is written behind the request. */
const WRITTEN_WITHIN_MS = 5_000;

/**
 * Shows what the customer would find in their mailbox: they ask for a new password, and the server, having no mail server, writes the
 * mail to a file. Nothing changes: the link in it is not used.
 */
export async function showMail(stage: Stage, customer: Actor, email: string, directory: string): Promise<void> {
  const before = new Set(await mailsIn(directory));
  const written = await stage.step(
    'Forgotten password',
    async () => {
      await customer.client.auth.forgotPassword({ body: { email } });
      return newMails(directory, before);
    },
    (names) => (names.length > 0 ? `${names.length} mail, in ${directory}` : `no file in ${directory}: sent by SMTP`),
  );
  for (const name of written) stage.note(`${name}: ${await headOf(join(directory, name))}`);
}

async function newMails(directory: string, before: ReadonlySet<string>): Promise<string[]> {
  const look = async (): Promise<string[] | null> => {
    const fresh = (await mailsIn(directory)).filter((name) => !before.has(name));
    return fresh.length > 0 ? fresh : null;
  };
  return until('the mail', WRITTEN_WITHIN_MS, look).catch(() => []);
}

/** There is no directory before the first mail. */
const mailsIn = (directory: string): Promise<string[]> =>
  readdir(directory).then(
    (names) => names.filter((name) => name.endsWith('.eml')),
    () => [],
  );

async function headOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  return `"${header('Subject')}" to ${header('To')}`;
}

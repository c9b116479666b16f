import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';

function directory(): string {
  const found = process.env['AEGIS_BROWSER_OUTBOX'];
  if (!found) throw new Error('AEGIS_BROWSER_OUTBOX does not say where the application writes its mails');
  return found;
}

/** The link of the newest mail to `address` with this subject, as the mail has it. Waits until there is one. */
export async function mailedLink(address: string, subject: string, outbox = directory()): Promise<string> {
  let link: string | undefined;
  await expect.poll(async () => (link = await newestLink(address, subject, outbox)), { timeout: 20_000 }).toBeDefined();
  return link ?? '';
}

async function newestLink(address: string, subject: string, outbox: string): Promise<string | undefined> {
  const names = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
  const mails = await Promise.all(names.map((name) => readFile(join(outbox, name), 'utf8')));
  const mail = mails.findLast((text) => text.includes(`To: ${address}`) && text.includes(`Subject: ${subject}`));
  return mail?.match(/https?:\/\/\S+/)?.[0];
}

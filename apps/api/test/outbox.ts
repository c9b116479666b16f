import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';

/** What was mailed to an address, the oldest first. */
export function mailsTo(dataDir: string, to: string): string[] {
  const outbox = join(dataDir, 'outbox');
  if (!existsSync(outbox)) return [];
  return readdirSync(outbox)
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => readFileSync(join(outbox, name), 'utf8'))
    .filter((mail) => mail.includes(`To: ${to}`));
}

/** The token of the newest mail to somebody whose text matches, once it has come. */
export function tokenOfMail(dataDir: string, to: string, subject: RegExp): Promise<string> {
  return vi.waitFor(
    () => {
      const mail = mailsTo(dataDir, to).findLast((text) => subject.test(text)) ?? '';
      const token = /#([\w-]{43})/.exec(mail)?.[1];
      if (token === undefined) throw new Error(`no mail to ${to} yet`);
      return token;
    },
    { timeout: 10_000, interval: 50 },
  );
}

import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.js';
import { type Mail, Mailer } from './mailer.js';

const OWNER_ONLY = 0o600;

/** Writes mails as files, for a person who plays with Aegis and has no mail server. The newest has the last name. */
export class OutboxMailer extends Mailer {
  constructor(
    private readonly directory: string,
    private readonly clock: Clock,
  ) {
    super();
  }

  async send({ to, subject, text }: Mail): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    const now = this.clock.now();
    const file = join(this.directory, `${now.toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}.eml`);
    const header = [`Date: ${now.toUTCString()}`, `To: ${oneLine(to)}`, `Subject: ${oneLine(subject)}`];
    await writeFile(`${file}.partial`, [...header, '', text, ''].join('\r\n'), { mode: OWNER_ONLY });
    await rename(`${file}.partial`, file);
  }
}

/** A line break in a header would start another one. */
const oneLine = (value: string): string => value.replaceAll(/[\r\n]+/g, ' ');

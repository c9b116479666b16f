import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.js';
import { CALENDAR_FILE, headersOf, type Mail, Mailer } from './mailer.js';

const OWNER_ONLY = 0o600;

/** Writes mails as files, for a person who plays with Aegis and has no mail server. The newest has the last name. */
export class OutboxMailer extends Mailer {
  constructor(
    private readonly directory: string,
    private readonly clock: Clock,
  ) {
    super();
  }

  async send(mail: Mail): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    const now = this.clock.now();
    const file = join(this.directory, `${nameOf(now)}-${randomUUID().slice(0, 8)}.eml`);
    const named = { Date: now.toUTCString(), To: mail.to, Subject: mail.subject, ...headersOf(mail) };
    const header = Object.entries(named).map(([name, value]) => `${name}: ${oneLine(value)}`);
    await writeFile(`${file}.partial`, [...header, ...bodyOf(mail)].join('\r\n'), { mode: OWNER_ONLY });
    await rename(`${file}.partial`, file);
  }

  override async discardBefore(moment: Date): Promise<number> {
    const names = await readdir(this.directory).catch(orNothing);
    const old = names.filter((name) => MAIL_FILE.test(name) && name < nameOf(moment));
    for (const name of old) await rm(join(this.directory, name), { force: true });
    return old.length;
  }
}

/** Ours alone, and broken-off ones among them: whoever puts something else there keeps it. */
const MAIL_FILE = /^\d{4}-\d{2}-\d{2}T[\d-]+Z-[0-9a-f]{8}\.(eml|sms)(\.partial)?$/;

/** Text alone, or both forms as programs that read mails know them. */
function bodyOf({ text, html, calendar }: Mail): string[] {
  if (html === undefined) return ['', text, ''];
  const boundary = `part-${randomUUID()}`;
  const part = (type: string, content: string): string[] => [
    `--${boundary}`,
    `Content-Type: text/${type}; charset=utf-8`,
    '',
    content,
  ];
  const entry = calendar ? part(`calendar; method=${calendar.method}; name=${CALENDAR_FILE}`, calendar.text) : [];
  const type = `Content-Type: multipart/alternative; boundary="${boundary}"`;
  const parts = [...part('plain', text), ...part('html', html), ...entry];
  return ['MIME-Version: 1.0', type, '', ...parts, `--${boundary}--`, ''];
}

/** In the order of time, and allowed on every file system. */
const nameOf = (moment: Date): string => moment.toISOString().replaceAll(/[:.]/g, '-');

/** There is no directory before the first mail. */
function orNothing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

/** A line break in a header would start another one. */
const oneLine = (value: string): string => value.replaceAll(/[\r\n]+/g, ' ');

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MovableClock } from '../clock/clock.js';
import { DAY_MS, shift } from '../clock/duration.js';
import { OutboxMailer } from './outbox-mailer.js';

let directory: string;
let clock: MovableClock;
let mailer: OutboxMailer;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'aegis-outbox-'));
  clock = new MovableClock();
  mailer = new OutboxMailer(join(directory, 'outbox'), clock);
});
afterEach(() => rm(directory, { recursive: true }));

const files = (): Promise<string[]> => readdir(join(directory, 'outbox'));
const send = (subject: string): Promise<void> => mailer.send({ to: 'kim@test.example', subject, text: 'Hello' });

it('writes a mail that its owner alone can read, and no second header', async () => {
  await send('One\r\nBcc: everybody@test.example');
  const [name = ''] = await files();
  const file = join(directory, 'outbox', name);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toMatch(
    /^Date: .*\r\nTo: kim@test\.example\r\nSubject: One Bcc: .*\r\n\r\nHello\r\n/,
  );
});

it('throws away old mails, also half-written ones, and nothing of others', async () => {
  expect(await mailer.discardBefore(clock.now())).toBe(0);
  await send('old');
  const [old = ''] = await files();
  await writeFile(join(directory, 'outbox', `${old}.partial`), '');
  await writeFile(join(directory, 'outbox', '1999-notes.txt'), 'of somebody');
  clock.move(31 * DAY_MS);
  await send('young');
  expect(await mailer.discardBefore(shift(clock.now(), -30 * DAY_MS))).toBe(2);
  const left = await files();
  expect(left).toHaveLength(2);
  expect(left).toContain('1999-notes.txt');
});

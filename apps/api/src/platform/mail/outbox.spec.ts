import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MovableClock } from '../clock/clock.js';
import { readConfig } from '../config/config.js';
import { OutboxGateway } from '../sms/outbox-gateway.js';
import { Outbox } from './outbox.js';
import { OutboxMailer } from './outbox-mailer.js';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'aegis-outbox-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const outbox = (settings: Record<string, string> = {}): Outbox =>
  new Outbox(readConfig({ AEGIS_DATA_DIR: dataDir, ...settings }));

it('reads back what was written instead of sent, the newest first', async () => {
  const clock = new MovableClock();
  const directory = join(dataDir, 'outbox');
  const mailer = new OutboxMailer(directory, clock);
  await mailer.send({ to: 'kim@test.example', subject: 'One', text: 'Hello\n\nthere' });
  clock.move(1000);
  const entry = { method: 'PUBLISH' as const, text: 'BEGIN:VCALENDAR' };
  await mailer.send({ to: 'kim@test.example', subject: 'Two', text: 'Plain', html: '<b>Rich</b>', calendar: entry });
  clock.move(1000);
  await new OutboxGateway(directory, clock).send({ to: '+12135550100', text: 'Late' });
  await writeFile(join(directory, 'notes.txt'), 'of somebody');
  const written = await outbox().newest(10);
  expect(written).toMatchObject([
    { channel: 'sms', to: '+12135550100', subject: null, text: 'Late' },
    { channel: 'email', to: 'kim@test.example', subject: 'Two', text: 'Plain' },
    { channel: 'email', to: 'kim@test.example', subject: 'One', text: 'Hello\n\nthere' },
  ]);
  const [sms, second] = written.map(({ at }) => at.getTime());
  expect((sms ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(1000);
  expect(await outbox().newest(1)).toHaveLength(1);
});

it('is empty before the first mail', async () => {
  expect(await outbox().newest(10)).toEqual([]);
});

describe('is open to a browser', () => {
  it('on the embedded database of this machine, by whichever of its names', () => {
    expect(outbox().isOpen).toBe(true);
    for (const PUBLIC_URL of ['http://127.0.0.1:3000', 'http://localhost:3000'])
      expect(outbox({ PUBLIC_URL }).isOpen).toBe(true);
  });

  it.each([
    ['on a database of one’s own', { DATABASE_URL: 'postgres://elsewhere' }],
    ['where mails are sent', { MAIL_URL: 'smtp://127.0.0.1:2525', MAIL_FROM: 'Aegis <no-reply@aegis.example>' }],
    [
      'where SMS are sent',
      {
        TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
        TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
        TWILIO_FROM: '+12135550100',
      },
    ],
    ['where a proxy lets others in', { PUBLIC_URL: 'https://aegis.example' }],
  ])('and not %s', (_, settings) => expect(outbox(settings).isOpen).toBe(false));
});
